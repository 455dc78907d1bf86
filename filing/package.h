/*
 * Package: the papers of one case, ready for a person's approval: parts, manifest, one zip, a detached signature.
 * Same record, same law edition, same day: same bytes of parts and zip (design rule 4).
 */
#ifndef PAAKRAV_PACKAGE_H
#define PAAKRAV_PACKAGE_H

#include "assess/assess.h"
#include "intake/reader.h"
#include "intake/store.h"

typedef struct Templates Templates; /* filing/template.h */

typedef struct Part {
	char *name; /* "paakrav.pdf" "felter.json" "felter.txt" "bilag-01.pdf" "manifest.xml" */
	const char *role; /* "form" "fieldsheet" "writ" "exhibit" "bundle" "manifest" */
	char *sha256;
	int64_t size;
	int pages; /* 0: not paged or not known */
	char *title; /* of an exhibit */
} Part;

typedef struct Package {
	const char *kind; /* "betalingspaakrav" | "civil_claim" */
	char *case_id;
	GPtrArray *parts; /* Part*, in the order of the zip; manifest last */
	char *wordings; /* package_wordings under which its texts were written */
	char *zip_sha256;
	char *blank_sha256, *map_sha256; /* of the court's blank that the form is, or was to be, filled into; NULL: none is in use */
	GPtrArray *blocked; /* OpenPoint*: why the form is our own pages although a blank is in use; NULL: it is the blank, or none is */
} Package;
void package_free(Package *package);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Package, package_free)

/* The hash of the wordings in force that papers to a court are made of. The caller's. */
char *package_wordings(const Templates *templates);

/*
 * Lay out the package into folder, where nothing of the case may lie: folder/CASE/ with the parts and folder/CASE.zip, not
 * yet synced. Reads originals from the store; writes only into folder. NULL and an Error naming box or file when it cannot be made.
 */
Package *package_layout(const Assessment *assessment, Store *store, Reader *reader, const char *folder, GError **error);

#endif
