#include "enforcement/pack.h"

#include <inttypes.h>
#include <string.h>

/* Each paragraph of the README, Danish and English. */
static const Say before[] = {
	{ "Dette er bøgerne for perioden og det, de hviler på. kontrol.py regner dem efter på en maskine uden paakrav; den kræver\n"
	  "Python 3 og programmet openssl:\n"
	  "\n"
	  "    python3 kontrol.py PAKKE.zip [--certificate HUSETS.pem] [--authority TSA.pem] [--receipt FIL]… [--lang en]\n"
	  "\n"
	  "Den ender med 0, når alt holder, og 1 med en linje for hver fejl. Læs den først: den er kort, og den er ikke en del af\n"
	  "programmet. Hent den helst ikke fra den pakke, den skal kontrollere, men fra en udgave af paakrav, du selv har hentet.",
	  "These are the books of the period and what they rest on. kontrol.py reckons them again on a machine without paakrav; it needs\n"
	  "Python 3 and the program openssl:\n"
	  "\n"
	  "    python3 kontrol.py PACK.zip [--certificate HOUSE.pem] [--authority TSA.pem] [--receipt FILE]… [--lang en]\n"
	  "\n"
	  "It ends with 0 when all holds, and 1 with a line for each fault. Read it first: it is short, and no part of the program.\n"
	  "Better than from the pack that it is to check, take it from an edition of paakrav that you fetched yourself." },
	{ "Filerne. Alle er UTF-8; beløb er hele øre, dage er ÅÅÅÅ-MM-DD, tomt er ukendt.",
	  "The files. All are UTF-8; amounts are whole øre, days are YYYY-MM-DD, empty is unknown." },
};

static const Say after[] = {
	{ "Kæden. Hver bogføring er disse elleve linjer, hver afsluttet af et linjeskift: paakrav-journal/1, nummer, den foregåendes hash,\n"
	  "id, sag, dag, art, debet, kredit, øre, forpligtelse. Dens hash er SHA-256 af dem; den første peger på 64 nuller. Forpligtelsen\n"
	  "er SHA-256 af 16 tilfældige byte og bilagsteksten, så personlige oplysninger kan slettes, uden at kæden brydes.",
	  "The chain. Each entry is these eleven lines, each ended by a line feed: paakrav-journal/1, number, the hash of the one before, id,\n"
	  "case, day, kind, debit, credit, øre, commitment. Its hash is SHA-256 of them; the first names 64 zeros. The commitment is\n"
	  "SHA-256 of 16 random bytes and the entry's text, so that personal data can be erased without breaking the chain." },
	{ "Stikprøverne. Den i'te trækning (0, 1, 2 …) er de første otte byte, den højeste først, af SHA-256 af teksten\n"
	  "\"paakrav-sample/1\\nFRØ\\nHOVED\\ni\\n\", modulo antallet af periodens bogføringer: pladsen i dem, efter nummer og talt fra 0.\n"
	  "En, der er trukket før, springes over. Vælg selv frøet, efter at bøgerne er lukket: med hovedet i teksten kan ingen vide\n"
	  "forud, hvad et frø trækker, men den, der vælger frøet, kan prøve sig frem.",
	  "The samples. The i-th draw (0, 1, 2 …) is the first eight bytes, the highest first, of SHA-256 of the text\n"
	  "\"paakrav-sample/1\\nSEED\\nHEAD\\ni\\n\", modulo the number of the period's entries: the place in them, by number and counted from 0.\n"
	  "One that was drawn before is passed over. Choose the seed yourself after the books are closed: with the head in the text\n"
	  "nobody can know beforehand what a seed draws, but who chooses the seed can try several." },
	{ "Underskrifter. Et dagsbevis kontrolleres også i hånden:\n"
	  "\n"
	  "    openssl cms -verify -binary -inform DER -in F.json.p7s -content F.json -CAfile keys/signer.pem -purpose any -out /dev/null\n"
	  "    openssl ts -verify -data F.json.p7s -in F.json.p7s.tst -token_in -CAfile TSA.pem\n"
	  "\n"
	  "Ved siden af pakken kan ligge PAKKE.zip.receipt.json (zippens hash og det underskrevne hoved) og PAKKE.zip.p7s (underskriften\n"
	  "over den). Et hoved, du selv har fået før, fx med posten, er det bedste bevis: giv det med --receipt.",
	  "Signatures. A day proof can also be checked by hand:\n"
	  "\n"
	  "    openssl cms -verify -binary -inform DER -in F.json.p7s -content F.json -CAfile keys/signer.pem -purpose any -out /dev/null\n"
	  "    openssl ts -verify -data F.json.p7s -in F.json.p7s.tst -token_in -CAfile TSA.pem\n"
	  "\n"
	  "Beside the pack may lie PACK.zip.receipt.json (the zip's hash and the signed head) and PACK.zip.p7s (the signature over it).\n"
	  "A head that you were given before, by mail say, is the best proof: give it with --receipt." },
	{ "hledger. journal.hledger læses som den er: hledger -f journal.hledger check ordereddates accounts commodities, og\n"
	  "hledger -f journal.hledger bal siger det samme som closing_ore i balance.csv.",
	  "hledger. journal.hledger is read as it is: hledger -f journal.hledger check ordereddates accounts commodities, and\n"
	  "hledger -f journal.hledger bal says the same as closing_ore in balance.csv." },
	{ "Hvad pakken ikke kan vise. At noget aldrig er bogført, ses kun af bankens egne filer (deres hash står i statements.csv) og af\n"
	  "sagerne. Programmet har intet register over brugere: hvem der handlede, står på det, de gjorde (people.csv); rollerne lawyer,\n"
	  "creditor og auditor vælges ved kaldet, og systemets egne rettigheder til mappen afgør, hvem der kan skrive.\n"
	  "Slettede sager (erasures.csv), navne, dage og begrundelser i listerne står ikke i bøgerne: dem holder kun kvitteringen for pakken,\n"
	  "og uden den siger kontrol.py, hvilke det er.\n"
	  "Personlige oplysninger er kun med, hvor revisor skal bruge dem: i stikprøvernes bilag og i navnene på dem, der handlede.",
	  "What the pack cannot show. That something was never booked shows only in the bank's own files (their hashes stand in\n"
	  "statements.csv) and in the cases. The program keeps no register of users: who acted stands on what they did (people.csv); the\n"
	  "roles lawyer, creditor and auditor are chosen at the call, and the system's own rights to the folder decide who can write.\n"
	  "Erased cases (erasures.csv), names, days and reasons in the lists do not stand in the books: only the receipt for the pack holds\n"
	  "them, and without it kontrol.py says which they are.\n"
	  "Personal data is there only where the auditor needs it: in the samples' documents and the names of those who acted." },
};

