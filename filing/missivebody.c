#include "filing/missivebody.h"

#include "assess/instalments.h"
#include "filing/statement.h"

#include <string.h>

#define NAMES_IN_A_LINE 4 /* with more, a subject line is no line */

Piece *piece_add(Scribe *s, PieceKind kind, char *text)
{
	Piece *piece = g_new0(Piece, 1);
	piece->kind = kind;
	piece->text = text;
	g_ptr_array_add(s->out->pieces, piece);
	return piece;
}

const char *scribe_keep(Scribe *s, char *text)
{
	if (text != NULL)
		g_ptr_array_add(s->kept, text);
	return text;
}

static Piece *table_add(Scribe *s, const PieceColumn *columns, int n)
{
	Piece *piece = piece_add(s, PIECE_TABLE, NULL);
	piece->columns = columns;
	piece->n_columns = n;
	piece->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	return piece;
}

/* A row of texts that are taken over; NULL is an empty cell. */
static char **row_of(int n, char *const *texts)
{
	char **row = g_new0(char *, (gsize)n + 1);
	for (int i = 0; i < n; i++)
		row[i] = texts[i] != NULL ? texts[i] : g_strdup("");
	return row;
}

static char *word(const Scribe *s, const Words3 *words)
{
	return g_strdup(words->words[s->language]);
}

/* ---- the claim ---- */

static char *item_named(const Scribe *s, const Item *item)
{
	static const Words3 invoice = { { "Faktura", "Invoice", "Faktura" } }, claim = { { "Krav", "Claim", "Krav" } };
	const char *number = field_text(&item->number), *what = field_text(&item->description);
	if (number != NULL)
		return g_strdup_printf("%s %s", invoice.words[s->language], number);
	return what != NULL ? g_strdup(what) : word(s, &claim);
}

char *scribe_invoices(const Scribe *s)
{
	static const Words3 one = { { "faktura", "invoice", "faktura" } }, and = { { "og", "and", "och" } };
	static const Words3 many = { { "%u ubetalte krav", "%u unpaid claims", "%u obetalda krav" } };
	static const Words3 claim = { { "kravet", "the claim", "kravet" } };
	const GPtrArray *items = s->claimed->items;
	if (items->len > NAMES_IN_A_LINE) {
		g_auto(GStrv) parts = g_strsplit(many.words[s->language], "%u", 2);
		return g_strdup_printf("%u%s", items->len, parts[1]);
	}
	GString *out = g_string_new(NULL);
	bool named = false;
	for (guint i = 0; i < items->len; i++) {
		const Item *item = ((const ClaimedItem *)items->pdata[i])->item;
		const char *number = field_text(&item->number), *what = field_text(&item->description);
		if (i > 0)
			g_string_append_printf(out, i + 1 < items->len ? ", " : " %s ", and.words[s->language]);
		if (number != NULL && !named)
			g_string_append_printf(out, "%s ", one.words[s->language]);
		named = named || number != NULL;
		g_string_append(out, number != NULL ? number : what != NULL ? what : claim.words[s->language]);
	}
	if (out->len == 0)
		g_string_append(out, claim.words[s->language]);
	return g_string_free(out, FALSE);
}

char *scribe_others(const Scribe *s)
{
	static const Words3 and = { { " og ", " and ", " och " } };
	GString *out = g_string_new(NULL);
	guint left = s->c->debtors->len - 1;
	for (guint i = 0; s->debtor != NULL && i < s->c->debtors->len; i++) {
		const Party *other = s->c->debtors->pdata[i];
		if (other == s->debtor)
			continue;
		g_autofree char *name = party_called(other);
		g_string_append_printf(out, "%s%s", name, left > 2 ? ", " : left == 2 ? and.words[s->language] : "");
		left--;
	}
	return g_string_free(out, out->len == 0);
}

static char *field_day(const Scribe *s, const Field *field)
{
	Date day;
	return field_date(field, &day) ? missive_day(day, s->language) : NULL;
}

