# Invoices through the program: what is read right, wrong and not at all, counted; nothing is read wrong.

corpora="${PAAKRAV_CORPORA:-$SOURCE/../shared/corpora}"

@test "docs/reading.md says what reading gets right today, and nothing is wrong" {
	if [ ! -d "$corpora" ]; then
		[ -z "$PAAKRAV_REQUIRE_CORPORA" ] || { echo "no corpora at $corpora"; return 1; }
		skip "no corpora at $corpora"
	fi
	run python3 -B "$SOURCE/tests/reading.py" "$PAAKRAV" "$SOURCE/fixtures" "$corpora" --check "$SOURCE/docs/reading.md"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "the table fails when a document says something else" {
	mkdir -p "$BATS_TEST_TMPDIR/corpora/oracle" "$BATS_TEST_TMPDIR/corpora/invoice2data/tests"
	head -1 "$SOURCE/fixtures/corpora/oracle/einvoice-xml.csv" >"$BATS_TEST_TMPDIR/corpora/oracle/einvoice-xml.csv"
	echo '[]' >"$BATS_TEST_TMPDIR/corpora/oracle/dk-synth-oracle.json"
	printf 'Issue date: 2022-09-27\nInvoice number: 0999/09/2022\n' >"$BATS_TEST_TMPDIR/corpora/invoice2data/tests/a.txt"
	echo '[{"invoice_number": "0999/09/2022"}]' >"$BATS_TEST_TMPDIR/corpora/invoice2data/tests/a.json"
	run python3 -B "$SOURCE/tests/reading.py" "$PAAKRAV" "$SOURCE/fixtures" "$BATS_TEST_TMPDIR/corpora"
	[ "$status" -eq 0 ]
	printf 'Invoice\nIssue date: 2022-09-27\nInvoice number: 0998/09/2022\n' >"$BATS_TEST_TMPDIR/corpora/invoice2data/tests/a.txt"
	run python3 -B "$SOURCE/tests/reading.py" "$PAAKRAV" "$SOURCE/fixtures" "$BATS_TEST_TMPDIR/corpora"
	[ "$status" -eq 1 ]
	[[ "$output" == *"wrong: a.txt invoice.number"* ]]
}
