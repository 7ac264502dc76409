# Ceilings that no option moves, each at the limit, one below and one above.
load helper

setup_file() { export ATTUNE_LEXICONS=$BATS_TEST_DIRNAME/../data/codebook; } # loads at once

@test "times from 1990 on and before 2100 are read" {
    { echo speaker,text,time
      for time in 1989-12-31T23:59:59 1990-01-01T00:00:00 1990-01-01T00:00:01 2099-12-31T23:59:59 2100-01-01T00:00:00 2100-01-01T00:00:01; do
          echo "Ada,x,$time"
      done; } >"$here/log.csv"
    expect 1 "$attune" read -q --rejects "$here/list" "$here/log.csv"
    [ "$(tail -n +2 <<<"$output" | cut -d, -f3 | paste -sd' ')" = "1990-01-01T00:00:00 1990-01-01T00:00:01 2099-12-31T23:59:59" ]
    [ "$(cut -d, -f2,4 "$here/list" | paste -sd' ')" = "line,reason 2,bad_time 6,bad_time 7,bad_time" ]
}

@test "twenty notices of a kind are said, and the rest are counted" {
    for count in 19 20 21; do
        mkdir "$here/$count"
        cp "$chat" "$here/$count"
        for n in $(seq $count); do echo "shopping $n" >"$here/$count/list$n"; done
        expect 0 "$attune" "$here/$count"
        shown=$((count < 20 ? count : 20))
        [ "$(grep -c "left out: not in a format" <<<"$stderr")" -eq $shown ] || { echo "$stderr"; return 1; }
        said "files that are no log: $count"
    done
}

@test "a phrase is found once wherever a message is cut for the rules" {
    # 8 KiB are looked at at once, and 512 bytes again; the phrase stands at every place around the cuts.
    words=$(printf 'word %.0s' {1..2100})
    for start in 7680 8165 8175 8180 8185 8190 8191 8192 8193 8200 8704; do
        printf 'Ada: %s%*sare you ok? %s\nBen: yes\n' "${words:0:start / 5 * 5}" $((start % 5)) '' "${words:0:1500}" >"$here/talk"
        expect 0 "$attune" classify -q --format transcript "$here/talk"
        [ "$(grep -o 'en.checkin.ok' <<<"$output" | wc -l)" -eq 1 ] || { echo "at $start"; return 1; }
    done
}

@test "a record has 1 MiB, or 2 MiB when --max-record says so" {
    for most in 1048576 2097152; do
        for size in $((most - 1)) $most $((most + 1)); do
            # All of the record counts: its time, its speaker and its text.
            { printf '14/02/2024, 10:00 - Ada: '; head -c $((size - 25)) /dev/zero | tr '\0' a; printf '\n14/02/2024, 10:01 - Ben: two\n'; } >"$here/log.txt"
            expect $((size > most)) "$attune" --format whatsapp --max-record $most "$here/log.txt"
            [ $most -ne 1048576 ] || expect $((size > most)) "$attune" --format whatsapp "$here/log.txt"
        done
    done
}

