bats_require_minimum_version 1.5.0
# assess, explain, owed, rules: routes, reasons and exit codes from the command line.

setup() {
	export PAAKRAV_HOME="$BATS_TEST_TMPDIR/home"
	INBOX="$SOURCE/fixtures/inbox"
}

taken() {
	"$PAAKRAV" --today 2026-11-22 --format json submit "$INBOX/$1" | jq -r '.submissions[0].case'
}

json() {
	run --separate-stderr "$PAAKRAV" --today 2026-11-22 --format json "$@"
}

# holds: the schema of that name says yes to the last output
holds() {
	python3 -W ignore "$SOURCE/tests/validate.py" --break <<<"$output"
}

@test "an ordinary case: exit 0, a court, a fee, nothing missing" {
	case=$(taken 01-erhverv)
	json assess "$case"
	[ "$status" -eq 0 ]
	holds
	[ "$(jq -r .route <<<"$output")" = betalingspaakrav ]
	[ "$(jq -r .court_fee_ore <<<"$output")" = 75000 ]
	[ "$(jq '.missing | length' <<<"$output")" -eq 0 ]
	[ "$(jq '[.findings[] | select(.severity == "BLOCK")] | length' <<<"$output")" -eq 0 ]
	[ "$(jq '[.findings[] | select(.verdict == "CLEAR")] | length' <<<"$output")" -eq 0 ]
	json assess "$case" --all
	[ "$(jq '[.findings[] | select(.verdict == "CLEAR")] | length' <<<"$output")" -gt 20 ]
}

@test "a demand one day short: exit 1, what to send and from when" {
	case=$(taken 09-paakrav-en-dag-for-kort)
	json assess "$case"
	[ "$status" -eq 1 ]
	holds
	[ "$(jq -r .route <<<"$output")" = missing ]
	[ "$(jq -r .ready_on <<<"$output")" = 2026-12-03 ]
	[ "$(jq -r '.missing[0].id' <<<"$output")" = U06 ]
	json explain "$case" --rule D01
	[ "$status" -eq 1 ]
	holds
	[ "$(jq -r '.rules[0].figures.days' <<<"$output")" = 9 ]
	[ "$(jq -r '.rules[0].events[0].name' <<<"$output")" = demand_sent ]
	[ "$(jq '.rules | length' <<<"$output")" -eq 1 ]
}

@test "one øre over: the civil claim, with its track" {
	case=$(taken 06-en-oere-over)
	json assess "$case"
	[ "$status" -eq 0 ]
	[ "$(jq -r '.route + " " + .track' <<<"$output")" = "civil_claim ordinary" ]
	json explain "$case" --rule U04
	[ "$(jq -r '.rules[0].figures.principal_ore' <<<"$output")" = 10000001 ]
	[ "$(jq -r '.rules[0].facts[0].proof.document' <<<"$output")" != null ]
	[[ "$(jq -r '.rules[0].quote' <<<"$output")" == "Reglerne i dette kapitel kan anvendes"* ]]
}

@test "the text is Danish, English on demand, and names the law" {
	case=$(taken 09-paakrav-en-dag-for-kort)
	run "$PAAKRAV" --today 2026-11-22 assess "$case"
	[[ "$output" == *"noget mangler"* && "$output" == *"il § 10 stk. 3"* && "$output" == *"14. oktober 2026"* ]]
	run "$PAAKRAV" --today 2026-11-22 --lang en explain "$case"
	[[ "$output" == *"14 October 2026"* && "$output" == *"demand_sent"* ]]
}

@test "owed: sums on a day, unknown after the last rate is exit 1 and null" {
	case=$(taken 01-erhverv)
	json owed "$case" --on 2026-12-31
	[ "$status" -eq 0 ]
	holds
	[ "$(jq '[.periods[].interest_ore] | add' <<<"$output")" = "$(jq .interest_ore <<<"$output")" ]
	json owed "$case" --on 2027-01-01
	[ "$status" -eq 1 ]
	holds
	[ "$(jq .total_ore <<<"$output")" = null ]
	json owed "$case" --on 2027-02-30
	[ "$status" -eq 2 ]
}

@test "rules: every row, one row, and no such row, without a store" {
	unset PAAKRAV_HOME
	json rules
	[ "$status" -eq 0 ]
	holds
	[ "$(jq '.rules | length' <<<"$output")" -ge 40 ]
	json rules U06
	[ "$(jq -r '.rules[0].statute' <<<"$output")" = "rpl § 477 b stk. 2; il § 10; il § 11" ]
	json rules U99
	[ "$status" -eq 2 ]
}

@test "the same case on the same day gives the same bytes in another time zone and locale" {
	case=$(taken 04-to-fakturaer)
	TZ=Pacific/Auckland LC_ALL=C "$PAAKRAV" --today 2026-11-22 --format json explain "$case" --all >"$BATS_TEST_TMPDIR/a"
	TZ=America/Lima "$PAAKRAV" --today 2026-11-22 --format json explain "$case" --all >"$BATS_TEST_TMPDIR/b"
	cmp "$BATS_TEST_TMPDIR/a" "$BATS_TEST_TMPDIR/b"
}

@test "no such case is an input error" {
	taken 01-erhverv
	json assess 2026-000999
	[ "$status" -eq 3 ]
}

