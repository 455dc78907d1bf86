/*
 * Bundle: the tables of a new edition in one zip, flat: each CSV, manifest.xml that names serial, day and the SHA-256 of
 * each, and manifest.xml.p7s, a detached CMS signature over the manifest. It is opened in the locked room, its signature
 * held against the certificate of paakrav.conf ([law] certificate=FILE), its tables checked as the program's own.
 *
 *   <law xmlns="urn:paakrav:law:1" serial="2" made-on="2026-12-20">
 *     <table name="limits.csv" sha256="…"/> …
 *   </law>
 */
#ifndef PAAKRAV_BUNDLE_H
#define PAAKRAV_BUNDLE_H

#include "assess/edition.h"
#include "intake/command.h"

typedef struct Bundle {
	Law *law; /* its tables under this program's rules */
	int64_t serial;
	Date made_on;
	GBytes *manifest, *signature;
} Bundle;
void bundle_free(Bundle *bundle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Bundle, bundle_free)

/*
 * Open and check the bundle at a path, or https:// address. Errors: ERROR_INTEGRITY for what is unsigned, signed by
 * another or not what was signed, and when no certificate is set; ERROR_INPUT for what is malformed or lacks a table;
 * ERROR_DELIVERY when it cannot be fetched. Nothing is recorded.
 */
Bundle *bundle_open(const char *home, const char *source, GError **error);

/* As law_by_name, and also the law of a signed bundle's file. A name with a '/' or a '.' in it is a file. */
Law *law_named(const Call *call, const char *name, GError **error);

#endif
