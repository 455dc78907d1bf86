#include "filing/letter.h"

#include "assess/edition.h"
#include "assess/instalments.h"
#include "assess/mailing.h"
#include "filing/handinlist.h"
#include "filing/paperdraw.h"
#include "filing/run.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"
#include "intake/typed.h"

#include <string.h>

#define INSTALMENTS_MOST 120 /* ten years of months; after that no debt is certain */

const OptionRow letter_options[] = {
	{ "debtor", "ID", { "skyldneren; ellers hver af dem", "the debtor; each of them unless said" } },
	{ "on", "DATO", { "dagen, brevet er skrevet til og sendes", "the day that it is written for and sent" } },
	{ "language", "da|en|sv", { "brevets sprog", "its language" } },
	{ "tone", "friendly|neutral|firm", { "tonen", "its tone" } },
	{ "no-fee", NULL, { "uden rykkergebyr", "without a reminder fee" } },
	{ "until", "DATO", { "betalingsfrist, eller hvornår henstanden slutter", "day of payment, or when time granted ends" } },
	{ "first", "DATO", { "den første rates dag", "day of the first instalment" } },
	{ "instalments", "N", { "antal månedlige rater", "number of monthly instalments" } },
	{ "amount", "KR", { "ratens beløb", "an instalment's amount" } },
	{ "missed", "DATO", { "dagen for den rate, der ikke er betalt", "day of the instalment that was missed" } },
	{ "meeting", "DATO", { "mødets dag", "day of the meeting" } },
	{ "asked", "TEKST", { "hvad retten har bedt om", "what the court asked for" } },
	{ "text", "TEKST", { "brevets egne ord: svar, begrundelse", "the letter's own words: answer, grounds" } },
	{ "name", "NAVN", { "den nye repræsentant", "the new representative" } },
	{ "address", "ADRESSE", { "adressen", "the address" } },
	{ "phone", "NR", { "telefonnummeret", "the telephone number" } },
	{ "court", "RET", { "retten, når sagen ikke viser den", "the court, when the case does not tell" } },
	{ "mandate", NULL, { "fuldmagten følger med brevet", "the power of attorney goes with the letter" } },
	{ "search", "TEKST", { "en undersøgelse, der er gjort (flere gange)", "a search that was made (repeatable)" } },
	{ "costs", "ask|waive", { "om sagsomkostninger kræves ved tilbagekaldelse", "whether costs are claimed on withdrawal" } },
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	{ NULL, NULL, { NULL, NULL } },
};

/* ---- from options to an order ---- */

static bool usage(GError **error, const char *code, const char *da, const char *en)
{
	return error_set_texts(error, ERROR_USAGE, code, da, en);
}

static bool words_of(const Call *call, MissiveOrder *order, GError **error)
{
	const struct {
		const char *option;
		char **to;
	} texts[] = { { "text", &order->text },       { "asked", &order->asked }, { "name", &order->name },
		          { "address", &order->address }, { "phone", &order->phone }, { "court", &order->court } };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		const char *text = call_option(call, texts[i].option);
		if (text != NULL && (strlen(text) > LIMIT_FACT_BYTES || !g_utf8_validate(text, -1, NULL)))
			return error_set(error, ERROR_USAGE, "text", "--%s er for lang eller ikke UTF-8.", "--%s is too long or not UTF-8.",
			                 texts[i].option);
		*texts[i].to = text != NULL && *text != '\0' ? g_strdup(text) : NULL;
	}
	const GPtrArray *searches = call_options(call, "search");
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	for (guint i = 0; searches != NULL && i < searches->len; i++)
		g_strv_builder_add(builder, searches->pdata[i]);
	g_strfreev(order->searches);
	order->searches = g_strv_builder_end(builder);
	return true;
}

static bool figures_of(const Call *call, MissiveOrder *order, GError **error)
{
	const char *amount = call_option(call, "amount"), *instalments = call_option(call, "instalments");
	gint64 n = 0;
	if (amount != NULL && (!money_typed(amount, &order->amount) || money_is_negative(order->amount) || money_is_zero(order->amount)))
		return usage(error, "amount", "--amount skal være kroner, for eksempel 500.00.", "--amount must be kroner, such as 500.00.");
	order->has_amount = amount != NULL;
	if (instalments != NULL && !g_ascii_string_to_signed(instalments, 10, 1, INSTALMENTS_MOST, &n, NULL))
		return usage(error, "instalments", "--instalments skal være et antal fra 1 til 120.", "--instalments must be a number from 1 to 120.");
	order->instalments = (int)n;
	return call_date(call, "until", &order->until, error) && call_date(call, "first", &order->first, error) &&
	       call_date(call, "missed", &order->missed, error) && call_date(call, "meeting", &order->meeting, error);
}

