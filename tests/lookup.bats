# The look-ups: registers on loopback with recorded answers, and every way in which a register fails to answer.

bats_require_minimum_version 1.5.0

setup_file() {
	export S=$BATS_FILE_TMPDIR/server
	mkdir -p "$S"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=localhost" \
		-addext "subjectAltName=DNS:localhost" -keyout "$S/server.key" -out "$S/server.pem" 2>/dev/null
	python3 -B "$SOURCE/tests/lookup_server.py" "$S" 3>&- &
	echo $! >"$S/pid"
	local n
	for n in $(seq 100); do
		[ -e "$S/port" ] && break
		sleep 0.1
	done
	[ -e "$S/port" ]
	# One taken case, copied for each test: 2026-000001, its debtor a firm in Odense.
	mkdir -p "$BATS_FILE_TMPDIR/inbox/a" "$BATS_FILE_TMPDIR/inbox/b"
	claim "Solsikkens Cafe ApS" L-1 >"$BATS_FILE_TMPDIR/inbox/a/claim.xml"
	claim "Solsikkens Cafe ApS" L-2 >"$BATS_FILE_TMPDIR/inbox/b/claim.xml"
	"$PAAKRAV" --home "$BATS_FILE_TMPDIR/home" --today 2026-11-22 inbox "$BATS_FILE_TMPDIR/inbox" >/dev/null
}

teardown_file() {
	kill "$(cat "$S/pid")"
}

claim() {
	cat <<-XML
	<?xml version="1.0" encoding="UTF-8"?>
	<claim xmlns="urn:paakrav:claim:1">
	  <creditor><name>Nordlys Tavler ApS</name><address>Dyssegårdsvej 3</address><postcode>2870</postcode><city>Dyssegård</city><country>DK</country><cvr>99001011</cvr></creditor>
	  <debtor id="d1" kind="business"><name>$1</name><address>Overgade 7</address><postcode>5000</postcode><city>Odense C</city><country>DK</country><cvr>99002018</cvr></debtor>
	  <item id="i1" kind="other-money"><number>$2</number><description>Hejsetavle</description><principal>12500.00</principal><issued-on>2026-08-03</issued-on><due-on>2026-09-02</due-on></item>
	  <event name="demand_sent" on="2026-10-05" deadline-on="2026-10-19"/>
	</claim>
	XML
}

setup() {
	H=$BATS_TEST_TMPDIR/home
	cp -r "$BATS_FILE_TMPDIR/home" "$H"
	: >"$S/asked"
	echo company-active.json >"$S/company"
	echo address-nested.json >"$S/address"
	conf
}

conf() {
	cat >"$H/paakrav.conf" <<-CONF
	[lookup]
	company=https://localhost:$(cat "$S/port")/cvr/{cvr}
	address=https://localhost:$(cat "$S/port")/adresser?q={address}&postnr={postcode}
	timeout_s=10
	ca=$S/server.pem
	CONF
}

p() {
	"$PAAKRAV" --home "$H" --today "${DAY:-2026-11-22}" --format json "$@"
}

# fact NAME: its values, newest last
fact() {
	p facts 2026-000001 | jq -r --arg n "$1" '[.facts[] | select(.name == $n) | .value] | join(" ")'
}

# verdict RULE
verdict() {
	{ p assess 2026-000001 --all || [ $? -eq 1 ]; } | jq -r --arg r "$1" '.findings[] | select(.id == $r) | .verdict'
}

# refused CODE EXIT ARGS…: the look-up ends so, and records nothing
refused() {
	local code=$1 want=$2 before
	shift 2
	before=$(p facts 2026-000001 | sha256sum)
	run --separate-stderr p lookup 2026-000001 "$@"
	[ "$status" -eq "$want" ]
	[ "$(jq -r .code <<<"$output")" = "$code" ]
	[ "$(jq -r .remedy <<<"$output")" != null ]
	python3 -B "$SOURCE/tests/validate.py" <<<"$output"
	[ "$(p facts 2026-000001 | sha256sum)" = "$before" ]
}

@test "without a configuration nothing is asked, and the error says what to write" {
	rm "$H/paakrav.conf"
	refused lookup-conf 2
	[[ "$output" == *"{cvr}"* ]]
	[ ! -s "$S/asked" ]
}

