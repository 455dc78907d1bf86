# The walk over the demo inbox: outcomes, sameness, and what happens when it is killed, starved or locked out.

bats_require_minimum_version 1.5.0

DAY=2026-11-22

setup_file() {
	export WHOLE=$BATS_FILE_TMPDIR/whole
	mkdir -p "$WHOLE"
	local status=0
	walk "$WHOLE" >"$WHOLE/run.json" || status=$?
	echo "$status" >"$WHOLE/status"
}

# walk DIR [ARGS]: run the demo inbox with the store and the output under DIR.
walk() {
	local dir=$1
	shift
	"$PAAKRAV" --home "$dir/home" --today 2026-11-22 --format json run "$SOURCE/fixtures/inbox" --out "$dir/out" "$@"
}

# What a walk leaves that must be the same wherever and however it ran: papers, zips, messages, receipt; keys and
# signatures have their own random bytes.
print_of() {
	(cd "$1/out" && find . -type f ! -name '*.p7s' ! -path './til-godkendelse/*.receipt.json' -print0 | sort -z | xargs -0 sha256sum)
}

same() {
	diff <(print_of "$WHOLE") <(print_of "$1")
}

@test "each submission of the inbox gets the outcome and route that its story asks for" {
	[ "$(cat "$WHOLE/status")" -eq 1 ] # some were refused
	python3 -B "$SOURCE/tests/oracle.py" "$SOURCE/fixtures/inbox.csv" "$WHOLE/run.json"
}

@test "the receipt is the result, and says nothing of the machine" {
	diff <(jq -S . "$WHOLE/run.json") <(jq -S . "$WHOLE/out/receipt.json")
	run -1 grep -q "$BATS_FILE_TMPDIR" "$WHOLE/out/receipt.json"
}

@test "each package is there: parts, zip and a signature that openssl accepts" {
	local path n=0
	while read -r path; do
		n=$((n + 1))
		path=${path%.zip}
		[ -d "$WHOLE/out/$path" ]
		[ -s "$WHOLE/out/$path/manifest.xml" ]
		[ -s "$WHOLE/out/$path/felter.txt" ]
		unzip -tq "$WHOLE/out/$path.zip"
		openssl cms -verify -binary -inform DER -in "$WHOLE/out/$path.zip.p7s" -content "$WHOLE/out/$path.zip" \
			-CAfile "$WHOLE/home/keys/signer.pem" -purpose any -out /dev/null
	done < <(jq -r '.submissions[].package // empty' "$WHOLE/run.json")
	[ "$n" -ge 8 ]
}

@test "a refusal names the file and the place in it" {
	jq -e '.submissions[] | select(.path == "91-claim-med-fejl") | .reasons[0]
		| .file == "claim.xml" and (.place | test("[0-9]+.*[0-9]+"))' "$WHOLE/run.json"
	jq -e '.submissions[] | select(.path == "90-doctype") | .reasons[0].file == "claim.xml"' "$WHOLE/run.json"
	jq -e '.submissions[] | select(.path == "93-ud-af-mappen.zip") | .reasons[0]
		| .file == "93-ud-af-mappen.zip" and (.text | contains("ude.xml"))' "$WHOLE/run.json"
	jq -e '.submissions[] | select(.path == "02-samme-igen.zip") | .case == "2026-000001"' "$WHOLE/run.json"
}

@test "the inbox itself is never changed" {
	cp -r "$SOURCE/fixtures/inbox" "$BATS_TEST_TMPDIR/inbox"
	local before after
	before=$(cd "$BATS_TEST_TMPDIR/inbox" && find . -printf '%p %s %T@ %m\n' | sort)
	"$PAAKRAV" --home "$BATS_TEST_TMPDIR/home" --today $DAY run "$BATS_TEST_TMPDIR/inbox" --out "$BATS_TEST_TMPDIR/out" >/dev/null || [ $? -eq 1 ]
	after=$(cd "$BATS_TEST_TMPDIR/inbox" && find . -printf '%p %s %T@ %m\n' | sort)
	[ "$before" = "$after" ]
}

@test "running again changes nothing and answers the same" {
	cp -r "$WHOLE" "$BATS_TEST_TMPDIR/again"
	walk "$BATS_TEST_TMPDIR/again" >"$BATS_TEST_TMPDIR/again/second.json" || [ $? -eq 1 ]
	cmp "$WHOLE/run.json" "$BATS_TEST_TMPDIR/again/second.json"
	same "$BATS_TEST_TMPDIR/again"
}

@test "another time zone, locale, folder and number of workers give the same bytes" {
	mkdir -p "$BATS_TEST_TMPDIR/et helt andet sted"
	cd "$BATS_TEST_TMPDIR/et helt andet sted"
	TZ=Pacific/Kiritimati LC_ALL=C LANG=C walk . --workers 1 >/dev/null || [ $? -eq 1 ]
	same .
	mkdir two
	TZ=America/Los_Angeles LC_ALL=da_DK.UTF-8 walk two --workers 2 >/dev/null || [ $? -eq 1 ]
	same two
}

