# The talk with the debtor: contacts logged and judged, promises followed, time given with an eye on limitation.

bats_require_minimum_version 1.5.0

setup() {
	export H=$BATS_TEST_TMPDIR
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

@test "a call with a promise is a task until it is kept" {
	on 2026-11-20 call 2026-000002 --at 14:30 --with debtor --by "Ida Inkasso" --outcome promise --promised 2026-12-01 --amount 500 \
		--summary "Betaler, når lønnen er kommet" >"$H/call.json"
	valid <"$H/call.json"
	jq -e '.findings == [] and .event.deadline_on == "2026-12-01"' "$H/call.json"
	jq -e '.tasks[] | select(.case == "2026-000002" and .kind == "day") | .by_on == "2026-12-01"' <(on 2026-11-22 due)
	# the day is the debtor's word, and no day of the state's
	on 2026-11-22 status 2026-000002 | jq -e '.cases[0].next | .what == "Skyldneren har lovet at betale" and .who == "operator" and .by_on == "2026-12-01"'
	on 2026-12-02 dialogue 2026-000002 >"$H/talk.json"
	valid <"$H/talk.json"
	[ "$(jq -r '.entries[] | select(.kind == "contact") | "\(.channel) \(.at) \(.with) \(.outcome) \(.promise)"' "$H/talk.json")" = \
		"phone 14:30 debtor promise broken" ]
	on 2026-12-01 note 2026-000002 payment --on 2026-11-30 --amount 500 --paid-to creditor >/dev/null
	[ "$(on 2026-12-02 dialogue 2026-000002 | jq -r '.entries[] | select(.kind == "contact") | .promise')" = kept ]
	jq -e '[.tasks[] | select(.case == "2026-000002" and .kind == "day")] == []' <(on 2026-12-02 due)
	# letters and calls stand in one row of days
	[ "$(jq -r '[.entries[].on] | . == sort' "$H/talk.json")" = true ]
}

@test "what was said in a call is erased by a person: the call stays, its words are in no file, and the audit knows why" {
	on 2026-11-20 call 2026-000002 --by Ida --outcome promise --promised 2026-12-01 --summary "Hendes søn er syg" >/dev/null
	on 2026-11-20 call 2026-000002 --by Ida --outcome message --summary "Ringer igen" >/dev/null
	n=$(on 2026-11-22 events 2026-000002 | jq '[.events[] | select(.name == "call_logged")][0].id')
	run -2 --separate-stderr on 2026-11-22 call 2026-000002 --erase "$n" --by Ida
	run -3 --separate-stderr on 2026-11-22 call 2026-000002 --erase 1 --by Ida --why "ikke nødvendigt"
	grep -rqa "søn er syg" "$H/home"
	on 2026-11-22 call 2026-000002 --erase "$n" --by Ida --why "ikke nødvendigt" >"$H/call.json"
	valid <"$H/call.json"
	[ "$(jq -r .outcome "$H/call.json")" = erased ]
	run -1 grep -rqa "søn er syg" "$H/home"
	[ "$(on 2026-11-22 call 2026-000002 --erase "$n" --by Ida --why igen | jq -r .outcome)" = already ]
	on 2026-11-22 events 2026-000002 >"$H/events.json"
	valid <"$H/events.json"
	jq -e --argjson n "$n" '[.events[] | select(.name == "call_erased")] | length == 1 and .[0].replaces == $n and .[0].by == "Ida"' "$H/events.json"
	[ "$(on 2026-11-22 dialogue 2026-000002 | jq -r '[.entries[] | select(.kind == "contact") | .text] | join(" ")')" = "Ringer igen" ]
	jq -e '[.tasks[] | select(.case == "2026-000002" and .kind == "day")] == []' <(on 2026-11-22 due)
	on 2026-11-22 audit | jq -e .ok
	sqlite3 "$H/home/paakrav.db" "DELETE FROM event_value WHERE ground LIKE '%Ringer igen%'"
	run -6 --separate-stderr on 2026-11-22 audit
	jq -e '[.findings[].code] | index("absent") != null' <<<"$output" || jq -e 'tostring | test("absent")' <<<"$output"
}

@test "conduct is judged when it is logged, and by assess" {
	on 2026-11-22 call 2026-000001 --at 21:30 --by Ida --with employer --outcome message >"$H/call.json"
	[ "$(jq -r '[.findings[].id] | join(" ")' "$H/call.json")" = "K04 K05" ]
	jq -e '[.findings[] | select(.id == "K04") | .effect] == ["INFO"]' <(on 2026-11-22 assess 2026-000001)
	jq -e '[.rules[] | select(.id == "K04")][0].quote | contains("arbejdsgiver")' <(on 2026-11-22 explain 2026-000001)
}

@test "a call without its outcome, a promise without its day, an impossible time: refused" {
	for bad in "--outcome" "--outcome promise" "--outcome message --promised 2026-12-01" "--outcome message --at 25:00" \
		"--outcome message --at 9:30" "--outcome gone" "--outcome message --with boss"; do
		run --separate-stderr on 2026-11-22 call 2026-000001 --by Ida $bad
		[ "$status" -eq 2 ]
	done
	run --separate-stderr on 2026-11-22 call 2026-000001 --outcome message
	[ "$status" -eq 2 ]
	run --separate-stderr on 2026-11-22 call 2026-000001 --by Ida --on 2026-11-23 --outcome message
	[ "$status" -eq 3 ]
	run --separate-stderr on 2026-11-22 call 2026-000001 --by Ida --outcome promise --promised 2026-11-21
	[ "$status" -eq 3 ]
}

@test "time given names the day of limitation when less than 90 days are left" {
	on 2026-11-22 henstand 2026-000001 --until 2029-06-06 >"$H/near.json" || [ $? -eq 1 ]
	valid <"$H/near.json"
	jq -e '.outcome == "refused" and .limitation_on == "2029-09-03" and (.finding | contains("3. september 2029"))' "$H/near.json"
	[ "$(on 2026-11-22 henstand 2026-000001 --until 2029-06-05 | jq -r .outcome)" = recorded ]
	[ "$(on 2026-11-22 henstand 2026-000002 --until 2029-12-01 --approved-by Ada --why "stor kunde" | jq -r .outcome)" = recorded ]
	jq -e '.tasks[] | select(.case == "2026-000001" and .kind == "day") | .by_on == "2029-06-05"' <(on 2026-11-22 due)
	run --separate-stderr on 2026-11-22 henstand 2026-000002 --until 2026-11-22
	[ "$status" -eq 3 ]
	# after an acknowledgement in writing there is time
	on 2026-11-22 note 2026-000002 acknowledged --on 2026-11-22 --debtor d1 --amount 15532.88 >/dev/null
	[ "$(on 2026-11-23 henstand 2026-000002 --on 2026-11-23 --until 2029-12-01 | jq -r .outcome)" = recorded ]
}

@test "quick payment waives the interest when it comes in time, once, and a reversal takes it back" {
	on 2026-11-22 offer 2026-000001 --until 2026-12-01 --quick --consent "Kim Kreditor" >"$H/offer.json"
	valid <"$H/offer.json"
	jq -e '.offers[0].amount_ore == 1575000 and .offers[0].state == "open" and .waives_ore > 34952' "$H/offer.json"
	jq -e '.tasks[] | select(.kind == "plan") | .by_on == "2026-12-01"' <(on 2026-11-22 due)
	run --separate-stderr on 2026-11-22 offer 2026-000001 --until 2026-12-05 --quick --consent "Kim Kreditor"
	[ "$status" -eq 3 ]
	[ "$(jq -r .code <<<"$output")" = offer-stands ]
	on 2026-11-30 note 2026-000001 payment --on 2026-11-29 --amount 10000 --paid-to creditor >/dev/null
	jq -e '.waived_ore == 0 and .total_ore > 575000' <(on 2026-11-30 owed 2026-000001)
	on 2026-11-30 note 2026-000001 payment --on 2026-11-30 --amount 5750 --paid-to creditor >/dev/null
	on 2026-12-24 owed 2026-000001 >"$H/owed.json"
	valid <"$H/owed.json"
	jq -e '.total_ore == 0 and .waived_ore > 0 and .surplus_ore == 0
		and .principal_ore + .interest_ore + .costs_ore - .payments_ore - .waived_ore == .total_ore' "$H/owed.json"
	[ "$(on 2026-12-24 status 2026-000001 | jq -r '.cases[0].state')" = SETTLED_SHORT ]
	jq -e '.offers[0].state == "met" and .offers[0].met_on == "2026-11-30"' <(on 2026-12-24 offer show 2026-000001)
	on 2026-12-24 note 2026-000001 payment_reversed --on 2026-12-02 --replaces "$(on 2026-12-24 events 2026-000001 |
		jq '[.events[] | select(.name == "payment")][1].id')" >/dev/null
	jq -e '.waived_ore == 0 and .total_ore > 575000' <(on 2026-12-24 owed 2026-000001)
	[ "$(on 2026-12-24 offer show 2026-000001 | jq -r '.offers[0].state')" = lapsed ]
}

