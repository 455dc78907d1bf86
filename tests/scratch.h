/* A folder of its own for a test, removed at the end. */
#ifndef PAAKRAV_TEST_SCRATCH_H
#define PAAKRAV_TEST_SCRATCH_H

#include <ftw.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static inline char *scratch_make(void)
{
	const char *base = g_getenv("TMPDIR");
	char *folder = g_strdup_printf("%s/paakrav-test-XXXXXX", base != NULL ? base : "/tmp");
	if (mkdtemp(folder) == NULL)
		abort();
	return folder;
}

static inline int scratch_drop(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
	(void)st;
	(void)kind;
	(void)walk;
	return remove(path);
}

static inline void scratch_remove(const char *folder)
{
	nftw(folder, scratch_drop, 16, FTW_DEPTH | FTW_PHYS);
}

/* folder/name with that text in it, its folders made. */
static inline void scratch_write(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *parent = g_path_get_dirname(path);
	if (g_mkdir_with_parents(parent, 0755) != 0 || !g_file_set_contents(path, text, -1, NULL))
		abort();
}

#endif
