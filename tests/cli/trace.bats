# Why a candidate counts or does not.
load helper

@test "the rules that count in a trace are those that classify names" {
    "$attune" classify -q --trace "$chat" | awk -F, 'NR > 1 && $10 == "counts" { print $2, $3 }' | sort >"$here/traced"
    "$attune" classify -q "$chat" | python3 -c '
import csv, sys
for row in csv.DictReader(sys.stdin):
    for rule in filter(None, row["rules"].split(";")):
        print(row["message"], rule)' | sort >"$here/named"
    [ -s "$here/named" ]
    cmp "$here/traced" "$here/named"
}

@test "a trace says which scope and which gate decided" {
    printf '%s\n' conversation,message,speaker,text '1,1,Ann,"she said ""do you love me?"""' '1,2,Ben,do you love me?' \
        '1,3,Ann,yes' '1,4,Ben,are you sure?' '1,5,Ann,see http://x.test/do-you-love-me' >"$here/chat.csv"
    "$attune" classify -q --lang en --trace "$here/chat.csv" >"$here/trace"
    grep -q '^1,1,en.direct.love,R.DIRECT,0.[0-9]*,10,24,quoted,,cancelled$' "$here/trace"
    grep -q '^1,2,en.direct.love,R.DIRECT,0.[0-9]*,0,14,,,counts$' "$here/trace"
    grep -q '^1,3,en.answer.yes,A.CTX,0.90,0,,,after,counts$' "$here/trace"
    grep -q '^1,4,.*R.DOUBLE,.*,after,counts$' "$here/trace"
    ! grep '^1,5,.*,counts$' "$here/trace"
}

@test "a trace has no text and does not depend on threads and batches" {
    "$attune" classify -q --trace -j 1 "$chat" >"$here/one"
    "$attune" classify -q --trace -j 4 --batch-messages 3 "$chat" | cmp - "$here/one"
    ! grep -i 'love you' "$here/one"
}

@test "only classify traces" {
    expect 2 "$attune" report --trace "$chat" && said "classify alone"
}
