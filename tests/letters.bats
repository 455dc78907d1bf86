# Letters through the program: a thread told apart, each with its kind, words and place.

@test "a mail's own letter and the reminder forwarded in it are two letters" {
	run "$PAAKRAV" read --format csv "$SOURCE/fixtures/letters/t02.eml"
	[ "$status" -eq 0 ]
	[[ "$output" == *"letter/1"*"letter.kind"*"promise"* ]]
	[[ "$output" == *"letter/2"*"letter.kind"*"demand"* ]]
	[[ "$output" == *"letter/2"*"letter.sent_on"*"2026-05-08"* ]]
}

@test "an objection inside a promise is shown with the words that say so" {
	run "$PAAKRAV" read --format json "$SOURCE/fixtures/letters/o02.eml"
	[ "$status" -eq 0 ]
	[[ "$output" == *"objection"* ]]
	[[ "$output" == *"skaller allerede af"* ]]
}

@test "no letter of ours and none of the corpora is surely read as another kind" {
	corpora="${PAAKRAV_CORPORA:-$SOURCE/../shared/corpora}"
	if [ ! -d "$corpora" ] && [ -n "$PAAKRAV_REQUIRE_CORPORA" ]; then
		echo "no corpora at $corpora"
		return 1
	fi
	run python3 -B "$SOURCE/tests/letters.py" "$PAAKRAV" "$SOURCE/fixtures" "$corpora"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "the table of letters fails when a letter is read as another" {
	mkdir -p "$BATS_TEST_TMPDIR/letters"
	cp "$SOURCE/fixtures/letters/k01.txt" "$BATS_TEST_TMPDIR/letters/"
	head -1 "$SOURCE/fixtures/letters/letters.csv" >"$BATS_TEST_TMPDIR/letters/letters.csv"
	grep ^k01 "$SOURCE/fixtures/letters/letters.csv" | sed s/acknowledgement/objection/ >>"$BATS_TEST_TMPDIR/letters/letters.csv"
	run python3 -B "$SOURCE/tests/letters.py" "$PAAKRAV" "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR/none"
	[ "$status" -eq 1 ]
}
