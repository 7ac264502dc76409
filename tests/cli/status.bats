# What the program ends with, and what it says then.
load helper

@test "a clean log ends with 0 and a summary on standard error" {
    expect 0 "$attune" "$chat"
    [ "$(head -n 1 <<<"$output" | cut -d, -f1,2)" = conversation,speaker ]
    said read
    said used
}

@test "-q hushes the summary" {
    expect 0 "$attune" -q "$chat"
    [ -z "$stderr" ]
}

@test "an unknown option ends with 2 and a hint" {
    expect 2 "$attune" --no-such-option "$chat"
    said no-such-option
    said hint:
    [ -z "$output" ]
}

@test "a wrong value of an option ends with 2" {
    for wrong in --format=nonsense --date-order=xyz --tz=Nowhere/Land --table=nothing --period=year --names=all -jx --since=someday --min-confidence=2; do
        expect 2 "$attune" "$wrong" "$chat"
        said error:
    done
}

@test "a missing file ends with 3 and names it" {
    expect 3 "$attune" no/such/file.txt
    said no/such/file.txt
}

@test "an unknown format ends with 3, says what was seen, and gives a hint" {
    printf 'nothing here\nlooks like\na conversation\n' >"$here/note.txt"
    expect 3 "$attune" "$here/note.txt"
    said note.txt
    said hint:
    [[ $stderr != *"looks like"* ]]
}

@test "a folder without a chat, and a log without a message, are no success" {
    mkdir "$here/empty"
    run "$attune" "$here/empty"
    [ "$status" -eq 3 ] || [ "$status" -eq 4 ]
    echo conversation,message,time,time_kind,precision_s,speaker,reply_to,mentions,kind,flags,text >"$here/none.csv"
    expect 4 "$attune" "$here/none.csv"
    expect 4 "$attune" -o "$here/tables" "$here/none.csv"
    said "no messages"
    [ ! -e "$here/tables" ]
}

@test "an empty input is no success" {
    run "$attune" - </dev/null
    [ "$status" -eq 3 ] || [ "$status" -eq 4 ]
}

@test "an assumed date order ends with 1, is said, and can be given" {
    printf '3/4/24, 1:55 PM - Ada: hello\n3/4/24, 1:56 PM - Ben: hello you\n' >"$here/short.txt"
    expect 1 "$attune" "$here/short.txt"
    said --date-order
    expect 0 "$attune" read --date-order dmy "$here/short.txt"
    [[ $output == *2024-04-03T13:55:00* ]]
    expect 0 "$attune" read --date-order mdy "$here/short.txt"
    [[ $output == *2024-03-04T13:55:00* ]]
}

@test "help, version, formats and the codebook are there" {
    for command in help --help version --version formats "codebook list" "codebook show R.DIRECT"; do
        # shellcheck disable=SC2086
        expect 0 "$attune" $command
        [ -n "$output" ]
    done
    [[ $("$attune" formats) == *whatsapp* ]]
}

@test "--help behind a command prints the help too" {
    for command in report read tokens classify seq kwic sample agree codebook simulate formats version; do
        expect 0 "$attune" "$command" --help
        [[ $output == *"usage: attune"* ]] || { echo "$command"; return 1; }
    done
    for command in "codebook list" "codebook show R.DIRECT" "read $chat" "-o $here/none $chat"; do
        # shellcheck disable=SC2086
        expect 0 "$attune" $command --help
        [[ $output == *"usage: attune"* ]] || { echo "$command"; return 1; }
    done
    expect 3 "$attune" -- --help
}

@test "a command behind an option is told apart from a file that is missing" {
    expect 2 "$attune" -q read "$chat"
    said "read: no such file; a command is the first word"
    expect 3 "$attune" -q none "$chat"
    cp "$chat" "$here/read"
    cd "$here" || return 1
    expect 0 "$attune" -q read
}

@test "codebook refuses what it does not take, and an index of several languages is none" {
    for arguments in "list a" "show" "show a b" "check a b" "index a" "other"; do
        # shellcheck disable=SC2086
        expect 2 "$attune" codebook $arguments
        said "codebook takes list"
    done
    expect 2 "$attune" codebook index
    [ -z "$output" ]
    said "an index is of one language"
}

