#include "assess/table.h"

#include <assert.h>
#include <string.h>

typedef struct Cell {
	char *text;
	int line, column; /* where it begins in the file, 1-based, in bytes */
} Cell;

struct Table {
	char *file;
	char *text; /* the decoded bytes; cells point into it */
	int columns, rows; /* rows without the header */
	GArray *cells; /* Cell, header first */
};

/* The reader's place in the file. Cells are decoded in place: a decoded cell is never longer than its source. */
typedef struct Scan {
	const char *p, *end;
	char *w;
	int line, column;
} Scan;

static bool fault_at(const char *file, int line, int column, GError **error, const char *da, const char *en)
{
	/* Both formats get both sentences; %.0s passes over the other language's. */
	error_set(error, ERROR_INTEGRITY, "law-table", "Lovtabellen er forkert: %s%.0s", "The law table is wrong: %.0s%s",
	          da, en);
	error_at(error, file, line, column);
	error_remedy(error, "Ret tabellen og byg programmet igen.", "Correct the table and build the program again.");
	return false;
}

bool table_fault(const Table *table, int row, int column, GError **error, const char *da, const char *en)
{
	const Cell *cell = &g_array_index(table->cells, Cell, (row + 1) * table->columns + (column < 0 ? 0 : column));
	return fault_at(table->file, cell->line, cell->column, error, da, en);
}

static char step(Scan *s)
{
	char c = *s->p++;
	if (c == '\n') {
		s->line++;
		s->column = 1;
	} else {
		s->column++;
	}
	return c;
}

/* Inside quotes, the opening one already read; leaves the scan after the closing one. */
static bool scan_quoted(Scan *s, const char *file, int line, int column, GError **error)
{
	for (;;) {
		if (s->p == s->end)
			return fault_at(file, line, column, error, "et anførselstegn lukkes aldrig.", "a quote is never closed.");
		char c = step(s);
		if (c != '"') {
			*s->w++ = c;
		} else if (s->p < s->end && *s->p == '"') {
			*s->w++ = step(s);
		} else {
			return true;
		}
	}
}

/* One cell with its ending comma or newline. *last: it ended its row. */
static bool scan_cell(Scan *s, const char *file, GArray *cells, bool *last, GError **error)
{
	Cell cell = { s->w, s->line, s->column };
	if (s->p < s->end && *s->p == '"') {
		step(s);
		if (!scan_quoted(s, file, cell.line, cell.column, error))
			return false;
	} else {
		while (s->p < s->end && *s->p != ',' && *s->p != '\n' && *s->p != '\r') {
			if (*s->p == '"')
				return fault_at(file, s->line, s->column, error, "et anførselstegn står midt i et felt.",
				                "a quote stands inside a bare cell.");
			*s->w++ = step(s);
		}
	}
	if (s->p < s->end && *s->p == '\r')
		step(s);
	*last = s->p == s->end || *s->p == '\n';
	if (s->p < s->end && *s->p != ',' && *s->p != '\n')
		return fault_at(file, s->line, s->column, error, "der står tekst efter et lukket felt.",
		                "text stands after a closed cell.");
	if (s->p < s->end)
		step(s);
	*s->w++ = '\0';
	g_array_append_val(cells, cell);
	return true;
}

static bool scan_rows(Table *table, Scan *s, GError **error)
{
	while (s->p < s->end) {
		int line = s->line, n = 0;
		for (bool last = false; !last; n++)
			if (!scan_cell(s, table->file, table->cells, &last, error))
				return false;
		if (table->columns == 0)
			table->columns = n;
		else if (n != table->columns)
			return fault_at(table->file, line, 1, error, "rækken har ikke lige så mange felter som overskriften.",
			                "the row has not as many cells as the header.");
		else
			table->rows++;
	}
	return true;
}

Table *table_parse(const char *file, const void *bytes, size_t size, GError **error)
{
	if (size == 0 || !g_utf8_validate(bytes, (gssize)size, NULL)) {
		fault_at(file, 1, 1, error, "den er tom eller ikke UTF-8.", "it is empty or not UTF-8.");
		return NULL;
	}
	g_autoptr(Table) table = g_new0(Table, 1);
	table->file = g_strdup(file);
	table->text = g_malloc(size + 2); /* an unended last row gets its NUL here */
	table->cells = g_array_new(FALSE, FALSE, sizeof(Cell));
	Scan s = { bytes, (const char *)bytes + size, table->text, 1, 1 };
	if (!scan_rows(table, &s, error))
		return NULL;
	return g_steal_pointer(&table);
}

void table_free(Table *table)
{
	if (table == NULL)
		return;
	g_free(table->file);
	g_free(table->text);
	g_array_free(table->cells, TRUE);
	g_free(table);
}

int table_rows(const Table *table)
{
	return table->rows;
}

int table_columns(const Table *table)
{
	return table->columns;
}

const char *table_heading(const Table *table, int column)
{
	return table_cell(table, -1, column);
}

int table_column(const Table *table, const char *heading)
{
	for (int i = 0; i < table->columns; i++)
		if (strcmp(table_heading(table, i), heading) == 0)
			return i;
	return -1;
}

const char *table_cell(const Table *table, int row, int column)
{
	assert(row >= -1 && row < table->rows && column >= 0 && column < table->columns);
	return g_array_index(table->cells, Cell, (row + 1) * table->columns + column).text;
}

const char *table_find(const Table *table, int row, const char *heading)
{
	int column = table_column(table, heading);
	return column < 0 ? NULL : table_cell(table, row, column);
}
