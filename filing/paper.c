#include "filing/paper.h"

#include "filing/make.h"
#include "filing/missive.h"
#include "filing/paperkind.h"
#include "intake/digest.h"
#include "intake/document.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/reading.h"
#include "intake/record.h"
#include "intake/seal.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

void paper_free(Paper *paper)
{
	if (paper == NULL)
		return;
	g_free(paper->case_id);
	g_free(paper->kind);
	g_free(paper->to);
	g_free(paper->language);
	g_free(paper->title);
	g_free(paper->law_edition);
	g_free(paper->sha256);
	g_free(paper->event);
	g_free(paper->by);
	g_free(paper);
}

static void paper_destroy(void *data)
{
	paper_free(data);
}

const char *paper_state_name(PaperState state)
{
	static const char *const names[] = { "draft", "approved", "void", "sent", "returned" };
	return names[state];
}

char *paper_document(const Paper *paper)
{
	return g_strdup_printf("breve/%s-%d-%s.pdf", paper->case_id, paper->number, paper->kind);
}

char *paper_path(const Paper *paper, const char *ending)
{
	g_autofree char *name = g_strdup_printf("%s-%d-%s.%s", paper->case_id, paper->number, paper->kind, ending);
	if (date_known(paper->approved_on))
		return g_build_filename(OUT_FOR_DISPATCH, name, NULL);
	return g_build_filename(OUT_FOR_APPROVAL, "breve", name, NULL);
}

/* ---- its state ---- */

#define PAPER_COLUMNS                                                                                                     \
	"SELECT p.id, p.case_id, p.number, p.kind, p.to_party, p.language, p.title, p.drawn_on, p.for_on, p.up_to_seq, "  \
	"p.law_edition, p.sha256, p.event, p.fee_ore, p.deadline_on, w.name, a.approved_on, s.sent_on, s.event_id, "       \
	"EXISTS (SELECT 1 FROM paper n WHERE n.case_id = p.case_id AND n.kind = p.kind AND n.to_party = p.to_party "       \
	"AND n.id > p.id AND (SELECT json_extract(text, '$.debtor') FROM paper_order WHERE id = n.id) IS "                 \
	"(SELECT json_extract(text, '$.debtor') FROM paper_order WHERE id = p.id)) "                                       \
	"FROM paper p LEFT JOIN paper_approval a ON a.paper_id = p.id LEFT JOIN paper_approver w ON w.id = a.id "          \
	"LEFT JOIN paper_dispatch s ON s.paper_id = p.id "

typedef struct Row {
	Paper *paper;
	bool followed; /* a later one of its kind to the same party, about the same debtor, was drawn */
} Row;

static Paper *paper_of(Query *query)
{
	Paper *p = g_new0(Paper, 1);
	*p = (Paper){ .id = query_int(query, 0),
		          .case_id = g_strdup(query_text(query, 1)),
		          .number = (int)query_int(query, 2),
		          .kind = g_strdup(query_text(query, 3)),
		          .to = g_strdup(query_text(query, 4)),
		          .language = g_strdup(query_text(query, 5)),
		          .title = g_strdup(query_text(query, 6)),
		          .drawn_on = query_date(query, 7),
		          .for_on = query_date(query, 8),
		          .up_to_seq = query_int(query, 9),
		          .law_edition = g_strdup(query_text(query, 10)),
		          .sha256 = g_strdup(query_text(query, 11)),
		          .event = g_strdup(query_text(query, 12)),
		          .fee = money_of_ore(query_int(query, 13)),
		          .deadline_on = query_date(query, 14),
		          .by = g_strdup(query_text(query, 15)),
		          .approved_on = query_date(query, 16),
		          .sent_on = query_date(query, 17) };
	if (!query_is_null(query, 18))
		p->sent_event = query_int(query, 18);
	return p;
}

/*
 * Where the record would stand if nothing but letters of the same state to other parties had been sent since: the same
 * reminder goes to two debtors, and the first one's dispatch does not void the second's.
 */
