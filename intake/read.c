#include "intake/read.h"

#include "intake/facts.h"
#include "intake/folder.h"
#include "intake/nested.h"
#include "intake/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

const OptionRow read_options[] = {
	{ "pages", NULL, { "vis også teksten, side for side", "show the text too, page by page" } },
	{ NULL, NULL, { NULL, NULL } },
};

/* A folder that nobody else has, for what lies inside the document. */
static char *own_folder(GError **error)
{
	for (int attempt = 0; attempt < 100; attempt++) {
		g_autofree char *name = g_strdup_printf("paakrav-read-%d.%d", (int)getpid(), attempt);
		g_autofree char *path = g_build_filename(g_get_tmp_dir(), name, NULL);
		if (mkdir(path, 0700) == 0)
			return g_steal_pointer(&path);
		if (errno != EEXIST)
			break;
	}
	error_set(error, ERROR_STORE, "scratch", "Der kan ikke laves en midlertidig mappe: %s.",
	          "No temporary folder can be made: %s.", g_strerror(errno));
	error_remedy(error, "Peg TMPDIR på en mappe, der kan skrives i.", "Point TMPDIR at a folder that can be written to.");
	return NULL;
}

/* The document and all that lies inside it, in order of name; NULL and an Error. */
static GPtrArray *read_file(Nest *nest, int fd, const char *path, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)found_free);
	Found *found = g_new0(Found, 1);
	g_ptr_array_add(files, found);
	found->name = g_path_get_basename(path);
	if (!digest_file(fd, path, found->sha256, &found->size, error))
		return NULL;
	found->reading = nest_open(nest, found->name, fd, error);
	if (found->reading == NULL)
		return NULL;
	reading_prove(found->reading, found->name, found->sha256);
	if (!nest_gather(nest, files, error))
		return NULL;
	letters_number(files, 0);
	return g_steal_pointer(&files);
}

static GPtrArray *read_path(int fd, const char *path, GError **error)
{
	g_autofree char *folder = own_folder(error);
	g_autoptr(Reader) reader = reader_new(NULL);
	Nest nest = { .dir_fd = -1 };
	if (folder == NULL)
		return NULL;
	GPtrArray *files = nest_make(&nest, reader, folder, error) ? read_file(&nest, fd, path, error) : NULL;
	nest_clear(&nest);
	folder_remove(folder, NULL);
	return files;
}

static void documents_json(cJSON *result, const GPtrArray *files, Lang lang)
{
	cJSON *array = json_array(result, "documents");
	for (guint i = 0; i < files->len; i++) {
		const Found *found = files->pdata[i];
		cJSON *row = json_push(array);
		json_text(row, "document", found->name);
		json_text(row, "sha256", found->sha256);
		json_text(row, "media", found->reading != NULL ? found->reading->media : NULL);
		g_auto(GStrv) why = g_strsplit(found->unread != NULL ? found->unread : "", "\n", 2);
		json_text(row, "unread", found->unread == NULL ? NULL : lang == LANG_EN && why[1] != NULL ? why[1] : why[0]);
	}
}

static void pages_json(cJSON *result, const GPtrArray *files)
{
	cJSON *array = json_array(result, "pages");
	for (guint i = 0; i < files->len; i++) {
		const Found *found = files->pdata[i];
		for (guint n = 0; found->reading != NULL && n < found->reading->pages->len; n++) {
			const PageText *page = found->reading->pages->pdata[n];
			cJSON *row = json_push(array);
			json_text(row, "document", found->name);
			json_int(row, "page", page->page);
			json_bool(row, "recognised", page->recognised);
			json_text(row, "text", page->text);
		}
	}
}

int read_run(const Call *call, cJSON **result, GError **error)
{
	const char *path = call->argv[0];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) {
		error_set(error, ERROR_INPUT, "unreadable", "Filen kan ikke åbnes: %s.", "The file cannot be opened: %s.", g_strerror(errno));
		error_at(error, path, 0, 0);
		return -1;
	}
	g_autoptr(GPtrArray) files = read_path(fd, path, error);
	close(fd);
	if (files == NULL)
		return -1;
	const Found *whole = files->pdata[0]; /* "x" comes before "x/…" */
	*result = json_result("read");
	json_text(*result, "file", path);
	json_text(*result, "media", whole->reading->media);
	json_text(*result, "sha256", whole->sha256);
	documents_json(*result, files, call->lang);
	cJSON *facts = json_array(*result, "facts");
	int64_t id = 0;
	for (guint i = 0; i < files->len; i++) {
		const Found *found = files->pdata[i];
		for (guint n = 0; found->reading != NULL && n < found->reading->facts->len; n++) {
			Fact *fact = found->reading->facts->pdata[n];
			fact->id = ++id;
			fact_json(facts, fact);
		}
	}
	if (call_has(call, "pages"))
		pages_json(*result, files);
	return EXIT_FINE;
}

void read_text(const Call *call, const cJSON *result, GString *out)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(result, "documents"))
	{
		const char *media = json_get_text(row, "media"), *unread = json_get_text(row, "unread");
		g_string_append_printf(out, "%s  [%s]%s%s\n", json_get_text(row, "document"), media != NULL ? media : "-",
		                       unread != NULL ? "  " : "", unread != NULL ? unread : "");
	}
	g_string_append_c(out, '\n');
	facts_text(call, result, out);
	cJSON_ArrayForEach(row, json_get(result, "pages"))
	{
		g_string_append_printf(out, "\n--- %s, %s %d%s ---\n%s", json_get_text(row, "document"),
		                       call->lang == LANG_EN ? "page" : "side", (int)json_get_int(row, "page", 0),
		                       json_get_bool(row, "recognised") ? " (OCR)" : "", json_get_text(row, "text"));
	}
}
