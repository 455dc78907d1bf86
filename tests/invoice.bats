bats_require_minimum_version 1.5.0
# Invoices to clients: numbered without gaps, read back by our own reader and by the authority's rules, credited, never changed;
# one statement over all of a client's cases, and the VAT of a period.

setup_file() {
	export WALK="$BATS_FILE_TMPDIR/walk"
	mkdir -p "$WALK/inbox"
	for story in 01-erhverv 21-delvist-betalt 03-forbruger; do cp -r "$SOURCE/fixtures/inbox/$story" "$WALK/inbox/"; done
	for story in 01-erhverv 21-delvist-betalt; do
		sed -i 's#<operator kind="self"/>#<operator kind="collector" authorised-from="2026-01-01" authorised-to="2027-12-31"/>#' "$WALK/inbox/$story/claim.xml"
	done
	w() { "$PAAKRAV" --home "$WALK/home" --today 2026-11-22 "$@"; }
	w run "$WALK/inbox" --out "$WALK/out" >/dev/null
	w agreement set --creditor 99001011 --from 2026-11-01 --operator collector --authorised-from 2026-01-01 --authorised-to 2027-12-31 \
		--out-of-court percent --out-of-court-share 35 --share-of principal --court fixed --court-price 2500 --court-success no \
		--vat yes --set-off yes --loss client --direct-payments yes --by Anna >/dev/null
	w note 2026-000001 payment --on 2026-11-20 --amount 3000 --paid-to operator >/dev/null
	cp -r "$WALK/home" "$WALK/bare"
	printf '[firm]\nname=Vest & Søn Inkasso ApS\naddress=Havnegade 12\npostcode=6700\ncity=Esbjerg\ncvr=99 00 20 20\nphone=75 00 00 00\nemail=post@vestinkasso.example\naccount=0400 0001234567\n' >>"$WALK/home/paakrav.conf"
	other=$(w --format json status | jq -r '.cases[].case' | while read -r c; do
		[ "$c" != 2026-000001 ] && w --format json settlement "$c" | jq -r 'select(.client == "cvr-99001011").case'
	done | head -1)
	echo "$other" >"$WALK/other"
	w note "$other" payment --on 2026-11-21 --amount 1234.56 --paid-to creditor >/dev/null
}

setup() {
	T="$BATS_TEST_TMPDIR" H="$BATS_TEST_TMPDIR/home"
	cp -r "$WALK/home" "$H"
	A=2026-000001 B=$(cat "$WALK/other")
	SCHEMAS=${PAAKRAV_CORPORA:-$SOURCE/../shared/corpora}/schemas
}

on() { local day=$1; shift; "$PAAKRAV" --home "$H" --today "$day" "$@"; }
paakrav() { on 2026-11-22 "$@"; }
json() { paakrav --format json "$@"; }
holds() { python3 -W ignore -B "$SOURCE/tests/validate.py" "$@"; }
balance() { json ledger balance | jq --arg a "$1" '[.accounts[] | select(.account == $a).balance_ore] | add // 0'; }

# by_the_rules KIND FILE: the XSD, and the authority's own schematron finds nothing
by_the_rules() {
	if [ ! -d "$SCHEMAS" ]; then
		[ -z "$PAAKRAV_REQUIRE_CORPORA" ] || { echo "no schemas at $SCHEMAS"; return 1; }
		echo "# no schemas; the file is read by our own reader only" >&3
		return 0
	fi
	xmllint --noout --nonet --schema "$SCHEMAS/ubl-xsd-erst/UBL_v2.1/maindoc/UBL-$1-2.1.xsd" "$2"
	xsltproc --nonet "$SCHEMAS/oioubl-1.12.3-xslt1/OIOUBL_$1_Schematron.xsl" "$2" >"$T/rules.xml"
	grep -q 'Information' "$T/rules.xml"
	run -1 grep -E '<(Error|Warning)' "$T/rules.xml"
}

@test "what must be on an invoice and is not is named; nothing is numbered" {
	rm -r "$H" && cp -r "$WALK/bare" "$H"
	json invoice prepare >"$T/p.json"
	holds invoice-prepare "$T/p.json"
	jq -e '.invoices[0].missing | index("[firm] cvr") and index("[firm] address")' "$T/p.json"
	run -3 paakrav invoice issue --creditor 99001011
	[[ "$output" == *"[firm] name"* && "$output" == *"[firm] cvr"* ]]
	run -1 --separate-stderr json invoice issue
	jq -e '.count == 0 and (.refused | length) == 1' <<<"$output"
	json invoice list | jq -e '.count == 0'
}

