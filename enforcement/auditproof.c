#include "enforcement/auditproof.h"

#include "intake/folder.h"
#include "intake/limits.h"

#include <string.h>

static void fault(JournalReport *report, const char *file, const char *da, const char *en)
{
	if (report->faults->len < LIMIT_JOURNAL_FAULTS)
		g_ptr_array_add(report->faults, journal_fault_new("proof", g_strdup(file), g_strdup(da), g_strdup(en)));
}

/* Columns: name, hash of its bytes, is the head in the chain. */
static void one_audit(const char *home, Query *query, JournalReport *report)
{
	g_autofree char *file = g_strdup_printf("proofs/%s.json", query_text(query, 0)), *path = g_build_filename(home, file, NULL);
	g_autofree char *signed_path = g_strconcat(path, ".p7s", NULL), *certificate = g_build_filename(home, "keys", "signer.pem", NULL);
	if (query_int(query, 2) == 0)
		fault(report, file, "Dagsbevisets hoved står ikke i kæden.", "The head of the day proof is not in the chain.");
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_BACKUP_LIST_BYTES, NULL);
	g_autoptr(GBytes) signature = file_read(signed_path, LIMIT_RECEIPT_BYTES, NULL);
	if (bytes == NULL || signature == NULL) {
		fault(report, file, "Dagsbeviset eller dets underskrift mangler.", "The day proof or its signature is missing.");
		return;
	}
	gsize size;
	const void *data = g_bytes_get_data(bytes, &size);
	char sha256[DIGEST_HEX];
	digest_hex(data, size, sha256);
	if (g_strcmp0(sha256, query_text(query, 1)) != 0)
		fault(report, file, "Dagsbeviset er ikke, som det blev lavet.", "The day proof is not as it was made.");
	else if (!digest_verify_with(certificate, file, bytes, signature, NULL))
		fault(report, file, "Dagsbevisets underskrift holder ikke under husets certifikat (keys/signer.pem): den er ændret, eller nøglerne er en andens.",
		      "The signature of the day proof does not hold under the house's certificate (keys/signer.pem): it was changed, or the keys are somebody else's.");
}

bool proof_audit(Store *store, JournalReport *report, GError **error)
{
	g_autoptr(Query) query = store_query(store, error,
	                                     "SELECT p.name, p.sha256, p.seq = 0 OR EXISTS (SELECT 1 FROM journal j WHERE j.seq = p.seq AND lower(hex(j.hash)) = p.hash)"
	                                     " FROM day_proof p ORDER BY p.id",
	                                     "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		one_audit(store_home(store), query, report);
	return found == 0;
}
