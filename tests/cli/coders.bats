# What human coders get and give: kwic, sample, agree.
load helper

python() { python3 -c 'import csv, sys
rows = list(csv.DictReader(open(sys.argv[1])))
'"$1" "${@:2}"; }

@test "a concordance has the words of the message in order" {
    "$attune" kwic -q --code 'R.*' "$chat" >"$here/kwic"
    "$attune" classify -q "$chat" >"$here/classified"
    python '
text = {r["message"]: r for r in csv.DictReader(open(sys.argv[2]))}
assert len(rows) > 20
for r in rows:
    m = text[r["message"]]
    assert r["left"] + r["match"] + r["right"] in m["text"].replace("\n", " "), r
    assert all(c.startswith("R.") for c in r["code"].split(";")) and "R." in m["codes"], r
    assert r["speaker"] == m["speaker"]
with_requests = {m for m, r in text.items() if r["codes"].startswith("R.") and float(r["codes"].split("@")[1][:4]) >= .7}
assert {r["message"] for r in rows} == with_requests' "$here/kwic" "$here/classified"
}

@test "a concordance is sorted by what stands right or left" {
    "$attune" kwic -q --code 'A.*' "$chat" | sort >"$here/none"
    "$attune" kwic -q --code 'A.*' --sort right "$chat" >"$here/right"
    sort "$here/right" | cmp - "$here/none"
    python '
keys = [(r["match"] + r["right"]).lower() for r in rows]
plain = [k for k in keys if k.isascii()]
assert plain == sorted(plain), plain' "$here/right"
    "$attune" kwic -q --code 'A.*' --sort left "$chat" >"$here/left"
    python '
keys = ["".join(w + " " for w in reversed(r["left"].lower().split())) for r in rows]
plain = [k for k in keys if k.isascii()]
assert plain == sorted(plain), plain' "$here/left"
}

@test "a run that --max-memory ends midway does not say that nothing was read" {
    printf 'Ada: do you love me?\nBen: yes\n' >"$here/log"
    expect 2 "$attune" kwic --sort right --max-memory 1 --code 'R.*' --format transcript "$here/log"
    said "do not fit into --max-memory"
    [[ $stderr != *"0 records"* ]]
}

@test "kwic works on a log coded by hand, and says that it prints text" {
    expect 0 "$attune" kwic --code 'R.*' tests/data/couple-coded.csv && said "prints message text"
    # shellcheck disable=SC2154 # set by run
    [ "${#lines[@]}" -gt 10 ]
    expect 2 "$attune" kwic "$chat" && said "needed"
    expect 2 "$attune" --code 'R.*' "$chat" && said "kwic alone"
}

@test "a run that prints nothing does not say that it prints text" {
    for arguments in "kwic --code nope,," "kwic --code R.* --names keyed" "sample -n 0" "sample --context 16"; do
        # shellcheck disable=SC2086
        expect 2 "$attune" $arguments "$chat"
        [[ $stderr != *"message text"* ]] || { echo "$arguments: $stderr"; return 1; }
    done
    expect 3 "$attune" kwic --code 'R.*' "$here/none"
    [[ $stderr != *"message text"* ]]
    expect 0 "$attune" sample "$chat" && said "prints message text"
}

@test "a sheet is blind, and its answers fit it" {
    "$attune" sample -q -n 60 --seed 7 "$chat" >"$here/sheet"
    "$attune" sample -q -n 60 --seed 7 --answers "$chat" >"$here/answers"
    "$attune" classify -q "$chat" >"$here/classified"
    ! grep -E '[RTANS]\.[A-Z]{3}' "$here/sheet"
    python '
answers = list(csv.DictReader(open(sys.argv[2])))
text = {r["message"]: r for r in csv.DictReader(open(sys.argv[3]))}
assert [r["id"] for r in rows] == [a["id"] for a in answers] and len(rows) == 60
for r, a in zip(rows, answers):
    m = text[a["message"]]
    assert r["text"] == m["text"] and r["speaker"] == m["speaker"] and r["code"] == ""
    assert abs(float(a["weight"]) - int(a["of"]) / int(a["drawn"])) < 1e-6
    assert (a["code"] == "none") == (a["stratum"] == "none")
    assert a["code"] == "none" or m["codes"].startswith(a["code"].split(";")[0])
said = [m for m in text.values() if m["kind"] in ("text", "reaction") and m["text"]]
strata = {a["stratum"]: int(a["of"]) for a in answers}
assert strata["none"] == sum(1 for m in said if not any(float(c.split("@")[1][:4]) >= .7 for c in m["codes"].split(";") if c))
assert abs(sum(float(a["weight"]) for a in answers) - sum(strata.values())) < 1e-4' "$here/sheet" "$here/answers" "$here/classified"
}

@test "a sample depends on its seed, not on threads and batches" {
    "$attune" sample -q -n 50 -j 1 "$chat" >"$here/one"
    "$attune" sample -q -n 50 -j 4 --batch-messages 3 "$chat" | cmp - "$here/one"
    ! "$attune" sample -q -n 50 --seed 2 "$chat" | cmp -s - "$here/one"
}

# sheets TN FP FN TP: makes $here/answers and $here/sheet with so many messages of each kind.
sheets() {
    awk -v tn="$1" -v fp="$2" -v fn="$3" -v tp="$4" -v here="$here" 'BEGIN {
        print "id,conversation,message,stratum,drawn,of,weight,seed,code" > (here "/answers")
        print "id,context,speaker,text,code,note" > (here "/sheet")
        for (i = 0; i < tn + fp + fn + tp; i++) {
            coded = (i >= tn && i < tn + fp) || i >= tn + fp + fn
            print "m" i ",C1," i ",x,1,1,1,1," (coded ? "R.TAG" : "none") > (here "/answers")
            print "m" i ",,S1,x," (i >= tn + fp ? "R.TAG;T.LOVE" : "-") "," > (here "/sheet")
        }
    }'
}

