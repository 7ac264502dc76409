# The five claims of SECURITY.md, one test each; the tables there say which others stand behind them.
load helper

# book RULE…: a codebook of tests/data with these patterns as rules.
book() {
    cp -r tests/data/codebook "$here/book"
    local n=0
    for pattern; do
        n=$((n + 1))
        printf 'en.hostile.n%d,R.DIRECT,T.LOVE,0.80,yes,"%s",,,,,\n' $n "$pattern" >>"$here/book/en/rules.csv"
    done
    LC_ALL=C sort -o "$here/sorted" <(tail -n +2 "$here/book/en/rules.csv")
    { head -n 1 tests/data/codebook/en/rules.csv; cat "$here/sorted"; } >"$here/book/en/rules.csv"
}

@test "1: input cannot crash it, hold it up, fill memory, write elsewhere, open a socket or be quoted" {
    command -v strace >/dev/null || skip "no strace here"
    [ "${ATTUNE_SANDBOX-}" != off ] || skip "a sanitizer is at work"
    mkdir "$here/input" "$here/temporary"
    seeds="1 2 3 4 5 6 7 8"
    [ "${HOSTILE-}" != less ] || seeds=4
    for seed in $seeds; do
        # logs of all formats with bytes changed, cut and repeated
        for file in corpus/*/*.*; do
            size=$(wc -c <"$file")
            { head -c $((size * seed / 9)) "$file"; printf 'canary\0\377\342\200'; tail -c $((size * (9 - seed) / 12)) "$file"; } >"$here/input/${file##*/}"
        done
        run --separate-stderr env TMPDIR="$here/temporary" timeout 20 strace -f -qq -o "$here/calls" \
            -e trace=network,execve,openat,open,creat,mkdirat,mkdir,rename,renameat,renameat2,unlink,unlinkat,symlink,link \
            bash -c 'ulimit -v 800000; exec "$@"' sh "$attune" --force -o "$here/tables" "$here/input"
        [ "$status" -le 4 ] && [ "$status" -ne 2 ] || { echo "seed $seed: status $status"; echo "$stderr"; return 1; }
        [[ $stderr != *canary* ]]
        [ ! -d "$here/tables" ] || ! grep -r canary "$here/tables"
        ! grep -E 'socket|connect|sendto' "$here/calls"
        [ "$(grep -c 'execve(' "$here/calls")" -eq 2 ]
        ! grep -E 'O_WRONLY|O_RDWR|O_CREAT' "$here/calls" | grep -vE "\"(speakers|codes|dyads|reciprocity|timeline|episodes|indicators|sessions|conversations|sequences|datapackage|manifest)\.(csv|json)\"|$here/temporary/|/dev/tty|/dev/null"
        [ -z "$(ls -A "$here/temporary")" ]
    done
}

@test "2: a failed run leaves nothing that looks complete" {
    cp corpus/whatsapp/couple.zip "$here/a.zip"
    head -c 4000 "$here/a.zip" >"$here/cut.zip"
    for arguments in "$here/cut.zip" "$chat $here/cut.zip" "$here/cut.zip $chat" "$chat no/such/file" "$chat LICENSE" "--max-rejects 0 corpus/csv/colleagues.csv $here/bad.csv"; do
        printf 'speaker,text,time\nAda,one,never\n' >"$here/bad.csv"
        # shellcheck disable=SC2086
        run --separate-stderr "$attune" -o "$here/tables" $arguments
        [ "$status" -ge 2 ] || { echo "$arguments: status $status"; return 1; }
        [ ! -e "$here/tables" ]
        # shellcheck disable=SC2086
        run --separate-stderr "$attune" $arguments
        [ "$status" -ge 2 ]
    done
}

