#include "intake/field.h"

#include <assert.h>
#include <string.h>

/* ---- the index ---- */

struct FactIndex {
	GHashTable *groups; /* Fact* (the group's first) → GPtrArray of Fact* */
	GHashTable *subjects; /* set of char*, borrowed from the facts */
	GPtrArray *order; /* the same, as first met */
};

static guint place_hash(const void *key)
{
	const Fact *fact = key;
	return g_str_hash(fact->subject) * 31u + g_str_hash(fact->name);
}

static gboolean place_equal(const void *a, const void *b)
{
	const Fact *one = a, *other = b;
	return strcmp(one->name, other->name) == 0 && strcmp(one->subject, other->subject) == 0;
}

FactIndex *fact_index_new(const GPtrArray *facts)
{
	FactIndex *index = g_new(FactIndex, 1);
	index->groups = g_hash_table_new_full(place_hash, place_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
	index->subjects = g_hash_table_new(g_str_hash, g_str_equal);
	index->order = g_ptr_array_new();
	const char *last = "";
	for (guint i = 0; i < facts->len; i++) {
		Fact *fact = facts->pdata[i];
		if (!fact_counts(fact))
			continue;
		GPtrArray *group = g_hash_table_lookup(index->groups, fact);
		if (group == NULL) {
			group = g_ptr_array_new();
			g_hash_table_insert(index->groups, fact, group);
		}
		g_ptr_array_add(group, fact);
		/* Facts about one subject mostly stand together. */
		if (strcmp(last, fact->subject) != 0 && g_hash_table_add(index->subjects, fact->subject))
			g_ptr_array_add(index->order, fact->subject);
		last = fact->subject;
	}
	return index;
}

void fact_index_free(FactIndex *index)
{
	g_hash_table_unref(index->groups);
	g_hash_table_unref(index->subjects);
	g_ptr_array_unref(index->order);
	g_free(index);
}

GPtrArray *fact_index_find(const FactIndex *index, const char *subject, const char *name)
{
	const Fact place = { .subject = (char *)(uintptr_t)subject, .name = (char *)(uintptr_t)name };
	return g_hash_table_lookup(index->groups, &place);
}

const GPtrArray *fact_index_subjects(const FactIndex *index)
{
	return index->order;
}

bool fact_index_has(const FactIndex *index, const char *subject)
{
	return g_hash_table_contains(index->subjects, subject);
}

/* ---- are two values the same? ---- */

char *text_key(const char *text)
{
	g_autofree char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
	g_autofree char *folded = composed != NULL ? g_utf8_casefold(composed, -1) : g_ascii_strdown(text, -1);
	GString *key = g_string_new(NULL);
	if (composed == NULL)
		return g_string_free(g_string_assign(key, folded), FALSE);
	for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (g_unichar_isalnum(c) || g_unichar_ismark(c))
			g_string_append_unichar(key, c);
	}
	/* A name of signs alone is still a name. */
	if (key->len == 0)
		g_string_assign(key, folded);
	return g_string_free(key, FALSE);
}

char *cvr_key(const char *text)
{
	GString *key = g_string_new(NULL);
	for (const char *at = text; *at != '\0'; at++)
		if (g_ascii_isalnum(*at))
			g_string_append_c(key, g_ascii_toupper(*at));
	if (g_str_has_prefix(key->str, "DK"))
		g_string_erase(key, 0, 2);
	return g_string_free(key, FALSE);
}

/* Case folded, runs of spaces made one: for texts in which signs may carry meaning. */
static char *loose_key(const char *text)
{
	g_autofree char *folded = g_utf8_casefold(text, -1);
	GString *key = g_string_new(NULL);
	bool gap = false;
	for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (g_unichar_isspace(c)) {
			gap = key->len > 0;
			continue;
		}
		if (gap)
			g_string_append_c(key, ' ');
		gap = false;
		g_string_append_unichar(key, c);
	}
	return g_string_free(key, FALSE);
}

