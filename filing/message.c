#include "filing/message.h"

#include "assess/assess.h"
#include "filing/make.h"
#include "intake/folder.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define GATHERED ".til-kreditor.part"

bool messages_begin(const char *out, GError **error)
{
	g_autofree char *folder = g_build_filename(out, GATHERED, NULL);
	return folder_remove(folder, error) && folder_make(folder, error);
}

bool messages_end(const char *out, GError **error)
{
	g_autofree char *gathered = g_build_filename(out, GATHERED, NULL);
	g_autofree char *place = g_build_filename(out, OUT_FOR_CREDITORS, NULL);
	return folder_sync(gathered, error) && folder_remove(place, error) && file_move(gathered, place, error) &&
	       folder_sync(out, error);
}

/* A file name that any system takes: small ASCII letters, digits and dashes; ø and å as they are spelled without them. */
static char *slug(const char *name)
{
	static const struct {
		const char *letter, *as;
	} spelled[] = { { "æ", "ae" }, { "ø", "oe" }, { "å", "aa" } };
	g_autofree char *small = g_utf8_strdown(name, -1);
	GString *s = g_string_new(NULL);
	for (const char *p = small; *p != '\0'; p = g_utf8_next_char(p)) {
		const char *as = NULL;
		for (size_t i = 0; i < G_N_ELEMENTS(spelled); i++)
			if (g_str_has_prefix(p, spelled[i].letter))
				as = spelled[i].as;
		if (as != NULL)
			g_string_append(s, as);
		else if (g_ascii_isalnum(*p))
			g_string_append_c(s, *p);
		else if (s->len > 0 && s->str[s->len - 1] != '-')
			g_string_append_c(s, '-');
	}
	if (s->len > 100)
		g_string_truncate(s, 100);
	while (s->len > 0 && s->str[s->len - 1] == '-')
		g_string_truncate(s, s->len - 1);
	return g_string_free(s, FALSE);
}

/* What the submission's own documents say of the creditor, for outcomes that made no case. */
static const char *said(const Submission *submission, const char *subject, const char *name)
{
	for (guint i = 0; i < submission->files->len; i++) {
		const Found *found = submission->files->pdata[i];
		for (guint k = 0; found->reading != NULL && k < found->reading->facts->len; k++) {
			const Fact *fact = found->reading->facts->pdata[k];
			if (strcmp(fact->name, name) == 0 && (subject == NULL || strcmp(fact->subject, subject) == 0))
				return fact->value;
		}
	}
	return NULL;
}

typedef struct Addressee {
	const char *name, *cvr; /* borrowed; NULL when unknown */
} Addressee;

static Addressee addressee(const cJSON *answer, const Submission *submission)
{
	if (answer != NULL)
		return (Addressee){ json_get_text(answer, "creditor"), json_get_text(answer, "creditor_cvr") };
	const char *name = said(submission, "creditor", "party.name"), *cvr = said(submission, "creditor", "party.cvr");
	if (name == NULL && cvr == NULL)
		return (Addressee){ said(submission, NULL, "seller.name"), said(submission, NULL, "seller.cvr") };
	return (Addressee){ name, cvr };
}

/* Two creditors of one name stay apart by CVR; one whose name is all in another script is known by its CVR or hash. */
static char *file_name(Addressee to)
{
	if (to.name == NULL && to.cvr == NULL)
		return g_strdup("ukendt-kreditor.txt");
	g_autofree char *base = slug(to.name != NULL ? to.name : "");
	if (to.cvr != NULL)
		return g_strdup_printf("%s%s%s.txt", base, *base != '\0' ? "-" : "", to.cvr);
	if (*base != '\0')
		return g_strdup_printf("%s.txt", base);
	char hash[DIGEST_HEX];
	digest_hex(to.name, strlen(to.name), hash);
	return g_strdup_printf("kreditor-%.12s.txt", hash);
}

typedef struct Verdictline {
	const char *route;
	Say say;
} Verdictline;

static const Verdictline outcomes[] = {
	{ "betalingspaakrav",
	  { "Sagen er oprettet, og et udkast til betalingspåkrav ligger klar til godkendelse. Du hører fra os, når det er indleveret.",
	    "The case is taken, and a draft betalingspåkrav lies ready for approval. You will hear when it has been handed in." } },
	{ "civil_claim",
	  { "Sagen er oprettet og egner sig til en civil retssag. Sagens papirer ligger klar til godkendelse.",
	    "The case is taken and suits a civil claim. The papers lie ready for approval." } },
	{ "udlaeg",
	  { "Der findes allerede et tvangsfuldbyrdelsesgrundlag. Der bør anmodes om udlæg på det i stedet for at rejse kravet på ny.",
	    "An enforceable title exists already; the case should go to the bailiff court with it and not start over." } },
	{ "missing", { "Sagen er oprettet, men kan endnu ikke gå videre. Vi mangler følgende:", "The case is taken but cannot go on yet. We need:" } },
	{ "person",
	  { "Sagen er oprettet, men en medarbejder skal først tage stilling til følgende:", "The case is taken. A person must look at it first:" } },
	{ "unsuitable", { "Sagen kan ikke indbringes for retten, som den foreligger:", "The case is not suited for court as it stands:" } },
};

