#include "filing/reaction.h"

#include "filing/exhibit_choice.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

/* ---- what the record says ---- */

/* Words by which people name an attempt to settle; beginnings of words, folded. */
static const char *const settling[] = { "forlig", "tilbyd", "tilbød", "præjudice", "prejudice", "settle", "erbjud", "vergleich" };

static bool about_settling(const char *words)
{
	g_autofree char *folded = g_utf8_casefold(words, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(settling); i++)
		if (strstr(folded, settling[i]) != NULL)
			return true;
	return false;
}

static bool offers(const Letter *letter)
{
	for (guint i = 0; i < letter->says->len; i++)
		if (strcmp(((const Fact *)letter->says->pdata[i])->value, "instalment_offer") == 0)
			return true;
	return field_is(&letter->kind, "instalment_offer");
}

/* A person who let the document go in spite of its kind has let its words go. */
static bool let_go(const Case *c, const Document *document)
{
	ExhibitChoice choice = exhibit_choice(c, document);
	return choice.use == EXHIBIT_GOES && choice.why != NULL;
}

/* Does what the event was told in hold an offer, or is it kept internal? A mail and what it carries were sent on one day. */
static Say held_back(const Case *c, const Event *event)
{
	const Document *document = event->document != NULL ? case_document_named(c, event->document) : NULL;
	if (document != NULL && exhibit_choice(c, document).use == EXHIBIT_STAYS)
		return (Say){ "står i et internt dokument", "stand in an internal document" };
	for (guint i = 0; i < c->letters->len; i++) {
		const Letter *letter = c->letters->pdata[i];
		const Document *in = case_document(c, letter->document);
		Date sent;
		bool of_it = g_strcmp0(letter->id, event->letter) == 0 ||
		             (letter->side == LETTER_FROM_DEBTOR && field_date(&letter->sent_on, &sent) && date_compare(sent, event->on) == 0);
		if (of_it && offers(letter) && (in == NULL || !let_go(c, in)))
			return (Say){ "rummer et forligstilbud", "hold an offer to settle" };
	}
	if (event->ground != NULL && about_settling(event->ground))
		return (Say){ "rummer et forligstilbud", "hold an offer to settle" };
	return (Say){ NULL, NULL };
}

static const Event *cleared_by(const Case *c, const Event *objection)
{
	g_autoptr(GPtrArray) ends = case_events(c, "objection_cleared", NULL, NULL);
	for (guint i = 0; i < ends->len; i++) {
		const Event *end = ends->pdata[i];
		if (date_compare(end->on, objection->on) >= 0 && (end->claim == NULL || g_strcmp0(end->claim, objection->claim) == 0) &&
		    (end->debtor == NULL || g_strcmp0(end->debtor, objection->debtor) == 0))
			return end;
	}
	return NULL;
}

static char *subject_of(const Event *event)
{
	return event->id == 0 ? g_strdup(event->letter) : g_strdup_printf("event/%" PRId64, event->id);
}

static void reaction_free(void *data)
{
	Reaction *reaction = data;
	g_free(reaction->id);
	g_free(reaction);
}

static Reaction *reaction_of(const Case *c, const Event *event)
{
	Reaction *reaction = g_new0(Reaction, 1);
	g_autofree char *subject = subject_of(event);
	reaction->event = event;
	reaction->id = event->id == 0 ? g_strdup(event->letter) : g_strdup_printf("%" PRId64, event->id);
	reaction->to_form = strcmp(event->name, "bp_objection") == 0;
	reaction->objection = reaction->to_form || strcmp(event->name, "objection_received") == 0;
	reaction->cleared = reaction->objection && !reaction->to_form ? cleared_by(c, event) : NULL;
	reaction->held = held_back(c, event);
	reaction->use = word_find(c, subject, "reaction.use");
	reaction->why = word_find(c, subject, "reaction.use_why");
	reaction->told = reaction->use != NULL && reaction->why != NULL ? strcmp(reaction->use->value, "told") == 0 : reaction->held.da == NULL;
	reaction->answer = reaction->objection ? word_find(c, subject, "reaction.answer") : NULL;
	return reaction;
}

GPtrArray *reactions_of(const Case *c)
{
	static const char *const names[] = { "objection_received", "acknowledged", "bp_objection" };
	GPtrArray *reactions = g_ptr_array_new_with_free_func(reaction_free);
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autoptr(GPtrArray) events = case_events(c, names[n], NULL, NULL);
		for (guint i = 0; i < events->len; i++)
			g_ptr_array_add(reactions, reaction_of(c, events->pdata[i]));
	}
	return reactions;
}