static bool manner_of(const Call *call, MissiveOrder *order, GError **error)
{
	const char *language = call_option(call, "language"), *tone = call_option(call, "tone"), *costs = call_option(call, "costs");
	if ((language != NULL && !paper_language_parse(language, &order->language)) || order->kind->titles[order->language] == NULL ||
	    (order->kind->to_court && order->language != PAPER_DA))
		return usage(error, "language", "Brevet findes ikke på det sprog: da, en eller sv; breve til retten er på dansk.",
		             "There is no such letter in that language: da, en or sv; letters to the court are Danish.");
	if (tone != NULL && !paper_tone_parse(tone, &order->tone))
		return usage(error, "tone", "Tonen er friendly, neutral eller firm.", "The tone is friendly, neutral or firm.");
	if (costs != NULL && strcmp(costs, "ask") != 0 && strcmp(costs, "waive") != 0)
		return usage(error, "costs", "--costs er ask eller waive.", "--costs is ask or waive.");
	order->waive_costs = g_strcmp0(costs, "waive") == 0;
	order->ask_costs = !order->waive_costs;
	order->no_fee = call_has(call, "no-fee");
	order->mandate = call_has(call, "mandate");
	return true;
}

/* A notice of default: where nobody says which instalment, the plan on record does (the oldest that is late). */
static bool plan_fill(const Call *call, MissiveOrder *order, GError **error)
{
	Money open;
	if (strcmp(order->kind->name, "default") != 0 || date_known(order->missed) || order->has_amount)
		return true;
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL ? case_read(call->store, call->argv[0], 0, error) : NULL;
	if (c == NULL)
		return false;
	const char *id = call_option(call, "debtor");
	g_autoptr(Plan) plan = plan_of(c, id != NULL ? case_debtor(c, id) : NULL, law, order->on);
	if (plan == NULL || plan->next < 0 || money_is_zero(plan->late))
		return true;
	const Instalment *late = &g_array_index(plan->instalments, Instalment, plan->next);
	order->has_amount = money_sub(late->amount, late->paid, &open);
	if (order->has_amount) {
		order->amount = open;
		order->missed = late->due_on;
	}
	return true;
}

/* What a person must say for a letter of this kind. */
static bool asks_met(const MissiveOrder *order, GError **error)
{
	const struct {
		const char *ask;
		bool said;
	} asks[] = { { "until", date_known(order->until) },    { "first", date_known(order->first) },
		         { "instalments", order->instalments > 0 }, { "missed", date_known(order->missed) },
		         { "meeting", date_known(order->meeting) }, { "amount", order->has_amount },
		         { "asked", order->asked != NULL },         { "text", order->text != NULL },
		         { "name", order->name != NULL },           { "search", *order->searches != NULL },
		         { "address", order->address != NULL } };
	for (size_t i = 0; i < G_N_ELEMENTS(asks); i++)
		if (!asks[i].said && g_strv_contains((const char *const *)order->kind->asks, asks[i].ask))
			return error_set(error, ERROR_USAGE, "letter-asks", "Et brev af arten %s skal have --%s.", "A letter of the kind %s needs --%s.",
			                 order->kind->name, asks[i].ask);
	return true;
}

/* What the letter would pass over in silence is no use to who said it. */
static bool all_used(const Call *call, const PaperKind *kind, GError **error)
{
	static const char *const everywhere[] = { "debtor", "on", "language", "out", NULL };
	for (const OptionRow *row = letter_options; row->name != NULL; row++)
		if (call_has(call, row->name) && !g_strv_contains(everywhere, row->name) && !paper_kind_uses(kind, row->name))
			return error_set(error, ERROR_USAGE, "letter-option", "Et brev af arten %s bruger ikke --%s.",
			                 "A letter of the kind %s does not use --%s.", kind->name, row->name);
	return true;
}

