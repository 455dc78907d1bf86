bats_require_minimum_version 1.5.0
# The books: agreements, splits, fees and advances by themselves, a correction as a reversal and a new entry, and never twice.

setup_file() {
	export WALK="$BATS_FILE_TMPDIR/walk"
	mkdir -p "$WALK/inbox"
	for story in 01-erhverv 03-forbruger 34-advokat; do cp -r "$SOURCE/fixtures/inbox/$story" "$WALK/inbox/"; done
	sed -i 's#<operator kind="self"/>#<operator kind="collector" authorised-from="2026-01-01" authorised-to="2027-12-31"/>#' "$WALK/inbox/01-erhverv/claim.xml"
	"$PAAKRAV" --home "$WALK/home" --today 2026-11-22 run "$WALK/inbox" --out "$WALK/out" >/dev/null
	"$PAAKRAV" --home "$WALK/home" --today 2026-11-22 forms confirm betalingspaakrav-2026 \
		--blank "$SOURCE/fixtures/forms/proeveblanket-papir.pdf" --by "Anna Vest" >/dev/null
}

setup() {
	T="$BATS_TEST_TMPDIR" H="$BATS_TEST_TMPDIR/home"
	cp -r "$WALK/home" "$H"
	A=2026-000001 SELF=2026-000002 LAWYER=2026-000003
}

on() { local day=$1; shift; "$PAAKRAV" --home "$H" --today "$day" "$@"; }
paakrav() { on 2026-11-22 "$@"; }
json() { paakrav --format json "$@"; }
holds() { python3 -W ignore -B "$SOURCE/tests/validate.py" "$@"; }
# standing KIND: sum and number of its entries less those taken back
standing() { json ledger --case "${2:-$A}" | jq -c --arg k "$1" '[[.entries[] | select(.kind == $k)], [.entries[] | select(.kind == $k + "_back")]] | [(.[0] | map(.amount_ore) | add // 0) - (.[1] | map(.amount_ore) | add // 0), (.[0] | length) - (.[1] | length)]'; }
# What a collector may agree: a fixed price from the filing on, and before it a share.
priced() {
	paakrav agreement set --creditor 99001011 --from 2026-11-01 --operator collector --authorised-from 2026-01-01 --authorised-to 2027-12-31 \
		--court fixed --court-price 2500 --court-success no --vat yes --loss client --direct-payments yes --by Anna "$@"
}
agree() { priced --out-of-court percent --out-of-court-share 35 --share-of principal "$@"; }

@test "an agreement: recorded once, shown, and a second one of the same words is the first" {
	agree --format json >"$T/set.json"
	holds agreement "$T/set.json"
	jq -e '.outcome == "recorded" and .agreements[0].version == 1 and .agreements[0].out_of_court.share_bp == 3500 and .agreements[0].permitted' "$T/set.json"
	agree --format json | jq -e '.outcome == "already" and .agreements[0].version == 1'
	json agreement show $A >"$T/show.json"
	holds agreement "$T/show.json"
	jq -e '.agreements | length == 1 and .[0].holds' "$T/show.json"
	paakrav agreement show $A >"$T/show.txt"
	grep -q "underskrevet: 2026-11-01; autorisation: 2026-01-01 – 2027-12-31; noteret af: Anna 2026-11-22" "$T/show.txt"
	grep -q "modregning: ikke sagt; betaling direkte til kreditor tæller med: ja; et resultat er: ikke sagt" "$T/show.txt"
	agree --decision "Drøftet" --court-price 2600 --from 2026-11-02 | grep -q "Underskriftsdagen er ikke sagt"
	paakrav agreement show $A | grep -q "afgjort: Drøftet"
	json agreement show $SELF | jq -e '.agreements | length == 0'
	json agreement show --creditor 99001011 | jq -e '.agreements | length == 2'
}