bool reaction_stands(const Reaction *reaction)
{
	return reaction->objection && reaction->cleared == NULL;
}

const Reaction *reaction_about(const GPtrArray *reactions, const Event *event)
{
	for (guint i = 0; i < reactions->len; i++)
		if (((const Reaction *)reactions->pdata[i])->event == event)
			return reactions->pdata[i];
	return NULL;
}

/* ---- the commands ---- */

const OptionRow reaction_options[] = {
	{ "use", "told|withheld", { "om ordene gengives for retten", "whether the words are told to the court" } },
	{ "why", "TEKST", { "hvorfor", "why" } },
	{ "by", "NAVN", { "hvem der afgør det", "who decides it" } },
	{ NULL, NULL, { NULL, NULL } },
};

const OptionRow reaction_answer_options[] = {
	{ "to", "ID", { "indsigelsen, som reactions kalder den; ellers alle, der står", "the objection as reactions calls it; else all that stand" } },
	{ "by", "NAVN", { "hvem der svarer", "who answers" } },
	{ NULL, NULL, { NULL, NULL } },
};

int reactions_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	if (c == NULL)
		return -1;
	g_autoptr(GPtrArray) reactions = reactions_of(c);
	*result = json_result("reactions");
	json_text(*result, "case", c->id);
	cJSON *rows = json_array(*result, "reactions");
	for (guint i = 0; i < reactions->len; i++) {
		const Reaction *reaction = reactions->pdata[i];
		cJSON *row = json_push(rows);
		json_text(row, "id", reaction->id);
		json_text(row, "event", reaction->event->name);
		json_date(row, "on", reaction->event->on);
		json_text(row, "debtor", reaction->event->debtor);
		json_text(row, "ground", reaction->event->ground);
		json_bool(row, "stands", reaction_stands(reaction));
		json_bool(row, "told", reaction->told);
		json_text(row, "held", reaction->held.da != NULL ? say(reaction->held, call->lang) : NULL);
		json_text(row, "why", reaction->why != NULL ? reaction->why->value : NULL);
		json_text(row, "by", word_by(reaction->why));
		json_text(row, "answer", reaction->answer != NULL ? reaction->answer->value : NULL);
		json_text(row, "answered_by", word_by(reaction->answer));
	}
	return EXIT_FINE;
}

static const Reaction *reaction_asked(const GPtrArray *reactions, const Case *c, const char *id, GError **error)
{
	for (guint i = 0; i < reactions->len; i++)
		if (strcmp(((const Reaction *)reactions->pdata[i])->id, id) == 0)
			return reactions->pdata[i];
	error_set(error, ERROR_INPUT, "no-such-reaction", "Modparten har i sag %s ikke sagt noget med nr. %s.",
	          "In case %s the other side has said nothing numbered %s.", c->id, id);
	error_remedy(error, "paakrav reactions SAG viser, hvad den har sagt.", "paakrav reactions CASE shows what it has said.");
	return NULL;
}

static bool named(const Call *call, GError **error)
{
	const char *by = call_option(call, "by");
	if (by != NULL && *by != '\0')
		return true;
	return error_set(error, ERROR_USAGE, "by", "Skriv med --by, hvem der siger det.", "Say with --by who says so.");
}

static bool use_record(const Call *call, const Case *c, GError **error)
{
	g_autoptr(GPtrArray) reactions = reactions_of(c);
	const Reaction *reaction = reaction_asked(reactions, c, call->argv[1], error);
	if (reaction == NULL)
		return false;
	g_autofree char *subject = subject_of(reaction->event);
	return word_record(call, c, subject, "reaction.use", call_option(call, "use"), error) &&
	       word_record(call, c, subject, "reaction.use_why", call_option(call, "why"), error);
}

