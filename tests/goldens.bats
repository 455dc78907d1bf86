bats_require_minimum_version 1.5.0
#!/usr/bin/env bats
# The papers of four submissions word for word, as a reader of the page and of the field sheet sees them, and a message.
# ./dev accept takes what is written now as the new goldens; look at the difference before it is committed.

setup_file() {
	export WHERE="$(mktemp -d)"
	mkdir "$WHERE/inbox"
	for name in 01-erhverv 07-indsigelse 12-kun-faktura 21-delvist-betalt 32-to-skyldnere; do
		cp -r "$SOURCE/fixtures/inbox/$name" "$WHERE/inbox/"
	done
	# Exit 1 is expected: one of them lacks a demand.
	"$PAAKRAV" --home "$WHERE/home" --today 2026-11-22 run "$WHERE/inbox" --out "$WHERE/out" > "$WHERE/run" || [ $? -eq 1 ]
}

teardown_file() {
	rm -rf "$WHERE"
}

# golden NAME FILE: FILE is what tests/goldens/NAME says it is.
golden() {
	local kept="$SOURCE/tests/goldens/$1"
	if [ -n "$PAAKRAV_ACCEPT" ]; then
		cp "$2" "$kept"
	fi
	diff -u "$kept" "$2"
}

# papers NAME PDF...: the field sheet of the submission, and the text of those pages.
papers() {
	local name="$1" folder part
	folder="$WHERE/out/til-godkendelse/$(awk -v name="$name" '$NF == name { print $2 }' "$WHERE/run")"
	shift
	golden "$name.felter.txt" "$folder/felter.txt"
	for part in "$@"; do
		pdftotext -layout "$folder/$part.pdf" "$WHERE/$name.$part.txt"
		golden "$name.$part.txt" "$WHERE/$name.$part.txt"
	done
}

@test "an ordinary form" {
	papers 01-erhverv paakrav
}

@test "a form with a payment on account" {
	papers 21-delvist-betalt paakrav
}

@test "a form with two debtors" {
	papers 32-to-skyldnere paakrav
}

@test "a civil claim and its invoice" {
	papers 07-indsigelse bilag-02 bilag-03
}

@test "a message to a creditor of what is missing" {
	golden 12-kun-faktura.til-kreditor.txt "$WHERE/out/til-kreditor/birkekontor-aps-99001038.txt"
}

@test "no sentence ends twice and none is left open" {
	run -1 grep -nE '\.\.|[[:alpha:]] \.|,[.,]|  [a-zæøå]+  |\(\)|»«|\(null\)|kr [^.]' "$SOURCE"/tests/goldens/*felter.txt
	run -1 grep -d skip -nE 'renteloven §|inkassoloven §|retsplejeloven §' "$SOURCE"/tests/goldens/*
}
