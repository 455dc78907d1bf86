#!/usr/bin/env bats
# The papers of every demo case that yields some: text layer of each PDF, the field sheet, and the look of each page.
# ./dev accept takes what is made now as the new goldens. That another time zone, locale and directory give the same bytes is
# tests/paper.bats'.

setup_file() {
	export WHERE="$(mktemp -d)"
	"$PAAKRAV" --home "$WHERE/home" --today 2026-11-22 --format json run "$SOURCE/fixtures/inbox" --out "$WHERE/out" >"$WHERE/run" ||
		[ $? -eq 1 ]
	jq -r '.submissions[] | select(.outcome == "taken" and .package != null) | "\(.package) \(.path | split("/") | last)"' "$WHERE/run" >"$WHERE/papers"
}

teardown_file() {
	rm -rf "$WHERE"
}

# each WHAT: calls WHAT with the submission's name and the folder of its papers
each() {
	local folder name
	[ "$(wc -l <"$WHERE/papers")" -ge 15 ]
	while read -r folder name; do
		"$1" "$name" "$WHERE/out/$folder"
	done <"$WHERE/papers"
}

words() {
	local part kept="$SOURCE/tests/goldens/papers/$1.txt"
	{
		cat "$2/felter.txt"
		for part in "$2"/*.pdf; do
			echo "==== $(basename "$part")"
			pdftotext -layout "$part" -
		done
	} >"$WHERE/words"
	if [ -n "$PAAKRAV_ACCEPT" ]; then
		cp "$WHERE/words" "$kept"
	fi
	diff -u "$kept" "$WHERE/words"
}

looks() {
	local kept="$SOURCE/tests/goldens/papers/$1.pages"
	python3 -B "$SOURCE/tests/pagegrid.py" draw "$2"/*.pdf >"$WHERE/looks"
	if [ -n "$PAAKRAV_ACCEPT" ]; then
		cp "$WHERE/looks" "$kept"
	fi
	python3 -B "$SOURCE/tests/pagegrid.py" compare "$kept" "$WHERE/looks"
}

sound() {
	local part
	for part in "$2"/*.pdf; do
		qpdf --check "$part" >"$WHERE/check"
	done
}

tagged() {
	local part
	for part in "$2"/paakrav.pdf; do
		[ ! -e "$part" ] || pdfinfo "$part" | grep -q "^Tagged: *yes"
		[ ! -e "$part" ] || [ -z "$(pdffonts "$part" | awk 'NR > 2 && $(NF - 4) != "yes"')" ]
	done
}

@test "words and boxes" {
	each words
	[ "$(ls "$SOURCE"/tests/goldens/papers/*.txt | wc -l)" = "$(wc -l <"$WHERE/papers")" ]
}

@test "the look of each page" {
	each looks
}

@test "a page that looks otherwise is seen" {
	local kept="$(ls "$SOURCE"/tests/goldens/papers/*.pages | head -1)"
	sed '20s/./9/g' "$kept" >"$WHERE/other"
	run python3 -B "$SOURCE/tests/pagegrid.py" compare "$kept" "$WHERE/other"
	[ "$status" -eq 1 ]
}

@test "every PDF is sound; forms are tagged and carry their fonts" {
	each sound
	each tagged
}
