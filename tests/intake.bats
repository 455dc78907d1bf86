# What people hand in, written by hand: what claim.xml may leave out or repeat, and how the answer to a slip reads.

bats_require_minimum_version 1.5.0

setup() {
	export H=$BATS_TEST_TMPDIR
	export PAAKRAV_HOME=$H/home
}

# claim FOLDER NUMBER REST: a submission in which all but REST is in order.
claim() {
	mkdir -p "$H/$1"
	cat >"$H/$1/claim.xml" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<claim xmlns="urn:paakrav:claim:1">
<creditor><name>Æblegård Vin ApS</name><address>Østre Allé 4</address><postcode>8000</postcode><city>Aarhus C</city></creditor>
<debtor kind="business"><name>Bjørns Værksted ApS</name><address>Nørregade 1</address><postcode>5000</postcode><city>Odense C</city>
<cvr>99002018</cvr></debtor>
<item kind="invoice"><number>$2</number><principal>${4:-12500.00}</principal><issued-on>2026-06-01</issued-on><due-on>2026-06-15</due-on></item>
$3
</claim>
XML
}

json() {
	"$PAAKRAV" --today 2026-11-22 --format json "$@"
}

DEMAND='<event name="demand_sent" on="2026-09-01" deadline-on="2026-09-11"/>'
PAYMENT='<event name="payment" on="2026-09-20" amount="1000.00" paid-to="creditor"/>'

@test "one absurd sum leaves the control sum unknown and the rest of the batch done" {
	claim inbox/a A-1 "$DEMAND" 100000000000.00
	claim inbox/b B-1 "$DEMAND"
	json run "$H/inbox" --out "$H/out" >"$H/run.json" || [ $? -eq 1 ]
	jq -e '.totals.taken == 2 and .totals.principal_ore == null' "$H/run.json"
	jq -e '.submissions[1] | .route == "betalingspaakrav" and .package != null' "$H/run.json"
	"$PAAKRAV" --today 2026-11-22 run "$H/inbox" --out "$H/out" | grep -q "hovedstole i alt ukendt" || false
}

@test "the control sum of a supplement is the case's, however many paths it comes from" {
	claim a A-1 "$DEMAND"
	mkdir "$H/b" "$H/c"
	echo hej >"$H/b/brev.txt"
	echo hallo >"$H/c/svar.txt"
	json submit "$H/a" >/dev/null
	json submit --case 2026-000001 "$H/b" "$H/c" | jq -e '.totals | .taken == 2 and .principal_ore == 1250000'
}

@test "claim.xml handed in again with a line more tells no event twice" {
	claim a A-1 "$DEMAND$PAYMENT$PAYMENT"
	claim b A-1 "$DEMAND$PAYMENT$PAYMENT<event name=\"payment\" on=\"2026-10-20\" amount=\"500.00\"/>"
	json submit "$H/a" >/dev/null
	json submit --case 2026-000001 "$H/b" >/dev/null
	json owed 2026-000001 | jq -e '.payments_ore == 250000'
	json events 2026-000001 | jq -e '.events | length == 4'
}

@test "an event that was corrected does not come back with the old claim.xml" {
	claim a A-1 "$DEMAND$PAYMENT"
	claim b A-1 "$DEMAND$PAYMENT <!-- again -->"
	json submit "$H/a" >/dev/null
	json note 2026-000001 payment --on 2026-09-20 --amount 900 --paid-to creditor --replaces 2 --by Jensine >/dev/null
	json submit --case 2026-000001 "$H/b" >/dev/null
	json owed 2026-000001 | jq -e '.payments_ore == 90000'
}

@test "a file that is named must be there, however little is said of it" {
	claim inbox/a A-1 '<document file="kvittering.pdf"/>'
	claim inbox/b B-1 '<event name="payment" on="2026-09-20" amount="1.00" document="kvittering.pdf"/>'
	claim inbox/c C-1 '<document id="k" file="kvittering.pdf"/><event name="payment" on="2026-09-20" amount="1.00" document="k"/>'
	echo betalt >"$H/inbox/c/kvittering.pdf"
	run -1 json inbox "$H/inbox"
	jq -e '.submissions | map(.outcome) == ["refused", "refused", "taken"]' <<<"$output"
	jq -e '.submissions[:2] | all(.reasons[0] | .code == "document-missing" and .file == "claim.xml" and (.place | test("line 7")))' \
		<<<"$output"
	json events 2026-000001 | jq -e '.events[0].document == "kvittering.pdf"'
}

