/*
 * Table: a CSV file of ours (RFC 4180: quotes, doubled quotes, commas and newlines inside quotes) as rows of cells.
 * A malformed table is an Error of ERROR_INTEGRITY that names file, line and column.
 */
#ifndef PAAKRAV_ASSESS_TABLE_H
#define PAAKRAV_ASSESS_TABLE_H

#include "intake/error.h"

#include <glib.h>

typedef struct Table Table;

/* file is the base name, "limits.csv". The bytes are copied. The result is the caller's. */
Table *table_parse(const char *file, const void *bytes, size_t size, GError **error);
void table_free(Table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

int table_rows(const Table *table); /* without the header */
int table_columns(const Table *table);
const char *table_heading(const Table *table, int column);
/* -1 when there is no such column. */
int table_column(const Table *table, const char *heading);
/* Never NULL; lives as long as the table. */
const char *table_cell(const Table *table, int row, int column);
/* The cell under heading; NULL when there is no such column. */
const char *table_find(const Table *table, int row, const char *heading);

/*
 * Set *error to "what is wrong" at a cell (column -1: the row), with the place and the remedy. Returns false.
 * da and en are whole sentences.
 */
bool table_fault(const Table *table, int row, int column, GError **error, const char *da, const char *en);

#endif
