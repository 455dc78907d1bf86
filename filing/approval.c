#include "filing/approval.h"

#include "assess/edition.h"
#include "filing/lintgate.h"
#include "filing/make.h"
#include "filing/outbox.h"
#include "filing/template.h"
#include "intake/digest.h"
#include "intake/journal.h"
#include "intake/record.h"

#include <inttypes.h>
#include <string.h>

/* ---- the tables ---- */

static const char *const migrations[] = {
	/* One row for each approval and each hand-in, for ever. Guards: REPLACE fires no DELETE trigger, so a row that is
	 * there already is refused on the way in. */
	"CREATE TABLE approval ("
	"  id INTEGER PRIMARY KEY, case_id TEXT NOT NULL, approved_on TEXT NOT NULL, for_on TEXT NOT NULL,"
	"  up_to_seq INTEGER NOT NULL, law_edition TEXT NOT NULL, route TEXT NOT NULL, court TEXT, zip_sha256 TEXT NOT NULL,"
	"  court_fee_ore INTEGER, journal_seq INTEGER NOT NULL, journal_hash TEXT NOT NULL, by_commitment TEXT NOT NULL"
	") STRICT;"
	"CREATE INDEX approval_of_case ON approval (case_id, id);"
	/* The name is personal: it can be erased, the commitment stays. */
	"CREATE TABLE approval_person (id INTEGER PRIMARY KEY, salt BLOB, name TEXT) STRICT;"
	"CREATE TABLE hand_in ("
	"  id INTEGER PRIMARY KEY, approval_id INTEGER NOT NULL UNIQUE, case_id TEXT NOT NULL, event_id INTEGER NOT NULL,"
	"  filed_on TEXT NOT NULL, court_fee_ore INTEGER"
	") STRICT;"
	"CREATE TRIGGER approval_no_update BEFORE UPDATE ON approval"
	"  BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;"
	"CREATE TRIGGER approval_no_delete BEFORE DELETE ON approval"
	"  BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;"
	"CREATE TRIGGER approval_insert_guard BEFORE INSERT ON approval"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM approval)"
	"  BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;"
	"CREATE TRIGGER hand_in_no_update BEFORE UPDATE ON hand_in"
	"  BEGIN SELECT RAISE(ABORT, 'hand-ins are append-only'); END;"
	"CREATE TRIGGER hand_in_no_delete BEFORE DELETE ON hand_in"
	"  BEGIN SELECT RAISE(ABORT, 'hand-ins are append-only'); END;"
	"CREATE TRIGGER hand_in_insert_guard BEFORE INSERT ON hand_in"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM hand_in)"
	"    OR EXISTS (SELECT 1 FROM hand_in WHERE approval_id = NEW.approval_id)"
	"  BEGIN SELECT RAISE(ABORT, 'hand-ins are append-only'); END;",
	/* What a hand-in needs of the case, so that it need not be read: while the approval holds, it is as it was. */
	"ALTER TABLE approval ADD COLUMN debtors TEXT;" /* ids parted by spaces */
	"ALTER TABLE approval ADD COLUMN own_account INTEGER;",
	/* Which blank an edition of the form was compared with (confirmation.h), and which of these an approval rests on. */
	"CREATE TABLE form_confirmation ("
	"  id INTEGER PRIMARY KEY, edition TEXT NOT NULL, blank_sha256 TEXT NOT NULL, map_sha256 TEXT,"
	"  confirmed_on TEXT NOT NULL, by_commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE TABLE form_confirmation_person (id INTEGER PRIMARY KEY, salt BLOB, name TEXT) STRICT;"
	"CREATE TRIGGER form_confirmation_no_update BEFORE UPDATE ON form_confirmation"
	"  BEGIN SELECT RAISE(ABORT, 'confirmations are append-only'); END;"
	"CREATE TRIGGER form_confirmation_no_delete BEFORE DELETE ON form_confirmation"
	"  BEGIN SELECT RAISE(ABORT, 'confirmations are append-only'); END;"
	"CREATE TRIGGER form_confirmation_insert_guard BEFORE INSERT ON form_confirmation"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM form_confirmation)"
	"  BEGIN SELECT RAISE(ABORT, 'confirmations are append-only'); END;"
	"ALTER TABLE approval ADD COLUMN form_confirmation INTEGER;", /* null: no form, or from before it was asked for */
	outbox_migration,
	"ALTER TABLE approval ADD COLUMN wordings TEXT;", /* the hash of those the papers were written in */
	/* Letters (paper.h). What was asked of one, and who approved it, is personal and can be erased. */
	"CREATE TABLE paper ("
	"  id INTEGER PRIMARY KEY, case_id TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, to_party TEXT NOT NULL,"
	"  language TEXT NOT NULL, title TEXT NOT NULL, drawn_on TEXT NOT NULL, for_on TEXT NOT NULL, up_to_seq INTEGER NOT NULL,"
	"  law_edition TEXT NOT NULL, sha256 TEXT NOT NULL, event TEXT NOT NULL, fee_ore INTEGER NOT NULL, deadline_on TEXT,"
	"  order_commitment BLOB NOT NULL, UNIQUE (case_id, number)"
	") STRICT;"
	"CREATE TABLE paper_order (id INTEGER PRIMARY KEY, salt BLOB, text TEXT) STRICT;"
	"CREATE TABLE paper_approval ("
	"  id INTEGER PRIMARY KEY, paper_id INTEGER NOT NULL UNIQUE, approved_on TEXT NOT NULL, by_commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE TABLE paper_approver (id INTEGER PRIMARY KEY, salt BLOB, name TEXT) STRICT;"
	"CREATE TABLE paper_dispatch ("
	"  id INTEGER PRIMARY KEY, paper_id INTEGER NOT NULL UNIQUE, how TEXT NOT NULL, sent_on TEXT NOT NULL,"
	"  event_id INTEGER NOT NULL, seq_before INTEGER NOT NULL, seq_after INTEGER NOT NULL"
	") STRICT;"
	"CREATE TRIGGER paper_no_update BEFORE UPDATE ON paper BEGIN SELECT RAISE(ABORT, 'letters are append-only'); END;"
	"CREATE TRIGGER paper_no_delete BEFORE DELETE ON paper BEGIN SELECT RAISE(ABORT, 'letters are append-only'); END;"
	"CREATE TRIGGER paper_insert_guard BEFORE INSERT ON paper"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM paper)"
	"    OR NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM paper WHERE case_id = NEW.case_id)"
	"  BEGIN SELECT RAISE(ABORT, 'letters are append-only'); END;"
	"CREATE TRIGGER paper_approval_no_update BEFORE UPDATE ON paper_approval"
	"  BEGIN SELECT RAISE(ABORT, 'letters are append-only'); END;"
	"CREATE TRIGGER paper_approval_no_delete BEFORE DELETE ON paper_approval"
	"  BEGIN SELECT RAISE(ABORT, 'letters are append-only'); END;"
	"CREATE TRIGGER paper_approval_insert_guard BEFORE INSERT ON paper_approval"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM paper_approval)"
	"    OR EXISTS (SELECT 1 FROM paper_approval WHERE paper_id = NEW.paper_id)"
	"  BEGIN SELECT RAISE(ABORT, 'letters are append-only'); END;"
	"CREATE TRIGGER paper_dispatch_no_update BEFORE UPDATE ON paper_dispatch"
	"  BEGIN SELECT RAISE(ABORT, 'letters are append-only'); END;"
	"CREATE TRIGGER paper_dispatch_no_delete BEFORE DELETE ON paper_dispatch"
	"  BEGIN SELECT RAISE(ABORT, 'letters are append-only'); END;"
	"CREATE TRIGGER paper_dispatch_insert_guard BEFORE INSERT ON paper_dispatch"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM paper_dispatch)"
	"    OR EXISTS (SELECT 1 FROM paper_dispatch WHERE paper_id = NEW.paper_id)"
	"  BEGIN SELECT RAISE(ABORT, 'letters are append-only'); END;",
	lint_gate_migration,
	lint_gate_letter_migration,
	NULL,
};

