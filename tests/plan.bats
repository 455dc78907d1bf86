# Instalment plans: agreed, matched with what is paid, late, noticed, in default; and what is refused.

bats_require_minimum_version 1.5.0

setup() {
	export H=$BATS_TEST_TMPDIR
	# 2026-000001: a business that owes 16.099,52 kr.; 2026-000002: a consumer who owes 15.532,88 kr.
	on 2026-11-22 submit "$SOURCE/fixtures/inbox/01-erhverv" "$SOURCE/fixtures/inbox/03-forbruger" >/dev/null
}

on() {
	local day=$1
	shift
	"$PAAKRAV" --home "$H/home" --today "$day" --format json "$@"
}

valid() {
	python3 -B "$SOURCE/tests/validate.py" --break
}

# says CODE EXIT DAY ARGS…: the command ends with EXIT and an error of that code
says() {
	local code=$1 want=$2 got=0
	shift 2
	on "$@" >"$H/no.json" || got=$?
	[ "$got" -eq "$want" ]
	[ "$(jq -r .code "$H/no.json")" = "$code" ]
}

paid() {
	on "$1" note "$2" payment --on "$1" --amount "$3" --paid-to creditor >/dev/null
}

states() {
	jq -r '.plans[0] | "\(.state) \([.instalments[].state] | join(","))"'
}

@test "the last instalment is the smaller, months end on their last day, and a payment covers the oldest" {
	on 2026-11-22 plan 2026-000001 --from 2027-08-31 --count 7 --how oral >"$H/plan.json"
	valid <"$H/plan.json"
	[ "$(jq -r '[.plans[0].instalments[].due_on] | join(" ")' "$H/plan.json")" = \
		"2027-08-31 2027-09-30 2027-10-31 2027-11-30 2027-12-31 2028-01-31 2028-02-29" ]
	jq -e '.plans[0] | (([.instalments[].amount_ore] | add) == .sum_ore) and .sum_ore == 1609952
		and .instalments[6].amount_ore < .instalments[0].amount_ore' "$H/plan.json"
	# part, early, over
	paid 2027-08-01 2026-000001 1000.00
	[ "$(on 2027-08-31 plan show 2026-000001 | states)" = "kept ahead,ahead,ahead,ahead,ahead,ahead,ahead" ]
	[ "$(on 2027-09-01 plan show 2026-000001 | states)" = "late late,ahead,ahead,ahead,ahead,ahead,ahead" ]
	paid 2027-09-02 2026-000001 4000.00
	on 2027-09-02 plan show 2026-000001 >"$H/show.json"
	[ "$(states <"$H/show.json")" = "kept paid_late,paid,ahead,ahead,ahead,ahead,ahead" ]
	jq -e '.plans[0] | .paid_ore == 500000 and .next_on == "2027-10-31" and .over_ore == 0' "$H/show.json"
}

@test "an instalment due on a closed day is in time on the next open one" {
	# 31 October 2027 is a Sunday
	on 2026-11-22 plan 2026-000001 --from 2027-10-31 --amount 16099.52 --how oral >"$H/plan.json"
	[ "$(jq -r '.plans[0].instalments[0].last_on' "$H/plan.json")" = 2027-11-01 ]
	[ "$(on 2027-11-01 plan show 2026-000001 | jq -r '.plans[0].state')" = kept ]
	[ "$(on 2027-11-02 plan show 2026-000001 | jq -r '.plans[0].state')" = late ]
}

