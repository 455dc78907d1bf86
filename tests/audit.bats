bats_require_minimum_version 1.5.0
# The audit: what was changed, cut, put in or taken out is named; what was not is found whole.

setup_file() {
	export WALK="$BATS_FILE_TMPDIR/walk"
	mkdir -p "$WALK/inbox"
	for story in 01-erhverv 03-forbruger 34-advokat; do cp -r "$SOURCE/fixtures/inbox/$story" "$WALK/inbox/"; done
	p() { "$PAAKRAV" --home "$WALK/home" --today 2026-11-22 "$@"; }
	p run "$WALK/inbox" --out "$WALK/out" >/dev/null
	C=$(p --format json status | jq -r '[.cases[].case][-1]')
	p agreement set --case "$C" --from 2026-01-01 --agreed-on 2026-01-01 --operator lawyer --client business --out-of-court fixed \
		--out-of-court-price 500 --out-of-court-success yes --court fixed --court-price 1500 --court-success yes --win payment \
		--reminder-fees client --interest client --awarded-costs client --loss ours --vat yes --set-off yes --direct-payments yes \
		--decision "set af advokaten" --by Advokat >/dev/null
	p note "$C" payment --on 2026-11-20 --amount 100 --paid-to operator --ground "til sagen" >/dev/null
	p note "$C" payment --on 2026-11-21 --amount 250.50 --paid-to operator >/dev/null
	fact=$(p --format json facts "$C" | jq -r '[.facts[] | select(.name == "invoice.due_on")][0].id')
	p decide "$C" "$fact" accept --by Advokat >/dev/null
	printf '[firm]\nname=Vest Inkasso ApS\naddress=Havnegade 12\npostcode=6700\ncity=Esbjerg\ncvr=99002020\naccount=0400 0001234567\n' >"$WALK/home/paakrav.conf"
	p invoice issue >/dev/null
	p invoice credit 1 --why "forkert dag" --by Anna >/dev/null
	p invoice issue >/dev/null
	p audit --format json >"$WALK/receipt.json"
}

setup() {
	T="$BATS_TEST_TMPDIR" H="$BATS_TEST_TMPDIR/home"
	cp -r "$WALK/home" "$H"
}

paakrav() { "$PAAKRAV" --home "$H" --today 2026-11-22 "$@"; }
holds() { python3 -B "$SOURCE/tests/validate.py" "$@"; }

@test "whole books are found whole, by every role that may look, against what left the house" {
	jq -e '.ok and .entries > 4 and (.record | length) > 8' "$WALK/receipt.json"
	holds audit "$WALK/receipt.json"
	paakrav --role auditor audit --receipt "$WALK/receipt.json"
	paakrav note "$(paakrav --format json status | jq -r '[.cases[].case][-1]')" payment --on 2026-11-22 --amount 3 --paid-to operator
	paakrav audit --receipt "$WALK/receipt.json"
}

@test "each kind of tampering is caught and named" {
	run python3 -B "$SOURCE/tests/tamper.py" "$PAAKRAV" "$WALK/home" "$WALK/receipt.json"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "yesterday's copy in place of the store is noticed by what left the house since" {
	cp -r "$H" "$T/igaar"
	paakrav note "$(paakrav --format json status | jq -r '[.cases[].case][-1]')" payment --on 2026-11-22 --amount 3 --paid-to operator
	paakrav audit --format json >"$T/idag.json"
	rm -rf "$H" && mv "$T/igaar" "$H"
	paakrav audit
	run -6 paakrav audit --receipt "$T/idag.json" --format json
	jq -e 'any(.faults[]; .what == "receipt" or .what == "cut")' <<<"$output"
}

@test "a receipt that is none is refused" {
	echo '{"journal":{"seq":1}}' >"$T/r.json"
	run -3 paakrav audit --receipt "$T/r.json"
	jq '.record[0].table = "sqlite_master"' "$WALK/receipt.json" >"$T/r.json"
	run -3 paakrav audit --receipt "$T/r.json"
	run -5 paakrav audit --receipt "$T/none.json"
}
