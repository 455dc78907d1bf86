#include "intake/pagetext.h"

#include "intake/limits.h"
#include "intake/record.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

/* ---- keeping ---- */

static bool add_page(Store *store, const char *case_id, int64_t document, int page, bool recognised, const char *text, GError **error)
{
	return store_run(store, error,
	                 "INSERT INTO page_text (case_id, document, page, recognised, text) VALUES (?, ?, ?, ?, ?)", "siiis",
	                 case_id, document, (int64_t)page, (int64_t)(recognised ? 1 : 0), text) &&
	       store_run(store, error, "INSERT INTO page_find (rowid, text) VALUES (?, ?)", "is", store_last_id(store), text);
}

/* An XML document has no pages, but people search for what it says: the words of its facts, lines and notes. */
static char *words_of(const Reading *reading)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < reading->facts->len; i++) {
		const Fact *fact = reading->facts->pdata[i];
		const FactName *name = fact_name_find(fact->name);
		/* A number of a person is never found by searching; days and amounts stand in facts as nobody writes them. */
		bool secret = strcmp(fact->name, "debtor.cpr") == 0;
		if (!secret && name != NULL && name->type == FACT_TEXT && text->len < LIMIT_PAGE_TEXT_BYTES)
			g_string_append_printf(text, "%s\n", fact->raw);
	}
	for (guint i = 0; i < reading->lines->len && text->len < LIMIT_PAGE_TEXT_BYTES; i++) {
		const InvoiceLine *line = reading->lines->pdata[i];
		if (line->text != NULL)
			g_string_append_printf(text, "%s\n", line->text);
	}
	for (guint i = 0; i < reading->notes->len && text->len < LIMIT_PAGE_TEXT_BYTES; i++)
		g_string_append_printf(text, "%s\n", (const char *)reading->notes->pdata[i]);
	return text->len > 0 ? g_strdup(text->str) : NULL;
}

bool pagetext_add(Store *store, const char *case_id, int64_t document, const Reading *reading, GError **error)
{
	assert(store_stepping(store));
	int last = 0;
	for (guint i = 0; i < reading->pages->len; i++) {
		const PageText *page = reading->pages->pdata[i];
		if (page->page <= last || *page->text == '\0')
			continue; /* the locked room is not believed to count */
		last = page->page;
		if (!add_page(store, case_id, document, page->page, page->recognised, page->text, error))
			return false;
	}
	if (reading->pages->len > 0)
		return true;
	g_autofree char *words = words_of(reading);
	return words == NULL || add_page(store, case_id, document, 0, false, words, error);
}

bool pagetext_erase(Store *store, const char *case_id, GError **error)
{
	assert(store_stepping(store));
	return store_run(store, error,
	                 "INSERT INTO page_find (page_find, rowid, text) SELECT 'delete', id, text FROM page_text WHERE case_id = ?",
	                 "s", case_id) &&
	       store_run(store, error, "DELETE FROM page_text WHERE case_id = ?", "s", case_id);
}

bool pagetext_settle(Store *store, GError **error)
{
	if (!store_begin(store, error))
		return false;
	if (store_run(store, error, "INSERT INTO page_find (page_find) VALUES ('rebuild')", "") &&
	    store_run(store, error, "INSERT INTO page_find (page_find) VALUES ('optimize')", ""))
		return store_commit(store, error);
	store_rollback(store);
	return false;
}

/* ---- reading again ---- */

typedef struct Reread {
	int64_t document;
	Reading *reading;
} Reread;

static void reread_free(void *data)
{
	Reread *reread = data;
	reading_free(reread->reading);
	g_free(reread);
}

/* NULL with an Error when it is not the document's fault. */
static bool read_again(Store *store, Reader *reader, const Document *document, Reading **reading, GError **error)
{
	GError *fault = NULL;
	*reading = NULL;
	int fd = store_open_document(store, document->sha256, error);
	if (fd < 0)
		return false;
	*reading = reader_open(reader, document->name, fd, -1, "", &fault);
	close(fd);
	if (fault == NULL)
		return true;
	if (error_class(fault) == ERROR_INPUT && strcmp(error_code(fault), "worker-missing") != 0) {
		g_error_free(fault);
		return true;
	}
	g_propagate_error(error, fault);
	return false;
}

static bool replace_all(Store *store, const char *case_id, const GPtrArray *rereads, GError **error)
{
	if (!store_begin(store, error))
		return false;
	bool ok = pagetext_erase(store, case_id, error);
	for (guint i = 0; ok && i < rereads->len; i++) {
		const Reread *reread = rereads->pdata[i];
		ok = pagetext_add(store, case_id, reread->document, reread->reading, error);
	}
	if (ok)
		return store_commit(store, error);
	store_rollback(store);
	return false;
}

static int by_id(const void *a, const void *b)
{
	const Reread *one = *(const Reread *const *)a, *other = *(const Reread *const *)b;
	return one->document < other->document ? -1 : one->document > other->document;
}

