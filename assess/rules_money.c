/* Interest, fees and compensation: what may be claimed beside the principal. */
#include "assess/costs.h"
#include "assess/mailing.h"
#include "assess/rules.h"

#include <string.h>

QUOTE(M01, 1, "rl § 5 stk. 1",
      "Renten efter forfaldsdagen fastsættes til en årlig rente, der svarer til den fastsatte referencesats med et tillæg på 8 "
      "pct.")
{
	if (q->claimed->owed->known) {
		Finding *f = finding_add(q, VERDICT_CLEAR, "case", "Renten til den {0} er {1}.", "Interest up to {0} is {1}.",
		                         ARGS(A_DATE(q->on), A_MONEY(q->claimed->owed->interest)));
		finding_money(f, "interest_ore", q->claimed->owed->interest);
		finding_text(f, "day_count", day_count_name(q->claimed->owed->day_count));
		return;
	}
	if (!q->claimed->complete)
		return; /* R04, R07 and U03 ask for what is missing */
	Finding *f = finding_add(q, VERDICT_UNKNOWN, "case", "{0}", "{1}",
	                         ARGS(A_TEXT(q->claimed->owed->unknown_da), A_TEXT(q->claimed->owed->unknown_en)));
	Date end = law_rates_end(q->law);
	finding_ask(f, "Referencesatsen kendes til og med den {0}. Indlæs nyere lovtabeller.",
	            "The reference rate is known up to {0}. Load newer law tables.", ARGS(A_DATE(end)));
	finding_date(f, "rates_end_on", end);
	finding_date(f, "on", q->on);
}

QUOTE(M02, 1, "rl § 3 stk. 2",
      "I andre tilfælde skal der betales rente, når der er gået 30 dage efter den dag, da fordringshaveren har afsendt eller "
      "fremsat anmodning om betaling.")
{
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		if (!date_known(row->interest_from))
			continue;
		bool later = row->basis == BASIS_DEMAND_30 || row->basis == BASIS_INFO_30;
		Finding *f =
		    later && row->basis_assumed
		        ? finding_add(q, VERDICT_FOUND, row->item->id,
		                      "Det er ikke oplyst, at forfaldsdagen er aftalt på forhånd, og skyldner regnes som forbruger. "
		                      "Renten løber først efter den {0}, 30 dage efter fakturaen.",
		                      "It is not told that the due date was agreed beforehand, and the debtor counts as a consumer. "
		                      "Interest runs only after {0}, 30 days after the invoice.",
		                      ARGS(A_DATE(row->interest_from)))
		    : later ? finding_add(q, VERDICT_FOUND, row->item->id,
		                          "Forfaldsdagen er ikke aftalt på forhånd. Renten løber først efter den {0} ({1}).",
		                          "The due date was not agreed beforehand. Interest runs only after {0} ({1}).",
		                          ARGS(A_DATE(row->interest_from), A_TEXT(interest_basis_name(row->basis))))
		            : finding_add(q, VERDICT_CLEAR, row->item->id, "Renten løber efter den {0} ({1}).",
		                          "Interest runs after {0} ({1}).",
		                          ARGS(A_DATE(row->interest_from), A_TEXT(interest_basis_name(row->basis))));
		finding_field(f, &row->item->due_basis);
		finding_field(f, &row->item->due_on);
		finding_field(f, &row->item->issue_on);
		finding_text(f, "basis", interest_basis_name(row->basis));
		finding_date(f, "interest_from_on", row->interest_from);
	}
}

QUOTE(M03, 1, "rl § 7 stk. 1",
      "§ 5 kan ikke fraviges til skade for en skyldner ved aftale, som en erhvervsdrivende indgår som led i sit erhverv, når "
      "skyldneren hovedsagelig handler uden for sit erhverv.")
{
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		RateBp stated;
		if (!field_rate(&row->item->agreed_interest, &stated))
			continue;
		Finding *f;
		if (row->agreed_refused)
			f = finding_add(q, VERDICT_FOUND, row->item->id,
			                item_has_consumer(row->item)
			                    ? "Aftalt rente {0} er højere end renteloven § 5 og kan ikke kræves af en forbruger. Der er "
			                      "regnet med loven."
			                    : "Aftalt rente {0} er højere end renteloven § 5 og hviler ikke på en påviselig aftale. Der er "
			                      "regnet med loven.",
			                item_has_consumer(row->item)
			                    ? "The agreed rate {0} is above renteloven § 5 and cannot be claimed from a consumer. The "
			                      "act's rate is used."
			                    : "The agreed rate {0} is above renteloven § 5 and rests on no agreement that can be shown. "
			                      "The act's rate is used.",
			                ARGS(A_RATE(stated)));
		else
			f = finding_add(q, VERDICT_CLEAR, row->item->id, "Aftalt rente {0} bruges.", "The agreed rate {0} is used.",
			                ARGS(A_RATE(stated)));
		finding_field(f, &row->item->agreed_interest);
		finding_field(f, &row->item->agreed_how);
		finding_number(f, "agreed_bp", stated);
		if (row->agreed)
			finding_number(f, "used_bp", row->agreed_rate);
	}
}

