/* Every rule on cases built in memory (trial.h): where it strikes, and one øre or one day inside where it does not. */
#include "trial.h"

typedef struct Trial {
	const char *change;
	const char *on; /* NULL: 2026-11-22 */
	const char *rule; /* NULL: only the route is looked at */
	const char *about;
	const char *verdict;
	const char *effect;
	const char *route; /* NULL: not looked at */
} Trial;

static const Finding *finding_of(const Assessment *a, const Trial *t)
{
	for (guint i = 0; i < a->findings->len; i++) {
		const Finding *f = a->findings->pdata[i];
		if (strcmp(f->rule->id, t->rule) == 0 && (t->about == NULL || strcmp(f->about, t->about) == 0))
			return f;
	}
	return NULL;
}

static void show(const Trial *t, const Assessment *a)
{
	g_autoptr(cJSON) json = assessment_json(a, LANG_EN, false);
	cJSON_DeleteItemFromObjectCaseSensitive(json, "owed");
	g_autofree char *text = json_print(json);
	print_error("case: %s\n%s\n", t->change, text);
}

static bool found_in(const Assessment *a, const char *id)
{
	for (guint i = 0; i < a->findings->len; i++) {
		const Finding *f = a->findings->pdata[i];
		if (f->verdict == VERDICT_FOUND && strcmp(f->rule->id, id) == 0)
			return true;
	}
	return false;
}

static void try_one(const Trial *t)
{
	g_autoptr(Case) c = build(t->change, NULL);
	g_autoptr(Assessment) a = assess(c, law, day(t->on != NULL ? t->on : "2026-11-22"));
	const Finding *f = t->rule != NULL ? finding_of(a, t) : NULL;
	bool good = t->rule == NULL || (f != NULL && (t->verdict == NULL || strcmp(verdict_name(f->verdict), t->verdict) == 0) &&
	                                (t->effect == NULL || strcmp(effect_name(f->effect), t->effect) == 0));
	good = good && (t->route == NULL || strcmp(route_name(a->route), t->route) == 0);
	if (!good) {
		show(t, a);
		fail_msg("%s: %s, wanted %s %s, route %s", t->rule != NULL ? t->rule : "route",
		         f != NULL ? verdict_name(f->verdict) : "none", t->verdict != NULL ? t->verdict : "",
		         t->effect != NULL ? t->effect : "", t->route != NULL ? t->route : "any");
	}
	for (guint i = 0; i < a->findings->len; i++) {
		const Finding *each = a->findings->pdata[i];
		for (Lang lang = LANG_DA; lang <= LANG_EN; lang++) {
			const char *because = finding_because(each, lang), *asked = finding_asked(each, lang);
			assert_non_null(because);
			assert_null(strstr(because, "{"));
			assert_null(strstr(because, "(null)"));
			assert_null(strstr(because, ".."));
			assert_true(asked == NULL || strstr(asked, "{") == NULL);
		}
	}
}


static void try_all(const Trial *trials, size_t n)
{
	for (size_t i = 0; i < n; i++)
		try_one(&trials[i]);
}
#define TRY(...)                                                                                                       \
	const Trial trials[] = { __VA_ARGS__ };                                                                        \
	(void)state;                                                                                                   \
	try_all(trials, G_N_ELEMENTS(trials))

static void ordinary_case_walks(void **state)
{
	TRY({ "", NULL, NULL, NULL, NULL, NULL, BP }, { CONSUMER, NULL, NULL, NULL, NULL, NULL, BP },
	    { "-debtor/d1 debtor.kind", NULL, NULL, NULL, NULL, NULL, BP },
	    { "-debtor/d1 party.country", NULL, NULL, NULL, NULL, NULL, BP },
	    { "invoice/1001 invoice.currency=DKK", NULL, NULL, NULL, NULL, NULL, BP },
	    { SECOND_ITEM, NULL, NULL, NULL, NULL, NULL, BP });
}

static void objection_closes_betalingspaakrav(void **state)
{
	TRY({ "@objection_received 2026-11-01", NULL, "U01", "case", "FOUND", "BLOCK_BP", "civil_claim" },
	    { "@objection_received 2026-11-01 debtor=d1", NULL, "U01", "debtor/d1", "FOUND", "BLOCK_BP", "civil_claim" },
	    { "@objection_received 2026-11-01;@objection_cleared 2026-11-02;instruction instruction.on=2026-11-20", NULL, "U01",
	      NULL, "UNKNOWN", "WARN", BP },
	    { "@objection_received 2026-11-23", NULL, "U01", NULL, "UNKNOWN", "WARN", BP },
	    { "claim instruction.objection_expected=yes", NULL, "U01", NULL, "FOUND", "BLOCK_BP", "civil_claim" },
	    { "claim instruction.objection_expected=no", NULL, "U01", NULL, "CLEAR", NULL, BP });
}

static void what_is_claimed(void **state)
{
	TRY({ "item/2 item.kind=not-money;item/2 item.principal_ore=100", NULL, "U02", "item/2", "FOUND", "BLOCK_BP",
	      "civil_claim" },
	    { "item/2 item.kind=other-money;item/2 item.principal_ore=100;item/2 item.due_on=2026-09-02", NULL, "U02", NULL, "CLEAR",
	      NULL, BP },
	    { "invoice/1001 invoice.due_on=2026-11-22", NULL, "U03", NULL, "FOUND", "WAIT", "missing" },
	    { "", "2026-09-02", "U03", NULL, "FOUND", "WAIT", "missing" }, { "", "2026-09-03", "U03", NULL, "CLEAR", NULL, NULL },
	    { "-invoice/1001 invoice.due_on", NULL, "U03", NULL, "UNKNOWN", "MISSING", "missing" },
	    { "@henstand_granted 2026-11-01 deadline=2026-11-22", NULL, "U03", NULL, "FOUND", "WAIT", "missing" },
	    { "@henstand_granted 2026-11-01 deadline=2026-11-21", NULL, "U03", NULL, "CLEAR", NULL, BP },
	    { "-invoice/1001 invoice.payable_ore", NULL, "R04", NULL, "UNKNOWN", "MISSING", "missing" });
}

