bats_require_minimum_version 1.5.0
load desk
# The outbox by folder: what may go, that it goes once, and that a folder that is seen is whole.

setup_file() {
	desk_walk 01-erhverv 07-indsigelse 32-to-skyldnere
	desk_confirm
	desk_approve 2026-11-23 2026-000001 2026-000002 2026-000003
}

setup() {
	desk_copy
	A=2026-000001 CLAIM=2026-000002 TWO=2026-000003
	BUD="$OUT/til-bud/Bo Bud"
}

send() {
	local day=$1
	shift
	json "$day" send "$@" --via folder --hand-to "Bo Bud" --by "Anna Vest" --out "$OUT"
}
state() { json 2026-11-22 outbox "${1:-$A}" | jq -r '.entries[-1].state'; }

@test "by folder: the papers, the note with day, fee and payment text; a second run changes nothing" {
	[ "$(state)" = ready ]
	send 2026-11-22 "$A" >"$BATS_TEST_TMPDIR/first"
	valid <"$BATS_TEST_TMPDIR/first"
	jq -e '.deliveries[0] | .outcome == "sent" and .dispatch == 1' "$BATS_TEST_TMPDIR/first"
	place="$BUD/Retten i Odense/$A"
	cmp "$place/$A.zip" "$OUT/til-aflevering/Retten i Odense/$A.zip"
	unzip -qo "$place/$A.zip" -d "$BATS_TEST_TMPDIR/zip"
	for part in "$BATS_TEST_TMPDIR/zip"/*; do cmp "$part" "$place/$(basename "$part")"; done
	grep -q "23. november 2026" "$place/foelgeseddel.txt"
	grep -q "Retsafgift:    750,00 kr." "$place/foelgeseddel.txt"
	sed -n '/^Retten får/,/^$/p' "$place/foelgeseddel.txt" | grep -q ' paakrav.pdf '
	if sed -n '/^Retten får/,/^$/p' "$place/foelgeseddel.txt" | grep -q 'felter\|manifest\|zip'; then false; fi
	sed -n '/IKKE/,/^$/p' "$place/foelgeseddel.txt" | grep -q ' felter.txt '
	grep -q "Nordlys Tavler ApS $A / Solsikkens Cafe ApS / betalingspåkrav fogedret" "$place/foelgeseddel.txt"
	(cd "$place" && grep sha256 foelgeseddel.txt | while read -r name _ hash; do echo "$hash  $name"; done | sha256sum -c --quiet)
	[ -z "$(find "$OUT/til-bud" -name '.*')" ]
	find "$OUT/til-bud" -type f -exec sha256sum {} + | sort >"$BATS_TEST_TMPDIR/files"
	run --separate-stderr send 2026-11-22 "$A"
	[ "$status" -eq 0 ]
	[ "$(jq -r '.deliveries[0].outcome' <<<"$output")" = already ]
	find "$OUT/til-bud" -type f -exec sha256sum {} + | sort | diff - "$BATS_TEST_TMPDIR/files"
	json 2026-11-22 outbox | valid
	json 2026-11-22 outbox | jq -e '[.entries[] | select(.case == "2026-000001")] | length == 1 and .[0].state == "sent" and .[0].by == "Anna Vest"'
	run -0 on 2026-11-22 outbox --open
	[[ "$output" != *"$A"* ]]
	[[ "$output" == *"$CLAIM"*"godkendt, ikke sendt"* ]]
}

@test "a civil claim is laid for a person with all its files, and the note says the portal" {
	send 2026-11-23 "$CLAIM" | jq -e '.deliveries[0].outcome == "sent"'
	note=$(find "$BUD" -name foelgeseddel.txt)
	grep -q "i sagsportalen, af en person" "$note"
	[ "$(find "$(dirname "$note")" -name 'bilag-*' | wc -l)" -gt 0 ]
}

@test "not without approval, not when the record moved, not after the day, not for nobody, not when filed" {
	run --separate-stderr send 2026-11-22 2026-000099
	[ "$status" -eq 3 ]
	run --separate-stderr send 2026-11-24 "$A"
	[ "$status" -eq 1 ]
	[ "$(jq -r '.deliveries[0].code' <<<"$output")" = other-day ]
	run --separate-stderr json 2026-11-22 send "$A" --via folder --out "$OUT"
	[ "$status" -eq 2 ]
	run --separate-stderr json 2026-11-22 send "$A" --via folder --hand-to ../op --out "$OUT"
	[ "$status" -eq 2 ]
	run --separate-stderr json 2026-11-22 send "$A" --via pigeon --out "$OUT"
	[ "$status" -eq 2 ]
	on 2026-11-22 note "$TWO" payment --on 2026-11-21 --amount 100.00 --paid-to creditor --debtor d1 >/dev/null
	run --separate-stderr send 2026-11-22 "$TWO" "$A"
	[ "$status" -eq 1 ]
	[ "$(jq -r '[.deliveries[] | .code // .outcome] | join(" ")' <<<"$output")" = "not-approved sent" ]
	[ "$(state "$TWO")" = void ]
	on 2026-11-23 filed "$CLAIM" --on 2026-11-23 >/dev/null
	run --separate-stderr send 2026-11-23 "$CLAIM"
	[ "$(jq -r '.deliveries[0].code' <<<"$output")" = filed-before ]
	[ "$(find "$OUT/til-bud" -name "$TWO" -o -name "$CLAIM" | wc -l)" -eq 0 ]
}

@test "papers that are not those approved do not leave" {
	printf x >>"$OUT/til-aflevering/Retten i Odense/$A.zip"
	run --separate-stderr send 2026-11-22 "$A"
	[ "$status" -eq 5 ]
	jq -e '.schema == "paakrav.error/1" and (.deliveries[0].because | contains("ikke dem, der blev godkendt"))' <<<"$output"
	[ "$(state)" = waiting ]
	[ -z "$(find "$OUT/til-bud" -type f)" ]
}

@test "no way in: a link, a file in the way, a folder that may not be written; it waits, then goes with the same number" {
	mkdir -p "$OUT/til-bud" "$BATS_TEST_TMPDIR/elsewhere"
	ln -s "$BATS_TEST_TMPDIR/elsewhere" "$BUD"
	run --separate-stderr send 2026-11-22 "$A"
	[ "$status" -eq 5 ]
	jq -e '.code == "not-delivered" and .deliveries[0].outcome == "waiting"' <<<"$output"
	[ -z "$(ls -A "$BATS_TEST_TMPDIR/elsewhere")" ]
	rm "$BUD"
	: >"$BUD"
	run send 2026-11-22 "$A"
	[ "$status" -eq 5 ]
	rm "$BUD"
	mkdir -p "$BUD/Retten i Odense/$A"
	run send 2026-11-22 "$A"
	[ "$status" -eq 5 ]
	[ -z "$(ls -A "$BUD/Retten i Odense/$A")" ]
	rmdir "$BUD/Retten i Odense/$A"
	if [ "$(id -u)" != 0 ]; then
		chmod 500 "$BUD/Retten i Odense"
		run send 2026-11-22 "$A"
		chmod 700 "$BUD/Retten i Odense"
		[ "$status" -eq 5 ]
	fi
	json 2026-11-22 outbox "$A" | jq -e '.entries | length == 1 and .[0].failed_tries >= 3 and .[0].because != null'
	send 2026-11-22 "$A" | jq -e '.deliveries[0] | .outcome == "sent" and .dispatch == 1'
}

@test "sent once: another approval does not send it again until the hand-in is noted or a person says that it was not sent" {
	send 2026-11-22 "$A" >/dev/null
	on 2026-11-22 note "$A" payment --on 2026-11-21 --amount 100.00 --paid-to creditor >/dev/null
	on 2026-11-22 package "$A" --out "$OUT" >/dev/null
	on 2026-11-22 approve "$A" --by "Anna Vest" --for 2026-11-23 --out "$OUT" >/dev/null
	run --separate-stderr send 2026-11-22 "$A"
	[ "$status" -eq 1 ]
	[ "$(jq -r '.deliveries[0].code' <<<"$output")" = sent-before ]
	run on 2026-11-22 outbox resolve 1 --not-sent --by "Anna Vest"
	[ "$status" -eq 2 ]
	run on 2026-11-22 outbox resolve 1 --not-sent --sent --by "Anna Vest" --why x
	[ "$status" -eq 2 ]
	run on 2026-11-22 outbox resolve 9 --not-sent --by "Anna Vest" --why x
	[ "$status" -eq 3 ]
	json 2026-11-22 outbox resolve 1 --not-sent --by "Anna Vest" --why "budet tog den ikke med" | valid
	rm -r "$BUD"
	send 2026-11-22 "$A" | jq -e '.deliveries[0] | .outcome == "sent" and .dispatch == 2'
	run on 2026-11-22 outbox resolve 1 --sent --by "Anna Vest" --why "alligevel"
	[ "$status" -eq 3 ]
}

@test "two at once: one lays the papers, the other finds them laid" {
	send 2026-11-22 "$A" >"$BATS_TEST_TMPDIR/one" &
	local first=$!
	send 2026-11-22 "$A" >"$BATS_TEST_TMPDIR/two"
	wait $first
	[ "$(jq -r '.deliveries[0].outcome' "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/two" | sort | xargs)" = "already sent" ]
	json 2026-11-22 outbox "$A" | jq -e '.entries | length == 1'
}

@test "what was sent can be noted as handed in on its day, also when the record has gone on; on another day it cannot" {
	send 2026-11-22 "$A" >/dev/null
	json 2026-11-22 outbox "$A" | jq -e '.entries[0] | .stands and .because == null'
	on 2026-11-23 note "$A" payment --on 2026-11-23 --amount 100.00 --paid-to creditor >/dev/null
	json 2026-11-23 outbox "$A" | jq -e '.entries[0] | .stands == false and (.because | test("skal ikke afleveres: der er kommet nyt"))'
	"$PAAKRAV" --home "$H" --today 2026-11-23 --role auditor outbox "$A" >/dev/null
	run on 2026-11-24 filed "$A" --on 2026-11-24
	[ "$status" -eq 1 ]
	json 2026-11-24 filed "$A" --on 2026-11-23 | jq -e '.filed[0] | .outcome == "filed" and .court_fee_ore == 75000'
	run on 2026-11-24 outbox resolve 1 --not-sent --by "Anna Vest" --why "alligevel ikke"
	[ "$status" -eq 3 ]
	run on 2026-11-22 filed "$TWO" --on 2026-11-22
	[ "$status" -eq 1 ]
}

@test "a letter by folder is laid for who posts it; its event comes when that person says so" {
	json 2026-11-22 letter "$A" demand --out "$OUT" >/dev/null
	json 2026-11-22 letter approve "$A" 1 --by "Anna Vest" --out "$OUT" >/dev/null
	json 2026-11-22 outbox "$A" | jq -e '[.entries[] | select(.letter == 1)] | .[0].to == "Solsikkens Cafe ApS"'
	on 2026-11-22 --lang en outbox "$A" | grep -q "letter 1 .*approved, not sent .*Solsikkens Cafe ApS, Anna Vest"
	on 2026-11-24 --lang en outbox "$A" | grep -q "letter 1 .*approval void  .*Solsikkens Cafe ApS, Anna Vest"
	json 2026-11-22 outbox | valid
	send 2026-11-22 "$A" --letter 1 | jq -e '.deliveries[0].outcome == "sent"'
	place="$BUD/breve/$A-1-demand"
	cmp "$place/$A-1-demand.pdf" "$OUT/til-afsendelse/$A-1-demand.pdf"
	grep -q "Til:           Solsikkens Cafe ApS, " "$place/foelgeseddel.txt"
	grep -q "paakrav letter sent $A 1 --by NAVN --how post" "$place/foelgeseddel.txt"
	json 2026-11-22 events "$A" | jq -e '[.events[] | select(.name == "demand_sent" and .on == "2026-11-22")] | length == 0'
	[ "$(send 2026-11-22 "$A" --letter 1 | jq -r '.deliveries[0].outcome')" = already ]
	json 2026-11-22 letter sent "$A" 1 --by "Bo Bud" --how post --out "$OUT" >/dev/null
	json 2026-11-22 events "$A" | jq -e '[.events[] | select(.name == "demand_sent" and .on == "2026-11-22")] | length == 1'
	[ "$(send 2026-11-22 "$A" --letter 1 | jq -r '.deliveries[0].outcome')" = already ]
}

# pull CALLS FAULT: the plug pulled at each such call of send in turn, until it comes through; what is seen is whole or not there
pull() {
	local n place="$BUD/Retten i Odense/$A"
	for n in $(seq 200); do
		rm -rf "$H" "$OUT"
		cp -r "$WALK/home" "$H"
		cp -r "$WALK/out" "$OUT"
		status=0
		strace -f -qq -o /dev/null -e "trace=$1" -e "inject=$1:$2:when=$n" "$PAAKRAV" --home "$H" --today 2026-11-22 \
			send "$A" --via folder --hand-to "Bo Bud" --out "$OUT" >/dev/null 2>&1 || status=$?
		if [ -e "$place" ]; then
			(cd "$place" && grep sha256 foelgeseddel.txt | while read -r name _ hash; do echo "$hash  $name"; done | sha256sum -c --quiet)
		fi
		[ "$status" -ne 0 ] || break
		send 2026-11-22 "$A" | jq -e '.deliveries[0].outcome == "sent" or .deliveries[0].outcome == "already"' >/dev/null
		[ -e "$place/$A.zip" ]
		[ -z "$(find "$OUT/til-bud" -name '.*')" ]
		json 2026-11-22 outbox "$A" | jq -e '[.entries[] | select(.state == "sent")] | length == 1' >/dev/null
	done
	[ "$n" -gt 1 ]
	[ "$n" -lt 200 ]
}

needs_strace() {
	command -v strace >/dev/null && strace -qq -o /dev/null true || skip "strace cannot trace here"
	! ldd "$PAAKRAV" | grep -q libasan || skip "a sanitized program does not run under a tracer: the release build is tried"
}

@test "killed at each write, sync and rename of send: sent in the end, once, and never half a folder" {
	needs_strace
	pull pwrite64 signal=KILL
	pull fdatasync signal=KILL
	pull renameat2 signal=KILL
	pull mkdir signal=KILL
}

@test "the disk full at each write of send: it waits or says so, and goes when there is room" {
	needs_strace
	pull write error=ENOSPC
	pull renameat2 error=ENOSPC
}
