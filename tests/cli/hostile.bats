# Input made to do harm. HOSTILE_BYTES and HOSTILE_CUTS give the size of the largest and the number of the cuts of each
# kind; make soak raises them to 1 GiB and 200. HOSTILE=less, for runs that repeat another, leaves out the largest.
load helper

bytes=${HOSTILE_BYTES-64M}
cuts=${HOSTILE_CUTS-10}
if [ "${HOSTILE-}" = less ]; then bytes=4M cuts=2; fi
head='14/02/2024, 10:00 - Ada: one\n14/02/2024, 10:01 - Ben: two\n14/02/2024, 10:02 - Ada: '
tail='\n14/02/2024, 10:03 - Ben: three\n'

# Runs a command with a limit of addresses and of time; writes its peak memory in kB down.
measure='
import os, resource, subprocess, sys
limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (800_000 << 10,) * 2)
status = subprocess.run(sys.argv[2:], timeout=20, preexec_fn=limit).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=open(sys.argv[1], "w"))
sys.exit(status)'

setup_file() { export ATTUNE_LEXICONS=$BATS_TEST_DIRNAME/../data/codebook; } # loads at once

# ceiling STATUS OPTION…: within 256 MiB of memory, 800 MB of addresses and 20 s the program ends with this status,
# without a row of the output on standard output unless that is 0 or 1.
ceiling() {
    local wanted=$1 peak
    shift
    if [ "${ATTUNE_SANDBOX-}" = off ] || ! command -v python3 >/dev/null; then # a sanitizer takes more
        run --separate-stderr timeout 20 "$attune" "$@"
    else
        run --separate-stderr python3 -c "$measure" "$here.peak" "$attune" "$@"
        peak=$(cat "$here.peak")
        [ "$peak" -le 262144 ] || { echo "$peak kB: $*"; return 1; }
    fi
    [ "$status" -eq "$wanted" ] || { echo "status $status, not $wanted: $*"; echo "$stderr"; return 1; }
    [ "$status" -le 1 ] || [ "$(wc -l <<<"$output")" -le 1 ] || { echo "rows were written"; return 1; }
}

@test "a line, and a quotation mark, without end" {
    for what in a '"'; do
        { printf "$head"; head -c "$bytes" /dev/zero | tr '\0' "$what"; printf "$tail"; } >"$here/log.txt"
        ceiling 1 "$here/log.txt"
        said "too long"
        { printf 'speaker,text\nAda,one\nBen,"'; head -c "$bytes" /dev/zero | tr '\0' "$what"; printf '\nAda,three\n'; } >"$here/log.csv"
        ceiling 1 "$here/log.csv"
        { printf 'Ada: one\nBen: two\nAda: '; head -c "$bytes" /dev/zero | tr '\0' "$what"; printf '\nBen: three\n'; } >"$here/talk"
        ceiling 1 --format transcript "$here/talk"
        head -c "$bytes" /dev/zero | tr '\0' "$what" >"$here/nothing"
        ceiling 3 "$here/nothing"
        said "not a log format"
    done
}

@test "JSON that nests without end, and JSON with odd numbers, keys and escapes" {
    for open in '[' '{"a":' '[{"messages":'; do
        { printf '{"name":"x","type":"personal_chat","id":1,"messages":'; for _ in $(seq 30); do printf '%s' "$open$open$open$open$open$open$open$open$open$open"; done; } >"$here/deep.json"
        ceiling 3 "$here/deep.json"
        said error:
    done
    printf '{"speaker":"A","text":"one","text":"two","time":1e400}\n{"speaker":"B","text":"\\ud800 x","time":"2024-01-01T00:00"}\n{"speaker":"A","text":"y"}\n' >"$here/odd.jsonl"
    run --separate-stderr "$attune" read "$here/odd.jsonl"
    [ "$status" -le 1 ]
    iconv -f utf-8 -t utf-8 <<<"$output" >/dev/null
}

@test "bombs stop at the ratio" {
    [ "${HOSTILE-}" != less ] || skip "less was asked for"
    { printf "$head\n"; yes '14/02/2024, 10:01 - Ben: hello hello hello hello hello hello hello hello hello hello' | head -c 80M; } >"$here/zeros"
    for tool in "gzip -9" "xz -0" "zstd -1"; do
        command -v "${tool%% *}" >/dev/null || continue
        $tool -c <"$here/zeros" >"$here/bomb"
        ceiling 3 "$here/bomb"
        $tool -c <"$here/bomb" >"$here/nested" # a bomb in a bomb is one layer and something unknown
        ceiling 3 "$here/nested"
    done
    command -v python3 >/dev/null || return 0
    python3 -c 'import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
    z.write(sys.argv[2], "_chat.txt")' "$here/bomb.zip" "$here/zeros"
    ceiling 3 "$here/bomb.zip"
    said "unpacks to more than attune reads"
    if command -v zstd >/dev/null; then
        zstd -q --ultra --long=31 -c <"$here/zeros" >"$here/long.zst"
        ceiling 3 "$here/long.zst"
    fi
}

