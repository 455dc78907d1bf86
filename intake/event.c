#include "intake/event.h"

#include "intake/csv.h"
#include "intake/embedded.h"
#include "intake/limits.h"

#include <assert.h>
#include <string.h>

void event_free(Event *event)
{
	if (event == NULL)
		return;
	g_free(event->name);
	g_free(event->debtor);
	g_free(event->claim);
	g_free(event->paid_to);
	g_free(event->ground);
	g_free(event->document);
	g_free(event->by);
	g_free(event->place);
	g_free(event->letter);
	g_free(event);
}

Event *event_copy(const Event *event)
{
	Event *copy = g_memdup2(event, sizeof *event);
	copy->name = g_strdup(event->name);
	copy->debtor = g_strdup(event->debtor);
	copy->claim = g_strdup(event->claim);
	copy->paid_to = g_strdup(event->paid_to);
	copy->ground = g_strdup(event->ground);
	copy->document = g_strdup(event->document);
	copy->by = g_strdup(event->by);
	copy->place = g_strdup(event->place);
	copy->letter = g_strdup(event->letter);
	return copy;
}

/* The table is our own file: a fault in it is ours. Read once, kept as long as the program runs. */
static const GPtrArray *kinds;
static GHashTable *kinds_by_name;

static void kinds_load(void)
{
	const Embedded *file = embedded_find(embedded_intake, "events.csv");
	assert(file != NULL);
	g_autoptr(Csv) csv = csv_parse((const char *)file->bytes, file->size, "events.csv", NULL);
	assert(csv != NULL && csv->columns == 6);
	GPtrArray *list = g_ptr_array_new();
	kinds_by_name = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < csv->rows->len; i++) {
		const CsvRow *row = csv->rows->pdata[i];
		assert(row->n == 6);
		EventKind *kind = g_new0(EventKind, 1);
		kind->name = g_strdup(csv_cell(csv, row, "name"));
		kind->needs = g_strdup(csv_cell(csv, row, "needs"));
		kind->may = g_strdup(csv_cell(csv, row, "may"));
		kind->clocks = g_strdup(csv_cell(csv, row, "clocks"));
		kind->da = g_strdup(csv_cell(csv, row, "da"));
		kind->en = g_strdup(csv_cell(csv, row, "en"));
		bool fresh = g_hash_table_insert(kinds_by_name, kind->name, kind);
		assert(fresh);
		g_ptr_array_add(list, kind);
	}
	kinds = list;
}

const GPtrArray *event_kinds(void)
{
	if (kinds == NULL)
		kinds_load();
	return kinds;
}

const EventKind *event_kind_find(const char *name)
{
	event_kinds();
	return name != NULL ? g_hash_table_lookup(kinds_by_name, name) : NULL;
}

/* Is word one of the words in list, parted by spaces? */
static bool listed(const char *list, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = strstr(list, word); at != NULL; at = strstr(at + 1, word))
		if ((at == list || at[-1] == ' ') && (at[n] == '\0' || at[n] == ' '))
			return true;
	return false;
}

typedef struct EventField {
	const char *name; /* as in events.csv */
	bool there;
} EventField;

static bool field_fault(GError **error, const Event *event, const char *field, bool missing)
{
	if (missing)
		error_set(error, ERROR_INPUT, "event-field", "Hændelsen %s mangler feltet %s.", "The event %s lacks the field %s.",
		          event->name, field);
	else
		error_set(error, ERROR_INPUT, "event-field", "Hændelsen %s har ikke noget felt %s.",
		          "The event %s has no field %s.", event->name, field);
	error_remedy(error, "Felterne for hver hændelse vises af: paakrav help note", "The fields of each event are shown by: paakrav help note");
	return false;
}

