# The same input gives the same bytes.
load helper

setup_file() {
    cd "$BATS_TEST_DIRNAME/../.." || return 1
    "$attune" -q -o "$BATS_FILE_TMPDIR/wanted" corpus/whatsapp/couple.txt corpus/telegram corpus/transcript || [ $? -eq 1 ]
}

# same OPTION…: a run with these options writes what is wanted, the options in the manifest aside.
same() {
    rm -rf "$here/got"
    "$attune" -q -o "$here/got" "$@" corpus/whatsapp/couple.txt corpus/telegram corpus/transcript || [ $? -eq 1 ]
    diff -r "$BATS_FILE_TMPDIR/wanted" "$here/got"
}

@test "twice the same" { same; }
@test "one thread" { same -j 1; }
@test "two threads" { same -j 2; }
@test "eight threads" { same -j 8; }

# The manifest records options; these change nothing else.
same_tables() {
    rm -rf "$here/got"
    "$attune" -q -o "$here/got" "$@" corpus/whatsapp/couple.txt corpus/telegram corpus/transcript || [ $? -eq 1 ]
    diff -r -x manifest.json "$BATS_FILE_TMPDIR/wanted" "$here/got"
}

@test "wherever a batch ends" { for count in 1 2 3; do same_tables --batch-messages $count -j 2; done; }
@test "however little is read at a time" { for size in 1 2 7 4096; do same_tables --read-size $size; done; }
@test "with the filter and with every rule tried" { same_tables --no-filter; }

@test "any time zone of the machine" {
    for zone in UTC America/St_Johns Pacific/Kiritimati Asia/Kathmandu; do TZ=$zone same; done
}

@test "any locale" {
    for locale in C C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8; do LC_ALL=$locale same; done
}

@test "any mask" {
    (umask 077 && same)
    (umask 000 && same)
}

@test "any folder to start from" {
    root=$PWD
    cd "$here"
    "$attune" -q "$root/$chat" >here.csv
    cd "$root"
    "$attune" -q "$chat" | cmp - "$here/here.csv"
}

@test "a file, standard input and a pipe" {
    for command in read tokens classify report; do
        "$attune" $command -q "$chat" >"$here/file"
        "$attune" $command -q <"$chat" | cmp - "$here/file"
        cat "$chat" | "$attune" $command -q - | cmp - "$here/file"
    done
}

@test "a zip and what is in it" {
    for table in speakers dyads episodes; do
        "$attune" -q --table $table corpus/whatsapp/couple.zip >"$here/zip"
        "$attune" -q --table $table "$chat" | cmp - "$here/zip"
    done
}

@test "packed input of every kind, by content and not by name" {
    "$attune" -q "$chat" >"$here/plain"
    for tool in gzip bzip2 xz zstd; do
        command -v $tool >/dev/null || continue
        $tool -c <"$chat" >"$here/named-otherwise.txt"
        "$attune" -q "$here/named-otherwise.txt" | cmp - "$here/plain"
        $tool -c <"$chat" | "$attune" -q | cmp - "$here/plain"
    done
    tar -C corpus/whatsapp -cf "$here/chat" couple.txt
    "$attune" -q "$here/chat" | cmp - "$here/plain"
    gzip "$here/chat"
    "$attune" -q "$here/chat.gz" | cmp - "$here/plain"
}

@test "CSV, TSV and JSONL of the same talk" {
    "$attune" -q corpus/csv/colleagues.csv >"$here/csv"
    "$attune" -q corpus/jsonl/colleagues.jsonl | cmp - "$here/csv"
    "$attune" -q --table episodes corpus/csv/colleagues.csv >"$here/csv"
    "$attune" -q --table episodes corpus/tsv/colleagues.tsv | cmp - "$here/csv"
}
