#include "assess/costs.h"

#include <assert.h>
#include <string.h>

#define QUOTE(name, version, at, ...) static const LawQuote quote_##name = { at, __VA_ARGS__ }

QUOTE(
    out_of_court, 1, "rl § 9 a stk. 1",
    "Fordringshaveren kan kræve, at skyldneren betaler fordringshaverens rimelige og relevante omkostninger ved udenretlig "
    "inddrivelse af fordringen, medmindre forsinkelsen med betalingen ikke beror på skyldnerens forhold.");
/* The Danish order is not read here; its Greenland parallel has the same condition, without the amounts. */
QUOTE(warned, 1, "bek994 § 3 stk. 1",
      "Dette gælder dog kun, hvis der forinden er sendt en rykkerskrivelse til skyldneren med angivelse af, at manglende "
      "betaling "
      "inden en frist på mindst 10 dage fra afsendelsen af rykkerskrivelsen vil kunne medføre, at der pålægges yderligere "
      "inddrivelsesomkostninger");
QUOTE(own_collection, 1, "bek994 § 4 stk. 1",
      "Har fordringshaveren selv forestået inddrivelsen af fordringen, kan fordringshaveren kræve betaling for rimelige "
      "udgifter "
      "til henholdsvis udarbejdelse og indgåelse af en betalingsaftale med skyldneren (frivilligt forlig) og til "
      "administration "
      "heraf.");
QUOTE(
    compensation, 1, "rl § 9 a stk. 3",
    "Angår kravet vederlag i henhold til en aftale omfattet af § 1, stk. 4, kan fordringshaver kræve, at skyldneren betaler "
    "fordringshaver et fast kompensationsbeløb til dækning af inddrivelsesomkostninger i tilfælde af forsinket betaling.");
QUOTE(reminders, 1, "rl § 9 b stk. 2",
      "Der kan kræves et rykkergebyr på højst 100 kr. for hver rykkerskrivelse, dog højst for 3 skrivelser vedrørende samme "
      "ydelse. Har skyldneren inden for en sammenhængende periode til stadighed været i restance vedrørende samme "
      "skyldforhold, "
      "kan der uanset 1. pkt. højst kræves rykkergebyr for 3 skrivelser vedrørende restancerne i den pågældende periode. "
      "Der kan "
      "kun kræves gebyr for rykkerskrivelser, som er sendt med mindst 10 dages mellemrum.");
QUOTE(inkassogebyr, 1, "rl § 9 b stk. 3", "Der kan kræves et inkassogebyr på højst 100 kr.");
QUOTE(another, 1, "rl § 9 b stk. 1",
      "Fordringshaveren kan endvidere kræve et gebyr, jf. stk. 3, for at anmode en anden om at inddrive fordringen på "
      "fordringshaverens vegne, såfremt dette er sket med rimelig grund (inkassogebyr).");
QUOTE(kap39, 1, "rpl § 408 stk. 2",
      "I sager om krav, der har en økonomisk værdi af højst 5.000 kr., erstattes udgifter til advokatbistand … med højst "
      "1.500 kr. eksklusive moms. I sager om krav, der har en økonomisk værdi over 5.000 kr., men ikke over 10.000 kr., "
      "erstattes "
      "udgifter til advokatbistand … med højst 2.500 kr. eksklusive moms.");
QUOTE(tariff, 1, "rpl § 316 stk. 1", "erstattes med et passende beløb, og øvrige udgifter erstattes fuldt ud.");
QUOTE(foged, 1, "rpl § 503", "Fogedretten træffer bestemmelse om betaling af omkostninger ved gennemførelsen af kravet.");
QUOTE(vat, 1, "ml § 33", "Afgiften udgør 25 pct. af afgiftsgrundlaget.");
QUOTE(
    loss, 1, "ml § 27 stk. 6",
    "I afgiftsgrundlaget kan fradrages 80 pct. af konstaterede tab på uerholdelige fordringer vedrørende leverede varer og "
    "ydelser.");

#define NOTHING ((Say){ NULL, NULL })

/* In the order of CostKind. */
static const struct {
	const char *name;
	const LawQuote *quote;
} kinds[COST_KINDS] = {
	[COST_FREMMEDINKASSO] = { "fremmedinkasso", &quote_out_of_court },
	[COST_EGENINKASSO] = { "egeninkasso", &quote_own_collection },
	[COST_RYKKERGEBYR] = { "rykkergebyr", &quote_reminders },
	[COST_INKASSOGEBYR] = { "inkassogebyr", &quote_inkassogebyr },
	[COST_KOMPENSATION] = { "kompensation_b2b", &quote_compensation },
	[COST_COURT_CAP_KAP39] = { "court_cap_kap39", &quote_kap39 },
	[COST_COURT_TARIFF] = { "court_tariff_guideline", &quote_tariff },
	[COST_FOGED_ATTENDANCE] = { "foged_attendance_guideline", &quote_foged },
};

