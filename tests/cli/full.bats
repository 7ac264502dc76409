# No room for the output: status 74, one line that says so, and nothing that looks complete.
load helper

# Every subcommand that writes to standard output, by the line.
writers() {
    printf '%s\n' "report $chat" "report --table dyads $chat" "read $chat" "tokens $chat" "classify $chat" \
        "classify --trace $chat" "seq --given R.* --target A.* $chat" "kwic --code R.* $chat" "sample -n 3 $chat" \
        "simulate --dyads 1 --messages 50" "codebook list" "codebook show R.DIRECT" formats help --help version --version
}

# full STATUS COMMAND…: it ends so, and says in one error that it cannot write.
full() {
    expect "$@"
    [[ $stderr == *"cannot write"* || $stderr == *"writing failed"* ]] || { echo "$stderr"; return 1; }
    [ "$(grep -c error: <<<"$stderr")" -eq 1 ] || { echo "$stderr"; return 1; }
}

@test "a full disk ends every subcommand that writes with 74" {
    [ -e /dev/full ] || skip "no /dev/full here"
    writers | while read -r line; do
        # shellcheck disable=SC2086 # a line of words
        set -f && full 74 sh -c '"$attune" "$@" >/dev/full' sh $line || { echo "$line"; return 1; }
    done
}

@test "a limit of the size of files is a full disk" {
    for line in "tokens -q $chat" "classify -q $chat" "read -q $chat"; do
        # shellcheck disable=SC2086
        full 74 bash -c 'ulimit -f 1 && "$attune" "$@" >"$0"' "$here/rows" $line
    done
    full 74 bash -c 'ulimit -f 1 && exec "$attune" -q -o "$0" "$1"' "$here/tables" "$chat"
    [ "$(ls -A "$here")" = rows ]
    full 74 bash -c 'ulimit -f 1 && exec "$attune" -q --force -o "$0" "$1"' "$here/tables" "$chat"
    # Sorting needs room too.
    expect 0 "$attune" read -q --sort --max-memory 1M tests/faults/backwards.gz
    full 74 bash -c 'ulimit -f 1 && "$attune" read -q --sort --max-memory 1M "$0" | cat; exit "${PIPESTATUS[0]}"' tests/faults/backwards.gz
}

@test "a full file system ends with 74 and keeps the folder that was there" {
    [ "$(id -u)" -eq 0 ] || skip "only root may mount"
    unshare -m true 2>/dev/null || skip "no file system may be mounted here"
    mkdir "$here/disk"
    run --separate-stderr unshare -m bash -c '
        mount -t tmpfs -o size=1M none "$0/disk" && "$attune" -q -o "$0/disk/old" "$1" || exit
        before=$(sha256sum "$0"/disk/old/*)
        head -c 2M /dev/zero >"$0/disk/rest" 2>/dev/null
        "$attune" -q -o "$0/disk/new" "$1"; echo $?
        "$attune" -q --force -o "$0/disk/old" "$1"; echo $?
        "$attune" tokens -q "$1" >"$0/disk/rows"; echo $?
        [ "$(sha256sum "$0"/disk/old/*)" = "$before" ] && ls -Am "$0/disk"' "$here" "$chat"
    [ "$output" = $'74\n74\n74\nold, rest, rows' ] || { echo "$output"; echo "$stderr"; return 1; }
    [ "$(grep -c 'error: cannot write .*: No space left on device' <<<"$stderr")" -eq 3 ] || { echo "$stderr"; return 1; }
}
