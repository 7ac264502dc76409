# Values of another type than an export has: never a crash, and every record counted.
load helper

# All of them at night: tests/long.
@test "a value of another type costs no more than what hangs on it" {
    run tests/long/swap-types "$attune" --share 30 --seed 1
    [ "$status" -eq 0 ] || { echo "$output"; return 1; }
    [[ $output == "30 values of another type, 0 wrong" ]]
}
