#include "enforcement/loss.h"

#include "assess/claimed.h"
#include "assess/edition.h"
#include "enforcement/note.h"
#include "enforcement/states.h"
#include "intake/document.h"
#include "intake/folder.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

const OptionRow loss_options[] = {
	{ "pdf", "FILE", { "skriv den også som PDF", "write it as a PDF too" } },
	{ 0 },
};

typedef struct Loss {
	const Call *call;
	const Law *law;
	const Case *c;
	const States *states; /* today's */
	const Claimed *claimed; /* today's */
	cJSON *object, *unknown;
	Lang lang;
	bool established, established_known;
	Date established_on;
	bool taxed_known; /* each invoice is taxed in full, and the creditor pays VAT */
} Loss;

static void not_known(Loss *loss, const char *da, const char *en)
{
	json_push_text(loss->unknown, loss->lang == LANG_DA ? da : en);
}

/* ---- is the loss established? ---- */

typedef enum Holding { HOLDS_NO, HOLDS_UNKNOWN, HOLDS_YES } Holding;

typedef struct Answer {
	Holding holds;
	Date on;
	const Event *event; /* NULL: none */
	Say because;
} Answer;

static const Event *last_event(const Loss *loss, const Party *debtor, const char *const *names)
{
	const Event *last = NULL;
	for (; *names != NULL; names++) {
		g_autoptr(GPtrArray) events = case_events(loss->c, *names, debtor, NULL);
		for (guint i = 0; i < events->len; i++) {
			const Event *event = events->pdata[i];
			if (!date_before(loss->call->today, event->on) && (last == NULL || date_before(last->on, event->on)))
				last = event;
		}
	}
	return last;
}

/* Did what was noted have its place in the case's course (R20)? A letter that was sent was sent all the same. */
static bool fitted(const Loss *loss, const Party *debtor, const Event *event)
{
	for (guint i = 0; i < loss->states->debtors->len; i++) {
		const DebtorState *state = loss->states->debtors->pdata[i];
		if (state->debtor == debtor)
			return state_took(state, event);
	}
	return false;
}

static const char *const reminders[] = { "reminder_sent", "demand_sent", NULL };
static const char *const given_up[] = { "uneconomic", "route_write_off", NULL };

static Answer by_event(const Loss *loss, const Party *debtor, const Event *event, Say because)
{
	static const Say misfit = { "Det, der er noteret, passer ikke ind i sagens forløb (R20) og tælles ikke: noter, hvad der gik forud.",
		                    "What was noted does not fit the course of the case (R20) and does not count: record what came before it." };
	if (event == NULL)
		return (Answer){ HOLDS_NO, DATE_NONE, NULL, { NULL, NULL } };
	if (!fitted(loss, debtor, event))
		return (Answer){ HOLDS_UNKNOWN, DATE_NONE, event, misfit };
	return (Answer){ HOLDS_YES, event->on, event, because };
}

static Answer court_answer(const Loss *loss, const Party *debtor)
{
	static const char *const vain[] = { "nothing_found", "foreign_fruitless", NULL };
	return by_event(loss, debtor, last_event(loss, debtor, vain), (Say){ "Fogedretten fandt intet at gøre udlæg i.", "The bailiff court found nothing to attach." });
}

/* 1: below the limit of small claims; 0: not; -1: not known. */
static int small(const Loss *loss)
{
	Money limit;
	if (!loss->claimed->sums_known || !law_limit_money(loss->law, "vat_small_loss", loss->call->today, &limit))
		return -1;
	return money_compare(loss->claimed->invoiced, limit) < 0;
}

static Answer small_answer(const Loss *loss, const Party *debtor)
{
	const Event *end = last_event(loss, debtor, given_up);
	if (end == NULL || last_event(loss, debtor, reminders) == NULL || small(loss) == 0)
		return (Answer){ HOLDS_NO, DATE_NONE, NULL, { NULL, NULL } };
	if (small(loss) < 0)
		return (Answer){ HOLDS_UNKNOWN, DATE_NONE, end, { "Kravets størrelse eller grænsen er ikke kendt.", "The claim's size or the limit is not known." } };
	return by_event(loss, debtor, end, (Say){ "Kravet er under grænsen for mindre krav, rykket og opgivet.",
	                            "The claim is below the limit of small claims, was reminded and given up." });
}