const StoreRoom filing_room = { "filing", migrations };

void approval_free(Approval *approval)
{
	if (approval == NULL)
		return;
	g_free(approval->case_id);
	g_free(approval->by);
	g_free(approval->law_edition);
	g_free(approval->court);
	g_free(approval->zip_sha256);
	g_free(approval->wordings);
	g_strfreev(approval->debtors);
	g_free(approval);
}

static void approval_destroy(void *data)
{
	approval_free(data);
}

const char *approval_state_name(ApprovalState state)
{
	static const char *const names[] = { "valid", "void", "filed" };
	return names[state];
}

#define APPROVAL_COLUMNS                                                                                          \
	"SELECT a.id, a.case_id, p.name, a.approved_on, a.for_on, a.up_to_seq, a.law_edition, a.route, a.court, " \
	"a.zip_sha256, "                                                                                          \
	"a.court_fee_ore, h.event_id, h.filed_on, a.debtors, a.own_account, "                                     \
	"EXISTS (SELECT 1 FROM form_confirmation o, form_confirmation n WHERE o.id = a.form_confirmation "        \
	"AND n.id = (SELECT max(id) FROM form_confirmation WHERE edition = o.edition) "                           \
	"AND (n.blank_sha256 <> o.blank_sha256 OR n.map_sha256 IS NOT o.map_sha256)), a.wordings, "               \
	"EXISTS (SELECT 1 FROM form_confirmation WHERE id = a.form_confirmation AND map_sha256 IS NOT NULL) "     \
	"FROM approval a LEFT JOIN approval_person p ON p.id = a.id "                                             \
	"LEFT JOIN hand_in h ON h.approval_id = a.id "

