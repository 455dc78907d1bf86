#include "assess/edition.h"

#include "assess/law_tables.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* ---- the tables ---- */

static const char *const migrations[] = {
	/* Guards: REPLACE fires no DELETE trigger, so a row that is there already is refused on the way in. */
	"CREATE TABLE law_edition ("
	"  id INTEGER PRIMARY KEY,"
	"  edition TEXT NOT NULL," /* hash over all its files */
	"  source TEXT NOT NULL CHECK (source IN ('bundle', 'kept'))," /* installed, or kept because it decided something */
	"  serial INTEGER NOT NULL, made_on TEXT, recorded_on TEXT NOT NULL,"
	"  manifest_sha256 TEXT, signature_sha256 TEXT" /* of a bundle: both lie in documents/ */
	") STRICT;"
	"CREATE INDEX law_edition_by_hash ON law_edition (edition);"
	/* Its files lie in documents/ by hash. */
	"CREATE TABLE law_file ("
	"  edition TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (edition, name)"
	") STRICT, WITHOUT ROWID;"
	/* A decision that was used: what is needed to give it again, and the hash that it must then have. */
	"CREATE TABLE assessment ("
	"  id INTEGER PRIMARY KEY, case_id TEXT NOT NULL, assessed_on TEXT NOT NULL, law_edition TEXT NOT NULL,"
	"  up_to_seq INTEGER NOT NULL, route TEXT NOT NULL, rules_sha256 TEXT NOT NULL, sha256 TEXT NOT NULL,"
	"  recorded_on TEXT NOT NULL"
	") STRICT;"
	"CREATE INDEX assessment_of_case ON assessment (case_id, id);"
	"CREATE TRIGGER law_edition_no_update BEFORE UPDATE ON law_edition"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: law_edition'); END;"
	"CREATE TRIGGER law_edition_no_delete BEFORE DELETE ON law_edition"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: law_edition'); END;"
	"CREATE TRIGGER law_edition_next BEFORE INSERT ON law_edition"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM law_edition)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: law_edition'); END;"
	"CREATE TRIGGER law_file_no_update BEFORE UPDATE ON law_file"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: law_file'); END;"
	"CREATE TRIGGER law_file_no_delete BEFORE DELETE ON law_file"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: law_file'); END;"
	"CREATE TRIGGER law_file_new BEFORE INSERT ON law_file"
	"  WHEN EXISTS (SELECT 1 FROM law_file WHERE edition = NEW.edition AND name = NEW.name)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: law_file'); END;"
	"CREATE TRIGGER assessment_no_update BEFORE UPDATE ON assessment"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: assessment'); END;"
	"CREATE TRIGGER assessment_no_delete BEFORE DELETE ON assessment"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: assessment'); END;"
	"CREATE TRIGGER assessment_next BEFORE INSERT ON assessment"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM assessment)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: assessment'); END;",
	NULL,
};

const StoreRoom assess_room = { "assess", migrations };

/* ---- from the store ---- */

static bool query_ended(GError *fault, GError **error)
{
	if (fault != NULL)
		g_propagate_error(error, fault);
	return fault == NULL;
}

/* Its files, their bytes checked against their hashes; rules: the program's own in place of those then. */
static GPtrArray *files_read(Store *store, const char *edition, bool rules_then, GError **error)
{
	g_autoptr(GPtrArray) files = law_files_new();
	g_autoptr(Query) query =
	    store_query(store, error, "SELECT name, sha256 FROM law_file WHERE edition = ? ORDER BY name", "s", edition);
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		const char *name = query_text(query, 0);
		if (!rules_then && strcmp(name, LAW_RULES) == 0)
			continue;
		g_autoptr(GBytes) bytes = store_read_document(store, query_text(query, 1), error);
		if (bytes == NULL)
			return NULL;
		law_files_add(files, name, bytes);
	}
	if (query == NULL || !query_ended(fault, error))
		return NULL;
	if (!rules_then)
		law_files_add_rules(files);
	return g_steal_pointer(&files);
}

static Law *law_read(Store *store, const char *edition, bool rules_then, int64_t serial, Date made_on, GError **error)
{
	g_autoptr(GPtrArray) files = files_read(store, edition, rules_then, error);
	Law *law = files != NULL ? law_of_files(files, error) : NULL;
	if (law != NULL) {
		law->serial = serial;
		law->made_on = made_on;
	}
	return law;
}

/* The installed edition with the highest serial; *edition NULL when there is none. */
static bool installed(Store *store, char **edition, int64_t *serial, Date *made_on, GError **error)
{
	*edition = NULL;
	*serial = 0;
	g_autoptr(Query) query = store_query(
	    store, error,
	    "SELECT edition, serial, made_on FROM law_edition WHERE source = 'bundle' ORDER BY serial DESC, id DESC LIMIT 1", "");
	GError *fault = NULL;
	if (query == NULL)
		return false;
	if (query_next(query, &fault)) {
		*edition = g_strdup(query_text(query, 0));
		*serial = query_int(query, 1);
		*made_on = query_date(query, 2);
	}
	return query_ended(fault, error);
}

