#!/usr/bin/env bats
# A betalingspåkrav that was handed in and objected to goes on as a civil case from the same record: nothing is typed again.

setup_file() {
	export WHERE="$(mktemp -d)"
	mkdir "$WHERE/inbox"
	for name in 01-erhverv 34-advokat; do
		cp -r "$SOURCE/fixtures/inbox/$name" "$WHERE/inbox/"
	done
	at 2026-11-22 run "$WHERE/inbox" --out "$WHERE/out" > "$WHERE/run"
	export SMALL="$(awk '$NF == "01-erhverv" { print $2 }' "$WHERE/run")" LARGE="$(awk '$NF == "34-advokat" { print $2 }' "$WHERE/run")"
	for case in "$SMALL" "$LARGE"; do
		at 2026-11-23 note "$case" bp_filed --on 2026-11-23 > /dev/null
		at 2026-11-24 note "$case" court_number --on 2026-11-24 --ground "FS 12-345/2026" > /dev/null
		at 2026-12-01 note "$case" bp_served --on 2026-12-01 > /dev/null
		cp "$WHERE/out/til-godkendelse/$case/felter.json" "$WHERE/$case.before.json"
		at 2026-12-11 note "$case" bp_objection --on 2026-12-10 --ground "ydelsen var mangelfuld" > /dev/null
		at 2026-12-11 package "$case" --out "$WHERE/out" --format json > "$WHERE/$case.json"
	done
}

teardown_file() {
	rm -rf "$WHERE"
}

at() {
	local day="$1"
	shift
	"$PAAKRAV" --home "$WHERE/home" --today "$day" "$@"
}

# field CASE NAME: what stands in it.
field() {
	jq -r --arg name "$2" '.fields[] | select(.name == $name) | .value // ""' "$WHERE/out/til-godkendelse/$1/felter.json"
}

@test "the form is gone and the portal's fields are there, from the same facts" {
	[ "$(jq -r .kind "$WHERE/$SMALL.json")" = civil_claim ]
	folder="$WHERE/out/til-godkendelse/$SMALL"
	[ ! -e "$folder/paakrav.pdf" ]
	[ -e "$folder/bilag-01.pdf" ]
	for name in creditor debtor; do
		[ "$(field "$SMALL" "$name")" = "$(jq -r --arg name "$name" '.fields[] | select(.name == $name) | .value' "$WHERE/$SMALL.before.json")" ]
	done
	[ "$(field "$SMALL" court)" = "Retten i Odense" ]
	field "$SMALL" claim | grep -q "betale 15.750,00 kr. med tillæg af procesrente af 15.750,00 kr. fra den 3. september 2026, indtil betaling sker"
	field "$SMALL" summary | grep -q "Der er gjort indsigelse"
	field "$SMALL" arguments | grep -q "at den fremsatte indsigelse ikke fritager sagsøgte for at betale"
	[ -z "$(field "$SMALL" court_fee)" ]
}

@test "the account tells of the form, its number and the objection, each with its event" {
	history='.statement[] | select(.topic == "history") | .sentences'
	fields="$WHERE/out/til-godkendelse/$SMALL/felter.json"
	[ "$(jq -r "$history | .[0].text" "$fields")" = "Sagsøger indleverede den 23. november 2026 betalingspåkrav mod sagsøgte, rettens sagsnummer FS 12-345/2026." ]
	jq -r "$history | .[1].text" "$fields" | grep -q "gjorde den 10. december 2026 indsigelse mod betalingspåkravet: »ydelsen var mangelfuld«\."
	[ "$(jq -r "$history | .[2].text" "$fields")" = "Betalingspåkravet sidestilles herefter med en stævning, jf. retsplejelovens § 477 f." ]
	[ "$(jq "$history | .[0].events | length" "$fields")" = 2 ]
	! grep -q "ikke bekendt med" "$fields"
}

@test "no writ is asked for, and up to the limit no pleading" {
	grep -q "Indlever ikke en stævning" "$WHERE/out/til-godkendelse/$SMALL/felter.txt"
	[ "$(jq '[.parts[] | select(.role == "writ")] | length' "$WHERE/$SMALL.json")" = 0 ]
}

@test "over the limit of section 477 f the pleading lies ready, with facts, arguments, evidence and proposals" {
	[ "$(jq -r '.parts[] | select(.role == "writ") | .name' "$WHERE/$LARGE.json")" = processkrift.pdf ]
	pdf="$WHERE/out/til-godkendelse/$LARGE/processkrift.pdf"
	qpdf --check "$pdf" > /dev/null
	pdftotext -layout "$pdf" "$WHERE/pleading"
	for words in "Supplerende processkrift" "Sagsfremstilling" "Anbringender" "Bilag 1" "Forslag til sagens behandling" "§ 353" "Underskrift"; do
		grep -q -- "$words" "$WHERE/pleading"
	done
	grep -q "processkrift.pdf" "$WHERE/out/til-godkendelse/$LARGE/felter.txt"
}

@test "a form that asked for no case is brought anew, for a fee" {
	mkdir "$WHERE/inbox2"
	cp -r "$SOURCE/fixtures/inbox/01-erhverv" "$WHERE/inbox2/"
	sed -i 's,<instruction,<choices court-case="no"/>&,' "$WHERE/inbox2/01-erhverv/claim.xml"
	own() {
		local day="$1"
		shift
		"$PAAKRAV" --home "$WHERE/other" --today "$day" "$@"
	}
	own 2026-11-22 run "$WHERE/inbox2" --out "$WHERE/out2" > /dev/null
	own 2026-11-23 note 2026-000001 bp_filed --on 2026-11-23 > /dev/null
	own 2026-12-11 note 2026-000001 bp_objection --on 2026-12-10 > /dev/null
	own 2026-12-12 package 2026-000001 --out "$WHERE/out2" > /dev/null
	text="$WHERE/out2/til-godkendelse/2026-000001/felter.txt"
	grep -q "Betalingspåkravet bad ikke om en retssag uden stævning" "$text"
	! grep -q "sidestilles herefter" "$text"
	grep -A1 "^Retsafgift" "$text" | grep -q "750,00"
}