static Approval *approval_of(Query *query)
{
	Approval *a = g_new0(Approval, 1);
	*a = (Approval){ .id = query_int(query, 0),
		         .case_id = g_strdup(query_text(query, 1)),
		         .by = g_strdup(query_text(query, 2)),
		         .approved_on = query_date(query, 3),
		         .for_on = query_date(query, 4),
		         .up_to_seq = query_int(query, 5),
		         .law_edition = g_strdup(query_text(query, 6)),
		         .court = g_strdup(query_text(query, 8)),
		         .zip_sha256 = g_strdup(query_text(query, 9)),
		         .court_fee_known = !query_is_null(query, 10),
		         .court_fee = money_zero(),
		         .filed_on = query_date(query, 12) };
	if (!route_parse(query_text(query, 7), &a->route))
		a->route = ROUTE_PERSON;
	if (a->court_fee_known)
		a->court_fee = money_of_ore(query_int(query, 10));
	if (!query_is_null(query, 11))
		a->filed_event = query_int(query, 11);
	if (!query_is_null(query, 13))
		a->debtors = g_strsplit(query_text(query, 13), " ", -1);
	a->own_account = query_int(query, 14) != 0;
	a->form_renewed = query_int(query, 15) != 0;
	a->wordings = g_strdup(query_text(query, 16));
	a->form_filled = query_int(query, 17) != 0;
	return a;
}

/* Would papers of today be written in other words than those approved (Approval*)? Filed ones stay as they are. */
static bool wordings_compare(Store *store, const GPtrArray *approvals, GError **error)
{
	g_autofree char *now = NULL;
	for (guint i = 0; i < approvals->len; i++) {
		Approval *a = approvals->pdata[i];
		if (a->wordings == NULL || a->filed_event != 0)
			continue;
		g_autoptr(Templates) templates = now == NULL ? templates_open(store_home(store), error) : NULL;
		if (now == NULL && templates == NULL)
			return false;
		if (now == NULL)
			now = package_wordings(templates);
		a->reworded = strcmp(a->wordings, now) != 0;
	}
	return true;
}

bool approval_latest(Store *store, const char *case_id, Approval **out, GError **error)
{
	*out = NULL;
	g_autoptr(Query) query =
	    store_query(store, error, APPROVAL_COLUMNS "WHERE a.case_id = ? ORDER BY a.id DESC LIMIT 1", "s", case_id);
	if (query == NULL)
		return false;
	GError *fault = NULL;
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	if (query_next(query, &fault))
		g_ptr_array_add(found, *out = approval_of(query));
	if (fault == NULL && wordings_compare(store, found, &fault))
		return true;
	g_clear_pointer(out, approval_free);
	g_propagate_error(error, fault);
	return false;
}

ApprovalState approval_state(const Approval *approval, int64_t seq, const char *law_edition, Date day, Say *why)
{
	*why = (Say){ NULL, NULL };
	if (approval->filed_event != 0)
		return APPROVAL_FILED;
	if (seq != approval->up_to_seq)
		*why = (Say){ "der er kommet nyt i sagen siden godkendelsen", "the record has changed since the approval" };
	else if (strcmp(approval->law_edition, law_edition) != 0)
		*why =
		    (Say){ "lovtabellerne er ændret siden godkendelsen", "the law tables have changed since the approval" };
	else if (approval->form_renewed)
		*why = (Say){ "en anden blanket er taget i brug siden godkendelsen", "another blank came into use since the approval" };
	else if (approval->reworded)
		*why = (Say){ "husets tekster er ændret siden godkendelsen", "the house's wordings have changed since the approval" };
	else if (date_known(day) && date_compare(day, approval->for_on) != 0)
		*why = (Say){ "den er givet til en anden indleveringsdag", "it was given for another day of hand-in" };
	return why->da == NULL ? APPROVAL_VALID : APPROVAL_VOID;
}

