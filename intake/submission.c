#include "intake/submission.h"

#include "intake/document.h"
#include "intake/json.h"
#include "intake/nested.h"
#include "intake/pagetext.h"
#include "intake/seal.h"
#include "intake/supplement.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char *const outcome_names[] = { "taken", "duplicate", "refused", "waiting" };

const char *outcome_name(Outcome outcome)
{
	return outcome_names[outcome];
}

static Outcome outcome_of(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(outcome_names); i++)
		if (strcmp(outcome_names[i], name) == 0)
			return (Outcome)i;
	assert(false); /* the table's own CHECK */
	return OUTCOME_REFUSED;
}

void reason_free(Reason *reason)
{
	if (reason == NULL)
		return;
	g_free(reason->code);
	g_free(reason->da);
	g_free(reason->en);
	g_free(reason->file);
	g_free(reason->place);
	g_free(reason);
}

static char *with_remedy(const GError *error, Lang lang)
{
	const char *remedy = error_remedy_text(error, lang);
	return g_strconcat(error_text(error, lang), remedy != NULL ? " " : NULL, remedy, NULL);
}

Reason *reason_of_error(const GError *error)
{
	Reason *reason = g_new0(Reason, 1);
	reason->code = g_strdup(error_code(error));
	reason->da = with_remedy(error, LANG_DA);
	reason->en = with_remedy(error, LANG_EN);
	reason->file = g_strdup(error_file(error));
	if (error_line(error) > 0 && error_column(error) > 0)
		reason->place = g_strdup_printf("line %d, column %d", error_line(error), error_column(error));
	else if (error_line(error) > 0)
		reason->place = g_strdup_printf("line %d", error_line(error));
	return reason;
}

Submission *submission_new(const char *path)
{
	Submission *submission = g_new0(Submission, 1);
	submission->path = g_strdup(path);
	submission->outcome = OUTCOME_TAKEN;
	submission->reasons = g_ptr_array_new_with_free_func((GDestroyNotify)reason_free);
	submission->files = g_ptr_array_new_with_free_func((GDestroyNotify)found_free);
	return submission;
}

void found_free(Found *found)
{
	if (found == NULL)
		return;
	g_free(found->name);
	g_free(found->source);
	reading_free(found->reading);
	g_free(found->unread);
	g_free(found);
}

void submission_free(Submission *submission)
{
	if (submission == NULL)
		return;
	g_free(submission->path);
	g_ptr_array_unref(submission->reasons);
	g_ptr_array_unref(submission->files);
	g_free(submission->fingerprint);
	g_free(submission->case_id);
	g_free(submission);
}

void submission_end(Submission *submission, Outcome outcome, const char *code, const char *file, const char *da, const char *en)
{
	Reason *reason = g_new0(Reason, 1);
	*reason = (Reason){ g_strdup(code), g_strdup(da), g_strdup(en), g_strdup(file), NULL };
	g_ptr_array_add(submission->reasons, reason);
	submission->outcome = outcome;
}

/* ---- what stands in the store about it ---- */

void reasons_json(cJSON *array, const GPtrArray *reasons)
{
	for (guint i = 0; i < reasons->len; i++) {
		const Reason *reason = reasons->pdata[i];
		cJSON *row = json_push(array);
		json_text(row, "code", reason->code);
		json_text(row, "da", reason->da);
		json_text(row, "en", reason->en);
		json_text(row, "file", reason->file);
		json_text(row, "place", reason->place);
	}
}

void reasons_of_json(GPtrArray *reasons, const cJSON *array)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, array)
	{
		Reason *reason = g_new0(Reason, 1);
		*reason = (Reason){ g_strdup(json_get_text(row, "code")), g_strdup(json_get_text(row, "da")),
			            g_strdup(json_get_text(row, "en")), g_strdup(json_get_text(row, "file")),
			            g_strdup(json_get_text(row, "place")) };
		g_ptr_array_add(reasons, reason);
	}
}

static char *reasons_text(const GPtrArray *reasons)
{
	g_autoptr(cJSON) array = cJSON_CreateArray();
	reasons_json(array, reasons);
	return json_print_compact(array);
}