@test "issued: one invoice over all cases, by our reader and the authority's rules, set off, withdrawn, and the books whole" {
	json invoice issue --creditor 99001011 >"$T/i.json"
	holds invoice-issue "$T/i.json"
	jq -e '.count == 1 and (.invoices[0] | .number == 1 and (.lines | map(.case) | unique | length) == 2
		and .vat_ore == ((.net_ore * 25 / 100) | round) and .total_ore == .net_ore + .vat_ore and .payable_ore > 0 and .set_off_ore > 0)' "$T/i.json"
	json invoice show 1 --pdf "$T/1.pdf" --xml "$T/1.xml" >"$T/s.json"
	holds invoice "$T/s.json"
	by_the_rules Invoice "$T/1.xml"
	json read "$T/1.xml" >"$T/r.json"
	for pair in net_ore:net_ore vat_ore:vat_ore total_ore:total_ore prepaid_ore:set_off_ore payable_ore:payable_ore due_on:due_on; do
		[ "$(jq -r --arg n "invoice.${pair%%:*}" '.facts[] | select(.name == $n).value' "$T/r.json")" = "$(jq -r ".${pair##*:}" "$T/s.json")" ]
	done
	jq -e 'any(.facts[]; .name == "seller.name" and .value == "Vest & Søn Inkasso ApS") and any(.facts[]; .name == "buyer.cvr" and .value == "99001011")
		and any(.facts[]; .name == "payment.account" and (.value | contains("1234567")))' "$T/r.json"
	pdftotext -layout "$T/1.pdf" "$T/1.txt"
	for word in 'Faktura nr. 1' 'CVR-nr. 99 00 20 20' '35 % af hovedstol' 'aftale nr. 1' 'Moms, 25 %' 'At betale'; do grep -qF "$word" "$T/1.txt"; done
	[ "$(balance fee_unbilled)" -eq 0 ]
	[ "$(balance client_receivable)" -eq "$(jq .payable_ore "$T/s.json")" ]
	[ "$(balance vat_payable)" -eq "-$(jq .vat_ore "$T/s.json")" ]
	json ledger --kind withdrawal | jq -e --argjson off "$(jq .set_off_ore "$T/s.json")" '.sum_ore == $off and all(.entries[]; .booked_on == "2026-11-22")'
	paakrav audit
	# What belongs to an invoice is not taken back by hand.
	run -3 paakrav ledger propose --reverse fee_invoiced/$A/f1.1 --why x --by Anna
	[[ "$output" == *"invoice credit"* ]]
}

@test "two at once and a retry: one invoice, one number" {
	paakrav invoice issue >"$T/a" &
	paakrav invoice issue >"$T/b"
	wait $!
	paakrav invoice issue >"$T/c"
	[ "$(cat "$T/a" "$T/b" | grep -c 'Faktura nr. 1 ')" -eq 1 ]
	grep -q 'intet at fakturere' "$T/c"
	json invoice list | jq -e '[.invoices[].number] == [1]'
	# A case alone, then the rest: the series goes on.
	rm -r "$H" && cp -r "$WALK/home" "$H"
	json invoice issue --case "$B" | jq -e --arg b "$B" '.invoices[0].lines | all(.case == $b)'
	json invoice issue | jq -e '[.invoices[].number] == [2]'
	run -3 paakrav invoice issue --case 2026-009999
	run -3 paakrav invoice issue --creditor 11111111
	run -2 paakrav invoice issue --period 2026-13
	paakrav audit
}

@test "credited: lines, the rest, and never twice; the invoice stays as it was" {
	json invoice issue >"$T/i.json"
	paakrav invoice show 1 --pdf "$T/before.pdf" >/dev/null
	run -2 paakrav invoice credit 1
	run -3 paakrav invoice credit 1 --line 9 --why x
	json invoice credit 1 --line 1 --why "Forkert <sats> & dag" --by Anna >"$T/c.json"
	holds invoice "$T/c.json"
	jq -e '.number == 2 and .credits == 1 and .set_off_ore > 0 and .why == "Forkert <sats> & dag"' "$T/c.json"
	# What is only credited is billed again: said at once, with the way to give it up, which the books respect.
	cp -r "$H" "$T/waived"
	entry=$(jq -r '.again | if length == 1 then .[0] else error end' "$T/c.json")
	json invoice prepare --creditor 99001011 | jq -e --arg e "$entry" 'any(.invoices[].lines[]; .entry == $e)'
	"$PAAKRAV" --home "$T/waived" --today 2026-11-22 ledger propose --reverse "$entry" --why kulance --by Anna
	"$PAAKRAV" --home "$T/waived" --today 2026-11-22 ledger confirm 1 --by Bo
	"$PAAKRAV" --home "$T/waived" --today 2026-11-22 --format json invoice prepare --creditor 99001011 >"$T/w.json" || true
	jq -e --arg e "$entry" 'all(.invoices[].lines[]?; .entry != $e)' "$T/w.json"
	"$PAAKRAV" --home "$T/waived" --today 2026-11-22 audit
	run -3 paakrav invoice credit 1 --line 1 --why igen
	run -3 paakrav invoice credit 2 --why x
	paakrav invoice credit 1 --why resten
	run -3 paakrav invoice credit 1 --why x
	paakrav invoice show 2 --pdf "$T/2.pdf" --xml "$T/2.xml" >/dev/null
	by_the_rules CreditNote "$T/2.xml"
	json read "$T/2.xml" | jq -e 'any(.facts[]; .name == "invoice.kind" and .value == "credit_note") and any(.facts[]; .name == "ref.billing" and .value == "1")'
	paakrav invoice show 1 --pdf "$T/after.pdf" >/dev/null
	cmp "$T/before.pdf" "$T/after.pdf"
	for account in client_receivable vat_payable own_bank; do [ "$(balance $account)" -eq 0 ]; done
	json vat report --period 2026-Q4 >"$T/v.json"
	holds vat-report "$T/v.json"
	jq -e '.agrees and .vat_ore == 0 and .invoices.count == 1 and .credit_notes.count == 2' "$T/v.json"
	json invoice issue | jq -e --argjson net "$(jq '.invoices[0].net_ore' "$T/i.json")" '.invoices[0] | .number == 4 and .net_ore == $net'
	paakrav audit
}

@test "a fee that the books reverse after its invoice waits for a credit note, and is owed back" {
	paakrav invoice issue
	on 2026-12-03 note $A payment_reversed --on 2026-12-02 --replaces "$(json events $A | jq '[.events[] | select(.name == "payment").id][0]')"
	on 2026-12-03 --format json invoice prepare >"$T/p.json"
	jq -e '.count == 0 and (.to_credit | length) == 1' "$T/p.json"
	line=$(jq '.to_credit[0].line' "$T/p.json")
	on 2026-12-03 invoice credit 1 --taken-back --why "betalingen blev tilbageført" >"$T/c"
	on 2026-12-03 --format json invoice list | jq -e '.to_credit == []'
	run -3 on 2026-12-03 invoice credit 1 --taken-back --why igen
	# The correction is the later period's; the first keeps its VAT.
	on 2026-12-31 --format json vat report --period 2026-12 | jq -e '.agrees and .corrections.count == 1 and .vat_ore < 0'
	on 2026-12-31 --format json vat report --period 2026-11 | jq -e '.agrees and .vat_ore > 0 and .corrections.count == 0'
	on 2026-12-31 --format csv vat report --period 2026-12 | grep -q '^2,credit_note,1,true,'
	on 2026-12-31 audit
}

@test "one statement: the sum of the cases' own settlements, to the øre, before and after its invoice" {
	for step in before after; do
		json settlement --creditor 99001011 --period 2026-11 --pdf "$T/$step.pdf" >"$T/$step.json"
		holds settlement-creditor "$T/$step.json"
		for c in $A $B; do json settlement "$c"; done | jq -s . >"$T/own.json"
		jq -e --slurpfile own "$T/own.json" '. as $all | ["received_ore", "set_off_ore", "held_ore", "fee_ore", "fee_unbilled_ore", "vat_to_come_ore", "receivable_ore", "due_ore"]
			| all(. as $k | ($own[0] | map(.[$k]) | add) == $all[$k])' "$T/$step.json"
		jq -e '.held_before_ore + .received_ore + .covered_ore - .set_off_ore - .paid_out_ore - .returned_ore == .held_ore' "$T/$step.json"
		[ $step = after ] || json settlement issue --creditor 99001011 --period 2026-11 | jq -e '[.invoices[].number] == [1]'
	done
	jq -e -s '.[0].due_ore + .[0].vat_rounding_ore * -1 == .[1].due_ore' "$T/before.json" "$T/after.json"
	pdftotext -layout "$T/after.pdf" - | grep -q 'Faktura nr. 1 af'
	# The next month begins with what stood.
	on 2026-12-31 --format json settlement --creditor 99001011 --period 2026-12 |
		jq -e --argjson held "$(jq .held_ore "$T/after.json")" '.held_before_ore == $held and .received_ore == 0 and .held_ore == $held'
	run -2 paakrav settlement --period 2026-11
	run -2 paakrav settlement $A --creditor 99001011
	run -3 paakrav settlement --creditor 99001011 --period 2027-01
	run -2 paakrav --role auditor settlement issue --creditor 99001011 --period 2026-11 || run -7 paakrav --role auditor settlement issue --creditor 99001011 --period 2026-11
}

@test "a closed month takes no invoice, and one in English is in English" {
	on 2026-12-01 ledger close 2026-11 --by Anna
	run -3 paakrav invoice issue
	[[ "$output" == *"lukket"* ]]
	on 2026-12-02 invoice issue --lang en --due 2026-12-24 >"$T/i"
	on 2026-12-02 invoice show 1 --pdf "$T/1.pdf" >/dev/null
	pdftotext -layout "$T/1.pdf" "$T/1.txt"
	for word in 'Invoice no. 1' 'Due: 24 December 2026' 'VAT, 25 %' 'To pay'; do grep -qF "$word" "$T/1.txt"; done
}
