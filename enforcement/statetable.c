#include "enforcement/statetable.h"

#include "intake/csv.h"
#include "intake/embedded.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static GArray *state_rows; /* State */
static GPtrArray *transition_rows; /* Transition* */
static GPtrArray *guard_rows; /* Guard* */
static GHashTable *by_event; /* event → GPtrArray of Transition* */

static Csv *table_of(const Embedded *list, const char *name)
{
	const Embedded *file = embedded_find(list, name);
	assert(file != NULL);
	Csv *csv = csv_parse((const char *)file->bytes, file->size, name, NULL);
	assert(csv != NULL);
	return csv;
}

static const char *kept(const Csv *csv, const CsvRow *row, const char *column)
{
	return g_intern_string(csv_cell(csv, row, column));
}

static void words_of(State *state, const Csv *words)
{
	for (guint i = 0; i < words->rows->len; i++) {
		const CsvRow *row = words->rows->pdata[i];
		if (strcmp(csv_cell(words, row, "name"), state->name) != 0)
			continue;
		state->word = (Say){ kept(words, row, "da"), kept(words, row, "en") };
		state->next = (Say){ kept(words, row, "next_da"), kept(words, row, "next_en") };
		const char *who = kept(words, row, "who");
		state->who = *who != '\0' ? who : NULL;
		return;
	}
	assert(false && "a state without words");
}

static void states_load(void)
{
	g_autoptr(Csv) rows = table_of(embedded_tables, "states.csv");
	g_autoptr(Csv) words = table_of(embedded_enforcement, "states.csv");
	GArray *states = g_array_new(FALSE, TRUE, sizeof(State));
	for (guint i = 0; i < rows->rows->len; i++) {
		const CsvRow *row = rows->rows->pdata[i];
		State state = { .id = kept(rows, row, "id"),
			        .name = kept(rows, row, "name"),
			        .phase = kept(rows, row, "phase"),
			        .has_title = *csv_cell(rows, row, "has_title") == '1',
			        .terminal = *csv_cell(rows, row, "terminal") == '1',
			        .rank = (int)i };
		words_of(&state, words);
		g_array_append_val(states, state);
	}
	state_rows = states;
}

static void guards_load(void)
{
	static const char *const kinds[] = { "record", "event", "person" };
	g_autoptr(Csv) rows = table_of(embedded_enforcement, "guards.csv");
	guard_rows = g_ptr_array_new();
	for (guint i = 0; i < rows->rows->len; i++) {
		const CsvRow *row = rows->rows->pdata[i];
		assert(row->n == rows->columns);
		Guard *guard = g_new0(Guard, 1);
		*guard = (Guard){ .text = kept(rows, row, "guard"),
			          .name = kept(rows, row, "name"),
			          .kind = (GuardKind)G_N_ELEMENTS(kinds),
			          .stays = strcmp(csv_cell(rows, row, "failing"), "stay") == 0,
			          .statute = kept(rows, row, "statute"),
			          .say = { kept(rows, row, "da"), kept(rows, row, "en") } };
		for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++)
			if (strcmp(csv_cell(rows, row, "kind"), kinds[k]) == 0)
				guard->kind = (GuardKind)k;
		assert((size_t)guard->kind < G_N_ELEMENTS(kinds));
		g_ptr_array_add(guard_rows, guard);
	}
}

static const Guard *guard_called(const char *text)
{
	for (guint i = 0; i < guard_rows->len; i++) {
		const Guard *guard = guard_rows->pdata[i];
		if (strcmp(guard->text, text) == 0)
			return guard;
	}
	return NULL;
}

static void guards_of(Transition *t, const char *text)
{
	t->guards = g_ptr_array_new();
	g_auto(GStrv) parts = g_strsplit(text, "; ", -1);
	for (char **part = parts; *part != NULL && **part != '\0'; part++) {
		const Guard *guard = guard_called(*part);
		assert(guard != NULL && "a guard of transitions.csv that guards.csv does not know");
		g_ptr_array_add(t->guards, (gpointer)guard);
	}
}