Law *law_in_force(Store *store, GError **error)
{
	if (store == NULL)
		return law_embedded(error);
	g_autofree char *edition = NULL;
	int64_t serial;
	Date made_on = DATE_NONE;
	if (!installed(store, &edition, &serial, &made_on, error))
		return NULL;
	if (edition == NULL || serial <= LAW_SERIAL)
		return law_embedded(error);
	return law_read(store, edition, false, serial, made_on, error);
}

static void replace_file(GPtrArray *files, const LawFile *own)
{
	for (guint i = 0; i < files->len; i++) {
		if (strcmp(((const LawFile *)files->pdata[i])->name, own->name) != 0)
			continue;
		g_ptr_array_remove_index(files, i);
		break;
	}
	law_files_add(files, own->name, own->bytes);
}

static const LawFile *file_named(const GPtrArray *files, const char *name)
{
	for (guint i = 0; name != NULL && i < files->len; i++)
		if (strcmp(((const LawFile *)files->pdata[i])->name, name) == 0)
			return files->pdata[i];
	return NULL;
}

/* Faults in the bytes of the files: each that cannot be had gives way to the program's own, so that the others are tried. */
static bool files_gather(Store *store, const char *edition, const GPtrArray *own, GPtrArray *files, GPtrArray *faults,
                         GError **error)
{
	g_autoptr(Query) query =
	    store_query(store, error, "SELECT name, sha256 FROM law_file WHERE edition = ? ORDER BY name", "s", edition);
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		GError *broken = NULL;
		const char *name = query_text(query, 0);
		g_autoptr(GBytes) bytes = store_read_document(store, query_text(query, 1), &broken);
		if (bytes == NULL)
			g_ptr_array_add(faults, broken);
		if (bytes != NULL)
			law_files_add(files, name, bytes);
		else if (file_named(own, name) != NULL)
			replace_file(files, file_named(own, name));
	}
	return query != NULL && query_ended(fault, error);
}

GPtrArray *law_faults(Store *store, GError **error)
{
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free), files = law_files_new();
	g_autoptr(Law) program = law_embedded(error);
	g_autofree char *edition = NULL;
	int64_t serial;
	Date made_on = DATE_NONE;
	if (program == NULL || (store != NULL && !installed(store, &edition, &serial, &made_on, error)))
		return NULL;
	if (edition == NULL || serial <= LAW_SERIAL)
		return g_steal_pointer(&faults);
	g_autoptr(GPtrArray) own = law_files(program);
	if (!files_gather(store, edition, own, files, faults, error))
		return NULL;
	/* A table that is refused gives way too, until all hold. */
	for (guint tried = 0; tried <= own->len; tried++) {
		GError *fault = NULL;
		g_autoptr(Law) law = law_of_files(files, &fault);
		if (law != NULL)
			break;
		const LawFile *better = file_named(own, error_file(fault));
		g_ptr_array_add(faults, fault);
		if (better == NULL)
			break;
		replace_file(files, better);
	}
	return g_steal_pointer(&faults);
}

/* The first row of an edition; *id 0 when it is not kept. */
static bool edition_row(Store *store, const char *edition, int64_t *id, int64_t *serial, Date *made_on, GError **error)
{
	*id = 0;
	g_autoptr(Query) query = store_query(
	    store, error, "SELECT id, serial, made_on FROM law_edition WHERE edition = ? ORDER BY id LIMIT 1", "s", edition);
	GError *fault = NULL;
	if (query == NULL)
		return false;
	if (query_next(query, &fault)) {
		*id = query_int(query, 0);
		*serial = query_int(query, 1);
		*made_on = query_date(query, 2);
	}
	return query_ended(fault, error);
}

bool law_is_kept(Store *store, const char *edition, bool *kept, GError **error)
{
	int64_t id, serial;
	Date made_on;
	if (!edition_row(store, edition, &id, &serial, &made_on, error))
		return false;
	*kept = id != 0;
	return true;
}

Law *law_kept(Store *store, const char *edition, GError **error)
{
	int64_t id, serial;
	Date made_on;
	if (!edition_row(store, edition, &id, &serial, &made_on, error))
		return NULL;
	if (id == 0) {
		error_set(error, ERROR_INPUT, "law-not-kept", "Lovudgaven %.12s… ligger ikke i sagsmappen.",
		          "The law edition %.12s… is not kept in the store.", edition);
		error_remedy(error, "Hent sagsmappen, hvor afgørelsen blev truffet.",
		             "Use the store in which the decision was made.");
		return NULL;
	}
	return law_read(store, edition, true, serial, made_on, error);
}

