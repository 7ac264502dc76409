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
        [ "$(grep -c "left out: not a log format" <<<"$stderr")" -eq $shown ] || { echo "$stderr"; return 1; }
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
