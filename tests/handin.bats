bats_require_minimum_version 1.5.0
load desk
# The hand-in: approval, hand-in, events, status, books; and what happens when someone errs, interferes or pulls the plug.

setup_file() {
	desk_walk 01-erhverv 14-foraelder-naeste-uge 32-to-skyldnere 34-advokat
	desk_confirm
}

setup() {
	desk_copy
	A=2026-000001 NEAR=2026-000002 TWO=2026-000003 LAWYER=2026-000004
	ODENSE="$OUT/til-aflevering/Retten i Odense"
}

approved() { on 2026-11-22 approve "$@" --by "Anna Vest" --for 2026-11-23 --out "$OUT" >/dev/null; }

# ---- approval ----

@test "approve moves the papers to the court's folder with a list, and the receipt says who, when and under which head" {
	before=$(sha256sum "$OUT/til-godkendelse/$A.zip" | cut -d' ' -f1)
	run --separate-stderr json 2026-11-22 approve "$A" --by "Anna Vest" --for 2026-11-22 --out "$OUT"
	[ "$status" -eq 0 ]
	[ "$(jq -r '.cases[0].outcome' <<<"$output")" = approved ]
	[ ! -e "$OUT/til-godkendelse/$A.zip" ]
	[ ! -e "$OUT/til-godkendelse/$A" ]
	# The day is that of the papers, so they are the very bytes that were looked at.
	[ "$(sha256sum "$ODENSE/$A.zip" | cut -d' ' -f1)" = "$before" ]
	[ -e "$ODENSE/$A.zip.p7s" ]
	[ -d "$ODENSE/$A" ]
	jq -e '.approval.by == "Anna Vest" and .approval.for_on == "2026-11-22" and (.journal.hash | length) == 64 and .journal.signature != null and (.note | contains("udkast"))' "$ODENSE/$A.receipt.json"
	grep -q "$A" "$ODENSE/liste.txt"
	grep -q "udkast" "$ODENSE/liste.txt"
	jq -e '.cases[0].by == "Anna Vest" and .cases[0].court_fee_ore == 75000' "$ODENSE/liste.json"
	run --separate-stderr json 2026-11-22 approvals
	[ "$(jq -r '.approvals[0] | "\(.case) \(.by) \(.for_on) \(.state)"' <<<"$output")" = "$A Anna Vest 2026-11-22 valid" ]
}

@test "approving again for the same day changes nothing" {
	approved "$A"
	find "$OUT/til-aflevering" -type f -exec sha256sum {} + | sort >"$BATS_TEST_TMPDIR/first"
	run --separate-stderr json 2026-11-22 approve "$A" --by "Anna Vest" --for 2026-11-23 --out "$OUT"
	[ "$status" -eq 0 ]
	[ "$(jq -r '.cases[0].outcome' <<<"$output")" = already ]
	find "$OUT/til-aflevering" -type f -exec sha256sum {} + | sort | diff - "$BATS_TEST_TMPDIR/first"
	[ "$(json 2026-11-22 approvals | jq '.approvals | length')" -eq 1 ]
}

@test "for another day the papers are laid anew, with that day's interest" {
	before=$(sha256sum "$OUT/til-godkendelse/$A.zip" | cut -d' ' -f1)
	approved "$A"
	[ "$(sha256sum "$ODENSE/$A.zip" | cut -d' ' -f1)" != "$before" ]
	[ "$(jq -r .on "$ODENSE/$A.receipt.json")" = 2026-11-23 ]
	[ "$(jq -r .sha256 "$ODENSE/$A.receipt.json")" = "$(sha256sum "$ODENSE/$A.zip" | cut -d' ' -f1)" ]
}

