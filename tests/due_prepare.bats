bats_require_minimum_version 1.5.0
# due --prepare: the papers that the docket names, as drafts; what cannot be made says why, and nothing is made twice.

setup() {
	H=$BATS_TEST_TMPDIR/home OUT=$BATS_TEST_TMPDIR/out A=2026-000001 B=2026-000002
	json 2026-11-22 submit "$SOURCE/fixtures/inbox/01-erhverv" "$SOURCE/fixtures/inbox/03-forbruger" >/dev/null
}

json() {
	local day=$1
	shift
	"$PAAKRAV" --home "$H" --today "$day" --format json "$@"
}
valid() { python3 -B "$SOURCE/tests/validate.py" --break; }
# papers DAY: "CASE PAPER OUTCOME" of each
papers() {
	{ json "$1" due --prepare --out "$OUT" || true; } | jq -r '.papers[] | "\(.case) \(.paper) \(.outcome)"'
}

@test "the package of a case whose limitation is near; a second run makes nothing twice" {
	[ -z "$(papers 2026-11-22)" ]
	[ "$(papers 2029-03-20)" = $'2026-000001 package refused\n2026-000002 package refused' ]
	json 2029-03-20 due --prepare --out "$OUT" >"$H/due" || [ $? -eq 1 ]
	valid <"$H/due"
	jq -e '.papers | all(.reasons | length == 1)' "$H/due"
	run --separate-stderr "$PAAKRAV" --home "$H" --today 2029-03-20 due --prepare --out "$OUT"
	[ "$status" -eq 1 ]
	[[ "$output" == *"$A  package: ikke lavet"* ]]
}

@test "the reminder that the sequence has next, once, as a draft that waits for approval; an estate's claim is a person's" {
	json 2026-11-22 submit "$SOURCE/fixtures/inbox/11-uden-paakrav" "$SOURCE/fixtures/inbox/28-konkurs" >/dev/null
	[ "$(papers 2026-11-22)" = $'2026-000003 reminder_1 drawn\n2026-000004 estate_claim refused' ]
	[ "$(papers 2026-11-22)" = $'2026-000003 reminder_1 already\n2026-000004 estate_claim refused' ]
	[ "$(ls "$OUT/til-godkendelse/breve/"*.pdf | wc -l)" -eq 1 ]
	json 2026-11-22 letters | jq -e '[.letters[] | .state] == ["draft"]'
	run -3 --separate-stderr json 2026-11-22 due --prepare --out "$OUT" --lawyer "Anna Vest"
	[ "$(jq -r .code <<<"$output")" = no-such-lawyer ]
	json 2026-11-22 assign 2026-000001 "Anna Vest" >/dev/null
	json 2026-11-22 due --prepare --out "$OUT" --lawyer "anna vest" | jq -e '.papers == []'
	# the same day the record moves on: the draft is void, and another is made
	json 2026-11-22 note 2026-000003 payment --on 2026-11-22 --amount 100 --paid-to creditor >/dev/null
	[ "$(papers 2026-11-22 | head -1)" = "2026-000003 reminder_1 drawn" ]
	json 2026-11-22 letters | jq -e '[.letters[] | .state] == ["void", "draft"]'
}

@test "options that say another day do not go with it" {
	local other
	for other in "--on 2026-12-01" "--ics x.ics" "--mail"; do
		run --separate-stderr json 2026-11-22 due --prepare $other
		[ "$status" -eq 2 ]
		[ "$(jq -r .code <<<"$output")" = due-options ]
	done
}
