bats_require_minimum_version 1.5.0
# Client money: every line of the client account is in the books on its day, nobody is ever below zero, and each day has a
# proof that openssl alone can check.

load exim

setup_file() {
	export WALK="$BATS_FILE_TMPDIR/walk"
	mkdir -p "$WALK/inbox"
	cp -r "$SOURCE/fixtures/inbox/34-advokat" "$WALK/inbox/"
	"$PAAKRAV" --home "$WALK/home" --today 2026-11-20 run "$WALK/inbox" --out "$WALK/out" >/dev/null
	printf '[bank]\naccounts=0040 0440116243\n[own-account]\nnumber=1111 2222222222\n' >"$WALK/home/paakrav.conf"
}

teardown() {
	[ -z "${EXIM:-}" ] || kill "$EXIM" || true
	[ -z "${SERVER:-}" ] || kill "$SERVER" || true
}

setup() {
	T="$BATS_TEST_TMPDIR" H="$BATS_TEST_TMPDIR/home" A=2026-000001
	cp -r "$WALK/home" "$H"
}

paakrav() { "$PAAKRAV" --home "$H" --today "${TODAY-2026-11-20}" "$@"; }
json() { paakrav --format json "$@"; }
file() { python3 -B "$SOURCE/tests/make_bank.py" "$@"; }
holds() { python3 -B "$SOURCE/tests/validate.py" "$@"; }
# What is booked, without what a payment was split into.
booked() { json ledger | jq '[.entries[] | select(.kind | startswith("split_") | not)]'; }
kinds() { booked | jq -r '[.[].kind] | join(" ")'; }
held() { json clientmoney --on "$1" | jq -r '.total_ore'; }
# take LINES: imported as one statement of 1 to 20 November that begins at nothing
take() { printf '[{"head":true,"opening":"%s","to":"%s","message":"M%s"},%s]' "${OPENING-0}" "${TO-2026-11-20}" "$RANDOM" "$1" | file 053 8 "$T/s.xml" && json bank import "$T/s.xml" >"$T/import.json"; }
line() { printf '{"on":"2026-11-%s","amount":"%s","bank":"%s","text":"%s"%s}' "$1" "$2" "$3" "$4" "${5-}"; }
# day D WANT: its proof; WANT is the exit code
day() {
	run --separate-stderr json clientmoney day "$1"
	[ "$status" -eq "$2" ] || { echo "$output" "$stderr"; return 1; }
	echo "$output" >"$T/day.json"
}

@test "every line is booked on its day: a payment, a receipt nobody knows, a charge and money out that nobody explains" {
	take "$(line 11 1000.00 R1 "sag $A"),$(line 12 250.00 R2 hej ',"name":"Ukendt"'),$(line 13 -80.00 R3 Gebyr),$(line 16 -500.00 R4 ud ',"name":"Nogen"')"
	jq -e '.paid == 1 and .asked == 2 and .unplaced == 1 and .outgoing == 1' "$T/import.json"
	jq -e '(.lines | length) == .count and .known + .paid + .asked + .reversed + .outgoing + .booked == .count' "$T/import.json"
	jq -e '[.lines[] | select(.amount_ore == -8000) | .state] == ["out"]' "$T/import.json"
	[ "$(kinds)" = "client_payment receipt_unplaced bank_charge cover_bank out_unexplained cover_bank" ]
	[ "$(booked | jq -r '[.[].booked_on[8:]] | join(" ")')" = "11 12 13 13 16 16" ]
	json clientmoney >"$T/clientmoney.json"
	holds clientmoney "$T/clientmoney.json"
	jq -e '.total_ore == 125000 and .unidentified_ore == 25000 and .unidentified[0].days == 8 and .count == 2' "$T/clientmoney.json"
	[ "$(held 2026-11-10) $(held 2026-11-11) $(held 2026-11-12)" = "0 100000 125000" ]
	paakrav audit >/dev/null
	# The same file again books nothing.
	paakrav bank import "$T/s.xml" >/dev/null
	[ "$(booked | jq length)" -eq 6 ]
}

