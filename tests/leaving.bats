bats_require_minimum_version 1.5.0
# close and handover: the checklist on which a case leaves the house, a person's word on each open point, and what stops with it.

setup() {
	H=$BATS_TEST_TMPDIR/home OUT=$BATS_TEST_TMPDIR/out A=2026-000001 B=2026-000002 DAY=2026-11-22
	json submit "$SOURCE/fixtures/inbox/01-erhverv" "$SOURCE/fixtures/inbox/03-forbruger" >/dev/null
}

json() { "$PAAKRAV" --home "$H" --today "$DAY" --format json "$@"; }
valid() { python3 -B "$SOURCE/tests/validate.py" --break; }
note() { json note "$@" --on "$DAY" >/dev/null; }
# points WAY CASE STATE: the names of the points that stand so
points() {
	{ json "$1" "$2" || [ $? -eq 1 ]; } | jq -r --arg s "$3" '[.points[] | select(.state == $s) | .point] | join(" ")'
}
# left WAY CASE ARGS…: leaves with that status
no() {
	local want=$1
	shift
	run --separate-stderr json "$@"
	[ "$status" -eq "$want" ]
}

@test "every open point is named with what to do; the case closes when none is, and its clocks stop" {
	note $A bp_filed
	json task add $A --by 2026-12-01 --why "ring til retten" >/dev/null
	DAY=2026-11-25
	json close $A >"$H/list" || [ $? -eq 1 ]
	valid <"$H/list"
	jq -e '[.points[] | select(.state == "open") | .do | length > 5] | all' "$H/list"
	[ "$(points close $A open)" = "state court_step debtor_notice balance tasks" ]
	no 1 close $A --by "Anna Vest"
	no 1 close $A --as client_stop --by "Anna Vest" --why "kreditor vil ikke mere"
	# the claim is given up: what is owed stands, and the court still has its step
	[ "$(points close $A open)" = "court_step debtor_notice tasks" ]
	no 1 close $A --done court_step --why "tilbagekaldt med brev af i dag" --by "Anna Vest"
	json task done $A own/1 >/dev/null
	no 0 close $A --despite debtor_notice --why "skyldneren er ukendt på adressen" --by "Anna Vest"
	[ "$(jq -r '.left_on' <<<"$output")" = null ]
	no 0 close $A --by "Anna Vest"
	valid <<<"$output"
	[ "$(jq -r '.left_on' <<<"$output")" = 2026-11-25 ]
	[ "$(json due | jq '[.tasks[] | select(.case == "2026-000001")] | length')" -eq 0 ]
	# again changes nothing
	no 0 close $A --by "Bo Øst"
	[ "$(sqlite3 "$H/paakrav.db" 'SELECT count(*) FROM leaving')" -eq 1 ]
	run "$PAAKRAV" --home "$H" --today 2026-11-25 close $A
	[[ "$output" == *"gjort"*"tilbagekaldt med brev"* && "$output" == *"Sagen er lukket 2026-11-25."* ]]
}

@test "a word holds only as long as the point is about the same" {
	note $A bp_filed
	no 1 close $A --done court_step --why "tilbagekaldt"
	[ "$(points close $A done)" = court_step ]
	note $A bp_served
	[[ "$(points close $A open)" == *court_step* ]]
	# and a debt paid in full opens nothing of it
	note $A payment --amount "$(json owed $A | jq -r '.total_ore / 100')" --paid-to creditor
	[[ "$(points close $A open)" == *court_step* && "$(points close $A open)" != *balance* ]]
}

@test "a word needs a point, a reason and a person; a document must be the case's" {
	no 2 handover $A --to "Advokat Bo Syd" --done balance --why "betalt" --by "Anna Vest"
	[ "$(jq -r .code <<<"$output")" = one-at-a-time ]
	no 3 close $A --done udlaeg --why "intet"
	[ "$(jq -r .code <<<"$output")" = point-not-open ]
	no 3 close $A --done nonsens --why "intet"
	no 2 close $A --done state
	no 2 close $A --despite state --why "fordi"
	no 2 close $A --done state --despite balance --why "fordi" --by "Anna Vest"
	no 2 close $A --as fully_paid
	no 3 close $A --done debtor_notice --document findes-ikke.pdf
	no 1 close $A --done debtor_notice --document faktura.xml
	[ "$(points close $A done)" = debtor_notice ]
	no 3 close 2026-999999
}

@test "an attachment is released, a plan is told of, an overpayment goes back, approved papers do not lie about" {
	note $A bp_filed
	DAY=2026-11-25 && note $A bp_served
	DAY=2026-12-10 && note $A bp_endorsed_plain && note $A foged_request_filed
	DAY=2026-12-12 && note $A summons_issued --deadline 2026-12-14
	DAY=2026-12-14 && note $A meeting_opened && note $A udlaeg_made --ground "maskine"
	[[ "$(points close $A open)" == *udlaeg* ]]
	DAY=2026-12-15 && note $A payment --amount 20000 --paid-to creditor
	json close $A >"$H/list" || [ $? -eq 1 ]
	jq -e '.points[] | select(.point == "balance") | .state == "open" and (.about | startswith("betalt for meget"))' "$H/list"
	jq -e '.points[] | select(.point == "state") | .state == "clear"' "$H/list"
}

