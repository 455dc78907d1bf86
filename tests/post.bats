# The courts' post: matched to its case, offered, and recorded only when a person says so, once.

bats_require_minimum_version 1.5.0

setup() {
	export H=$BATS_TEST_TMPDIR
	json submit "$SOURCE/fixtures/inbox/01-erhverv" "$SOURCE/fixtures/inbox/03-forbruger" >/dev/null
	mkdir "$H/post"
}

json() {
	"$PAAKRAV" --home "$H/home" --today 2026-11-22 --format json "$@"
}

# receipt FILE OURS COURT [DEBTOR]
receipt() {
	cat >"$H/post/$1" <<-END
		Retten i Odense
		Fogedretten

		Dato: 11. november 2026
		Rettens sagsnr.: $3
		Deres sagsnr.: $2

		Kvittering for modtagelse af betalingspåkrav

		Fogedretten har den 10. november 2026 modtaget Deres betalingspåkrav mod ${4:-Solsikkens Cafe ApS}.
	END
}

# served FILE COURT [DEBTOR]
served() {
	cat >"$H/post/$1" <<-END
		Retten i Odense
		Fogedretten

		Sagsnr.: $2
		Dato: 20. november 2026

		Betalingspåkravet mod ${3:-Solsikkens Cafe ApS} er forkyndt for skyldneren den 18. november 2026.
		Indsigelse skal fremsættes senest den 2. december 2026.
	END
}

events() {
	json events "$1" | jq -r '.events[] | select(.by != "claim.xml" and .id != null) | "\(.name) \(.on)"'
}

@test "a letter is offered with its case, day and fields, and nothing is recorded" {
	receipt a.txt 2026-000001 FS-4711/2026-ODE
	json post "$H/post" >"$H/out.json"
	python3 -B "$SOURCE/tests/validate.py" post "$H/out.json"
	jq -e '.offers | length == 1' "$H/out.json"
	jq -e '.offers[0] | .case == "2026-000001" and .matched_by == "our_number" and .outcome == "offered"
		and .event.name == "court_number" and .event.on == "2026-11-10" and .event.ground == "FS-4711/2026-ODE"' "$H/out.json"
	[ -z "$(events 2026-000001)" ]
	json find Odense 2>/dev/null || true
	json facts 2026-000001 | jq -e '[.facts[] | select(.name == "letter.court")] | length == 0'
}

