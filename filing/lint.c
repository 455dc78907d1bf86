#include "filing/lint_desk.h"

#include "intake/folder.h"
#include "intake/limits.h"

#include <stdarg.h>
#include <string.h>

#define LOST_REJECTED                                                                                                        \
	{ "Retten kan afvise sagen; retsafgiften er da tabt, og forældelsen er ikke afbrudt.",                                   \
	  "The court may reject the case; the court fee is then lost, and limitation is not interrupted." }
#define LOST_REFERRED                                                                                                        \
	{ "Retten kan afvise eller henvise sagen; det koster uger.", "The court may reject or refer the case; it costs weeks." }
#define LOST_LAPSED                                                                                                          \
	{ "Retten beder om det rette beløb; betales det ikke, bortfalder sagen.",                                                \
	  "The court asks for the right amount; unpaid, the case lapses." }
#define LOST_INTEREST { "Der tilkendes ikke mere rente, end der er krævet.", "No more interest is awarded than claimed." }
#define LOST_COST { "Beløbet tilkendes ikke, og sagen kan blive afvist som uklar.", \
	                "The amount is not awarded, and the case may be rejected as unclear." }
#define LOST_AWARD { "Der tilkendes ikke mere, end påstanden nævner.", "No more is awarded than the påstand names." }
#define LOST_MONEY { "Pengene kan ikke sendes til kreditor.", "The money cannot be sent to the creditor." }
#define LOST_TIME { "Retten spørger; det koster tid.", "The court asks; it costs time." }
#define LOST_PRIVACY { "Oplysningen kommer i fremmede hænder.", "The fact comes into strangers' hands." }
#define LOST_CASE { "Forhandlinger om forlig kan skade sagen, når de fremlægges.", \
	                "Talks of settlement may harm the case when they are shown." }
#define LOST_BARRED { "Kravet kan nå at forælde.", "The claim may become time-barred." }
#define LOST_PROOF { "Retten kan se bort fra beviset eller kræve det igen.", "The court may pass over the evidence or ask for it again." }
#define LOST_LETTER \
	{ "Skyldner kan ikke bedømme kravet, og et inkassovarsel tæller ikke.", "The debtor cannot judge the claim, and a demand letter does not count." }
#define LOST_CONDUCT { "Det strider mod god inkassoskik.", "It is against good collection practice." }
#define LOST_TRUST { "Det, der sendes, er ikke det, der blev godkendt.", "What is sent is not what was approved." }

