bats_require_minimum_version 1.5.0
# Payouts: two persons, confirmed accounts, the bank's file, and the bank's lines that book it.

setup_file() {
	export WALK="$BATS_FILE_TMPDIR/walk" A=2026-000001
	mkdir -p "$WALK/inbox"
	cp -r "$SOURCE/fixtures/inbox/34-advokat" "$WALK/inbox/"
	p() { "$PAAKRAV" --home "$WALK/home" --today 2026-11-20 "$@"; }
	p run "$WALK/inbox" --out "$WALK/out" >/dev/null
	printf '[bank]\naccounts=0040 0440116243\n[own-account]\nnumber=1111 2222222222\n[firm]\nname=Vest & Øst\n' >"$WALK/home/paakrav.conf"
	printf '[{"head":true,"opening":"0","to":"2026-11-20"},{"on":"2026-11-11","amount":"1000.00","bank":"R1","text":"sag %s"}]' $A |
		python3 -B "$SOURCE/tests/make_bank.py" 053 8 "$WALK/s1.xml"
	p bank import "$WALK/s1.xml" >/dev/null
	p payout account set --case $A --number "9570 12345678" --why "klientens brev" --by Anna >/dev/null
	cp -r "$WALK/home" "$WALK/unconfirmed"
	p payout account confirm 1 --by Bo >/dev/null
	p payout prepare --by Anna >/dev/null
	cp -r "$WALK/home" "$WALK/prepared"
	p payout approve 1 --by Bo --out "$WALK/pain.xml" >/dev/null
	export E=$(p --format json payout show 1 | jq -r '.transfers[0].end_to_end')
}

setup() {
	T="$BATS_TEST_TMPDIR" H="$BATS_TEST_TMPDIR/home"
	cp -r "$WALK/home" "$H"
}

paakrav() { "$PAAKRAV" --home "$H" --today "${TODAY-2026-11-22}" "$@"; }
json() { paakrav --format json "$@"; }
holds() { python3 -B "$SOURCE/tests/validate.py" "$@"; }
# take OPENING LINES: a statement of 21 November
take() {
	printf '[{"head":true,"opening":"%s","from":"2026-11-21","to":"2026-11-21","message":"M%s"},%s]' "$1" "$RANDOM" "$2" |
		python3 -B "$SOURCE/tests/make_bank.py" 053 8 "$T/s.xml"
	json bank import "$T/s.xml" >"$T/import.json"
}
out() { printf '{"on":"2026-11-21","amount":"%s","bank":"%s","e2e":"%s","name":"X"%s}' "$1" "$2" "$E" "${3-}"; }
state() { json payout show 1 | jq -r .state; }
proved() { json clientmoney day 2026-11-21 | jq -e '.ok and .difference_ore == 0 and .office_ore == 0'; }

@test "an account needs two persons and fitting digits, and its number is never seen" {
	rm -rf "$H" && cp -r "$WALK/unconfirmed" "$H"
	run -7 --separate-stderr paakrav payout account confirm 1 --by " ANNA"
	run -1 --separate-stderr json payout prepare --by Anna
	jq -e '.state == "nothing" and .held_back[0].reason == "no_account" and .held_back[0].amount_ore == 100000' <<<"$output"
	holds payout <(echo "$output")
	# Check digits, length, our own account, and the error tells no digit of it.
	for number in DK5000400440116244 "0040 044" "GB82WEST1234569876543" 0040-0440116243 DK5000400440116243 "00000000000000"; do
		run --separate-stderr json payout account set --case $A --number "$number" --why x --by Bo
		[ "$status" -eq 3 ] || { echo "$number: $status"; return 1; }
		run -1 grep -F -e "${number: -4}" <<<"$output$stderr"
	done
	json payout account set --case $A --number "GB82 WEST 1234 5698 7654 32" --why "ny bank" --by Bo >"$T/payout-account.json"
	holds payout-account "$T/payout-account.json"
	json payout account confirm 2 --by Anna | jq -e '.state == "confirmed" and .ends == "…5432"'
	# What was overtaken is not confirmed after all.
	run -3 --separate-stderr paakrav payout account confirm 1 --by Bo
	json payout account list >"$T/payout-accounts.json"
	holds payout-accounts "$T/payout-accounts.json"
	jq -e '[.accounts[].state] == ["waits", "counts"]' "$T/payout-accounts.json"
	run -1 grep -E '12345678|98765432' "$T/payout-accounts.json" "$T/payout-account.json"
	paakrav audit
}

