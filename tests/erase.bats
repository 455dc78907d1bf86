bats_require_minimum_version 1.5.0
# Erasure: personal data leave when the law no longer keeps them, the books stay whole, and no backup brings them back.

setup_file() {
	export WALK="$BATS_FILE_TMPDIR/walk"
	mkdir -p "$WALK/inbox"
	for story in 01-erhverv 03-forbruger 34-advokat; do cp -r "$SOURCE/fixtures/inbox/$story" "$WALK/inbox/"; done
	cp -r "$WALK/inbox/03-forbruger" "$WALK/inbox/04-igen" && echo "en side mere" >"$WALK/inbox/04-igen/notat.txt"
	p() { "$PAAKRAV" --home "$WALK/home" --today 2026-11-22 "$@"; }
	p run "$WALK/inbox" --out "$WALK/home/out" >/dev/null || [ $? -eq 1 ] # the same papers twice are a person's matter
	# 2: paid to the creditor, nothing booked. 3: the same papers, alive. 4: booked and taken back.
	p note 2026-000002 payment --on 2026-11-20 --amount 15532.88 --paid-to creditor >/dev/null
	p note 2026-000004 payment --on 2026-11-20 --amount 57000 --paid-to operator --ground "ridehuset" >/dev/null
	p note 2026-000004 payment --on 2026-11-20 --amount 57000 --paid-to creditor --replaces 3 >/dev/null
	printf '[firm]\nyear-end=06-30\n' >"$WALK/home/paakrav.conf"
	p audit --format json >"$WALK/receipt.json"
	p proof 2026-000004 --format json >"$WALK/proof.json"
}

setup() {
	T="$BATS_TEST_TMPDIR" H="$BATS_TEST_TMPDIR/home" B="$BATS_TEST_TMPDIR/kopi"
	cp -r "$WALK/home" "$H"
}

on() { "$PAAKRAV" --home "$H" --today "$@"; }
erase() { on "$1" erase "$2" --by "Anna Advokat" --why dataminimering "${@:3}"; }
holds() { python3 -B "$SOURCE/tests/validate.py" "$@"; }
hashes() { sqlite3 "$H/paakrav.db" "SELECT 'documents/' || substr(sha256, 1, 2) || '/' || sha256 FROM document WHERE case_id = '$1' ORDER BY 1"; }

packed() { # the pack of the month holds under its own checker
	on 2032-07-01 audit pack --from 2026-11-01 --to 2026-11-30 --out "$T/pakke.zip" >/dev/null
	(cd "$T" && unzip -qo pakke.zip kontrol.py && python3 -B kontrol.py pakke.zip)
}

@test "refused with every ground and the day, by the financial year that is said or the latest that it can be" {
	run -3 erase 2026-11-22 2026-000001 --format json
	jq -e '.code == "not-erasable" and (.text | contains("ikke afsluttet"))' <<<"$(grep -v '^paakrav:' <<<"$output")"
	run -3 erase 2032-06-30 2026-000004
	[[ "$output" == *"5 år"*"bkl § 12 stk. 1"*"1. juli 2032"* ]]
	sed -i s/06-30/12-31/ "$H/paakrav.conf"
	run -3 erase 2026-11-22 2026-000004
	[[ "$output" == *"1. januar 2032"* ]]
	rm "$H/paakrav.conf"
	run -3 erase 2026-11-22 2026-000004
	[[ "$output" == *"year-end"*"22. november 2032"* ]]
	on 2026-11-22 note 2026-000002 payment --on 2026-11-21 --amount 100 --paid-to operator
	on 2026-11-22 note 2026-000004 payment --on 2026-11-21 --amount 100 --paid-to operator
	run -3 erase 2040-01-01 2026-000004
	[[ "$output" == *"il § 14"*"kan ikke siges"* ]]
	run -2 on 2032-07-01 erase 2026-000004 --by Anna
	[ ! -e "$H.slettet" ]
	on 2026-11-22 audit
}

@test "an open case that time ends may be erased from the day that the refusal names, and --due tells why" {
	run -3 erase 2029-09-03 2026-000001
	[[ "$output" == *"ikke forældet (fl § 3; fl § 5)"*"4. september 2029"* ]]
	on 2026-11-22 erase --due --on 2029-09-03 --format json >"$T/before.json"
	jq -e '[.cases[].case] | contains(["2026-000001"]) | not' "$T/before.json"
	on 2026-11-22 erase --due --on 2029-09-04 --format json >"$T/due.json"
	holds erase-due "$T/due.json"
	jq -e '.cases[] | select(.case == "2026-000001") | .because == "d1: Kravet er forældet, 4. september 2029."' "$T/due.json"
	erase 2029-09-04 2026-000001
	# at the court limitation is pending: no day can be told
	on 2026-11-22 note 2026-000003 bp_filed --on 2026-11-22
	run -3 erase 2036-12-31 2026-000003
	[[ "$output" == *"kan ikke siges"* && "$output" != *forældet* ]]
}

