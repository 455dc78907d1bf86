/* Figures: what the dated tables answer on a day. The tables themselves are loaded and checked in law.c. */
#include "assess/law_tables.h"

#include <stdlib.h>
#include <string.h>

static const Limit *limit_on(const GArray *list, Date on)
{
	for (guint i = 0; list != NULL && date_known(on) && i < list->len; i++) {
		const Limit *limit = &g_array_index(list, Limit, i);
		if (law_row_holds(limit->row, on))
			return limit;
	}
	return NULL;
}

const LawRow *law_limit(const Law *law, const char *name, Date on)
{
	const Limit *limit = limit_on(g_hash_table_lookup(law->limits, name), on);
	return limit != NULL && *limit->row->value != '\0' ? limit->row : NULL;
}

bool law_limit_money(const Law *law, const char *name, Date on, Money *out)
{
	const Limit *limit = limit_on(g_hash_table_lookup(law->limits, name), on);
	if (limit == NULL || !limit->is_money)
		return false;
	*out = limit->money;
	return true;
}

bool law_limit_number(const Law *law, const char *name, Date on, int *out)
{
	const Limit *limit = limit_on(g_hash_table_lookup(law->limits, name), on);
	if (limit == NULL || !limit->is_number)
		return false;
	*out = limit->number;
	return true;
}

static int compare_rate(const void *day, const void *rate)
{
	const LawRow *row = ((const Rate *)rate)->row;
	Date on = *(const Date *)day;
	return date_before(on, row->valid_from) ? -1 : date_before(row->valid_to, on) ? 1 : 0;
}

bool law_reference_span(const Law *law, Date on, RateBp *out, Date *until)
{
	const Rate *rate = bsearch(&on, law->rates->data, law->rates->len, sizeof(Rate), compare_rate);
	if (rate == NULL || !rate->known)
		return false;
	*out = rate->rate;
	*until = rate->same_until;
	return true;
}

bool law_reference_rate(const Law *law, Date on, RateBp *out)
{
	Date until;
	return law_reference_span(law, on, out, &until);
}

Date law_rates_end(const Law *law)
{
	Date end = DATE_NONE;
	for (guint i = 0; i < law->rates->len; i++) {
		const Rate *rate = &g_array_index(law->rates, Rate, i);
		end = rate->known ? rate->row->valid_to : end;
	}
	return end;
}

bool law_surcharge(const Law *law, Date due_on, RateBp *out)
{
	const Limit *limit = limit_on(law->surcharges, due_on);
	if (limit == NULL || !limit->is_number)
		return false;
	*out = limit->number * 100; /* whole percentage points */
	return true;
}

/* base + over % of (value - threshold), then the maximum, then up to the next 10 kr: whole ten-thousandths of an øre. */
static bool fee_amount(const Fee *fee, Money value, Money *out)
{
	Money excess;
	if (fee->over == 0) {
		*out = fee->base;
		return true;
	}
	if (!money_sub(value, fee->threshold, &excess))
		return false;
	const int64_t part = 10000, ten_kroner = 1000;
	if (money_ore(excess) > INT64_MAX / 200000)
		return false;
	int64_t fee_parts = money_ore(fee->base) * part + MAX(money_ore(excess), 0) * fee->over;
	if (fee->has_max)
		fee_parts = MIN(fee_parts, money_ore(fee->max) * part);
	int64_t unit = fee->round_up ? part * ten_kroner : part;
	int64_t units = fee->round_up ? (fee_parts + unit - 1) / unit : (fee_parts + unit / 2) / unit;
	*out = money_of_ore(units * (fee->round_up ? ten_kroner : 1));
	return true;
}

bool law_court_fee(const Law *law, const char *act, Money value, Date filed_on, Money *out, const LawRow **row)
{
	const GArray *list = g_hash_table_lookup(law->fees, act);
	for (guint i = 0; list != NULL && date_known(filed_on) && i < list->len; i++) {
		const Fee *fee = &g_array_index(list, Fee, i);
		if (!law_row_holds(fee->row, filed_on) || money_compare(value, fee->from) < 0 ||
		    (fee->has_to && money_compare(value, fee->to) > 0))
			continue;
		if (row != NULL)
			*row = fee->row;
		return fee->known && fee_amount(fee, value, out);
	}
	return false;
}

/* Has the act any row on the day, for whatever value? */
static bool fee_exists(const Law *law, const char *act, Date on)
{
	const GArray *list = g_hash_table_lookup(law->fees, act);
	for (guint i = 0; list != NULL && i < list->len; i++)
		if (law_row_holds(g_array_index(list, Fee, i).row, on))
			return true;
	return false;
}

bool law_bp_fee(const Law *law, Money value, Date filed_on, bool udlaeg, bool court_case, Money *out)
{
	Money fee, more;
	if (!law_court_fee(law, "bp_base", value, filed_on, &fee, NULL))
		return false;
	/* ral14 § 15 a stk. 4: with udlæg ticked the court case adds nothing more. */
	const char *addition = udlaeg ? "bp_add_udlaeg" : court_case ? "bp_add_case" : NULL;
	if (addition != NULL && fee_exists(law, addition, filed_on) &&
	    (!law_court_fee(law, addition, value, filed_on, &more, NULL) || !money_add(fee, more, &fee)))
		return false;
	*out = fee;
	return true;
}