@test "the file is the same bytes each time, of the standard's order, its sums right, on a banking day" {
	paakrav payout approve 1 --by Carl --out "$T/again.xml" >"$T/again.txt"
	grep -q "allerede godkendt af Bo den 2026-11-[0-9]*; intet er ændret, og de samme bytes er skrevet igen" "$T/again.txt"
	run -2 paakrav payout approve 1 --by ' '
	cmp "$WALK/pain.xml" "$T/again.xml"
	python3 -B - "$T/again.xml" "$E" <<-'END'
		import sys, xml.etree.ElementTree as X
		root = X.parse(sys.argv[1]).getroot()
		names = lambda e: [c.tag.split("}")[1] for c in e]
		text = lambda path: [e.text for e in root.iterfind("/".join("{*}" + p for p in path.split("/")))]
		init = root[0]
		assert root.tag == "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.03}Document" and names(init) == ["GrpHdr", "PmtInf"]
		assert names(init[0]) == ["MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty"]
		assert names(init[1]) == ["PmtInfId", "PmtMtd", "BtchBookg", "NbOfTxs", "CtrlSum", "ReqdExctnDt", "Dbtr", "DbtrAcct", "DbtrAgt", "CdtTrfTxInf"]
		assert names(init[1][9]) == ["PmtId", "Amt", "Cdtr", "CdtrAcct", "RmtInf"]
		tx = "CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/"
		assert text("CstmrCdtTrfInitn/GrpHdr/CtrlSum") == text("CstmrCdtTrfInitn/PmtInf/CtrlSum") == text(tx + "Amt/InstdAmt") == ["1000.00"]
		assert text("CstmrCdtTrfInitn/PmtInf/ReqdExctnDt") == ["2026-11-20"] and text(tx + "PmtId/EndToEndId") == [sys.argv[2]]
		iban = text(tx + "CdtrAcct/Id/IBAN")[0]
		assert iban.endswith("95700012345678") and int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1
		assert text("CstmrCdtTrfInitn/PmtInf/DbtrAcct/Id/IBAN") == ["DK5000400440116243"]
		assert text("CstmrCdtTrfInitn/GrpHdr/InitgPty/Nm") == ["Vest & Øst"]
	END
	json payout show 1 >"$T/payout.json"
	json payout list --open >"$T/payouts.json"
	json payout due >"$T/payout-due.json"
	for name in payout payouts payout-due; do holds $name "$T/$name.json"; done
	jq -e '.state == "in_transit"' "$T/payout.json"
	jq -e '.due[0].since_on == "2026-11-11" and .due[0].days == 11 and .due[0].in_payout_ore == 100000' "$T/payout-due.json"
	# Saturday becomes Monday; the Friday after Ascension Day is no banking day.
	rm -rf "$H" && cp -r "$WALK/prepared" "$H"
	paakrav payout reject 1 --by Anna --why "forkert dag" >/dev/null
	TODAY=2026-11-21 json payout prepare --by Anna | jq -e '.execute_on == "2026-11-23"'
	paakrav payout reject 2 --by Anna --why "forkert dag" >/dev/null
	json payout prepare --on 2027-05-07 --by Anna | jq -e '.execute_on == "2027-05-10"'
}

@test "nobody approves his own, nothing is paid twice, and what changed since is prepared anew" {
	rm -rf "$H" && cp -r "$WALK/prepared" "$H"
	run -7 --separate-stderr paakrav payout approve 1 --by anna --out "$T/x.xml"
	[ ! -e "$T/x.xml" ]
	run -1 --separate-stderr paakrav payout prepare --by Carl
	paakrav payout account set --case $A --number "9570 99999999" --why "ny konto" --by Bo >/dev/null
	paakrav payout account confirm 2 --by Carl >/dev/null
	run -3 --separate-stderr json payout approve 1 --by Bo
	jq -e '.code == "payout-changed"' <<<"$output"
	paakrav payout reject 1 --by Bo --why "kontoen er skiftet" >/dev/null
	run -3 --separate-stderr paakrav payout approve 1 --by Bo
	paakrav payout prepare --creditor "$(json clientmoney | jq -r '.clients[0].client')" --by Carl >/dev/null
	json payout approve 2 --by Bo | jq -e '.transfers[0].account_ends == "…9999"'
	# October's books had nothing.
	paakrav payout reject 2 --by Bo --why "ikke udført" >/dev/null
	run -1 --separate-stderr paakrav payout prepare --period 2026-10 --by Carl
	paakrav audit
}

@test "the bank's line books it on its day, once, and the day is proved" {
	take 1000 "$(out -1000.00 R2)"
	[ "$(state)" = booked ]
	json ledger | jq -e '.entries[-1] | .kind == "payout_interest" and .booked_on == "2026-11-21" and .amount_ore == 100000'
	proved
	paakrav bank import "$T/s.xml"
	paakrav --format json audit >"$T/receipt.json"
	run python3 -B "$SOURCE/tests/tamper.py" "$PAAKRAV" "$H" "$T/receipt.json" payouts
	[ "$status" -eq 0 ] || { echo "$output"; return 1; }
	# A second line with the id is a question, and covered.
	take 0 "$(out -1000.00 R7)"
	jq -e '.asked == 1 and (.lines[0].because | startswith("en udbetaling, som banken har udført før"))' "$T/import.json"
	json ledger | jq -e '[.entries[] | select(.kind == "payout_interest")] | length == 1'
	json payout due | jq -e '.count == 0'
	paakrav audit
}