static bool same_number(const char *a, const char *b)
{
	gint64 one, other;
	return g_ascii_string_to_signed(a, 10, G_MININT64, G_MAXINT64, &one, NULL) &&
	       g_ascii_string_to_signed(b, 10, G_MININT64, G_MAXINT64, &other, NULL) && one == other;
}

static bool same_key(char *(*key)(const char *), const char *a, const char *b)
{
	g_autofree char *one = key(a), *other = key(b);
	return strcmp(one, other) == 0;
}

/* Facts of one field mean the same thing, so the one's name tells how both are compared. */
static bool same_value(const Fact *a, const Fact *b)
{
	if (strcmp(a->value, b->value) == 0)
		return true;
	const FactName *name = fact_name_find(a->name);
	if (name == NULL)
		return false;
	switch (name->type) {
	case FACT_MINOR:
	case FACT_RATE:
	case FACT_COUNT:
		return same_number(a->value, b->value);
	case FACT_DATE:
	case FACT_YES:
		return false;
	case FACT_TEXT:
		break;
	}
	if (g_str_has_suffix(a->name, ".name"))
		return same_key(text_key, a->value, b->value);
	if (g_str_has_suffix(a->name, ".cvr"))
		return same_key(cvr_key, a->value, b->value);
	return same_key(loose_key, a->value, b->value);
}

guint key_distance(const char *a, const char *b, guint limit)
{
	glong m, n;
	g_autofree gunichar *one = g_utf8_to_ucs4_fast(a, -1, &m), *other = g_utf8_to_ucs4_fast(b, -1, &n);
	if (ABS(m - n) > (glong)limit)
		return limit + 1;
	g_autofree guint *row = g_new(guint, (gsize)n + 1);
	for (glong k = 0; k <= n; k++)
		row[k] = (guint)k;
	for (glong i = 1; i <= m; i++) {
		guint corner = row[0];
		row[0] = (guint)i;
		for (glong k = 1; k <= n; k++) {
			guint change = corner + (one[i - 1] == other[k - 1] ? 0 : 1);
			corner = row[k];
			row[k] = MIN(change, MIN(row[k], row[k - 1]) + 1);
		}
	}
	return MIN(row[n], limit + 1);
}

/* A key is at most this long where it is worth comparing letter by letter. */
#define NEAR_CHARS 200

bool name_near(const char *a, const char *b)
{
	g_autofree char *one = text_key(a), *other = text_key(b);
	glong length = MIN(g_utf8_strlen(one, -1), g_utf8_strlen(other, -1));
	if (length < 4 || length > NEAR_CHARS)
		return strcmp(one, other) == 0;
	guint limit = MAX(1u, (guint)length / 8);
	return key_distance(one, other, limit) <= limit;
}

/* A reading below this may have a letter or two wrong. */
#define CLEAR_CONFIDENCE 80

bool fact_is_poor(const Fact *fact)
{
	return fact->status == FACT_READ && fact->confidence < CLEAR_CONFIDENCE;
}

/* Does the fact say what a better one says, as far as so poor a reading can? */
static bool is_noise(const Fact *fact, const Fact *better)
{
	if (!fact_is_poor(fact) || fact_is_poor(better))
		return false;
	if (g_str_has_suffix(fact->name, ".name"))
		return name_near(fact->value, better->value);
	if (!g_str_has_suffix(fact->name, ".cvr"))
		return false;
	g_autofree char *one = cvr_key(fact->value), *other = cvr_key(better->value);
	return key_distance(one, other, 1) <= 1;
}

/* ---- fields ---- */

