/* Whose a court's letter is: by our number, by the court's number, by the parties. What disagrees is asked, not chosen. */
#include "enforcement/post.h"

#include "intake/field.h"
#include "intake/record.h"

#include <string.h>

/* ---- what a letter says ---- */

GPtrArray *piece_texts(const Piece *piece, const char *name)
{
	GPtrArray *texts = g_ptr_array_new();
	for (guint i = 0; i < piece->facts->len; i++) {
		const Fact *fact = piece->facts->pdata[i];
		if (strcmp(fact->subject, piece->subject) == 0 && strcmp(fact->name, name) == 0 && fact_counts(fact) &&
		    !g_ptr_array_find_with_equal_func(texts, fact->value, g_str_equal, NULL))
			g_ptr_array_add(texts, fact->value);
	}
	return texts;
}

const char *piece_text(const Piece *piece, const char *name)
{
	g_autoptr(GPtrArray) texts = piece_texts(piece, name);
	return texts->len == 1 ? texts->pdata[0] : NULL;
}

Date piece_day(const Piece *piece, const char *name)
{
	const char *text = piece_text(piece, name);
	Date day;
	return text != NULL && date_parse(text, &day) ? day : DATE_NONE;
}

/* ---- the index ---- */

typedef struct Entry {
	char *case_id;
	char *key; /* number without spaces and case, or name as text_key */
	bool debtor;
} Entry;

struct PostIndex {
	GPtrArray *ids; /* char* */
	GPtrArray *numbers, *parties; /* Entry* */
};

static void entry_free(void *data)
{
	Entry *entry = data;
	g_free(entry->case_id);
	g_free(entry->key);
	g_free(entry);
}

void post_index_free(PostIndex *index)
{
	if (index == NULL)
		return;
	g_clear_pointer(&index->ids, g_ptr_array_unref);
	g_clear_pointer(&index->numbers, g_ptr_array_unref);
	g_clear_pointer(&index->parties, g_ptr_array_unref);
	g_free(index);
}

/* "FS 4711/2026-ODE" and "fs-4711/2026-ode" are one number. */
static char *number_key(const char *number)
{
	GString *key = g_string_new(NULL);
	for (const char *at = number; *at != '\0'; at++)
		if (g_ascii_isalnum(*at) || *at == '/')
			g_string_append_c(key, g_ascii_toupper(*at));
	return g_string_free(key, FALSE);
}

static bool load(Query *query, GPtrArray *into, char *(*key)(const char *), GError **error)
{
	GError *fault = NULL;
	if (query == NULL)
		return false;
	while (query_next(query, &fault)) {
		const char *text = query_text(query, 1);
		if (text == NULL || *text == '\0')
			continue;
		Entry *entry = g_new0(Entry, 1);
		entry->case_id = g_strdup(query_text(query, 0));
		entry->key = key(text);
		entry->debtor = query_int(query, 2) != 0;
		g_ptr_array_add(into, entry);
	}
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

PostIndex *post_index_new(Store *store, GError **error)
{
	g_autoptr(PostIndex) index = g_new0(PostIndex, 1);
	index->numbers = g_ptr_array_new_with_free_func(entry_free);
	index->parties = g_ptr_array_new_with_free_func(entry_free);
	index->ids = case_list(store, error);
	if (index->ids == NULL)
		return NULL;
	g_autoptr(Query) numbers =
	    store_query(store, error,
	                "SELECT e.case_id, v.ground, 0 FROM event e JOIN event_value v ON v.case_id = e.case_id AND v.id = e.id"
	                " WHERE e.name = 'court_number' AND NOT EXISTS"
	                " (SELECT 1 FROM event r WHERE r.case_id = e.case_id AND r.replaces = e.id) ORDER BY e.case_id, e.id",
	                "");
	if (!load(numbers, index->numbers, number_key, error))
		return NULL;
	g_autoptr(Query) parties =
	    store_query(store, error,
	                "SELECT c.case_id, p.name, c.subject LIKE 'debtor/%' FROM case_party c"
	                " JOIN party_identity p ON p.id = c.party ORDER BY c.case_id, c.subject",
	                "");
	if (!load(parties, index->parties, text_key, error))
		return NULL;
	return g_steal_pointer(&index);
}

void post_index_learn(PostIndex *index, const char *number, const char *case_id)
{
	Entry *entry = g_new0(Entry, 1);
	entry->case_id = g_strdup(case_id);
	entry->key = number_key(number);
	g_ptr_array_add(index->numbers, entry);
}

/* ---- matching ---- */

static const char *const how_names[] = { NULL, "case", "our_number", "court_number", "parties" };

const char *match_how_name(MatchHow how)
{
	return how_names[how];
}

void match_clear(Match *match)
{
	g_clear_pointer(&match->case_id, g_free);
	g_clear_pointer(&match->candidates, g_ptr_array_unref);
}

static void add_once(GPtrArray *list, const char *text)
{
	if (!g_ptr_array_find_with_equal_func(list, text, g_str_equal, NULL))
		g_ptr_array_add(list, g_strdup(text));
}

static void by_number(const PostIndex *index, const Piece *piece, GPtrArray *out)
{
	const char *number = piece_text(piece, "letter.court_case");
	if (number == NULL)
		return;
	g_autofree char *key = number_key(number);
	for (guint i = 0; i < index->numbers->len; i++) {
		const Entry *entry = index->numbers->pdata[i];
		if (strcmp(entry->key, key) == 0)
			add_once(out, entry->case_id);
	}
}

static bool names_meet(const GPtrArray *names, const char *key)
{
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *name = text_key(names->pdata[i]);
		if (strcmp(name, key) == 0)
			return true;
	}
	return false;
}

