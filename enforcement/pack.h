/*
 * Pack: what an auditor takes home: one zip with the books of a period, what they rest on, and a checker in plain Python that
 * holds it together on a machine without paakrav (docs/decisions/pack.md). The same store and the same arguments give the same
 * bytes; a signature over them and the signed head lie beside it, made by the house and never by the auditor's own role.
 *
 * A part is a row of a table: a file's name, what it is, its CSV header and either one SELECT or a function. SQL parameters
 * of each SELECT: ?1 the first day, ?2 the last, ?3 the number of the last entry.
 */
#ifndef PAAKRAV_PACK_H
#define PAAKRAV_PACK_H

#include "enforcement/ledger.h"
#include "intake/command.h"
#include "intake/journal.h"

typedef struct PackFile {
	char *name; /* in the zip */
	int64_t size, rows; /* rows: -1 where they mean nothing */
	char sha256[DIGEST_HEX];
} PackFile;

typedef struct Pack {
	const Call *call;
	Store *store;
	Date from, to;
	int64_t seed, samples; /* samples: asked for */
	int64_t missing_days;
	JournalHead head;
	char *folder; /* where the files are put together */
	GPtrArray *files; /* PackFile*, in the order of the zip */
	cJSON *told; /* pack.json, and the command's answer */
} Pack;

typedef struct PackPart PackPart;
struct PackPart {
	const char *name;
	Say what;
	const char *header; /* NULL: no CSV */
	const char *sql; /* NULL: write makes it */
	bool (*write)(Pack *pack, const PackPart *part, GError **error);
};

/* The tables of parts, each ended by a NULL name: the books, the record beside them, the proofs and samples. */
extern const PackPart pack_books[], pack_record[], pack_proofs[];

/* ---- files ---- */

/* A file of the pack being written: text is appended to buffer, and goes to the disk in pieces. */
typedef struct PackOut PackOut;
struct PackOut {
	Pack *pack;
	GString *buffer;
	int64_t rows;
	int fd;
	char *name, *path;
	int64_t size;
	Digest *digest;
};
/* header: the first line, without its end; NULL: none. The caller's until it is closed. */
PackOut *pack_open(Pack *pack, const char *name, const char *header, GError **error);
void pack_cell(PackOut *out, const char *text); /* NULL: an empty cell */
void pack_number(PackOut *out, int64_t number);
bool pack_row(PackOut *out, GError **error); /* the row's end */
bool pack_flush(PackOut *out, bool all, GError **error);
/* Name it in the list of files. out is freed. */
bool pack_close(PackOut *out, GError **error);
void pack_abandon(PackOut *out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackOut, pack_abandon)

/* A whole file at once. */
bool pack_put(Pack *pack, const char *name, GBytes *bytes, GError **error);
/* The same for a file on the disk; one that is not there is left out. */
bool pack_copy(Pack *pack, const char *name, const char *path, int64_t most, GError **error);
bool pack_has(const Pack *pack, const char *name);
/* Every row of a part's SELECT. */
bool pack_select(Pack *pack, const PackPart *part, GError **error);

/* README.txt in both languages. The caller's. */
GBytes *pack_readme(const Pack *pack);

/* ---- the command ---- */

/* audit pack --from D --to D [--seed N] [--samples N] --out FILE.zip */
int audit_pack_run(const Call *call, cJSON **result, GError **error);
void audit_pack_text(const Call *call, const cJSON *result, GString *out);
extern const OptionRow audit_pack_options[];

#endif