static void files_tell(const Pack *pack, Lang lang, GString *text)
{
	static const PackPart *const tables[] = { pack_books, pack_record, pack_proofs };
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		for (const PackPart *part = tables[i]; part->name != NULL; part++) {
			int64_t rows = -1;
			for (guint k = 0; k < pack->files->len; k++) {
				const PackFile *file = pack->files->pdata[k];
				if (strcmp(file->name, part->name) == 0)
					rows = file->rows;
			}
			g_string_append_printf(text, "  %s", part->name);
			if (rows >= 0)
				g_string_append_printf(text, lang == LANG_DA ? " (%" PRId64 " rækker)" : " (%" PRId64 " rows)", rows);
			g_string_append_printf(text, "\n      %s\n", say(part->what, lang));
			if (part->header != NULL)
				g_string_append_printf(text, "      %s\n", part->header);
		}
	g_string_append(text, lang == LANG_DA ? "  pack.json\n      perioden, frøet, hovedet og summerne\n  kontrol.py, kontrollister.py, kontrol.csv\n      kontrollen, dens anden halvdel (læses fra pakken, kun når dens hash er den ventede) og ord for hver fejl\n"
	                                        "  manifest.csv\n      hver anden fil med størrelse og SHA-256\n"
	                                      : "  pack.json\n      period, seed, head and sums\n  kontrol.py, kontrollister.py, kontrol.csv\n      the checker, its other half (read from the pack, only when its hash is the one expected) and words for each fault\n"
	                                        "  manifest.csv\n      every other file with size and SHA-256\n");
}

static void told(const Pack *pack, Lang lang, GString *text)
{
	bool da = lang == LANG_DA;
	const char *firm = json_get_text(pack->told, "firm");
	g_autofree char *from = date_iso(pack->from), *to = date_iso(pack->to), *sum = money_danish(money_of_ore(json_get_int(pack->told, "sum_ore", 0)));
	g_string_append_printf(text, da ? "REVISORPAKKE%s%s, %s til %s\n\n" : "AUDITOR'S PACK%s%s, %s to %s\n\n", firm != NULL ? " · " : "",
	                       firm != NULL ? firm : "", from, to);
	g_string_append_printf(text,
	                       da ? "%" PRId64 " bogføringer, i alt %s kr.; %" PRId64 " før og %" PRId64 " efter perioden.\nHoved: nr. %" PRId64 " %s\nTræets rod: %s\nFrø: %" PRId64
	                            "; stikprøver: %" PRId64 "\nÅbne dage uden bevis for klientmidlerne: %" PRId64 "\n"
	                          : "%" PRId64 " entries, DKK %s in all; %" PRId64 " before and %" PRId64 " after the period.\nHead: no. %" PRId64 " %s\nRoot of the tree: %s\nSeed: %" PRId64
	                            "; samples: %" PRId64 "\nOpen days without proof of the client money: %" PRId64 "\n",
	                       json_get_int(pack->told, "entries", 0), sum, json_get_int(pack->told, "before", 0), json_get_int(pack->told, "after", 0),
	                       pack->head.seq, pack->head.hash, json_get_text(pack->told, "root"), pack->seed, json_get_int(pack->told, "samples", 0),
	                       json_get_int(pack->told, "missing_days", 0));
}

GBytes *pack_readme(const Pack *pack)
{
	GString *text = g_string_new(NULL);
	for (Lang lang = LANG_DA; lang <= LANG_EN; lang++) {
		if (lang != LANG_DA)
			g_string_append(text, "\n\n----------------------------------------------------------------\n\n");
		told(pack, lang, text);
		for (size_t i = 0; i < G_N_ELEMENTS(before); i++)
			g_string_append_printf(text, "\n%s\n", say(before[i], lang));
		g_string_append_c(text, '\n');
		files_tell(pack, lang, text);
		for (size_t i = 0; i < G_N_ELEMENTS(after); i++)
			g_string_append_printf(text, "\n%s\n", say(after[i], lang));
	}
	gsize size = text->len;
	return g_bytes_new_take(g_string_free(text, FALSE), size);
}
