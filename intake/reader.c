#include "intake/reader.h"

#include "intake/bankrows.h"
#include "intake/digest.h"
#include "intake/kept.h"
#include "intake/limits.h"
#include "intake/pool.h"
#include "intake/reading.h"
#include "intake/tray.h"
#include "intake/unpack.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

struct Reader {
	Pool *pool;
	char *folder; /* of kept pages; NULL */
	GQueue begun; /* Errand*, in order */
};

/* One document on its way: the job, and what has come back of it. */
typedef struct Errand {
	Job job; /* first, so that the pool's job is the errand */
	char *name, *prefix;
	char hash[DIGEST_HEX]; /* of the sealed copy; empty when nothing is kept of it */
	Unpack unpack;
	Kept *kept;
	Reading *reading;
	GBytes *picture;
	cJSON *answer; /* of a craft */
	int before; /* of a craft: what earlier runs kept of its first document; -1 */
} Errand;

static char *program_path(const char *program)
{
	const char *named = getenv("PAAKRAV_WORKER");
	if (program != NULL || named != NULL)
		return g_strdup(program != NULL ? program : named);
	/* Where /proc is not mounted, the path that this program was started by must do. */
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	const char *started = (const char *)getauxval(AT_EXECFN);
	g_autofree char *folder = g_path_get_dirname(self != NULL ? self : started != NULL ? started : "");
	return g_build_filename(folder, "paakrav-worker", NULL);
}

Reader *reader_pool(const char *program, int workers)
{
	g_autofree char *path = program_path(program);
	Reader *reader = g_new0(Reader, 1);
	reader->pool = pool_new(path, workers);
	g_queue_init(&reader->begun);
	return reader;
}

Reader *reader_new(const char *program)
{
	return reader_pool(program, 1);
}

void reader_wall(Reader *reader, int seconds)
{
	pool_wall(reader->pool, seconds);
}

void reader_remember(Reader *reader, const char *folder)
{
	g_free(reader->folder);
	reader->folder = g_strdup(folder);
}

/* ---- one errand ---- */

/* Where the answer went is closed and dropped; files that were unpacked go too, unless they were handed on. */
static void forget(Job *job)
{
	Errand *errand = (Errand *)job;
	unpack_undo(&errand->unpack);
	g_clear_pointer(&errand->kept, kept_free);
	g_clear_pointer(&errand->reading, reading_free);
	g_clear_pointer(&errand->picture, g_bytes_unref);
	g_clear_pointer(&errand->answer, cJSON_Delete);
}

static void errand_free(Errand *errand)
{
	if (errand == NULL)
		return;
	forget(&errand->job);
	unpack_clear(&errand->unpack);
	if (errand->job.document >= 0)
		close(errand->job.document);
	if (errand->job.kept >= 0)
		close(errand->job.kept);
	if (errand->before >= 0)
		close(errand->before);
	g_clear_error(&errand->job.error);
	g_free(errand->job.told);
	g_free(errand->name);
	g_free(errand->prefix);
	g_free(errand);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Errand, errand_free)

/* The first four bytes are the page's number, in this machine's order. */
static Take take_kept(Errand *errand, const char *payload, size_t size)
{
	uint32_t page;
	if (size < sizeof page)
		return TAKE_LIE;
	memcpy(&page, payload, sizeof page);
	if (errand->kept == NULL)
		errand->kept = kept_new();
	return page <= LIMIT_PAGES && kept_add(errand->kept, (int)page, payload + sizeof page, size - sizeof page) ? TAKE_TIME : TAKE_LIE;
}

static Take take_reading(Errand *errand, const char *payload, size_t size)
{
	g_autoptr(cJSON) json = json_parse(payload, size);
	errand->reading = json != NULL ? reading_of_json(json) : NULL;
	if (errand->reading == NULL)
		return TAKE_LIE;
	return unpack_end(&errand->unpack, &errand->job.error) ? TAKE_DONE : TAKE_STOP;
}

