/*
 * The door to the locked room: strangers' bytes go to a paakrav-worker process and come back as facts.
 * The worker has no network, no files of ours and limits on everything (limits.h); one that dies, hangs or floods is
 * replaced, and its job is one Error.
 */
#ifndef PAAKRAV_READER_H
#define PAAKRAV_READER_H

#include "intake/error.h"
#include "intake/event.h"
#include "intake/fact.h"

#include <glib.h>

typedef struct Reader Reader;

/* One line of an e-invoice, for laying it out as an exhibit. Text as written; amounts in minor units. */
typedef struct InvoiceLine {
	char *text;
	char *quantity; /* as written; NULL */
	char *unit; /* NULL */
	bool has_amount;
	int64_t amount_minor;
} InvoiceLine;

/* What one document turned out to be and say. */
typedef struct Reading {
	char *media; /* "ubl-invoice" "ubl-creditnote" "ubl-reminder" "ubl-statement" "cii" "claim" "xml" "pdf" "zip" "mail"
	                "office" "image" "text" "other": sniffed from the bytes, never from the name */
	GPtrArray *facts; /* Fact*, proof.document and sha256 not yet filled in */
	GPtrArray *events; /* Event*, from claim.xml */
	GPtrArray *lines; /* InvoiceLine*, from an e-invoice */
	GPtrArray *notes; /* char*: what an e-invoice's free text notes say */
} Reading;

void reading_free(Reading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reading, reading_free)

/* program: path of paakrav-worker, NULL for the one beside this executable. Processes start at first use. */
Reader *reader_new(const char *program);
void reader_free(Reader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reader, reader_free)

/*
 * Read the document open at fd (a regular file; the offset does not matter). name is shown in errors and decides
 * nothing but that "claim.xml" must be a claim. NULL and an Error (class ERROR_INPUT) when it is malformed, hostile
 * or over a limit; a kind that this edition does not open is no error: media alone is set.
 * The result is the caller's.
 */
Reading *reader_read(Reader *reader, const char *name, int fd, GError **error);

/*
 * Read a register's answer (JSON): what is "company" or "address". The facts' subject is "debtor"; each name at most
 * once but debtor.municipality, which is told by name and by code. Also told, for the asker to check that the answer is
 * about what was asked: party.cvr, party.postcode. NULL and an Error when it is malformed or tells nothing.
 */
Reading *reader_lookup(Reader *reader, const char *what, const char *name, int fd, GError **error);

/* One entry of an archive. */
typedef struct ZipEntry {
	char *name; /* relative, checked: no "..", not absolute, no control characters, valid UTF-8 */
	char *file; /* name of the file in the destination folder that holds its bytes: "0", "1", … */
	int64_t size;
} ZipEntry;

/*
 * Unpack the zip open at fd into the folder dir_fd as files "0", "1", … (folders and empty names are left out).
 * GPtrArray of ZipEntry* in the order of names by byte. NULL and an Error naming the entry when an entry would
 * leave the folder, is a link, is named twice, is encrypted, lies about its size, or a limit is passed; nothing of the
 * archive then counts.
 */
GPtrArray *reader_unzip(Reader *reader, const char *name, int fd, int dir_fd, GError **error);

#endif