static void reasons_take(GPtrArray *reasons, const char *text)
{
	g_autoptr(cJSON) array = json_parse(text, strlen(text));
	g_ptr_array_set_size(reasons, 0);
	reasons_of_json(reasons, array);
}

static bool failed(GError *fault, GError **error)
{
	if (fault == NULL)
		return false;
	g_propagate_error(error, fault);
	return true;
}

static void see_again(Submission *submission, const char *outcome, const char *case_id, const char *reasons)
{
	submission->outcome = outcome_of(outcome);
	g_free(submission->case_id);
	submission->case_id = g_strdup(case_id);
	reasons_take(submission->reasons, reasons);
	submission->seen_before = true;
}

/*
 * The same path with the same files is the same submission. A refusal holds only as long as it would be given again:
 * a date that has come, or a newer reader, may let the same bytes in.
 */
static bool find_same(Store *store, Submission *submission, GError **error)
{
	g_autofree char *reasons = reasons_text(submission->reasons);
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT s.outcome, s.case_id, d.reasons FROM submission_detail d"
	                                     " JOIN submission s ON s.id = d.id"
	                                     " WHERE d.path = ? AND s.fingerprint IS ? ORDER BY s.outcome = 'refused', s.id",
	                                     "ss", submission->path, submission->fingerprint);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	while (!submission->seen_before && query_next(query, &fault)) {
		const char *outcome = query_text(query, 0);
		bool refused = outcome_of(outcome) == OUTCOME_REFUSED;
		if (!refused && submission->fingerprint == NULL)
			continue;
		if (!refused || (submission->outcome == OUTCOME_REFUSED && strcmp(reasons, query_text(query, 2)) == 0))
			see_again(submission, outcome, query_text(query, 1), query_text(query, 2));
	}
	return !failed(fault, error);
}

/* The same files under another path: the first case that they became. */
static bool find_duplicate(Store *store, Submission *submission, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT s.case_id, d.path FROM submission s LEFT JOIN submission_detail d ON d.id = s.id"
	                                     " WHERE s.fingerprint = ? AND s.outcome = 'taken' ORDER BY s.id LIMIT 1",
	                                     "s", submission->fingerprint);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	if (query_next(query, &fault)) {
		const char *path = query_text(query, 1);
		submission->case_id = g_strdup(query_text(query, 0));
		g_autofree char *da = g_strdup_printf("De samme filer er allerede sag %s%s%s.", submission->case_id,
		                                      path != NULL ? ", indleveret som " : "", path != NULL ? path : "");
		g_autofree char *en = g_strdup_printf("The same files are already case %s%s%s.", submission->case_id,
		                                      path != NULL ? ", handed in as " : "", path != NULL ? path : "");
		g_ptr_array_set_size(submission->reasons, 0);
		submission_end(submission, OUTCOME_DUPLICATE, "duplicate-of", NULL, da, en);
	}
	return !failed(fault, error);
}

/* The path was another case before: it may be a corrected one, and a person should see both. */
static bool note_path(Store *store, Submission *submission, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT s.case_id FROM submission_detail d JOIN submission s ON s.id = d.id"
	                                     " WHERE d.path = ? AND s.outcome = 'taken' AND s.fingerprint IS NOT ?"
	                                     " ORDER BY s.id DESC LIMIT 1",
	                                     "ss", submission->path, submission->fingerprint);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	if (query_next(query, &fault)) {
		const char *other = query_text(query, 0);
		g_autofree char *da = g_strdup_printf("Samme sti er før indleveret med andre filer: sag %s. Luk den ene, hvis det "
		                                      "er samme krav; tilføj ellers filer med submit --case.",
		                                      other);
		g_autofree char *en = g_strdup_printf("The same path was handed in before with other files: case %s. Close one "
		                                      "of them if it is the same claim; add files with submit --case instead.",
		                                      other);
		submission_end(submission, OUTCOME_TAKEN, "path-seen", NULL, da, en);
	}
	return !failed(fault, error);
}

