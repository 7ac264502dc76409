# Lengths and counts inside single readers, each at the limit, one below and one above.
load helper

setup_file() { export ATTUNE_LEXICONS=$BATS_TEST_DIRNAME/../data/codebook; } # loads at once

# of N [LETTER]: so many of the letter.
of() { head -c "$1" /dev/zero | tr '\0' "${2-N}"; }

# log SHAPE NAME: a log in which that name speaks twice.
log() {
    case $1 in
    transcript) printf 'Ada: one\n%s: two\nAda: three\n%s: four\n' "$2" "$2" ;;
    whatsapp) printf '14/02/2024, 10:0%d - %s: text\n' 0 Ada 1 "$2" 2 Ada 3 "$2" ;;
    brackets) printf -- '--------------- Monday, December 9, 2024 ---------------\n'
        printf '[%s] [11:5%d AM] text\n' Ada 1 "$2" 2 Ada 3 "$2" 4 ;;
    commas) printf 'February 10, 2016, 2:3%d AM, %s : text\n' 1 Ada 2 "$2" 3 Ada 4 "$2" ;;
    telegram-text) printf '%s, [25/06/2022 07:2%d]\ntext\n\n' Ada 1 "$2" 2 Ada 3 "$2" 4 ;;
    markdown) printf '[2024-03-02, 18:0%d] %s: text  \n\n' 1 Ada 2 "$2" 3 Ada 4 "$2" ;;
    short) printf '2024-03-02 18:0%d %s: text\n' 1 Ada 2 "$2" 3 Ada 4 "$2" ;;
    discord-txt) sed -n '1,/^$/p' corpus/discord-txt/bakery.txt
        printf '[1/2/2024 7:2%d AM] %s\ntext\n\n' 1 Ada 2 "$2" 3 Ada 4 "$2"
        tail -n 3 corpus/discord-txt/bakery.txt ;; # without it the last message may be cut
    srt) printf '%d\n00:00:%d0,000 --> 00:00:%d5,000\n%s: text\n\n' 1 1 1 Ada 2 2 2 "$2" 3 3 3 Ada 4 4 4 "$2" ;;
    esac
}

# known SHAPE NAME [FORMAT]: how often that name speaks.
known() {
    log "$1" "$2" >"$here/log"
    "$attune" read -q --names raw --format "${3-$1}" "$here/log" 2>"$here/said" | cut -d, -f"$speaker" | grep -cxF "$2"
}

@test "names are as long as their format allows" {
    speaker=$("$attune" read -q "$chat" | head -1 | tr , '\n' | grep -nx speaker | cut -d: -f1)
    while read -r shape format most; do
        for over in -1 0 1; do
            run known "$shape" "$(of $((most + over)))" "$format"
            [ "$output" -eq $((over > 0 ? 0 : 2)) ] || { echo "$shape $((most + over)): $output"; cat "$here/said"; return 1; }
        done
    done <<'END'
transcript transcript 40
whatsapp whatsapp 120
brackets kakao 400
commas kakao 400
telegram-text telegram-text 400
markdown signal-md 400
short signal-md 400
discord-txt discord-txt 256
srt srt 40
END
}

