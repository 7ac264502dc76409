# Damaged and hostile input: never status 0 for half of it, never message text in what is said.
load helper

@test "truncated JSON ends with 3" {
    head -c 9000 corpus/telegram/result.json >"$here/result.json"
    expect 3 "$attune" -q "$here/result.json"
}

@test "an unknown file in a folder is skipped and counted" {
    mkdir "$here/mixed"
    cp "$chat" "$here/mixed"
    printf '\211PNG\r\n\032\nnothing' >"$here/mixed/photo.png"
    echo "shopping" >"$here/mixed/list"
    : >"$here/mixed/nothing"
    expect 0 "$attune" "$here/mixed"
    said "left out: not in a format"
    said "left out: it is empty"
    said "files that are no log: 3"
    "$attune" -q "$chat" | cmp - <(printf '%s\n' "$output")
}

@test "what could not be read in a folder is said, and the run does not end with 0" {
    mkdir -p "$here/mixed/closed"
    cp "$chat" "$here/mixed"
    cp corpus/whatsapp/couple.zip "$here/mixed/inner.zip"
    (cd "$here/mixed" && tar cf outer.tar inner.zip && rm inner.zip)
    expect 1 "$attune" "$here/mixed"
    said "an archive in an archive"
    said "unpack it first"
    said "files that cannot be read: 1"
    [ "$(id -u)" -ne 0 ] || skip "root may read everything"
    rm "$here/mixed/outer.tar"
    chmod 0 "$here/mixed/closed"
    expect 1 "$attune" "$here/mixed"
    said "files that cannot be read: 1"
    chmod 700 "$here/mixed/closed"
}

@test "invalid UTF-8 and NUL are replaced" {
    printf '14/02/2024, 10:00 - Ada: caf\351 \300\257 \355\240\200 ok\n14/02/2024, 10:01 - Ben: fi\0ne\n' >"$here/bad.txt"
    "$attune" read "$here/bad.txt" 2>"$here/said" | tail -n +2 | cut -d, -f11 >"$here/texts"
    printf 'caf\357\277\275 \357\277\275\357\277\275 \357\277\275\357\277\275\357\277\275 ok\nfi\357\277\275ne\n' | cmp - "$here/texts"
    grep -q "used     2 messages (repaired 2)" "$here/said"
}

@test "a record without end is cut, and memory stays" {
    # A sanitizer reserves terabytes of addresses: there the limit cannot be set, the rest is tested.
    run --separate-stderr bash -c 'set -o pipefail
        [ "${ATTUNE_SANDBOX-}" = off ] || ulimit -v 600000
        { printf "14/02/2024, 10:00 - Ada: one\n14/02/2024, 10:01 - Ben: two\n14/02/2024, 10:02 - Ada: "
          head -c 100000000 /dev/zero | tr "\0" a
          printf "\n14/02/2024, 10:03 - Ben: three\n"; } | "$attune" read | cut -c 1-100'
    [ "$status" -eq 1 ] || { echo "status $status"; echo "$stderr"; return 1; }
    [[ $output == *three* ]]
    said "too long"
}

@test "errors hold no message text and no raw bytes" {
    printf '14/02/2024, 10:00 - Ada: canary-3141\n99/99/2024, 10:00 - Ben: canary-3141\n14/02/2024, 10:01 - Ben: canary-3141\n' >"$here/esc"$'\033''[2J.txt'
    run --separate-stderr "$attune" "$here/esc"$'\033''[2J.txt'
    [[ $stderr != *canary* ]]
    [[ $output != *canary* ]]
    run --separate-stderr "$attune" "$here/none"$'\033''[2J.txt'
    [[ $stderr != *$'\033'* ]]
}

@test "no name and no text is in any table" {
    "$attune" -q -o "$here/tables" corpus/whatsapp/couple.zip corpus/telegram
    for word in Mila Noor Runa Otis Fenna tomato lentils kettle "Choir" "WhatsApp Chat" couple result.json user5001; do
        ! grep -rF "$word" "$here/tables" || { echo "$word"; return 1; }
    done
}

@test "a live pipe gives what it has" {
    fifo=$here/fifo
    mkfifo "$fifo"
    "$attune" read -q - <"$fifo" >"$here/out" 2>"$here/err" &
    reader=$!
    exec 7>"$fifo"
    cat "$chat" >&7
    exec 7>&-
    wait $reader
    "$attune" read -q "$chat" | cmp - "$here/out"
}

@test "a damaged database is no lack of memory, whatever SQLite says" {
    tail -c +3 tests/fuzz/read/imessage-db-no-memory >"$here/chat.db"
    expect 3 "$attune" "$here/chat.db"
    said "the database cannot be read: it is damaged, or memory ran out"
}
