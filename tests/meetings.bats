# Meetings of the bailiff court: a page for each, and what came of them back in.

bats_require_minimum_version 1.5.0

setup() {
	export H=$BATS_TEST_TMPDIR O=$BATS_TEST_TMPDIR/out C=2026-000001
	on 2026-11-22 submit "$SOURCE/fixtures/inbox/01-erhverv" "$SOURCE/fixtures/inbox/03-forbruger" >/dev/null
	for C in 2026-000001 2026-000002; do
		note 2026-11-22 bp_filed
		note 2026-11-25 bp_served
		note 2026-12-10 bp_endorsed_plain --amount 13000
		note 2026-12-11 foged_request_filed
		note 2026-12-12 summons_issued --deadline 2026-12-18 --ground "kl. 10.15, lokale 2"
	done
	C=2026-000001
}

# on DAY ARGS…: the command as JSON on that day
on() {
	local day=$1
	shift
	"$PAAKRAV" --home "$H/home" --today "$day" --format json "$@"
}

valid() {
	python3 -W ignore -B "$SOURCE/tests/validate.py" --break
}

# note DAY EVENT ARGS…
note() {
	local day=$1
	shift
	on "$day" note "$C" "$@" --on "$day" >/dev/null
}

@test "a page for each meeting of the day: one page, with the claim that day, the fee and what follows a day later" {
	on 2026-12-15 asset add "$C" --kind vehicle --text Varevogn --register 'AB 12 345' --source 'Tingbogen' >/dev/null
	note 2026-12-15 person_decided --ground 'PLAN: 1.000 kr. om måneden i 14 måneder' --by Prøve
	on 2026-12-16 assign "$C" 'Mette Prøve' >/dev/null
	on 2026-12-17 meetings --on 2026-12-18 --out "$O" >"$H/meetings.json"
	valid <"$H/meetings.json"
	jq -e '[.meetings[] | .pages] == [1, 1]' "$H/meetings.json"
	jq -e '.meetings[0] | .case == "2026-000001" and .place == "kl. 10.15, lokale 2" and .owner == "Mette Prøve" and .principal_ore == 1300000 and
		.fee_ore == 75000 and .total_ore == (.owed_ore + 75000) and .attends and .per_day_ore == 356 and .longest_months == 10 and
		.lowest_instalment_ore == ((((.total_ore + 999) / 1000) | floor) * 100) and
		(.assets | length) == 1 and (.creditor_said | test("14 måneder"))' "$H/meetings.json"
	# the business is asked of its goods, the person of his wages
	jq -e '[.meetings[].questions | map(.text) | join(" ") | test("lønnen")] == [false, true]' "$H/meetings.json"
	local text
	text=$(pdftotext -layout "$O/moeder/2026-12-18-2026-000001-d1.pdf" -)
	[[ $text == *"lokale 2"* && $text == *"13.000,00"* && $text == *"Varevogn"* && $text == *"Udfald"* && $text == *"14 måneder"* ]]
	grep -q 'Udfald' "$O/moeder/2026-12-18-2026-000001-d1.txt"
	# the same again is the same bytes
	cp "$O/moeder/2026-12-18-2026-000001-d1.pdf" "$H/before.pdf"
	on 2026-12-17 meetings --on 2026-12-18 --out "$O" >/dev/null
	cmp "$H/before.pdf" "$O/moeder/2026-12-18-2026-000001-d1.pdf"
	[ "$(on 2026-12-17 meetings --on 2026-12-18 --lawyer 'Mette Prøve' --out "$O" | jq '.meetings | length')" -eq 1 ]
	[ "$(on 2026-12-17 meetings --on 2026-12-19 --out "$O" | jq '.meetings | length')" -eq 0 ]
}

@test "a meeting that was moved is a page on its new day alone; one by telephone says so" {
	note 2026-12-14 summons_issued --deadline 2026-12-21 --ground "kl. 9.00, pr. telefon"
	[ "$(on 2026-12-15 meetings --on 2026-12-18 --out "$O" | jq -r '[.meetings[].case] | join(" ")')" = 2026-000002 ]
	on 2026-12-15 meetings --on 2026-12-21 --out "$O" | jq -e '.meetings | length == 1 and .[0].by_phone'
}

@test "results come in by batch: events, assets and states; a wrong line is refused alone; twice is once" {
	cat >"$H/results.csv" <<-CSV
		case,debtor,on,result,amount,deadline,asset_kind,asset_text,asset_value,ground
		2026-000001,d1,2026-12-18,plan,13750,2027-12-01,movable,Espressomaskine,8000,
		2026-000002,,2026-12-18,nothing,,,,,,
		2026-000002,,2026-12-18,pandeting,,,,,,
		2026-000002,d9,2026-12-18,udlaeg,,,,,,
		2026-000001,d1,2026-12-18,adjourned,,,,,,
	CSV
	run -1 on 2026-12-18 meetings --results "$H/results.csv"
	echo "$output" >"$H/r.json"
	valid <"$H/r.json"
	[ "$(jq -r '[.results[] | .outcome] | join(" ")' "$H/r.json")" = "recorded recorded refused refused refused" ]
	[ "$(jq -r '[.results[:2][] | .state] | join(" ")' "$H/r.json")" = "PLAN_FOGED NOTHING_FOUND" ]
	# a plan over ten months without the creditor's consent; a fruitless attachment leaves bankruptcy to a person
	jq -e '[.results[0].findings[].id] == ["B38", "B43"] and [.results[1].findings[].id] == ["B39"]' "$H/r.json"
	[ "$(on 2026-12-18 asset list "$C" | jq -r '.assets[0] | "\(.kind) \(.taken_on) \(.value_ore)"')" = "movable 2026-12-18 800000" ]
	local before
	before=$(on 2026-12-18 events "$C" | jq '.events | length')
	on 2026-12-18 meetings --results "$H/results.csv" >"$H/r.json" || true
	[ "$(jq -r '[.results[:2][] | .outcome] | join(" ")' "$H/r.json")" = "already already" ]
	[ "$(on 2026-12-18 events "$C" | jq '.events | length')" -eq "$before" ]
	[ "$(on 2026-12-18 asset list "$C" | jq '.assets | length')" -eq 1 ]
	run -2 on 2026-12-18 meetings --results "$H/results.csv" --on 2026-12-18
	run -3 on 2026-12-18 meetings --results "$H/none.csv"
}
