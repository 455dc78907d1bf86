#!/usr/bin/env bats
# Letters before the linter: what we draw has no fault in any language or tone; what is wrong is seen, named and not approved.

bats_require_minimum_version 1.5.0
load desk

setup_file() {
	desk_walk 01-erhverv 03-forbruger 21-delvist-betalt 32-to-skyldnere
}

setup() {
	desk_copy
	O=$OUT
}

# Every day here is that of the walk.
on() { "$PAAKRAV" --home "$H" --today 2026-11-22 "$@"; }

# codes CASE: the codes of its letters
codes() {
	on --format json lint "$1" --out "$O" >"$BATS_TEST_TMPDIR/lint" || [ $? -eq 1 ]
	python3 -B "$SOURCE/tests/validate.py" <"$BATS_TEST_TMPDIR/lint" >&2
	jq -r '[.faults[] | select(.where | startswith("Brev ")) | .code] | unique | join(" ")' "$BATS_TEST_TMPDIR/lint"
}

case_of() { desk_case "$1"; }

@test "letters as we draw them have no fault, in every language and tone" {
	local name c language tone
	for name in 01-erhverv 03-forbruger 21-delvist-betalt 32-to-skyldnere; do
		c="$(case_of $name)"
		for language in da en sv; do
			for tone in friendly firm; do
				on letter "$c" demand --language $language --tone $tone --out "$O"
			done
			on letter "$c" reminder_2 --language $language --out "$O"
			on letter "$c" friendly --language $language --out "$O"
			on letter "$c" collection --language $language --amount 2000.00 --out "$O"
			on letter "$c" settlement --language $language --first 2027-01-01 --instalments 6 --out "$O"
			on letter "$c" henstand --language $language --until 2027-01-15 --out "$O"
			on letter "$c" statement --language $language --out "$O"
			[ "$(codes "$c")" = "" ]
			jq -e '.letters >= 7' "$BATS_TEST_TMPDIR/lint"
		done
	done
}

@test "a touched file, a void letter and words that the law forbids are seen" {
	local c="$(case_of 01-erhverv)" file
	on letter "$c" demand --out "$O"
	on letter "$c" reminder_2 --out "$O"
	file="$O/til-godkendelse/breve/$c-1-demand.txt"
	sed -i 's/Kravet er:/Ellers går vi til politiet og beder om lønindeholdelse./; s/16.1/17.1/' "$file"
	[ "$(codes "$c")" = "L801 L804 L810" ]
	jq -e '.faults[] | select(.code == "L810") | .where == "Brev 1 (Inkassovarsel)" and (.text | test("breve/.*1-demand.txt"))' "$BATS_TEST_TMPDIR/lint"
	on note "$c" payment --on 2026-11-20 --amount 100 --paid-to creditor
	[ "$(codes "$c")" = L811 ]
	run -3 --separate-stderr on letter approve "$c" 1 --by "Anna Vest" --out "$O"
	[[ "$stderr" == *"det er bortfaldet, "* ]]
	run -3 --separate-stderr on --lang en letter approve "$c" 1 --by "Anna Vest" --out "$O"
	[[ "$stderr" == *"it is void, "* ]]
}

@test "a letter with a fault is approved only when a person names the rule and says why" {
	local c="$(case_of 03-forbruger)"
	on note "$c" bp_filed --on 2026-11-10
	on note "$c" bp_rejected --on 2026-11-20
	on letter "$c" cure --asked "Renten." --text "Skyldner har CPR-nummer 010190-1234. Renten løber fra {dag}." --out "$O"
	[ "$(codes "$c")" = "L807 L808" ]
	run -3 --separate-stderr on --format json letter approve "$c" 1 --by "Anna Vest" --out "$O"
	jq -e '.code == "lint" and (.text | contains("L807 Brev 1"))' <<<"$output"
	run -2 on letter approve "$c" 1 --by "Anna Vest" --out "$O" --despite L807
	run -3 on letter approve "$c" 1 --by "Anna Vest" --out "$O" --despite L801 --why "Fejl"
	on letter approve "$c" 1 --by "Anna Vest" --out "$O" --despite L807 --why "Retten har selv skrevet det sådan"
	local store="$BATS_TEST_TMPDIR/home/paakrav.db"
	[ "$(sqlite3 "$store" "SELECT codes FROM paper_despite")" = L807 ]
	run ! sqlite3 "$store" "UPDATE paper_despite SET codes = 'L801'"
	run ! sqlite3 "$store" "DELETE FROM paper_despite"
	run ! sqlite3 "$store" "INSERT OR REPLACE INTO paper_despite VALUES (1, 'L801', 'x')"
}

@test "of several letters one that cannot be approved does not hold the others back" {
	local c="$(case_of 32-to-skyldnere)"
	on letter "$c" friendly --out "$O"
	on letter "$c" statement --out "$O"
	echo touched >>"$O/til-godkendelse/breve/$c-2-friendly.pdf"
	run -1 --separate-stderr on --format json letter approve "$c" 1 2 9 3 --by "Anna Vest" --out "$O"
	python3 -B "$SOURCE/tests/validate.py" <<<"$output"
	jq -e '[.letters[] | [.letter, .state]] == [[1, "approved"], [3, "approved"]]' <<<"$output"
	jq -e '[.refused[] | [.letter, .code]] == [[2, "letter-changed"], [9, "no-such-letter"]]' <<<"$output"
	run -1 --separate-stderr on letter approve "$c" 2 4 --by "Anna Vest" --out "$O"
	[[ "$output" == *"godkendt"*"Tage Tvillingsen"*"Filen er ikke det brev"* ]]
	on letters "$c" | grep -q '  1  godkendt  .*Tvillingernes Transport I/S  Venlig påmindelse'
	on --lang en letters "$c" | grep -q '  1  approved  .*Tvillingernes Transport I/S  Friendly note'
	run -3 --separate-stderr on letter sent "$c" 1 --by "Anna Vest" --how post
	[[ "$stderr" == *"ligger ikke i mappen"*"--out"* ]]
	on --lang en letter kinds | grep -q '^demand *Demand letter .*\[--tone\]'
}
