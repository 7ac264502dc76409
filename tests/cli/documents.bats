# What is made from a catalog is what the catalog says.
load helper

@test "the page of columns and the columns of the program are those of the catalog" {
    command -v python3 >/dev/null || skip "no python3"
    scripts/columns --check
}

@test "every table has its chapter in the page of columns, every column its line" {
    "$attune" -q -o "$here/tables" "$chat"
    for table in $tables; do
        grep -qx "## $table" doc/columns.md
        head -n 1 "$here/tables/$table.csv" | tr , '\n' | while read -r column; do
            sed -n "/^## $table\$/,/^## /p" doc/columns.md | grep -q "^| \`$column\` |" || { echo "$table.$column"; return 1; }
        done
    done
}

@test "the data package describes every column of every table" {
    "$attune" -q -o "$here/tables" "$chat"
    for table in $tables; do
        head -n 1 "$here/tables/$table.csv" | tr , '\n' | while read -r column; do
            grep -q "\"name\": \"$column\"" "$here/tables/datapackage.json" || { echo "$table.$column"; return 1; }
        done
    done
    [ "$(grep -c '"na":' "$here/tables/datapackage.json")" = "$(cat "$here"/tables/*.csv | grep -E '^conversation,' | tr , '\n' | wc -l)" ]
}