static const PieceColumn claim_columns[PAPER_LANGUAGES][5] = {
	{ { "Krav", 34, false, NULL, NULL }, { "Dato", 20, false, "dateret ", NULL },
	  { "Forfald", 20, false, "forfalden ", NULL }, { "Forsinket", 12, true, NULL, " forsinket" },
	  { "Kroner", 16, true, NULL, " kr." } },
	{ { "Claim", 34, false, NULL, NULL }, { "Date", 20, false, "dated ", NULL },
	  { "Due", 20, false, "due ", NULL }, { "Late", 12, true, NULL, " late" },
	  { "DKK", 16, true, NULL, " DKK" } },
	{ { "Krav", 34, false, NULL, NULL }, { "Datum", 20, false, "daterad ", NULL },
	  { "Förfallodag", 20, false, "förfallen ", NULL }, { "Försenad", 12, true, NULL, " försenad" },
	  { "DKK", 16, true, NULL, " DKK" } },
};

static void claim_row(Scribe *s, Piece *table, char *what, char *day, char *due, char *late, Money amount)
{
	char *cells[] = { what, day, due, late, missive_figure(amount, s->language) };
	g_ptr_array_add(table->rows, row_of(5, cells));
}

/* Item by item when they add up to the principal, else the principal alone: after a judgment it is another sum. */
static void principal_rows(Scribe *s, Piece *table)
{
	static const Words3 principal = { { "Hovedstol", "Principal", "Kapitalbelopp" } };
	Money sum = money_zero(), open;
	bool adds = true;
	for (guint i = 0; i < s->claimed->items->len; i++) {
		const ClaimedItem *row = s->claimed->items->pdata[i];
		adds = adds && row->amount_known && money_sub(row->amount, row->credited, &open) && money_add(sum, open, &sum);
	}
	if (!adds || money_compare(sum, s->assessment->owed->principal) != 0) {
		claim_row(s, table, word(s, &principal), NULL, NULL, NULL, s->assessment->owed->principal);
		return;
	}
	for (guint i = 0; i < s->claimed->items->len; i++) {
		const ClaimedItem *row = s->claimed->items->pdata[i];
		bool late = date_known(row->due_on) && date_before(row->due_on, s->order->on);
		g_autofree char *name = item_named(s, row->item);
		const char *what = field_text(&row->item->description);
		bool told = what != NULL && strcmp(what, name) != 0 && g_utf8_strlen(what, -1) <= 120;
		if (!money_sub(row->amount, row->credited, &open))
			continue; /* it was added up above */
		claim_row(s, table, told ? g_strdup_printf("%s, %s", name, what) : g_strdup(name), field_day(s, &row->item->issue_on),
		          missive_day(row->due_on, s->language),
		          late ? missive_days(date_diff(row->due_on, s->order->on), s->language) : NULL, open);
	}
}

static const Words3 *cost_word(ItemKind kind)
{
	static const Words3 reminder = { { "Rykkergebyr", "Reminder fee", "Påminnelseavgift" } };
	static const Words3 inkasso = { { "Inkassogebyr", "Collection fee", "Inkassoavgift" } };
	static const Words3 compensation = { { "Kompensationsbeløb (rentelovens § 9 a)", "Compensation (renteloven § 9 a)",
		                                   "Förseningsersättning (renteloven § 9 a)" } };
	static const Words3 costs = { { "Inddrivelsesomkostninger", "Collection costs", "Inkassokostnader" } };
	return kind == ITEM_REMINDER_FEE ? &reminder : kind == ITEM_INKASSO_FEE ? &inkasso : kind == ITEM_COMPENSATION ? &compensation : &costs;
}

static void cost_rows(Scribe *s, Piece *table)
{
	Money sum = money_zero();
	bool adds = true;
	for (guint i = 0; i < s->sums->costs->len; i++)
		adds = adds && money_add(sum, ((const CostLine *)s->sums->costs->pdata[i])->amount, &sum);
	if (!adds || money_compare(sum, s->assessment->owed->costs) != 0) {
		static const Words3 costs = { { "Omkostninger", "Costs", "Kostnader" } };
		if (!money_is_zero(s->assessment->owed->costs))
			claim_row(s, table, word(s, &costs), NULL, NULL, NULL, s->assessment->owed->costs);
		return;
	}
	for (guint i = 0; i < s->sums->costs->len; i++) {
		const CostLine *line = s->sums->costs->pdata[i];
		static const Words3 awarded = { { "Tilkendte omkostninger", "Costs awarded", "Tilldömda kostnader" } };
		const Words3 *what = line->kind == ITEM_COLLECTION_COST && line->item == NULL ? &awarded : cost_word(line->kind);
		claim_row(s, table, word(s, what), missive_day(line->on, s->language), NULL, NULL, line->amount);
	}
}

