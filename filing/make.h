/*
 * Make: a case's package from record to folder. Staged beside, signed, given a receipt, then put in place in one move
 * of which the zip comes last: a zip that is there is whole.
 */
#ifndef PAAKRAV_MAKE_H
#define PAAKRAV_MAKE_H

#include "filing/package.h"
#include "intake/reader.h"

/* The folders under --out. */
#define OUT_FOR_APPROVAL "til-godkendelse"
#define OUT_FOR_HAND_IN "til-aflevering"
#define OUT_FOR_CREDITORS "til-kreditor"
#define OUT_FOR_DISPATCH "til-afsendelse" /* letters that a person approved (paper.h) */

/*
 * Lay out and sign the package of an assessed case in the folder stage (made when missing; nothing of the case may lie
 * there): CASE/, CASE.zip, CASE.zip.p7s and CASE.receipt.json, all synced. Writes nothing elsewhere but the signing key on
 * first use. NULL and an Error when a part cannot be made; nothing of it is then left.
 */
Package *package_stage(const Assessment *assessment, Store *store, Reader *reader, RandomSource random, const char *stage,
                       GError **error);

/* Give the staged package's receipt its timestamp, when an authority is configured (receipt.h). */
bool package_stamp(const char *case_id, const char *home, RandomSource random, const char *stage, GError **error);

/*
 * Put what lies in stage into folder (made when missing), replacing an older package of the case. A package whose zip has
 * the same hash, with its signature and receipt, is left as it is. stage is gone afterwards.
 */
bool package_install(const char *case_id, const char *zip_sha256, const char *stage, const char *folder, GError **error);
/* The same for one of many: of stage only what is the case's goes, and folder is left to the caller to sync. */
bool package_put(const char *case_id, const char *zip_sha256, const char *stage, const char *folder, GError **error);

/* Remove the case's package from folder: it no longer stands. Nothing there is fine. */
bool package_withdraw(const char *case_id, const char *folder, GError **error);

/* Is a whole package with this zip hash in folder? */
bool package_present(const char *case_id, const char *zip_sha256, const char *folder);

/*
 * All of it for one case on a day: read, assess, stage, install into out/til-godkendelse. Without a package when the
 * route yields none (an older one is then withdrawn). The result is the caller's.
 */
typedef struct Made {
	Case *subject;
	Assessment *assessment;
	Package *package; /* NULL: the route yields none */
} Made;
void made_free(Made *made);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Made, made_free)
Made *package_make(Store *store, Reader *reader, const Law *law, RandomSource random, const char *case_id, Date on,
                   const char *out, GError **error);

#endif