static const char *fee_about(const ClaimedFee *fee)
{
	return fee->item != NULL ? fee->item->id : fee->of != NULL ? fee->of->id : "case";
}

static Finding *fee_finding(Inquiry *q, const ClaimedFee *fee, Verdict verdict, const char *da, const char *en,
                            const Arg *args)
{
	Finding *f = finding_add(q, verdict, fee_about(fee), da, en, args);
	if (fee->item != NULL) {
		finding_field(f, &fee->item->principal);
		finding_field(f, &fee->item->arisen_on);
	}
	finding_event(f, fee->event);
	if (fee->amount_known)
		finding_money(f, "fee_ore", fee->amount);
	finding_date(f, "fee_on", fee->on);
	return f;
}

/* Was any claim overdue on the day? A reminder before that has no reasonable cause. */
static bool any_overdue(const Inquiry *q, Date on)
{
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		if (!date_known(row->due_on) || date_before(row->due_on, on))
			return true;
	}
	return q->claimed->items->len == 0;
}

static void ask_out(Finding *f, const ClaimedFee *fee)
{
	finding_ask(f, "Tag gebyret for rykkeren af {0} ud.", "Take out the fee for the reminder of {0}.",
	            ARGS(A_DATE(fee->on)));
}

/* What the law makes of one reminder with a fee. */
static void find_fee(Inquiry *q, const ClaimedFee *fee, const ReminderAnswer *answer)
{
	Finding *f = NULL;
	int min_days = 0;
	bool has_min = date_known(fee->on) && law_limit_number(q->law, "rykker_gap_min", fee->on, &min_days);
	switch (answer->verdict) {
	case REMINDER_FREE:
		return;
	case REMINDER_ALLOWED:
		f = answer->doubtful
		        ? fee_finding(q, fee, VERDICT_FOUND,
		                      "Rykkeren af {0} holder lovens mindst {1} dage efter den ene læsning, men ikke efter den anden: "
		                      "afstanden er præcis de dage, eller den holder kun mellem rykkere med gebyr.",
		                      "The reminder of {0} keeps the act's {1} days on one reading but not on the other: the gap is "
		                      "exactly those days, or it holds only between reminders with a fee.",
		                      ARGS(A_DATE(fee->on), A_NUMBER(min_days)))
		        : fee_finding(q, fee, VERDICT_CLEAR, "Rykkergebyret på {0} holder sig inden for loven.",
		                      "The reminder fee of {0} keeps within the act.", ARGS(A_MONEY(fee->amount)));
		if (answer->doubtful)
			finding_soften(f, EFFECT_WARN);
		break;
	case REMINDER_CUT:
		f = fee_finding(q, fee, VERDICT_FOUND, "Rykkergebyret er {0}; højst {1} kan kræves for hver rykker.",
		                "The reminder fee is {0}; at most {1} may be claimed for each reminder.",
		                ARGS(A_MONEY(fee->amount), A_MONEY(answer->allowed)));
		finding_ask(f, "Sæt rykkergebyret ned til højst {0}.", "Reduce the reminder fee to at most {0}.",
		            ARGS(A_MONEY(answer->allowed)));
		break;
	case REMINDER_TOO_SOON:
		f = fee_finding(q, fee, VERDICT_FOUND,
		                "Rykkeren af {0} ligger {1} dage efter den forrige med gebyr; der skal være mindst {2}.",
		                "The reminder of {0} comes {1} days after the last one with a fee; there must be at least {2}.",
		                ARGS(A_DATE(fee->on), A_NUMBER(answer->gap_days), A_NUMBER(min_days)));
		ask_out(f, fee);
		break;
	case REMINDER_TOO_MANY:
		f = fee_finding(q, fee, VERDICT_FOUND,
		                "Der kan ikke kræves gebyr for rykkeren af {0}: lovens antal er brugt op.",
		                "No fee may be claimed for the reminder of {0}: the act's number is used up.", ARGS(A_DATE(fee->on)));
		ask_out(f, fee);
		break;
	case REMINDER_UNDATED:
	case REMINDER_NO_LAW:
		f = fee_finding(q, fee, VERDICT_UNKNOWN,
		                answer->verdict == REMINDER_UNDATED ? "Det er ikke oplyst, hvornår rykkeren blev sendt."
		                                                    : "Lovtabellen kender ingen grænse på rykkerens dag.",
		                answer->verdict == REMINDER_UNDATED ? "It is not told when the reminder was sent."
		                                                    : "The law table knows no limit on the reminder's day.",
		                NO_ARGS);
		finding_ask(f, "Oplys, hvornår hver rykker med gebyr blev sendt.", "Tell when each reminder with a fee was sent.",
		            NO_ARGS);
		break;
	}
	finding_money(f, "allowed_ore", answer->allowed);
	if (answer->gap_days >= 0)
		finding_number(f, "gap_days", answer->gap_days);
	if (has_min)
		finding_number(f, "gap_min_days", min_days);
}

