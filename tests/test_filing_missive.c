/* Letters: what the law says of one on its day, the words of all of them, and the sums that they carry. */
#include "filing/missive.h"

#include "filing/paperdraw.h"
#include "intake/embedded.h"
#include "intake/json.h"
#include "tests/story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const Law *the_law(void)
{
	static Law *law;
	if (law == NULL)
		law = law_embedded(NULL);
	assert_non_null(law);
	return law;
}

/* One invoice due in September, one reminder without a fee, a demand that is over. Takes the story. */
static Case *told(Story *story)
{
	Case *c = case_build("2026-000001", story->facts, story->events, story->documents);
	g_free(story);
	return c;
}

static Story *ordinary(const char *kind)
{
	Story *story = story_begin();
	story_party(story, "creditor", "Nordlys Tavler ApS", "99001011", "2870", "Dyssegård");
	story_fact(story, "creditor", "creditor.account", "0000 0000000000");
	story_party(story, "debtor/d1", "Solsikkens Cafe ApS", "99002018", "5000", "Odense C");
	story_fact(story, "debtor/d1", "debtor.kind", kind);
	story_fact(story, "claim", "instruction.objection_expected", "no");
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	return story;
}

static MissiveOrder *order_for(const char *kind, const char *on)
{
	MissiveOrder *order = missive_order_new(paper_kind_find(kind), story_day(on));
	order->debtor = g_strdup("d1");
	return order;
}

static Leave *leave_of(const Case *c, const MissiveOrder *order)
{
	g_autoptr(Assessment) assessment = assess(c, the_law(), order->on);
	g_autoptr(Claimed) claimed = claimed_of(c, the_law(), order->on);
	return missive_law(assessment, claimed, order);
}

static void assert_day(Date day, const char *wanted)
{
	g_autofree char *iso = date_iso(day);
	assert_string_equal(iso != NULL ? iso : "none", wanted);
}

/* ---- the words ---- */

static void no_wording_of_the_house_threatens(void **state)
{
	(void)state;
	int files = 0;
	for (const Embedded *file = embedded_templates; file->name != NULL; file++) {
		if (!g_str_has_prefix(file->name, "breve_"))
			continue;
		files++;
		assert_null(missive_threat((const char *)file->bytes));
	}
	assert_int_equal(files, 4);
	static const char *const planted[] = { "Så kræver vi Lønindeholdelse.",         "Vi beder om træk i lønnen.",
		                                   "We ask for wage withholding.",          "your wages: we garnish them",
		                                   "Vi begär löneutmätning.",               "Så går vi til politiet.",
		                                   "We tell your employer.",                "Du bliver registreret i RKI.",
		                                   "Så indgiver vi en konkursbegæring.",    "Your bankruptcy follows." };
	for (size_t i = 0; i < G_N_ELEMENTS(planted); i++)
		assert_non_null(missive_threat(planted[i]));
	assert_null(missive_threat("Mærkingen af varen markerer prisen.")); /* "rki" within a word is no register */
}

/* Every kind has its wordings in every language that it is told in, every tone included. */
static void each_kind_has_its_wordings(void **state)
{
	(void)state;
	g_autoptr(Templates) templates = templates_open(NULL, NULL);
	assert_non_null(templates);
	const GPtrArray *kinds = paper_kinds();
	assert_int_equal(kinds->len, 23);
	for (guint i = 0; i < kinds->len; i++) {
		const PaperKind *kind = kinds->pdata[i];
		assert_non_null(event_kind_find(kind->event));
		if (paper_kind_when(kind, "never"))
			continue;
		for (int l = 0; l < PAPER_LANGUAGES; l++) {
			if (kind->titles[l] == NULL || (kind->to_court && l != PAPER_DA))
				continue;
			const char *language = paper_language_name((PaperLanguage)l);
			g_autofree char *subject = g_strdup_printf("subject.%s.%s", kind->name, language);
			g_autofree char *body = g_strdup_printf("body.%s.%s", kind->name, language);
			assert_true(template_has(templates, subject) && template_has(templates, body));
			for (int t = 0; t < PAPER_TONES; t++) {
				g_autofree char *opening =
				    g_strdup_printf("opening.%s.%s.%s", kind->name, paper_tone_name((PaperTone)t), language);
				g_autofree char *tone = g_strdup_printf("part.%s.%s", paper_tone_name((PaperTone)t), language);
				assert_true(!kind->fee || template_has(templates, opening));
				assert_true(template_has(templates, tone));
			}
		}
	}
}

