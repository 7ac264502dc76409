# What options say when the log or a file does not fit them.
load helper

two='speaker,text\nAda,one\nBen,two\n'

@test "codes that are none are counted and said with their line, and never shown" {
    printf 'speaker,text,codes\nAda,x,R.DIRECT;canary@0.3\nBen,y,A.LOVE\nAda,z,canary\n' >"$here/coded.csv"
    expect 1 "$attune" classify "$here/coded.csv"
    said "coded.csv:2: a code that the codebook does not know"
    said "coded.csv:4: a code"
    said "with unknown codes 2"
    [[ $stderr != *canary* ]]
    [[ $output == *R.DIRECT@1.00* && $output == *A.LOVE@1.00* && $output != *canary* ]]
}

@test "names that nobody has are said by their place, and not by what they are" {
    printf "$two" >"$here/log.csv"
    printf 'Ada,Canary\nAda,Ben\n' >"$here/aliases"
    expect 0 "$attune" --exclude Canary,Ada "$here/log.csv"
    said "--exclude: nobody has name 1 of the list"
    [[ $stderr != *"name 2"* ]]
    expect 0 "$attune" --only Ada,Canary "$here/log.csv"
    said "--only: nobody has name 2 of the list"
    expect 0 "$attune" --alias "$here/aliases" "$here/log.csv"
    said "--alias: nobody has the second name of line 1"
    [[ $stderr != *"line 2"* && $stderr != *Canary* ]]
}

@test "aliases of aliases that nobody has are said by their lines" {
    printf 'Nobody,Noone\nNoone,Nemo\n' >"$here/aliases"
    expect 0 "$attune" --alias "$here/aliases" "$chat"
    said "nobody has the second name of line 1"
    said "nobody has the second name of line 2"
}

@test "a row of aliases with one name ends with 2 and its line" {
    printf "$two" >"$here/log.csv"
    printf 'name,alias\nAda,A.\n\nBen\n' >"$here/aliases"
    expect 2 "$attune" --alias "$here/aliases" "$here/log.csv"
    said "aliases:4: error: a row needs two names"
    said hint:
    [ -z "$output" ]
}

@test "--map says what it allows" {
    printf 'who,said\nAda,one\n' >"$here/log.csv"
    expect 3 "$attune" --map speaker=1 "$here/log.csv"
    said "log.csv:1: error: none of the 2 columns"
    said "a number from 1 to 2"
    expect 2 "$attune" --map speaker=3,text=2 "$here/log.csv"
    said "a number from 1 to 2"
    expect 2 "$attune" --map speaker "$here/log.csv"
    said 'no column is given for "speaker"'
    expect 0 "$attune" read --map speaker=who,text=said "$here/log.csv"
    [[ $output == *,S1,*,one* ]]
}

@test "--map by number leaves a header that is known a header" {
    printf 'nick,said,text\nAda,x,one\n' >"$here/log.csv"
    expect 0 "$attune" read --map speaker=2 "$here/log.csv"
    [ "$(wc -l <<<"$output")" -eq 2 ]
}

@test "what is left out is said with the line of the first, the reasons and a hint" {
    printf 'speaker,text,time\nAda,one,2024-01-01T10:00\nBen,two,never\nAda,three,1971-01-01T10:00\n' >"$here/log.csv"
    expect 1 "$attune" "$here/log.csv"
    said "log.csv:3: the first of 2 records left out: 1 malformed, 1 of a time outside 1990 to 2100"
    said "hint: --rejects"
    printf 'speaker,text,time\nAda,one,2024-01-01T10:00\nBen,two,never\n' >"$here/log.csv"
    expect 1 "$attune" "$here/log.csv"
    said "the first of 1 record left out: 1 malformed"
}

@test "--rejects lists where and why, and nothing of what" {
    printf 'speaker,text,time\nAda,one,2024-01-01T10:00\nBen,canary,never\nAda,canary,1971-01-01T10:00\n' >"$here/log.csv"
    expect 1 "$attune" --rejects "$here/list" "$here/log.csv"
    printf 'file,line,byte,reason\n"input 1",3,43,malformed\n"input 1",4,60,bad_time\n' | cmp - "$here/list"
    expect 2 "$attune" --rejects "$here/list" "$here/log.csv"
    said "already exists"
    expect 1 "$attune" --force --names raw --rejects "$here/list" "$here/log.csv"
    grep -qF "\"$here/log.csv\",3,43,malformed" "$here/list"
    expect 3 "$attune" --max-rejects 0 --rejects "$here/failed" "$here/log.csv"
    [ ! -e "$here/failed" ]
    [ -e "$here/failed.part" ]
}

@test "every command replaces a list of --rejects with --force" {
    for command in read tokens classify "kwic --code R.*" "seq --given R.* --target A.*" sample report; do
        # shellcheck disable=SC2086
        expect 0 "$attune" $command -q --force --rejects "$here/list" "$chat"
    done
}