@test "the unlawful is refused with the statute's words; the unknown needs a person, who is kept" {
	run -3 agree --operator lawyer
	[[ "$output" == *"quota litis"* ]]
	run -3 agree --court percent --court-share 10
	[[ "$output" == *"bek1475 § 10 stk. 3"* && "$output" == *"andel af det udbytte"* ]]
	# Keeping interest is a share by another name.
	run -3 priced --operator lawyer --out-of-court fixed --out-of-court-price 500 --interest operator
	run -3 agree --court-success yes
	[[ "$output" == *"--decision"* ]]
	agree --court-success yes --decision "Drøftet med advokat" --by Anna --format json | jq -e '.agreements[0].decided and .agreements[0].permitted and .agreements[0].verdict == "unknown"'
	# A missing fact is no question for a decision.
	run -3 paakrav agreement set --creditor 99001011 --operator collector --out-of-court percent --out-of-court-share 35 --share-of all --court none --decision x --by y
}

@test "bad agreements: from the future, made after the work, over 100 %, without a price, of nobody" {
	run -3 agree --agreed-on 2026-11-23
	run -3 agree --agreed-on 2026-11-10 --from 2026-11-01
	[[ "$output" == *"forinden"* ]]
	run -3 agree --out-of-court-share 101
	run -2 agree --out-of-court-share ti
	run -3 agree --court fixed --court-price 0
	run -3 agree --court-tariff 100=500
	run -3 agree --court-tariff 0=500,0=600
	run -2 agree --court-tariff 0
	run -2 agree --out-of-court-tariff 0=500
	run -3 paakrav agreement set --creditor 123 --out-of-court none --court none --operator lawyer
	run -2 paakrav agreement set --out-of-court none --court none --operator lawyer
	json agreement show | jq -e '.agreements == []'
	run -2 agree --case $LAWYER
	# One that holds from a later day is kept, and does not hold yet.
	agree --from 2026-12-01 --agreed-on 2026-11-22
	json agreement show $A | jq -e '[.agreements[].holds] == [false]'
	paakrav note $A payment --on 2026-11-20 --amount 1000 --paid-to operator
	[ "$(standing fee_earned)" = "[0,0]" ]
}

@test "35 % of 10,000 is 3,500: payments split as owed splits them, and the fee by the agreement" {
	agree
	interest=$(json owed $A --on 2026-11-20 | jq .interest_ore)
	paakrav note $A payment --on 2026-11-20 --amount "$(python3 -c "print('%.2f' % (10000 + $interest / 100))")" --paid-to operator
	[ "$(standing split_principal)" = "[1000000,1]" ]
	[ "$(standing split_interest)" = "[$interest,1]" ]
	[ "$(standing fee_earned)" = "[350000,1]" ]
	before=$(json ledger | jq .count)
	json books update >"$T/update.json"
	holds books-update "$T/update.json"
	jq -e '.posted == 0 and .reversed == 0 and .count == 3' "$T/update.json"
	[ "$(json ledger | jq .count)" = "$before" ]
	paakrav audit
}

@test "an event that changes an earlier payment: reversed and booked anew today, never edited" {
	agree
	paakrav note $A payment --on 2026-11-20 --amount 10000 --paid-to operator
	json ledger --case $A >"$T/before.json"
	on 2026-11-23 note $A payment --on 2026-11-10 --amount 300 --paid-to operator
	json ledger --case $A >"$T/after.json"
	# What stood stands, word for word; the new split is booked on the day it was noticed.
	jq -e -s '.[0].entries == .[1].entries[:(.[0].entries | length)]' "$T/before.json" "$T/after.json"
	jq -e '[.entries[] | select(.kind == "split_interest_back") | .booked_on] == ["2026-11-23"]' "$T/after.json"
	jq -e 'any(.entries[]; .id == "split_principal/2026-000001/3.2" and .booked_on == "2026-11-23")' "$T/after.json"
	[ "$(standing client_payment)" = "[1030000,2]" ]
	sum=$(($(standing split_principal | jq '.[0]') + $(standing split_interest | jq '.[0]')))
	[ "$sum" -eq 1030000 ]
	[ "$(standing fee_earned | jq '.[0]')" -eq "$(python3 -c "print(int($(standing split_principal | jq '.[0]') * 35 / 100 + .5))")" ]
	# A credit dated before the payment too: the debt was never so large.
	on 2026-11-24 note $A credit --on 2026-11-05 --amount 8000
	[ "$(standing split_surplus | jq '.[0]')" -gt 0 ]
	on 2026-11-24 books update --format json | jq -e '.posted == 0'
	on 2026-11-24 audit
}