@test "nothing is approved without a name, without a day, for a day gone by, or without papers that wait" {
	run on 2026-11-22 approve "$A" --for 2026-11-23 --out "$OUT"
	[ "$status" -eq 2 ]
	run on 2026-11-22 approve "$A" --by X --out "$OUT"
	[ "$status" -eq 2 ]
	run on 2026-11-22 approve "$A" --by X --for 2026-11-21 --out "$OUT"
	[ "$status" -eq 2 ]
	run on 2026-11-22 approve "$A" --by X --for 2026-02-30 --out "$OUT"
	[ "$status" -eq 2 ]
	run on 2026-11-22 approve 2026-000099 --by X --for 2026-11-23 --out "$OUT"
	[ "$status" -eq 3 ]
	run on 2026-11-22 approve "$A" --by X --for 2026-11-23 --out "$BATS_TEST_TMPDIR/elsewhere"
	[ "$status" -eq 1 ]
	[[ "$output" == *"ingen pakke til godkendelse"* ]]
	[ "$(json 2026-11-22 approvals | jq '.approvals | length')" -eq 0 ]
	[ ! -e "$OUT/til-aflevering" ]
}

@test "papers that were touched, or that the record has outrun, are not approved" {
	cp "$OUT/til-godkendelse/$A.zip" "$BATS_TEST_TMPDIR/kept.zip"
	printf x >>"$OUT/til-godkendelse/$A.zip"
	run on 2026-11-22 approve "$A" --by X --for 2026-11-23 --out "$OUT"
	[ "$status" -eq 1 ]
	[[ "$output" == *"ikke dem, som kvitteringen nævner"* ]]
	cp "$BATS_TEST_TMPDIR/kept.zip" "$OUT/til-godkendelse/$A.zip"
	on 2026-11-22 note "$A" call_logged --on 2026-11-22 --ground "vil betale"
	run on 2026-11-22 approve "$A" --by X --for 2026-11-23 --out "$OUT"
	[ "$status" -eq 1 ]
	[[ "$output" == *"kommet nyt i sagen"* ]]
	on 2026-11-22 package "$A" --out "$OUT"
	run on 2026-11-22 approve "$A" --by X --for 2026-11-23 --out "$OUT"
	[ "$status" -eq 0 ]
}

@test "the checks are made again for the day of hand-in: a claim that lapses before it is refused" {
	run on 2026-11-22 approve "$NEAR" --by X --for 2026-12-15 --out "$OUT"
	[ "$status" -eq 1 ]
	[[ "$output" == *"kan ikke indleveres 2026-12-15"* ]]
	[ -e "$OUT/til-godkendelse/$NEAR.zip" ]
	run on 2026-11-22 approve "$NEAR" --by X --for 2026-11-23 --out "$OUT"
	[ "$status" -eq 0 ]
}

@test "a payment voids the approval: filed refuses, and new papers need a new approval" {
	approved "$A" "$TWO"
	on 2026-11-22 note "$A" payment --on 2026-11-22 --amount 500 --paid-to creditor
	run --separate-stderr json 2026-11-22 approvals "$A"
	[ "$(jq -r '.approvals[0].state' <<<"$output")" = void ]
	run --separate-stderr json 2026-11-23 filed "$A" "$TWO" --on 2026-11-23
	[ "$status" -eq 1 ]
	[ "$(jq -r '[.filed[].outcome] | join(" ")' <<<"$output")" = "refused filed" ]
	[ "$(jq -r '.filed[0].code' <<<"$output")" = not-approved ]
	on 2026-11-23 package "$A" --out "$OUT"
	on 2026-11-23 approve "$A" --by "Anna Vest" --for 2026-11-23 --out "$OUT"
	run on 2026-11-23 filed "$A" --on 2026-11-23
	[ "$status" -eq 0 ]
}

@test "papers whose approval fell away do not stay among those to hand in" {
	approved "$A"
	on 2026-11-22 note "$A" payment --on 2026-11-22 --amount 500 --paid-to creditor
	approved "$TWO" "$LAWYER"
	[ -z "$(find "$OUT/til-aflevering" -name "$A*")" ]
	run -1 grep "$A" "$ODENSE/liste.txt"
	on 2026-11-22 package "$A" --out "$OUT"
	[ -z "$(find "$OUT/til-aflevering" -name "$A.zip")" ]
	[ -e "$OUT/til-godkendelse/$A.zip" ]
	on 2026-11-22 approve "$A" --by Y --for 2026-11-24 --out "$OUT"
	[ "$(find "$OUT/til-aflevering" -name "$A.zip" | wc -l)" -eq 1 ]
	[ "$(jq -r '[.cases[] | select(.case == "'"$A"'")] | length' "$ODENSE/liste.json")" -eq 1 ]
	jq -e '.cases[] | select(.case == "'"$A"'") | .by == "Y"' "$ODENSE/liste.json"
}

