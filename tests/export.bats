bats_require_minimum_version 1.5.0
load desk
# The case file: what is in the container, that tools which are not ours agree, and that a changed byte is named.

setup_file() {
	desk_walk 01-erhverv 07-indsigelse
	desk_confirm
	desk_approve 2026-11-22 2026-000001
	"$PAAKRAV" --home "$WALK/home" --today 2026-11-22 filed 2026-000001 --on 2026-11-22 >/dev/null
	"$PAAKRAV" --home "$WALK/home" --today 2026-11-22 export 2026-000001 --papers "$WALK/out" --out "$WALK/case.asice" >/dev/null
}

setup() {
	H="$WALK/home" T="$BATS_TEST_TMPDIR"
	COURT="$WALK/out/til-aflevering/Retten i Odense"
}

paakrav() { "$PAAKRAV" --home "$H" --today 2026-11-22 "$@"; }
json() { paakrav --format json "$@"; }

# flip FILE AT: the byte there becomes another
flip() {
	python3 -B -c 'import sys
with open(sys.argv[1], "r+b") as f:
    f.seek(int(sys.argv[2])); b = f.read(1); f.seek(int(sys.argv[2])); f.write(bytes([b[0] ^ 1]))' "$1" "$2"
}

holds() { python3 -B "$SOURCE/tests/validate.py" "$@"; }

@test "the container has the originals, the record, the books and the papers, and its schemas hold" {
	unzip -q "$WALK/case.asice" -d "$T/x"
	for file in manifest facts events assessment journal approvals letters outbox; do [ -s "$T/x/$file.json" ]; done
	cmp "$T/x/documents/0002-faktura.xml" "$SOURCE/fixtures/inbox/01-erhverv/faktura.xml"
	cmp "$T/x/papers/2026-000001.zip" "$COURT/2026-000001.zip"
	holds case-file "$T/x/manifest.json"
	holds case-journal "$T/x/journal.json"
	holds receipt "$T/x/papers/2026-000001.receipt.json"
	holds facts "$T/x/facts.json"
	holds approvals "$T/x/approvals.json"
	holds letters "$T/x/letters.json"
	holds outbox "$T/x/outbox.json"
	# The books' line of the hand-in, with what its hash is made of.
	jq -e '.entries | length == 1' "$T/x/journal.json"
	python3 -B - "$T/x/journal.json" <<'PY'
import hashlib, json, sys
journal = json.load(open(sys.argv[1]))
for e in journal["entries"]:
    text = "\n".join(["paakrav-journal/1", str(e["seq"]), e["prev"], e["id"], e["case"], e["booked_on"], e["kind"], e["debit"],
                      e["credit"], str(e["amount_ore"]), e["commitment"]]) + "\n"
    assert hashlib.sha256(text.encode()).hexdigest() == e["hash"]
    assert hashlib.sha256(bytes.fromhex(e["salt"]) + e["payload"].encode()).hexdigest() == e["commitment"]
assert journal["head"]["hash"] == journal["entries"][-1]["hash"]
PY
}

@test "unzip, xmlsec1 and openssl agree; another key does not" {
	unzip -tq "$WALK/case.asice"
	unzip -q "$WALK/case.asice" -d "$T/x"
	[ "$(head -c 69 "$WALK/case.asice" | tail -c 39)" = mimetypeapplication/vnd.etsi.asic-e+zip ]
	cd "$T/x"
	xmlsec1 --verify --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties --pubkey-cert-pem "$H/keys/signer.pem" META-INF/signatures0.xml 2>"$T/said"
	n=$(jq '.parts | length' manifest.json)
	grep -q "SignedInfo References (ok/all): $((n + 2))/$((n + 2))" "$T/said"
	openssl cms -verify -binary -inform DER -in papers/2026-000001.zip.p7s -content papers/2026-000001.zip -certfile "$H/keys/signer.pem" \
		-noverify -out /dev/null
	openssl ecparam -name prime256v1 -genkey -noout -out "$T/other.key"
	openssl req -x509 -new -key "$T/other.key" -subj /CN=other -days 30 -out "$T/other.pem"
	run ! xmlsec1 --verify --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties --pubkey-cert-pem "$T/other.pem" --enabled-key-data ec META-INF/signatures0.xml
	# And they notice a change.
	flip facts.json 100
	run ! xmlsec1 --verify --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties --pubkey-cert-pem "$H/keys/signer.pem" META-INF/signatures0.xml
}

