bats_require_minimum_version 1.5.0
# Payments in: bank files of invented lines, matched, asked, taken back, and never booked twice.

setup_file() {
	export WALK="$BATS_FILE_TMPDIR/walk"
	mkdir -p "$WALK/inbox"
	for story in 01-erhverv 03-forbruger 32-to-skyldnere 34-advokat; do cp -r "$SOURCE/fixtures/inbox/$story" "$WALK/inbox/"; done
	# A payment slip on the third.
	python3 -B - "$WALK/inbox/32-to-skyldnere/faktura.xml" <<'PY'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
def luhn(digits):
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)
body = "00000004711320"
number = body + luhn(body)
means = (f'<cac:PaymentMeans><cbc:ID>1</cbc:ID><cbc:PaymentMeansCode>93</cbc:PaymentMeansCode>'
         f'<cbc:InstructionID>{number}</cbc:InstructionID><cbc:PaymentID>71</cbc:PaymentID>'
         '<cac:CreditAccount><cbc:AccountID>81234567</cbc:AccountID></cac:CreditAccount></cac:PaymentMeans>')
text, n = re.subn(r"<cac:PaymentMeans>.*?</cac:PaymentMeans>", means, text, count=1, flags=re.S)
assert n == 1
open(sys.argv[1], "w", encoding="utf-8").write(text)
open(sys.argv[1] + ".fik", "w").write(number)
PY
	mv "$WALK/inbox/32-to-skyldnere/faktura.xml.fik" "$WALK/fik"
	"$PAAKRAV" --home "$WALK/home" --today 2026-11-22 run "$WALK/inbox" --out "$WALK/out" >/dev/null
	printf '[bank]\naccounts=0040 0440116243; 1111 2222222222\n' >"$WALK/home/paakrav.conf"
}

setup() {
	T="$BATS_TEST_TMPDIR" H="$BATS_TEST_TMPDIR/home" FIK=$(cat "$WALK/fik")
	cp -r "$WALK/home" "$H"
	A=2026-000001 B=2026-000002 C=2026-000003 LAWYER=2026-000004
}

paakrav() { "$PAAKRAV" --home "$H" --today 2026-11-22 "$@"; }
json() { paakrav --format json "$@"; }
file() { python3 -B "$SOURCE/tests/make_bank.py" "$@"; }
holds() { python3 -B "$SOURCE/tests/validate.py" "$@"; }
payments() { json events "$1" | jq -c '[.events[] | select(.name == "payment" and .replaced == false) | .amount_ore]'; }
# line PATTERN: the state of the line whose text, name or reference has it
line() { json bank review --all | jq -r --arg p "$1" '.lines[] | select([.text, .name, .reference] | map(. // "") | join(" ") | contains($p)) | .state'; }

lines() {
	cat <<JSON
[{"on":"2026-11-10","amount":"1000.00","bank":"R1","text":"Betaling sag $A","name":"Solsikkens Cafe ApS"},
 {"on":"2026-11-11","amount":"500.00","bank":"R2","text":"faktura A-1002","name":"Karla Testesen"},
 {"on":"2026-11-12","amount":"7000.00","bank":"R3","fik":"$FIK"},
 {"on":"2026-11-12","amount":"55000.00","bank":"R4","name":"RENSDYRETS RIDECENTER APS","text":"overf"},
 {"on":"2026-11-12","amount":"250.00","bank":"R5","name":"Ukendt Person","text":"hej"},
 {"on":"2026-11-13","amount":"-80.00","bank":"R6","info":"Gebyr"}]
JSON
}

@test "each way to a case: our number, the invoice's with the name, the payment slip, amount and name; the rest is asked" {
	for kind in "053 8" "053 2" "054 8" "054 2"; do
		rm -r "$H" && cp -r "$WALK/home" "$H"
		lines | file $kind "$T/s.xml"
		json bank import "$T/s.xml" >"$T/import.json"
		jq -e '.outcome == "taken" and .count == 6 and .paid == 4 and .asked == 1 and .outgoing == 1 and .paid_ore == 6350000' "$T/import.json" || { cat "$T/import.json"; return 1; }
		[ "$(payments $A)$(payments $B)$(payments $C)$(payments $LAWYER)" = "[100000][50000][700000][5500000]" ]
		[ "$(jq -r '[.lines[] | select(.state != "out") | .because] | join(", ")' "$T/import.json")" = "vores sagsnummer, fakturaens eller rettens nummer, betalingskortets nummer, beløb og navn, intet peger på en sag" ]
	done
	holds bank-import "$T/import.json"
	jq -e '.balanced == false' "$T/import.json"
	# The operator of the last is a lawyer: the money is the client's, and in the books once.
	json ledger --case $LAWYER | jq -e '[.entries[] | select(.kind == "client_payment")] | length == 1 and .[0].amount_ore == 5500000'
	paakrav audit >/dev/null
	json bank review >"$T/review.json"
	holds bank-review "$T/review.json"
	jq -e '.count == 1 and .lines[0].name == "Ukendt Person"' "$T/review.json"
}