const char *cost_kind_name(CostKind kind)
{
	assert(kind >= 0 && kind < COST_KINDS);
	return kinds[kind].name;
}

const char *cost_status_name(CostStatus status)
{
	static const char *const names[] = { "unknown", "known", "not_allowed", "no_statutory_cap" };
	return names[status];
}

static CostAnswer without_amount(CostStatus status, const LawQuote *quote, const char *da, const char *en)
{
	return (CostAnswer){
		.status = status, .amount = money_zero(), .vat = VAT_OUTSIDE, .quote = quote, .because = { da, en }
	};
}

static CostAnswer unknown(const LawQuote *quote, const char *da, const char *en)
{
	return without_amount(COST_UNKNOWN, quote, da, en);
}

static CostAnswer known(Money amount, CostVat vat, const LawRow *row, const LawQuote *quote)
{
	return (CostAnswer){ COST_KNOWN, amount, vat, row, quote, NOTHING };
}

static CostAnswer too_large(void)
{
	return unknown(NULL, "Beløbet er for stort til at regne med.", "The amount is too large to reckon with.");
}

CostAnswer cost_cap(const Law *law, CostKind kind, Date on, Money value)
{
	const LawQuote *quote = kinds[kind].quote;
	const LawRow *row = NULL;
	Money amount;
	LawCap cap =
	    money_is_negative(value) ? LAW_CAP_UNKNOWN : law_cost_cap(law, cost_kind_name(kind), on, value, &amount, &row);
	CostVat vat = VAT_OUTSIDE;
	if (row != NULL)
		vat = law_cap_vat(law, row) == 'e'   ? VAT_EXCLUDED
		      : law_cap_vat(law, row) == 'i' ? VAT_INCLUDED
		                                     : VAT_OUTSIDE;
	if (cap == LAW_CAP_KNOWN)
		return known(amount, vat, row, quote);
	CostAnswer answer;
	if (cap == LAW_CAP_ABOVE && kind == COST_COURT_CAP_KAP39)
		answer = without_amount(COST_NO_CAP, quote,
		                        "Loven har intet loft for et krav af den størrelse; retten følger en takst.",
		                        "The statute has no ceiling for a claim of that size; the court follows a tariff.");
	else if (row == NULL)
		answer = unknown(quote, "Tabellen har ingen række for dagen.", "The table has no row for the day.");
	else if (cap == LAW_CAP_ABOVE)
		answer = unknown(quote, "Tabellen har ingen række for et krav af den størrelse.",
		                 "The table has no row for a claim of that size.");
	else
		answer =
		    unknown(quote, "Beløbet for den dag er ikke fastslået.", "The amount for that day is not established.");
	answer.row = row;
	answer.vat = vat;
	return answer;
}

CostAnswer cost_add(CostAnswer a, CostAnswer b)
{
	if (a.status != COST_KNOWN)
		return a;
	if (b.status != COST_KNOWN)
		return b;
	if (!money_add(a.amount, b.amount, &a.amount))
		return too_large();
	a.vat = a.vat == b.vat ? a.vat : VAT_EXCLUDED; /* some of it is without VAT */
	return a;
}

CostAnswer cost_vat_on(const Law *law, Money amount, Date on)
{
	int percent;
	if (!law_limit_number(law, "vat_rate", on, &percent))
		return unknown(&quote_vat, "Momssatsen kendes ikke den dag.", "The rate of VAT is not known on that day.");
	Money vat;
	return money_scale(amount, percent, 100, &vat) ? known(vat, VAT_OUTSIDE, law_limit(law, "vat_rate", on), &quote_vat)
	                                               : too_large();
}

CostAnswer cost_loss_base(const Law *law, Money loss, Date on)
{
	int percent;
	if (!law_limit_number(law, "vat_bad_debt_share", on, &percent))
		return unknown(&quote_loss, "Fradragets andel kendes ikke den dag.",
		               "The share that comes off is not known on that day.");
	Money part;
	return money_scale(loss, percent, 100, &part)
	           ? known(part, VAT_EXCLUDED, law_limit(law, "vat_bad_debt_share", on), &quote_loss)
	           : too_large();
}

CostAnswer cost_loss_vat(const Law *law, Money loss, Date on)
{
	CostAnswer base = cost_loss_base(law, loss, on);
	return base.status == COST_KNOWN ? cost_vat_on(law, base.amount, on) : base;
}

