bats_require_minimum_version 1.5.0
load desk
# Timestamps from an authority made of `openssl ts` on loopback: good answers, and every bad one.

setup_file() {
	export TSA="$BATS_FILE_TMPDIR/tsa"
	mkdir -p "$TSA"
	echo good >"$TSA/mode"
	python3 -B "$SOURCE/tests/stamp_server.py" "$TSA" >"$TSA/log" 2>&1 3>&- &
	echo $! >"$TSA/pid"
	desk_walk 01-erhverv
	desk_confirm
	for _ in $(seq 100); do [ -e "$TSA/port" ] && break; sleep 0.1; done
	[ -e "$TSA/port" ]
}

teardown_file() {
	kill "$(cat "$TSA/pid")"
}

setup() {
	T="$BATS_TEST_TMPDIR" A=2026-000001
	desk_copy
	authority "http://127.0.0.1:$(cat "$TSA/port")/"
	mode good
	COURT="$OUT/til-aflevering/Retten i Odense"
}

authority() { printf '[timestamp]\nurl=%s\nca=%s\ntimeout_s=2\n' "$1" "${2-$TSA/root.pem}" >"$H/paakrav.conf"; }
mode() { echo "$1" >"$TSA/mode"; }
paakrav() { "$PAAKRAV" --home "$H" --today 2026-11-22 "$@"; }
json() { paakrav --format json "$@"; }
holds() { python3 -B "$SOURCE/tests/validate.py" "$@"; }

@test "export stamps the signature, and openssl ts says so too" {
	json export $A --out "$T/case.asice" >"$T/export.json"
	jq -e '.timestamp.time != null and (.timestamp.authority | contains("Proeve tidsstempel good"))' "$T/export.json"
	holds export "$T/export.json"
	[ "$(tail -1 "$TSA/asked")" = application/timestamp-query ]
	unzip -q "$T/case.asice" -d "$T/x"
	python3 -B - "$T" <<'PY'
import base64, re, sys
text = open(sys.argv[1] + "/x/META-INF/signatures0.xml").read()
names = "".join(f' xmlns:{p}="{u}"' for p, u in sorted(re.findall(r'xmlns:(\w+)="([^"]+)"', text)))
value = re.search(r"<ds:SignatureValue( Id=[^>]*>[^<]*</ds:SignatureValue>)", text).group(1)
open(sys.argv[1] + "/value", "w").write("<ds:SignatureValue" + names + value)
open(sys.argv[1] + "/token", "wb").write(base64.b64decode(re.search(r"<xades:EncapsulatedTimeStamp>([^<]+)<", text).group(1)))
PY
	openssl ts -verify -token_in -in "$T/token" -data "$T/value" -CAfile "$TSA/root.pem" 2>/dev/null | grep -q "Verification: OK"
	run ! openssl ts -verify -token_in -in "$T/token" -data "$T/value" -CAfile "$TSA/elsewhere.pem"
	# The signature itself is still xmlsec1's to agree to.
	(cd "$T/x" && xmlsec1 --verify --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties --pubkey-cert-pem "$H/keys/signer.pem" \
		META-INF/signatures0.xml 2>/dev/null)
}

@test "verify of a stamped container: without a root, with it, with another" {
	paakrav export $A --out "$T/case.asice" >/dev/null
	rm -r "$H/paakrav.conf"
	json verify "$T/case.asice" >"$T/verify1.json"
	json verify "$T/case.asice" --authority "$TSA/root.pem" --certificate "$H/keys/signer.pem" >"$T/verify2.json"
	jq -e '.ok and .timestamp.source == "contained" and (.notes | length) == 2' "$T/verify1.json"
	jq -e '.ok and .timestamp.source == "given" and .notes == []' "$T/verify2.json"
	holds verify "$T"/verify*.json
	run --separate-stderr json verify "$T/case.asice" --authority "$TSA/elsewhere.pem"
	[ "$status" -eq 6 ]
	jq -e '.timestamp == null and .faults[0].what == "timestamp"' <<<"$output"
	run --separate-stderr json verify "$T/case.asice" --authority "$T/verify1.json"
	[ "$status" -eq 3 ]
}