/* One transaction round what a command records of the case; then the list is its answer. */
static int recorded(const Call *call, bool (*record)(const Call *call, const Case *c, GError **error), cJSON **result, GError **error)
{
	if (!store_begin(call->store, error))
		return -1;
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	if (c == NULL || !record(call, c, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	return reactions_run(call, result, error);
}

int reaction_run(const Call *call, cJSON **result, GError **error)
{
	const char *use = call_option(call, "use"), *why = call_option(call, "why");
	if (!named(call, error))
		return -1;
	if (use == NULL || (strcmp(use, "told") != 0 && strcmp(use, "withheld") != 0) || why == NULL || *why == '\0' ||
	    strlen(why) >= LIMIT_SUMMARY_BYTES) {
		error_set(error, ERROR_USAGE, "usage", "Sig, om ordene gengives, og hvorfor.", "Say whether the words are told, and why.");
		error_remedy(error, "Brug reaction SAG ID --use told|withheld --why TEKST --by NAVN.",
		             "Use reaction CASE ID --use told|withheld --why TEXT --by NAME.");
		return -1;
	}
	return recorded(call, use_record, result, error);
}

/* A plain text: lines as they are, without the empty ones around it. */
static char *text_in(const char *path, GError **error)
{
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_FACT_BYTES, NULL);
	size_t n = 0;
	const char *data = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;
	if (data != NULL && n >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
		data += 3;
		n -= 3;
	}
	g_autofree char *text = data != NULL && g_utf8_validate(data, (gssize)n, NULL) ? g_strndup(data, n) : NULL;
	bool plain = text != NULL;
	for (const char *p = text; plain && *p != '\0'; p++)
		plain = (guchar)*p >= 0x20 || *p == '\n' || *p == '\r' || *p == '\t';
	g_auto(GStrv) lines = plain ? g_strsplit(text, "\n", -1) : NULL;
	for (size_t i = 0; lines != NULL && lines[i] != NULL; i++)
		g_strchomp(lines[i]);
	g_autofree char *clean = lines != NULL ? g_strjoinv("\n", lines) : NULL;
	if (clean != NULL && *g_strstrip(clean) != '\0')
		return g_steal_pointer(&clean);
	error_set(error, ERROR_INPUT, "answer-text", "%s er ikke en tekst, der kan stå i processkriftet: ren UTF-8, ikke tom, højst %d KB.",
	          "%s is no text that can stand in the pleading: plain UTF-8, not empty, at most %d KB.", path, LIMIT_FACT_BYTES / 1024);
	error_at(error, path, 0, 0);
	return NULL;
}

static bool answer_record(const Call *call, const Case *c, GError **error)
{
	const char *to = call_option(call, "to");
	g_autoptr(GPtrArray) reactions = reactions_of(c);
	g_autofree char *text = text_in(call->argv[1], error);
	const Reaction *asked = text != NULL && to != NULL ? reaction_asked(reactions, c, to, error) : NULL;
	if (text == NULL || (to != NULL && asked == NULL))
		return false;
	guint count = 0;
	for (guint i = 0; i < reactions->len; i++) {
		const Reaction *reaction = reactions->pdata[i];
		g_autofree char *subject = subject_of(reaction->event);
		if (!reaction_stands(reaction) || (asked != NULL && asked != reaction))
			continue;
		if (!word_record(call, c, subject, "reaction.answer", text, error))
			return false;
		count++;
	}
	if (count > 0)
		return true;
	return error_set(error, ERROR_INPUT, "no-objection", "I sag %s er der ingen indsigelse at svare på.",
	                 "There is no objection to answer in case %s.", c->id);
}

int reaction_answer_run(const Call *call, cJSON **result, GError **error)
{
	return named(call, error) ? recorded(call, answer_record, result, error) : -1;
}

void reactions_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "reactions"))
	{
		const char *ground = json_get_text(row, "ground"), *held = json_get_text(row, "held"), *why = json_get_text(row, "why"),
		           *by = json_get_text(row, "by"), *answer = json_get_text(row, "answer"), *answerer = json_get_text(row, "answered_by");
		const EventKind *kind = event_kind_find(json_get_text(row, "event"));
		bool told = json_get_bool(row, "told"), stands = json_get_bool(row, "stands");
		g_string_append_printf(out, "%s  %s  %s%s%s\n", json_get_text(row, "id"), json_get_text(row, "on"), da ? kind->da : kind->en,
		                       ground != NULL ? ": " : "", ground != NULL ? ground : "");
		if (!told || held != NULL || why != NULL)
			g_string_append_printf(out, "   %s", told ? (da ? "gengives for retten" : "told to the court")
			                                          : (da ? "gengives ikke for retten" : "not told to the court"));
		if (held != NULL)
			g_string_append_printf(out, da ? "; ordene %s" : "; the words %s", held);
		if (why != NULL)
			g_string_append_printf(out, "; %s (%s)", why, by != NULL ? by : "?");
		if (!told || held != NULL || why != NULL)
			g_string_append_c(out, '\n');
		if (answer != NULL)
			g_string_append_printf(out, da ? "   svar (%s): %s\n" : "   answer (%s): %s\n", answerer != NULL ? answerer : "?", answer);
		else if (stands)
			g_string_append(out, da ? "   ubesvaret: skriv svaret med reaction answer SAG FIL --by NAVN\n"
			                        : "   unanswered: write the answer with reaction answer CASE FILE --by NAME\n");
	}
}
