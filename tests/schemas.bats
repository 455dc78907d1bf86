# Every command's result holds to its schema in docs/schemas/, and each schema can say no.

bats_require_minimum_version 1.5.0

setup_file() {
	export H=$BATS_FILE_TMPDIR
	"$PAAKRAV" --home "$H/home" --today 2026-11-22 --format json run "$SOURCE/fixtures/inbox" --out "$H/out" >"$H/run.json" || [ $? -eq 1 ]
}

# ask FILE ARGS…: the command's result into FILE; it may end 0 or 1
ask() {
	local file=$BATS_TEST_TMPDIR/$1.json
	shift
	"$PAAKRAV" --home "$H/home" --today 2026-11-22 --format json "$@" >"$file" || [ $? -eq 1 ]
}

# no CODE FILE ARGS…: the command ends with CODE
no() {
	local want=$1 file=$BATS_TEST_TMPDIR/$2.json got=0
	shift 2
	"$PAAKRAV" --home "$H/home" --today 2026-11-22 --format json "$@" >"$file" || got=$?
	[ "$got" -eq "$want" ]
}

# holds NAME [PATTERN]: the results in files PATTERN*.json hold to the schema NAME
holds() {
	python3 -B "$SOURCE/tests/validate.py" "$1" "$BATS_TEST_TMPDIR/${2:-$1}"*.json
}

cases() {
	jq -r '.submissions[] | select(.outcome == "taken") | .case' "$H/run.json"
}

@test "run and its receipt" {
	python3 -B "$SOURCE/tests/validate.py" run "$H/run.json" "$H/out/receipt.json"
}

@test "inbox and submit" {
	H=$BATS_TEST_TMPDIR ask inbox inbox "$SOURCE/fixtures/inbox"
	holds inbox
	H=$BATS_TEST_TMPDIR ask submit submit "$SOURCE/fixtures/inbox/03-forbruger"
	holds submit
}

@test "read and facts" {
	ask read1 read "$SOURCE/fixtures/inbox/01-erhverv/faktura.xml"
	ask read2 read "$SOURCE/fixtures/inbox/01-erhverv/claim.xml"
	ask read3 read "$SOURCE/fixtures/inbox/07-indsigelse/aftale.pdf"
	holds read
	local case
	for case in $(cases); do
		ask "facts$case" facts "$case"
	done
	holds facts
}

@test "reactions, and a person's word on them" {
	local case=$(jq -r '.submissions[] | select(.path | test("07-indsigelse")).case' "$H/run.json")
	cp -r "$H/home" "$BATS_TEST_TMPDIR/home"
	ask reactions1 reactions "$case"
	printf 'Svaret.' >"$BATS_TEST_TMPDIR/svar.txt"
	H=$BATS_TEST_TMPDIR ask reactions2 reaction answer "$case" "$BATS_TEST_TMPDIR/svar.txt" --by "Anna Vest"
	H=$BATS_TEST_TMPDIR ask reactions3 reaction "$case" "$(jq -r '.reactions[0].id' "$BATS_TEST_TMPDIR/reactions1.json")" --use withheld \
		--why "hensyn" --by "Anna Vest"
	holds reactions
}

@test "find, index, and the words around a fact" {
	ask find1 find 'a*'
	ask find2 find findesikke
	holds find
	ask index index --rebuild
	holds index
	ask facts-why facts "$(cases | head -n 1)" --why party.name
	holds facts facts-why
}

@test "economics, for every case" {
	local case
	for case in $(cases); do
		ask "economics$case" economics "$case"
	done
	holds economics
}

@test "assess, explain and owed, for every case" {
	local case
	for case in $(cases); do
		ask "assess$case" assess "$case"
		ask "assess-all$case" assess --all "$case"
		ask "explain$case" explain "$case"
		ask "owed$case" owed "$case" --on 2026-11-22
	done
	holds assess
	holds explain
	holds owed
}

@test "what is owed on a day without a known rate is null, and the command ends 1" {
	no 1 owed owed 2026-000001 --on 2027-03-01
	holds owed
	jq -e '.total_ore == null' "$BATS_TEST_TMPDIR/owed.json"
}

@test "events" {
	local case
	for case in $(cases); do
		ask "events$case" events "$case"
	done
	holds events
}

@test "package" {
	local route
	for route in betalingspaakrav civil_claim; do
		ask "package-$route" package "$(jq -r --arg r $route '[.submissions[] | select(.route == $r)][0].case' "$H/run.json")" --out "$H/out"
	done
	holds package
}

@test "the account, for every case, and the wordings" {
	local case
	for case in $(cases); do
		ask "statement$case" statement "$case"
	done
	holds statement
	ask texts texts
	holds texts
}

@test "an error" {
	no 2 error1 nothing-of-the-kind
	no 3 error2 facts 2026-999999
	no 3 error3 read "$SOURCE/fixtures/inbox/90-doctype/claim.xml"
	holds error
}

@test "status and the books" {
	ask status status
	holds status
	ask ledger ledger
	ask ledger-verify ledger verify
	holds ledger-verify
	mv "$BATS_TEST_TMPDIR/ledger-verify.json" "$BATS_TEST_TMPDIR/verified"
	holds ledger
}