@test "batches end where they may: by messages, by bytes of text, by conversations" {
    # 1,024 messages, 128 KiB of text, 128 beginnings and ends: the same bytes around each, whatever a batch holds.
    words=$(printf 'do you love me? %.0s' {1..64}) # 1 KiB
    for lines in 1023 1024 1025; do
        for n in $(seq $lines); do echo "Ada: are you ok $n"; done >"$here/messages$lines"
    done
    for over in -1 0 1; do
        { for _ in $(seq 127); do echo "Ada: $words"; done
          echo "Ben: ${words:0:1023}$(head -c $((over + 1)) <<<xx)"; echo "Ada: thanks"; } >"$here/text$over"
    done
    for log in "$here"/*; do
        "$attune" classify -q -j 1 --format transcript --batch-messages 7 "$log" >"$here.wanted"
        for threads in 1 2; do "$attune" classify -q -j $threads --format transcript "$log" | cmp - "$here.wanted"; done
    done
    for conversations in 63 64 65; do
        { echo conversation,speaker,text
          for n in $(seq $conversations); do echo "$n,Ada,are you ok?"; done; } >"$here/conversations.csv"
        "$attune" classify -q -j 1 --batch-messages 1 "$here/conversations.csv" >"$here.wanted"
        for threads in 1 2; do "$attune" classify -q -j $threads "$here/conversations.csv" | cmp - "$here.wanted"; done
    done
}

@test "64 sheets are compared, and 100,000 messages drawn" {
    "$attune" sample -q -n 5 "$chat" >"$here/sheet.csv"
    sheets=()
    for _ in $(seq 63); do sheets+=("$here/sheet.csv"); done
    expect 0 "$attune" agree "${sheets[@]}"
    expect 0 "$attune" agree "${sheets[@]}" "$here/sheet.csv"
    expect 2 "$attune" agree "${sheets[@]}" "$here/sheet.csv" "$here/sheet.csv"
    said "more than 64 sheets"
    expect 0 "$attune" sample -q -n 99999 corpus/transcript/talk.txt
    expect 0 "$attune" sample -q -n 100000 corpus/transcript/talk.txt
    expect 2 "$attune" sample -q -n 100001 corpus/transcript/talk.txt
}

@test "a file of aliases has 16 MiB" {
    for size in 16777215 16777216 16777217; do
        { printf 'Ada,Ben\n'; head -c $((size - 8)) /dev/zero | tr '\0' '\n'; } >"$here/aliases"
        expect $((size > 16777216 ? 2 : 0)) "$attune" -q --alias "$here/aliases" "$chat"
    done
}

@test "a run has 64 language packs, and the last is asked like the first" {
    mkdir "$here/book"
    cp tests/data/codebook/codes.csv "$here/book"
    for n in $(seq -w 01 65); do
        # Each finds a word of its own, by which the language is told.
        mkdir "$here/book/p$n"
        printf 'entry,category,weight,note\nword%s,vocabulary,,\n' $n >"$here/book/p$n/words.csv"
        printf 'name,pattern,note\n' >"$here/book/p$n/macros.csv"
        printf 'entry,says,strength,note\n' >"$here/book/p$n/answers.csv"
        printf 'id,code,theme,confidence,answer,pattern,gate,unless,example,counterexample,note\np%s.a,R.DIRECT,,0.9,yes,word%s,,,,,\n' $n $n >"$here/book/p$n/rules.csv"
        printf 'Ada: word%s\nBen: two\n' $n >>"$here/talk"
    done
    expect 2 "$attune" classify -q --codebook "$here/book" --format transcript "$here/talk"
    said "more than 64 language packs"
    expect 0 "$attune" classify -q --codebook "$here/book" --lang p65 --format transcript "$here/talk"
    for packs in 64 63; do
        rm -r "$here/book/p$((packs + 1))"
        expect 0 env ATTUNE_LEXICONS="$here/book" "$attune" classify -q --format transcript "$here/talk"
        [ "$(grep -o 'p[0-9][0-9]\.a' <<<"$output" | sort -u | wc -l)" -eq $packs ]
    done
}

@test "seq looks up to 64 ahead, and a sheet shows up to 15 turns" {
    local seq=("$attune" seq -q --given 'R.*' --target 'A.*')
    for lag in 1..63 64 1..64 65 1..65 0 2..1; do
        expect "$([[ $lag == *65 || $lag == 0 || $lag == 2..1 ]] && echo 2 || echo 0)" "${seq[@]}" --lag $lag corpus/transcript/talk.txt
    done
    said "1 to 64"
    for n in $(seq 9); do printf 'Ada: turn %d\nBen: reply %d\n' "$n" "$n"; done >"$here/log"
    for turns in 14 15 16; do
        expect $((turns > 15 ? 2 : 0)) "$attune" sample -q -n 100 --context $turns --format transcript "$here/log"
        [ $turns -gt 15 ] || grep -q "reply $((9 - (turns + 1) / 2))" <<<"$(tail -n $((turns + 1)) <<<"$output")"
    done
    said "at most 15"
}

# most COLUMN SPEAKER: how many x the fullest cell of the column has, how many ellipses, how many line ends.
most() {
    "$attune" sample -q -n 9 --speakers Ada,Ben --format transcript "$here/log" | python3 -c "
import csv, sys
cell = max((row['$1'] for row in csv.DictReader(sys.stdin) if row['speaker'] == '$2'), key=lambda cell: cell.count('x'))
print(cell.count('x'), cell.count('…'), cell.count(chr(10)))"
}

letters() { printf '%s' "${2-}"; head -c "$1" /dev/zero | tr '\0' x; echo; }

@test "a sheet shows 8 KiB of a message, 1,000 bytes of each before and 4,000 of a turn" {
    for over in -1 0 1; do
        cut=$((over > 0))
        { letters $((8192 + over)) 'Ben: '; echo 'Ada: are you ok?'; } >"$here/log"
        [ "$(most text S1)" = "$((8192 + over - cut)) $cut 0" ]
        { letters $((1000 + over)) 'Ben: '; echo 'Ada: are you ok?'; } >"$here/log"
        [ "$(most context S2)" = "$((1000 + over - cut)) $cut 0" ]
        # A turn of five lines, each with its name and its end; the first is forgotten.
        { for _ in 1 2 3 4; do letters 900 'Ben: '; done; letters $((4000 - 5 * 5 - 3600 + over)) 'Ben: '; echo 'Ada: are you ok?'; } >"$here/log"
        [ "$(most context S2)" = "$((4000 - 25 + over - cut * 900)) 0 $((4 - cut))" ]
    done
}

@test "kwic shows 80 characters on either side" {
    for length in 79 80 81; do
        around=$(letters $((length - 1)) | sed 's/x/ж/g') # and the space between
        printf 'Ada: %s are you ok %s\nBen: yes\n' "$around" "$around" >"$here/log"
        expect 0 "$attune" kwic -q --code C.CHECKIN --speakers Ada,Ben --format transcript "$here/log"
        shown=$(letters $((length > 80 ? 79 : length - 1)) | sed 's/x/ж/g')
        [ "$(sed -n 2p <<<"$output" | cut -d, -f6-)" = "$shown ,are you ok, $shown" ]
    done
}