static void limit_is_one_oere_sharp(void **state)
{
	TRY({ "invoice/1001 invoice.payable_ore=10000000", NULL, "U04", NULL, "CLEAR", NULL, BP },
	    { OVER, NULL, "U04", NULL, "FOUND", "BLOCK_BP", "civil_claim" },
	    /* A credit note takes the one øre off; a payment first pays interest, so it takes more. */
	    { OVER "@credit 2026-09-10 amount=0.01", NULL, "U04", NULL, "CLEAR", NULL, BP },
	    { OVER "@payment 2026-11-01 amount=0.01", NULL, "U04", NULL, "FOUND", NULL, "civil_claim" },
	    { OVER "@payment 2026-11-01 amount=5000.00", NULL, "U04", NULL, "CLEAR", NULL, BP },
	    /* The limit follows the filing date: 50,000 until 30 September 2011. */
	    { "invoice/1001 invoice.payable_ore=5000001", "2011-09-30", "U04", NULL, "FOUND", "BLOCK_BP", NULL },
	    { "invoice/1001 invoice.payable_ore=5000001", "2011-10-01", "U04", NULL, "CLEAR", NULL, NULL });
}

static void demand_covers_each_item(void **state)
{
	TRY({ "-@demand_sent", NULL, "U06", "invoice/1001", "FOUND", "WAIT", "missing" },
	    { "-@demand_sent;@demand_sent 2026-10-05 deadline=2026-10-15", NULL, "U06", NULL, "CLEAR", NULL, BP },
	    { "-@demand_sent;@demand_sent 2026-10-05 deadline=2026-10-14", NULL, "U06", NULL, "FOUND", "WAIT", "missing" },
	    { "-@demand_sent;@demand_sent 2026-10-05 deadline=2026-10-14", NULL, "D01", NULL, "FOUND", "WAIT", "missing" },
	    { "-@demand_sent;@demand_sent 2026-10-05", NULL, "D02", NULL, "UNKNOWN", "MISSING", "missing" },
	    { "", "2026-10-19", "U06", NULL, "FOUND", "WAIT", "missing" }, { "", "2026-10-20", "U06", NULL, "CLEAR", NULL, BP },
	    { "-@demand_sent;@demand_sent 2026-09-01 deadline=2026-10-14", NULL, "U06", NULL, "FOUND", "WAIT", "missing" },
	    { "-@demand_sent;@demand_sent 2026-09-02 deadline=2026-10-14", NULL, "U06", NULL, "CLEAR", NULL, BP },
	    { "-@demand_sent;#brev.pdf demand", NULL, "U06", NULL, "UNKNOWN", "MISSING", "missing" },
	    /* A short letter followed by a good one. */
	    { "@demand_sent 2026-11-01 deadline=2026-11-05", NULL, "U06", NULL, "CLEAR", NULL, BP },
	    /* The creditor's own civil claim is only warned; a lawyer's is stopped. */
	    { OVER "-@demand_sent", NULL, "U06", NULL, "FOUND", "WARN", "civil_claim" },
	    { OVER "-@demand_sent;claim operator.kind=lawyer", NULL, "U06", NULL, "FOUND", "WAIT", "missing" });
	g_autofree char *late = g_strconcat(SECOND_ITEM, ";-@demand_sent;@demand_sent 2026-10-05 deadline=2026-10-19 claim=invoice/1001", NULL);
	const Trial alone[] = { { late, NULL, "U06", "invoice/1001", "CLEAR", NULL, "missing" },
		                { late, NULL, "U06", "invoice/1002", "FOUND", "WAIT", "missing" } };
	try_all(alone, 2);
	g_autofree char *two = g_strdup("debtor/d2 debtor.kind=consumer;debtor/d2 party.name=Ole Prøvesen;"
	                                "debtor/d2 party.address=Overgade 8;debtor/d2 party.postcode=5000;"
	                                "debtor/d2 party.city=Odense C;-@demand_sent;"
	                                "@demand_sent 2026-10-05 deadline=2026-10-19 debtor=d1");
	const Trial debtors[] = { { two, NULL, "U06", "invoice/1001", "FOUND", "WAIT", "missing" } };
	try_all(debtors, 1);
}

static void limitation_by_item(void **state)
{
#define DUE(day) "invoice/1001 invoice.issue_on=2023-08-03;invoice/1001 invoice.due_on=" day
	TRY({ DUE("2023-11-20"), NULL, "U08", NULL, "FOUND", "BLOCK_ALL", "unsuitable" },
	    /* 22 November 2026 is a Sunday: the last day moves to Monday, fl § 27. */
	    { DUE("2023-11-22"), "2026-11-23", "U08", NULL, "CLEAR", NULL, BP },
	    { DUE("2023-11-22"), "2026-11-24", "U08", NULL, "FOUND", "BLOCK_ALL", "unsuitable" },
	    { DUE("2023-11-22"), "2026-11-23", "U09", NULL, "FOUND", "WARN", BP },
	    /* 90 days before Friday 19 February 2027, and 91. */
	    { DUE("2024-02-19"), "2026-11-21", "U09", NULL, "FOUND", "WARN", BP },
	    { DUE("2024-02-19"), "2026-11-20", "U09", NULL, "CLEAR", NULL, BP },
	    { "-invoice/1001 invoice.due_on", NULL, "U08", NULL, "UNKNOWN", "INFO", "missing" });
	g_autofree char *part = g_strconcat(DUE("2022-11-22"), SECOND_ITEM, NULL);
	const Trial cut[] = { { part, NULL, "U08", "invoice/1001", "FOUND", "FIX", "missing" },
		              { part, NULL, "U08", "invoice/1002", "CLEAR", NULL, "missing" } };
	try_all(cut, 2);
}

