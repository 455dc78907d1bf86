# The record shows its sources: searching, the words around a fact, and what is asked of a person.

bats_require_minimum_version 1.5.0

setup_file() {
	export H=$BATS_FILE_TMPDIR
	"$PAAKRAV" --home "$H/home" --today 2026-11-22 --format json inbox "$SOURCE/fixtures/inbox" >"$H/inbox.json" || [ $? -eq 1 ]
}

p() {
	"$PAAKRAV" --home "$H/home" --today 2026-11-22 --lang en "$@"
}

case_of() {
	jq -r --arg path "$1" '.submissions[] | select(.path == $path) | .case' "$H/inbox.json"
}

@test "find tells case, document and page, in all cases or one" {
	local case
	case=$(case_of 07-indsigelse)
	p find kataloger --format json >"$H/find.json"
	jq -e --arg c "$case" '.found | length > 0 and all(.case == $c)' "$H/find.json"
	jq -e '.found | all(.snippet | test("»kataloger«"; "i"))' "$H/find.json"
	[ "$(p find kataloger --case "$(case_of 01-erhverv)")" = "Nothing found." ]
	p find 'KATAL*' | grep -q "$case"
	run -3 p find kataloger --case 2026-999999
}

@test "no sign in a search is a mistake" {
	local text
	for text in '"' '(' 'a OR' 'NEAR(' '*' 'text:x' "'" '--' ''; do
		p find -- "$text" >/dev/null
	done
}

@test "the index made anew is the same" {
	p find 'a*' --format json >"$H/before.json"
	jq -e '.found | length > 0' "$H/before.json"
	p index --rebuild
	p find 'a*' --format json | cmp - "$H/before.json"
	run -2 p index
}

@test "facts --why shows where a fact stands, by number and by name" {
	local case
	case=$(case_of 07-indsigelse)
	p facts "$case" --why invoice.payable_ore | grep -q "/Invoice/cac:LegalMonetaryTotal"
	[ "$(p facts "$case" --why 1 --format json | jq '.facts | length')" = 1 ]
	p facts "$case" --why debtor/d1:party.name | grep -q "claim.xml"
	run -3 p facts "$case" --why no.such
}
