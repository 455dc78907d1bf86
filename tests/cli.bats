bats_require_minimum_version 1.5.0
# The front door: help, options, errors, exit codes, renderings.

setup() {
	HOME_DIR="$BATS_TEST_TMPDIR/home"
	WALK="$SOURCE/fixtures/inbox"
}

@test "every command has its line in the help, in both languages" {
	run "$PAAKRAV" help
	[ "$status" -eq 0 ]
	[[ "$output" == *"Brug: paakrav"* && "$output" == *"  run INBOX"* ]]
	run "$PAAKRAV" --lang en run --help
	[ "$status" -eq 0 ]
	[[ "$output" == *"Usage: paakrav run INBOX"* && "$output" == *"--workers N"* ]]
}

@test "help with a word that begins several commands lists those" {
	run "$PAAKRAV" help task
	[ "$status" -eq 0 ]
	[[ "${#lines[@]}" -eq 2 && "${lines[0]}" == "  task add CASE"* && "$output" == *"task done CASE KEY"* ]]
	run "$PAAKRAV" help bank
	[[ "$output" == *"bank import"* && "$output" != *"  run INBOX"* ]]
	run "$PAAKRAV" help event
	[[ "${#lines[@]}" -eq 1 && "${lines[0]}" == "  events CASE"* ]]
	run "$PAAKRAV" --lang en help letter
	[[ "$output" == *"Usage: paakrav letter "* && "$output" == *"See also:"*"letter kinds"* ]]
}

@test "usage errors exit 2 and say the remedy" {
	run "$PAAKRAV"
	[ "$status" -eq 2 ]
	run "$PAAKRAV" nosuch
	[ "$status" -eq 2 ]
	[[ "$output" == *"paakrav help"* ]]
	run "$PAAKRAV" --today 2026-02-30 help
	[ "$status" -eq 2 ]
	run "$PAAKRAV" facts
	[ "$status" -eq 2 ]
	run "$PAAKRAV" --home "$HOME_DIR" facts X --no-such-option
	[ "$status" -eq 2 ]
	[[ "$output" == *"--no-such-option findes ikke her"* && "$output" != *Unknown* ]]
	run env -u PAAKRAV_HOME "$PAAKRAV" facts X
	[ "$status" -eq 2 ]
}

@test "with --format json an error is an object on stdout" {
	run --separate-stderr "$PAAKRAV" --lang en --format json read "$WALK/91-claim-med-fejl/claim.xml"
	[ "$status" -eq 3 ]
	[ "$(jq -r .schema <<<"$output")" = "paakrav.error/1" ]
	[ "$(jq -r .line <<<"$output")" -gt 0 ]
	[ "$(jq -r .column <<<"$output")" -gt 0 ]
	[ "$(jq -r .text <<<"$output")" != null ]
}

@test "global options stand before or after the command" {
	run --separate-stderr "$PAAKRAV" read "$WALK/01-erhverv/faktura.xml" --format json --lang en
	[ "$status" -eq 0 ]
	a=$output
	run --separate-stderr "$PAAKRAV" --format json --lang en read "$WALK/01-erhverv/faktura.xml"
	[ "$a" = "$output" ]
}

@test "CSV is the main array with its keys as header" {
	run "$PAAKRAV" --format csv read "$WALK/01-erhverv/faktura.xml"
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" == id,subject,name,value,raw,confidence,status,proof.document,proof.sha256,proof.page,proof.place,proof.reader ]]
	[ "${#lines[@]}" -gt 20 ]
	run "$PAAKRAV" --format csv schema claim
	[ "$status" -eq 2 ]
}

@test "a pipe that its reader has closed is no error to tell, a full disk is" {
	closed() {
		python3 -B -c 'import os, subprocess, sys
r, w = os.pipe()
os.close(r)
done = subprocess.run(sys.argv[1:], stdout=w, stderr=subprocess.PIPE)
sys.exit(done.returncode if not done.stderr else 99)' "$@"
	}
	closed "$PAAKRAV" --home "$HOME_DIR" law show
	run -1 closed false
	run -5 bash -c '"$0" --home "$1" law show 2>&1 >/dev/full' "$PAAKRAV" "$HOME_DIR"
	[[ "$output" == *"kan ikke skrives ud"* ]]
}

@test "a store that is not there is an error of the store, and reading makes none" {
	run "$PAAKRAV" --home "$HOME_DIR" facts 2026-000001
	[ "$status" -eq 4 ]
	[ ! -e "$HOME_DIR" ]
}

@test "auditor and creditor cannot write" {
	for role in auditor creditor; do
		run "$PAAKRAV" --role $role --home "$HOME_DIR" submit "$WALK/01-erhverv"
		[ "$status" -eq 7 ]
	done
	[ ! -e "$HOME_DIR" ]
}

@test "new writes a submission that is taken, filled from its e-invoice" {
	run "$PAAKRAV" new "$BATS_TEST_TMPDIR/ny" --document "$WALK/01-erhverv/faktura.xml" --debtor-kind business \
		--item-due-basis agreed --creditor-account "1234 5678901234" --unpaid yes --objection-expected no \
		--event "demand_sent on=2026-10-05 deadline-on=2026-10-19"
	[ "$status" -eq 0 ]
	run xmllint --noout --schema "$SOURCE/docs/claim.xsd" "$BATS_TEST_TMPDIR/ny/claim.xml"
	[ "$status" -eq 0 ]
	run --separate-stderr "$PAAKRAV" --home "$HOME_DIR" --today 2026-11-22 --format json submit "$BATS_TEST_TMPDIR/ny"
	[ "$(jq -r '.submissions[0].outcome' <<<"$output")" = taken ]
	[ "$(jq -r '.submissions[0].route' <<<"$output")" = betalingspaakrav ]
}

@test "new refuses a bad value with its place and leaves no folder" {
	run "$PAAKRAV" new "$BATS_TEST_TMPDIR/ny" --creditor-name A --item-principal 10.005
	[ "$status" -eq 3 ]
	[[ "$output" == *"claim.xml:"* ]]
	[ ! -e "$BATS_TEST_TMPDIR/ny" ]
}
