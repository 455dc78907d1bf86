#include "filing/missivebody.h"

#include "assess/calendar.h"
#include "assess/instalments.h"
#include "assess/mailing.h"
#include "filing/bailiff.h"
#include "filing/country.h"
#include "filing/liability.h"
#include "filing/statement.h"

#include <string.h>

static void piece_free(void *data)
{
	Piece *piece = data;
	g_free(piece->text);
	if (piece->rows != NULL)
		g_ptr_array_unref(piece->rows);
	g_strfreev(piece->sum);
	g_free(piece);
}

void missive_free(Missive *missive)
{
	if (missive == NULL)
		return;
	g_free(missive->sender);
	g_free(missive->recipient);
	g_free(missive->facts);
	g_free(missive->subject);
	g_ptr_array_unref(missive->pieces);
	g_free(missive->payline);
	g_free(missive->case_id);
	g_free(missive);
}

/* ---- the places of the wordings ---- */

static const char *day_kept(Scribe *s, Date day)
{
	return scribe_keep(s, missive_day(day, s->language));
}

static const char *money_kept(Scribe *s, Money amount)
{
	return scribe_keep(s, missive_money(amount, s->language));
}

/* The last event of that name up to the letter's day; NULL. */
static const Event *last_event(const Scribe *s, const char *name)
{
	g_autoptr(GPtrArray) events = case_events(s->c, name, s->debtor, NULL);
	const Event *last = NULL;
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		if (!date_before(s->order->on, event->on))
			last = event;
	}
	return last;
}

static Date event_day(const Scribe *s, const char *name, const char *other)
{
	const Event *event = last_event(s, name);
	if (event == NULL && other != NULL)
		event = last_event(s, other);
	return event != NULL ? event->on : DATE_NONE;
}

static Date oldest_due(const Scribe *s)
{
	Date due = DATE_NONE;
	for (guint i = 0; i < s->claimed->items->len; i++)
		due = date_min(due, ((const ClaimedItem *)s->claimed->items->pdata[i])->due_on);
	return due;
}

/* "9,75 % om året fra den 3. september 2026"; NULL when no interest has accrued. */
static const char *rate_kept(Scribe *s)
{
	const GPtrArray *periods = s->assessment->owed->periods;
	if (!s->assessment->owed->known || periods->len == 0)
		return NULL;
	const Period *first = periods->pdata[0];
	Date from = first->from_on;
	RateBp rate = first->rate;
	bool changes = false;
	for (guint i = 1; i < periods->len; i++) {
		const Period *period = periods->pdata[i];
		from = date_min(from, period->from_on);
		changes = changes || period->rate != rate;
		rate = period->rate;
	}
	g_autofree char *percent = scribe_rate(s, rate), *day = missive_day(from, s->language);
	static const Words3 constant = { { "%s fra den %s", "%s from %s", "%s från den %s" } };
	static const Words3 changing = { { "procesrente, nu %s, fra den %s,", "charged under the Danish Interest Act, now at %s, from %s,",
		                               "ränta enligt danska räntelagen, nu %s, från den %s," } };
	g_auto(GStrv) around = g_strsplit((changes ? changing : constant).words[s->language], "%s", 3);
	return scribe_keep(s, g_strdup_printf("%s%s%s%s%s", around[0], percent, around[1], day, around[2]));
}

static const Words3 phone_words = { { "tlf.", "tel.", "tel." } };

/* Where to write and call, in one line; no line is broken between the word and the number. */
static const char *contact_kept(Scribe *s)
{
	const Sender *sender = s->sender;
	const char *word = phone_words.words[s->language];
	g_autofree char *number = scribe_phone(s, sender->phone);
	if (sender->email != NULL && number != NULL)
		return scribe_keep(s, g_strdup_printf("%s, %s\302\240%s", sender->email, word, number));
	if (sender->email != NULL)
		return sender->email;
	if (number != NULL)
		return scribe_keep(s, g_strdup_printf("%s\302\240%s", word, number));
	return sender->address != NULL ? scribe_keep(s, g_strdup_printf("%s%s%s", sender->address, sender->place != NULL ? ", " : "",
	                                                                sender->place != NULL ? sender->place : ""))
	                               : NULL;
}

