bats_require_minimum_version 1.5.0
load desk
# The court's blank, filled: by fields and at measured places, whole or not at all, the same bytes each time.

setup_file() {
	desk_walk 01-erhverv 32-to-skyldnere 34-advokat
}

setup() {
	desk_copy
	A=2026-000001 TWO=2026-000002 LAWYER=2026-000003
	EDITION=betalingspaakrav-2026 BLANKS="$SOURCE/fixtures/forms"
	FORM="$OUT/til-godkendelse/$A/paakrav.pdf"
}

# Every day here is that of the walk.
on() { "$PAAKRAV" --home "$H" --today 2026-11-22 "$@"; }
json() { on --format json "$@"; }

# use BLANK [MAP]: from now on cases are filled into it
use() { on forms confirm $EDITION --blank "$BLANKS/$1.pdf" --map "${2:-$BLANKS/$1.csv}" --by "Anna Vest"; }

# remap SED: the blank's map with an edit, as map.csv
remap() { sed "$1" "$BLANKS/proeveblanket.csv" >"$BATS_TEST_TMPDIR/map.csv"; }

# value FIELD: what the filled form's field holds
value() { qpdf --json --json-key=acroform "$FORM" | jq -r --arg name "$1" '[.acroform.fields[] | select(.fullname == $name)][0].value | if type == "string" then ltrimstr("u:") else "" end'; }

@test "the test blanks are what their script makes" {
	python3 -B "$BLANKS/make_blanks.py" "$BATS_TEST_TMPDIR"
	for file in proeveblanket{,-papir}.{pdf,csv}; do
		cmp "$BATS_TEST_TMPDIR/$file" "$BLANKS/$file"
	done
}

@test "forms map lists fields with page, place, length and states, and drafts a map that needs no edit here" {
	json forms map "$BLANKS/proeveblanket.pdf" >"$BATS_TEST_TMPDIR/fields"
	python3 -B "$SOURCE/tests/validate.py" --break <"$BATS_TEST_TMPDIR/fields" 2>/dev/null
	jq -e '.fields[] | select(.name == "kreditor_reg") | .comb and .length == 4 and .page == 1 and (.left_um - 18000 | fabs) < 10 and (.top_um - 118000 | fabs) < 60' "$BATS_TEST_TMPDIR/fields"
	jq -e '[.fields[] | select(.name == "moms") | .state] == ["Ja", "Nej"]' "$BATS_TEST_TMPDIR/fields"
	on forms map "$BLANKS/proeveblanket.pdf" --draft "$BATS_TEST_TMPDIR/kort.csv"
	grep -q '^11,text,,hovedstol,' "$BATS_TEST_TMPDIR/kort.csv"
	use proeveblanket "$BATS_TEST_TMPDIR/kort.csv"
	run on forms map "$BLANKS/proeveblanket.pdf" --draft "$BATS_TEST_TMPDIR/kort.csv"
	[ "$status" -eq 3 ]
	# A blank without fields: each box is listed, and none may stay without a place.
	on forms map "$BLANKS/proeveblanket-papir.pdf" --draft "$BATS_TEST_TMPDIR/papir.csv"
	run use proeveblanket-papir "$BATS_TEST_TMPDIR/papir.csv"
	[ "$status" -eq 3 ]
	[[ "$output" == *"papir.csv"* ]]
}

@test "filled by fields: values, ticks and pages are there to read and to see, and the file is sound" {
	use proeveblanket
	on package $A --out "$OUT"
	qpdf --check "$FORM"
	[ "$(value hovedstol)" = "15.750,00" ]
	[ "$(value moms)" = "/Ja" ]
	[ "$(value procesrente)" = "/indlevering" ]
	[ "$(value valg2_ja)" = "/On" ]
	[ "$(value valg2_nej)" = "/Off" ]
	qpdf --json --json-key=acroform "$FORM" | jq -e '.acroform.needappearances == false'
	pdftotext -layout "$FORM" "$BATS_TEST_TMPDIR/text"
	for word in "Nordlys Tavler ApS" "2870 Dyssegård" "Retten i Odense" "15.750,00" "16.099,52" "Opgørelse" "påkravsskrivelse"; do
		grep -q "$word" "$BATS_TEST_TMPDIR/text"
	done
	[ "$(pdffonts "$FORM" | awk '/Liberation/ {print $(NF-4)}' | sort -u)" = yes ]
	jq -e '.form_is_draft == false and (.map_sha256 | length) == 64' "$OUT/til-godkendelse/$A.receipt.json"
	strings -a "$FORM" >"$BATS_TEST_TMPDIR/strings"
	run -1 grep "D:2[0-9][0-9][0-9]" "$BATS_TEST_TMPDIR/strings"
}

