/* Looking at a submission: what lies there, hashed and read, without changing anything and without following links. */
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/nested.h"
#include "intake/reading.h"
#include "intake/submission.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One file as it lay there: were it touched meanwhile, this would differ. */
typedef struct Stamp {
	char *name; /* path within the submission */
	char *source; /* where to open it */
	dev_t dev;
	ino_t ino;
	off_t size;
	struct timespec changed; /* mtime */
} Stamp;

typedef struct Look {
	Submission *submission;
	Nest nest;
	GPtrArray *stamps; /* Stamp* */
	int64_t bytes;
	bool stopped; /* an outcome other than taken was found while listing */
	bool unpacked; /* the files come out of an archive */
} Look;

static void stamp_free(void *data)
{
	Stamp *stamp = data;
	g_free(stamp->name);
	g_free(stamp->source);
	g_free(stamp);
}

static bool stop(Look *look, Outcome outcome, const char *code, const char *file, const char *da, const char *en)
{
	submission_end(look->submission, outcome, code, file, da, en);
	look->stopped = true;
	return false;
}

static bool stop_unreadable(Look *look, const char *file, int why)
{
	g_autofree char *da = g_strdup_printf("Kan ikke læses: %s. Giv adgang til den, og kør igen.", g_strerror(why));
	g_autofree char *en = g_strdup_printf("Cannot be read: %s. Give access to it, then run again.", g_strerror(why));
	return stop(look, OUTCOME_REFUSED, "unreadable", file, da, en);
}

/* Whatever else was found before: what is still on its way is judged when it has come. */
static bool stop_changing(Look *look, const char *file)
{
	g_ptr_array_set_size(look->submission->reasons, 0);
	return stop(look, OUTCOME_WAITING, "changing", file,
	            "Ændrede sig, mens der blev læst. Vent, til afsenderen er færdig, og kør igen.",
	            "Changed while it was being read. Wait until the sender is done, then run again.");
}

static bool stop_by(Look *look, const GError *fault, const char *file)
{
	Reason *reason = reason_of_error(fault);
	if (file != NULL) {
		g_free(reason->file);
		reason->file = g_strdup(file);
	}
	g_ptr_array_add(look->submission->reasons, reason);
	look->submission->outcome = OUTCOME_REFUSED;
	look->stopped = true;
	return false;
}

static bool unfinished(const char *name)
{
	return (name[0] == '.' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0) || g_str_has_suffix(name, ".part") ||
	       g_str_has_suffix(name, ".tmp");
}

static bool stop_unfinished(Look *look, const char *file)
{
	return stop(look, OUTCOME_WAITING, "unfinished", file,
	            "Navnet viser, at der stadig skrives (.*, *.part, *.tmp). Vent, eller fjern den, og kør igen.",
	            "The name shows that it is still being written (.*, *.part, *.tmp). Wait, or remove it, then run again.");
}

/* What a Mac leaves in folders and zips is no document of anybody's. */
static bool passed_over(const char *base)
{
	return strcmp(base, ".DS_Store") == 0 || strcmp(base, "__MACOSX") == 0;
}

static bool name_fits(const char *name)
{
	if (!g_utf8_validate(name, -1, NULL) || strlen(name) > LIMIT_NAME_BYTES)
		return false;
	for (const char *at = name; *at != '\0'; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f || *at == '\\')
			return false;
	return true;
}

/* ---- listing ---- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_stamp_name(const void *a, const void *b)
{
	return strcmp((*(const Stamp *const *)a)->name, (*(const Stamp *const *)b)->name);
}

/* Names in the folder open at fd, by byte order; fd stays open. NULL with errno set. */
static GPtrArray *names_in(int fd)
{
	int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = again >= 0 ? fdopendir(again) : NULL;
	if (dir == NULL) {
		if (again >= 0)
			close(again);
		return NULL;
	}
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			g_ptr_array_add(names, g_strdup(entry->d_name));
	closedir(dir);
	g_ptr_array_sort(names, by_text);
	return names;
}