@test "a part that comes a day late settles nothing" {
	on 2026-11-22 offer 2026-000002 --until 2026-12-01 --amount 9000 --consent "Kim Kreditor" >/dev/null
	on 2026-12-02 note 2026-000002 payment --on 2026-12-02 --amount 9000 --paid-to creditor >/dev/null
	jq -e '.waived_ore == 0 and .total_ore > 600000' <(on 2026-12-02 owed 2026-000002)
	[ "$(on 2026-12-02 offer show 2026-000002 | jq -r '.offers[0].state')" = lapsed ]
	for bad in "--until 2026-12-20" "--until 2026-12-20 --amount 99999 --consent K" "--until 2026-11-01 --quick --consent K" \
		"--until 2026-12-20 --quick --amount 5 --consent K"; do
		run --separate-stderr on 2026-12-02 offer 2026-000002 $bad
		[ "$status" -ge 2 ]
	done
}

@test "a household's economy: what is left, the lowest instalment, and nothing readable after it is erased" {
	on 2026-11-22 household 2026-000002 --income "Løn Fiskeeksporten=18500" --cost "Husleje Havnegade=7200" --debt "Billån Kvæsthus=800" \
		>"$H/house.json"
	valid <"$H/house.json"
	jq -e '.disposable_ore == 1050000 and .lowest_ore == 50000 and .affordable' "$H/house.json"
	grep -rqa "Fiskeeksporten" "$H/home"
	jq -e '.tasks[] | select(.kind == "erase") | .by_on == "2027-02-20"' <(on 2026-11-22 due)
	# told anew, the old goes; a plan keeps it, and its end asks for it to go
	on 2026-11-23 household 2026-000002 --income "Dagpenge Ledighedskassen=14000" --cost "Husleje Havnegade=7200" >/dev/null
	[ "$(grep -rca "Fiskeeksporten" "$H/home/paakrav.db")" -eq 0 ]
	on 2026-11-23 plan 2026-000002 --from 2026-12-01 --amount 1000 --how oral >/dev/null
	jq -e '[.tasks[] | select(.kind == "erase")] == []' <(on 2026-11-23 due)
	on 2026-11-24 note 2026-000002 client_stop --on 2026-11-24 --debtor d1 >/dev/null
	jq -e '.tasks[] | select(.kind == "erase") | .by_on == "2026-11-24"' <(on 2026-11-24 due)
	on 2026-11-24 household erase 2026-000002 >"$H/gone.json"
	valid <"$H/gone.json"
	jq -e '.lines == [] and .disposable_ore == null' "$H/gone.json"
	run grep -rla -e Fiskeeksporten -e Ledighedskassen -e Havnegade "$H/home"
	[ "$status" -eq 1 ]
	jq -e '[.tasks[] | select(.kind == "erase")] == []' <(on 2026-11-24 due)
	run --separate-stderr on 2026-11-24 household 2026-000001 --income "Løn"
	[ "$status" -eq 2 ]
}
