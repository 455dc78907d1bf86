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

/* One entry of an archive, or one document found inside another. */
typedef struct ZipEntry {
	char *name; /* relative, checked: no "..", not absolute, no control characters, valid UTF-8 */
	char *file; /* name of the file in the destination folder that holds its bytes: "0", "1", … */
	int64_t size;
} ZipEntry;

/* One page's text, line by line as a person would read it. */
typedef struct PageText {
	int page; /* 1-based */
	bool recognised; /* by OCR, from an image */
	char *text; /* UTF-8, each line ended by '\n' */
} PageText;

/* What one document turned out to be and say. A fact about the document itself has the subject "document" until reading_prove. */
typedef struct Reading {
	char *media; /* "ubl-invoice" "ubl-creditnote" "ubl-reminder" "ubl-statement" "cii" "claim" "xml" "pdf" "zip" "mail"
	                "office" "image" "text" "other": sniffed from the bytes, never from the name */
	GPtrArray *facts; /* Fact*, proof.document and sha256 not yet filled in */
	GPtrArray *events; /* Event*, from claim.xml */
	GPtrArray *lines; /* InvoiceLine*, from an e-invoice */
	GPtrArray *notes; /* char*: what an e-invoice's free text notes say */
	GPtrArray *pages; /* PageText*, by page; empty when the document has no text of its own */
	GPtrArray *children; /* ZipEntry*: documents found inside it (a mail's attachments), unpacked; see reader_open */
} Reading;

void reading_free(Reading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reading, reading_free)

/* program: path of paakrav-worker, NULL for the one beside this executable. Processes start at first use. */
Reader *reader_new(const char *program);
void reader_free(Reader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reader, reader_free)

/*
 * As reader_new, with up to that many processes (1 … LIMIT_WORKERS). Only what is begun with reader_begin uses more than
 * one of them.
 */
Reader *reader_pool(const char *program, int workers);
/* Seconds of wall clock that one document may take; LIMIT_JOB_WALL_S unless told. For tests of what hangs. */
void reader_wall(Reader *reader, int seconds);

/*
 * Read the document open at fd (a regular file; the offset does not matter). name is shown in errors and decides
 * nothing but that "claim.xml" must be a claim. NULL and an Error (class ERROR_INPUT) when it is malformed, hostile
 * or over a limit; a kind that this edition does not open is no error: media alone is set.
 * The result is the caller's.
 */
Reading *reader_read(Reader *reader, const char *name, int fd, GError **error);

/*
 * As reader_read; and what lies inside the document is unpacked into the folder dir_fd under names that begin with
 * prefix ("7." gives "7.0", "7.1", …), and named in children: checked names, no two alike, in the order found.
 * dir_fd -1: children are passed over. Recognised pages are kept in and taken from the folder of reader_remember.
 */
Reading *reader_open(Reader *reader, const char *name, int fd, int dir_fd, const char *prefix, GError **error);

/*
 * The same for many documents at a time: begin hands one in (and waits only while all processes have two each; fd may be
 * closed afterwards), end gives the answer to the oldest one begun. So answers come in the order of begin, whatever the
 * number of processes. begun: how many have no answer yet; end must not be called when there are none.
 */
void reader_begin(Reader *reader, const char *name, int fd, int dir_fd, const char *prefix);
guint reader_begun(const Reader *reader);
Reading *reader_end(Reader *reader, GError **error);

/*
 * Where the text of recognised pages is kept between runs, by the document's hash and page: OCR costs seconds a page.
 * A folder of ours, made at first use; NULL: nowhere. What lies there can be deleted at any time.
 */
void reader_remember(Reader *reader, const char *folder);

/* A part of a page, for a person to look at. Tenths of a millimetre from the page's upper left corner. */
typedef struct PageBox {
	int left, top, right, bottom;
} PageBox;

/* That part of a page (all of it when the box is empty) as PNG. NULL and an Error when it cannot be drawn. The caller's. */
GBytes *reader_crop(Reader *reader, const char *name, int fd, int page, PageBox box, GError **error);

/* One document that a craft works on. */
typedef struct CraftInput {
	const char *name; /* as the user knows it */
	int fd; /* a regular file; the offset does not matter */
} CraftInput;

/*
 * Have the locked room make something of documents: a blank filled, an exhibit made into pages, a bundle bound. craft names
 * one of intake/worker/craft.h, which says what its order must hold and what it answers; inputs (n may be 0) are its
 * documents in their order. The files that it makes go into the folder dir_fd under names that begin with prefix, and
 * are named in *files (ZipEntry*, in the order made; may be NULL); dir_fd -1: it makes none. *answer (may be NULL) is what it
 * tells. Both are the caller's. Nothing is left in the folder after an Error, whose file is the input that it names or else name.
 * An order may have "recalls": the SHA-256 (hex) of the first input, whose recognised pages are then taken from and kept in
 * the folder of reader_remember.
 */
bool reader_craft(Reader *reader, const char *craft, const char *name, const cJSON *order, const CraftInput *inputs, int n,
                  int dir_fd, const char *prefix, cJSON **answer, GPtrArray **files, GError **error);

/*
 * Read a register's answer (JSON): what is "company" or "address". The facts' subject is "debtor"; each name at most
 * once but debtor.municipality, which is told by name and by code. Also told, for the asker to check that the answer is
 * about what was asked: party.cvr, party.postcode. NULL and an Error when it is malformed or tells nothing.
 */
Reading *reader_lookup(Reader *reader, const char *what, const char *name, int fd, GError **error);

/*
 * Unpack the zip open at fd into the folder dir_fd as files "0", "1", … (folders and empty names are left out).
 * GPtrArray of ZipEntry* in the order of names by byte. NULL and an Error naming the entry when an entry would
 * leave the folder, is a link, is named twice, is encrypted, lies about its size, or a limit is passed; nothing of the
 * archive then counts.
 */
GPtrArray *reader_unzip(Reader *reader, const char *name, int fd, int dir_fd, GError **error);

#endif