static MissiveOrder *order_of(const Call *call, GError **error)
{
	const PaperKind *kind = paper_kind_find(call->argv[1]);
	if (kind == NULL) {
		error_set(error, ERROR_USAGE, "letter-kind", "Der er ingen brevart »%s«.", "There is no kind of letter \"%s\".", call->argv[1]);
		error_remedy(error, "Se arterne med letter kinds.", "See the kinds with letter kinds.");
		return NULL;
	}
	Date on;
	if (!call_date(call, "on", &on, error))
		return NULL;
	if (!date_known(on))
		on = call->today;
	if (date_before(on, call->today)) {
		usage(error, "day-passed", "Dagen er allerede gået.", "The day has already passed.");
		return NULL;
	}
	g_autoptr(MissiveOrder) order = missive_order_new(kind, on);
	if (!all_used(call, kind, error) || !manner_of(call, order, error) || !figures_of(call, order, error) || !words_of(call, order, error) ||
	    !plan_fill(call, order, error) || !asks_met(order, error))
		return NULL;
	return g_steal_pointer(&order);
}

/* ---- one letter ---- */

static void leave_json(const Call *call, cJSON *row, const Leave *leave)
{
	json_date(row, "deadline_on", leave->deadline);
	json_money(row, "fee_ore", leave->fee);
	json_text(row, "fee_because", call->lang == LANG_DA ? leave->fee_da : leave->fee_en);
	json_bool(row, "disputed", leave->disputed);
	cJSON *reasons = json_array(row, "reasons");
	for (guint i = 0; i < leave->refusals->len; i++) {
		const Refusal *refusal = leave->refusals->pdata[i];
		cJSON *reason = json_push(reasons);
		json_text(reason, "finding", refusal->finding);
		json_text(reason, "statute", refusal->statute);
		json_text(reason, "text", call->lang == LANG_DA ? refusal->da : refusal->en);
		json_text(reason, "quote", refusal->quote);
	}
	cJSON *warnings = json_array(row, "warnings");
	for (guint i = 0; i < leave->warnings->len; i++) {
		const Refusal *warning = leave->warnings->pdata[i];
		cJSON *said = json_push(warnings);
		json_text(said, "finding", warning->finding);
		json_text(said, "statute", warning->statute);
		json_text(said, "text", call->lang == LANG_DA ? warning->da : warning->en);
		json_text(said, "quote", warning->quote);
	}
}

/* What a list calls it: a reminder by the number that its own subject has, whatever it was asked for by. */
static const char *title_of(const Case *c, const MissiveOrder *order)
{
	static const char *const names[] = { "reminder_1", "reminder_2", "reminder_3" };
	const Party *debtor = order->debtor != NULL ? case_debtor(c, order->debtor) : NULL;
	if (!g_str_has_prefix(order->kind->name, "reminder_") || debtor == NULL)
		return order->kind->titles[PAPER_DA];
	int sent = letter_reminders(c, debtor, order->on);
	return sent < (int)G_N_ELEMENTS(names) ? paper_kind_find(names[sent])->titles[PAPER_DA] : PAPER_REMINDER_DA;
}

static Paper *paper_new(const Case *c, const Law *law, const MissiveOrder *order, const Drawn *drawn, Date today)
{
	Paper *paper = g_new0(Paper, 1);
	*paper = (Paper){ .case_id = g_strdup(c->id),
		              .kind = g_strdup(order->kind->name),
		              .to = g_strdup(order->kind->to_court ? "court" : order->debtor),
		              .language = g_strdup(paper_language_name(order->language)),
		              .title = g_strdup(title_of(c, order)),
		              .drawn_on = today,
		              .for_on = order->on,
		              .up_to_seq = c->up_to_seq,
		              .law_edition = g_strdup(law_edition(law)),
		              .sha256 = g_strdup(drawn->sha256),
		              .event = g_strdup(drawn->leave->event != NULL ? drawn->leave->event : order->kind->event),
		              .fee = order->joint ? money_zero() : drawn->leave->fee,
		              .deadline_on = drawn->leave->deadline,
		              .approved_on = DATE_NONE,
		              .sent_on = DATE_NONE };
	return paper;
}