static void less_row(Scribe *s, Piece *table, const Words3 *what, Money amount)
{
	Money less;
	if (!money_is_zero(amount) && money_sub(money_zero(), amount, &less))
		claim_row(s, table, word(s, what), NULL, NULL, NULL, less);
}

/* Each part by itself, so that the table holds the same principal and interest as the words below it (il § 10 stk. 2). */
static void paid_rows(Scribe *s, Piece *table)
{
	static const Words3 paid = { { "Betalt", "Paid", "Betalt" } };
	static const Words3 interest = { { "Betalt, gået til rente", "Paid, set against interest", "Betalt, avräknat på ränta" } };
	static const Words3 costs = { { "Betalt, gået til gebyrer og omkostninger", "Paid, set against fees and costs",
		                            "Betalt, avräknat på avgifter och kostnader" } };
	static const Words3 principal = { { "Betalt, gået til hovedstolen", "Paid, set against the principal",
		                                "Betalt, avräknat på kapitalbeloppet" } };
	PaidSplit split;
	if (!scribe_paid(s, &split)) {
		less_row(s, table, &paid, s->assessment->owed->payments);
		return;
	}
	less_row(s, table, &interest, split.interest);
	less_row(s, table, &costs, split.costs);
	less_row(s, table, &principal, split.principal);
}

void scribe_claims(Scribe *s)
{
	if (s->sums == NULL) { /* asked of the bailiff court: what the title gives */
		scribe_debt(s);
		return;
	}
	static const Words3 interest = { { "Rente", "Interest", "Ränta" } };
	static const Words3 fee = { { "Rykkergebyr for dette brev", "Reminder fee for this letter", "Påminnelseavgift för detta brev" } };
	static const Words3 all = { { "Samlet", "Total", "Totalt" } }, back = { { "Betalt for meget", "Overpaid", "För mycket betalt" } };
	const Owed *owed = s->assessment->owed;
	Piece *table = table_add(s, claim_columns[s->language], 5);
	principal_rows(s, table);
	if (!money_is_zero(owed->interest))
		claim_row(s, table, word(s, &interest), NULL, NULL, NULL, owed->interest);
	cost_rows(s, table);
	paid_rows(s, table);
	if (!money_is_zero(owed->surplus))
		claim_row(s, table, word(s, &back), NULL, NULL, NULL, owed->surplus);
	if (!money_is_zero(s->leave->fee))
		claim_row(s, table, word(s, &fee), missive_day(s->order->on, s->language), NULL, NULL, s->leave->fee);
	char *cells[] = { word(s, &all), NULL, NULL, NULL, missive_figure(s->total, s->language) };
	table->sum = row_of(5, cells);
}

/* ---- what came in, and interest period by period ---- */

static const PieceColumn movement_columns[PAPER_LANGUAGES][3] = {
	{ { "Dag", 25, false, NULL, NULL }, { "Hvad", 50, false, NULL, NULL },
	  { "Kroner", 25, true, NULL, " kr." } },
	{ { "Day", 25, false, NULL, NULL }, { "What", 50, false, NULL, NULL },
	  { "DKK", 25, true, NULL, " DKK" } },
	{ { "Dag", 25, false, NULL, NULL }, { "Vad", 50, false, NULL, NULL },
	  { "DKK", 25, true, NULL, " DKK" } },
};

void scribe_movements(Scribe *s)
{
	static const Words3 paid = { { "Betaling", "Payment", "Betalning" } }, back = { { "Sendt tilbage", "Sent back", "Återbetalt" } },
	                    credit = { { "Kreditering", "Credit", "Kreditering" } };
	Piece *table = NULL;
	for (guint i = 0; i < s->c->events->len; i++) {
		const Event *event = s->c->events->pdata[i];
		bool payment = strcmp(event->name, "payment") == 0, returned = strcmp(event->name, "payment_returned") == 0;
		if (event->replaced || !event->has_amount || date_before(s->order->on, event->on) ||
		    (!payment && !returned && strcmp(event->name, "credit") != 0))
			continue;
		if (table == NULL)
			table = table_add(s, movement_columns[s->language], 3);
		char *cells[] = { missive_day(event->on, s->language), word(s, payment ? &paid : returned ? &back : &credit),
			              missive_figure(event->amount, s->language) };
		g_ptr_array_add(table->rows, row_of(3, cells));
	}
}

