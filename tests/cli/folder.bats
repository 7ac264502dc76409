# -o: the folder appears complete or not at all.
load helper

@test "-o makes all tables with a package description and a manifest" {
    expect 0 "$attune" -o "$BATS_TEST_TMPDIR/tables" "$chat"
    [ -z "$output" ]
    for table in $tables; do
        [ -s "$BATS_TEST_TMPDIR/tables/$table.csv" ] || { echo "no $table"; return 1; }
    done
    [ -s "$BATS_TEST_TMPDIR/tables/datapackage.json" ]
    [ -s "$BATS_TEST_TMPDIR/tables/manifest.json" ]
    [ "$(ls -A "$BATS_TEST_TMPDIR" | wc -l)" -eq 1 ]
}

@test "the manifest has the hash of every table and of the input" {
    "$attune" -q -o "$BATS_TEST_TMPDIR/tables" "$chat"
    for file in $(cd "$BATS_TEST_TMPDIR/tables" && ls ./*.csv) ; do
        grep -q "$(sha256sum <"$BATS_TEST_TMPDIR/tables/$file" | cut -d' ' -f1)" "$BATS_TEST_TMPDIR/tables/manifest.json"
    done
    grep -q "$(sha256sum <"$chat" | cut -d' ' -f1)" "$BATS_TEST_TMPDIR/tables/manifest.json"
}

@test "--table gives the same bytes as the file of -o" {
    "$attune" -q -o "$BATS_TEST_TMPDIR/tables" "$chat"
    for table in $tables; do
        "$attune" -q --table "$table" "$chat" | cmp - "$BATS_TEST_TMPDIR/tables/$table.csv"
    done
}

@test "an existing folder is refused and stays as it is" {
    mkdir "$BATS_TEST_TMPDIR/mine"
    echo precious >"$BATS_TEST_TMPDIR/mine/file"
    expect 2 "$attune" -o "$BATS_TEST_TMPDIR/mine" "$chat"
    said --force
    [ "$(cat "$BATS_TEST_TMPDIR/mine/file")" = precious ]
    [ "$(ls -A "$BATS_TEST_TMPDIR/mine")" = file ]
}

@test "--force swaps the folder" {
    "$attune" -q -o "$BATS_TEST_TMPDIR/tables" --period month "$chat"
    expect 0 "$attune" -o "$BATS_TEST_TMPDIR/tables" --force --period day "$chat"
    "$attune" -q --table timeline --period day "$chat" | cmp - "$BATS_TEST_TMPDIR/tables/timeline.csv"
    [ "$(ls -A "$BATS_TEST_TMPDIR")" = tables ]
}

@test "a failed run leaves no folder, and nothing beside it" {
    head -c 5000 corpus/whatsapp/couple.zip >"$BATS_TEST_TMPDIR/cut.zip"
    run "$attune" -o "$BATS_TEST_TMPDIR/tables" "$BATS_TEST_TMPDIR/cut.zip"
    [ "$status" -ge 2 ]
    [ "$(ls -A "$BATS_TEST_TMPDIR")" = cut.zip ]
}

@test "a failed run with --force leaves the old folder" {
    "$attune" -q -o "$BATS_TEST_TMPDIR/tables" "$chat"
    before=$(sha256sum "$BATS_TEST_TMPDIR"/tables/*)
    run "$attune" -o "$BATS_TEST_TMPDIR/tables" --force no/such/file.txt
    [ "$status" -eq 3 ]
    [ "$(sha256sum "$BATS_TEST_TMPDIR"/tables/*)" = "$before" ]
    [ "$(ls -A "$BATS_TEST_TMPDIR")" = tables ]
}

@test "a folder that cannot be made ends with 74" {
    expect 74 "$attune" -o "$BATS_TEST_TMPDIR/no/such/parent" "$chat"
}

@test "every table has the columns of the package description" {
    command -v python3 >/dev/null || skip "no python3 here"
    "$attune" -q -o "$BATS_TEST_TMPDIR/tables" "$chat"
    python3 - "$BATS_TEST_TMPDIR/tables" <<'END'
import csv, json, sys
folder = sys.argv[1]
for resource in json.load(open(folder + "/datapackage.json"))["resources"]:
    with open(folder + "/" + resource["path"], newline="") as file:
        rows = list(csv.reader(file))
    names = [field["name"] for field in resource["schema"]["fields"]]
    assert rows[0] == names, resource["path"]
    assert all(len(row) == len(names) for row in rows), resource["path"]
END
}
