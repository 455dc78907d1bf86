bats_require_minimum_version 1.5.0
# report: the portfolio in counts and sums that agree with each other and with the cases; as text, CSV and pages with charts.

setup_file() {
	export BASE=$BATS_FILE_TMPDIR/base
	"$PAAKRAV" --home "$BASE" --today 2026-11-22 run "$SOURCE/fixtures/inbox" --out "$BATS_FILE_TMPDIR/out" >/dev/null || [ $? -eq 1 ]
	cat >"$BATS_FILE_TMPDIR/notes.csv" <<-'CSV'
	case,event,on,amount,paid-to,deadline
	2026-000001,bp_filed,2026-11-22,,,
	2026-000001,bp_served,2026-11-25,,,
	2026-000001,bp_endorsed_plain,2026-12-10,,,
	2026-000001,foged_request_filed,2026-12-14,,,
	2026-000001,summons_issued,2026-12-15,,,2026-12-20
	2026-000001,meeting_opened,2026-12-20,,,
	2026-000001,nothing_found,2026-12-20,,,
	2026-000002,payment,2026-12-18,30000,creditor,
	2026-000003,bp_filed,2026-11-22,,,
	2026-000003,bp_served,2026-11-29,,,
	2026-000009,payment,2026-10-02,2500,creditor,
	2026-000009,payment_reversed,2026-10-05,500,,
	2026-000011,client_stop,2026-12-01,,,
	2026-000012,uneconomic,2026-12-05,,,
	CSV
	"$PAAKRAV" --home "$BASE" --today 2026-12-30 note --from "$BATS_FILE_TMPDIR/notes.csv" >/dev/null
}

setup() {
	H=$BATS_TEST_TMPDIR/home DAY=2026-12-30
	cp -r "$BASE" "$H"
}

json() { "$PAAKRAV" --home "$H" --today "$DAY" --format json "$@"; }
valid() { python3 -B "$SOURCE/tests/validate.py" --break; }

@test "every sum is that of its rows, and every case counts once" {
	json report >"$H/r"
	valid <"$H/r"
	jq -e '
		def sum(f): map(f // 0) | add // 0;
		(.totals.cases == (.cases | length)) and
		(.totals.open == ([.cases[] | select(.outcome == null)] | length)) and
		(.totals.open + .totals.ended == .totals.cases) and
		(.totals.open == (.phases | sum(.cases))) and (.totals.open == (.ages | sum(.cases))) and
		(.totals.open_ore == (.phases | sum(.open_ore))) and (.totals.open_ore == (.ages | sum(.open_ore))) and
		(.totals.open_ore == ([.cases[] | select(.outcome == null)] | sum(.open_ore))) and
		(.totals.received_in_period_ore == (.months | sum(.received_ore))) and
		(.totals.received_in_period_ore == (.cases | sum(.received_in_period_ore))) and
		(.totals.new_in_period == (.months | sum(.new))) and
		(.totals.ended_in_period == (.outcomes | sum(.cases))) and
		(.totals.unknown == ([.cases[] | select(.claimed_ore == null)] | length))' "$H/r"
	# as status says of each case
	[ "$(jq -c '[.cases[] | [.case, .state]]' "$H/r")" = "$(json status | jq -c '[.cases[] | [.case, .state]]')" ]
}

@test "what is owed is what owed says; a payment too large recovers no more than was claimed" {
	json report >"$H/r"
	local c
	for c in 2026-000001 2026-000009 2026-000020; do
		[ "$(jq --arg c $c '.cases[] | select(.case == $c) | .open_ore' "$H/r")" = "$(json owed $c | jq .total_ore)" ]
	done
	jq -e '.cases[] | select(.case == "2026-000002") | .outcome == "PAID" and .received_ore == 3000000 and .claimed_ore < 2000000' "$H/r"
	jq -e '.cases[] | select(.case == "2026-000009") | .received_ore == 200000' "$H/r"
	jq -e '. as $r | .totals.recovered_bp == (([.cases[] | select(.claimed_ore != null) | [.received_ore, .claimed_ore] | min] | add) * 10000 / .totals.claimed_ore | floor)' "$H/r"
}

@test "outcomes, decisions and days in court, within the period" {
	json report >"$H/r"
	jq -e '[.outcomes[] | select(.cases > 0) | .outcome] == ["PAID", "WRITTEN_OFF", "TIME_BARRED", "CLIENT_STOP"]' "$H/r"
	jq -e '.decisions == {won: 1, settled: 0, lost: 0}' "$H/r"
	jq -e '[.steps[] | select(.court == "Retten i Odense") | [.median_days, .count]] == [[3, 1], [15, 1], [6, 1]]' "$H/r"
	# a step counts in the period in which it ends
	json report --to 2026-11-30 | jq -e '[.steps[] | .step] | all(. == "Betalingspåkrav: indleveret til forkyndt")'
	json report --from 2026-12-01 | jq -e '.totals.new_in_period == 0 and .totals.received_in_period_ore == 3000000 and (.months | length) == 1'
}

@test "limitation within 90 days, with the last safe day that due has" {
	json report --to 2026-11-22 >"$H/r"
	DAY=2026-11-22 json due >"$H/due"
	jq -e --slurpfile due "$H/due" '(.limitation | length) > 0 and ([.limitation[] | [.case, .by_on, .last_on]] == [$due[0].tasks[]
		| select(.kind == "limitation" and .last_on <= "2027-02-20") | [.case, .by_on, .last_on]])' "$H/r"
	jq -e '.totals.at_risk == (.limitation | length)' "$H/r"
}

