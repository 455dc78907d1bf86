/* Sums: does what is claimed add up, and is any of it still owed? */
#include "assess/rules.h"

#include <string.h>

/* Whose word on an invoice's own figures weighs: a person's, then the invoice's, then the creditor's. */
static int weight(FactStatus status)
{
	static const int weights[] = { [FACT_READ] = 2, [FACT_STATED] = 1, [FACT_ACCEPTED] = 3, [FACT_CORRECTED] = 4,
		                       [FACT_REJECTED] = 0 };
	return weights[status];
}

/* What an invoice says of its own sums, by name. */
typedef enum SumName { SUM_NET, SUM_VAT, SUM_TOTAL, SUM_PREPAID, SUM_ROUNDING, SUM_PAYABLE, SUM_LINES, SUM_NAMES } SumName;
static const char *const sum_names[SUM_NAMES] = {
	[SUM_NET] = "invoice.net_ore",         [SUM_VAT] = "invoice.vat_ore",           [SUM_TOTAL] = "invoice.total_ore",
	[SUM_PREPAID] = "invoice.prepaid_ore", [SUM_ROUNDING] = "invoice.rounding_ore", [SUM_PAYABLE] = "invoice.payable_ore",
	[SUM_LINES] = "invoice.lines_total_ore",
};
typedef struct OwnSums {
	const Fact *facts[SUM_NAMES]; /* NULL when nobody says it or it was refused */
	GPtrArray *used; /* const Fact*, those a check has looked at */
} OwnSums;

static void own_sums_free(gpointer data)
{
	OwnSums *own = data;
	g_ptr_array_unref(own->used);
	g_free(own);
}

/* Subject → OwnSums*, in one pass over the facts. */
static GHashTable *read_own_sums(const Case *c)
{
	GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, own_sums_free);
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		if (*fact->name != 'i' || !g_str_has_prefix(fact->name, "invoice."))
			continue;
		for (int name = 0; name < SUM_NAMES; name++) {
			if (strcmp(fact->name, sum_names[name]) != 0)
				continue;
			OwnSums *own = g_hash_table_lookup(table, fact->subject);
			if (own == NULL) {
				own = g_new0(OwnSums, 1);
				own->used = g_ptr_array_new();
				g_hash_table_insert(table, fact->subject, own);
			}
			const Fact *best = own->facts[name];
			if (weight(fact->status) > (best != NULL ? weight(best->status) : 0))
				own->facts[name] = fact;
		}
	}
	return table;
}

static bool own_sum(OwnSums *own, SumName name, Money *out)
{
	const Fact *fact = own->facts[name];
	if (fact == NULL || !money_parse_ore(fact->value, out))
		return false;
	g_ptr_array_add(own->used, (gpointer)fact);
	return true;
}

static Finding *sums_fail(Inquiry *q, const Item *item, const OwnSums *own, Money want, Money is, const char *da, const char *en)
{
	Finding *f = finding_add(q, VERDICT_FOUND, item->id, da, en, ARGS(A_MONEY(want), A_MONEY(is)));
	finding_ask(f, "Ret opgørelsen, så tallene stemmer, eller send den rigtige faktura.",
	            "Correct the account so that the figures agree, or send the right invoice.", NO_ARGS);
	for (guint i = 0; own != NULL && i < own->used->len; i++)
		finding_fact(f, own->used->pdata[i]);
	finding_money(f, "expected_ore", want);
	finding_money(f, "stated_ore", is);
	return f;
}

/* The amount to pay is not the invoice's own but what a person has decided: its other figures need not lead there. */
static bool person_decided(const OwnSums *own)
{
	const Fact *fact = own->facts[SUM_PAYABLE];
	return fact->status == FACT_CORRECTED ||
	       (fact->status == FACT_ACCEPTED && g_strcmp0(fact->proof.reader, "claim") == 0);
}

/*
 * OIOUBL 2 writes no amount without VAT; the reader gives one when lines, allowances and charges lead to the total.
 * Where it gives none the lines stand for it, and the difference is the one that the reader could not explain.
 */
