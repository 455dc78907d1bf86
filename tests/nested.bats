# Documents inside documents: each is read, named after what it lies in, linked to it, and never more than it is.

bats_require_minimum_version 1.5.0

setup_file() {
	export H=$BATS_FILE_TMPDIR M="python3 -B $SOURCE/tests/make_mails.py" I=$SOURCE/fixtures/inbox/01-erhverv
	export PARTIES=$SOURCE/fixtures/reading/udisputeret/claim.xml
}

p() {
	"$PAAKRAV" --home "$BATS_TEST_TMPDIR/home" --today 2026-11-22 --lang en "$@"
}

names() {
	p read "$1" --format json | jq -r '.documents[].document'
}

@test "an attachment is read, and its facts name it" {
	$M attach "$I/faktura.xml" >"$H/mail.eml"
	mkdir "$BATS_TEST_TMPDIR/tmp"
	TMPDIR=$BATS_TEST_TMPDIR/tmp p read "$H/mail.eml" --format json >"$H/read.json"
	jq -e '[.facts[] | select(.proof.document == "mail.eml/faktura.xml" and .name == "invoice.payable_ore")] | length == 1' "$H/read.json"
	jq -e '.facts[] | select(.name == "document.parent") | .subject == "document/mail.eml/faktura.xml" and .value == "mail.eml"
		and .proof.document == "mail.eml"' "$H/read.json"
	python3 -B "$SOURCE/tests/validate.py" read "$H/read.json"
	[ -z "$(ls -A "$BATS_TEST_TMPDIR/tmp")" ]
}

@test "a mail in a mail in a mail, but not for ever" {
	$M nest 3 "$I/faktura.xml" >"$H/three.eml"
	p read "$H/three.eml" --format json | jq -e '[.facts[] | select(.name == "invoice.payable_ore")] | length == 1'
	$M nest 8 "$I/faktura.xml" >"$H/eight.eml"
	p read "$H/eight.eml" --format json >"$H/eight.json"
	jq -e '[.facts[] | select(.name == "invoice.payable_ore")] | length == 0' "$H/eight.json"
	jq -e '[.documents[] | select(.unread != null)] | length == 1' "$H/eight.json"
}

@test "no name leads out of the mail" {
	local name
	for name in ../../out.xml /etc/out.xml 'a\..\out.xml' '..' '.' $'a\nb.xml' $'\e[31m.xml' '   ' \
		"$(printf 'x%.0s' {1..400}).xml" 'CON' 'æøå/../../b.xml' ; do
		$M named "$name" "$I/faktura.xml" >"$BATS_TEST_TMPDIR/mail.eml" || continue
		p read "$BATS_TEST_TMPDIR/mail.eml" --format json >"$BATS_TEST_TMPDIR/read.json"
		jq -e '.documents | all(.document | test("(^|/)\\.\\.?(/|$)|^/|//|[[:cntrl:]]") | not)' "$BATS_TEST_TMPDIR/read.json"
		jq -e '.documents | length == 2' "$BATS_TEST_TMPDIR/read.json"
	done
	[ ! -e "$BATS_TEST_TMPDIR/../out.xml" ]
}

@test "two attachments of one name are two documents" {
	mkdir -p "$BATS_TEST_TMPDIR/a"
	cp "$I/claim.xml" "$BATS_TEST_TMPDIR/a/faktura.xml"
	$M attach "$I/faktura.xml" "$BATS_TEST_TMPDIR/a/faktura.xml" >"$BATS_TEST_TMPDIR/mail.eml"
	[ "$(names "$BATS_TEST_TMPDIR/mail.eml" | sort -u | wc -l)" = 3 ]
}

@test "a claim.xml inside a mail states nothing" {
	$M attach "$I/claim.xml" >"$BATS_TEST_TMPDIR/mail.eml"
	p read "$BATS_TEST_TMPDIR/mail.eml" --format json >"$BATS_TEST_TMPDIR/read.json"
	jq -e '[.facts[] | select(.status == "stated")] | length == 0' "$BATS_TEST_TMPDIR/read.json"
	jq -e '.documents[] | select(.document == "mail.eml/claim.xml") | .unread | contains("counts only when it lies by itself")' "$BATS_TEST_TMPDIR/read.json"
}

