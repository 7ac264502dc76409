# Contingency of any code on any other.
load helper

coded=tests/data/couple-coded.csv

@test "requests and affirmations by floors are the contingency of dyads" {
    "$attune" -q --table dyads $coded | cut -d, -f2,3,33-37,39-45 >"$here/dyads"
    "$attune" seq -q --given 'R.*' --target 'A.*' $coded | grep -v '^NA' | cut -d, -f2,3,10-14,16,26-31 >"$here/seq"
    tail -n +2 "$here/seq" | cmp - <(tail -n +2 "$here/dyads")
    "$attune" -q --table dyads $coded | cut -d, -f46-49 | tail -n +2 >"$here/null"
    "$attune" seq -q --given 'R.*' --target 'A.*' $coded | grep -v '^NA' | cut -d, -f39-42 | tail -n +2 | cmp - "$here/null"
}

@test "the bytes do not depend on threads, batches or the order of processing" {
    run_seq() { "$attune" seq -q --given 'R.*,style_negation' --target 'A.*' --lag 1..5 --within 10m --who any "$@" "$chat"; }
    run_seq -j 1 >"$here/one"
    run_seq -j 4 --batch-messages 3 --read-size 100 | cmp - "$here/one"
    "$attune" read -q "$chat" | "$attune" classify -q |
        "$attune" seq -q --given 'R.*' --target 'A.*' --lag 1..2 >"$here/chained"
    "$attune" seq -q --given 'R.*' --target 'A.*' --lag 1..2 "$chat" | cmp - "$here/chained"
}

@test "one pair is its own pool, and two equal pairs have its odds ratio" {
    { cat $coded; tail -n +2 $coded | sed 's/^1,/2,/'; } >"$here/twice.csv"
    "$attune" seq -q --given 'R.*' --target 'A.*' $coded | awk -F, '$2 == "S1" { print $26 }' >"$here/one"
    "$attune" seq -q --given 'R.*' --target 'A.*' "$here/twice.csv" | awk -F, '$2 == "S1" { print $26 }' | uniq | cmp - "$here/one"
    [ "$("$attune" seq -q --given 'R.*' --target 'A.*' "$here/twice.csv" | awk -F, '$1 == "NA" { print $9 }')" = 4 ]
}

@test "seq says what it needs" {
    expect 2 "$attune" seq --given 'R.*' $coded && said "needs"
    expect 2 "$attune" seq --given 'R.*' --target '' $coded && said "missing"
    expect 2 "$attune" seq --given 'R.*' --target 'A.*' --lag 3..2 $coded && said "lag"
    expect 2 "$attune" seq --given 'R.*' --target 'A.*' --lag 0 $coded && said "lag"
    expect 2 "$attune" seq --given 'R.*' --target 'A.*' --unit page $coded && said "no such value"
    expect 2 "$attune" --given 'R.*' $coded && said "seq alone"
}

@test "seq says what no message has, as a mistyped code" {
    expect 0 "$attune" seq --given 'R.DIRCT,R.DIRECT' --target 'A.*|S.*,style_negatoin' $coded
    said "no message has R.DIRCT" && said "no message has style_negatoin"
    [ "$(grep -c "no message has" <<<"$stderr")" = 2 ]
}

@test "below --min-n there are counts alone" {
    "$attune" seq -q --given 'R.*' --target 'A.*' --min-n 10 $coded | grep ',S2,S1,' | grep -q '1,0,4,101,NA,NA'
}

# Eight questions a minute apart, of which those named are answered.
asked() {
    echo time,speaker,text,codes
    for i in 1 2 3 4 5 6 7 8; do
        echo "2024-01-02T10:0$i:00,Ada,well?,R.DIRECT"
        case " $1 " in *" $i "*) code=A.LOVE ;; *) code=N.AMBIV ;; esac
        echo "2024-01-02T10:0$i:30,Ben,hm,$code"
    done
}

# The columns of that range, of Ada and then Ben.
figures() {
    local answered=$1 columns=$2
    shift 2
    asked "$answered" | "$attune" seq -q --given 'R.*' --target 'A.*' "$@" | grep S1,S2 | cut -d, -f"$columns"
}

# 2 (4 ln 2 + 4 ln 2) when the first four are.
@test "seq tells whether answering changed between the halves of a log" {
    [ "$(figures "1 2 3 4" 43-47)" = 1,0,11.09035489,1,0.0008677787587 ]
    [ "$(figures "1 3 5 7" 43-47)" = 0.5,0.5,0,1,1 ]
    [ "$(figures "" 43-47)" = 0,0,NA,NA,NA ]
}

# Of 16 messages 8 ask and 4 answer: 8 times one follows the other, where chance has 4 and 8 is the most; the variance is
# 2 * 8 * 4 (8 * 4 + 8 * 12 - 16) / (16^2 * 15). Floors take turns, which that chance does not know.
@test "seq tells how far two codes follow each other, by messages" {
    [ "$(figures "1 2 3 4" 48-49 --unit message)" = 0,1 ]
    [ "$(figures "1 2 3 4" 50,52-53 --unit message)" = 2.927700219,0,0 ]
    [ "$(figures "1 2 3 4" 48-54)" = 0,NA,NA,NA,NA,NA,NA ]
}

@test "seq says what has no rows, and why" {
    printf 'speaker,text,codes\nAda,well?,R.DIRECT\nBen,yes,A.LOVE\nAda,fine,\nBen,good,\n' >"$here/untimed.csv"
    seq_of() { "$attune" seq --given 'R.*' --target 'A.*' "$@"; }
    expect 0 seq_of --within 10m "$here/untimed.csv"
    said "1 conversation without times: no rows for --within"
    [ "$(grep -c ',NA,600,' <<<"$output")" = 0 ]
    expect 0 seq_of --within 10m $coded
    [[ $stderr != *"without times"* ]]
    expect 0 seq_of --who self $coded && said "no rows" && said "--unit message"
    expect 0 seq_of --who self --unit message $coded
    [[ $stderr != *"no rows"* ]]
}
