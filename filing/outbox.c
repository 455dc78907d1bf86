#include "filing/outbox.h"

#include "intake/seal.h"

#include <inttypes.h>
#include <string.h>

const char outbox_migration[] =
    "CREATE TABLE dispatch ("
    "  id INTEGER PRIMARY KEY, case_id TEXT NOT NULL, approval_id INTEGER NOT NULL, letter INTEGER NOT NULL,"
    "  via TEXT NOT NULL CHECK (via IN ('folder', 'mail')), court TEXT, sha256 TEXT NOT NULL, message_id TEXT UNIQUE,"
    "  law_edition TEXT NOT NULL, up_to_seq INTEGER NOT NULL, prepared_on TEXT NOT NULL, commitment BLOB NOT NULL,"
    "  CHECK ((approval_id = 0) <> (letter = 0))"
    ") STRICT;"
    "CREATE INDEX dispatch_of_case ON dispatch (case_id, id);"
    /* Where it goes is personal: it can be erased, the commitment stays. */
    "CREATE TABLE dispatch_place (id INTEGER PRIMARY KEY, salt BLOB, place TEXT) STRICT;"
    "CREATE TABLE dispatch_step ("
    "  id INTEGER PRIMARY KEY, dispatch_id INTEGER NOT NULL, step TEXT NOT NULL, done_on TEXT NOT NULL, code INTEGER NOT NULL,"
    "  commitment BLOB NOT NULL"
    ") STRICT;"
    "CREATE INDEX dispatch_step_of ON dispatch_step (dispatch_id, id);"
    "CREATE TABLE dispatch_said (id INTEGER PRIMARY KEY, salt BLOB, answer TEXT, because_da TEXT, because_en TEXT, by_name TEXT)"
    " STRICT;"
    /* The state is the last step; none: prepared. */
    "CREATE VIEW dispatch_state AS SELECT d.id, d.case_id, d.approval_id, d.letter, coalesce((SELECT step FROM dispatch_step s"
    "  WHERE s.dispatch_id = d.id ORDER BY s.id DESC LIMIT 1), 'prepared') AS state FROM dispatch d;"
    "CREATE TRIGGER dispatch_no_update BEFORE UPDATE ON dispatch"
    "  BEGIN SELECT RAISE(ABORT, 'append-only: dispatches'); END;"
    "CREATE TRIGGER dispatch_no_delete BEFORE DELETE ON dispatch"
    "  BEGIN SELECT RAISE(ABORT, 'append-only: dispatches'); END;"
    "CREATE TRIGGER dispatch_insert_guard BEFORE INSERT ON dispatch"
    "  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM dispatch)"
    "    OR EXISTS (SELECT 1 FROM dispatch_state WHERE case_id = NEW.case_id AND approval_id = NEW.approval_id"
    "      AND letter = NEW.letter AND state NOT IN ('failed', 'not_sent', 'dropped'))"
    "  BEGIN SELECT RAISE(ABORT, 'append-only: dispatches'); END;"
    "CREATE TRIGGER dispatch_step_no_update BEFORE UPDATE ON dispatch_step"
    "  BEGIN SELECT RAISE(ABORT, 'append-only: dispatches'); END;"
    "CREATE TRIGGER dispatch_step_no_delete BEFORE DELETE ON dispatch_step"
    "  BEGIN SELECT RAISE(ABORT, 'append-only: dispatches'); END;"
    /* Handed over once: from prepared or waiting alone, whoever asks. */
    "CREATE TRIGGER dispatch_step_insert_guard BEFORE INSERT ON dispatch_step"
    "  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM dispatch_step)"
    "    OR (NEW.step = 'handing_over' AND"
    "      (SELECT state FROM dispatch_state WHERE id = NEW.dispatch_id) NOT IN ('prepared', 'waiting'))"
    "  BEGIN SELECT RAISE(ABORT, 'append-only: dispatches'); END;";

