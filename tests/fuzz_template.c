/* Any bytes as a firm's own wording of the account and of the letters: taken, or an error that names its file. */
#include "filing/template.h"

#include <glib/gstdio.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static char *home;

static void home_leave(void)
{
	static const char *const files[] = { "tekster/statement.txt", "tekster/breve_da.txt", "tekster", "" };
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_build_filename(home, files[i], NULL);
		g_remove(path);
	}
	g_free(home);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (home == NULL) {
		home = g_dir_make_tmp("paakrav-fuzz-XXXXXX", NULL);
		g_autofree char *folder = g_build_filename(home, TEMPLATE_FOLDER, NULL);
		if (home == NULL || g_mkdir(folder, 0700) != 0)
			abort();
		atexit(home_leave);
	}
	static const char *const names[] = { "statement.txt", "breve_da.txt" };
	const char *name = names[size % G_N_ELEMENTS(names)], *other = names[(size + 1) % G_N_ELEMENTS(names)];
	g_autofree char *path = g_build_filename(home, TEMPLATE_FOLDER, name, NULL);
	g_autofree char *old = g_build_filename(home, TEMPLATE_FOLDER, other, NULL);
	g_remove(old);
	if (!g_file_set_contents_full(path, (const char *)bytes, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0600, NULL))
		abort();
	g_autoptr(GError) error = NULL;
	g_autoptr(Templates) templates = templates_open(home, &error);
	if ((templates == NULL) != (error != NULL))
		abort();
	return 0;
}