@test "3: every record is used or dropped for a reason, and the sums are equal" {
    command -v python3 >/dev/null || skip "no python3 here"
    printf 'speaker,text,time\nAda,one,2024-01-01T10:00\nBen,two,never\nAda,three,1971-01-01T10:00\nCy,x,2024-01-01T10:01\n' >"$here/log.csv"
    for arguments in "$here/log.csv" "corpus" "--exclude Ada $here/log.csv" "corpus/whatsapp/couple.txt corpus/whatsapp/couple.zip" "--since 2024-03-01 corpus"; do
        # shellcheck disable=SC2086
        "$attune" -q --force -o "$here/tables" $arguments || [ $? -eq 1 ]
        python3 - "$here/tables" <<'END'
import csv, json, sys
counts = json.load(open(sys.argv[1] + "/manifest.json"))["counts"]
assert counts["read"] == counts["used"] + sum(counts["dropped"].values()), counts
rows = list(csv.DictReader(open(sys.argv[1] + "/conversations.csv")))
for row in rows:
    reasons = [int(value) for name, value in row.items() if name.startswith("dropped_")]
    assert int(row["dropped"]) == sum(reasons)
    assert int(row["read"]) == int(row["used"]) + int(row["dropped"])
assert sum(int(row["used"]) for row in rows) == counts["used"]
speakers = csv.DictReader(open(sys.argv[1] + "/speakers.csv"))
assert sum(int(row["messages"]) for row in speakers) <= counts["used"]
END
    done
    # The sum over messages is the same wherever they come from.
    for file in "$chat" corpus/whatsapp/couple.zip; do
        "$attune" -q --force -o "$here/tables" "$file"
        grep checksum "$here/tables/manifest.json" >>"$here/sums"
    done
    [ "$(sort -u "$here/sums" | wc -l)" -eq 1 ]
}

@test "4: the same input and options give the same bytes" {
    "$attune" -q -j 1 -o "$here/one" corpus || [ $? -eq 1 ]
    TZ=Asia/Kathmandu LC_ALL=tr_TR.UTF-8 MALLOC_PERTURB_=165 "$attune" -q -j 8 -o "$here/two" corpus || [ $? -eq 1 ]
    diff -r "$here/one" "$here/two"
}

@test "5: a codebook cannot run code, read files, or take more than its steps" {
    # Words of the pattern language that could do more than match.
    for pattern in 'a(?C1)b' 'a\Cb' '(*LIMIT_MATCH=99999999)a' '(a(?R)?b)' '(a(?1)?b)' '(?P<x>a(?&x)?)' 'a(?C"text")b' '((((((((((((((((((((((((((((((((((((((((((((((((((((a))))))))))))))))))))))))))))))))))))))))))))))))))))'; do
        rm -rf "$here/book"
        book "${pattern//\"/\"\"}"
        run --separate-stderr env ATTUNE_LEXICONS="$here/book" "$attune" -q "$chat"
        [ "$status" -eq 2 ] || { echo "$pattern: status $status"; return 1; }
        [[ $stderr == *rules.csv:* ]]
    done
    # Patterns that take for ever are named by the check …
    hostile=('(\w+)\s?\1\d' '(a+)+$' '(?:a|aa)+$' 'a(?:a|b)*+\d')
    rm -rf "$here/book"
    book "${hostile[@]}"
    run --separate-stderr env ATTUNE_LEXICONS="$here/book" "$attune" codebook check
    [ "$status" -eq 2 ]
    for n in 1 2 3 4; do
        grep -q "hostile.n$n: costs more" <<<"$output" || { echo "not flagged: ${hostile[n - 1]}"; echo "$output"; return 1; }
    done
    # … and each holds no message of 20 kB up for more than a second.
    # A sanitizer makes it slower: what is asserted there is that it ends.
    [ "${ATTUNE_SANDBOX-}" != off ] || CLAIM_MS=20000
    for pump in a 'ab' 'a ' '1' 'aaaaaaaab'; do
        { printf 'Ada: hello\nBen: '; yes "$pump" | head -n 20000 | tr -d '\n' | head -c 20000; printf '!\nAda: hello\n'; } >"$here/talk.txt"
        for pattern in "${hostile[@]}"; do
            rm -rf "$here/book"
            book "$pattern"
            begin=$(date +%s%N)
            run --separate-stderr env ATTUNE_LEXICONS="$here/book" timeout 20 "$attune" -q --format transcript "$here/talk.txt"
            [ "$status" -le 1 ] || { echo "$pattern on $pump: $status"; return 1; }
            took=$((($(date +%s%N) - begin) / 1000000))
            [ "$took" -lt "${CLAIM_MS-1000}" ] || { echo "$pattern on $pump: $took ms"; return 1; }
        done
    done
}