@test "--max-ratio at the limit, one below and one above" {
    [ "${HOSTILE-}" != less ] || skip "less was asked for"
    line='14/02/2024, 10:00 - Ada: hello hello hello hello hello hello hello hello\n'
    { printf "$line"; yes '14/02/2024, 10:01 - Ben: hello hello hello hello hello hello' | head -c 67200000; printf '\n'; } >"$here/log.txt"
    size=$(wc -c <"$here/log.txt")
    gzip -9 "$here/log.txt"
    packed=$(wc -c <"$here/log.txt.gz")
    [ "$packed" -lt 262144 ] # read at once, so that it counts whole
    ratio=$((size / (packed + 1) + 1))
    ceiling 3 --max-ratio $((ratio - 1)) "$here/log.txt.gz"
    said "unpacks to more"
    run --separate-stderr "$attune" --max-ratio $((ratio + 1)) "$here/log.txt.gz"
    [ "$status" -eq 0 ] || { echo "$stderr"; return 1; }
    run --separate-stderr "$attune" --max-ratio $ratio "$here/log.txt.gz"
    [ "$status" -eq 0 ] || { echo "$stderr"; return 1; }
}

@test "--max-members at the limit, one below and one above" {
    mkdir "$here/chats"
    for i in 1 2 3 4 5; do printf "Ada: one $i\nBen: two\nAda: three $i\nBen: four\n" >"$here/chats/$i.txt"; done
    tar -C "$here/chats" -cf "$here/chats.tar" .
    ceiling 3 --max-members 4 "$here/chats.tar"
    said "more members"
    ceiling 0 --max-members 5 "$here/chats.tar"
    ceiling 0 --max-members 6 "$here/chats.tar"
}

@test "--max-memory sorts the same with the least as with much" {
    for size in 1 1M 1048577 64M; do
        "$attune" -q --sort --max-memory $size corpus/messages/evening.csv >"$here/$size"
        cmp "$here/1" "$here/$size"
    done
}

@test "archives cut anywhere never end with 0 and never give rows" {
    "$attune" -q corpus/whatsapp/couple.txt >/dev/null
    cp corpus/whatsapp/couple.zip "$here/a.zip"
    for tool in gzip bzip2 xz zstd; do
        ! command -v $tool >/dev/null || $tool -c <"$chat" >"$here/a.$tool"
    done
    tar -C corpus -czf "$here/a.tgz" whatsapp
    for file in "$here"/a.*; do
        size=$(wc -c <"$file")
        for i in $(seq "$cuts"); do
            at=$((size * i / (cuts + 1)))
            [ $at -gt 0 ] || at=$i
            head -c $at "$file" >"$here/cut"
            run --separate-stderr "$attune" -q "$here/cut"
            [ "$status" -eq 3 ] || { echo "${file##*/} at $at: status $status"; return 1; }
            [ -z "$output" ] || { echo "${file##*/} at $at: rows were written"; return 1; }
        done
    done
}

@test "members with paths that lead elsewhere are only read" {
    command -v python3 >/dev/null || skip "no python3 here"
    python3 - "$here/odd.tar" <<'END'
import io, sys, tarfile
with tarfile.open(sys.argv[1], "w") as t:
    for name in ("../../escape.txt", "/tmp/attune-absolute.txt", "a\x1b[2J.txt"):
        text = ("Ada: " + name[:2] + " one\nBen: two\nAda: three\nBen: four\n").encode()
        info = tarfile.TarInfo(name)
        info.size = len(text)
        t.addfile(info, io.BytesIO(text))
    for kind, name in ((tarfile.SYMTYPE, "link"), (tarfile.CHRTYPE, "device"), (tarfile.FIFOTYPE, "pipe")):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        t.addfile(info)
END
    ceiling 0 "$here/odd.tar"
    [[ $stderr != *$'\e'* ]]
    [ ! -e /tmp/attune-absolute.txt ]
    [ "$(ls -A "$here")" = odd.tar ]
}

@test "controls, bidi and formulas in names, paths and options are escaped" {
    odd=$'=cmd\x1b]52;c;x\x07\xe2\x80\xae\xc2\x9b'
    { printf 'speaker,text\n'; printf '"%s",one\nBen,two\n' "$odd"; } >"$here/log.csv"
    ceiling 0 --names raw "$here/log.csv"
    [[ $output == *"\"'=cmd"* ]]
    for argument in "--$odd" "--table=$odd" "--format=$odd" "--tz=$odd" "--codebook=$odd" "$here/$odd" "--alias=$odd" "--since=$odd"; do
        run --separate-stderr "$attune" "$argument" "$here/log.csv"
        [[ $stderr != *$'\e'* && $stderr != *$'\xc2\x9b'* && $stderr != *$'\xe2\x80\xae'* ]] || { echo "$argument"; return 1; }
    done
}

@test "an output folder that somebody swaps for a link is not followed" {
    mkdir "$here/target"
    ln -s "$here/target" "$here/tables"
    expect 2 "$attune" -q -o "$here/tables" "$chat"
    expect 2 "$attune" -q --force -o "$here/tables" "$chat"
    [ -z "$(ls -A "$here/target")" ]
    ln -s "$here/target/made" "$here/list"
    expect 2 "$attune" -q --rejects "$here/list" "$chat"
    [ -z "$(ls -A "$here/target")" ]
}