/* Inside a transaction: the row that this submission leaves. */
static bool row_record(Store *store, const Submission *submission, Date today, GError **error)
{
	g_autofree char *reasons = reasons_text(submission->reasons);
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, submission->path);
	seal_add(seal, reasons);
	return seal_close(seal, store, error) &&
	       store_run(store, error,
	                 "INSERT INTO submission (id, fingerprint, outcome, case_id, recorded_on, commitment)"
	                 " VALUES ((SELECT coalesce(max(id), 0) + 1 FROM submission), ?, ?, ?, ?, ?)",
	                 "sssdb", submission->fingerprint, outcome_name(submission->outcome),
	                 submission->outcome == OUTCOME_REFUSED ? NULL : submission->case_id, today, seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO submission_detail (id, salt, path, reasons) VALUES (?, ?, ?, ?)", "ibss",
	                 store_last_id(store), seal->salt_bytes, submission->path, reasons);
}

/* ---- taking it in ---- */

static void refuse_by(Submission *submission, const GError *fault, const char *file, const char *place)
{
	Reason *reason = reason_of_error(fault);
	if (reason->file == NULL)
		reason->file = g_strdup(file);
	if (reason->place == NULL)
		reason->place = g_strdup(place);
	g_ptr_array_set_size(submission->reasons, 0);
	g_ptr_array_add(submission->reasons, reason);
	submission->outcome = OUTCOME_REFUSED;
}

/* What claim.xml says happened must be something that can have happened by today. */
static void check_events(Submission *submission, Date today)
{
	for (guint i = 0; i < submission->files->len; i++) {
		const Found *found = submission->files->pdata[i];
		for (guint n = 0; found->reading != NULL && n < found->reading->events->len; n++) {
			g_autoptr(GError) fault = NULL;
			if (event_check(found->reading->events->pdata[n], today, &fault))
				continue;
			refuse_by(submission, fault, found->name, ((const Event *)found->reading->events->pdata[n])->place);
			return;
		}
	}
}

static bool append_document(Store *store, const char *case_id, const Found *found, Date today, GError **error)
{
	Document document = {
		.name = found->name,
		.sha256 = (char *)(uintptr_t)found->sha256,
		.size = found->size,
		.media = found->reading != NULL ? found->reading->media : (char *)(uintptr_t) "other",
		.unread = found->unread,
	};
	return document_record(store, case_id, &document, today, error) &&
	       (found->reading == NULL || pagetext_add(store, case_id, document.id, found->reading, error));
}

/* Letters are numbered on from the case's last one. */
static bool number_letters(Store *store, const Submission *submission, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT max(cast(substr(subject, 8) AS INTEGER)) FROM fact_value"
	                                     " WHERE case_id = ? AND subject LIKE 'letter/%'",
	                                     "s", submission->case_id);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	int64_t last = query_next(query, &fault) ? query_int(query, 0) : 0;
	letters_number(submission->files, last);
	return !failed(fault, error);
}

static bool append(Store *store, const Submission *submission, Date today, GError **error)
{
	g_autoptr(GPtrArray) facts = g_ptr_array_new();
	const char *case_id = submission->case_id;
	if (!number_letters(store, submission, error))
		return false;
	for (guint i = 0; i < submission->files->len; i++) {
		const Found *found = submission->files->pdata[i];
		if (!append_document(store, case_id, found, today, error))
			return false;
		for (guint n = 0; found->reading != NULL && n < found->reading->facts->len; n++)
			g_ptr_array_add(facts, found->reading->facts->pdata[n]);
	}
	if (!facts_record(store, case_id, facts, today, error))
		return false;
	for (guint i = 0; i < submission->files->len; i++) {
		const Found *found = submission->files->pdata[i];
		for (guint n = 0; found->reading != NULL && n < found->reading->events->len; n++)
			if (!event_record(store, case_id, found->reading->events->pdata[n], today, error))
				return false;
	}
	return true;
}

