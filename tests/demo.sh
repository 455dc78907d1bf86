#!/usr/bin/env bash
# demo.sh PROGRAM DIR DAY: the walk over fixtures/inbox, told for a person. Leaves DIR/home and DIR/out.
# Ends 0 when the run ended 0 or 1 (1: the law, or part of the batch, said no, which the demo inbox is made for).
set -euo pipefail
program=$1 dir=$2 day=$3
home=$dir/home out=$dir/out
title() { printf '\n\033[1m── %s\033[0m\n\n' "$*"; }
ask() { "$program" --home "$home" --today "$day" "$@"; }

status=0
ask run fixtures/inbox --out "$out" >"$dir/run.txt" || status=$?
if [ "$status" -gt 1 ]; then
	cat "$dir/run.txt"
	exit "$status"
fi
receipt=$out/receipt.json

title "What a court, or the law, would have turned away, and why"
jq -r '.submissions[] | select(.route != "betalingspaakrav" and .route != "civil_claim" and .outcome != "duplicate")
	| "\(.path)  (\(.route // .outcome))", (.reasons[] | "    \(.code): \(.text)\([.file, .place] | map(select(. != null)) | if length > 0 then " [" + join(", ") + "]" else "" end)")' \
	"$receipt"

title "The run"
cat "$dir/run.txt"

first() { jq -r --arg route "$1" '[.submissions[] | select(.route == $route and .package != null)][0] | .package // empty' "$receipt"; }
caseof() { jq -r --arg route "$1" '[.submissions[] | select(.route == $route and .package != null)][0] | .case // empty' "$receipt"; }

form=$(first betalingspaakrav)
title "One form, as its field sheet: $form/felter.txt (the form itself: $form/paakrav.pdf)"
cat "$out/$form/felter.txt"

claim=$(first civil_claim)
title "One civil claim for the court portal: $claim"
ls "$out/$claim"
cat "$out/$claim/felter.txt"

title "One explanation: paakrav explain $(caseof betalingspaakrav)"
ask explain "$(caseof betalingspaakrav)" || [ $? -eq 1 ]

bash "$(dirname "$0")/demo_handin.sh" "$program" "$dir"

title "Everything is under $out; look at the PDF files there"
