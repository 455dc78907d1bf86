bats_require_minimum_version 1.5.0
load desk
# The plug pulled, and the disk full, at the writes of approve, filed and note: nothing half done, nothing lost.

setup_file() {
	desk_walk 01-erhverv 14-foraelder-naeste-uge 32-to-skyldnere 34-advokat
	desk_confirm
}

setup() {
	desk_copy
	A=2026-000001 NEAR=2026-000002 TWO=2026-000003 LAWYER=2026-000004
	ODENSE="$OUT/til-aflevering/Retten i Odense"
}

approved() { on 2026-11-22 approve "$@" --by "Anna Vest" --for 2026-11-23 --out "$OUT" >/dev/null; }

# What must be the same however often the plug was pulled: approvals, events, books, papers.
picture() {
	sqlite3 "$H/paakrav.db" "SELECT a.case_id, a.approved_on, a.for_on, a.up_to_seq, a.zip_sha256, a.court_fee_ore, p.name FROM approval a \
		LEFT JOIN approval_person p USING (id); SELECT e.id, e.name, e.happened_on, e.replaces, v.* FROM event e \
		LEFT JOIN (SELECT case_id, id, debtor, amount_ore, deadline_on, paid_to, ground, by FROM event_value) v USING (case_id, id); \
		SELECT approval_id, event_id FROM hand_in; SELECT j.seq, id, case_id, day, kind, debit, credit, amount_ore, CAST(payload AS TEXT) FROM journal j \
		JOIN journal_payload USING (seq)"
	(cd "$OUT" && find til-godkendelse til-aflevering -name "$A*" 2>/dev/null | sort)
	find "$OUT/til-aflevering" -name "$A.zip" -exec sha256sum {} + 2>/dev/null | cut -d' ' -f1
}

# pull WHAT HOW COMMAND…: run the command again and again, each time stopped HOW at one of its calls of WHAT, one later
# each time until it comes through; after each, the record must be sound, nothing unapproved be among the papers to hand
# in, and the same command must then give what an undisturbed one gives.
pull() {
	local calls=$1 how=$2 quick="" n code
	# A tracer that stops at these calls alone is twice as quick, and gives no signals.
	[[ $how != error=* ]] || quick=--seccomp-bpf
	shift 2
	cp -r "$H" "$H.before"
	cp -r "$OUT" "$OUT.before"
	"$@" >/dev/null
	picture >"$BATS_TEST_TMPDIR/whole"
	for call in $calls; do
		# Pages and bytes are many and alike: every third of them.
		local step=1
		[[ $call != *write* ]] || step=3
		for ((n = 1; ; n += step)); do
			rm -rf "$H" "$OUT"
			cp -r "$H.before" "$H"
			cp -r "$OUT.before" "$OUT"
			code=0
			strace ${quick:+$quick} -f -qq -o /dev/null -e trace="$call" -e inject="$call:$how:when=$n" "$@" >/dev/null 2>&1 || code=$?
			[ "$code" -eq 0 ] && break
			[ "$n" -lt 400 ]
			[ "$(json 2026-11-23 audit | jq .ok)" = true ]
			if [ "$(sqlite3 "$H/paakrav.db" "SELECT count(*) FROM approval WHERE case_id = '$A'")" -eq 0 ]; then
				[ -z "$(find "$OUT/til-aflevering" -name "$A*" 2>/dev/null)" ]
			fi
			"$@" >/dev/null
			picture | diff "$BATS_TEST_TMPDIR/whole" -
		done
		[ "$n" -gt 1 ] # it was stopped at all
		echo "# $call: $((n / step)) times" >&3
	done
}

needs_strace() {
	command -v strace >/dev/null && strace --seccomp-bpf -f -qq -o /dev/null true || skip "strace cannot trace here"
	! ldd "$PAAKRAV" | grep -q libasan || skip "a sanitized program does not run under a tracer: the release build is tried"
}

@test "killed at each write of approve" {
	needs_strace
	pull "pwrite64 fdatasync rename unlink mkdir" signal=KILL "$PAAKRAV" --home "$H" --today 2026-11-22 approve "$A" \
		--by "Anna Vest" --for 2026-11-23 --out "$OUT"
}

@test "killed at each write of filed" {
	needs_strace
	approved "$A"
	pull "pwrite64 fdatasync" signal=KILL "$PAAKRAV" --home "$H" --today 2026-11-23 filed "$A" --on 2026-11-23
}

@test "killed at each write of note" {
	needs_strace
	pull "pwrite64 fdatasync" signal=KILL "$PAAKRAV" --home "$H" --today 2026-11-23 note "$A" payment --on 2026-11-22 \
		--amount 100 --paid-to operator
}

@test "the disk is full at a write of approve, filed, note: an error, and nothing half done" {
	needs_strace
	pull "pwrite64 write rename" error=ENOSPC "$PAAKRAV" --home "$H" --today 2026-11-22 approve "$A" --by "Anna Vest" \
		--for 2026-11-23 --out "$OUT"
	rm -rf "$H.before" "$OUT.before"
	pull "pwrite64" error=ENOSPC "$PAAKRAV" --home "$H" --today 2026-11-23 filed "$A" --on 2026-11-23
	rm -rf "$H.before" "$OUT.before"
	pull "pwrite64" error=ENOSPC "$PAAKRAV" --home "$H" --today 2026-11-23 note "$A" payment --on 2026-11-22 --amount 100 --paid-to operator
}
