# A desk for tests of what comes after the walk: some demo stories walked once a file, and a copy of home and papers for
# each test. load desk; desk_walk in setup_file, desk_copy in setup.

# desk_walk STORY…: the stories' cases in $WALK/home, numbered in the order of their names, their papers in $WALK/out
desk_walk() {
	export WALK="$BATS_FILE_TMPDIR/walk"
	mkdir -p "$WALK/inbox"
	local story
	for story in "$@"; do
		cp -r "$SOURCE/fixtures/inbox/$story" "$WALK/inbox/"
	done
	# 1: one of them yields no papers.
	"$PAAKRAV" --home "$WALK/home" --today 2026-11-22 run "$WALK/inbox" --out "$WALK/out" >/dev/null 2>&1 || [ $? -eq 1 ]
}

# desk_case STORY: the number that its case was given
desk_case() { jq -r --arg p "$1" '.submissions[] | select(.path == $p) | .case' "$WALK/out/receipt.json"; }

# desk_confirm: a person has confirmed the form's edition, against the court's blank on paper
desk_confirm() {
	"$PAAKRAV" --home "$WALK/home" --today 2026-11-22 forms confirm betalingspaakrav-2026 \
		--blank "$SOURCE/fixtures/forms/proeveblanket-papir.pdf" --by "Anna Vest" >/dev/null
}

# desk_approve DAY CASE…: approved for that day
desk_approve() {
	local day=$1
	shift
	"$PAAKRAV" --home "$WALK/home" --today 2026-11-22 approve "$@" --by "Anna Vest" --for "$day" --out "$WALK/out" >/dev/null
}

desk_copy() {
	H="$BATS_TEST_TMPDIR/home" OUT="$BATS_TEST_TMPDIR/out"
	cp -r "$WALK/home" "$H"
	cp -r "$WALK/out" "$OUT"
}

# on DAY ARGS…: the program on that day; json: its result as JSON
on() {
	local day=$1
	shift
	"$PAAKRAV" --home "$H" --today "$day" "$@"
}

json() { on "$1" --format json "${@:2}"; }

valid() { python3 -B "$SOURCE/tests/validate.py" --break; }
