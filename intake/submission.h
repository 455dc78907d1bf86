/*
 * Submission: a folder or a zip that a creditor hands in. It is looked at once, whole, and becomes a case
 * (taken), or is named a duplicate of one, refused with a reason, or left waiting because it is still being written.
 * The inbox itself is never changed.
 */
#ifndef PAAKRAV_SUBMISSION_H
#define PAAKRAV_SUBMISSION_H

#include "intake/reader.h"
#include "intake/record.h"

typedef enum Outcome { OUTCOME_TAKEN, OUTCOME_DUPLICATE, OUTCOME_REFUSED, OUTCOME_WAITING } Outcome;
const char *outcome_name(Outcome outcome); /* "taken" … */

/* Why, in a form a person can act on. */
typedef struct Reason {
	char *code; /* "zip-path", "claim-xml-invalid", "duplicate-of" … */
	char *da, *en;
	char *file; /* within the submission; NULL */
	char *place; /* "line 12, column 3"; NULL */
} Reason;
void reason_free(Reason *reason);
Reason *reason_of_error(const GError *error);
/* Reasons as rows of array, both languages; and back, added to reasons (Reason*). */
void reasons_json(cJSON *array, const GPtrArray *reasons);
void reasons_of_json(GPtrArray *reasons, const cJSON *array);

/* One file of a submission, looked at. */
typedef struct Found {
	char *name; /* path within the submission */
	char sha256[DIGEST_HEX];
	int64_t size;
	char *source; /* where the bytes lie now: a path in the inbox, or in scratch for what was unpacked */
	bool ahead; /* source is a synced copy of our own, below the store's home: it only needs its name */
	Reading *reading; /* NULL when it could not be read */
	char *unread; /* why, "da\nen"; NULL */
} Found;
void found_free(Found *found);

/* The result of looking: pure data, made by submission_look in a case worker, recorded by submission_record in the writer. */
typedef struct Submission {
	char *path; /* as the user named it, relative to the inbox for inbox and run */
	Outcome outcome; /* TAKEN until the writer finds it a duplicate */
	GPtrArray *reasons; /* Reason* */
	GPtrArray *files; /* Found*, by name */
	char *fingerprint; /* SHA-256 over the sorted set of (hash) of all files, hex; NULL when refused before hashing */
	char *case_id; /* given by the writer */
	bool seen_before; /* the writer found the very same path and fingerprint: nothing was recorded anew */
} Submission;
Submission *submission_new(const char *path); /* TAKEN, empty arrays */
void submission_free(Submission *submission);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Submission, submission_free)
/* Give it that outcome, for one more reason; file NULL: the whole of it. */
void submission_end(Submission *submission, Outcome outcome, const char *code, const char *file, const char *da, const char *en);

/*
 * Look at path (a folder or a zip): list, hash, read. Never fails: what is wrong is an outcome with reasons.
 * scratch is a folder of our own, emptied first, where a zip is unpacked and what lies inside documents (nested.h), which
 * are files of the submission too but no part of its fingerprint; label is the name shown for the submission.
 * Malformed or hostile XML refuses the submission; another file that cannot be read is kept unread. One folder that
 * holds all of a zip is left out of the names. What a Mac adds by itself (.DS_Store, __MACOSX) is passed over.
 */
Submission *submission_look(Reader *reader, const char *path, const char *label, const char *scratch);

/*
 * Copy the originals of a taken one to scratch.0, scratch.1 … below home and sync them, so that who records it need only
 * rename; scratch, where a zip was unpacked, is then of no more use. What cannot be copied is left for submission_record.
 */
void submission_copy_ahead(Submission *submission, const char *home, const char *scratch);
/* Originals kept, named and synced; a file that has changed makes the submission wait. False when the store fails. */
bool submission_keep(Store *store, Submission *submission, GError **error);
void submission_drop_copies(Submission *submission); /* those that were not needed */

/*
 * Record it in one transaction: originals kept and synced, then documents, facts and events under a new case number
 * `YYYY-NNNNNN` of today's year, or duplicate, or the refusal. The same path and fingerprint again records nothing and
 * answers as before; only a refusal that would not be given again is overtaken. The same files under another path are a
 * duplicate. Refused are here events of claim.xml in the future and references to files, debtors and items that are not
 * there. A refusal is recorded too. false only when the store itself fails.
 * A path that was another case before, and a party met before under another name, are reasons on a taken one.
 */
bool submission_record(Store *store, Submission *submission, Date today, GError **error);

/*
 * Add the files to an existing case (submit --case). Files that the case already has are not added again; a new file under
 * a name that it has gets a number. The outcome is TAKEN, or REFUSED or WAITING as above; false also when there is no
 * such case.
 */
bool submission_supplement(Store *store, Submission *submission, const char *case_id, Date today, GError **error);

/* Entries of the inbox folder that are submissions, by byte order of name; what is left out as waiting is in it too. */
GPtrArray *inbox_list(const char *inbox, GError **error); /* char* paths relative to inbox */

#endif
