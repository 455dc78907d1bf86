#!/usr/bin/env bats
# The exhibits of a civil claim: a mail, an office file, a scan on its side, pictures, one that carries files, one that is locked.

bats_require_minimum_version 1.5.0

setup_file() {
	export WHERE="$BATS_FILE_TMPDIR" ON=2026-11-22
	local in="$WHERE/inbox/krav"
	mkdir -p "$WHERE/inbox"
	cp -r "$SOURCE/fixtures/inbox/07-indsigelse" "$in"
	pdftoppm -r 150 -png -singlefile "$in/aftale.pdf" "$in/foto"
	pdftoppm -r 150 -tiff -singlefile "$in/aftale.pdf" "$in/fax"
	pdftoppm -r 150 -jpeg -singlefile "$in/aftale.pdf" "$WHERE/scan"
	python3 -B "$SOURCE/tests/make_scan.py" "$WHERE/scan.jpg" "$in/scan.pdf" 90
	qpdf --encrypt hemmelig hemmelig 256 -- "$in/aftale.pdf" "$in/laast.pdf"
	qpdf --add-attachment "$in/faktura.xml" --mimetype=text/xml -- "$in/aftale.pdf" "$in/indlejret.pdf"
	: >"$in/tom.pdf"
	printf 'Følgeseddel\n\nTil Åse Øst, CPR 010180-1234, konto 1234-0012345678.\nLeveret på Ærø.\n' >"$in/seddel.txt"
	printf 'Ring til dem igen.\n' >"$in/notat om skyldner.txt"
	printf 'Et brev om noget helt andet.\n' >"$in/andet.txt"
	python3 -B - "$in" <<-'PY'
		import sys, zipfile
		folder = sys.argv[1]
		with zipfile.ZipFile(folder + "/brev.docx", "w") as out:
		    out.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
		    out.writestr("word/document.xml", '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
		        '<w:p><w:r><w:t>Vi bekræfter modtagelsen på Ærøskøbing kaj.</w:t></w:r></w:p></w:body></w:document>')
		claim = open(folder + "/claim.xml", encoding="utf-8").read()
		rows = "".join(f'<document id="x{i}" file="{name}" kind="other" dated-on="2026-09-{i + 1:02}" title="Papir {i}" use="exhibit"/>\n'
		    for i, name in enumerate(["foto.png", "fax.tif", "scan.pdf", "laast.pdf", "indlejret.pdf", "tom.pdf", "seddel.txt", "brev.docx",
		                              "notat om skyldner.txt"]))
		at = claim.index("<event ")
		open(folder + "/claim.xml", "w", encoding="utf-8").write(claim[:at] + rows + claim[at:])
	PY
	pk run "$WHERE/inbox" --out "$WHERE/out" >"$WHERE/run" || [ $? -eq 1 ]
	export CASE=2026-000001 PAPERS="$WHERE/out/til-godkendelse/2026-000001"
}

pk() {
	"$PAAKRAV" --home "$WHERE/home" --today "$ON" "$@"
}

# part FILE: the exhibit that the manifest says was made of it
part() {
	xmllint --xpath "string(//*[local-name()='part'][@original='$1']/@name)" "$PAPERS/manifest.xml"
}

reads() {
	pdftotext "$PAPERS/$(part "$1")" - | grep -q "$2"
}

@test "every exhibit is a PDF whose text can be searched" {
	reads foto.png 'Der leveres: 2.000 kataloger'
	reads fax.tif 'Mosbjerg Maskinværksted'
	reads scan.pdf 'Underskrevet af begge'
	reads seddel.txt 'Leveret på Ærø'
	reads brev.docx 'Vi bekræfter modtagelsen på Ærøskøbing kaj'
	reads indsigelse.eml 'Fra: Mosbjerg Maskinværksted ApS'
	reads indsigelse.eml 'Papiret er ikke det, vi bestilte'
}

@test "what was made is whole, and what need not be changed is the original" {
	local file
	for file in "$PAPERS"/*.pdf; do
		case $file in
		*/"$(part laast.pdf)") ;;
		*) qpdf --check "$file" ;;
		esac
	done
	cmp "$PAPERS/$(part aftale.pdf)" "$WHERE/inbox/krav/aftale.pdf"
	cmp "$PAPERS/$(part laast.pdf)" "$WHERE/inbox/krav/laast.pdf"
	pdfdetach -list "$PAPERS/$(part indlejret.pdf)" | grep -q '^0 embedded'
	grep -q 'kopi uden indlejrede filer' "$PAPERS/felter.txt"
}