char *scribe_rate(const Scribe *s, RateBp rate)
{
	static const char *const a_year[] = { "%s %% om året", "%s %% a year", "%s %% per år" };
	g_autofree char *danish = rate_danish(rate);
	if (s->language == PAPER_EN)
		g_strdelimit(danish, ",", '.');
	g_auto(GStrv) around = g_strsplit(a_year[s->language], "%s %%", 2);
	return g_strdup_printf("%s %%%s", danish, around[1]);
}

static const PieceColumn period_columns[PAPER_LANGUAGES][5] = {
	{ { "Rente fra", 24, false, "Rente fra ", NULL }, { "Til og med", 24, false, "til og med ", NULL },
	  { "Dage", 8, true, "antal dage ", NULL }, { "Sats", 20, true, "sats ", NULL },
	  { "Rente", 16, true, NULL, " kr." } },
	{ { "Interest from", 24, false, "Interest from ", NULL }, { "Up to and including", 24, false, "up to and including ", NULL },
	  { "Days", 8, true, "number of days ", NULL }, { "Rate", 20, true, "rate ", NULL },
	  { "Interest", 16, true, NULL, " DKK" } },
	{ { "Ränta från", 24, false, "Ränta från ", NULL }, { "Till och med", 24, false, "till och med ", NULL },
	  { "Dagar", 8, true, "antal dagar ", NULL }, { "Räntesats", 20, true, "räntesats ", NULL },
	  { "Ränta", 16, true, NULL, " DKK" } },
};

void scribe_periods(Scribe *s)
{
	const GPtrArray *periods = s->assessment->owed->periods;
	if (periods->len == 0)
		return;
	Piece *table = table_add(s, period_columns[s->language], 5);
	for (guint i = 0; i < periods->len; i++) {
		const Period *period = periods->pdata[i];
		char *cells[] = { missive_day(period->from_on, s->language), missive_day(period->to_on, s->language),
			              g_strdup_printf("%d", period->days), scribe_rate(s, period->rate),
			              missive_figure(period->interest, s->language) };
		g_ptr_array_add(table->rows, row_of(5, cells));
	}
}

/* ---- the plan ---- */

static const PieceColumn plan_columns[PAPER_LANGUAGES][3] = {
	{ { "Rate", 20, false, NULL, ". rate" }, { "Betales senest", 45, false, "betales senest ", NULL },
	  { "Kroner", 35, true, NULL, " kr." } },
	{ { "Instalment", 20, false, "Instalment ", NULL }, { "To be paid by", 45, false, "to be paid by ", NULL },
	  { "DKK", 35, true, NULL, " DKK" } },
	{ { "Delbetalning", 20, false, "Delbetalning ", NULL }, { "Betalas senast", 45, false, "betalas senast ", NULL },
	  { "DKK", 35, true, NULL, " DKK" } },
};

bool scribe_plan(Scribe *s, GError **error)
{
	static const Words3 all = { { "Samlet", "Total", "Totalt" } };
	Piece *table = table_add(s, plan_columns[s->language], 3);
	/* As the command plan records it once it is signed: the same days and sums. */
	Schedule schedule = { .months = 1, .count = s->order->instalments, .sum = s->total, .first_on = s->order->first };
	if (!schedule_each(s->total, schedule.count, &schedule.amount))
		return error_set(error, ERROR_USAGE, "plan", "Gælden kan ikke deles i %d rater.",
		                 "The debt cannot be split into %d instalments.", schedule.count);
	for (int i = 0; i < schedule.count; i++) {
		char *cells[] = { g_strdup_printf("%d", i + 1), missive_day(schedule_day(&schedule, i), s->language),
			              missive_figure(schedule_amount(&schedule, i), s->language) };
		g_ptr_array_add(table->rows, row_of(3, cells));
	}
	char *cells[] = { word(s, &all), NULL, missive_figure(s->total, s->language) };
	table->sum = row_of(3, cells);
	return true;
}