@test "whichever run comes next takes void papers and letters out of the folders, says so, and keeps them aside" {
	approved "$A"
	on 2026-11-22 letter "$A" statement --out "$OUT" >/dev/null
	on 2026-11-22 letter approve "$A" 1 --by "Anna Vest" --out "$OUT" >/dev/null
	sha=$(sha256sum "$ODENSE/$A.zip" | cut -d' ' -f1)
	on 2026-11-22 note "$A" payment --on 2026-11-22 --amount 500 --paid-to creditor
	run --separate-stderr json 2026-11-23 letter "$TWO" statement --out "$OUT"
	jq -e --arg a "$A" '.removed | map([.case, .letter]) == [[$a, null], [$a, 1]]' <<<"$output"
	jq -e '.removed | all(.because | test("kommet nyt i sagen"))' <<<"$output"
	[ -z "$(find "$OUT/til-aflevering" "$OUT/til-afsendelse" -name "$A*")" ]
	[ "$(jq '.cases | length' "$ODENSE/liste.json")" -eq 0 ]
	[ "$(sha256sum "$OUT/bortfaldet/Retten i Odense/$A.zip" | cut -d' ' -f1)" = "$sha" ]
	[ -s "$OUT/bortfaldet/$A-1-statement.pdf" ]
	run --separate-stderr json 2026-11-23 letter "$TWO" statement --out "$OUT"
	jq -e 'has("removed") | not' <<<"$output"
	# Taken out by a run that was stopped before the list: the list follows.
	approved "$TWO"
	court=$(dirname "$(find "$OUT/til-aflevering" -name "$TWO.zip")")
	grep -q "$TWO" "$court/liste.txt"
	rm -r "$court/$TWO" "$court/$TWO".*
	on 2026-11-23 package "$A" --out "$OUT" >/dev/null
	run -1 grep "$TWO" "$court/liste.txt"
}

# ---- hand-in ----

@test "filed records an event for each debtor and books the fee once" {
	approved "$A" "$TWO" "$LAWYER"
	run --separate-stderr json 2026-11-23 filed "$A" "$TWO" "$LAWYER" --on 2026-11-23
	[ "$status" -eq 0 ]
	[ "$(jq '[.filed[].court_fee_ore] | add' <<<"$output")" -eq 225000 ]
	[ "$(json 2026-11-23 events "$TWO" | jq '[.events[] | select(.name == "bp_filed") | .debtor] | join(" ")')" = '"d1 d2"' ]
	run --separate-stderr json 2026-11-23 ledger
	[ "$(jq .count <<<"$output")" -eq 3 ]
	# The creditor's own case against one that a lawyer runs.
	[ "$(jq -r '[.entries[] | select(.case == "'"$A"'") | "\(.debit) \(.credit) \(.amount_ore)"][0]' <<<"$output")" = "court_fee_paid own_bank 75000" ]
	[ "$(jq -r '[.entries[] | select(.case == "'"$LAWYER"'") | "\(.debit) \(.credit) \(.amount_ore)"][0]' <<<"$output")" = "court_fee_advanced own_bank 75000" ]
	json 2026-11-23 status "$A" | jq -e '.cases[0].state == "BP_FILED" and .cases[0].cost_ore == 75000'
	[ "$(json 2026-11-23 approvals "$A" | jq -r '.approvals[0] | "\(.state) \(.filed_on)"')" = "filed 2026-11-23" ]
}

@test "filed again changes nothing; on another day, in the future or unapproved it is refused" {
	approved "$A"
	run on 2026-11-22 filed "$A" --on 2026-11-23
	[ "$status" -eq 1 ]
	run on 2026-11-23 filed "$A" --on 2026-11-22
	[ "$status" -eq 1 ]
	[[ "$output" == *"anden indleveringsdag"* ]]
	on 2026-11-23 filed "$A" --on 2026-11-23
	json 2026-11-23 events "$A" >"$BATS_TEST_TMPDIR/events"
	json 2026-11-23 ledger >"$BATS_TEST_TMPDIR/ledger"
	run --separate-stderr json 2026-11-24 filed "$A" --on 2026-11-23
	[ "$status" -eq 0 ]
	[ "$(jq -r '.filed[0].outcome' <<<"$output")" = already ]
	json 2026-11-23 events "$A" | diff - "$BATS_TEST_TMPDIR/events"
	json 2026-11-23 ledger | diff - "$BATS_TEST_TMPDIR/ledger"
	run on 2026-11-24 filed "$A" --on 2026-11-24
	[ "$status" -eq 1 ]
	run on 2026-11-24 filed "$TWO" --on 2026-11-24
	[ "$status" -eq 1 ]
	[[ "$output" == *"ikke godkendt"* ]]
	run on 2026-11-24 filed "$TWO"
	[ "$status" -eq 2 ]
}

