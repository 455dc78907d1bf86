#!/usr/bin/env bats
# A firm's own words in HOME/tekster/: they stand on the form, malformed ones stop the papers, and approvals fall with them.

setup() {
	WHERE="$(mktemp -d)"
	mkdir -p "$WHERE/inbox" "$WHERE/home/tekster"
	cp -r "$SOURCE/fixtures/inbox/07-indsigelse" "$WHERE/inbox/"
}

teardown() {
	rm -rf "$WHERE"
}

at() {
	local day="$1"
	shift
	"$PAAKRAV" --home "$WHERE/home" --today "$day" "$@"
}

# The papers of the case cannot be made: what is said of it is in error.
refused() {
	local code=0
	at 2026-11-22 package 2026-000001 --out "$WHERE/out" --format json > "$WHERE/error" || code=$?
	[ "$code" -eq 3 ]
}

words() {
	printf '%s\n' "$@" > "$WHERE/home/tekster/statement.txt"
}

@test "the firm's sentence stands on the form, and the papers say so" {
	cp -r "$SOURCE/fixtures/inbox/01-erhverv" "$WHERE/inbox/"
	at 2026-11-22 run "$WHERE/inbox" --out "$WHERE/plain" > /dev/null
	words "# husets egne ord" "[delivery]" "{several?Varerne|Varen} kom frem den {day}."
	printf '[argument.delivered]\nat leveringen er sket\n' > "$WHERE/home/tekster/claim.txt"
	for case in 2026-000001 2026-000002; do
		at 2026-11-22 package "$case" --out "$WHERE/own" > /dev/null
	done
	pdftotext -layout "$WHERE/own/til-godkendelse/2026-000001/paakrav.pdf" - | grep -q "Varen kom frem den 3. august 2026\."
	grep -q "at leveringen er sket," "$WHERE/own/til-godkendelse/2026-000002/felter.txt"
	plain="$(jq -r .wordings "$WHERE/plain/til-godkendelse/2026-000001/felter.json")"
	own="$(jq -r .wordings "$WHERE/own/til-godkendelse/2026-000001/felter.json")"
	[ "$plain" != "$own" ]
	grep -q "wordings=\"$own\"" "$WHERE/own/til-godkendelse/2026-000001/manifest.xml"
	# Without them the house's words are back, to the byte.
	rm "$WHERE/home/tekster"/*
	at 2026-11-22 package 2026-000001 --out "$WHERE/own" > /dev/null
	cmp "$WHERE/plain/til-godkendelse/2026-000001.zip" "$WHERE/own/til-godkendelse/2026-000001.zip"
}

@test "malformed words stop the papers and name file, line and remedy" {
	at 2026-11-22 run "$WHERE/inbox" --out "$WHERE/out" > /dev/null
	words "[delivery]" "" "Den {day} kom {varen}."
	refused
	[ "$(jq -r '[.code, .file, (.line | tostring)] | join(" ")' "$WHERE/error")" = "template-unknown-place tekster/statement.txt 1" ]
	jq -r .text "$WHERE/error" | grep -qF "Den har: {day}"
	words "[delivery] *day" "Den {nosuch}."
	refused
	jq -r .text "$WHERE/error" | grep -qF "»delivery« har ingen plads {nosuch}"
	words "[delivery] *day" "Den dag."
	refused
	[ "$(jq -r .code "$WHERE/error")" = template-missing-place ]
	jq -r .text "$WHERE/error" | grep -qF "»delivery« skal have pladsen {day}"
	words "[levering]" "Den {day}."
	refused
	[ "$(jq -r .code "$WHERE/error")" = template-unknown-block ]
	rm "$WHERE/home/tekster"/*
	printf '[delivery]\n{day}\n' > "$WHERE/home/tekster/felt5.txt"
	refused
	[ "$(jq -r .code "$WHERE/error")" = template-unknown-file ]
}

@test "papers looked at under other words are not approved, and an approval falls with the words" {
	at 2026-11-22 run "$WHERE/inbox" --out "$WHERE/out" > /dev/null
	words "[delivery]" "Varen kom frem den {day}."
	run at 2026-11-22 approve 2026-000001 --by "En Prøve" --for 2026-11-23 --out "$WHERE/out" --format json
	[ "$status" -ne 0 ]
	[[ "$output" == *"tekster er ændret"* ]]
	at 2026-11-22 package 2026-000001 --out "$WHERE/out" > /dev/null
	at 2026-11-22 approve 2026-000001 --by "En Prøve" --for 2026-11-23 --out "$WHERE/out" > /dev/null
	[ "$(at 2026-11-22 approvals --format json | jq -r '.approvals[0].state')" = valid ]
	words "[delivery]" "Varen blev afleveret den {day}."
	[ "$(at 2026-11-22 approvals --format json | jq -r '.approvals[0].state')" = void ]
	[[ "$(at 2026-11-22 approvals)" == *"husets tekster er ændret siden godkendelsen"* ]]
	run at 2026-11-23 filed 2026-000001 --on 2026-11-23
	[ "$status" -ne 0 ]
	# The words a letter is written in are other words.
	words "# intet"
	at 2026-11-22 package 2026-000001 --out "$WHERE/out" > /dev/null
	at 2026-11-22 approve 2026-000001 --by "En Prøve" --for 2026-11-23 --out "$WHERE/out" > /dev/null
	at 2026-11-23 filed 2026-000001 --on 2026-11-23 > /dev/null
}

@test "the writ as a document, when the firm asks for it" {
	printf '[claim]\nwrit = yes\n' >> "$WHERE/home/paakrav.conf"
	at 2026-11-22 run "$WHERE/inbox" --out "$WHERE/out" > /dev/null
	pdf="$WHERE/out/til-godkendelse/2026-000001/staevning.pdf"
	qpdf --check "$pdf" > /dev/null
	pdftotext -layout "$pdf" "$WHERE/writ"
	for words in "^ *Stævning" "Indleveres til Retten i" "Påstand" "tilpligtes til sagsøger at betale" "Sagens værdi" "Sagsfremstilling" \
		"Anbringender" "Bilag 1" "Underskrift"; do
		grep -q -- "$words" "$WHERE/writ"
	done
	xmllint --noout --schema "$SOURCE/docs/manifest.xsd" "$WHERE/out/til-godkendelse/2026-000001/manifest.xml"
	grep -q 'name="staevning.pdf" role="writ"' "$WHERE/out/til-godkendelse/2026-000001/manifest.xml"
}

@test "each sentence shows its wording, facts and events, and what is printed of the wordings can be put back" {
	at 2026-11-22 run "$WHERE/inbox" --out "$WHERE/out" > /dev/null
	at 2026-11-22 statement 2026-000001 --format json > "$WHERE/said"
	[ "$(jq -r '.paragraphs[] | select(.topic == "delivery") | .sentences[0] | [.key, .facts[0].name, .facts[0].document] | join(" ")' "$WHERE/said")" \
		= "delivery item.delivered_on claim.xml" ]
	[ "$(jq -r '.paragraphs[] | select(.topic == "demand") | .sentences[0].events[0].name' "$WHERE/said")" = demand_sent ]
	[ "$(jq -r .wordings "$WHERE/said")" = "$(jq -r .wordings "$WHERE/out/til-godkendelse/2026-000001/felter.json")" ]
	at 2026-11-22 statement 2026-000001 | grep -q "indsigelse mod kravet.*\[silence.objection\]"
	hash="$(at 2026-11-22 texts --format json | jq -r .wordings)"
	for file in statement.txt claim.txt; do
		at 2026-11-22 texts "$file" > "$WHERE/home/tekster/$file"
	done
	[ "$(at 2026-11-22 texts --format json | jq -r .wordings)" = "$hash" ]
	[ "$(at 2026-11-22 texts --format json | jq '[.texts[] | select(.own)] | length > 60')" = true ]
	run at 2026-11-22 texts nothing.txt
	[ "$status" -eq 2 ]
}
