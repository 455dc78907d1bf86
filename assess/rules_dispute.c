/* Objections: what closes betalingspåkrav, and what becomes of the part that nobody disputes. */
#include "assess/rules_letters.h"

#include <string.h>

static void find_objection(Inquiry *q, const Event *event)
{
	bool filed = strcmp(event->name, "bp_objection") == 0;
	const char *about = event->claim != NULL ? event->claim : "case";
	g_autofree char *ground_da = objection_ground(q, event, LANG_DA), *ground_en = objection_ground(q, event, LANG_EN);
	g_autofree char *debtor = event->debtor != NULL ? g_strdup_printf("debtor/%s", event->debtor) : NULL;
	Finding *f = finding_add(q, VERDICT_FOUND, debtor != NULL && event->claim == NULL ? debtor : about,
	                         filed ? "Skyldner gjorde den {0} indsigelse mod betalingspåkravet{1}{2}. Kravet må prøves af retten: "
	                                 "sagen fortsætter uden stævning, hvis det var valgt på blanketten, og ellers kan kravet "
	                                 "indbringes ved stævning."
	                               : "Der er modtaget en indsigelse den {0}{1}{2}. Betalingspåkrav kan ikke bruges, når der ventes "
	                         "indsigelser; kravet kan indbringes ved stævning.",
	                         filed ? "On {0} the debtor objected to the betalingspåkrav{1}{3}. The court must try the claim: the "
	                                 "case goes on without a writ if the form chose that, and else the claim can be brought by "
	                                 "writ."
	                               : "An objection was received on {0}{1}{3}. Betalingspåkrav cannot be used when objections are "
	                         "expected; the claim can be brought by writ.",
	                         ARGS(A_DATE(event->on), A_TEXT(ground_da != NULL ? ": " : ""), A_TEXT(ground_da != NULL ? ground_da : ""),
	                              A_TEXT(ground_en != NULL ? ground_en : "")));
	finding_words(q, f, event);
	finding_event(f, event);
	finding_date(f, "objection_on", event->on);
}

static bool is_cleared(const Inquiry *q, const Event *event)
{
	for (guint i = 0; i < q->c->events->len; i++) {
		const Event *end = q->c->events->pdata[i];
		/* What is cleared for one claim or one debtor leaves an objection to more than that standing. */
		bool as_wide = (end->claim == NULL || g_strcmp0(end->claim, event->claim) == 0) &&
		               (end->debtor == NULL || g_strcmp0(end->debtor, event->debtor) == 0);
		if (as_wide && event_speaks_of(end, "objection_cleared", NULL, NULL) && date_compare(end->on, event->on) >= 0 &&
		    date_compare(end->on, q->on) <= 0)
			return true;
	}
	return false;
}

/* Objections called name, of every debtor and item, those that were cleared afterwards left out. Container the caller's. */
static GPtrArray *objections_standing(const Inquiry *q, const char *name)
{
	GPtrArray *standing = g_ptr_array_new();
	g_autoptr(GPtrArray) events = case_events(q->c, name, NULL, NULL);
	/* An objection to papers that were never filed is kept, but it is no objection of theirs (design rule 7). */
	bool filed = strcmp(name, "bp_objection") != 0 || inquiry_standing(q, "bp_filed", NULL, NULL, NULL) != NULL;
	for (guint i = 0; i < events->len && filed; i++) {
		const Event *event = events->pdata[i];
		if (date_compare(event->on, q->on) <= 0 && !is_cleared(q, event))
			g_ptr_array_add(standing, (gpointer)event);
	}
	return standing;
}

/* Before and after filing; true when there is one. */
static bool find_objections(Inquiry *q)
{
	static const char *const names[] = { "objection_received", "bp_objection" };
	bool any = false;
	for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
		g_autoptr(GPtrArray) standing = objections_standing(q, names[n]);
		for (guint i = 0; i < standing->len; i++)
			find_objection(q, standing->pdata[i]);
		any = any || standing->len > 0;
	}
	return any;
}

QUOTE(U01, 1, "rpl § 477 a stk. 1",
      "Reglerne i dette kapitel kan anvendes ved inddrivelse af forfaldne pengekrav på højst 100.000 kr., når "
      "fordringshaveren ikke forventer, at skyldneren har indsigelser mod kravet eller vil gøre modkrav gældende.")
{
	if (find_objections(q))
		return;
	bool expected;
	if (!field_yes(&q->c->objection_expected, &expected)) {
		Finding *f = finding_add(q, VERDICT_UNKNOWN, "case",
		                         "Sagen viser ingen indsigelse, men kreditor har ikke oplyst, om der ventes en. Spørg før "
		                         "indlevering.",
		                         "The record shows no objection, but the creditor has not said whether one is expected. Ask "
		                         "before filing.",
		                         NO_ARGS);
		finding_field(f, &q->c->objection_expected);
		return;
	}
	Finding *f = expected ? finding_add(q, VERDICT_FOUND, "case",
	                                    "Kreditor venter en indsigelse. Betalingspåkrav kan ikke bruges; kravet kan "
	                                    "indbringes ved stævning.",
	                                    "The creditor expects an objection. Betalingspåkrav cannot be used; the claim can "
	                                    "be brought by writ.",
	                                    NO_ARGS)
	                      : finding_add(q, VERDICT_CLEAR, "case",
	                                    "Kreditor venter ingen indsigelse, og sagen viser ingen.",
	                                    "The creditor expects no objection and the record shows none.", NO_ARGS);
	finding_field(f, &q->c->objection_expected);
}