@test "filed from a CSV does the good rows and names the bad ones" {
	approved "$A" "$TWO"
	printf 'case,on\n%s,2026-11-23\n%s,2026-02-30\n2026-000099,2026-11-23\n%s\n' "$A" "$TWO" "$TWO" >"$BATS_TEST_TMPDIR/f.csv"
	run --separate-stderr json 2026-11-23 filed --from "$BATS_TEST_TMPDIR/f.csv"
	[ "$status" -eq 1 ]
	[ "$(jq -r '[.filed[] | .code // .outcome] | join(" ")' <<<"$output")" = "filed impossible-date no-such-case csv-cells" ]
	[[ "$(jq -r '.filed[1].text' <<<"$output")" == *"f.csv:3"* ]]
}

# ---- events ----

refused() {
	local code=$1
	shift
	run --separate-stderr json 2026-12-20 note "$@"
	[ "$status" -eq 3 ]
	[ "$(jq -r .code <<<"$output")" = "$code" ]
}

@test "an event that cannot have happened is refused in a sentence" {
	refused no-such-case 2026-000099 bp_served --on 2026-11-30
	refused event-name "$A" no_such_event --on 2026-11-30
	refused event-field "$A" bp_served
	refused impossible-date "$A" bp_served --on 2026-02-30
	refused event-future "$A" bp_served --on 2026-12-21
	refused before-invoice "$A" payment --on 2020-01-01 --amount 100
	refused no-such-debtor "$A" bp_served --on 2026-11-30 --debtor d9
	refused no-such-claim "$A" payment --on 2026-11-30 --amount 100 --claim invoice/none
	refused event-field "$A" payment --on 2026-11-30
	refused ambiguous-amount "$A" payment --on 2026-11-30 --amount 1.000
	refused event-amount "$A" payment --on 2026-11-30 --amount -5
	refused no-such-event "$A" payment --on 2026-11-30 --amount 5 --replaces 99
	refused award-sum "$A" bp_endorsed_plain --on 2026-11-30 --amount 5 --principal 6
	run on 2026-12-20 note "$A"
	[ "$status" -eq 2 ]
	[ "$(json 2026-12-20 events "$A" | jq '.events | length')" -eq "$("$PAAKRAV" --home "$WALK/home" --format json events "$A" | jq '.events | length')" ]
}

@test "the same event twice is there once; with another ground it is another event" {
	on 2026-12-20 note "$A" payment --on 2026-11-30 --amount 100 --paid-to operator
	run --separate-stderr json 2026-12-20 note "$A" payment --on 2026-11-30 --amount 100.00 --paid-to operator
	[ "$status" -eq 0 ]
	[ "$(jq -r '.notes[0].outcome' <<<"$output")" = already ]
	on 2026-12-20 note "$A" payment --on 2026-11-30 --amount 100 --paid-to operator --ground "den anden"
	[ "$(json 2026-12-20 status "$A" | jq '.cases[0].recovered_ore')" -eq 20000 ]
}

@test "a true event in the wrong state is kept, the state stays, and a finding says so" {
	run --separate-stderr json 2026-12-20 note "$A" bp_objection --on 2026-11-30
	[ "$status" -eq 0 ]
	jq -e '.notes[0].outcome == "recorded" and .notes[0].findings[0].id == "R20" and .notes[0].state == "BP_DRAFT"' <<<"$output"
	json 2026-12-20 status "$A" | jq -e '.cases[0].findings[0].event == "bp_objection"'
}

