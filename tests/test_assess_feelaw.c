/* Fee law: the whole matrix of operator, phase, basis and what is unsaid; contracts over both phases; every ruling reached. */
#include "assess/feelaw.h"
#include "vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The columns of the matrix: basis, and whether payable only on success. */
static const struct {
	FeeBasis basis;
	Known success_only;
} columns[] = {
	{ FEE_NONE, KNOWN_NO },     { FEE_FIXED, KNOWN_NO },       { FEE_FIXED, KNOWN_YES },     { FEE_FIXED, KNOWN_UNSAID },
	{ FEE_HOURLY, KNOWN_NO },   { FEE_HOURLY, KNOWN_YES },     { FEE_HOURLY, KNOWN_UNSAID }, { FEE_PERCENT, KNOWN_NO },
	{ FEE_PERCENT, KNOWN_YES }, { FEE_PERCENT, KNOWN_UNSAID }, { FEE_UNSAID, KNOWN_NO },     { FEE_UNSAID, KNOWN_YES },
};
static const char letters[] = "AURB"; /* in the order of FeeVerdict */

/* none, fixed no/yes/?, hourly no/yes/?, percent no/yes/?, unsaid no/yes */
static const struct {
	OperatorKind operator_kind;
	FeePhase phase;
	ClientKind client;
	Known authorised;
	const char *want;
} matrix[] = {
	/* A share is refused for a lawyer always; payable only on success is his to agree on. */
	{ OPERATOR_LAWYER, PHASE_OUT_OF_COURT, CLIENT_BUSINESS, KNOWN_UNSAID, "A AAA AAA RRR UU" },
	{ OPERATOR_LAWYER, PHASE_COURT, CLIENT_BUSINESS, KNOWN_UNSAID, "A AAA AAA RRR UU" },
	{ OPERATOR_LAWYER, PHASE_COURT, CLIENT_CONSUMER, KNOWN_NO, "A AAA AAA RRR UU" },
	/* A collector: out of court as agreed, from filing on no share, and success is a person's to decide. */
	{ OPERATOR_COLLECTOR, PHASE_OUT_OF_COURT, CLIENT_BUSINESS, KNOWN_YES, "A AAA AAA AAA UU" },
	{ OPERATOR_COLLECTOR, PHASE_COURT, CLIENT_BUSINESS, KNOWN_YES, "A AUU AUU RRR UU" },
	{ OPERATOR_COLLECTOR, PHASE_COURT, CLIENT_CONSUMER, KNOWN_YES, "A AUU AUU RRR UU" },
	{ OPERATOR_COLLECTOR, PHASE_OUT_OF_COURT, CLIENT_BUSINESS, KNOWN_NO, "B BBB BBB BBB BB" },
	{ OPERATOR_COLLECTOR, PHASE_COURT, CLIENT_BUSINESS, KNOWN_NO, "B BBB BBB BBB BB" },
	{ OPERATOR_COLLECTOR, PHASE_OUT_OF_COURT, CLIENT_BUSINESS, KNOWN_UNSAID, "U UUU UUU UUU UU" },
	{ OPERATOR_COLLECTOR, PHASE_COURT, CLIENT_BUSINESS, KNOWN_UNSAID, "U UUU UUU RRR UU" },
	/* An adviser: a consumer's may take no share at all; in court he is a representative like others. */
	{ OPERATOR_ADVISER, PHASE_OUT_OF_COURT, CLIENT_CONSUMER, KNOWN_UNSAID, "A AUU AUU RRR UU" },
	{ OPERATOR_ADVISER, PHASE_OUT_OF_COURT, CLIENT_CONSUMER, KNOWN_YES, "A AUU AUU RRR UU" },
	{ OPERATOR_ADVISER, PHASE_OUT_OF_COURT, CLIENT_BUSINESS, KNOWN_UNSAID, "A AUU AUU UUU UU" },
	{ OPERATOR_ADVISER, PHASE_OUT_OF_COURT, CLIENT_BUSINESS, KNOWN_YES, "A AAA AAA AAA UU" },
	{ OPERATOR_ADVISER, PHASE_OUT_OF_COURT, CLIENT_UNSAID, KNOWN_YES, "A AUU AUU UUU UU" },
	{ OPERATOR_ADVISER, PHASE_COURT, CLIENT_CONSUMER, KNOWN_UNSAID, "A AUU AUU RRR UU" },
	{ OPERATOR_ADVISER, PHASE_COURT, CLIENT_BUSINESS, KNOWN_NO, "A AUU AUU RRR UU" },
	/* Anybody else under rpl § 260 stk. 5. */
	{ OPERATOR_REPRESENTATIVE, PHASE_OUT_OF_COURT, CLIENT_BUSINESS, KNOWN_UNSAID, "A AUU AUU UUU UU" },
	{ OPERATOR_REPRESENTATIVE, PHASE_OUT_OF_COURT, CLIENT_BUSINESS, KNOWN_NO, "A AUU AUU UUU UU" },
	{ OPERATOR_REPRESENTATIVE, PHASE_OUT_OF_COURT, CLIENT_UNSAID, KNOWN_YES, "A AAA AAA AAA UU" },
	{ OPERATOR_REPRESENTATIVE, PHASE_COURT, CLIENT_UNSAID, KNOWN_UNSAID, "A AUU AUU RRR UU" },
	/* One's own claim; bought after its due date it needs an authorisation. */
	{ OPERATOR_SELF, PHASE_OUT_OF_COURT, CLIENT_UNSAID, KNOWN_UNSAID, "A AAA AAA AAA AA" },
	{ OPERATOR_SELF, PHASE_COURT, CLIENT_UNSAID, KNOWN_NO, "A AAA AAA AAA AA" },
	{ OPERATOR_BUYER, PHASE_COURT, CLIENT_UNSAID, KNOWN_YES, "A AAA AAA AAA AA" },
	{ OPERATOR_BUYER, PHASE_OUT_OF_COURT, CLIENT_UNSAID, KNOWN_NO, "B BBB BBB BBB BB" },
	{ OPERATOR_BUYER, PHASE_OUT_OF_COURT, CLIENT_UNSAID, KNOWN_UNSAID, "U UUU UUU UUU UU" },
	/* Nobody has said who collects: every fee on success is refused. */
	{ OPERATOR_UNSAID, PHASE_OUT_OF_COURT, CLIENT_BUSINESS, KNOWN_YES, "U URU URU RRR UR" },
	{ OPERATOR_UNSAID, PHASE_COURT, CLIENT_BUSINESS, KNOWN_UNSAID, "U URU URU RRR UR" },
};