static void check_fee(Inquiry *q, const ClaimedFee *fee, const ReminderAnswer *answer)
{
	if (!fee->amount_known) {
		Finding *f = fee_finding(q, fee, VERDICT_UNKNOWN, "Rykkergebyrets beløb er ikke oplyst.",
		                         "The amount of the reminder fee is not known.", NO_ARGS);
		finding_ask(f, "Oplys rykkergebyrets beløb.", "Tell the amount of the reminder fee.", NO_ARGS);
	} else if (date_known(fee->on) && !any_overdue(q, fee->on)) {
		Finding *f = fee_finding(q, fee, VERDICT_FOUND,
		                         "Rykkeren af {0} blev sendt, før noget var forfaldent, og kan ikke bære gebyr.",
		                         "The reminder of {0} was sent before anything was overdue and can carry no fee.",
		                         ARGS(A_DATE(fee->on)));
		ask_out(f, fee);
	} else {
		find_fee(q, fee, answer);
	}
}

/* A reminder without a fee of its own, and not the letter that some fee stands on. */
static bool is_letter_alone(const Inquiry *q, const Event *event)
{
	if (event->has_amount && !money_is_zero(event->amount))
		return false;
	for (guint i = 0; i < q->claimed->fees->len; i++) {
		const ClaimedFee *fee = q->claimed->fees->pdata[i];
		if (date_known(fee->on) && date_compare(fee->on, event->on) == 0)
			return false;
	}
	return date_compare(event->on, q->on) <= 0 && !letter_unmet(q->c, event, q->on);
}

QUOTE(M04, 1, "rl § 9 b stk. 2",
      "Der kan kræves et rykkergebyr på højst 100 kr. for hver rykkerskrivelse, dog højst for 3 skrivelser vedrørende samme "
      "ydelse. Har skyldneren inden for en sammenhængende periode til stadighed været i restance vedrørende samme "
      "skyldforhold, kan der uanset 1. pkt. højst kræves rykkergebyr for 3 skrivelser vedrørende restancerne i den pågældende "
      "periode. Der kan kun kræves gebyr for rykkerskrivelser, som er sendt med mindst 10 dages mellemrum.")
{
	/* One debt relation in arrears all along: the narrower reading, which the creditor can only gain from refuting. */
	g_autoptr(GArray) letters = g_array_new(FALSE, TRUE, sizeof(Reminder));
	for (guint i = 0; i < q->claimed->fees->len; i++) {
		const ClaimedFee *fee = q->claimed->fees->pdata[i];
		Reminder letter = { fee->of != NULL ? fee->of->id : NULL, "case", fee->on,
			            fee->amount_known ? fee->amount : money_zero() };
		g_array_append_val(letters, letter);
	}
	if (letters->len == 0)
		return;
	g_autoptr(GPtrArray) events = case_events(q->c, "reminder_sent", NULL, NULL);
	for (guint i = 0; i < events->len; i++) {
		const Event *event = events->pdata[i];
		Reminder letter = { event->claim, "case", event->on, money_zero() };
		if (is_letter_alone(q, event))
			g_array_append_val(letters, letter);
	}
	g_autofree ReminderAnswer *answers = g_new0(ReminderAnswer, letters->len);
	cost_reminders(q->law, &g_array_index(letters, Reminder, 0), (int)letters->len, answers);
	for (guint i = 0; i < q->claimed->fees->len; i++)
		check_fee(q, q->claimed->fees->pdata[i], &answers[i]);
}

