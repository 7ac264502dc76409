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
        said "not in a format"
    done
}

@test "JSON that nests without end" {
    for open in '[' '{"a":' '[{"messages":'; do
        { printf '{"name":"x","type":"personal_chat","id":1,"messages":'; for _ in $(seq 30); do printf '%s' "$open$open$open$open$open$open$open$open$open$open"; done; } >"$here/deep.json"
        ceiling 3 "$here/deep.json"
        said error:
    done
    { printf '{"name":"x","type":"personal_chat","id":1,"messages":'; head -c 100000 /dev/zero | tr '\0' '['; } >"$here/deep.json"
    ceiling 3 "$here/deep.json"
}

@test "JSON with odd numbers, keys that come twice, and half a character" {
    printf '{"speaker":"A","text":"one","time":1e400}\n{"speaker":"B","text":"\\ud800 x"}\n{"speaker":"A","text":"y","speaker":"C","text":"z"}\n' >"$here/odd.jsonl"
    expect 1 "$attune" read --names raw "$here/odd.jsonl"
    said "malformed 1"
    [ "$(tail -n +2 <<<"$output" | cut -d, -f6,11 | paste -sd' ')" = $'B,\xef\xbf\xbd x C,z' ]
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

@test "a zip that gives the same bytes many times over stops at the ratio" {
    [ "${HOSTILE-}" != less ] || skip "less was asked for"
    command -v python3 >/dev/null || skip "no python3 here"
    python3 - "$here/again.zip" <<'END'
import struct, sys, zlib
# Twenty members that share the packed bytes of 6 MB, packed 1 to 150: each quotes the head of the next, in a block that
# is stored, and goes on with what that one unpacks to.
line, state = b"14/02/2024, 10:0%d - Ada: hello hello hello hello hello hello\n", 1
lines = []
for i in range(100_000):
    state = state * 1103515245 + 12345 & 0x7FFFFFFF
    lines.append(line % (state >> 16 & 1))
text = b"".join(lines)
packer = zlib.compressobj(9, zlib.DEFLATED, -15)
packed = packer.compress(text) + packer.flush()
assert 100 < len(text) / len(packed) < 190
ends = []  # how far before the end of the members each begins
for n in reversed(range(20)):
    fields = struct.pack("<HHHHHIII", 20, 0, 8, 0, 0x21, zlib.crc32(text), len(packed), len(text))
    name = b"chat%02d.txt" % n
    head = b"PK\x03\x04" + fields + struct.pack("<HH", len(name), 0) + name
    ends.append((len(packed) + len(head), fields, name))
    whole, quoted = head + packed, line % 0 * 2 + head
    text = quoted + text
    packed = struct.pack("<BHH", 0, len(quoted), len(quoted) ^ 0xFFFF) + quoted + packed
central = b"".join(b"PK\x01\x02" + struct.pack("<H", 20) + fields +
                   struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, len(whole) - back) + name for back, fields, name in ends)
end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 20, 20, len(central), len(whole), 0)
open(sys.argv[1], "wb").write(whole + central + end)
END
    ceiling 3 "$here/again.zip"
    said "unpacks to more than attune reads"
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

@test "members whose names the locale cannot write are read" {
    command -v python3 >/dev/null || skip "no python3 here"
    python3 - "$here" <<'END'
import io, sys, tarfile, zipfile
text = b"Ada: one\nBen: two\nAda: three\nBen: four\n"
odd = ["Gespr\u00e4ch.txt", "\u0447\u0430\u0442.txt", "\U0001f600.txt"]
with zipfile.ZipFile(sys.argv[1] + "/odd.zip", "w") as z:
    for name in odd:
        z.writestr(name, text.replace(b"three", name.encode()))
for kind, at in (("pax", tarfile.PAX_FORMAT), ("gnu", tarfile.GNU_FORMAT)):
    with tarfile.open(f"{sys.argv[1]}/{kind}.tar", "w", format=at) as t:
        for name in odd:
            info = tarfile.TarInfo(name)
            data = text.replace(b"three", name.encode())
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
END
    for locale in C C.UTF-8; do
        for archive in odd.zip pax.tar gnu.tar; do
            LC_ALL=$locale ceiling 0 --table conversations "$here/$archive"
            [ "$(wc -l <<<"$output")" -eq 4 ] || { echo "$archive in $locale"; return 1; }
        done
    done
}

@test "controls in a codebook are escaped in what is said of it" {
    odd=$'x\x1b[2J\x9b\xe2\x80\xae\r'
    for file in codes.csv en/rules.csv en/words.csv en/macros.csv en/answers.csv en/frequent.csv; do
        for row in "\"$odd\"" "\"$odd\",\"$odd\",\"$odd\"" "$odd,R.DIRECT,,0.9,,$odd(,$odd,,,,"; do
            rm -rf "$here/book"
            cp -r tests/data/codebook "$here/book"
            printf '%s\n' "$row" >>"$here/book/$file"
            for command in "codebook check" "report -q $chat"; do
                ATTUNE_LEXICONS=$here/book run --separate-stderr "$attune" $command
                [ "$status" -eq 2 ] || [ "$file" = en/words.csv ] || { echo "status $status: $file: $row"; return 1; }
                [[ $stderr$output != *$'\e'* && $stderr != *$'\x9b'* && $stderr != *$'\xe2\x80\xae'* && $stderr != *$'\r'* ]] || { echo "$file: $row"; return 1; }
            done
        done
    done
}

@test "controls in a codebook's sentences, folders and languages are escaped by its check" {
    odd=$'x\x1b[2J\xe2\x80\xae'
    cp -r tests/data/codebook "$here/$odd"
    mv "$here/$odd/en" "$here/$odd/$odd"
    printf 'context,text,expect,reject,note\n,hello,%s,,\n,hello,A.LOVE,,\n' "$odd" >"$here/$odd/$odd/sentences.csv"
    ATTUNE_LEXICONS=$here/$odd run --separate-stderr "$attune" codebook check
    [ "$status" -eq 2 ]
    [[ $output == *"A.LOVE"* ]] || { echo "$output$stderr" | cat -v; return 1; }
    [[ $stderr$output != *$'\e'* && $stderr$output != *$'\xe2\x80\xae'* ]] || { echo "$output" | cat -v; return 1; }
}

@test "controls, bidi and formulas in names, paths and options are escaped" {
    odd=$'=cmd\x1b]52;c;x\x07\x1b]8;;x\x1b\\\x1b[2J\b\xe2\x80\xae\xc2\x9b\x9b'
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