/* ---- how to pay ---- */

/* What an invoice says of paying it; NULL. */
static const char *pay_fact(const Scribe *s, const char *name)
{
	const Item *item = s->claimed->items->len == 1 ? ((const ClaimedItem *)s->claimed->items->pdata[0])->item : NULL;
	for (guint i = 0; item != NULL && !s->sender->firm && i < s->c->facts->len; i++) {
		const Fact *fact = s->c->facts->pdata[i];
		if (strcmp(fact->subject, item->id) == 0 && strcmp(fact->name, name) == 0 && fact_counts(fact) &&
		    fact->status != FACT_REJECTED)
			return fact->value;
	}
	return NULL;
}

static const char *account(const Scribe *s)
{
	return s->sender->account != NULL ? s->sender->account : pay_fact(s, "payment.account");
}

bool scribe_abroad(const Scribe *s)
{
	const char *country = s->debtor != NULL ? field_text(&s->debtor->country) : NULL;
	return !s->order->kind->to_court && (s->language != PAPER_DA || (country != NULL && !field_is(&s->debtor->country, "DK")));
}

char *scribe_phone(const Scribe *s, const char *phone)
{
	guint digits = 0;
	bool plain = phone != NULL;
	for (const char *p = phone; plain && *p != '\0'; p++) {
		digits += g_ascii_isdigit(*p);
		plain = g_ascii_isdigit(*p) || *p == ' ';
	}
	return plain && digits == 8 && scribe_abroad(s) ? g_strdup_printf("+45\302\240%s", phone) : g_strdup(phone);
}

/*
 * The IBAN of a Danish account, four digits and up to ten (ISO 13616): the check digits are 98 less what is left of the
 * number, with "DK00" as figures behind it, by 97. NULL: it is not so written.
 */
static char *iban_of(const char *account)
{
	g_auto(GStrv) parts = account != NULL ? g_strsplit_set(account, " -", 2) : NULL;
	const char *bank = parts != NULL ? parts[0] : NULL, *number = bank != NULL ? parts[1] : NULL;
	size_t n = number != NULL ? strlen(number) : 0;
	if (n == 0 || n > 10 || strlen(bank) != 4 || strspn(bank, "0123456789") != 4 || strspn(number, "0123456789") != n)
		return NULL;
	g_autofree char *plain = g_strdup_printf("%s%.*s%s", bank, (int)(10 - n), "0000000000", number);
	g_autofree char *figures = g_strconcat(plain, "132000", NULL); /* D is 13, K is 20 */
	int left = 0;
	for (const char *p = figures; *p != '\0'; p++)
		left = (left * 10 + (*p - '0')) % 97;
	return g_strdup_printf("DK%02d %.4s %.4s %.4s %s", 98 - left, plain, plain + 4, plain + 8, plain + 12);
}

bool scribe_account(const Scribe *s)
{
	return account(s) != NULL || pay_fact(s, "payment.iban") != NULL || pay_fact(s, "payment.fik") != NULL;
}

static char *reference(const Scribe *s)
{
	const ClaimedItem *row = s->claimed->items->len == 1 ? s->claimed->items->pdata[0] : NULL;
	const char *number = row != NULL ? field_text(&row->item->number) : NULL;
	return number != NULL ? g_strdup_printf("%s / %s", s->c->id, number) : g_strdup(s->c->id);
}

static void pay_row(Piece *piece, const char *label, char *value)
{
	char *cells[] = { g_strdup(label), value };
	if (value != NULL)
		g_ptr_array_add(piece->rows, row_of(2, cells));
	else
		g_free(cells[0]);
}