@test "the bundle has them all, with index, bookmarks, links, stamps and hashes" {
	local text="$BATS_TEST_TMPDIR/text" n
	pdftotext -layout "$PAPERS/samlet.pdf" "$text"
	n=$(find "$PAPERS" -name 'bilag-*' | wc -l)
	grep -q "Bilag $n, side 1 af 1 " "$text"
	grep -q 'Samlede bilag' "$text"
	grep -q "$(sha256sum "$WHERE/inbox/krav/foto.png" | cut -d' ' -f1)" "$text"
	grep -q "$(sha256sum "$PAPERS/$(part foto.png)" | cut -d' ' -f1)" "$text"
	qpdf --qdf --object-streams=disable "$PAPERS/samlet.pdf" "$BATS_TEST_TMPDIR/plain"
	[ "$(grep -ac '/Subtype /Link' "$BATS_TEST_TMPDIR/plain")" -ge "$n" ]
	qpdf --json "$PAPERS/samlet.pdf" | jq -e --argjson n "$n" '.outlines | length == $n + 1'
	[ "$(xmllint --xpath "string(//*[local-name()='part'][@role='bundle']/@pages)" "$PAPERS/manifest.xml")" = \
		"$(pdfinfo "$PAPERS/samlet.pdf" | awk '/^Pages/ { print $2 }')" ]
}

@test "what is held back, undecided or unfit is named" {
	[ -z "$(part 'notat om skyldner.txt')" ]
	[ -z "$(part tom.pdf)" ]
	[ -z "$(find "$PAPERS" -size 0)" ]
	grep -q 'notat om skyldner.txt: Dokumentet er et internt notat og er holdt tilbage' "$PAPERS/felter.txt"
	grep -q 'andet.txt: Tag stilling til' "$PAPERS/felter.txt"
	grep -q 'tom.pdf: Filen er tom og er ikke medtaget' "$PAPERS/felter.txt"
	grep -q 'laast.pdf): .*låst' "$PAPERS/felter.txt"
	grep -q 'seddel.txt): Originalens side 1: 1 CPR-numre og 1 kontonumre' "$PAPERS/felter.txt"
	run ! grep -rq '010180' "$PAPERS/felter.txt" "$PAPERS/felter.json" "$PAPERS/manifest.xml"
}

@test "approval waits for a person's decision on each, which stands in the record" {
	pk package $CASE --out "$WHERE/out"
	run pk approve $CASE --by 'Lis Holm' --for $ON --out "$WHERE/out"
	[ "$status" -eq 1 ]
	[[ $output == *'andet.txt'* && $output == *'Filen er tom'* ]]
	run pk exhibit $CASE andet.txt --use internal
	[ "$status" -eq 2 ]
	run pk exhibit $CASE claim.xml --use exhibit --why 'Med' --by 'Lis Holm'
	[ "$status" -eq 3 ]
	pk exhibit $CASE andet.txt --use internal --why 'Angår en anden sag' --by 'Lis Holm'
	pk exhibit $CASE tom.pdf --use internal --why 'Tom' --by 'Lis Holm'
	pk exhibit $CASE laast.pdf --use internal --why 'Samme som bilag 1' --by 'Lis Holm'
	pk exhibit $CASE 'notat om skyldner.txt' --use exhibit --why 'Skyldner har selv henvist til det' --by 'Lis Holm'
	pk exhibit $CASE seddel.txt --redact --by 'Lis Holm'
	pk --format json exhibits $CASE >"$BATS_TEST_TMPDIR/exhibits.json"
	python3 -B "$SOURCE/tests/validate.py" exhibits "$BATS_TEST_TMPDIR/exhibits.json"
	jq -e '.documents[] | select(.document == "andet.txt") | .use == "internal" and .by == "Lis Holm"' "$BATS_TEST_TMPDIR/exhibits.json"
	pk package $CASE --out "$WHERE/out"
	grep -q 'men er bilag: Skyldner har selv henvist til det (Lis Holm)' "$PAPERS/felter.txt"
	local made="$PAPERS/$(part seddel.txt)"
	run ! grep -q '010180' <(pdftotext "$made" -)
	run ! grep -aq '010180\|0012345678' <(qpdf --qdf --object-streams=disable "$made" -)
	pdftotext "$made" - | grep -q 'Følgeseddel'
	[ -z "$(find "$PAPERS" -name '*.piece.*' -o -name 'samlet.front*')" ]
	pk approve $CASE --by 'Lis Holm' --for $ON --out "$WHERE/out"
	[ -f "$WHERE/out/til-aflevering/Retten i Kolding/$CASE/samlet.pdf" ]
}
