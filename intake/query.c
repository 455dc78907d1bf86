/* Statements of the store, cached by their text, and the rows that they answer. */
#include "intake/storeinside.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

struct Query {
	Store *store;
	Prepared *statement;
	bool own; /* the statement is not in the cache */
	bool done;
};

void prepared_free(void *data)
{
	Prepared *statement = data;
	sqlite3_finalize(statement->stmt);
	g_free(statement);
}

static Query *query_new(Store *store, const char *sql, GError **error)
{
	if (!store_check_still(store, error))
		return NULL;
	Prepared *statement = g_hash_table_lookup(store->statements, sql);
	bool own = statement != NULL && statement->used;
	if (statement == NULL || own) {
		sqlite3_stmt *stmt = NULL;
		int rc = sqlite3_prepare_v3(store->db, sql, -1, own ? 0 : SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
		if (rc != SQLITE_OK) {
			store_fault(store, error, rc);
			return NULL;
		}
		statement = g_new0(Prepared, 1);
		statement->stmt = stmt;
		if (!own)
			g_hash_table_insert(store->statements, (char *)(uintptr_t)sql, statement);
	}
	statement->used = true;
	Query *query = g_new0(Query, 1);
	*query = (Query){ .store = store, .statement = statement, .own = own };
	return query;
}

static int bind_one(sqlite3_stmt *stmt, int n, char type, va_list *args)
{
	switch (type) {
	case 's':
		return sqlite3_bind_text(stmt, n, va_arg(*args, const char *), -1, SQLITE_TRANSIENT);
	case 'i':
		return sqlite3_bind_int64(stmt, n, va_arg(*args, int64_t));
	case 'd': {
		char *day = date_iso(va_arg(*args, Date));
		return sqlite3_bind_text(stmt, n, day, -1, g_free);
	}
	case 'b': {
		GBytes *bytes = va_arg(*args, GBytes *);
		if (bytes == NULL)
			return sqlite3_bind_null(stmt, n);
		gsize size;
		const void *data = g_bytes_get_data(bytes, &size);
		return sqlite3_bind_blob64(stmt, n, data != NULL ? data : "", size, SQLITE_TRANSIENT);
	}
	default:
		assert(false);
		return SQLITE_MISUSE;
	}
}

static Query *query_bound(Store *store, const char *sql, const char *types, va_list *args, GError **error)
{
	Query *query = query_new(store, sql, error);
	if (query == NULL)
		return NULL;
	assert((int)strlen(types) == sqlite3_bind_parameter_count(query->statement->stmt));
	int rc = SQLITE_OK;
	for (int n = 0; types[n] != '\0' && rc == SQLITE_OK; n++)
		rc = bind_one(query->statement->stmt, n + 1, types[n], args);
	if (rc == SQLITE_OK)
		return query;
	store_fault(store, error, rc);
	query_free(query);
	return NULL;
}

bool store_run(Store *store, GError **error, const char *sql, const char *types, ...)
{
	va_list args;
	va_start(args, types);
	g_autoptr(Query) query = query_bound(store, sql, types, &args, error);
	va_end(args);
	if (query == NULL)
		return false;
	int rc;
	do
		rc = sqlite3_step(query->statement->stmt);
	while (rc == SQLITE_ROW);
	return rc == SQLITE_DONE || store_fault(store, error, rc);
}

Query *store_query(Store *store, GError **error, const char *sql, const char *types, ...)
{
	va_list args;
	va_start(args, types);
	Query *query = query_bound(store, sql, types, &args, error);
	va_end(args);
	return query;
}

bool query_next(Query *query, GError **error)
{
	if (query->done)
		return false;
	int rc = sqlite3_step(query->statement->stmt);
	if (rc == SQLITE_ROW)
		return true;
	query->done = true;
	if (rc != SQLITE_DONE)
		store_fault(query->store, error, rc);
	return false;
}

int query_step(Query *query, GError **error)
{
	GError *fault = NULL;
	if (query == NULL)
		return -1;
	if (query_next(query, &fault))
		return 1;
	if (fault == NULL)
		return 0;
	g_propagate_error(error, fault);
	return -1;
}

const char *query_text(Query *query, int column)
{
	return (const char *)sqlite3_column_text(query->statement->stmt, column);
}

int64_t query_int(Query *query, int column)
{
	return sqlite3_column_int64(query->statement->stmt, column);
}

bool query_is_null(Query *query, int column)
{
	return sqlite3_column_type(query->statement->stmt, column) == SQLITE_NULL;
}

Date query_date(Query *query, int column)
{
	Date day;
	const char *text = query_text(query, column);
	return text != NULL && date_parse(text, &day) ? day : DATE_NONE;
}

GBytes *query_bytes(Query *query, int column)
{
	if (query_is_null(query, column))
		return NULL;
	const void *bytes = sqlite3_column_blob(query->statement->stmt, column);
	return g_bytes_new(bytes, (gsize)sqlite3_column_bytes(query->statement->stmt, column));
}

const void *query_blob(Query *query, int column, size_t *size)
{
	const void *bytes = sqlite3_column_blob(query->statement->stmt, column);
	*size = (size_t)sqlite3_column_bytes(query->statement->stmt, column);
	return bytes;
}

void query_free(Query *query)
{
	if (query == NULL)
		return;
	if (query->own) {
		prepared_free(query->statement);
	} else {
		sqlite3_reset(query->statement->stmt);
		sqlite3_clear_bindings(query->statement->stmt);
		query->statement->used = false;
	}
	g_free(query);
}
