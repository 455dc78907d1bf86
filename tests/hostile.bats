# Strangers' worst: each entry is refused with a reason that names a file, nothing holds the batch, and the good one
# among them is taken.

bats_require_minimum_version 1.5.0

setup_file() {
	export H=$BATS_FILE_TMPDIR
	python3 -B "$SOURCE/tests/make_hostile.py" "$H/inbox"
	local status=0
	"$PAAKRAV" --home "$H/home" --today 2026-11-22 --format json run "$H/inbox" --out "$H/out" --workers 2 >"$H/run.json" 2>"$H/err" || status=$?
	echo "$status" >"$H/status"
	rm -rf "$H/inbox/xml-50-mb"
}

@test "every hostile submission is refused, and only those" {
	[ "$(cat "$H/status")" -eq 1 ]
	local others
	others=$(jq -r '.submissions[] | select((.outcome == "refused") == (.path == "god")) | "\(.path) \(.outcome) \(.route)"' "$H/run.json")
	echo "$others"
	[ -z "$others" ]
}

@test "every refusal says why, and where" {
	local poor
	poor=$(jq -r '.submissions[] | select(.outcome == "refused") | select((.reasons | length) == 0
		or (.reasons | any(.text == "" or .code == ""))) | .path' "$H/run.json")
	echo "$poor"
	[ -z "$poor" ]
	# What is wrong with the whole of it names no file within.
	poor=$(jq -r '.submissions[] | select(.outcome == "refused") | select(.reasons | all(.file == null))
		| select(.reasons[0].code | IN("empty", "single-file", "too-many-files") | not) | "\(.path) \(.reasons)"' "$H/run.json")
	echo "$poor"
	[ -z "$poor" ]
}

@test "a place in the XML is a line and a column" {
	local path
	for path in xml-doctype xml-afkortet xml-andet-navnerum xml-ukendt-element xml-ukendt-attribut xml-umulig-dato \
		xml-tre-decimaler xml-komma xml-dyb; do
		jq -e --arg path $path '.submissions[] | select(.path == $path) | .reasons[0].place | test("[0-9]+[^0-9]+[0-9]+")' \
			"$H/run.json" || { echo "$path: $(jq -c --arg path $path '.submissions[] | select(.path == $path)' "$H/run.json")"; false; }
	done
}

@test "nothing of another file came out, and nothing was written outside" {
	run -1 grep -q "root:" "$H/run.json"
	run -1 grep -rq "root:x:" "$H/home" "$H/out"
	[ ! -e "$H/ude.xml" ]
	[ ! -e /etc/ude.xml ]
	[ -z "$(find "$H/home" -path '*scratch*' -type f)" ]
}

@test "the submission in the middle of it is taken" {
	jq -e '.submissions[] | select(.path == "god") | .outcome == "taken" and .case == "2026-000001"' "$H/run.json"
}