QUOTE(M05, 1, "rl § 9 b stk. 3", "Der kan kræves et inkassogebyr på højst 100 kr.")
{
	guint n = 0;
	for (guint i = 0; i < q->c->items->len; i++) {
		const Item *item = q->c->items->pdata[i];
		Money amount, max;
		Date at;
		if (item->kind != ITEM_INKASSO_FEE)
			continue;
		n++;
		Finding *f;
		if (!field_date(&item->arisen_on, &at))
			at = q->on;
		if (!field_money(&item->principal, &amount) || !law_limit_money(q->law, "inkassogebyr_max", at, &max)) {
			f = finding_add(q, VERDICT_UNKNOWN, item->id, "Inkassogebyrets størrelse eller grænse kendes ikke.",
			                "The collection fee's amount or limit is not known.", NO_ARGS);
			finding_ask(f, "Oplys inkassogebyrets beløb.", "Tell the amount of the collection fee.", NO_ARGS);
			continue;
		}
		if (money_compare(amount, max) > 0 || n > 1) {
			f = finding_add(q, VERDICT_FOUND, item->id,
			                n > 1 ? "Der er krævet mere end ét inkassogebyr; kun ét på højst {1} kan kræves."
			                      : "Inkassogebyret er {0}; højst {1} kan kræves.",
			                n > 1 ? "More than one collection fee is claimed; only one of at most {1} may be claimed."
			                      : "The collection fee is {0}; at most {1} may be claimed.",
			                ARGS(A_MONEY(amount), A_MONEY(max)));
			finding_ask(f, "Sæt inkassogebyret ned til ét på højst {0}.",
			            "Reduce the collection fee to one of at most {0}.", ARGS(A_MONEY(max)));
		} else if (!q->represented) {
			f = finding_add(q, VERDICT_FOUND, item->id,
			                "Inkassogebyr kan kun kræves for at bede en anden om at inddrive; sagen viser ingen anden.",
			                "A collection fee may be claimed only for asking another to collect; the record shows nobody else.",
			                NO_ARGS);
			finding_soften(f, EFFECT_WARN);
		} else {
			f = finding_add(q, VERDICT_CLEAR, item->id, "Inkassogebyret på {0} er højst {1}.",
			                "The collection fee of {0} is at most {1}.", ARGS(A_MONEY(amount), A_MONEY(max)));
		}
		finding_field(f, &item->principal);
		finding_money(f, "fee_ore", amount);
		finding_money(f, "max_ore", max);
	}
}

QUOTE(U25, 1, "rl § 9 a stk. 3",
      "Angår kravet vederlag i henhold til en aftale omfattet af § 1, stk. 4, kan fordringshaver kræve, at skyldneren betaler "
      "fordringshaver et fast kompensationsbeløb til dækning af inddrivelsesomkostninger i tilfælde af forsinket betaling.")
{
	for (guint i = 0; i < q->c->items->len; i++) {
		const Item *item = q->c->items->pdata[i];
		if (item->kind != ITEM_COMPENSATION)
			continue;
		bool consumer = item_has_consumer(item);
		Finding *f;
		if (consumer) {
			f = finding_add(q, VERDICT_FOUND, item->id,
			                "Kompensationsbeløb kan kun kræves mellem erhvervsdrivende og af det offentlige. Skyldner er "
			                "forbruger eller regnes som det.",
			                "Compensation may be claimed only between businesses and from public authorities. The debtor is a "
			                "consumer or counts as one.",
			                NO_ARGS);
			finding_ask(f, "Tag kompensationsbeløbet ud, eller vis, at skyldner handlede i sit erhverv.",
			            "Take the compensation out, or show that the debtor acted in business.", NO_ARGS);
		} else {
			f = finding_add(q, VERDICT_CLEAR, item->id, "Skyldner er erhvervsdrivende eller offentlig.",
			                "The debtor is a business or a public authority.", NO_ARGS);
		}
		for (guint j = 0; j < item->debtors->len; j++)
			finding_field(f, &((const Party *)item->debtors->pdata[j])->kind);
		finding_field(f, &item->principal);
	}
}

