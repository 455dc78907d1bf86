#!/usr/bin/env bats
# A form alone before the linter: a blank filled by us and by hand, our typeset edition, and what is no form.

bats_require_minimum_version 1.5.0

setup_file() {
	export WHERE="$(mktemp -d)" BLANK="$SOURCE/fixtures/forms/proeveblanket.pdf"
	mkdir "$WHERE/inbox"
	cp -r "$SOURCE"/fixtures/inbox/{01-erhverv,32-to-skyldnere,34-advokat} "$WHERE/inbox/"
	on run "$WHERE/inbox" --out "$WHERE/out" >"$WHERE/run"
	for n in 1 2 3; do
		cp "$WHERE/out/til-godkendelse/2026-00000$n/paakrav.pdf" "$WHERE/own$n.pdf"
	done
	on forms confirm betalingspaakrav-2026 --blank "$BLANK" --map "${BLANK%.pdf}.csv" --by "Anna Vest" >"$WHERE/confirmed"
	for n in 1 2 3; do
		on package 2026-00000$n --out "$WHERE/out" >"$WHERE/package"
		cp "$WHERE/out/til-godkendelse/2026-00000$n/paakrav.pdf" "$WHERE/filled$n.pdf"
	done
}

teardown_file() {
	rm -rf "$WHERE"
}

on() { "$PAAKRAV" --home "$WHERE/home" --today 2026-11-22 "$@"; }

# codes FILE: what is found on it, without a store
codes() {
	"$PAAKRAV" --home "$WHERE/nowhere" --today 2026-11-22 --format json lint "$1" >"$WHERE/answer" || [ $? -eq 1 ]
	python3 -B "$SOURCE/tests/validate.py" <"$WHERE/answer" >&2
	jq -r '[.faults[].code] | unique | join(" ")' "$WHERE/answer"
}

# by_hand FIELD=VALUE...: the first case's filled form, changed in a viewer, and what is then found
by_hand() {
	python3 -B "$SOURCE/tests/form_filler.py" "$WHERE/filled1.pdf" "$WHERE/hand.pdf" "$@"
	codes "$WHERE/hand.pdf"
}

@test "forms that we made have no fault, by fields and by tags, with the confirmed map and without" {
	local n
	for n in 1 2; do
		[ "$(codes "$WHERE/own$n.pdf")" = "" ]
		[ "$(codes "$WHERE/filled$n.pdf")" = "" ]
		on lint "$WHERE/filled$n.pdf"
	done
	[ "$(codes "$WHERE/own3.pdf")" = L125 ]
	[ "$(codes "$WHERE/filled3.pdf")" = L125 ]
	[ ! -e "$WHERE/nowhere" ]
}

@test "what only the field sheet, the package or the record can tell is said to be untried" {
	codes "$WHERE/filled1.pdf"
	jq -e '[.untried[] | select(.needs == "record").code] == ["L129", "L308", "L701", "L702", "L703"]' "$WHERE/answer"
	jq -e '[.untried[] | select(.needs == "sheet").code] == ["L203", "L207", "L208"]' "$WHERE/answer"
	jq -e '.unseen == [] and .case == null' "$WHERE/answer"
	on lint "$WHERE/filled1.pdf" >"$WHERE/text"
	grep -q '^Ikke prøvet (kræver sagen): L129 L308' "$WHERE/text"
	on --lang en lint "$WHERE/filled1.pdf" | grep -q '^Not tried (needs the record): L129'
}

@test "an empty blank, and a box emptied, over-long, contradictory or wrong" {
	[[ "$(codes "$BLANK")" == "L101 L102 L107 L116 L301 L306" ]]
	[ "$(by_hand kreditor_konto= kreditor_reg=)" = L101 ]
	[ "$(by_hand valg1_ja=/On)" = L136 ]
	[ "$(by_hand valg2_ja=/Off)" = L306 ]
	[ "$(by_hand ialt=16.000,00)" = "L114 L221" ]
	[[ "$(by_hand hovedstol="ca. 16.000")" == *L115* ]]
	[ "$(by_hand skyldner1="Solsikkens Cafe ApS\nPostboks 12\n5000 Odense C")" = L108 ]
	[ "$(by_hand fogedret="Retten i Aalborg")" = "L111 L307" ]
	[[ "$(by_hand fogedret="$(printf 'Retten i Odense og i alle andre byer %.0s' {1..9})")" == *L133* ]]
	jq -e '.faults[] | select(.code == "L133") | .where == "Fogedretten i"' "$WHERE/answer"
	[ "$(by_hand paakrav="Afsendt den 5/10-2026; betalingsfrist den 10.10.2026")" = "L302 L305" ]
	[ "$(by_hand paakrav="Afsendt 5.10.2026; betalingsfrist 19/10 2026")" = "" ]
	[ "$(by_hand procesrente=/Off)" = L118 ]
	[[ "$(by_hand sagsfremstilling="Pengene mangler, se bilag 2." sagsfremstilling_fortsat=)" == *"L201 L211 L212"*L221* ]]
}