static void near_limitation_forces_two_choices(void **state)
{
	(void)state;
	g_autoptr(Case) c = build(DUE("2023-11-24"), "claim choice.serve_if_barred=no;claim choice.court_case=no");
	g_autoptr(Assessment) a = assess(c, law, day("2026-11-22"));
	assert_true(a->serve_if_barred);
	assert_true(a->court_case);
	g_autoptr(Case) far = build("claim choice.serve_if_barred=no;claim choice.court_case=no", NULL);
	g_autoptr(Assessment) b = assess(far, law, day("2026-11-22"));
	assert_false(b->serve_if_barred);
	assert_false(b->court_case);
	assert_true(b->udlaeg);
}

#define RISK "-@demand_sent;@risk_recorded 2026-11-20 ground=flytter;"
static void a_person_decides(void **state)
{
	TRY({ RISK, NULL, "U06", NULL, "FOUND", "HUMAN", "person" },
	    { RISK "@person_decided 2026-11-21 ground=U06 by=Prøve", NULL, "U06", NULL, "FOUND", "WARN", BP },
	    /* Older than the risk, about another rule, or said by the submission itself. */
	    { RISK "@person_decided 2026-11-19 ground=U06 by=Prøve", NULL, "U06", NULL, "FOUND", "HUMAN", "person" },
	    { RISK "@person_decided 2026-11-21 ground=U060 by=Prøve", NULL, "U06", NULL, "FOUND", "HUMAN", "person" },
	    { RISK "@person_decided 2026-11-21 ground=U06", NULL, "U06", NULL, "FOUND", "HUMAN", "person" },
	    { RISK "-@demand_sent;@demand_sent 2026-11-19 deadline=2026-11-20", NULL, "D01", NULL, "FOUND", "WARN", "person" },
	    /* What the record must be put right for, no decision settles. */
	    { "invoice/1001 invoice.currency=EUR;@person_decided 2026-11-21 ground=R07 by=Prøve", NULL, "R07", NULL, NULL, "HUMAN",
	      "person" });
}

static void part_disputes_are_not_filed_in_silence(void **state)
{
	TRY({ "@objection_received 2026-11-01 claim=invoice/1001" SECOND_ITEM, NULL, "P01", NULL, "FOUND", "HUMAN", "person" },
	    { "@objection_received 2026-11-01 claim=invoice/1001;@person_decided 2026-11-02 ground=P01 by=Prøve" SECOND_ITEM, NULL,
	      "P01", NULL, "FOUND", "WARN", "civil_claim" },
	    { "@objection_received 2026-11-01 claim=invoice/1001", NULL, "P01", NULL, "CLEAR", NULL, "civil_claim" },
	    { "@objection_received 2026-11-01 amount=500.00", NULL, "P01", NULL, "FOUND", "HUMAN", "person" },
	    /* A part of the one item there is; one øre less than it, and the whole of it. */
	    { "@objection_received 2026-11-01 claim=invoice/1001 amount=500.00", NULL, "P01", NULL, "FOUND", "HUMAN", "person" },
	    { "@objection_received 2026-11-01 claim=invoice/1001 amount=12499.99", NULL, "P01", NULL, "FOUND", "HUMAN", "person" },
	    { "@objection_received 2026-11-01 claim=invoice/1001 amount=12500.00", NULL, "P01", NULL, "CLEAR", NULL, "civil_claim" },
	    /* An objection to everything is not over because one claim was cleared. */
	    { "@objection_received 2026-11-01;@objection_cleared 2026-11-02 claim=invoice/1001" SECOND_ITEM, NULL, "U01", NULL, "FOUND",
	      "BLOCK_BP", "civil_claim" },
	    { "@objection_received 2026-11-01 claim=invoice/1001;@objection_cleared 2026-11-02" SECOND_ITEM, NULL, "U01", NULL,
	      "UNKNOWN", "WARN", BP },
	    { "@bp_filed 2026-10-25;@bp_objection 2026-11-10", NULL, "U01", NULL, "FOUND", "BLOCK_BP", "civil_claim" },
	    { "@bp_filed 2026-10-25;@bp_objection 2026-11-10;@objection_cleared 2026-11-12", NULL, "U01", NULL, "UNKNOWN", "WARN",
	      BP });
}

/* A name that a court can serve and take assets from. */
static void the_debtor_is_somebody(void **state)
{
#define FORM(form, name) "debtor/d1 debtor.legal_form=" form ";debtor/d1 party.name=" name
	TRY({ FORM("Enkeltmandsvirksomhed", "Kiosken ved Havnen"), NULL, "C01", NULL, "FOUND", "FIX", "missing" },
	    { FORM("Enkeltmandsvirksomhed", "Kiosken v/Ida Prøve"), NULL, "C01", NULL, "CLEAR", NULL, BP },
	    { FORM("I/S", "Brødrene Prøve I/S") ";debtor/d2 party.name=Søstrene Prøve I/S;debtor/d2 debtor.legal_form=I/S;"
	      "debtor/d2 party.address=Overgade 8;debtor/d2 party.postcode=5000;debtor/d2 debtor.kind=business", NULL, "C02", NULL,
	      "FOUND", "WARN", BP },
	    { "debtor/d1 party.name=Kiosken ved Havnen", NULL, "C04", NULL, "FOUND", "WARN", BP },
	    { "debtor/d1 party.name=SOLSIKKEN APS", NULL, "C04", NULL, "CLEAR", NULL, BP });
#undef FORM
}

