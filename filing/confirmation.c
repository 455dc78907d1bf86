#include "filing/confirmation.h"

#include "intake/seal.h"

void confirmation_free(Confirmation *confirmation)
{
	if (confirmation == NULL)
		return;
	g_free(confirmation->edition);
	g_free(confirmation->blank_sha256);
	g_free(confirmation->map_sha256);
	g_free(confirmation->by);
	g_free(confirmation);
}

bool confirmation_latest(Store *store, const char *edition, Confirmation **out, GError **error)
{
	*out = NULL;
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT f.id, f.edition, f.blank_sha256, f.map_sha256, p.name, f.confirmed_on "
	                                     "FROM form_confirmation f LEFT JOIN form_confirmation_person p ON p.id = f.id "
	                                     "WHERE f.edition = ? ORDER BY f.id DESC LIMIT 1",
	                                     "s", edition);
	if (query == NULL)
		return false;
	GError *fault = NULL;
	if (query_next(query, &fault)) {
		*out = g_new0(Confirmation, 1);
		**out = (Confirmation){ .id = query_int(query, 0),
			                .edition = g_strdup(query_text(query, 1)),
			                .blank_sha256 = g_strdup(query_text(query, 2)),
			                .map_sha256 = g_strdup(query_text(query, 3)),
			                .by = g_strdup(query_text(query, 4)),
			                .on = query_date(query, 5) };
	}
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	return false;
}

bool confirmation_add(Store *store, Confirmation *confirmation, GError **error)
{
	g_autoptr(Seal) seal = seal_new();
	seal_add(seal, confirmation->by);
	g_autoptr(Query) last = store_query(store, error, "SELECT coalesce(max(id), 0) + 1 FROM form_confirmation", "");
	if (last == NULL || !query_next(last, error) || !seal_close(seal, store, error))
		return false;
	confirmation->id = query_int(last, 0);
	return store_run(store, error,
	                 "INSERT INTO form_confirmation (id, edition, blank_sha256, map_sha256, confirmed_on, by_commitment) "
	                 "VALUES (?, ?, ?, ?, ?, ?)",
	                 "isssdb", confirmation->id, confirmation->edition, confirmation->blank_sha256, confirmation->map_sha256,
	                 confirmation->on, seal->commitment_bytes) &&
	       store_run(store, error, "INSERT INTO form_confirmation_person (id, salt, name) VALUES (?, ?, ?)", "ibs",
	                 confirmation->id, seal->salt_bytes, confirmation->by);
}

bool confirmation_missing(const char *edition, GError **error)
{
	error_set(error, ERROR_INPUT, "form-unconfirmed",
	          "Ingen har bekræftet, at udgaven %s svarer til Domstolsstyrelsens gældende blanket.",
	          "Nobody has confirmed that the edition %s matches the court administration's blank in force.", edition);
	error_remedy(error,
	             "Hent blanketten fra domstol.dk, sammenlign den med paakrav.pdf, og skriv: paakrav forms confirm UDGAVE --blank FIL "
	             "--by NAVN",
	             "Get the blank from domstol.dk, compare it with paakrav.pdf, and say: paakrav forms confirm EDITION --blank FILE "
	             "--by NAME");
	return false;
}
