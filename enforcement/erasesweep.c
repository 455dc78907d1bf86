#include "enforcement/erasesweep.h"

#include "enforcement/erasable.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/pagetext.h"

#include <string.h>
#include <sys/stat.h>

/* ---- documents ---- */

static bool documents_remove(Store *store, cJSON *files, GError **error)
{
	g_autoptr(GPtrArray) names = erasable_documents(store, error);
	g_autoptr(GHashTable) shelves = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; names != NULL && i < names->len; i++) {
		const char *sha256 = names->pdata[i];
		if (!store_has_document(store_home(store), sha256))
			continue;
		g_autofree char *name = g_strdup_printf("documents/%.2s/%s", sha256, sha256);
		g_autofree char *path = g_build_filename(store_home(store), name, NULL), *shelf = g_path_get_dirname(path);
		if (!folder_remove(path, error))
			return false;
		if (g_hash_table_add(shelves, g_strdup(shelf)) && !folder_sync(shelf, error))
			return false;
		if (files != NULL)
			json_push_text(files, name);
	}
	return names != NULL;
}

/* ---- papers and exports ---- */

typedef struct Sweep {
	GPtrArray *cases; /* char* */
	cJSON *files;
	const char *home; /* absolute */
} Sweep;

/* "2026-000001" as a whole: not within a longer number. */
static bool names_case(const char *bytes, size_t size, const char *case_id)
{
	size_t n = strlen(case_id);
	for (const char *at = bytes; size >= n && at <= bytes + size - n; at++) {
		at = memchr(at, case_id[0], (size_t)(bytes + size - at) - n + 1);
		if (at == NULL)
			return false;
		if (memcmp(at, case_id, n) == 0 && (at + n == bytes + size || !g_ascii_isdigit(at[n])) && (at == bytes || !g_ascii_isdigit(at[-1])))
			return true;
	}
	return false;
}

static bool names_any(const Sweep *sweep, const char *bytes, size_t size)
{
	for (guint i = 0; i < sweep->cases->len; i++)
		if (names_case(bytes, size, sweep->cases->pdata[i]))
			return true;
	return false;
}

/* Lists and messages about several cases: they are made by a run and can be made again. */
static bool is_list(const char *path)
{
	static const char *const ends[] = { ".txt", ".json", ".csv", ".ics", ".eml", ".html", ".xml" };
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
		if (g_str_has_suffix(path, ends[i]))
			return true;
	return false;
}

static bool below_remove(const Sweep *sweep, const char *folder, bool lists, GError **error)
{
	g_autoptr(GPtrArray) names = folder_list(folder, error);
	bool removed = false;
	for (guint i = 0; names != NULL && i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *path = g_build_filename(folder, name, NULL);
		struct stat st;
		if (lstat(path, &st) != 0)
			continue;
		bool gone = names_any(sweep, name, strlen(name));
		if (!gone && S_ISDIR(st.st_mode) && !below_remove(sweep, path, lists, error))
			return false;
		if (!gone && lists && S_ISREG(st.st_mode) && is_list(name)) {
			g_autoptr(GBytes) bytes = file_read(path, LIMIT_BACKUP_LIST_BYTES, error);
			if (bytes == NULL)
				return false;
			gsize size;
			const char *text = g_bytes_get_data(bytes, &size);
			gone = text != NULL && names_any(sweep, text, size);
		}
		if (gone && !folder_remove(path, error))
			return false;
		if (gone && sweep->files != NULL)
			json_push_text(sweep->files, g_str_has_prefix(path, sweep->home) ? path + strlen(sweep->home) + 1 : path);
		removed = removed || gone;
	}
	return names != NULL && (!removed || folder_sync(folder, error));
}

/* What the home has of its own: nothing of it is papers, and the database's own files are not touched. */
static bool own_remove(const Sweep *sweep, GError **error)
{
	static const char *const kept[] = { "documents", "keys", "proofs", "tekster" };
	g_autoptr(GPtrArray) names = folder_list(sweep->home, error);
	for (guint i = 0; names != NULL && i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *path = g_build_filename(sweep->home, name, NULL);
		bool stays = false;
		for (size_t k = 0; k < G_N_ELEMENTS(kept); k++)
			stays = stays || strcmp(name, kept[k]) == 0;
		if (!stays && g_file_test(path, G_FILE_TEST_IS_DIR) && !below_remove(sweep, path, true, error))
			return false;
	}
	return names != NULL;
}

static GPtrArray *erased_cases(Store *store, GError **error)
{
	g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Query) query = store_query(store, error, "SELECT case_id FROM erased ORDER BY case_id", "");
	int found = query_step(query, error);
	for (; found == 1; found = query_step(query, error))
		g_ptr_array_add(cases, g_strdup(query_text(query, 0)));
	return found == 0 ? g_steal_pointer(&cases) : NULL;
}

bool erase_sweep(Store *store, const char *const *roots, cJSON *files, GError **error)
{
	g_autoptr(GPtrArray) cases = erased_cases(store, error);
	g_autofree char *home = g_canonicalize_filename(store_home(store), NULL);
	g_autofree char *cache = g_build_filename(home, "cache", NULL), *scratch = g_build_filename(home, "scratch", NULL);
	const Sweep sweep = { cases, files, home };
	/* What is kept to be quick is named by hash: all of it goes, and comes back as it is asked for. */
	if (cases == NULL || !documents_remove(store, files, error) || !folder_remove(cache, error) || !folder_remove(scratch, error) ||
	    !own_remove(&sweep, error))
		return false;
	for (; roots != NULL && *roots != NULL; roots++)
		if (g_file_test(*roots, G_FILE_TEST_IS_DIR) && !below_remove(&sweep, *roots, true, error))
			return false;
	return pagetext_settle(store, error) && store_scrub(store, error);
}