static bool seq_without_ours(Store *store, const Paper *paper, int64_t *seq, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT s.seq_before, s.seq_after FROM paper_dispatch s JOIN paper p ON p.id = s.paper_id "
	                                     "WHERE p.case_id = ? AND p.to_party <> ? ORDER BY s.id",
	                                     "ss", paper->case_id, paper->to);
	if (query == NULL)
		return false;
	GError *fault = NULL;
	*seq = paper->up_to_seq;
	while (query_next(query, &fault))
		if (query_int(query, 0) == *seq)
			*seq = query_int(query, 1);
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

/* Did it come back, and has nobody said since that it counts all the same? */
static bool came_back(Store *store, const Paper *paper, bool *back, GError **error)
{
	g_autofree char *document = paper_document(paper);
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT e.name, v.ground FROM event e JOIN event_value v ON v.case_id = e.case_id AND v.id = e.id WHERE e.case_id = ? "
	    "AND ((e.name IN ('letter_returned', 'demand_returned') AND v.document = ?) OR e.name = 'person_decided') "
	    "AND NOT EXISTS (SELECT 1 FROM event n WHERE n.case_id = e.case_id AND n.replaces = e.id) ORDER BY e.id",
	    "ss", paper->case_id, document);
	if (query == NULL)
		return false;
	GError *fault = NULL;
	*back = false;
	while (query_next(query, &fault)) {
		bool decided = strcmp(query_text(query, 0), "person_decided") == 0;
		if (!decided)
			*back = true;
		else if (query_text(query, 1) != NULL && g_str_has_prefix(query_text(query, 1), "D08"))
			*back = false;
	}
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

static bool paper_judge(Store *store, Row *row, const char *law_edition, Date day, GError **error)
{
	Paper *p = row->paper;
	int64_t now, ours;
	bool back;
	p->because = (Say){ NULL, NULL };
	if (date_known(p->sent_on)) {
		if (!came_back(store, p, &back, error))
			return false;
		p->state = back ? PAPER_RETURNED : PAPER_SENT;
		return true;
	}
	if (!case_seq(store, p->case_id, &now, error) || !seq_without_ours(store, p, &ours, error))
		return false;
	p->followed = row->followed;
	if (row->followed)
		p->because = (Say){ "et senere brev er trådt i stedet", "a later letter took its place" };
	else if (now != ours)
		p->because = (Say){ "der er kommet nyt i sagen", "the record has changed" };
	else if (strcmp(p->law_edition, law_edition) != 0)
		p->because = (Say){ "lovtabellerne er ændret", "the law tables have changed" };
	else if (date_known(day) && date_before(p->for_on, day))
		p->because = (Say){ "dagen, det er skrevet til, er gået", "the day that it was written for has passed" };
	p->state = p->because.da != NULL ? PAPER_VOID : date_known(p->approved_on) ? PAPER_APPROVED : PAPER_DRAFT;
	return true;
}

static GPtrArray *papers_read(Store *store, Query *query, const char *law_edition, Date day, GError **error)
{
	g_autoptr(GPtrArray) papers = g_ptr_array_new_with_free_func(paper_destroy);
	g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(Row));
	GError *fault = NULL;
	if (query == NULL)
		return NULL;
	while (query_next(query, &fault)) {
		Row row = { paper_of(query), query_int(query, 19) != 0 };
		g_ptr_array_add(papers, row.paper);
		g_array_append_val(rows, row);
	}
	if (fault != NULL) {
		g_propagate_error(error, fault);
		return NULL;
	}
	for (guint i = 0; i < rows->len; i++)
		if (!paper_judge(store, &g_array_index(rows, Row, i), law_edition, day, error))
			return NULL;
	return g_steal_pointer(&papers);
}

GPtrArray *papers_of(Store *store, const char *case_id, const char *law_edition, Date day, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error, PAPER_COLUMNS "WHERE ?1 IS NULL OR p.case_id = ?1 ORDER BY p.case_id, p.number", "s", case_id);
	return papers_read(store, query, law_edition, day, error);
}

