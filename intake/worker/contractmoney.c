/* Days of payment and agreed interest. What is no plain number of days, or no plain rate, stays below the threshold. */
#include "intake/limits.h"
#include "intake/worker/contract.h"

#include <string.h>

enum { SURE = 85, LIKELY = 75, UNSURE = 35, RATES_MOST = 8 };

/* ---- days of payment ---- */

static const char *const days_patterns[] = {
	"betalingsfrist*|kredittid*|forfaldstid|kreditfrist ~5 # dage|dages|dag",
	"betalingsbetingelser*|betalingsvilkår*|betaling|forfald*|betalingsform ~6 # dage|dages",
	"betales|betalt|betale|forfalder|indbetales ~8 # dage ~3 faktura*|modtag*|levering*|fakturerings*|afsendelse*|udstedelse*",
	"faktura*|beløb*|fakturaer ~8 forfalder|betales|betalt ~6 # dage ~2 efter|fra",
	"netto # dage|dg|days|tage|dagar",
	"# dage|dages|days|tage|dagar netto|net",
	"# dage|dages ~2 fra|efter ~2 faktura*|fakturerings*",
	"# dages betalingsfrist*|kredit|betaling|kredittid",
	"payment ~6 # days",
	"payable|paid|due|pay ~8 # days",
	"net # days",
	"zahlungsziel|zahlungsfrist|zahlungsbedingungen|zahlung|zahlbar|zahlen ~8 # tage|tagen|kalendertagen",
	"betalningsvillkor|betalningstid|betalning|betalas|förfaller ~8 # dagar",
};

/* Another period than the one of payment. */
static const char *const other_periods[] = {
	"reklam*|reklamation*|mangel*|opsig*|fortryd*|fortrydelses*|varsel|varsles|rykker*|*rykker|påkrav*|klage*|indsigelse*",
	"complaint*|defect*|terminat*|cancel*|claims|notice|withdraw*",
	"mängel*|mängelrüge*|rüge*|kündig*|widerruf*|mahn*", "reklamera*|reklamation*|uppsäg*|ånger*|påminnelse*",
	"gyldig*|vedstå*|acceptfrist|valid|binding|bindefrist|gültig", "depositum|deposit|garanti*|warranty|gewährleistung*", NULL,
};

static const char *const discounts[] = { "rabat*|*rabat|kontantrabat|kasserabat|kassekonto|skonto|discount|kassarabatt", NULL };

/* Days that begin with the end of a month: no plain number. */
static const char *const month_ends[] = {
	"løbende|lb|lbm|fakturamåned*|end|monatsende|månadsslut|fri|leveringsmåned*", "udgangen ~2 måned*|måneden",
	"month-end|ultimo|eom", NULL,
};

static bool days_known(const Reading *reading, const char *value)
{
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->name, "contract.payment_days") == 0 && strcmp(fact->value, value) == 0)
			return true;
	}
	return false;
}

static void add_days(const Flow *flow, Reading *reading, const FlowMatch *match, int64_t days, int confidence)
{
	guint first, last;
	g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, days);
	flow_sentence(flow, match->first, &first, &last);
	if (match->first - first > 12)
		first = match->first - 12;
	if (last > match->last + 8)
		last = match->last + 8;
	if (!days_known(reading, value))
		flow_fact(flow, reading, "document", "contract.payment_days", value, first, last, confidence);
}

static void take_days(const Flow *flow, Reading *reading, const FlowMatch *match)
{
	guint first, last;
	flow_sentence(flow, match->first, &first, &last);
	FlowMatch net;
	guint near = match->value_at - MIN(match->value_at - first, 6u);
	bool month_end = flow_has(flow, near, MIN(last, match->last + 5) + 1, month_ends);
	bool discount = flow_has(flow, first, last + 1, discounts);
	bool netto = flow_find(flow, near, match->value_at + 3, "netto|net", &net);
	if (match->count > 365)
		return;
	if (month_end) {
		add_days(flow, reading, match, match->count, UNSURE);
		return;
	}
	/* "8 dage 2 % rabat, 30 dage netto": only the net period is the period. */
	if (discount && !netto)
		return;
	if (flow_has(flow, first, last + 1, other_periods)) {
		add_days(flow, reading, match, match->count, UNSURE);
		return;
	}
	add_days(flow, reading, match, match->count, SURE);
}

static const char *const cash_patterns[] = {
	"netto kontant*", "kontant ~1 netto", "kontant ~2 ved levering*|modtag*|afhentning", "kontant betaling",
	"sofort ~2 netto|fällig|zahlbar", "payable|due ~3 receipt|presentation", "cash on delivery", "prompt netto",
};