static void amounts_and_days_in_three_languages(void **state)
{
	(void)state;
	const struct {
		PaperLanguage language;
		const char *money, *day, *one, *many;
	} rows[] = { { PAPER_DA, "1.234.567,05 kr.", "2. maj 2026", "1 dag", "2 dage" },
		         { PAPER_EN, "DKK 1,234,567.05", "2 May 2026", "1 day", "2 days" },
		         { PAPER_SV, "1\302\240234\302\240567,05 DKK", "2 maj 2026", "1 dag", "2 dagar" } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *money = missive_money(money_of_ore(123456705), rows[i].language);
		g_autofree char *day = missive_day(story_day("2026-05-02"), rows[i].language);
		g_autofree char *one = missive_days(1, rows[i].language), *many = missive_days(2, rows[i].language);
		assert_string_equal(money, rows[i].money);
		assert_string_equal(day, rows[i].day);
		assert_string_equal(one, rows[i].one);
		assert_string_equal(many, rows[i].many);
	}
}

static void an_order_is_kept_whole(void **state)
{
	(void)state;
	g_autoptr(MissiveOrder) order = order_for("settlement", "2026-11-22");
	order->language = PAPER_SV;
	order->tone = TONE_FIRM;
	order->first = story_day("2027-01-01");
	order->instalments = 7;
	order->joint = order->waive_costs = order->has_amount = true;
	order->amount = money_of_ore(12345);
	order->text = g_strdup("Linje \"et\"\nog æøå");
	g_strfreev(order->searches);
	order->searches = g_strsplit("en|to", "|", -1);
	g_autofree char *text = missive_order_text(order);
	g_autoptr(MissiveOrder) back = missive_order_parse(text);
	assert_non_null(back);
	g_autofree char *again = missive_order_text(back);
	assert_string_equal(again, text);
	assert_string_equal(back->text, order->text);
	assert_string_equal(back->searches[1], "to");
	assert_null(missive_order_parse("{\"kind\":\"lønindeholdelse\"}"));
	assert_null(missive_order_parse(NULL));
	assert_null(missive_order_parse("{\"kind\":\"demand\",\"language\":\"da\",\"tone\":\"neutral\",\"on\":\"i morgen\"}"));
}

/* ---- the law ---- */

static bool refused_for(const Leave *leave, const char *finding)
{
	for (guint i = 0; i < leave->refusals->len; i++)
		if (g_strcmp0(((const Refusal *)leave->refusals->pdata[i])->finding, finding) == 0)
			return true;
	return false;
}

static void no_letter_before_the_due_date(void **state)
{
	(void)state;
	g_autoptr(Case) c = told(ordinary("business"));
	g_autoptr(MissiveOrder) early = order_for("demand", "2026-09-02");
	g_autoptr(MissiveOrder) late = order_for("demand", "2026-09-03");
	g_autoptr(Leave) no = leave_of(c, early);
	g_autoptr(Leave) yes = leave_of(c, late);
	assert_false(no->allowed);
	assert_true(refused_for(no, "U03"));
	assert_true(yes->allowed);
	assert_day(yes->deadline, "2026-09-14"); /* ten days end on a Sunday: the product waits for Monday */
}