@test "the same file twice, an overlapping one, and one in another edition book once" {
	lines | file 053 8 "$T/s.xml"
	paakrav bank import "$T/s.xml" >/dev/null
	json bank import "$T/s.xml" | jq -e '.outcome == "already" and .known == 6'
	lines | jq '[.[2:][] , {"on":"2026-11-14","amount":"100.00","bank":"R7","text":"sag '$A'"}]' | file 054 2 "$T/o.xml"
	json bank import "$T/o.xml" | jq -e '.outcome == "taken" and .known == 4 and .paid == 1'
	[ "$(payments $A)" = "[100000,10000]" ]
	[ "$(payments $C)" = "[700000]" ]
	json ledger | jq -e '[.entries[] | select(.kind == "client_payment")] | length == 1'
}

@test "without the bank's references two alike payments are two, and the next file knows both" {
	printf '[{"on":"2026-11-10","amount":"100.00","text":"%s"},{"on":"2026-11-10","amount":"100.00","text":"%s"}]' $A $A | file 053 8 "$T/s.xml"
	paakrav bank import "$T/s.xml" >/dev/null
	[ "$(payments $A)" = "[10000,10000]" ]
	printf '[{"head":true,"message":"M2"},{"on":"2026-11-10","amount":"100.00","text":"%s"},{"on":"2026-11-10","amount":"100.00","text":"%s"},{"on":"2026-11-10","amount":"100.00","text":"%s"}]' $A $A $A |
		file 053 8 "$T/o.xml"
	json bank import "$T/o.xml" | jq -e '.known == 2 and .paid == 1'
	[ "$(payments $A)" = "[10000,10000,10000]" ]
}

@test "a batch is split into its payments; seen whole before, its parts take its place; seen after, it adds nothing" {
	batch='{"on":"2026-11-12","amount":"300.00","bank":"B1"'
	printf '[%s,"info":"Indbetalingskort"}]' "$batch" | file 053 8 "$T/whole.xml"
	printf '[%s,"batch":2,"parts":[{"amount":"100.00","fik":"%s"},{"amount":"200.00","text":"sag %s"}]}]' "$batch" "$FIK" $A | file 054 8 "$T/parts.xml"
	paakrav bank import "$T/whole.xml" >/dev/null
	json bank review | jq -e '.count == 1'
	json bank import "$T/parts.xml" | jq -e '.paid == 2'
	[ "$(payments $C)$(payments $A)" = "[10000][20000]" ]
	json bank review | jq -e '.count == 0'
	rm -r "$H" && cp -r "$WALK/home" "$H"
	paakrav bank import "$T/parts.xml" >/dev/null
	json bank import "$T/whole.xml" | jq -e '.known == 1 and .asked == 0'
	[ "$(payments $C)$(payments $A)" = "[10000][20000]" ]
}

@test "a reversal takes the payment back, in the case and in the books; one without its payment is asked" {
	lines | file 053 8 "$T/s.xml"
	paakrav bank import "$T/s.xml" >/dev/null
	before=$(json owed $LAWYER --on 2026-11-22 | jq .total_ore)
	printf '[{"head":true,"message":"M9"},{"on":"2026-11-16","amount":"-55000.00","bank":"R4","reversal":true,"info":"Tilbage"},{"on":"2026-11-16","amount":"-12.00","bank":"R99","reversal":true}]' |
		file 053 8 "$T/r.xml"
	json bank import "$T/r.xml" >"$T/import.json"
	jq -e '.reversed == 1 and .asked == 1' "$T/import.json"
	[ "$(payments $LAWYER)" = "[]" ]
	[ "$(json owed $LAWYER --on 2026-11-22 | jq .total_ore)" -gt "$before" ]
	json ledger --case $LAWYER | jq -e '[.entries[] | select(.kind | startswith("client_payment"))] | length == 2'
	paakrav audit >/dev/null
	[ "$(line RENSDYRETS)" = reversed ]
	json events $LAWYER | jq -e 'any(.events[]; .name == "payment_reversed" and .replaces != null)'
	paakrav ledger verify >/dev/null
}

