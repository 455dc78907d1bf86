bats_require_minimum_version 1.5.0
#!/usr/bin/env bats
# The papers of a whole run: sound files, known fonts, hashes that hold, and the same bytes wherever they are made.

setup_file() {
	export WHERE="$(mktemp -d)"
	mkdir -p "$WHERE/elsewhere"
	# Exit 1 is expected: the inbox holds submissions that the law or the reader turns away.
	"$PAAKRAV" --home "$WHERE/h1" --today 2026-11-22 run "$SOURCE/fixtures/inbox" --out "$WHERE/o1" --workers 1 \
		> "$WHERE/run1" || [ $? -eq 1 ]
	(cd "$WHERE/elsewhere" && TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8 LANG=ar_EG.UTF-8 \
		"$PAAKRAV" --home "$WHERE/h2" --today 2026-11-22 run "$SOURCE/fixtures/inbox" --out "$WHERE/o2" --workers 2 \
		> "$WHERE/run2") || [ $? -eq 1 ]
}

teardown_file() {
	rm -rf "$WHERE"
}

@test "another zone, locale, folder and number of workers: the same zips" {
	cd "$WHERE/o1/til-godkendelse"
	[ "$(ls -- *.zip | wc -l)" -ge 10 ]
	for zip in *.zip; do
		cmp "$zip" "$WHERE/o2/til-godkendelse/$zip"
	done
}

@test "every page file is sound and uses the shipped fonts alone" {
	n=0
	for pdf in "$WHERE"/o1/til-godkendelse/*/paakrav.pdf; do
		qpdf --check "$pdf"
		pdffonts "$pdf" | tail -n +3 | awk '{print $1}' > "$WHERE/fonts"
		run -1 grep -vE '^[A-Z]{6}\+(LiberationSans(-Bold)?|DejaVuSans(-Bold)?)$' "$WHERE/fonts"
		n=$((n + 1))
	done
	[ "$n" -ge 5 ]
}

@test "a zip holds its folder's parts, and the manifest tells their hashes" {
	for zip in "$WHERE"/o1/til-godkendelse/*.zip; do
		unzip -tqq "$zip"
		zip -qT "$zip"
		[ "$(zipinfo -v "$zip" | grep -c "compression method: *none (stored)")" = "$(unzip -Z1 "$zip" | wc -l)" ]
		folder="${zip%.zip}"
		diff <(unzip -Z1 "$zip" | sort) <(ls "$folder" | sort)
		xmllint --noout --schema "$SOURCE/docs/manifest.xsd" "$folder/manifest.xml"
		for part in "$folder"/*; do
			hash="$(sha256sum "$part" | cut -d' ' -f1)"
			if [ "${part##*/}" = manifest.xml ]; then
				run -1 grep -q "$hash" "$folder/manifest.xml"
			else
				grep -q "name=\"${part##*/}\".* sha256=\"$hash\"" "$folder/manifest.xml"
			fi
		done
	done
}

@test "the field sheets hold to their schema and add up to the manifest" {
	# The validator starts slowly: one sheet of each kind.
	for kind in betalingspaakrav civil_claim; do
		fields="$(grep -l "\"kind\":.*\"$kind\"" "$WHERE"/o1/til-godkendelse/*/felter.json | head -1)"
		python3 -W ignore "$SOURCE/tests/validate.py" < "$fields"
	done
	for fields in "$WHERE"/o1/til-godkendelse/*/felter.json; do
		[ "$(jq -r .kind "$fields")" = betalingspaakrav ] || continue
		parts="$(jq '[.fields[] | select(.number == 11 or (.number >= 14 and .number <= 18)) | .amount_ore // 0] | add' "$fields")"
		total="$(jq '.fields[] | select(.number == 19) | .amount_ore' "$fields")"
		[ "$parts" = "$total" ]
		grep -q "total-ore=\"$total\"" "$(dirname "$fields")/manifest.xml"
	done
}

@test "an e-invoice is laid out with its lines, sums and origin" {
	manifest="$(grep -l 'title="Faktura A-1007"' "$WHERE"/o1/til-godkendelse/*/manifest.xml)"
	pdftotext -layout "$(dirname "$manifest")/bilag-02.pdf" "$WHERE/text"
	for words in 'Faktura A-1007' 'Trykkeriet Ravn ApS' 'Kataloger, oplag 2.000' '28.000,00 DKK' 'Betales senest 2. september 2026' 'SHA-256'; do
		grep -qF "$words" "$WHERE/text"
	done
}

@test "nothing is attached to a form, and internal documents stay out of a claim" {
	for folder in "$WHERE"/o1/til-godkendelse/*/; do
		if [ -e "$folder/paakrav.pdf" ]; then
			[ -z "$(find "$folder" -name 'bilag-*')" ]
		else
			run -1 grep -q 'original="claim.xml"' "$folder/manifest.xml"
		fi
	done
}

@test "text copied out of a form is the text put in; the file names itself" {
	mkdir -p "$WHERE/names/lang"
	name='Aktieselskabet Det Særdeles Omfattende Østjyske Ålefiskeri- og Røgeriforetagende af 1897, hidtil Brødrene Wæhrens-Åkjær'
	street='Den lange gyde ved den gamle kornmølle nr. 123, 4. sal, dør 17, Skærbækkær'
	party="<address>$street</address><postcode>6000</postcode><city>Kolding</city><country>DK</country>"
	cat > "$WHERE/names/lang/claim.xml" <<-XML
		<claim xmlns="urn:paakrav:claim:1">
		<creditor><name>Ærø Fiskeeksport ApS</name>$party<cvr>99001054</cvr><phone>70000105</phone>
		<account>0000 0000000000</account><vat-registered>yes</vat-registered></creditor>
		<debtor id="d1" kind="business"><name>$name</name>$party<legal-form>A/S</legal-form></debtor>
		<item id="i1" kind="invoice" debtors="d1"><number>Å-1</number><description>Tørrede ål à 4 kg</description>
		<principal>1250.00</principal><issued-on>2026-08-03</issued-on><due-on>2026-09-02</due-on><due-basis>agreed</due-basis>
		<arisen-on>2026-08-03</arisen-on></item>
		<event name="demand_sent" on="2026-10-05" deadline-on="2026-10-19"/>
		<instruction on="2026-11-20" unpaid="yes" objection-expected="no" cost-risk-accepted="yes"/>
		</claim>
	XML
	"$PAAKRAV" --home "$WHERE/h3" --today 2026-11-22 run "$WHERE/names" --out "$WHERE/o3"
	pdf="$WHERE/o3/til-godkendelse/2026-000001/paakrav.pdf"
	pdftotext "$pdf" - | tr '\n' ' ' > "$WHERE/text"
	for words in "$name" "$street" 'Ærø Fiskeeksport ApS' 'Tørrede ål à 4 kg' 'retsplejelovens § 477 b, stk. 1, jf. § 238, stk. 1' 'X fra indlevering'; do
		grep -qF "$words" "$WHERE/text"
	done
	pdfinfo "$pdf" | grep -q '^Title: *Udkast til betalingspåkrav, sag 2026-000001$'
	pdffonts "$pdf" | tail -n +3 | awk '{ if ($(NF-4) != "yes" || $(NF-3) != "yes" || $(NF-2) != "yes") exit 1 }'
}
