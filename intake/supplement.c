#include "intake/supplement.h"

#include "intake/document.h"

#include <string.h>

static void found_rename(Found *found, char *name)
{
	g_autofree char *old = found->name;
	found->name = name;
	for (guint i = 0; found->reading != NULL && i < found->reading->facts->len; i++) {
		Fact *fact = found->reading->facts->pdata[i];
		if (g_strcmp0(fact->proof.document, old) == 0) {
			g_free(fact->proof.document);
			fact->proof.document = g_strdup(name);
		}
	}
}

static bool same_event(const Event *a, const Event *b)
{
	return strcmp(a->name, b->name) == 0 && date_compare(a->on, b->on) == 0 && g_strcmp0(a->debtor, b->debtor) == 0 &&
	       g_strcmp0(a->claim, b->claim) == 0 && a->has_amount == b->has_amount &&
	       (!a->has_amount || money_compare(a->amount, b->amount) == 0) && date_compare(a->deadline_on, b->deadline_on) == 0 &&
	       g_strcmp0(a->paid_to, b->paid_to) == 0 && g_strcmp0(a->ground, b->ground) == 0;
}

/*
 * A supplement often holds the whole claim.xml again with a line more. An event that claim.xml has told before is the
 * same event, also when it has been corrected since; two alike in one claim.xml are two.
 */
static void only_new_events(const Submission *submission, const Case *c)
{
	g_autoptr(GHashTable) met = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < submission->files->len; i++) {
		const Found *found = submission->files->pdata[i];
		GPtrArray *events = found->reading != NULL ? found->reading->events : NULL;
		for (guint n = 0; events != NULL && n < events->len;) {
			const Event *event = events->pdata[n], *before = NULL;
			for (guint k = 0; before == NULL && k < c->events->len; k++) {
				const Event *old = c->events->pdata[k];
				if (g_strcmp0(old->by, event->by) == 0 && same_event(old, event) && !g_hash_table_contains(met, old))
					before = old;
			}
			if (before == NULL) {
				n++;
				continue;
			}
			g_hash_table_add(met, (void *)(uintptr_t)before);
			g_ptr_array_remove_index(events, n);
		}
	}
}

/* claim.xml's words about a file follow it to its new name. */
static void subjects_rename(const Submission *submission, const char *from, const char *to)
{
	g_autofree char *old = g_strconcat("document/", from, NULL);
	for (guint i = 0; i < submission->files->len; i++) {
		const Found *found = submission->files->pdata[i];
		for (guint n = 0; found->reading != NULL && n < found->reading->facts->len; n++) {
			Fact *fact = found->reading->facts->pdata[n];
			if (strcmp(fact->name, "document.parent") == 0 && strcmp(fact->value, from) == 0) {
				g_free(fact->value);
				g_free(fact->raw);
				fact->value = g_strdup(to);
				fact->raw = g_strdup(to);
			}
			if (strcmp(fact->subject, old) != 0)
				continue;
			g_free(fact->subject);
			fact->subject = g_strconcat("document/", to, NULL);
		}
		for (guint n = 0; found->reading != NULL && n < found->reading->events->len; n++) {
			Event *event = found->reading->events->pdata[n];
			if (g_strcmp0(event->document, from) != 0)
				continue;
			g_free(event->document);
			event->document = g_strdup(to);
		}
	}
}

/* What lies inside a file follows it to its new name. */
static void rename_inside(const Submission *submission, const char *from, const char *to)
{
	g_autofree char *prefix = g_strconcat(from, "/", NULL);
	for (guint i = 0; i < submission->files->len; i++) {
		Found *found = submission->files->pdata[i];
		if (!g_str_has_prefix(found->name, prefix))
			continue;
		char *name = g_strconcat(to, found->name + strlen(from), NULL);
		subjects_rename(submission, found->name, name);
		found_rename(found, name);
	}
}

static bool name_taken(const Case *c, const Submission *submission, const char *name)
{
	for (guint i = 0; i < submission->files->len; i++)
		if (strcmp(((const Found *)submission->files->pdata[i])->name, name) == 0)
			return true;
	return case_document_named(c, name) != NULL;
}

/* Leave out what the case has by hash; a new file under a name that the case has gets "-2", "-3" … before its ending. */
static void only_new_files(Submission *submission, const Case *c)
{
	for (guint i = submission->files->len; i-- > 0;) {
		const Found *found = submission->files->pdata[i];
		const Document *there = NULL;
		for (guint n = 0; n < c->documents->len && there == NULL; n++)
			if (strcmp(((const Document *)c->documents->pdata[n])->sha256, found->sha256) == 0)
				there = c->documents->pdata[n];
		if (there == NULL)
			continue;
		subjects_rename(submission, found->name, there->name);
		g_ptr_array_remove_index(submission->files, i);
	}
	for (guint i = 0; i < submission->files->len; i++) {
		Found *found = submission->files->pdata[i];
		if (case_document_named(c, found->name) == NULL)
			continue;
		const char *slash = strrchr(found->name, '/'), *dot = strrchr(found->name, '.');
		const char *ending = dot != NULL && dot > (slash != NULL ? slash + 1 : found->name) ? dot : found->name + strlen(found->name);
		g_autofree char *name = NULL;
		for (int number = 2; name == NULL || name_taken(c, submission, name); number++) {
			g_free(name);
			name = g_strdup_printf("%.*s-%d%s", (int)(ending - found->name), found->name, number, ending);
		}
		rename_inside(submission, found->name, name);
		subjects_rename(submission, found->name, name);
		found_rename(found, g_steal_pointer(&name));
	}
}

void supplement_only_new(Submission *submission, const Case *c)
{
	only_new_files(submission, c);
	only_new_events(submission, c);
}
