#include "intake/handover.h"

#include "intake/limits.h"
#include "intake/reading.h"

#include <string.h>

void reason_json(cJSON *array, const Reason *reason, Lang lang)
{
	cJSON *object = json_push(array);
	json_text(object, "code", reason->code);
	json_text(object, "text", lang == LANG_EN ? reason->en : reason->da);
	json_text(object, "file", reason->file);
	json_text(object, "place", reason->place);
}

cJSON *submission_json(const Submission *submission)
{
	cJSON *object = cJSON_CreateObject();
	json_text(object, "path", submission->path);
	json_int(object, "outcome", (int)submission->outcome);
	json_text(object, "fingerprint", submission->fingerprint);
	reasons_json(json_array(object, "reasons"), submission->reasons);
	cJSON *files = json_array(object, "files");
	for (guint i = 0; i < submission->files->len; i++) {
		const Found *found = submission->files->pdata[i];
		cJSON *row = json_push(files);
		json_text(row, "name", found->name);
		json_text(row, "sha256", found->sha256);
		json_int(row, "size", found->size);
		json_text(row, "source", found->source);
		json_bool(row, "ahead", found->ahead);
		json_text(row, "unread", found->unread);
		if (found->reading != NULL)
			cJSON_AddItemToObject(row, "reading", reading_json(found->reading));
	}
	return object;
}

/* NULL when a reading in it is not to be believed. */
static Found *found_of(const cJSON *row)
{
	const char *name = json_get_text(row, "name"), *sha256 = json_get_text(row, "sha256");
	if (name == NULL || sha256 == NULL || strlen(sha256) != DIGEST_HEX - 1)
		return NULL;
	const cJSON *reading = json_get(row, "reading");
	Reading *read = reading != NULL ? reading_of_json(reading) : NULL;
	if (reading != NULL && read == NULL)
		return NULL;
	Found *found = g_new0(Found, 1);
	found->name = g_strdup(name);
	memcpy(found->sha256, sha256, DIGEST_HEX);
	found->size = json_get_int(row, "size", 0);
	found->source = g_strdup(json_get_text(row, "source"));
	found->ahead = json_get_bool(row, "ahead");
	found->unread = g_strdup(json_get_text(row, "unread"));
	found->reading = read;
	if (read != NULL)
		reading_prove(read, found->name, found->sha256);
	return found;
}

Submission *submission_of_json(const cJSON *json)
{
	int64_t outcome = json_get_int(json, "outcome", -1);
	const char *path = json_get_text(json, "path");
	if (path == NULL || outcome < OUTCOME_TAKEN || outcome > OUTCOME_WAITING)
		return NULL;
	g_autoptr(Submission) submission = submission_new(path);
	submission->outcome = (Outcome)outcome;
	submission->fingerprint = g_strdup(json_get_text(json, "fingerprint"));
	reasons_of_json(submission->reasons, json_get(json, "reasons"));
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(json, "files"))
	{
		Found *found = found_of(row);
		if (found == NULL)
			return NULL;
		g_ptr_array_add(submission->files, found);
	}
	return g_steal_pointer(&submission);
}
