/* Status and show, for people. */
#include "enforcement/note.h"
#include "enforcement/status.h"
#include "enforcement/title.h"

#include <string.h>

static char *day_word(const cJSON *object, const char *key, Lang lang)
{
	Date day;
	const char *text = json_get_text(object, key);
	if (text == NULL || !date_parse(text, &day))
		return NULL;
	return lang == LANG_DA ? date_danish_long(day) : date_english(day);
}

const char *who_word(const char *who, Lang lang)
{
	static const struct {
		const char *who;
		Say say;
	} words[] = { { "creditor", { "kreditor", "the creditor" } },
		      { "operator", { "sagsbehandleren", "the case handler" } },
		      { "debtor", { "debitor", "the debtor" } },
		      { "court", { "retten", "the court" } } };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_strcmp0(words[i].who, who) == 0)
			return say(words[i].say, lang);
	return "";
}

/* "  Næste skridt:          ": a label in its column, counted in characters. */
static void label_add(GString *out, const char *label)
{
	g_string_append_printf(out, "  %s", label);
	for (glong n = g_utf8_strlen(label, -1); n < 23; n++)
		g_string_append_c(out, ' ');
}

static void money_line(GString *out, const cJSON *row, const char *key, const char *label)
{
	if (!cJSON_IsNumber(json_get(row, key)) && !cJSON_IsRaw(json_get(row, key)))
		return;
	g_autofree char *kroner = money_danish(money_of_ore(json_get_int(row, key, 0)));
	label_add(out, label);
	g_string_append_printf(out, "%s kr.\n", kroner);
}

/* "  Overdraget:            22. november 2026 til Inkasso ApS, af Ida". */
static void departure_text(const cJSON *left, Lang lang, GString *out)
{
	bool da = lang == LANG_DA, close = strcmp(json_get_text(left, "way"), "close") == 0;
	g_autofree char *day = day_word(left, "on", lang);
	const char *to = json_get_text(left, "to"), *by = json_get_text(left, "by");
	label_add(out, close ? (da ? "Lukket:" : "Closed:") : (da ? "Overdraget:" : "Handed over:"));
	g_string_append_printf(out, "%s%s%s%s%s\n", day, to != NULL ? (da ? " til " : " to ") : "", to != NULL ? to : "",
	                       by != NULL ? (da ? ", af " : ", by ") : "", by != NULL ? by : "");
}

static void text_line(GString *out, const char *label, const char *text, const char *more)
{
	if (text == NULL)
		return;
	label_add(out, label);
	g_string_append_printf(out, "%s%s%s\n", text, more != NULL ? ", " : "", more != NULL ? more : "");
}

static void approval_text(const Call *call, const cJSON *approval, GString *out)
{
	bool da = call->lang == LANG_DA;
	if (approval == NULL || cJSON_IsNull(approval))
		return;
	const char *state = json_get_text(approval, "state");
	bool filed = strcmp(state, "filed") == 0;
	g_autofree char *day = day_word(approval, filed ? "filed_on" : "for_on", call->lang);
	const char *lapsed = da ? "bortfaldet, der er kommet nyt siden" : "void, something new has come since";
	text_line(out, filed ? (da ? "Indleveret:" : "Handed in:") : (da ? "Godkendt til:" : "Approved for:"), day,
	          strcmp(state, "void") == 0 ? lapsed : NULL);
}

static void next_text(const Call *call, const cJSON *next, GString *out)
{
	bool da = call->lang == LANG_DA;
	if (json_get_text(next, "what") == NULL)
		return;
	g_autofree char *by = day_word(next, "by_on", call->lang), *from = day_word(next, "from_on", call->lang),
	                *last = day_word(next, "last_on", call->lang);
	label_add(out, da ? "Næste skridt:" : "Next:");
	g_string_append_printf(out, "%s (%s%s%s%s%s%s%s)\n", json_get_text(next, "what"), who_word(json_get_text(next, "who"), call->lang),
	                       from != NULL ? (da ? ", fra " : ", from ") : "", from != NULL ? from : "",
	                       by != NULL ? (da ? ", senest " : ", by ") : "", by != NULL ? by : "",
	                       last != NULL ? (da ? "; lovens sidste dag " : "; the law's last day ") : "", last != NULL ? last : "");
}

static void finding_text(const Call *call, const cJSON *finding, GString *out)
{
	g_autofree char *day = day_word(finding, "on", call->lang);
	g_string_append_printf(out, "  ! %s, %s: %s\n", event_word(json_get_text(finding, "event"), call->lang),
	                       day != NULL ? day : "", json_get_text(finding, "because"));
}

static void debtors_text(const cJSON *debtors, GString *out)
{
	const cJSON *one;
	if (cJSON_GetArraySize(debtors) < 2)
		return;
	cJSON_ArrayForEach(one, debtors)
	{
		const char *name = json_get_text(one, "name");
		g_string_append_printf(out, "    %s: %s\n", name != NULL ? name : json_get_text(one, "debtor"),
		                       json_get_text(one, "text"));
	}
}

