#!/usr/bin/env bats
# The linter from the command line: a case, a package as folder and zip, a field sheet; and its table in docs/lint.md.

bats_require_minimum_version 1.5.0

setup_file() {
	export WHERE="$(mktemp -d)" H="$(mktemp -d)"
	mkdir "$WHERE/inbox"
	cp -r "$SOURCE"/fixtures/inbox/{01-erhverv,07-indsigelse,12-kun-faktura,33-forbruger-uden-aftalt-forfald} "$WHERE/inbox/"
	paakrav run "$WHERE/inbox" --out "$WHERE/out" >"$WHERE/run" || [ $? -eq 1 ]
}

teardown_file() {
	rm -rf "$WHERE" "$H"
}

paakrav() {
	"$PAAKRAV" --home "$H" --today 2026-11-22 "$@"
}

case_of() {
	basename "$(awk -v name="$1" '$NF == name { print $2 }' "$WHERE/run")"
}

@test "a form leaves only in an edition that a person confirmed" {
	local form="$(case_of 01-erhverv)"
	run -1 --separate-stderr paakrav --format json lint "$form" --out "$WHERE/out"
	[ "$(jq -r '.faults[].code' <<<"$output")" = L129 ]
	python3 -B "$SOURCE/tests/validate.py" <<<"$output"
	local copy="$WHERE/home2"
	cp -r "$H" "$copy"
	"$PAAKRAV" --home "$copy" --today 2026-11-22 forms confirm betalingspaakrav-2026 \
		--blank "$SOURCE/fixtures/forms/proeveblanket.pdf" --by "Prøve Person"
	"$PAAKRAV" --home "$copy" --today 2026-11-22 lint "$form" --out "$WHERE/out"
}

@test "a package is looked at without a store, as folder and as zip, and as its field sheet" {
	local form="$WHERE/out/til-godkendelse/$(case_of 01-erhverv)"
	local what
	for what in "$form" "$form.zip" "$form/felter.json"; do
		run -0 --separate-stderr "$PAAKRAV" --home "$WHERE/nowhere" --today 2026-11-22 --format json lint "$what"
		[ "$(jq -c '[.ok, .case, .errors, .warnings]' <<<"$output")" = '[true,null,0,0]' ]
		python3 -B "$SOURCE/tests/validate.py" <<<"$output"
	done
	[ ! -e "$WHERE/nowhere" ]
}

@test "what was changed on the way is seen" {
	local form="$WHERE/out/til-godkendelse/$(case_of 01-erhverv)" copy="$WHERE/changed"
	cp -r "$form" "$copy"
	sed -i 's/15.750,00/15.570,00/' "$copy/felter.json"
	echo "notat" >"$copy/notat.txt"
	run -1 --separate-stderr paakrav --format json lint "$copy"
	local codes="$(jq -r '[.faults[].code] | unique | join(" ")' <<<"$output")"
	[[ "$codes" == *L114* && "$codes" == *L603* && "$codes" == *L604* && "$codes" == *L607* && "$codes" == *L609* ]]
	(cd "$copy" && zip -q -r ../changed.zip .)
	run -1 paakrav lint "$WHERE/changed.zip"
	[[ "$output" == *"L603 ERROR  felter.json"* ]]
}

@test "a civil claim, and one without papers" {
	run --separate-stderr paakrav --format json lint "$(case_of 07-indsigelse)" --out "$WHERE/out"
	[ "$(jq -r '[.faults[] | select(.code != "L505" and .code != "L413")] | length' <<<"$output")" = 0 ]
	jq -e '.faults[] | select(.code == "L413") | .severity == "WARN" and .where == "Anbringender"' <<<"$output"
	cp -r "$H" "$WHERE/home5"
	cp -r "$WHERE/out" "$WHERE/out5"
	"$PAAKRAV" --home "$WHERE/home5" --today 2026-11-22 approve "$(case_of 07-indsigelse)" --by "Anna Vest" --for 2026-11-22 \
		--out "$WHERE/out5" >"$WHERE/approved"
	grep -q '^  L413 Anbringender: ' "$WHERE/approved"
	local bare="$(paakrav --format json run "$WHERE/inbox" --out "$WHERE/out" | jq -r '.submissions[] | select(.path | test("12-kun")).case')"
	run -1 --separate-stderr paakrav --format json lint "$bare" --out "$WHERE/out"
	[ "$(jq -r '.faults[0].code' <<<"$output")" = L701 ]
	[ "$(jq -r '.path' <<<"$output")" = null ]
}

