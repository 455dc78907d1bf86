# The docket: what is to be done in all cases, by when; own tasks, owners, the calendar file.

bats_require_minimum_version 1.5.0

setup() {
	export H=$BATS_TEST_TMPDIR
	on 2026-11-22 submit "$SOURCE/fixtures/inbox/01-erhverv" "$SOURCE/fixtures/inbox/03-forbruger" >/dev/null
}

# on DAY ARGS…: the command as JSON on that day
on() {
	local day=$1
	shift
	"$PAAKRAV" --home "$H/home" --today "$day" --format json "$@"
}

valid() {
	python3 -B "$SOURCE/tests/validate.py" --break
}

# note DAY CASE EVENT ARGS…
note() {
	local day=$1
	shift
	on "$day" note "$@" --on "$day" >/dev/null
}

# due without what the state itself asks for (kind next)
rest() {
	on "$@" | jq '.tasks |= map(select(.kind != "next"))'
}

# task FILTER: the clocks and days of due's tasks for the first case
task() {
	jq -r --arg c 2026-000001 '.tasks[] | select(.case == $c and .kind != "next") | "\(.clock) \(.by_on) \(.urgency)"'
}

title() {
	note 2026-11-22 2026-000001 bp_filed
	note 2026-11-25 2026-000001 bp_served
	note 2026-12-10 2026-000001 bp_endorsed_plain
}

@test "due lists the clocks that run, with their statute, and follows what is noted in the same breath" {
	on 2026-11-22 due >"$H/due.json"
	valid <"$H/due.json"
	[ "$(task <"$H/due.json")" = "T40 2029-08-31 later" ]
	note 2026-11-22 2026-000001 bp_filed
	# while the court has it, limitation is held
	[ -z "$(on 2026-11-22 due | task)" ]
	note 2026-11-25 2026-000001 bp_served
	[ "$(on 2026-11-25 due | task)" = "T10 2026-12-10 later" ]
	[ "$(on 2026-12-11 due | task)" = "T10 2026-12-10 overdue" ]
	note 2026-12-10 2026-000001 bp_endorsed_plain
	on 2026-12-10 due >"$H/due.json"
	[ "$(jq -r '[.tasks[] | select(.case == "2026-000001" and .kind != "next") | .clock] | join(" ")' "$H/due.json")" = "T42 T41" ]
	jq -e '.tasks[] | select(.case == "2026-000001" and .kind == "next") | .what == "Anmod fogedretten om udlæg" and .by_on == "2026-12-10" and .paper == "foged_request"' "$H/due.json" # no fee for udlæg was paid, so no year of it runs
	jq -e '.tasks[] | select(.clock == "T41") | .statute == "fl § 5 stk. 1" and .last_on == "2036-12-10"' "$H/due.json"
}

@test "due --on another day reckons what time has moved, and keeps nothing of it" {
	title
	on 2026-12-10 due --on 2036-12-11 >"$H/due.json" || true
	jq -e '[.tasks[] | select(.case == "2026-000001")] == []' "$H/due.json" # the title is time-barred: the case is closed
	on 2026-12-10 due --on 2026-11-26 >"$H/due.json"
	[ "$(task <"$H/due.json")" = "T10 2026-12-10 fortnight" ]
	[ "$(rest 2026-12-10 due | jq '[.tasks[] | select(.case == "2026-000001")] | length')" -eq 2 ]
}

