bats_require_minimum_version 1.5.0
load desk
# The form and the court's blank: editions, the confirmation of a person, and what is not handed in without it.

setup_file() {
	desk_walk 01-erhverv 32-to-skyldnere 07-indsigelse
}

setup() {
	desk_copy
	A=2026-000001 CLAIM=2026-000002
	EDITION=betalingspaakrav-2026 BLANKS="$SOURCE/fixtures/forms"
}

# Every day here is that of the walk.
on() { "$PAAKRAV" --home "$H" --today 2026-11-22 "$@"; }
json() { on --format json "$@"; }

@test "forms list tells boxes, validity and law source, and who confirmed, with and without a store" {
	"$PAAKRAV" --home "$BATS_TEST_TMPDIR/none" --today 2026-11-22 --format json forms list >"$BATS_TEST_TMPDIR/list"
	valid <"$BATS_TEST_TMPDIR/list"
	jq -e '.editions[0] | .edition == "betalingspaakrav-2026" and .valid_from == "2026-01-01" and .confirmed == null and (.boxes | length) == 26' "$BATS_TEST_TMPDIR/list"
	jq -e '.editions[0].boxes[] | select(.number == 21) | .wording_known == false and .mark == "S" and .statute == "rpl § 477 b stk. 2"' "$BATS_TEST_TMPDIR/list"
	[ ! -e "$BATS_TEST_TMPDIR/none" ]
	on forms confirm $EDITION --blank "$BLANKS/proeveblanket-papir.pdf" --by "Anna Vest"
	json forms list | jq -e --arg hash "$(sha256sum "$BLANKS/proeveblanket-papir.pdf" | cut -d' ' -f1)" \
		'.editions[0].confirmed == {on: "2026-11-22", by: "Anna Vest", blank_sha256: $hash, map_sha256: null}'
	[[ "$(on forms list)" == *"bekræftet 2026-11-22 af Anna Vest"*"(ordlyd ikke bekræftet)"* ]]
}

@test "an unconfirmed edition is not approved, and the refusal says what to do; a civil claim needs no form" {
	run --separate-stderr json approve $A --by "Anna Vest" --for 2026-11-22 --out "$OUT"
	[ "$status" -eq 1 ]
	[ "$(jq -r '.cases[0].code' <<<"$output")" = form-unconfirmed ]
	[[ "$(jq -r '.cases[0].text' <<<"$output")" == *"paakrav forms confirm UDGAVE --blank FIL --by NAVN"* ]]
	[ ! -e "$OUT/til-aflevering" ]
	[ -e "$OUT/til-godkendelse/$A.zip" ]
	run on approve $CLAIM --by "Anna Vest" --for 2026-11-22 --out "$OUT"
	[ "$status" -eq 0 ]
	json forms confirm $EDITION --blank "$BLANKS/proeveblanket-papir.pdf" --by "Anna Vest" | valid
	run on approve $A --by "Anna Vest" --for 2026-11-22 --out "$OUT"
	[ "$status" -eq 0 ]
}

@test "another blank voids what was approved; the same one again does not" {
	on forms confirm $EDITION --blank "$BLANKS/proeveblanket-papir.pdf" --by "Anna Vest"
	on approve $A --by "Anna Vest" --for 2026-11-22 --out "$OUT"
	on forms confirm $EDITION --blank "$BLANKS/proeveblanket-papir.pdf" --by "Bo Vest"
	[ "$(json approvals | jq -r '.approvals[0].state')" = valid ]
	on forms confirm $EDITION --blank "$BLANKS/proeveblanket.pdf" --by "Bo Vest"
	json approvals | jq -e '.approvals[0] | .state == "void" and (.because | contains("blanket"))'
	run on filed $A --on 2026-11-22
	[ "$status" -eq 1 ]
}

@test "what is no blank is refused: no file, nothing in it, no PDF, a password; and nobody's name" {
	: >"$BATS_TEST_TMPDIR/tom.pdf"
	echo hej >"$BATS_TEST_TMPDIR/tekst.pdf"
	qpdf --encrypt abc abc 256 -- "$BLANKS/proeveblanket.pdf" "$BATS_TEST_TMPDIR/laast.pdf"
	for file in ingen tom tekst laast; do
		run on forms confirm $EDITION --blank "$BATS_TEST_TMPDIR/$file.pdf" --by "Anna Vest"
		[ "$status" -eq 3 ]
		[[ "$output" == *"$file.pdf"* ]]
	done
	run on forms confirm $EDITION --blank "$BLANKS/proeveblanket.pdf"
	[ "$status" -eq 2 ]
	run on forms confirm $EDITION --by "Anna Vest"
	[ "$status" -eq 2 ]
	run on forms confirm betalingspaakrav-1915 --blank "$BLANKS/proeveblanket.pdf" --by "Anna Vest"
	[ "$status" -eq 2 ]
	[ "$(json forms list | jq '.editions[0].confirmed')" = null ]
}

@test "our own form is not taken for the authority's blank, nor a copy of it without tags" {
	own="$OUT/til-godkendelse/$A/paakrav.pdf"
	pdftocairo -pdf "$own" "$BATS_TEST_TMPDIR/kopi.pdf"
	for file in "$own" "$BATS_TEST_TMPDIR/kopi.pdf"; do
		run --separate-stderr json forms confirm $EDITION --blank "$file" --by "Anna Vest"
		[ "$status" -eq 3 ]
		jq -e '.code == "blank-ours" and .remedy != null' <<<"$output"
	done
	[ "$(json forms list | jq '.editions[0].confirmed')" = null ]
}

@test "a confirmation is for ever" {
	on forms confirm $EDITION --blank "$BLANKS/proeveblanket.pdf" --by "Anna Vest"
	for sql in "DELETE FROM form_confirmation" "UPDATE form_confirmation SET edition = 'x'" \
		"INSERT OR REPLACE INTO form_confirmation VALUES (1, 'x', 'x', NULL, 'x', x'00')"; do
		run sqlite3 "$H/paakrav.db" "$sql"
		[ "$status" -ne 0 ]
	done
	[ "$(sqlite3 "$H/paakrav.db" "SELECT count(*) FROM form_confirmation WHERE hex(by_commitment) LIKE '%' || hex('Anna Vest') || '%'")" -eq 0 ]
}
