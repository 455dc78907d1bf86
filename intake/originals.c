/* The originals of a submission on their way into documents/: copied by whoever looked, named by the one that writes. */
#include "intake/folder.h"
#include "intake/submission.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* A file out of a zip is ours and is moved out of its folder; one of the inbox is copied, unless it is kept already. */
static bool copy_one(const Found *found, const char *home, const char *scratch, const char *path)
{
	g_autofree char *unpacked = g_strconcat(scratch, "/", NULL);
	if (g_str_has_prefix(found->source, unpacked))
		return rename(found->source, path) == 0;
	if (store_has_document(home, found->sha256))
		return false;
	int fd = open(found->source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool ok = fd >= 0 && store_copy_ahead(fd, found->sha256, path, NULL);
	if (fd >= 0)
		close(fd);
	return ok;
}

void submission_copy_ahead(Submission *submission, const char *home, const char *scratch)
{
	g_autoptr(GPtrArray) copied = g_ptr_array_new();
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; submission->outcome == OUTCOME_TAKEN && i < submission->files->len; i++) {
		Found *found = submission->files->pdata[i];
		g_autofree char *path = g_strdup_printf("%s.%u", scratch, i);
		if (!copy_one(found, home, scratch, path))
			continue;
		g_ptr_array_add(copied, found);
		g_ptr_array_add(paths, g_steal_pointer(&path));
	}
	bool synced = files_sync(paths, NULL);
	for (guint i = 0; i < copied->len; i++) {
		Found *found = copied->pdata[i];
		g_free(found->source);
		found->source = g_strdup(paths->pdata[i]);
		found->ahead = synced;
	}
}

bool submission_keep(Store *store, Submission *submission, GError **error)
{
	g_autoptr(GPtrArray) named = g_ptr_array_new();
	for (guint i = 0; i < submission->files->len; i++) {
		Found *found = submission->files->pdata[i];
		if (found->ahead) {
			if (!store_keep_ahead(store, found->source, found->sha256, error))
				return false;
			found->ahead = false;
			g_ptr_array_add(named, found->sha256);
			continue;
		}
		GError *fault = NULL;
		int fd = open(found->source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
		bool ok = fd >= 0 && store_keep(store, fd, found->sha256, &fault);
		if (fd >= 0)
			close(fd);
		if (ok)
			continue;
		if (fault != NULL && error_class(fault) == ERROR_STORE) {
			g_propagate_error(error, fault);
			return false;
		}
		g_clear_error(&fault);
		g_ptr_array_set_size(submission->reasons, 0);
		submission_end(submission, OUTCOME_WAITING, "changing", found->name,
		               "Filen ændrede sig, mens den blev læst. Vent, til afsenderen er færdig, og kør igen.",
		               "The file changed while it was being read. Wait until the sender is done, then run again.");
		return true;
	}
	return store_settle_documents(store, named, error);
}

void submission_drop_copies(Submission *submission)
{
	for (guint i = 0; i < submission->files->len; i++) {
		Found *found = submission->files->pdata[i];
		if (found->ahead)
			unlink(found->source);
		found->ahead = false;
	}
}