/* How interest is counted, for who reads the statement. */
static const char *method_of(const Scribe *s)
{
	static const Words3 methods[] = {
		[ACT_ACT_EXCL] = { { "det faktiske antal dage og årets længde, forfaldsdagen ikke regnet med",
		                     "the real number of days and the length of the year, the due date not counted",
		                     "det faktiska antalet dagar och årets längd, förfallodagen inte medräknad" } },
		[ACT_ACT_INCL] = { { "det faktiske antal dage og årets længde, begge dage regnet med",
		                     "the real number of days and the length of the year, both end days counted",
		                     "det faktiska antalet dagar och årets längd, båda dagarna medräknade" } },
		[ACT_365_EXCL] = { { "det faktiske antal dage og et år på 365 dage", "the real number of days and a year of 365 days",
		                     "det faktiska antalet dagar och ett år på 365 dagar" } },
		[E30_360] = { { "måneder på 30 dage og et år på 360", "months of 30 days and a year of 360", "månader på 30 dagar och ett år på 360" } },
	};
	return methods[s->claimed->day_count].words[s->language];
}

typedef struct Places {
	Filling rows[128];
	int n;
} Places;

static void place(Places *places, const char *name, const char *value)
{
	g_assert(places->n + 1 < (int)G_N_ELEMENTS(places->rows));
	places->rows[places->n++] = (Filling){ name, value };
}

static void places_of_parties(Scribe *s, Places *p)
{
	static const char *const you[PAPER_LANGUAGES][2][3] = {
		{ { "du", "dig", "din" }, { "I", "jer", "jeres" } },
		{ { "you", "you", "your" }, { "you", "you", "your" } },
		{ { "du", "dig", "din" }, { "ni", "er", "er" } },
	};
	static const char *const you_first[PAPER_LANGUAGES][2] = { { "Du", "I" }, { "You", "You" }, { "Du", "Ni" } };
	bool business = s->debtor != NULL && (field_is(&s->debtor->kind, "business") || field_is(&s->debtor->kind, "public"));
	place(p, "debtor", s->debtor != NULL ? field_text(&s->debtor->name) : NULL);
	place(p, "creditor", field_text(&s->c->creditor->name));
	place(p, "business", business ? "business" : NULL);
	place(p, "du", you[s->language][business][0]);
	place(p, "dig", you[s->language][business][1]);
	place(p, "din", you[s->language][business][2]);
	place(p, "Du", you_first[s->language][business]);
	place(p, "contact", contact_kept(s));
	place(p, "others", scribe_keep(s, scribe_others(s)));
	place(p, "joint", TEMPLATE_WHEN(liability_joins_all(s->c)));
	place(p, "why", s->debtor != NULL && field_text(&s->debtor->liability) != NULL ? scribe_keep(s, words_bare(field_text(&s->debtor->liability))) : NULL);
	/* Who writes is not the one who takes over: a new representative's number is told or left out. */
	bool other = strcmp(s->order->kind->name, "representative") == 0;
	place(p, "phone", s->order->phone != NULL || other ? s->order->phone : s->sender->phone);
	place(p, "address", s->order->address);
	place(p, "mandate", TEMPLATE_WHEN(s->order->mandate));
	place(p, "name", s->order->name);
	place(p, "text", s->order->text);
	place(p, "asked", s->order->asked);
}

