# Whole lives of cases, played by their dates: each file of tests/lives is one, each line of it an assertion with its statute.

bats_require_minimum_version 1.5.0

life() {
	python3 -B "$SOURCE/tests/lives.py" "$SOURCE/tests/lives/$1.life" "$BATS_TEST_TMPDIR/life"
}

@test "every life is played here" {
	for file in "$SOURCE"/tests/lives/*.life; do
		grep -q "life $(basename "$file" .life)\$" "$BATS_TEST_FILENAME" || { echo "$file"; false; }
	done
}

@test "a life with a wrong day fails, and says where" {
	sed 's/last=2027-09-06/last=2027-09-04/' "$SOURCE/tests/lives/01-paid-on-reminder.life" >"$BATS_TEST_TMPDIR/wrong.life"
	run -1 python3 -B "$SOURCE/tests/lives.py" "$BATS_TEST_TMPDIR/wrong.life" "$BATS_TEST_TMPDIR/life"
	[[ "$output" == *"wrong.life:"*"T40 last"*"2027-09-06"* ]]
}

@test "a life with an øre too much in its books fails, and says what stands there" {
	sed 's/fee_unbilled=1123.08/fee_unbilled=1123.09/' "$SOURCE/tests/lives/04b-plan-broken.life" >"$BATS_TEST_TMPDIR/wrong.life"
	run -1 python3 -B "$SOURCE/tests/lives.py" "$BATS_TEST_TMPDIR/wrong.life" "$BATS_TEST_TMPDIR/life"
	[[ "$output" == *"wrong.life:"*"2024-11-11: trial balance"*"'fee_unbilled': 112308"* ]]
}

@test "1: paid on the reminder" {
	life 01-paid-on-reminder
}

@test "2: undisputed, to full payment through attachment" {
	life 02-udlaeg-paid
}

@test "2: the same carried by a lawyer, with the books" {
	life 02b-lawyer-books
}

@test "3: objection, judgment, appeal out of time" {
	life 03-appeal-late
}

@test "4: plan kept" {
	life 04a-plan-kept
}

@test "4: plan broken" {
	life 04b-plan-broken
}

@test "5: the debtor goes bankrupt" {
	life 05-bankrupt
}

@test "6: the debtor dies" {
	life 06-dead
}

@test "7: two debtors with different fates" {
	life 07-two-debtors
}

@test "8: limitation saved in the rest period, rpl § 490 stk. 3" {
	life 08-saved-by-490
}

@test "9: limitation lost" {
	life 09-limitation-lost
}

@test "10: moved abroad" {
	life 10-abroad
}

@test "11: settled for less" {
	life 11-settlement
}

@test "12: written off" {
	life 12-written-off
}

@test "4: plan without interest, kept" {
	life 04c-plan-free
}

@test "4: plan without interest, broken" {
	life 04d-plan-free-broken
}