static Answer collector_answer(const Loss *loss, const Party *debtor)
{
	const Event *end = last_event(loss, debtor, given_up);
	const char *operator = field_text(&loss->c->operator_kind);
	bool independent = g_strcmp0(operator, "lawyer") == 0 || g_strcmp0(operator, "collector") == 0;
	if (end == NULL || last_event(loss, debtor, reminders) == NULL || (operator != NULL && !independent))
		return (Answer){ HOLDS_NO, DATE_NONE, NULL, { NULL, NULL } };
	if (operator == NULL)
		return (Answer){ HOLDS_UNKNOWN, DATE_NONE, end, { "Det står ikke i sagen, hvem der har inddrevet kravet.", "The case does not say who collected the claim." } };
	return by_event(loss, debtor, end, (Say){ "En uafhængig inkassator har forgæves inddrevet kravet og opgivet det.",
	                            "An independent collector tried in vain, and gave the claim up." });
}

static Answer bankruptcy_answer(const Loss *loss, const Party *debtor)
{
	static const char *const notice[] = { "bankruptcy_notice", NULL };
	const Event *event = last_event(loss, debtor, notice);
	Date on;
	if (event == NULL && field_is(&debtor->status, "bankrupt") && field_date(&debtor->looked_up_on, &on))
		return (Answer){ HOLDS_YES, on, NULL, { "Virksomhedsregisteret melder konkurs.", "The company register tells of bankruptcy." } };
	return by_event(loss, debtor, event, (Say){ "Skyldneren er gået konkurs; dividende lægges til igen.", "The debtor is bankrupt; a dividend is added back." });
}

static Answer dissolution_answer(const Loss *loss, const Party *debtor)
{
	Date on;
	if (field_is(&debtor->status, "dissolved") && field_date(&debtor->looked_up_on, &on))
		return (Answer){ HOLDS_YES, on, NULL, { "Virksomhedsregisteret melder den opløst.", "The company register tells that it is dissolved." } };
	return by_event(loss, debtor, NULL, (Say){ NULL, NULL });
}

static Answer gone_answer(const Loss *loss, const Party *debtor)
{
	static const char *const failed[] = { "service_failed", NULL };
	const Event *event = last_event(loss, debtor, failed);
	Answer answer = by_event(loss, debtor, event, (Say){ "Forkyndelse mislykkedes: en person afgør, om skyldneren er forsvundet.",
	                                       "Service failed: a person decides whether the debtor has disappeared." });
	answer.holds = event != NULL ? HOLDS_UNKNOWN : HOLDS_NO;
	return answer;
}

static const struct {
	const char *name;
	Answer (*ask)(const Loss *loss, const Party *debtor);
	Say title;
} tests[] = {
	{ "court_in_vain", court_answer, { "Retsskridt forgæves", "Court steps in vain" } },
	{ "small_given_up", small_answer, { "Mindre krav, rykket og opgivet", "Small claim, reminded and given up" } },
	{ "collector_in_vain", collector_answer, { "Uafhængig inkassator forgæves", "Independent collector in vain" } },
	{ "bankruptcy", bankruptcy_answer, { "Konkurs", "Bankruptcy" } },
	{ "dissolution", dissolution_answer, { "Opløsning", "Dissolution" } },
	{ "disappearance", gone_answer, { "Skyldneren er forsvundet", "The debtor has disappeared" } },
};

const char *loss_test_title(const char *test, Lang lang)
{
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
		if (strcmp(tests[i].name, test) == 0)
			return say(tests[i].title, lang);
	return test;
}