static void days_are_counted_as_chosen(void **state)
{
	(void)state;
	static const char *const methods[] = { "ACT_ACT_EXCL", "ACT_ACT_INCL", "ACT_365_EXCL", "E30_360" };
	for (size_t i = 0; i < G_N_ELEMENTS(methods); i++) {
		g_autofree char *change = g_strdup_printf("claim choice.day_count=%s", methods[i]);
		g_autoptr(Case) c = build(change, NULL);
		g_autoptr(Assessment) a = assess(c, law, day("2026-11-22"));
		assert_string_equal(day_count_name(a->owed->day_count), methods[i]);
		assert_int_equal(found_in(a, "M09"), i > 0);
	}
}

static void debtor_by_debtor(void **state)
{
	TRY({ "-debtor/d1 party.address", NULL, "U11", "debtor/d1", "UNKNOWN", "MISSING", "missing" },
	    { "@service_failed 2026-11-01 debtor=d1", NULL, "U11", NULL, "FOUND", "WAIT", "missing" },
	    { "@bankruptcy_notice 2026-11-22 debtor=d1", NULL, "U12", NULL, "FOUND", "BLOCK_ALL", "unsuitable" },
	    { "@bankruptcy_notice 2026-11-23 debtor=d1", NULL, "U12", NULL, "UNKNOWN", "WARN", BP },
	    { "@bankruptcy_notice 2026-11-01;@estate_closed_none 2026-11-20", NULL, "U12", NULL, "UNKNOWN", "WARN", BP },
	    { "@reconstruction_notice 2026-11-01", NULL, "U13", NULL, "FOUND", "WARN", BP },
	    { "", NULL, "U13", NULL, "UNKNOWN", "WARN", BP },
	    { "@debt_relief_notice 2026-11-01", NULL, "U14", NULL, "FOUND", "BLOCK_ALL", "unsuitable" },
	    { "@debt_relief_notice 2026-11-01;@relief_refused 2026-11-20", NULL, "U14", NULL, "UNKNOWN", "WARN", BP },
	    { "debtor/d1 debtor.legal_form=ApS", NULL, "U14", NULL, "CLEAR", NULL, BP },
	    { "@nothing_found 2025-11-23", NULL, "U15", NULL, "FOUND", "WARN", BP },
	    { "@nothing_found 2025-11-22", NULL, "U15", NULL, "CLEAR", NULL, BP },
	    { "", NULL, "U15", NULL, "UNKNOWN", "WARN", BP },
	    { "@death_notice 2026-11-01 debtor=d1", NULL, "U16", NULL, "FOUND", "BLOCK_ALL", "unsuitable" },
	    { CONSUMER, NULL, "U16", NULL, "UNKNOWN", "WARN", BP });
}

/* The company register was asked on that day about the debtor's number, and answered so. */
#define LOOKED(day, status, word)                                                                                      \
	"debtor/d1 party.cvr=99002018;debtor/d1 debtor.looked_up_on=" day ";debtor/d1 debtor.registered_cvr=99002018;" \
	"debtor/d1 debtor.status=" status ";debtor/d1 debtor.registered_name=" word

static void the_register_is_heard(void **state)
{
	TRY({ LOOKED("2026-11-15", "active", "Solsikken ApS"), NULL, "U12", "debtor/d1", "CLEAR", NULL, BP },
	    { LOOKED("2026-11-15", "active", "Solsikken ApS"), NULL, "U13", NULL, "CLEAR", NULL, BP },
	    /* What it cannot tell stays as it was. */
	    { LOOKED("2026-11-15", "active", "Solsikken ApS"), NULL, "U14", NULL, "UNKNOWN", "WARN", BP },
	    /* One day too old, and one day too early. */
	    { LOOKED("2026-11-14", "active", "Solsikken ApS"), NULL, "U12", NULL, "UNKNOWN", "WARN", BP },
	    { LOOKED("2026-11-23", "active", "Solsikken ApS"), NULL, "U12", NULL, "UNKNOWN", "WARN", BP },
	    { LOOKED("2026-11-22", "unknown", "Solsikken ApS"), NULL, "U12", NULL, "UNKNOWN", "WARN", BP },
	    { LOOKED("2026-09-01", "bankrupt", "Solsikken ApS"), NULL, "U12", NULL, "FOUND", "BLOCK_ALL", "unsuitable" },
	    { LOOKED("2026-09-01", "bankrupt", "Solsikken ApS") ";@estate_closed_none 2026-08-31", NULL, "U12", NULL, "FOUND", NULL,
	      NULL },
	    { LOOKED("2026-09-01", "bankrupt", "Solsikken ApS") ";@estate_closed_none 2026-09-01", NULL, "U12", NULL, "UNKNOWN",
	      "WARN", NULL },
	    { LOOKED("2026-09-01", "reconstruction", "Solsikken ApS"), NULL, "U13", NULL, "FOUND", "WARN", BP },
	    { LOOKED("2026-11-20", "reconstruction", "Solsikken ApS"), NULL, "U12", NULL, "CLEAR", NULL, BP },
	    /* A notice goes before the register. */
	    { LOOKED("2026-11-20", "active", "Solsikken ApS") ";@bankruptcy_notice 2026-11-10", NULL, "U12", NULL, "FOUND",
	      "BLOCK_ALL", "unsuitable" },
	    { LOOKED("2026-11-20", "dissolved", "Solsikken ApS"), NULL, "R11", "debtor/d1", "FOUND", "HUMAN", "person" },
	    { LOOKED("2026-11-20", "active", "Solsikken ApS"), NULL, "R11", "debtor/d1", "CLEAR", NULL, BP },
	    { LOOKED("2026-11-20", "active", "SOLSIKKEN APS"), NULL, "R10", "debtor/d1", "CLEAR", NULL, BP },
	    { LOOKED("2026-11-20", "active", "Solsikken Drift ApS"), NULL, "R10", "debtor/d1", "FOUND", "WARN", BP },
	    { "", NULL, "R10", "case", "CLEAR", NULL, BP }, { "", NULL, "R11", "case", "CLEAR", NULL, BP },
	    /* It was asked about another number than the debtor has: the answer is about somebody else. */
	    { LOOKED("2026-11-20", "bankrupt", "Solsikken ApS") ";debtor/d1 party.cvr=99003014", NULL, "U12", NULL, "UNKNOWN",
	      "WARN", BP },
	    /* Asked again: the last answer counts, and alone. */
	    { LOOKED("2026-11-01", "bankrupt", "Solsikken ApS") ";debtor/d1 debtor.looked_up_on+=2026-11-20;"
	      "debtor/d1 debtor.registered_cvr+=99002018;debtor/d1 debtor.status+=active", NULL, "U12", NULL, "CLEAR", NULL, BP },
	    { LOOKED("2026-11-01", "active", "Solsikken Drift ApS") ";debtor/d1 debtor.looked_up_on+=2026-11-20;"
	      "debtor/d1 debtor.registered_cvr+=99002018;debtor/d1 debtor.status+=bankrupt", NULL, "R10", "case", "CLEAR", NULL,
	      "unsuitable" },
	    /* The address service tells the district where the postcode does not; the user's word goes before it. */
	    { "debtor/d1 party.postcode=2100;debtor/d1 debtor.address_looked_up_on=2026-11-20;"
	      "debtor/d1 debtor.looked_up_address=Overgade 7, 2100;debtor/d1 debtor.court_district=Københavns Byret", NULL, "F01",
	      NULL, "CLEAR", NULL, BP },
	    { "debtor/d1 party.postcode=2100;debtor/d1 debtor.address_looked_up_on=2026-11-20;"
	      "debtor/d1 debtor.looked_up_address=Overgade 8, 2100;debtor/d1 debtor.court_district=Københavns Byret", NULL, "F01",
	      NULL, "UNKNOWN", "MISSING", "missing" },
	    { "debtor/d1 party.postcode=2100;debtor/d1 debtor.address_looked_up_on=2026-11-20;"
	      "debtor/d1 debtor.looked_up_address=Overgade 7, 2100;debtor/d1 debtor.court_district=Retten i Esbjerg", NULL, "F01",
	      NULL, "UNKNOWN", "MISSING", "missing" });
}