@test "the last safe day is the same in due, what-next, status and assess, for every case of the demo" {
	on 2026-11-22 run "$SOURCE/fixtures/inbox" --out "$H/out" >/dev/null || true
	on 2026-11-22 due >"$H/due.json"
	on 2026-11-22 status >"$H/status.json"
	local c seen=0
	for c in $(jq -r '.cases[].case' "$H/status.json"); do
		on 2026-11-22 assess "$c" >"$H/assess.json" || true
		on 2026-11-22 what-next "$c" >"$H/next.json"
		jq -n -e --arg c "$c" --slurpfile due "$H/due.json" --slurpfile status "$H/status.json" \
			--slurpfile assess "$H/assess.json" --slurpfile next "$H/next.json" '
			[$due[0].tasks[] | select(.case == $c and .kind == "limitation")] as $tasks |
			[$next[0].debtors[].clocks[] | select(.clock == "T40" or .clock == "T41")] as $clocks |
			($status[0].cases[] | select(.case == $c)) as $row |
			([$tasks[] | [.last_on, .by_on]] == [$clocks[] | [.last_on, .file_by]]) and
			all($tasks[]; .last_on == $assess[0].limitation_on and .by_on == $assess[0].limitation_by_on and .by_on <= .last_on) and
			$row.next == $next[0].next and
			(if $row.next.task == null then all($due[0].tasks[]; .case != $c or (.kind != "next" and .kind != "own" and .kind != "step") or .by_on > "2026-11-22")
			 else any($due[0].tasks[]; .case == $c and .key == $row.next.task and .who == $row.next.who and .by_on == ($row.next.from_on // $row.next.by_on)) end) and
			([$tasks[].by_on] | unique) == ([$next[0].debtors[].steps[] | select(.event == "bp_filed" and $row.state == "BP_DRAFT") | .by_on] + [$tasks[].by_on] | unique) and
			($tasks == [] or $row.next.by_on <= $tasks[0].by_on)' >/dev/null || { echo "$c"; false; }
		seen=$((seen + 1))
	done
	[ "$seen" -gt 30 ]
	# a Friday: the day after is a Saturday, on which the claim is barred already
	c=$(jq -r '.tasks[] | select(.kind == "limitation" and .by_on == "2026-11-27") | .case' "$H/due.json")
	run "$PAAKRAV" --home "$H/home" --today 2026-11-22 what-next "$c"
	[[ "$output" == *"2026-11-27  Afbryd"* && "$output" != *2026-11-30* ]]
	run "$PAAKRAV" --home "$H/home" --today 2026-11-22 status "$c"
	[[ "$output" == *"senest 27. november 2026"* ]]
	[ "$(on 2026-11-28 status "$c" | jq -r '.cases[0].state')" = TIME_BARRED ]
}

@test "the time to prove an objection stands with its last day before it is over, as in status and what-next" {
	note 2026-11-21 2026-000001 objection_received --ground "varen mangler"
	[ "$(on 2026-11-22 due | jq -r '.tasks[] | select(.clock == "T60") | "\(.by_on) \(.urgency)"')" = "2026-12-05 fortnight" ]
	[ "$(on 2026-11-22 status 2026-000001 | jq -r '.cases[0].next.by_on')" = 2026-12-05 ]
	on 2026-11-22 what-next 2026-000001 | jq -e '.debtors[0].steps[] | select(.event == "objection_stands") | .by_on == "2026-12-05"'
	run "$PAAKRAV" --home "$H/home" --today 2026-11-22 what-next 2026-000001
	[[ "$output" == *"2026-12-05  Tag stilling til indsigelsen"* ]]
}

@test "status tells the same nearest day as due: own tasks, and interest that lapses before the principal" {
	on 2026-11-22 task add 2026-000001 --by 2026-11-25 --why "ring til retten" >/dev/null
	on 2026-11-22 status 2026-000001 | jq -e '.cases[0].next | .what == "ring til retten" and .by_on == "2026-11-25" and .who == "operator"'
	on 2026-11-22 task done 2026-000001 own/1 >/dev/null
	[ "$(on 2026-11-22 status 2026-000001 | jq -r '.cases[0].next.what')" != "ring til retten" ]
	title
	[ "$(on 2026-12-10 status 2026-000001 | jq -r '.cases[0].next.by_on')" = "$(rest 2026-12-10 due | jq -r '[.tasks[] | select(.case == "2026-000001") | .by_on] | min')" ]
	# the title lives ten years, its interest three
	on 2029-10-01 status 2026-000001 | jq -e '.cases[0].next.what | contains("ældste renter")'
	# assess shows the pair that due has
	on 2026-11-22 assess 2026-000002 >"$H/assess.json" || true
	jq -e '.limitation_on == "2029-09-03" and .limitation_by_on == "2029-08-31"' "$H/assess.json"
	run "$PAAKRAV" --home "$H/home" --today 2026-11-22 assess 2026-000002
	[[ "$output" == *"31. august 2029; lovens sidste dag 3. september 2029"* ]]
}

@test "due --within, by days" {
	title
	[ "$(rest 2026-12-10 due --within 14d | jq '.tasks | length')" -eq 0 ]
	[ "$(rest 2026-12-10 due --within 2000 | jq '.tasks | length')" -eq 2 ]
	run on 2026-12-10 due --within soon
	[ "$status" -eq 2 ]
}

@test "limitation overdue in one of two claims ends 1, and cannot be ticked off before it is lost" {
	run --separate-stderr on 2026-11-22 task done 2026-000001 d1/limitation
	[ "$status" -eq 3 ]
	[ "$(jq -r .code <<<"$output")" = task-limitation ]
	[ "$(on 2029-08-20 due | jq '[.tasks[] | select(.alarm_days == 60)] | length')" -eq 2 ]
	[ "$(on 2029-06-10 due | jq '[.tasks[] | select(.alarm_days == 90)] | length')" -eq 2 ]
	[ "$(on 2029-03-20 due | jq '[.tasks[] | select(.alarm_days == 180)] | length')" -eq 2 ]
	on 2029-10-01 due >"$H/due.json"
	jq -e '.tasks == []' "$H/due.json"
	[ "$(on 2029-10-01 status 2026-000001 | jq -r '.cases[0].state')" = TIME_BARRED ]
}

@test "a rejection starts its appeal, and a court's own day stands beside it" {
	note 2026-11-22 2026-000001 bp_filed
	on 2026-11-25 note 2026-000001 bp_rejected --on 2026-11-25 --deadline 2026-12-05 >/dev/null
	[ "$(on 2026-11-25 due | task | sort | head -n 2)" = "$(printf 'T26 2026-12-23 later\nT40 2029-08-31 later')" ]
	on 2026-11-25 due | jq -e '.tasks[] | select(.kind == "day") | .by_on == "2026-12-05" and .what == "Afhjælp manglerne"'
	# the nearest of them is the next step, and what is ticked off is not
	next() { on "$1" status "$2" | jq -r '.cases[0].next | "\(.what) \(.who) \(.by_on)"'; }
	[ "$(next 2026-11-25 2026-000001)" = "Afhjælp manglerne operator 2026-12-05" ]
	note 2026-11-22 2026-000002 bp_filed
	note 2026-11-25 2026-000002 bp_rejected
	[ "$(next 2026-11-25 2026-000002)" = "Tag stilling til kære af fogedrettens afgørelse creditor 2026-12-23" ]
	on 2026-11-25 due >"$H/due.json"
	on 2026-11-25 task done 2026-000002 "$(jq -r '.tasks[] | select(.case == "2026-000002" and .clock == "T26") | .key' "$H/due.json")" >/dev/null
	[[ "$(next 2026-11-25 2026-000002)" == "Godkend papirerne"*" operator 2029-08-31" ]]
	on 2026-11-25 note 2026-000001 court_deadline --on 2026-11-25 --deadline 2026-12-01 --ground "fuldmagt" >/dev/null
	on 2026-11-25 due | jq -e '[.tasks[] | select(.kind == "day") | .by_on] == ["2026-12-01", "2026-12-05"]'
}

@test "own tasks: added, seen by their day, done once" {
	on 2026-11-22 task add 2026-000001 --by 2026-11-24 --why "Ring til kreditor" >"$H/task.json"
	valid <"$H/task.json"
	local key
	key=$(jq -r '.tasks[0].key' "$H/task.json")
	rest 2026-11-22 due --within 14d | jq -e --arg k "$key" '.tasks | length == 1 and (.[0] | .key == $k and .what == "Ring til kreditor" and .clock == null)'
	on 2026-11-22 task done 2026-000001 "$key" | valid
	rest 2026-11-22 due --within 14d | jq -e '.tasks == []'
	run on 2026-11-22 task done 2026-000001 "$key"
	[ "$status" -eq 3 ]
	run on 2026-11-22 task add 2026-000001 --by 2026-11-24
	[ "$status" -eq 2 ]
	run on 2026-11-22 task add 2026-000099 --by 2026-11-24 --why x
	[ "$status" -eq 3 ]
}

@test "a clock that is set by hand counts by the law's own row" {
	on 2026-11-22 task add 2026-000001 --clock T27 --from 2026-12-17 | jq -e '.tasks[0].by_on == "2026-12-30"'
	rest 2026-11-22 due --within 60d | jq -e '.tasks[0] | .clock == "T27" and .statute == "rpl § 584 a stk. 4"'
	run on 2026-11-22 task add 2026-000001 --clock T99 --from 2026-12-17
	[ "$status" -eq 2 ]
}

@test "whose case it is: owner and deputy see it" {
	on 2026-11-22 assign 2026-000001 "Ane Advokat" --deputy "Bo Fuldmægtig" | valid
	[ "$(rest 2026-11-22 due --lawyer "Ane Advokat" | jq '.tasks | length')" -eq 1 ]
	[ "$(rest 2026-11-22 due --lawyer "Bo Fuldmægtig" | jq -r '.tasks[0].owner')" = "Ane Advokat" ]
	[ "$(rest 2026-11-22 due --lawyer "Ane Advokat" --on 2026-11-29 | jq '.tasks | length')" -eq 1 ]
	[ "$(rest 2026-11-22 due --lawyer "ane  ADVOKAT" | jq '.tasks | length')" -eq 1 ]
	run -3 --separate-stderr on 2026-11-22 due --lawyer Cara
	jq -e '.code == "no-such-lawyer" and (.remedy | contains("Ane Advokat"))' <<<"$output"
	on 2026-11-22 assign 2026-000001 Cara >/dev/null
	[ "$(rest 2026-11-22 due --lawyer "Ane Advokat" | jq '.tasks | length')" -eq 0 ]
	on 2026-11-22 due --rebuild >/dev/null
	[ "$(rest 2026-11-22 due --lawyer Cara | jq '.tasks | length')" -eq 1 ]
}

@test "what is dropped and made again is the same" {
	title
	on 2026-12-10 task add 2026-000003 --by 2026-12-24 --why "Gå sagen igennem; læs, og skriv" >/dev/null || true
	on 2026-12-10 due | jq 'del(.refreshed)' >"$H/one.json"
	on 2026-12-10 due --rebuild | jq 'del(.refreshed)' >"$H/two.json"
	cmp "$H/one.json" "$H/two.json"
	[ "$(on 2026-12-10 due | jq .refreshed)" -eq 0 ]
}

@test "the calendar file: real calendars read it, a task keeps its UID, a change raises its SEQUENCE" {
	on 2026-11-22 task add 2026-000001 --by 2026-12-01 --why "Skriv til Ørsted, Bjørn & Søn; bed om kontrakten, og husk at ringe til dem før fristen udløber" >/dev/null
	on 2026-11-22 due --ics "$H/one.ics" >/dev/null
	python3 -B "$SOURCE/tests/ics_checker.py" "$H/one.ics" >"$H/one"
	[ "$(wc -l <"$H/one")" -eq 5 ]
	on 2026-11-22 due --ics "$H/again.ics" >/dev/null
	cmp "$H/one.ics" "$H/again.ics"
	on 2026-11-23 note 2026-000001 acknowledged --on 2026-11-23 >/dev/null
	on 2026-11-23 due --ics "$H/two.ics" >/dev/null
	python3 -B "$SOURCE/tests/ics_checker.py" "$H/two.ics" >"$H/two"
	[ "$(awk '/000001-d1-limitation/ { print $1 }' "$H/one")" = "$(awk '/000001-d1-limitation/ { print $1 }' "$H/two")" ]
	[ "$(awk '/000001-d1-limitation/ { print $3 }' "$H/one")" != "$(awk '/000001-d1-limitation/ { print $3 }' "$H/two")" ]
	[ "$(awk '/000001-d1-limitation/ { print $2 }' "$H/one")" -lt "$(awk '/000001-d1-limitation/ { print $2 }' "$H/two")" ]
}

@test "in words, and as CSV" {
	run "$PAAKRAV" --home "$H/home" --today 2026-11-22 due
	[[ "$output" == *"Afbryd forældelsen af hovedstolen (fl § 3 stk. 1)"* ]]
	# task done takes the key that stands there
	"$PAAKRAV" --home "$H/home" --today 2026-11-22 task add 2026-000001 --by 2026-11-24 --why "Ring til kreditor" >/dev/null
	run "$PAAKRAV" --home "$H/home" --today 2026-11-22 due --within 5d
	[[ "$output" == *"Ring til kreditor  [own/1]"* ]]
	"$PAAKRAV" --home "$H/home" --today 2026-11-22 task done 2026-000001 own/1 >/dev/null
	run "$PAAKRAV" --home "$H/home" --today 2026-11-22 --lang en due --within 1d
	[[ "$output" == *"Approve the papers and hand them in"* && "$output" != *"Ring til"* ]]
	run "$PAAKRAV" --home "$H/home" --today 2026-11-22 --format csv due
	[[ "${lines[0]}" == case,clock,what,by_on,statute* ]]
	run "$PAAKRAV" --role auditor --home "$H/home" --today 2026-11-22 due
	[ "$status" -eq 7 ]
}