@test "agree has the figures of the specification" {
    sheets 940 12 8 40
    "$attune" agree --permutations 499 "$here/answers" "$here/sheet" >"$here/agreement"
    python '
r = {r["code"]: r for r in rows}
assert sorted(r) == ["R.*", "R.TAG", "T.*", "T.LOVE"], sorted(r)
r = r["R.TAG"]
assert [r[k] for k in ("n", "tn", "fp", "fn", "tp")] == ["1000", "940", "12", "8", "40"]
for k, v in dict(precision=40/52, recall=40/48, f1=.8, mcc=.790192051, kappa=.789491411, ac1=.977900552, alpha=.789578947,
                 specificity=940/952, measured=.052, corrected=.048, prevalence=.048, adjusted_precision=40/52).items():
    assert abs(float(r[k]) / v - 1) < 5e-7, (k, r[k], v)
for k, v in (("recall", 40/48), ("adjusted_precision", 40/52)):
    assert float(r[k + "_low"]) < v < float(r[k + "_high"]), k
assert r["coder_alpha"] == "NA"' "$here/agreement"
    # [Se .8, Sp .999: .001 → .445]
    sheets 999 1 2 8
    "$attune" agree --permutations 99 --prevalence 0.001 "$here/answers" "$here/sheet" >"$here/agreement"
    python 'assert abs(float([r for r in rows if r["code"] == "R.TAG"][0]["adjusted_precision"]) - .8e-3 / (.8e-3 + .999e-3)) < 1e-6' "$here/agreement"
}