static const LintRow rows[LINT_CODES] = {
#define LINT(code, name, weight, place, statute, da, en, fix_da, fix_en, lost)                                               \
	[LINT_##code] = { #code, name, LINT_##weight, place, statute, { da, en }, { fix_da, fix_en }, lost },
#include "filing/lint.def"
#undef LINT
};

const LintRow *lint_rows(void)
{
	return rows;
}

static void fault_free(LintFault *fault)
{
	g_free(fault->where);
	g_free(fault->da);
	g_free(fault->en);
	g_free(fault);
}

void lint_free(Lint *lint)
{
	if (lint == NULL)
		return;
	g_ptr_array_unref(lint->faults);
	g_free(lint);
}

Lint *lint_new(void)
{
	Lint *lint = g_new0(Lint, 1);
	lint->faults = g_ptr_array_new_with_free_func((GDestroyNotify)fault_free);
	return lint;
}

guint lint_errors(const Lint *lint)
{
	guint n = 0;
	for (guint i = 0; i < lint->faults->len; i++)
		n += ((const LintFault *)lint->faults->pdata[i])->row->weight == LINT_ERROR;
	return n;
}

void lint_fault(LintDesk *desk, LintCode code, const char *where, const char *da, const char *en, ...)
{
	LintFault *fault = g_new0(LintFault, 1);
	fault->row = &rows[code];
	fault->where = g_strdup(where != NULL ? where : fault->row->place);
	va_list args;
	va_start(args, en);
	fault->da = g_strdup_vprintf(da, args);
	va_end(args);
	va_start(args, en);
	fault->en = g_strdup_vprintf(en, args);
	va_end(args);
	/* By code; within a code as they came. The same fault at the same place stands once. */
	GPtrArray *faults = desk->lint->faults;
	guint at = faults->len;
	while (at > 0 && ((const LintFault *)faults->pdata[at - 1])->row > fault->row)
		at--;
	for (guint i = at; i > 0 && ((const LintFault *)faults->pdata[i - 1])->row == fault->row; i--) {
		const LintFault *other = faults->pdata[i - 1];
		if (strcmp(other->where, fault->where) == 0 && strcmp(other->da, fault->da) == 0) {
			fault_free(fault);
			return;
		}
	}
	g_ptr_array_insert(faults, (gint)at, fault);
}

bool lint_found(const LintDesk *desk, LintCode code)
{
	for (guint i = 0; i < desk->lint->faults->len; i++)
		if (((const LintFault *)desk->lint->faults->pdata[i])->row == &rows[code])
			return true;
	return false;
}

/* ---- the sheet ---- */

const cJSON *lint_box(const LintDesk *desk, const char *name, guint at)
{
	const cJSON *box;
	cJSON_ArrayForEach(box, json_get(desk->sheet, "fields"))
	{
		if (g_strcmp0(json_get_text(box, "name"), name) == 0 && at-- == 0)
			return box;
	}
	return NULL;
}

const char *lint_value(const LintDesk *desk, const char *name)
{
	const cJSON *box = lint_box(desk, name, 0);
	return box != NULL ? json_get_text(box, "value") : NULL;
}

bool lint_amount(const LintDesk *desk, const char *name, Money *out)
{
	const char *value = lint_value(desk, name);
	return value != NULL && lint_kroner(value, out);
}

guint lint_debtors(const LintDesk *desk)
{
	guint n = 0;
	while (lint_box(desk, "debtor", n) != NULL)
		n++;
	return n;
}

const char *lint_account(const LintDesk *desk)
{
	const char *text = lint_value(desk, "statement");
	return text != NULL ? text : "";
}

/* What a stranger takes for being about a topic, where nothing but the text tells. */
static const struct {
	const char *topic;
	const char *const words[8];
} topic_words[] = {
	{ "agreement", { "aftal", "bestil", "ordre", "kontrakt", "købt", "lejet", "lån", NULL } },
	{ "delivery", { "lever", "udfør", "afhent", "overdrag", "ydelse", "udbetalt", NULL } },
	{ "items", { "faktura", "regning", "kravet", "opkrævning", NULL } },
	{ "interest", { "rente", "procesrente", "morarente", NULL } },
	{ "payments", { "betalt", "betaling", "indbetal", "afdrag", "ubetalt", NULL } },
	{ "reminders", { "rykker", "rykket", "erindring", NULL } },
	{ "demand", { "påkrav", "inkassovarsel", NULL } },
	{ "silence", { "indsigelse", "bestrid", "modkrav", NULL } },
	{ "liability", { "hæft", "forpligtet", "kaution", "skyld", NULL } },
	{ "court", { "værneting", "bopæl", "hjemsted", "retskreds", "retten i", "hjemting", "forretningssted", NULL } },
	{ "costs", { "gebyr", "rykkergebyr", "inkassogebyr", "omkostning", "kompensation", NULL } },
};

/* The sentences of a bare account that speak of the topic; of the sum, all of it when it names the total. NULL: none does. */
static char *topic_found(const LintDesk *desk, const char *topic)
{
	const char *account = lint_account(desk);
	Money total;
	if (strcmp(topic, "sum") == 0)
		return lint_amount(desk, "total", &total) && lint_names_amount(account, total) ? g_strdup(account) : NULL;
	GString *out = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(topic_words); i++) {
		if (strcmp(topic_words[i].topic, topic) != 0)
			continue;
		g_auto(GStrv) lines = g_strsplit(account, "\n", -1);
		for (char **line = lines; *line != NULL; line++)
			if (lint_word(*line, topic_words[i].words) != NULL)
				g_string_append_printf(out, "%s\n", *line);
	}
	return g_string_free(out, out->len == 0);
}

char *lint_topic(const LintDesk *desk, const char *topic)
{
	if (desk->bare)
		return topic_found(desk, topic);
	GString *out = g_string_new(NULL);
	const cJSON *paragraph, *part;
	cJSON_ArrayForEach(paragraph, json_get(desk->sheet, "statement"))
	{
		if (g_strcmp0(json_get_text(paragraph, "topic"), topic) != 0)
			continue;
		cJSON_ArrayForEach(part, json_get(paragraph, "sentences"))
		{
			const char *text = json_get_text(part, "text");
			g_string_append_printf(out, "%s\n", text != NULL ? text : "");
		}
		cJSON_ArrayForEach(part, json_get(paragraph, "rows"))
			g_string_append_printf(out, "- %s\n", cJSON_IsString(part) ? cJSON_GetStringValue(part) : "");
	}
	return g_string_free(out, out->len == 0);
}

/* ---- the looks ---- */

/* Is it a field sheet at all? */
static bool sheet_take(LintDesk *desk)
{
	const char *kind = json_get_text(desk->sheet, "kind"), *on = json_get_text(desk->sheet, "on");
	bool fine = g_strcmp0(json_get_text(desk->sheet, "schema"), "paakrav.felter/1") == 0 && kind != NULL && on != NULL &&
	            date_parse(on, &desk->on) && cJSON_IsArray(json_get(desk->sheet, "fields")) &&
	            (strcmp(kind, "betalingspaakrav") == 0 || strcmp(kind, "civil_claim") == 0);
	if (fine)
		desk->form = strcmp(kind, "betalingspaakrav") == 0;
	else
		lint_fault(desk, LINT_L605, NULL, "Filen er ikke et feltark fra paakrav.", "The file is no field sheet of paakrav.");
	return fine;
}