@test "a person places a receipt once, moves it, sends one back, and names a charge; the bank's sum never moves" {
	take "$(line 11 250.00 R2 hej ',"name":"Ukendt"'),$(line 12 100.00 R5 hej ',"name":"Anden"'),$(line 13 -30.00 R4 ud ',"name":"Banken"')"
	bank=$(json ledger --account client_bank | jq .balance_ore)
	who=(--by "Anna Vest" --why "aftalt")
	paakrav bank match 1 $A "${who[@]}" >/dev/null
	[ "$(kinds | grep -o client_payment | wc -l)" -eq 0 ]
	json clientmoney | jq -e '[.unidentified[].line] == [2] and .total_ore == 35000'
	# The case has the money; that it was not placed before is no debt of it.
	run -1 --separate-stderr json close $A
	jq -e '[.points[] | select(.point == "client_money").about | contains("250,00") and (contains("uplacerede") | not)] == [true]' <<<"$output"
	paakrav bank dismiss 1 "${who[@]}" >/dev/null
	json clientmoney | jq -e '[.unidentified[].line] == [1, 2]'
	paakrav bank match 1 $A "${who[@]}" >/dev/null
	[ "$(json ledger --account client_bank | jq .balance_ore)" -eq "$bank" ]
	paakrav bank charge 3 "${who[@]}" >/dev/null
	[ "$(json ledger --account client_bank | jq .balance_ore)" -eq "$bank" ]
	paakrav bank return 2 "${who[@]}" >/dev/null
	json clientmoney | jq -e '.total_ore == 25000 and .unidentified == []'
	for again in "charge 3" "return 2" "return 1" "match 2 $A" "charge 1"; do
		run --separate-stderr json bank $again "${who[@]}"
		[ "$status" -eq 3 ] || { echo "$again: $status"; return 1; }
	done
	paakrav audit >/dev/null
	json bank review >"$T/bank-review.json"
	# What was sent back is on the next statement, and known there.
	printf '[{"head":true,"opening":"320","from":"2026-11-21","to":"2026-11-21"},{"on":"2026-11-21","amount":"-100.00","bank":"R9","text":"retur","name":"Anden"},{"on":"2026-11-21","amount":"30.00","bank":"R10","account":"11112222222222","text":"egen"}]' |
		file 053 8 "$T/n.xml"
	TODAY=2026-11-22 json bank import "$T/n.xml" | jq -e '.asked == 0 and .outgoing == 1'
	TODAY=2026-11-22 day 2026-11-21 0
	jq -e '.items == [] and .bank_ore == 25000 and .clients_ore == 25000' "$T/day.json"
}

@test "a reversal takes the money back; what was paid out since is covered from own money the same day, and owed" {
	TO=2026-11-15 take "$(line 11 1000.00 R1 "sag $A")"
	printf '[{"head":true,"opening":"1000","from":"2026-11-16"},{"on":"2026-11-17","amount":"-1000.00","bank":"R1","reversal":true}]' | file 053 8 "$T/r.xml"
	cp -r "$H" "$T/other"
	json bank import "$T/r.xml" | jq -e '.reversed == 1'
	[ "$(kinds)" = "client_payment client_payment_back" ]
	[ "$(held 2026-11-20)" -eq 0 ]
	# A receipt that was only placed goes the same way.
	rm -r "$H" && cp -r "$WALK/home" "$H"
	TO=2026-11-15 take "$(line 11 1000.00 R1 hvem)"
	paakrav bank match 1 $A --by A --why b >/dev/null
	paakrav bank import "$T/r.xml" >/dev/null
	[ "$(kinds)" = "receipt_unplaced receipt_placed receipt_placed_back receipt_unplaced_back" ]
	[ "$(held 2026-11-20)" -eq 0 ]
	# And one that nobody placed.
	rm -r "$H" && cp -r "$WALK/home" "$H"
	TO=2026-11-15 take "$(line 11 1000.00 R1 hvem)"
	paakrav bank import "$T/r.xml" >/dev/null
	[ "$(kinds)" = "receipt_unplaced receipt_unplaced_back" ]
	day 2026-11-18 0
	paakrav audit >/dev/null
}