@test "after it no byte of the case is left, and chain, audit, receipt, proof and backup hold" {
	for w in Rensdyrets "Hestevej 6" ridehuset; do grep -rqa "$w" "$H"; done
	gone=$(hashes 2026-000004)
	on 2032-07-01 erase --due --format json >"$T/due.json"
	holds erase-due "$T/due.json"
	jq -e '[.cases[].case] | contains(["2026-000002", "2026-000004"])' "$T/due.json"
	erase 2032-07-01 2026-000004 --format json >"$T/erased.json"
	holds erase "$T/erased.json"
	for w in Rensdyrets "Hestevej 6" 99002352 ridehuset; do run -1 grep -rla "$w" "$H"; done
	for file in $gone; do [ ! -e "$H/$file" ]; done
	[ -z "$(find "$H" -name '*2026-000004*')" ]
	on 2032-07-01 audit --receipt "$WALK/receipt.json"
	on 2032-07-01 ledger verify
	"$PAAKRAV" proof verify "$WALK/proof.json"
	on 2032-07-01 proof 2026-000004 --format json >"$T/after.json"
	"$PAAKRAV" proof verify "$T/after.json"
	on 2032-07-01 backup "$B"
	packed
	[ "$(on 2032-07-01 ledger --case 2026-000004 --format json | jq .count)" -eq 8 ]
}

@test "an erased case is said to be so, and nothing that goes over all cases stumbles on it" {
	erase 2026-11-22 2026-000002
	for command in status events show lookup assess "note payment --on 2026-11-22 --amount 1 --paid-to creditor" settlement; do
		read -r word rest <<<"$command"
		# shellcheck disable=SC2086
		run -3 on 2026-11-22 "$word" 2026-000002 $rest
		echo "$word: $output"
		[[ "$output" == *"blev slettet 22. november 2026 efter loven"* ]]
	done
	for command in status due report "books update" "books check" "index --rebuild" "assess --all" "plan list" outbox letters approvals "due --rebuild" \
		"letter next 2026-000001" clientmoney "erase --due"; do
		# shellcheck disable=SC2086
		on 2026-11-22 $command >/dev/null || [ $? -eq 1 ]
	done
	# The same files again are a duplicate, and the next sweep takes their path too.
	on 2026-11-22 run "$WALK/inbox" --out "$H/out" >/dev/null || [ $? -eq 1 ]
	on 2026-11-22 audit
	erase 2026-11-22 2026-000002
	[ "$(wc -l <"$H.slettet")" -eq 1 ]
	on 2026-11-22 audit
}

@test "a document that another case has stays" {
	kept=$(hashes 2026-000003)
	erase 2026-11-22 2026-000002
	for file in $kept; do [ -e "$H/$file" ]; done
	on 2026-11-22 show 2026-000003 | grep -q "Karla Testesen"
	on 2026-11-22 audit
}

@test "the drill: a backup from before does not bring it back, and a list that was touched is refused" {
	on 2026-11-22 backup "$B"
	erase 2026-11-22 2026-000002
	again() { "$PAAKRAV" --home "$T/igen" --today 2026-11-23 restore "$B" "$@"; }
	again --erased "$H.slettet" --format json >"$T/restored.json"
	holds restored "$T/restored.json"
	jq -e '.erasures.applied == 1' "$T/restored.json"
	run -3 "$PAAKRAV" --home "$T/igen" --today 2026-11-23 status 2026-000002
	[[ "$output" == *"22. november 2026"* ]]
	"$PAAKRAV" --home "$T/igen" --today 2026-11-23 audit
	[ -z "$(find "$T/igen" -name '*2026-000002*')" ]
	run -1 grep -rla "2026-000002/faktura" "$T/igen/out"
	rm -rf "$T/igen"
	# No list known: said aloud. A list named by the configuration must be there.
	run -0 again
	[[ "$output" == *"ingen liste"*"--erased"* ]]
	rm -rf "$T/igen"
	sed s/2026-11-22/2026-11-21/ "$H.slettet" >"$T/roert"
	run -6 again --erased "$T/roert"
	[[ "$output" == *"roert:1:"* ]]
	run -5 again --erased "$T/findes-ikke"
	printf '[erase]\nlist=%s/liste\n' "$T" >"$H/paakrav.conf"
	on 2026-11-22 backup "$B.2"
	run -5 "$PAAKRAV" --home "$T/igen" --today 2026-11-23 restore "$B.2"
	[ ! -e "$T/igen" ]
	erase 2026-11-22 2026-000002
	"$PAAKRAV" --home "$T/igen" --today 2026-11-23 restore "$B.2" | grep -q "0 sager blev slettet igen"
	# Another house's list: its signature is not ours.
	cp -r "$WALK/home" "$T/andet" && rm -rf "$T/andet/keys"
	"$PAAKRAV" --home "$T/andet" --today 2026-11-22 erase 2026-000002 --by Bo --why x
	rm -rf "$T/igen"
	run -6 again --erased "$T/andet.slettet"
	printf '[erase]\nlist=liste\n' >"$H/paakrav.conf"
	run -2 erase 2026-11-22 2026-000002
	[[ "$output" == *"i selve sagsmappen"* ]]
}

