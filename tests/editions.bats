bats_require_minimum_version 1.5.0
# Editions of the law: verify, diff, signed bundles from a file and from a server, recorded assessments given again.

setup_file() {
	export E="$BATS_FILE_TMPDIR"
	local who
	for who in issuer stranger; do
		openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=$who" \
			-keyout "$E/$who.key" -out "$E/$who.pem" 2>/dev/null
	done
	mkdir "$E/inbox"
	cp -r "$SOURCE/fixtures/inbox/01-erhverv" "$SOURCE/fixtures/inbox/03-forbruger" "$SOURCE/fixtures/inbox/32-to-skyldnere" \
		"$E/inbox/"
	"$PAAKRAV" --home "$E/home" --today 2026-11-22 run "$E/inbox" --out "$E/out" >/dev/null
	printf '[law]\ncertificate=%s\n[wire]\nca=%s\n' "$E/issuer.pem" "$E/server.pem" >"$E/home/paakrav.conf"
	A=2026-000001
	"$PAAKRAV" --home "$E/home" --today 2026-11-22 --format json assess "$A" >"$E/first.json"
}

setup() {
	H="$BATS_TEST_TMPDIR/home" A=2026-000001
	cp -r "$E/home" "$H"
	T="$BATS_TEST_TMPDIR/tables"
	mkdir "$T"
	cp "$SOURCE"/assess/tables/*.csv "$T/"
}

teardown() {
	[ -z "${SERVER:-}" ] || kill "$SERVER"
}

p() { "$PAAKRAV" --home "$H" --today 2026-11-22 "$@"; }
json() { p --format json "$@"; }

# manifest SERIAL: of what lies in $T
manifest() {
	(
		cd "$T"
		echo "<law xmlns=\"urn:paakrav:law:1\" serial=\"$1\" made-on=\"2026-11-20\">"
		for file in *.csv; do
			echo "  <table name=\"$file\" sha256=\"$(sha256sum "$file" | cut -d' ' -f1)\"/>"
		done
		echo "</law>"
	) >"$BATS_TEST_TMPDIR/manifest.xml"
	mv "$BATS_TEST_TMPDIR/manifest.xml" "$T/manifest.xml"
}

# sign [WHO]
sign() {
	openssl cms -sign -binary -in "$T/manifest.xml" -signer "$E/${1:-issuer}.pem" -inkey "$E/${1:-issuer}.key" -outform DER \
		-out "$T/manifest.xml.p7s"
}

# pack: the zip is $B
pack() {
	B="$BATS_TEST_TMPDIR/bundle.zip"
	rm -f "$B"
	(cd "$T" && zip -q -X "$B" *)
}

bundle() {
	rm -f "$T"/manifest.xml*
	manifest "$1"
	sign
	pack
}

edition() { json law verify | jq -r .edition; }

# refused CODE ERROR: law update says no, and nothing is changed
refused() {
	local before
	before=$(edition)
	run --separate-stderr json law update "${3:-$B}"
	echo "$output"
	[ "$status" -eq "$1" ]
	[ "$(jq -r .code <<<"$output")" = "$2" ]
	[ "$(jq -r '.remedy != null' <<<"$output")" = true ]
	[ "$(edition)" = "$before" ]
	[ "$(sqlite3 "$H/paakrav.db" "SELECT count(*) FROM law_edition WHERE source = 'bundle'")" -eq "${ROWS:-0}" ]
	[ -z "$(ls "$H/scratch" 2>/dev/null)" ]
}

halve() {
	sed -i 's/^betalingspaakrav_limit,2011-10-01,,100000,/betalingspaakrav_limit,2011-10-01,,10000,/' "$T/limits.csv"
}

holds() { python3 -B "$SOURCE/tests/validate.py" "$1" "$2"; }

@test "law verify checks the program's tables, with and without a store" {
	json law verify >"$BATS_TEST_TMPDIR/v.json"
	holds law-verify "$BATS_TEST_TMPDIR/v.json"
	jq -e '.ok and .source == "program" and (.tables | length) == 11 and .faults == []' "$BATS_TEST_TMPDIR/v.json"
	jq -e '.tables[] | select(.table == "limits") | .U > 0 and .rows == .S + .P + .U + .D' "$BATS_TEST_TMPDIR/v.json"
	[ "$(env -u PAAKRAV_HOME "$PAAKRAV" law verify --format json | jq -r .edition)" = "$(edition)" ]
}

@test "a signed bundle is taken into use; every later command decides by it; what was decided is given again" {
	halve
	bundle 7
	json law diff embedded "$B" >"$BATS_TEST_TMPDIR/d.json"
	holds law-diff "$BATS_TEST_TMPDIR/d.json"
	jq -e '.rows == [{"table":"limits","change":"changed","row":"betalingspaakrav_limit 2011-10-01","column":"value","before":"100000","after":"10000"}]' "$BATS_TEST_TMPDIR/d.json"
	json law update "$B" >"$BATS_TEST_TMPDIR/u.json"
	holds law-update "$BATS_TEST_TMPDIR/u.json"
	jq -e '.serial == 7 and .made_on == "2026-11-20" and (.rows | length) == 1' "$BATS_TEST_TMPDIR/u.json"
	json law verify | jq -e '.ok and .source == "bundle" and .serial == 7'
	json law show --table limits | jq -e '.rows[] | select(.name == "betalingspaakrav_limit") | .value == "10000"'
	new=$(edition)
	[ "$new" != "$(jq -r .law_edition "$E/first.json")" ]
	[ "$(json assess $A | jq -r '"\(.law_edition) \(.route)"')" = "$new civil_claim" ]
	json assess $A --list >"$BATS_TEST_TMPDIR/l.json"
	holds assess-list "$BATS_TEST_TMPDIR/l.json"
	[ "$(jq -r '.assessments[0].sha256' "$BATS_TEST_TMPDIR/l.json")" = "$(sha256sum "$E/first.json" | cut -d' ' -f1)" ]
	json assess $A --replay "$(jq -r '.assessments[0].id' "$BATS_TEST_TMPDIR/l.json")" | cmp - "$E/first.json"
	p law diff "${new:0:10}" embedded | grep -q '10000 → 100000'
}

@test "a decision is given again after the record went on, and after the edition that made it was replaced" {
	bundle 2
	p law update "$B"
	p package $A --out "$BATS_TEST_TMPDIR/out"
	json assess $A >"$BATS_TEST_TMPDIR/second.json"
	p note $A payment --on 2026-11-22 --amount 500 --paid-to creditor
	halve
	bundle 3
	p law update "$B"
	p package $A --out "$BATS_TEST_TMPDIR/out" || true
	id=$(json assess $A --list | jq -r '[.assessments[].id] | min')
	json assess $A --replay "$id" | cmp - "$E/first.json"
	[ "$(json assess $A --list | jq '.assessments | length')" -eq 2 ]
	run json assess $A --replay 999
	[ "$status" -eq 3 ]
	run json assess 2026-000002 --replay "$id"
	[ "$status" -eq 3 ]
}

@test "the same decision twice is recorded once" {
	count() { sqlite3 "$H/paakrav.db" "SELECT count(*) FROM assessment"; }
	before=$(count)
	p run "$E/inbox" --out "$E/out" >/dev/null
	p package $A --out "$BATS_TEST_TMPDIR/out" >/dev/null
	[ "$(count)" -eq "$before" ]
	[ "$before" -eq 3 ]
}

@test "a replay of facts that were erased says so" {
	id=$(json assess $A --list | jq -r '.assessments[0].id')
	sqlite3 "$H/paakrav.db" "DELETE FROM fact_value WHERE case_id = '$A' AND subject LIKE 'debtor/%'"
	run --separate-stderr json assess $A --replay "$id"
	[ "$status" -eq 6 ]
	[ "$(jq -r .code <<<"$output")" = replay-differs ]
}

@test "assess --all shows which cases another edition would change, and changes nothing" {
	halve
	bundle 2
	before=$(sqlite3 "$H/paakrav.db" .dump | sha256sum)
	json assess --all --dry-run --law "$B" >"$BATS_TEST_TMPDIR/a.json"
	holds assess-all "$BATS_TEST_TMPDIR/a.json"
	jq -e '.count == 3 and .changed > 0 and ([.cases[] | select(.changed)] | length) == .changed' "$BATS_TEST_TMPDIR/a.json"
	jq -e --arg a $A '.cases[] | select(.case == $a) | .route == "betalingspaakrav" and .other_route == "civil_claim" and .changed' "$BATS_TEST_TMPDIR/a.json"
	[ "$(sqlite3 "$H/paakrav.db" .dump | sha256sum)" = "$before" ]
	json assess --all --law embedded | jq -e '.changed == 0'
	json assess --all | jq -e '.other_edition == null and .count == 3'
	p --format csv assess --all | head -1 | grep -q '^case,route,'
	run p assess
	[ "$status" -eq 2 ]
	run p assess $A --law embedded
	[ "$status" -eq 2 ]
}

@test "refused: no certificate, unsigned, signed by another, another text under the signature" {
	bundle 2
	cp "$H/paakrav.conf" "$BATS_TEST_TMPDIR/conf"
	rm "$H/paakrav.conf"
	refused 6 no-certificate
	cp "$BATS_TEST_TMPDIR/conf" "$H/paakrav.conf"
	rm "$T/manifest.xml.p7s"
	pack
	refused 6 unsigned
	sign stranger
	pack
	refused 6 signature
	sign
	echo "<!-- -->" >>"$T/manifest.xml"
	pack
	refused 6 signature
	bundle 2
	halve
	pack
	refused 6 bundle-changed
}

@test "refused: an older or the same number, also that of the program" {
	bundle 1
	refused 6 law-older
	bundle 5
	p law update "$B"
	ROWS=1
	refused 6 law-older
	bundle 4
	refused 6 law-older
	bundle 6
	p law update "$B"
}

@test "refused: cut short, not a zip, without a manifest, a table too few or too many" {
	bundle 2
	head -c 2000 "$B" >"$BATS_TEST_TMPDIR/short.zip"
	run json law update "$BATS_TEST_TMPDIR/short.zip"
	[ "$status" -eq 3 ]
	run json law update "$SOURCE/README.md"
	[ "$status" -eq 3 ]
	run json law update "$BATS_TEST_TMPDIR/nothing.zip"
	[ "$status" -eq 3 ]
	rm "$T/manifest.xml" "$T/manifest.xml.p7s"
	pack
	refused 3 bundle-malformed
	rm "$T/holidays.csv"
	bundle 2
	refused 3 bundle-table
	cp "$SOURCE/assess/tables/holidays.csv" "$T/"
	bundle 2
	echo x >"$T/beside.csv"
	pack
	refused 3 bundle-malformed
	rm "$T/beside.csv"
	manifest 2
	sed -i 's/serial="2"/serial="two"/' "$T/manifest.xml"
	sign
	pack
	refused 3 bundle-malformed
	cp "$SOURCE/assess/rules.def" "$T/"
	sed -i "s/serial=\"two\"/serial=\"2\"/; s|</law>|<table name=\"rules.def\" sha256=\"$(sha256sum "$T/rules.def" | cut -d' ' -f1)\"/></law>|" "$T/manifest.xml"
	sign
	pack
	refused 3 bundle-malformed
}

# spoiled FILE FROM TO
spoiled() {
	cp "$SOURCE/assess/tables/$1" "$T/"
	sed -i "0,/$2/s//$3/" "$T/$1"
	run ! cmp -s "$SOURCE/assess/tables/$1" "$T/$1"
	bundle 2
	refused 3 bundle-table
	[ "$(jq -r .file <<<"$output")" = "$1" ]
	[ "$(jq -r '.line > 0' <<<"$output")" = true ]
	cp "$SOURCE/assess/tables/$1" "$T/"
}

@test "refused: rows that overlap, a gap, a number written otherwise, a missing column, no statute" {
	spoiled limits.csv "2011-09-30" "2011-10-01"
	spoiled limits.csv "2011-09-30" "2011-09-29"
	spoiled reference_rates.csv "2005-07-01" "2005-07-02"
	spoiled limits.csv ",50000,dkk" ",50.000,dkk"
	spoiled limits.csv "name,valid_from" "name"
	spoiled limits.csv "lov 450\/2004,P" ",P"
	spoiled court_fees.csv "50000.01,100000" "50000.02,100000"
}

serve() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=127.0.0.1" \
		-addext "subjectAltName=IP:127.0.0.1" -keyout "$E/server.key" -out "$E/server.pem" 2>/dev/null
	(cd "$BATS_TEST_TMPDIR" && exec openssl s_server -accept 127.0.0.1:0 -WWW -cert "$E/server.pem" -key "$E/server.key") \
		>"$BATS_TEST_TMPDIR/server.log" 2>&1 3>&- &
	SERVER=$!
	local n
	for n in $(seq 100); do
		PORT=$(sed -n 's/^ACCEPT .*:\([0-9][0-9]*\)$/\1/p' "$BATS_TEST_TMPDIR/server.log")
		[ -z "$PORT" ] || return 0
		sleep 0.1
	done
	return 1
}

@test "a bundle is fetched over https, from a server whose certificate holds" {
	halve
	bundle 2
	serve
	run json law update "http://127.0.0.1:$PORT/bundle.zip"
	[ "$status" -eq 2 ]
	sed -i "s|^ca=.*|ca=$E/stranger.pem|" "$H/paakrav.conf"
	refused 5 wire-certificate "https://127.0.0.1:$PORT/bundle.zip?token=hidden"
	[[ "$output" != *hidden* && "$stderr" != *hidden* ]]
	sed -i '/^ca=/d' "$H/paakrav.conf"
	refused 5 wire-certificate "https://127.0.0.1:$PORT/bundle.zip"
	printf 'ca=%s\n' "$E/server.pem" >>"$H/paakrav.conf"
	json law update "https://127.0.0.1:$PORT/bundle.zip"
	json law verify | jq -e '.serial == 2'
	ROWS=1
	refused 6 law-older "https://127.0.0.1:$PORT/bundle.zip"
	kill "$SERVER"
	SERVER=
	refused 5 wire "https://127.0.0.1:$PORT/bundle.zip"
}

@test "a table that was changed in the store is found, and nothing decides by it" {
	halve
	bundle 2
	p law update "$B"
	sum=$(sha256sum "$T/limits.csv" | cut -d' ' -f1)
	chmod u+w "$H/documents/${sum:0:2}/$sum"
	sed -i 's/,10000,dkk/,90000,dkk/' "$H/documents/${sum:0:2}/$sum"
	run --separate-stderr json law verify
	[ "$status" -eq 6 ]
	jq -e '.schema == "paakrav.law-verify/1" and .ok == false and (.faults | length) == 1' <<<"$output"
	echo "$output" >"$BATS_TEST_TMPDIR/v.json"
	holds law-verify "$BATS_TEST_TMPDIR/v.json"
	run json assess $A
	[ "$status" -eq 6 ]
	# It goes on after the first fault.
	sum=$(sha256sum "$T/reference_rates.csv" | cut -d' ' -f1)
	chmod u+w "$H/documents/${sum:0:2}/$sum"
	rm "$H/documents/${sum:0:2}/$sum"
	run --separate-stderr json law verify
	[ "$status" -eq 6 ]
	jq -e '(.faults | length) == 2 and (.faults[0].where != .faults[1].where)' <<<"$output"
}

@test "an auditor may look and not update" {
	bundle 2
	run p --role auditor law update "$B"
	[ "$status" -eq 7 ]
	p --role auditor law verify
	p --role auditor assess $A --list | grep -q betalingspåkrav
}