static bool add_stamp(Look *look, const char *name, const char *source, const struct stat *st)
{
	if (look->stamps->len >= LIMIT_SUBMISSION_FILES) {
		g_autofree char *da = g_strdup_printf("Mere end %d filer. Del indleveringen.", LIMIT_SUBMISSION_FILES);
		g_autofree char *en = g_strdup_printf("More than %d files. Split the submission.", LIMIT_SUBMISSION_FILES);
		return stop(look, OUTCOME_REFUSED, "too-many-files", NULL, da, en);
	}
	look->bytes += st->st_size;
	if (st->st_size > LIMIT_FILE_BYTES || look->bytes > LIMIT_SUBMISSION_BYTES) {
		g_autofree char *da = g_strdup_printf("Fylder for meget: højst %ld MiB i en fil og %ld MiB i alt.",
		                                      LIMIT_FILE_BYTES >> 20, LIMIT_SUBMISSION_BYTES >> 20);
		g_autofree char *en = g_strdup_printf("Too large: at most %ld MiB in one file and %ld MiB together.",
		                                      LIMIT_FILE_BYTES >> 20, LIMIT_SUBMISSION_BYTES >> 20);
		return stop(look, OUTCOME_REFUSED, "file-too-large", name, da, en);
	}
	Stamp *stamp = g_new(Stamp, 1);
	*stamp = (Stamp){ g_strdup(name), g_strdup(source), st->st_dev, st->st_ino, st->st_size, st->st_mtim };
	g_ptr_array_add(look->stamps, stamp);
	return true;
}

static bool walk(Look *look, int fd, const char *folder, const char *prefix, int depth);

