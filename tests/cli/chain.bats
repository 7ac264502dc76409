# The stages on their own: read | classify | report is report.
load helper

# Every table but conversations, which describes the input of the last stage.
tables="speakers codes dyads reciprocity timeline episodes indicators sessions"

chained() {
    rm -rf "$here"/{whole,pieces}
    "$attune" -q -o "$here/whole" "$1" || [ $? -eq 1 ]
    "$attune" read -q "$1" | "$attune" classify -q | "$attune" -q -o "$here/pieces" || [ $? -eq 1 ]
    for table in $tables; do
        cmp "$here/whole/$table.csv" "$here/pieces/$table.csv" || return 1
    done
}

@test "WhatsApp" { chained "$chat"; }
@test "WhatsApp in German" { chained corpus/whatsapp/paar.txt; }
@test "the oddities of Android" { chained corpus/whatsapp/odd-android.txt; }
@test "the oddities of the iPhone" { chained corpus/whatsapp/odd-ios.txt; }
@test "Telegram" { chained corpus/telegram/result.json; }
@test "CSV" { chained corpus/csv/colleagues.csv; }
@test "JSONL" { chained corpus/jsonl/colleagues.jsonl; }
@test "a transcript" { chained corpus/transcript/talk.txt; }
@test "the message CSV" { chained corpus/messages/evening.csv; }
@test "several conversations" { chained corpus; }

@test "reading the message CSV again changes nothing" {
    for file in corpus/whatsapp/couple.txt corpus/whatsapp/odd-ios.txt corpus/telegram/result.json corpus/messages/evening.csv; do
        "$attune" read -q "$file" >"$here/once" || [ $? -eq 1 ]
        "$attune" read -q "$here/once" >"$here/twice" || [ $? -eq 1 ]
        cmp "$here/once" "$here/twice"
    done
}

@test "rows that carry codes are not coded again" {
    printf '%s\n' 'conversation,message,time,time_kind,precision_s,speaker,reply_to,mentions,kind,flags,text,codes,rules' \
        '1,1,2024-01-02T10:00:00,local,60,Ada,,,text,,the weather,R.DIRECT/T.LOVE@1.00,' \
        '1,2,2024-01-02T10:01:00,local,60,Ben,,,text,,do you love me?,A.LOVE@1.00,' >"$here/coded.csv"
    run "$attune" classify -q "$here/coded.csv"
    [[ $output == *'the weather,R.DIRECT/T.LOVE@1.00'* ]] || [[ $output == *'the weather,R.DIRECT/T.LOVE@1,'* ]]
    [[ $output != *'do you love me?,R.'* ]]
}