static void moves_of(Transition *t, const char *text)
{
	t->moves = g_array_new(FALSE, TRUE, sizeof(ClockMove));
	g_auto(GStrv) parts = g_strsplit(text, ";", -1);
	for (char **part = parts; *part != NULL && **part != '\0'; part++) {
		assert(strchr("+-!?", **part) != NULL);
		ClockMove move = { (Starting)**part, g_intern_string(*part + 1) };
		g_array_append_val(t->moves, move);
	}
}

static void transitions_add(const Csv *rows)
{
	for (guint i = 0; i < rows->rows->len; i++) {
		const CsvRow *row = rows->rows->pdata[i];
		Transition *t = g_new0(Transition, 1);
		t->n = atoi(csv_cell(rows, row, "n"));
		t->from = g_strsplit(csv_cell(rows, row, "from"), "|", -1);
		t->event = kept(rows, row, "event");
		t->to = kept(rows, row, "to");
		t->statute = kept(rows, row, "statute");
		t->task = kept(rows, row, "task");
		guards_of(t, csv_cell(rows, row, "guard"));
		moves_of(t, csv_cell(rows, row, "clock"));
		g_ptr_array_add(transition_rows, t);
		GPtrArray *same = g_hash_table_lookup(by_event, t->event);
		if (same == NULL) {
			same = g_ptr_array_new();
			g_hash_table_insert(by_event, (gpointer)t->event, same);
		}
		g_ptr_array_add(same, t);
	}
}

static void tables_load(void)
{
	if (state_rows != NULL)
		return;
	states_load();
	guards_load();
	transition_rows = g_ptr_array_new();
	by_event = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(Csv) law = table_of(embedded_tables, "transitions.csv");
	g_autoptr(Csv) own = table_of(embedded_enforcement, "transitions.csv");
	transitions_add(law);
	transitions_add(own);
}

const State *state_find(const char *id_or_name)
{
	tables_load();
	for (guint i = 0; i < state_rows->len; i++) {
		const State *state = &g_array_index(state_rows, State, i);
		if (strcmp(state->id, id_or_name) == 0 || strcmp(state->name, id_or_name) == 0)
			return state;
	}
	return NULL;
}

static bool leads_from(const Transition *t, const State *state)
{
	if (strcmp(t->from[0], "*") == 0)
		return !state->terminal;
	if (strcmp(t->from[0], "*T") == 0)
		return !state->terminal && state->has_title;
	return g_strv_contains((const char *const *)t->from, state->id);
}

const Transition *transition_find(const State *state, const char *event, bool *known)
{
	tables_load();
	const GPtrArray *same = g_hash_table_lookup(by_event, event);
	*known = same != NULL;
	for (guint i = 0; same != NULL && i < same->len; i++)
		if (leads_from(same->pdata[i], state))
			return same->pdata[i];
	return NULL;
}

GPtrArray *transitions_from(const State *state)
{
	tables_load();
	GPtrArray *out = g_ptr_array_new();
	for (guint i = 0; i < transition_rows->len; i++)
		if (leads_from(transition_rows->pdata[i], state))
			g_ptr_array_add(out, transition_rows->pdata[i]);
	return out;
}

const GPtrArray *transitions_all(void)
{
	tables_load();
	return transition_rows;
}

const GPtrArray *guards_all(void)
{
	tables_load();
	return guard_rows;
}

bool event_starts(const char *event, const char *start_event)
{
	const EventKind *kind = event_kind_find(event);
	if (kind == NULL)
		return true;
	size_t n = strlen(start_event);
	for (const char *at = strstr(kind->clocks, start_event); at != NULL; at = strstr(at + 1, start_event))
		if ((at == kind->clocks || at[-1] == ' ') && (at[n] == '\0' || at[n] == ' '))
			return true;
	return false;
}