static bool walk_entry(Look *look, int fd, const char *folder, const char *prefix, const char *base, int depth)
{
	if (!name_fits(base)) {
		g_autofree char *shown = g_utf8_make_valid(base, -1);
		return stop(look, OUTCOME_REFUSED, "file-name", shown, "Navnet er for langt eller er ikke almindelig tekst. Omdøb filen.",
		            "The name is too long or is not plain text. Rename the file.");
	}
	g_autofree char *name = g_strconcat(prefix, base, NULL);
	g_autofree char *source = g_build_filename(folder, base, NULL);
	if (passed_over(base))
		return true;
	if (unfinished(base))
		return stop_unfinished(look, name);
	struct stat st;
	if (fstatat(fd, base, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT ? stop_changing(look, name) : stop_unreadable(look, name, errno);
	if (S_ISLNK(st.st_mode))
		return stop(look, OUTCOME_REFUSED, "link", name, "Er en henvisning (link), og den følges ikke. Læg selve filen der.",
		            "Is a link, and links are not followed. Put the file itself there.");
	if (S_ISREG(st.st_mode))
		return add_stamp(look, name, source, &st);
	if (!S_ISDIR(st.st_mode))
		return stop(look, OUTCOME_REFUSED, "file-kind", name, "Er ikke en almindelig fil. Fjern den.",
		            "Is not an ordinary file. Remove it.");
	if (depth >= LIMIT_PATH_DEPTH)
		return stop(look, OUTCOME_REFUSED, "too-deep", name, "For mange mapper i hinanden. Læg filerne højere oppe.",
		            "Too many folders within folders. Put the files higher up.");
	int below = openat(fd, base, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (below < 0)
		return errno == ENOENT ? stop_changing(look, name) : stop_unreadable(look, name, errno);
	g_autofree char *deeper = g_strconcat(name, "/", NULL);
	bool ok = walk(look, below, source, deeper, depth + 1);
	close(below);
	return ok;
}

static bool walk(Look *look, int fd, const char *folder, const char *prefix, int depth)
{
	g_autoptr(GPtrArray) names = names_in(fd);
	if (names == NULL)
		return stop_unreadable(look, *prefix != '\0' ? prefix : NULL, errno);
	for (guint i = 0; i < names->len; i++)
		if (!walk_entry(look, fd, folder, prefix, names->pdata[i], depth))
			return false;
	return true;
}

/* ---- reading ---- */

static bool still(const Stamp *stamp, const struct stat *st)
{
	return S_ISREG(st->st_mode) && st->st_dev == stamp->dev && st->st_ino == stamp->ino && st->st_size == stamp->size &&
	       st->st_mtim.tv_sec == stamp->changed.tv_sec && st->st_mtim.tv_nsec == stamp->changed.tv_nsec;
}

/*
 * Does the file set out to be XML? Then it is an e-invoice or claim.xml gone wrong, and the claim cannot stand on it.
 * A page in HTML is a letter like others.
 */
static bool meant_as_xml(int fd)
{
	char head[1024];
	ssize_t got = pread(fd, head, sizeof head - 1, 0);
	if (got <= 0)
		return false;
	/* UTF-16 shows its letters beside zeros. */
	size_t n = 0;
	for (ssize_t i = 0; i < got; i++)
		if (head[i] != '\0')
			head[n++] = head[i];
	head[n] = '\0';
	const char *at = head;
	while ((unsigned char)*at >= 0x80 || g_ascii_isspace(*at))
		at++;
	if (*at != '<')
		return false;
	g_autofree char *lower = g_ascii_strdown(at, -1);
	return strstr(lower, "<!doctype html") == NULL && strstr(lower, "<html") == NULL;
}

static void read_found(Look *look, Found *found, int fd)
{
	g_autoptr(GError) fault = NULL;
	g_autofree char *base = g_path_get_basename(found->name);
	found->reading = nest_open(&look->nest, found->name, fd, &fault);
	if (found->reading == NULL) {
		if (error_class(fault) != ERROR_INPUT || strcmp(error_code(fault), "worker-missing") == 0 ||
		    strcmp(base, "claim.xml") == 0 || meant_as_xml(fd))
			stop_by(look, fault, found->name);
		else
			found->unread = unread_text(fault);
		return;
	}
	reading_prove(found->reading, found->name, found->sha256);
	/* Nobody would look into it, so whatever it hides would be neither read nor shown to the other side. */
	if (look->unpacked && strcmp(found->reading->media, "zip") == 0)
		stop(look, OUTCOME_REFUSED, "zip-nested", found->name, "Er et arkiv i et arkiv. Pak det ud, og læg filerne direkte i.",
		     "Is an archive within an archive. Unpack it and put the files there directly.");
}

/* Hash one file and, unless the submission is refused already, read it. False when it is not what was listed. */
static bool look_at(Look *look, const Stamp *stamp)
{
	struct stat st;
	g_autoptr(GError) fault = NULL;
	int fd = open(stamp->source, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT || errno == ELOOP ? stop_changing(look, stamp->name) : stop_unreadable(look, stamp->name, errno);
	Found *found = g_new0(Found, 1);
	found->name = g_strdup(stamp->name);
	found->source = g_strdup(stamp->source);
	g_ptr_array_add(look->submission->files, found);
	bool ok = fstat(fd, &st) == 0 && still(stamp, &st) ? digest_file(fd, stamp->name, found->sha256, &found->size, &fault)
	                                                   : stop_changing(look, stamp->name);
	if (ok && !look->stopped)
		read_found(look, found, fd);
	if (ok && (fstat(fd, &st) != 0 || !still(stamp, &st)))
		ok = stop_changing(look, stamp->name);
	if (fault != NULL)
		ok = stop_by(look, fault, stamp->name);
	close(fd);
	return ok;
}

static char *fingerprint_of(GPtrArray *hashes)
{
	g_autoptr(Digest) digest = digest_new();
	const char *last = "";
	g_ptr_array_sort(hashes, by_text);
	for (guint i = 0; i < hashes->len; i++) {
		const char *hash = hashes->pdata[i];
		if (strcmp(hash, last) == 0)
			continue;
		digest_update(digest, hash, strlen(hash));
		digest_update(digest, "\n", 1);
		last = hash;
	}
	uint8_t sum[DIGEST_BYTES];
	char hex[DIGEST_HEX];
	digest_finish(g_steal_pointer(&digest), sum);
	digest_to_hex(sum, hex);
	return g_strdup(hex);
}

static bool is_claim(const Found *found)
{
	return found->reading != NULL && strcmp(found->reading->media, "claim") == 0;
}

/* The file that lies beside claim.xml, by its path within the submission; NULL when none does. */
static char *file_beside(const Submission *submission, const Found *claim, const char *file)
{
	const char *slash = strrchr(claim->name, '/');
	g_autofree char *beside = g_strdup_printf("%.*s%s", (int)(slash - claim->name + 1), claim->name, file);
	for (guint n = 0; n < submission->files->len; n++)
		if (strcmp(((const Found *)submission->files->pdata[n])->name, beside) == 0)
			return g_steal_pointer(&beside);
	return NULL;
}

/* A claim.xml in a folder speaks of files beside it. */
static void place_claim(const Submission *submission, const Found *claim)
{
	if (strchr(claim->name, '/') == NULL)
		return;
	for (guint i = 0; i < claim->reading->facts->len; i++) {
		Fact *fact = claim->reading->facts->pdata[i];
		if (!g_str_has_prefix(fact->subject, "document/"))
			continue;
		g_autofree char *beside = file_beside(submission, claim, fact->subject + strlen("document/"));
		if (beside == NULL)
			continue;
		g_free(fact->subject);
		fact->subject = g_strconcat("document/", beside, NULL);
	}
	for (guint i = 0; i < claim->reading->events->len; i++) {
		Event *event = claim->reading->events->pdata[i];
		char *beside = event->document != NULL ? file_beside(submission, claim, event->document) : NULL;
		if (beside == NULL)
			continue;
		g_free(event->document);
		event->document = beside;
	}
}

/* What lies inside the files; a fault in one of these does not refuse what was handed in. */
static void look_inside(Look *look)
{
	g_autoptr(GError) fault = NULL;
	if (look->submission->outcome == OUTCOME_TAKEN && !nest_gather(&look->nest, look->submission->files, &fault))
		stop_by(look, fault, error_file(fault));
}

/* All files that were listed: hash, read, fingerprint. */
static void look_at_all(Look *look)
{
	Submission *submission = look->submission;
	g_autoptr(GPtrArray) hashes = g_ptr_array_new();
	const Found *claim = NULL;
	if (look->stamps->len == 0) {
		stop(look, OUTCOME_REFUSED, "empty", NULL, "Der er ingen filer. Læg mindst fakturaen eller claim.xml i.",
		     "There are no files. Put at least the invoice or claim.xml there.");
		return;
	}
	g_ptr_array_sort(look->stamps, by_stamp_name);
	for (guint i = 0; i < look->stamps->len; i++)
		if (!look_at(look, look->stamps->pdata[i]))
			return;
	for (guint i = 0; i < submission->files->len; i++) {
		Found *found = submission->files->pdata[i];
		g_ptr_array_add(hashes, found->sha256);
		if (!is_claim(found))
			continue;
		if (claim != NULL)
			stop(look, OUTCOME_REFUSED, "two-claims", found->name, "Der er mere end én claim.xml. Indlevér én sag ad gangen.",
			     "There is more than one claim.xml. Hand in one case at a time.");
		claim = found;
	}
	submission->fingerprint = fingerprint_of(hashes);
	look_inside(look);
	if (claim != NULL)
		place_claim(submission, claim);
}

/* ---- folders and zips ---- */

static void look_at_folder(Look *look, const char *path, int fd)
{
	if (!walk(look, fd, path, "", 0))
		return;
	look_at_all(look);
	if (look->submission->outcome == OUTCOME_WAITING)
		return;
	/* Once more: has anything come, gone or grown since? */
	g_autoptr(Submission) second = submission_new("");
	Look again = { .submission = second, .stamps = g_ptr_array_new_with_free_func(stamp_free) };
	bool same = walk(&again, fd, path, "", 0) && again.stamps->len == look->stamps->len;
	g_ptr_array_sort(again.stamps, by_stamp_name);
	for (guint i = 0; same && i < look->stamps->len; i++) {
		const Stamp *one = look->stamps->pdata[i], *other = again.stamps->pdata[i];
		same = strcmp(one->name, other->name) == 0 && one->ino == other->ino && one->size == other->size &&
		       one->changed.tv_sec == other->changed.tv_sec && one->changed.tv_nsec == other->changed.tv_nsec;
	}
	g_ptr_array_unref(again.stamps);
	if (!same)
		stop_changing(look, NULL);
}

/* The folder that all entries lie in, with its slash; 0 when there is none. */
static size_t common_folder(const GPtrArray *entries)
{
	size_t length = 0;
	for (guint i = 0; i < entries->len; i++) {
		const ZipEntry *entry = entries->pdata[i];
		const char *slash = strchr(entry->name, '/');
		if (g_str_has_prefix(entry->name, "__MACOSX/"))
			continue;
		if (slash == NULL)
			return 0;
		size_t here = (size_t)(slash - entry->name) + 1;
		if (length != 0 && (length != here || strncmp(entry->name, ((const ZipEntry *)entries->pdata[0])->name, here) != 0))
			return 0;
		length = here;
	}
	return length;
}

static bool part_passed_over(const char *name, bool *waits)
{
	g_auto(GStrv) parts = g_strsplit(name, "/", -1);
	for (char **part = parts; *part != NULL; part++) {
		if (passed_over(*part))
			return true;
		*waits = *waits || unfinished(*part);
	}
	return false;
}

/* An office document is a zip too. */
static bool is_office(const GPtrArray *entries)
{
	for (guint i = 0; i < entries->len; i++) {
		const char *name = ((const ZipEntry *)entries->pdata[i])->name;
		if (strcmp(name, "[Content_Types].xml") == 0 || strcmp(name, "META-INF/manifest.xml") == 0)
			return true;
	}
	return false;
}

static bool stop_single(Look *look)
{
	return stop(look, OUTCOME_REFUSED, "single-file", NULL,
	            "Er en enkelt fil. Læg den i en mappe eller en zip: hver mappe eller zip bliver en sag.",
	            "Is a single file. Put it into a folder or a zip: each folder or zip becomes one case.");
}

static bool list_zip(Look *look, const GPtrArray *entries, const char *scratch)
{
	size_t skip = common_folder(entries);
	if (is_office(entries))
		return stop_single(look);
	for (guint i = 0; i < entries->len; i++) {
		const ZipEntry *entry = entries->pdata[i];
		bool waits = false;
		if (part_passed_over(entry->name, &waits))
			continue;
		const char *name = entry->name + skip;
		g_autofree char *source = g_build_filename(scratch, entry->file, NULL);
		struct stat st;
		if (waits)
			return stop_unfinished(look, name);
		if (lstat(source, &st) != 0)
			return stop_unreadable(look, name, errno);
		if (!add_stamp(look, name, source, &st))
			return false;
	}
	return true;
}

static bool unpack(Look *look, const char *shown, int fd)
{
	g_autoptr(GError) fault = NULL;
	g_autoptr(GPtrArray) entries = reader_unzip(look->nest.reader, shown, fd, look->nest.dir_fd, &fault);
	look->unpacked = true;
	return entries != NULL ? list_zip(look, entries, look->nest.folder) : stop_by(look, fault, error_file(fault));
}

static void look_at_zip(Look *look, const char *path, int fd)
{
	struct stat before, after;
	char magic[4] = "", hash[DIGEST_HEX];
	int64_t size;
	g_autoptr(GError) fault = NULL;
	g_autofree char *shown = g_path_get_basename(path);
	bool zip = pread(fd, magic, 4, 0) == 4 && (memcmp(magic, "PK\3\4", 4) == 0 || memcmp(magic, "PK\5\6", 4) == 0);
	if (fstat(fd, &before) != 0 || !digest_file(fd, shown, hash, &size, &fault)) {
		if (fault != NULL)
			stop_by(look, fault, NULL);
		else
			stop_unreadable(look, NULL, errno);
		return;
	}
	if (!zip)
		stop_single(look);
	else if (unpack(look, shown, fd))
		look_at_all(look);
	if (lstat(path, &after) != 0 || after.st_ino != before.st_ino || after.st_size != before.st_size ||
	    after.st_mtim.tv_sec != before.st_mtim.tv_sec || after.st_mtim.tv_nsec != before.st_mtim.tv_nsec)
		stop_changing(look, NULL);
	/* What could not be opened is known by its own bytes. */
	if (look->submission->fingerprint == NULL && look->submission->outcome == OUTCOME_REFUSED) {
		g_autoptr(GPtrArray) own = g_ptr_array_new();
		g_ptr_array_add(own, hash);
		look->submission->fingerprint = fingerprint_of(own);
	}
}

static void look_at_path(Look *look, Reader *reader, const char *path, const char *scratch)
{
	struct stat st;
	g_autofree char *base = g_path_get_basename(path);
	if (!name_fits(base)) {
		stop(look, OUTCOME_REFUSED, "file-name", NULL, "Navnet er for langt eller er ikke almindelig tekst. Omdøb det.",
		     "The name is too long or is not plain text. Rename it.");
		return;
	}
	if (unfinished(base)) {
		stop_unfinished(look, NULL);
		return;
	}
	if (lstat(path, &st) != 0) {
		stop_unreadable(look, NULL, errno);
		return;
	}
	if (S_ISLNK(st.st_mode)) {
		stop(look, OUTCOME_REFUSED, "link", NULL, "Er en henvisning (link), og den følges ikke. Læg selve mappen eller filen der.",
		     "Is a link, and links are not followed. Put the folder or file itself there.");
		return;
	}
	if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode)) {
		stop(look, OUTCOME_REFUSED, "file-kind", NULL, "Er hverken mappe eller fil. Fjern den.",
		     "Is neither a folder nor a file. Remove it.");
		return;
	}
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0) {
		stop_unreadable(look, NULL, errno);
		return;
	}
	g_autoptr(GError) fault = NULL;
	if (!nest_make(&look->nest, reader, scratch, &fault))
		stop_by(look, fault, NULL);
	else if (S_ISDIR(st.st_mode))
		look_at_folder(look, path, fd);
	else
		look_at_zip(look, path, fd);
	nest_clear(&look->nest);
	close(fd);
}

Submission *submission_look(Reader *reader, const char *path, const char *label, const char *scratch)
{
	g_autofree char *shown = g_utf8_make_valid(label, -1);
	Look look = {
		.submission = submission_new(shown),
		.nest = { .dir_fd = -1 },
		.stamps = g_ptr_array_new_with_free_func(stamp_free),
	};
	look_at_path(&look, reader, path, scratch);
	g_ptr_array_unref(look.stamps);
	return look.submission;
}

GPtrArray *inbox_list(const char *inbox, GError **error)
{
	int fd = open(inbox, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	g_autoptr(GPtrArray) names = fd >= 0 ? names_in(fd) : NULL;
	int why = errno;
	if (fd >= 0)
		close(fd);
	if (names == NULL) {
		error_set(error, ERROR_INPUT, "inbox", "Indbakken kan ikke åbnes: %s.", "The inbox cannot be opened: %s.", g_strerror(why));
		error_at(error, inbox, 0, 0);
		error_remedy(error, "Angiv en mappe, som brugeren må læse.", "Name a folder that the user may read.");
		return NULL;
	}
	for (guint i = names->len; i-- > 0;)
		if (passed_over(names->pdata[i]))
			g_ptr_array_remove_index(names, i);
	return g_steal_pointer(&names);
}
