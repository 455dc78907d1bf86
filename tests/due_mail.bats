bats_require_minimum_version 1.5.0
# due --mail: each who handles cases gets the day's list, once a day, over TLS; what nobody touches goes to the deputy too. The
# servers are on loopback: one that does as it is told, and Exim.

load exim

setup_file() {
	export S="$BATS_FILE_TMPDIR/server" BASE="$BATS_FILE_TMPDIR/base"
	mkdir -p "$S"
	# Two cases against businesses, owed since 31 August 2026, and one where limitation ends on 27 November 2026.
	"$PAAKRAV" --home "$BASE" --today 2026-11-22 submit "$SOURCE/fixtures/inbox/01-erhverv" "$SOURCE/fixtures/inbox/03-forbruger" >/dev/null
	# what the cases ask for themselves is done, so that the lists below are those of their own tasks
	"$PAAKRAV" --home "$BASE" --today 2026-11-22 due >/dev/null
	local c
	for c in 2026-000001 2026-000002; do
		"$PAAKRAV" --home "$BASE" --today 2026-11-22 task done $c d1/next/BP_DRAFT >/dev/null
	done
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=Test CA" \
		-keyout "$S/ca.key" -out "$S/ca.pem" 2>/dev/null
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=localhost" -keyout "$S/server.key" \
		-out "$S/server.csr" 2>/dev/null
	openssl x509 -req -in "$S/server.csr" -CA "$S/ca.pem" -CAkey "$S/ca.key" -days 3650 -out "$S/server.pem" \
		-extfile <(echo "subjectAltName=DNS:localhost") 2>/dev/null
	printf 'en hemmelig sætning\n' >"$S/password"
	chmod 600 "$S/password"
	echo ok >"$S/mode"
	python3 -B "$SOURCE/tests/mail_server.py" "$S" 3>&- &
	echo $! >"$S/pid"
	local n
	for n in $(seq 100); do
		[ -e "$S/port" ] && [ -e "$S/port-tls" ] && break
		sleep 0.1
	done
	[ -e "$S/port-tls" ]
}

teardown_file() {
	kill "$(cat "$S/pid")"
}

teardown() {
	[ -z "${EXIM:-}" ] || kill "$EXIM" || true
}