void contract_payment(const Flow *flow, Reading *reading)
{
	FlowMatch match;
	for (size_t i = 0; i < G_N_ELEMENTS(days_patterns); i++)
		for (guint from = 0; flow_find(flow, from, 0, days_patterns[i], &match); from = match.first + 1)
			take_days(flow, reading, &match);
	for (size_t i = 0; i < G_N_ELEMENTS(cash_patterns); i++)
		if (flow_find(flow, 0, 0, cash_patterns[i], &match)) {
			guint first, last;
			static const char *const no[] = { "ikke|not|nicht|inte|rabat*|skonto|discount", "# dage|days|tage", NULL };
			flow_sentence(flow, match.first, &first, &last);
			/* Cash on delivery: due when delivered, which no number of days from the invoice says. */
			bool plain = (i <= 1 || i == 4 || i == 5 || i == 7) && !flow_has(flow, first, last + 1, no);
			add_days(flow, reading, &match, 0, plain ? LIKELY : UNSURE);
			break;
		}
}

/* ---- interest ---- */

static const char *const interest_words[] = {
	"*rente|*renter|rente*|renter|forrentes|morarenter|forrentning|rentesats*|*renten",
	"interest|zinsen|verzugszinsen|zins|zinssatz|ränta|räntan|dröjsmålsränta",
	NULL,
};

/* A rate on top of a rate that moves is none that one can write down. */
static const char *const moving[] = {
	"procesrente*|rentelov*|referencesats*|referencerente*|udlånsrente*|diskonto*|nationalbank*|cibor*|euribor*|basisrente",
	"basiszins*|basiszinssatz*|referensränta*|räntelag*|ecb", "base|reference rate|rates", "percentage points",
	"prozentpunkte*|procentpoint|procentenheter", "op til", "up to", NULL,
};

static const char *const monthly[] = {
	"måned*|pr.måned|md|mdr|månedlig*|månedligt", "month|monthly|monat|monatlich|månad*", NULL,
};
static const char *const yearly[] = {
	"år|år|årlig*|årligt|p.a|pa|årets|året", "year|annum|annually|yearly|jahr|jährlich|jahres|årligen|årsränta", NULL,
};
static const char *const other_rates[] = {
	"rabat*|skonto|discount|moms|mva|vat|mwst|bod|dagbod|provision*|depositum|garanti*|sikkerhed*|acontobeløb", NULL,
};

static void take_rate(const Flow *flow, Reading *reading, const FlowMatch *match)
{
	guint first, last;
	flow_sentence(flow, match->first, &first, &last);
	if (!flow_has(flow, first, last + 1, interest_words))
		return;
	guint after = MIN(last, match->last + 6), before = match->first - MIN(match->first - first, 4u);
	bool by_month = flow_has(flow, match->last, after + 1, monthly), by_year = flow_has(flow, match->last, after + 1, yearly);
	if (!by_month && !by_year) {
		by_month = flow_has(flow, before, match->first, monthly);
		by_year = flow_has(flow, before, match->first, yearly);
	}
	int64_t bp = (int64_t)match->rate * (by_month && !by_year ? 12 : 1);
	bool plain = by_month != by_year && bp <= 10000 && bp > 0 && !flow_has(flow, first, last + 1, moving) &&
	             !flow_has(flow, before, after + 1, other_rates);
	static const char *const no[] = { "ikke|ingen|not|no|nicht|keine|inte|ingen|uden|rentefri*", NULL };
	plain = plain && !flow_has(flow, match->first - MIN(match->first - first, 6u), match->last + 1, no);
	g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, bp);
	if (bp <= 100000)
		flow_fact(flow, reading, "document", "contract.interest_bp", value, first, MIN(last, first + 60), plain ? SURE : UNSURE);
}

static bool same_rate_there(const Reading *reading, guint before, int64_t bp)
{
	g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, bp);
	for (guint i = 0; i < before; i++) {
		const Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->name, "contract.interest_bp") == 0 && strcmp(fact->value, value) == 0 && fact_counts(fact))
			return true;
	}
	return false;
}

void contract_interest(const Flow *flow, Reading *reading)
{
	FlowMatch match;
	guint rates = 0;
	for (guint from = 0; rates < RATES_MOST && flow_find(flow, from, 0, "%", &match); from = match.last + 1) {
		guint before = reading->facts->len;
		take_rate(flow, reading, &match);
		const Fact *made = reading->facts->len > before ? reading->facts->pdata[before] : NULL;
		if (made != NULL && same_rate_there(reading, before, g_ascii_strtoll(made->value, NULL, 10)))
			g_ptr_array_set_size(reading->facts, (int)before);
		rates += reading->facts->len - before;
	}
}
