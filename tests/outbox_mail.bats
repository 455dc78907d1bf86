bats_require_minimum_version 1.5.0
load desk
# The outbox by mail: over TLS or sealed, once and only once, whatever the mail server does. The servers are on loopback:
# one that does as it is told, and Exim.

setup_file() {
	export S="$BATS_FILE_TMPDIR/server"
	mkdir -p "$S"
	desk_walk 01-erhverv 07-indsigelse 32-to-skyldnere
	desk_confirm
	desk_approve 2026-11-22 2026-000001 2026-000002 2026-000003
	# A test authority, the server's certificate for localhost alone, and a court's certificate to encrypt to.
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=Test CA" \
		-keyout "$S/ca.key" -out "$S/ca.pem" 2>/dev/null
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=localhost" -keyout "$S/server.key" \
		-out "$S/server.csr" 2>/dev/null
	openssl x509 -req -in "$S/server.csr" -CA "$S/ca.pem" -CAkey "$S/ca.key" -days 3650 -out "$S/server.pem" \
		-extfile <(echo "subjectAltName=DNS:localhost") 2>/dev/null
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=Other CA" \
		-keyout "$S/other.key" -out "$S/other.pem" 2>/dev/null
	openssl req -x509 -newkey rsa:2048 -nodes -days 36500 -subj "/CN=Retten i Odense" -keyout "$S/court.key" \
		-out "$S/court.pem" 2>/dev/null
	printf 'en hemmelig sætning\n' >"$S/password"
	chmod 600 "$S/password"
	COURT=$("$PAAKRAV" --home "$WALK/home" --today 2026-11-22 --format json outbox 2026-000003 | jq -r '.entries[0].court')
	export COURT
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

needs_strace() {
	command -v strace >/dev/null && strace -qq -o /dev/null true || skip "strace cannot trace here"
	! ldd "$PAAKRAV" | grep -q libasan || skip "a sanitized program does not run under a tracer: the release build is tried"
}

load exim

teardown() {
	[ -z "${EXIM:-}" ] || kill "$EXIM" || true
}

teardown_file() {
	kill "$(cat "$S/pid")"
}

setup() {
	desk_copy
	A=2026-000001 CLAIM=2026-000002 TWO=2026-000003
	rm -f "$S"/in/*
	: >"$S/talk"
	mode ok
	conf starttls "$(cat "$S/port")"
	courts
}

mode() { echo "$*" >"$S/mode"; }

# conf TLS PORT [LINE…]
conf() {
	printf '[mail]\nserver=localhost\ntls=%s\nport=%s\nca=%s\nuser=kontoret\npassword_file=%s\nfrom=kontoret@firma.dk\nname=Advokatfirmaet Sølyst\ntimeout_s=5\n' \
		"$1" "$2" "$S/ca.pem" "$S/password" >"$H/paakrav.conf"
	shift 2
	[ $# -eq 0 ] || printf '%s\n' "$@" >>"$H/paakrav.conf"
}

courts() {
	printf 'court,address,certificate\nRetten i Odense,odense@domstol.example,%s\n%s,to@domstol.example,\n' "${1:-}" "$COURT" \
		>"$H/retter.csv"
}

send() { json 2026-11-22 send "$@" --via mail --by "Anna Vest" --out "$OUT"; }
entry() { json 2026-11-22 outbox "$A" | jq -r ".entries[-1] | $1"; }
mails() { ls "$S/in" | wc -l; }

# outcome CODE STATE MAILS: what send ends with, what the outbox then says, how many messages the server has had whole
outcome() {
	run --separate-stderr send "$A"
	[ "$status" -eq "$1" ]
	[ "$(entry .state)" = "$2" ]
	[ "$(mails)" -eq "$3" ]
	json 2026-11-22 outbox | valid
	if grep -rqa 'en hemmelig' "$H/paakrav.db" "$H/paakrav.db-wal" || [[ "$output$stderr" == *hemmelig* ]]; then false; fi
}

@test "over STARTTLS and over TLS: accepted, with the server's words as receipt; a second run sends nothing" {
	outcome 0 sent 1
	send "$A" | valid
	[ "$(entry .answer)" = "250 2.0.0 queued as 1" ]
	[ "$(entry .answer_code)" = 250 ]
	[ "$(entry .to)" = odense@domstol.example ]
	[ "$(send "$A" | jq -r '.deliveries[0].outcome')" = already ]
	[ "$(mails)" -eq 1 ]
	grep -q '^MAIL FROM:<kontoret@firma.dk>' "$S/talk"
	grep -q '^EHLO firma.dk' "$S/talk"
	conf implicit "$(cat "$S/port-tls")"
	[ "$(send "$TWO" | jq -r '.deliveries[0].outcome')" = sent ]
	[ "$(mails)" -eq 2 ]
}

@test "the message as another program reads it: one PDF, the approved one, words that say what it is" {
	outcome 0 sent 1
	python3 -B - "$S/in/1.eml" "$OUT/til-aflevering/Retten i Odense/$A/paakrav.pdf" "$(entry .message_id)" <<-'PY'
	import email, email.policy, sys
	raw = open(sys.argv[1], "rb").read()
	assert all(len(line) <= 998 and b"\r" not in line and b"\n" not in line for line in raw.split(b"\r\n"))
	assert raw.isascii()
	mail = email.message_from_bytes(raw, policy=email.policy.default)
	assert not mail.defects, mail.defects
	assert mail["Message-ID"] == f"<{sys.argv[3]}>", mail["Message-ID"]
	assert mail["From"].addresses[0].display_name == "Advokatfirmaet Sølyst" and mail["From"].addresses[0].addr_spec == "kontoret@firma.dk"
	assert [a.addr_spec for a in mail["To"].addresses] == ["odense@domstol.example"]
	assert mail["Subject"] == "Betalingspåkrav, vores sag 2026-000001", mail["Subject"]
	assert mail["Date"].datetime.date().isoformat() == "2026-11-22" and mail["Date"].datetime.strftime("%a") == str(mail["Date"])[:3]
	text, pdf = mail.iter_parts()
	assert text.get_content_type() == "text/plain" and not text.defects
	words = text.get_content()
	assert "Til Retten i Odense, fogedretten" in words and "Skyldner: Solsikkens Cafe ApS" in words and "750,00 kr." in words
	assert pdf.get_content_type() == "application/pdf" and pdf.get_filename() == "betalingspaakrav-2026-000001.pdf"
	assert pdf.get_content() == open(sys.argv[2], "rb").read()
	PY
}

@test "the same dispatch is the same message at each try" {
	mode "end 451 4.7.1 greylisted, come back"
	outcome 5 waiting 1
	[ "$(entry .because)" = "mailserveren tager den ikke nu" ]
	[ "$(entry .answer)" = "451 4.7.1 greylisted, come back" ]
	mode ok
	outcome 0 sent 2
	cmp "$S/in/1.eml" "$S/in/2.eml"
	[ "$(entry .failed_tries)" -eq 1 ]
	[ "$(entry .dispatch)" -eq 1 ]
}

@test "refused for a while at each stage: it waits with the reason, and goes when the server takes it" {
	local stage
	for stage in mail rcpt data; do
		mode "$stage 451 4.7.1 not now"
		outcome 5 waiting 0
		[ "$(entry .answer_code)" = 451 ]
	done
	mode greet
	outcome 5 waiting 0
	mode ok
	outcome 0 sent 1
}

@test "refused for good at each stage: failed with the reason, and a new dispatch may follow" {
	local stage n=0
	for stage in mail rcpt data; do
		mode "$stage 550 5.1.1 no such mailbox"
		outcome 5 failed 0
		[ "$(entry .answer)" = "550 5.1.1 no such mailbox" ]
		n=$((n + 1))
		[ "$(entry .dispatch)" -eq $n ]
	done
	mode "end 554 5.6.0 not this"
	outcome 5 failed 1
	rm "$S"/in/*
	mode ok
	outcome 0 sent 1
	[ "$(entry .dispatch)" -eq 5 ]
}

@test "no secure line, no mail: no STARTTLS, an unknown authority, another host, no name or password that holds" {
	mode no-starttls
	outcome 5 waiting 0
	[ "$(entry .because)" = "mailserveren giver ingen sikker forbindelse" ]
	if grep -q '^AUTH\|^MAIL' "$S/talk"; then false; fi
	mode ok
	sed -i "s|^ca=.*|ca=$S/other.pem|" "$H/paakrav.conf"
	outcome 5 waiting 0
	[ "$(entry .because)" = "mailserverens certifikat holder ikke" ]
	sed -i "s|^ca=.*|ca=$S/ca.pem|; s|^server=.*|server=127.0.0.1|" "$H/paakrav.conf"
	outcome 5 waiting 0
	[ "$(entry .because)" = "mailserverens certifikat holder ikke" ]
	conf implicit "$(cat "$S/port-tls")"
	sed -i "s|^ca=.*|ca=$S/other.pem|" "$H/paakrav.conf"
	outcome 5 waiting 0
	conf starttls 1
	outcome 5 waiting 0
	[ "$(entry .because)" = "der er ingen forbindelse til mailserveren" ]
	conf starttls "$(cat "$S/port")"
	mode auth
	outcome 5 waiting 0
	[ "$(entry .because)" = "mailserveren afviste brugernavn eller adgangskode" ]
	[ "$(entry .answer)" = null ]
	mode ok
	outcome 0 sent 1
}

@test "all was given and no answer came: in doubt, never sent again, until a person says" {
	mode cut-after-data
	outcome 5 in_doubt 1
	mode ok
	outcome 1 in_doubt 1
	[ "$(jq -r '.deliveries[0].code' <<<"$output")" = in-doubt ]
	run --separate-stderr json 2026-11-22 send "$A" --via folder --hand-to "Bo Bud" --out "$OUT"
	[ "$(jq -r '.deliveries[0].code' <<<"$output")" = in-doubt ]
	json 2026-11-22 outbox resolve 1 --not-sent --by "Anna Vest" --why "retten har den ikke" | valid
	outcome 0 sent 2
	[ "$(entry .dispatch)" -eq 2 ]
	mode silent
	rm "$S"/in/*
	sed -i 's/^timeout_s=.*/timeout_s=1/' "$H/paakrav.conf"
	run --separate-stderr send "$TWO"
	[ "$status" -eq 5 ]
	[ "$(jq -r '.deliveries[0].outcome' <<<"$output")" = in_doubt ]
	json 2026-11-22 outbox resolve 3 --sent --by "Anna Vest" --why "retten har kvitteret" | jq -e '.state == "sent"'
	mode ok
	[ "$(send "$TWO" | jq -r '.deliveries[0].outcome')" = already ]
	[ "$(mails)" -eq 1 ]
}

@test "the line cut in the middle of the message: it waits, for the server cannot have it" {
	mode cut-in-data
	run --separate-stderr send "$A"
	[ "$status" -eq 5 ]
	[ "$(mails)" -eq 0 ]
	case "$(entry .state)" in waiting | in_doubt) ;; *) false ;; esac
}

