# Court post and contracts: no more wrong and no less right than the table in the documents says.

bats_require_minimum_version 1.5.0

@test "what is read of court post and contracts is no worse than docs/reading-court.md says" {
	python3 -B "$SOURCE/tests/reading_court.py" "$PAAKRAV" "$SOURCE/fixtures" --check "$SOURCE/docs/reading-court.md"
}

@test "the check can fail: a table that promises more" {
	sed 's/^| text | [*][*]all[*][*] | [*][*]100/| text | **all** | **101/' "$SOURCE/docs/reading-court.md" >"$BATS_TEST_TMPDIR/more.md"
	run -1 python3 -B "$SOURCE/tests/reading_court.py" "$PAAKRAV" "$SOURCE/fixtures" --check "$BATS_TEST_TMPDIR/more.md"
}