/* What came in and what of the interest is left of it; none of them when nothing was paid. */
static void places_of_paid(Scribe *s, Places *p)
{
	PaidSplit split;
	bool paid = scribe_paid(s, &split);
	const Owed *owed = s->assessment->owed;
	place(p, "accrued", owed->known ? money_kept(s, paid ? owed->interest : owed->open_interest) : NULL);
	place(p, "paid", paid ? money_kept(s, owed->payments) : NULL);
	place(p, "covered", paid ? scribe_keep(s, scribe_covered(s, &split)) : NULL);
	place(p, "paid_on", paid && split.payments == 1 ? day_kept(s, split.last_on) : NULL);
	place(p, "paid_last", paid && split.payments > 1 ? day_kept(s, split.last_on) : NULL);
	place(p, "paid_interest", paid && !money_is_zero(split.interest) ? money_kept(s, split.interest) : NULL);
	place(p, "interest_from", paid ? day_kept(s, split.interest_from) : NULL);
}

static void places_of_sums(Scribe *s, Places *p)
{
	const Owed *owed = s->assessment->owed;
	bool known = owed->known;
	const char *name = s->order->kind->name;
	place(p, "invoices", scribe_keep(s, scribe_invoices(s)));
	place(p, "several", s->claimed->items->len > 1 ? "several" : NULL);
	place(p, "amount", known ? money_kept(s, s->total) : NULL);
	place(p, "principal", known ? money_kept(s, owed->open_principal) : NULL);
	place(p, "interest", known ? money_kept(s, owed->open_interest) : NULL);
	place(p, "costs", known ? money_kept(s, owed->open_costs) : NULL);
	Money fees;
	place(p, "fees", known && money_add(owed->open_costs, s->leave->fee, &fees) ? money_kept(s, fees) : NULL);
	place(p, "rate", rate_kept(s));
	Money fee = s->leave->fee;
	if (strcmp(name, "withdrawal") == 0 && s->assessment->court_fee_known)
		fee = s->assessment->court_fee;
	const GPtrArray *periods = owed->periods;
	place(p, "percent", known && periods->len > 0
	                        ? scribe_keep(s, scribe_rate(s, ((const Period *)periods->pdata[periods->len - 1])->rate))
	                        : NULL);
	place(p, "next", day_kept(s, date_add_days(s->order->on, 1)));
	place(p, "fee", money_is_zero(fee) ? NULL : money_kept(s, fee));
	place(p, "instalment", s->order->has_amount ? money_kept(s, s->order->amount) : NULL);
	place(p, "method", method_of(s));
	places_of_paid(s, p);
}

static void places_of_days(Scribe *s, Places *p)
{
	const MissiveOrder *order = s->order;
	bool missed = strcmp(order->kind->name, "default") == 0;
	Date due = missed ? order->missed : oldest_due(s);
	int late = date_known(due) && date_before(due, order->on) ? date_diff(due, order->on) : 0;
	const Clock *grace = law_clock(s->assessment->law, "T63");
	Date filing = event_day(s, "bp_filed", "claim_filed"), rejection = event_day(s, "bp_rejected", "claim_rejected");
	bool writ = last_event(s, "bp_filed") == NULL;
	place(p, "on", day_kept(s, order->on));
	place(p, "due", day_kept(s, due));
	place(p, "days", scribe_keep(s, missive_days(late, s->language)));
	place(p, "deadline", day_kept(s, s->leave->deadline));
	place(p, "until", day_kept(s, order->until));
	place(p, "missed", day_kept(s, order->missed));
	place(p, "meeting", day_kept(s, order->meeting));
	place(p, "grace", grace != NULL ? scribe_keep(s, missive_days(grace->n, s->language)) : NULL);
	place(p, "agreed", day_kept(s, event_day(s, "settlement_signed", NULL)));
	place(p, "filed", day_kept(s, filing));
	place(p, "failed", day_kept(s, event_day(s, "service_failed", NULL)));
	place(p, "rejected", day_kept(s, rejection));
	place(p, "filing", writ ? "stævningen" : "betalingspåkravet");
	place(p, "rule", writ ? "§ 349, stk. 1, 3. pkt." : "§ 477 c, stk. 1, 3. pkt.");
}

