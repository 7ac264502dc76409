# Names, dates, small counts and consent: what a table may tell of people.
load helper

key() {
    (umask 077; head -c 32 /dev/zero | tr '\0' "${1-k}" >"$here/key")
}

@test "keyed names are the same in every conversation and run, and others with another key" {
    key
    "$attune" -q --names keyed --key-file "$here/key" "$chat" | cut -d, -f1,2 >"$here/one"
    "$attune" -q --names keyed --key-file "$here/key" corpus/whatsapp/couple.zip "$chat" | cut -d, -f2 | sort -u >"$here/both"
    [ "$(grep -cE ',k_[a-z2-7]{16}$' "$here/one")" -eq 2 ]
    cut -d, -f2 "$here/one" | sort -u | cmp - "$here/both"
    key x
    "$attune" -q --names keyed --key-file "$here/key" "$chat" | cut -d, -f1,2 >"$here/other"
    ! cmp -s "$here/one" "$here/other"
}

@test "a keyed name is BLAKE2b of the name, by the key" {
    command -v python3 >/dev/null || skip "no python3 here"
    key
    printf 'speaker,text\nZoe\xcc\x88,x\n' >"$here/log.csv"
    wanted=$(python3 -c "
import hashlib, base64
digest = hashlib.blake2b(b'attune name 1\0' + 'Zo\u00eb'.encode(), key=b'k' * 32, digest_size=16).digest()
print('k_' + base64.b32encode(digest).decode().lower()[:16])")
    run "$attune" -q --names keyed --key-file "$here/key" "$here/log.csv"
    [ "$(tail -n 1 <<<"$output" | cut -d, -f2)" = "$wanted" ]
}

@test "the chain keeps keyed names" {
    key
    "$attune" read -q --names keyed --key-file "$here/key" "$chat" >"$here/read.csv"
    "$attune" -q --names keyed --key-file "$here/key" "$chat" >"$here/whole"
    "$attune" -q --names keyed --key-file "$here/key" "$here/read.csv" | cmp - "$here/whole"
}

@test "a key that others may open, too short, too long or missing is refused" {
    key
    chmod 640 "$here/key"
    expect 2 "$attune" --names keyed --key-file "$here/key" "$chat"
    said "chmod 600"
    for size in 31 65; do
        (umask 077; head -c $size /dev/zero >"$here/key$size")
        expect 2 "$attune" --names keyed --key-file "$here/key$size" "$chat"
        said "32 to 64 bytes"
    done
    for size in 32 64; do
        (umask 077; head -c $size /dev/zero >"$here/key$size")
        expect 0 "$attune" --names keyed --key-file "$here/key$size" "$chat"
    done
    expect 2 "$attune" --names keyed --key-file "$here/none" "$chat"
    [ ! -O /proc/self/mem ] || expect 2 timeout 20 "$attune" --names keyed --key-file /proc/self/mem "$chat" # reading it fails
    expect 2 "$attune" --names keyed "$chat"
    said --key-file
    expect 2 "$attune" --key-file "$here/key32" "$chat"
}

@test "--dates offset and year leave no date in any table" {
    for dates in offset year; do
        expect 0 "$attune" -q -o "$here/$dates" --dates $dates --since 2023-01-01 corpus/whatsapp/couple.txt
        ! grep -rE --include="*.csv" '(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}' "$here/$dates" || return 1
    done
    head -n 2 "$here/offset/sessions.csv" | tail -n 1 | grep -q '^C1,1,0,0,'
    head -n 2 "$here/year/sessions.csv" | tail -n 1 | grep -qE '^C1,1,20[0-9]{2},20[0-9]{2},'
    grep -q '"type": "year"' "$here/year/datapackage.json"
    expect 2 "$attune" read --dates year "$chat"
}

@test "--dates changes nothing but dates" {
    "$attune" -q -o "$here/full" "$chat"
    "$attune" -q -o "$here/offset" --dates offset "$chat"
    for table in codes dyads reciprocity indicators conversations; do
        cmp "$here/full/$table.csv" "$here/offset/$table.csv"
    done
    cut -d, -f1,2,5- "$here/full/sessions.csv" >"$here/a"
    cut -d, -f1,2,5- "$here/offset/sessions.csv" | cmp - "$here/a"
}

@test "--min-cell leaves no count below it" {
    command -v python3 >/dev/null || skip "no python3 here"
    for least in 2 5 30; do
        "$attune" -q -o "$here/$least" --min-cell $least --period month corpus/whatsapp corpus/telegram || [ $? -eq 1 ]
        python3 - "$here/$least" $least <<'END'
import csv, json, sys
folder, least = sys.argv[1], int(sys.argv[2])
free = {"seed", "permutations", "date_order_contradictions"}
shown = 0
for resource in json.load(open(folder + "/datapackage.json"))["resources"]:
    rows = list(csv.DictReader(open(folder + "/" + resource["path"], newline="")))
    if resource["name"] in ("episodes", "sessions"):
        assert not rows
    for field in resource["schema"]["fields"]:
        if field["type"] != "integer" or field["name"] in free:
            continue
        for row in rows:
            cell = row[field["name"]]
            shown += cell != "NA"
            assert cell == "NA" or not 0 < int(cell) < least, (resource["name"], field["name"], cell)
assert shown
END
    done
}

@test "--min-cell leaves no share from which a count below it follows" {
    # 20 requests of A, of which B affirms two and A explains one, on ten days.
    echo conversation,speaker,time,text,codes >"$here/log.csv"
    for i in {10..29}; do
        code=R.DIRECT@1 answer=N.NEG@1
        [ $i = 13 ] && code=R.EXPL@1
        [ $i = 14 ] || [ $i = 19 ] && answer=A.LOVE@1
        printf '1,%s,2024-01-%02dT%02d:0%s:00Z,so,%s\n' A $((i / 2)) $((i % 2 + 9)) 0 $code B $((i / 2)) $((i % 2 + 9)) 5 $answer
    done >>"$here/log.csv"
    expect 0 "$attune" -q --table indicators "$here/log.csv"
    grep -q '^C1,S1,S2,unexplained,0.95,' <<<"$output"
    grep -q '^C1,S1,S2,partner_response,0.1,' <<<"$output"
    expect 0 "$attune" -q --table indicators --min-cell 5 "$here/log.csv"
    grep -q '^C1,S1,S2,frequency,2,' <<<"$output"
    for name in unexplained partner_response; do
        grep -q "^C1,S1,S2,$name,NA,NA,NA,20," <<<"$output" || { echo "$output"; return 1; }
    done
    expect 0 "$attune" -q --table indicators --min-cell 11 "$here/log.csv"
    grep -q '^C1,S1,S2,frequency,NA,NA,NA,20,' <<<"$output"
    column() { "$attune" -q "$@" "$here/log.csv" | head -2 | python3 -c 'import csv, sys; print(next(csv.DictReader(sys.stdin))[sys.argv[1]])' "$name"; }
    command -v python3 >/dev/null || skip "no python3 here"
    for name in explained_share form_direct_share; do
        [ "$(column --min-cell 5)" = NA ]
        [ "$(column --min-cell 0)" != NA ]
    done
    name=requests_per_active_day
    [ "$(column --min-cell 10)" = 2 ]
    [ "$(column --min-cell 11)" = NA ]
}

@test "--min-cell at the limit, one below and one above" {
    "$attune" -q corpus/csv/colleagues.csv >"$here/all"
    count=$(sed -n 2p "$here/all" | cut -d, -f3)
    expect 0 "$attune" -q --min-cell "$count" corpus/csv/colleagues.csv
    [ "$(sed -n 2p <<<"$output" | cut -d, -f3)" = "$count" ]
    expect 0 "$attune" -q --min-cell $((count + 1)) corpus/csv/colleagues.csv
    [ "$(sed -n 2p <<<"$output" | cut -d, -f3)" = NA ]
    for none in 0 1; do
        "$attune" -q --min-cell $none corpus/csv/colleagues.csv | cmp - "$here/all"
    done
}

@test "--min-cell takes names with commas and quotation marks for what they are" {
    printf 'speaker,text\n"A, ""5""",x\n"A, ""5""",y\n"B,",z\n' >"$here/log.csv"
    expect 0 "$attune" -q --names raw --min-cell 2 "$here/log.csv"
    grep -q '^1,"A, ""5""",2,' <<<"$output" || { echo "$output"; return 1; }
    grep -q '^1,"B,",NA,NA,' <<<"$output"
}

@test "--consent keeps conversations in which all wrote the phrase" {
    printf 'conversation,speaker,text\na,Ada,I  AGREE to it\na,Ben,yes i agree\nb,Cy,I agree\nb,Dot,canary\n' >"$here/log.csv"
    expect 0 "$attune" --consent "i agree" "$here/log.csv"
    [ "$(tail -n +2 <<<"$output" | cut -d, -f1-3 | paste -sd' ')" = "C1,S1,1 C1,S2,1" ]
    said "conversation 2: left out: not all wrote the phrase"
    said "excluded 2"
    expect 0 "$attune" read --consent "i agree" "$here/log.csv"
    [[ $output != *canary* ]]
    expect 4 "$attune" --consent "never said" "$here/log.csv"
    expect 0 "$attune" --consent "i agree" --only Cy,Ada,Ben "$here/log.csv"
    [ "$(tail -n +2 <<<"$output" | wc -l)" -eq 4 ]
    expect 2 "$attune" --consent " " "$here/log.csv"
}

@test "the sandbox is on, and its state is in the manifest" {
    expect 0 "$attune" -q -o "$here/tables" "$chat"
    grep -q '"sandbox": "[a-z+]*"' "$here/tables/manifest.json"
    expect 0 env ATTUNE_SANDBOX= "$attune" -q --sandbox=off --force -o "$here/tables" "$chat"
    grep -q '"sandbox": "off"' "$here/tables/manifest.json"
    expect 2 "$attune" --sandbox=maybe "$chat"
}

@test "no call to the network, and no other program" {
    command -v strace >/dev/null || skip "no strace here"
    [ "${ATTUNE_SANDBOX-}" != off ] || skip "a sanitizer is at work"
    strace -f -qq -e trace=network,execve,execveat -o "$here/calls" "$attune" -q -o "$here/tables" corpus || [ $? -eq 1 ]
    [ "$(grep -vc '+++\|SIG' "$here/calls")" -eq 1 ] || { cat "$here/calls"; return 1; }
    grep -q execve "$here/calls"
}

@test "where there is no network it is the same" {
    [ "${ATTUNE_SANDBOX-}" != off ] || skip "a sanitizer is at work"
    unshare -rn true 2>/dev/null || skip "the network cannot be taken away here"
    "$attune" -q -o "$here/with" "$chat"
    unshare -rn "$attune" -q -o "$here/without" "$chat"
    diff -r "$here/with" "$here/without"
}

@test "without the sandbox the tables are the same" {
    "$attune" -q -o "$here/on" corpus || [ $? -eq 1 ]
    "$attune" -q -o "$here/off" --sandbox=off corpus || [ $? -eq 1 ]
    diff -r -x manifest.json "$here/on" "$here/off"
}

@test "keys of JSON that may be names are in no error" {
    printf '{"Zoe":[{"kind":1}]}' >"$here/odd.json"
    expect 3 "$attune" "$here/odd.json"
    said "JSON with the keys kind"
    [[ $stderr != *Zoe* ]]
}
