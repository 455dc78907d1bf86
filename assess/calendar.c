#include "assess/calendar.h"

#include "assess/law_tables.h"
#include "intake/limits.h"

#include <stdlib.h>
#include <string.h>

static bool read_rule(const Table *table, int row, Closed *closed, GError **error)
{
	const char *rule = table_find(table, row, "rule"), *value = table_find(table, row, "value");
	int column = table_column(table, "value");
	gint64 n = 0;
	if (strcmp(rule, "fixed") == 0) {
		closed->rule = CLOSED_FIXED;
		Date leap;
		g_autofree char *iso = g_strdup_printf("2024-%s", value);
		if (!date_parse(iso, &leap))
			return table_fault(table, row, column, error, "dagen er ikke MM-DD.", "the day is not MM-DD.");
		int year;
		date_split(leap, &year, &closed->month, &closed->day);
		return true;
	}
	if (!g_ascii_string_to_signed(value, 10, -100, 100, &n, NULL))
		return table_fault(table, row, column, error, "tallet kan ikke læses.", "the number cannot be read.");
	closed->offset = (int)n;
	if (strcmp(rule, "easter") == 0)
		closed->rule = CLOSED_EASTER;
	else if (strcmp(rule, "weekday") == 0 && n >= 1 && n <= 7)
		closed->rule = CLOSED_WEEKDAY;
	else
		return table_fault(table, row, table_column(table, "rule"), error, "reglen er ukendt.", "the rule is unknown.");
	return true;
}

static bool load_closed(Law *law, GError **error)
{
	const LawTable *of = law_table(law, "holidays");
	law->closed = g_array_new(FALSE, TRUE, sizeof(Closed));
	for (int i = 0; i < table_rows(of->table); i++) {
		Closed closed = { .row = &of->rows[i], .name = table_find(of->table, i, "name_da") };
		const char *in = table_find(of->table, i, "in_limitation_set");
		if (strcmp(in, "0") != 0 && strcmp(in, "1") != 0)
			return table_fault(of->table, i, table_column(of->table, "in_limitation_set"), error, "feltet er ikke 0 eller 1.",
			                   "the cell is not 0 or 1.");
		closed.limitation = *in == '1';
		if (!read_rule(of->table, i, &closed, error))
			return false;
		g_array_append_val(law->closed, closed);
	}
	return true;
}

static bool read_unit(const char *text, ClockUnit *out)
{
	static const char *const names[] = { "day", "week", "month", "year" };
	for (int i = 0; i < (int)G_N_ELEMENTS(names); i++) {
		if (strcmp(text, names[i]) == 0) {
			*out = (ClockUnit)i;
			return true;
		}
	}
	return false;
}

static bool load_clocks(Law *law, GError **error)
{
	const LawTable *of = law_table(law, "clocks");
	const Table *t = of->table;
	law->clocks = g_array_new(FALSE, TRUE, sizeof(Clock));
	for (int i = 0; i < table_rows(t); i++) {
		Clock clock = { .id = table_find(t, i, "id"),
			.start_event = table_find(t, i, "start_event"),
			.roll = *table_find(t, i, "roll"),
			.on_expiry = table_find(t, i, "on_expiry"),
			.row = &of->rows[i] };
		guint64 n;
		if (!g_ascii_string_to_unsigned(table_find(t, i, "n"), 10, 1, 1000, &n, NULL))
			return table_fault(t, i, table_column(t, "n"), error, "fristen er ikke et helt tal.",
			                   "the period is not a whole number.");
		clock.n = (int)n;
		if (!read_unit(table_find(t, i, "unit"), &clock.unit))
			return table_fault(t, i, table_column(t, "unit"), error, "enheden er ukendt.", "the unit is unknown.");
		if (clock.roll == '\0' || strchr("FNX-", clock.roll) == NULL || strlen(table_find(t, i, "roll")) != 1)
			return table_fault(t, i, table_column(t, "roll"), error, "reglen for fristens udløb er ukendt.",
			                   "the roll rule is unknown.");
		if (i > 0 && strcmp(g_array_index(law->clocks, Clock, i - 1).id, clock.id) >= 0)
			return table_fault(t, i, 0, error, "urene står ikke i orden efter id.", "the clocks are not in order of id.");
		g_array_append_val(law->clocks, clock);
	}
	return true;
}

static void mark(Law *law, const Closed *c, Date on)
{
	int i = date_diff(law->closed_from, on);
	if (i >= 0 && i < law->n_closed_days && law_row_holds(c->row, on))
		law->closed_days[i / 8] |= (guint8)(1 << i % 8);
}