static void places_take(void *data, const char *name, const char *value)
{
	place(data, name, value);
}

/* ---- from a wording to pieces ---- */

/* "1.000,00 kr." at the end of a sentence: one full stop, not two. Three are meant. */
static void one_stop(char *text)
{
	char *to = text;
	for (const char *at = text; *at != '\0'; at++) {
		bool twice = at[0] == '.' && at[1] == '.' && at[2] != '.' && (at == text || at[-1] != '.');
		*to++ = *at;
		at += twice;
	}
	*to = '\0';
}

/*
 * The block with its places filled. The wording is looked at without what the record puts into it: a debtor may be called
 * as he is, but no letter of ours, and no firm's rewording, threatens with what the law does not give.
 */
static char *fill(Scribe *s, const char *key, GError **error)
{
	g_autofree Filling *bare = NULL;
	int n = 0;
	while (s->fillings[n].name != NULL)
		n++;
	bare = g_new0(Filling, (gsize)n + 1);
	for (int i = 0; i < n; i++)
		bare[i] = (Filling){ s->fillings[i].name, s->fillings[i].value != NULL ? "…" : NULL };
	g_autofree char *text = template_fill(s->templates, key, s->fillings, error);
	if (text != NULL)
		one_stop(text);
	g_autofree char *wording = text != NULL ? template_fill(s->templates, key, bare, NULL) : NULL;
	if (wording == NULL)
		return NULL;
	const char *threat = s->order->kind->to_court ? NULL : missive_threat(wording); /* nobody threatens a court */
	if (threat == NULL)
		return g_steal_pointer(&text);
	error_set(error, ERROR_INPUT, "threat", "Teksten »%s« truer med noget, som loven ikke tillader: »%s«.",
	          "The wording \"%s\" threatens with something that the law does not allow: \"%s\".", key, threat);
	error_remedy(error, "Ret teksten i HOME/tekster/ (inkassolovens § 9).", "Mend the wording in HOME/tekster/ (inkassoloven § 9).");
	return NULL;
}

/*
 * Whose words a reminder has: what it says of earlier ones follows the record, whatever number it was asked for by. A
 * subject says no number after the third.
 */
static const char *worded_as(const Scribe *s, bool subject)
{
	static const char *const names[] = { "reminder_1", "reminder_2", "reminder_3" };
	if (!g_str_has_prefix(s->order->kind->name, "reminder_"))
		return s->order->kind->name;
	int sent = letter_reminders(s->c, s->debtor, s->order->on);
	if (sent >= (int)G_N_ELEMENTS(names))
		return names[subject ? 0 : G_N_ELEMENTS(names) - 1];
	return names[sent];
}

static char *key_of(const Scribe *s, const char *first, const char *second, bool tone)
{
	return g_strdup_printf("%s.%s%s%s.%s", first, second, tone ? "." : "", tone ? paper_tone_name(s->order->tone) : "",
	                       paper_language_name(s->language));
}

/* Lines become paragraphs: they end at an empty line; a line that begins with "- " is a point of a list. */
static void add_paragraph(Scribe *s, GString *paragraph)
{
	if (paragraph->len == 0)
		return;
	bool item = g_str_has_prefix(paragraph->str, "- ");
	char *text = g_strdup(g_strstrip(item ? paragraph->str + 2 : paragraph->str));
	if (*text != '\0')
		piece_add(s, item ? PIECE_ITEM : PIECE_TEXT, text);
	else
		g_free(text);
	g_string_truncate(paragraph, 0);
}

static bool add_wording(Scribe *s, const char *key, GError **error);

static bool add_part(Scribe *s, const char *part, GError **error)
{
	g_autofree char *key = key_of(s, "part", part, false);
	return add_wording(s, key, error);
}

