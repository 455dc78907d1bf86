#include "intake/backup.h"

#include "intake/digestproof.h"
#include "intake/folder.h"
#include "intake/journal.h"
#include "intake/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DATABASE "paakrav.db"
#define SIGNATURE BACKUP_FILE ".p7s"

const OptionRow restore_options[] = {
	{ "certificate", "FIL", { "certifikat (PEM), som underskriften skal holde under", "certificate (PEM) that the signature must hold under" } },
	{ 0 },
};

typedef struct File {
	char *name; /* below the home, parts joined by '/' */
	int64_t size;
	char sha256[DIGEST_HEX];
	mode_t mode;
} File;

static void file_free(void *data)
{
	File *file = data;
	g_free(file->name);
	g_free(file);
}

/* ---- what is there ---- */

/* The database is copied by itself; its log and what is being written are nobody's files. */
static bool left_out(const char *name)
{
	return g_str_has_prefix(name, DATABASE) || g_str_has_suffix(name, ".part") || g_str_has_suffix(name, ".tmp");
}

/* Append the files below root/folder, in byte order. What is neither file nor folder is told of in skipped. */
static bool gather(const char *root, const char *folder, GPtrArray *files, cJSON *skipped, GError **error)
{
	g_autofree char *path = g_build_filename(root, folder, NULL);
	g_autoptr(GPtrArray) names = folder_list(path, error);
	if (names == NULL)
		return false;
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *name = *folder != '\0' ? g_strconcat(folder, "/", names->pdata[i], NULL) : g_strdup(names->pdata[i]);
		g_autofree char *below = g_build_filename(root, name, NULL);
		struct stat st;
		if (left_out(names->pdata[i]) || lstat(below, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode)) {
			if (!gather(root, name, files, skipped, error))
				return false;
		} else if (S_ISREG(st.st_mode)) {
			File *file = g_new0(File, 1);
			file->name = g_steal_pointer(&name);
			file->mode = st.st_mode & 0777;
			g_ptr_array_add(files, file);
		} else {
			json_push_text(skipped, name);
		}
	}
	return true;
}

/* ---- copying ---- */

static bool copy_fault(GError **error, const char *name)
{
	int number = errno;
	error_set(error, ERROR_STORE, number == ENOSPC || number == EDQUOT ? "disk-full" : "file",
	          "Filen kan ikke kopieres (%s).", "The file cannot be copied (%s).", g_strerror(number));
	error_at(error, name, 0, 0);
	error_remedy(error, "Skaf plads og adgang, og kør igen; intet er efterladt.", "See to space and access, then run again; nothing was left behind.");
	return false;
}

