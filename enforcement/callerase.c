/* call --erase: what was said in a call is taken out for good; that there was one, its day and its commitment stay. */
#include "enforcement/dialogue.h"

#include "enforcement/note.h"
#include "intake/case.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <string.h>

static bool words_given(const Call *call, int64_t *number, GError **error)
{
	const char *by = call_option(call, "by"), *why = call_option(call, "why");
	gint64 n;
	if (!g_ascii_string_to_signed(call_option(call, "erase"), 10, 1, G_MAXINT32, &n, NULL))
		return error_set(error, ERROR_USAGE, "which-call", "Skriv opkaldets nummer, som events viser det: --erase N.",
		                 "Write the call's number as events shows it: --erase N.");
	if (by == NULL || *by == '\0' || why == NULL || *why == '\0')
		return error_set(error, ERROR_USAGE, "who-why", "Sig hvem der sletter, og hvorfor: --by NAVN --why TEKST.",
		                 "Say who erases, and why: --by NAME --why TEXT.");
	if (call_has(call, "outcome") || call_has(call, "summary") || call_has(call, "text-file"))
		return error_set(error, ERROR_USAGE, "erase-alone", "--erase sletter alene og noterer intet opkald.",
		                 "--erase erases alone and logs no call.");
	*number = n;
	return true;
}

/* The text's row, gone from the file too; the event that says so names it. */
static bool value_remove(const Call *call, const Case *c, const Event *said, Event *erased, GError **error)
{
	bool already;
	Store *store = call->store;
	if (!store_secure(store, error) || !store_begin(store, error))
		return false;
	if ((said->replaced || note_step(call, c->id, erased, &already, error)) &&
	    store_run(store, error, "DELETE FROM event_value WHERE case_id = ? AND id = ?", "si", c->id, said->id) && store_commit(store, error))
		return store_scrub(store, error);
	store_rollback(store);
	return false;
}

static bool value_there(Store *store, const Case *c, int64_t id, bool *there, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT 1 FROM event_value WHERE case_id = ? AND id = ?", "si", c->id, id);
	int found = query_step(query, error);
	*there = found == 1;
	return found >= 0;
}

int call_erase_run(const Call *call, cJSON **result, GError **error)
{
	int64_t number = 0;
	bool there;
	const Event *said = NULL;
	g_autoptr(Case) c = words_given(call, &number, error) ? case_read(call->store, call->argv[0], 0, error) : NULL;
	if (c == NULL)
		return -1;
	for (guint i = 0; i < c->events->len; i++) {
		const Event *event = c->events->pdata[i];
		if (event->id == number && strcmp(event->name, "call_logged") == 0)
			said = event;
	}
	if (said == NULL) {
		error_set(error, ERROR_INPUT, "no-such-call", "Sag %s har intet opkald nr. %d.", "Case %s has no call number %d.", c->id, (int)number);
		error_remedy(error, "Se numrene med events.", "See the numbers with events.");
		return -1;
	}
	if (!value_there(call->store, c, number, &there, error))
		return -1;
	g_autoptr(Event) erased = g_new0(Event, 1);
	*erased = (Event){ .name = g_strdup("call_erased"), .on = call->today, .deadline_on = DATE_NONE, .amount = money_zero(),
		           .debtor = g_strdup(said->debtor), .ground = g_strdup(call_option(call, "why")),
		           .by = g_strdup(call_option(call, "by")), .replaces = number };
	if (there && !value_remove(call, c, said, erased, error))
		return -1;
	g_autoptr(cJSON) object = json_result("call");
	json_text(object, "case", c->id);
	json_text(object, "outcome", there ? "erased" : "already");
	json_int(object, "erased", number);
	json_array(object, "findings");
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}
