bats_require_minimum_version 1.5.0
# note --from: rows that follow each other on one case are one step; a refused one takes only itself back.

setup() {
	H=$BATS_TEST_TMPDIR/home F=$BATS_TEST_TMPDIR/n.csv A=2026-000001
	json 2026-11-22 submit "$SOURCE/fixtures/inbox/01-erhverv" "$SOURCE/fixtures/inbox/03-forbruger" >/dev/null
}

json() {
	local day=$1
	shift
	"$PAAKRAV" --home "$H" --today "$day" --format json "$@"
}
outcomes() { jq -r '[.notes[].outcome] | join(" ")'; }

@test "refused rows among good ones, another case between, the same again" {
	cat >"$F" <<-'CSV'
	case,event,on,amount,paid-to,ground,replaces
	2026-000001,payment,2026-11-20,100,operator,,
	2026-000001,payment,2026-13-20,100,operator,,
	2026-000001,payment,2026-11-20,100,operator,,
	2026-000009,payment,2026-11-20,100,operator,,
	2026-000002,call_logged,2026-11-20,,,talt med kunden,
	2026-000001,nonsens,2026-11-20,,,,
	2026-000001,payment,2026-11-21,200,operator,,
	2026-000001,payment,2026-11-21,250,operator,,4
	2026-000001,call_logged,2025-01-01,,,for tidligt,
	CSV
	run --separate-stderr json 2026-11-22 note --from "$F"
	[ "$status" -eq 1 ]
	python3 -B "$SOURCE/tests/validate.py" --break <<<"$output"
	[ "$(outcomes <<<"$output")" = "recorded refused already refused recorded refused recorded recorded refused" ]
	[ "$(json 2026-11-22 events $A | jq '[.events[] | select(.name == "payment" and (.replaced | not)) | .amount_ore] | add')" -eq 35000 ]
	json 2026-11-22 ledger verify | jq -e .ok
	json 2026-11-22 audit | jq -e .ok
	sed -i '/2026-11-21/d' "$F"
	[ "$(json 2026-11-22 note --from "$F" | outcomes)" = "already refused already refused already refused refused" ]
}

@test "a batch of many rows on one case says what the rows one by one say" {
	python3 - "$F" <<-'PY'
	import sys
	rows = ["case,event,on,ground"]
	for i in range(1200):
	    rows.append(f"2026-000001,{'call_logged' if i % 3 else 'hearing_fixed'},2026-{9 + i % 2:02d}-{1 + i % 28:02d},nr. {i}")
	open(sys.argv[1], "w").write("\n".join(rows) + "\n")
	PY
	json 2026-11-22 note --from "$F" >"$H/out"
	jq -e '(.notes | length) == 1200 and all(.notes[]; .outcome == "recorded" and .state == "BP_DRAFT")' "$H/out"
	# each row is told of its own misfit, and of no other
	jq -e '[.notes[] | select(.event.name == "hearing_fixed") | .findings | length] | unique == [1]' "$H/out"
	jq -e '[.notes[] | select(.event.name == "call_logged") | .findings | length] | unique == [0]' "$H/out"
	[ "$(json 2026-11-22 events $A | jq '[.events[] | select(.ground != null and (.ground | startswith("nr. ")))] | length')" -eq 1200 ]
	json 2026-11-22 events $A | jq -e '[.events[].on] | . == sort'
}

@test "a payment on a lawyer's case says who got it; on one's own case either is the same" {
	json 2026-11-22 submit "$SOURCE/fixtures/inbox/34-advokat" >/dev/null
	local lawyers=2026-000003
	run -3 --separate-stderr json 2026-11-22 note $lawyers payment --on 2026-11-20 --amount 100
	jq -e '.code == "paid-to-whom" and (.remedy | contains("--paid-to operator"))' <<<"$output"
	printf 'case,event,on,amount\n%s,payment,2026-11-20,100\n%s,payment,2026-11-20,100\n' $lawyers $A >"$F"
	run -1 --separate-stderr json 2026-11-22 note --from "$F"
	jq -e '.notes[0].code == "paid-to-whom" and .notes[1].outcome == "recorded"' <<<"$output"
	[ "$(json 2026-11-22 events $lawyers | jq '[.events[] | select(.name == "payment")] | length')" -eq 0 ]
	json 2026-11-22 note $lawyers payment --on 2026-11-20 --amount 100 --paid-to creditor | jq -e '.notes[0].outcome == "recorded"'
}