@test "papers from another day and another state of the record are said to be so" {
	local suit="$(case_of 07-indsigelse)" copy="$WHERE/home3"
	cp -r "$H" "$copy"
	"$PAAKRAV" --home "$copy" --today 2026-11-23 note "$suit" payment --on 2026-11-23 --amount 100 --paid-to creditor
	run -1 --separate-stderr "$PAAKRAV" --home "$copy" --today 2026-11-23 --format json lint "$suit" --out "$WHERE/out"
	local codes="$(jq -r '[.faults[].code] | unique | join(" ")' <<<"$output")"
	[[ "$codes" == *L135* && "$codes" == *L702* ]]
}

@test "nothing that the court would stop is approved, unless a person names the rule and says why" {
	local form="$(case_of 33-forbruger-uden-aftalt-forfald)" copy="$WHERE/home4" out="$WHERE/out4"
	cp -r "$H" "$copy"
	cp -r "$WHERE/out" "$out"
	at() { "$PAAKRAV" --home "$copy" --today 2026-11-22 --format json "$@"; }
	at forms confirm betalingspaakrav-2026 --blank "$SOURCE/fixtures/forms/proeveblanket-papir.pdf" --by "Prøve Person"
	run -1 --separate-stderr at approve "$form" --by "Anna Vest" --for 2026-11-22 --out "$out"
	jq -e '.cases[0].code == "lint" and (.cases[0].text | contains("L211 Sagsfremstilling"))' <<<"$output"
	[ -e "$out/til-godkendelse/$form.zip" ]
	run -2 at approve "$form" --by "Anna Vest" --for 2026-11-22 --out "$out" --despite L211
	run -1 --separate-stderr at approve "$form" --by "Anna Vest" --for 2026-11-22 --out "$out" --despite L101 --why "Fejl"
	[ "$(at approvals | jq '.approvals | length')" = 0 ]
	at approve "$form" --by "Anna Vest" --for 2026-11-22 --out "$out" --despite L211 --why "Aftalen fremgår af fakturaen"
	at approvals | jq -e '.approvals[0].despite == "L211" and .approvals[0].valid'
	run ! sqlite3 "$copy/paakrav.db" "UPDATE approval_despite SET codes = 'L101'"
	run ! sqlite3 "$copy/paakrav.db" "DELETE FROM approval_despite"
	run ! sqlite3 "$copy/paakrav.db" "INSERT OR REPLACE INTO approval_despite VALUES (1, 'L101', 'x')"
}

@test "what is no paper is refused, and faults are rows of CSV too" {
	run -3 paakrav lint "$SOURCE/README.md"
	run -3 paakrav lint "$WHERE/not-there.zip"
	run -4 "$PAAKRAV" --home "$WHERE/nowhere" --today 2026-11-22 lint 2026-000001
	local form="$WHERE/out/til-godkendelse/$(case_of 01-erhverv)"
	run -0 --separate-stderr paakrav --format csv lint "$form"
	[ "${lines[0]}" = "code,name,severity,where,text,rule,statute,fix,lost" ]
}

@test "docs/lint.md is what the program says" {
	{ sed '/^| code |/,$d' "$SOURCE/docs/lint.md"; paakrav --lang en lint rules; } >"$WHERE/lint.md"
	if [ -n "$PAAKRAV_ACCEPT" ]; then
		cp "$WHERE/lint.md" "$SOURCE/docs/lint.md"
	fi
	diff -u "$SOURCE/docs/lint.md" "$WHERE/lint.md"
	run -0 --separate-stderr paakrav --format json lint rules
	python3 -B "$SOURCE/tests/validate.py" <<<"$output"
}