static void refuse_missing(Submission *submission, const char *document, const char *file, const char *place)
{
	g_autoptr(GError) fault = NULL;
	error_set(&fault, ERROR_INPUT, "document-missing", "Dokumentet »%s« er nævnt, men ligger ikke ved.",
	          "The document \"%s\" is named but is not there.", document);
	error_remedy(&fault, "Læg filen ved, eller tag den ud af claim.xml.", "Add the file, or take it out of claim.xml.");
	refuse_by(submission, fault, file, place);
}

/* Do the things that claim.xml names exist: files, debtors, items? */
static void check_references(Submission *submission, const Case *c)
{
	for (guint i = 0; i < c->facts->len; i++) {
		const Fact *fact = c->facts->pdata[i];
		if (!g_str_has_prefix(fact->subject, "document/"))
			continue;
		const char *file = fact->subject + strlen("document/");
		if (case_document_named(c, file) != NULL)
			continue;
		refuse_missing(submission, file, fact->proof.document, fact->proof.place);
		return;
	}
	for (guint i = 0; i < submission->files->len; i++) {
		const Found *found = submission->files->pdata[i];
		for (guint n = 0; found->reading != NULL && n < found->reading->events->len; n++) {
			const Event *event = found->reading->events->pdata[n];
			g_autoptr(GError) fault = NULL;
			bool proved = event->document == NULL || case_document_named(c, event->document) != NULL;
			if (proved && case_event_fits(c, event, &fault))
				continue;
			if (proved)
				refuse_by(submission, fault, found->name, event->place);
			else
				refuse_missing(submission, event->document, found->name, event->place);
			return;
		}
	}
}

static void note_parties(Submission *submission, const GPtrArray *notes)
{
	for (guint i = 0; i < notes->len; i++) {
		const PartyNote *note = notes->pdata[i];
		g_autofree char *da = g_strdup_printf("Samme CVR-nummer er før mødt under et andet navn: %s, her %s. Se efter, "
		                                      "om det er samme part.",
		                                      note->known_as, note->name);
		g_autofree char *en = g_strdup_printf("The same CVR number was met before under another name: %s, here %s. "
		                                      "Check that it is the same party.",
		                                      note->known_as, note->name);
		submission_end(submission, submission->outcome, "party-other-name", NULL, da, en);
	}
}

/* Inside a transaction, its case named: rows, references, the computed rows, and the submission's own row. */
static bool fill_case(Store *store, Submission *submission, Date today, GError **error)
{
	GError *fault = NULL;
	if (!append(store, submission, today, &fault)) {
		if (error_class(fault) == ERROR_STORE)
			return !failed(fault, error);
		refuse_by(submission, fault, NULL, NULL); /* more than a case may hold */
		g_error_free(fault);
		return true;
	}
	g_autoptr(Case) c = case_read(store, submission->case_id, 0, error);
	if (c == NULL)
		return false;
	check_references(submission, c);
	if (submission->outcome == OUTCOME_REFUSED)
		return true;
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(party_note_free);
	if (!case_index(store, c, notes, error))
		return false;
	note_parties(submission, notes);
	return row_record(store, submission, today, error);
}

static bool record_row_alone(Store *store, Submission *submission, Date today, GError **error)
{
	if (!store_begin(store, error))
		return false;
	if (row_record(store, submission, today, error))
		return store_commit(store, error);
	store_rollback(store);
	return false;
}

/* Looked up before the originals are kept and again under the lock: another process may have been quicker. */
static bool find(Store *store, Submission *submission, GError **error)
{
	if (!find_same(store, submission, error))
		return false;
	return submission->seen_before || submission->outcome != OUTCOME_TAKEN || find_duplicate(store, submission, error);
}

/* A refusal found under way: nothing of the case stays, and that it was refused is recorded unless it already is. */
static bool record_refusal(Store *store, Submission *submission, Date today, GError **error)
{
	g_clear_pointer(&submission->case_id, g_free);
	return find_same(store, submission, error) &&
	       (submission->seen_before || record_row_alone(store, submission, today, error));
}