static Holding debtor_tests(const Loss *loss, const Party *debtor, cJSON *rows, Date *first)
{
	static const char *const names[] = { "no", "unknown", "yes" };
	Holding best = HOLDS_NO;
	*first = DATE_NONE;
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
		Answer answer = tests[i].ask(loss, debtor);
		cJSON *row = json_push(rows);
		json_text(row, "debtor", debtor->id);
		json_text(row, "test", tests[i].name);
		json_text(row, "holds", names[answer.holds]);
		json_date(row, "on", answer.on);
		if (answer.event != NULL && answer.event->id != 0)
			json_int(row, "event", answer.event->id);
		else
			json_null(row, "event");
		json_text(row, "because", say(answer.because, loss->lang));
		best = MAX(best, answer.holds);
		if (answer.holds == HOLDS_YES)
			*first = date_min(*first, answer.on);
	}
	return best;
}

/* Against each debtor: what one of them can pay is not lost. */
static void establish(Loss *loss)
{
	Holding worst = loss->c->debtors->len > 0 ? HOLDS_YES : HOLDS_UNKNOWN;
	cJSON *rows = json_array(loss->object, "tests");
	loss->established_on = DATE_NONE;
	for (guint i = 0; i < loss->c->debtors->len; i++) {
		Date first;
		Holding one = debtor_tests(loss, loss->c->debtors->pdata[i], rows, &first);
		worst = MIN(worst, one);
		loss->established_on = date_known(loss->established_on) && date_known(first) ? date_max(loss->established_on, first)
		                       : date_known(first)                                   ? first
		                                                                             : loss->established_on;
	}
	loss->established = worst == HOLDS_YES;
	loss->established_known = worst != HOLDS_UNKNOWN;
	if (!loss->established)
		loss->established_on = DATE_NONE;
	if (loss->established_known)
		json_bool(loss->object, "established", loss->established);
	else
		json_null(loss->object, "established");
	json_date(loss->object, "established_on", loss->established_on);
	if (!loss->established_known)
		not_known(loss, "Om tabet er konstateret, afgør en person.", "Whether the loss is established is for a person to decide.");
}

/* ---- the invoices ---- */

/* What the invoice says of itself: a person's word before the reading, the reading before the creditor's. */
static bool own_sum(const Case *c, const char *subject, const char *name, Money *out)
{
	static const int weights[] = { [FACT_READ] = 2, [FACT_STATED] = 1, [FACT_ACCEPTED] = 3, [FACT_CORRECTED] = 4, [FACT_REJECTED] = 0 };
	const Fact *best = NULL;
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		if (strcmp(fact->name, name) == 0 && strcmp(fact->subject, subject) == 0 && fact_counts(fact) &&
		    weights[fact->status] > (best != NULL ? weights[best->status] : 0))
			best = fact;
	}
	return best != NULL && money_parse_ore(best->value, out);
}

/* All of it with VAT at the full rate, give or take the rounding of its lines? NULL: yes; else why not. */
static const Say *not_taxed(bool vat_known, Money total, Money vat, int rate)
{
	enum { LINES_ROUNDING_ORE = 100 };
	static const Say unknown = { "momsen står ikke i sagen", "its VAT is not in the record" };
	static const Say none = { "fakturaen er uden moms", "the invoice has no VAT" };
	static const Say mixed = { "fakturaen er kun delvis med moms: fordel tabet", "only part of the invoice has VAT: divide the loss" };
	Money full, apart;
	if (!vat_known || !money_scale(total, rate, 100 + rate, &full) || !money_sub(full, vat, &apart))
		return &unknown;
	if (money_is_zero(vat))
		return &none;
	int64_t ore = money_ore(apart);
	return ore >= -LINES_ROUNDING_ORE && ore <= LINES_ROUNDING_ORE ? NULL : &mixed;
}

static void money_or_null(cJSON *row, const char *key, bool known, Money amount)
{
	if (known)
		json_money(row, key, amount);
	else
		json_null(row, key);
}