@test "both registers answer: facts with source, place and day, and the answer is kept" {
	[ "$(verdict U12)" = UNKNOWN ]
	run --separate-stderr p lookup 2026-000001
	[ "$status" -eq 0 ]
	python3 -B "$SOURCE/tests/validate.py" --break <<<"$output"
	jq -e '[.lookups[] | [.debtor, .what, .outcome]] == [["d1", "company", "asked"], ["d1", "address", "asked"]]' <<<"$output"
	jq -e '.facts[] | select(.name == "debtor.status") | .value == "active" and .raw == "NORMAL" and .status == "read"
		and .proof.reader == "lookup" and .proof.document == "opslag/virksomhed-99002018-2026-11-22.json"
		and (.proof.place | endswith("/sammensatStatus"))' <<<"$output"
	jq -e '.facts[] | select(.name == "debtor.municipality") | .value == "Odense"' <<<"$output"
	local sha
	sha=$(jq -r '.lookups[0].sha256' <<<"$output")
	cmp "$H/documents/${sha:0:2}/$sha" "$SOURCE/fixtures/lookup/company-active.json"
	sort "$S/asked" | diff - <(printf '%s\n' '/adresser?q=Overgade%207&postnr=5000' /cvr/99002018)
	[ "$(fact debtor.court_district)" = "Retten i Odense" ]
	[ "$(fact debtor.looked_up_on)" = 2026-11-22 ]
	[ "$(verdict U12)" = CLEAR ]
	[ "$(verdict U13)" = CLEAR ]
	[ "$(verdict R10)" = CLEAR ]
	DAY=2026-11-29
	[ "$(verdict U12)" = CLEAR ]
	DAY=2026-11-30
	[ "$(verdict U12)" = UNKNOWN ]
}

@test "on the same day nobody is asked twice, not about another case either" {
	p lookup 2026-000001 >/dev/null
	: >"$S/asked"
	echo 500 >"$S/company"
	p lookup 2026-000001 | jq -e '[.lookups[].outcome] == ["known", "known"] and (.facts | length) == 9'
	p lookup 2026-000002 | jq -e '[.lookups[].outcome] == ["cached", "cached"] and (.facts | length) == 9'
	[ ! -s "$S/asked" ]
	DAY=2026-11-23
	echo company-bankrupt.json >"$S/company"
	p lookup 2026-000001 --what company | jq -e '[.lookups[].outcome] == ["asked"]'
	[ "$(cat "$S/asked")" = /cvr/99002018 ]
	[ "$(fact debtor.status)" = "active bankrupt" ]
	[ "$(verdict U12)" = FOUND ]
	# As it was known on the day before, it is not.
	DAY=2026-11-22
	[ "$(verdict U12)" = UNKNOWN ]
}

@test "what the register says, the rules hear" {
	DAY=2026-11-23
	echo company-reconstruction.json >"$S/company"
	p lookup 2026-000001 --what company >/dev/null
	[ "$(verdict U12)" = CLEAR ]
	[ "$(verdict U13)" = FOUND ]
	[ "$(verdict R10)" = FOUND ]
	run --separate-stderr p --lang en assess 2026-000001 --all
	[[ "$output" == *"Solsikkens Drift ApS"*"Solsikkens Cafe ApS"* || "$output" == *"Solsikkens Cafe ApS"*"Solsikkens Drift ApS"* ]]
	DAY=2026-11-24
	echo company-dissolved.json >"$S/company"
	p lookup 2026-000001 --what company >/dev/null
	[ "$(verdict R11)" = FOUND ]
	[ "$(verdict R10)" = CLEAR ]
	DAY=2026-11-25
	echo company-winding-up.json >"$S/company"
	p lookup 2026-000001 --what company >/dev/null
	[ "$(fact debtor.status)" = "reconstruction dissolved unknown" ]
	[ "$(verdict U12)" = UNKNOWN ]
}

@test "no answer is no fact: 404, 500, html, cut short, too large, nobody there" {
	local order
	for order in 404 500; do
		echo $order >"$S/company"
		refused wire-status 5 --what company
	done
	echo html >"$S/company"
	refused lookup-json 3 --what company
	echo cut >"$S/company"
	refused wire 5 --what company
	echo huge >"$S/company"
	refused wire-size 5 --what company
	echo 200 >"$S/company"
	refused lookup-answer 3 --what company
	echo address-none.json >"$S/address"
	refused lookup-answer 3 --what address
	sed -i 's/localhost:[0-9]*/localhost:9/' "$H/paakrav.conf"
	refused wire 5 --what company
	[ "$(verdict U12)" = UNKNOWN ]
}