@test "what stood on the account before is held as not placed; a payment noted by hand is the line's when it comes" {
	paakrav note $A payment --on 2026-11-10 --amount 700 --paid-to operator >/dev/null
	OPENING=5000 take "$(line 11 700.00 R1 "sag $A")"
	[ "$(json events $A | jq '[.events[] | select(.name == "payment")] | length')" -eq 1 ]
	jq -e '.paid == 1' "$T/import.json"
	json clientmoney --on 2026-11-20 | jq -e '.total_ore == 570000 and .unidentified_ore == 500000'
	TODAY=2026-11-21 day 2026-11-20 0
	jq -e '.bank_ore == 570000 and .items == []' "$T/day.json"
}

@test "the day's proof: signed, checked with openssl alone, made once, again after a correction, also without movement" {
	take "$(line 11 1000.00 R1 "sag $A"),$(line 12 250.00 R2 hej ',"name":"Ukendt"')"
	day 2026-11-13 0
	holds clientmoney-day "$T/day.json"
	jq -e '.ok and .outcome == "made" and .bank_ore == 125000 and .book_ore == 125000 and .clients_ore == 125000 and .number == 1' "$T/day.json"
	file=$(jq -r .file "$T/day.json")
	openssl cms -verify -binary -inform DER -in "$file.p7s" -content "$file" -CAfile "$H/keys/signer.pem" -purpose any -out /dev/null
	holds clientmoney-day "$file"
	paakrav audit --receipt "$file" >/dev/null
	day 2026-11-13 0
	jq -e '.outcome == "already"' "$T/day.json"
	[ "$(ls "$H/proofs" | wc -l)" -eq 2 ]
	# One byte of it changed, and openssl says no.
	sed 's/125000/125001/' "$file" >"$T/changed"
	run openssl cms -verify -binary -inform DER -in "$file.p7s" -content "$T/changed" -CAfile "$H/keys/signer.pem" -purpose any -out /dev/null
	[ "$status" -ne 0 ]
	# A Saturday has one too; the future has none, nor a day that no statement reaches.
	day 2026-11-14 0
	run --separate-stderr json clientmoney day 2026-11-21
	[ "$status" -eq 3 ]
	jq -e '.code == "day-not-come"' <<<"$output"
	TODAY=2026-11-24 day 2026-11-23 1
	jq -e '.outcome == "no_statement" and .bank_ore == null and .file == null' "$T/day.json"
	# A late line changes the day: another proof, which says so.
	printf '[{"on":"2026-11-13","amount":"10.00","bank":"R7","text":"x","name":"Sen"}]' | file 054 8 "$T/late.xml"
	paakrav bank import "$T/late.xml" >/dev/null
	run --separate-stderr json clientmoney missing
	[ "$status" -eq 1 ]
	jq -e '.corrected[0] == {"on":"2026-11-13","number":1,"entries":1}' <<<"$output"
	day 2026-11-13 0
	jq -e '.number == 2 and .corrections[0].amount_ore == 1000 and .previous_sha256 != null' "$T/day.json"
	# But by its closing balance the statement does not know that line.
	day 2026-11-20 1
	jq -e '.outcome == "made" and .difference_ore == -1000 and .ok == false' "$T/day.json"
	paakrav ledger verify >/dev/null
}

