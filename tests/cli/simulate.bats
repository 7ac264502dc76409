# Made-up logs with known rates.
load helper

@test "the same numbers give the same log, another seed another one" {
    "$attune" simulate --dyads 3 --messages 200 --seed 5 >"$here/one"
    "$attune" simulate --seed 5 --messages 200 --dyads 3 | cmp - "$here/one"
    ! "$attune" simulate --dyads 3 --messages 200 --seed 6 | cmp -s - "$here/one"
}

@test "values stand behind = as with the other commands, and -h shows the options" {
    "$attune" simulate --dyads 3 --messages 20 --request-rate 0.2 >"$here/one"
    "$attune" simulate --dyads=3 --messages=20 --request-rate=0.2 | cmp - "$here/one"
    "$attune" simulate -h | grep -q -- '--relief-slope 0'
}

@test "every message is read, and its codes are taken as they are" {
    "$attune" simulate --dyads 7 --messages 300 --answer-probability 0.5 >"$here/log.csv"
    expect 0 "$attune" -o "$here/tables" "$here/log.csv"
    said "2100 records in 7 conversations"
    said "2100 messages"
    "$attune" classify -q "$here/log.csv" | cmp - "$here/log.csv"
}

@test "a conversation does not depend on how many there are" {
    "$attune" simulate --dyads 5 --messages 50 | grep '^[12],' >"$here/five"
    "$attune" simulate --dyads 2 --messages 50 | grep '^[12],' | cmp - "$here/five"
}

# Of 20,000 messages, within four standard errors.
@test "rates are those that were asked for" {
    "$attune" simulate --dyads 10 --messages 2000 --request-rate 0.1 --affirmation-rate 0.2 |
        awk -F, '/R\.DIRECT/ { asks++ } /A\.LOVE/ { gives++ } NR > 1 { n++ }
            END { exit !(asks / n > .0915 && asks / n < .1085 && gives / n > .169 && gives / n < .191) }'
    "$attune" simulate --dyads 10 --messages 2000 --request-rate 0.1 --answer-probability 0.8 --affirmation-rate 0 |
        awk -F, '/R\.DIRECT/ { asks++ } /A\.LOVE/ { gives++ } END { exit !(gives / asks > .762 && gives / asks < .838) }'
}

@test "what makes no sense is refused" {
    expect 2 "$attune" simulate --request-rate 1.5 && said "0 to 1"
    expect 2 "$attune" simulate --messages 0 && said "above 0"
    expect 2 "$attune" simulate --volume-trend 0 && said "trend"
    expect 2 "$attune" simulate --messages 10x && said "no such value"
    expect 2 "$attune" simulate --messages= && said "no such value"
    expect 2 "$attune" simulate --seed && said "needs a value"
    expect 2 "$attune" simulate --answer && said "no such option"
    expect 2 "$attune" simulate --dyads 1 --messages 9000000 --volume-trend 0.01 && said "2099"
}

# With stamps to the second the median is 70.7; all that the band of whole minutes knew was 60.
@test "limits of a median in minutes hold it, and what finer stamps tell" {
    "$attune" simulate --dyads 40 --messages 3000 --answer-probability 0.9 --answer-delay 90s --precision 60s >"$here/log.csv"
    "$attune" -q --table dyads "$here/log.csv" |
        awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
            { value = $at["latency_median_s"]; low = $at["latency_median_s_low"]; high = $at["latency_median_s_high"]
              n += $at["latency_interval_censored"]; out += value < low || value > high || 70.7 < low || 70.7 > high }
            END { exit !(n == 80 && out == 0) }'
}

@test "simulate takes whole numbers of digits alone" {
    for number in -1 " -1" +1 " 1" 1x "" 0x10 99999999999999999999; do
        expect 2 "$attune" simulate --dyads "$number" --messages 1
        said "no such value for the option"
    done
}