static bool net_of(OwnSums *own, Money *out)
{
	return own_sum(own, SUM_NET, out) || (own->facts[SUM_VAT] != NULL && own_sum(own, SUM_LINES, out));
}

static bool sums_agree(Inquiry *q, const Item *item, OwnSums *own)
{
	Money vat, total, payable, part, want;
	if (own == NULL || !own_sum(own, SUM_TOTAL, &total))
		return true;
	if (net_of(own, &want) && own_sum(own, SUM_VAT, &vat) && money_add(want, vat, &want) &&
	    money_compare(want, total) != 0) {
		sums_fail(q, item, own, want, total,
		          "Beløbet uden moms og momsen er tilsammen {0}, men fakturaens total er {1}.",
		          "The amount without VAT and the VAT make {0}, but the invoice's total is {1}.");
		return false;
	}
	want = total;
	bool reckoned = own_sum(own, SUM_PAYABLE, &payable);
	if (reckoned && own_sum(own, SUM_PREPAID, &part))
		reckoned = money_sub(want, part, &want);
	if (reckoned && own_sum(own, SUM_ROUNDING, &part))
		reckoned = money_add(want, part, &want);
	if (reckoned && money_compare(want, payable) != 0) {
		Finding *f = sums_fail(
		    q, item, own, want, payable,
		    "Fakturaens total mindre forudbetalt og med afrunding er {0}, men beløbet til betaling er {1}.",
		    "The invoice's total less prepaid and with rounding is {0}, but the amount to pay is {1}.");
		if (person_decided(own))
			finding_soften(f, EFFECT_WARN);
		return false;
	}
	return true;
}

static void check_sums(Inquiry *q, const ClaimedItem *row, OwnSums *own)
{
	if (row->amount_known && (money_is_zero(row->amount) || money_is_negative(row->amount))) {
		sums_fail(q, row->item, own, money_zero(), row->amount, "Kravet lyder på {1} og er ikke et krav på betaling.",
		          "The claim is for {1} and is no claim for payment.");
		return;
	}
	if (!sums_agree(q, row->item, own))
		return;
	Finding *f = finding_add(q, VERDICT_CLEAR, row->item->id, "Opgørelsens tal stemmer.", "The figures agree.", NO_ARGS);
	for (guint i = 0; own != NULL && i < own->used->len; i++)
		finding_fact(f, own->used->pdata[i]);
}

QUOTE(U27, 1, "rpl § 477 c stk. 1",
      "Det samme gælder, hvis fordringshaverens krav er uklart eller ikke findes begrundet i sagsfremstillingen eller "
      "sagsfremstillingen må antages i væsentlige henseender at være urigtig.")
{
	g_autoptr(GHashTable) sums = read_own_sums(q->c);
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		check_sums(q, row, g_hash_table_lookup(sums, row->item->id));
	}
}

static void find_settled(Inquiry *q, const ClaimedItem *row, Money paid)
{
	Money gone;
	if (!row->amount_known || !money_add(row->credited, paid, &gone) || money_is_zero(gone))
		return;
	bool all = q->claimed->items->len == 1;
	bool over = money_compare(gone, row->amount) >= 0;
	if (!over || all)
		return;
	Finding *f = finding_add(q, VERDICT_FOUND, row->item->id,
	                         "Kravet på {0} er krediteret med {1} og betalt med {2} og indgår ikke længere.",
	                         "The claim of {0} is credited with {1} and paid with {2} and is no longer part of the case.",
	                         ARGS(A_MONEY(row->amount), A_MONEY(row->credited), A_MONEY(paid)));
	finding_soften(f, EFFECT_INFO);
	finding_field(f, &row->item->principal);
}