@test "names are counted in characters where people type them" {
    speaker=$("$attune" read -q "$chat" | head -1 | tr , '\n' | grep -nx speaker | cut -d: -f1)
    for over in -1 0 1; do
        for each in "transcript 40" "whatsapp 120" "srt 40"; do
            name=$(of $((${each#* } + over)) | sed 's/N/Ж/g')
            run known "${each% *}" "$name"
            [ "$output" -eq $((over > 0 ? 0 : 2)) ] || { echo "$each $over: $output"; return 1; }
        done
    done
}

@test "a caption is a name of four words" {
    for name in "ANN OF THE" "ANN OF THE MILL" "ANN OF THE OLD MILL"; do
        log srt "$name" >"$here/log"
        expect 0 "$attune" read -q --names raw --format srt "$here/log"
        [ "$(grep -c ",$name," <<<"$output")" -eq $([ "$name" = "ANN OF THE OLD MILL" ] && echo 0 || echo 2) ]
    done
}

@test "a transcript that nobody names is known by 12 speakers at most" {
    for speakers in 11 12 13; do
        for n in $(seq "$speakers") $(seq "$speakers"); do echo "Speaker$n: text"; done >"$here/log"
        expect $((speakers > 12 ? 3 : 0)) "$attune" read -q "$here/log"
        expect 0 "$attune" read -q --format transcript "$here/log"
        [ "$(wc -l <<<"$output")" -eq $((2 * speakers + 1)) ]
    done
}

@test "what lines begin with is told apart up to a number, beyond which nothing new is a name" {
    # The beginnings of other lines come first, each once; a name comes behind them.
    while read -r format most; do
        for over in -1 0 1; do
            speaker=Ben heard=2
            [ "$format" != line ] || { speaker="Ben Hill" heard=3; }
            case $format in
            transcript) seq -f 'P%.0f: text' $((most + over - 1)) ; log transcript Ben ;;
            srt) seq $((most + over - 1)) | awk '{ printf "%d\n00:00:10,000 --> 00:00:15,000\n[P%d] text\n\n", $1, $1 }'
                printf '%d\n00:00:10,000 --> 00:00:15,000\n[Ben] text\n\n' 1 2 ;;
            line) # three that speak are a name of two words, which takes two places
                printf '[LINE] Zoe\nSaved: 2024/02/06 08:00\n\n2024.02.05 Monday\n'
                seq $((most + over - 2)) | awk '{ printf "12:00 P%d text\n", $1 }'
                printf '12:0%d Ben Hill text\n' 1 2 3 ;;
            esac | grep -v '^Ada: ' >"$here/log"
            run "$attune" read -q --names raw --format "$format" "$here/log"
            [ "$(grep -c ",$speaker," <<<"$output")" -eq $((over > 0 ? 0 : heard)) ] || { echo "$format $over"; tail -n 3 <<<"$output"; return 1; }
        done
    done <<'END'
transcript 4096
srt 4096
line 8192
END
}

# mentions LINE FORMAT NAME: how many that are called NAME the message of that line has.
mentions() { "$attune" read -q --names raw --format "$2" "$here/log" | sed -n "$1"p | cut -d, -f8 | grep -o "$3" | wc -l; }

@test "64 mentions of a message are taken" {
    for count in 63 64 65; do
        taken=$((count > 64 ? 64 : count))
        { printf '14/02/2024, 10:00 - Ada: hello'
          printf ' @\xE2\x81\xA8Person%s\xE2\x81\xA9' $(seq "$count")
          printf '\n14/02/2024, 10:01 - Ben: hi\n'; } >"$here/log"
        [ "$(mentions 2 whatsapp Person)" -eq $taken ]
        list=$(seq "$count" | awk '{ printf "{\"name\":\"Person%d\",\"uuid\":\"Person%d\",\"start\":0,\"length\":1},", $1, $1 }')
        sed "7s/\"mentions\":\[[^]]*\]/\"mentions\":[${list%,}]/" corpus/signal-cli/received.jsonl >"$here/log"
        line=$(($("$attune" read -q "$here/log" | grep -n 'is the water on again' | cut -d: -f1)))
        [ "$(mentions "$line" signal-cli Person)" -eq $taken ]
        list=$(seq "$count" | awk '{ printf "{\"start\":0,\"length\":1,\"mentionAci\":\"Person%d\"},", $1 }')
        sed "s/\"bodyRanges\":\[[^]]*aci-aksel[^]]*\]/\"bodyRanges\":[${list%,}]/" corpus/signal/main.jsonl >"$here/log"
        line=$(("$("$attune" read -q "$here/log" | grep -n 'who has the keys' | cut -d: -f1)"))
        [ "$(mentions "$line" signal Person)" -eq $taken ]
    done
}

@test "a table of JSON lines has 64 keys" {
    for before in 61 62 63; do
        keys=$(printf '"k%s":1,' $(seq "$before"))
        printf '{%s"speaker":"Ada","text":"one"}\n{%s"speaker":"Ben","text":"two"}\n' "$keys" "$keys" >"$here/log.jsonl"
        expect $((before + 2 > 64 ? 3 : 0)) "$attune" read -q --format jsonl "$here/log.jsonl"
    done
}

@test "a group of text messages is told by 64 members, in whatever order" {
    for members in 63 64 65; do
        one=$(seq -f '+15550%06.0f' -s '~' "$members")
        two=$(seq -f '+15550%06.0f' -s '~' "$members" -1 1)
        { echo "<smses count=\"2\">"
          for list in "$one" "$two"; do
              printf '<mms date="1709914000000" msg_box="1" address="%s" m_id="a%s" contact_name="null"><parts><part seq="0" ct="text/plain" text="%s"/></parts><addrs><addr address="+15550000001" type="137"/></addrs></mms>\n' "$list" "${list:0:13}" "${list:0:13}"
          done
          echo "</smses>"; } >"$here/log.xml"
        expect 0 "$attune" read -q --format sms "$here/log.xml"
        [ "$(tail -n +2 <<<"$output" | cut -d, -f1 | sort -u | wc -l)" -eq $((members > 64 ? 2 : 1)) ] || { echo "$members"; echo "$output"; return 1; }
    done
}

@test "a recording has 512 speakers, whose codes have 7 characters" {
    for count in 511 512 513; do
        { printf '@UTF8\n@Begin\n@Participants:\t'
          seq "$count" | awk '{ printf "%sS%d Name%d Participant", (NR > 1 ? ", " : ""), $1, $1 }'
          printf '\n*S1:\thello .\n*S%d:\thello .\n@End\n' "$count"; } >"$here/log.cha"
        expect 0 "$attune" read -q --names raw "$here/log.cha"
        grep -q ",Name1," <<<"$output"
        grep -q ",$([ "$count" -gt 512 ] && echo S || echo Name)$count," <<<"$output" # beyond, the code stands for the name
    done
    for code in ABCDEF ABCDEFG ABCDEFGH; do
        printf '@UTF8\n@Begin\n@Participants:\tADA Ada Participant, %s Ben Participant\n*ADA:\tone .\n*%s:\ttwo .\n@End\n' "$code" "$code" >"$here/log.cha"
        expect $((${#code} > 7 ? 1 : 0)) "$attune" read -q --names raw "$here/log.cha"
        [ "$(grep -c ",Ben," <<<"$output")" -eq $((${#code} > 7 ? 0 : 1)) ]
    done
}

@test "a tag of a message backup has 64 KiB and four records" {
    for over in -1 0 1; do
        { printf '<smses'
          of $((65536 + 4 * 1024 - 6 + over)) ' '
          printf '>\n<sms address="+15550000001" date="1709913600123" type="1" body="text" contact_name="Ada"/>\n</smses>\n'; } >"$here/log.xml"
        expect $((over > 0 ? 3 : 0)) "$attune" read -q --format sms --max-record 1k "$here/log.xml"
    done
}