@test "--force replaces no file of --rejects that is none" {
    cp "$chat" "$here/log.txt"
    ln -s log.txt "$here/link"
    for name in log.txt link; do
        expect 2 "$attune" -q --force --rejects "$here/$name" "$chat"
        said "is not a list of rejects"
    done
    cmp "$chat" "$here/log.txt"
    : >"$here/empty" # of mktemp
    expect 0 "$attune" -q --force --rejects "$here/empty" "$chat"
}

@test "--max-rejects at the limit, one below and one above" {
    printf 'speaker,text,time\nAda,one,2024-01-01T10:00\nBen,two,never\nBen,three,never\n' >"$here/log.csv"
    expect 3 "$attune" --max-rejects 1 "$here/log.csv"
    said "more than 1 records"
    expect 1 "$attune" --max-rejects 2 "$here/log.csv"
    expect 1 "$attune" --max-rejects 3 "$here/log.csv"
}

@test "--max-record at the limit, one below and one above" {
    { printf '14/02/2024, 10:00 - Ada: '; head -c 975 /dev/zero | tr '\0' a; printf '\n14/02/2024, 10:01 - Ben: two\n'; } >"$here/log.txt"
    expect 1 "$attune" --max-record 999 "$here/log.txt"
    said "too long 1"
    expect 0 "$attune" --max-record 1000 "$here/log.txt"
    expect 0 "$attune" --max-record 1001 "$here/log.txt"
    expect 2 "$attune" --max-record 2097153 "$here/log.txt"
    said "at most 2M"
    expect 0 "$attune" --max-record 2M "$here/log.txt"
}

@test "a record of 2 MiB is read when --max-record allows it" {
    { printf '14/02/2024, 10:00 - Ada: '; head -c 2090000 /dev/zero | tr '\0' a; printf '\n14/02/2024, 10:01 - Ben: two\n'; } >"$here/log.txt"
    expect 0 "$attune" --format whatsapp --max-record 2M "$here/log.txt"
    expect 1 "$attune" --format whatsapp "$here/log.txt"
    said "--max-record takes longer ones"
}

@test "a format that is forced on another says where it fails" {
    printf "$two" >"$here/log.csv"
    expect 3 "$attune" --format whatsapp "$here/log.csv"
    said "log.csv:1: error: no line begins like a message of WhatsApp"
}

@test "--only keeps the rows of one and makes one of all others, whose words are not printed" {
    printf 'speaker,text\nAda,do you love me?\nBen,I love you so much canary\nCy,canary\nAda,thanks @Ben\n' >"$here/log.csv"
    expect 0 "$attune" -q --only Ada "$here/log.csv"
    [ "$(cut -d, -f1-3 <<<"$output" | tail -n +2 | paste -sd' ')" = "C1,S1,2 C1,other,2" ]
    for command in read classify tokens; do
        expect 0 "$attune" $command -q --only Ada --names raw "$here/log.csv"
        [[ $output != *canary* ]]
    done
    expect 0 "$attune" classify -q --only Ada --names raw "$here/log.csv"
    [[ $output == *",Ada,,other,text,,thanks"* ]]
    [ "$(grep -c 'A\.' <<<"$output")" -eq 1 ]
    expect 2 "$attune" --only , "$here/log.csv"
}

@test "a folder of --codebook that changes nothing is refused" {
    mkdir -p "$here/empty" "$here/misspelled/en"
    cp lexicons/en/rules.csv "$here/misspelled/en/rule.csv"
    for folder in "$here/empty" "$here/misspelled" lexicons/en; do
        expect 2 "$attune" --codebook "$folder" "$chat"
        said "$folder: error: has no file of a codebook"
        expect 2 "$attune" codebook check "$folder"
    done
    mkdir -p "$here/own/en"
    head -n 1 lexicons/en/sentences.csv >"$here/own/en/sentences.csv"
    expect 0 "$attune" -q --codebook "$here/own" "$chat"
}

@test "a file that a language of --codebook lacks is named in its folder" {
    mkdir -p "$here/own/nl"
    cp lexicons/en/rules.csv "$here/own/nl"
    expect 2 "$attune" --codebook "$here/own" --lang nl "$chat"
    said "$here/own/nl/answers.csv: error: No such file"
}

@test "an option of another command is refused" {
    for option in "--lag 2" "--within 5m" "--unit turn" "--code R.*" "-n 5" "--answers" "--prevalence .1" "--trace"; do
        # shellcheck disable=SC2086
        expect 2 "$attune" $option "$chat"
        said "is an option of"
    done
    for option in "--table codes" "--period day" "-o $here/none"; do
        # shellcheck disable=SC2086
        expect 2 "$attune" read $option "$chat"
        said "is an option of report alone"
    done
    expect 0 "$attune" agree --help
    expect 2 "$attune" agree --context 2 "$chat"
    said "is an option of sample alone"
}
