# The whole of tests/cli/types.bats.
load ../cli/helper

@test "each value of each JSON sample may be of each other type" {
    run tests/long/swap-types "$attune"
    [ "$status" -eq 0 ] || { echo "$output"; return 1; }
}