@test "coders who agree with the program make no errors, and weights count" {
    "$attune" sample -q -n 60 "$chat" >"$here/sheet"
    "$attune" sample -q -n 60 --answers "$chat" >"$here/answers"
    python '
answers = {a["id"]: a for a in csv.DictReader(open(sys.argv[2]))}
out = csv.DictWriter(sys.stdout, rows[0].keys())
out.writeheader()
for r in rows:
    r["code"] = answers[r["id"]]["code"].replace(";", " ")
    out.writerow(r)' "$here/sheet" "$here/answers" >"$here/filled"
    "$attune" agree --permutations 99 "$here/answers" "$here/filled" "$here/filled" >"$here/agreement"
    python '
answers = list(csv.DictReader(open(sys.argv[2])))
for r in rows:
    assert r["fp"] == r["fn"] == "0" and r["ties"] == "0" and r["coders"] == "2", r
    assert r["f1"] == r["coder_alpha"] == r["coder_alpha_low"] == r["coder_alpha_high"] == "1", r
    share = sum(float(a["weight"]) for a in answers if any(c == r["code"] or r["code"].endswith("*") and c.startswith(r["code"][:2]) for c in a["code"].split(";"))) / sum(float(a["weight"]) for a in answers)
    assert abs(float(r["measured"]) - share) < 1e-6 and abs(float(r["corrected"]) - share) < 1e-6, (r, share)' "$here/agreement" "$here/answers"
}

@test "agree corrects shares of weighted messages as they are" {
    command -v python3 >/dev/null || skip "no python3 here"
    # Each of the first stands for 10 / 3 messages, each of the others for 7 / 4; a3 is not coded.
    { echo id,conversation,message,stratum,drawn,of,weight,seed,code
      printf 'a%d,C1,%d,R.TAG,3,10,3.333333333,1,R.TAG\n' 1 1 2 2 3 3
      printf 'b%d,C1,%d,none,4,7,1.75,1,none\n' 1 4 2 5 3 6 4 7; } >"$here/answers"
    { echo id,context,speaker,text,code,note
      printf '%s,,S1,so,%s,\n' a1 R.TAG a2 none a3 '' b1 R.TAG b2 none b3 none b4 none; } >"$here/sheet"
    "$attune" agree "$here/answers" "$here/sheet" | python3 -c 'import csv, sys
for r in csv.DictReader(sys.stdin):
    share = (10 / 3 + 7 / 4) / (20 / 3 + 7)
    assert abs(float(r["corrected"]) - share) < 1e-8 and abs(float(r["adjusted_precision"]) - .5) < 1e-8, r'
}

@test "agree says what is wrong with a sheet" {
    sheets 3 1 1 3
    expect 2 "$attune" agree "$here/sheet" && said "two sheets"
    sed 's/^m1,/m0,/' "$here/sheet" >"$here/twice"
    expect 2 "$attune" agree "$here/answers" "$here/twice" && said "twice"
    expect 2 "$attune" agree "$here/answers" "$chat" && said "column names"
}

@test "kwic says what it does not find, and takes no category of words" {
    expect 0 "$attune" kwic --code 'R.*,R.HOPE' "$chat" && said "no message has R.HOPE"
    [[ $stderr != *"R.*"* ]]
    expect 2 "$attune" kwic --code style_negation "$chat" && said "category of words"
}

@test "agree says what cannot be compared" {
    "$attune" sample -q -n 20 "$chat" >"$here/sheet"
    "$attune" sample -q -n 20 --answers "$chat" >"$here/answers"
    "$attune" sample -q -n 20 --seed 2 --answers "$chat" >"$here/others"
    expect 0 "$attune" agree "$here/answers" "$here/sheet" && said "no message has a code by a coder"
    sed 's/,,$/,none,/' "$here/sheet" >"$here/coded"
    expect 0 "$attune" agree "$here/others" "$here/coded" && said "coded messages have nothing to be compared with"
    expect 0 "$attune" agree "$here/answers" "$here/coded"
    [ -z "$stderr" ]
}

@test "a table without a row says that it has none" {
    printf 'Ada: the train leaves at ten\nBen: fine by me\nAda: bring the map\nBen: sure\nAda: see you\n' >"$here/plain.txt"
    for table in codes episodes; do
        expect 0 "$attune" --table $table "$here/plain.txt" && said "no rows"
    done
    expect 0 "$attune" --table timeline "$here/plain.txt" && said "1 conversation without dates: no rows in the timeline"
    expect 0 "$attune" -o "$here/tables" "$here/plain.txt" && said "no rows in the timeline"
    expect 0 "$attune" --table speakers "$here/plain.txt"
    [[ $stderr != *"no rows"* ]]
}
