/* Feeds every file of the folders given to the fuzz target it is linked with, in byte order of path. */
#include <dirent.h>
#include <glib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static int replay(const char *folder)
{
	struct dirent **names = NULL;
	int n = scandir(folder, &names, NULL, alphasort), count = 0;
	for (int i = 0; i < n; i++) {
		g_autofree char *path = g_build_filename(folder, names[i]->d_name, NULL), *bytes = NULL;
		gsize size;
		free(names[i]);
		if (!g_file_get_contents(path, &bytes, &size, NULL))
			continue;
		/* A copy of exactly its length, so that a sanitizer sees the first byte read past the end. */
		uint8_t *exact = malloc(size > 0 ? size : 1);
		if (exact == NULL)
			abort();
		memcpy(exact, bytes, size);
		LLVMFuzzerTestOneInput(exact, size);
		free(exact);
		count++;
	}
	free(names);
	return count;
}

int main(int argc, char **argv)
{
	int count = 0;
	for (int i = 1; i < argc; i++)
		count += replay(argv[i]);
	printf("%d inputs replayed\n", count);
	return count > 0 ? 0 : 1;
}