@test "recorded by a number: the file becomes the case's document, and the event names it" {
	receipt a.txt 2026-000001 FS-4711/2026-ODE
	served b.txt FS-4711/2026-ODE
	json post "$H/post" --record --by "Lone Friis" >"$H/out.json"
	python3 -B "$SOURCE/tests/validate.py" post "$H/out.json"
	jq -e '[.offers[].outcome] == ["recorded", "recorded"]' "$H/out.json"
	[ "$(events 2026-000001)" = "court_number 2026-11-10
bp_served 2026-11-18" ]
	json events 2026-000001 | jq -e '.events[] | select(.name == "bp_served")
		| .document == "b.txt" and .by == "Lone Friis" and .deadline_on == "2026-12-02"'
	json facts 2026-000001 | jq -e '.facts[] | select(.name == "letter.court_case") | .value == "FS-4711/2026-ODE"' >/dev/null
}

@test "a second time books nothing new" {
	receipt a.txt 2026-000001 FS-4711/2026-ODE
	json post "$H/post" --record --by "Lone Friis" >/dev/null
	cp "$H/home/paakrav.db" "$H/before.db"
	json post "$H/post" --record --by "Lone Friis" | jq -e '.offers[0].outcome == "already"'
	[ "$(events 2026-000001 | wc -l)" -eq 1 ]
	# the same letter once more, as a scan of another name and other bytes
	receipt z.txt 2026-000001 FS-4711/2026-ODE
	echo "stemplet" >>"$H/post/z.txt"
	json post "$H/post/z.txt" --record --by "Lone Friis" | jq -e '.offers[0].outcome == "already"'
	[ "$(events 2026-000001 | wc -l)" -eq 1 ]
	json facts 2026-000001 | jq -e '[.facts[] | select(.name == "letter.court")] | length == 1'
}

@test "a wrong case number is never taken: unknown, or another case's parties" {
	receipt a.txt 2026-000099 FS-1/2026-ODE "Ukendt Firma ApS"
	json post "$H/post" --record --by L >"$H/out.json"
	jq -e '.offers[0] | .outcome == "unmatched" and .case == null and (.why | test("2026|sagsnummer"))' "$H/out.json"
	receipt a.txt 2026-000001 FS-1/2026-ODE "Karla Testesen"
	json post "$H/post" --record --by L >"$H/out.json"
	jq -e '.offers[0] | .outcome == "asks" and (.why | test("andre parter"))' "$H/out.json"
	[ -z "$(events 2026-000001)" ]
	[ -z "$(events 2026-000002)" ]
	# a person may say so all the same
	json post "$H/post" --accept 1 --by L | jq -e '.offers[0].outcome == "recorded"'
}

@test "numbers that point to different cases are asked about" {
	receipt a.txt 2026-000001 FS-4711/2026-ODE
	json post "$H/post" --record --by L >/dev/null
	receipt b.txt 2026-000002 FS-4711/2026-ODE "Karla Testesen"
	json post "$H/post/b.txt" --record --by L | jq -e '.offers[0] | .outcome == "asks" and .case == "2026-000002"'
	[ -z "$(events 2026-000002)" ]
}

@test "two cases that fit: both named, none chosen, until --case says which" {
	cp -r "$SOURCE/fixtures/inbox/01-erhverv" "$H/again"
	sed -i 's/A-1001/A-2001/g' "$H"/again/*.xml
	json submit "$H/again" | jq -e '.submissions[0].outcome == "taken"'
	served a.txt FS-4711/2026-ODE
	json post "$H/post" --record --by L >"$H/out.json"
	jq -e '.offers[0] | .outcome == "unmatched" and .candidates == ["2026-000001", "2026-000003"]' "$H/out.json"
	run -2 json post "$H/post" --accept 1 --by L
	[ -z "$(events 2026-000001)$(events 2026-000003)" ]
	json post "$H/post" --case 2026-000003 --accept 1 --by L | jq -e '.offers[0].outcome == "recorded"'
	[ "$(events 2026-000003)" = "bp_served 2026-11-18" ]
}

@test "parties alone: asked, recorded when accepted" {
	served a.txt FS-9/2026-ODE "Karla Testesen"
	json post "$H/post" --record --by L | jq -e '.offers[0] | .outcome == "asks" and .case == "2026-000002" and .matched_by == "parties"'
	[ -z "$(events 2026-000002)" ]
	json post "$H/post" --accept 1 --by L | jq -e '.offers[0].outcome == "recorded"'
	[ "$(events 2026-000002)" = "bp_served 2026-11-18" ]
}

@test "a pile: each letter to its own case, with its own pages and facts" {
	receipt a.txt 2026-000001 FS-4711/2026-ODE
	receipt b.txt 2026-000002 FS-4712/2026-ODE "Karla Testesen"
	{ cat "$H/post/a.txt"; printf '\f'; cat "$H/post/b.txt"; printf '\f'; echo "Hej, tak for i går."; } >"$H/pile.txt"
	json post "$H/pile.txt" --record --by L >"$H/out.json"
	jq -e '[.offers[] | [.case, .pages, .outcome]] == [["2026-000001", "1-1", "recorded"], ["2026-000002", "2-3", "recorded"]]' "$H/out.json"
	json facts 2026-000001 | jq -e '[.facts[] | select(.name == "letter.court_case") | .value] == ["FS-4711/2026-ODE"]'
	json facts 2026-000002 | jq -e '[.facts[] | select(.name == "letter.court_case") | .value] == ["FS-4712/2026-ODE"]'
}

@test "as a mail, with the letter attached" {
	receipt a.txt 2026-000001 FS-4711/2026-ODE
	cat >"$H/mail.eml" <<-END
		From: Retten i Odense <odense@domstol.dk>
		To: post@tavler.example
		Subject: Kvittering
		Date: Wed, 11 Nov 2026 10:00:00 +0100
		Message-ID: <1@domstol.example>
		MIME-Version: 1.0
		Content-Type: multipart/mixed; boundary="x"

		--x
		Content-Type: text/plain; charset=utf-8

		Se vedlagte brev.

		--x
		Content-Type: text/plain; charset=utf-8; name="brev.txt"
		Content-Disposition: attachment; filename="brev.txt"
		Content-Transfer-Encoding: base64

		$(base64 "$H/post/a.txt")
		--x--
	END
	json post "$H/mail.eml" --record --by L >"$H/out.json"
	jq -e '[.offers[] | select(.event.name == "court_number" and .outcome == "recorded")] | length == 1' "$H/out.json"
	json events 2026-000001 | jq -e '.events[] | select(.name == "court_number") | .document == "mail.eml/brev.txt"'
}

@test "a notice of deficiencies is a task with its day, no event" {
	sed 's/2026-000045/2026-000001/; s/Bageriet.*/Nordlys Tavler ApS/' "$SOURCE/fixtures/court-post/03-mangler.txt" >"$H/post/m.txt"
	json post "$H/post" >"$H/out.json"
	jq -e '[.offers[] | select(.event == null)] | length == 1 and .[0].outcome == "task" and .[0].task_by_on == "2026-07-02"' "$H/out.json"
}

@test "letters that came with a submission are offered from the case" {
	receipt a.txt 2026-000001 FS-4711/2026-ODE
	json submit --case 2026-000001 "$H/post" >/dev/null
	[ -z "$(events 2026-000001)" ]
	json post --case 2026-000001 | jq -e '.offers[0] | .outcome == "offered" and .file == "a.txt"'
	json post --case 2026-000001 --accept 1 --by L | jq -e '.offers[0].outcome == "recorded"'
	json events 2026-000001 | jq -e '.events[] | select(.name == "court_number") | .document == "a.txt"'
}

@test "what a person must say: who, which, and no day that has not come" {
	receipt a.txt 2026-000001 FS-4711/2026-ODE
	run -2 json post
	run -2 json post "$H/post" --record
	run -2 json post "$H/post" --accept 7 --by L
	run -2 json post "$H/post" --on 2026-11-11 --by L
	run -1 json post "$H/post" --accept 1 --on 2026-12-24 --by L
	jq -e '.offers[0] | .outcome == "refused" and .code == "event-future"' <<<"$output"
	[ -z "$(events 2026-000001)" ]
}

@test "what is no court post is named and left" {
	echo "Hej, tak for i går." >"$H/post/hej.txt"
	json post "$H/post" | jq -e '(.offers | length) == 0 and .others[0].file == "hej.txt"'
	run -0 "$PAAKRAV" --home "$H/home" --today 2026-11-22 post "$H/post"
	[[ $output == *"hej.txt"*"Er ikke post fra en ret."* ]]
	run -0 "$PAAKRAV" --home "$H/home" --today 2026-11-22 --lang en post "$H/post"
	[[ $output == *"Is no post from a court."* ]]
}