static void the_matrix_holds(void **state)
{
	(void)state;
	for (size_t row = 0; row < G_N_ELEMENTS(matrix); row++) {
		g_autoptr(GString) got = g_string_new(NULL);
		for (size_t c = 0; c < G_N_ELEMENTS(columns); c++) {
			const FeeRuling *ruling = feelaw_judge(
			    &(FeeQuestion){ matrix[row].operator_kind, matrix[row].phase, columns[c].basis,
			                    columns[c].success_only, false, matrix[row].client, matrix[row].authorised });
			g_string_append_printf(got, "%s%c", c == 1 || c == 4 || c == 7 || c == 10 ? " " : "",
			                       letters[ruling->verdict]);
		}
		if (strcmp(got->str, matrix[row].want) != 0)
			print_message("row %d, %s: %s\n", (int)row, operator_kind_name(matrix[row].operator_kind), got->str);
		assert_string_equal(got->str, matrix[row].want);
	}
}

/* The cube of all questions, by number; false past its end. */
static bool question_at(int n, FeeQuestion *q)
{
	int left = n;
	*q = (FeeQuestion){ .operator_kind = (OperatorKind)(left % OPERATOR_KINDS) };
	left /= OPERATOR_KINDS;
	q->phase = (FeePhase)(left % FEE_PHASES);
	left /= FEE_PHASES;
	q->basis = (FeeBasis)(left % FEE_BASES);
	left /= FEE_BASES;
	q->success_only = (Known)(left % 3);
	left /= 3;
	q->client = (ClientKind)(left % CLIENT_KINDS);
	left /= CLIENT_KINDS;
	q->authorised = (Known)(left % 3);
	left /= 3;
	q->advance_on_loss = left % 2;
	return left / 2 == 0;
}