@test "an event that cannot be is refused with its line and a way to the right name" {
	claim inbox/a A-1 '<event name="betalt" on="2026-09-20"/>'
	claim inbox/b B-1 '<event name="payment" on="2026-09-20"/>'
	claim inbox/c C-1 '<event name="reminder_sent" on="2026-11-23"/>'
	claim inbox/d D-1 '<event name="reminder_sent" on="2026-09-20" claim="D-2"/>'
	run -1 json inbox "$H/inbox"
	jq -e '.submissions | map(.reasons[0].code) == ["event-name", "event-field", "event-future", "no-such-claim"]' <<<"$output"
	jq -e '.submissions | all(.reasons[0] | .file == "claim.xml" and .place == "line 7")' <<<"$output"
	jq -e '.submissions[0].reasons[0].text | contains("paakrav help note")' <<<"$output"
	"$PAAKRAV" help note | grep -q "^  payment  *Betaling (skal have amount)$"
	run -1 "$PAAKRAV" --today 2026-11-22 inbox "$H/inbox"
	grep -q "claim.xml, linje 7: " <<<"$output"
}

@test "columns stand under each other, Danish letters or not" {
	claim a A-1 "$DEMAND"
	json submit "$H/a" >/dev/null
	"$PAAKRAV" facts 2026-000001 | python3 -c '
import sys
lines = [line.split(" stated ")[0] for line in sys.stdin.read().splitlines() if " stated " in line]
assert len(lines) > 10 and len({len(line) for line in lines}) == 1, lines'
}

@test "sources that disagree make the principal unknown, and a person's word is the end of it" {
	json submit "$SOURCE/fixtures/inbox/24-modstrid" >/dev/null
	run -1 json owed 2026-000001
	jq -e '.principal_ore == null and .total_ore == null and .payments_ore == 0 and .periods == [] and .postings == []' <<<"$output"
	local stated
	stated=$(json facts 2026-000001 | jq '.facts[] | select(.name == "invoice.payable_ore" and .status == "stated") | .id')
	json decide 2026-000001 "$stated" accept >/dev/null
	json assess 2026-000001 | jq -e '.route == "betalingspaakrav" and .owed.principal_ore == 1250050
		and (.findings | any(.id == "U27" and .severity == "WARN"))'
	json decide 2026-000001 "$stated" correct 0 >/dev/null
	run -1 json assess 2026-000001
	jq -e '.route == "unsuitable"' <<<"$output"
}

@test "two runs into one folder take turns; one that waits too long says why" {
	json run "$SOURCE/fixtures/inbox" --out "$H/whole" --home "$H/home1" >/dev/null || [ $? -eq 1 ]
	json run "$SOURCE/fixtures/inbox" --out "$H/out" >"$H/one" &
	local one=$! status=0
	json run "$SOURCE/fixtures/inbox" --out "$H/out" >"$H/two" || status=$?
	[ "$status" -eq 1 ]
	wait $one || [ $? -eq 1 ]
	cmp "$H/one" "$H/two"
	diff -r "$H/whole/til-kreditor" "$H/out/til-kreditor"
	cmp "$H/whole/receipt.json" "$H/out/receipt.json"
	[ -z "$(find "$H/out" -name '*.part')" ]
	command -v flock >/dev/null || skip "no flock here"
	flock "$H/out" sleep 30 3>&- &
	local holder=$!
	sleep 0.5
	run --separate-stderr -5 json run "$SOURCE/fixtures/inbox" --out "$H/out"
	kill "$holder"
	jq -e '.schema == "paakrav.error/1" and .code == "out-busy"' <<<"$output"
}

@test "a word that run does not understand leaves nothing behind" {
	mkdir "$H/inbox"
	run -2 json run "$H/inbox" --out "$H/out" --workers 0
	[ ! -e "$H/out" ]
}