@test "filled at measured places: the same words, on a blank without fields" {
	use proeveblanket-papir
	on package $A --out "$OUT"
	qpdf --check "$FORM"
	pdftotext -layout "$FORM" "$BATS_TEST_TMPDIR/text"
	for word in "Nordlys Tavler ApS" "2870 Dyssegård" "Retten i Odense" "15.750,00" "16.099,52" "Opgørelse"; do
		grep -q "$word" "$BATS_TEST_TMPDIR/text"
	done
	grep -q "X *Momsregistreret: ja" "$BATS_TEST_TMPDIR/text"
	[ "$(pdfinfo "$FORM" | awk '/^Pages/ {print $2}')" -eq 3 ]
}

@test "the same case gives the same bytes, in another home, time zone, locale and number of workers" {
	use proeveblanket
	on package $A --out "$OUT"
	first=$(sha256sum <"$FORM")
	mkdir -p "$BATS_TEST_TMPDIR/far/inbox"
	cp -r "$WALK/inbox/01-erhverv" "$BATS_TEST_TMPDIR/far/inbox/"
	H=$BATS_TEST_TMPDIR/far/home
	use proeveblanket
	TZ=Pacific/Auckland LC_ALL=C "$PAAKRAV" --home "$H" --today 2026-11-22 run "$BATS_TEST_TMPDIR/far/inbox" --out "$BATS_TEST_TMPDIR/far/out" --workers 2
	[ "$(sha256sum <"$BATS_TEST_TMPDIR/far/out/til-godkendelse/$A/paakrav.pdf")" = "$first" ]
}

@test "two debtors and a representative have their boxes; a third debtor has none, and is named" {
	use proeveblanket
	on package $TWO --out "$OUT"
	FORM="$OUT/til-godkendelse/$TWO/paakrav.pdf"
	[ -n "$(value skyldner1)" ]
	[ -n "$(value skyldner2)" ]
	[ "$(value skyldner1)" != "$(value skyldner2)" ]
	on package $LAWYER --out "$OUT"
	FORM="$OUT/til-godkendelse/$LAWYER/paakrav.pdf"
	[ -n "$(value repraesentant)" ]
	[ -z "$(value repraesentant_konto)" ]
	[ -n "$(value repraesentant_sag)" ]
	remap '/skyldner2/d'
	use proeveblanket "$BATS_TEST_TMPDIR/map.csv"
	on package $TWO --out "$OUT"
	grep -q "Skyldner 2 af 2.*Rettens blanket kan ikke udfyldes. Blanketten har ingen plads til" "$OUT/til-godkendelse/$TWO/felter.txt"
	run on approve $TWO --by "Anna Vest" --for 2026-11-22 --out "$OUT"
	[ "$status" -eq 1 ]
	[[ "$output" == *"Skyldner 2 af 2"* ]]
}

@test "a text longer than its box is never cut: the box is named, the draft waits, and is not approved" {
	remap '/sagsfremstilling_fortsat/d; s/^20,text,,sagsfremstilling,.*/20,text,,retsafgift,,,,,,,,/; s/^25,.*/25,text,,-,,,,,,,,/'
	use proeveblanket "$BATS_TEST_TMPDIR/map.csv"
	on package $A --out "$OUT"
	[[ "$(pdftotext "$FORM" -)" == *"Dette er et udkast"* ]]
	grep -q "^- 20 .*kan ikke stå i blankettens felt" "$OUT/til-godkendelse/$A/felter.txt"
	run --separate-stderr json approve $A --by "Anna Vest" --for 2026-11-22 --out "$OUT"
	[ "$status" -eq 1 ]
	jq -e '.cases[0] | .code == "form-overflow" and (.text | contains("20 Kort redegørelse"))' <<<"$output"
	[ -e "$OUT/til-godkendelse/$A.zip" ]
	[ ! -e "$OUT/til-aflevering" ]
}

