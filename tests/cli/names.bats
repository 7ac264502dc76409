# Names that would be taken for something else.
load helper

# Ada; asks NA, and mentions her.
awkward() {
    printf '%s\n' 'conversation,message,time,time_kind,precision_s,speaker,reply_to,mentions,kind,flags,text,codes' \
        '1,1,2024-01-01T10:00:00,local,60,Ada;,,NA,text,,x,R.DIRECT@0.9' \
        '1,2,2024-01-01T10:01:00,local,60,NA,,Ada\;,text,,y,A.LOVE@0.9' \
        '1,3,2024-01-01T10:02:00,local,60,Cleo,,Ada\;;NA,text,,z,' >"$here/log.csv"
}

@test "a speaker called NA is not missing" {
    awkward
    "$attune" -q --names raw --table dyads "$here/log.csv" >"$here/dyads"
    grep -q "^1,Ada;,\"'NA\"," "$here/dyads"
    ! cut -d, -f2,3 "$here/dyads" | grep -wq "^NA\|,NA$"
}

@test "a name with a semicolon comes through the chain" {
    awkward
    "$attune" read -q --names raw "$here/log.csv" >"$here/once"
    "$attune" read -q --names raw "$here/once" | cmp - "$here/once"
    grep -q ',Cleo,,Ada\\;;NA,text,' "$here/once"
    [ "$("$attune" -q "$here/log.csv" | wc -l)" = 4 ] # no fourth speaker
}