@test "a settlement: late, noticed with the real instalment, good again, then in default" {
	on 2026-11-22 plan 2026-000002 --from 2026-12-01 --amount 500 --every 14d --count 32 --how deed --document claim.xml >"$H/plan.json"
	jq -e '.plans[0].event == "settlement_signed" and .plans[0].instalments[31].amount_ore == 3288' "$H/plan.json"
	jq -e '.tasks[] | select(.kind == "plan") | .by_on == "2026-12-01"' <(on 2026-11-23 due)
	on 2026-12-02 due >"$H/due.json"
	valid <"$H/due.json"
	jq -e '.tasks[] | select(.kind == "plan") | .paper == "default" and .by_on == "2026-12-02"' "$H/due.json"
	on 2026-12-02 plan notice 2026-000002 --out "$H/out" >"$H/notice.json"
	pdftotext -layout "$H/out/til-godkendelse/breve/2026-000002-1-default.pdf" - >"$H/notice.txt"
	grep -q "500,00" "$H/notice.txt"
	grep -q "1. december 2026" "$H/notice.txt"
	on 2026-12-02 note 2026-000002 letter_sent --on 2026-12-02 --debtor d1 --deadline 2026-12-16 \
		--ground "brev 1, Misligholdelse af forliget; sendt: post" >/dev/null
	[ "$(on 2026-12-03 plan show 2026-000002 | jq -r '.plans[0].state')" = noticed ]
	[ "$(on 2026-12-17 plan show 2026-000002 | jq -r '.plans[0].state')" = defaulted ]
	paid 2026-12-16 2026-000002 500.00
	# the notice is met; the second instalment is late by itself
	[ "$(on 2026-12-16 plan show 2026-000002 | jq -r '.plans[0].state')" = late ]
	on 2026-12-17 note 2026-000002 instalment_defaulted --on 2026-12-17 --debtor d1 >/dev/null
	[ "$(on 2026-12-17 plan show 2026-000002 | jq -r '.plans[0] | "\(.state) \(.ended_on)"')" = "defaulted 2026-12-17" ]
}

@test "an agreement that needs no notice falls by itself after two weeks, and an over-payment is told" {
	on 2026-11-22 plan 2026-000001 --from 2026-12-01 --count 2 --how oral >/dev/null
	[ "$(on 2026-12-15 plan show 2026-000001 | jq -r '.plans[0].state')" = late ]
	[ "$(on 2026-12-16 plan show 2026-000001 | jq -r '.plans[0].state')" = defaulted ]
	# while it runs, status says so, and that nothing is missing; of a rate that nobody knows yet, who loads it, from when, and why no sum
	jq -e '.cases[0] | .text == "Der løber en afdragsordning" and .decided == "afventer afdragsordningen"' <(on 2026-11-23 status 2026-000001)
	on 2027-01-25 status 2026-000001 >"$H/rates.json"
	valid <"$H/rates.json"
	jq -e '.cases[0] | .owed_ore == null and (.owed_unknown | contains("1. januar 2027"))' "$H/rates.json"
	"$PAAKRAV" --home "$H/home" --today 2027-01-25 status 2026-000001 | grep -q "Skyldes i dag: *ukendt, Referencesatsen"
	# what the next step asks for is on the list of steps: open now, and not while the plan runs
	on 2026-12-16 what-next 2026-000001 >"$H/next.json"
	valid <"$H/next.json"
	jq -e '(.next.what | contains("plan_ended")) and (.debtors[0].steps[0] | .event == "plan_ended" and .open)' "$H/next.json"
	jq -e '[.debtors[0].steps[] | select(.event == "plan_ended") | .open] == [false]' <(on 2026-11-23 what-next 2026-000001)
	paid 2026-11-30 2026-000001 17000.00
	[ "$(on 2026-12-16 plan show 2026-000001 | jq -r '.plans[0] | "\(.state) \(.over_ore)"')" = "paid 90048" ]
	# what is paid needs no route
	"$PAAKRAV" --home "$H/home" --today 2026-12-16 status 2026-000001 >"$H/paid.txt"
	grep -q "(PAID)" "$H/paid.txt"
	run -1 grep "Vej:" "$H/paid.txt"
}