@test "papers laid before the blank came into use are laid again before they are approved, then leave as the blank" {
	use proeveblanket
	run on approve $A --by "Anna Vest" --for 2026-11-22 --out "$OUT"
	[ "$status" -eq 1 ]
	[[ "$output" == *"anden blanket er taget i brug"* ]]
	on package $A --out "$OUT"
	run --separate-stderr json approve $A --by "Anna Vest" --for 2026-11-23 --out "$OUT"
	[ "$status" -eq 0 ]
	jq -e '.cases[0].form_is_draft == false' <<<"$output"
	FORM="$OUT/til-aflevering/Retten i Odense/$A/paakrav.pdf"
	[ "$(value hovedstol)" = "15.750,00" ]
	jq -e '.note == null' "$OUT/til-aflevering/Retten i Odense/liste.json"
	python3 -B "$SOURCE/tests/validate.py" --break <"$OUT/til-aflevering/Retten i Odense/liste.json" 2>/dev/null
	run -1 grep -qi udkast "$OUT/til-aflevering/Retten i Odense/liste.txt"
	run --separate-stderr json approve $A --by "Anna Vest" --for 2026-11-23 --out "$OUT"
	[ "$(jq -r '.cases[0].outcome' <<<"$output")" = already ]
}

# refused CODE SED: a map with that edit is refused so, and its line or box is named
refused() {
	remap "$2"
	run --separate-stderr json forms confirm $EDITION --blank "$BLANKS/proeveblanket.pdf" --map "$BATS_TEST_TMPDIR/map.csv" --by X
	[ "$status" -eq 3 ]
	[ "$(jq -r .code <<<"$output")" = "$1" ] || { echo "$output"; false; }
}

@test "a map that does not fit its blank is refused, with line and reason" {
	refused map-other-blank 's/^blank,,,.*/blank,,,0000,,,,,,,,/'
	refused map-other-edition 's/^edition,.*/edition,,,betalingspaakrav-2015,,,,,,,,/'
	refused map-field 's/^11,text,,hovedstol/11,text,,findes_ikke/'
	[ "$(jq .line <<<"$output")" -eq "$(grep -n findes_ikke "$BATS_TEST_TMPDIR/map.csv" | cut -d: -f1)" ]
	refused map-field 's/^4,yes,,moms,Ja/4,yes,,moms,Jo/'
	refused map-field 's/^4,yes,,moms,Ja/4,yes,,hovedstol,/'
	refused map-field 's/^11,text,,hovedstol/11,text,,moms/'
	refused map-field 's/^14,text,,renter/14,text,,hovedstol/'
	refused map-box 's/^11,text,,hovedstol,.*//'
	refused map-box 's/^11,text,,hovedstol,.*/11,text,,-,,,,,,,,/'
	refused map-box 's/^11,text/11,postcode/'
	refused map-box 's/^11,text/77,text/'
	refused map-box 's/^11,text,,/11,text,1,/'
	refused map-place 's/^11,text,,hovedstol,.*/11,text,,,,9,1,1,10,10,,/'
	refused map-place 's/^11,text,,hovedstol,.*/11,text,,,,1,200,1,100,10,,/'
	refused map-place 's/^11,text,,hovedstol,,,,,,,/11,text,,hovedstol,,,,,,,99/'
	refused map-columns '1s/field/felt/'
	run use proeveblanket-papir "$BLANKS/proeveblanket.csv"
	[ "$status" -eq 3 ]
	[ "$(json forms list | jq '.editions[0].confirmed')" = null ]
}

