#include "assess/bundle.h"

#include "assess/law_tables.h"
#include "intake/conf.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/reader.h"
#include "intake/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MANIFEST "manifest.xml"
#define SIGNATURE "manifest.xml.p7s"
#define NAMESPACE "urn:paakrav:law:1"

void bundle_free(Bundle *bundle)
{
	if (bundle == NULL)
		return;
	law_free(bundle->law);
	g_clear_pointer(&bundle->manifest, g_bytes_unref);
	g_clear_pointer(&bundle->signature, g_bytes_unref);
	g_free(bundle);
}

static bool malformed(GError **error, const char *file, const char *da, const char *en)
{
	g_autofree char *text_da = g_strdup_printf("Lovbundtet er forkert: %s", da);
	g_autofree char *text_en = g_strdup_printf("The law bundle is wrong: %s", en);
	error_set_texts(error, ERROR_INPUT, "bundle-malformed", text_da, text_en);
	error_at(error, file, 0, 0);
	error_remedy(error, "Intet er ændret. Hent bundtet igen.", "Nothing was changed. Get the bundle again.");
	return false;
}

/* ---- the zip ---- */

static GBytes *entry_of(const GPtrArray *files, const char *name)
{
	for (guint i = 0; i < files->len; i++) {
		const LawFile *file = files->pdata[i];
		if (strcmp(file->name, name) == 0)
			return file->bytes;
	}
	return NULL;
}

static GPtrArray *entries_read(const char *source, int fd, int dir_fd, const char *scratch, GError **error)
{
	g_autoptr(Reader) reader = reader_new(NULL);
	g_autoptr(GPtrArray) entries = reader_unzip(reader, source, fd, dir_fd, error);
	if (entries == NULL)
		return NULL;
	g_autoptr(GPtrArray) files = law_files_new();
	for (guint i = 0; i < entries->len; i++) {
		const ZipEntry *entry = entries->pdata[i];
		g_autofree char *path = g_build_filename(scratch, entry->file, NULL);
		g_autoptr(GBytes) bytes = file_read(path, LIMIT_BUNDLE_BYTES, NULL);
		if (bytes == NULL) {
			malformed(error, entry->name, "filen er for stor.", "the file is too large.");
			return NULL;
		}
		law_files_add(files, entry->name, bytes);
	}
	return g_steal_pointer(&files);
}

/* All entries, unpacked in the locked room into a folder of ours that is gone afterwards. */
static GPtrArray *unpack(const char *home, const char *source, int fd, GError **error)
{
	g_autofree char *own = g_strdup_printf("law-%d", (int)getpid());
	g_autofree char *scratch = g_build_filename(home, "scratch", own, NULL);
	if (!folder_remove(scratch, error) || !folder_make(scratch, error))
		return NULL;
	int dir_fd = open(scratch, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	GPtrArray *files = NULL;
	if (dir_fd >= 0) {
		files = entries_read(source, fd, dir_fd, scratch, error);
		close(dir_fd);
	} else {
		error_set(error, ERROR_STORE, "scratch", "Mappen kan ikke åbnes: %s.", "The folder cannot be opened: %s.",
		          g_strerror(errno));
		error_at(error, scratch, 0, 0);
	}
	folder_remove(scratch, NULL);
	return files;
}

/* ---- the signature ---- */

static bool verify(const char *home, const Bundle *bundle, GError **error)
{
	g_autofree char *certificate = conf_path(home, "law", "certificate");
	if (certificate == NULL) {
		error_set(error, ERROR_INTEGRITY, "no-certificate",
		          "Lovbundtets underskrift kan ikke prøves: der er intet certifikat at holde den op imod.",
		          "The bundle's signature cannot be checked: there is no certificate to hold it against.");
		error_at(error, "paakrav.conf", 0, 0);
		error_remedy(error, "Skriv [law] certificate=FIL i paakrav.conf i sagsmappen, med udstederens certifikat (PEM).",
		             "Write [law] certificate=FILE in paakrav.conf in the store, with the issuer's certificate (PEM).");
		return false;
	}
	if (bundle->signature == NULL) {
		error_set(error, ERROR_INTEGRITY, "unsigned", "Lovbundtet er ikke underskrevet.", "The law bundle is not signed.");
		error_at(error, SIGNATURE, 0, 0);
		error_remedy(error, "Intet er ændret. Hent bundtet fra udstederen.",
		             "Nothing was changed. Get the bundle from its issuer.");
		return false;
	}
	return digest_verify_with(certificate, SIGNATURE, bundle->manifest, bundle->signature, error);
}

/* ---- the manifest, whose signature holds ---- */

typedef struct ManifestReader {
	Bundle *bundle;
	const GPtrArray *entries;
	GPtrArray *files; /* LawFile: the tables that it names */
	int depth;
} ManifestReader;

static const char *attribute(const char **names, const char **values, const char *name)
{
	for (int i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], name) == 0)
			return values[i];
	return NULL;
}

