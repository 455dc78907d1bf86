bats_require_minimum_version 1.5.0
# The auditor's pack: made by an auditor who may only read, held together by its own checker, by hledger, and by nothing of ours.

setup_file() {
	export WALK="$BATS_FILE_TMPDIR/walk"
	mkdir -p "$WALK/inbox"
	for story in 01-erhverv 34-advokat; do cp -r "$SOURCE/fixtures/inbox/$story" "$WALK/inbox/"; done
	sed -i 's#<operator kind="self"/>#<operator kind="collector" authorised-from="2026-01-01" authorised-to="2027-12-31"/>#' "$WALK/inbox/01-erhverv/claim.xml"
	p() { local day=$1; shift; "$PAAKRAV" --home "$WALK/home" --today "$day" "$@" >/dev/null; }
	p 2026-11-02 run "$WALK/inbox" --out "$WALK/out"
	printf '[bank]\naccounts=0040 0440116243\n[own-account]\nnumber=1111 2222222222\n' >"$WALK/home/paakrav.conf"
	local a=2026-000001 b=2026-000002
	p 2026-11-02 agreement set --creditor 99001011 --from 2026-11-01 --operator collector --authorised-from 2026-01-01 --authorised-to 2027-12-31 \
		--court fixed --court-price 2500 --court-success no --vat yes --loss client --direct-payments yes --by "Anna Vest" \
		--out-of-court percent --out-of-court-share 35 --share-of principal
	p 2026-11-02 agreement set --case $b --from 2026-01-01 --agreed-on 2026-01-01 --operator lawyer --client business --out-of-court fixed \
		--out-of-court-price 500 --out-of-court-success yes --court fixed --court-price 1500 --court-success yes --win payment \
		--reminder-fees client --interest client --awarded-costs client --loss ours --vat yes --direct-payments yes \
		--decision "set af advokaten" --by Advokat
	line() { printf ',{"on":"2026-11-%s","amount":"%s","bank":"%s","text":"%s","name":"%s"}' "$@"; }
	{ printf '[{"head":true,"opening":"500.00","from":"2026-11-03","to":"2026-11-13","message":"M1"}'
		line 04 1000.00 R1 "sag $a" A; line 05 250.00 R2 hej Ukendt; line 05 -80.00 R3 Gebyr ""; line 06 300.00 R4 "sag $b" B
		line 09 -500.00 R5 ud Nogen; line 11 750.50 R6 "sag $a" A; printf ']'; } | python3 -B "$SOURCE/tests/make_bank.py" 053 8 "$WALK/s.xml"
	p 2026-11-16 bank import "$WALK/s.xml"
	p 2026-11-16 bank match 2 $b --by "Anna Vest" --why "aftalt pr. telefon"
	p 2026-11-16 clientmoney day 2026-11-05
	p 2026-11-16 clientmoney day 2026-11-12
	printf '[firm]\nname=Nordlys Inkasso ApS\naddress=Havnegade 1\npostcode=5000\ncity=Odense C\ncvr=99000001\naccount=0000 0000000000\n' >>"$WALK/home/paakrav.conf"
	p 2026-11-17 ledger propose --kind court_fee_advanced --case $a --amount 100 --why "til retten" --by Anna
	p 2026-11-17 ledger confirm 1 --by Bo
	p 2026-11-18 note $b payment --on 2026-11-10 --amount 70 --paid-to operator --by Bo
	p 2026-11-18 payout account set --case $b --number "9570 12345678" --why "klientens brev" --by Anna
	p 2026-11-18 payout account confirm 1 --by Bo
	p 2026-11-18 payout prepare --by Anna
	p 2026-11-18 payout approve 1 --by Bo --out "$WALK/pain.xml"
	local e
	e=$("$PAAKRAV" --home "$WALK/home" --today 2026-11-18 --format json payout show 1 | jq -r '.transfers[0] | "\(.end_to_end) \(.sum_ore)"')
	printf '[{"head":true,"opening":"2220.50","from":"2026-11-14","to":"2026-11-19"},{"on":"2026-11-19","amount":"-%s","bank":"R9","text":"%s"}]' \
		"$(awk '{ printf "%.2f", $2 / 100 }' <<<"$e")" "${e% *}" | python3 -B "$SOURCE/tests/make_bank.py" 053 8 "$WALK/s2.xml"
	p 2026-11-19 bank import "$WALK/s2.xml"
	p 2026-11-19 invoice issue --period 2026-11 --by Anna
	p 2026-11-19 invoice credit 1 --why "aftalt" --by Anna
	"$PAAKRAV" --home "$WALK/home" --today 2026-11-22 --format json audit pack --from 2026-11-01 --to 2026-11-20 --seed 7 --out "$WALK/pack.zip" >"$WALK/made.json"
	cp "$SOURCE/enforcement/kontrol.py" "$WALK/kontrol.py"
}