bool approval_use(Store *store, const Approval *approval, int64_t event_id, Date on, GError **error)
{
	if (!approval->court_fee_known)
		return store_run(store, error,
		                 "INSERT INTO hand_in (id, approval_id, case_id, event_id, filed_on, court_fee_ore) "
		                 "SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, NULL FROM hand_in",
		                 "isid", approval->id, approval->case_id, event_id, on);
	return store_run(store, error,
	                 "INSERT INTO hand_in (id, approval_id, case_id, event_id, filed_on, court_fee_ore) "
	                 "SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ? FROM hand_in",
	                 "isidi", approval->id, approval->case_id, event_id, on, money_ore(approval->court_fee));
}

/* ---- approvals ---- */

int approvals_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	if (law == NULL)
		return -1;
	const char *wanted = call->argc > 0 ? call->argv[0] : NULL;
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(approval_destroy);
	g_autoptr(Query) query = store_query(
	    call->store, error, APPROVAL_COLUMNS "WHERE ?1 IS NULL OR a.case_id = ?1 ORDER BY a.case_id, a.id", "s", wanted);
	if (query == NULL)
		return -1;
	GError *fault = NULL;
	while (query_next(query, &fault))
		g_ptr_array_add(all, approval_of(query));
	if (fault != NULL || !wordings_compare(call->store, all, &fault)) {
		g_propagate_error(error, fault);
		return -1;
	}
	g_autoptr(cJSON) object = json_result("approvals");
	cJSON *rows = json_array(object, "approvals");
	for (guint i = 0; i < all->len; i++) {
		const Approval *a = all->pdata[i];
		const Approval *later = i + 1 < all->len ? all->pdata[i + 1] : NULL;
		int64_t seq;
		if (!case_seq(call->store, a->case_id, &seq, error))
			return -1;
		Say why;
		ApprovalState state = approval_state(a, seq, law_edition(law), DATE_NONE, &why);
		if (state != APPROVAL_FILED && later != NULL && strcmp(later->case_id, a->case_id) == 0) {
			state = APPROVAL_VOID;
			why = (Say){ "en senere godkendelse er trådt i stedet", "a later approval took its place" };
		}
		cJSON *row = json_push(rows);
		json_int(row, "id", a->id);
		json_text(row, "case", a->case_id);
		json_text(row, "by", a->by);
		json_date(row, "approved_on", a->approved_on);
		json_date(row, "for_on", a->for_on);
		json_text(row, "route", route_name(a->route));
		json_text(row, "court", a->court);
		json_text(row, "sha256", a->zip_sha256);
		json_text(row, "state", approval_state_name(state));
		json_bool(row, "valid", state == APPROVAL_VALID);
		json_text(row, "because", say(why, call->lang));
		json_date(row, "filed_on", a->filed_on);
		char *despite = NULL;
		if (!lint_gate_kept(call->store, a->id, &despite, error))
			return -1;
		json_text(row, "despite", despite);
		g_free(despite);
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void approvals_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "approvals"))
	{
		const char *state = json_get_text(row, "state"), *by = json_get_text(row, "by"),
			   *why = json_get_text(row, "because");
		const char *word = strcmp(state, "valid") == 0  ? (da ? "gælder" : "valid")
		                   : strcmp(state, "void") == 0 ? (da ? "bortfaldet" : "void")
		                                                : (da ? "indleveret" : "handed in");
		g_string_append_printf(out, "%s  %-10s  %s %s, %s %s  %s%s%s\n", json_get_text(row, "case"), word,
		                       da ? "godkendt af" : "approved by", by != NULL ? by : (da ? "(slettet)" : "(erased)"),
		                       da ? "til indlevering" : "for hand-in", json_get_text(row, "for_on"),
		                       json_get_text(row, "court") != NULL ? json_get_text(row, "court") : "",
		                       why != NULL ? ": " : "", why != NULL ? why : "");
	}
	if (cJSON_GetArraySize(json_get(result, "approvals")) == 0)
		g_string_append(out, da ? "Intet er godkendt.\n" : "Nothing is approved.\n");
}

bool approval_is_draft(const Approval *approval)
{
	return approval->route == ROUTE_BETALINGSPAAKRAV && !approval->form_filled;
}

char *approval_folder(const char *court)
{
	g_autofree char *name = g_strdup(court != NULL ? court : "uden ret");
	g_strdelimit(name, "/\\", '-');
	return g_build_filename(OUT_FOR_HAND_IN, name, NULL);
}