QUOTE(M06, 1, "practice 12",
      "Kompensationsbeløbet er et fast beløb for hvert forsinket krav, uden rykker og ved siden af andre omkostninger; beløbet "
      "står i tabellen.")
{
	Money claimed = money_zero(), each, allowed;
	int64_t late = 0;
	const Item *last = NULL;
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		late += date_known(row->due_on) && date_before(row->due_on, q->on) && !item_has_consumer(row->item);
	}
	for (guint i = 0; i < q->c->items->len; i++) {
		const Item *item = q->c->items->pdata[i];
		Money amount, sum;
		if (item->kind != ITEM_COMPENSATION || item_has_consumer(item) || !field_money(&item->principal, &amount) ||
		    !money_add(claimed, amount, &sum))
			continue;
		claimed = sum;
		last = item;
	}
	if (last == NULL)
		return;
	Date at;
	if (!field_date(&last->arisen_on, &at))
		at = q->on;
	if (!law_limit_money(q->law, "kompensation_b2b", at, &each) || !money_times(each, late, &allowed)) {
		finding_add(q, VERDICT_UNKNOWN, last->id, "Lovtabellen kender intet kompensationsbeløb for et krav fra den {0}.",
		            "The law table knows no compensation for a claim of {0}.", ARGS(A_DATE(at)));
		return;
	}
	bool over = money_compare(claimed, allowed) > 0;
	Finding *f = over ? finding_add(q, VERDICT_FOUND, last->id,
	                                "Der er krævet {0} i kompensation; {1} for hvert af {2} forsinkede krav giver højst {3}.",
	                                "Compensation of {0} is claimed; {1} for each of {2} late claims makes at most {3}.",
	                                ARGS(A_MONEY(claimed), A_MONEY(each), A_NUMBER(late), A_MONEY(allowed)))
	                  : finding_add(q, VERDICT_CLEAR, last->id, "Kompensation {0} for {2} forsinkede krav à {1}.",
	                                "Compensation {0} for {2} late claims at {1} each.",
	                                ARGS(A_MONEY(claimed), A_MONEY(each), A_NUMBER(late)));
	if (over)
		finding_ask(f, "Sæt kompensationen ned til {0}.", "Reduce the compensation to {0}.", ARGS(A_MONEY(allowed)));
	finding_field(f, &last->principal);
	finding_money(f, "claimed_ore", claimed);
	finding_money(f, "allowed_ore", allowed);
	finding_number(f, "late_claims", late);
}

/* The ceiling follows the day the claim arose, not the day of the cost. */
static Date arose_of(const Inquiry *q, const Item *cost)
{
	Date on;
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const Item *item = ((const ClaimedItem *)q->claimed->items->pdata[i])->item;
		if (field_date(&item->arisen_on, &on) || field_date(&item->issue_on, &on))
			return on;
	}
	return field_date(&cost->arisen_on, &on) ? on : q->on;
}

QUOTE(M07, 1, "practice 13",
      "Lofterne for udenretlige inddrivelsesomkostninger for krav fra 1. juli 2024 er ikke fastslået. Beløbet holdes ude, og "
      "rubrikken står åben, til tallene er lagt ind.")
{
	for (guint i = 0; i < q->c->items->len; i++) {
		const Item *item = q->c->items->pdata[i];
		if (item->kind != ITEM_COLLECTION_COST)
			continue;
		Collection of = { .kind = q->represented ? COST_FREMMEDINKASSO : COST_EGENINKASSO, .arose_on = arose_of(q, item),
			          .value = q->claimed->sums_known ? q->claimed->invoiced : money_zero(), .charged_on = q->on };
		bool vat;
		if (field_yes(&q->c->creditor->vat_registered, &vat))
			of.deducts_vat = vat ? KNOWN_YES : KNOWN_NO;
		CostAnswer answer = cost_cap(q->law, of.kind, of.arose_on, of.value);
		if (answer.status == COST_KNOWN)
			answer = cost_collection(q->law, &of);
		/* Nothing in the record tells what the reminder said, so the amount is a person's to put in. */
		Finding *f = finding_add(q, VERDICT_UNKNOWN, item->id,
		                         "Beløbet er holdt ude af opgørelsen, og rubrikken står åben. {0}",
		                         "The amount is left out of the sums and the box stays open. {1}",
		                         ARGS(A_TEXT(answer.because.da != NULL ? answer.because.da : ""),
		                              A_TEXT(answer.because.en != NULL ? answer.because.en : "")));
		finding_field(f, &item->principal);
		finding_field(f, &item->arisen_on);
		finding_date(f, "arose_on", of.arose_on);
	}
}

QUOTE(M08, 1, "fl § 5 stk. 2", "Fordring på senere forfaldne renter, gebyrer og lignende forældes dog efter § 3.")
{
	for (guint i = 0; i < q->claimed->items->len; i++) {
		const ClaimedItem *row = q->claimed->items->pdata[i];
		if (!date_known(row->interest_barred_to))
			continue;
		Finding *f = finding_add(q, VERDICT_FOUND, row->item->id,
		                         "Renter påløbet til og med den {0} er forældet og er skåret fra.",
		                         "Interest accrued up to and with {0} is time-barred and is cut off.",
		                         ARGS(A_DATE(row->interest_barred_to)));
		finding_date(f, "barred_to_on", row->interest_barred_to);
	}
}
