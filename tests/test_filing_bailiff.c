/* Each rule of the bailiff court on a case that it strikes and on the nearest one that it leaves alone. */
#include "trial.h"

#include "filing/bailiff.h"

typedef struct Sample {
	const char *rule, *kind, *step, *on, *change;
} Sample;

static const Sample samples[] = {
#define SAMPLE(rule, kind, step, on, change) { #rule, #kind, #step, on, change },
#include "bailiff_samples.def"
};

static bool strikes(const Sample *sample)
{
	g_autoptr(Case) c = build(sample->change, NULL);
	g_autoptr(Bailiff) bailiff = bailiff_of(c, c->debtors->pdata[0], law, day(sample->on));
	g_autoptr(GPtrArray) findings = bailiff_findings(bailiff, sample->step);
	bool found = false;
	for (guint i = 0; i < findings->len; i++) {
		const BailiffFinding *finding = findings->pdata[i];
		if (strcmp(finding->rule->id, sample->rule) != 0)
			continue;
		found = true;
		/* What is said is whole: each place filled, no day unknown. */
		for (int lang = 0; lang < 2; lang++) {
			const char *said = lang == 0 ? finding->da : finding->en;
			assert_null(strchr(said, '{'));
			assert_null(strstr(said, "(null)"));
			assert_null(strstr(said, "den ."));
			assert_null(strstr(said, "  "));
		}
	}
	return found;
}

static void strikes_the_bad_and_leaves_the_edge(void **state)
{
	(void)state;
	int wrong = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
		bool bad = strcmp(samples[i].kind, "bad") == 0;
		if (strikes(&samples[i]) == bad)
			continue;
		wrong++;
		print_error("%s %s: %s for %s on %s\n", samples[i].rule, samples[i].kind, bad ? "silent" : "strikes", samples[i].step,
		            samples[i].on);
	}
	assert_int_equal(wrong, 0);
}

static void each_rule_has_both(void **state)
{
	(void)state;
	const GPtrArray *rules = bailiff_rules();
	for (guint r = 0; r < rules->len; r++) {
		const BailiffRule *rule = rules->pdata[r];
		bool bad = false, edge = false;
		for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
			if (strcmp(samples[i].rule, rule->id) != 0)
				continue;
			bad = bad || strcmp(samples[i].kind, "bad") == 0;
			edge = edge || strcmp(samples[i].kind, "edge") == 0;
		}
		if (!bad || !edge)
			fail_msg("%s has no %s", rule->id, bad ? "edge" : "bad");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strikes_the_bad_and_leaves_the_edge),
		cmocka_unit_test(each_rule_has_both),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