static void sheet_look(LintDesk *desk)
{
	lint_look_boxes(desk);
	lint_look_parties(desk);
	lint_look_sums(desk);
	lint_look_account(desk);
	if (desk->form)
		lint_look_demand(desk);
	else
		lint_look_claim(desk);
	if (date_known(desk->today) && date_compare(desk->today, desk->on) != 0) {
		g_autofree char *day = date_danish(desk->on);
		lint_fault(desk, LINT_L135, NULL, "Opgjort pr. %s.", "Reckoned as of %s.", day);
	}
}

Lint *lint_sheet(const cJSON *sheet, const Law *law, Date today)
{
	LintDesk desk = { .lint = lint_new(), .sheet = sheet, .law = law, .today = today };
	if (sheet_take(&desk))
		sheet_look(&desk);
	return desk.lint;
}

Lint *lint_form(const cJSON *sheet, const Law *law, Date today)
{
	LintDesk desk = { .lint = lint_new(), .sheet = sheet, .law = law, .today = today, .bare = true };
	desk.lint->bare = true;
	if (sheet_take(&desk))
		sheet_look(&desk);
	return desk.lint;
}

static cJSON *sheet_in(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "felter.json", NULL);
	g_autoptr(GBytes) bytes = file_exists(path) ? file_read(path, LIMIT_JOB_ANSWER_BYTES, NULL) : NULL;
	gsize n = 0;
	const char *text = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;
	return text != NULL ? json_parse(text, n) : NULL;
}

static LintManifest *manifest_in(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "manifest.xml", NULL);
	g_autoptr(GBytes) bytes = file_exists(path) ? file_read(path, LIMIT_CLAIM_XML_BYTES, NULL) : NULL;
	gsize n = 0;
	const char *text = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;
	return text != NULL ? lint_manifest_read(text, n) : NULL;
}

Lint *lint_package(const char *folder, const Law *law, const Assessment *assessment, Date today, Reader *reader, GError **error)
{
	g_autoptr(Lint) lint = lint_new();
	g_autoptr(cJSON) sheet = sheet_in(folder);
	g_autoptr(LintManifest) manifest = manifest_in(folder);
	LintDesk desk = { .lint = lint, .sheet = sheet, .law = law, .today = today, .manifest = manifest,
		              .assessment = assessment, .folder = folder, .reader = reader };
	bool sheet_fine = sheet_take(&desk);
	if (manifest == NULL)
		lint_fault(&desk, LINT_L601, NULL, "manifest.xml mangler eller er ikke fra paakrav.",
		           "manifest.xml is missing or not of paakrav.");
	if (sheet_fine)
		sheet_look(&desk);
	if (manifest != NULL && !lint_look_package(&desk, error))
		return NULL;
	if (manifest != NULL && sheet_fine)
		lint_look_exhibits(&desk);
	if (assessment != NULL)
		lint_look_record(&desk);
	return g_steal_pointer(&lint);
}

Lint *lint_record(const Assessment *assessment)
{
	LintDesk desk = { .lint = lint_new(), .assessment = assessment };
	lint_look_record(&desk);
	return desk.lint;
}

cJSON *lint_json(const Lint *lint, Lang lang)
{
	cJSON *array = cJSON_CreateArray();
	for (guint i = 0; i < lint->faults->len; i++) {
		const LintFault *fault = lint->faults->pdata[i];
		cJSON *row = json_push(array);
		json_text(row, "code", fault->row->code);
		json_text(row, "name", fault->row->name);
		json_text(row, "severity", fault->row->weight == LINT_ERROR ? "ERROR" : "WARN");
		json_text(row, "where", fault->where);
		json_text(row, "text", lang == LANG_DA ? fault->da : fault->en);
		json_text(row, "rule", say(fault->row->rule, lang));
		json_text(row, "statute", strcmp(fault->row->statute, "-") == 0 ? NULL : fault->row->statute);
		json_text(row, "fix", say(fault->row->fix, lang));
		json_text(row, "lost", say(fault->row->lost, lang));
	}
	return array;
}

#define SENTENCES 3 /* of the faults, in one refusal; lint shows them all */

void lint_sentences(const Lint *lint, char **da, char **en)
{
	GString *out_da = g_string_new(NULL), *out_en = g_string_new(NULL);
	guint n = 0;
	for (guint i = 0; i < lint->faults->len; i++) {
		const LintFault *fault = lint->faults->pdata[i];
		if (fault->row->weight != LINT_ERROR || n++ >= SENTENCES)
			continue;
		g_string_append_printf(out_da, " %s %s: %s", fault->row->code, fault->where, fault->da);
		g_string_append_printf(out_en, " %s %s: %s", fault->row->code, fault->where, fault->en);
	}
	*da = g_string_free(out_da, FALSE);
	*en = g_string_free(out_en, FALSE);
}