static void add_sign(Scribe *s, const char *greeting)
{
	g_autoptr(GString) text = g_string_new(greeting);
	const char *creditor = field_text(&s->c->creditor->name);
	g_string_append_printf(text, "\n\n%s", s->sender->name != NULL ? s->sender->name : "");
	if (s->sender->firm && creditor != NULL) {
		g_autofree char *key = key_of(s, "part", "behalf", false);
		g_autofree char *behalf = fill(s, key, NULL);
		if (behalf != NULL)
			g_string_append_printf(text, "\n%s", behalf);
	}
	piece_add(s, PIECE_SIGN, g_strdup(text->str));
}

/* Is there anything to say of why the debtor owes it, or of others who do? */
static bool told_liable(const Scribe *s, bool others)
{
	return s->debtor != NULL && (field_text(&s->debtor->liability) != NULL || (others && s->c->debtors->len > 1) || liability_joins_all(s->c));
}

/* A table, how to pay, or another wording, in the place where the wording calls it. */
static bool add_called(Scribe *s, const char *word, GError **error)
{
	const bool known = s->assessment->owed->known;
	static const struct {
		const char *word;
		void (*add)(Scribe *s);
	} tables[] = { { "claims", scribe_claims }, { "movements", scribe_movements }, { "periods", scribe_periods },
		           { "signatures", scribe_signatures }, { "debt", scribe_debt },
		           { "assets", scribe_assets }, { "enclosed", scribe_enclosed } };
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
		if (strcmp(word, tables[i].word) == 0) {
			tables[i].add(s);
			return true;
		}
	if (strcmp(word, "plan") == 0)
		return scribe_plan(s, error);
	if (strcmp(word, "payment") == 0 || strcmp(word, "account") == 0) {
		scribe_payment(s, strcmp(word, "payment") == 0);
		return true;
	}
	if (strcmp(word, "searches") == 0) {
		for (char **search = s->order->searches; *search != NULL; search++)
			piece_add(s, PIECE_ITEM, g_strdup(*search));
		return true;
	}
	if ((strcmp(word, "interest") == 0 && (!known || money_is_zero(s->assessment->owed->open_interest))) ||
	    ((strcmp(word, "liable") == 0 || strcmp(word, "jointly") == 0) && !told_liable(s, strcmp(word, "liable") == 0)) ||
	    (strcmp(word, "fee") == 0 && money_is_zero(s->leave->fee)) || (strcmp(word, "paid") == 0 && !scribe_paid(s, &(PaidSplit){ 0 })))
		return true;
	if (strcmp(word, "opening") == 0) {
		g_autofree char *key = key_of(s, "opening", worded_as(s, false), true);
		return add_wording(s, key, error);
	}
	if (strcmp(word, "tone") == 0)
		return add_part(s, paper_tone_name(s->order->tone), error);
	if (strcmp(word, "costs") == 0)
		return add_part(s, s->order->waive_costs ? "costs_waived" : "costs_asked", error);
	g_autofree char *key = key_of(s, "part", word, false);
	if (!template_has(s->templates, key))
		return error_set(error, ERROR_INPUT, "template-part", "En tekst kalder @%s, som ikke findes.",
		                 "A wording calls @%s, which there is not.", word);
	if (strcmp(word, "sign") != 0 && strcmp(word, "sign_court") != 0)
		return add_wording(s, key, error);
	g_autofree char *greeting = fill(s, key, error);
	if (greeting != NULL)
		add_sign(s, greeting);
	return greeting != NULL;
}

static bool add_wording(Scribe *s, const char *key, GError **error)
{
	g_autofree char *text = fill(s, key, error);
	if (text == NULL)
		return false;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GString) paragraph = g_string_new(NULL);
	for (char **line = lines; *line != NULL; line++) {
		g_strstrip(*line);
		bool called = **line == '@', point = g_str_has_prefix(*line, "- ");
		if (**line == '\0' || called || point)
			add_paragraph(s, paragraph);
		if (called && !add_called(s, *line + 1, error))
			return false;
		if (!called && **line != '\0')
			g_string_append_printf(paragraph, "%s%s", paragraph->len > 0 ? " " : "", *line);
	}
	add_paragraph(s, paragraph);
	return true;
}

