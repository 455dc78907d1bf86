# The record shows its sources: searching, the words around a fact, and what is asked of a person.

bats_require_minimum_version 1.5.0

setup_file() {
	export H=$BATS_FILE_TMPDIR
	"$PAAKRAV" --home "$H/home" --today 2026-11-22 --format json inbox "$SOURCE/fixtures/inbox" >"$H/inbox.json" || [ $? -eq 1 ]
}

p() {
	"$PAAKRAV" --home "$H/home" --today 2026-11-22 --lang en "$@"
}

case_of() {
	jq -r --arg path "$1" '.submissions[] | select(.path == $path) | .case' "$H/inbox.json"
}

@test "find tells case, document and page, in all cases or one" {
	local case
	case=$(case_of 07-indsigelse)
	p find kataloger --format json >"$H/find.json"
	jq -e --arg c "$case" '.found | length > 0 and all(.case == $c)' "$H/find.json"
	jq -e '.found | all(.snippet | test("»kataloger«"; "i"))' "$H/find.json"
	[ "$(p find kataloger --case "$(case_of 01-erhverv)")" = "Nothing found." ]
	p find 'KATAL*' | grep -q "$case"
	run -3 p find kataloger --case 2026-999999
}

@test "no sign in a search is a mistake" {
	local text
	for text in '"' '(' 'a OR' 'NEAR(' '*' 'text:x' "'" '--' ''; do
		p find -- "$text" >/dev/null
	done
}

@test "the index made anew is the same" {
	p find 'a*' --format json >"$H/before.json"
	jq -e '.found | length > 0' "$H/before.json"
	p index --rebuild
	p find 'a*' --format json | cmp - "$H/before.json"
	run -2 p index
}

@test "facts --why shows where a fact stands, by number and by name" {
	local case
	case=$(case_of 07-indsigelse)
	p facts "$case" --why invoice.payable_ore | grep -q "/Invoice/cac:LegalMonetaryTotal"
	[ "$(p facts "$case" --why 1 --format json | jq '.facts | length')" = 1 ]
	p facts "$case" --why debtor/d1:party.name | grep -q "claim.xml"
	run -3 p facts "$case" --why no.such
}

# reading: a store of its own with a scan, a contract and a thread of mails
reading() {
	R=$BATS_TEST_TMPDIR/home
	mkdir -p "$BATS_TEST_TMPDIR/in"
	cp -r "$SOURCE/fixtures/reading/udisputeret" "$BATS_TEST_TMPDIR/in"
	r run "$BATS_TEST_TMPDIR/in" --out "$BATS_TEST_TMPDIR/out" --format json >"$BATS_TEST_TMPDIR/run.json"
	C=2026-000001
}

r() {
	"$PAAKRAV" --home "$R" --today 2026-11-22 --lang en "$@"
}

@test "what was read without claim.xml but the parties walks back to its pages" {
	reading
	jq -e '.submissions[0].route == "betalingspaakrav" and .totals.asked > 0 and .totals.questions == .totals.asked * 100' "$BATS_TEST_TMPDIR/run.json"
	r events $C --format json | jq -e '.events | map(select(.by == "read") | .name) == ["reminder_sent", "reminder_sent", "demand_sent"]'
	r facts $C --why invoice.payable_ore --format json >"$BATS_TEST_TMPDIR/why.json"
	jq -e '.facts[0].stands | .document == "scan.pdf" and .page == 1 and (.place | startswith("box ")) and .words == "18.437,50"' \
		"$BATS_TEST_TMPDIR/why.json"
	python3 -B "$SOURCE/tests/validate.py" facts "$BATS_TEST_TMPDIR/why.json"
	r find '"18.437,50"' --format json | jq -e '[.found[].document] | index("scan.pdf") != null'
	r find zink --format json >"$BATS_TEST_TMPDIR/before.json"
	r index --rebuild
	r find zink --format json | cmp - "$BATS_TEST_TMPDIR/before.json"
	jq -e '.found | length > 0 and all(.page == 1)' "$BATS_TEST_TMPDIR/before.json"
}

