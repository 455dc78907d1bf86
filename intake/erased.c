#include "intake/erased.h"

#include "intake/seal.h"

const char erased_tables[] =
	/* A case whose personal data were erased: once, for ever. Who did it and why is erasable side data itself. */
	"CREATE TABLE erased ("
	"  id INTEGER PRIMARY KEY, case_id TEXT NOT NULL UNIQUE REFERENCES cases (id), erased_on TEXT NOT NULL, commitment BLOB NOT NULL"
	") STRICT;"
	"CREATE TABLE erased_text (id INTEGER PRIMARY KEY REFERENCES erased (id), salt BLOB NOT NULL, by TEXT, why TEXT) STRICT;"
	"CREATE TRIGGER erased_no_update BEFORE UPDATE ON erased BEGIN SELECT RAISE(ABORT, 'append-only: erased'); END;"
	"CREATE TRIGGER erased_no_delete BEFORE DELETE ON erased BEGIN SELECT RAISE(ABORT, 'append-only: erased'); END;"
	"CREATE TRIGGER erased_next BEFORE INSERT ON erased"
	"  WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM erased) OR EXISTS (SELECT 1 FROM erased WHERE case_id = NEW.case_id)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: erased'); END;"
	"CREATE TRIGGER erased_text_no_update BEFORE UPDATE ON erased_text BEGIN SELECT RAISE(ABORT, 'append-only: erased_text'); END;"
	"CREATE TRIGGER erased_text_no_replace BEFORE INSERT ON erased_text WHEN EXISTS (SELECT 1 FROM erased_text WHERE id = NEW.id)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: erased_text'); END;";

bool erased_on(Store *store, const char *case_id, Date *out, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT erased_on FROM erased WHERE case_id = ?", "s", case_id);
	int found = query_step(query, error);
	*out = found == 1 ? query_date(query, 0) : DATE_NONE;
	return found >= 0;
}

bool erased_not(Store *store, const char *case_id, GError **error)
{
	Date on;
	if (!erased_on(store, case_id, &on, error))
		return false;
	if (!date_known(on))
		return true;
	g_autofree char *day_da = date_danish_long(on), *day_en = date_english(on);
	g_autofree char *da = g_strdup_printf("Sag %s blev slettet %s efter loven: dens personoplysninger er her ikke mere.", case_id, day_da);
	g_autofree char *en = g_strdup_printf("Case %s was erased on %s by law: its personal data are no longer here.", case_id, day_en);
	error_set_texts(error, ERROR_INPUT, "case-erased", da, en);
	error_remedy(error, "Det bogførte står stadig: se ledger --case.", "What was booked still stands: see ledger --case.");
	return false;
}

bool erased_add(Store *store, const char *case_id, Date on, const char *by, const char *why, GError **error)
{
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, by);
	seal_add(seal, why);
	return seal_close(seal, store, error) &&
	       store_run(store, error,
	                 "INSERT INTO erased (id, case_id, erased_on, commitment) SELECT coalesce(max(id), 0) + 1, ?, ?, ? FROM erased",
	                 "sdb", case_id, on, seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO erased_text (id, salt, by, why) VALUES (?, ?, ?, ?)", "ibss", store_last_id(store),
	                 seal->salt_bytes, by, why);
}
