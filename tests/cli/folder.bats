# -o: the folder appears complete or not at all.
load helper

@test "-o makes all tables with a package description and a manifest" {
    expect 0 "$attune" -o "$here/tables" "$chat"
    [ -z "$output" ]
    for table in $tables; do
        [ -s "$here/tables/$table.csv" ] || { echo "no $table"; return 1; }
    done
    [ -s "$here/tables/datapackage.json" ]
    [ -s "$here/tables/manifest.json" ]
    [ "$(ls -A "$here" | wc -l)" -eq 1 ]
}

@test "the manifest has the hash of every table and of the input" {
    "$attune" -q -o "$here/tables" "$chat"
    for file in $(cd "$here/tables" && ls ./*.csv) ; do
        grep -q "$(sha256sum <"$here/tables/$file" | cut -d' ' -f1)" "$here/tables/manifest.json"
    done
    grep -q "$(sha256sum <"$chat" | cut -d' ' -f1)" "$here/tables/manifest.json"
}

@test "--table gives the same bytes as the file of -o" {
    "$attune" -q -o "$here/tables" "$chat"
    for table in $tables; do
        "$attune" -q --table "$table" "$chat" | cmp - "$here/tables/$table.csv"
    done
}

@test "an existing folder is refused and stays as it is" {
    mkdir "$here/mine"
    echo precious >"$here/mine/file"
    expect 2 "$attune" -o "$here/mine" "$chat"
    said --force
    [ "$(cat "$here/mine/file")" = precious ]
    [ "$(ls -A "$here/mine")" = file ]
}

@test "--force swaps the folder" {
    "$attune" -q -o "$here/tables" --period month "$chat"
    expect 0 "$attune" -o "$here/tables" --force --period day "$chat"
    "$attune" -q --table timeline --period day "$chat" | cmp - "$here/tables/timeline.csv"
    [ "$(ls -A "$here")" = tables ]
}

@test "a failed run leaves no folder, and nothing beside it" {
    head -c 5000 corpus/whatsapp/couple.zip >"$here/cut.zip"
    run "$attune" -o "$here/tables" "$here/cut.zip"
    [ "$status" -ge 2 ]
    [ "$(ls -A "$here")" = cut.zip ]
}

@test "a failed run with --force leaves the old folder" {
    "$attune" -q -o "$here/tables" "$chat"
    before=$(sha256sum "$here"/tables/*)
    run "$attune" -o "$here/tables" --force no/such/file.txt
    [ "$status" -eq 3 ]
    [ "$(sha256sum "$here"/tables/*)" = "$before" ]
    [ "$(ls -A "$here")" = tables ]
}

@test "a folder that cannot be made ends with 74" {
    expect 74 "$attune" -o "$here/no/such/parent" "$chat"
}

@test "every table has the columns of the package description" {
    command -v python3 >/dev/null || skip "no python3 here"
    "$attune" -q -o "$here/tables" "$chat"
    python3 - "$here/tables" <<'END'
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
