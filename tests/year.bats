# A small year of the simulation that ./dev year runs whole: every øre of its books is reckoned once more, from the agreements alone.

bats_require_minimum_version 1.5.0

@test "three months of forty cases: splits, fees, advances, client money and proofs are what the agreements say" {
	run -0 python3 -B "$SOURCE/tests/year.py" "$BATS_TEST_TMPDIR/year" --cases 40 --months 3 --seed 3 --doubt
	[[ "$output" == *" 0 faults"* ]]
	[[ "$output" == *"by shares a hundredth of a percent off: "[1-9]* ]]
}
