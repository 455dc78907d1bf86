/* The offers as people read them. */
#include "enforcement/note.h"
#include "enforcement/post.h"

#include <inttypes.h>
#include <string.h>

static const struct {
	const char *kind;
	Say word;
} kinds[] = {
	{ "court_receipt", { "kvittering", "receipt" } },
	{ "court_fee_notice", { "påmindelse om retsafgift", "court fee notice" } },
	{ "court_deficiency", { "mangelskrivelse", "deficiency notice" } },
	{ "court_rejection", { "afvisning", "rejection" } },
	{ "court_service", { "forkyndt", "served" } },
	{ "court_service_failed", { "ikke forkyndt", "not served" } },
	{ "court_objection", { "indsigelse", "objection" } },
	{ "court_endorsement", { "påtegning", "endorsement" } },
	{ "court_summons", { "indkaldelse", "summons" } },
	{ "court_transcript", { "udskrift af retsbogen", "transcript" } },
	{ "court_judgment", { "dom", "judgment" } },
};

static const struct {
	const char *name;
	Say word;
} outcomes[] = {
	{ "offered", { "tilbudt, ikke noteret", "offered, not recorded" } },
	{ "asks", { "tilbudt, bekræft med --accept", "offered, confirm with --accept" } },
	{ "recorded", { "noteret", "recorded" } },
	{ "already", { "stod der allerede", "was there already" } },
	{ "unmatched", { "ingen sag", "no case" } },
	{ "task", { "en opgave, ingen hændelse", "a task, no event" } },
	{ "refused", { "afvist", "refused" } },
};

static const struct {
	const char *how;
	Say word;
} hows[] = {
	{ "case", { "som sagt", "as told" } },
	{ "our_number", { "vores sagsnummer", "our case number" } },
	{ "court_number", { "rettens sagsnummer", "the court's case number" } },
	{ "parties", { "parternes navne", "the parties' names" } },
};

static const char *kind_word(const char *kind, Lang lang)
{
	for (size_t i = 0; kind != NULL && i < G_N_ELEMENTS(kinds); i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return say(kinds[i].word, lang);
	return lang == LANG_DA ? "brev fra retten" : "letter from the court";
}

static const char *outcome_word(const char *outcome, Lang lang)
{
	for (size_t i = 0; i < G_N_ELEMENTS(outcomes); i++)
		if (strcmp(outcomes[i].name, outcome) == 0)
			return say(outcomes[i].word, lang);
	return outcome;
}

static const char *how_word(const char *how, Lang lang)
{
	for (size_t i = 0; how != NULL && i < G_N_ELEMENTS(hows); i++)
		if (strcmp(hows[i].how, how) == 0)
			return say(hows[i].word, lang);
	return "";
}

static void event_line(const cJSON *event, Lang lang, GString *out)
{
	bool da = lang == LANG_DA;
	g_string_append_printf(out, "    %s %s", json_get_text(event, "on"), event_word(json_get_text(event, "name"), lang));
	if (json_get_text(event, "debtor") != NULL)
		g_string_append_printf(out, ", %s", json_get_text(event, "debtor"));
	const cJSON *amount = json_get(event, "amount_ore");
	if (amount != NULL && !cJSON_IsNull(amount)) {
		g_autofree char *text = money_danish(money_of_ore(json_get_int(event, "amount_ore", 0)));
		g_string_append_printf(out, ", %s kr.", text);
	}
	if (json_get_text(event, "deadline_on") != NULL)
		g_string_append_printf(out, ", %s %s", da ? "frist" : "deadline", json_get_text(event, "deadline_on"));
	if (json_get_text(event, "ground") != NULL)
		g_string_append_printf(out, ", %s", json_get_text(event, "ground"));
	g_string_append_c(out, '\n');
}

static void candidates_line(const cJSON *row, GString *out)
{
	const cJSON *candidate;
	cJSON_ArrayForEach(candidate, json_get(row, "candidates")) g_string_append_printf(out, "    ? %s\n", cJSON_GetStringValue(candidate));
}

static void offer_text(const cJSON *row, Lang lang, GString *out)
{
	bool da = lang == LANG_DA;
	const char *fields[] = { json_get_text(row, "court"), json_get_text(row, "court_case"), json_get_text(row, "sent_on") };
	const char *pages = json_get_text(row, "pages"), *case_id = json_get_text(row, "case"), *why = json_get_text(row, "why");
	g_string_append_printf(out, "%" PRId64 ".  %s", json_get_int(row, "n", 0), json_get_text(row, "file"));
	if (pages != NULL)
		g_string_append_printf(out, " %s %s", da ? "s." : "p.", pages);
	g_string_append_printf(out, "  %s", kind_word(json_get_text(row, "kind"), lang));
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (fields[i] != NULL)
			g_string_append_printf(out, "  %s", fields[i]);
	g_string_append_c(out, '\n');
	if (case_id != NULL)
		g_string_append_printf(out, "    %s %s (%s): ", da ? "sag" : "case", case_id,
		                       how_word(json_get_text(row, "matched_by"), lang));
	else
		g_string_append(out, "    ");
	g_string_append_printf(out, "%s\n", outcome_word(json_get_text(row, "outcome"), lang));
	const char *lines[] = { why, json_get_text(row, "text"), json_get_text(row, "task") };
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		if (lines[i] != NULL)
			g_string_append_printf(out, "    %s\n", lines[i]);
	if (json_get_text(row, "task_by_on") != NULL)
		g_string_append_printf(out, "    %s %s\n", da ? "Senest" : "By", json_get_text(row, "task_by_on"));
	candidates_line(row, out);
	const cJSON *event = json_get(row, "event");
	if (event != NULL && cJSON_IsObject(event))
		event_line(event, lang, out);
}

void post_text(const Call *call, const cJSON *result, GString *out)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "offers")) offer_text(row, call->lang, out);
	cJSON_ArrayForEach(row, json_get(result, "others"))
	{
		const char *file = json_get_text(row, "file");
		g_string_append_printf(out, "-   %s: %s\n", file != NULL ? file : json_get_text(row, "path"), json_get_text(row, "why"));
	}
	if (cJSON_GetArraySize(json_get(result, "offers")) == 0)
		g_string_append(out, call->lang == LANG_DA ? "Ingen post fra retten.\n" : "No post from the court.\n");
}
