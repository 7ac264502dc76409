# Every option that takes a value: what it takes, at its limits, and what it refuses.
load helper

# refuses OPTION VALUE…: each ends with 2 and says something.
refuses() {
    local option=$1 value
    shift
    for value; do
        expect 2 "$attune" -q "$option" "$value" corpus/transcript/talk.txt
        [ -n "$stderr" ]
        [ -z "$output" ]
    done
}

# takes OPTION VALUE…: a run with each goes well.
takes() {
    local option=$1 value
    shift
    for value; do
        expect 0 "$attune" -q --names keyed --key-file "$here/key" "$option" "$value" corpus/transcript/talk.txt
    done
}

setup_key() { (umask 077 && printf '%032d' 0 >"$here/key"); }

@test "numbers, durations and sizes are whole, in their range and with a known unit" {
    setup_key
    refuses --threads 0 257 -1 x 1x 99999999999999999999 ""
    takes --threads 1 256
    refuses --seed -1 x 1k 9223372036854775808
    takes --seed 0 9223372036854775807
    refuses --min-n -1 4294967296 1.5
    takes --min-n 0 4294967295
    refuses --max-memory 0 x 1T -5 99999999999G ""
    takes --max-memory 1 1k 1K 1M 1G
    refuses --session-gap 0s 5 5w x 9223372036854775807d
    takes --session-gap 1ms 1s 1m 1h 1d
    refuses --window 0s forever
    takes --window session 1h
    refuses --turn-gap -1s
    takes --turn-gap 0s
    refuses --max-rejects -1 many
    takes --max-rejects 0
}

@test "shares lie between 0 and 1" {
    setup_key
    refuses --min-confidence -0.1 1.1 x 0.5x nan ""
    takes --min-confidence 0 0.5 1
}

@test "words are those of their list" {
    setup_key
    refuses --names Seq pseudonyms ""
    refuses --dates day Full ""
    takes --dates full offset year
    refuses --period hour ""
    takes --period day week month
    refuses --sandbox on ""
    refuses --table nothing ""
    takes --table speakers dyads
    refuses --date-order ymd,dmy dm
    takes --date-order dmy mdy ymd ydm myd dym
    refuses --encoding latin1 utf-7 cp1255 iso-2022-jp cp949//IGNORE ""
    said "cp949, cp874, gb18030"
    takes --encoding utf-8 cp1252 cp949 EUC-KR cp874 gb18030 big5 shift_jis cp1251 koi8-r
    refuses --tz Nowhere/Else
    takes --tz UTC
    refuses --lang xx
    refuses --format nothing
    refuses --consent "" " "
}

@test "options that need each other are refused alone" {
    setup_key
    expect 2 "$attune" -q --names keyed corpus/transcript/talk.txt
    expect 2 "$attune" -q --key-file "$here/key" corpus/transcript/talk.txt
    expect 2 "$attune" read -q --dates year corpus/transcript/talk.txt
    expect 2 "$attune" read -q --min-cell 5 corpus/transcript/talk.txt
    expect 2 "$attune" report -q --trace corpus/transcript/talk.txt
    expect 2 "$attune" read -q -o "$here/out" corpus/transcript/talk.txt
    expect 2 "$attune" report -q --given 'R.*' corpus/transcript/talk.txt
    expect 2 "$attune" seq -q --given 'R.*' corpus/transcript/talk.txt
    expect 2 "$attune" -q --quiet=yes corpus/transcript/talk.txt
    expect 2 "$attune" -q --nothing corpus/transcript/talk.txt
    expect 2 "$attune" -q corpus/transcript/talk.txt --seed
    expect 2 "$attune" -q --threadsx 1 corpus/transcript/talk.txt
}

@test "seq takes lags, units and orders of its lists" {
    local seq=("$attune" seq -q --given 'R.*' --target 'A.*')
    for lag in 1 2..3 1..1; do expect 0 "${seq[@]}" --lag "$lag" corpus/transcript/talk.txt; done
    for lag in x 1..x .. 12345678901234567; do
        expect 2 "${seq[@]}" --lag "$lag" corpus/transcript/talk.txt
    done
    for unit in message turn floor; do expect 0 "${seq[@]}" --unit "$unit" corpus/transcript/talk.txt; done
    for who in other self any; do expect 0 "${seq[@]}" --who "$who" corpus/transcript/talk.txt; done
    for null in shuffle shift; do expect 0 "${seq[@]}" --null "$null" corpus/transcript/talk.txt; done
    expect 2 "${seq[@]}" --unit word corpus/transcript/talk.txt
    expect 2 "${seq[@]}" --who me corpus/transcript/talk.txt
    expect 2 "${seq[@]}" --null none corpus/transcript/talk.txt
    expect 2 "${seq[@]}" --within 5 corpus/transcript/talk.txt
    expect 0 "${seq[@]}" --within 1h corpus/transcript/talk.txt
}

@test "kwic and sample take the orders and strata of their lists" {
    for order in none left right; do expect 0 "$attune" kwic -q --code 'R.*' --sort "$order" corpus/transcript/talk.txt; done
    expect 2 "$attune" kwic -q --code 'R.*' --sort up corpus/transcript/talk.txt
    for strata in code family none; do expect 0 "$attune" sample -q -n 3 --stratify "$strata" corpus/transcript/talk.txt; done
    expect 2 "$attune" sample -q -n 3 --stratify age corpus/transcript/talk.txt
    expect 2 "$attune" sample -q -n many corpus/transcript/talk.txt
}

@test "values stand behind = and behind short options, and paths behind --" {
    "$attune" -q --seed 7 --threads 2 "$chat" >"$here/apart"
    "$attune" -q --seed=7 -j2 -- "$chat" | cmp - "$here/apart"
    "$attune" -q --seed=7 - <"$chat" | cmp - "$here/apart"
    cp corpus/transcript/talk.txt "$here/-talk"
    cd "$here" || return 1
    expect 0 "$attune" -q -- -talk
}

@test "the last of several values is the one that counts" {
    "$attune" -q --table episodes --window 1h "$chat" >"$here/hour"
    "$attune" -q --table episodes --window session "$chat" >"$here/session"
    "$attune" -q --table episodes --window session --window 1h "$chat" | cmp - "$here/hour"
    "$attune" -q --table episodes --window 1h --window session "$chat" | cmp - "$here/session"
}

@test "the codebook lies beside the program when nothing names it" {
    "$attune" -q "$chat" >"$here/named"
    mkdir -p "$here/bin" "$here/share/attune"
    cp "$attune" "$here/bin/attune"
    expect 2 env -u ATTUNE_LEXICONS "$here/bin/attune" -q --codebook "$here/none" "$chat"
    cp -r lexicons "$here/share/attune/lexicons"
    env -u ATTUNE_LEXICONS "$here/bin/attune" -q "$chat" | cmp - "$here/named"
    env ATTUNE_LEXICONS= "$here/bin/attune" -q "$chat" | cmp - "$here/named"
}