/* Limitation asks of every item which days are closed, so the answers stand ready. */
static bool mark_closed(Law *law)
{
	Date last;
	if (!date_make(LIMIT_YEAR_FIRST, 1, 1, &law->closed_from) || !date_make(LIMIT_YEAR_LAST, 12, 31, &last))
		return true;
	law->n_closed_days = date_diff(law->closed_from, last) + 1;
	law->closed_days = g_new0(guint8, law->n_closed_days / 8 + 1);
	for (guint i = 0; i < law->closed->len; i++) {
		const Closed *c = &g_array_index(law->closed, Closed, i);
		Date on;
		int first = 7 + c->offset - date_weekday(law->closed_from);
		for (int d = first % 7; c->limitation && c->rule == CLOSED_WEEKDAY && d < law->n_closed_days; d += 7)
			mark(law, c, date_add_days(law->closed_from, d));
		for (int year = LIMIT_YEAR_FIRST; c->limitation && c->rule != CLOSED_WEEKDAY && year <= LIMIT_YEAR_LAST; year++)
			if (c->rule == CLOSED_EASTER)
				mark(law, c, date_add_days(date_easter(year), c->offset));
			else if (date_make(year, c->month, c->day, &on))
				mark(law, c, on);
	}
	return true;
}

bool calendar_load(Law *law, GError **error)
{
	return load_closed(law, error) && load_clocks(law, error) && mark_closed(law);
}

void calendar_clear(Law *law)
{
	if (law->closed != NULL)
		g_array_free(law->closed, TRUE);
	if (law->clocks != NULL)
		g_array_free(law->clocks, TRUE);
	g_free(law->closed_days);
}

static bool by_rules(const Law *law, Date on, const char **name)
{
	int year, month, day, weekday = date_weekday(on);
	date_split(on, &year, &month, &day);
	int after_easter = date_diff(date_easter(year), on);
	for (guint i = 0; i < law->closed->len; i++) {
		const Closed *c = &g_array_index(law->closed, Closed, i);
		bool hit = c->rule == CLOSED_FIXED ? c->month == month && c->day == day :
		    c->rule == CLOSED_EASTER       ? c->offset == after_easter :
		                                     c->offset == weekday;
		if (hit && c->limitation && law_row_holds(c->row, on)) {
			if (name != NULL)
				*name = c->name;
			return true;
		}
	}
	return false;
}

bool law_closed_day(const Law *law, Date on, const char **name)
{
	int i = date_diff(law->closed_from, on);
	if (name != NULL || law->closed_days == NULL || i < 0 || i >= law->n_closed_days)
		return by_rules(law, on, name);
	return (law->closed_days[i / 8] >> (i % 8) & 1) != 0;
}

Date law_next_open_day(const Law *law, Date on)
{
	while (law_closed_day(law, on, NULL))
		on = date_add_days(on, 1);
	return on;
}

Date law_open_day_before(const Law *law, Date on)
{
	while (law_closed_day(law, on, NULL))
		on = date_add_days(on, -1);
	return on;
}

static int compare_id(const void *id, const void *clock)
{
	return strcmp(id, ((const Clock *)clock)->id);
}

const Clock *law_clock(const Law *law, const char *id)
{
	return bsearch(id, law->clocks->data, law->clocks->len, sizeof(Clock), compare_id);
}

Date calendar_count(Date start, int n, ClockUnit unit)
{
	switch (unit) {
	case CLOCK_DAY:
		return date_add_days(start, n);
	case CLOCK_WEEK:
		return date_add_days(start, 7 * n);
	case CLOCK_MONTH:
		return date_add_months(start, n);
	case CLOCK_YEAR:
		break;
	}
	return date_add_months(start, 12 * n);
}

Deadline clock_end(const Law *law, const Clock *clock, Date start)
{
	Deadline d;
	d.raw_end = calendar_count(start, clock->n, clock->unit);
	d.last_day = clock->roll == 'F' ? law_next_open_day(law, d.raw_end) : d.raw_end;
	/* rl § 9 b stk. 2 sets a distance between two letters, not a period: its last day itself already keeps it. */
	bool distance = strcmp(clock->start_event, "REMINDER_SENT") == 0;
	d.law_from = distance ? d.raw_end : date_add_days(d.last_day, 1);
	d.act_from = clock->roll == 'X' ? date_add_days(law_next_open_day(law, d.raw_end), 1) : d.law_from;
	d.file_by = law_open_day_before(law, d.raw_end);
	return d;
}