Paper *paper_numbered(Store *store, const char *case_id, int number, const char *law_edition, Date day, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, PAPER_COLUMNS "WHERE p.case_id = ? AND p.number = ?", "si", case_id,
	                                     (int64_t)number);
	g_autoptr(GPtrArray) papers = papers_read(store, query, law_edition, day, error);
	if (papers == NULL)
		return NULL;
	if (papers->len == 1)
		return g_ptr_array_steal_index(papers, 0);
	error_set(error, ERROR_INPUT, "no-such-letter", "Sag %s har intet brev nr. %d.", "Case %s has no letter number %d.", case_id,
	          number);
	error_remedy(error, "Se numrene med letters.", "See the numbers with letters.");
	return NULL;
}

char *paper_order(Store *store, const Paper *paper, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT text FROM paper_order WHERE id = ?", "i", paper->id);
	return query != NULL && query_next(query, error) ? g_strdup(query_text(query, 0)) : NULL;
}

/* ---- rows ---- */

static bool next_id(Query *query, int64_t *id, GError **error)
{
	g_autoptr(Query) owned = query;
	if (owned == NULL || !query_next(owned, error))
		return false;
	*id = query_int(owned, 0);
	return true;
}

static Seal *sealed(Store *store, const char *text, GError **error)
{
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, text);
	return seal_close(seal, store, error) ? g_steal_pointer(&seal) : NULL;
}

