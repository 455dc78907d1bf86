# The bailiff court: titles, requests and what bars them, assets, with the days around each rule.

bats_require_minimum_version 1.5.0
load desk

setup_file() {
	desk_walk 01-erhverv
}

setup() {
	desk_copy
	H=$BATS_TEST_TMPDIR
	export H O=$OUT C=2026-000001
}

# on DAY ARGS…: the command as JSON on that day
on() {
	local day=$1
	shift
	"$PAAKRAV" --home "$H/home" --today "$day" --format json "$@"
}

valid() {
	python3 -W ignore -B "$SOURCE/tests/validate.py" --break
}

# note DAY EVENT ARGS…
note() {
	local day=$1
	shift
	on "$day" note "$C" "$@" --on "$day" >/dev/null
}

served() {
	note 2026-11-22 bp_filed
	note 2026-11-25 bp_served
}

endorsed() {
	served
	note 2026-12-10 bp_endorsed_plain --amount 13000
}

@test "an endorsement noted with its costs alone gives the claim as demanded and those costs" {
	served
	local asked
	asked=$(on 2026-12-10 bailiff "$C" | jq '.debtors[0] | [.principal_ore, .interest_ore, .costs_ore]')
	[ "$(jq '.[0] > 0 and .[1] > 0' <<<"$asked")" = true ]
	note 2026-12-10 bp_endorsed_plain --costs 750
	[ "$(on 2026-12-10 bailiff "$C" | jq '.debtors[0] | [.principal_ore, .interest_ore, .costs_ore - 75000]')" = "$asked" ]
	on 2026-12-10 title "$C" >"$H/title.json"
	valid <"$H/title.json"
	[ "$(jq '.titles[0] | [.principal_ore, .interest_ore, .costs_ore - 75000]' "$H/title.json")" = "$asked" ]
	jq -e '.titles[0] | .covers_ore == .principal_ore + .interest_ore + .costs_ore' "$H/title.json"
	on 2026-12-10 status "$C" | jq -e '.cases[0] | .titles[0].awarded_ore == .owed_ore and ([.findings[] | select(.id == "R22")] == [])'
	# What people read says the same sum.
	[[ $("$PAAKRAV" --home "$H/home" --today 2026-12-10 --lang da status "$C") =~ Tilkendt:\ +[0-9.]+,[0-9]{2}\ kr\. ]]
	[[ $(drawn 2026-12-11 foged_request) != *"Hovedstol: 0,00 kr."* ]]
}

@test "a judgment noted with its costs alone leaves what is owed unknown, never zero, until the principal is noted" {
	note 2026-11-22 claim_filed
	note 2026-12-10 judgment_for_us --costs 750
	on 2026-12-30 bailiff "$C" >"$H/bailiff.json"
	jq -e '.debtors[0] | .principal_ore == null and .owed_ore == null and .total_ore == null' "$H/bailiff.json"
	jq -e '[.debtors[0].steps[] | select(.step == "request") | .findings[] | select(.id == "B12")] | .[0].because | test("--principal")' "$H/bailiff.json"
	on 2026-12-30 title "$C" >"$H/title.json"
	valid <"$H/title.json"
	jq -e '.titles[0] | .covers_ore == null and .principal_ore == null and .costs_ore == 75000' "$H/title.json"
	on 2026-12-30 status "$C" | valid
	[[ " $(refused 2026-12-30 foged_request) " == *" B12 "* ]]
	run on 2026-12-30 note "$C" judgment_for_us --on 2026-12-10 --interest 20 --costs 750
	[[ "$status" -ne 0 && "$output" == *award-principal* ]]
	local n
	n=$(on 2026-12-30 events "$C" | jq '[.events[] | select(.event == "judgment_for_us" or .name == "judgment_for_us")][0] | .id // .n // .number')
	note 2026-12-10 judgment_for_us --principal 9000 --costs 750 --replaces "$n"
	on 2026-12-30 bailiff "$C" | jq -e '.debtors[0] | .principal_ore == 900000 and .costs_ore == 75000'
}