void field_hear(Field *field, GPtrArray *facts)
{
	if (facts == NULL)
		return;
	if (field->facts == NULL) {
		field->facts = g_ptr_array_ref(facts);
		return;
	}
	/* A group may be shared with other fields: what grows is a copy. FIELD_CONFLICT marks that it is ours already. */
	if (field->state != FIELD_CONFLICT) {
		GPtrArray *own = g_ptr_array_copy(field->facts, NULL, NULL);
		g_ptr_array_unref(field->facts);
		field->facts = own;
		field->state = FIELD_CONFLICT;
	}
	for (guint i = 0; i < facts->len; i++)
		g_ptr_array_add(field->facts, facts->pdata[i]);
}

static int by_id(const void *a, const void *b)
{
	const Fact *one = *(const Fact *const *)a, *other = *(const Fact *const *)b;
	return one->id < other->id ? -1 : one->id > other->id;
}

static int tier(const Fact *fact)
{
	return fact->status == FACT_CORRECTED ? 2 : fact->status == FACT_ACCEPTED ? 1 : 0;
}

void field_conflict(GPtrArray *conflicts, const char *subject, const char *name, GPtrArray *facts)
{
	Conflict *conflict = g_new(Conflict, 1);
	*conflict = (Conflict){ .subject = g_strdup(subject), .name = g_strdup(name), .facts = g_ptr_array_ref(facts) };
	g_ptr_array_add(conflicts, conflict);
}

void conflict_free(void *data)
{
	Conflict *conflict = data;
	g_free(conflict->subject);
	g_free(conflict->name);
	g_ptr_array_unref(conflict->facts);
	g_free(conflict);
}

void field_settle(Field *field, GPtrArray *conflicts, const char *subject, const char *name)
{
	if (field->facts == NULL)
		return;
	if (field->state == FIELD_CONFLICT) /* from several groups */
		g_ptr_array_sort(field->facts, by_id);
	int top = 0;
	for (guint i = 0; i < field->facts->len; i++)
		top = MAX(top, tier(field->facts->pdata[i]));
	const Fact *word = NULL;
	for (guint i = 0; i < field->facts->len; i++) {
		const Fact *fact = field->facts->pdata[i];
		if (tier(fact) < top)
			continue;
		if (word == NULL || is_noise(word, fact)) {
			word = fact;
		} else if (!same_value(word, fact) && !is_noise(fact, word)) {
			field->state = FIELD_CONFLICT;
			field_conflict(conflicts, subject, name, field->facts);
			return;
		}
	}
	field->state = FIELD_KNOWN;
	field->fact = word;
}

void field_derive(Field *field, const Fact *fact)
{
	field_clear(field);
	field->facts = g_ptr_array_new();
	g_ptr_array_add(field->facts, (void *)(uintptr_t)fact);
	field->state = FIELD_KNOWN;
	field->fact = fact;
}

void field_clear(Field *field)
{
	if (field->facts != NULL)
		g_ptr_array_unref(field->facts);
	*field = (Field){ 0 };
}

Field *field_at(void *base, size_t offset)
{
	return (Field *)(void *)((char *)base + offset);
}

const char *field_text(const Field *field)
{
	return field->state == FIELD_KNOWN ? field->fact->value : NULL;
}

bool field_date(const Field *field, Date *out)
{
	const char *value = field_text(field);
	return value != NULL && date_parse(value, out);
}

bool field_money(const Field *field, Money *out)
{
	const char *value = field_text(field);
	return value != NULL && money_parse_ore(value, out);
}

bool field_rate(const Field *field, RateBp *out)
{
	const char *value = field_text(field);
	gint64 n;
	if (value == NULL || !g_ascii_string_to_signed(value, 10, INT32_MIN, INT32_MAX, &n, NULL))
		return false;
	*out = (RateBp)n;
	return true;
}

bool field_yes(const Field *field, bool *out)
{
	const char *value = field_text(field);
	if (value == NULL || (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0))
		return false;
	*out = strcmp(value, "yes") == 0;
	return true;
}

bool field_is(const Field *field, const char *value)
{
	const char *known = field_text(field);
	return known != NULL && strcmp(known, value) == 0;
}