@test "verify needs no store, says whose certificate counted, and that nobody stamped it" {
	"$PAAKRAV" --home "$T/nothing" --format json verify "$WALK/case.asice" >"$T/verify1.json"
	"$PAAKRAV" --home "$T/nothing" --format json verify "$WALK/case.asice" --certificate "$H/keys/signer.pem" >"$T/verify2.json"
	[ ! -e "$T/nothing" ]
	jq -e '.ok and .kind == "case-file" and .case == "2026-000001" and .signer.source == "contained" and .timestamp == null and (.notes | length) == 2' "$T/verify1.json"
	jq -e '.ok and .signer.source == "given" and (.notes | length) == 1' "$T/verify2.json"
	holds verify "$T"/verify*.json
	# Under another certificate it does not hold.
	mkdir "$T/other"
	"$PAAKRAV" --home "$T/other" --today 2026-11-22 run "$WALK/inbox" --out "$T/out" >/dev/null
	run --separate-stderr json verify "$WALK/case.asice" --certificate "$T/other/keys/signer.pem"
	[ "$status" -eq 6 ]
	jq -e '.ok == false and ([.faults[].what] | index("certificate") and index("signature"))' <<<"$output"
}

@test "a byte changed in any part is named, wherever it lies" {
	python3 -B - "$WALK/case.asice" "$T" <<'PY' >"$T/places"
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    for info in z.infolist():
        start = info.header_offset + 30 + len(info.filename)
        n = len(info.filename)
        print(start + (0, info.file_size // 2, info.file_size - 1)[n % 3], info.filename)
        print(info.header_offset + (14, 8, 10, 28)[n % 4], info.filename) # checksum, method, hour, more fields
PY
	[ "$(wc -l <"$T/places")" -gt 30 ]
	while read -r at name; do
		cp "$WALK/case.asice" "$T/bad.asice"
		flip "$T/bad.asice" "$at"
		code=0
		json verify "$T/bad.asice" >"$T/said.json" || code=$?
		[ "$code" -eq 6 ] || { echo "$at $name: $code"; return 1; }
		jq -e --arg name "$name" '.ok == false and any(.faults[]; .where == $name)' "$T/said.json" >/dev/null ||
			{ echo "$at $name"; cat "$T/said.json"; return 1; }
	done <"$T/places"
}

@test "what is added, taken away, renamed, cut off or hung on is found" {
	bad() {
		run --separate-stderr json verify "$T/bad.asice"
		[ "$status" -eq 6 ]
		jq -e '.ok == false and (.faults | length) > 0' <<<"$output" >/dev/null
	}
	cp "$WALK/case.asice" "$T/bad.asice"; printf x >>"$T/bad.asice"; bad
	head -c -1 "$WALK/case.asice" >"$T/bad.asice"; bad
	head -c 5000 "$WALK/case.asice" >"$T/bad.asice"; bad
	: >"$T/bad.asice"; bad
	printf 'PK' >"$T/bad.asice"; bad
	cp "$WALK/case.asice" "$T/bad.asice"; (cd "$T" && echo hello >extra.txt && zip -q -0 -X bad.asice extra.txt); bad
	cp "$WALK/case.asice" "$T/bad.asice"; zip -q -d "$T/bad.asice" events.json; bad
	# The same parts, packed by another program: they hold, but it is not the file that was handed out.
	unzip -q "$WALK/case.asice" -d "$T/x"; rm -f "$T/bad.asice"; (cd "$T/x" && zip -q -0 -X ../bad.asice mimetype && zip -q -r ../bad.asice . -x mimetype); bad
	run --separate-stderr json verify "$T/nothing.asice"
	[ "$status" -eq 3 ]
}

@test "the same case on the same day has the same parts; only the signature differs" {
	paakrav export 2026-000001 --papers "$WALK/out" --out "$T/again.asice" >/dev/null
	for file in "$WALK/case.asice" "$T/again.asice"; do
		python3 -B -c 'import sys, zipfile, hashlib
with zipfile.ZipFile(sys.argv[1]) as z:
    for i in z.infolist():
        if "signatures" not in i.filename: print(i.filename, hashlib.sha256(z.read(i)).hexdigest())' "$file" >"$T/$(basename "$file").list"
	done
	diff "$T/case.asice.list" "$T/again.asice.list"
	# a folder takes the file of the usual name
	mkdir -p "$T/folder"
	[ "$(json export 2026-000001 --papers "$WALK/out" --out "$T/folder" | jq -r .file)" = "$T/folder/2026-000001.asice" ]
	(export TZ=Pacific/Kiritimati LC_ALL=C; paakrav --lang en export 2026-000001 --papers "$WALK/out" --out "$T/far.asice" >/dev/null)
	[ "$(unzip -p "$T/far.asice" manifest.json | sha256sum)" = "$(unzip -p "$WALK/case.asice" manifest.json | sha256sum)" ]
	[ "$(find "$T" -name '.2026*')" = "" ]
}

@test "what is neither a case file nor a package is said to be neither" {
	run --separate-stderr json verify "$SOURCE/README.md"
	[ "$status" -eq 3 ]
	[ "$(jq -r .code <<<"$output")" = not-a-container ]
}

@test "verify of a package: zip, signature and receipt, and a changed byte in each" {
	run --separate-stderr json verify "$COURT/2026-000001.zip"
	[ "$status" -eq 0 ]
	jq -e '.kind == "package" and .ok and .case == "2026-000001" and (.parts | length) > 2' <<<"$output"
	for name in 2026-000001.zip.p7s 2026-000001.receipt.json; do json verify "$COURT/$name" >/dev/null; done
	for tail in zip zip.p7s receipt.json; do
		cp "$COURT"/2026-000001.zip* "$COURT/2026-000001.receipt.json" "$T/"
		size=$(stat -c %s "$T/2026-000001.$tail")
		for at in 5 40 $((size / 5)) $((size / 3)) $((size / 2)) $((size - 3)); do
			flip "$T/2026-000001.$tail" "$at"
			run --separate-stderr json verify "$T/2026-000001.zip"
			[ "$status" -eq 6 ] || { echo "$tail $at: $status $output"; return 1; }
			flip "$T/2026-000001.$tail" "$at"
		done
		json verify "$T/2026-000001.zip" >/dev/null
		[ "$tail" = zip ] || { rm "$T/2026-000001.$tail"; run --separate-stderr json verify "$T/2026-000001.zip"; [ "$status" -eq 6 ]; }
	done
}

@test "a document that the store has lost is an error or a note, and never a half container" {
	cp -r "$H" "$T/home"
	H="$T/home"
	hash=$(sha256sum "$SOURCE/fixtures/inbox/01-erhverv/faktura.xml" | cut -d' ' -f1)
	echo "something else" >"$H/documents/${hash:0:2}/$hash" 2>/dev/null || { chmod u+w "$H/documents/${hash:0:2}/$hash"; echo "something else" >"$H/documents/${hash:0:2}/$hash"; }
	run --separate-stderr json export 2026-000001 --out "$T/lost.asice"
	[ "$status" -eq 6 ]
	[ ! -e "$T/lost.asice" ]
	rm -f "$H/documents/${hash:0:2}/$hash"
	json export 2026-000001 --papers "$WALK/out" --out "$T/lost.asice" >"$T/export.json"
	jq -e '.notes | length == 1' "$T/export.json"
	holds export "$T/export.json"
	json verify "$T/lost.asice" >/dev/null
	run --separate-stderr json export 2026-999999 --out "$T/none.asice"
	[ "$status" -eq 3 ]
}