/* What is unsaid is never guessed: a verdict other than UNKNOWN stands whichever way it would be said, or worse. */
static void unsaid_is_never_guessed(void **state)
{
	(void)state;
	FeeQuestion q;
	int seen = 0;
	for (int n = 0; question_at(n, &q); n++, seen++) {
		FeeVerdict verdict = feelaw_judge(&q)->verdict;
		if (verdict == FEELAW_UNKNOWN)
			continue;
		for (int said = KNOWN_NO; said <= KNOWN_YES; said++) {
			FeeQuestion other = q;
			if (q.success_only == KNOWN_UNSAID)
				other.success_only = (Known)said;
			if (q.authorised == KNOWN_UNSAID)
				other.authorised = (Known)said;
			if (q.client == CLIENT_UNSAID)
				other.client = said == KNOWN_NO ? CLIENT_CONSUMER : CLIENT_BUSINESS;
			FeeVerdict then = feelaw_judge(&other)->verdict;
			assert_true(verdict == FEELAW_ALLOWED ? then == FEELAW_ALLOWED : then >= verdict);
		}
		bool own = q.operator_kind == OPERATOR_SELF || q.operator_kind == OPERATOR_BUYER;
		assert_true(q.basis != FEE_UNSAID || own || verdict != FEELAW_ALLOWED);
		assert_true(q.operator_kind != OPERATOR_UNSAID || verdict != FEELAW_ALLOWED);
		/* An advance borne on loss makes nothing more lawful. */
		FeeQuestion without = q;
		without.advance_on_loss = false;
		assert_true(feelaw_judge(&without)->verdict <= verdict || !q.advance_on_loss);
	}
	assert_int_equal(seen, OPERATOR_KINDS * FEE_PHASES * FEE_BASES * 3 * CLIENT_KINDS * 3 * 2);
}

/* The sentences of the issue, each over the whole cube. */
static void the_bans_have_no_gap(void **state)
{
	(void)state;
	FeeQuestion q;
	for (int n = 0; question_at(n, &q); n++) {
		const FeeRuling *ruling = feelaw_judge(&q);
		bool represents = q.operator_kind == OPERATOR_COLLECTOR || q.operator_kind == OPERATOR_ADVISER ||
		                  q.operator_kind == OPERATOR_REPRESENTATIVE;
		bool success = q.basis == FEE_PERCENT || (q.success_only == KNOWN_YES && q.basis != FEE_NONE);
		if (q.basis == FEE_PERCENT && q.operator_kind == OPERATOR_LAWYER)
			assert_string_equal(ruling->id, "lawyer-share");
		if (q.basis == FEE_PERCENT && represents && q.phase == PHASE_COURT)
			assert_true(ruling->verdict == FEELAW_REFUSED || ruling->verdict == FEELAW_BLOCKED);
		if (q.operator_kind == OPERATOR_UNSAID && success)
			assert_string_equal(ruling->id, "unknown-operator-success");
		if (q.operator_kind == OPERATOR_COLLECTOR && q.authorised == KNOWN_NO)
			assert_string_equal(ruling->id, "no-authorisation");
		if (q.operator_kind == OPERATOR_COLLECTOR && q.authorised != KNOWN_YES)
			assert_true(ruling->verdict != FEELAW_ALLOWED);
		if (represents && q.phase == PHASE_COURT && (q.advance_on_loss || (success && q.basis != FEE_PERCENT)))
			assert_true(ruling->verdict != FEELAW_ALLOWED);
	}
	FeeQuestion fixed = { OPERATOR_COLLECTOR, PHASE_COURT, FEE_FIXED, KNOWN_YES, false, CLIENT_BUSINESS, KNOWN_YES };
	assert_string_equal(feelaw_judge(&fixed)->id, "court-success");
	assert_true(feelaw_judge(&fixed)->decision);
	assert_string_equal(feelaw_judge(&fixed)->statute, "bek1475 § 8 stk. 1; practice 34");
	fixed.success_only = KNOWN_NO;
	fixed.advance_on_loss = true;
	assert_string_equal(feelaw_judge(&fixed)->id, "court-advance");
	assert_true(feelaw_judge(&fixed)->decision);
	fixed.operator_kind = OPERATOR_LAWYER;
	assert_string_equal(feelaw_judge(&fixed)->id, "lawyer-advance");
	fixed.phase = PHASE_OUT_OF_COURT; /* nothing is advanced before the filing */
	assert_string_equal(feelaw_judge(&fixed)->id, "lawyer-fee");
}