@test "a wrong event is corrected by a new one, and the books by a reversal and a new entry" {
	run --separate-stderr json 2026-12-20 note "$LAWYER" payment --on 2026-11-30 --amount 1000 --paid-to operator
	id=$(jq '.notes[0].event.id' <<<"$output")
	on 2026-12-20 note "$LAWYER" payment --on 2026-11-30 --amount 900 --paid-to operator --replaces "$id"
	run --separate-stderr json 2026-12-20 ledger
	# What the payment was split into goes back before it, and the new one is split anew.
	cat >"$BATS_TEST_TMPDIR/want" <<-'WANT'
		client_bank>client_debt 100000
		client_debt>client_interest 100000
		client_interest>client_debt 100000
		client_debt>client_bank 100000
		client_bank>client_debt 90000
		client_debt>client_interest 90000
	WANT
	jq -r '.entries[] | "\(.debit)>\(.credit) \(.amount_ore)"' <<<"$output" | diff "$BATS_TEST_TMPDIR/want" -
	[ "$(json 2026-12-20 status "$LAWYER" | jq '.cases[0].recovered_ore')" -eq 90000 ]
	# Once more: already there. Once more with another amount: it was corrected before.
	run --separate-stderr json 2026-12-20 note "$LAWYER" payment --on 2026-11-30 --amount 900 --paid-to operator --replaces "$id"
	[ "$(jq -r '.notes[0].outcome' <<<"$output")" = already ]
	refused replaced-before "$LAWYER" payment --on 2026-11-30 --amount 800 --paid-to operator --replaces "$id"
	on 2026-12-20 audit
}

@test "money paid to the creditor books nothing; to the operator of an own case neither" {
	on 2026-12-20 note "$LAWYER" payment --on 2026-11-30 --amount 1000 --paid-to creditor
	on 2026-12-20 note "$A" payment --on 2026-11-30 --amount 1000 --paid-to operator
	[ "$(json 2026-12-20 ledger | jq .count)" -eq 0 ]
	[ "$(json 2026-12-20 status "$LAWYER" | jq '.cases[0].recovered_ore')" -eq 100000 ]
}

@test "note from a CSV does the good rows and names the bad ones" {
	printf 'case;event;on;amount;paid-to\n%s;payment;2026-11-30;100;creditor\n%s;payment;2027-11-30;100;creditor\n%s;payment;2026-11-30;abc;creditor\n%s;payment;2026-12-01;100;creditor\n' "$A" "$A" "$A" "$A" >"$BATS_TEST_TMPDIR/n.csv"
	run --separate-stderr json 2026-12-20 note --from "$BATS_TEST_TMPDIR/n.csv"
	[ "$status" -eq 1 ]
	[ "$(jq -r '[.notes[] | .code // .outcome] | join(" ")' <<<"$output")" = "recorded event-future impossible-amount recorded" ]
	[[ "$(jq -r '.notes[2].text' <<<"$output")" == *"n.csv:4"* ]]
	run on 2026-12-20 note --from "$BATS_TEST_TMPDIR/n.csv"
	[ "$status" -eq 1 ]
	[ "$(json 2026-12-20 status "$A" | jq '.cases[0].recovered_ore')" -eq 20000 ]
	printf 'case,on\n' >"$BATS_TEST_TMPDIR/n.csv"
	run on 2026-12-20 note --from "$BATS_TEST_TMPDIR/n.csv"
	[ "$status" -eq 3 ]
}

# ---- status ----

