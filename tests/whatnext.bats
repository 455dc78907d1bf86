# what-next: what may happen now, what it needs, what it costs, by when.

bats_require_minimum_version 1.5.0

setup() {
	export H=$BATS_TEST_TMPDIR
	on 2026-11-22 submit "$SOURCE/fixtures/inbox/01-erhverv" >/dev/null
}

on() {
	local day=$1
	shift
	"$PAAKRAV" --home "$H/home" --today "$day" --format json "$@"
}

note() {
	local day=$1
	shift
	on "$day" note 2026-000001 "$@" --on "$day" >/dev/null
}

# step EVENT FILTER: does the first debtor's step hold to it?
step() {
	jq -e --arg e "$1" ".debtors[0].steps[] | select(.event == \$e) | $2"
}

@test "before the court: the fee, limitation, and what a person answers for" {
	on 2026-11-22 what-next 2026-000001 >"$H/next.json"
	python3 -B "$SOURCE/tests/validate.py" --break <"$H/next.json"
	step bp_filed '.cost_ore == 75000 and .by_on == "2029-08-31" and .open and .who == "us" and .to == "BP_FILED"' <"$H/next.json"
	step bp_filed '[.guards[] | select(.answer == "holds") | .statute] == ["il § 10; il § 11"]' <"$H/next.json"
	step uneconomic '[.guards[] | .by] == ["person", "person"] and .cost_ore == 0' <"$H/next.json"
	# nothing that is computed is offered, and nothing that the state does not allow
	jq -e '[.debtors[0].steps[].event] | (index("part_paid") == null) and (index("bp_served") == null)' "$H/next.json"
}

@test "after a title: no second fee within the year, the rest period after a meeting without cover" {
	note 2026-11-22 bp_filed
	note 2026-11-25 bp_served
	note 2026-12-10 bp_endorsed_plain
	on 2026-12-10 what-next 2026-000001 >"$H/next.json"
	# udlæg was not ticked on the form: the request costs its own fee (ral § 13 stk. 1, stk. 2)
	step foged_request_filed '.cost_ore == 75000 and .by_on == "2036-12-10"' <"$H/next.json"
	# so no year runs that would spare another
	jq -e '[.debtors[0].clocks[] | select(.clock == "T30")] == []' "$H/next.json"
	on 2027-12-01 what-next 2026-000001 | step foged_request_filed '.cost_ore == 75000'
	note 2026-12-11 foged_request_filed
	on 2026-12-12 note 2026-000001 summons_issued --on 2026-12-12 --deadline 2027-01-05 >/dev/null
	note 2027-01-05 meeting_opened
	note 2027-01-05 nothing_found
	note 2027-01-06 no_petition
	on 2027-01-07 what-next 2026-000001 >"$H/next.json"
	jq -e '.debtors[0] | .state == "DORMANT" and .flags == ["PROTECT490"]' "$H/next.json"
	step retry_request '(.open | not) and .cost_ore == 0 and .from_on == "2028-01-06"' <"$H/next.json"
	jq -e '[.debtors[0].clocks[] | select(.clock == "T31" or .clock == "T32") | .last_on] == ["2028-01-05", "2027-04-05"]' "$H/next.json"
	on 2028-01-06 what-next 2026-000001 | step retry_request '.open'
}

@test "in words: no table's own names" {
	run "$PAAKRAV" --home "$H/home" --today 2026-11-22 --lang en what-next 2026-000001
	[[ "$output" == *"(the program's own rule)"* && "$output" == *"keep the title until limitation"* ]]
	[[ "$output" != *"project parameter"* && "$output" != *T41* ]]
	run "$PAAKRAV" --home "$H/home" --today 2026-11-22 what-next 2026-000001
	[[ "$output" == *"(programmets egen regel)"* && "$output" != *"project parameter"* ]]
	note 2026-11-22 objection_received --ground "varen mangler"
	run "$PAAKRAV" --home "$H/home" --today 2026-11-22 due
	[[ "$output" == *"Tag stilling til indsigelsen (programmets egen regel)"* ]]
}

@test "a closed case has nothing, an unknown debtor is refused, and it is said in words" {
	note 2026-11-22 client_stop
	on 2026-11-22 what-next 2026-000001 | jq -e '.debtors[0].steps == [] and .debtors[0].clocks == []'
	run on 2026-11-22 what-next 2026-000001 --debtor d9
	[ "$status" -eq 3 ]
	run "$PAAKRAV" --home "$H/home" --today 2026-11-22 what-next 2026-000001
	[[ "$output" == *"Intet: sagen er afsluttet."* ]]
}
