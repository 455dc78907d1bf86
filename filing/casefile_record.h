/* What of the record goes into a case file, as files of JSON: each is what a command of ours prints, in Danish. */
#ifndef PAAKRAV_CASEFILE_RECORD_H
#define PAAKRAV_CASEFILE_RECORD_H

#include "assess/assess.h"
#include "intake/command.h"

/* One file to be; free json with cJSON_Delete. */
typedef struct RecordFile {
	char *name; /* "events.json" */
	const char *role; /* "events" */
	cJSON *json;
} RecordFile;
void record_file_free(void *file);

/*
 * RecordFile* in their order: facts, events, the assessment of the day, those recorded before (each again, to its bytes), the
 * journal's lines of the case with the journal's head, approvals, letters, what was dispatched with its receipts. notes (char*) is told what could not be given. The caller's.
 */
GPtrArray *record_files(const Call *call, const Assessment *assessment, GPtrArray *notes, GError **error);

#endif