static void residence_decides(void **state)
{
	TRY({ "debtor/d1 party.country=SE", NULL, "U18", NULL, "FOUND", "HUMAN", "person" },
	    { "debtor/d1 party.country=dk", NULL, "U18", NULL, "CLEAR", NULL, BP },
	    { "debtor/d1 party.country=GL;debtor/d1 party.postcode=3900", NULL, "U19", NULL, "FOUND", "BLOCK_ALL", "unsuitable" },
	    { "debtor/d1 party.country=FO", NULL, "U19", NULL, "FOUND", "BLOCK_ALL", "unsuitable" },
	    { "-debtor/d1 party.country;-debtor/d1 party.postcode", NULL, "U18", NULL, "UNKNOWN", "MISSING", "missing" },
	    { "-debtor/d1 party.country", NULL, "U18", NULL, "CLEAR", NULL, BP });
}

static void sums_must_agree(void **state)
{
#define SUMS(net, vat, total) "invoice/1001 invoice.net_ore=" net ";invoice/1001 invoice.vat_ore=" vat ";invoice/1001 invoice.total_ore=" total
	TRY({ SUMS("1000000", "250000", "1250000"), NULL, "U27", NULL, "CLEAR", NULL, BP },
	    { SUMS("1000001", "250000", "1250000"), NULL, "U27", NULL, "FOUND", "BLOCK_ALL", "unsuitable" },
	    { SUMS("1000000", "250001", "1250001"), NULL, "U27", NULL, "FOUND", "BLOCK_ALL", "unsuitable" },
	    { SUMS("1000000", "250001", "1250001") ";invoice/1001 invoice.rounding_ore=-1", NULL, "U27", NULL, "CLEAR", NULL, BP },
	    { SUMS("1000000", "250001", "1250001") ";invoice/1001 invoice.prepaid_ore=1", NULL, "U27", NULL, "CLEAR", NULL, BP },
	    /* The creditor's word against the invoice's is a conflict, not a sum that fails. */
	    { SUMS("1000000", "250000", "1250000") ";invoice/1001 invoice.payable_ore=1250001;"
	      "invoice/1001 invoice.payable_ore+=1250000", NULL, "U27", NULL, "CLEAR", NULL, "person" },
	    { "invoice/1001 invoice.payable_ore=0", NULL, "U27", NULL, "FOUND", "BLOCK_ALL", "unsuitable" });
}

static void paid_or_credited(void **state)
{
	TRY({ "@payment 2026-10-20 amount=12500.00", NULL, "U32", NULL, "FOUND", "BLOCK_ALL", "unsuitable" },
	    { "@payment 2026-10-20 amount=12499.99", NULL, "U32", NULL, "CLEAR", NULL, BP },
	    { "@credit 2026-10-20 amount=12500.00", NULL, "U32", NULL, "FOUND", "BLOCK_ALL", "unsuitable" },
	    { "claim instruction.unpaid=no", NULL, "U32", NULL, "UNKNOWN", "HUMAN", "person" },
	    { "@payment 2026-10-20 amount=1.00", NULL, "D03", NULL, "FOUND", "INFO", BP },
	    { "@payment 2026-10-04 amount=1.00", NULL, "D03", NULL, "CLEAR", NULL, BP });
}