bool pagetext_rebuild(Store *store, Reader *reader, const char *case_id, int64_t *pages, GError **error)
{
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	g_autoptr(GPtrArray) rereads = g_ptr_array_new_with_free_func(reread_free);
	if (c == NULL)
		return false;
	for (guint i = 0; i < c->documents->len; i++) {
		const Document *document = c->documents->pdata[i];
		Reading *reading = NULL;
		if (document->unread != NULL)
			continue;
		if (!read_again(store, reader, document, &reading, error))
			return false;
		if (reading == NULL)
			continue;
		Reread *reread = g_new(Reread, 1);
		*reread = (Reread){ document->id, reading };
		g_ptr_array_add(rereads, reread);
		if (pages != NULL)
			*pages += reading->pages->len;
	}
	g_ptr_array_sort(rereads, by_id);
	return replace_all(store, case_id, rereads, error);
}

char *pagetext_read(Store *store, const char *case_id, int64_t document, int page, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT text FROM page_text WHERE case_id = ? AND document = ? AND page = ?",
	                                     "sii", case_id, document, (int64_t)page);
	GError *fault = NULL;
	if (query == NULL)
		return NULL;
	char *text = query_next(query, &fault) ? g_strdup(query_text(query, 0)) : NULL;
	if (fault != NULL)
		g_propagate_error(error, fault);
	return text;
}

/* ---- finding ---- */

void page_hit_free(PageHit *hit)
{
	g_free(hit->case_id);
	g_free(hit->document);
	g_free(hit->sha256);
	g_free(hit->snippet);
	g_free(hit);
}

static void page_hit_drop(void *hit)
{
	page_hit_free(hit);
}

/* Is there anything in it that the index of words knows? */
static bool has_word(const char *from, const char *to)
{
	for (const char *at = from; at < to; at = g_utf8_next_char(at))
		if (g_unichar_isalnum(g_utf8_get_char(at)))
			return true;
	return false;
}

/* One quoted string of the index's own language: within the marks no sign has a meaning. */
static void add_term(GString *match, const char *from, const char *to, bool prefix)
{
	if (!has_word(from, to))
		return;
	g_string_append(match, match->len > 0 ? " AND \"" : "\"");
	for (const char *at = from; at < to; at++)
		if (*at != '"')
			g_string_append_c(match, *at);
	g_string_append(match, prefix ? "\" *" : "\"");
}

static char *match_of(const char *typed)
{
	g_autofree char *text = g_utf8_make_valid(typed, -1);
	GString *match = g_string_new(NULL);
	for (const char *at = text; *at != '\0';) {
		if (g_ascii_isspace(*at)) {
			at++;
			continue;
		}
		bool phrase = *at == '"';
		const char *from = phrase ? at + 1 : at, *to = from;
		while (*to != '\0' && (phrase ? *to != '"' : !g_ascii_isspace(*to)))
			to++;
		at = phrase && *to == '"' ? to + 1 : to;
		bool prefix = phrase ? *at == '*' : to > from && to[-1] == '*';
		add_term(match, from, to, prefix);
		if (phrase && prefix)
			at++;
	}
	return g_string_free(match, FALSE);
}

GPtrArray *pagetext_find(Store *store, const char *text, const char *case_id, int limit, GError **error)
{
	g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func(page_hit_drop);
	g_autofree char *match = match_of(text);
	GError *fault = NULL;
	if (*match == '\0')
		return g_steal_pointer(&hits);
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT p.case_id, n.name, d.sha256, p.page, p.recognised,"
	                                     " snippet(page_find, 0, '»', '«', '…', 16)"
	                                     " FROM page_find JOIN page_text p ON p.id = page_find.rowid"
	                                     " JOIN document d ON d.case_id = p.case_id AND d.id = p.document"
	                                     " JOIN document_name n ON n.case_id = p.case_id AND n.id = p.document"
	                                     " WHERE page_find MATCH ?1 AND (?2 IS NULL OR p.case_id = ?2)"
	                                     " ORDER BY p.case_id, n.name, p.page LIMIT ?3",
	                                     "ssi", match, case_id, (int64_t)limit + 1);
	if (query == NULL)
		return NULL;
	while (query_next(query, &fault)) {
		PageHit *hit = g_new0(PageHit, 1);
		hit->case_id = g_strdup(query_text(query, 0));
		hit->document = g_strdup(query_text(query, 1));
		hit->sha256 = g_strdup(query_text(query, 2));
		hit->page = (int)query_int(query, 3);
		hit->recognised = query_int(query, 4) != 0;
		hit->snippet = g_strdup(query_text(query, 5));
		g_strdelimit(hit->snippet, "\n\t", ' ');
		g_ptr_array_add(hits, hit);
	}
	if (fault == NULL)
		return g_steal_pointer(&hits);
	g_propagate_error(error, fault);
	return NULL;
}