@test "too much, another currency, a closed case, before the invoice, several cases: kept, said, not lost" {
	paakrav note $B client_stop --on 2026-11-20 >/dev/null
	cp -r "$SOURCE/fixtures/inbox/01-erhverv" "$T/again" && echo more >"$T/again/note.txt"
	cat >"$T/l.json" <<JSON
[{"on":"2026-11-10","amount":"900000.00","bank":"R1","text":"sag $A"},
 {"on":"2026-11-10","amount":"10.00","ccy":"EUR","bank":"R2","text":"sag $A"},
 {"on":"2026-11-11","amount":"5.00","bank":"R3","text":"sag $B"},
 {"on":"2026-01-11","amount":"5.00","bank":"R4","text":"sag $A"},
 {"on":"2026-11-11","amount":"5.00","bank":"R5","text":"sag $A og $C"},
 {"on":"2026-11-11","amount":"5.00","bank":"R6","name":"Solsikkens Cafe ApS"},
 {"on":"2026-11-23","amount":"5.00","bank":"R7","text":"sag $A"},
 {"on":"2026-11-23","amount":"5.00","bank":"R8","text":"sag $A","status":"PDNG"}]
JSON
	file 053 8 "$T/s.xml" <"$T/l.json"
	json bank import "$T/s.xml" >"$T/import.json"
	jq -e '.paid == 0 and .asked == 7 and .pending == 1 and .count == 7' "$T/import.json" || { cat "$T/import.json"; return 1; }
	jq -r '.lines[].because' "$T/import.json" >"$T/why"
	for want in "større end gælden" "ikke i kroner" "afsluttet" "før fakturaen" "flere sager passer: $A $C" "kun noget" "ikke er kommet"; do
		grep -q "$want" "$T/why" || { echo "$want"; cat "$T/why"; return 1; }
	done
	# A person decides; nothing was lost.
	run --separate-stderr json bank match 1 $A
	[ "$status" -eq 2 ]
	json bank match 1 $A --by "Anna Vest" --why "betalt for meget, aftalt" >"$T/bank-review.json"
	jq -e '.lines[0].state == "paid" and .lines[0].by == "Anna Vest"' "$T/bank-review.json"
	[ "$(payments $A)" = "[90000000]" ]
	run --separate-stderr json bank match 1 $A --by "Anna Vest" --why igen
	[ "$status" -eq 3 ]
	# It was the wrong case: the payment moves, and stands once.
	json bank match 1 $C --by "Anna Vest" --why "forkert sag" >/dev/null
	[ "$(payments $A)$(payments $C)" = "[][90000000]" ]
	json bank dismiss 1 --by "Anna Vest" --why "vores egne penge" >/dev/null
	[ "$(payments $C)" = "[]" ]
	run --separate-stderr json bank match 2 $A --by "Anna Vest" --why euro
	[ "$status" -eq 3 ]
	[ "$(jq -r .code <<<"$output")" = bank-currency ]
	run --separate-stderr json bank match 99 $A --by "Anna Vest" --why x
	[ "$status" -eq 3 ]
	[ "$(jq -r .code <<<"$output")" = no-such-line ]
	paakrav audit >/dev/null
}

@test "a file that is cut short, off its sums or balances, of another account or kind: a sentence, and nothing is taken" {
	refused() {
		run --separate-stderr json bank import "$T/bad.xml"
		[ "$status" -eq 3 ] && [ "$(jq -r .code <<<"$output")" = "$1" ] || { echo "want $1: $status $output"; return 1; }
		json bank review --all | jq -e '.count == 0' >/dev/null
	}
	lines | file 053 8 "$T/s.xml"
	head -c 2000 "$T/s.xml" >"$T/bad.xml"
	run --separate-stderr json bank import "$T/bad.xml"
	[ "$status" -eq 3 ]
	lines | jq '[{"head":true,"count":7}] + .' | file 053 8 "$T/bad.xml"; refused bank-sum
	lines | jq '[{"head":true,"off":1}] + .' | file 053 8 "$T/bad.xml"; refused bank-sum
	sed 's/<Sum>/<Sum>1/' "$T/s.xml" >"$T/bad.xml"; refused bank-sum
	lines | jq '[{"head":true,"iban":"DK9520000123456789"}] + .' | file 053 8 "$T/bad.xml"; refused bank-account
	printf '[{"on":"2026-11-12","amount":"300.00","batch":3,"parts":[{"amount":"100.00"},{"amount":"200.00"}]}]' | file 053 8 "$T/bad.xml"; refused bank-sum
	sed 's/1000.00/1.000,00/' "$T/s.xml" >"$T/bad.xml"; refused bank-amount
	sed 's/camt.053/camt.052/' "$T/s.xml" >"$T/bad.xml"; refused bank-kind
	echo '<Invoice/>' >"$T/bad.xml"; refused bank-kind
	{ echo '<!DOCTYPE x [<!ENTITY a "b">]>'; tail -n +2 "$T/s.xml"; } >"$T/bad.xml"
	run --separate-stderr json bank import "$T/bad.xml"
	[ "$status" -eq 3 ]
	rm "$H/paakrav.conf"
	run --separate-stderr json bank import "$T/s.xml"
	[ "$status" -eq 2 ]
	[ "$(jq -r .code <<<"$output")" = bank-settings ]
	json bank import "$T/s.xml" --account DK5000400440116243 | jq -e '.paid == 4'
}