static bool take_law(ManifestReader *m, const char **names, const char **values, GError **error)
{
	const char *serial = attribute(names, values, "serial"), *made_on = attribute(names, values, "made-on");
	gint64 n = 0;
	if (g_strcmp0(attribute(names, values, "xmlns"), NAMESPACE) != 0)
		return malformed(error, MANIFEST, "indholdsfortegnelsen er af en anden slags.", "the manifest is of another kind.");
	if (serial == NULL || !g_ascii_string_to_signed(serial, 10, 1, INT32_MAX, &n, NULL) || made_on == NULL ||
	    !date_parse(made_on, &m->bundle->made_on))
		return malformed(error, MANIFEST, "nummer eller dag mangler eller kan ikke læses.",
		                 "its number or day is missing or cannot be read.");
	m->bundle->serial = n;
	return true;
}

static bool take_table(ManifestReader *m, const char **names, const char **values, GError **error)
{
	const char *name = attribute(names, values, "name"), *sha256 = attribute(names, values, "sha256");
	if (name == NULL || sha256 == NULL || entry_of(m->files, name) != NULL)
		return malformed(error, MANIFEST, "en tabel er uden navn eller hash eller nævnt to gange.",
		                 "a table is without name or hash or named twice.");
	GBytes *bytes = entry_of(m->entries, name);
	if (bytes == NULL)
		return malformed(error, name, "tabellen er nævnt, men er der ikke.", "the table is named but is not there.");
	char hash[DIGEST_HEX];
	digest_hex(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), hash);
	if (strcmp(hash, sha256) != 0) {
		error_set(error, ERROR_INTEGRITY, "bundle-changed", "Tabellen er ikke den, der blev skrevet under på.",
		          "The table is not the one that was signed.");
		error_at(error, name, 0, 0);
		error_remedy(error, "Intet er ændret. Hent bundtet igen.", "Nothing was changed. Get the bundle again.");
		return false;
	}
	law_files_add(m->files, name, bytes);
	return true;
}

static void element_begins(GMarkupParseContext *context, const char *element, const char **names, const char **values,
                           void *data, GError **error)
{
	(void)context;
	ManifestReader *m = data;
	if (m->depth == 0 && strcmp(element, "law") == 0)
		take_law(m, names, values, error);
	else if (m->depth == 1 && strcmp(element, "table") == 0)
		take_table(m, names, values, error);
	else
		malformed(error, MANIFEST, "et ukendt element.", "an unknown element.");
	m->depth++;
}

static void element_ends(GMarkupParseContext *context, const char *element, void *data, GError **error)
{
	(void)context;
	(void)element;
	(void)error;
	((ManifestReader *)data)->depth--;
}

static bool read_manifest(ManifestReader *m, GError **error)
{
	static const GMarkupParser parser = { .start_element = element_begins, .end_element = element_ends };
	gsize size;
	const char *text = g_bytes_get_data(m->bundle->manifest, &size);
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, m, NULL);
	g_autoptr(GError) fault = NULL;
	bool ok = g_markup_parse_context_parse(context, text, (gssize)size, &fault) &&
	          g_markup_parse_context_end_parse(context, &fault);
	g_markup_parse_context_free(context);
	if (!ok && fault->domain == PAAKRAV_ERROR)
		g_propagate_error(error, g_steal_pointer(&fault));
	else if (!ok)
		malformed(error, MANIFEST, "indholdsfortegnelsen kan ikke læses.", "the manifest cannot be read.");
	return ok;
}

