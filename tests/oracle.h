/*
 * Oracles of texts: oracle.csv beside them says "file,set,fact,value", written before the reader. An empty value: nothing
 * that counts may be read; "*": something must be. Several rows of one fact: all of them, and no other.
 * "Wrong" is what is read and does not stand there; what is not read is unknown.
 */
#ifndef PAAKRAV_TESTS_ORACLE_H
#define PAAKRAV_TESTS_ORACLE_H

#include "intake/csv.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef Reading *(*OracleRead)(const char *plain);

static inline char *oracle_text(const char *folder, const char *file)
{
	g_autofree char *path = g_build_filename(folder, file, NULL);
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_XML_BYTES, NULL);
	if (bytes == NULL)
		fail_msg("%s cannot be read", path);
	gsize n;
	const char *data = g_bytes_get_data(bytes, &n);
	return g_strndup(data, n);
}

/* The row's fact is "name" or "letter/2 name". */
static inline bool oracle_is(const Fact *fact, const char *about)
{
	const char *space = strchr(about, ' ');
	if (space == NULL)
		return strcmp(fact->name, about) == 0;
	return strcmp(fact->name, space + 1) == 0 && strncmp(fact->subject, about, (size_t)(space - about)) == 0 &&
	       fact->subject[space - about] == '\0';
}

/* Is it one of the values that the oracle has for that file and fact? */
static inline bool oracle_wants(const Csv *csv, const char *file, const char *about, const char *value)
{
	for (guint i = 0; i < csv->rows->len; i++) {
		const CsvRow *row = csv->rows->pdata[i];
		const char *wanted = csv_cell(csv, row, "value");
		if (strcmp(csv_cell(csv, row, "file"), file) == 0 && strcmp(csv_cell(csv, row, "fact"), about) == 0 &&
		    (strcmp(wanted, value) == 0 || strcmp(wanted, "*") == 0))
			return true;
	}
	return false;
}

/* The first row of its file and fact: what is wrong is counted there. */
static inline bool oracle_first(const Csv *csv, guint at)
{
	const CsvRow *row = csv->rows->pdata[at];
	for (guint i = 0; i < at; i++) {
		const CsvRow *other = csv->rows->pdata[i];
		if (strcmp(csv_cell(csv, other, "file"), csv_cell(csv, row, "file")) == 0 &&
		    strcmp(csv_cell(csv, other, "fact"), csv_cell(csv, row, "fact")) == 0)
			return false;
	}
	return true;
}

/* Every row of that set: none wrong, and at least percent of those with a value right. Says the counts, and each that is not right. */
static inline void oracle_check(const char *folder, OracleRead read, const char *set, unsigned percent)
{
	unsigned right = 0, wrong = 0, unknown = 0;
	g_autofree char *table = oracle_text(folder, "oracle.csv");
	g_autoptr(GError) error = NULL;
	g_autoptr(Csv) csv = csv_parse(table, strlen(table), "oracle.csv", &error);
	assert_non_null(csv);
	for (guint i = 0; i < csv->rows->len; i++) {
		const CsvRow *row = csv->rows->pdata[i];
		const char *file = csv_cell(csv, row, "file"), *about = csv_cell(csv, row, "fact"), *wanted = csv_cell(csv, row, "value");
		if (strcmp(csv_cell(csv, row, "set"), set) != 0)
			continue;
		g_autofree char *plain = oracle_text(folder, file);
		g_autoptr(Reading) reading = read(plain);
		bool found = false, first = oracle_first(csv, i);
		for (guint n = 0; n < reading->facts->len; n++) {
			const Fact *fact = reading->facts->pdata[n];
			assert_non_null(fact_name_find(fact->name));
			assert_true(fact_value_fits(fact_name_find(fact->name), fact->value));
			if (!oracle_is(fact, about) || !fact_counts(fact))
				continue;
			if (first && !oracle_wants(csv, file, about, fact->value)) {
				wrong++;
				print_message("%s: %s is %s, not %s\n", file, about, fact->value, wanted);
			}
			found = found || strcmp(wanted, "*") == 0 || strcmp(fact->value, wanted) == 0;
		}
		if (*wanted == '\0')
			continue;
		right += found;
		unknown += !found;
		if (!found)
			print_message("%s: %s is unknown, should be %s\n", file, about, wanted);
	}
	print_message("%s, %s: right %u, wrong %u, unknown %u\n", folder, set, right, wrong, unknown);
	assert_int_equal(wrong, 0);
	assert_true(right + unknown > 0 && right * 100 >= percent * (right + unknown));
}

#endif