@test "what is asked for follows the title, whatever was claimed before it" {
	C=2026-000002
	on 2026-11-22 submit "$SOURCE/fixtures/inbox/03-forbruger" >/dev/null
	endorsed # the court gave more than the invoice
	[[ $(drawn 2026-12-11 foged_request) == *"Hovedstol: 13.000,00 kr."*"husstands økonomiske"* ]]
}

fruitless() {
	endorsed
	note 2026-12-11 foged_request_filed
	note 2026-12-12 summons_issued --deadline 2026-12-18
	note 2026-12-18 meeting_opened
	note 2026-12-18 nothing_found
}

# refused DAY KIND ARGS…: the letter's findings that refuse it, one line
refused() {
	local day=$1
	shift
	if on "$day" letter "$C" "$@" --out "$O" >"$H/letter.json"; then return 1; fi
	valid <"$H/letter.json" >&2
	jq -r '[.letters[].reasons[].finding] | join(" ")' "$H/letter.json"
}

# drawn DAY KIND ARGS…: its text, one line
drawn() {
	local day=$1
	shift
	on "$day" letter "$C" "$@" --out "$O" >"$H/letter.json" || { jq -c '.letters[].reasons' "$H/letter.json"; return 1; }
	valid <"$H/letter.json" >&2
	tr -s '\n ' '  ' <"$O/$(jq -r '.letters[0].file | sub("pdf$"; "txt")' "$H/letter.json")"
}

@test "without a title there is no request; an endorsed demand is enforceable at once, with its sums on the day" {
	[ "$(refused 2026-11-22 foged_request)" = B01 ]
	jq -e '.letters[0].reasons[0] | .statute == "rpl § 478 stk. 1" and (.quote | length > 20)' "$H/letter.json"
	endorsed
	on 2026-12-10 title "$C" >"$H/title.json"
	valid <"$H/title.json"
	jq -e '.titles == [.titles[0]] and (.titles[0] | .kind == "endorsed_demand" and .enforceable_on == "2026-12-10" and .enforceable and
		.waits == "rpl § 481 a" and .covers_ore == 1300000 and .limitation_on == "2036-12-10" and
		.interest_limitation_on == "2029-12-11")' "$H/title.json"
	local text
	text=$(drawn 2026-12-20 foged_request --phone 12345678)
	[[ $text == *"Retten i Odense Fogedretten"* && $text == *"Hovedstol: 13.000,00 kr."* && $text == *"Retsafgift for udlæg: 750,00 kr."* ]]
	[[ $text == *"Renten løber videre med 3,56 kr. om dagen fra den 21. december 2026."* && $text == *"telekommunikation, jf. § 506: telefon 12345678"* ]]
	jq -e '[.letters[0].warnings[].finding] == ["B31", "B36"]' "$H/letter.json"
}

@test "a judgment waits fourteen days, and a person alone lets it go before" {
	note 2026-11-22 claim_filed
	note 2026-11-25 claim_served_kap39
	note 2026-12-10 default_judgment --amount 13000
	local from
	from=$(on 2026-12-10 title "$C" | jq -r '.titles[0].enforceable_on')
	[ "$from" = 2026-12-29 ] # the 24th is no open day: the product waits to Monday the 28th, plus one
	[ "$(refused 2026-12-28 foged_request)" = B02 ]
	drawn 2026-12-29 foged_request >/dev/null
	jq -e '[.letters[0].warnings[].finding] | index("B32") != null' "$H/letter.json" # at the creditor's own risk while an appeal may come
	note 2026-12-11 person_decided --ground 'B02: skyldneren samtykker i mail af 11. december' --by Prøve
	[[ $(drawn 2026-12-12 foged_request) == *"jf. § 486, stk. 2: skyldneren samtykker i mail"* ]]
	note 2026-12-12 debtor_appeal_in_time
	[[ " $(refused 2026-12-29 foged_request) " == *" B09 "* ]]
}