/* The same letter, drawn before and still standing: nothing new is made. *out NULL: there is none. */
static bool paper_before(const Call *call, const Paper *wanted, Paper **out, GError **error)
{
	g_autoptr(GPtrArray) papers = papers_of(call->store, wanted->case_id, wanted->law_edition, call->today, error);
	*out = NULL;
	for (guint i = 0; papers != NULL && *out == NULL && i < papers->len; i++) {
		const Paper *paper = papers->pdata[i];
		if ((paper->state == PAPER_DRAFT || paper->state == PAPER_APPROVED) && strcmp(paper->kind, wanted->kind) == 0 &&
		    strcmp(paper->to, wanted->to) == 0 && strcmp(paper->sha256, wanted->sha256) == 0)
			*out = g_ptr_array_steal_index(papers, i);
	}
	return papers != NULL;
}

static bool draw_one(const Call *call, const Case *c, const Law *law, const MissiveOrder *order, const char *out, cJSON *row,
                     bool *refused, GError **error)
{
	json_text(row, "kind", order->kind->name);
	const Party *party = order->kind->to_court || order->debtor == NULL ? NULL : case_debtor(c, order->debtor);
	json_text(row, "to", order->kind->to_court ? "court" : order->debtor);
	json_text(row, "to_name", party != NULL ? field_text(&party->name) : NULL);
	json_text(row, "language", paper_language_name(order->language));
	json_text(row, "tone", paper_tone_name(order->tone));
	json_date(row, "for_on", order->on);
	json_text(row, "statute", order->kind->statute);
	g_autoptr(Drawn) drawn = paper_draw(c, law, order, store_home(call->store), error);
	if (drawn == NULL)
		return false;
	*refused = *refused || !drawn->leave->allowed;
	if (!drawn->leave->allowed) {
		json_text(row, "outcome", "refused");
		json_null(row, "letter");
		json_null(row, "file");
		leave_json(call, row, drawn->leave);
		return true;
	}
	g_autoptr(Paper) paper = paper_new(c, law, order, drawn, call->today);
	g_autoptr(Paper) before = NULL;
	g_autofree char *asked = missive_order_text(order);
	if (!paper_before(call, paper, &before, error) || (before == NULL && !paper_record(call->store, paper, asked, error)) ||
	    !drawn_put(drawn, before != NULL ? before : paper, out, error))
		return false;
	g_autofree char *file = paper_path(before != NULL ? before : paper, "pdf");
	json_text(row, "outcome", before != NULL ? "already" : "drawn");
	json_int(row, "letter", before != NULL ? before->number : paper->number);
	json_text(row, "file", file);
	leave_json(call, row, drawn->leave);
	if (drawn->amount_known)
		json_money(row, "amount_ore", drawn->amount);
	else
		json_null(row, "amount_ore");
	json_int(row, "pages", drawn->pages);
	json_text(row, "sha256", drawn->sha256);
	return true;
}

static bool same_debt(const Case *c, const char *a, const char *b)
{
	const Party *one = case_debtor(c, a), *other = case_debtor(c, b);
	for (guint i = 0; one != NULL && other != NULL && i < c->items->len; i++) {
		const Item *item = c->items->pdata[i];
		if (item_kind_is_principal(item->kind) && g_ptr_array_find(item->debtors, one, NULL) && g_ptr_array_find(item->debtors, other, NULL))
			return true;
	}
	return false;
}

/*
 * Does another who owes the same get this letter with its fee on that day, drawn before and not sent yet? rl § 9 b stk. 2
 * gives one fee for it: this one names it and records none.
 */
static bool fee_shared(const Call *call, const Case *c, const Law *law, MissiveOrder *order, GError **error)
{
	g_autoptr(GPtrArray) papers = papers_of(call->store, c->id, law_edition(law), call->today, error);
	for (guint i = 0; papers != NULL && i < papers->len; i++) {
		const Paper *paper = papers->pdata[i];
		bool waits = paper->state == PAPER_DRAFT || paper->state == PAPER_APPROVED;
		if (waits && !money_is_zero(paper->fee) && date_compare(paper->for_on, order->on) == 0 && strcmp(paper->to, order->debtor) != 0 &&
		    same_debt(c, paper->to, order->debtor))
			order->joint = true;
	}
	return papers != NULL;
}