static const struct {
	const char *name;
	Say say;
} states[DISPATCH_STATES] = {
	[DISPATCH_PREPARED] = { "prepared", { "klargjort, ikke sendt", "prepared, not sent" } },
	[DISPATCH_HANDING_OVER] = { "handing_over", { "under afsendelse", "being handed over" } },
	[DISPATCH_WAITING] = { "waiting", { "venter", "waiting" } },
	[DISPATCH_SENT] = { "sent", { "sendt", "sent" } },
	[DISPATCH_FAILED] = { "failed", { "afvist", "refused" } },
	[DISPATCH_DOUBT] = { "in_doubt", { "uvist", "in doubt" } },
	[DISPATCH_NOT_SENT] = { "not_sent", { "ikke sendt", "not sent" } },
	[DISPATCH_DROPPED] = { "dropped", { "opgivet, ikke sendt", "dropped, not sent" } },
};

const char *dispatch_state_name(DispatchState state)
{
	return states[state].name;
}

const char *dispatch_word(const char *state, const char *via, Lang lang)
{
	if (g_strcmp0(via, "folder") == 0 && strcmp(state, "sent") == 0)
		return lang == LANG_EN ? "laid out" : "lagt frem";
	for (int i = 0; i < DISPATCH_STATES; i++)
		if (strcmp(states[i].name, state) == 0)
			return say(states[i].say, lang);
	return NULL;
}

static DispatchState state_of(const char *name)
{
	for (int i = 0; i < DISPATCH_STATES; i++)
		if (strcmp(states[i].name, name) == 0)
			return (DispatchState)i;
	return DISPATCH_DOUBT; /* a step that this program does not know */
}

const char *via_name(Via via)
{
	return via == VIA_MAIL ? "mail" : "folder";
}

bool dispatch_stands(DispatchState state)
{
	return state != DISPATCH_FAILED && state != DISPATCH_NOT_SENT && state != DISPATCH_DROPPED;
}

void dispatch_free(Dispatch *dispatch)
{
	if (dispatch == NULL)
		return;
	g_free(dispatch->case_id);
	g_free(dispatch->court);
	g_free(dispatch->sha256);
	g_free(dispatch->message_id);
	g_free(dispatch->law_edition);
	g_free(dispatch->place);
	g_free(dispatch->answer);
	g_free(dispatch->because_da);
	g_free(dispatch->because_en);
	g_free(dispatch->by);
	g_free(dispatch);
}

static void dispatch_destroy(void *data)
{
	dispatch_free(data);
}

#define DISPATCH_COLUMNS                                                                                               \
	"SELECT d.id, d.case_id, d.approval_id, d.letter, d.via, d.court, d.sha256, d.message_id, d.law_edition, "     \
	"d.up_to_seq, d.prepared_on, p.place, s.step, s.done_on, s.code, t.answer, t.because_da, t.because_en, "       \
	"t.by_name, (SELECT count(*) FROM dispatch_step n WHERE n.dispatch_id = d.id AND n.step = 'waiting') "                \
	"FROM dispatch d LEFT JOIN dispatch_place p ON p.id = d.id "                                                   \
	"LEFT JOIN dispatch_step s ON s.id = (SELECT max(id) FROM dispatch_step WHERE dispatch_id = d.id) "            \
	"LEFT JOIN dispatch_said t ON t.id = s.id "

static Dispatch *dispatch_of(Query *query)
{
	Dispatch *d = g_new0(Dispatch, 1);
	*d = (Dispatch){ .id = query_int(query, 0),
		         .case_id = g_strdup(query_text(query, 1)),
		         .approval = query_int(query, 2),
		         .letter = (int)query_int(query, 3),
		         .via = strcmp(query_text(query, 4), "mail") == 0 ? VIA_MAIL : VIA_FOLDER,
		         .court = g_strdup(query_text(query, 5)),
		         .sha256 = g_strdup(query_text(query, 6)),
		         .message_id = g_strdup(query_text(query, 7)),
		         .law_edition = g_strdup(query_text(query, 8)),
		         .up_to_seq = query_int(query, 9),
		         .prepared_on = query_date(query, 10),
		         .place = g_strdup(query_text(query, 11)),
		         .state = query_is_null(query, 12) ? DISPATCH_PREPARED : state_of(query_text(query, 12)),
		         .answer = g_strdup(query_text(query, 15)),
		         .because_da = g_strdup(query_text(query, 16)),
		         .because_en = g_strdup(query_text(query, 17)),
		         .by = g_strdup(query_text(query, 18)),
		         .vain = (int)query_int(query, 19) };
	d->on = query_is_null(query, 13) ? d->prepared_on : query_date(query, 13);
	d->code = query_is_null(query, 14) ? 0 : (int)query_int(query, 14);
	return d;
}