@test "approved papers that were not handed in are an open point, in both ways of leaving" {
	load desk
	desk_walk 01-erhverv
	desk_confirm
	desk_approve 2026-11-23 $A
	for way in close handover; do
		run -1 --separate-stderr "$PAAKRAV" --home "$WALK/home" --today 2026-11-23 --format json $way $A
		jq -e 'any(.points[]; .state == "open" and (.about | test("papirerne er godkendt og ikke indleveret")))' <<<"$output"
	done
	# Left in spite of them: they no longer lie where somebody would carry them to the court.
	for point in $(jq -r '.points[] | select(.state == "open") | .point' <<<"$output"); do
		"$PAAKRAV" --home "$WALK/home" --today 2026-11-23 close $A --despite "$point" --why "ny vej" --by "Anna Vest" >/dev/null || [ $? -eq 1 ]
	done
	for point in $("$PAAKRAV" --home "$WALK/home" --today 2026-11-23 --format json close $A | jq -r '.points[] | select(.state == "open") | .point'); do
		"$PAAKRAV" --home "$WALK/home" --today 2026-11-23 close $A --despite "$point" --why "ny vej" --by "Anna Vest" >/dev/null || [ $? -eq 1 ]
	done
	run -0 --separate-stderr "$PAAKRAV" --home "$WALK/home" --today 2026-11-23 --format json close $A --by "Anna Vest" --out "$WALK/out"
	jq -e '.left_on == "2026-11-23" and (.removed | length) == 1' <<<"$output"
	[ -z "$(find "$WALK/out/til-aflevering" -name "$A*")" ]
}

@test "limitation took the case: due --mail names it until it is closed" {
	DAY=2029-10-01
	[ "$(points close $A open)" = "" ]
	[ "$(json due --rebuild | jq '.tasks | length')" -eq 0 ]
	[ "$(sqlite3 "$H/paakrav.db" 'SELECT count(*) FROM docket_case WHERE lost_on IS NOT NULL')" -eq 2 ]
	no 0 close $A --by "Anna Vest"
	json due >/dev/null
	[ "$(sqlite3 "$H/paakrav.db" 'SELECT count(*) FROM docket_case WHERE lost_on IS NOT NULL')" -eq 1 ]
}

@test "handover makes the receiver's file: the case, its clocks with their days; and its clocks are ours no more" {
	note $A bp_filed
	DAY=2026-11-25 && note $A bp_served
	[ "$(points handover $A open)" = "court_step debtor_notice" ]
	no 1 handover $A --done court_step --why "ny repræsentant meldt" --out "$OUT"
	no 0 handover $A --done debtor_notice --why "skrevet" --out "$OUT"
	no 0 handover $A --to "Advokat Bo Syd" --by "Anna Vest" --out "$OUT"
	valid <<<"$output"
	[ "$(jq -r .file <<<"$output")" = til-overdragelse/$A.zip ]
	jq -e '[.clocks[] | select(.clock == "T10") | .by_on, .last_on, .days] == ["2026-12-10", "2026-12-09", 15]' <<<"$output"
	[ "$(sha256sum <"$OUT/til-overdragelse/$A.zip" | cut -d' ' -f1)" = "$(jq -r .sha256 <<<"$output")" ]
	cd "$BATS_TEST_TMPDIR" && unzip -qo "$OUT/til-overdragelse/$A.zip"
	"$PAAKRAV" verify sag.asice
	pdftotext -layout frister.pdf - | grep -q "Til Advokat Bo Syd"
	pdftotext -layout frister.pdf - | grep -q "10-12-2026 *15"
	[ "$(json due | jq '[.tasks[] | select(.case == "2026-000001")] | length')" -eq 0 ]
	# status and events tell who has it; a second time makes and records nothing
	json status $A >"$BATS_TEST_TMPDIR/s.json"
	valid <"$BATS_TEST_TMPDIR/s.json"
	jq -e '.cases[0] | .left.way == "handover" and .left.to == "Advokat Bo Syd" and .left.by == "Anna Vest" and .next.what == null' "$BATS_TEST_TMPDIR/s.json"
	run "$PAAKRAV" --home "$H" --today "$DAY" status $A
	[[ "$output" == *"Overdraget:            25. november 2026 til Advokat Bo Syd, af Anna Vest"* ]]
	run "$PAAKRAV" --home "$H" --today "$DAY" events $A
	[[ "$output" == *"2026-11-25  Sagen overdraget; til Advokat Bo Syd; af Anna Vest"* ]]
	no 1 handover $A --to "Advokat Eva Nord" --by "Anna Vest" --out "$OUT"
	valid <<<"$output"
	jq -e '.already.to == "Advokat Bo Syd" and .file == null' <<<"$output"
	[ "$(json events $A | jq '.leavings | length')" -eq 1 ]
	[ "$(json due | jq '[.tasks[] | select(.case == "2026-000002")] | length')" -gt 0 ]
	# who takes it back has its clocks again
	json assign $A "Anna Vest" >/dev/null
	[ "$(json due | jq '[.tasks[] | select(.case == "2026-000001")] | length')" -gt 0 ]
	no 0 handover $A
	[ "$(jq -r .left_on <<<"$output")" = null ]
}

@test "what was said and that it left is append-only" {
	no 1 close $A --done debtor_notice --why "skrevet"
	local sql
	for sql in "DELETE FROM leaving_word" "UPDATE leaving_word SET despite = 1" \
		"INSERT OR REPLACE INTO leaving_word VALUES (1, '$A', 'close', 'state', '', 0, '2026-11-22', x'00')"; do
		run sqlite3 "$H/paakrav.db" "$sql"
		[ "$status" -ne 0 ]
	done
}
