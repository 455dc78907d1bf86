/* Limitation: each item, and against each who owes it. */
#include "assess/rules.h"

#include <string.h>

static void limitation_figures(Finding *f, const Limitation *limitation)
{
	for (guint i = 0; i < limitation->facts->len; i++)
		finding_fact(f, limitation->facts->pdata[i]);
	for (guint i = 0; i < limitation->events->len; i++)
		finding_event(f, limitation->events->pdata[i]);
	finding_date(f, "start_on", limitation->start_on);
	finding_date(f, "limitation_on", limitation->last_on);
	finding_text(f, "counted_by", limitation->statute);
}

/* An item is barred when it is so against everyone who owes it. */
static guint barred_against(const Inquiry *q, const Item *item)
{
	guint n = 0;
	for (guint i = 0; i < item->debtors->len; i++) {
		g_autoptr(Limitation) one = limitation_of(q->c, item, item->debtors->pdata[i], q->law, q->on);
		n += one->known && one->barred;
	}
	return n;
}

static bool all_barred(const Inquiry *q)
{
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		if (!row->limitation->known || !row->limitation->barred ||
		    barred_against(q, row->item) < row->item->debtors->len)
			return false;
	}
	return true;
}

static void find_barred(Inquiry *q, const ClaimedItem *row, bool everything)
{
	bool whole = barred_against(q, row->item) >= row->item->debtors->len;
	Finding *f = finding_add(q, VERDICT_FOUND, row->item->id, "Kravet er forældet: {0}", "The claim is time-barred: {0}",
	                         ARGS(A_WORDING(&row->limitation->why)));
	limitation_figures(f, row->limitation);
	if (everything) {
		finding_ask(f, "Er forældelsen afbrudt, så oplys det: erkendelse, sagsanlæg eller anden afbrydelse, med dato.",
		            "If limitation was interrupted, tell it: acknowledgement, filing or the like, with its day.", NO_ARGS);
		return;
	}
	/* The barred part is cut off, the rest can go on: somebody must take it out, nothing is dropped in silence. */
	finding_soften(f, EFFECT_FIX);
	finding_ask(f,
	            whole ? "Tag {0} ud af sagen; resten kan gå videre."
	                  : "{0} er forældet mod en af skyldnerne. Tag den skyldner ud for det krav.",
	            whole ? "Take {0} out of the case; the rest can go on."
	                  : "{0} is time-barred against one of the debtors. Take that debtor out for it.",
	            ARGS(A_ITEM(row->item)));
}

QUOTE(U08, 1, "fl § 3 stk. 1", "Forældelsesfristen er 3 år, medmindre andet følger af andre bestemmelser.")
{
	bool everything = q->claimed->items->len > 0 && all_barred(q);
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		if (!row->limitation->known) {
			Finding *f = finding_add(q, VERDICT_UNKNOWN, row->item->id, "{0}", "{0}",
			                         ARGS(A_WORDING(&row->limitation->why)));
			/* Without a due date U03 asks for it; a day that the table does not reach goes to a person. */
			finding_soften(f, date_known(row->due_on) ? EFFECT_HUMAN : EFFECT_INFO);
			finding_field(f, &row->item->due_on);
		} else if (row->limitation->barred) {
			find_barred(q, row, everything);
		} else {
			Finding *f = finding_add(q, VERDICT_CLEAR, row->item->id, "{0}", "{0}",
			                         ARGS(A_WORDING(&row->limitation->why)));
			limitation_figures(f, row->limitation);
		}
	}
}

QUOTE(U09, 1, "fl § 16 stk. 1",
      "Forældelsen afbrydes, når fordringshaveren foretager retslige skridt mod skyldneren med henblik på at erhverve dom, "
      "betalingspåkrav påtegnet af fogedretten, voldgiftskendelse eller anden bindende afgørelse, der fastslår fordringens "
      "eksistens og størrelse, og forfølger disse skridt inden for rimelig tid.")
{
	int warn_days;
	bool parameter = law_limit_number(q->law, "limitation_warn", q->on, &warn_days);
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		const Limitation *limitation = row->limitation;
		if (!parameter || !limitation->known || limitation->barred || limitation->held)
			continue;
		int left = date_diff(q->on, limitation->last_on);
		bool near = left <= warn_days;
		Finding *f = near ? finding_add(q, VERDICT_FOUND, row->item->id,
		                                "Kravet kan senest afbrydes den {0}, om {1} dage. Valg 1 og valg 3 på blanketten er "
		                                "derfor sat til ja.",
		                                "The claim can be interrupted until {0} at the latest, in {1} days. Choices 1 and 3 of "
		                                "the form are therefore set to yes.",
		                                ARGS(A_DATE(limitation->last_on), A_NUMBER(left)))
		                  : finding_add(q, VERDICT_CLEAR, row->item->id, "Der er {1} dage til den {0}.",
		                                "There are {1} days to {0}.", ARGS(A_DATE(limitation->last_on), A_NUMBER(left)));
		limitation_figures(f, limitation);
		finding_number(f, "days_left", left);
		finding_number(f, "warn_days", warn_days);
	}
}
