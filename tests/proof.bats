bats_require_minimum_version 1.5.0
# A creditor's own entries, proved to be in the books, by the program and by a shell with nothing of ours.

setup_file() {
	export WALK="$BATS_FILE_TMPDIR/walk"
	mkdir -p "$WALK/inbox"
	for story in 01-erhverv 34-advokat; do cp -r "$SOURCE/fixtures/inbox/$story" "$WALK/inbox/"; done
	sed -i 's/<operator kind="self"/<operator kind="lawyer"/' "$WALK/inbox/01-erhverv/claim.xml"
	"$PAAKRAV" --home "$WALK/home" --today 2026-11-22 run "$WALK/inbox" --out "$WALK/out" >/dev/null
	for n in 1 2 3; do
		for c in 1 2; do "$PAAKRAV" --home "$WALK/home" --today 2026-11-22 note 2026-00000$c payment --on 2026-11-0$n --amount 10$n --paid-to operator >/dev/null; done
	done
}

setup() {
	T="$BATS_TEST_TMPDIR" H="$BATS_TEST_TMPDIR/home" C=2026-000001
	cp -r "$WALK/home" "$H"
}

paakrav() { "$PAAKRAV" --home "$H" --today 2026-11-22 "$@"; }
check() { "$PAAKRAV" proof verify "$@" --format json; }
holds() { python3 -B "$SOURCE/tests/validate.py" "$@"; }

@test "the proof holds, shows every entry of the case and none of another" {
	paakrav --role creditor proof $C --format json >"$T/p.json"
	holds proof "$T/p.json"
	check "$T/p.json" >"$T/v.json"
	holds proof-verify "$T/v.json"
	jq -e '.ok and .count > 0' "$T/v.json"
	"$PAAKRAV" proof verify "$T/p.json" | grep -q "At det er alle sagens linjer, er husets underskrevne ord"
	[ "$(jq .count "$T/v.json")" -eq "$(paakrav ledger --case $C --format json | jq .count)" ]
	[ "$(jq .sum_ore "$T/v.json")" -eq "$(paakrav ledger --case $C --format json | jq .sum_ore)" ]
	run -1 grep -q 2026-000002 "$T/p.json"
	[ "$(jq .tree.size "$T/p.json")" -eq "$(paakrav ledger --format json | jq .count)" ]
}

@test "a stranger's few lines of Python come to the same root" {
	paakrav proof $C --format json >"$T/p.json"
	python3 - "$T/p.json" <<'PY'
import hashlib, json, sys
p = json.load(open(sys.argv[1], encoding="utf-8"))
sha = lambda b: hashlib.sha256(b).digest()
for e in p["entries"]:
    node = sha(b"\0" + sha(e["text"].encode()))
    index, last = e["seq"] - 1, p["tree"]["size"] - 1
    path = [bytes.fromhex(h) for h in e["path"]]
    while last > 0:
        if index % 2 or index < last:
            beside = path.pop(0)
            node = sha(b"\1" + beside + node) if index % 2 else sha(b"\1" + node + beside)
        index, last = index // 2, last // 2
    assert not path and node.hex() == p["tree"]["root"], e["seq"]
    assert sha(bytes.fromhex(e["salt"]) + e["payload"].encode()).hex() == e["text"].split("\n")[10]
PY
}

@test "whatever is changed in the file is noticed" {
	paakrav proof $C --format json >"$T/p.json"
	local n=0 change what
	while IFS='|' read -r what change; do
		jq "$change" "$T/p.json" >"$T/bad.json"
		run --separate-stderr check "$T/bad.json"
		[ "$status" -eq 6 ] || { echo "not noticed: $change"; return 1; }
		jq -e --arg w "$what" 'any(.faults[]; .what == $w)' <<<"$output" || { echo "$change: $output"; return 1; }
		n=$((n + 1))
	done <<-'END'
		path|.entries[0].text |= sub("client"; "klient")
		path|.entries[0].path[0] |= sub("^."; "z")
		path|.entries[0].seq += 1
		path|.entries[0].path |= .[1:]
		payload|.entries[0].payload += " "
		payload|.entries[0].salt |= sub("^.."; "zz")
		signature|.tree.head |= sub("^.";"x")
		signature|.tree.signature |= (.[0:300] + "AAAA" + .[304:])
		text|.case = "2026-000002"
		tree|.tree.root = "ab"
		list|del(.entries[1])
		list|.entries[1].payload = null
		list|.entries += .entries[:1]
		list|del(.entries[1]) | .count -= 1
		list|.made_on = "2026-11-30"
		list|.signature = null
		count|.count = 99
	END
	[ "$n" -eq 17 ]
	jq '.tree.size += 1' "$T/p.json" >"$T/bad.json"
	run check "$T/bad.json"
	[ "$status" -eq 6 ]
}

@test "later books are seen to have grown from earlier ones, and cut or other books are not" {
	paakrav proof $C --format json >"$T/old.json"
	paakrav note 2026-000002 payment --on 2026-11-19 --amount 7 --paid-to operator >/dev/null
	paakrav proof $C --since "$T/old.json" --format json >"$T/new.json"
	holds proof "$T/new.json"
	check "$T/new.json" --since "$T/old.json"
	jq '.growth.path[0] |= (if startswith("0") then sub("^.";"1") else sub("^.";"0") end)' "$T/new.json" >"$T/bad.json"
	run check "$T/bad.json" --since "$T/old.json"
	[ "$status" -eq 6 ]
	# Yesterday's copy in place of the store.
	rm -rf "$H" && cp -r "$WALK/home" "$H"
	run --separate-stderr paakrav proof $C --since "$T/new.json" --format json
	[ "$status" -eq 6 ]
	jq -e '.code == "shrunk"' <<<"$output"
}

@test "without a certificate it says on whose word, and another's certificate does not do" {
	paakrav proof $C --format json >"$T/p.json"
	check "$T/p.json" | jq -e '.signer.source == "contained" and (.notes | length) >= 2'
	check "$T/p.json" --certificate "$H/keys/signer.pem" | jq -e '.signer.source == "given"'
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$T/k" -out "$T/other.pem" -subj /CN=en-anden 2>/dev/null
	run check "$T/p.json" --certificate "$T/other.pem"
	[ "$status" -eq 6 ]
	run check "$H/keys/signer.pem"
	[ "$status" -eq 3 ]
	run paakrav proof 2026-999999
	[ "$status" -eq 3 ]
}