static bool take_in(Store *store, Submission *submission, Date today, GError **error)
{
	if (!store_begin(store, error))
		return false;
	bool ok = find(store, submission, error);
	if (ok && submission->outcome == OUTCOME_TAKEN && !submission->seen_before)
		ok = note_path(store, submission, error) && case_open(store, today, &submission->case_id, error) &&
		     fill_case(store, submission, today, error);
	else if (ok && !submission->seen_before)
		ok = row_record(store, submission, today, error);
	if (ok && submission->outcome != OUTCOME_REFUSED)
		return store_commit(store, error);
	store_rollback(store);
	return ok && (submission->seen_before || record_refusal(store, submission, today, error));
}

/* Refused through no fault of the submission: told now, but nothing that the record should remember. */
static bool our_fault(const Submission *submission)
{
	static const char *const codes[] = { "worker-missing", "worker-died", "scratch", "disk-full", "write-failed", NULL };
	if (submission->outcome != OUTCOME_REFUSED)
		return false;
	for (guint i = 0; i < submission->reasons->len; i++)
		if (g_strv_contains(codes, ((const Reason *)submission->reasons->pdata[i])->code))
			return true;
	return false;
}

static bool record(Store *store, Submission *submission, Date today, GError **error)
{
	if (submission->outcome == OUTCOME_WAITING || our_fault(submission))
		return true;
	if (!find(store, submission, error))
		return false;
	if (submission->seen_before)
		return true;
	if (submission->outcome == OUTCOME_TAKEN)
		check_events(submission, today);
	if (submission->outcome != OUTCOME_TAKEN)
		return record_row_alone(store, submission, today, error);
	/* Originals first, by hash, synced: a row never names bytes that are not there. */
	if (!submission_keep(store, submission, error))
		return false;
	return submission->outcome == OUTCOME_WAITING || take_in(store, submission, today, error);
}

bool submission_record(Store *store, Submission *submission, Date today, GError **error)
{
	bool ok = record(store, submission, today, error);
	submission_drop_copies(submission);
	return ok;
}

/* ---- adding to a case ---- */

/* Was this very submission added to this case before? */
static bool find_added(Store *store, Submission *submission, const char *case_id, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT s.outcome, d.reasons FROM submission_detail d JOIN submission s ON s.id = d.id"
	                                     " WHERE d.path = ? AND s.fingerprint = ? AND s.case_id = ? AND s.outcome = 'taken'",
	                                     "sss", submission->path, submission->fingerprint, case_id);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	if (query_next(query, &fault))
		see_again(submission, query_text(query, 0), case_id, query_text(query, 1));
	return !failed(fault, error);
}

static bool add_in(Store *store, Submission *submission, const char *case_id, Date today, GError **error)
{
	if (!store_begin(store, error))
		return false;
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	bool ok = c != NULL && find_added(store, submission, case_id, error);
	if (ok && !submission->seen_before) {
		supplement_only_new(submission, c);
		if (submission->files->len == 0)
			submission_end(submission, OUTCOME_TAKEN, "nothing-new", NULL, "Sagen har allerede alle filerne; intet er tilføjet.",
			               "The case already has all these files; nothing was added.");
		submission->case_id = g_strdup(case_id);
		ok = fill_case(store, submission, today, error);
	}
	if (ok && submission->outcome != OUTCOME_REFUSED)
		return store_commit(store, error);
	store_rollback(store);
	return ok && record_refusal(store, submission, today, error);
}

bool submission_supplement(Store *store, Submission *submission, const char *case_id, Date today, GError **error)
{
	if (submission->outcome == OUTCOME_WAITING || our_fault(submission))
		return true;
	g_autoptr(Case) c = case_read(store, case_id, 0, error);
	if (c == NULL)
		return false;
	if (submission->outcome == OUTCOME_TAKEN)
		check_events(submission, today);
	if (submission->outcome == OUTCOME_REFUSED)
		return record_refusal(store, submission, today, error);
	if (!submission_keep(store, submission, error))
		return false;
	return submission->outcome == OUTCOME_WAITING || add_in(store, submission, case_id, today, error);
}
