bats_require_minimum_version 1.5.0
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
		[ "$(field "$SMALL" "$name")" = "$(jq -r --arg name "$name" '.fields[] | select(.name == $name) | .value | sub("\\nSagsnr.*"; "")' "$WHERE/$SMALL.before.json")" ]
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
	run -1 grep -q "ikke bekendt med" "$fields"
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
	run -1 grep -q "sidestilles herefter" "$text"
	grep -A1 "^Retsafgift" "$text" | grep -q "750,00"
}

# words CASE: the arguments on the field sheet that is made now.
words() {
	at 2026-12-12 package "$1" --out "$WHERE/out" > /dev/null
	field "$1" arguments
}

@test "a person's answer stands under the arguments, and lint is then silent" {
	at 2026-12-11 lint "$LARGE" --out "$WHERE/out" --format json > "$WHERE/lint" || true
	jq -e '.faults[] | select(.code == "L413")' "$WHERE/lint"
	printf 'Varen blev undersøgt den 4. august 2026.\r\n\r\nDer blev intet fundet.\n\n' > "$WHERE/answer.txt"
	at 2026-12-12 reaction answer "$LARGE" "$WHERE/answer.txt" --by "Anna Vest" --format json > "$WHERE/answered"
	jq -e '.reactions[0] | .answered_by == "Anna Vest" and .answer == "Varen blev undersøgt den 4. august 2026.\n\nDer blev intet fundet." and .stands' \
		"$WHERE/answered"
	words "$LARGE" > "$WHERE/arguments"
	grep -q "at indsigelsen af 10. december 2026 ikke fritager .* af de grunde, der er anført nedenfor" "$WHERE/arguments"
	tail -4 "$WHERE/arguments" | head -1 | grep -qx "Til indsigelsen af 10. december 2026 bemærkes:"
	[ "$(tail -1 "$WHERE/arguments")" = "Der blev intet fundet." ]
	at 2026-12-12 lint "$LARGE" --out "$WHERE/out" --format json > "$WHERE/lint" || true
	jq -e 'all(.faults[]; .code != "L413")' "$WHERE/lint"
	pdftotext "$WHERE/out/til-godkendelse/$LARGE/processkrift.pdf" - | grep -q "Der blev intet fundet."
}

@test "another objection is unanswered, the last answer counts, and an approval falls with it" {
	printf 'Intet er mangelfuldt.\n' > "$WHERE/answer.txt"
	at 2026-12-12 reaction answer "$SMALL" "$WHERE/answer.txt" --by "Anna Vest" > /dev/null
	words "$SMALL" > /dev/null
	at 2026-12-12 approve "$SMALL" --by "Anna Vest" --for 2026-12-12 --out "$WHERE/out" > /dev/null
	[ "$(at 2026-12-12 approvals "$SMALL" --format json | jq -r '.approvals[-1].state')" = valid ]
	printf 'Sagsøgte har godkendt prøven.\n' > "$WHERE/answer.txt"
	at 2026-12-12 reaction answer "$SMALL" "$WHERE/answer.txt" --by "Bo Berg" > /dev/null
	[ "$(at 2026-12-12 approvals "$SMALL" --format json | jq -r '.approvals[-1].state')" = void ]
	words "$SMALL" | grep -q "Sagsøgte har godkendt prøven."
	[[ "$(field "$SMALL" arguments)" != *"Intet er mangelfuldt."* ]]
	at 2026-12-12 note "$SMALL" objection_received --on 2026-12-12 --ground "prisen er forkert" > /dev/null
	words "$SMALL" | grep -q "at den fremsatte indsigelse ikke fritager sagsøgte for at betale"
	grep -q "Ingen har svaret på indsigelsen" "$WHERE/out/til-godkendelse/$SMALL/felter.txt"
}

@test "an answer is a text, by a person, to an objection that stands" {
	printf 'a\0b' > "$WHERE/bad.txt"
	printf '\xff\xfe' > "$WHERE/worse.txt"
	printf ' \n' > "$WHERE/empty.txt"
	printf 'Svar.\n' > "$WHERE/answer.txt"
	for file in bad worse empty missing; do
		run at 2026-12-12 reaction answer "$LARGE" "$WHERE/$file.txt" --by "Anna Vest"
		[ "$status" = 3 ]
		[[ "$output" == *"$file.txt"* ]]
	done
	run at 2026-12-12 reaction answer "$LARGE" "$WHERE/answer.txt"
	[ "$status" = 2 ]
	run at 2026-12-12 reaction answer "$LARGE" "$WHERE/answer.txt" --by "Anna Vest" --to 999
	[ "$status" = 3 ]
}

@test "words that offer to settle are withheld, and told when a person says why" {
	at 2026-12-13 note "$LARGE" acknowledged --on 2026-12-12 --amount 4000 --ground "jeg tilbyder 4.000 kr. som forlig" > /dev/null
	at 2026-12-13 reactions "$LARGE" --format json > "$WHERE/list"
	id="$(jq -r '.reactions[] | select(.event == "acknowledged") | .id' "$WHERE/list")"
	jq -e --arg id "$id" '.reactions[] | select(.id == $id) | (.told | not) and .held != null' "$WHERE/list"
	silence='.paragraphs[] | select(.topic == "silence") | .sentences[].key'
	[[ "$(at 2026-12-13 statement "$LARGE" --format json | jq -r "$silence")" != *silence.acknowledged* ]]
	run at 2026-12-13 reaction "$LARGE" "$id" --use told --by "Anna Vest"
	[ "$status" = 2 ]
	at 2026-12-13 reaction "$LARGE" "$id" --use told --why "sagsøgte har selv fremlagt det" --by "Anna Vest" > /dev/null
	at 2026-12-13 statement "$LARGE" --format json > "$WHERE/told"
	jq -r "$silence" "$WHERE/told" | grep -q silence.acknowledged
	jq -r '.open[].text' "$WHERE/told" | grep -q "12. december 2026 er gengivet, skønt de rummer et forligstilbud: sagsøgte har selv fremlagt det (Anna Vest)"
	at 2026-12-13 reaction "$LARGE" "$id" --use withheld --why "vi holder det tilbage" --by "Anna Vest" > /dev/null
	[[ "$(at 2026-12-13 statement "$LARGE" --format json | jq -r "$silence")" != *silence.acknowledged* ]]
}