@test "CSV: columns by name, Danish numbers and days, windows-1252, running balance" {
	printf '[bank-csv]\ndate=Dato\namount=Beløb\ntext=Tekst\nname=Afsender\nbalance=Saldo\n[bank-csv anden]\ndate=Date\namount=Amount\ntext=Text\ndate_form=yyyy-mm-dd\naccount=Account\n' >>"$H/paakrav.conf"
	printf 'Dato;Tekst;Beløb;Saldo;Afsender\n12-11-2026;"Sag %s; tak";1.000,50;2.500,50;Sølvi Ågård\n10-11-2026;Gebyr;-80,00;1.500,00;\n' $A >"$T/u.csv"
	iconv -f UTF-8 -t WINDOWS-1252 "$T/u.csv" >"$T/w.csv"
	run --separate-stderr json bank import "$T/w.csv"
	[ "$status" -eq 3 ]
	[ "$(jq -r .code <<<"$output")" = bank-account ]
	json bank import "$T/w.csv" --account "1111 2222222222" >"$T/import.json"
	jq -e '.kind == "csv" and .paid == 1 and .outgoing == 1 and .balanced and .lines[0].name == "Sølvi Ågård"' "$T/import.json"
	[ "$(payments $A)" = "[100050]" ]
	# The same in UTF-8 is another file with the same lines.
	json bank import "$T/u.csv" --account "1111 2222222222" | jq -e '.known == 2 and .paid == 0'
	printf 'Account,Date,Amount,Text\n0040 0440116243,2026-11-12,12.5,sag %s\n' $B >"$T/o.csv"
	json bank import "$T/o.csv" --profile anden | jq -e '.paid == 1 and .balanced == false'
	sed -i 's/2.500,50/2.500,51/' "$T/u.csv"
	run --separate-stderr json bank import "$T/u.csv" --account "1111 2222222222"
	[ "$status" -eq 3 ]
	[ "$(jq -r .code <<<"$output")" = bank-sum ]
	run --separate-stderr json bank import "$T/u.csv" --account "1111 2222222222" --profile anden
	[ "$status" -eq 3 ]
	[ "$(jq -r .code <<<"$output")" = bank-columns ]
	[[ "$(jq -r .remedy <<<"$output")" == *"under ["*anden*"]"* ]]
	printf 'Dato;Tekst;Beløb;Saldo;Afsender\n31-02-2026;x;1,00;1,00;\n' >"$T/u.csv"
	run --separate-stderr json bank import "$T/u.csv" --account "1111 2222222222"
	[ "$(jq -r '"\(.code) \(.line)"' <<<"$output")" = "bank-date 2" ]
}

@test "what a line said can be erased, its row not" {
	lines | file 053 8 "$T/s.xml"
	paakrav bank import "$T/s.xml" >/dev/null
	sqlite3 "$H/paakrav.db" "DELETE FROM bank_line_text; DELETE FROM bank_match_text;"
	json bank review --all | jq -e '.count == 6 and .lines[0].name == null and .lines[0].amount_ore == 100000'
	run ! sqlite3 "$H/paakrav.db" "DELETE FROM bank_line"
	run ! sqlite3 "$H/paakrav.db" "UPDATE bank_line SET amount_minor = 1"
	run ! sqlite3 "$H/paakrav.db" "INSERT OR REPLACE INTO bank_line SELECT * FROM bank_line LIMIT 1"
	json bank import "$T/s.xml" | jq -e '.outcome == "already"'
}