/* A ceiling without VAT, plus the VAT that the creditor cannot deduct. */
static CostAnswer with_vat(const Law *law, CostAnswer cap, Known deducts, Date on)
{
	if (cap.status != COST_KNOWN || cap.vat != VAT_EXCLUDED || deducts == KNOWN_YES)
		return cap;
	if (deducts == KNOWN_UNSAID) {
		cap = unknown(&quote_vat, "Det er ukendt, om kreditor kan trække moms fra; kun da er loftet uden moms.",
		              "It is not known whether the creditor can deduct VAT; only then is the ceiling without it.");
		return cap;
	}
	CostAnswer vat = cost_vat_on(law, cap.amount, on);
	if (vat.status != COST_KNOWN)
		return vat;
	if (!money_add(cap.amount, vat.amount, &cap.amount))
		return too_large();
	cap.vat = VAT_INCLUDED;
	return cap;
}

CostAnswer cost_collection(const Law *law, const Collection *of)
{
	assert(of->kind == COST_FREMMEDINKASSO || of->kind == COST_EGENINKASSO);
	if (of->warned == KNOWN_NO)
		return without_amount(
		    COST_NOT_ALLOWED, &quote_warned,
		    "Ingen rykker har forinden sagt, at manglende betaling inden mindst 10 dage kan medføre yderligere "
		    "inddrivelsesomkostninger.",
		    "No reminder has said before that not paying within at least 10 days may lead to further costs of "
		    "collection.");
	if (of->kind == COST_EGENINKASSO && of->agreement == KNOWN_NO)
		return without_amount(
		    COST_NOT_ALLOWED, &quote_own_collection,
		    "Egen inddrivelse betales kun for at indgå og administrere en betalingsaftale, og der er ingen.",
		    "Own collection is paid only for making and administering an agreement on payment; there is none.");
	if (of->warned == KNOWN_UNSAID)
		return unknown(&quote_warned, "Det er ukendt, om en rykker har varslet yderligere inddrivelsesomkostninger.",
		               "It is not known whether a reminder gave notice of further costs of collection.");
	if (of->kind == COST_EGENINKASSO && of->agreement == KNOWN_UNSAID)
		return unknown(&quote_own_collection, "Det er ukendt, om der er indgået en betalingsaftale.",
		               "It is not known whether an agreement on payment was made.");
	return with_vat(law, cost_cap(law, of->kind, of->arose_on, of->value), of->deducts_vat, of->charged_on);
}

CostAnswer cost_compensation(const Law *law, Date arose_on, DebtorKind debtor, int claims)
{
	assert(claims >= 0);
	if (debtor == DEBTOR_CONSUMER)
		return without_amount(COST_NOT_ALLOWED, &quote_compensation, "Kompensation kræves aldrig af en forbruger.",
		                      "Compensation is never asked of a consumer.");
	if (debtor == DEBTOR_UNSAID)
		return unknown(&quote_compensation, "Det er ukendt, om skyldner er forbruger.",
		               "It is not known whether the debtor is a consumer.");
	CostAnswer each = cost_cap(law, COST_KOMPENSATION, arose_on, money_zero());
	if (each.status == COST_KNOWN && !money_times(each.amount, claims, &each.amount))
		return too_large();
	return each;
}

CostAnswer cost_inkassogebyr(const Law *law, Date on, Known asked_another, bool taken)
{
	if (taken)
		return without_amount(COST_NOT_ALLOWED, &quote_inkassogebyr, "Inkassogebyret er allerede taget.",
		                      "The fee for asking another to collect is already claimed.");
	if (asked_another == KNOWN_NO)
		return without_amount(COST_NOT_ALLOWED, &quote_another,
		                      "Gebyret er for at bede en anden om at inddrive, og det er ikke sket.",
		                      "The fee is for asking another to collect, and nobody was asked.");
	if (asked_another == KNOWN_UNSAID)
		return unknown(&quote_another, "Det er ukendt, om en anden er bedt om at inddrive kravet.",
		               "It is not known whether another was asked to collect the claim.");
	return cost_cap(law, COST_INKASSOGEBYR, on, money_zero());
}

CostAnswer cost_tariff_less(const Law *law, Date decided_on, Money value, Money charged_out_of_court)
{
	CostAnswer tariff = cost_cap(law, COST_COURT_TARIFF, decided_on, value);
	if (tariff.status != COST_KNOWN)
		return tariff;
	if (money_is_negative(charged_out_of_court) || !money_sub(tariff.amount, charged_out_of_court, &tariff.amount))
		return too_large();
	if (money_is_negative(tariff.amount))
		tariff.amount = money_zero();
	return tariff;
}

/* ---- reminders ---------------------------------------------------------------------------------------------------- */