/* What a craft tells ends it; its files stay. */
static Take take_crafted(Errand *errand, const char *payload, size_t size)
{
	errand->answer = json_parse(payload, size);
	if (errand->answer == NULL)
		return TAKE_LIE;
	return unpack_end(&errand->unpack, &errand->job.error) ? TAKE_DONE : TAKE_STOP;
}

static Take take(Job *job, FrameKind kind, char *payload, size_t size)
{
	static const char png[] = "\x89PNG\r\n\x1a\n";
	Errand *errand = (Errand *)job;
	bool reads = job->kind == FRAME_READ || job->kind == FRAME_OPEN, fine = false;
	bool crafts = job->kind == FRAME_CRAFT, unpacks = job->kind == FRAME_UNZIP || job->kind == FRAME_OPEN || crafts;
	if (kind == FRAME_ERROR)
		return channel_error_parse(payload, size, &job->error) ? TAKE_DONE : TAKE_LIE;
	if (kind == FRAME_READING)
		return reads || job->kind == FRAME_LOOKUP ? take_reading(errand, payload, size) : TAKE_LIE;
	if (kind == FRAME_CRAFTED)
		return crafts ? take_crafted(errand, payload, size) : TAKE_LIE;
	if (kind == FRAME_KEEP)
		return reads || crafts ? take_kept(errand, payload, size) : TAKE_LIE;
	if (kind == FRAME_PICTURE) {
		if (job->kind != FRAME_CROP || size < sizeof png || memcmp(payload, png, sizeof png - 1) != 0)
			return TAKE_LIE;
		errand->picture = g_bytes_new(payload, size);
		return TAKE_DONE;
	}
	if (kind == FRAME_END && job->kind == FRAME_UNZIP)
		return unpack_end(&errand->unpack, &job->error) ? TAKE_DONE : TAKE_STOP;
	if (unpacks && kind == FRAME_ENTRY)
		fine = unpack_entry(&errand->unpack, payload, &job->error);
	else if (unpacks && kind == FRAME_DATA)
		fine = unpack_data(&errand->unpack, payload, size, &job->error);
	return fine ? TAKE_MORE : job->error != NULL ? TAKE_STOP : TAKE_LIE;
}

/* Its end only: the worker needs no more of a long path. */
static char *told_name(const char *name)
{
	size_t length = strlen(name);
	return g_strdup(length >= LIMIT_JOB_NAME_BYTES ? name + length - (LIMIT_JOB_NAME_BYTES - 1) : name);
}

/* XML to all looks, also as UTF-16 shows it; the worker alone decides what it is. */
static bool looks_like_xml(int fd)
{
	char head[64];
	ssize_t got = pread(fd, head, sizeof head, 0), i = 0;
	while (i < got && (head[i] == '\0' || (unsigned char)head[i] >= 0x80 || g_ascii_isspace(head[i])))
		i++;
	return i < got && head[i] == '<';
}

/*
 * Name, prefix and told are copied, tray (a sealed memory file, -1 when error says why there is none) and error are taken over;
 * without a tray the errand is done, with that Error.
 */
static Errand *errand_of(const Reader *reader, FrameKind kind, const char *told, const char *name, int tray, GError *error, int dir_fd,
                         const char *prefix)
{
	Errand *errand = g_new0(Errand, 1);
	errand->job = (Job){ .kind = kind, .told = told_name(told), .kept = -1, .take = take, .again = forget, .error = error };
	errand->before = -1;
	errand->name = g_strdup(name);
	errand->prefix = g_strdup(prefix);
	bool zip = kind == FRAME_UNZIP;
	unpack_init(&errand->unpack, dir_fd, errand->prefix, zip, zip ? LIMIT_SUBMISSION_FILES : LIMIT_CHILDREN);
	errand->job.document = tray;
	errand->job.done = tray < 0;
	bool reads = kind == FRAME_READ || kind == FRAME_OPEN;
	errand->job.small = zip || kind == FRAME_LOOKUP || (reads && !errand->job.done && looks_like_xml(errand->job.document));
	int64_t size;
	if (errand->job.done || reader->folder == NULL || !reads)
		return errand;
	if (digest_file(errand->job.document, name, errand->hash, &size, &errand->job.error))
		errand->job.kept = kept_open(reader->folder, errand->hash);
	else
		errand->job.done = true;
	return errand;
}