@test "one creditor's, by name or number; one lawyer's" {
	local name n
	name=$(json report | jq -r '.cases[0].creditor')
	n=$(json report | jq --arg n "$name" '[.cases[] | select(.creditor == $n)] | length')
	[ "$(json report --creditor "$name" | jq '.totals.cases')" -eq "$n" ]
	[ "$(json report --creditor "$(tr 'A-Z' 'a-z' <<<"$name")" | jq '.totals.cases')" -eq "$n" ]
	[ "$(json report --creditor 99001011 | jq '.totals.cases')" -ge 1 ]
	json report --creditor "Findes ikke" | jq -e '.totals.cases == 0 and .totals.recovered_bp == null and .cases == []'
	json assign 2026-000003 "Anna Vest" --deputy "Bo Øst" >/dev/null
	[ "$(json report --lawyer "Bo Øst" | jq -c '[.cases[].case]')" = '["2026-000003"]' ]
}

@test "a case that was handed over is no open case" {
	local point
	for point in court_step debtor_notice client_notice; do
		json handover 2026-000003 --done $point --why skrevet >/dev/null || true
	done
	json handover 2026-000003 --to "Carl Syd" --by "Anna Vest" --out "$H/out" | jq -e '.left_on == "2026-12-30"'
	json report | jq -e '.cases[] | select(.case == "2026-000003") | .outcome == "HANDED_OVER" and .open_ore == 0'
}

@test "periods that cannot be are refused; past the last known rate sums are unknown, never zero" {
	run --separate-stderr json report --from 2026-12-01 --to 2026-11-01
	[ "$status" -eq 2 ]
	run --separate-stderr json report --to 2027-01-01
	[ "$status" -eq 2 ]
	DAY=2027-02-01
	json report >"$H/r"
	valid <"$H/r"
	jq -e '.totals.unknown > 20 and (.phases[] | select(.phase == "foged") | .cases == 1 and .open_ore == null)' "$H/r"
}

@test "CSV has a row a case, and its header when there is none" {
	"$PAAKRAV" --home "$H" --today "$DAY" --format csv report >"$H/csv"
	[ "$(wc -l <"$H/csv")" -eq $(($(json report | jq '.cases | length') + 1)) ]
	[ "$(head -1 "$H/csv")" = "$("$PAAKRAV" --home "$H" --today "$DAY" --format csv report --creditor "Findes ikke")" ]
}

@test "pages: the figures of the text, the same bytes each time, every letter shown" {
	printf '[firm]\nname=Advokatfirmaet Sølyst\n' >"$H/paakrav.conf"
	json report --pdf "$H/a.pdf" >"$H/r"
	json report --pdf "$H/b.pdf" >/dev/null
	cmp "$H/a.pdf" "$H/b.pdf"
	pdftotext -layout "$H/a.pdf" "$H/a.txt"
	grep -q "Advokatfirmaet Sølyst" "$H/a.txt"
	local open
	open=$(jq '(.totals.open_ore + 50) / 100 | floor' "$H/r")
	grep -q "${open:0:3}.${open:3} kr." "$H/a.txt"
	grep -q "30.000" "$H/a.txt"
	grep -q "Retten i Odense *Betalingspåkrav: forkyndt til påtegnet *1 *15 *15" "$H/a.txt"
	"$PAAKRAV" --home "$H" --today "$DAY" --lang en report --pdf "$H/en.pdf" >/dev/null
	pdftotext "$H/en.pdf" - | grep -q "Where the open cases stand"
	qpdf --check "$H/a.pdf" >/dev/null
}