setup() {
	T="$BATS_TEST_TMPDIR" H="$WALK/home"
}

paakrav() { "$PAAKRAV" --home "$H" --today 2026-11-22 "$@"; }
pack() { paakrav audit pack --from 2026-11-01 --to 2026-11-20 --seed 7 "$@"; }
kontrol() { python3 -B "$WALK/kontrol.py" "$@"; }
holds() { python3 -B "$SOURCE/tests/validate.py" "$@"; }
unpacked() { mkdir -p "$T/x"; unzip -qo "$1" -d "$T/x"; }

@test "an auditor makes it with the right to read alone, and the bytes are the same again" {
	holds audit-pack "$WALK/made.json"
	jq -e '.entries > 15 and .samples > 15 and .missing_days > 3 and .signature != null' "$WALK/made.json"
	(cd "$H" && find . -type f ! -name '*-shm' ! -name '*-wal' -exec sha256sum {} + | sort) >"$T/before"
	pack --role auditor --format json --out "$T/a.zip" >"$T/a.json"
	(cd "$H" && find . -type f ! -name '*-shm' ! -name '*-wal' -exec sha256sum {} + | sort) >"$T/after"
	cmp "$T/before" "$T/after"
	jq -e '.signature == null and .receipt == null' "$T/a.json"
	cmp "$T/a.zip" "$WALK/pack.zip"
	[ "$(ls "$T" | grep -c part)" -eq 0 ]
	run -7 paakrav --role creditor audit pack --from 2026-11-01 --to 2026-11-20 --out "$T/c.zip"
}

@test "the checker is short, is in the pack, and finds it whole; other seeds and periods too" {
	[ "$(wc -l <"$WALK/kontrol.py")" -le 300 ]
	[ "$(wc -l <"$SOURCE/enforcement/kontrollister.py")" -le 300 ]
	unpacked "$WALK/pack.zip"
	cmp "$T/x/kontrol.py" "$WALK/kontrol.py"
	run -0 python3 -B "$T/x/kontrol.py" "$WALK/pack.zip" --certificate "$H/keys/signer.pem"
	[[ "$output" == *"Pakken holder"* && "$output" == *"åbne dage har intet bevis"* && "$output" != *"listen over filer"* && "$output" != *"certifikat"* && "$output" != *"underskrevet hoved"* ]]
	run -1 kontrol "$WALK/pack.zip" --seed 8 --lang en
	[[ "$output" == *"sample samples.csv (8)"* && "$output" == *"DOES NOT HOLD"* ]]
	# The second half, with what came before as its opening; few samples; the head as last mailed.
	paakrav --role auditor audit pack --from 2026-11-10 --to 2026-11-17 --samples 3 --out "$T/half.zip" >/dev/null
	paakrav --role auditor audit --format json >"$T/audit.json"
	run -0 kontrol "$T/half.zip" --receipt "$T/audit.json"
	[[ "$output" == *"holdes kun af listen over filer"*"erasures.csv"* || "$output" == *"holdes kun af listen over filer"*"agreements.csv (scope"* ]]
	mkdir "$T/y" && unzip -q "$T/half.zip" -d "$T/y"
	[ "$(grep -c , "$T/y/samples.csv")" -eq 4 ]
	awk -F, 'NR > 1 { o += $2; c += $5; if ($2 != 0) n++ } END { exit !(o == 0 && c == 0 && n > 3) }' "$T/y/balance.csv"
	# Another house's certificate signs nothing here.
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$T/k" -out "$T/other.pem" -subj /CN=anden -days 9 2>/dev/null
	run -1 kontrol "$WALK/pack.zip" --certificate "$T/other.pem"
	[[ "$output" == *"signature proofs/"* ]]
	run -2 kontrol "$SOURCE/README.md"
}