@test "while instalments are paid nobody is reminded, and no fee is proposed" {
	on 2026-11-22 plan 2026-000001 --from 2026-12-20 --count 2 --how oral >/dev/null
	on 2026-12-01 letter 2026-000001 reminder_1 --out "$H/out" >"$H/letter.json" || true
	jq -e '[.letters[] | .outcome] | all(. == "refused")' "$H/letter.json"
	jq -e '.debtors[0] | (.flags | index("PLAN")) and .text == "Der løber en afdragsordning"' <(on 2026-12-01 what-next 2026-000001)
	jq -e '[.tasks[] | select(.case == "2026-000001" and .clock == "T01")] == []' <(on 2026-12-01 due)
	on 2026-12-02 note 2026-000001 plan_ended --on 2026-12-02 --ground "skyldner har sagt den op" >/dev/null
	on 2026-12-03 letter 2026-000001 reminder_2 --out "$H/out" >"$H/letter.json"
	jq -e '.cases[0].next | (.what | startswith("Indlæs nyere lovtabeller")) and .who == "operator" and .from_on == "2027-01-01"' \
		<(on 2027-01-25 status 2026-000001)
}

@test "a written agreement acknowledges the debt, an oral one does not" {
	on 2026-11-22 plan 2026-000001 --from 2026-12-01 --count 3 --how written --document claim.xml >/dev/null
	jq -e '[.events[].name] | index("acknowledged")' <(on 2026-11-22 events 2026-000001)
	[ "$(on 2026-11-23 status 2026-000001 | jq -r '.cases[0].limitation_on // empty')" != 2029-09-03 ]
	on 2026-11-22 plan 2026-000002 --from 2026-12-01 --count 3 --how oral >/dev/null
	jq -e '[.events[].name] | index("acknowledged") == null' <(on 2026-11-22 events 2026-000002)
}

@test "an oral plan that ends within 90 days of limitation, and a consumer's with interest, wait for a person" {
	on 2026-11-22 plan 2026-000001 --from 2027-01-01 --count 31 --how oral >"$H/near.json" || [ $? -eq 1 ]
	valid <"$H/near.json"
	jq -e '.outcome == "refused" and (.findings[0].because | contains("3. september 2029"))' "$H/near.json"
	on 2026-11-22 plan 2026-000002 --from 2027-01-01 --count 3 --how oral --interest >"$H/credit.json" || [ $? -eq 1 ]
	jq -e '.outcome == "refused" and .findings[0].name == "consumer-credit" and .plans == []' "$H/credit.json"
	on 2026-11-22 plan 2026-000002 --from 2027-01-01 --count 3 --how oral --interest --approved-by "Ada Advokat" --why "set" >"$H/credit.json"
	jq -e '.outcome == "recorded" and .findings[0].approved' "$H/credit.json"
	# a business may
	[ "$(on 2026-11-22 plan 2026-000001 --from 2027-01-01 --count 3 --how oral --interest | jq -r .outcome)" = recorded ]
}

@test "what cannot be is refused in a sentence, and nothing is kept" {
	before=$(on 2026-11-22 events 2026-000001 | jq '.events | length')
	says plan-count 2 2026-11-22 plan 2026-000001 --from 2026-12-01 --count 0 --how oral
	says plan-over-debt 3 2026-11-22 plan 2026-000001 --from 2026-12-01 --count 2 --sum 16099.53 --how oral
	says plan-day 3 2026-11-22 plan 2026-000001 --from 2026-11-21 --count 2 --how oral
	says plan-nothing-owed 3 2026-11-22 plan 2026-000001 --on 2026-07-01 --from 2026-12-01 --count 2 --sum 100 --how oral
	says plan-parts 3 2026-11-22 plan 2026-000001 --from 2026-12-01 --count 2 --amount 500 --how oral
	says plan-document 3 2026-11-22 plan 2026-000001 --from 2026-12-01 --count 2 --how written
	says plan-how 2 2026-11-22 plan 2026-000001 --from 2026-12-01 --count 2
	on 2026-11-22 note 2026-000001 objection_received --on 2026-11-20 --debtor d1 --ground defect >/dev/null
	says plan-disputed 3 2026-11-22 plan 2026-000001 --from 2026-12-01 --count 2 --how oral
	[ "$(on 2026-11-22 events 2026-000001 | jq '.events | length')" -eq $((before + 1)) ]
	on 2026-11-22 plan 2026-000002 --from 2026-12-01 --count 2 --how oral >/dev/null
	says plan-stands 3 2026-11-22 plan 2026-000002 --from 2026-12-15 --count 2 --how oral
	[ "$(on 2026-11-22 plan list | jq -r '[.plans[].case] | join(" ")')" = 2026-000002 ]
}

