#include "intake/csv.h"

#include <string.h>

static void row_free(void *data)
{
	CsvRow *row = data;
	g_strfreev(row->cells);
	g_free(row);
}

void csv_free(Csv *csv)
{
	if (csv == NULL)
		return;
	g_strfreev(csv->header);
	g_ptr_array_free(csv->rows, TRUE);
	g_free(csv);
}

typedef struct Scan {
	const char *p, *end;
	int line;
	char mark; /* between cells */
} Scan;

/* One quoted cell, from its opening quote on. */
static bool quoted(Scan *scan, GString *cell, GError **error)
{
	scan->p++;
	while (scan->p < scan->end) {
		char c = *scan->p++;
		if (c == '\n')
			scan->line++;
		if (c != '"') {
			g_string_append_c(cell, c);
		} else if (scan->p < scan->end && *scan->p == '"') {
			g_string_append_c(cell, *scan->p++);
		} else {
			if (scan->p == scan->end || *scan->p == scan->mark || *scan->p == '\n' || *scan->p == '\r')
				return true;
			return error_set(error, ERROR_INPUT, "csv-quote", "Der står tekst efter et lukket anførselstegn.",
			                 "There is text after a closing quote.");
		}
	}
	return error_set(error, ERROR_INPUT, "csv-quote", "Et anførselstegn bliver aldrig lukket.",
	                 "A quote is never closed.");
}

/* One row; blank is set when it holds nothing at all. */
static char **record(Scan *scan, bool *blank, GError **error)
{
	g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
	*blank = true;
	for (;;) {
		GString *cell = g_string_new(NULL);
		bool fine = true;
		if (scan->p < scan->end && *scan->p == '"') {
			*blank = false;
			fine = quoted(scan, cell, error);
		} else {
			while (scan->p < scan->end && *scan->p != scan->mark && *scan->p != '\n' && *scan->p != '\r')
				g_string_append_c(cell, *scan->p++);
		}
		if (cell->len > 0)
			*blank = false;
		g_ptr_array_add(cells, g_string_free(cell, FALSE));
		if (!fine)
			return NULL;
		if (scan->p < scan->end && *scan->p == scan->mark) {
			*blank = false;
			scan->p++;
			continue;
		}
		if (scan->p < scan->end && *scan->p == '\r')
			scan->p++;
		if (scan->p < scan->end && *scan->p == '\n')
			scan->p++;
		break;
	}
	g_ptr_array_add(cells, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&cells), FALSE);
}

/* The mark that parts the header: ';' when it is the more frequent one on the first line. */
static char mark_of(const char *text, size_t size)
{
	int commas = 0, semicolons = 0;
	for (size_t i = 0; i < size && text[i] != '\n'; i++) {
		commas += text[i] == ',';
		semicolons += text[i] == ';';
	}
	return semicolons > commas ? ';' : ',';
}

Csv *csv_parse(const char *text, size_t size, const char *file, GError **error)
{
	if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3;
		size -= 3;
	}
	if (!g_utf8_validate(text, (gssize)size, NULL)) {
		error_set(error, ERROR_INPUT, "csv-encoding", "Filen er ikke UTF-8.", "The file is not UTF-8.");
		error_remedy(error, "Gem den som CSV i UTF-8.", "Save it as CSV in UTF-8.");
		error_at(error, file, 0, 0);
		return NULL;
	}
	g_autoptr(Csv) csv = g_new0(Csv, 1);
	csv->rows = g_ptr_array_new_with_free_func(row_free);
	Scan scan = { .p = text, .end = text + size, .line = 1, .mark = mark_of(text, size) };
	while (scan.p < scan.end) {
		int line = scan.line;
		bool blank;
		char **cells = record(&scan, &blank, error);
		scan.line++;
		if (cells == NULL) {
			error_at(error, file, line, 0);
			return NULL;
		}
		if (blank) {
			g_strfreev(cells);
		} else if (csv->header == NULL) {
			for (char **cell = cells; *cell != NULL; cell++)
				g_strstrip(*cell);
			csv->header = cells;
			csv->columns = (int)g_strv_length(cells);
		} else {
			CsvRow *row = g_new0(CsvRow, 1);
			row->line = line;
			row->cells = cells;
			row->n = (int)g_strv_length(cells);
			g_ptr_array_add(csv->rows, row);
		}
	}
	if (csv->header == NULL) {
		error_set(error, ERROR_INPUT, "csv-empty", "Filen er tom.", "The file is empty.");
		error_remedy(error, "Første linje skal nævne kolonnerne.", "The first line must name the columns.");
		error_at(error, file, 1, 0);
		return NULL;
	}
	return g_steal_pointer(&csv);
}

int csv_column(const Csv *csv, const char *name)
{
	for (int i = 0; i < csv->columns; i++)
		if (strcmp(csv->header[i], name) == 0)
			return i;
	return -1;
}

const char *csv_cell(const Csv *csv, const CsvRow *row, const char *name)
{
	int column = csv_column(csv, name);
	return column >= 0 && column < row->n ? row->cells[column] : NULL;
}