@test "the rest period: refused the day before it is over, allowed on the day; an exception is a person's" {
	fruitless
	local over
	over=$(on 2026-12-19 bailiff "$C" | tee "$H/bailiff.json" | jq -r '.debtors[0].rest_over_on')
	valid <"$H/bailiff.json"
	[ "$over" = 2027-12-21 ] # twelve months from 18 December 2026 end on a Saturday: Monday the 20th, plus one
	jq -e '[.debtors[0].findings[] | select(.id == "B39")] | .[0].because | test("afgør en person")' "$H/bailiff.json"
	[ "$(refused 2026-12-19 foged_request)" = B03 ]
	jq -e '.letters[0].reasons[0].quote | test("12 måneder siden sidste forretning")' "$H/letter.json"
	# in the rest period the law lets limitation be interrupted, and nothing else
	[[ $(drawn 2026-12-19 limitation_request) == *"§ 490, stk. 3"*"afbrydelse af forældelse"* ]]
	note 2026-12-20 person_decided --ground 'B03: skyldneren har arvet en bil' --by Prøve
	[[ $(drawn 2026-12-21 foged_request) == *"§ 490, stk. 2: skyldneren har arvet en bil"* ]]
	jq -e '[.letters[0].warnings[].finding] | index("B34") != null' "$H/letter.json"
}

@test "the day before and the day itself, a year later, and the docket says so" {
	fruitless
	note 2026-12-20 no_petition
	on 2026-12-20 due >"$H/due.json"
	valid <"$H/due.json"
	jq -e '[.tasks[] | select(.clock == "T31")] | .[0].by_on == "2027-12-21" and .[0].paper == "foged_request" and length == 1' "$H/due.json"
	# no rates are known for 2027, so the sum cannot be stated: that is a finding of its own, and the rest period another
	[ "$(refused 2027-12-20 foged_request)" = "B03 B12" ]
	[ "$(refused 2027-12-21 foged_request)" = B12 ]
	[ "$(refused 2027-12-21 limitation_request)" = "B12 B15" ]
}

@test "a request that is sent moves its own debtor, and a later one is told as a new one" {
	endorsed
	drawn 2026-12-11 foged_request >/dev/null
	on 2026-12-11 letter approve "$C" 1 --by Prøve --out "$O" >/dev/null
	on 2026-12-11 letter sent "$C" 1 --by Prøve --how post --out "$O" >/dev/null
	on 2026-12-11 events "$C" | jq -e '.events[-1] | .name == "foged_request_filed" and .debtor == "d1"'
	[ "$(on 2026-12-11 status "$C" | jq -r '.cases[0].state')" = FOGED_FILED ]
	note 2026-12-12 foged_rejected_form
	# the year of the fee is not over: no new one
	[[ $(drawn 2026-12-13 foged_request) == *"Der betales ikke ny afgift"*"11. december 2027"* ]]
}

@test "two debtors, two titles: each is asked for under his own" {
	C=2026-000002
	on 2026-11-22 submit "$SOURCE/fixtures/inbox/32-to-skyldnere" >/dev/null
	note 2026-11-22 claim_filed
	note 2026-11-25 claim_served_kap39
	note 2026-12-01 default_judgment --debtor d1 --amount 9000
	note 2026-12-10 default_judgment --debtor d2 --amount 4000
	on 2026-12-16 title "$C" >"$H/title.json"
	valid <"$H/title.json"
	[ "$(jq -r '[.titles[] | "\(.debtor) \(.enforceable_on) \(.covers_ore) \(.enforceable)"] | join("; ")' "$H/title.json")" = \
		"d1 2026-12-16 900000 true; d2 2026-12-29 400000 false" ]
	on 2026-12-16 letter "$C" foged_request --out "$O" >"$H/letter.json" && return 1
	valid <"$H/letter.json" >&2
	[ "$(jq -r '[.letters[].outcome] | join(" ")' "$H/letter.json")" = "drawn refused" ]
	# what is asked about one debtor takes the place of nothing that is asked about the other
	on 2026-12-29 letter "$C" foged_request --out "$O" >/dev/null
	[ "$(on 2026-12-29 letters "$C" | jq -r '[.letters[].state] | join(" ")')" = "void draft draft" ]
	[ "$(on 2026-12-29 bailiff "$C" | jq -c '[.debtors[].principal_ore]')" = "[900000,400000]" ]
	on 2026-12-29 letter "$C" foged_request --debtor d2 --out "$O" >"$H/letter.json"
	# the second debtor's own fee
	jq -e '[.letters[0].warnings[].finding] | index("B41") != null' "$H/letter.json"
}