@test "a timestamp that is changed, or is another signature's, is named" {
	paakrav export $A --out "$T/one.asice" >/dev/null
	paakrav export $A --out "$T/two.asice" >/dev/null
	python3 -B - "$T" <<'PY'
import re, sys, zipfile
T = sys.argv[1]
NAME = "META-INF/signatures0.xml"
def parts(path):
    with zipfile.ZipFile(path) as z:
        return [(i, z.read(i)) for i in z.infolist()]
one, two = parts(T + "/one.asice"), dict((i.filename, b) for i, b in parts(T + "/two.asice"))
token = re.compile(rb"<xades:EncapsulatedTimeStamp>([^<]+)<")
def write(path, change):
    with zipfile.ZipFile(path, "w") as z:
        for info, data in one:
            z.writestr(info, change(data) if info.filename == NAME else data)
other = token.search(two[NAME]).group(0)
write(T + "/swapped.asice", lambda d: token.sub(lambda m: other, d))
PY
	run --separate-stderr json verify "$T/swapped.asice"
	[ "$status" -eq 6 ]
	jq -e 'any(.faults[]; .what == "timestamp" and .where == "META-INF/signatures0.xml")' <<<"$output"
}

@test "every bad answer is an error that names the authority, and no container is left" {
	for case in nonce:stamp-nonce hash:stamp-hash expired:stamp-signature other:stamp-signature refuse:stamp-refused html:stamp-answer \
		slow:wire huge:wire-size 503:wire-status; do
		mode "${case%%:*}"
		run --separate-stderr json export $A --out "$T/bad.asice"
		[ "$status" -eq 5 ] || { echo "$case: $status $output"; return 1; }
		[ "$(jq -r .code <<<"$output")" = "${case##*:}" ] || { echo "$case: $output"; return 1; }
		[[ "$(jq -r .file <<<"$output")" == *127.0.0.1* ]]
		[ ! -e "$T/bad.asice" ]
	done
	[ -z "$(find "$T" -maxdepth 1 -name '.2026*')" ]
}

@test "wrong settings are a sentence" {
	authority "http://127.0.0.1:1/"
	run --separate-stderr json export $A --out "$T/bad.asice"
	[ "$status" -eq 5 ]
	[ "$(jq -r .code <<<"$output")" = wire ]
	authority "ftp://127.0.0.1/"
	run --separate-stderr json export $A --out "$T/bad.asice"
	[ "$status" -eq 2 ]
	[ "$(jq -r .code <<<"$output")" = not-http ]
	authority "http://127.0.0.1:1/" "$T/none.pem"
	run --separate-stderr json export $A --out "$T/bad.asice"
	[ "$status" -eq 2 ]
	[ "$(jq -r .code <<<"$output")" = timestamp-settings ]
}

@test "a package's receipt is stamped by package and approve, not by run; openssl agrees" {
	jq -e '.timestamp == null and .seal != null' "$OUT/til-godkendelse/$A.receipt.json"
	paakrav package $A --out "$OUT" >/dev/null
	jq -e '.timestamp.token != null' "$OUT/til-godkendelse/$A.receipt.json"
	asked=$(wc -l <"$TSA/asked")
	paakrav approve $A --by "Anna Vest" --for 2026-11-22 --out "$OUT" >/dev/null
	[ "$(wc -l <"$TSA/asked")" -gt "$asked" ]
	holds receipt "$COURT/$A.receipt.json"
	jq -j '"paakrav-receipt/1\n\(.sha256)\n\(.journal.seq)\n\(.journal.hash)\n"' "$COURT/$A.receipt.json" >"$T/data"
	jq -r .timestamp.token "$COURT/$A.receipt.json" | base64 -d >"$T/token"
	openssl ts -verify -token_in -in "$T/token" -data "$T/data" -CAfile "$TSA/root.pem" 2>/dev/null | grep -q "Verification: OK"
	json verify "$COURT/$A.zip" --authority "$TSA/root.pem" | jq -e '.ok and .timestamp.source == "given"'
	# The receipt's journal head still stands in the books.
	paakrav ledger verify --receipt "$COURT/$A.receipt.json" >/dev/null
	jq '.timestamp = null' "$COURT/$A.receipt.json" >"$T/receipt" && cp "$T/receipt" "$COURT/$A.receipt.json"
	run --separate-stderr json verify "$COURT/$A.zip"
	[ "$status" -eq 6 ]
}

@test "an authority that is silent while papers are approved: nothing is half done, and again it is" {
	mode html
	run --separate-stderr json approve $A --by "Anna Vest" --for 2026-11-22 --out "$OUT"
	[ "$status" -eq 5 ]
	[ ! -e "$COURT/$A.zip" ]
	mode good
	paakrav approve $A --by "Anna Vest" --for 2026-11-22 --out "$OUT" >/dev/null
	json verify "$COURT/$A.zip" | jq -e '.ok and .timestamp != null'
}