@test "a tick or an amount changed after the package was made is seen in the package" {
	local folder="$WHERE/changed"
	cp -r "$WHERE/out/til-godkendelse/2026-000001" "$folder"
	[ "$(codes "$folder")" = "" ]
	python3 -B "$SOURCE/tests/form_filler.py" "$WHERE/filled1.pdf" "$folder/paakrav.pdf" valg3_ja=/Off valg3_nej=/On
	[ "$(codes "$folder")" = "L603 L609" ]
	python3 -B "$SOURCE/tests/form_filler.py" "$WHERE/filled1.pdf" "$folder/paakrav.pdf" hovedstol=15.750,10
	codes "$folder"
	jq -e '.faults[] | select(.code == "L609" and .where == "Hovedstol")' "$WHERE/answer"
}

@test "names that a Danish font rarely sees are read whole from the tags" {
	mkdir "$WHERE/names"
	cp -r "$SOURCE/fixtures/inbox/01-erhverv" "$WHERE/names/"
	sed -i 's/Nordlys Tavler ApS/García Weiß Ærø Østen ApS/g' "$WHERE"/names/01-erhverv/*.xml
	"$PAAKRAV" --home "$WHERE/home2" --today 2026-11-22 run "$WHERE/names" --out "$WHERE/out2" >"$WHERE/run2"
	[ "$(codes "$WHERE/out2/til-godkendelse/2026-000001/paakrav.pdf")" = "" ]
}

@test "a flat copy is read at the confirmed blank's places; without its map it is refused with what to do" {
	local n
	for n in 1 2; do
		pdftocairo -pdf "$WHERE/filled$n.pdf" "$WHERE/flat$n.pdf"
		on --format json lint "$WHERE/flat$n.pdf" >"$WHERE/answer"
		python3 -B "$SOURCE/tests/validate.py" <"$WHERE/answer"
		jq -e '.faults == [] and .unseen == []' "$WHERE/answer"
	done
	# A tick is seen by its ink: two that exclude each other, and one that is gone.
	for n in valg1_ja=/On:L136 valg2_ja=/Off:L306; do
		python3 -B "$SOURCE/tests/form_filler.py" "$WHERE/filled1.pdf" "$WHERE/hand.pdf" "${n%:*}"
		pdftocairo -pdf "$WHERE/hand.pdf" "$WHERE/flathand.pdf"
		on --format json lint "$WHERE/flathand.pdf" >"$WHERE/answer" || [ $? -eq 1 ]
		jq -e --arg code "${n#*:}" '[.faults[].code] == [$code]' "$WHERE/answer"
	done
	run -3 "$PAAKRAV" --home "$WHERE/nowhere" --today 2026-11-22 lint "$WHERE/flat1.pdf"
	[[ "$output" == *"forms confirm --map"* ]]
}

@test "what is no form, is scanned, locked or not there is refused" {
	run -3 "$PAAKRAV" --home "$WHERE/nowhere" --today 2026-11-22 lint "$SOURCE/fixtures/forms/proeveblanket-papir.pdf"
	[[ "$output" == *"skannet blanket"* ]]
	# Of the confirmed blank's print, and nothing in its boxes.
	run -1 on lint "$SOURCE/fixtures/forms/proeveblanket-papir.pdf"
	[[ "$output" == *L101*L306* ]]
	run -3 on lint "$SOURCE/fixtures/reading/udisputeret/scan.pdf"
	qpdf --encrypt hemmelig hemmelig 256 -- "$WHERE/own1.pdf" "$WHERE/locked.pdf"
	run -3 on lint "$WHERE/locked.pdf"
	[[ "$output" == *adgangskode* ]]
	printf '%%PDF-1.7\nnothing' >"$WHERE/damaged.pdf"
	run -3 on lint "$WHERE/damaged.pdf"
	run -3 on lint "$WHERE/not-there.pdf"
}
