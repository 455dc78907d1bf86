# From a folder as people send it - a scan, a Word contract, a mail thread, who the parties are - to the papers.

bats_require_minimum_version 1.5.0

# Each in a store of its own: they claim the same invoice, which two open cases may not.
setup_file() {
	export WHOLE=$BATS_FILE_TMPDIR/whole CASE=2026-000001
	for story in udisputeret med-indsigelse; do
		mkdir -p "$WHOLE/$story/inbox"
		cp -r "$SOURCE/fixtures/reading/$story" "$WHOLE/$story/inbox/"
		local status=0
		"$PAAKRAV" --home "$WHOLE/$story/home" --today 2026-11-22 --format json run "$WHOLE/$story/inbox" \
			--out "$WHOLE/$story/out" >"$WHOLE/$story/run.json" || status=$?
		echo "$status" >"$WHOLE/$story/status"
	done
	export OPEN=udisputeret DISPUTED=med-indsigelse
}

# ask STORY COMMAND...
ask() {
	local story=$1
	shift
	"$PAAKRAV" --home "$WHOLE/$story/home" --today 2026-11-22 --format json "$@"
}

# fact STORY SUBJECT NAME: value, document, page and place of what was read.
fact() {
	ask "$1" facts "$CASE" | jq -r --arg subject "$2" --arg name "$3" \
		'.facts[] | select(.subject == $subject and .name == $name) | "\(.value) \(.proof.document) \(.proof.page) \(.proof.place)"'
}

@test "the undisputed one becomes a betalingspåkrav, the one with an objection a civil claim" {
	for story in "$OPEN betalingspaakrav paakrav.pdf" "$DISPUTED civil_claim felter.json"; do
		read -r name route part <<<"$story"
		[ "$(cat "$WHOLE/$name/status")" -eq 0 ]
		[ "$(jq -r '.submissions[0].route' "$WHOLE/$name/run.json")" = "$route" ]
		[ -f "$WHOLE/$name/out/$(jq -r '.submissions[0].package' "$WHOLE/$name/run.json")/$part" ]
	done
}

@test "the figures come from the scan, each with its page and its place on it" {
	[[ "$(fact "$OPEN" invoice/20417 invoice.total_ore)" =~ ^1843750\ scan.pdf\ 1\ box\ [0-9.\ ]+$ ]]
	[[ "$(fact "$OPEN" invoice/20417 invoice.due_on)" =~ ^2026-09-02\ scan.pdf\ 1\ box ]]
	[[ "$(fact "$OPEN" invoice/20417 invoice.issue_on)" =~ ^2026-08-03\ scan.pdf\ 1\ box ]]
	[[ "$(fact "$OPEN" invoice/20417 buyer.cvr)" =~ ^99002417\ scan.pdf\ 1\ box ]]
	[ "$(ask "$OPEN" owed "$CASE" --on 2026-11-22 | jq .principal_ore)" -eq 1843750 ]
}

@test "two reminders and the demand letter are events without anybody typing them" {
	ask "$OPEN" events "$CASE" >"$BATS_TEST_TMPDIR/events"
	[ "$(jq -r '[.events[] | select(.name == "reminder_sent") | .on] | join(" ")' "$BATS_TEST_TMPDIR/events")" = "2026-09-14 2026-09-29" ]
	[ "$(jq -r '[.events[] | select(.name == "demand_sent") | .on + "/" + .deadline_on] | join(" ")' "$BATS_TEST_TMPDIR/events")" = \
		"2026-10-14/2026-10-29" ]
	[ "$(jq -r '[.events[] | select(.document == null)] | length' "$BATS_TEST_TMPDIR/events")" -eq 0 ]
}

