# A small year of the simulation that ./dev year runs whole: every øre of its books is reckoned once more, from the agreements alone.

bats_require_minimum_version 1.5.0

@test "three months of forty cases: books, invoices, payouts and proofs are what the agreements say; the pack holds" {
	run -0 python3 -B "$SOURCE/tests/year.py" "$BATS_TEST_TMPDIR/year" --cases 40 --months 3 --seed 9 --doubt
	echo "$output"
	[[ "$output" == *" 0 faults"* ]]
	[[ "$output" == *"by shares a hundredth of a percent off: "[1-9]* ]]
	# What this seed is chosen for: a payment taken back after it was paid out, and the credit note of its fee.
	for what in "bounced after the money had left" "credit notes" "payouts rejected" "doubled files" default_judgment; do
		[[ "$output" =~ "  $what"\ +[1-9] ]] || { echo "none: $what"; return 1; }
	done
}