/* That it is over, how, and who has it now. */
static void ended_text(const Call *call, const cJSON *row, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *ended = json_get(row, "ended"), *left = json_get(row, "left");
	if (ended != NULL && !cJSON_IsNull(ended)) {
		g_autofree char *day = day_word(ended, "on", call->lang);
		g_autofree char *how = g_strdup_printf("%s%s%s", event_word(json_get_text(ended, "event"), call->lang),
		                                       json_get_text(ended, "ground") != NULL ? ": " : "",
		                                       json_get_text(ended, "ground") != NULL ? json_get_text(ended, "ground") : "");
		text_line(out, da ? "Afsluttet:" : "Ended:", day, how);
	}
	if (left != NULL && !cJSON_IsNull(left))
		departure_text(left, call->lang, out);
}

static void status_case_text(const Call *call, const cJSON *row, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_string_append_printf(out, "%s  %s  (%s)\n", json_get_text(row, "case"), json_get_text(row, "text"),
	                       json_get_text(row, "state"));
	debtors_text(json_get(row, "debtors"), out);
	const cJSON *one;
	/* What is paid needs no route any more. */
	if (g_strcmp0(json_get_text(row, "state"), "PAID") != 0 && g_strcmp0(json_get_text(row, "state"), "SETTLED_SHORT") != 0) {
		text_line(out, da ? "Vej:" : "Route:", json_get_text(row, "decided"), NULL);
		cJSON_ArrayForEach(one, json_get(row, "because")) g_string_append_printf(out, "    %s\n", cJSON_GetStringValue(one));
	}
	approval_text(call, json_get(row, "approval"), out);
	text_line(out, da ? "Ret:" : "Court:", json_get_text(row, "court"), json_get_text(row, "court_number"));
	titles_text(json_get(row, "titles"), call->lang, out);
	next_text(call, json_get(row, "next"), out);
	ended_text(call, row, out);
	money_line(out, row, "written_off_ore", da ? "Afskrevet:" : "Written off:");
	money_line(out, row, "owed_ore", da ? "Skyldes i dag:" : "Owed today:");
	if (json_get_text(row, "owed_unknown") != NULL)
		text_line(out, da ? "Skyldes i dag:" : "Owed today:", da ? "ukendt" : "unknown", json_get_text(row, "owed_unknown"));
	money_line(out, row, "cost_ore", da ? "Udgifter indtil nu:" : "Cost so far:");
	money_line(out, row, "recovered_ore", da ? "Betalt indtil nu:" : "Paid so far:");
	cJSON_ArrayForEach(one, json_get(row, "findings")) finding_text(call, one, out);
}

void status_text(const Call *call, const cJSON *result, GString *out)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "cases")) status_case_text(call, row, out);
	if (cJSON_GetArraySize(json_get(result, "cases")) == 0)
		g_string_append(out, call->lang == LANG_DA ? "Ingen sager.\n" : "No cases.\n");
}

static void party_text(GString *out, const char *label, const cJSON *party)
{
	static const char *const keys[] = { "name", "address", "postcode", "city", "cvr" };
	g_string_append_printf(out, "%-12s", label);
	bool first = true;
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		const char *text = json_get_text(party, keys[i]);
		if (text == NULL)
			continue;
		g_string_append_printf(out, "%s%s%s",
		                       first                          ? ""
		                       : strcmp(keys[i], "city") == 0 ? " "
		                                                      : ", ",
		                       strcmp(keys[i], "cvr") == 0 ? "CVR " : "", text);
		first = false;
	}
	g_string_append_c(out, '\n');
}

void show_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	party_text(out, da ? "Kreditor" : "Creditor", json_get(result, "creditor"));
	const cJSON *one;
	cJSON_ArrayForEach(one, json_get(result, "parties")) party_text(out, da ? "Debitor" : "Debtor", one);
	g_string_append(out, da ? "\nKravet\n" : "\nThe claim\n");
	cJSON_ArrayForEach(one, json_get(result, "items"))
	{
		g_autofree char *kroner = cJSON_IsNull(json_get(one, "amount_ore")) || json_get(one, "amount_ore") == NULL
		                              ? g_strdup(da ? "ukendt" : "unknown")
		                              : money_danish(money_of_ore(json_get_int(one, "amount_ore", 0)));
		g_autofree char *due = day_word(one, "due_on", call->lang);
		g_string_append_printf(out, "  %-24s %14s kr.%s%s%s%s\n", json_get_text(one, "id"), kroner,
		                       due != NULL ? (da ? ", forfaldt " : ", due ") : "", due != NULL ? due : "",
		                       json_get_text(one, "description") != NULL ? "; " : "",
		                       json_get_text(one, "description") != NULL ? json_get_text(one, "description") : "");
	}
	g_string_append(out, da ? "\nBilag\n" : "\nDocuments\n");
	cJSON_ArrayForEach(one, json_get(result, "documents"))
	    g_string_append_printf(out, "  %s\n", cJSON_GetStringValue(one));
	g_string_append(out, da ? "\nHvad der er sket\n" : "\nWhat has happened\n");
	events_text(call, result, out);
	g_string_append(out, da ? "\nHvor sagen står\n" : "\nWhere the case stands\n");
	status_case_text(call, json_get(result, "status"), out);
}
