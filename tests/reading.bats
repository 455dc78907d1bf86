# From a folder as people send it - a scan, a Word contract, a mail thread, who the parties are - to the papers.

bats_require_minimum_version 1.5.0

setup_file() {
	export WHOLE=$BATS_FILE_TMPDIR/whole
	mkdir -p "$WHOLE"
	local status=0
	"$PAAKRAV" --home "$WHOLE/home" --today 2026-11-22 --format json run "$SOURCE/fixtures/reading" --out "$WHOLE/out" \
		>"$WHOLE/run.json" || status=$?
	echo "$status" >"$WHOLE/status"
	export OPEN=$(jq -r '.submissions[] | select(.path == "udisputeret") | .case' "$WHOLE/run.json")
	export DISPUTED=$(jq -r '.submissions[] | select(.path == "med-indsigelse") | .case' "$WHOLE/run.json")
}

ask() {
	"$PAAKRAV" --home "$WHOLE/home" --today 2026-11-22 --format json "$@"
}

# fact CASE SUBJECT NAME: value, document, page and place of what was read.
fact() {
	ask facts "$1" | jq -r --arg subject "$2" --arg name "$3" \
		'.facts[] | select(.subject == $subject and .name == $name) | "\(.value) \(.proof.document) \(.proof.page) \(.proof.place)"'
}

@test "the undisputed one becomes a betalingspåkrav, the one with an objection a civil claim" {
	[ "$(cat "$WHOLE/status")" -eq 0 ]
	[ "$(jq -r '.submissions[] | select(.path == "udisputeret") | .route' "$WHOLE/run.json")" = betalingspaakrav ]
	[ "$(jq -r '.submissions[] | select(.path == "med-indsigelse") | .route' "$WHOLE/run.json")" = civil_claim ]
	[ -f "$WHOLE/out/$(jq -r '.submissions[] | select(.path == "udisputeret") | .package' "$WHOLE/run.json")/paakrav.pdf" ]
	[ -f "$WHOLE/out/$(jq -r '.submissions[] | select(.path == "med-indsigelse") | .package' "$WHOLE/run.json")/felter.json" ]
}

@test "the figures come from the scan, each with its page and its place on it" {
	[[ "$(fact "$OPEN" invoice/20417 invoice.total_ore)" =~ ^1843750\ scan.pdf\ 1\ box\ [0-9.\ ]+$ ]]
	[[ "$(fact "$OPEN" invoice/20417 invoice.due_on)" =~ ^2026-09-02\ scan.pdf\ 1\ box ]]
	[[ "$(fact "$OPEN" invoice/20417 invoice.issue_on)" =~ ^2026-08-03\ scan.pdf\ 1\ box ]]
	[[ "$(fact "$OPEN" invoice/20417 seller.cvr)" =~ ^99001410\ scan.pdf\ 1\ box ]]
	[[ "$(fact "$OPEN" invoice/20417 buyer.cvr)" =~ ^99002417\ scan.pdf\ 1\ box ]]
	[ "$(ask owed "$OPEN" --on 2026-11-22 | jq .principal_ore)" -eq 1843750 ]
}

@test "two reminders and the demand letter are events without anybody typing them" {
	ask events "$OPEN" >"$BATS_TEST_TMPDIR/events"
	[ "$(jq -r '[.events[] | select(.name == "reminder_sent") | .on] | join(" ")' "$BATS_TEST_TMPDIR/events")" = "2026-09-14 2026-09-29" ]
	[ "$(jq -r '[.events[] | select(.name == "demand_sent") | .on + "/" + .deadline_on] | join(" ")' "$BATS_TEST_TMPDIR/events")" = \
		"2026-10-14/2026-10-29" ]
	[ "$(jq -r '[.events[] | select(.document == null)] | length' "$BATS_TEST_TMPDIR/events")" -eq 0 ]
}

@test "explain walks every figure and date of the claim back to a document and its page" {
	ask explain "$OPEN" --all >"$BATS_TEST_TMPDIR/explain"
	# The demand letter's rule shows the letter's own facts, with the mail that they stand in.
	jq -e '.rules[] | select(.id == "U06") | .facts[] | select(.name == "letter.deadline_on") |
		.value == "2026-10-29" and (.proof.document | startswith("korrespondance.mbox/")) and .proof.page >= 1' "$BATS_TEST_TMPDIR/explain"
	jq -e '[.rules[].facts[]] | length > 10 and all(.proof.document != null and .proof.place != null)' "$BATS_TEST_TMPDIR/explain"
	[ "$(jq -r '.rules[] | select(.id == "D04") | .verdict' "$BATS_TEST_TMPDIR/explain")" = CLEAR ]
}

@test "the contract is read: signed digitally, thirty days, Danish law, retention of title" {
	[[ "$(fact "$OPEN" document/kontrakt.docx contract.signed)" =~ ^digital_signature\  ]]
	[[ "$(fact "$OPEN" document/kontrakt.docx contract.payment_days)" =~ ^30\  ]]
	[[ "$(fact "$OPEN" document/kontrakt.docx contract.law)" =~ ^DK\  ]]
	[ -n "$(fact "$OPEN" document/kontrakt.docx contract.retention_of_title)" ]
}

@test "the objection is found in the thread, and its words are named" {
	ask assess "$DISPUTED" >"$BATS_TEST_TMPDIR/assess"
	jq -e '.findings[] | select(.id == "U01") | .verdict == "FOUND" and (.because | test("betaler ikke|lækker|forkert"))' "$BATS_TEST_TMPDIR/assess"
	# What the objection quotes is the demand letter, not a second one.
	[ "$(ask events "$DISPUTED" | jq '[.events[] | select(.name == "demand_sent")] | length')" -eq 1 ]
}

@test "find looks through scan, contract and mails" {
	ask find skotrende >"$BATS_TEST_TMPDIR/find"
	for document in scan.pdf kontrakt.docx korrespondance.mbox; do
		jq -e --arg case "$OPEN" --arg document "$document" \
			'[.hits[] | select(.case == $case and (.document | startswith($document)))] | length > 0' "$BATS_TEST_TMPDIR/find"
	done
}

@test "facts --why shows the words around a figure" {
	run -0 "$PAAKRAV" --home "$WHOLE/home" --today 2026-11-22 facts "$OPEN" --why invoice.total_ore
	[[ $output == *"18.437,50"* ]]
	[[ $output == *scan.pdf* ]]
}