@test "README has the numbers of rules and sentences that the packs have" {
    local readme checked sentences=0
    readme=$(tr -s ' \n' ' ' <README.md)
    for pack in "en English" "de German" "es Spanish" "fr French" "it Italian" "pt Portuguese" "ru Russian"; do
        checked=$("$attune" codebook check --lang "${pack% *}")
        [[ $checked =~ :\ ([0-9]+)\ sentences.*,\ ([0-9]+)\ rules ]]
        sentences=$((sentences + BASH_REMATCH[1]))
        [[ $readme == *"${pack#* } (${BASH_REMATCH[2]})"* ]] || { echo "$pack: ${BASH_REMATCH[2]} rules"; return 1; }
    done
    [[ $readme == *"proven on ${sentences%???},${sentences: -3} sentences"* ]] || { echo "$sentences sentences"; return 1; }
}

@test "codebook check goes by the window and the confidence that are given" {
    mkdir -p "$here/own/en"
    printf 'context,text,expect,reject,note\n,do you still love me?,,R.DIRECT,\n' >"$here/own/en/sentences.csv"
    expect 2 "$attune" codebook check --lang en "$here/own"
    expect 0 "$attune" codebook check --lang en --min-confidence 1 "$here/own"
    printf 'context,text,expect,reject,note\nA: do you still love me?,yes,A.CTX,,\n' >"$here/own/en/sentences.csv"
    expect 0 "$attune" codebook check --lang en "$here/own"
    expect 2 "$attune" codebook check --lang en --window 1s "$here/own"
    expect 2 "$attune" codebook check --window 0s "$here/own"
    said "--window"
}

@test "codebook check finds codes of sentences that do not exist" {
    mkdir -p "$here/own/en"
    printf 'context,text,expect,reject,note\n,do you still love me?,R.DIRECT T.*,R.DIRCT,\n,hello,Q.*,,\n' >"$here/own/en/sentences.csv"
    expect 2 "$attune" codebook check --lang en "$here/own"
    [[ $output == *"sentences.csv:2: error: no code of the name R.DIRCT"* ]]
    [[ $output == *"sentences.csv:3: error: no code of the name Q.*"* ]]
    [[ $output == *"2 findings"* ]]
}

@test "codebook shows a rule by the id that classify gives it" {
    expect 0 "$attune" codebook show en.direct.love
    [[ $output == *"rule            en.direct.love"* ]]
    [[ $output != *"label"* ]]
    expect 2 "$attune" codebook show en.direct.none
    said "no code or rule"
}

@test "a full disk ends with 74, whatever is written" {
    [ -e /dev/full ] || skip "no /dev/full here"
    for command in report read tokens classify help version formats "codebook list"; do
        file=$chat
        case $command in help | version | formats | codebook*) file= ;; esac
        # shellcheck disable=SC2086
        run --separate-stderr sh -c '"$attune" "$@" >/dev/full' sh $command $file
        [ "$status" -eq 74 ] || { echo "$command: $status"; return 1; }
    done
}

@test "a closed pipe is quiet" {
    run --separate-stderr bash -c '"$attune" read -q "$0" | head -n 1; exit "${PIPESTATUS[0]}"' "$chat"
    [ -z "$stderr" ]
    [ "$status" -eq 0 ] || [ "$status" -eq 141 ]
    # enough that the pipe must break
    run --separate-stderr bash -c 'for i in {1..60}; do cat "$0"; done | "$attune" tokens -q | head -n 1; exit "${PIPESTATUS[1]}"' "$chat"
    [ -z "$stderr" ]
    [ "$status" -eq 141 ] || [ "$status" -eq 0 ] || [ "$status" -eq 1 ]
}

@test "a closed standard output ends with 74" {
    run --separate-stderr sh -c '"$attune" -q "$0" >&-' "$chat"
    [ "$status" -eq 74 ]
}