/* Cases with a debtor that the letter names; when it also names a creditor of some of them, those alone. */
static void by_parties(const PostIndex *index, const Piece *piece, GPtrArray *out)
{
	g_autoptr(GPtrArray) names = piece_texts(piece, "letter.party");
	g_autoptr(GPtrArray) both = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; names->len > 0 && i < index->parties->len; i++) {
		const Entry *entry = index->parties->pdata[i];
		if (entry->debtor && names_meet(names, entry->key))
			add_once(out, entry->case_id);
	}
	for (guint i = 0; i < index->parties->len; i++) {
		const Entry *entry = index->parties->pdata[i];
		if (!entry->debtor && g_ptr_array_find_with_equal_func(out, entry->case_id, g_str_equal, NULL) &&
		    names_meet(names, entry->key))
			add_once(both, entry->case_id);
	}
	if (both->len == 0)
		return;
	g_ptr_array_set_size(out, 0);
	for (guint i = 0; i < both->len; i++)
		g_ptr_array_add(out, g_strdup(both->pdata[i]));
}

static bool party_fits(const Party *party, const GPtrArray *names)
{
	const char *own = party != NULL ? field_text(&party->name) : NULL;
	for (guint i = 0; own != NULL && i < names->len; i++)
		if (name_near(own, names->pdata[i]))
			return true;
	return false;
}

/* A letter that names parties, none of them this case's, is perhaps another case's with a number misread. */
static bool parties_fit(const Case *c, const Piece *piece)
{
	g_autoptr(GPtrArray) names = piece_texts(piece, "letter.party");
	bool fits = names->len == 0 || party_fits(c->creditor, names) || party_fits(c->representative, names);
	for (guint i = 0; !fits && i < c->debtors->len; i++)
		fits = party_fits(c->debtors->pdata[i], names);
	return fits;
}

static bool number_fits(const PostIndex *index, const Piece *piece, const char *case_id)
{
	g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func(g_free);
	by_number(index, piece, cases);
	return cases->len == 0 || g_ptr_array_find_with_equal_func(cases, case_id, g_str_equal, NULL);
}

static bool settle(Store *store, const Piece *piece, const PostIndex *index, Match *out, GError **error)
{
	g_autoptr(Case) c = case_read(store, out->case_id, 0, error);
	if (c == NULL)
		return false;
	if (out->how == MATCH_NAMED || out->how == MATCH_PARTIES)
		return true;
	if (!number_fits(index, piece, out->case_id)) {
		out->certain = false;
		out->why = (Say){ "Rettens sagsnummer hører til en anden sag.", "The court's case number belongs to another case." };
	} else if (!parties_fit(c, piece)) {
		out->certain = false;
		out->why = (Say){ "Brevet nævner andre parter end sagens.", "The letter names other parties than the case's." };
	}
	return true;
}

static void one_of(Match *out, GPtrArray *cases, MatchHow how)
{
	if (cases->len == 1) {
		out->how = how;
		out->case_id = g_strdup(cases->pdata[0]);
		out->certain = how != MATCH_PARTIES;
		if (!out->certain)
			out->why = (Say){ "Kun parternes navne peger på sagen.", "The parties' names alone point to the case." };
		return;
	}
	for (guint i = 0; i < cases->len; i++)
		g_ptr_array_add(out->candidates, g_strdup(cases->pdata[i]));
	out->why = (Say){ "Flere sager passer; nævn sagen med --case.", "Several cases fit; name the case with --case." };
}

bool post_match(const PostIndex *index, Store *store, const Piece *piece, const char *named, Match *out, GError **error)
{
	*out = (Match){ .candidates = g_ptr_array_new_with_free_func(g_free) };
	g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func(g_free);
	const char *ours = piece_text(piece, "letter.our_case");
	bool known = ours != NULL && g_ptr_array_find_with_equal_func(index->ids, ours, g_str_equal, NULL);
	if (named != NULL) {
		out->how = MATCH_NAMED;
		out->case_id = g_strdup(named);
		out->certain = true;
	} else if (known) {
		out->how = MATCH_OUR_NUMBER;
		out->case_id = g_strdup(ours);
		out->certain = true;
	} else {
		by_number(index, piece, cases);
		MatchHow how = cases->len > 0 ? MATCH_COURT_NUMBER : MATCH_PARTIES;
		if (cases->len == 0)
			by_parties(index, piece, cases);
		if (cases->len > 0)
			one_of(out, cases, how);
		else if (ours != NULL)
			out->why = (Say){ "Vores sagsnummer i brevet findes ikke, og intet andet peger på en sag.",
				          "Our case number in the letter does not exist, and nothing else points to a case." };
		else
			out->why = (Say){ "Hverken numre eller parter peger på en sag.", "Neither numbers nor parties point to a case." };
	}
	return out->case_id == NULL || settle(store, piece, index, out, error);
}
