bats_require_minimum_version 1.5.0
# What goes wrong around the books: another house's files, a clock set back, a bank that says otherwise, many hands at once. The
# books stay whole and say why. Writes that fail are tried by faults.py.

setup_file() {
	export WALK="$BATS_FILE_TMPDIR/walk" A=2026-000001
	mkdir -p "$WALK/inbox"
	cp -r "$SOURCE/fixtures/inbox/34-advokat" "$WALK/inbox/"
	p() { "$PAAKRAV" --home "$WALK/home" --today 2026-11-20 "$@"; }
	p run "$WALK/inbox" --out "$WALK/out" >/dev/null
	printf '[bank]\naccounts=0040 0440116243\n[own-account]\nnumber=1111 2222222222\n' >"$WALK/home/paakrav.conf"
	printf '[{"head":true,"opening":"0","to":"2026-11-19"},{"on":"2026-11-11","amount":"1000.00","bank":"R1","text":"sag %s"}]' $A |
		python3 -B "$SOURCE/tests/make_bank.py" 053 8 "$WALK/s1.xml"
	p bank import "$WALK/s1.xml" >/dev/null
	p clientmoney day 2026-11-12 >/dev/null
	p audit --format json >"$WALK/receipt.json"
}

setup() {
	T="$BATS_TEST_TMPDIR" H="$BATS_TEST_TMPDIR/home"
	cp -r "$WALK/home" "$H"
}

on() { "$PAAKRAV" --home "$H" --today "$@"; }
# other: the home of another firm with books of its own
other() {
	mkdir -p "$T/inbox" && cp -r "$SOURCE/fixtures/inbox/01-erhverv" "$T/inbox/"
	"$PAAKRAV" --home "$T/andet" --today 2026-11-20 run "$T/inbox" --out "$T/out" >/dev/null
	"$PAAKRAV" --home "$T/andet" --today 2026-11-20 proof 2026-000001 --format json >"$T/andet.json"
	"$PAAKRAV" --home "$T/andet" --today 2026-11-20 audit --format json >"$T/andet-receipt.json"
}

@test "another firm's keys, documents, heads and proofs are named as such" {
	other
	cp -r "$H" "$T/hel"
	rm -rf "$H/keys" && cp -r "$T/andet/keys" "$H/keys"
	run -6 on 2026-11-20 audit
	[[ "$output" == *"proofs/klientmidler-2026-11-12-1.json"*"en andens"* ]]
	on 2026-11-20 proof $A --format json >"$T/bevis.json"
	run -6 on 2026-11-20 proof verify "$T/bevis.json" --certificate "$T/hel/keys/signer.pem"
	on 2026-11-20 backup "$T/kopi"
	run -6 "$PAAKRAV" --home "$T/igen" --today 2026-11-20 restore "$T/kopi" --certificate "$T/hel/keys/signer.pem"
	[ ! -e "$T/igen" ]
	rm -rf "$H" && cp -r "$T/hel" "$H"
	rm -rf "$H/documents" && cp -r "$T/andet/documents" "$H/documents"
	run -6 on 2026-11-20 audit
	[[ "$output" == *"$A documents/"* ]]
	run -6 on 2026-11-20 backup "$T/kopi2"
	rm -rf "$H" && cp -r "$T/hel" "$H"
	# The other house's list of rows is not ours; neither is our head in its chain.
	run -6 on 2026-11-20 audit --receipt "$T/andet-receipt.json"
	run -6 "$PAAKRAV" --home "$T/andet" --today 2026-11-20 audit --receipt "$WALK/receipt.json"
	on 2026-11-20 audit --receipt "$WALK/receipt.json"
}

@test "a day proof that was touched or is gone is named" {
	file="$H/proofs/klientmidler-2026-11-12-1.json"
	cp "$file" "$T/hel"
	sed -i 's/100000/100001/' "$file"
	run -6 on 2026-11-20 audit --format json
	jq -e 'any(.faults[]; .what == "proof" and (.where | contains("klientmidler-2026-11-12-1")))' <<<"$output"
	cp "$T/hel" "$file" && on 2026-11-20 audit
	printf x >>"$file.p7s"
	run -6 on 2026-11-20 audit
	rm "$file.p7s"
	run -6 on 2026-11-20 audit
}

@test "a clock that was set back accuses nobody, and what has not happened is refused" {
	run -3 on 2026-11-01 note $A payment --on 2026-11-19 --amount 5 --paid-to operator
	[[ "$output" == *"ikke er kommet endnu"* ]]
	run -3 on 2026-11-20 clientmoney day 2026-11-25
	[[ "$output" == *"ikke kommet endnu"* ]]
	before=$(on 2026-11-20 ledger --format json | jq .count)
	on 2026-11-01 books update
	on 2026-11-01 audit
	on 2026-11-20 books update
	on 2026-11-20 audit --receipt "$WALK/receipt.json"
	[ "$(on 2026-11-20 ledger --format json | jq .count)" -eq "$before" ]
}

@test "a statement that does not follow is taken as it is, and the day's proof says by how much it is off" {
	printf '[{"head":true,"opening":"999","from":"2026-11-20","to":"2026-11-20"},{"on":"2026-11-20","amount":"10.00","bank":"R9","text":"x"}]' |
		python3 -B "$SOURCE/tests/make_bank.py" 053 8 "$T/s2.xml"
	on 2026-11-20 bank import "$T/s2.xml"
	run -1 on 2026-11-20 clientmoney day 2026-11-20
	[[ "$output" == *"UFORKLARET FORSKEL"*"-1,00"* ]]
	printf '<?xml version="1.0"?><Document>' >"$T/halvt.xml"
	run -3 on 2026-11-20 bank import "$T/halvt.xml"
	on 2026-11-20 audit --receipt "$WALK/receipt.json"
}

@test "many hands at once: no entry is lost or doubled" {
	hand() { # N: a line of its own bank file, then payments noted, proposals made, a proof asked for
		printf '[{"head":true,"opening":"0","to":"2026-11-19","message":"H%s"},{"on":"2026-11-1%s","amount":"%s.00","bank":"H%s","text":"sag %s"}]' \
			"$1" "$1" "$1" "$1" $A | python3 -B "$SOURCE/tests/make_bank.py" 053 8 "$T/h$1.xml"
		on 2026-11-20 bank import "$T/h$1.xml" >/dev/null
		for n in 1 2 3; do
			on 2026-11-20 note $A payment --on 2026-11-19 --amount "$n$1.0$1" --paid-to operator >/dev/null
			on 2026-11-20 bank import "$T/h$1.xml" >/dev/null
		done
		on 2026-11-20 ledger propose --kind court_fee_advanced --case $A --amount "$1" --why prøve --by "Hånd $1" >/dev/null
	}
	pids=()
	for n in 1 2 3 4; do
		hand $n &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid"; done
	on 2026-11-20 audit --receipt "$WALK/receipt.json"
	on 2026-11-20 ledger --format json >"$T/ledger.json"
	# One of each: four lines of the bank, twelve payments, beside the first; a chain without a gap.
	jq -e '[.entries[] | select(.kind == "client_payment")] | length == 17 and ([.[].id] | unique | length) == 17
		and ([.[].amount_ore] | add) == 128030' "$T/ledger.json"
	jq -e '[.entries[].seq] == [range(1; (.entries | length) + 1)]' "$T/ledger.json"
	[ "$(sqlite3 "$H/paakrav.db" "SELECT count(*) FROM ledger_proposal")" -eq 4 ]
}