@test "without interest the rest of the plan is what is owed everywhere; a deed counts from its own day; another debtor's claim runs on" {
	on 2026-11-22 letter 2026-000001 settlement --first 2026-12-15 --instalments 3 --out "$H/out" >/dev/null
	on 2026-11-22 letter approve 2026-000001 1 --by Ada --out "$H/out" >/dev/null
	on 2026-11-22 letter sent 2026-000001 1 --by Ada --how post --out "$H/out" >/dev/null
	on 2026-11-25 plan 2026-000001 --from 2026-12-15 --count 3 --how deed --document claim.xml >"$H/plan.json"
	# the deed fixes the debt as of its own day, 22 November
	[ "$(jq .plans[0].sum_ore "$H/plan.json")" -eq "$(on 2026-11-25 owed 2026-000001 --on 2026-11-22 | jq .total_ore)" ]
	paid 2026-12-15 2026-000001 5000.00
	rest=$(on 2026-12-20 plan show 2026-000001 | jq .plans[0].rest_ore)
	[ "$(on 2026-12-20 owed 2026-000001 | jq .total_ore)" -eq "$rest" ]
	[ "$(on 2026-12-20 bailiff 2026-000001 | jq .debtors[0].owed_ore)" -eq "$rest" ]
	[ "$(on 2026-12-20 letter 2026-000001 statement --out "$H/out" | jq .letters[0].amount_ore)" -eq "$rest" ]
	# --interest says other than the deed that was drawn
	on 2026-11-22 letter 2026-000002 settlement --first 2026-12-15 --instalments 3 --out "$H/out" >/dev/null
	on 2026-11-22 plan 2026-000002 --from 2026-12-15 --count 3 --how deed --document claim.xml --interest >"$H/no.json" || [ $? -eq 1 ]
	jq -e '[.findings[].name] | index("plan-interest-deed")' "$H/no.json"
	# a fee whose ceiling is unknown waits for a person, and is then claimed (rl § 9 a)
	on 2026-11-22 plan 2026-000002 --from 2026-12-15 --count 3 --how oral --fee 100 >"$H/no.json" || [ $? -eq 1 ]
	jq -e '.outcome == "refused" and ([.findings[] | select(.name == "plan-fee-cap") | .statute] == ["rl § 9 a stk. 1; rl § 9 a stk. 4"])' "$H/no.json"
	on 2026-11-22 plan 2026-000002 --from 2026-12-15 --count 3 --how oral --fee 100 --approved-by Ada --why set >"$H/fee.json"
	[ "$(on 2026-11-30 owed 2026-000002 | jq .open_costs_ore)" -eq $((20000 + 10000)) ]
	[ "$(on 2026-11-30 owed 2026-000002 | jq .total_ore)" -eq "$(jq .plans[0].rest_ore "$H/fee.json")" ]
	# two debtors of one claim: interest rests for the one who agreed, and runs for the other
	on 2026-11-22 submit "$SOURCE/fixtures/inbox/32-to-skyldnere" >/dev/null
	on 2026-11-22 plan 2026-000003 --debtor d1 --from 2026-12-01 --count 1 --how deed --document claim.xml >"$H/plan.json"
	rest=$(jq .plans[0].rest_ore "$H/plan.json")
	on 2026-12-01 letter 2026-000003 statement --out "$H/out" >"$H/letters.json"
	[ "$(jq '.letters[] | select(.to == "d1") | .amount_ore' "$H/letters.json")" -eq "$rest" ]
	[ "$(jq '.letters[] | select(.to == "d2") | .amount_ore' "$H/letters.json")" -gt "$rest" ]
	paid 2026-12-01 2026-000003 "${rest%??}.${rest: -2}"
	[ "$(on 2026-12-01 status 2026-000003 | jq -r '.cases[0].debtors | map(.state) | .[0]')" = PAID ]
	[ "$(on 2026-12-01 status 2026-000003 | jq -r '.cases[0].debtors | map(.state) | .[1]')" != PAID ]
}
