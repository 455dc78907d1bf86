# The sequence before the court: presets, a firm's own, proposed by the docket and by what-next, never faster than the law.

bats_require_minimum_version 1.5.0

setup() {
	export H=$BATS_TEST_TMPDIR
	mkdir -p "$H/in/sag" "$H/home"
	sed -e '/<event /d' "$SOURCE/fixtures/inbox/01-erhverv/claim.xml" >"$H/in/sag/claim.xml"
	cp "$SOURCE/fixtures/inbox/01-erhverv/faktura.xml" "$H/in/sag/"
	on 2026-09-03 submit "$H/in/sag" >/dev/null
}

on() {
	local day=$1
	shift
	"$PAAKRAV" --home "$H/home" --today "$day" --format json "$@"
}

step() {
	on "$1" due | jq -r '[.tasks[] | select(.kind == "step") | "\(.key) \(.by_on) \(.paper)"] | join("; ")'
}

@test "the docket and what-next propose the same next step, with its letter, and follow what is done" {
	# due on 2 September 2026
	on 2026-09-03 due >"$H/due.json"
	python3 -B "$SOURCE/tests/validate.py" --break <"$H/due.json"
	[ "$(step 2026-09-03)" = "d1/step/friendly 2026-09-07 friendly" ] # the third day is a Saturday
	on 2026-09-03 what-next 2026-000001 >"$H/next.json"
	python3 -B "$SOURCE/tests/validate.py" --break <"$H/next.json"
	jq -e '.proposed == [{"debtor": "d1", "step": "friendly", "text": "Venlig påmindelse", "letter": "friendly", "by_on": "2026-09-07"}]' \
		"$H/next.json"
	on 2026-09-05 note 2026-000001 reminder_sent --on 2026-09-05 >/dev/null
	[ "$(step 2026-09-06)" = "d1/step/reminder_1 2026-09-17 reminder_1" ]
	on 2026-09-17 note 2026-000001 reminder_sent --on 2026-09-17 --amount 100 >/dev/null
	[ "$(step 2026-09-18)" = "d1/step/call 2026-09-23 null" ]
	on 2026-09-23 call 2026-000001 --by Ida --outcome no-answer >/dev/null
	[ "$(step 2026-09-24)" = "d1/step/demand 2026-09-28 demand" ]
	# an objection stops them, and a plan does
	on 2026-09-24 note 2026-000001 objection_received --on 2026-09-24 --debtor d1 --ground defect >/dev/null
	[ -z "$(step 2026-09-24)" ]
	on 2026-09-25 note 2026-000001 objection_cleared --on 2026-09-25 --debtor d1 >/dev/null
	[ -n "$(step 2026-09-25)" ]
	on 2026-09-25 plan 2026-000001 --from 2026-12-01 --count 3 --how oral >/dev/null
	[ -z "$(step 2026-09-25)" ]
}

@test "the agency's second reminder, six days after the first, waits until it may carry its fee" {
	printf '[letters]\nsequence=bureau\n' >"$H/home/paakrav.conf"
	[ "$(step 2026-09-03)" = "d1/step/reminder_1 2026-09-03 reminder_1" ]
	on 2026-09-03 note 2026-000001 reminder_sent --on 2026-09-03 --amount 100 >/dev/null
	# the ninth is its day by the sequence; the thirteenth, a Sunday, the first on which it may carry a fee
	[ "$(step 2026-09-04)" = "d1/step/reminder_2 2026-09-14 reminder_2" ]
	[ "$(step 2026-09-09)" = "d1/step/reminder_2 2026-09-14 reminder_2" ]
	# one task for one letter: the clock's own is not beside it
	on 2026-09-20 due | jq -e '[.tasks[] | select(.case == "2026-000001") | .clock // .kind] | index("T01") == null and index("step") != null'
	# a letter to collect waits for the demand's own day, also while its planned day is still ahead
	printf '[letters]\nsequence=standard\n' >"$H/home/paakrav.conf"
	on 2026-09-28 note 2026-000001 demand_sent --on 2026-09-28 --deadline 2026-10-20 >/dev/null
	[ "$(step 2026-09-29)" = "d1/step/collection 2026-10-21 collection" ]
}

@test "a reminder has one number everywhere: a friendly note is none, and letter next plans on the docket's day" {
	local n=0 day kind
	# the third day after the due date is a Saturday
	on 2026-09-03 letter next 2026-000001 | jq -e '[.steps[].planned_on] | .[:2] == ["2026-09-07", "2026-09-17"]'
	for row in 2026-09-07:friendly 2026-09-17:reminder_3 2026-09-28:reminder_3; do
		day=${row%:*} kind=${row#*:} n=$((n + 1))
		on "$day" letter 2026-000001 "$kind" --out "$H/out" >/dev/null
		on "$day" letter approve 2026-000001 $n --by Ida --out "$H/out" >/dev/null
		on "$day" letter sent 2026-000001 $n --by Ida --how post --out "$H/out" >/dev/null
		[ $n -ne 2 ] || on 2026-09-18 letter next 2026-000001 |
			jq -e '[.steps[] | select(.state == "done") | .step] == ["friendly", "reminder_1"]'
	done
	[ "$(on 2026-09-28 letters 2026-000001 | jq -r '[.letters[] | "\(.title)/\(.title_en)"] | join(", ")')" = \
		"Venlig påmindelse/Friendly note, Rykker 1/Reminder 1, Rykker 2/Reminder 2" ]
	find "$H/out" -name '*-2-reminder_3.txt' -exec grep -q '^Rykker: ' {} +
	find "$H/out" -name '*-3-reminder_3.txt' -exec grep -q '^2. rykker: ' {} +
}

@test "presets and a firm's own: changing them moves the docket at once" {
	for preset in standard bureau egen hurtig svensk; do
		printf '[letters]\nsequence=%s\n' "$preset" >"$H/home/paakrav.conf"
		on 2026-09-03 letter next 2026-000001 | jq -e --arg p "$preset" '.sequence == $p and (.steps | length) >= 4'
	done
	printf '[letters]\nsequence=vores\n' >"$H/home/paakrav.conf"
	printf 'sequence,step,day,event,da,en\nvores,reminder_1,20,reminder_sent,Rykker,Reminder\nvores,demand,40,demand_sent,Varsel,Demand\n' \
		>"$H/home/sekvenser.csv"
	[ "$(step 2026-09-03)" = "d1/step/reminder_1 2026-09-22 reminder_1" ]
	# a malformed one is a sentence that names the line
	printf 'vores,call,soon,call_logged,Opkald,Call\n' >>"$H/home/sekvenser.csv"
	run --separate-stderr on 2026-09-03 due
	[ "$status" -eq 3 ]
	jq -e '.file == "sekvenser.csv" and .line == 4' <<<"$output"
	printf '[letters]\nsequence=ingen\n' >"$H/home/paakrav.conf"
	rm "$H/home/sekvenser.csv"
	run --separate-stderr on 2026-09-03 due
	[ "$status" -eq 3 ]
}