@test "days without proof are named, and proofs that do not agree" {
	take "$(line 11 1000.00 R1 "sag $A")"
	run --separate-stderr json clientmoney missing
	[ "$status" -eq 1 ]
	echo "$output" >"$T/clientmoney-missing.json"
	holds clientmoney-missing "$T/clientmoney-missing.json"
	# The fourteen open days from the statement's first to yesterday.
	jq -e '.count == 14 and .missing[0].on == "2026-11-02" and .missing[13].on == "2026-11-19"' "$T/clientmoney-missing.json"
	for d in 02 03 04 05 06 09 10 11 12 13 16 17 18 19; do day 2026-11-$d 0; done
	run --separate-stderr json clientmoney missing
	[ "$status" -eq 0 ]
}

@test "no client is ever below zero, today or on a day that lies behind; the error names client and entry" {
	take "$(line 16 1000.00 R1 "sag $A")"
	paakrav bank dismiss 1 --by A --why b >/dev/null
	# Placed on a case today, sent back by nobody: the same money cannot go twice.
	paakrav bank return 1 --by A --why b >/dev/null
	run --separate-stderr json bank match 1 $A --by A --why b
	[ "$status" -eq 3 ]
	[ "$(held 2026-11-20)" -eq 0 ]
	paakrav audit >/dev/null
}

@test "a closed month takes no more: a late line is booked on the first open day, in order, once" {
	printf '[{"head":true,"opening":"0","from":"2026-10-01","to":"2026-10-31"},{"on":"2026-10-30","amount":"100.00","bank":"Q1","text":"sag %s"}]' $A | file 053 8 "$T/o.xml"
	paakrav bank import "$T/o.xml" >/dev/null
	json ledger close 2026-10 --by "Anna Vest" >"$T/ledger-close.json"
	holds ledger-close "$T/ledger-close.json"
	jq -e '.closed_to_on == "2026-10-31" and .count == 1 and (.missing_days | length) == 22' "$T/ledger-close.json"
	for bad in 2026-10 2026-09 2026-11; do
		run --separate-stderr json ledger close $bad --by "Anna Vest"
		[ "$status" -eq 3 ]
	done
	printf '[{"on":"2026-10-31","amount":"40.00","bank":"Q2","text":"x","name":"Sen"}]' | file 054 8 "$T/late.xml"
	paakrav bank import "$T/late.xml" >/dev/null
	json ledger | jq -e '.entries[-1] | .kind == "receipt_unplaced" and .booked_on == "2026-11-01"'
	# The day before is short of it, and says which line.
	day 2026-10-30 0
	TODAY=2026-11-20 day 2026-10-31 1
	jq -e '.items[0].where == "statement" and .items[0].line == 2 and .items[0].amount_ore == 4000' "$T/day.json"
	paakrav audit >/dev/null
}

@test "the books by case, client, account, kind and period; trial balance and vouchers agree; an auditor only reads" {
	take "$(line 11 1000.00 R1 "sag $A"),$(line 12 250.00 R2 hej ',"name":"Ukendt"'),$(line 13 -80.00 R3 Gebyr)"
	json ledger --account client_bank >"$T/ledger.json"
	holds ledger "$T/ledger.json"
	jq -e '.count == 4 and .debit_ore == 133000 and .credit_ore == 8000 and .balance_ore == 125000' "$T/ledger.json"
	client=$(json clientmoney | jq -r '.clients[-1].client')
	for one in "--case $A 2" "--client $client 2" "--client ${client#cvr-} 2" "--client - 3" "--kind bank_charge 1" "--from 2026-11-12 4" "--to 2026-11-12 2"; do
		set -- $one
		[ "$(json ledger "$1" "$2" | jq .count)" -eq "$3" ] || { echo "$one"; return 1; }
	done
	json ledger balance >"$T/ledger-balance.json"
	holds ledger-balance "$T/ledger-balance.json"
	jq -e '.debit_ore == .credit_ore and .debit_ore == 241000 and .count == 5 and ([.accounts[].balance_ore] | add) == 0' "$T/ledger-balance.json"
	json ledger summary >"$T/ledger-summary.json"
	holds ledger-summary "$T/ledger-summary.json"
	jq -e '.count == 4 and .debit_ore == 241000 and .credit_ore == 241000' "$T/ledger-summary.json"
	paakrav --format csv ledger summary | head -1 | grep -qx 'voucher,booked_on,account,name,vat_code,debit_ore,credit_ore,count'
	paakrav --format csv ledger --account client_bank | tail -1 | grep -q cover_bank
	before=$(sha256sum "$H/paakrav.db" | cut -c1-64)
	for reads in ledger "ledger balance" "ledger summary" clientmoney "ledger verify"; do
		paakrav --role auditor $reads >/dev/null
	done
	for writes in "bank import $T/s.xml" "clientmoney day 2026-11-12" "ledger close 2026-10 --by A" "bank charge 2 --by A --why b"; do
		run --separate-stderr paakrav --role auditor $writes
		[ "$status" -eq 7 ] || { echo "$writes: $status"; return 1; }
	done
	[ "$(sha256sum "$H/paakrav.db" | cut -c1-64)" = "$before" ]
	run --separate-stderr paakrav ledger --account nothing
	[ "$status" -eq 2 ]
}

