#include "intake/worker/unzip.h"

#include "intake/channel.h"
#include "intake/limits.h"
#include "intake/worker/zipheads.h"

#include <string.h>
#include <sys/stat.h>
#include <zip.h>

typedef struct Entry {
	char *name;
	zip_uint64_t index;
	int64_t size, packed;
} Entry;

static void entry_free(void *data)
{
	Entry *entry = data;
	g_free(entry->name);
	g_free(entry);
}

/* A name from strangers, fit for a sentence. */
static char *shown(const char *name)
{
	g_autofree char *head = g_strndup(name, 120);
	g_autofree char *valid = g_utf8_make_valid(head, -1);
	for (char *p = valid; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			*p = '?';
	return g_steal_pointer(&valid);
}

static bool refuse(GError **error, const char *code, const char *name, const char *da, const char *en)
{
	g_autofree char *show = shown(name);
	g_autofree char *da_full = g_strdup_printf("»%s« %s", show, da), *en_full = g_strdup_printf("\"%s\" %s", show, en);
	error_set_texts(error, ERROR_INPUT, code, da_full, en_full);
	error_remedy(error, "Pak filerne igen, uden den.", "Pack the files again, without it.");
	return false;
}

static bool refuse_archive(GError **error, const char *code, const char *da, const char *en)
{
	error_set_texts(error, ERROR_INPUT, code, da, en);
	error_remedy(error, "Pak filerne igen, eller aflever dem som en mappe.", "Pack the files again, or hand them in as a folder.");
	return false;
}

static bool refuse_fault(GError **error, const char *name, const char *fault)
{
	static const struct {
		const char *code, *da, *en;
	} faults[] = {
		{ "zip-path", "fører ud af arkivet.", "leads out of the archive." },
		{ "zip-name", "er ikke et brugeligt filnavn.", "is not a usable file name." },
		{ "zip-device", "er navnet på en enhed.", "is the name of a device." },
		{ "zip-depth", "ligger i for mange lag af mapper.", "lies in too many levels of folders." },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++)
		if (strcmp(faults[i].code, fault) == 0)
			return refuse(error, fault, name, faults[i].da, faults[i].en);
	return refuse(error, fault, name, "er ikke tilladt.", "is not allowed.");
}

/* Links, devices and the like; a maker other than Unix has none. */
static bool is_ordinary(zip_t *zip, zip_uint64_t index)
{
	zip_uint8_t system;
	zip_uint32_t attributes;
	if (zip_file_get_external_attributes(zip, index, 0, &system, &attributes) != 0)
		return true;
	mode_t mode = (mode_t)(attributes >> 16);
	if (system != ZIP_OPSYS_UNIX && system != ZIP_OPSYS_OS_X)
		return !S_ISLNK(mode);
	return (mode & S_IFMT) == 0 || S_ISREG(mode) || S_ISDIR(mode) || S_ISFIFO(mode);
}

static bool passes_ratio(int64_t size, int64_t packed)
{
	return size > LIMIT_ZIP_RATIO_FLOOR && size / LIMIT_ZIP_RATIO > packed;
}

/* Look at one entry's directory row; *out stays NULL for a folder. */
static bool look(zip_t *zip, zip_uint64_t index, Entry **out, GError **error)
{
	*out = NULL;
	zip_stat_t stat;
	const char *name = zip_get_name(zip, index, ZIP_FL_ENC_GUESS);
	if (name == NULL || zip_stat_index(zip, index, 0, &stat) != 0)
		return refuse_archive(error, "zip-broken", "Arkivets indholdsfortegnelse er ødelagt.", "The archive's directory is broken.");
	const char *fault = entry_name_fault(name);
	if (fault != NULL)
		return refuse_fault(error, name, fault);
	if (!is_ordinary(zip, index))
		return refuse(error, "zip-link", name, "er en henvisning eller en enhed, ikke en fil.", "is a link or a device, not a file.");
	size_t length = strlen(name);
	if (length == 0 || name[length - 1] == '/')
		return true;
	const zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
	if ((stat.valid & needed) != needed)
		return refuse(error, "zip-broken", name, "har ingen størrelse.", "has no size.");
	if (stat.encryption_method != ZIP_EM_NONE)
		return refuse(error, "zip-encrypted", name, "er krypteret.", "is encrypted.");
	if (stat.size > (zip_uint64_t)LIMIT_FILE_BYTES)
		return refuse(error, "zip-size", name, "er for stor.", "is too large.");
	*out = g_new0(Entry, 1);
	**out = (Entry){ g_strdup(name), index, (int64_t)stat.size, (int64_t)stat.comp_size };
	if (passes_ratio((*out)->size, (*out)->packed))
		return refuse(error, "zip-ratio", name, "fylder udpakket mere end 200 gange så meget som pakket.",
		              "is more than 200 times larger unpacked than packed.");
	return true;
}

static int by_name(const void *a, const void *b)
{
	const Entry *const *x = a, *const *y = b;
	return strcmp((*x)->name, (*y)->name);
}

/* All rows of the directory, before a byte is unpacked. */
static GPtrArray *look_all(zip_t *zip, size_t archive_size, GError **error)
{
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(entry_free);
	zip_int64_t count = zip_get_num_entries(zip, 0);
	if (count > LIMIT_ZIP_ROWS) {
		refuse_archive(error, "zip-count", "Arkivet har for mange filer.", "The archive has too many files.");
		return NULL;
	}
	int64_t total = 0, packed = 0;
	int nameless = 0;
	for (zip_int64_t i = 0; i < count; i++) {
		Entry *entry;
		bool fine = look(zip, (zip_uint64_t)i, &entry, error);
		if (entry != NULL)
			g_ptr_array_add(entries, entry);
		if (!fine)
			return NULL;
		nameless += *zip_get_name(zip, (zip_uint64_t)i, ZIP_FL_ENC_GUESS) == '\0';
		if (nameless > 1) {
			refuse(error, "zip-twice", "", "står to gange i arkivet.", "stands twice in the archive.");
			return NULL;
		}
		if (entry == NULL)
			continue;
		total += entry->size;
		packed += entry->packed;
		if (entries->len > LIMIT_SUBMISSION_FILES || total > LIMIT_SUBMISSION_BYTES) {
			refuse_archive(error, entries->len > LIMIT_SUBMISSION_FILES ? "zip-count" : "zip-size",
			               "Arkivet har for mange filer eller fylder for meget udpakket.",
			               "The archive has too many files or is too large unpacked.");
			return NULL;
		}
	}
	if (packed > (int64_t)archive_size) {
		refuse_archive(error, "zip-overlap", "Arkivets filer ligger oven i hinanden.", "The archive's files overlap.");
		return NULL;
	}
	if (passes_ratio(total, (int64_t)archive_size)) {
		refuse_archive(error, "zip-ratio", "Arkivet fylder udpakket mere end 200 gange så meget som pakket.",
		               "The archive is more than 200 times larger unpacked than packed.");
		return NULL;
	}
	g_ptr_array_sort(entries, by_name);
	for (guint i = 1; i < entries->len; i++) {
		const Entry *entry = entries->pdata[i], *before = entries->pdata[i - 1];
		if (strcmp(entry->name, before->name) == 0) {
			refuse(error, "zip-twice", entry->name, "står to gange i arkivet.", "stands twice in the archive.");
			return NULL;
		}
	}
	return g_steal_pointer(&entries);
}

static bool refuse_unreadable(GError **error, const char *name, zip_error_t *fault)
{
	int code = zip_error_code_zip(fault);
	if (code == ZIP_ER_COMPNOTSUPP || code == ZIP_ER_ENCRNOTSUPP)
		return refuse(error, "zip-method", name, "er pakket på en måde, der ikke læses her.", "is packed in a way that is not read here.");
	return refuse(error, "zip-broken", name, "kan ikke pakkes ud: indholdet er ødelagt.", "cannot be unpacked: its content is broken.");
}

/* One byte more than declared is a lie, one less too; libzip compares the checksum at the end. */
static bool unpack(zip_t *zip, const Entry *entry, char *chunk, const UnzipSink *sink, void *self, GError **error)
{
	zip_file_t *file = zip_fopen_index(zip, entry->index, 0);
	if (file == NULL)
		return refuse_unreadable(error, entry->name, zip_get_error(zip));
	if (!sink->entry(self, entry->name)) {
		zip_fclose(file);
		return error_set(error, ERROR_INPUT, "worker-died", "Modtageren er væk.", "The receiver is gone.");
	}
	int64_t size = 0;
	zip_int64_t n;
	bool fine = true;
	while (fine && (n = zip_fread(file, chunk, CHANNEL_CHUNK)) > 0) {
		size += n;
		if (size > entry->size)
			fine = refuse(error, "zip-lies", entry->name, "fylder mere, end arkivet siger.", "is larger than the archive says.");
		else if (!sink->data(self, chunk, (size_t)n))
			fine = error_set(error, ERROR_INPUT, "worker-died", "Modtageren er væk.", "The receiver is gone.");
	}
	if (fine && n < 0)
		fine = refuse_unreadable(error, entry->name, zip_file_get_error(file));
	if (fine && size < entry->size)
		fine = refuse(error, "zip-lies", entry->name, "fylder mindre, end arkivet siger.", "is smaller than the archive says.");
	zip_fclose(file);
	return fine;
}

/* libzip's own strictness first: what passes it is right; what does not may still be harmless padding or junk. */
static zip_t *open_archive(const void *bytes, size_t size, GError **error)
{
	static const int flags[] = { ZIP_RDONLY | ZIP_CHECKCONS, ZIP_RDONLY };
	bool none = size == 0; /* which libzip takes for an empty archive */
	for (size_t i = 0; i < G_N_ELEMENTS(flags) && size > 0; i++) {
		zip_error_t fault;
		zip_error_init(&fault);
		zip_source_t *source = zip_source_buffer_create(bytes, size, 0, &fault);
		zip_t *zip = source != NULL ? zip_open_from_source(source, flags[i], &fault) : NULL;
		none = zip_error_code_zip(&fault) == ZIP_ER_NOZIP;
		zip_error_fini(&fault);
		if (zip != NULL && (i == 0 || zip_heads_agree(bytes, size, (size_t)zip_get_num_entries(zip, 0))))
			return zip;
		if (zip != NULL)
			zip_discard(zip);
		else if (source != NULL)
			zip_source_free(source);
	}
	refuse_archive(error, none ? "zip-none" : "zip-broken",
	               none ? "Filen er ikke et zip-arkiv." : "Arkivet er ødelagt eller siger to ting om sig selv.",
	               none ? "The file is not a zip archive." : "The archive is broken or says two things about itself.");
	return NULL;
}

bool unzip_some(const void *bytes, size_t size, UnzipWants wants, const UnzipSink *sink, void *self, GError **error)
{
	zip_t *zip = open_archive(bytes, size, error);
	if (zip == NULL)
		return false;
	g_autofree char *chunk = g_malloc(CHANNEL_CHUNK);
	g_autoptr(GPtrArray) entries = look_all(zip, size, error);
	bool fine = entries != NULL;
	for (guint i = 0; fine && i < entries->len; i++)
		if (wants == NULL || wants(self, ((const Entry *)entries->pdata[i])->name))
			fine = unpack(zip, entries->pdata[i], chunk, sink, self, error);
	zip_discard(zip);
	return fine;
}

bool unzip_walk(const void *bytes, size_t size, const UnzipSink *sink, void *self, GError **error)
{
	return unzip_some(bytes, size, NULL, sink, self, error);
}