static void invoices(Loss *loss, int rate)
{
	cJSON *rows = json_array(loss->object, "invoices");
	bool yes, registered = field_yes(&loss->c->creditor->vat_registered, &yes);
	loss->taxed_known = registered && yes && loss->claimed->items->len > 0;
	if (!registered)
		not_known(loss, "Om kreditor er momsregistreret, står ikke i sagen.", "Whether the creditor is registered for VAT is not in the record.");
	else if (!yes)
		not_known(loss, "Kreditor er ikke momsregistreret: der er intet at trække fra.", "The creditor is not registered for VAT: there is nothing to deduct.");
	for (guint i = 0; i < loss->claimed->items->len; i++) {
		const ClaimedItem *item = loss->claimed->items->pdata[i];
		Money total = money_zero(), vat = money_zero();
		Date issued = DATE_NONE;
		bool total_known = own_sum(loss->c, item->item->id, "invoice.total_ore", &total);
		bool vat_known = own_sum(loss->c, item->item->id, "invoice.vat_ore", &vat) && total_known;
		const Say *why = not_taxed(vat_known, total, vat, rate);
		field_date(&item->item->issue_on, &issued);
		cJSON *row = json_push(rows);
		json_text(row, "claim", item->item->id);
		json_text(row, "number", field_text(&item->item->number));
		json_date(row, "issue_on", issued);
		money_or_null(row, "total_ore", total_known, total);
		money_or_null(row, "vat_ore", vat_known, vat);
		money_or_null(row, "claimed_ore", item->amount_known, item->amount);
		json_text(row, "because", why != NULL ? say(*why, loss->lang) : NULL);
		if (why == NULL)
			continue;
		loss->taxed_known = false;
		g_autofree char *da = g_strdup_printf("%s: %s.", item->item->id, why->da), *en = g_strdup_printf("%s: %s.", item->item->id, why->en);
		not_known(loss, da, en);
	}
}

/* ---- the sums ---- */

/* The principal still open at the end of a day. */
static bool open_principal(const Loss *loss, Date on, Money *out)
{
	g_autoptr(Claimed) then = claimed_of(loss->c, loss->law, on);
	if (!then->sums_known || !then->complete)
		return false;
	if (then->owed->known) {
		*out = then->owed->open_principal;
		return true;
	}
	*out = then->invoiced; /* without a rate nobody knows what a payment left of it */
	return money_is_zero(then->payments);
}

/* share of an amount as base, rate of that as VAT. */
static bool relief(Money amount, int share, int rate, Money *base, Money *vat)
{
	return money_scale(amount, share, 100, base) && money_scale(*base, rate, 100, vat);
}

/* What came after the loss was established: the part that paid principal is added back. */
static bool receipts(Loss *loss, int share, int rate, Money *back)
{
	cJSON *rows = json_array(loss->object, "receipts");
	*back = money_zero();
	if (!loss->established)
		return true;
	g_autoptr(GPtrArray) payments = case_events(loss->c, "payment", NULL, NULL);
	bool later = false;
	for (guint i = 0; i < payments->len; i++)
		later = later || date_before(loss->established_on, ((const Event *)payments->pdata[i])->on);
	const Owed *owed = loss->claimed->owed;
	if (!owed->known)
		return !later;
	for (guint i = 0; i < owed->postings->len; i++) {
		const Posting *posting = owed->postings->pdata[i];
		Money base, vat;
		if (posting->statement || !date_before(loss->established_on, posting->on) || money_is_zero(posting->to_principal))
			continue;
		if (!relief(posting->to_principal, share, rate, &base, &vat) || !money_add(*back, vat, back))
			return false;
		cJSON *row = json_push(rows);
		json_date(row, "on", posting->on);
		json_money(row, "amount_ore", posting->amount);
		json_money(row, "principal_ore", posting->to_principal);
		json_money(row, "base_ore", base);
		json_money(row, "vat_ore", vat);
	}
	return true;
}