@test "half a line that a killed run left is cut off, and the list goes on" {
	erase 2026-11-22 2026-000002
	cp "$H.slettet" "$T/hel" && printf '{"schema":"paakrav.er' >>"$H.slettet"
	erase 2032-07-01 2026-000004
	[ "$(wc -l <"$H.slettet")" -eq 2 ]
	cmp -n "$(stat -c %s "$T/hel")" "$H.slettet" "$T/hel"
	rm -rf "$H" && cp -r "$WALK/home" "$H"
	on 2026-11-22 backup "$B"
	"$PAAKRAV" --home "$T/igen" --today 2032-07-02 restore "$B" --erased "$H.slettet" | grep -q "2 sager blev slettet igen"
}

@test "a whole life: what was paid, invoiced and paid out verifies without a name in it" {
	printf '[bank]\naccounts=0040 0440116243\n[own-account]\nnumber=1111 2222222222\n[firm]\nname=Advokat Prøve\naddress=Havnegade 1\npostcode=9000\n' \
		>"$H/paakrav.conf"
	printf 'city=Aalborg\ncvr=99001003\naccount=0040 0440116243\nyear-end=12-31\n' >>"$H/paakrav.conf"
	C=2026-000004
	live() { on "$@" >/dev/null; }
	statement() { python3 -B "$SOURCE/tests/make_bank.py" 053 8 "$T/s.xml" && live 2026-11-25 bank import "$T/s.xml"; }
	live 2026-11-22 agreement set --case $C --from 2026-01-01 --agreed-on 2026-01-01 --operator lawyer --client business --out-of-court fixed \
		--out-of-court-price 500 --out-of-court-success yes --court fixed --court-price 1500 --court-success yes --win payment --reminder-fees client \
		--interest client --awarded-costs client --loss ours --vat yes --direct-payments yes --decision "set af advokaten" --by Advokat
	live 2026-11-23 note $C payment --on 2026-11-20 --amount 1 --paid-to creditor --replaces 4
	printf '[{"head":true,"opening":"0","from":"2026-11-20","to":"2026-11-23","message":"M1"},{"on":"2026-11-21","amount":"1000.00","bank":"R1","text":"sag %s","name":"Rensdyrets Ridecenter"}]' $C | statement
	live 2026-11-25 invoice issue --by Anna
	live 2026-11-25 payout account set --case $C --number "9570 12345678" --why "klientens brev" --by Anna
	live 2026-11-25 payout account confirm 1 --by Bo
	live 2026-11-25 payout prepare --by Anna
	live 2026-11-25 payout approve 1 --by Bo --out "$T/pain.xml"
	# What the fee held back goes out when the client has paid it.
	live 2026-11-25 ledger propose --kind client_paid_us --case $C --amount 625 --why betalt --by Anna
	live 2026-11-25 ledger confirm 1 --by Bo
	live 2026-11-25 payout prepare --by Anna
	live 2026-11-25 payout approve 2 --by Bo --out "$T/pain2.xml"
	out() { printf ',{"on":"2026-11-25","amount":"-%s.00","bank":"R%s","e2e":"%s","name":"X"}' "$2" "$1" "$(on 2026-11-25 payout show "$1" --format json | jq -r '.transfers[0].end_to_end')"; }
	printf '[{"head":true,"opening":"1000","from":"2026-11-25","to":"2026-11-25","message":"M2"}%s%s]' "$(out 1 375)" "$(out 2 625)" | statement
	live 2026-11-25 clientmoney day 2026-11-25
	live 2026-11-25 note $C payment --on 2026-11-25 --amount 57000 --paid-to creditor
	on 2026-11-25 audit --format json >"$T/before.json"
	run -3 erase 2026-11-26 $C
	[[ "$output" != *"il § 14"* && "$output" == *"1. januar 2032"* ]]
	erase 2032-07-01 $C
	for w in Rensdyrets "Hestevej 6" 99002352; do run -1 grep -rla "$w" "$H"; done # the client's account stays: it has a case that lives
	on 2032-07-01 audit --receipt "$T/before.json"
	on 2032-07-01 invoice show 1 | grep -q "625,00"
	packed
}