/* What is in the zip stands in the manifest, and nothing stands beside. */
static bool nothing_beside(const ManifestReader *m, GError **error)
{
	for (guint i = 0; i < m->entries->len; i++) {
		const LawFile *entry = m->entries->pdata[i];
		const char *name = entry->name;
		if (strcmp(name, MANIFEST) != 0 && strcmp(name, SIGNATURE) != 0 && entry_of(m->files, name) == NULL)
			return malformed(error, name, "filen står ikke i indholdsfortegnelsen.", "the file is not in the manifest.");
		if (strcmp(name, LAW_RULES) == 0)
			return malformed(error, name, "regler kommer kun med programmet.", "rules come with the program alone.");
	}
	return true;
}

/* A wrong table of a bundle is refused input; one of the program's own would be a broken program. */
static Law *law_of_bundle(const GPtrArray *files, GError **error)
{
	g_autoptr(GError) fault = NULL;
	Law *law = law_of_files(files, &fault);
	if (law != NULL)
		return law;
	error_set_texts(error, ERROR_INPUT, "bundle-table", error_text(fault, LANG_DA), error_text(fault, LANG_EN));
	error_at(error, error_file(fault), error_line(fault), error_column(fault));
	error_remedy(error, "Intet er ændret. Bundtets udsteder må rette tabellen.",
	             "Nothing was changed. The bundle's issuer must correct the table.");
	return NULL;
}

static Bundle *bundle_read(const char *home, const char *source, int fd, GError **error)
{
	g_autoptr(GPtrArray) entries = unpack(home, source, fd, error);
	if (entries == NULL)
		return NULL;
	g_autoptr(Bundle) bundle = g_new0(Bundle, 1);
	GBytes *manifest = entry_of(entries, MANIFEST), *signature = entry_of(entries, SIGNATURE);
	if (manifest == NULL) {
		malformed(error, MANIFEST, "indholdsfortegnelsen mangler.", "the manifest is missing.");
		return NULL;
	}
	bundle->manifest = g_bytes_ref(manifest);
	bundle->signature = signature != NULL ? g_bytes_ref(signature) : NULL;
	g_autoptr(GPtrArray) files = law_files_new();
	ManifestReader m = { .bundle = bundle, .entries = entries, .files = files };
	if (!verify(home, bundle, error) || !read_manifest(&m, error) || !nothing_beside(&m, error))
		return NULL;
	law_files_add_rules(files);
	bundle->law = law_of_bundle(files, error);
	if (bundle->law == NULL)
		return NULL;
	bundle->law->serial = bundle->serial;
	bundle->law->made_on = bundle->made_on;
	return g_steal_pointer(&bundle);
}

/* ---- where it comes from ---- */

static int fetched(const char *home, const char *url, GError **error)
{
	g_autofree char *ca = conf_path(home, "wire", "ca");
	g_autoptr(GBytes) bytes = NULL;
	if (!wire_fetch(url, LIMIT_BUNDLE_BYTES, LIMIT_WIRE_S, ca, &bytes, error))
		return -1;
	int fd = memfd_create("bundle", MFD_CLOEXEC);
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	if (fd >= 0 && write(fd, data, size) == (ssize_t)size)
		return fd;
	error_set(error, ERROR_STORE, "memory", "Bundtet kan ikke holdes i hukommelsen: %s.",
	          "The bundle cannot be held in memory: %s.", g_strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

Bundle *bundle_open(const char *home, const char *source, GError **error)
{
	bool wire = strstr(source, "://") != NULL;
	int fd = wire ? fetched(home, source, error) : open(source, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		if (!wire) {
			error_set(error, ERROR_INPUT, "unreadable", "Filen kan ikke læses: %s.", "The file cannot be read: %s.",
			          g_strerror(errno));
			error_at(error, source, 0, 0);
		}
		return NULL;
	}
	Bundle *bundle = bundle_read(home, source, fd, error);
	close(fd);
	return bundle;
}

Law *law_named(const Call *call, const char *name, GError **error)
{
	if (strpbrk(name, "/.") == NULL)
		return law_by_name(call->store, name, error);
	if (call->home == NULL) {
		error_set(error, ERROR_USAGE, "no-home", "Et bundt læses i en sagsmappe.", "A bundle is read in a store.");
		error_remedy(error, "Brug --home MAPPE eller sæt $PAAKRAV_HOME.", "Use --home DIR or set $PAAKRAV_HOME.");
		return NULL;
	}
	g_autoptr(Bundle) bundle = bundle_open(call->home, name, error);
	return bundle != NULL ? g_steal_pointer(&bundle->law) : NULL;
}