static Errand *errand_new(const Reader *reader, FrameKind kind, const char *told, const char *name, int fd, int dir_fd, const char *prefix)
{
	GError *error = NULL;
	const CraftInput input = { name, fd };
	int64_t size;
	int tray = tray_seal(&input, 1, LIMIT_FILE_BYTES, &size, &error);
	return errand_of(reader, kind, told, name, tray, error, dir_fd, prefix);
}

/* The errand is done: keep what was recognised; false and its Error, naming the file as the user knows it. */
static bool conclude(const Reader *reader, Errand *errand, GError **error)
{
	GError *fault = g_steal_pointer(&errand->job.error);
	if (fault == NULL && errand->kept != NULL && *errand->hash != '\0')
		kept_write(errand->kept, reader->folder, errand->hash, errand->job.kind == FRAME_CRAFT ? errand->before : errand->job.kept);
	if (fault == NULL)
		return true;
	if (errand->job.kind != FRAME_CRAFT || error_file(fault) == NULL)
		error_at(&fault, errand->name, error_line(fault), error_column(fault));
	g_propagate_error(error, fault);
	return false;
}

/* The files that were unpacked belong to whoever gets this. */
static GPtrArray *hand_on(Errand *errand)
{
	GPtrArray *entries = errand->unpack.entries;
	unpack_init(&errand->unpack, -1, errand->prefix, false, 0);
	return entries;
}

static bool run(const Reader *reader, Errand *errand, GError **error)
{
	if (!errand->job.done) {
		pool_add(reader->pool, &errand->job);
		pool_await(reader->pool, &errand->job);
	}
	return conclude(reader, errand, error);
}

static Reading *opened(Errand *errand)
{
	Reading *reading = g_steal_pointer(&errand->reading);
	g_ptr_array_unref(reading->children);
	reading->children = hand_on(errand);
	return reading;
}

/* ---- what can be asked ---- */

Reading *reader_open(Reader *reader, const char *name, int fd, int dir_fd, const char *prefix, GError **error)
{
	g_autoptr(Errand) errand = errand_new(reader, dir_fd >= 0 ? FRAME_OPEN : FRAME_READ, name, name, fd, dir_fd, prefix);
	return run(reader, errand, error) ? opened(errand) : NULL;
}

Reading *reader_read(Reader *reader, const char *name, int fd, GError **error)
{
	return reader_open(reader, name, fd, -1, "", error);
}

void reader_begin(Reader *reader, const char *name, int fd, int dir_fd, const char *prefix)
{
	Errand *errand = errand_new(reader, dir_fd >= 0 ? FRAME_OPEN : FRAME_READ, name, name, fd, dir_fd, prefix);
	g_queue_push_tail(&reader->begun, errand);
	if (errand->job.done)
		return;
	pool_add(reader->pool, &errand->job);
	pool_make_room(reader->pool);
}

guint reader_begun(const Reader *reader)
{
	return reader->begun.length;
}

Reading *reader_end(Reader *reader, GError **error)
{
	g_autoptr(Errand) errand = g_queue_pop_head(&reader->begun);
	assert(errand != NULL);
	if (!errand->job.done)
		pool_await(reader->pool, &errand->job);
	return conclude(reader, errand, error) ? opened(errand) : NULL;
}

