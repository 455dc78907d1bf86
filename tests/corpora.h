/* The large corpora beside the source: $PAAKRAV_CORPORA, else ../shared/corpora. Tests run in the folder tests/. */
#ifndef PAAKRAV_TEST_CORPORA_H
#define PAAKRAV_TEST_CORPORA_H

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

/* NULL when they are absent, which is said in one line, and fails the program where $PAAKRAV_REQUIRE_CORPORA is set. */
static inline const char *corpora_folder(const char *needed, const char *test)
{
	const char *named = g_getenv("PAAKRAV_CORPORA");
	const char *folder = named != NULL && *named != '\0' ? named : "../../shared/corpora";
	g_autofree char *path = g_build_filename(folder, needed, NULL);
	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return folder;
	fprintf(stderr, "%s: skipped, no corpora at %s\n", test, folder);
	const char *required = g_getenv("PAAKRAV_REQUIRE_CORPORA");
	if (required != NULL && *required != '\0')
		exit(1);
	return NULL;
}

#endif
