bats_require_minimum_version 1.5.0
# A whole home copied while it is used, and put back where there is none: the drill.

setup_file() {
	export WALK="$BATS_FILE_TMPDIR/walk"
	mkdir -p "$WALK/inbox"
	for story in 01-erhverv 34-advokat; do cp -r "$SOURCE/fixtures/inbox/$story" "$WALK/inbox/"; done
	"$PAAKRAV" --home "$WALK/home" --today 2026-11-22 run "$WALK/inbox" --out "$WALK/out" >/dev/null
	"$PAAKRAV" --home "$WALK/home" --today 2026-11-22 note 2026-000002 payment --on 2026-11-20 --amount 100 --paid-to operator >/dev/null
	printf '[firm]\nname=Firmaet\n' >"$WALK/home/paakrav.conf"
}

setup() {
	T="$BATS_TEST_TMPDIR" H="$BATS_TEST_TMPDIR/home" B="$BATS_TEST_TMPDIR/kopi"
	cp -r "$WALK/home" "$H"
}

at() { "$PAAKRAV" --home "$1" --today 2026-11-22 "${@:2}"; }
holds() { python3 -B "$SOURCE/tests/validate.py" "$@"; }
refused() { # CODE EXIT COMMAND…
	run --separate-stderr "${@:3}" --format json
	[ "$status" -eq "$2" ]
	[ "$(jq -r .code <<<"$output")" = "$1" ]
}

@test "what is backed up and restored answers as before, and the list is a receipt" {
	at "$H" backup "$B" --format json >"$T/made.json"
	jq -e '.entries > 0 and .skipped == []' "$T/made.json"
	[ "$(jq .files "$T/made.json")" -eq "$(jq '.files | length' "$B/backup.json")" ]
	holds backup-made "$T/made.json"
	holds backup "$B/backup.json"
	openssl cms -verify -binary -inform DER -in "$B/backup.json.p7s" -content "$B/backup.json" \
		-CAfile "$B/keys/signer.pem" -purpose any -out /dev/null
	at "$T/igen" restore "$B" --format json >"$T/restored.json"
	holds restored "$T/restored.json"
	for command in status ledger "events 2026-000001" "facts 2026-000001"; do
		# shellcheck disable=SC2086
		diff <(at "$H" $command --format json) <(at "$T/igen" $command --format json)
	done
	diff "$H/paakrav.conf" "$T/igen/paakrav.conf"
	at "$T/igen" audit --receipt "$B/backup.json"
	at "$B" --role auditor audit
	# Work goes on in it.
	at "$T/igen" note 2026-000001 payment --on 2026-11-21 --amount 1 --paid-to creditor
}

@test "the store can be written while it is copied" {
	for n in 1 2 3 4 5 6; do at "$H" note 2026-000002 payment --on 2026-11-2$((n % 2)) --amount "$n" --paid-to operator >/dev/null; done &
	for n in 1 2 3; do
		at "$H" backup "$B$n"
		at "$T/igen$n" restore "$B$n"
		at "$T/igen$n" ledger verify
	done
	wait $!
	at "$H" audit
}

@test "a backup that was touched is not put back, and nothing is left" {
	at "$H" backup "$B"
	document=$(cd "$B" && find documents -type f | sort | head -1)
	for harm in "printf x >>$B/$document" "rm $B/$document" "printf x >>$B/paakrav.db" "printf x >$B/fremmed" \
		"sed -i s/2026-11-22/2026-11-21/ $B/backup.json" "printf x >>$B/backup.json.p7s" "rm $B/backup.json"; do
		rm -rf "$B.hel" && cp -r "$B" "$B.hel"
		eval "$harm"
		run at "$T/igen" restore "$B"
		[ "$status" -ge 3 ]
		[ ! -e "$T/igen" ]
		[ ! -e "$T/igen.part" ]
		rm -rf "$B" && mv "$B.hel" "$B"
	done
	at "$T/igen" restore "$B"
}

@test "another key's signature does not do when a certificate is asked for" {
	at "$H" backup "$B"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$T/k" -out "$T/other.pem" -subj /CN=en-anden 2>/dev/null
	run at "$T/igen" restore "$B" --certificate "$T/other.pem"
	[ "$status" -eq 6 ]
	at "$T/igen" restore "$B" --certificate "$B/keys/signer.pem"
}

@test "nothing is overwritten, and no backup lies within what it copies" {
	at "$H" backup "$B"
	refused not-empty 2 at "$H" backup "$B"
	refused not-empty 2 at "$H" restore "$B"
	refused inside-home 2 at "$H" backup "$H/kopi"
	refused no-home 2 env -u PAAKRAV_HOME "$PAAKRAV" --today 2026-11-22 restore "$B"
	run at "$H" --role auditor backup "$B.2"
	[ "$status" -eq 7 ]
}

@test "a document that changed on the disk is named, and there is no backup" {
	document=$(cd "$H" && find documents -type f | sort | head -1)
	chmod u+w "$H/$document" && printf x >>"$H/$document"
	refused document-changed 6 at "$H" backup "$B"
	jq -e --arg d "$document" '.file == $d' <<<"$output"
	[ ! -e "$B" ]
}

@test "a document that is gone is named, by the backup and by the audit" {
	document=$(cd "$H" && sqlite3 paakrav.db "SELECT sha256 FROM document ORDER BY 1 LIMIT 1")
	rm -f "$H/documents/${document:0:2}/$document"
	refused document-gone 6 at "$H" backup "$B"
	[ ! -e "$B" ]
	run -6 --separate-stderr at "$H" audit --format json
	jq -e --arg d "$document" 'any(.faults[]; .what == "document" and (.where | contains($d)))' <<<"$output"
}

@test "a full disk leaves no backup" {
	if ! unshare -Um true 2>/dev/null; then skip "no user namespaces here"; fi
	run unshare -Urm bash -c 'mount -t tmpfs -o size=300k none "$1" && "$2" --home "$3" --today 2026-11-22 backup "$1/kopi"; s=$?; ls -A "$1"; exit $s' \
		_ "$(mkdir -p "$T/lille" && echo "$T/lille")" "$PAAKRAV" "$H"
	[ "$status" -eq 4 ]
	[[ "$output" != *kopi ]]
}
