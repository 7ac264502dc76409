# Shared by the bats files: the program is $attune, the current folder is the root of the project.
bats_require_minimum_version 1.5.0

export attune
chat=corpus/whatsapp/couple.txt
tables="speakers codes dyads reciprocity timeline episodes indicators sessions conversations"

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    here=$BATS_TEST_TMPDIR/here # empty, unlike the folder around it
    mkdir "$here"
}

# expect STATUS COMMAND…: runs it with standard error apart, and fails with what it said when the status differs.
expect() {
    local wanted=$1
    shift
    run --separate-stderr "$@"
    # shellcheck disable=SC2154 # set by run
    [ "$status" -eq "$wanted" ] || { echo "status $status, not $wanted: $*"; echo "$stderr"; return 1; }
}

# said TEXT: standard error of the last run has it.
said() {
    [[ $stderr == *"$1"* ]] || { echo "not said: $1"; echo "$stderr"; return 1; }
}