/* Each ruling is given to some question, says why in both languages, quotes a statute or practice, and says what is lawful. */
static void every_ruling_is_whole(void **state)
{
	(void)state;
	int count = 0;
	for (const FeeRuling *ruling = feelaw_rulings(); ruling->id != NULL; ruling++, count++) {
		FeeQuestion q;
		bool given = g_str_has_prefix(ruling->id, "mixed-");
		for (int n = 0; question_at(n, &q) && !given; n++)
			given = feelaw_judge(&q) == ruling;
		if (!given)
			print_message("%s is given to no question\n", ruling->id);
		assert_true(given);
		assert_true(strlen(ruling->because.da) > 20 && strlen(ruling->because.en) > 20);
		assert_true(strlen(ruling->lawful.da) > 20 && strlen(ruling->lawful.en) > 20);
		assert_string_not_equal(ruling->because.da, ruling->because.en);
		assert_non_null(ruling->quotes[0]);
		for (int i = 0; i < 2 && ruling->quotes[i] != NULL; i++)
			if (strstr(ruling->statute, ruling->quotes[i]->where) == NULL)
				fail_msg("%s quotes %s, which it does not name", ruling->id, ruling->quotes[i]->where);
		assert_true(ruling->verdict == FEELAW_UNKNOWN || !ruling->decision);
		assert_true((ruling->mark == 'U') == ruling->decision);
	}
	assert_int_equal(count, 27);
}

static FeeTerm term(FeeBasis basis, Known success_only)
{
	return (FeeTerm){ basis, success_only, false };
}

