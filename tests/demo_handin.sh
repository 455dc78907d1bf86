#!/usr/bin/env bash
# demo_handin.sh PROGRAM DIR: what comes after the walk of demo.sh: approval, hand-in, court, books. Days are pinned.
set -euo pipefail
program=$1 dir=$2
home=$dir/home out=$dir/out
title() { printf '\n\033[1m── %s\033[0m\n\n' "$*"; }
on() { local day=$1; shift; "$program" --home "$home" --today "$day" "$@"; }

mapfile -t cases < <(jq -r '.submissions[] | select(.route == "betalingspaakrav" and .package != null) | .case' "$out/receipt.json")
a=${cases[0]} b=${cases[1]} c=${cases[2]}

title "The form leaves only once a person has held it against the court's blank (here: one made for tests)"
on 2026-11-22 approve "$a" --by "Demo Advokat" --for 2026-11-23 --out "$out" || [ $? -eq 1 ]
on 2026-11-22 forms confirm betalingspaakrav-2026 --blank fixtures/forms/proeveblanket.pdf --map fixtures/forms/proeveblanket.csv \
	--by "Demo Advokat"
for case in "$a" "$b" "$c"; do on 2026-11-22 package "$case" --out "$out"; done

title "Nothing leaves without a person: three cases are approved for 23 November"
on 2026-11-22 approve "$a" "$b" "$c" --by "Demo Advokat" --for 2026-11-23 --out "$out"

title "The debtor of $c pays 1.000 kr. to the creditor: that approval no longer holds"
on 2026-11-22 note "$c" payment --on 2026-11-22 --amount 1000 --paid-to creditor
on 2026-11-22 approvals

title "The papers are laid, each once, for the person who brings them to the court; those of $c are not"
on 2026-11-23 send "$a" "$b" "$c" --via folder --hand-to "Bo Bud" --by "Demo Advokat" --out "$out" || [ $? -eq 1 ]
on 2026-11-23 outbox

title "Two are handed in; the third is refused"
on 2026-11-23 filed "$a" "$b" --on 2026-11-23
on 2026-11-23 filed "$c" --on 2026-11-23 || true

title "$a is served, and the debtor objects"
on 2026-11-27 note "$a" court_number --on 2026-11-25 --ground "FS 99-1/2026"
on 2026-11-27 note "$a" bp_served --on 2026-11-27
on 2026-12-04 note "$a" bp_objection --on 2026-12-04 --ground "varen var defekt"
on 2026-12-04 status "$a"

title "$b is served, nobody objects, and the court endorses it"
on 2026-11-27 note "$b" bp_served --on 2026-11-27
on 2026-12-14 note "$b" bp_endorsed_udlaeg --on 2026-12-14
on 2026-12-14 status "$b"

title "The books"
on 2026-12-14 ledger
on 2026-12-14 ledger verify

title "One byte of the books is changed, in a copy: the check names it"
rm -rf "$dir/tampered"
cp -r "$home" "$dir/tampered"
at=$(grep -abo court_fee_paid "$dir/tampered/paakrav.db" | head -1 | cut -d: -f1)
printf 'C' | dd of="$dir/tampered/paakrav.db" bs=1 seek="$at" conv=notrunc status=none
status=0
"$program" --home "$dir/tampered" --today 2026-12-14 ledger verify || status=$?
[ "$status" -eq 6 ]
rm -rf "$dir/tampered"