@test "a register that never answers is given up" {
	sed -i 's/timeout_s=10/timeout_s=1/' "$H/paakrav.conf"
	echo slow >"$S/company"
	refused wire 5 --what company
}

@test "an answer about another company, or another postcode, is not believed" {
	echo company-other.json >"$S/company"
	refused lookup-other 3 --what company
	echo address-flat.json >"$S/address"
	refused lookup-other 3 --what address
}

@test "what of two look-ups was answered stays, when the other fails" {
	echo 500 >"$S/address"
	run --separate-stderr p lookup 2026-000001
	[ "$status" -eq 5 ]
	[ "$(fact debtor.status)" = active ]
	[ "$(fact debtor.municipality)" = "" ]
	echo address-nested.json >"$S/address"
	p lookup 2026-000001 | jq -e '[.lookups[].outcome] == ["known", "asked"]'
}

@test "only https, only a certificate that holds" {
	sed -i 's/company=https:/company=http:/' "$H/paakrav.conf"
	refused not-https 2 --what company
	conf
	sed -i '/^ca=/d' "$H/paakrav.conf"
	refused wire-certificate 5 --what company
	conf
	sed -i 's/localhost/127.0.0.1/' "$H/paakrav.conf"
	refused wire-certificate 5 --what company
	[ ! -s "$S/asked" ]
}

@test "a configuration that asks for nothing is refused" {
	sed -i 's/{cvr}/99002018/' "$H/paakrav.conf"
	refused lookup-conf 2
	conf
	sed -i 's/?q={address}/\/{address}/' "$H/paakrav.conf"
	refused lookup-conf 2
	conf
	sed -i 's/timeout_s=10/timeout_s=61/' "$H/paakrav.conf"
	refused lookup-conf 2
	conf
	sed -i '/^address=/d' "$H/paakrav.conf"
	refused lookup-conf 2 --what address
	[ ! -s "$S/asked" ]
}

@test "what cannot be looked up is said" {
	refused usage 2 --what court
	refused no-such-debtor 3 --debtor d9
	local id
	id=$(p facts 2026-000001 | jq '.facts[] | select(.name == "party.cvr" and .subject == "debtor/d1") | .id')
	p decide 2026-000001 "$id" reject >/dev/null
	refused lookup-nothing 3 --what company
	p lookup 2026-000001 | jq -e '[.lookups[].outcome] == ["skipped", "asked"]'
	run --separate-stderr p --role auditor lookup 2026-000001
	[ "$status" -eq 7 ]
}

@test "a file in a submission that is named like an answer is none" {
	mkdir -p "$BATS_TEST_TMPDIR/in/x/opslag"
	claim "Solsikkens Cafe ApS" L-3 >"$BATS_TEST_TMPDIR/in/x/claim.xml"
	cp "$SOURCE/fixtures/lookup/company-dissolved.json" "$BATS_TEST_TMPDIR/in/x/opslag/virksomhed-99002018-2026-11-22.json"
	p inbox "$BATS_TEST_TMPDIR/in" >/dev/null
	p facts 2026-000003 | jq -e '[.facts[] | select(.name == "debtor.status")] == []'
	p lookup 2026-000003 --what company | jq -e '.lookups[0] | .outcome == "asked"
		and .document == "opslag/virksomhed-99002018-2026-11-22-2.json"'
	p facts 2026-000003 | jq -e '[.facts[] | select(.name == "debtor.status") | .value] == ["active"]'
}

@test "a code is answered with a code, and a contradiction is a person's" {
	local id
	p lookup 2026-000001 --what address >/dev/null
	id=$(p facts 2026-000001 | jq '.facts[] | select(.name == "debtor.municipality") | .id')
	p decide 2026-000001 "$id" correct 0461 >/dev/null
	DAY=2026-11-23
	p lookup 2026-000001 --what address >/dev/null
	[ "$(fact debtor.municipality)" = "0461 0461" ]
	[ "$(verdict R01)" = CLEAR ]
}

@test "the text for people" {
	run "$PAAKRAV" --home "$H" --today 2026-11-22 lookup 2026-000001
	[ "$status" -eq 0 ]
	[[ "$output" == *"debtor.status"*"active"*"opslag/virksomhed-99002018-2026-11-22.json"* ]]
}