/* All bytes of from to to, synced; the file's size and hash are then known. */
static bool pour(int from, int to, File *file)
{
	g_autoptr(Digest) digest = digest_new();
	char chunk[65536];
	ssize_t n;
	while ((n = read(from, chunk, sizeof chunk)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		digest_update(digest, chunk, (size_t)n);
		file->size += n;
		for (ssize_t done = 0, w; done < n; done += w)
			if ((w = write(to, chunk + done, (size_t)(n - done))) < 0)
				return false;
	}
	uint8_t sum[DIGEST_BYTES];
	digest_finish(g_steal_pointer(&digest), sum);
	digest_to_hex(sum, file->sha256);
	return fdatasync(to) == 0;
}

static bool copy_file(const char *from_root, const char *to_root, File *file, GError **error)
{
	g_autofree char *from_path = g_build_filename(from_root, file->name, NULL), *to_path = g_build_filename(to_root, file->name, NULL);
	g_autofree char *folder = g_path_get_dirname(to_path);
	if (g_mkdir_with_parents(folder, 0700) != 0)
		return copy_fault(error, file->name);
	int from = open(from_path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int to = from >= 0 ? open(to_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file->mode | S_IWUSR) : -1;
	file->size = 0;
	bool fine = to >= 0 && pour(from, to, file);
	if (!fine)
		copy_fault(error, file->name);
	if (from >= 0)
		close(from);
	if (to >= 0 && close(to) != 0 && fine)
		fine = copy_fault(error, file->name);
	return fine;
}

/* A document's name is its hash: one that changed on the disk must not become the copy that everybody trusts. */
static bool document_fits(const File *file, GError **error)
{
	if (!g_str_has_prefix(file->name, "documents/"))
		return true;
	const char *slash = strrchr(file->name, '/');
	if (strncmp(slash + 1, file->sha256, DIGEST_HEX - 1) == 0)
		return true;
	error_set(error, ERROR_INTEGRITY, "document-changed", "Dokumentet er ikke længere, som det blev gemt.",
	          "The document is no longer as it was kept.");
	error_at(error, file->name, 0, 0);
	error_remedy(error, "Hent det fra en tidligere sikkerhedskopi; audit nævner, hvad der ellers er ændret.",
	             "Fetch it from an earlier backup; audit names what else was changed.");
	return false;
}

/* ---- the list ---- */

static cJSON *list_json(const GPtrArray *files, Date on, cJSON *journal)
{
	cJSON *object = json_result("backup");
	json_date(object, "made_on", on);
	cJSON *array = json_array(object, "files");
	for (guint i = 0; i < files->len; i++) {
		const File *file = files->pdata[i];
		cJSON *row = json_push(array);
		json_text(row, "name", file->name);
		json_int(row, "size", file->size);
		json_text(row, "sha256", file->sha256);
		json_int(row, "mode", (int64_t)file->mode);
	}
	cJSON_AddItemToObject(object, "journal", journal);
	return object;
}

static int by_name(const void *a, const void *b)
{
	const File *const *x = a, *const *y = b;
	return strcmp((*x)->name, (*y)->name);
}

static bool list_write(const Call *call, const char *folder, const cJSON *list, GError **error)
{
	g_autofree char *text = json_print(list), *path = g_build_filename(folder, BACKUP_FILE, NULL);
	g_autofree char *signature_path = g_build_filename(folder, SIGNATURE, NULL), *keys = g_build_filename(folder, "keys", NULL);
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
	g_autoptr(GBytes) signature = digest_sign(keys, bytes, call->random, error);
	return signature != NULL && file_write(path, bytes, error) && file_write(signature_path, signature, error);
}

/* ---- checking ---- */

/* A document that a row names and that lies nowhere is lost: the backup must not be the one that everybody then trusts. */
static bool documents_there(Store *store, const char *home, GError **error)
{
	g_autoptr(Query) query = store_query(store, error, "SELECT sha256, min(case_id) FROM document WHERE case_id NOT IN (SELECT case_id FROM erased)"
	                                                   " GROUP BY sha256 ORDER BY 2, 1", "");
	GError *fault = NULL;
	while (query != NULL && query_next(query, &fault)) {
		if (store_has_document(home, query_text(query, 0)))
			continue;
		error_set(error, ERROR_INTEGRITY, "document-gone", "Sag %s: et dokument mangler på disken.", "Case %s: a document is missing from the disk.",
		          query_text(query, 1));
		error_at(error, query_text(query, 0), 0, 0);
		error_remedy(error, "Hent det fra en tidligere sikkerhedskopi eller fra den, der sendte det; audit nævner alle.",
		             "Fetch it from an earlier backup or from whoever sent it; audit names them all.");
		return false;
	}
	if (fault != NULL)
		g_propagate_error(error, fault);
	return query != NULL && fault == NULL;
}

static bool home_sound(const Call *call, const char *home, JournalHead *head, GError **error)
{
	g_autoptr(Store) store = store_open(home, STORE_READ, call->rooms, call->random, error);
	if (store == NULL || !store_sound(store, error) || !documents_there(store, home, error))
		return false;
	g_autoptr(JournalReport) report = journal_verify(store, NULL, error);
	if (report == NULL)
		return false;
	*head = report->head;
	if (report->faults->len == 0)
		return true;
	const JournalFault *fault = report->faults->pdata[0];
	error_set(error, ERROR_INTEGRITY, "journal", "Bøgerne er ikke som de blev skrevet: %s: %s", "The books are not as they were written: %s: %s",
	          fault->where, call->lang == LANG_DA ? fault->da : fault->en);
	error_remedy(error, "Kør audit; tag sikkerhedskopi, når bøgerne er hele, eller brug en tidligere.",
	             "Run audit; back up when the books are whole, or use an earlier backup.");
	return false;
}

static bool free_place(const char *path, const char *da, const char *en, GError **error)
{
	g_autoptr(GPtrArray) there = g_file_test(path, G_FILE_TEST_IS_DIR) ? folder_list(path, NULL) : NULL;
	if (!g_file_test(path, G_FILE_TEST_EXISTS) || (there != NULL && there->len == 0))
		return true;
	error_set_texts(error, ERROR_USAGE, "not-empty", da, en);
	error_at(error, path, 0, 0);
	return false;
}

/* Where a folder is made until it is whole: beside the one that it becomes. */
static char *beside_of(const char *path)
{
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	return g_strconcat(absolute, ".part", NULL);
}

/* ---- backup ---- */

/* A backup within the home would be part of the next, and would be lost with it. */
static bool outside(const char *home, const char *to, GError **error)
{
	g_autofree char *inner = g_canonicalize_filename(to, NULL), *outer = g_canonicalize_filename(home, NULL);
	gsize n = strlen(outer);
	if (strncmp(inner, outer, n) != 0 || (inner[n] != '/' && inner[n] != '\0'))
		return true;
	error_set(error, ERROR_USAGE, "inside-home", "Mappen ligger i selve sagsmappen.", "The folder lies within the store's own.");
	error_at(error, to, 0, 0);
	error_remedy(error, "Læg sikkerhedskopien på en anden disk.", "Put the backup on another disk.");
	return false;
}

static bool fill(const Call *call, const char *folder, GPtrArray *files, cJSON *skipped, GError **error)
{
	File *database = g_new0(File, 1);
	database->name = g_strdup(DATABASE);
	database->mode = 0600;
	g_ptr_array_add(files, database);
	g_autofree char *path = g_build_filename(folder, DATABASE, NULL);
	/* The database first: documents are written before a row names them, so that every one that it names is there after. */
	if (!store_copy(call->store, path, error) || !gather(call->home, "", files, skipped, error))
		return false;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool read = fd >= 0 && digest_file(fd, DATABASE, database->sha256, &database->size, error) && fdatasync(fd) == 0;
	if (fd >= 0)
		close(fd);
	for (guint i = 1; read && i < files->len; i++)
		read = copy_file(call->home, folder, files->pdata[i], error) && document_fits(files->pdata[i], error);
	g_ptr_array_sort(files, by_name);
	return read;
}

static bool make(const Call *call, const char *folder, cJSON *result, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(file_free);
	JournalHead head;
	if (g_mkdir_with_parents(folder, 0700) != 0)
		return copy_fault(error, folder);
	if (!fill(call, folder, files, json_array(result, "skipped"), error) || !home_sound(call, folder, &head, error))
		return false;
	g_autoptr(Store) copy = store_open(folder, STORE_READ, call->rooms, call->random, error);
	cJSON *journal = copy != NULL ? journal_head_json(copy, call->random, error) : NULL;
	if (journal == NULL)
		return false;
	g_autoptr(cJSON) list = list_json(files, call->today, journal);
	int64_t bytes = 0;
	for (guint i = 0; i < files->len; i++)
		bytes += ((File *)files->pdata[i])->size;
	json_int(result, "files", files->len);
	json_int(result, "bytes", bytes);
	json_int(result, "entries", head.seq);
	json_text(result, "head", head.hash);
	return list_write(call, folder, list, error) && folder_sync(folder, error);
}

int backup_run(const Call *call, cJSON **result, GError **error)
{
	const char *to = call->argv[0];
	if (!outside(call->home, to, error))
		return -1;
	if (!free_place(to, "Der ligger allerede noget i mappen.", "There is something in the folder already.", error)) {
		error_remedy(error, "Giv en ny mappe for hver sikkerhedskopi.", "Give each backup a new folder.");
		return -1;
	}
	g_autoptr(cJSON) object = json_result("backup-made");
	json_text(object, "directory", to);
	json_date(object, "made_on", call->today);
	g_autofree char *beside = beside_of(to);
	bool fine = folder_remove(beside, error) && make(call, beside, object, error);
	if (fine && rename(beside, to) != 0)
		fine = copy_fault(error, to);
	if (!fine) {
		folder_remove(beside, NULL);
		return -1;
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void backup_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_string_append_printf(out, da ? "%s: %" PRId64 " filer, %" PRId64 " byte, læst igen og hele; bøgernes hoved %" PRId64 " %s\n"
	                               : "%s: %" PRId64 " files, %" PRId64 " bytes, read again and whole; head of the books %" PRId64 " %s\n",
	                       json_get_text(result, "directory"), json_get_int(result, "files", 0), json_get_int(result, "bytes", 0),
	                       json_get_int(result, "entries", 0), json_get_text(result, "head"));
	const cJSON *name;
	cJSON_ArrayForEach(name, json_get(result, "skipped"))
	    g_string_append_printf(out, da ? "  ikke med: %s er hverken fil eller mappe\n" : "  left out: %s is neither file nor folder\n",
	                           cJSON_GetStringValue(name));
}

/* ---- restore ---- */

static bool damaged(GError **error, const char *name, const char *da, const char *en)
{
	error_set_texts(error, ERROR_INTEGRITY, "backup-damaged", da, en);
	error_at(error, name, 0, 0);
	error_remedy(error, "Brug en anden sikkerhedskopi; intet er lagt tilbage.", "Use another backup; nothing was restored.");
	return false;
}

static bool signature_fits(const Call *call, const char *from, GBytes *bytes, GError **error)
{
	g_autofree char *path = g_build_filename(from, SIGNATURE, NULL), *own = g_build_filename(from, "keys", "signer.pem", NULL);
	const char *given = call_option(call, "certificate");
	g_autoptr(GBytes) signature = file_read(path, LIMIT_RECEIPT_BYTES, error);
	return signature != NULL && digest_verify_with(given != NULL ? given : own, BACKUP_FILE, bytes, signature, error);
}

/* A name that leads nowhere but below the home. */
static bool plain_name(const char *name)
{
	return name != NULL && *name != '\0' && *name != '/' && strstr(name, "//") == NULL && !g_str_has_prefix(name, "../") &&
	       strstr(name, "/../") == NULL && !g_str_has_suffix(name, "/..") && strcmp(name, "..") != 0;
}

/* The files of the list, copied and held against it. */
static bool put_back(const char *from, const char *to, const cJSON *list, GHashTable *named, GError **error)
{
	const cJSON *row;
	cJSON_ArrayForEach(row, json_get(list, "files"))
	{
		const char *name = json_get_text(row, "name"), *sha256 = json_get_text(row, "sha256");
		if (!plain_name(name) || sha256 == NULL)
			return damaged(error, BACKUP_FILE, "Listen nævner en fil uden rigtigt navn.", "The list names a file without a proper name.");
		File file = { .name = (char *)name, .mode = (mode_t)json_get_int(row, "mode", 0600) & 0777 };
		if (!copy_file(from, to, &file, error))
			return false;
		if (file.size != json_get_int(row, "size", -1) || strcmp(file.sha256, sha256) != 0)
			return damaged(error, name, "Filen er ikke, som listen siger.", "The file is not as the list says.");
		g_hash_table_add(named, (char *)name);
	}
	return true;
}

static bool no_strangers(const char *from, GHashTable *named, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(file_free);
	g_autoptr(cJSON) skipped = cJSON_CreateArray();
	if (!gather(from, "", files, skipped, error))
		return false;
	for (guint i = 0; i < files->len; i++) {
		const char *name = ((File *)files->pdata[i])->name;
		if (strcmp(name, BACKUP_FILE) != 0 && strcmp(name, SIGNATURE) != 0 && !g_hash_table_contains(named, name))
			return damaged(error, name, "Filen står ikke på listen.", "The file is not on the list.");
	}
	return true;
}

/* A backup of an older program: its tables are brought up to date, so that it can be looked through. */
static bool bring_up(const Call *call, const char *home, GError **error)
{
	g_autoptr(Store) store = store_open(home, STORE_WRITE, call->rooms, call->random, error);
	return store != NULL;
}

const char restored_tables[] =
	/* The books were put back: on what day, from a backup of what day, and where they ended then. */
	"CREATE TABLE restored ("
	"  id INTEGER PRIMARY KEY, restored_on TEXT NOT NULL, made_on TEXT, seq INTEGER NOT NULL, hash TEXT NOT NULL"
	") STRICT;"
	"CREATE TRIGGER restored_no_update BEFORE UPDATE ON restored BEGIN SELECT RAISE(ABORT, 'append-only: restored'); END;"
	"CREATE TRIGGER restored_no_delete BEFORE DELETE ON restored BEGIN SELECT RAISE(ABORT, 'append-only: restored'); END;"
	"CREATE TRIGGER restored_next BEFORE INSERT ON restored WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM restored)"
	"  BEGIN SELECT RAISE(ABORT, 'append-only: restored'); END;";

static bool restored_add(const Call *call, const char *home, const char *made_on, const JournalHead *head, GError **error)
{
	g_autoptr(Store) store = store_open(home, STORE_WRITE, call->rooms, call->random, error);
	return store != NULL && store_begin(store, error) &&
	       store_run(store, error,
	                 "INSERT INTO restored (id, restored_on, made_on, seq, hash) SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ? FROM restored", "dsis",
	                 call->today, made_on, head->seq, head->hash) &&
	       store_commit(store, error);
}

static bool restore(const Call *call, const char *from, const char *to, cJSON *result, GError **error)
{
	g_autofree char *path = g_build_filename(from, BACKUP_FILE, NULL);
	g_autoptr(GBytes) bytes = file_read(path, LIMIT_BACKUP_LIST_BYTES, error);
	if (bytes == NULL || !signature_fits(call, from, bytes, error))
		return false;
	gsize n;
	const char *text = g_bytes_get_data(bytes, &n);
	g_autoptr(cJSON) list = json_parse(text, n);
	if (list == NULL || g_strcmp0(json_get_text(list, "schema"), "paakrav.backup/1") != 0)
		return damaged(error, BACKUP_FILE, "Det er ikke listen i en sikkerhedskopi.", "This is not the list of a backup.");
	g_autoptr(GHashTable) named = g_hash_table_new(g_str_hash, g_str_equal);
	JournalHead head, then;
	if (g_mkdir_with_parents(to, 0700) != 0)
		return copy_fault(error, to);
	if (!put_back(from, to, list, named, error) || !no_strangers(from, named, error) || !bring_up(call, to, error) ||
	    !home_sound(call, to, &head, error) ||
	    !journal_head_of_receipt(text, n, BACKUP_FILE, &then, error))
		return false;
	if (head.seq != then.seq || strcmp(head.hash, then.hash) != 0)
		return damaged(error, DATABASE, "Bøgerne ender ikke, hvor listen siger.", "The books do not end where the list says.");
	if (!restored_add(call, to, json_get_text(list, "made_on"), &head, error))
		return false;
	json_text(result, "made_on", json_get_text(list, "made_on"));
	json_int(result, "files", g_hash_table_size(named));
	json_int(result, "entries", head.seq);
	json_text(result, "head", head.hash);
	return true;
}

int restore_run(const Call *call, cJSON **result, GError **error)
{
	return restore_with(call, NULL, result, error);
}

int restore_with(const Call *call, RestoreLast last, cJSON **result, GError **error)
{
	if (call->home == NULL) {
		error_set(error, ERROR_USAGE, "no-home", "Det er ikke sagt, hvor sagerne skal lægges.", "It is not said where the cases are to be put.");
		error_remedy(error, "Brug --home MAPPE eller sæt $PAAKRAV_HOME.", "Use --home DIR or set $PAAKRAV_HOME.");
		return -1;
	}
	if (!free_place(call->home, "Der ligger allerede noget, hvor sikkerhedskopien skulle lægges.",
	                "There is something already where the backup was to be put.", error)) {
		error_remedy(error, "Flyt det, eller giv en anden --home; intet overskrives.", "Move it, or give another --home; nothing is overwritten.");
		return -1;
	}
	g_autoptr(cJSON) object = json_result("restored");
	json_text(object, "home", call->home);
	g_autofree char *beside = beside_of(call->home);
	bool fine = folder_remove(beside, error) && restore(call, call->argv[0], beside, object, error) && (last == NULL || last(call, beside, object, error));
	if (fine && rename(beside, call->home) != 0)
		fine = copy_fault(error, call->home);
	if (!fine) {
		folder_remove(beside, NULL);
		return -1;
	}
	*result = g_steal_pointer(&object);
	return EXIT_FINE;
}

void restore_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	g_string_append_printf(out, da ? "%s: %" PRId64 " filer fra sikkerhedskopien af %s; bøgernes hoved %" PRId64 " %s\n"
	                               : "%s: %" PRId64 " files from the backup of %s; head of the books %" PRId64 " %s\n",
	                       json_get_text(result, "home"), json_get_int(result, "files", 0), json_get_text(result, "made_on"),
	                       json_get_int(result, "entries", 0), json_get_text(result, "head"));
	g_string_append(out, da ? "Det, der skete efter den dag, er ikke med. Kør audit --receipt med den sidste kvittering, der forlod huset.\n"
	                        : "What happened after that day is not in it. Run audit --receipt with the last receipt that left the house.\n");
}