@test "killed while the server thinks: in doubt, until a person says" {
	mode slow
	"$PAAKRAV" --home "$H" --today 2026-11-22 send "$A" --via mail --out "$OUT" >/dev/null 2>&1 &
	local pid=$! n
	for n in $(seq 100); do
		[ "$(mails)" -eq 0 ] || break
		sleep 0.05
	done
	kill -9 $pid
	wait $pid || true
	[ "$(entry .state)" = handing_over ]
	mode ok
	outcome 1 in_doubt 1
	json 2026-11-22 outbox resolve 1 --sent --by "Anna Vest" --why "retten har kvitteret" >/dev/null
	[ "$(send "$A" | jq -r '.deliveries[0].outcome')" = already ]
}

@test "killed before anything was given: sent by the next run" {
	needs_strace
	run strace -f -qq -o /dev/null -e trace=connect -e inject=connect:signal=KILL "$PAAKRAV" --home "$H" --today 2026-11-22 \
		send "$TWO" --via mail --out "$OUT"
	[ "$status" -eq 137 ]
	[ "$(send "$TWO" | jq -r '.deliveries[0] | "\(.outcome) \(.dispatch)"')" = "sent 1" ]
	[ "$(mails)" -eq 1 ]
}

@test "killed at each write to the store and to the line: never two messages, and never none without a word" {
	needs_strace
	local n
	for n in $(seq 200); do
		rm -rf "$H/paakrav.db"*
		cp "$WALK/home"/paakrav.db* "$H/"
		rm -f "$S"/in/*
		status=0
		strace -f -qq -o /dev/null -e trace=pwrite64,sendto,write -e "inject=pwrite64,sendto,write:signal=KILL:when=$n" "$PAAKRAV" --home "$H" \
			--today 2026-11-22 send "$A" --via mail --out "$OUT" >/dev/null 2>&1 || status=$?
		sleep 0.05
		if [ "$status" -eq 0 ]; then
			break
		fi
		send "$A" >/dev/null 2>&1 || true
		case "$(entry .state)" in
		sent) [ "$(mails)" -eq 1 ] ;;
		in_doubt) [ "$(mails)" -le 1 ] ;;
		*) false ;;
		esac
	done
	[ "$n" -gt 5 ]
	[ "$n" -lt 200 ]
}

@test "the record moves while the mail is on its way out: it stops before the last piece" {
	# The server thinks before it takes the sender; meanwhile a payment is noted.
	mode "ok"
	conf starttls "$(cat "$S/port")"
	mode slow-mail
	send "$A" >"$BATS_TEST_TMPDIR/sent" 2>/dev/null &
	local pid=$! n
	for n in $(seq 100); do
		grep -q '^MAIL' "$S/talk" && break
		sleep 0.05
	done
	"$PAAKRAV" --home "$H" --today 2026-11-22 note "$A" payment --on 2026-11-22 --amount 100.00 --paid-to creditor >/dev/null
	status=0
	wait $pid || status=$?
	[ "$status" -eq 5 ]
	[ "$(mails)" -eq 0 ]
	[ "$(entry .state)" = dropped ]
}

@test "two at once send one mail" {
	mode slow
	send "$A" >"$BATS_TEST_TMPDIR/one" &
	local first=$!
	send "$A" >"$BATS_TEST_TMPDIR/two"
	wait $first
	[ "$(jq -r '.deliveries[0].outcome' "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/two" | sort | xargs)" = "already sent" ]
	[ "$(mails)" -eq 1 ]
}

@test "through Exim: greylisted, refused, then delivered; and sealed" {
	[ -x /usr/sbin/exim4 ] || [ -n "${CI:-}" ] || skip "no exim4 here"
	local dir=$BATS_TEST_TMPDIR/exim n
	exim "$dir"
	conf starttls "$PORT"
	touch "$dir/grey"
	run --separate-stderr send "$A"
	[ "$status" -eq 5 ]
	[ "$(entry .state)" = waiting ]
	[ "$(entry .answer)" = "451 greylisted, come back" ]
	rm "$dir/grey"
	sed -i 's/odense@/ingen@/' "$H/retter.csv"
	run --separate-stderr send "$A"
	[ "$(entry .state)" = failed ]
	[ "$(entry .answer)" = "550 no such court" ]
	courts "$S/court.pem"
	send "$A" | jq -e '.deliveries[0].outcome == "sent"'
	[[ "$(entry .answer)" == "250 OK id="* ]]
	send "$TWO" | jq -e '.deliveries[0].outcome == "sent"'
	for n in $(seq 100); do
		[ "$(grep -c '^Message-ID: <paakrav' "$dir/box" 2>/dev/null)" != 2 ] || break
		sleep 0.1
	done
	python3 -B - "$dir/box" "$BATS_TEST_TMPDIR/sealed.eml" "$OUT/til-aflevering/$COURT/$TWO/paakrav.pdf" <<-'PY'
	import email.policy, mailbox, sys
	box = mailbox.mbox(sys.argv[1], create=False, factory=lambda f: email.message_from_binary_file(f, policy=email.policy.default))
	mails = {mail["To"].addresses[0].addr_spec: mail for mail in box}
	assert len(mails) == 2 and not any(mail.defects for mail in mails.values())
	open(sys.argv[2], "wb").write(bytes(mails["odense@domstol.example"]))
	pdf = list(mails["to@domstol.example"].iter_attachments())
	assert len(pdf) == 1 and pdf[0].get_content() == open(sys.argv[3], "rb").read()
	PY
	openssl cms -decrypt -in "$BATS_TEST_TMPDIR/sealed.eml" -recip "$S/court.pem" -inkey "$S/court.key" | grep -q betalingspaakrav-2026-000001.pdf
}

# draw KIND CASE [ARG…]: a letter drawn for today and approved; its number
draw() {
	local kind=$1 case=$2 n
	shift 2
	n=$(json 2026-11-22 letter "$case" "$kind" "$@" --out "$OUT" | jq -r '[.letters[].letter] | join(" ")')
	json 2026-11-22 letter approve "$case" $n --by "Anna Vest" --out "$OUT" >/dev/null
	echo "$n"
}

@test "a letter to a debtor goes to the address on the record, as text, HTML and PDF, and its event is recorded with it" {
	local n
	n=$(draw demand "$A" --language en)
	json 2026-11-22 outbox "$A" | jq -e --argjson n "$n" '.entries[] | select(.letter == $n) | .state == "ready"'
	pdf=$(ls "$OUT"/til-afsendelse/"$A-$n"-demand.pdf)
	cp "$pdf" "$BATS_TEST_TMPDIR/demand.pdf"
	echo "noget andet" >"${pdf%.pdf}.txt"
	send "$A" --letter "$n" >"$BATS_TEST_TMPDIR/sent"
	valid <"$BATS_TEST_TMPDIR/sent"
	jq -e --argjson n "$n" '.deliveries[0] | .outcome == "sent" and .letter == $n and .to == "post@firma201.example"' "$BATS_TEST_TMPDIR/sent"
	json 2026-11-22 outbox | valid
	python3 -B - "$S/in/1.eml" "$BATS_TEST_TMPDIR/demand.pdf" <<-'PY'
	import email, email.policy, sys
	mail = email.message_from_bytes(open(sys.argv[1], "rb").read(), policy=email.policy.default)
	assert not mail.defects and mail["To"].addresses[0].addr_spec == "post@firma201.example"
	assert mail["Subject"] == "Demand letter, 2026-000001", mail["Subject"]
	words, pdf = mail.iter_parts()
	assert words.get_content_type() == "multipart/alternative"
	text, html = words.iter_parts()
	assert "noget andet" not in text.get_content() and "Nordlys Tavler ApS" in text.get_content()
	assert html.get_content_type() == "text/html" and "Nordlys Tavler ApS" in html.get_content()
	assert pdf.get_content() == open(sys.argv[2], "rb").read()
	PY
	json 2026-11-22 events "$A" | jq -e '[.events[] | select(.name == "demand_sent" and .on == "2026-11-22")] | length == 1 and .[0].debtor == "d1"'
	json 2026-11-22 letters "$A" | jq -e '.letters[-1] | .state == "sent"'
	[ ! -e "$pdf" ]
	[ "$(send "$A" --letter "$n" | jq -r '.deliveries[0].outcome')" = already ]
	[ "$(mails)" -eq 1 ]
	run on_resolve 1 --not-sent
	[ "$status" -eq 3 ]
}
on_resolve() { json 2026-11-22 outbox resolve "$@" --by "Anna Vest" --why "spurgt" --out "$OUT"; }

@test "one letter each to two debtors; a draft, another day and a record that moved do not go" {
	local one two
	one=$(draw reminder_1 "$TWO" --debtor d1)
	two=$(draw reminder_1 "$TWO" --debtor d2)
	run --separate-stderr send "$TWO" --letter "$one" --letter "$two"
	[ "$status" -eq 0 ]
	[ "$(jq -r '[.deliveries[] | "\(.outcome) \(.to)"] | join(", ")' <<<"$output")" = "sent post@firma230.example, sent person231@example.dk" ]
	json 2026-11-22 letter "$A" reminder_1 --out "$OUT" >/dev/null
	run --separate-stderr send "$A" --letter 1
	[ "$status" -eq 1 ]
	[ "$(jq -r '.deliveries[0].code' <<<"$output")" = letter-draft ]
	json 2026-11-22 letter approve "$A" 1 --by "Anna Vest" --out "$OUT" >/dev/null
	run --separate-stderr json 2026-11-23 send "$A" --letter 1 --via mail --out "$OUT"
	[ "$(jq -r '.deliveries[0].code' <<<"$output")" = letter-void ]
	mode "rcpt 450 4.2.1 later"
	run --separate-stderr send "$A" --letter 1
	[ "$status" -eq 5 ]
	json 2026-11-22 note "$A" payment --on 2026-11-21 --amount 100.00 --paid-to creditor >/dev/null
	run --separate-stderr send "$A" --letter 1
	[ "$(jq -r '.deliveries[0].code' <<<"$output")" = letter-void ]
	[ "$(entry .state)" = dropped ]
	run --separate-stderr send "$A" --letter 7
	[ "$status" -eq 3 ]
	run --separate-stderr send "$A" "$TWO" --letter 1
	[ "$status" -eq 2 ]
	run --separate-stderr send "$A" --letter x
	[ "$status" -eq 2 ]
	[ "$(mails)" -eq 2 ]
}

@test "a letter in doubt has no event until a person says that it arrived" {
	local n
	n=$(draw demand "$A")
	mode cut-after-data
	run --separate-stderr send "$A" --letter "$n"
	[ "$status" -eq 5 ]
	json 2026-11-22 events "$A" | jq -e '[.events[] | select(.name == "demand_sent" and .on == "2026-11-22")] | length == 0'
	run --separate-stderr send "$A" --letter "$n"
	[ "$(jq -r '.deliveries[0].code' <<<"$output")" = in-doubt ]
	json 2026-11-24 outbox resolve 1 --sent --by "Anna Vest" --why "skyldner svarede" --out "$OUT" | jq -e '.state == "sent" and .event_because == null'
	json 2026-11-24 events "$A" | jq -e '[.events[] | select(.name == "demand_sent" and .on == "2026-11-22")] | length == 1'
	[ "$(mails)" -eq 1 ]
}

@test "a letter to the court is sealed with its certificate; without an address nothing goes" {
	courts "$S/court.pem"
	json 2026-11-22 filed "$A" --on 2026-11-22 >/dev/null
	local n
	n=$(draw withdrawal "$A")
	send "$A" --letter "$n" | jq -e '.deliveries[0] | .outcome == "sent" and .to == "odense@domstol.example" and .court == "Retten i Odense"'
	openssl cms -decrypt -in "$S/in/1.eml" -recip "$S/court.pem" -inkey "$S/court.key" | grep -q "$A-$n-withdrawal.pdf"
	n=$(draw withdrawal "$A")
	printf 'court,address\n' >"$H/retter.csv"
	run --separate-stderr send "$A" --letter "$n"
	[ "$(jq -r '.deliveries[0].code' <<<"$output")" = no-address ]
}

@test "sealed to the court's certificate it may go over an open line, without a password; only the court can read it" {
	courts "$S/court.pem"
	conf none "$(cat "$S/port")"
	run --separate-stderr send "$A"
	[ "$status" -eq 2 ]
	sed -i '/^user=\|^password_file=/d' "$H/paakrav.conf"
	mode no-starttls
	outcome 0 sent 1
	if grep -qa 'Solsikkens\|%PDF' "$S/in/1.eml"; then false; fi
	openssl cms -decrypt -in "$S/in/1.eml" -recip "$S/court.pem" -inkey "$S/court.key" -out "$BATS_TEST_TMPDIR/clear"
	python3 -B - "$BATS_TEST_TMPDIR/clear" "$OUT/til-aflevering/Retten i Odense/$A/paakrav.pdf" <<-'PY'
	import email, email.policy, sys
	mail = email.message_from_bytes(open(sys.argv[1], "rb").read(), policy=email.policy.default)
	text, pdf = mail.iter_parts()
	assert pdf.get_content() == open(sys.argv[2], "rb").read() and "fogedretten" in text.get_content()
	PY
	if openssl cms -decrypt -in "$S/in/1.eml" -recip "$S/other.pem" -inkey "$S/other.key" -out /dev/null 2>/dev/null; then false; fi
}

@test "never in the open, never to the portal, never to a court without an address" {
	conf none "$(cat "$S/port")"
	sed -i '/^user=\|^password_file=/d' "$H/paakrav.conf"
	run --separate-stderr send "$A" "$CLAIM"
	[ "$status" -eq 1 ]
	[ "$(jq -r '[.deliveries[].code] | join(" ")' <<<"$output")" = "not-safe portal" ]
	conf starttls "$(cat "$S/port")"
	printf 'court,address\nKøbenhavns Byret,kbh@domstol.example\n' >"$H/retter.csv"
	run --separate-stderr send "$A"
	[ "$(jq -r '.deliveries[0].code' <<<"$output")" = no-address ]
	[[ "$(jq -r '.deliveries[0].because' <<<"$output")" == *"$H/retter.csv har ingen"*"court,address"* ]]
	run --separate-stderr json 2026-11-23 send "$A" --via mail --out "$OUT"
	[ "$(jq -r '.deliveries[0].code' <<<"$output")" = other-day ]
	[ "$(mails)" -eq 0 ]
}

@test "what is no certificate is not sealed to" {
	echo nonsense >"$BATS_TEST_TMPDIR/none.pem"
	courts "$BATS_TEST_TMPDIR/none.pem"
	outcome 5 waiting 0
	[[ "$(entry .because)" == *"Certifikatet kan ikke læses"* ]]
}

@test "the court list is looked over before anything is sent" {
	local bad
	while IFS= read -r bad; do
		printf 'court,address,certificate\n%b\n' "$bad" >"$H/retter.csv"
		run --separate-stderr send "$A"
		[ "$status" -eq 3 ]
		[ "$(jq -r .file <<<"$output")" = retter.csv ]
	done <<-'BAD'
	Retten i Atlantis,a@b.dk,
	Retten i Odense,a@b.dk,\nRetten i Odense,c@b.dk,
	Retten i Odense,uden-snabel,
	Retten i Odense,a@b.dk>\\r\\nRCPT TO:<x@y.dk,
	Retten i Odense,to@at@b.dk,
	Retten i Odense,a b@c.dk,
	Retten i Odense,a@b,
	Retten i Odense,a@-b.dk,
	Retten i Odense,a@b.dk,findes-ikke.pem
	Retten i Odense,a@b.dk
	Retten i Odense,\xff@b.dk,
	BAD
	printf 'court,mail\nRetten i Odense,a@b.dk\n' >"$H/retter.csv"
	run --separate-stderr send "$A"
	[ "$status" -eq 3 ]
	printf '\xef\xbb\xbfcourt;address\r\nRetten i Odense;a@b.dk\r\n' >"$H/retter.csv"
	outcome 0 sent 1
}

@test "a password that others can read is not used, and stands nowhere" {
	local said
	cp "$S/password" "$BATS_TEST_TMPDIR/open"
	chmod 644 "$BATS_TEST_TMPDIR/open"
	conf starttls "$(cat "$S/port")" "password_file=$BATS_TEST_TMPDIR/open"
	run --separate-stderr send "$A"
	[ "$status" -eq 7 ]
	chmod 600 "$BATS_TEST_TMPDIR/open"
	ln -s open "$BATS_TEST_TMPDIR/link"
	conf starttls "$(cat "$S/port")" "password_file=$BATS_TEST_TMPDIR/link"
	run --separate-stderr send "$A"
	[ "$status" -eq 7 ]
	printf 'to\nlinjer\n' >"$BATS_TEST_TMPDIR/open"
	conf starttls "$(cat "$S/port")" "password_file=$BATS_TEST_TMPDIR/open"
	run --separate-stderr send "$A"
	[ "$status" -eq 7 ]
	[ "$(mails)" -eq 0 ]
	for said in "tls=maybe" "port=99999" "timeout_s=0" "from=intet" "server=a b" "password_file="; do
		conf starttls "$(cat "$S/port")" "$said"
		run --separate-stderr send "$A"
		[ "$status" -eq 2 ]
		[ "$(jq -r .code <<<"$output")" = mail-conf ]
	done
}
