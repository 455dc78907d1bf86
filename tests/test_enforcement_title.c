/* Titles: what was awarded, per part, is what is owed from then on; a difference from the claim is said. */
#include "enforcement/title.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/story.h"

/* 12,000 claimed, due on 2026-09-01, at 8 + reference rate; the story without any award. */
static Story *claim_of_12000(void)
{
	Story *story = story_ordinary();
	story_invoice(story, "1", "1200000", "2026-08-01", "2026-09-01");
	return story;
}

static void tell(Story *story)
{
	story->law = law_embedded(NULL);
	assert_non_null(story->law);
	story->c = case_build("2026-000001", g_steal_pointer(&story->facts), g_steal_pointer(&story->events),
	                      g_steal_pointer(&story->documents));
}

static void end(Story *story)
{
	case_free(story->c);
	law_free(story->law);
	g_free(story);
}

static int64_t owed_total(const Story *story, const char *on)
{
	g_autoptr(Claimed) claimed = claimed_of(story->c, story->law, story_day(on));
	assert_true(claimed->owed->known);
	return money_ore(claimed->owed->total);
}

static void parts_are_written_and_read(void **state)
{
	(void)state;
	Money p = money_of_ore(1200000), i = money_of_ore(25050), c = money_of_ore(75000), rp, ri, rc;
	const char *rest;
	g_autofree char *bare = award_ground(p, i, c, NULL);
	assert_string_equal(bare, "hovedstol 12000.00; renter 250.50; omkostninger 750.00");
	assert_true(award_parts(bare, &rp, &ri, &rc, &rest));
	assert_int_equal(money_ore(ri), 25050);
	assert_null(rest);
	g_autofree char *more = award_ground(p, i, c, "udeblivelse; ingen bemærkninger");
	assert_true(award_parts(more, &rp, &ri, &rc, &rest));
	assert_string_equal(rest, "udeblivelse; ingen bemærkninger");
	static const char *const not_parts[] = { NULL, "", "hovedstol 1.00", "hovedstol 1.00; renter 2; omkostninger x",
		                                 "renter 1.00; hovedstol 2.00; omkostninger 1.00" };
	for (size_t k = 0; k < G_N_ELEMENTS(not_parts); k++)
		assert_false(award_parts(not_parts[k], &rp, &ri, &rc, &rest));
}

static void owed_follows_the_award(void **state)
{
	(void)state;
	Story *story = claim_of_12000();
	Event *award = story_event(story, "bp_endorsed_plain", "2026-11-26", NULL, 1125000);
	award->ground = award_ground(money_of_ore(1000000), money_of_ore(50000), money_of_ore(75000), NULL);
	tell(story);
	/* The day before, the claim; on the day, the award; then interest on its principal alone. */
	assert_true(owed_total(story, "2026-11-25") > 1200000);
	assert_int_equal(owed_total(story, "2026-11-26"), 1125000);
	g_autoptr(Claimed) claimed = claimed_of(story->c, story->law, story_day("2026-12-26"));
	assert_int_equal(money_ore(claimed->owed->principal), 1000000);
	assert_int_equal(money_ore(claimed->owed->costs), 75000);
	RateBp reference;
	assert_true(law_reference_rate(story->law, story_day("2026-12-01"), &reference));
	Money interest;
	assert_true(money_scale(money_of_ore(1000000), (int64_t)(reference + 800) * 30, 10000 * 365, &interest));
	assert_int_equal(money_ore(claimed->owed->interest), 50000 + money_ore(interest)); /* awarded, and since */
	end(story);
}

static void payment_after_the_award_counts(void **state)
{
	(void)state;
	Story *story = claim_of_12000();
	story_event(story, "payment", "2026-11-20", NULL, 100000)->paid_to = g_strdup("creditor");
	Event *award = story_event(story, "bp_endorsed_plain", "2026-11-26", NULL, 1125000);
	award->ground = award_ground(money_of_ore(1000000), money_of_ore(50000), money_of_ore(75000), NULL);
	story_event(story, "payment", "2026-11-27", NULL, 1125274)->paid_to = g_strdup("creditor");
	tell(story);
	assert_int_equal(owed_total(story, "2026-11-26"), 1125000);
	assert_true(owed_total(story, "2026-11-27") < 100);
	end(story);
}

/* Only the total was noted: principal first, then interest, then costs. */
static void total_alone_is_divided(void **state)
{
	(void)state;
	Story *story = claim_of_12000();
	story_event(story, "bp_endorsed_plain", "2026-11-26", NULL, 1300000);
	tell(story);
	g_autoptr(Claimed) claimed = claimed_of(story->c, story->law, story_day("2026-11-26"));
	assert_int_equal(money_ore(claimed->owed->principal), 1200000);
	assert_true(money_ore(claimed->owed->interest) > 0 && money_ore(claimed->owed->costs) > 0);
	assert_int_equal(money_ore(claimed->owed->interest) + money_ore(claimed->owed->costs), 100000);
	assert_int_equal(money_ore(claimed->owed->total), 1300000);
	end(story);
}

static void less_than_the_principal_is_all_principal(void **state)
{
	(void)state;
	Story *story = claim_of_12000();
	story_event(story, "judgment_for_us", "2026-11-26", NULL, 500000);
	tell(story);
	g_autoptr(Claimed) claimed = claimed_of(story->c, story->law, story_day("2026-11-26"));
	assert_int_equal(money_ore(claimed->owed->principal), 500000);
	assert_int_equal(money_ore(claimed->owed->total), 500000);
	end(story);
}

static void reopening_takes_it_away(void **state)
{
	(void)state;
	Story *story = claim_of_12000();
	story_event(story, "bp_endorsed_plain", "2026-11-26", NULL, 500000);
	story_event(story, "bp_reopened_case", "2026-12-02", NULL, 0);
	tell(story);
	assert_int_equal(owed_total(story, "2026-12-01") / 10000, 50);
	assert_true(owed_total(story, "2026-12-02") > 1200000);
	end(story);
}

static void difference_is_said(void **state)
{
	(void)state;
	Story *story = claim_of_12000();
	story_event(story, "bp_endorsed_plain", "2026-11-26", NULL, 500000);
	tell(story);
	Titles *titles = titles_of(story->c, story->law, story_day("2026-12-01"));
	g_autoptr(cJSON) object = json_result("status");
	json_array(object, "findings");
	titles_json(object, titles, LANG_DA);
	assert_int_equal(cJSON_GetArraySize(json_get(object, "titles")), 1);
	const cJSON *finding = cJSON_GetArrayItem(json_get(object, "findings"), 0);
	assert_string_equal(json_get_text(finding, "id"), "R22");
	assert_true(json_get_int(finding, "difference_ore", 0) > 700000);
	titles_free(titles);
	end(story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_are_written_and_read),
		cmocka_unit_test(owed_follows_the_award),
		cmocka_unit_test(payment_after_the_award_counts),
		cmocka_unit_test(total_alone_is_divided),
		cmocka_unit_test(less_than_the_principal_is_all_principal),
		cmocka_unit_test(reopening_takes_it_away),
		cmocka_unit_test(difference_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
