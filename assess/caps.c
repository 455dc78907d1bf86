/* The table of ceilings, fees and tariffs: read once, its brackets checked, asked by day and value. */
#include "assess/law.h"
#include "assess/law_tables.h"

#include <string.h>

static bool read_cap(const LawTable *of, int i, Cap *cap, GError **error)
{
	const Table *t = of->table;
	const char *to = table_find(t, i, "claim_to_dkk"), *amount = table_find(t, i, "amount_dkk"),
		   *over = table_find(t, i, "pct_over"), *vat = table_find(t, i, "vat");
	*cap = (Cap){ .row = &of->rows[i] };
	cap->known = *amount != '\0';
	cap->has_to = *to != '\0';
	cap->vat = *vat;
	if (strcmp(vat, "outside") != 0 && strcmp(vat, "excl") != 0 && strcmp(vat, "incl") != 0)
		return table_fault(t, i, table_column(t, "vat"), error, "momsen er hverken outside, excl eller incl.",
		                   "the VAT is neither outside, excl nor incl.");
	bool good = money_parse(table_find(t, i, "claim_from_dkk"), &cap->from) && date_known(cap->row->valid_from) &&
	            (!cap->has_to || money_parse(to, &cap->to)) && (!cap->known || money_parse(amount, &cap->amount)) &&
	            (*over == '\0' ||
	             (rate_parse(over, &cap->over) && money_parse(table_find(t, i, "pct_threshold_dkk"), &cap->threshold)));
	return good || table_fault(t, i, -1, error, "beløbet kan ikke læses.", "the amount cannot be read.");
}

static int compare_caps(gconstpointer a, gconstpointer b)
{
	const Cap *x = a, *y = b;
	int days = date_compare(x->row->valid_from, y->row->valid_from);
	return days != 0 ? days : money_compare(x->from, y->from);
}

/* Brackets in whole kroner leave one krone between them, others one øre. */
static bool brackets_meet(const Cap *before, const Cap *cap)
{
	Money gap;
	return before->has_to && money_sub(cap->from, before->to, &gap) && (money_ore(gap) == 1 || money_ore(gap) == 100) &&
	       date_compare(before->row->valid_to, cap->row->valid_to) == 0;
}

/* Within a kind's period the brackets meet; its periods do not overlap. Where the first begins is the table's own. */
static bool check_caps(const Table *t, const GArray *list, GError **error)
{
	for (guint i = 1; i < list->len; i++) {
		const Cap *cap = &g_array_index(list, Cap, i), *before = cap - 1;
		int row = 0;
		while (row < table_rows(t) - 1 && table_find(t, row, "kind") != cap->row->name)
			row++;
		bool starts = date_compare(before->row->valid_from, cap->row->valid_from) != 0;
		if (starts &&
		    (!date_known(before->row->valid_to) || date_diff(before->row->valid_to, cap->row->valid_from) != 1))
			return table_fault(t, row, 0, error, "loftets perioder overlapper eller har hul.",
			                   "the ceiling's periods overlap or leave a gap.");
		if (!starts && !brackets_meet(before, cap))
			return table_fault(t, row, 0, error, "loftets beløbsgrænser mødes ikke.",
			                   "the ceiling's brackets do not meet.");
	}
	return true;
}

static void free_list(gpointer list)
{
	g_array_free(list, TRUE);
}

bool caps_load(Law *law, GError **error)
{
	const LawTable *of = law_table(law, "collection_cost_caps");
	law->caps = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_list);
	for (int i = 0; i < table_rows(of->table); i++) {
		Cap cap;
		if (!read_cap(of, i, &cap, error))
			return false;
		GArray *list = g_hash_table_lookup(law->caps, cap.row->name);
		if (list == NULL) {
			list = g_array_new(FALSE, FALSE, sizeof(Cap));
			g_hash_table_insert(law->caps, (gpointer)cap.row->name, list);
		}
		g_array_append_val(list, cap);
		g_array_sort(list, compare_caps);
	}
	for (int i = 0; i < table_rows(of->table); i++) /* in file order, never in the hash table's */
		if (!check_caps(of->table, g_hash_table_lookup(law->caps, of->rows[i].name), error))
			return false;
	return true;
}

void caps_clear(Law *law)
{
	if (law->caps != NULL)
		g_hash_table_destroy(law->caps);
}

/* amount + over % of (value - threshold), rounded once to the øre. */
static bool cap_amount(const Cap *cap, Money value, Money *out)
{
	Money excess, part;
	*out = cap->amount;
	if (cap->over == 0 || money_compare(value, cap->threshold) <= 0)
		return true;
	return money_sub(value, cap->threshold, &excess) && money_scale(excess, cap->over, 10000, &part) &&
	       money_add(cap->amount, part, out);
}

LawCap law_cost_cap(const Law *law, const char *kind, Date on, Money value, Money *out, const LawRow **row)
{
	const GArray *list = g_hash_table_lookup(law->caps, kind);
	const Cap *at = NULL; /* the last bracket that begins at or below the value: between edges the lower one */
	bool last = false; /* and nothing begins above it */
	*row = NULL;
	for (guint i = 0; list != NULL && date_known(on) && i < list->len; i++) {
		const Cap *cap = &g_array_index(list, Cap, i);
		if (!law_row_holds(cap->row, on))
			continue;
		last = money_compare(cap->from, value) <= 0;
		at = last ? cap : at;
	}
	if (at == NULL)
		return LAW_CAP_UNKNOWN;
	*row = at->row;
	if (last && at->has_to && money_compare(value, at->to) > 0)
		return LAW_CAP_ABOVE;
	return at->known && cap_amount(at, value, out) ? LAW_CAP_KNOWN : LAW_CAP_UNKNOWN;
}

char law_cap_vat(const Law *law, const LawRow *row)
{
	const GArray *list = g_hash_table_lookup(law->caps, row->name);
	for (guint i = 0; list != NULL && i < list->len; i++)
		if (g_array_index(list, Cap, i).row == row)
			return g_array_index(list, Cap, i).vat;
	return 'o';
}