@test "review lists questions, riskiest first, with a picture beside" {
	reading
	r review $C --list --crops "$BATS_TEST_TMPDIR/crops" --below 98 --format json >"$BATS_TEST_TMPDIR/review.json"
	jq -e '[.questions[].risk] | length > 0 and . == sort' "$BATS_TEST_TMPDIR/review.json"
	local crop
	crop=$(jq -r '[.questions[].facts[] | select(.proof.document == "scan.pdf") | .crop] | first' "$BATS_TEST_TMPDIR/review.json")
	[ "$(head -c 4 "$crop" | tail -c 3)" = PNG ]
	python3 -B "$SOURCE/tests/validate.py" review "$BATS_TEST_TMPDIR/review.json"
	[ "$(r review $C --list --below 1 --format json | jq '.questions | length')" = 0 ]
}

@test "an answer is a decision with who and when, and the reading stays" {
	reading
	local ask before
	ask=$(r review $C --list --below 95 --format json | jq '[.questions[] | select(.name == "invoice.payable_ore")][0].facts[0].id')
	before=$(r facts $C --why "$ask" --format json | jq -c '.facts[0] | [.raw, .stands]')
	r review $C --accept "$ask" --by "Anna Advokat" --below 95 --format json >"$BATS_TEST_TMPDIR/review.json"
	jq -e --argjson f "$ask" '.decided == [{case: "2026-000001", fact: $f, word: "accepted", value: null, by: "Anna Advokat"}]
		and ([.questions[].facts[].id] | index($f) == null)' "$BATS_TEST_TMPDIR/review.json"
	r review $C --correct "$ask=1800000" --by "Anna Advokat" >/dev/null
	r facts $C --why "$ask" --format json | jq -e '.facts[0] | .status == "corrected" and .value == "1800000" and .proof.document == "Anna Advokat"'
	[ "$(r facts $C --why "$ask" --format json | jq -c '.facts[0] | [.raw, .stands]')" = "$before" ]
	r review $C --reject "$ask" >/dev/null
	r assess $C --format json | jq -e '.route == "missing"'
	run -2 r review $C --accept x
	run -2 r review --accept 1
	run -3 r review $C --accept 99999
	run -3 r review $C --correct "$ask=mange"
	run -2 r review --below 900 --list
}

@test "one answer for all that are alike" {
	reading
	cp -r "$SOURCE/fixtures/reading/med-indsigelse" "$BATS_TEST_TMPDIR/in/zwei"
	r inbox "$BATS_TEST_TMPDIR/in" >/dev/null || true
	r review --list --format json >"$BATS_TEST_TMPDIR/all.json"
	local ask
	ask=$(jq '[.questions[] | select(.case == "2026-000001" and .alike == 1)][0].facts[0].id' "$BATS_TEST_TMPDIR/all.json")
	r review $C --accept "$ask" --alike --format json | jq -e '[.decided[].case] == ["2026-000001", "2026-000002"]'
}

@test "a spot check is drawn by its seed, and counts the errors found" {
	local drawn case ask
	drawn=$(p review --sample 40% --seed frø --format json | jq -c .sample.drawn)
	[ "$(p review --sample 40% --seed frø --format json | jq -c .sample.drawn)" = "$drawn" ]
	[ "$(p review --sample 40% --seed andet --format json | jq -c .sample.drawn)" != "$drawn" ]
	p review --sample 5 | grep -q '^Seed [0-9a-f]\{8\}: '
	p review --sample 40% --seed frø --format json >"$BATS_TEST_TMPDIR/review.json"
	python3 -B "$SOURCE/tests/validate.py" review "$BATS_TEST_TMPDIR/review.json"
	jq -e '.sample.checked == 0 and .sample.errors == 0 and .sample.facts == (.questions | length)' "$BATS_TEST_TMPDIR/review.json"
	case=$(jq -r '.questions[0].case' "$BATS_TEST_TMPDIR/review.json")
	ask=$(jq -r '[.questions[] | select(.name == "invoice.due_on" or .name == "invoice.issue_on")][0] | "\(.case) \(.facts[0].id)"' "$BATS_TEST_TMPDIR/review.json")
	p review "${ask% *}" --correct "${ask#* }=2026-01-01" >/dev/null
	p review "$case" --accept "$(jq -r '.questions[0].facts[0].id' "$BATS_TEST_TMPDIR/review.json")" >/dev/null
	p review --sample 40% --seed frø --format json | jq -e --argjson d "$drawn" '.sample | .drawn == $d and .checked == 2 and .errors == 1'
	run -2 p review --sample 0%
	run -2 p review --sample mange
}