static int asked_of_title(const char *change, const char *effect)
{
	g_autoptr(Case) c = build(change, NULL);
	g_autoptr(Assessment) a = assess(c, law, day("2026-11-22"));
	int n = 0;
	for (guint i = 0; i < a->findings->len; i++) {
		const Finding *f = a->findings->pdata[i];
		n += strcmp(f->rule->id, "U28") == 0 && finding_asked(f, LANG_DA) != NULL && strcmp(effect_name(f->effect), effect) == 0;
	}
	assert_int_equal(a->route, ROUTE_UDLAEG);
	return n;
}

/* A title without sums, or of another day than its paper, is not taken in silence; it stays the title meanwhile. */
static void a_title_tells_its_sum_and_its_day(void **state)
{
	(void)state;
	assert_int_equal(asked_of_title("@title_at_intake 2026-11-10", "MISSING"), 1);
	assert_int_equal(asked_of_title("@title_at_intake 2026-11-10 amount=12500.00", "MISSING"), 0);
	assert_int_equal(asked_of_title("@title_at_intake 2026-11-10;#dom.pdf title;document/dom.pdf document.dated_on=2026-11-01", "FIX"), 1);
	assert_int_equal(asked_of_title("@title_at_intake 2026-11-01;#dom.pdf title;document/dom.pdf document.dated_on=2026-11-01", "FIX"), 0);
}

static void a_title_goes_to_enforcement(void **state)
{
	TRY({ "@title_at_intake 2026-11-01", NULL, "U28", NULL, "FOUND", "WARN", "udlaeg" },
	    { "#dom.pdf title", NULL, "U28", NULL, "FOUND", "WARN", "udlaeg" },
	    { "#dom.pdf letter", NULL, "U28", NULL, "CLEAR", NULL, BP },
	    /* a signed settlement is one too, also where the rules would ask for a demand first */
	    { "@settlement_signed 2026-11-01", NULL, "U28", NULL, "FOUND", "WARN", "udlaeg" },
	    { "@settlement_signed 2026-11-01;-@demand_sent", NULL, NULL, NULL, NULL, NULL, "udlaeg" },
	    { "#dom.pdf title;-@demand_sent", NULL, NULL, NULL, NULL, NULL, "udlaeg" },
	    { "#dom.pdf title;debtor/d1 party.country=SE", NULL, NULL, NULL, NULL, NULL, "person" },
	    { "@board_complaint_opened 2026-11-01", NULL, "U23", NULL, "FOUND", "BLOCK_ALL", "unsuitable" },
	    { "@board_complaint_opened 2026-11-01;@board_closed 2026-11-02", NULL, "U23", NULL, "CLEAR", NULL, BP },
	    { "letter/1 contract.arbitration=yes", NULL, "U21", NULL, "FOUND", "HUMAN", "person" },
	    { "letter/1 contract.venue=Landgericht Kiel", NULL, "U22", NULL, "FOUND", "HUMAN", "person" },
	    { "letter/1 contract.venue=Retten i Odense", NULL, "U22", NULL, "CLEAR", NULL, BP },
	    { "", NULL, "U21", NULL, "UNKNOWN", "INFO", BP });
}

static void record_faults(void **state)
{
	TRY({ "invoice/1001 invoice.payable_ore+=1250001", NULL, "R01", NULL, "FOUND", "HUMAN", "person" },
	    { "invoice/1001 invoice.payable_ore+=1250000", NULL, "R01", NULL, "CLEAR", NULL, BP },
	    { "-creditor party.address", NULL, "R02", NULL, "UNKNOWN", "MISSING", "missing" },
	    { "creditor party.country=SE", NULL, "R02", NULL, "FOUND", "WARN", BP },
	    { "-debtor/d1 party.name", NULL, "R03", NULL, "UNKNOWN", "MISSING", "missing" },
	    { "-creditor creditor.account", NULL, "R05", NULL, "UNKNOWN", "WARN", BP },
	    { "-creditor creditor.account;invoice/1001 payment.bank=1234;invoice/1001 payment.account=567890", NULL, "R05", NULL,
	      "CLEAR", NULL, BP },
	    { OVER "-creditor creditor.account", NULL, "R05", NULL, "UNKNOWN", "INFO", "civil_claim" },
	    { "invoice/1001 invoice.currency=EUR", NULL, "R07", NULL, "FOUND", "HUMAN", "person" },
	    { OVER "#kontrakt.pdf contract", NULL, "R09", NULL, "FOUND", "WARN", "civil_claim" },
	    { "#kontrakt.pdf contract", NULL, "R09", NULL, "CLEAR", NULL, BP });
}

/* Two sources on who owes it are a conflict first; when a person has settled the number the invoice's own still asks why. */
static void who_owes_and_who_is_owed(void **state)
{
	TRY({ "invoice/1001 buyer.cvr+=99003014;debtor/d1 party.cvr=99002018", NULL, "R01", NULL, "FOUND", "HUMAN", "person" },
	    { "invoice/1001 buyer.cvr+=99003014;debtor/d1 party.cvr!=99002018", NULL, "U10", "invoice/1001", "UNKNOWN", "HUMAN",
	      "person" },
	    { "invoice/1001 buyer.cvr+=99003014;debtor/d1 party.cvr!=99003014", NULL, "U10", NULL, "CLEAR", NULL, BP },
	    { "invoice/1001 seller.cvr+=99003014;creditor party.cvr!=99001011", NULL, "U10", "invoice/1001", "UNKNOWN", "HUMAN",
	      "person" },
	    { "invoice/1001 seller.cvr+=99001011;creditor party.cvr!=99001011", NULL, "U10", NULL, "CLEAR", NULL, BP });
}

#define FROM_DEBTOR(kind) "letter/1 letter.kind=" kind ";letter/1 letter.from=Solsikken ApS;letter/1 letter.to=Tavle ApS;" \
	"letter/1 letter.sent_on=2026-10-20;"