static bool check_fields(const Event *event, const EventKind *kind, GError **error)
{
	const EventField fields[] = {
		{ "debtor", event->debtor != NULL },
		{ "claim", event->claim != NULL },
		{ "amount", event->has_amount },
		{ "deadline", date_known(event->deadline_on) },
		{ "paid-to", event->paid_to != NULL },
		{ "ground", event->ground != NULL && *event->ground != '\0' },
		{ "document", event->document != NULL },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		bool needed = listed(kind->needs, fields[i].name);
		if (needed && !fields[i].there)
			return field_fault(error, event, fields[i].name, true);
		if (fields[i].there && !needed && !listed(kind->may, fields[i].name))
			return field_fault(error, event, fields[i].name, false);
	}
	return true;
}

static bool check_values(const Event *event, const EventKind *kind, GError **error)
{
	if (event->has_amount &&
	    (money_is_negative(event->amount) || (listed(kind->needs, "amount") && money_is_zero(event->amount)))) {
		error_set(error, ERROR_INPUT, "event-amount", "Beløbet for hændelsen %s skal være større end nul.",
		          "The amount of the event %s must be more than zero.", event->name);
		error_remedy(error, "Skriv beløbet uden fortegn; en fejl rettes med en ny hændelse.",
		             "Write the amount without a sign; a mistake is corrected by a new event.");
		return false;
	}
	if (event->paid_to != NULL && strcmp(event->paid_to, "creditor") != 0 && strcmp(event->paid_to, "operator") != 0)
		return error_set(error, ERROR_INPUT, "event-paid-to", "paid-to skal være creditor eller operator.",
		                 "paid-to must be creditor or operator.");
	if (event->ground != NULL && strlen(event->ground) > LIMIT_FACT_BYTES)
		return error_set(error, ERROR_INPUT, "event-ground", "Teksten til hændelsen %s er for lang.",
		                 "The text of the event %s is too long.", event->name);
	return true;
}

bool event_check(const Event *event, Date today, GError **error)
{
	const EventKind *kind = event_kind_find(event->name);
	if (kind == NULL) {
		error_set(error, ERROR_INPUT, "event-name", "Hændelsen %s kendes ikke.", "The event %s is not known.",
		          event->name != NULL ? event->name : "");
		error_remedy(error, "Navnene vises af: paakrav help note. Det, en dag eller en vurdering medfører, registreres ikke.",
		             "The names are shown by: paakrav help note. What a day or an assessment brings is not recorded.");
		return false;
	}
	if (!date_known(event->on))
		return field_fault(error, event, "on", true);
	if (date_before(today, event->on)) {
		g_autofree char *day = date_iso(event->on);
		error_set(error, ERROR_INPUT, "event-future", "Hændelsen %s har en dag, der ikke er kommet endnu: %s.",
		          "The event %s has a day that has not come yet: %s.", event->name, day);
		error_remedy(error, "Registrer hændelsen, når den er sket, eller ret dagen.",
		             "Record the event when it has happened, or correct the day.");
		return false;
	}
	return check_fields(event, kind, error) && check_values(event, kind, error);
}

void event_json(cJSON *object, const Event *event)
{
	/* What was read in a letter is no row of the record and has no number. */
	if (event->id > 0)
		json_int(object, "id", event->id);
	else
		json_null(object, "id");
	json_text(object, "name", event->name);
	json_date(object, "on", event->on);
	json_text(object, "debtor", event->debtor);
	json_text(object, "claim", event->claim);
	if (event->has_amount)
		json_money(object, "amount_ore", event->amount);
	else
		json_null(object, "amount_ore");
	json_date(object, "deadline_on", event->deadline_on);
	json_text(object, "paid_to", event->paid_to);
	json_text(object, "ground", event->ground);
	json_text(object, "document", event->document);
	json_text(object, "by", event->by);
	if (event->replaces != 0)
		json_int(object, "replaces", event->replaces);
	else
		json_null(object, "replaces");
	json_bool(object, "replaced", event->replaced);
	json_text(object, "letter", event->letter);
}