@test "killed at any point and run again, the end is that of one whole run" {
	local delay dir n=0 pid
	# Seeded: the delays are the same every time; what they hit differs, and must not matter.
	for delay in $(python3 -c 'import random; r = random.Random(20261122); print(*(f"{r.uniform(0.005, 1.2):.3f}" for _ in range(12)))'); do
		dir=$BATS_TEST_TMPDIR/kill$((n / 2)) # each home is killed twice before it may finish
		mkdir -p "$dir"
		setsid "$PAAKRAV" --home "$dir/home" --today $DAY run "$SOURCE/fixtures/inbox" --out "$dir/out" >/dev/null 2>&1 &
		pid=$!
		sleep "$delay"
		kill -9 -- "-$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
		if [ $((n % 2)) -eq 1 ]; then
			walk "$dir" >/dev/null || [ $? -eq 1 ]
			same "$dir"
			diff <("$PAAKRAV" --home "$WHOLE/home" --today $DAY --format json facts 2026-000001) \
				<("$PAAKRAV" --home "$dir/home" --today $DAY --format json facts 2026-000001)
		fi
		n=$((n + 1))
	done
}

@test "a full disk is told, and with room again the run ends as if nothing had been" {
	[ "$(id -u)" -eq 0 ] || skip "needs root to mount a small disk"
	local dir=$BATS_TEST_TMPDIR/small
	mkdir -p "$dir"
	mount -t tmpfs -o size=700k tmpfs "$dir" 2>/dev/null || skip "no small disk can be mounted here"
	local status=0
	walk "$dir" >"$BATS_TEST_TMPDIR/full.json" 2>/dev/null || status=$?
	if ! mount -o remount,size=200m "$dir"; then
		umount "$dir"
		false
	fi
	local again=0
	walk "$dir" >/dev/null || again=$?
	local equal=0
	same "$dir" || equal=$?
	umount "$dir"
	[ "$status" -eq 4 ] || [ "$status" -eq 5 ]
	jq -e '.schema == "paakrav.error/1" and .remedy != null' "$BATS_TEST_TMPDIR/full.json"
	[ "$again" -eq 1 ]
	[ "$equal" -eq 0 ]
}

@test "a store that another one is writing is waited for, bounded, and then named" {
	cp -r "$WHOLE" "$BATS_TEST_TMPDIR/locked"
	cd "$BATS_TEST_TMPDIR/locked"
	python3 -c '
import sqlite3, time
base = sqlite3.connect("home/paakrav.db", isolation_level=None)
base.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(60)' >held 3>&- &
	local holder=$!
	until [ -s held ]; do sleep 0.1; done
	mkdir new
	cp -r "$SOURCE/fixtures/inbox/01-erhverv" new/ny
	echo x >new/ny/note.txt
	run -4 --separate-stderr "$PAAKRAV" --home home --today $DAY --format json submit new/ny
	kill "$holder" || true
	wait "$holder" || true
	jq -e '.schema == "paakrav.error/1"' <<<"$output"
}

@test "a submission whose file cannot be read is refused by name, and the rest goes on" {
	mkdir -p "$BATS_TEST_TMPDIR/inbox/empty"
	cp -r "$SOURCE/fixtures/inbox/01-erhverv" "$BATS_TEST_TMPDIR/inbox/locked"
	cp -r "$SOURCE/fixtures/inbox/03-forbruger" "$BATS_TEST_TMPDIR/inbox/open"
	chmod 000 "$BATS_TEST_TMPDIR/inbox/locked/faktura.xml"
	chmod -R a+rX "$BATS_TEST_TMPDIR/inbox/open" && chmod a+rx "$BATS_TEST_TMPDIR/inbox" "$BATS_TEST_TMPDIR/inbox/"*
	local as=()
	if [ "$(id -u)" -eq 0 ]; then
		as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
		chmod a+rx "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "$BATS_TEST_TMPDIR" "$(dirname "$BATS_TEST_TMPDIR")"
		"${as[@]}" test -x "$PAAKRAV" || skip "another user cannot run the program from this folder"
	fi
	mkdir "$BATS_TEST_TMPDIR/theirs"
	chmod 777 "$BATS_TEST_TMPDIR/theirs"
	run -1 --separate-stderr "${as[@]}" "$PAAKRAV" --home "$BATS_TEST_TMPDIR/theirs/home" --today $DAY --format json \
		run "$BATS_TEST_TMPDIR/inbox" --out "$BATS_TEST_TMPDIR/theirs/out"
	jq -e '.submissions[] | select(.path == "locked") | .outcome == "refused" and .reasons[0].file == "faktura.xml"' <<<"$output"
	jq -e '.submissions[] | select(.path == "empty") | .outcome == "refused"' <<<"$output"
	jq -e '.submissions[] | select(.path == "open") | .outcome == "taken"' <<<"$output"
	chmod 600 "$BATS_TEST_TMPDIR/inbox/locked/faktura.xml"
}

@test "an inbox that is not there is an input error" {
	run -3 --separate-stderr "$PAAKRAV" --home "$BATS_TEST_TMPDIR/home" --today $DAY --format json run "$BATS_TEST_TMPDIR/nothing"
	jq -e '.schema == "paakrav.error/1" and (.file | contains("nothing"))' <<<"$output"
}