# page NAME: what stands between the marks in docs/NAME is the output so far; ./dev accept writes it anew
page() {
	local kept="$SOURCE/docs/$1"
	if [ -n "$PAAKRAV_ACCEPT" ]; then
		{ sed '/^```$/,$d' "$kept"; echo '```'; cat; echo '```'; } >"$BATS_TEST_TMPDIR/page"
		cp "$BATS_TEST_TMPDIR/page" "$kept"
	else
		diff -u <(sed -n '/^```$/,/^```$/{/^```$/d;p}' "$kept") -
	fi
}

@test "docs/rules.md is what the program says" {
	"$PAAKRAV" --lang en rules --quotes | page rules.md
}

@test "docs/law.md is what the program says: every table's rows with marks and sources" {
	{
		"$PAAKRAV" --lang en law verify | sed 1d
		"$PAAKRAV" --lang en law show --all | sed 1,2d
	} | page law.md
}

@test "each rule that was replaced can be shown by its version; the list has the newest" {
	json rules U06
	holds
	[ "$(jq -r '.rules[0].fixtures.bad' <<<"$output")" = fixtures/bad/U06 ]
	[ -f "$SOURCE/$(jq -r '.rules[0].fixtures.edge' <<<"$output")/claim.xml" ]
	[ "$(jq -r '.rules[0].beside[0].quote_from' <<<"$output")" = "il § 11" ]
	json rules U06/1
	[ "$(jq '.rules | length' <<<"$output")" -eq 1 ]
	json rules U06/9
	[ "$status" -eq 2 ]
	json rules
	[ "$(jq -r '.rules[].id' <<<"$output" | sort | uniq -d | wc -l)" -eq 0 ]
}

@test "the same invoice in two open cases goes to a person: R06" {
	first=$(taken 25-faktura.zip)
	second=$(taken 26-samme-faktura)
	json explain "$second" --rule R06
	[ "$(jq -r '.rules[0].verdict + " " + .rules[0].effect + " " + .rules[0].figures.case' <<<"$output")" = "FOUND HUMAN $first" ]
	json explain "$first" --rule R06 --all
	[ "$(jq -r '.rules[0].verdict' <<<"$output")" = CLEAR ]
}

@test "owed as CSV: periods, days and rates that anybody can reckon again" {
	case=$(taken 21-delvist-betalt)
	"$PAAKRAV" --today 2026-11-22 --format csv owed "$case" >"$BATS_TEST_TMPDIR/owed.csv"
	"$PAAKRAV" --today 2026-11-22 --format json owed "$case" >"$BATS_TEST_TMPDIR/owed.json"
	python3 -B - "$BATS_TEST_TMPDIR" "$SOURCE/assess/tables/reference_rates.csv" <<'END'
import csv, datetime, json, sys
day = datetime.date.fromisoformat
rows = list(csv.DictReader(open(sys.argv[1] + "/owed.csv", encoding="utf-8")))
owed = json.load(open(sys.argv[1] + "/owed.json", encoding="utf-8"))
assert list(rows[0]) == ["claim", "from_on", "to_on", "days", "rate_bp", "principal_ore", "interest_ore", "statute"], rows[0]
assert len(rows) == len(owed["periods"]) >= 2
rates = [(day(r["valid_from"]), day(r["valid_to"]), r["lending_rate_pct"]) for r in csv.DictReader(open(sys.argv[2], encoding="utf-8"))]
for row, period in zip(rows, owed["periods"]):
    first, last = day(row["from_on"]), day(row["to_on"])
    assert int(row["days"]) == (last - first).days + 1, row
    lending = [float(r) for a, b, r in rates if a <= first <= b and last <= b]
    assert int(row["rate_bp"]) == round(lending[0] * 100) + 800, (row, lending)
    exact = int(row["principal_ore"]) * int(row["rate_bp"]) * int(row["days"]) / 10000 / 365
    assert abs(int(row["interest_ore"]) - exact) <= 1, (row, exact)
    assert all(row[key] == str(value) for key, value in period.items()), (row, period)
assert sum(int(row["interest_ore"]) for row in rows) == owed["interest_ore"]
assert int(rows[0]["principal_ore"]) > int(rows[-1]["principal_ore"]) # a payment took of it
END
}

@test "before the invoice nothing is owed, and a sentence says so; a CSV without rows has its header" {
	case=$(taken 01-erhverv)
	json owed "$case" --on 2026-08-02
	[ "$status" -eq 0 ]
	holds
	[ "$(jq -r '[.principal_ore, .total_ore, .interest_ore] | join(" ")' <<<"$output")" = "0 0 0" ]
	[[ "$(jq -r .note <<<"$output")" == "1 af kravene"* ]]
	json owed "$case" --on 2026-08-03
	[ "$(jq -r '.note' <<<"$output")" = null ]
	[ "$(jq -r '.principal_ore > 0' <<<"$output")" = true ]
	[ "$("$PAAKRAV" --today 2026-11-22 --format csv owed "$case" --on 2026-08-10)" = \
		claim,from_on,to_on,days,rate_bp,principal_ore,interest_ore,statute ]
	for what in assess owed "law show"; do
		[ "$what" = "law show" ] && more= || more=$case
		"$PAAKRAV" --today 2026-11-22 --format csv $what $more | sed -n 1p >"$BATS_TEST_TMPDIR/rows" || true
		grep -qF ":$(cat "$BATS_TEST_TMPDIR/rows")\"" "$SOURCE/assess/commands.c"
	done
}