/* To one debtor, each, or the court. With several, the fee is asked once: the first letter's dispatch records it. */
static bool draw_all(const Call *call, MissiveOrder *order, const Law *law, const char *out, cJSON *rows, bool *refused, GError **error)
{
	g_autoptr(Case) c = case_read(call->store, call->argv[0], 0, error);
	if (c == NULL)
		return false;
	const char *wanted = call_option(call, "debtor");
	if (wanted != NULL && case_debtor(c, wanted) == NULL)
		return error_set(error, ERROR_INPUT, "no-such-debtor", "Sagen har ingen skyldner »%s«.", "The case has no debtor \"%s\".", wanted);
	if (order->kind->to_court && !paper_kind_when(order->kind, "bailiff")) {
		const Party *first = c->debtors->len > 0 ? c->debtors->pdata[0] : NULL;
		order->debtor = g_strdup(wanted != NULL ? wanted : first != NULL ? first->id : NULL);
		return draw_one(call, c, law, order, out, json_push(rows), refused, error);
	}
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		if (wanted != NULL && strcmp(wanted, debtor->id) != 0)
			continue;
		g_free(order->debtor);
		order->debtor = g_strdup(debtor->id);
		if ((wanted != NULL && !fee_shared(call, c, law, order, error)) || !draw_one(call, c, law, order, out, json_push(rows), refused, error))
			return false;
		order->joint = !order->kind->to_court;
	}
	return c->debtors->len > 0 || error_set(error, ERROR_INPUT, "no-debtor", "Sagen har ingen skyldner.", "The case has no debtor.");
}

int letter_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(MissiveOrder) order = law != NULL ? order_of(call, error) : NULL;
	if (order == NULL)
		return -1;
	g_autofree char *out = out_folder(call);
	if (!folder_make(out, error))
		return -1;
	FOLDER_LOCK lock = folder_enter(out, error);
	if (lock < 0 || !store_begin(call->store, error))
		return -1;
	g_autoptr(cJSON) object = json_result("letter");
	json_text(object, "case", call->argv[0]);
	bool refused = false;
	if (!draw_all(call, order, law, out, json_array(object, "letters"), &refused, error) || !store_commit(call->store, error)) {
		store_rollback(call->store);
		return -1;
	}
	if (!standing_sweep(call, law, out, NULL, object, error))
		return -1;
	*result = g_steal_pointer(&object);
	return refused ? EXIT_NO : EXIT_FINE;
}

void letter_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row, *reason;
	cJSON_ArrayForEach(row, json_get(result, "letters"))
	{
		const char *file = json_get_text(row, "file"), *why = json_get_text(row, "fee_because"), *to = json_get_text(row, "to");
		if (strcmp(to, "court") == 0)
			to = da ? "retten" : "the court";
		else if (json_get_text(row, "to_name") != NULL)
			to = json_get_text(row, "to_name");
		if (file == NULL) {
			g_string_append_printf(out, da ? "Brevet til %s kan ikke sendes:\n" : "The letter to %s cannot be sent:\n", to);
			cJSON_ArrayForEach(reason, json_get(row, "reasons")) g_string_append_printf(
			    out, "  %s%s%s (%s)\n", json_get_text(reason, "finding") != NULL ? json_get_text(reason, "finding") : "",
			    json_get_text(reason, "finding") != NULL ? ": " : "", json_get_text(reason, "text"), json_get_text(reason, "statute"));
			continue;
		}
		g_string_append_printf(out, da ? "Brev %d til %s venter på godkendelse: %s\n" : "Letter %d to %s waits for approval: %s\n",
		                       (int)json_get_int(row, "letter", 0), to, file);
		if (json_get_text(row, "deadline_on") != NULL)
			g_string_append_printf(out, "  %s %s\n", da ? "Frist:" : "Deadline:", json_get_text(row, "deadline_on"));
		const cJSON *warning;
		cJSON_ArrayForEach(warning, json_get(row, "warnings")) g_string_append_printf(
		    out, "  %s: %s (%s)\n", json_get_text(warning, "finding"), json_get_text(warning, "text"), json_get_text(warning, "statute"));
		if (why != NULL)
			g_string_append_printf(out, "  %s %s\n", da ? "Uden gebyr:" : "No fee:", why);
		if (json_get_bool(row, "disputed"))
			g_string_append(out, da ? "  Skyldner har gjort indsigelse: svar på den.\n" : "  The debtor has objected: answer it.\n");
	}
	standing_text(call, result, out);
}