@test "a payment taken back takes its split and its fee back" {
	agree
	paakrav note $A payment --on 2026-11-20 --amount 5000 --paid-to operator
	paakrav note $A payment_reversed --on 2026-11-21 --replaces 3
	for kind in client_payment split_principal split_interest fee_earned; do [ "$(standing $kind)" = "[0,0]" ]; done
	json books update | jq -e '.posted == 0 and .reversed == 0'
}

@test "no agreement: the payment is split, no fee is booked, and a finding says so" {
	paakrav note $LAWYER payment --on 2026-11-20 --amount 5000 --paid-to operator
	[ "$(standing split_principal $LAWYER | jq '.[0]')" -gt 0 ]
	[ "$(standing fee_earned $LAWYER)" = "[0,0]" ]
	json books update $LAWYER | jq -e '.cases[0].findings | any(.id == "A01")'
}

@test "operator self: own money, nothing split and nothing earned" {
	paakrav note $SELF payment --on 2026-11-20 --amount 1000 --paid-to operator
	json ledger --case $SELF | jq -e '.count == 0'
}

@test "paid straight to the creditor: a fee as agreed, no client money" {
	agree
	paakrav note $A payment --on 2026-11-20 --amount 5000 --paid-to creditor
	[ "$(standing client_payment)" = "[0,0]" ]
	[ "$(standing split_principal)" = "[0,0]" ]
	[ "$(standing fee_earned | jq '.[1]')" -eq 1 ]
	rm -r "$H" && cp -r "$WALK/home" "$H"
	agree --direct-payments no
	paakrav note $A payment --on 2026-11-20 --amount 5000 --paid-to creditor
	[ "$(standing fee_earned)" = "[0,0]" ]
}

@test "from the filing on the price is the court's; what came in before keeps its own" {
	agree
	paakrav note $A payment --on 2026-11-19 --amount 1000 --paid-to operator
	share=$(standing fee_earned | jq '.[0]')
	paakrav note $A bp_filed --on 2026-11-20
	[ "$(standing fee_earned)" = "[$((share + 250000)),2]" ]
	paakrav note $A payment --on 2026-11-21 --amount 1000 --paid-to operator
	[ "$(standing fee_earned)" = "[$((share + 250000)),2]" ]
}

@test "hours: each line by the hour's price, rounded over all so far; a line put right is booked anew" {
	priced --out-of-court hourly --out-of-court-price 1000 --out-of-court-success no
	paakrav time add $A --minutes 10 --by Anna --what Telefon --on 2026-11-20 --format json >"$T/time.json"
	holds time-add "$T/time.json"
	[ "$(standing fee_earned)" = "[16667,1]" ]
	paakrav time add $A --minutes 10 --by Anna --what Brev --on 2026-11-21
	paakrav time add $A --minutes 10 --by Anna --what Brev --on 2026-11-22
	[ "$(standing fee_earned)" = "[50000,3]" ]
	paakrav time add $A --minutes 10 --by Anna --what Brev --on 2026-11-22 --format json | jq -e '.outcome == "already"'
	paakrav time add $A --minutes 0 --by Anna --what Fejl --on 2026-11-21 --replaces 2
	[ "$(standing fee_earned)" = "[33333,2]" ]
	json time list $A >"$T/list.json"
	holds time-list "$T/list.json"
	jq -e '.minutes == 20 and ([.times[] | select(.replaced)] | length) == 1' "$T/list.json"
	run -3 paakrav time add $A --minutes 5 --by Anna --what x --replaces 2
	run -3 paakrav time add $A --minutes 5 --by Anna --what x --on 2026-11-23
	run -2 paakrav time add $A --minutes 5000 --by Anna --what x
}