@test "each kind of tampering with the pack is caught and named" {
	[ -z "$PAAKRAV_SANITIZED" ] || skip "the checker is Python"
	run python3 -B "$SOURCE/tests/tamper_pack.py" "$WALK/kontrol.py" "$WALK/pack.zip" "$WALK/pack.zip.receipt.json"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "timestamps of day proof and receipt: held under the authority's root, and not when changed or another's" {
	cp -r "$H" "$T/home" && H="$T/home"
	mkdir "$T/tsa" && echo good >"$T/tsa/mode"
	python3 -B "$SOURCE/tests/stamp_server.py" "$T/tsa" >"$T/tsa/log" 2>&1 3>&- &
	local server=$!
	for _ in $(seq 100); do [ -e "$T/tsa/port" ] && break; sleep 0.1; done
	printf '[timestamp]\nurl=http://127.0.0.1:%s/\nca=%s\n' "$(cat "$T/tsa/port")" "$T/tsa/root.pem" >>"$H/paakrav.conf"
	paakrav clientmoney day 2026-11-12 >/dev/null
	pack --samples 1 --out "$T/s.zip" >/dev/null
	kill "$server"
	[ -s "$T/s.zip.p7s.tst" ]
	run -0 kontrol "$T/s.zip" --authority "$T/tsa/root.pem"
	[[ "$output" != *"timestamp"* ]]
	run -0 kontrol "$T/s.zip"
	run -1 kontrol "$T/s.zip" --authority "$T/tsa/elsewhere.pem"
	[[ "$output" == *"timestamp proofs/klientmidler-2026-11-12"* && "$output" == *"timestamp $T/s.zip.p7s:"* ]]
	# The receipt's token is not that of another signature.
	cp "$T/s.zip.p7s.tst" "$T/own"
	unzip -qoj "$T/s.zip" 'proofs/*.tst' -d "$T/tokens"
	cp "$(find "$T/tokens" -name '*.tst' -size +0 | head -1)" "$T/s.zip.p7s.tst"
	run -1 kontrol "$T/s.zip"
	[[ "$output" == *"timestamp $T/s.zip.p7s:"* ]]
}

@test "hledger takes the journal in any locale and agrees on every balance to the øre" {
	unpacked "$WALK/pack.zip"
	export LC_ALL=C
	hledger -f "$T/x/journal.hledger" check --strict ordereddates
	hledger -f "$T/x/journal.hledger" bal --flat -E -O csv | tail -n +2 | tr -d '"' | grep -v '^total' | awk -F, '{ sub(/ DKK/, "", $2); sub(/.*:/, "", $1); sub(/\./, "", $2); print $1 "," $2 + 0 }' | sort >"$T/hledger"
	tail -n +2 "$T/x/balance.csv" | awk -F, '{ print $1 "," $5 }' | sort >"$T/ours"
	[ "$(wc -l <"$T/ours")" -gt 8 ]
	# Accounts whose balance is zero stand in ours with their movement.
	diff <(grep -v ',0$' "$T/ours") <(grep -v ',0$' "$T/hledger")
	[ "$(paakrav --format json ledger balance --on 2026-11-20 | jq -r '.accounts[] | [.account, .balance_ore] | join(",")' | sort | diff - "$T/ours" | wc -l)" -eq 0 ]
	# Nothing personal, and nothing but ASCII.
	run -1 grep -P '[^\x00-\x7F]' "$T/x/journal.hledger"
	run -1 grep -iE 'anna|nordlys|rensdyr' "$T/x/journal.hledger" "$T/x/journal.csv" "$T/x/receipts.csv"
}

@test "what is out of the ordinary stands in its list" {
	unpacked "$WALK/pack.zip"
	cd "$T/x"
	grep -q '^manual,.*court_fee_advanced/2026-000001/m1' exceptions.csv
	grep -q '^reversal,' exceptions.csv
	grep -q '^back_dated,' exceptions.csv
	grep -q '^agreement_decided,.*set af advokaten' overrides.csv
	grep -q 'Anna,til retten,2026-11-17,Bo,' proposals.csv
	grep -q '^Bo,posting_confirmed,2026-11-17' people.csv
	grep -q 'Anna,approved,2026-11-18,Bo,.*,booked,2026-11-19,payout_' payout_parts.csv
	grep -q ',Anna,klientens brev,2026-11-18,Bo,5678' payout_accounts.csv
	run -1 grep -rq 95701234 .
	grep -q '^2026-11-07,0,0,closed' days.csv
	grep -q '^2026-11-05,1,1,ok' days.csv
	[ "$(awk -F, '$1 == 1 { print $7 }' fee_sums.csv)" -eq "$(paakrav --format json ledger --case 2026-000001 --kind fee_earned | jq .sum_ore)" ]
	grep -q '^U06,' rules.csv
	grep -q 'REVISORPAKKE' README.txt && grep -q "AUDITOR'S PACK" README.txt
	for part in $(awk -F, 'NR > 1 && $1 !~ /\// && $1 != "README.txt" { print $1 }' manifest.csv); do grep -q "$part" README.txt || { echo "$part"; return 1; }; done
}

@test "books that were put back say so, and hold" {
	paakrav backup "$T/kopi" >/dev/null
	"$PAAKRAV" --home "$T/igen" --today 2026-11-22 restore "$T/kopi" >/dev/null
	H="$T/igen" paakrav audit pack --from 2026-11-01 --to 2026-11-22 --samples 2 --out "$T/p.zip" >/dev/null
	unpacked "$T/p.zip"
	grep -q "^1,2026-11-22,2026-11-22,$(jq .journal.seq "$WALK/made.json"),$(jq -r .journal.hash "$WALK/made.json")" "$T/x/restores.csv"
	kontrol "$T/p.zip" >/dev/null
}

@test "a period that is not one is refused, and says why" {
	run -2 paakrav audit pack --from 2026-11-01 --to 2026-11-20
	run -2 paakrav audit pack --out "$T/p.zip"
	run -2 paakrav audit pack --from 2026-11-20 --to 2026-11-01 --out "$T/p.zip"
	[[ "$output" == *"før dens første"* ]]
	run -2 paakrav audit pack --from 2026-11-31 --to 2026-12-01 --out "$T/p.zip"
	run -3 paakrav audit pack --from 2026-11-01 --to 2026-11-23 --out "$T/p.zip"
	[[ "$output" == *"ikke forbi"* ]]
	run -3 paakrav audit pack --from 2025-01-01 --to 2025-12-31 --out "$T/p.zip"
	[[ "$output" == *"ingen bogføringer"* && "$output" == *"2026-11-03"* ]]
	run -2 pack --seed syv --out "$T/p.zip"
	run -2 pack --samples 1001 --out "$T/p.zip"
	run -2 pack --out "$H/p.zip"
	run -5 pack --out /proc/none/p.zip
	[ ! -e "$T/p.zip" ]
	run -4 "$PAAKRAV" --home "$T/nothing" --today 2026-11-22 audit pack --from 2026-11-01 --to 2026-11-20 --out "$T/p.zip"
}
