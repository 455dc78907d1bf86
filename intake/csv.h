/*
 * Csv: rows of comma separated values with a header line (RFC 4180). A file whose header is parted by ';', as office
 * programs with Danish settings write it, and a byte order mark are understood too.
 */
#ifndef PAAKRAV_CSV_H
#define PAAKRAV_CSV_H

#include "intake/error.h"

#include <glib.h>

typedef struct CsvRow {
	int line; /* where the row begins, 1-based */
	char **cells; /* ended by NULL; as many as the row has */
	int n;
} CsvRow;

typedef struct Csv {
	char **header;
	int columns;
	GPtrArray *rows; /* CsvRow*, blank lines left out */
} Csv;

/*
 * file is shown in errors. NULL and an Error of ERROR_INPUT with its line when a quote is left open or misplaced, the
 * text is not UTF-8, holds a NUL, or there is no header. A row with too few or too many cells is the caller's to judge.
 */
Csv *csv_parse(const char *text, size_t size, const char *file, GError **error);
void csv_free(Csv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Csv, csv_free)

int csv_column(const Csv *csv, const char *name); /* -1 when there is none */
/* The cell, or NULL when there is no such column or the row is too short. Borrowed. */
const char *csv_cell(const Csv *csv, const CsvRow *row, const char *name);

#endif