/* ---- the head ---- */

static void line_add(GString *out, const char *before, const char *text)
{
	if (text != NULL && *text != '\0')
		g_string_append_printf(out, "%s%s%s", out->len > 0 ? "\n" : "", before, text);
}

static char *sender_block(const Scribe *s)
{
	static const Words3 cvr = { { "CVR-nr. ", "CVR no. ", "CVR-nr " } }, phone = { { "Tlf. ", "Tel. ", "Tel. " } };
	const Sender *sender = s->sender;
	GString *out = g_string_new(NULL);
	line_add(out, "", sender->name);
	line_add(out, "", sender->address);
	line_add(out, "", sender->place);
	const char *country = sender->country != NULL ? sender->country : scribe_abroad(s) ? "DK" : NULL;
	g_autofree char *number = scribe_phone(s, sender->phone);
	line_add(out, "", country != NULL ? country_called(country, s->language) : NULL);
	line_add(out, cvr.words[s->language], sender->cvr);
	line_add(out, phone.words[s->language], number);
	line_add(out, "", sender->email);
	return g_string_free(out, FALSE);
}

static char *debtor_block(const Party *debtor, PaperLanguage language)
{
	GString *out = g_string_new(NULL);
	line_add(out, "", field_text(&debtor->name));
	line_add(out, "", field_text(&debtor->address));
	const char *postcode = field_text(&debtor->postcode), *city = field_text(&debtor->city);
	g_autofree char *place_line = g_strdup_printf("%s%s%s", postcode != NULL ? postcode : "", postcode != NULL && city != NULL ? " " : "",
	                                              city != NULL ? city : "");
	line_add(out, "", place_line);
	if (!field_is(&debtor->country, "DK"))
		line_add(out, "", field_text(&debtor->country) != NULL ? country_called(field_text(&debtor->country), language) : NULL);
	return g_string_free(out, FALSE);
}

static char *facts_block(const Scribe *s)
{
	static const Words3 case_word = { { "Sagsnr. ", "Case no. ", "Ärendenr. " } }, creditor = { { "Kreditor: ", "Creditor: ", "Borgenär: " } };
	GString *out = g_string_new(NULL);
	g_autofree char *day = missive_day(s->order->on, s->language);
	line_add(out, "", day);
	line_add(out, case_word.words[s->language], s->c->id);
	if (s->sender->firm || s->order->kind->to_court)
		line_add(out, creditor.words[s->language], field_text(&s->c->creditor->name));
	if (!s->order->kind->to_court)
		return g_string_free(out, FALSE);
	if (s->leave->bailiff != NULL && s->debtor != NULL)
		line_add(out, "Skyldner: ", field_text(&s->debtor->name));
	for (guint i = 0; s->leave->bailiff == NULL && i < s->c->debtors->len; i++)
		line_add(out, "Skyldner: ", field_text(&((const Party *)s->c->debtors->pdata[i])->name));
	const Event *number = last_event(s, "court_number");
	line_add(out, "Rettens sagsnr. ", number != NULL ? number->ground : NULL);
	return g_string_free(out, FALSE);
}

static bool head_write(Scribe *s, GError **error)
{
	const Bailiff *bailiff = s->leave->bailiff;
	const char *court = s->order->court != NULL ? s->order->court : bailiff != NULL ? bailiff->venue->court : s->assessment->court;
	g_autofree char *key = key_of(s, "subject", worded_as(s, true), false);
	s->out->sender = sender_block(s);
	s->out->facts = facts_block(s);
	s->out->subject = fill(s, key, error);
	if (s->out->subject == NULL)
		return false;
	if (!s->order->kind->to_court) {
		s->out->recipient = debtor_block(s->debtor, s->language);
		return true;
	}
	if (court == NULL) {
		error_set(error, ERROR_INPUT, "no-court", "Det er ikke afgjort, hvilken ret brevet skal til.",
		          "It is not decided which court the letter goes to.");
		error_remedy(error, "Skriv den med --court RET.", "Name it with --court COURT.");
		return false;
	}
	bool foged = bailiff != NULL || last_event(s, "claim_filed") == NULL;
	s->out->recipient = g_strdup_printf("%s%s", court, foged ? "\nFogedretten" : "");
	return true;
}