@test "a fee that is booked keeps its price: no later agreement reaches back to it" {
	agree
	paakrav note $A payment --on 2026-11-20 --amount 1000 --paid-to operator
	fee=$(standing fee_earned) first=$(standing split_principal | jq '.[0]')
	run -3 agree --out-of-court-share 10 --from 2026-11-15
	[[ "$output" == *"beholder sin pris"* ]]
	agree --out-of-court-share 10 --from 2026-11-22 --agreed-on 2026-11-22
	paakrav books update
	[ "$(standing fee_earned)" = "$fee" ]
	paakrav note $A payment --on 2026-11-22 --amount 1000 --paid-to operator
	all=$(standing split_principal | jq '.[0]')
	[ "$(standing fee_earned | jq '.[0]')" -eq "$(python3 -c "print(int($first * 35 / 100 + .5) + int(($all - $first) * 10 / 100 + .5))")" ]
}

@test "a case that ends without recovery: the advance is lost or the client's, as agreed; a recovery pays it first" {
	for loss in ours client; do
		rm -rf "$H" "$T/out" && cp -r "$WALK/home" "$H"
		cp -r "$WALK/out" "$T/out"
		agree --loss $loss --decision "Drøftet" --by Anna
		on 2026-11-22 approve $A --by Anna --for 2026-11-23 --out "$T/out" >/dev/null
		on 2026-11-23 filed $A --on 2026-11-23
		advance=$(standing court_fee_advanced | jq '.[0]')
		[ "$advance" -gt 0 ]
		on 2026-11-24 note $A client_stop --on 2026-11-24
		case $loss in
		ours) [ "$(standing advance_lost)" = "[$advance,1]" ] && [ "$(standing advance_charged)" = "[0,0]" ] ;;
		client) [ "$(standing advance_charged)" = "[$advance,1]" ] && [ "$(standing advance_lost)" = "[0,0]" ] ;;
		esac
		# Whoever bears it, it was spent.
		[ "$(on 2026-11-24 --format json status $A | jq '.cases[0].cost_ore')" = "$advance" ]
		# Money after all: the loss is taken back, and what came in pays the advance.
		on 2026-11-25 note $A payment --on 2026-11-25 --amount 5000 --paid-to operator
		[ "$(standing advance_charged)" = "[$advance,1]" ]
		[ "$(standing advance_lost)" = "[0,0]" ]
		on 2026-11-25 audit
	done
}

# sum FILE KINDS: what stands of the kinds in the journal, in øre
sum() { jq --argjson kinds "$2" '[.entries[] | select(.kind as $k | $kinds | any(. == $k)) | .amount_ore] | add // 0' "$1"; }