GPtrArray *outbox_of(Store *store, const char *case_id, GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(dispatch_destroy);
	g_autoptr(Query) query =
	    store_query(store, error, DISPATCH_COLUMNS "WHERE ?1 IS NULL OR d.case_id = ?1 ORDER BY d.id", "s", case_id);
	if (query == NULL)
		return NULL;
	GError *fault = NULL;
	while (query_next(query, &fault))
		g_ptr_array_add(all, dispatch_of(query));
	if (fault == NULL)
		return g_steal_pointer(&all);
	g_propagate_error(error, fault);
	return NULL;
}

/* The one dispatch that the query finds; *out stays NULL when it finds none. */
static bool dispatch_one(Query *query, Dispatch **out, GError **error)
{
	*out = NULL;
	GError *fault = NULL;
	if (query != NULL && query_next(query, &fault))
		*out = dispatch_of(query);
	if (fault != NULL)
		g_propagate_error(error, fault);
	return query != NULL && fault == NULL;
}

Dispatch *outbox_find(Store *store, int64_t id, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, DISPATCH_COLUMNS "WHERE d.id = ?", "i", id);
	Dispatch *found;
	if (!dispatch_one(query, &found, error))
		return NULL;
	if (found == NULL) {
		error_set(error, ERROR_INPUT, "no-such-dispatch", "Der er ingen forsendelse %" PRId64 ".",
		          "There is no dispatch %" PRId64 ".", id);
		error_remedy(error, "paakrav outbox viser dem alle.", "paakrav outbox lists them all.");
	}
	return found;
}

bool outbox_sent(Store *store, int64_t approval, Dispatch **out, GError **error)
{
	g_autoptr(Query) query = store_query(
	    store, error, DISPATCH_COLUMNS "WHERE d.approval_id = ? AND s.step = 'sent' ORDER BY d.id DESC LIMIT 1", "i", approval);
	return dispatch_one(query, out, error);
}

bool outbox_next(Store *store, int64_t *id, GError **error)
{
	g_autoptr(Query) last = store_query(store, error, "SELECT coalesce(max(id), 0) + 1 FROM dispatch", "");
	if (last == NULL || !query_next(last, error))
		return false;
	*id = query_int(last, 0);
	return true;
}

bool outbox_add(Store *store, Dispatch *d, GError **error)
{
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, d->place);
	return outbox_next(store, &d->id, error) && seal_close(seal, store, error) &&
	       store_run(store, error,
	                 "INSERT INTO dispatch (id, case_id, approval_id, letter, via, court, sha256, message_id, law_edition, "
	                 "up_to_seq, prepared_on, commitment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	                 "isiisssssidb", d->id, d->case_id, d->approval, (int64_t)d->letter, via_name(d->via), d->court, d->sha256,
	                 d->message_id, d->law_edition, d->up_to_seq, d->prepared_on, seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO dispatch_place (id, salt, place) VALUES (?, ?, ?)", "ibs", d->id,
	                 seal->salt_bytes, d->place);
}

bool outbox_step(Store *store, int64_t id, const DispatchStep *step, GError **error)
{
	g_autoptr(Query) last = store_query(store, error, "SELECT coalesce(max(id), 0) + 1 FROM dispatch_step", "");
	if (last == NULL || !query_next(last, error))
		return false;
	int64_t number = query_int(last, 0);
	const char *const said[] = { step->answer, step->because.da, step->because.en, step->by };
	g_autoptr(Seal) seal = seal_new();
	for (size_t i = 0; i < G_N_ELEMENTS(said); i++)
		seal_add(seal, said[i]);
	return seal_close(seal, store, error) &&
	       store_run(store, error,
	                 "INSERT INTO dispatch_step (id, dispatch_id, step, done_on, code, commitment) VALUES (?, ?, ?, ?, ?, ?)",
	                 "iisdib", number, id, dispatch_state_name(step->state), step->on, (int64_t)step->code,
	                 seal->commitment_bytes) &&
	       store_run(store, error,
	                 "INSERT INTO dispatch_said (id, salt, answer, because_da, because_en, by_name) VALUES (?, ?, ?, ?, ?, ?)",
	                 "ibssss", number, seal->salt_bytes, step->answer, step->because.da, step->because.en, step->by);
}