# case_of DIR: its papers in a home of their own, filled into the test blank; FORM is the form
case_of() {
	H=$BATS_TEST_TMPDIR/own/home OUT=$BATS_TEST_TMPDIR/own/out
	mkdir -p "$BATS_TEST_TMPDIR/own/in"
	cp -r "$1" "$BATS_TEST_TMPDIR/own/in/"
	use "${2:-proeveblanket}"
	on run "$BATS_TEST_TMPDIR/own/in" --out "$OUT"
	FORM="$OUT/til-godkendelse/2026-000001/paakrav.pdf"
	SHEET="$OUT/til-godkendelse/2026-000001/felter.json"
}

@test "every box: foreign creditor, representative, two debtors, agreed rate, accrued interest, each fee, and the sum of them" {
	case_of "$SOURCE/fixtures/cases/every-box"
	[[ "$(value kreditor)" == "Północna Meble Sp. z o.o."*"80-827 Gdańsk"*"Polen"*"Sagsnr. PM-77" ]]
	[[ "$(value repraesentant)" == "Advokat Paragrafsen"* ]]
	[ "$(value kreditor_reg) $(value kreditor_konto)" = "0000 0000000001" ]
	[ "$(value repraesentant_konto)" = "0000 0000000002" ]
	[ "$(value repraesentant_sag)" = AP-2026-5 ]
	[ "$(value moms)" = /Nej ]
	[ "$(value telefonmoede)" = 70000106 ]
	[[ "$(value skyldner1)" == "Æblets Ølkompagni ApS"* ]]
	[[ "$(value skyldner2)" == "Ångström & Søn A/S"* ]]
	[ "$(value fogedret)" = "Retten i Odense" ]
	[ "$(value hovedstol)" = 24.000,00 ]
	[ "$(value procesrente)" = /Off ]
	[ "$(value aftaltrente)" = /indlevering ]
	[[ "$(value aftaltrente_tekst)" == "12,00 % pr. år af faktura PM-2024-1."* ]]
	[ "$(value renter)" = 7.364,41 ]
	[ "$(value rykker)" = 100,00 ]
	[ "$(value inkasso)" = 100,00 ]
	# The lawful maximum of own collection is not established: the box stays open, and is listed.
	[ -z "$(value andre)" ]
	jq -e '.fields[] | select(.number == 17) | .open' "$SHEET"
	[ "$(value kompensation)" = 310,00 ]
	[ "$(value ialt)" = 31.874,41 ]
	[ "$(jq '[.fields[] | select(.number == 11 or (.number >= 14 and .number <= 18)) | .amount_ore // 0] | add' "$SHEET")" -eq 3187441 ]
	[ "$(value valg1_nej) $(value valg1_ja) $(value valg2_ja) $(value valg3_ja)" = "/On /Off /On /On" ]
	[ "$(value retsafgift)" = 750,00 ]
	[ -z "$(value underskrift)" ]
	jq -e '.fields[] | select(.number == 25) | .note == "Betalingstekst til retsafgiften: Advokat Paragrafsen 2026-000001 / Æblets Ølkompagni ApS, Ångström & Søn A/S / betalingspåkrav fogedret"' "$SHEET"
	jq -e '[.open[] | .text | contains("Europæiske Økonomiske Samarbejdsområde")] | any' "$SHEET"
	pdftotext "$FORM" - | grep -q "Północna"
}