bool paper_record(Store *store, Paper *paper, const char *order, GError **error)
{
	assert(store_stepping(store));
	int64_t number;
	g_autoptr(Seal) seal = sealed(store, order, error);
	if (seal == NULL || !next_id(store_query(store, error, "SELECT coalesce(max(id), 0) + 1 FROM paper", ""), &paper->id, error) ||
	    !next_id(store_query(store, error, "SELECT coalesce(max(number), 0) + 1 FROM paper WHERE case_id = ?", "s", paper->case_id),
	             &number, error))
		return false;
	paper->number = (int)number;
	return store_run(store, error,
	                 "INSERT INTO paper (id, case_id, number, kind, to_party, language, title, drawn_on, for_on, up_to_seq, law_edition, "
	                 "sha256, event, fee_ore, deadline_on, order_commitment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	                 "isissssddisssidb", paper->id, paper->case_id, number, paper->kind, paper->to, paper->language, paper->title,
	                 paper->drawn_on, paper->for_on, paper->up_to_seq, paper->law_edition, paper->sha256, paper->event,
	                 money_ore(paper->fee), paper->deadline_on, seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO paper_order (id, salt, text) VALUES (?, ?, ?)", "ibs", paper->id, seal->salt_bytes, order);
}

bool paper_approve(Store *store, const Paper *paper, const char *by, Date on, GError **error)
{
	assert(store_stepping(store));
	int64_t id;
	g_autoptr(Seal) seal = sealed(store, by, error);
	return seal != NULL && next_id(store_query(store, error, "SELECT coalesce(max(id), 0) + 1 FROM paper_approval", ""), &id, error) &&
	       store_run(store, error, "INSERT INTO paper_approval (id, paper_id, approved_on, by_commitment) VALUES (?, ?, ?, ?)", "iidb", id,
	                 paper->id, on, seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO paper_approver (id, salt, name) VALUES (?, ?, ?)", "ibs", id, seal->salt_bytes, by);
}

/* ---- dispatch ---- */

static GBytes *approved_file(const Paper *paper, const char *out, GError **error)
{
	g_autofree char *inner = paper_path(paper, "pdf"), *path = g_build_filename(out, inner, NULL);
	if (!file_exists(path)) {
		error_set(error, ERROR_INPUT, "letter-away", "Brev %d i sag %s ligger ikke i mappen %s.", "Letter %d of case %s is not in the folder %s.",
		          paper->number, paper->case_id, out);
		error_remedy(error, "Angiv med --out den mappe, det blev skrevet i, eller skriv det igen med letter.",
		             "Say with --out the folder that it was drawn in, or draw it again with letter.");
		return NULL;
	}
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_FILE_BYTES, error);
	if (bytes == NULL)
		return NULL;
	char sha256[DIGEST_HEX];
	gsize n;
	const void *data = g_bytes_get_data(bytes, &n);
	digest_hex(data, n, sha256);
	if (strcmp(sha256, paper->sha256) == 0)
		return g_steal_pointer(&bytes);
	error_set(error, ERROR_INPUT, "letter-changed", "Brev %d i sag %s er ikke det, der blev godkendt.",
	          "Letter %d of case %s is not the one that was approved.", paper->number, paper->case_id);
	error_at(error, inner, 0, 0);
	error_remedy(error, "Skriv det igen med letter, og godkend det.", "Draw it again with letter, and approve it.");
	return NULL;
}

/* What is said of the letter as a document: our offers of a settlement are not for the court. */
static bool facts_keep(Store *store, const Paper *paper, const char *document, Date on, const char *by, GError **error)
{
	bool reminder = g_str_has_prefix(paper->kind, "reminder_"), demand = strcmp(paper->kind, "demand") == 0;
	g_autofree char *subject = g_strconcat("document/", document, NULL), *day = date_iso(paper->for_on);
	const struct {
		const char *name, *value;
	} said[] = { { "document.kind", demand ? "demand" : reminder ? "reminder" : "letter" },
		         { "document.dated_on", day },
		         { "document.title", paper->title },
		         { "document.use", demand || reminder ? "exhibit" : "internal" } };
	g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
	for (size_t i = 0; i < G_N_ELEMENTS(said); i++) {
		Fact *fact = fact_new(subject, said[i].name, said[i].value, NULL);
		fact->status = FACT_STATED;
		fact->confidence = 100;
		fact->proof.document = g_strdup(by);
		fact->proof.reader = g_strdup("person");
		g_ptr_array_add(facts, fact);
	}
	return facts_record(store, paper->case_id, facts, on, error);
}

/* The number after those of the letters that the case has. */
static bool letter_subject(Store *store, const char *case_id, char **subject, GError **error)
{
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	gint64 last = 0, n;
	for (guint i = 0; c != NULL && i < c->letters->len; i++) {
		const char *id = ((const Letter *)c->letters->pdata[i])->id;
		if (g_str_has_prefix(id, "letter/") && g_ascii_string_to_signed(id + strlen("letter/"), 10, 0, G_MAXINT32, &n, NULL))
			last = MAX(last, n);
	}
	*subject = g_strdup_printf("letter/%" G_GINT64_FORMAT, last + 1);
	return c != NULL;
}

/*
 * A demand of ours is read as one that the creditor sends in, so that the same rules judge it. One that cannot be read is
 * recorded all the same, and those rules then say that nobody has read it.
 */
static bool reading_keep(Store *store, const Paper *paper, const char *document, const char *sha256, Date on, GError **error)
{
	g_autofree char *subject = NULL;
	int fd = strcmp(paper->kind, "demand") == 0 ? store_open_document(store, sha256, NULL) : -1;
	if (fd < 0)
		return true;
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(Reading) reading = reader_read(reader, document, fd, NULL);
	close(fd);
	if (reading == NULL)
		return true;
	if (!letter_subject(store, paper->case_id, &subject, error))
		return false;
	reading_prove(reading, document, sha256);
	g_autoptr(GPtrArray) facts = g_ptr_array_new();
	for (guint i = 0; i < reading->facts->len; i++) {
		Fact *fact = reading->facts->pdata[i];
		if (strcmp(fact->subject, "letter/1") != 0)
			continue;
		g_free(fact->subject);
		fact->subject = g_strdup(subject);
		g_ptr_array_add(facts, fact);
	}
	return facts_record(store, paper->case_id, facts, on, error);
}

/* Of a letter to the bailiff court: the debtor that it is about, whose life alone it moves. NULL: all of them. */
static char *debtor_meant(Store *store, const Paper *paper)
{
	const PaperKind *kind = paper_kind_find(paper->kind);
	if (kind == NULL || !paper_kind_when(kind, "bailiff"))
		return NULL;
	g_autofree char *text = paper_order(store, paper, NULL);
	g_autoptr(MissiveOrder) order = missive_order_parse(text);
	return order != NULL ? g_strdup(order->debtor) : NULL;
}

static bool event_keep(Store *store, const Paper *paper, const char *name, const char *document, const char *how, Date on,
                       const char *by, int64_t *id, GError **error)
{
	g_autofree char *meant = debtor_meant(store, paper);
	bool reminder = strcmp(name, "reminder_sent") == 0;
	g_autofree char *ground = g_strdup_printf("brev %d, %s; sendt: %s", paper->number, paper->title, how);
	Event event = { .name = (char *)name,
		            .on = on,
		            .debtor = strcmp(paper->to, "court") == 0 || strcmp(paper->to, "creditor") == 0 ? meant : paper->to,
		            .has_amount = reminder && !money_is_zero(paper->fee),
		            .amount = paper->fee,
		            .deadline_on = paper->deadline_on,
		            .ground = ground,
		            .document = (char *)document,
		            .by = (char *)by };
	if (!event_record(store, paper->case_id, &event, on, error))
		return false;
	*id = event.id;
	return true;
}

bool paper_dispatched(Store *store, const Paper *paper, const char *out, const char *how, Date on, const char *by, GError **error)
{
	assert(store_stepping(store));
	if (paper->state != PAPER_APPROVED || date_compare(on, paper->for_on) != 0) {
		error_set(error, ERROR_INPUT, "not-approved", "Brev %d i sag %s er ikke godkendt til afsendelse den dag%s%s.",
		          "Letter %d of case %s is not approved for dispatch on that day%s%s.", paper->number, paper->case_id,
		          paper->because.da != NULL ? ": " : "", paper->because.da != NULL ? paper->because.da : "");
		error_remedy(error, "Skriv det til den dag med letter, og godkend det.", "Draw it for that day with letter, and approve it.");
		return false;
	}
	g_autoptr(GBytes) bytes = approved_file(paper, out, error);
	char sha256[DIGEST_HEX];
	int64_t before, after, event_id, fee_event;
	if (bytes == NULL || !store_keep_bytes(store, bytes, sha256, error) || !case_seq(store, paper->case_id, &before, error))
		return false;
	g_autofree char *name = paper_document(paper);
	Document document = { .name = name, .sha256 = sha256, .size = (int64_t)g_bytes_get_size(bytes), .media = (char *)"pdf" };
	/* A demand that carries a reminder fee is a reminder too: the fee stands on the record as one. */
	bool both = strcmp(paper->event, "demand_sent") == 0 && !money_is_zero(paper->fee);
	if (!document_record(store, paper->case_id, &document, on, error) || !facts_keep(store, paper, name, on, by, error) ||
	    !reading_keep(store, paper, name, sha256, on, error) ||
	    (both && !event_keep(store, paper, "reminder_sent", name, how, on, by, &fee_event, error)) ||
	    !event_keep(store, paper, paper->event, name, how, on, by, &event_id, error) ||
	    !case_seq(store, paper->case_id, &after, error))
		return false;
	return store_run(store, error,
	                 "INSERT INTO paper_dispatch (id, paper_id, how, sent_on, event_id, seq_before, seq_after) "
	                 "SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ? FROM paper_dispatch",
	                 "isdiii", paper->id, how, on, event_id, before, after);
}

bool paper_cleared(const Paper *paper, const char *out, GError **error)
{
	static const char *const endings[] = { "pdf", "txt", "html" };
	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
		g_autofree char *inner = paper_path(paper, endings[i]), *path = g_build_filename(out, inner, NULL);
		if (!folder_remove(path, error))
			return false;
	}
	return true;
}
