# What looks like a log of people and is none: refused with status 3, a reason and a hint.
load helper

refused() {
    run --separate-stderr "$attune" read "$1"
    [ "$status" -eq 3 ] || { echo "$1: status $status"; echo "$output"; return 1; }
    [ -z "$output" ] || { echo "$1: rows were written"; return 1; }
    said error:
    said hint:
}

@test "logs of programs that look like WhatsApp or Signal are refused" {
    for day in 2024-01-02 2024-01-03 2024-01-04; do
        echo "[$day 10:00:00] INFO: started"
        echo "[$day 10:00:01] ERROR: no such table"
    done >"$here/server.log"
    refused "$here/server.log"
    sed 's/:0\([01]\)\]/]/' "$here/server.log" >"$here/minutes.log"
    refused "$here/minutes.log"
    sed 's/[][]//g' "$here/server.log" >"$here/bare.log"
    refused "$here/bare.log"
}

@test "the other files of a Meta export are refused" {
    cat >"$here/autofill_information.json" <<'JSON'
{"autofill_information_v2": {"FULL_NAME": ["Some One"], "EMAIL": ["a@example.net"], "ADDRESS_CITY": ["Nowhere"]}}
JSON
    refused "$here/autofill_information.json"
    [[ $stderr != *example.net* ]]
}

@test "an encrypted database of WhatsApp is refused with the way to export" {
    head -c 4096 /dev/urandom >"$here/msgstore.db.crypt15"
    refused "$here/msgstore.db.crypt15"
    said "encrypted"
    said "Export chat"
}

@test "binary and blank files are refused" {
    head -c 4096 /dev/zero >"$here/zeros"
    refused "$here/zeros"
    head -c 300 "$attune" >"$here/program"
    refused "$here/program"
    printf '\n\n   \n' >"$here/blank"
    refused "$here/blank"
    : >"$here/empty"
    run "$attune" read "$here/empty"
    [ "$status" -ge 3 ]
}

@test "UTF-16 of either order reads like UTF-8" {
    for file in corpus/line/phone.txt corpus/kakao/windows.txt corpus/srt/film.srt corpus/vtt/meeting.vtt corpus/signal-md/chat.md; do
        "$attune" read -q "$file" >"$here/wanted" || [ $? -eq 1 ]
        for order in UTF-16LE UTF-16BE; do
            { [ $order = UTF-16LE ] && printf '\377\376' || printf '\376\377'; sed '1s/^\xEF\xBB\xBF//' "$file" | iconv -f UTF-8 -t $order; } >"$here/wide"
            "$attune" read -q "$here/wide" >"$here/got" || [ $? -eq 1 ]
            cmp "$here/wanted" "$here/got" || { echo "$file as $order"; return 1; }
        done
    done
}

@test "old encodings read like UTF-8 when they are told, however little is read at a time" {
    for told in cp949:UHC:corpus/kakao/windows.txt gb18030:GB18030:corpus/line/phone.txt \
        cp1251:CP1251:corpus/whatsapp/para.txt koi8-r:KOI8-R:corpus/whatsapp/para.txt; do
        IFS=: read -r name library file <<<"$told"
        # What the encoding does not have is left out of both.
        sed '1s/^\xEF\xBB\xBF//' "$file" | iconv -c -f UTF-8 -t "$library" >"$here/old"
        iconv -f "$library" -t UTF-8 "$here/old" >"$here/new"
        "$attune" read -q "$here/new" >"$here/wanted" || [ $? -eq 1 ]
        for size in 1 3 4096; do
            "$attune" read -q --read-size $size --encoding "$name" "$here/old" >"$here/got" || [ $? -eq 1 ]
            cmp "$here/wanted" "$here/got" || { echo "$file as $name, $size at a time"; return 1; }
        done
    done
}

@test "what is no UTF-8 and told by nothing is said to be taken for Windows-1252" {
    printf 'speaker,text\nAda,caf\351\n' >"$here/old.csv"
    expect 0 "$attune" read "$here/old.csv"
    [[ $output == *café* ]]
    said "Windows-1252"
    said --encoding
    expect 0 "$attune" read --encoding cp1252 "$here/old.csv"
    [[ $stderr != *Windows-1252* ]]
    expect 0 "$attune" read corpus/kakao/windows-cp949.txt
    [[ $stderr != *Windows-1252* ]]
    printf 'caf\351\n' >"$here/note.txt"
    expect 3 "$attune" read "$here/note.txt"
    said --encoding
}

@test "every sample is detected by its content" {
    for file in vtt/meeting.vtt srt/film.srt chat/kitchen.cha convokit/utterances.jsonl reddit/flatshare.ndjson \
        esconv/dialogues.json swda/sw_0001_9001.utt.csv dailydialog/dialogues_text.txt line/phone.txt \
        kakao/windows.txt kakao/android.txt kakao/ios.txt irc/irssi.log irc/weechat.log irc/hexchat.log irc/mirc.log \
        signal/main.jsonl signal-md/chat.md signal-md/sigtop.txt signal-md/short.txt telegram-text/copied.txt; do
        format=${file%%/*}
        "$attune" read -q --format "$format" "corpus/$file" >"$here/wanted" || [ $? -eq 1 ]
        "$attune" read -q - <"corpus/$file" | sed 's/^[^,]*:\([0-9]*,\)/\1/' >"$here/got"
        sed 's/^[^,]*:\([0-9]*,\)/\1/' "$here/wanted" | cmp - "$here/got" || { echo "$file"; return 1; }
    done
}

@test "a page of another program says what its maker writes besides" {
    for page in "chatlog__message:JSON" "sent iMessage:-f txt" "haudio:nobody wrote"; do
        printf '<!DOCTYPE html>\n<html><div class="%s">x</div></html>\n' "${page%%:*}" >"$here/page.html"
        expect 3 "$attune" read -q "$here/page.html"
        said "${page#*:}"
    done
}