void scribe_payment(Scribe *s, bool day)
{
	static const Words3 labels[] = {
		{ { "Beløb", "Amount", "Belopp" } },
		{ { "Betales senest", "To be paid by", "Betalas senast" } },
		{ { "Reg.- og kontonr.", "Danish reg. and account no.", "Danskt kontonummer" } },
		{ { "IBAN", "IBAN", "IBAN" } },
		{ { "Betalingslinje (FIK)", "Payment line (FIK)", "Betalningsrad (FIK)" } },
		{ { "Tekst til betalingen", "Payment reference", "Meddelande vid betalning" } },
	};
	static const char *const lines[] = { "Betal %s til %s med teksten »%s« senest den %s.",
		                                 "Please pay %s to %s with the reference \"%s\" by %s.",
		                                 "Betala %s till %s med meddelandet \"%s\" senast den %s." };
	static const char *const to_account[] = { "konto %s", "account %s", "konto %s" };
	Money sum = s->order->has_amount && strcmp(s->order->kind->name, "default") == 0 ? s->order->amount : s->total;
	Piece *piece = piece_add(s, PIECE_PAYMENT, NULL);
	piece->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	g_autofree char *amount = missive_money(sum, s->language), *by = missive_day(s->leave->deadline, s->language);
	g_autofree char *text = reference(s);
#define LABEL(n) labels[n].words[s->language]
	if (day) {
		pay_row(piece, LABEL(0), g_strdup(amount));
		pay_row(piece, LABEL(1), g_strdup(by));
	}
	g_autofree char *reckoned = scribe_abroad(s) ? iban_of(account(s)) : NULL;
	const char *iban = pay_fact(s, "payment.iban") != NULL ? pay_fact(s, "payment.iban") : reckoned, *fik = pay_fact(s, "payment.fik");
	pay_row(piece, LABEL(2), g_strdup(account(s)));
	pay_row(piece, LABEL(3), g_strdup(iban));
	pay_row(piece, LABEL(4), g_strdup(fik));
	pay_row(piece, LABEL(5), g_strdup(text));
#undef LABEL
	if (!day || by == NULL)
		return;
	bool abroad = scribe_abroad(s) && iban != NULL;
	const char *number = account(s) != NULL && !abroad ? account(s) : iban != NULL ? iban : fik;
	g_auto(GStrv) around = g_strsplit(abroad ? "IBAN %s" : to_account[s->language], "%s", 2);
	g_autofree char *to = g_strdup_printf("%s%s", around[0], number);
	g_auto(GStrv) parts = g_strsplit(lines[s->language], "%s", -1);
	g_free(s->out->payline);
	s->out->payline = g_strdup_printf("%s%s%s%s%s%s%s%s%s", parts[0], amount, parts[1], to, parts[2], text, parts[3], by, parts[4]);
}

/* Who signs for a debtor, where the record tells: the person himself, or the one behind a firm that is no company. */
static const char *signatory(const Party *debtor)
{
	if (debtor == NULL)
		return NULL;
	if (field_text(&debtor->owner) != NULL)
		return field_text(&debtor->owner);
	return field_is(&debtor->kind, "consumer") ? field_text(&debtor->name) : NULL;
}

/* What both sides fill in or find filled in, side by side: a label, the creditor's, the debtor's. */
void scribe_signatures(Scribe *s)
{
	static const Words3 labels[] = {
		{ { "Kreditor", "Creditor", "Borgenär" } },
		{ { "Skyldner", "Debtor", "Gäldenär" } },
		{ { "Sted og dato", "Place and date", "Ort och datum" } },
		{ { "Underskrift", "Signature", "Underskrift" } },
		{ { "Underskrivers navn, for et firma også stilling", "Name of who signs, for a firm also position",
		    "Undertecknarens namn, för ett företag även befattning" } },
	};
	Piece *piece = piece_add(s, PIECE_SIGNATURES, NULL);
	piece->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
	const char *debtor = s->debtor != NULL ? field_text(&s->debtor->name) : NULL;
	const char *const left[] = { field_text(&s->c->creditor->name), NULL, NULL, NULL };
	const char *const right[] = { debtor, NULL, NULL, signatory(s->debtor) };
	for (size_t i = 0; i < G_N_ELEMENTS(left); i++) {
		char *cells[] = { word(s, &labels[i == 0 ? 0 : i + 1]), word(s, &labels[i == 0 ? 1 : i + 1]), g_strdup(left[i]),
			          g_strdup(right[i]) };
		g_ptr_array_add(piece->rows, row_of(4, cells));
	}
}