@test "two processes at once: every line is in the books once, and the chain is whole" {
	for n in 1 2 3 4; do
		for k in 1 2 3 4 5 6 7 8; do printf '%s{"on":"2026-11-1%d","amount":"%d.00","bank":"R%d%d","text":"sag %s"}' "$([ $k -eq 1 ] && echo '[' || echo ,)" "$n" "$k" "$n" "$k" "$A"; done >"$T/l$n"
		echo ']' >>"$T/l$n"
		file 054 8 "$T/f$n.xml" <"$T/l$n"
	done
	for n in 1 2 3 4; do paakrav bank import "$T/f$n.xml" >/dev/null 2>"$T/err$n" & pids[n]=$!; done
	for n in 1 2 3 4; do wait "${pids[n]}" || { cat "$T/err$n"; return 1; }; done
	json ledger --kind client_payment | jq -e '.count == 32 and .sum_ore == 4 * 3600'
	[ "$(held 2026-11-20)" -eq 14400 ]
	paakrav audit >/dev/null
}

@test "killed in the middle: all of a file or nothing, and the next run does the rest" {
	for k in $(seq 40); do printf '%s{"on":"2026-11-11","amount":"%d.00","bank":"K%d","text":"sag %s"}' "$([ "$k" -eq 1 ] && echo '[' || echo ,)" "$k" "$k" "$A"; done >"$T/l"
	echo ']' >>"$T/l"
	file 054 8 "$T/f.xml" <"$T/l"
	for wait in 0.02 0.05 0.08 0.12 0.18; do
		paakrav bank import "$T/f.xml" >/dev/null 2>&1 & pid=$!
		sleep $wait
		kill -9 $pid 2>/dev/null || true
		wait $pid 2>/dev/null || true
		count=$(json ledger --kind client_payment | jq .count)
		[ "$count" -eq 0 ] || [ "$count" -eq 40 ]
		paakrav ledger verify >/dev/null
	done
	paakrav bank import "$T/f.xml" >/dev/null
	json ledger --kind client_payment | jq -e '.count == 40 and .sum_ore == 82000'
	[ "$(held 2026-11-20)" -eq 82000 ]
	paakrav audit >/dev/null
}