@test "status follows a case from papers to title, in the words of a creditor" {
	state() { json "$1" status "$A" | jq -r '.cases[0] | "\(.state) \(.next.who) \(.next.by_on)"'; }
	[ "$(state 2026-11-22)" = "BP_DRAFT operator 2029-08-31" ]
	approved "$A"
	[ "$(state 2026-11-22)" = "BP_DRAFT operator 2026-11-23" ]
	on 2026-11-23 filed "$A" --on 2026-11-23
	[ "$(state 2026-11-23)" = "BP_FILED court null" ]
	on 2026-12-01 note "$A" court_number --on 2026-11-25 --ground "FS 99-1/2026"
	on 2026-12-01 note "$A" bp_served --on 2026-12-01
	[ "$(state 2026-12-01)" = "BP_SERVED debtor 2026-12-15" ]
	on 2026-12-16 note "$A" bp_endorsed_plain --on 2026-12-16 --principal 15000 --interest 300 --costs 750
	[ "$(state 2026-12-16)" = "TITLE_READY operator 2029-12-17" ] # the first interest after it (fl § 5 stk. 2); udlæg was not ticked: no year of its fee runs
	json 2026-12-16 status "$A" | jq -e '.cases[0] | .titles[0].awarded_ore == 1605000 and .titles[0].costs_ore == 75000 and .owed_ore == 1605000 and .court_number == "FS 99-1/2026" and .findings[0].id == "R22"'
	[ "$(json 2026-12-16 owed "$A" --on 2026-12-16 | jq .total_ore)" -eq 1605000 ]
	run on 2026-12-16 status "$A"
	[[ "$output" == *"Kravet kan nu inddrives ved fogedretten"* && "$output" == *"Anmod fogedretten om udlæg"* ]]
	run on 2026-12-16 --lang en status "$A"
	[[ "$output" == *"can now be enforced"* ]]
}

@test "debtors stand each for themselves, and the least advanced speaks for the case" {
	approved "$TWO"
	on 2026-11-23 filed "$TWO" --on 2026-11-23
	on 2026-12-01 note "$TWO" bp_served --on 2026-12-01 --debtor d1
	run --separate-stderr json 2026-12-01 status "$TWO"
	[ "$(jq -r '.cases[0] | "\(.state) \([.debtors[].state] | join(" "))"' <<<"$output")" = "BP_FILED BP_SERVED BP_FILED" ]
}

@test "an auditor and a creditor read and do not write" {
	run on 2026-11-22 --role creditor status "$A"
	[ "$status" -eq 0 ]
	run on 2026-11-22 --role auditor ledger verify
	[ "$status" -eq 0 ]
	run on 2026-11-22 --role auditor note "$A" call_logged --on 2026-11-22
	[ "$status" -eq 7 ]
	run on 2026-11-22 --role creditor approve "$A" --by X --for 2026-11-23
	[ "$status" -eq 7 ]
	run on 2026-11-22 --role creditor ledger
	[ "$status" -eq 7 ]
}

# ---- the books under attack ----

sql() { sqlite3 -bail "$H/paakrav.db" "$1"; }

@test "the database itself refuses to change approvals, hand-ins and books" {
	approved "$A"
	on 2026-11-23 filed "$A" --on 2026-11-23
	for attack in "UPDATE journal SET amount_ore = 1" "DELETE FROM journal" "INSERT OR REPLACE INTO journal SELECT * FROM journal" \
		"UPDATE approval SET for_on = '2026-12-24'" "DELETE FROM approval" "INSERT OR REPLACE INTO approval SELECT * FROM approval" \
		"UPDATE hand_in SET filed_on = '2026-12-24'" "DELETE FROM hand_in" "INSERT OR REPLACE INTO hand_in SELECT * FROM hand_in" \
		"INSERT OR REPLACE INTO hand_in SELECT id + 1, approval_id, case_id, event_id, filed_on, 0 FROM hand_in" \
		"UPDATE event SET happened_on = '2026-01-01'" "DELETE FROM event"; do
		run sql "$attack"
		[ "$status" -ne 0 ]
		[[ "$output" == *"append-only"* ]]
	done
	on 2026-11-23 audit
}

@test "an edited row is named, with ok false and exit 6" {
	approved "$A"
	on 2026-11-23 filed "$A" --on 2026-11-23
	sql "DROP TRIGGER journal_no_update; UPDATE journal SET amount_ore = 1"
	run --separate-stderr json 2026-11-23 ledger verify
	[ "$status" -eq 6 ]
	jq -e '.ok == false and .entries == 1 and .faults[0].what == "hash" and .faults[0].where == "seq 1"' <<<"$output"
	run --separate-stderr json 2026-11-23 audit
	[ "$status" -eq 6 ]
	run on 2026-11-23 ledger verify
	[ "$status" -eq 6 ]
	[[ "$output" == *"seq 1"* ]]
}