static void letters_from_the_debtor(void **state)
{
	TRY({ FROM_DEBTOR("other"), NULL, "R12", NULL, "UNKNOWN", "HUMAN", "person" },
	    { FROM_DEBTOR("other") "claim instruction.objection_expected=no", NULL, "R12", NULL, "UNKNOWN", "WARN", BP },
	    { FROM_DEBTOR("acknowledgement"), NULL, "R12", "debtor/d1", "CLEAR", NULL, BP },
	    { FROM_DEBTOR("payment_notice") "letter/1 letter.says=payment_notice", NULL, "R13", NULL, "FOUND", "HUMAN", "person" },
	    { FROM_DEBTOR("payment_notice") "letter/1 letter.says=payment_notice;@payment 2026-10-19 amount=100", NULL, "R13", NULL,
	      "CLEAR", NULL, BP });
}

static void an_invoice_names_what_it_should(void **state)
{
#define NAMED "invoice/1001 seller.name=Tavle ApS;invoice/1001 buyer.name=Solsikken ApS;invoice/1001 item.description=Tavler;" \
	"creditor party.phone=70000001;invoice/1001 invoice.terms=Netto 30 dage;"
	TRY({ NAMED, NULL, "R15", "invoice/1001", "CLEAR", NULL, BP },
	    { NAMED "-invoice/1001 invoice.terms", NULL, "R15", "invoice/1001", "FOUND", "INFO", BP },
	    { "", NULL, "R15", "case", "CLEAR", NULL, BP });
#undef NAMED
}

static void court_must_be_known(void **state)
{
	TRY({ "debtor/d1 party.postcode=2100", NULL, "F01", NULL, "UNKNOWN", "MISSING", "missing" },
	    { "debtor/d1 party.postcode=2100;debtor/d1 debtor.court=Københavns Byret", NULL, "F01", NULL, "CLEAR", NULL, BP },
	    { "debtor/d1 debtor.court=Retten i Esbjerg", NULL, "F02", NULL, "FOUND", "HUMAN", "person" },
	    { "debtor/d1 debtor.court=Retten i Odense", NULL, "F02", NULL, "CLEAR", NULL, BP },
	    /* a postcode outside the municipality: one of them is wrong, until the court is told too */
	    { "debtor/d1 debtor.municipality=Odense", NULL, "R01", NULL, "CLEAR", NULL, BP },
	    { "debtor/d1 debtor.municipality=Aarhus", NULL, "R01", "debtor/d1", "FOUND", "HUMAN", "person" },
	    { "debtor/d1 debtor.municipality=Aarhus;debtor/d1 debtor.court=Retten i Aarhus", NULL, "R01", NULL, "CLEAR", NULL, BP },
	    { "debtor/d1 debtor.municipality=Aarhus;debtor/d1 debtor.court=Retten i Odense", NULL, "R01", "debtor/d1", "FOUND",
	      "HUMAN", "person" });
}

static void who_owes_what_is_said(void **state)
{
#define TWO "debtor/d2 party.name=Ole Prøvesen;debtor/d2 party.address=Overgade 8;debtor/d2 party.postcode=5000;"              \
	    "debtor/d2 party.city=Odense C;"
	TRY({ TWO "invoice/1001 item.debtors=d1", NULL, "F04", "invoice/1001", "FOUND", "WARN", BP },
	    { TWO "invoice/1001 item.debtors=d1 d2", NULL, "F04", NULL, "CLEAR", NULL, BP });
#undef TWO
}

static void fees_keep_within_the_act(void **state)
{
	TRY({ "@reminder_sent 2026-09-10 amount=100", NULL, "M04", NULL, "CLEAR", NULL, BP },
	    { "@reminder_sent 2026-09-10 amount=100.01", NULL, "M04", NULL, "FOUND", "FIX", "missing" },
	    { "@reminder_sent 2026-09-10 amount=100;@reminder_sent 2026-09-19 amount=100", NULL, NULL, NULL, NULL, NULL, "missing" },
	    { "@reminder_sent 2026-09-10 amount=100;@reminder_sent 2026-09-20 amount=100", NULL, NULL, NULL, NULL, NULL, BP },
	    { "@reminder_sent 2026-09-10 amount=100;@reminder_sent 2026-09-21 amount=100;@reminder_sent 2026-10-02 amount=100", NULL,
	      NULL, NULL, NULL, NULL, BP },
	    { "@reminder_sent 2026-09-10 amount=100;@reminder_sent 2026-09-21 amount=100;@reminder_sent 2026-10-02 amount=100;"
	      "@reminder_sent 2026-10-13 amount=100",
	      NULL, NULL, NULL, NULL, NULL, "missing" },
	    { "@reminder_sent 2026-09-02 amount=100", NULL, "M04", NULL, "FOUND", "FIX", "missing" },
	    { "item/f item.kind=reminder-fee;item/f item.principal_ore=10001;item/f item.arisen_on=2026-09-10", NULL, "M04", "item/f",
	      "FOUND", "FIX", "missing" },
	    { "item/g item.kind=inkasso-fee;item/g item.principal_ore=10001", NULL, "M05", NULL, "FOUND", "FIX", "missing" },
	    { "item/g item.kind=inkasso-fee;item/g item.principal_ore=10000", NULL, "M05", NULL, "FOUND", "WARN", BP },
	    { "item/g item.kind=inkasso-fee;item/g item.principal_ore=10000;claim operator.kind=lawyer", NULL, "M05", NULL, "CLEAR",
	      NULL, BP },
	    { CONSUMER "item/k item.kind=compensation;item/k item.principal_ore=31000", NULL, "U25", NULL, "FOUND", "FIX", "missing" },
	    { "item/k item.kind=compensation;item/k item.principal_ore=31000", NULL, "U25", NULL, "CLEAR", NULL, BP },
	    { "item/k item.kind=compensation;item/k item.principal_ore=31001", NULL, "M06", NULL, "FOUND", "FIX", "missing" },
	    { "item/c item.kind=collection-cost;item/c item.principal_ore=31001", NULL, "M07", NULL, "UNKNOWN", "INFO", BP });
}