static void sums(Loss *loss, bool law_known, int share, int rate)
{
	Date on = loss->established ? loss->established_on : loss->call->today;
	Money lost = money_zero(), base = money_zero(), vat = money_zero(), back = money_zero(), left = money_zero(), paid = money_zero();
	bool known = open_principal(loss, on, &lost), sums_known = loss->claimed->sums_known;
	if (!known)
		not_known(loss, "Hvad der mangler af hovedstolen, kan ikke regnes.", "What is open of the principal cannot be reckoned.");
	bool given = known && law_known && loss->established && loss->taxed_known && relief(lost, share, rate, &base, &vat);
	bool returned = receipts(loss, share, rate, &back) && given && money_sub(vat, back, &left);
	json_date(loss->object, "loss_on", on);
	money_or_null(loss->object, "invoiced_ore", sums_known, loss->claimed->invoiced);
	money_or_null(loss->object, "paid_principal_ore", known && sums_known && money_sub(loss->claimed->invoiced, lost, &paid), paid);
	money_or_null(loss->object, "loss_ore", known, lost);
	if (law_known) {
		json_int(loss->object, "share_percent", share);
		json_int(loss->object, "vat_percent", rate);
	} else {
		json_null(loss->object, "share_percent");
		json_null(loss->object, "vat_percent");
	}
	money_or_null(loss->object, "base_ore", given, base);
	money_or_null(loss->object, "vat_ore", given, vat);
	money_or_null(loss->object, "added_back_ore", returned, back);
	money_or_null(loss->object, "vat_left_ore", returned, left);
}

/* ---- the log: the proof ---- */

static void log_add(Loss *loss)
{
	cJSON *rows = json_array(loss->object, "log");
	for (guint i = 0; i < loss->c->events->len; i++) {
		const Event *event = loss->c->events->pdata[i];
		if (event->replaced || date_before(loss->call->today, event->on))
			continue;
		cJSON *row = json_push(rows);
		json_date(row, "on", event->on);
		json_text(row, "event", event->name);
		json_text(row, "text", event_word(event->name, loss->lang));
		json_text(row, "debtor", event->debtor);
		money_or_null(row, "amount_ore", event->has_amount, event->amount);
		const Document *document = event->document != NULL ? case_document_named(loss->c, event->document) : NULL;
		json_text(row, "document", event->document);
		json_text(row, "sha256", document != NULL ? document->sha256 : NULL);
	}
}

static bool pdf_write(const Call *call, const cJSON *object, GError **error)
{
	const char *path = call_option(call, "pdf");
	if (path == NULL)
		return true;
	g_autoptr(GBytes) pdf = loss_pdf(object, call->today, call->lang, error);
	return pdf != NULL && file_write(path, pdf, error);
}

int loss_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL ? case_read(call->store, call->argv[0], 0, error) : NULL;
	if (c == NULL)
		return -1;
	int share = 0, rate = 0;
	g_autoptr(Assessment) assessment = assess(c, law, call->today);
	g_autoptr(States) states = states_of(c, assessment, law, call->today);
	g_autoptr(Claimed) claimed = claimed_of(c, law, call->today);
	g_autoptr(cJSON) object = json_result("loss");
	json_text(object, "case", c->id);
	json_date(object, "on", call->today);
	json_text(object, "creditor", field_text(&c->creditor->name));
	json_text(object, "creditor_cvr", field_text(&c->creditor->cvr));
	cJSON *debtors = json_array(object, "debtors");
	for (guint i = 0; i < c->debtors->len; i++) {
		const Party *debtor = c->debtors->pdata[i];
		cJSON *row = json_push(debtors);
		json_text(row, "debtor", debtor->id);
		json_text(row, "name", field_text(&debtor->name));
	}
	json_text(object, "statute", "ml § 27 stk. 6");
	Loss loss = { .call = call, .law = law, .c = c, .states = states, .claimed = claimed, .object = object, .unknown = json_array(object, "unknown"), .lang = call->lang };
	establish(&loss);
	Date on = loss.established ? loss.established_on : call->today;
	bool law_known = law_limit_number(law, "vat_bad_debt_share", on, &share) && law_limit_number(law, "vat_rate", on, &rate);
	if (!law_known)
		not_known(&loss, "Momsens satser er ikke kendt den dag.", "The rates of VAT are not known on that day.");
	invoices(&loss, rate);
	sums(&loss, law_known, share, rate);
	log_add(&loss);
	if (!pdf_write(call, object, error))
		return -1;
	*result = g_steal_pointer(&object);
	return cJSON_IsNull(json_get(*result, "vat_left_ore")) ? EXIT_NO : EXIT_FINE;
}