/* A due date on a Saturday: paid on Monday is in time, so the letter waits until Tuesday. */
static void a_due_date_on_a_closed_day_waits(void **state)
{
	(void)state;
	Story *story = story_begin();
	story_party(story, "creditor", "Nordlys Tavler ApS", "99001011", "2870", "Dyssegård");
	story_fact(story, "creditor", "creditor.account", "0000 0000000000");
	story_party(story, "debtor/d1", "Solsikkens Cafe ApS", "99002018", "5000", "Odense C");
	story_fact(story, "debtor/d1", "debtor.kind", "business");
	story_invoice(story, "A-1", "1575000", "2026-08-06", "2026-09-05");
	g_autoptr(Case) c = told(story);
	static const struct {
		const char *on;
		bool allowed;
	} days[] = { { "2026-09-06", false }, { "2026-09-07", false }, { "2026-09-08", true } };
	for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
		g_autoptr(MissiveOrder) order = order_for("reminder_1", days[i].on);
		g_autoptr(Leave) leave = leave_of(c, order);
		assert_int_equal(leave->allowed, days[i].allowed);
	}
}

static void fees_follow_the_days_between(void **state)
{
	(void)state;
	static const struct {
		const char *on;
		bool fee;
	} days[] = { { "2026-10-01", false }, { "2026-10-09", false }, { "2026-10-10", false }, { "2026-10-11", true } };
	for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
		Story *story = ordinary("consumer");
		story_event(story, "reminder_sent", "2026-09-30", NULL, 10000);
		g_autoptr(Case) c = told(story);
		g_autoptr(MissiveOrder) order = order_for("reminder_2", days[i].on);
		g_autoptr(Leave) leave = leave_of(c, order);
		assert_true(leave->allowed);
		assert_int_equal(leave->fee_allowed, days[i].fee);
		assert_int_equal(money_ore(leave->fee), days[i].fee ? 10000 : 0);
		assert_true((leave->fee_da == NULL) == days[i].fee);
	}
}

static void a_dispute_a_plan_and_henstand(void **state)
{
	(void)state;
	static const struct {
		const char *event, *over;
		bool allowed, fee;
	} rows[] = {
		{ "objection_received", NULL, true, false },
		{ "objection_received", "objection_cleared", true, true },
		{ "settlement_signed", NULL, false, true },
		{ "settlement_signed", "instalment_defaulted", false, true }, /* a title: the bailiff court is next */
		{ "henstand_granted", NULL, false, true },
		{ "henstand_granted", "henstand_ended", true, true },
		{ "bankruptcy_notice", NULL, false, true },
		{ "debt_relief_notice", NULL, false, true },
		{ "reconstruction_notice", NULL, false, true },
		{ "death_notice", NULL, false, true },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		Story *story = ordinary("business");
		Event *event = story_event(story, rows[i].event, "2026-10-01", "2026-12-20", 0);
		event->debtor = g_strdup("d1");
		if (rows[i].over != NULL)
			story_event(story, rows[i].over, "2026-10-20", NULL, 0)->debtor = g_strdup("d1");
		g_autoptr(Case) c = told(story);
		g_autoptr(MissiveOrder) order = order_for("reminder_2", "2026-11-03");
		g_autoptr(Leave) leave = leave_of(c, order);
		if (leave->allowed != rows[i].allowed || leave->fee_allowed != rows[i].fee)
			print_message("%s %s\n", rows[i].event, rows[i].over != NULL ? rows[i].over : "");
		assert_int_equal(leave->allowed, rows[i].allowed);
		assert_int_equal(leave->fee_allowed, rows[i].fee);
	}
}

static void nobody_is_asked_twice_for_what_is_paid(void **state)
{
	(void)state;
	Story *story = ordinary("business");
	story_event(story, "payment", "2026-10-01", NULL, 5000000);
	g_autoptr(Case) c = told(story);
	g_autoptr(MissiveOrder) order = order_for("reminder_1", "2026-11-03");
	g_autoptr(Leave) leave = leave_of(c, order);
	assert_false(leave->allowed);
	assert_true(refused_for(leave, "U32"));
	g_autoptr(MissiveOrder) statement = order_for("statement", "2026-11-03");
	g_autoptr(Leave) told_all = leave_of(c, statement);
	assert_true(told_all->allowed);
}

/* ---- the sums ---- */