@test "an authority stamps the proof's signature; when it is down the proof stands, and the next run fetches the stamp" {
	local tsa="$T/tsa"
	mkdir -p "$tsa"
	echo good >"$tsa/mode"
	python3 -B "$SOURCE/tests/stamp_server.py" "$tsa" >"$tsa/log" 2>&1 3>&- &
	SERVER=$!
	for _ in $(seq 100); do [ -e "$tsa/port" ] && break; sleep 0.1; done
	take "$(line 11 1000.00 R1 "sag $A")"
	printf '[timestamp]\nurl=http://127.0.0.1:1/\nca=%s\ntimeout_s=2\n' "$tsa/root.pem" >>"$H/paakrav.conf"
	run --separate-stderr json clientmoney day 2026-11-12
	[ "$status" -eq 5 ]
	[ -e "$H/proofs/klientmidler-2026-11-12-1.json.p7s" ]
	sed -i "s|127.0.0.1:1/|127.0.0.1:$(cat "$tsa/port")/|" "$H/paakrav.conf"
	day 2026-11-12 0
	jq -e '.outcome == "already" and .timestamp != null' "$T/day.json"
	openssl ts -verify -data "$H/proofs/klientmidler-2026-11-12-1.json.p7s" -in "$(jq -r .timestamp "$T/day.json")" -token_in -CAfile "$tsa/root.pem"
}

@test "the proofs go to the auditor by mail, once, through Exim; while it puts off they wait" {
	command -v exim4 >/dev/null || [ -x /usr/sbin/exim4 ] || skip "no exim"
	S="$T/server"
	mkdir -p "$S"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=localhost" -addext subjectAltName=DNS:localhost \
		-keyout "$S/server.key" -out "$S/server.pem" 2>/dev/null
	printf 'en hemmelig sætning\n' >"$S/password"
	chmod 600 "$S/password"
	run --separate-stderr json clientmoney mail
	[ "$status" -eq 2 ]
	exim "$T/exim"
	printf '[mail]\nserver=localhost\ntls=starttls\nport=%s\nca=%s\nfrom=kontoret@firma.dk\nuser=kontoret\npassword_file=%s\ntimeout_s=10\n[audit]\nmail=revisor@revision.example\n' \
		"$PORT" "$S/server.pem" "$S/password" >>"$H/paakrav.conf"
	take "$(line 11 1000.00 R1 "sag $A")"
	day 2026-11-12 0
	day 2026-11-13 0
	touch "$T/exim/grey"
	run --separate-stderr json clientmoney mail
	[ "$status" -eq 5 ]
	rm "$T/exim/grey"
	json clientmoney mail >"$T/clientmoney-mail.json"
	holds clientmoney-mail "$T/clientmoney-mail.json"
	jq -e '.count == 2' "$T/clientmoney-mail.json"
	json clientmoney mail | jq -e '.count == 0'
	for _ in $(seq 50); do [ "$(grep -c '^Subject: Dagsbevis' "$T/exim/box" 2>/dev/null || echo 0)" -eq 2 ] && break; sleep 0.1; done
	[ "$(grep -c '^Subject: Dagsbevis' "$T/exim/box")" -eq 2 ]
	# The head in words, and the proof as it lies here.
	python3 -B - "$T/exim/box" "$H/proofs" "$(json ledger | jq -r '.entries[-1].hash')" <<'PY'
import mailbox, pathlib, sys
for mail in mailbox.mbox(sys.argv[1]):
    parts = {part.get_filename(): part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()}
    assert sys.argv[3].encode() in parts.pop(None)
    assert len(parts) == 2
    for name, data in parts.items():
        assert data == (pathlib.Path(sys.argv[2]) / name).read_bytes(), name
PY
}

@test "cash at the limit is refused, linked payments added; below it and by bank it is not" {
	cash() { run --separate-stderr json note $A payment --on 2026-11-10 --amount "$1" --paid-to operator --cash --ground "$2"; }
	cash 15000 en
	[ "$status" -eq 3 ]
	jq -e '.code == "cash-limit"' <<<"$output"
	cash 10000 en
	[ "$status" -eq 0 ]
	cash 10000 en
	[ "$(jq -r '.notes[0].outcome' <<<"$output")" = already ]
	cash 5000 to
	[ "$status" -eq 3 ]
	cash 4999.99 to
	[ "$status" -eq 0 ]
	paakrav note $A payment --on 2026-11-11 --amount 15000 --paid-to operator >/dev/null
	[ "$(json ledger --kind client_payment | jq .sum_ore)" -eq 2999999 ]
}