static void contracts_price_each_phase(void **state)
{
	(void)state;
	static const struct {
		OperatorKind operator_kind;
		FeeBasis before, after;
		Known success_only;
		FeeVerdict verdict;
		const char *out_of_court, *court, *whole;
	} rows[] = {
		{ OPERATOR_COLLECTOR, FEE_PERCENT, FEE_HOURLY, KNOWN_NO, FEELAW_ALLOWED, "collector-share", "court-fee",
		  "mixed-share" },
		{ OPERATOR_COLLECTOR, FEE_PERCENT, FEE_NONE, KNOWN_NO, FEELAW_ALLOWED, "collector-share", "no-fee",
		  "mixed-share" },
		{ OPERATOR_COLLECTOR, FEE_PERCENT, FEE_PERCENT, KNOWN_NO, FEELAW_REFUSED, "collector-share", "court-share",
		  NULL },
		{ OPERATOR_COLLECTOR, FEE_PERCENT, FEE_UNSAID, KNOWN_NO, FEELAW_REFUSED, "collector-share", "basis-unknown",
		  "mixed-unpriced" },
		{ OPERATOR_COLLECTOR, FEE_UNSAID, FEE_FIXED, KNOWN_NO, FEELAW_REFUSED, "basis-unknown", "court-fee",
		  "mixed-unpriced" },
		{ OPERATOR_COLLECTOR, FEE_FIXED, FEE_FIXED, KNOWN_YES, FEELAW_UNKNOWN, "collector-fee", "court-success",
		  NULL },
		{ OPERATOR_COLLECTOR, FEE_UNSAID, FEE_UNSAID, KNOWN_NO, FEELAW_UNKNOWN, "basis-unknown", "basis-unknown",
		  NULL },
		{ OPERATOR_LAWYER, FEE_PERCENT, FEE_FIXED, KNOWN_NO, FEELAW_REFUSED, "lawyer-share", "lawyer-fee", NULL },
		{ OPERATOR_LAWYER, FEE_HOURLY, FEE_UNSAID, KNOWN_NO, FEELAW_REFUSED, "lawyer-fee", "basis-unknown",
		  "mixed-unpriced" },
		{ OPERATOR_LAWYER, FEE_FIXED, FEE_FIXED, KNOWN_YES, FEELAW_ALLOWED, "lawyer-fee", "lawyer-fee", NULL },
		{ OPERATOR_SELF, FEE_UNSAID, FEE_NONE, KNOWN_UNSAID, FEELAW_ALLOWED, "own-case", "own-case", NULL },
		{ OPERATOR_UNSAID, FEE_NONE, FEE_PERCENT, KNOWN_UNSAID, FEELAW_REFUSED, "unknown-operator",
		  "unknown-operator-success", NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		FeeContract contract = { rows[i].operator_kind,
			                 CLIENT_BUSINESS,
			                 KNOWN_YES,
			                 { true, true },
			                 { term(rows[i].before, rows[i].success_only),
			                   term(rows[i].after, rows[i].success_only) } };
		FeeJudgment judgment = feelaw_judge_contract(&contract);
		if (judgment.verdict != rows[i].verdict)
			print_message("row %d: %s\n", (int)i, fee_verdict_name(judgment.verdict));
		assert_int_equal(judgment.verdict, rows[i].verdict);
		assert_string_equal(judgment.phases[PHASE_OUT_OF_COURT]->id, rows[i].out_of_court);
		assert_string_equal(judgment.phases[PHASE_COURT]->id, rows[i].court);
		assert_string_equal(judgment.whole == NULL ? "" : judgment.whole->id,
		                    rows[i].whole == NULL ? "" : rows[i].whole);
	}
	/* One phase alone needs the other's price nowhere. */
	FeeContract early = {
		OPERATOR_COLLECTOR, CLIENT_BUSINESS, KNOWN_YES, { true, false }, { term(FEE_PERCENT, KNOWN_NO) }
	};
	FeeJudgment judgment = feelaw_judge_contract(&early);
	assert_int_equal(judgment.verdict, FEELAW_ALLOWED);
	assert_null(judgment.phases[PHASE_COURT]);
	assert_null(judgment.whole);
	early.authorised = KNOWN_NO;
	assert_int_equal(feelaw_judge_contract(&early).verdict, FEELAW_BLOCKED);
}

static void an_authorisation_has_two_ends(void **state)
{
	(void)state;
	static const struct {
		const char *from, *to, *on;
		Known want;
	} rows[] = {
		{ "2022-01-01", "2026-12-31", "2022-01-01", KNOWN_YES },
		{ "2022-01-01", "2026-12-31", "2026-12-31", KNOWN_YES },
		{ "2022-01-01", "2026-12-31", "2021-12-31", KNOWN_NO },
		{ "2022-01-01", "2026-12-31", "2027-01-01", KNOWN_NO },
		{ NULL, "2026-12-31", "2027-01-01", KNOWN_NO },
		{ NULL, "2026-12-31", "2026-01-01", KNOWN_UNSAID },
		{ "2022-01-01", NULL, "2021-12-31", KNOWN_NO },
		{ "2022-01-01", NULL, "2023-01-01", KNOWN_UNSAID },
		{ NULL, NULL, "2023-01-01", KNOWN_UNSAID },
		{ "2022-01-01", "2026-12-31", NULL, KNOWN_UNSAID },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_int_equal(feelaw_authorised(rows[i].from == NULL ? DATE_NONE : day_of(rows[i].from),
		                                   rows[i].to == NULL ? DATE_NONE : day_of(rows[i].to),
		                                   rows[i].on == NULL ? DATE_NONE : day_of(rows[i].on)),
		                 rows[i].want);
}

static void words_are_read(void **state)
{
	(void)state;
	for (int kind = 1; kind < OPERATOR_KINDS; kind++)
		assert_int_equal(operator_kind_of(operator_kind_name((OperatorKind)kind)), kind);
	for (int basis = 1; basis < FEE_BASES; basis++)
		assert_int_equal(fee_basis_of(fee_basis_name((FeeBasis)basis)), basis);
	assert_int_equal(operator_kind_of(NULL), OPERATOR_UNSAID);
	assert_int_equal(operator_kind_of("Lawyer"), OPERATOR_UNSAID);
	assert_int_equal(operator_kind_of("unknown"), OPERATOR_UNSAID);
	assert_int_equal(fee_basis_of("share"), FEE_UNSAID);
	assert_string_equal(fee_verdict_name(FEELAW_BLOCKED), "blocked");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_matrix_holds),
		cmocka_unit_test(unsaid_is_never_guessed),
		cmocka_unit_test(the_bans_have_no_gap),
		cmocka_unit_test(every_ruling_is_whole),
		cmocka_unit_test(contracts_price_each_phase),
		cmocka_unit_test(an_authorisation_has_two_ends),
		cmocka_unit_test(words_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
