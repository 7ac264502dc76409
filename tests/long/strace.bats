# System calls that fail under the program as it is shipped, by strace: what make faults finds with calls of its own.
load ../cli/helper

# injected CALL ERROR WHEN COMMAND…: runs it with the call failing there.
injected() {
    local call=$1 error=$2 when=$3
    shift 3
    status=0
    output=$(timeout 60 strace -f -qq -o /dev/null -e trace="$call" -e inject="$call:error=$error:when=$when" "$@" 2>"$here/stderr") || status=$?
    stderr=$(cat "$here/stderr")
    rm "$here/stderr"
}

# The number of such calls in a run.
calls() {
    strace -f -qq -o "$here/calls" -e trace="$1" "${@:2}" >/dev/null || return 1
    grep -c "$1(" "$here/calls"
}

setup_file() {
    command -v strace >/dev/null || skip "no strace here"
    strace -qq -o /dev/null true || skip "strace may not trace here"
}

@test "every write that fails ends a report with 74 and leaves no folder" {
    count=$(calls write "$attune" -q -j 1 -o "$here/tables" corpus/transcript/talk.txt)
    rm -r "$here/tables"
    [ "$count" -ge 10 ]
    for error in ENOSPC EIO EDQUOT; do
        for n in $(seq "$count"); do
            injected write $error "$n" "$attune" -q -j 1 -o "$here/tables" corpus/transcript/talk.txt
            [ "$status" -eq 74 ] || { echo "$error at $n: status $status: $stderr"; return 1; }
            said "cannot write"
            [ -z "$(ls -A "$here" | grep -v calls)" ] || { echo "$error at $n: something is left"; return 1; }
        done
        injected write $error 1+ "$attune" -q -j 1 -o "$here/tables" corpus/transcript/talk.txt
        [ "$status" -eq 74 ]
    done
}

@test "every synchronization and renaming that fails ends a report with 74 and leaves no folder" {
    for call in fsync renameat2 mkdirat; do
        count=$(calls $call "$attune" -q -j 1 -o "$here/tables" corpus/transcript/talk.txt) || continue
        rm -r "$here/tables"
        for n in $(seq "$count"); do
            injected $call EIO "$n" "$attune" -q -j 1 -o "$here/tables" corpus/transcript/talk.txt
            [ "$status" -eq 74 ] || [ -d "$here/tables" ] || { echo "$call at $n: status $status: $stderr"; return 1; }
            [ "$status" -eq 0 ] || [ ! -e "$here/tables" ] || { echo "$call at $n: a folder"; return 1; }
            rm -rf "$here/tables"
        done
    done
}

@test "every read that fails ends with 2 or 3 and no row" {
    "$attune" -q -j 1 corpus/transcript/talk.txt >"$here/wanted"
    count=$(calls read "$attune" -q -j 1 corpus/transcript/talk.txt)
    for n in $(seq "$count"); do
        injected read EIO "$n" "$attune" -q -j 1 corpus/transcript/talk.txt
        case $status in
        2 | 3) [ -z "$output" ] ;; # of the codebook, of the log
        0) cmp "$here/wanted" <(printf '%s\n' "$output") ;; # of the system's own tables
        127) [[ $stderr == *shared* ]] ;; # of the loader, before the program begins
        *) echo "read $n: status $status: $stderr"; return 1 ;;
        esac
    done
}

@test "every read that is interrupted goes on" {
    "$attune" -q -j 1 corpus/transcript/talk.txt >"$here/wanted"
    count=$(calls read "$attune" -q -j 1 corpus/transcript/talk.txt)
    for n in $(seq "$count"); do
        injected read EINTR "$n" "$attune" -q -j 1 corpus/transcript/talk.txt
        [ "$status" -ne 127 ] || continue # of the loader, before the program begins
        [ "$status" -eq 0 ] || { echo "read $n: status $status: $stderr"; return 1; }
        cmp "$here/wanted" <(printf '%s\n' "$output")
    done
}