@test "another amount and a payout given up are asked about, and no client pays for it" {
	take 1000 "$(out -900.00 R2)"
	jq -e '.asked == 1 and (.lines[0].because | startswith("en udbetaling af os, med et andet beløb"))' "$T/import.json"
	[ "$(state)" = in_transit ]
	[ "$(json clientmoney | jq .total_ore)" -eq 100000 ]
	paakrav payout reject 1 --by Bo --why "banken afviste" >/dev/null
	[ "$(state)" = refused ]
	take 100 "$(out -1000.00 R3)"
	jq -e '.asked == 1 and (.lines[0].because | startswith("en udbetaling, som ikke er godkendt"))' "$T/import.json"
	[ "$(json clientmoney | jq .total_ore)" -eq 100000 ]
	paakrav audit
}

@test "what the bank sends back is the client's again, and the account is not tried again" {
	take 1000 "$(out -1000.00 R2),$(out 1000.00 R3 ',"returned":"AC04"')"
	[ "$(state)" = returned ]
	proved
	json payout due | jq -e '.sum_ore == 100000 and .due[0].since_on == "2026-11-11"'
	run -1 --separate-stderr json payout prepare --by Anna
	jq -e '.held_back[0].reason == "account_returned"' <<<"$output"
	paakrav payout account set --case $A --number "9570 99999999" --why "klienten ringede" --by Anna >/dev/null
	paakrav payout account confirm 2 --by Bo >/dev/null
	json payout prepare --by Anna | jq -e '.payout == 2 and .sum_ore == 100000'
	paakrav audit
}

@test "a payment taken back after its payout is covered the same day and owed by the client; the split stands" {
	for when in booked in_transit; do
		rm -rf "$H" && cp -r "$WALK/home" "$H"
		back='{"on":"2026-11-21","amount":"-1000.00","bank":"R1","text":"sag '$A'","reversal":true}'
		[ "$when" = booked ] && take 1000 "$(out -1000.00 R2),$back" || take 1000 "$back"
		[ "$(state)" = "$when" ]
		json ledger | jq -e '[.entries[] | select(.kind == "cover_client" or .kind == "cover_bank") | .booked_on] == ["2026-11-21", "2026-11-21"]'
		json ledger | jq -e 'all(.entries[]; .kind != "split_interest_back")'
		json ledger balance | jq -e '.accounts[] | select(.account == "client_receivable") | .balance_ore == 100000'
		proved
		json books check | jq -e '[.cases[].gaps[]?] == []'
		[ "$when" = booked ] || { take 0 "$(out -1000.00 R2)"; [ "$(state)" = booked ]; }
		paakrav audit
	done
	# What comes in later is kept for what is owed.
	take -1000 '{"on":"2026-11-21","amount":"300.00","bank":"R8","text":"sag '$A'"}'
	run -1 --separate-stderr json payout prepare --by Anna
	jq -e '[.held_back[] | [.reason, .amount_ore]] == [["receivable", 30000]]' <<<"$output"
}

@test "what is on its way or paid out is not undone by one person: the bank still has the payment" {
	for when in in_transit booked; do
		[ "$when" = in_transit ] || take 1000 "$(out -1000.00 R2)"
		[ "$(state)" = "$when" ]
		before=$(json ledger | jq '.entries | length')
		for undo in "bank dismiss 1 --why ups" "note $A payment_reversed --on 2026-11-22 --replaces $(json events $A | jq '[.events[] | select(.name == "payment").id][0]')"; do
			run -3 --separate-stderr json $undo --by Anna
			jq -e '.code == "payment-used"' <<<"$output"
		done
		[ "$(json ledger | jq '.entries | length')" -eq "$before" ]
	done
	run paakrav clientmoney day 2026-11-20
	[[ "$output" == *"Tilhører 1 klient  "* ]]
	# Two persons may: what is missing is the client's debt, covered in the same step, and then the receipt can be moved.
	paakrav ledger propose --kind cover_bank --case $A --amount 1000 --why "forkert sag" --by Anna
	run -3 --separate-stderr json ledger confirm 1 --by Bo
	jq -e '.code == "audit-would-fail"' <<<"$output"
	paakrav ledger propose --kind cover_client --case $A --amount 1000 --why "forkert sag" --by Anna
	paakrav ledger confirm 2 --by Bo
	paakrav audit
	paakrav bank dismiss 1 --why "en anden sags" --by Anna
	json ledger balance | jq -e '[.accounts[] | select(.account == "client_receivable" or .account == "unidentified") | .balance_ore] == [-100000, 100000]'
	# The cover is not taken back by itself: the client account would be short.
	paakrav ledger propose --reverse "$(json ledger | jq -r '[.entries[] | select(.kind == "cover_bank")][-1].id')" --why x --by Anna
	run -3 --separate-stderr json ledger confirm 3 --by Bo
	jq -e '.code == "client-negative"' <<<"$output"
	paakrav ledger propose --kind client_paid_us --case $A --amount 1000 --why "overført" --by Anna
	paakrav ledger confirm 4 --by Bo
	paakrav audit
}