@test "explain walks every figure and date of the claim back to a document and its page" {
	ask "$OPEN" explain "$CASE" --all >"$BATS_TEST_TMPDIR/explain"
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
	ask "$DISPUTED" assess "$CASE" >"$BATS_TEST_TMPDIR/assess"
	jq -e '.findings[] | select(.id == "U01") | .verdict == "FOUND" and (.because | test("betaler ikke|lækker|forkert"))' "$BATS_TEST_TMPDIR/assess"
	# What the objection quotes is the demand letter, not a second one.
	[ "$(ask "$DISPUTED" events "$CASE" | jq '[.events[] | select(.name == "demand_sent")] | length')" -eq 1 ]
}

@test "find looks through scan, contract and mails" {
	ask "$OPEN" find tagrende >"$BATS_TEST_TMPDIR/find"
	for document in scan.pdf kontrakt.docx korrespondance.mbox; do
		jq -e --arg case "$CASE" --arg document "$document" \
			'[.found[] | select(.case == $case and (.document | startswith($document)))] | length > 0' "$BATS_TEST_TMPDIR/find"
	done
}

@test "facts --why shows the words around a figure" {
	run -0 "$PAAKRAV" --home "$WHOLE/$OPEN/home" --today 2026-11-22 facts "$CASE" --why invoice.total_ore
	[[ $output == *"18.437,50"* ]]
	[[ $output == *scan.pdf* ]]
}

@test "the contract tells how the item was agreed: the due date is an agreed one, and box 5 says so" {
	ask "$OPEN" explain "$CASE" --all >"$BATS_TEST_TMPDIR/explain"
	jq -e '.rules[] | select(.id == "U26") | .verdict == "CLEAR"' "$BATS_TEST_TMPDIR/explain"
	jq -e '.rules[] | select(.id == "R16") | .verdict == "CLEAR"' "$BATS_TEST_TMPDIR/explain"
	jq -e '.rules[] | select(.id == "U21") | .verdict == "CLEAR"' "$BATS_TEST_TMPDIR/explain"
	jq -e '[.rules[] | select(.id == "M02" and .verdict != "CLEAR")] | length == 0' "$BATS_TEST_TMPDIR/explain"
	pdftotext "$WHOLE/$OPEN/out/til-godkendelse/$CASE/paakrav.pdf" - | grep -q "6. juli 2026"
}

@test "the civil claim has the scan, the contract, the reminders and the demand as numbered exhibits, by day" {
	local papers=$WHOLE/$DISPUTED/out/til-godkendelse/$CASE
	(cd "$papers" && ls bilag-*) >"$BATS_TEST_TMPDIR/exhibits"
	[ "$(tr '\n' ' ' <"$BATS_TEST_TMPDIR/exhibits")" = "bilag-01.pdf bilag-02.pdf bilag-03.pdf bilag-04.pdf bilag-05.pdf " ]
	grep -q "Bilag 1: .*6. juli 2026" "$papers/felter.txt"
	grep -q "Bilag 2: Faktura 20417, 3. august 2026" "$papers/felter.txt"
	grep -q "Bilag 5: Inkassovarsel: faktura 20417, 14. oktober 2026" "$papers/felter.txt"
	# What the debtor wrote is a person's to choose.
	grep -q "0004-SV.*bilag eller internt" "$papers/felter.txt"
}

@test "an exhibit without a day, and a demand without a deadline, are said to be so" {
	local dir=$BATS_TEST_TMPDIR
	mkdir -p "$dir/in"
	cp -r "$SOURCE/fixtures/inbox/07-indsigelse" "$dir/in/sag"
	sed -i '/event name="demand_sent"/s/ deadline-on="[^"]*"//' "$dir/in/sag/claim.xml"
	printf 'En note om leverancen.\n' >"$dir/in/sag/note.txt"
	sed -i '0,/  <document /s|  <document |  <document id="n9" file="note.txt" kind="other" use="exhibit"/>\n&|' "$dir/in/sag/claim.xml"
	run "$PAAKRAV" --home "$dir/home" --today 2026-11-22 --format json run "$dir/in" --out "$dir/out"
	[ "$(jq -r '.submissions[0].route' <<<"$output")" = civil_claim ]
	grep -q "udateret" "$dir/out/til-godkendelse/2026-000001/felter.txt"
}