static void interest_by_the_act(void **state)
{
	TRY({ CONSUMER, NULL, "M02", NULL, "FOUND", "WARN", BP },
	    { CONSUMER "invoice/1001 item.due_basis=agreed", NULL, "M02", NULL, "CLEAR", NULL, BP },
	    { "invoice/1001 item.due_basis=demand", NULL, "M02", NULL, "FOUND", "WARN", BP },
	    { "invoice/1001 item.due_basis=filing", NULL, "M02", NULL, "CLEAR", NULL, BP },
	    { "", NULL, "M02", NULL, "CLEAR", NULL, BP },
	    { CONSUMER "invoice/1001 item.agreed_interest_bp=2400;invoice/1001 item.agreed_how=signed", NULL, "M03", NULL, "FOUND",
	      "WARN", BP },
	    { "invoice/1001 item.agreed_interest_bp=2400;invoice/1001 item.agreed_how=signed", NULL, "M03", NULL, "CLEAR", NULL, BP },
	    { CONSUMER "invoice/1001 item.agreed_interest_bp=100", NULL, "M03", NULL, "CLEAR", NULL, BP },
	    { "", "2027-01-01", "M01", NULL, "UNKNOWN", "MISSING", "missing" }, { "", "2026-12-31", "M01", NULL, "CLEAR", NULL, BP });
}

/* Hours and number are rows of limits.csv: before the first of them they are unknown, never today's. */
static void contacts_keep_hours_and_number(void **state)
{
#define LAWYER "claim operator.kind=lawyer;"
#define VISIT(on, at) LAWYER "@call_logged " on " ground=besøg_kl._" at "_på_bopæl_med_skyldner"
#define PHONED(on, at) LAWYER "@call_logged " on " ground=opkald_kl._" at "_med_skyldner"
#define AGAIN ";@call_logged 2026-11-20 ground=opkald_kl._10:00_med_skyldner"
	TRY({ VISIT("2026-11-20", "21:00"), NULL, "K01", NULL, "CLEAR", NULL, NULL },
	    { VISIT("2026-11-20", "21:01"), NULL, "K01", NULL, "FOUND", "WARN", NULL },
	    { VISIT("2026-11-21", "16:00"), NULL, "K01", NULL, "CLEAR", NULL, NULL },
	    { VISIT("2026-11-21", "16:01"), NULL, "K01", NULL, "FOUND", "WARN", NULL },
	    { VISIT("2026-11-20", "07:59"), NULL, "K01", NULL, "FOUND", "WARN", NULL },
	    { VISIT("1997-10-01", "10:00"), NULL, "K01", NULL, "CLEAR", NULL, NULL },
	    { VISIT("1997-09-30", "10:00"), NULL, "K01", NULL, "UNKNOWN", NULL, NULL },
	    { PHONED("1997-09-30", "10:00"), NULL, "K05", NULL, "UNKNOWN", NULL, NULL },
	    { PHONED("2026-11-20", "21:01"), NULL, "K05", NULL, "FOUND", NULL, NULL },
	    { PHONED("2026-11-20", "10:00") AGAIN AGAIN, NULL, "K05", NULL, "CLEAR", NULL, NULL },
	    { PHONED("2026-11-20", "10:00") AGAIN AGAIN AGAIN, NULL, "K05", NULL, "FOUND", NULL, NULL });
#undef LAWYER
#undef VISIT
#undef PHONED
#undef AGAIN
}

/* Choosing chapter 39 for a tenancy has its own limit; nothing tells the kind of matter, so it is a note. */
static void housing_band_is_pointed_out(void **state)
{
	TRY({ "invoice/1001 invoice.payable_ore=5000000", NULL, "U05", NULL, "CLEAR", NULL, BP },
	    { "invoice/1001 invoice.payable_ore=5000001", NULL, "U05", NULL, "UNKNOWN", "INFO", BP },
	    { OVER, NULL, "U05", NULL, "CLEAR", NULL, "civil_claim" });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordinary_case_walks),
		cmocka_unit_test(objection_closes_betalingspaakrav),
		cmocka_unit_test(what_is_claimed),
		cmocka_unit_test(limit_is_one_oere_sharp),
		cmocka_unit_test(demand_covers_each_item),
		cmocka_unit_test(limitation_by_item),
		cmocka_unit_test(near_limitation_forces_two_choices),
		cmocka_unit_test(debtor_by_debtor),
		cmocka_unit_test(the_register_is_heard),
		cmocka_unit_test(a_person_decides),
		cmocka_unit_test(part_disputes_are_not_filed_in_silence),
		cmocka_unit_test(the_debtor_is_somebody),
		cmocka_unit_test(days_are_counted_as_chosen),
		cmocka_unit_test(residence_decides),
		cmocka_unit_test(sums_must_agree),
		cmocka_unit_test(paid_or_credited),
		cmocka_unit_test(a_title_goes_to_enforcement),
		cmocka_unit_test(a_title_tells_its_sum_and_its_day),
		cmocka_unit_test(record_faults),
		cmocka_unit_test(who_owes_and_who_is_owed),
		cmocka_unit_test(letters_from_the_debtor),
		cmocka_unit_test(an_invoice_names_what_it_should),
		cmocka_unit_test(court_must_be_known),
		cmocka_unit_test(who_owes_what_is_said),
		cmocka_unit_test(fees_keep_within_the_act),
		cmocka_unit_test(interest_by_the_act),
		cmocka_unit_test(contacts_keep_hours_and_number),
		cmocka_unit_test(housing_band_is_pointed_out),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