/* What part of the claim the objections leave alone. */
typedef enum Reach { DISPUTE_NONE, DISPUTE_DEBTORS, DISPUTE_ITEMS, DISPUTE_ALL } Reach;

/* Is less than the item, or than all, objected to? */
static bool is_part(const Inquiry *q, const Event *event, const Item *item)
{
	const ClaimedItem *row = item != NULL ? claimed_item(q->claimed, item) : NULL;
	if (!event->has_amount)
		return false;
	if (row != NULL)
		return row->amount_known && money_compare(event->amount, row->amount) < 0;
	return q->claimed->principal_known && money_compare(event->amount, q->claimed->principal) < 0;
}

static Reach dispute_reach(const Inquiry *q, const GPtrArray *standing, GPtrArray *items)
{
	Reach reach = DISPUTE_NONE;
	bool parts = false;
	for (guint i = 0; i < standing->len; i++) {
		const Event *event = standing->pdata[i];
		const Item *item = event->claim != NULL ? case_item(q->c, event->claim) : NULL;
		bool part = is_part(q, event, item);
		parts = parts || part;
		if (item != NULL && !g_ptr_array_find(items, item, NULL))
			g_ptr_array_add(items, (gpointer)item);
		Reach one = item != NULL || part ? DISPUTE_ITEMS : event->debtor != NULL ? DISPUTE_DEBTORS : DISPUTE_ALL;
		reach = MAX(reach, one);
	}
	if (reach == DISPUTE_ITEMS && !parts && items->len >= q->claimed->items->len && items->len > 0)
		return DISPUTE_ALL;
	return reach == DISPUTE_DEBTORS && q->c->debtors->len < 2 ? DISPUTE_ALL : reach;
}

static void find_part(Inquiry *q, const GPtrArray *standing, const GPtrArray *items)
{
	g_autoptr(GString) da = g_string_new(NULL), en = g_string_new(NULL);
	for (guint i = 0; i < items->len; i++) {
		g_autofree char *one_da = item_label(items->pdata[i], LANG_DA), *one_en = item_label(items->pdata[i], LANG_EN);
		g_string_append_printf(da, "%s%s", i > 0 ? ", " : "", one_da);
		g_string_append_printf(en, "%s%s", i > 0 ? ", " : "", one_en);
	}
	Finding *f = finding_add(q, VERDICT_FOUND, "case",
	                         "Indsigelsen gælder kun en del af kravet{0}{1}. Resten indleveres ikke i stilhed: enten én stævning "
	                         "for det hele, eller det ubestridte alene, hvis en person vælger det.",
	                         "The objection is about a part of the claim{0}{2}. The rest is not filed in silence: either one civil "
	                         "claim for all, or the undisputed part alone if a person chooses so.",
	                         ARGS(A_TEXT(items->len > 0 ? ": " : ""), A_TEXT(da->str), A_TEXT(en->str)));
	finding_ask(f,
	            "Vælg én stævning for det hele (noter person_decided med grunden P01), eller tag det omtvistede ud og indlever det "
	            "ubestridte som sin egen sag.",
	            "Choose one civil claim for all (note person_decided with the ground P01), or take the disputed part out and submit "
	            "the undisputed one as a case of its own.",
	            NO_ARGS);
	for (guint i = 0; i < standing->len; i++)
		finding_event(f, standing->pdata[i]);
}

QUOTE(P01, 1, "practice 43",
      "Gælder en indsigelse kun en del, indleveres resten aldrig i stilhed: enten én stævning for det hele, eller det ubestridte "
      "alene, når en person vælger det.")
{
	g_autoptr(GPtrArray) standing = objections_standing(q, "objection_received"), items = g_ptr_array_new();
	switch (dispute_reach(q, standing, items)) {
	case DISPUTE_ITEMS:
		find_part(q, standing, items);
		return;
	case DISPUTE_DEBTORS: {
		Finding *f = finding_add(q, VERDICT_FOUND, "case",
		                         "Kun nogle af skyldnerne har gjort indsigelse. Vejen her er én stævning mod dem alle; de andre kan "
		                         "få et betalingspåkrav for sig som deres egen sag.",
		                         "Only some of the debtors have objected. The route here is one civil claim against all; the others "
		                         "may get a betalingspåkrav as a case of their own.",
		                         NO_ARGS);
		finding_soften(f, EFFECT_WARN);
		for (guint i = 0; i < standing->len; i++)
			finding_event(f, standing->pdata[i]);
		return;
	}
	case DISPUTE_ALL:
	case DISPUTE_NONE:
		return;
	}
}