@test "what lies beside the mail too is one document with a link" {
	local in=$BATS_TEST_TMPDIR/in/sag
	mkdir -p "$in"
	cp "$I"/*.xml "$in"
	$M attach "$I/faktura.xml" "$SOURCE/fixtures/inbox/07-indsigelse/aftale.pdf" >"$in/mail.eml"
	p inbox "$BATS_TEST_TMPDIR/in" >/dev/null
	p facts 2026-000001 --format json >"$BATS_TEST_TMPDIR/facts.json"
	jq -e '[.facts[] | select(.name == "document.parent") | .subject] | sort == ["document/faktura.xml", "document/mail.eml/aftale.pdf"]' \
		"$BATS_TEST_TMPDIR/facts.json"
	jq -e '[.facts[] | select(.name == "invoice.payable_ore" and .status == "read")] | length == 1' "$BATS_TEST_TMPDIR/facts.json"
}

@test "an attachment does not change whether a submission was seen before" {
	local in=$BATS_TEST_TMPDIR/in
	mkdir -p "$in/a" "$in/b"
	cp "$PARTIES" "$in/a"
	$M attach "$I/faktura.xml" >"$in/a/mail.eml"
	cp "$in/a"/* "$in/b"
	p inbox "$in" --format json | jq -e '.totals.taken == 1 and .totals.duplicate == 1'
	p inbox "$in" --format json | jq -e '.submissions[0].case == "2026-000001" and .totals.taken == 1'
}

@test "a zip, its mail and what the mail holds" {
	local in=$BATS_TEST_TMPDIR/in
	mkdir -p "$in" "$BATS_TEST_TMPDIR/sag"
	cp "$PARTIES" "$BATS_TEST_TMPDIR/sag"
	$M attach "$I/faktura.xml" >"$BATS_TEST_TMPDIR/sag/mail.eml"
	(cd "$BATS_TEST_TMPDIR/sag" && python3 -m zipfile -c "$in/sag.zip" ./*)
	p inbox "$in" --format json | jq -e '.totals.taken == 1'
	p facts 2026-000001 --format json | jq -e '[.facts[] | select(.proof.document == "mail.eml/faktura.xml")] | length > 10'
}

@test "letters are numbered on, and one event follows from each" {
	local in=$BATS_TEST_TMPDIR/in/sag more=$BATS_TEST_TMPDIR/mere
	mkdir -p "$in" "$more"
	cp "$PARTIES" "$SOURCE/fixtures/reading/udisputeret/scan.pdf" "$in" # the invoice that they are about
	$M letter "Mon, 14 Sep 2026" $'Hej\n\nVi har ikke modtaget betaling for faktura 20417. Betal senest den 24. september 2026.\n' >"$in/rykker.eml"
	p inbox "$BATS_TEST_TMPDIR/in" >/dev/null
	$M letter "Tue, 29 Sep 2026" $'Hej\n\nDette er anden rykker. Faktura 20417 er stadig ikke betalt. Betal senest den 9. oktober 2026.\n' >"$more/rykker.eml"
	p submit --case 2026-000001 "$more" >/dev/null
	p facts 2026-000001 --format json >"$BATS_TEST_TMPDIR/facts.json"
	jq -e '[.facts[] | select(.name == "letter.sent_on") | {(.subject): .value}] | add == {"letter/1": "2026-09-14", "letter/2": "2026-09-29"}' \
		"$BATS_TEST_TMPDIR/facts.json"
	jq -e '[.facts[] | select(.subject == "letter/2") | .proof.document] | unique == ["rykker-2.eml"]' "$BATS_TEST_TMPDIR/facts.json"
	p events 2026-000001 --format json | jq -e '.events | map(select(.name == "reminder_sent") | [.on, .deadline_on, .letter, .by, .id])
		== [["2026-09-14", "2026-09-24", "letter/1", "read", null], ["2026-09-29", "2026-10-09", "letter/2", "read", null]]'
	p find anden --format json | jq -e '.found[0].document == "rykker-2.eml"'
	p find 'faktura' --format json >"$BATS_TEST_TMPDIR/before.json"
	p index --rebuild >/dev/null
	p find 'faktura' --format json | cmp - "$BATS_TEST_TMPDIR/before.json"
	python3 -B "$SOURCE/tests/validate.py" facts "$BATS_TEST_TMPDIR/facts.json"
}