const char *reminder_verdict_name(ReminderVerdict verdict)
{
	static const char *const names[] = { "free", "allowed", "cut", "too_soon", "too_many", "undated", "unknown" };
	return names[verdict];
}

static bool same_arrears(const Reminder *a, const Reminder *b)
{
	return g_strcmp0(a->arrears, b->arrears) == 0;
}

static bool same_performance(const Reminder *a, const Reminder *b)
{
	return a->performance != NULL && g_strcmp0(a->performance, b->performance) == 0;
}

static bool carries_fee(const ReminderAnswer *answer)
{
	return answer->verdict == REMINDER_ALLOWED || answer->verdict == REMINDER_CUT;
}

/* The reminder order[at], after those before it in order, whose answers are there already. */
static ReminderAnswer judge(const Law *law, const Reminder *all, const int *order, int at, const ReminderAnswer *answers)
{
	const Reminder *it = &all[order[at]];
	ReminderAnswer answer = { .allowed = money_zero(), .gap_days = -1 };
	int in_arrears = 0, of_performance = 0, letter_gap = -1, most, least_gap;
	for (int i = 0; i < at; i++) {
		const Reminder *other = &all[order[i]];
		if (!date_known(other->sent_on) || !date_known(it->sent_on))
			continue;
		bool related = same_arrears(it, other) || same_performance(it, other);
		letter_gap = related ? date_diff(other->sent_on, it->sent_on) : letter_gap;
		if (!carries_fee(&answers[order[i]]))
			continue;
		in_arrears += same_arrears(it, other);
		of_performance += same_performance(it, other);
		answer.gap_days = related ? date_diff(other->sent_on, it->sent_on) : answer.gap_days;
	}
	if (money_is_zero(it->fee) || money_is_negative(it->fee)) {
		answer.verdict = REMINDER_FREE;
		return answer;
	}
	CostAnswer cap = cost_cap(law, COST_RYKKERGEBYR, it->sent_on, money_zero());
	if (!date_known(it->sent_on)) {
		answer.verdict = REMINDER_UNDATED;
	} else if (cap.status != COST_KNOWN || !law_limit_number(law, "rykkergebyr_count_max", it->sent_on, &most) ||
	           !law_limit_number(law, "rykker_gap_min", it->sent_on, &least_gap)) {
		answer.verdict = REMINDER_NO_LAW;
	} else if (in_arrears >= most || of_performance >= most) {
		answer.verdict = REMINDER_TOO_MANY;
	} else if (answer.gap_days >= 0 && answer.gap_days < least_gap) {
		answer.verdict = REMINDER_TOO_SOON;
	} else {
		answer.verdict = money_compare(it->fee, cap.amount) > 0 ? REMINDER_CUT : REMINDER_ALLOWED;
		answer.allowed = money_min(it->fee, cap.amount);
		answer.doubtful = answer.gap_days == least_gap || (letter_gap >= 0 && letter_gap <= least_gap);
	}
	return answer;
}

CostAnswer cost_reminders(const Law *law, const Reminder *reminders, int n, ReminderAnswer *answers)
{
	g_autofree int *order = g_new(int, (gsize)n + 1);
	for (int i = 0; i < n; i++) { /* by day, unknown days first, the given order on the same day */
		int at = i;
		for (; at > 0 && date_compare(reminders[order[at - 1]].sent_on, reminders[i].sent_on) > 0; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
	CostAnswer sum = known(money_zero(), VAT_OUTSIDE, NULL, &quote_reminders);
	for (int i = 0; i < n; i++) {
		ReminderAnswer *answer = &answers[order[i]];
		*answer = judge(law, reminders, order, i, answers);
		if (answer->verdict == REMINDER_UNDATED && sum.status == COST_KNOWN)
			sum = unknown(&quote_reminders, "Dagen for en rykker med gebyr er ukendt.",
			              "The day of a reminder with a fee is not known.");
		else if (answer->verdict == REMINDER_NO_LAW && sum.status == COST_KNOWN)
			sum = unknown(&quote_reminders, "Tabellen har ingen række for dagen.",
			              "The table has no row for the day.");
		else if (sum.status == COST_KNOWN && !money_add(sum.amount, answer->allowed, &sum.amount))
			sum = too_large();
	}
	return sum;
}

ReminderAnswer cost_next_reminder(const Law *law, const Reminder *sent, int n, const Reminder *next)
{
	g_autofree Reminder *all = g_new(Reminder, (gsize)n + 1);
	g_autofree ReminderAnswer *answers = g_new0(ReminderAnswer, (gsize)n + 1);
	for (int i = 0; i < n; i++)
		all[i] = sent[i];
	all[n] = *next;
	cost_reminders(law, all, n + 1, answers);
	return answers[n];
}