static int64_t ore_of(const char *text)
{
	int64_t ore = 0;
	for (const char *at = text; *at != '\0'; at++)
		if (g_ascii_isdigit(*at))
			ore = ore * 10 + (*at - '0');
	return *text == '-' ? -ore : ore;
}

/* Rows of every table with a sum add up to it, and an instalment plan to the debt, however it is split. */
static void tables_add_up(void **state)
{
	(void)state;
	Story *story = ordinary("consumer");
	story_invoice(story, "A-2", "333333", "2026-08-10", "2026-09-09");
	story_event(story, "reminder_sent", "2026-09-30", NULL, 10000);
	story_event(story, "payment", "2026-10-10", NULL, 123457);
	g_autoptr(Case) c = told(story);
	g_autoptr(Templates) templates = templates_open(NULL, NULL);
	for (int n = 1; n <= 25; n += 4) {
		g_autoptr(MissiveOrder) order = order_for("settlement", "2026-11-22");
		order->first = story_day("2027-01-31");
		order->instalments = n;
		g_autoptr(Assessment) assessment = assess(c, the_law(), order->on);
		g_autoptr(Claimed) claimed = claimed_of(c, the_law(), order->on);
		g_autoptr(Sums) sums = sums_of(assessment, claimed, NULL);
		g_autoptr(Leave) leave = missive_law(assessment, claimed, order);
		g_autoptr(Sender) sender = sender_of(c, "/nonexistent");
		assert_true(leave->allowed);
		g_autoptr(Missive) missive = missive_write(assessment, claimed, sums, order, leave, sender, templates, NULL);
		assert_non_null(missive);
		int tables = 0;
		for (guint i = 0; i < missive->pieces->len; i++) {
			const Piece *piece = missive->pieces->pdata[i];
			if (piece->kind != PIECE_TABLE || piece->sum == NULL)
				continue;
			int64_t sum = 0;
			for (guint k = 0; k < piece->rows->len; k++)
				sum += ore_of(((char **)piece->rows->pdata[k])[piece->n_columns - 1]);
			assert_int_equal(sum, ore_of(piece->sum[piece->n_columns - 1]));
			assert_int_equal(sum, money_ore(assessment->owed->total));
			tables++;
		}
		assert_int_equal(tables, 2);
	}
}

static void the_mail_escapes_what_the_record_says(void **state)
{
	(void)state;
	Story *story = story_begin();
	story_party(story, "creditor", "Nordlys & <script>Søn</script>", "99001011", "2870", "Dyssegård");
	story_fact(story, "creditor", "creditor.account", "0000 0000000000");
	story_party(story, "debtor/d1", "Solsikkens Cafe ApS", "99002018", "5000", "Odense C");
	story_fact(story, "debtor/d1", "debtor.kind", "business");
	story_invoice(story, "A-1", "1575000", "2026-08-03", "2026-09-02");
	g_autoptr(Case) c = told(story);
	g_autoptr(MissiveOrder) order = order_for("statement", "2026-11-03");
	g_autoptr(Drawn) drawn = paper_draw(c, the_law(), order, "/nonexistent", NULL);
	assert_non_null(drawn);
	assert_true(drawn->leave->allowed);
	gsize n;
	const char *html = g_bytes_get_data(drawn->html, &n);
	g_autofree char *text = g_strndup(html, n);
	assert_null(strstr(text, "<script"));
	assert_non_null(strstr(text, "Nordlys &amp; &lt;script&gt;Søn"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_wording_of_the_house_threatens),
		cmocka_unit_test(each_kind_has_its_wordings),
		cmocka_unit_test(amounts_and_days_in_three_languages),
		cmocka_unit_test(an_order_is_kept_whole),
		cmocka_unit_test(no_letter_before_the_due_date),
		cmocka_unit_test(a_due_date_on_a_closed_day_waits),
		cmocka_unit_test(fees_follow_the_days_between),
		cmocka_unit_test(a_dispute_a_plan_and_henstand),
		cmocka_unit_test(nobody_is_asked_twice_for_what_is_paid),
		cmocka_unit_test(tables_add_up),
		cmocka_unit_test(the_mail_escapes_what_the_record_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