@test "what a debtor overpaid goes to an account of its own; a line that names several transfers is their sum" {
	take 1000 '{"on":"2026-11-21","amount":"100000.00","bank":"R5","text":"sag '$A'"}'
	paakrav bank match 2 $A --by Anna --why "hans betaling" >/dev/null
	run -2 --separate-stderr paakrav payout account set --case $A --surplus --number "9570 87654321" --why "debitors mail" --by Anna
	paakrav payout account set --case $A --surplus --name "Debitor ApS" --number "9570 87654321" --why "debitors mail" --by Anna >/dev/null
	json payout prepare --by Carl | jq -e '.count == 1 and .held_back[0].reason == "no_account"'
	paakrav payout reject 2 --by Carl --why "kontoen først" >/dev/null
	paakrav payout account confirm 2 --by Bo >/dev/null
	json payout prepare --by Carl >"$T/p.json"
	jq -e --arg r "overskud-$A" '.count == 2 and .transfers[1].receiver == $r and .transfers[1].parts[0].kind == "surplus_returned"
		and ([.transfers[].sum_ore] | add) == 10000000 and .sum_ore == 10000000' "$T/p.json"
	paakrav payout approve 3 --by Bo >/dev/null
	# A person's posting cannot take what is on its way.
	paakrav ledger propose --kind surplus_returned --case $A --amount 1.00 --why x --by Anna >/dev/null
	run -3 --separate-stderr json ledger confirm 1 --by Bo
	jq -e '.code == "client-negative"' <<<"$output"
	read -r one two < <(jq -r '[.transfers[].end_to_end] | join(" ")' "$T/p.json")
	printf '[{"head":true,"opening":"101000","from":"2026-11-22","to":"2026-11-22","message":"M9"},{"on":"2026-11-22","amount":"-100000.00","bank":"R6","text":["%s","%s"]}]' "$one" "$two" |
		python3 -B "$SOURCE/tests/make_bank.py" 053 8 "$T/s.xml"
	paakrav bank import "$T/s.xml"
	json payout show 3 | jq -e '.state == "booked" and .transfers[0].line == .transfers[1].line'
	# The record tells it, so that no door asks for it to be sent back once more; what goes back beyond it is left to a person.
	json owed $A | jq -e '.surplus_ore == 0 and .returned_ore > 0 and .returned_beyond_ore == 0 and .total_ore == 0 and .note == null'
	back=$(json owed $A | jq .returned_ore)
	[ "$(json events $A | jq '[.events[] | select(.name == "payment_returned").amount_ore] | add')" = "$back" ]
	json status $A | jq -e --argjson b "$back" '.cases[0].recovered_ore == 10100000 - $b'
	cp -r "$H" "$T/kept"
	paakrav note $A payment_returned --on 2026-11-22 --amount 7
	json owed $A | jq -e --argjson b "$back" '.returned_beyond_ore == 700 and .returned_ore == $b and .surplus_ore == 0 and .note != null'
	json status $A | jq -e --argjson b "$back" '.cases[0] | .recovered_ore == 10100000 - $b and any(.findings[]; .id == "R26" and .amount_ore == 700)'
	rm -r "$H" && mv "$T/kept" "$H"
	# The first payout is still on its way, and nothing else is held.
	[ "$(json clientmoney | jq .total_ore)" -eq 100000 ]
	paakrav audit
}

@test "a statement tells of the payout of the money that it holds, and not of another month's" {
	[ "$(json settlement --creditor 99501022 --period 2026-10 | jq .payout_ore)" -eq 0 ]
	json settlement --creditor 99501022 --period 2026-11 >"$T/nov.json"
	jq -e '.payout_ore > 0 and .payout_ore == .held_ore' "$T/nov.json"
	take 1000 "$(out -1000.00 B1)"
	json settlement --creditor 99501022 --period 2026-11 | jq -e '.payout_ore == 0 and .paid_out_ore > 0 and .held_ore == 0'
}