@test "a cut-off last row is named by a receipt outside, by a later approval, and by the event it should book" {
	approved "$A" "$TWO"
	on 2026-11-23 filed "$A" "$TWO" --on 2026-11-23
	on 2026-11-23 approve "$LAWYER" --by X --for 2026-11-23 --out "$OUT"
	receipt=$(find "$OUT/til-aflevering" -name "$LAWYER.receipt.json")
	on 2026-11-23 ledger verify --receipt "$receipt"
	cut="DROP TRIGGER journal_no_delete; DELETE FROM journal_payload WHERE seq = 2; DELETE FROM journal WHERE seq = 2;
		CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'append-only: journal'); END;"
	sql "$cut"
	run --separate-stderr json 2026-11-23 ledger verify --receipt "$receipt"
	[ "$status" -eq 6 ]
	jq -e '[.faults[].what] | index("cut") != null' <<<"$output"
	run --separate-stderr json 2026-11-23 ledger verify
	jq -e '[.faults[].what] | index("cut") != null' <<<"$output"
	# Whoever cuts the approvals too still leaves an event without its entry.
	sql "DROP TRIGGER approval_no_delete; DELETE FROM approval WHERE case_id = '$LAWYER'"
	run on 2026-11-23 ledger verify
	[ "$status" -eq 0 ]
	run --separate-stderr json 2026-11-23 audit
	[ "$status" -eq 6 ]
	jq -e '[.faults[].what] | index("unbooked") != null and index("guard") != null' <<<"$output"
	run on 2026-11-23 ledger verify --receipt /dev/null
	[ "$status" -eq 3 ]
}

# ---- two at once ----

@test "many people at once: each waits for the other, and everything is there once" {
	approved "$A" "$TWO" "$LAWYER"
	for i in 1 2 3 4 5 6 7 8 9 10; do
		on 2026-12-20 note "$TWO" payment --on 2026-12-0$((i % 5 + 1)) --amount "$i" --paid-to operator >/dev/null &
		[ "$i" -gt 3 ] || on 2026-11-23 filed "$A" --on 2026-11-23 >/dev/null &
	done
	wait
	[ "$(json 2026-12-20 events "$TWO" | jq '[.events[] | select(.name == "payment")] | length')" -eq 10 ]
	[ "$(json 2026-12-20 events "$A" | jq '[.events[] | select(.name == "bp_filed")] | length')" -eq 1 ]
	on 2026-12-20 audit
}

@test "an approval raced by a payment: whichever comes first, what is filed had nothing new since" {
	for i in 1 2 3 4; do
		rm -rf "$H" "$OUT"
		cp -r "$WALK/home" "$H"
		cp -r "$WALK/out" "$OUT"
		on 2026-11-22 approve "$A" --by X --for 2026-11-22 --out "$OUT" >/dev/null &
		on 2026-11-22 note "$A" payment --on 2026-11-22 --amount "$i" --paid-to creditor >/dev/null &
		wait
		# Either the approval was refused, or the payment voided it.
		run on 2026-11-22 filed "$A" --on 2026-11-22
		[ "$status" -eq 1 ]
		[ "$(json 2026-11-22 events "$A" | jq '[.events[] | select(.name == "payment")] | length')" -eq 1 ]
	done
}

@test "every result holds to its schema" {
	holds() { python3 -W ignore "$SOURCE/tests/validate.py" --break <<<"$1"; }
	holds "$(json 2026-11-22 approve "$A" "$TWO" 2026-000099 --by X --for 2026-11-23 --out "$OUT")"
	holds "$(json 2026-11-22 approvals)"
	holds "$(json 2026-11-23 filed "$A" "$NEAR" --on 2026-11-23)"
	holds "$(json 2026-12-20 note "$A" bp_served --on 2026-12-01)"
	holds "$(json 2026-12-20 note "$A" bp_endorsed_plain --on 2026-12-16 --amount 100)"
	holds "$(json 2026-12-20 events "$A")"
	holds "$(json 2026-12-20 show "$A")"
	holds "$(json 2026-12-20 status)"
	holds "$(json 2026-12-20 ledger)"
	holds "$(json 2026-12-20 ledger verify)"
	holds "$(json 2026-12-20 audit)"
	holds "$(cat "$ODENSE/liste.json")"
	printf 'case,event,on\n%s,payment,2026-11-30\n' "$A" >"$BATS_TEST_TMPDIR/n.csv"
	holds "$(json 2026-12-20 note --from "$BATS_TEST_TMPDIR/n.csv")"
}