void reader_free(Reader *reader)
{
	if (reader == NULL)
		return;
	/* First the workers, then what they were working on. */
	pool_free(reader->pool);
	g_queue_clear_full(&reader->begun, (GDestroyNotify)errand_free);
	g_free(reader->folder);
	g_free(reader);
}

Reading *reader_lookup(Reader *reader, const char *what, const char *name, int fd, GError **error)
{
	g_autoptr(Errand) errand = errand_new(reader, FRAME_LOOKUP, what, name, fd, -1, "");
	return run(reader, errand, error) ? opened(errand) : NULL;
}

GBytes *reader_crop(Reader *reader, const char *name, int fd, int page, PageBox box, GError **error)
{
	g_autofree char *told = g_strdup_printf("%d %d %d %d %d", page, box.left, box.top, box.right, box.bottom);
	g_autoptr(Errand) errand = errand_new(reader, FRAME_CROP, told, name, fd, -1, "");
	return run(reader, errand, error) ? g_steal_pointer(&errand->picture) : NULL;
}

GPtrArray *reader_unzip(Reader *reader, const char *name, int fd, int dir_fd, GError **error)
{
	g_autoptr(Errand) errand = errand_new(reader, FRAME_UNZIP, name, name, fd, dir_fd, "");
	return run(reader, errand, error) ? hand_on(errand) : NULL;
}

/* The documents stand one behind the other in the tray; the order says where each ends. */
static char *order_text(const cJSON *order, const CraftInput *inputs, const int64_t *sizes, int n)
{
	g_autoptr(cJSON) whole = cJSON_CreateObject();
	cJSON_AddItemToObject(whole, "order", order != NULL ? cJSON_Duplicate(order, true) : cJSON_CreateObject());
	cJSON *list = json_array(whole, "inputs");
	for (int i = 0; i < n; i++) {
		cJSON *input = json_push(list);
		json_text(input, "name", inputs[i].name);
		json_int(input, "size", sizes[i]);
	}
	return json_print_compact(whole);
}

/* What earlier runs recognised on the first document's pages goes along behind the documents; -1 when there is nothing. */
static int recalled(const Reader *reader, const cJSON *order)
{
	const char *hash = json_get_text(order, "recalls");
	return hash != NULL && reader->folder != NULL ? kept_open(reader->folder, hash) : -1;
}

bool reader_craft(Reader *reader, const char *craft, const char *name, const cJSON *order, const CraftInput *inputs, int n,
                  int dir_fd, const char *prefix, cJSON **answer, GPtrArray **files, GError **error)
{
	g_autofree int64_t *sizes = g_new0(int64_t, (gsize)n + 1);
	g_autofree CraftInput *all = g_new0(CraftInput, (gsize)n + 1);
	int before = recalled(reader, order), count = n;
	for (int i = 0; i < n; i++)
		all[i] = inputs[i];
	if (before >= 0)
		all[count++] = (CraftInput){ CRAFT_KEPT, before };
	int tray = tray_seal(all, count, LIMIT_SUBMISSION_BYTES, sizes, error);
	if (tray < 0) {
		if (before >= 0)
			close(before);
		return false;
	}
	g_autoptr(Errand) errand = errand_of(reader, FRAME_CRAFT, craft, name, tray, NULL, dir_fd, prefix);
	g_autofree char *text = order_text(order, all, sizes, count);
	errand->before = before;
	if (reader->folder != NULL && json_get_text(order, "recalls") != NULL)
		g_strlcpy(errand->hash, json_get_text(order, "recalls"), sizeof errand->hash);
	errand->job.small = strcmp(craft, BANKROWS_CRAFT) == 0;
	errand->job.kept = tray_text(text, error);
	if (errand->job.kept < 0 || !run(reader, errand, error))
		return false;
	if (answer != NULL)
		*answer = g_steal_pointer(&errand->answer);
	g_autoptr(GPtrArray) made = hand_on(errand);
	if (files != NULL)
		*files = g_steal_pointer(&made);
	return true;
}