/* ---- to the store ---- */

static bool files_keep(Store *store, const Law *law, GError **error)
{
	g_autoptr(GPtrArray) files = law_files(law);
	for (guint i = 0; i < files->len; i++) {
		const LawFile *file = files->pdata[i];
		char sha256[DIGEST_HEX];
		if (!store_keep_bytes(store, file->bytes, sha256, error) ||
		    !store_run(store, error, "INSERT INTO law_file (edition, name, sha256) VALUES (?, ?, ?)", "sss",
		               law_edition(law), file->name, sha256))
			return false;
	}
	return true;
}

bool law_keep(Store *store, const Law *law, Date on, GError **error)
{
	bool kept;
	assert(store_stepping(store));
	if (!law_is_kept(store, law_edition(law), &kept, error))
		return false;
	return kept || (files_keep(store, law, error) &&
	                store_run(store, error,
	                          "INSERT INTO law_edition (id, edition, source, serial, made_on, recorded_on)"
	                          " SELECT coalesce(max(id), 0) + 1, ?, 'kept', ?, ?, ? FROM law_edition",
	                          "sidd", law_edition(law), law->serial, law->made_on, on));
}

static bool serial_rises(int64_t in_force, int64_t serial, GError **error)
{
	if (serial > in_force)
		return true;
	error_set(error, ERROR_INTEGRITY, "law-older", "Bundtet har nummer %" PRId64 "; nummer %" PRId64 " gælder allerede.",
	          "The bundle has number %" PRId64 "; number %" PRId64 " is in force already.", serial, in_force);
	error_remedy(error, "Intet er ændret. Hent det nyeste bundt.", "Nothing was changed. Get the newest bundle.");
	return false;
}

bool law_may_install(const Law *in_force, int64_t serial, GError **error)
{
	return serial_rises(in_force->serial, serial, error);
}

bool law_install(Store *store, const Law *law, const LawBundle *bundle, Date on, GError **error)
{
	g_autofree char *edition = NULL;
	int64_t serial;
	Date made_on;
	bool kept;
	assert(store_stepping(store));
	if (!installed(store, &edition, &serial, &made_on, error))
		return false;
	/* Looked at again inside the transaction: another process may have installed meanwhile. */
	if (!serial_rises(MAX(serial, LAW_SERIAL), bundle->serial, error))
		return false;
	if (!law_is_kept(store, law_edition(law), &kept, error))
		return false;
	return (kept || files_keep(store, law, error)) &&
	       store_run(store, error,
	                 "INSERT INTO law_edition (id, edition, source, serial, made_on, recorded_on, manifest_sha256,"
	                 " signature_sha256) SELECT coalesce(max(id), 0) + 1, ?, 'bundle', ?, ?, ?, ?, ? FROM law_edition",
	                 "siddss", law_edition(law), bundle->serial, bundle->made_on, on, bundle->manifest_sha256,
	                 bundle->signature_sha256);
}

/* ---- by name ---- */

Law *law_by_name(Store *store, const char *name, GError **error)
{
	g_autoptr(Law) own = law_embedded(error);
	if (own == NULL)
		return NULL;
	if (strcmp(name, "in-force") == 0)
		return law_in_force(store, error);
	size_t digits = strspn(name, "0123456789abcdef");
	bool hash = digits >= 4 && digits < DIGEST_HEX && name[digits] == '\0';
	if (strcmp(name, "embedded") == 0 || (hash && g_str_has_prefix(law_edition(own), name)))
		return g_steal_pointer(&own);
	g_autofree char *found = NULL;
	int n = 0;
	if (hash && store != NULL) {
		g_autofree char *pattern = g_strconcat(name, "*", NULL);
		g_autoptr(Query) query =
		    store_query(store, error, "SELECT DISTINCT edition FROM law_edition WHERE edition GLOB ? LIMIT 2", "s", pattern);
		GError *fault = NULL;
		for (; query != NULL && query_next(query, &fault); n++) {
			g_free(found);
			found = g_strdup(query_text(query, 0));
		}
		if (query == NULL || !query_ended(fault, error))
			return NULL;
	}
	if (n == 1)
		return law_kept(store, found, error);
	error_set(error, ERROR_USAGE, n == 0 ? "no-such-edition" : "edition-unclear",
	          n == 0 ? "Der er ingen lovudgave %s." : "Flere lovudgaver begynder med %s.",
	          n == 0 ? "There is no law edition %s." : "Several law editions begin with %s.", name);
	error_remedy(error, "Nævn en udgave ved de første tegn af dens tal, embedded, in-force eller et bundts fil.",
	             "Name an edition by the first digits of its hash, embedded, in-force or a bundle's file.");
	return NULL;
}