static void add_verdict(const char *route, Lang lang, GString *out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(outcomes); i++)
		if (g_strcmp0(outcomes[i].route, route) == 0)
			g_string_append_printf(out, "%s\n", say(outcomes[i].say, lang));
}

static void add_finding(const cJSON *finding, Lang lang, GString *out)
{
	bool da = lang == LANG_DA;
	g_string_append_printf(out, "  - %s\n", json_get_text(finding, da ? "da" : "en"));
	const char *ask = json_get_text(finding, da ? "ask_da" : "ask_en");
	if (ask != NULL)
		g_string_append_printf(out, "    %s: %s\n", da ? "Det kan du gøre" : "What helps", ask);
	Date ready;
	if (date_parse(json_get_text(finding, "ready_on"), &ready)) {
		g_autofree char *day = da ? date_danish_long(ready) : date_english(ready);
		g_string_append_printf(out, "    %s %s.\n", da ? "Tidligst den" : "Not before", day);
	}
}

static void add_reasons(const Submission *submission, Lang lang, GString *out)
{
	for (guint i = 0; i < submission->reasons->len; i++) {
		const Reason *reason = submission->reasons->pdata[i];
		g_string_append_printf(out, "  - %s%s%s\n", reason->file != NULL ? reason->file : "",
		                       reason->file != NULL ? ": " : "", lang == LANG_EN ? reason->en : reason->da);
	}
}

static char *section(const cJSON *answer, const Submission *submission, Lang lang)
{
	bool da = lang == LANG_DA;
	GString *out = g_string_new(NULL);
	g_string_append_printf(out, "%s: %s\n", da ? "Indlevering" : "Submission", submission->path);
	if (submission->case_id != NULL)
		g_string_append_printf(out, "%s: %s\n", da ? "Sag" : "Case", submission->case_id);
	const char *debtor = answer != NULL ? json_get_text(answer, "debtor") : NULL;
	if (debtor != NULL)
		g_string_append_printf(out, "%s: %s\n", da ? "Skyldner" : "Debtor", debtor);
	if (submission->outcome == OUTCOME_REFUSED)
		g_string_append(out, da ? "Indleveringen er afvist. Ret den, og indlever den igen:\n"
		                        : "The submission is refused. Mend it and submit again:\n");
	else if (submission->outcome == OUTCOME_DUPLICATE)
		g_string_append(out, da ? "Indleveringen er allerede modtaget:\n" : "The submission was received before:\n");
	else if (submission->outcome == OUTCOME_WAITING)
		g_string_append(out, da ? "Indleveringen er endnu ikke afsluttet og behandles ved næste gennemgang:\n"
		                        : "The submission is not complete yet and is taken next time:\n");
	else
		add_verdict(json_get_text(answer, "route"), lang, out);
	add_reasons(submission, lang, out);
	const cJSON *findings = answer != NULL ? json_get(answer, "findings") : NULL, *finding;
	cJSON_ArrayForEach(finding, findings) add_finding(finding, lang, out);
	g_string_append_c(out, '\n');
	return g_string_free(out, FALSE);
}

static char *opening(Addressee to, Lang lang)
{
	bool da = lang == LANG_DA;
	const char *name = to.name;
	if (name == NULL)
		name = da ? "kreditor (navnet kunne ikke læses)" : "the creditor (the name could not be read)";
	return g_strdup_printf("%s %s\n\n", da ? "Til" : "To", name);
}

bool message_add(const cJSON *answer, const Submission *submission, const char *out, Lang lang, GError **error)
{
	Addressee to = addressee(answer, submission);
	g_autofree char *name = file_name(to);
	g_autofree char *path = g_build_filename(out, GATHERED, name, NULL);
	bool first = !file_exists(path);
	g_autofree char *head = first ? opening(to, lang) : g_strdup("");
	g_autofree char *body = section(answer, submission, lang);
	FILE *file = fopen(path, "ae");
	bool fine = file != NULL && fputs(head, file) >= 0 && fputs(body, file) >= 0;
	if (file != NULL && fclose(file) != 0)
		fine = false;
	if (fine)
		return true;
	error_set(error, ERROR_DELIVERY, errno == ENOSPC ? "disk-full" : "file", "Beskeden kan ikke skrives: %s.",
	          "The message cannot be written: %s.", g_strerror(errno));
	error_at(error, name, 0, 0);
	return false;
}