/* What was paid towards this item by name. */
static Money earmarked(const Inquiry *q, const Item *item)
{
	Money sum = money_zero();
	for (guint i = 0; i < q->claimed->reductions->len; i++) {
		const Reduction *r = &g_array_index(q->claimed->reductions, Reduction, i);
		if (r->kind == REDUCTION_PAYMENT && r->claim != NULL && strcmp(r->claim, item->id) == 0 &&
		    !money_add(sum, r->amount, &sum))
			return sum;
	}
	return sum;
}

QUOTE(U32, 1, "rpl § 505 stk. 1",
      "Den, som har anmodet om tvangsfuldbyrdelse af en fordring eller et krav, som viser sig ikke at bestå, skal betale "
      "skyldneren erstatning for tab og godtgørelse for tort samt, hvis frihedsberøvelse er sket, for lidelse.")
{
	bool unpaid;
	if (field_yes(&q->c->unpaid, &unpaid) && !unpaid) {
		Finding *f = finding_add(q, VERDICT_UNKNOWN, "case",
		                         "Kreditor har selv oplyst, at kravet ikke er ubetalt. En person må afklare det.",
		                         "The creditor has said that the claim is not unpaid. A person must clear it up.", NO_ARGS);
		finding_field(f, &q->c->unpaid);
		return;
	}
	if (!q->claimed->sums_known) {
		finding_add(q, VERDICT_CLEAR, "case", "Der er registreret betalinger for {0}.", "Payments of {0} are recorded.",
		            ARGS(A_MONEY(q->claimed->payments)));
		return;
	}
	bool gone = money_compare(q->claimed->payments, q->claimed->invoiced) >= 0;
	Finding *f =
	    gone ? finding_add(q, VERDICT_FOUND, "case",
	                       "Fakturabeløbet er betalt eller krediteret: {0} efter kreditnotaer, betalt {1}. Der er ingen "
	                       "hovedstol at kræve; renter og gebyrer alene hører ikke til her uden en ny instruks.",
	                       "The invoiced amount is paid or credited: {0} after credit notes, paid {1}. There is no principal to "
	                       "claim; interest and fees alone need a new instruction.",
	                       ARGS(A_MONEY(q->claimed->invoiced), A_MONEY(q->claimed->payments)))
	         : finding_add(q, VERDICT_CLEAR, "case", "Af {0} efter kreditnotaer er {1} betalt.",
	                       "Of {0} after credit notes {1} is paid.",
	                       ARGS(A_MONEY(q->claimed->invoiced), A_MONEY(q->claimed->payments)));
	finding_money(f, "invoiced_ore", q->claimed->invoiced);
	finding_money(f, "payments_ore", q->claimed->payments);
	g_autoptr(GPtrArray) payments = case_events(q->c, "payment", NULL, NULL);
	for (guint i = 0; i < payments->len; i++)
		finding_event(f, payments->pdata[i]);
	for (guint i = 0; !gone && i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		find_settled(q, row, earmarked(q, row->item));
	}
}

QUOTE(M09, 1, "practice 16",
      "Renten regnes for de virkelige dage over årets 365 eller 366 dage. Forfaldsdagen tælles ikke, betalingsdagen tælles.")
{
	if (q->claimed->day_count == ACT_ACT_EXCL && q->c->day_count.state != FIELD_CONFLICT)
		return;
	bool open = q->c->day_count.state == FIELD_CONFLICT;
	Finding *f = finding_add(q, open ? VERDICT_UNKNOWN : VERDICT_FOUND, "case",
	                         open ? "To kilder er uenige om dagtællingen; der er regnet med {0}."
	                              : "Renten er regnet med {0} efter sagens eget valg. Metoden skal være aftalt; den står på opgørelsen.",
	                         open ? "Two sources disagree on the day count; {0} was used."
	                              : "Interest was reckoned with {0} by the case's own choice. The method must have been agreed; it "
	                                "stands on the statement.",
	                         ARGS(A_TEXT(day_count_name(q->claimed->day_count))));
	finding_field(f, &q->c->day_count);
	finding_text(f, "day_count", day_count_name(q->claimed->day_count));
}