@test "the settlement is the journal's, to the øre: what came in, what was deducted and why, what is left" {
	agree
	paakrav note $A payment --on 2026-11-18 --amount 4000.05 --paid-to operator
	paakrav note $A payment --on 2026-11-20 --amount 10000 --paid-to operator
	paakrav note $A payment_reversed --on 2026-11-21 --replaces 3
	json settlement $A --pdf "$T/s.pdf" >"$T/s.json"
	holds settlement "$T/s.json"
	json ledger --case $A >"$T/l.json"
	for pair in received_ore:client_payment costs_ore:split_costs interest_ore:split_interest principal_ore:split_principal fee_ore:fee_earned; do
		kind=${pair#*:}
		there=$(($(sum "$T/l.json" "[\"$kind\"]") - $(sum "$T/l.json" "[\"${kind}_back\"]")))
		[ "$(jq ".${pair%%:*}" "$T/s.json")" -eq $there ]
	done
	jq -e '.received_ore + .covered_ore - .set_off_ore - .paid_out_ore - .returned_ore == .held_ore' "$T/s.json"
	jq -e '([.receipts[] | .costs_ore + .interest_ore + .principal_ore + .surplus_ore] | add) + .unsplit_ore == .received_ore' "$T/s.json"
	jq -e '([.deductions[] | select(.kind == "fee_earned") | .amount_ore] | add) == .fee_ore' "$T/s.json"
	jq -e '.due_ore == .held_ore - .surplus_held_ore - .fee_unbilled_ore - .vat_to_come_ore - .receivable_ore and .vat_percent == 25' "$T/s.json"
	jq -e '.deductions[0] | .clause == "share" and .terms == 1 and .phase == "out_of_court"' "$T/s.json"
	[[ "$(pdftotext -layout "$T/s.pdf" - | tr -s ' ')" == *"Til kreditor $(jq -r '.due_ore / 100' "$T/s.json" | python3 -c 'print(f"{float(input()):,.2f}".translate(str.maketrans(",.", ".,")))')"* ]]
	# As it stood before the second payment was known: nothing of what was booked later.
	json settlement $A --on 2026-11-21 | jq -e '.received_ore == 0 and .journal_seq == 0'
}

@test "simulate books nothing, and what then happens is what it said" {
	agree --loss ours --decision Drøftet
	seq=$(json ledger | jq .count)
	json agreement simulate $A --pays 9000 --on 2026-11-22 >"$T/sim.json"
	holds agreement-simulate "$T/sim.json"
	[ "$(json ledger | jq .count)" -eq "$seq" ]
	jq -e '.known and .client_ore == .paid_ore - .fee_ore - .fee_vat_ore' "$T/sim.json"
	paakrav note $A payment --on 2026-11-22 --amount 9000 --paid-to operator
	[ "$(standing fee_earned | jq '.[0]')" -eq "$(jq .fee_ore "$T/sim.json")" ]
	[ "$(json settlement $A | jq .due_ore)" -eq "$(jq .client_ore "$T/sim.json")" ]
	# Lost after a filing: the fixed price is owed, the advance is ours.
	json agreement simulate $A --filed 2026-11-23 --lost | jq -e '.advanced_ore > 0 and .advance_lost_ore == 0 and .advance_charged_ore == .advanced_ore'
	rm -r "$H" && cp -r "$WALK/home" "$H"
	agree --loss ours --decision Drøftet
	json agreement simulate $A --filed 2026-11-23 --lost | jq -e '.advance_lost_ore == .advanced_ore and .operator_ore == .fee_ore - .advanced_ore and .paid_ore == 0'
	# Past the last known rate nothing is guessed.
	json agreement simulate $A --pays 9000 --on 2026-12-15 --instalments 3 | jq -e '.known == false and .client_ore == null and .fee_ore == null'
}

@test "by hand: two persons, and never what has a door of its own" {
	# What was never advanced does not come back.
	run -3 paakrav ledger propose --kind court_fee_refunded --case $A --amount 100 --why x --by y
	json ledger propose --kind court_fee_advanced --case $A --amount 750 --why Kontant --by "Anna Vest" >"$T/p.json"
	holds proposal "$T/p.json"
	[ "$(standing court_fee_advanced)" = "[0,0]" ]
	run -7 paakrav ledger confirm 1 --by "anna  VEST"
	[ "$(standing court_fee_advanced)" = "[0,0]" ]
	paakrav ledger confirm 1 --by "Bo Lund"
	[ "$(standing court_fee_advanced)" = "[75000,1]" ]
	json ledger confirm 1 --by "Bo Lund" | jq -e '.outcome == "already"'
	[ "$(standing court_fee_advanced)" = "[75000,1]" ]
	json ledger proposals >"$T/list.json"
	holds proposals "$T/list.json"
	for kind in fee_earned client_payment withdrawal payout_principal split_costs fee_invoiced court_fee_advanced_back; do
		run -3 paakrav ledger propose --kind $kind --case $A --amount 1 --why x --by y
	done
	run -3 paakrav ledger propose --kind bank_charge --case 2026-999999 --amount 1 --why x --by y
	run -3 paakrav ledger propose --kind bank_charge --amount 0 --why x --by y
	run -2 paakrav ledger propose --kind bank_charge --amount 1 --by y
	run -3 paakrav ledger confirm 9 --by y
	paakrav audit
}

@test "a reversal by hand stays until the figure changes" {
	agree
	paakrav note $A payment --on 2026-11-20 --amount 1000 --paid-to operator
	entry=$(json ledger | jq -r '.entries[] | select(.kind == "fee_earned") | .id')
	paakrav ledger propose --reverse "$entry" --why Rabat --by Anna
	paakrav ledger confirm 1 --by Bo
	[ "$(standing fee_earned)" = "[0,0]" ]
	json books update $A | jq -e '.posted == 0 and (.cases[0].findings | any(.id == "A12"))'
	run -3 paakrav ledger propose --reverse "$entry" --why igen --by Anna
	paakrav note $A payment --on 2026-11-19 --amount 500 --paid-to operator
	[ "$(standing fee_earned | jq '.[0]')" -gt 0 ]
}

@test "a refund by the court goes off the advance" {
	agree
	paakrav ledger propose --kind court_fee_advanced --case $A --amount 750 --why Kontant --by Anna
	paakrav ledger confirm 1 --by Bo
	paakrav note $A fee_refunded --on 2026-11-22 --amount 300
	[ "$(standing court_fee_refunded)" = "[30000,1]" ]
	[ "$(json settlement $A | jq .advance_open_ore)" -eq 45000 ]
	on 2026-11-23 note $A payment --on 2026-11-23 --amount 5000 --paid-to operator
	[ "$(standing advance_charged)" = "[45000,1]" ]
	on 2026-11-23 note $A fee_refunded --on 2026-11-23 --amount 900
	on 2026-11-23 books update $A --format json | jq -e '.cases[0].findings | any(.id == "A13")'
}

@test "an agreement put down after the payments is booked at once, and names the cases that do not follow it" {
	paakrav note $A payment --on 2026-11-20 --amount 1000 --paid-to operator
	agree
	[ "$(standing fee_earned | jq '.[1]')" -eq 1 ]
	paakrav audit
	client=$(json settlement $SELF | jq -r .client)
	json agreement set --creditor "${client#cvr-}" --operator collector --client business --out-of-court none --court none --authorised-from 2026-01-01 \
		--authorised-to 2027-12-31 --by Anna >"$T/set.json"
	holds agreement "$T/set.json"
	jq -e --arg a $SELF '.apart | any(.case == $a and .operator == "self")' "$T/set.json"
}

@test "books that are only behind the record are told apart from changed ones" {
	agree
	paakrav note $A payment --on 2026-11-20 --amount 3000 --paid-to operator
	fact=$(paakrav --format json facts $A | jq -r '[.facts[] | select(.name == "invoice.due_on")][0].id')
	paakrav decide $A "$fact" correct 2026-10-15 --by Advokat >/dev/null
	run -6 paakrav audit
	[[ "$output" == *"BØGERNE ER BAGUD"* && "$output" != *"IKKE SOM DE BLEV SKREVET"* ]]
	run -6 paakrav audit --format json
	jq -e '[.faults[].what] | unique == ["behind"]' <<<"$output"
	paakrav books update
	paakrav audit
}

@test "an advance that a person charged is not charged again" {
	agree
	paakrav ledger propose --kind court_fee_advanced --case $A --amount 750 --why Kontant --by Anna
	paakrav ledger confirm 1 --by Bo
	paakrav ledger propose --kind advance_charged --case $A --amount 750 --why Aftalt --by Anna
	paakrav ledger confirm 2 --by Bo
	paakrav note $A payment --on 2026-11-20 --amount 5000 --paid-to operator
	[ "$(standing advance_charged)" = "[75000,1]" ]
	paakrav audit
}

@test "awarded costs are noted, reversed with the reopening, and not guessed from a total" {
	agree
	paakrav note $A default_judgment --on 2026-11-20 --principal 15750 --interest 300 --costs 1900
	[ "$(standing costs_awarded)" = "[190000,1]" ]
	paakrav note $A reopened --on 2026-11-21
	[ "$(standing costs_awarded)" = "[0,0]" ]
	paakrav note $A judgment_for_us --on 2026-11-22 --amount 18000
	[ "$(standing costs_awarded)" = "[0,0]" ]
	json books update $A | jq -e '.cases[0].findings | any(.id == "A08")'
}

@test "a corrected amount is reversed and booked anew; what is split cannot be taken off the account by itself" {
	agree
	paakrav note $A payment --on 2026-11-20 --amount 1000 --paid-to operator
	# A correction of the amount: both are reversed and booked anew.
	paakrav note $A payment --on 2026-11-20 --amount 900 --paid-to operator --replaces 3
	[ "$(standing client_payment)" = "[90000,1]" ]
	sum=$(($(standing split_principal | jq '.[0]') + $(standing split_interest | jq '.[0]')))
	[ "$sum" -eq 90000 ]
	# The receipt alone cannot be taken back: its money is split already.
	paakrav ledger propose --reverse "$(json ledger | jq -r '[.entries[] | select(.kind == "client_payment") | .id][-1]')" --why Fejl --by Anna
	run -3 paakrav ledger confirm 1 --by Bo
	[[ "$output" == *"under nul"* ]]
	paakrav audit
}

@test "an agreement stated with the case without its day earns nothing until the day is known" {
	cp -r "$WALK/inbox/34-advokat" "$T/34-advokat"
	sed -i 's#<operator kind="lawyer"/>#<operator kind="lawyer"/><agreement court-basis="fixed" court-price="900" out-of-court-basis="fixed" out-of-court-price="500" success-only="no"/>#' \
		"$T/34-advokat/claim.xml"
	mkdir "$T/inbox"
	mv "$T/34-advokat" "$T/inbox/"
	H="$T/new" paakrav run "$T/inbox" --out "$T/out" >/dev/null
	H="$T/new"
	json agreement show 2026-000001 | jq -e '.agreements[0] | .version == 0 and .from_on == null'
	paakrav note 2026-000001 payment --on 2026-11-20 --amount 1000 --paid-to operator
	[ "$(standing fee_earned 2026-000001)" = "[0,0]" ]
	json books update 2026-000001 | jq -e '.cases[0].findings | any(.id == "A14")'
}

@test "books check: tells what stands otherwise than the case says, and books nothing" {
	agree
	paakrav note $A payment --on 2026-11-20 --amount 1000 --paid-to operator
	json books check >"$T/fine.json"
	holds books-check "$T/fine.json"
	jq -e '.gaps == 0 and .count == 3' "$T/fine.json"
	# The agreement gone, with its guards: the fee rests on nothing.
	sqlite3 "$H/paakrav.db" "DROP TRIGGER agreement_no_delete; PRAGMA foreign_keys=OFF; DELETE FROM agreement"
	before=$(json ledger | jq .count)
	run -1 --separate-stderr paakrav --format json --role auditor books check $A
	echo "$output" >"$T/gaps.json"
	holds books-check "$T/gaps.json"
	jq -e '.gaps == 1 and .cases[0].gaps[0].kind == "fee_earned" and .cases[0].gaps[0].wanted_ore == 0' "$T/gaps.json"
	[ "$(json ledger | jq .count)" -eq "$before" ]
}

@test "a byte of an agreement changed behind the program's back is noticed" {
	agree
	sqlite3 "$H/paakrav.db" "DROP TRIGGER agreement_no_update; UPDATE agreement SET terms = replace(terms, '3500', '3600')"
	run -6 paakrav note $A payment --on 2026-11-20 --amount 1000 --paid-to operator
	run -6 paakrav agreement show $A
}