@test "insolvency, nothing owed, and what stands already are said by name" {
	endorsed
	note 2026-12-11 bankruptcy_notice
	[[ " $(refused 2026-12-12 foged_request) " == *" B05 "* ]]
}

@test "wage withholding is refused with the reason and what can be done instead, and is offered nowhere" {
	[ "$(refused 2026-11-22 loenindeholdelse)" = "B50 B51" ]
	jq -e '.letters[0].reasons[0].statute == "gil § 1 stk. 1"' "$H/letter.json"
	run ! grep -q loenindehold <(on 2026-11-22 letter kinds)
}

@test "production by the police is asked for after an absence, with a person's reasons" {
	endorsed
	note 2026-12-14 foged_request_filed
	note 2026-12-20 summons_issued --deadline 2026-12-28
	[ "$(refused 2026-12-27 police_request --text 'Kravet er stort.')" = B17 ]
	note 2026-12-28 debtor_absent
	[[ $(drawn 2026-12-29 police_request --text 'Kravet er på 13.000 kr., og skyldneren driver café.') == *"rimeligt forhold"*"driver café"* ]]
	run -2 on 2026-12-29 letter "$C" police_request --out "$O"
}

taken() {
	endorsed
	note 2026-12-11 foged_request_filed
	note 2026-12-14 summons_issued --deadline 2026-12-20
	note 2026-12-20 meeting_opened
	note 2026-12-20 udlaeg_made --amount 13750
}

@test "each asset has its own clocks: movables lapse, a vehicle is registered" {
	taken
	on 2026-12-20 asset add "$C" --kind movable --text Espressomaskine --value 8000 --taken 2026-12-20 >"$H/asset.json"
	valid <"$H/asset.json"
	on 2026-12-20 asset add "$C" --kind vehicle --text 'Varevogn' --register 'AB 12 345' --taken 2026-12-20 >/dev/null
	on 2026-12-21 due >"$H/due.json"
	valid <"$H/due.json"
	[ "$(jq -r '[.tasks[] | select(.kind == "asset") | "\(.key) \(.by_on) \(.statute)"] | join("; ")' "$H/due.json")" = \
		"d1/asset/2/secure 2026-12-20 rpl § 526 stk. 5; d1/asset/1/T33 2027-12-20 rpl § 526 stk. 4" ]
	jq -e '[.tasks[] | select(.kind == "clock" and .clock == "T33")] == []' "$H/due.json" # not twice
	on 2026-12-22 asset set "$C" 2 --secured 2026-12-22 >/dev/null
	[ "$(on 2026-12-22 due | jq '[.tasks[] | select(.kind == "asset")] | length')" -eq 1 ]
	[[ $(drawn 2026-12-30 auction_request) == *"Espressomaskine"*"§ 541"* ]]
	[[ " $(refused 2027-12-21 auction_request) " == *" B19 "* ]]
	on 2026-12-30 asset set "$C" 1 --auction 2026-12-30 >/dev/null
	[ "$(on 2026-12-30 due | jq '[.tasks[] | select(.kind == "asset")] | length')" -eq 0 ]
	run -3 on 2026-12-30 asset set "$C" 1 --sold 2026-12-19
	run -3 on 2026-12-30 asset set "$C" 3 --sold 2026-12-19
	run -2 on 2026-12-30 asset add "$C" --kind spøgelse --text x
}

@test "an attachment in a vehicle alone does not lapse, and holds the claim" {
	taken
	on 2026-12-20 asset add "$C" --kind vehicle --text Varevogn --taken 2026-12-20 >/dev/null
	[ "$(on 2027-12-25 status "$C" | jq -r '.cases[0].state')" = UDLAEG ]
	[[ " $(refused 2026-12-30 foged_request) " == *" B21 "* ]]
}

