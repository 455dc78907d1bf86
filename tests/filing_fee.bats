# The court's fee is booked for a filing whichever door records it, once; an overpayment and a bare endorsement are said.

bats_require_minimum_version 1.5.0

setup_file() {
	export WALK="$BATS_FILE_TMPDIR/home"
	mkdir -p "$BATS_FILE_TMPDIR/inbox"
	cp -r "$SOURCE/fixtures/inbox/34-advokat" "$BATS_FILE_TMPDIR/inbox"
	"$PAAKRAV" --home "$WALK" --today 2026-11-22 run "$BATS_FILE_TMPDIR/inbox" --out "$BATS_FILE_TMPDIR/out" >/dev/null
}

setup() {
	H="$BATS_TEST_TMPDIR/home" A=2026-000001
	cp -r "$WALK" "$H"
}

json() {
	local day=$1
	shift
	"$PAAKRAV" --home "$H" --today "$day" --format json "$@"
}

fees() {
	json 2027-12-31 ledger --case $A | jq -c '[.entries[] | select(.kind == "court_fee_advanced") | .amount_ore]'
}

@test "noted or filed, or both: one fee of ral § 12, and the audit finds it whole" {
	json 2026-11-22 note $A bp_filed --on 2026-11-22 --debtor d1 >"$H.json"
	jq -e '.notes[0].findings[] | select(.id == "R21") | .because | contains("750,00")' "$H.json"
	[ "$(fees)" = "[75000]" ]
	json 2026-11-22 note $A bp_filed --on 2026-11-22 --debtor d1 >/dev/null
	json 2026-11-23 note $A bp_filed --on 2026-11-22 >/dev/null
	[ "$(fees)" = "[75000]" ]
	json 2026-11-23 status $A | jq -e '.cases[0].cost_ore == 75000'
	json 2026-11-23 audit >/dev/null
	# corrected: the old one is taken back, and the new one is booked
	id=$(json 2026-11-23 events $A | jq '[.events[] | select(.name == "bp_filed") | .id][0]')
	json 2026-11-23 note $A bp_filed --on 2026-11-21 --debtor d1 --replaces "$id" >/dev/null
	json 2026-11-23 status $A | jq -e '.cases[0].cost_ore == 75000'
	json 2026-11-23 audit >/dev/null
}

@test "a note after filed books nothing more" {
	"$PAAKRAV" --home "$H" --today 2026-11-22 forms confirm betalingspaakrav-2026 --blank "$SOURCE/fixtures/forms/proeveblanket-papir.pdf" --by "Ada Advokat" >/dev/null
	json 2026-11-22 approve $A --by "Ada Advokat" --for 2026-11-22 --out "$BATS_FILE_TMPDIR/out" >/dev/null
	json 2026-11-22 filed $A --on 2026-11-22 | jq -e '.filed[0].court_fee_ore == 75000'
	json 2026-11-22 note $A bp_filed --on 2026-11-22 --debtor d1 | jq -e '.notes[0].outcome == "already"'
	json 2026-11-23 note $A bp_filed --on 2026-11-23 >/dev/null
	[ "$(fees)" = "[75000]" ]
	json 2026-11-23 audit >/dev/null
}

@test "a request to the bailiff court costs its fee once in the year, ral § 13; what was paid stands after nothing was found" {
	for step in claim_filed:2026-10-20 foged_request_filed:2026-11-02 nothing_found:2026-11-10 retry_request:2026-11-20; do
		json 2026-11-22 note $A "${step%:*}" --on "${step#*:}" --debtor d1 >/dev/null
	done
	# the request's fee, and none for the second within the year
	id=$(json 2026-11-22 events $A | jq '[.events[] | select(.name == "foged_request_filed") | .id][0]')
	json 2026-11-22 ledger --case $A | jq -e --arg id "court_fee_advanced/$A/$id" '[.entries[] | select(.id == $id) | .amount_ore] == [75000]'
	id=$(json 2026-11-22 events $A | jq '[.events[] | select(.name == "retry_request") | .id][0]')
	json 2026-11-22 ledger --case $A | jq -e --arg id "court_fee_advanced/$A/$id" '[.entries[] | select(.id == $id)] == []'
	json 2026-11-22 audit >/dev/null
}

@test "an endorsement without costs and a payment beyond the debt are said, with what to do" {
	json 2026-11-22 note $A bp_filed --on 2026-11-22 --debtor d1 >/dev/null
	json 2026-12-10 note $A bp_endorsed_plain --on 2026-12-10 --debtor d1 |
		jq -e '.notes[0].findings[] | select(.id == "R25") | .because | contains("--costs 750.00 --replaces")'
	json 2026-12-10 note $A payment --on 2026-12-10 --amount 99999 --paid-to creditor |
		jq -e '.notes[0].findings[] | select(.id == "R24") | .because | contains("skyldners")'
}
