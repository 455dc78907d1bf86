/* Who the debtor is: a name that a court can serve, give judgment against and take assets from. */
#include "assess/rules.h"

#include <string.h>

static bool form_is(const Party *debtor, const char *const *words)
{
	const char *form = field_text(&debtor->legal_form);
	for (; form != NULL && *words != NULL; words++)
		if (g_ascii_strcasecmp(form, *words) == 0)
			return true;
	return false;
}

/* "Havens Blomster v/Ida Prøve": the person stands in the name. "Kiosken ved Havnen" names a place. */
static bool names_person(const Party *debtor)
{
	const char *name = field_text(&debtor->name);
	if (field_text(&debtor->owner) != NULL)
		return true;
	g_autofree char *low = name != NULL ? g_utf8_strdown(name, -1) : NULL;
	return low != NULL && strstr(low, " v/") != NULL;
}

static void party_facts(Finding *f, const Party *debtor)
{
	finding_field(f, &debtor->legal_form);
	finding_field(f, &debtor->name);
	finding_field(f, &debtor->owner);
	finding_field(f, &debtor->liability);
}

QUOTE(C01, 1, "practice 39",
      "Indehaveren af en enkeltmandsvirksomhed hæfter personligt og er den, der skylder. Kravet rettes mod personen, ikke alene "
      "mod firmaet.")
{
	static const char *const forms[] = { "Enkeltmandsvirksomhed", "Enkeltmandsfirma", "PMV",
		                             "Personligt ejet mindre virksomhed", NULL };
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		if (!form_is(debtor, forms))
			continue;
		Finding *f;
		if (names_person(debtor)) {
			f = finding_add(q, VERDICT_CLEAR, debtor->subject, "Personen bag firmaet er nævnt.",
			                "The person behind the firm is named.", NO_ARGS);
		} else {
			f = finding_add(q, VERDICT_FOUND, debtor->subject,
			                "{0} er en enkeltmandsvirksomhed, og personen bag den er ikke nævnt. Det er personen, der skylder.",
			                "{1} is a sole trader, and the person behind it is not named. It is the person who owes.",
			                ARGS(A_TEXT(field_text(&debtor->name)), A_TEXT(field_text(&debtor->name))));
			finding_ask(f, "Oplys navnet på indehaveren af {0}.", "Tell the name of the owner of {0}.",
			            ARGS(A_TEXT(field_text(&debtor->name))));
		}
		party_facts(f, debtor);
	}
}

QUOTE(C02, 1, "practice 40",
      "Interessenter hæfter personligt og solidarisk for selskabets gæld. En dom mod interessentskabet alene rækker ikke til "
      "interessenternes egen formue.")
{
	static const char *const forms[] = { "I/S", "Interessentskab", "K/S", "Kommanditselskab", "Partrederi", NULL };
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		if (!form_is(debtor, forms))
			continue;
		bool alone = true;
		for (guint j = 0; j < q->c->debtors->len; j++)
			alone = alone && form_is(q->c->debtors->pdata[j], forms); /* another partnership is no partner in person */
		Finding *f = alone ? finding_add(q, VERDICT_FOUND, debtor->subject,
		                                 "{0} er skyldner uden sine deltagere. Der kan så kun gøres udlæg i selskabets egne aktiver; "
		                                 "overvej at tage de personligt hæftende med som skyldnere.",
		                                 "{0} is debtor without its partners. Only the firm's own assets can then be taken; consider "
		                                 "adding those who are liable personally.",
		                                 ARGS(A_TEXT(field_text(&debtor->name))))
		                   : finding_add(q, VERDICT_CLEAR, debtor->subject, "Der er flere skyldnere end selskabet.",
		                                 "There are more debtors than the firm.", NO_ARGS);
		party_facts(f, debtor);
	}
}

QUOTE(C03, 1, "practice 41",
      "En filial er en del af sit selskab og kan ikke selv være part. Er selskabet udenlandsk, afgør en person parten og "
      "forkyndelsen.")
{
	static const char *const forms[] = { "Filial", "Filial af udenlandsk selskab", "Filial af udenlandsk aktieselskab", NULL };
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		g_autofree char *low = field_text(&debtor->name) != NULL ? g_utf8_strdown(field_text(&debtor->name), -1) : NULL;
		bool named = low != NULL && (strstr(low, "filial af ") != NULL || g_str_has_prefix(low, "filialen "));
		if (!form_is(debtor, forms) && !named)
			continue;
		Finding *f = finding_add(q, VERDICT_FOUND, debtor->subject,
		                         "Skyldner er angivet som en filial. Filialen er ikke selv part; det er selskabet bag den.",
		                         "The debtor is given as a branch. The branch is no party of its own; the company behind it is.",
		                         NO_ARGS);
		finding_ask(f, "Oplys navn, adresse og land for selskabet bag filialen.",
		            "Tell name, address and country of the company behind the branch.", NO_ARGS);
		party_facts(f, debtor);
	}
}