# twisted SED: the ordinary case with an edit of its claim
twisted() {
	cp -r "$WALK/inbox/01-erhverv" "$BATS_TEST_TMPDIR/twisted"
	sed -i "$1" "$BATS_TEST_TMPDIR/twisted"/*.xml
	case_of "$BATS_TEST_TMPDIR/twisted"
}

@test "an address of forty lines does not go into its box, and is named there, not cut" {
	lines=$(printf 'Linje %d, opgang med et langt navn\\n' {1..40})
	twisted "0,/<address>.*<\/address>/s//<address>$lines<\/address>/"
	[[ "$(pdftotext "$FORM" -)" == *"Dette er et udkast"*"Linje 40, opgang"* ]]
	jq -e '[.open[] | select(.where | startswith("1 Kreditor")) | .text | contains("uden at blive klippet")] | any' "$SHEET"
	run on approve 2026-000001 --by "Anna Vest" --for 2026-11-22 --out "$OUT"
	[ "$status" -eq 1 ]
}

@test "a name in Greek or Arabic is drawn and can be copied; letters that no font has are named" {
	twisted 's/Nordlys Tavler ApS/Ωμέγα Łódź شركة النور/'
	[[ "$(value kreditor)" == "Ωμέγα Łódź شركة النور"* ]]
	pdftotext "$FORM" - | grep -q "Ωμέγα Łódź"
	rm -rf "$BATS_TEST_TMPDIR/own" "$BATS_TEST_TMPDIR/twisted"
	twisted 's/Nordlys Tavler ApS/北京有限公司/'
	jq -e '[.open[] | select(.where | startswith("1 Kreditor")) | .text | contains("北京")] | any' "$SHEET"
	run on approve 2026-000001 --by "Anna Vest" --for 2026-11-22 --out "$OUT"
	[ "$status" -eq 1 ]
}

@test "three hundred invoices on one claim: the account is named as too long for the blank, and the draft has all of them" {
	cp -r "$WALK/inbox/01-erhverv" "$BATS_TEST_TMPDIR/many"
	rm "$BATS_TEST_TMPDIR/many"/*.xml
	python3 - "$WALK/inbox/01-erhverv/claim.xml" "$BATS_TEST_TMPDIR/many/claim.xml" <<'PY'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
item = re.search(r"  <item .*?</item>\n", text, re.S).group(0)
text = re.sub(r"  <document [^\n]*\n", "", text)
rows = [re.sub(r"<principal>.*?<", "<principal>50.00<", re.sub(r"<number>.*?<", f"<number>B-{n}<", re.sub(r'id="\w+"', f'id="i{n}"', item)))
        for n in range(1, 301)]
open(sys.argv[2], "w", encoding="utf-8").write(text.replace(item, "".join(rows)))
PY
	case_of "$BATS_TEST_TMPDIR/many"
	[ "$(jq -r '.fields[] | select(.number == 11) | .value' "$SHEET")" = 15.000,00 ]
	jq -e '[.open[] | select(.where | startswith("20 ")) | .text | contains("uden at blive klippet")] | any' "$SHEET"
	[[ "$(pdftotext "$FORM" -)" == *"B-300"* ]]
}

@test "a blank that bad hands touched is refused by forms map and forms confirm with its name" {
	head -c 9000 "$BLANKS/proeveblanket.pdf" >"$BATS_TEST_TMPDIR/halv.pdf"
	qpdf --encrypt "" ejer 256 --form=n --modify-other=n --annotate=n -- "$BLANKS/proeveblanket.pdf" "$BATS_TEST_TMPDIR/spaerret.pdf"
	run --separate-stderr on forms map "$BATS_TEST_TMPDIR/halv.pdf"
	[ "$status" -eq 3 ]
	[[ "$stderr" == *halv.pdf* ]]
	run on forms map "$BATS_TEST_TMPDIR/spaerret.pdf"
	[[ "$output" == *"låst for ændringer"* ]]
	sed "s/^blank,,,[0-9a-f]*/blank,,,$(sha256sum <"$BATS_TEST_TMPDIR/spaerret.pdf" | cut -d' ' -f1)/" "$BLANKS/proeveblanket.csv" >"$BATS_TEST_TMPDIR/map.csv"
	run --separate-stderr json forms confirm $EDITION --blank "$BATS_TEST_TMPDIR/spaerret.pdf" --map "$BATS_TEST_TMPDIR/map.csv" --by X
	[ "$status" -eq 3 ]
	[ "$(jq -r .code <<<"$output")" = blank-restricted ]
	# The kept blank itself is touched after it was confirmed: nothing is filled.
	use proeveblanket
	kept=$(find "$H/documents" -type f -name "*$(sha256sum <"$BLANKS/proeveblanket.pdf" | cut -c1-20)*")
	chmod u+w "$kept"
	printf x >>"$kept"
	run on package $A --out "$OUT"
	[ "$status" -eq 6 ]
}