/* What is left of the sum that the settlement fixed; false when it told none. */
static bool settlement_left(const Scribe *s, Money *left)
{
	const Event *signed_event = last_event(s, "settlement_signed");
	g_autoptr(Plan) settled = plan_of(s->c, s->debtor, s->assessment->law, s->order->on);
	if (settled != NULL && settled->instalments->len > 0) {
		*left = settled->rest;
		return !money_is_negative(*left) && !money_is_zero(*left);
	}
	if (signed_event == NULL || !signed_event->has_amount)
		return false;
	g_autoptr(GPtrArray) payments = case_events(s->c, "payment", NULL, NULL);
	*left = signed_event->amount;
	for (guint i = 0; i < payments->len; i++) {
		const Event *payment = payments->pdata[i];
		if (payment->has_amount && !date_before(payment->on, signed_event->on) && !date_before(s->order->on, payment->on) &&
		    !money_sub(*left, payment->amount, left))
			return false;
	}
	return !money_is_negative(*left) && !money_is_zero(*left);
}

static bool total_of(Scribe *s, GError **error)
{
	s->total = s->assessment->owed->known ? s->assessment->owed->total : money_zero();
	if (strcmp(s->order->kind->name, "default") == 0 && settlement_left(s, &s->total))
		return true;
	if (!money_add(s->total, s->leave->fee, &s->total))
		return error_set(error, ERROR_INPUT, "amount", "Beløbet er for stort.", "The amount is too large.");
	return true;
}

static bool body_write(Scribe *s, GError **error)
{
	bool pays = !s->order->kind->to_court;
	if (pays && !scribe_account(s)) {
		error_set(error, ERROR_INPUT, "no-account", "Sagen nævner ingen konto at betale til.",
		          "The case names no account to pay to.");
		error_remedy(error, "Oplys kreditors konto, eller skriv account under [firm] i paakrav.conf.",
		             "State the creditor's account, or write account under [firm] in paakrav.conf.");
		return false;
	}
	g_autofree char *key = key_of(s, "body", s->order->kind->name, false);
	return head_write(s, error) && add_wording(s, key, error);
}

Missive *missive_write(const Assessment *assessment, const Claimed *claimed, const Sums *sums, const MissiveOrder *order,
                       const Leave *leave, const Sender *sender, const Templates *templates, GError **error)
{
	g_assert(leave->allowed && order->kind->titles[order->language] != NULL);
	const Case *c = assessment->on_case;
	g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Missive) out = g_new0(Missive, 1);
	out->language = order->language;
	out->on = order->on;
	out->to_court = order->kind->to_court;
	out->pieces = g_ptr_array_new_with_free_func(piece_free);
	out->case_id = g_strdup(c->id);
	out->law_edition = assessment->law_edition;
	Places places = { .n = 0 };
	Scribe s = { .assessment = assessment, .claimed = claimed, .sums = sums, .order = order, .leave = leave, .sender = sender,
		         .templates = templates, .c = c, .language = order->language, .kept = kept, .out = out,
		         .debtor = order->debtor != NULL ? case_debtor(c, order->debtor) : NULL };
	if (!total_of(&s, error))
		return NULL;
	places_of_parties(&s, &places);
	places_of_sums(&s, &places);
	places_of_days(&s, &places);
	scribe_bailiff_places(&s, places_take, &places);
	s.fillings = places.rows;
	return body_write(&s, error) ? g_steal_pointer(&out) : NULL;
}
