# Ceilings that take a large input to reach, each at the limit, one below and one above, and a race.
load ../cli/helper

@test "an archive may list a million members" {
    # Folders, and one log in front: each header is a block of 512 bytes.
    python3 - "$here/one.tar" "$here/block" <<'END'
import io, sys, tarfile
with tarfile.open(sys.argv[1], "w", format=tarfile.USTAR_FORMAT) as t:
    text = b"Ada: one\nBen: two\nAda: three\nBen: four\n"
    info = tarfile.TarInfo("talk.txt")
    info.size = len(text)
    t.addfile(info, io.BytesIO(text))
with open(sys.argv[1], "r+b") as file:
    file.truncate(1024)
info = tarfile.TarInfo("d")
info.type = tarfile.DIRTYPE
open(sys.argv[2], "wb").write(info.tobuf(tarfile.USTAR_FORMAT) * 1000)
END
    for more in 999998 999999 1000000; do
        { cat "$here/one.tar"
          for _ in $(seq $((more / 1000))); do cat "$here/block"; done
          head -c $((more % 1000 * 512)) "$here/block"
          head -c 1024 /dev/zero; } >"$here/many.tar"
        if [ $more -lt 1000000 ]; then expect 0 "$attune" -q "$here/many.tar"; else expect 3 "$attune" -q "$here/many.tar"; fi
    done
    said "more members"
}

@test "a codebook may have 65,535 rules and 16 MiB" {
    cp -r tests/data/codebook "$here/book"
    for rules in 65534 65535 65536; do
        python3 - tests/data/codebook/en/rules.csv "$here/book/en/rules.csv" $rules <<'END'
import sys
lines = open(sys.argv[1]).read().splitlines()
more = [f"en.z.n{i:05d},R.DIRECT,T.LOVE,0.80,yes,zz{i:05d},,,,," for i in range(int(sys.argv[3]) - len(lines) + 1)]
open(sys.argv[2], "w").write("\n".join(lines + more) + "\n")
END
        run --separate-stderr env ATTUNE_LEXICONS="$here/book" timeout 120 "$attune" codebook list
        [ "$status" -eq $((rules > 65535 ? 2 : 0)) ] || { echo "$rules: $status: $stderr"; return 1; }
    done
    said "more than 65535 rules"
}

@test "a folder that others swap for a link while it is written is never followed" {
    mkdir "$here/target"
    (while [ ! -e "$here/stop" ]; do
        ln -sfn "$here/target" "$here/tables" 2>/dev/null
        rm -rf "$here/tables" 2>/dev/null
    done) &
    swapper=$!
    for _ in $(seq 60); do
        run "$attune" -q -j 1 --force -o "$here/tables" corpus/transcript/talk.txt
        [ "$status" -eq 0 ] || [ "$status" -eq 2 ] || [ "$status" -eq 74 ] || break
    done
    touch "$here/stop"
    wait $swapper
    [ -z "$(ls -A "$here/target")" ] || { ls "$here/target"; return 1; }
    [ "$status" -eq 0 ] || [ "$status" -eq 2 ] || [ "$status" -eq 74 ] || { echo "status $status"; return 1; }
}

@test "a sheet of coders has 64 MiB" {
    "$attune" sample -q -n 5 "$chat" >"$here/sheet.csv"
    size=$(stat -c %s "$here/sheet.csv")
    for most in 67108863 67108864 67108865; do
        { cat "$here/sheet.csv"; head -c $((most - size)) /dev/zero | tr '\0' '\n'; } >"$here/large.csv"
        expect $((most > 67108864 ? 3 : 0)) "$attune" agree "$here/sheet.csv" "$here/large.csv"
    done
    said "larger than 67108864 bytes"
}