QUOTE(C04, 1, "practice 42",
      "Et binavn eller et firmanavn uden CVR-nummer, selskabsform eller ejer viser ikke, hvem der skylder. Slå det op, før der "
      "indleveres.")
{
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		if (!field_is(&debtor->kind, "business"))
			continue;
		bool known = debtor->cvr.state != FIELD_ABSENT || debtor->legal_form.state != FIELD_ABSENT || names_person(debtor);
		static const char *const ends[] = { " aps", " a/s", " i/s", " p/s", " k/s", " ivs", " amba", " a.m.b.a.", NULL };
		g_autofree char *name = field_text(&debtor->name) != NULL ? g_utf8_strdown(field_text(&debtor->name), -1) : NULL;
		for (const char *const *end = ends; name != NULL && *end != NULL; end++)
			known = known || g_str_has_suffix(name, *end);
		Finding *f = known ? finding_add(q, VERDICT_CLEAR, debtor->subject, "Virksomheden kan kendes på mere end et navn.",
		                                 "The business is known by more than a name.", NO_ARGS)
		                   : finding_add(q, VERDICT_FOUND, debtor->subject,
		                                 "Virksomheden er kun angivet ved navn. Et binavn viser ikke, hvem der skylder; oplys "
		                                 "CVR-nummer eller ejer.",
		                                 "The business is given by name alone. A trade name does not show who owes; tell its CVR "
		                                 "number or owner.",
		                                 NO_ARGS);
		party_facts(f, debtor);
		finding_field(f, &debtor->kind);
		finding_field(f, &debtor->cvr);
	}
}

QUOTE(U17, 1, "rpl § 257 stk. 1", "I retssager kan en umyndig ikke optræde på egen hånd.")
{
	int age;
	if (!law_limit_number(q->law, "age_of_majority", q->on, &age))
		age = 0;
	for (guint i = 0; i < q->c->debtors->len; i++) {
		const Party *debtor = q->c->debtors->pdata[i];
		Date born;
		bool ward, dated = field_date(&debtor->born_on, &born), told = field_yes(&debtor->guardianship, &ward);
		if (party_is_company(debtor)) {
			Finding *f = finding_add(q, VERDICT_CLEAR, debtor->subject, "Kan ikke ramme en skyldner af denne art.",
			                         "Cannot meet a debtor of this kind.", NO_ARGS);
			finding_field(f, &debtor->legal_form);
			continue;
		}
		bool minor = dated && age > 0 && date_before(q->on, date_add_months(born, 12 * age));
		Finding *f = minor || (told && ward)
		                 ? finding_add(q, VERDICT_FOUND, debtor->subject,
		                               minor ? "Skyldner er under {0} år og kan ikke selv være i retten; værgen optræder for ham."
		                                     : "Skyldner er under værgemål; værgen må inddrages.",
		                               minor ? "The debtor is under {0} and cannot act in court; the guardian acts for him."
		                                     : "The debtor is under guardianship; the guardian must be brought in.",
		                               ARGS(A_NUMBER(age)))
		             : dated && age > 0 && (told || debtor->guardianship.state == FIELD_ABSENT)
		                 ? finding_add(q, VERDICT_CLEAR, debtor->subject, "Skyldner er myndig af alder, og intet værgemål er oplyst.",
		                               "The debtor is of age, and no guardianship is told.", NO_ARGS)
		             : told ? finding_add(q, VERDICT_CLEAR, debtor->subject, "Skyldner er ikke under værgemål.",
		                                  "The debtor is not under guardianship.", NO_ARGS)
		                    : finding_add(q, VERDICT_UNKNOWN, debtor->subject,
		                                  "Hverken alder eller værgemål er oplyst (born-on, guardianship).",
		                                  "Neither age nor guardianship is told (born-on, guardianship).", NO_ARGS);
		finding_field(f, &debtor->born_on);
		finding_field(f, &debtor->guardianship);
		finding_date(f, "born_on", dated ? born : DATE_NONE);
	}
}