@test "a plan of the bailiff court over ten months needs the creditor's consent" {
	endorsed
	note 2026-12-11 foged_request_filed
	note 2026-12-14 summons_issued --deadline 2026-12-20
	note 2026-12-20 meeting_opened
	note 2026-12-20 plan_with_udlaeg --deadline 2027-12-01
	on 2026-12-20 asset add "$C" --kind movable --text Ovn --taken 2026-12-20 >/dev/null
	on 2026-12-21 bailiff "$C" | jq -e '[.debtors[0].findings[] | select(.id == "B38")] | .[0].quote | test("10 måneder")'
	[[ " $(refused 2026-12-21 auction_request) " == *" B20 "* ]]
	note 2026-12-21 person_decided --ground 'B38: kreditor samtykker i 12 måneder' --by Prøve
	on 2026-12-22 bailiff "$C" | jq -e '[.debtors[0].findings[] | select(.id == "B38")] == []'
	note 2026-12-23 instalment_defaulted
	drawn 2026-12-24 auction_request >/dev/null
}

@test "up to 2,500 the creditor need not attend, an øre above he must" {
	served
	note 2026-12-10 bp_endorsed_plain --amount 2500
	# what the court has decided is not reduced any more
	refused 2026-12-10 reduction >/dev/null
	jq -e '[.letters[0].reasons[].text] | any(contains("Retten har afgjort kravet"))' "$H/letter.json"
	[[ $(drawn 2026-12-10 foged_request) == *"Kreditor giver kun møde efter indkaldelse"* ]]
	jq -e '[.letters[0].warnings[].finding] | index("B37") != null and index("B36") == null' "$H/letter.json"
	# a day's interest takes it above
	[[ $(drawn 2026-12-11 foged_request) == *"telekommunikation, jf. § 506"* ]]
	jq -e '[.letters[0].warnings[].finding] | index("B36") != null' "$H/letter.json"
}

@test "a settlement is enforced in its original, fourteen days after what was due; while it is kept there is nothing to enforce" {
	# the paper is asked for as plan --how deed asks for it
	run -3 --separate-stderr on 2026-11-22 note "$C" settlement_signed --on 2026-11-22 --deadline 2026-12-01
	[ "$(jq -r .code <<<"$output")" = plan-document ]
	note 2026-11-22 settlement_signed --deadline 2026-12-01 --document forlig.pdf
	[[ " $(refused 2026-11-23 foged_request) " == *" B14 "* ]]
	note 2026-12-02 instalment_defaulted
	local from
	from=$(on 2026-12-02 title "$C" | jq -r '.titles[0].enforceable_on')
	[ "$from" = 2026-12-17 ] # the 16th is the last of fourteen days
	[ "$(refused 2026-12-16 foged_request)" = B02 ]
	# the state has a title: status tells of no demand that the rules would still ask for
	on 2026-12-17 status "$C" | jq -e '.cases[0] | .route == "udlaeg" and .next.what == "Anmod fogedretten om udlæg" and (.because | length) == 1'
	# the case holds no original: the letter lists none, and a warning says what to add
	drawn 2026-12-17 foged_request >"$H/drawn.txt"
	grep -q "§ 478, stk. 1, nr. 4" "$H/drawn.txt"
	run -1 grep -E "Vedlagt|Originalen" "$H/drawn.txt"
	jq -e '[.letters[0].warnings[].finding] | index("B30") != null' "$H/letter.json"
}

@test "a title that came with the case waits like any other, and its paper is at hand" {
	C=2026-000002
	on 2026-11-22 submit "$SOURCE/fixtures/inbox/31-har-dom" >/dev/null
	# the claim tells no sum of it and another day than the judgment's paper: both are asked for
	on 2026-11-22 assess "$C" | jq -e '.route == "udlaeg" and ([.missing[] | "\(.id) \(.effect)"] == ["U28 MISSING", "U28 FIX"])'
	on 2026-11-22 note "$C" title_at_intake --on 2026-11-01 --debtor d1 --amount 15000 --replaces 3 >"$H/right.json"
	on 2026-11-22 assess "$C" | jq -e '.missing == []'
	on 2026-11-22 note "$C" title_at_intake --on 2026-11-10 --debtor d1 --amount 15000 --replaces "$(jq ".notes[0].event.id" "$H/right.json")" >/dev/null
	[ "$(refused 2026-11-24 foged_request)" = B02 ]
	[[ $(drawn 2026-11-25 foged_request) == *"Fundamentet er dom af 10. november 2026"*"Vedlagt:"*"Udskrift af fundamentet"* ]]
	jq -e '[.letters[0].warnings[].finding] | index("B31") == null and index("B32") != null' "$H/letter.json"
}
