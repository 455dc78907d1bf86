#include "enforcement/clock.h"

#include "intake/csv.h"
#include "intake/embedded.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const Csv *clocks(void)
{
	static Csv *table;
	if (table == NULL) {
		const Embedded *file = embedded_find(embedded_tables, "clocks.csv");
		assert(file != NULL);
		table = csv_parse((const char *)file->bytes, file->size, "clocks.csv", NULL);
		assert(table != NULL);
	}
	return table;
}

static Date counted(Date start, int n, const char *unit)
{
	if (strcmp(unit, "day") == 0)
		return date_add_days(start, n);
	if (strcmp(unit, "week") == 0)
		return date_add_days(start, 7 * n);
	return date_add_months(start, strcmp(unit, "year") == 0 ? 12 * n : n);
}

bool clock_days(const Law *law, const char *id, Date start_on, ClockDays *out)
{
	const Csv *table = clocks();
	if (!date_known(start_on))
		return false;
	for (guint i = 0; i < table->rows->len; i++) {
		const CsvRow *row = table->rows->pdata[i];
		if (strcmp(csv_cell(table, row, "id"), id) != 0)
			continue;
		char roll = csv_cell(table, row, "roll")[0];
		Date end = counted(start_on, atoi(csv_cell(table, row, "n")), csv_cell(table, row, "unit"));
		Date open = roll == 'F' || roll == 'X' ? law_next_open_day(law, end) : end;
		out->last_on = roll == 'F' ? open : end;
		out->act_on = date_add_days(open, 1);
		return true;
	}
	return false;
}