setup() {
	H="$BATS_TEST_TMPDIR/home" A=2026-000001 B=2026-000002
	cp -r "$BASE" "$H"
	rm -f "$S"/in/*
	echo ok >"$S/mode"
	conf "$(cat "$S/port")"
	printf 'name,address\nAnna Vest,anna@firma.example\nBo Øst,bo@firma.example\n*,kontor@firma.example\n' >"$H/medarbejdere.csv"
}

conf() {
	printf '[mail]\nserver=localhost\ntls=%s\nport=%s\nca=%s\nfrom=kontoret@firma.dk\nname=Advokatfirmaet Sølyst\ntimeout_s=5\n' \
		"${2:-starttls}" "$1" "$S/ca.pem" >"$H/paakrav.conf"
}

json() {
	local day=$1
	shift
	"$PAAKRAV" --home "$H" --today "$day" --format json "$@"
}
valid() { python3 -B "$SOURCE/tests/validate.py" --break; }
mails() { ls "$S/in" | wc -l; }
# outcomes DAY: "NAME OUTCOME TASKS PASSED" of each list
outcomes() {
	{ json "$1" due --mail || true; } | jq -r '.mails[] | "\(.name) \(.outcome) \(.tasks) \(.passed_on)"'
}
# words N: the text of the Nth mail
words() {
	python3 -B -c 'import email, email.policy, sys
mail = email.message_from_bytes(open(sys.argv[1], "rb").read(), policy=email.policy.default)
print(mail["To"], mail["Subject"]); print(mail.get_body().get_content())' "$S/in/$1.eml"
}

@test "each gets the list of own cases; what nobody handles goes to the row *; a second run sends nothing" {
	json 2026-11-22 assign $A "Anna Vest" --deputy "Bo Øst" >/dev/null
	json 2026-11-22 task add $A --by 2026-11-25 --why "ring til retten" >/dev/null
	json 2026-11-22 task add $B --by 2026-11-30 --why "find fakturaen" >/dev/null
	json 2026-11-22 due --mail >"$H/first"
	valid <"$H/first"
	[ "$(jq -r '.mails[] | "\(.name) \(.outcome) \(.tasks)"' "$H/first")" = $'* sent 1\nAnna Vest sent 1' ]
	[ "$(mails)" -eq 2 ]
	run words 2
	[[ "$output" == *"anna@firma.example Dagens liste 22. november 2026: 1"* && "$output" == *"2026-11-25  $A"*"ring til retten"* ]]
	[[ "$output" != *"find fakturaen"* ]]
	[ "$(outcomes 2026-11-22)" = $'* already 1 0\nAnna Vest already 1 0' ]
	[ "$(mails)" -eq 2 ]
	# another day, another list: the owner's again, and the deputy's
	[ "$(outcomes 2026-11-23)" = $'* sent 1 0\nAnna Vest sent 1 0\nBo Øst sent 0 1' ]
}

@test "what was on an earlier list and nobody touched is passed on to the deputy; what was touched is not" {
	json 2026-11-22 assign $A "Anna Vest" --deputy "Bo Øst" >/dev/null
	json 2026-11-22 assign $B "Anna Vest" --deputy "Bo Øst" >/dev/null
	json 2026-11-22 task add $A --by 2026-11-25 --why "ring til retten" >/dev/null
	json 2026-11-22 task add $B --by 2026-11-25 --why "find fakturaen" >/dev/null
	# the first list is the owner's chance
	[ "$(outcomes 2026-11-23)" = "Anna Vest sent 2 0" ]
	json 2026-11-23 note $B call_logged --on 2026-11-23 --ground "talt med kunden" >/dev/null
	[ "$(outcomes 2026-11-24)" = $'Anna Vest sent 2 0\nBo Øst sent 0 1' ]
	run words 3
	[[ "$output" == *"bo@firma.example"* && "$output" == *"Overtaget"*"ring til retten"* && "$output" != *"find fakturaen"* ]]
	json 2026-11-24 task done $A own/1 >/dev/null
	# the touched case was told of on the 24th as it stands, and not touched after
	[ "$(outcomes 2026-11-25)" = $'Anna Vest sent 1 0\nBo Øst sent 0 1' ]
}

@test "the house's own next step goes to the deputy when it was possible a fortnight ago and nobody touched it" {
	rm -r "$H"
	"$PAAKRAV" --home "$H" --today 2026-11-22 submit "$SOURCE/fixtures/inbox/01-erhverv" >/dev/null
	conf "$(cat "$S/port")"
	printf 'name,address\nAnna Vest,anna@firma.example\nBo Øst,bo@firma.example\n' >"$H/medarbejdere.csv"
	json 2026-11-22 assign $A "Anna Vest" --deputy "Bo Øst" >/dev/null
	json 2026-11-22 due | jq -e '.tasks[0] | .kind == "next" and .by_on == "2026-11-22"'
	[ "$(outcomes 2026-11-22)" = "Anna Vest sent 1 0" ]
	[ "$(outcomes 2026-12-05)" = "Anna Vest sent 1 0" ]
	[ "$(outcomes 2026-12-06)" = $'Anna Vest sent 1 0\nBo Øst sent 0 1' ]
	json 2026-12-06 note $A call_logged --on 2026-12-06 --ground "talt med kunden" >/dev/null
	[ "$(outcomes 2026-12-07)" = "Anna Vest sent 1 0" ]
}

@test "a list that is not handed over is named by its line, and goes at the next run" {
	json 2026-11-22 assign $A "Anna Vest" >/dev/null
	json 2026-11-22 assign $B "Bo Øst" >/dev/null
	json 2026-11-22 task add $A --by 2026-11-25 --why "ring til retten" >/dev/null
	json 2026-11-22 task add $B --by 2026-11-25 --why "find fakturaen" >/dev/null
	echo "rcpt 451 4.7.1 not now" >"$S/mode"
	run --separate-stderr "$PAAKRAV" --home "$H" --today 2026-11-22 due --mail
	[ "$status" -eq 5 ]
	[[ "$output" == *"venter: 2"* && "$stderr" == *"medarbejdere.csv:2: 2 af 2 lister er ikke sendt."* ]]
	# nothing personal in what a log keeps
	[[ "$output$stderr" != *Anna* && "$output$stderr" != *@* && "$output$stderr" != *2026-0000* && "$output$stderr" != *retten* ]]
	[ "$(mails)" -eq 0 ]
	run --separate-stderr json 2026-11-22 due --mail
	[ "$status" -eq 5 ]
	valid <<<"$output"
	[ "$(jq -r '.code + " " + .mails[0].outcome' <<<"$output")" = "list-not-sent waiting" ]
	echo ok >"$S/mode"
	[ "$(outcomes 2026-11-22)" = $'Anna Vest sent 1 0\nBo Øst sent 1 0' ]
	[ "$(mails)" -eq 2 ]
}

@test "no answer at the end: the same message goes again, under the same id" {
	json 2026-11-22 assign $A "Anna Vest" >/dev/null
	json 2026-11-22 task add $A --by 2026-11-25 --why "ring til retten" >/dev/null
	echo "cut-after-data" >"$S/mode"
	run --separate-stderr json 2026-11-22 due --mail
	[ "$status" -eq 5 ]
	local before
	before=$(mails)
	echo ok >"$S/mode"
	[ "$(outcomes 2026-11-22)" = "Anna Vest sent 1 0" ]
	[ "$(mails)" -eq $((before + 1)) ]
	[ "$(grep -h '^Message-ID' "$S"/in/*.eml | sort -u | wc -l)" -eq 1 ]
}

@test "who is not in the list is told of; a bad list or an open line sends nothing" {
	json 2026-11-22 assign $A "Carl Syd" >/dev/null
	json 2026-11-22 task add $A --by 2026-11-25 --why "ring til retten" >/dev/null
	run --separate-stderr json 2026-11-22 due --mail
	[ "$status" -eq 5 ]
	[ "$(jq -r '.mails[0].outcome' <<<"$output")" = refused ]
	local bad
	for bad in 'name,mail\nA,a@b.dk' 'name,address\nA,a@b.dk\nA,b@b.dk' 'name,address\nA,ingen' 'name,address\n,a@b.dk' 'name,address\nA'; do
		printf '%b\n' "$bad" >"$H/medarbejdere.csv"
		run --separate-stderr json 2026-11-22 due --mail
		[ "$status" -eq 3 ]
		[ "$(jq -r '.code + " " + .file' <<<"$output")" = "staff-list medarbejdere.csv" ]
	done
	rm "$H/medarbejdere.csv"
	run --separate-stderr json 2026-11-22 due --mail
	[ "$status" -eq 3 ]
	printf 'name,address\nCarl Syd,carl@firma.example\n' >"$H/medarbejdere.csv"
	conf "$(cat "$S/port")" none
	run --separate-stderr json 2026-11-22 due --mail
	[ "$status" -eq 2 ]
	[ "$(jq -r .code <<<"$output")" = not-safe ]
	run --separate-stderr json 2026-11-22 due --mail --within 3d
	[ "$status" -eq 2 ]
	[ "$(mails)" -eq 0 ]
}

@test "an overdue limitation ends 1 as long as nobody closes the case, also when all lists were sent before" {
	json 2026-11-22 assign $A "Anna Vest" >/dev/null
	run --separate-stderr json 2029-08-30 due --mail
	[ "$status" -eq 0 ]
	run --separate-stderr json 2029-10-01 due --mail
	[ "$status" -eq 1 ]
	valid <<<"$output"
	[ "$(jq -r '.limitation_overdue' <<<"$output")" -eq 2 ]
	run --separate-stderr "$PAAKRAV" --home "$H" --today 2029-10-01 due --mail
	[ "$status" -eq 1 ]
	[[ "$output" == *"FORÆLDELSE OVERSKREDET: 2"* ]]
	grep -rq "" "$S/in"
	words "$(mails)" | grep -q "FORÆLDET: tag stilling"
}

@test "what was sent to whom is append-only" {
	json 2026-11-22 task add $A --by 2026-11-25 --why "ring til retten" >/dev/null
	json 2026-11-22 due --mail >/dev/null
	local sql
	for sql in "DELETE FROM due_mail" "UPDATE due_mail_step SET state = 'failed'" "INSERT INTO due_mail_task VALUES (9, 1, '$A', 'x', '2026-11-25', 1)" \
		"INSERT OR REPLACE INTO due_mail VALUES (1, '2026-11-22', 'x', 0, x'00')"; do
		run sqlite3 "$H/paakrav.db" "$sql"
		[ "$status" -ne 0 ]
	done
}

@test "Exim takes the lists" {
	[ -x /usr/sbin/exim4 ] || [ -n "${CI:-}" ] || skip "no exim4 here"
	local dir=$BATS_TEST_TMPDIR/exim n
	json 2026-11-22 assign $A "Anna Vest" >/dev/null
	json 2026-11-22 task add $A --by 2026-11-25 --why "ring til retten" >/dev/null
	exim "$dir"
	conf "$PORT"
	printf 'user=kontoret\npassword_file=%s\n' "$S/password" >>"$H/paakrav.conf"
	touch "$dir/grey"
	[ "$(outcomes 2026-11-22)" = "Anna Vest waiting 1 0" ]
	rm -f "$dir/grey"
	[ "$(outcomes 2026-11-22)" = "Anna Vest sent 1 0" ]
	for n in $(seq 100); do
		grep -q "^Subject:" "$dir/box" 2>/dev/null && break
		sleep 0.1
	done
	grep -q "^To: <*anna@firma.example" "$dir/box"
	[ "$(outcomes 2026-11-22)" = "Anna Vest already 1 0" ]
}
