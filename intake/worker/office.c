#include "intake/worker/office.h"

#include "intake/limits.h"
#include "intake/reading.h"
#include "intake/worker/brood.h"
#include "intake/worker/docx.h"
#include "intake/worker/meaning.h"
#include "intake/worker/rtf.h"
#include "intake/worker/sniff.h"
#include "intake/worker/unzip.h"

#include <string.h>

/* A file with fewer bytes of text than this has its content in its pictures. */
enum { LITTLE_TEXT_BYTES = 300, PARTS_MOST = 200 };

typedef struct Part {
	char *name;
	GByteArray *bytes;
} Part;

typedef struct Package {
	GPtrArray *parts; /* Part*, those that are read, in the order of names */
	size_t total;
	bool too_large, is_signed;
} Package;

static void part_free(void *data)
{
	Part *part = data;
	g_free(part->name);
	g_byte_array_unref(part->bytes);
	g_free(part);
}

static bool is_text_part(const char *name)
{
	static const char *const kinds[] = { "document", "header", "footer", "footnotes", "endnotes", NULL };
	if (strcmp(name, "content.xml") == 0 || strcmp(name, "styles.xml") == 0 || strcmp(name, "META-INF/manifest.xml") == 0)
		return true;
	if (!g_str_has_prefix(name, "word/") || !g_str_has_suffix(name, ".xml") || strchr(name + 5, '/') != NULL)
		return false;
	for (size_t i = 0; kinds[i] != NULL; i++)
		if (g_str_has_prefix(name + 5, kinds[i]))
			return true;
	return false;
}

static bool is_picture(const char *name)
{
	return g_str_has_prefix(name, "word/media/") || g_str_has_prefix(name, "Pictures/");
}

static bool wants_text(void *self, const char *name)
{
	Package *package = self;
	package->is_signed |= g_str_has_prefix(name, "_xmlsignatures/sig") || strcmp(name, "META-INF/documentsignatures.xml") == 0;
	return is_text_part(name) && package->parts->len < PARTS_MOST;
}

static bool wants_picture(void *self, const char *name)
{
	const Package *package = self;
	return is_picture(name) && package->parts->len < PARTS_MOST;
}

static bool begin_part(void *self, const char *name)
{
	Package *package = self;
	Part *part = g_new0(Part, 1);
	part->name = g_strdup(name);
	part->bytes = g_byte_array_new();
	g_ptr_array_add(package->parts, part);
	return true;
}

static bool add_bytes(void *self, const void *bytes, size_t size)
{
	Package *package = self;
	Part *part = package->parts->pdata[package->parts->len - 1];
	package->total += size;
	package->too_large |= package->total > (size_t)LIMIT_XML_BYTES;
	if (!package->too_large)
		g_byte_array_append(part->bytes, bytes, (guint)size);
	return true;
}

static const UnzipSink sink = { begin_part, add_bytes };

static const Part *find_part(const Package *package, const char *name)
{
	for (guint i = 0; i < package->parts->len; i++)
		if (strcmp(((const Part *)package->parts->pdata[i])->name, name) == 0)
			return package->parts->pdata[i];
	return NULL;
}

static bool refuse(GError **error, const char *code, const char *da, const char *en, const char *remedy_da, const char *remedy_en)
{
	error_set_texts(error, ERROR_INPUT, code, da, en);
	error_remedy(error, remedy_da, remedy_en);
	return false;
}

static bool refuse_encrypted(GError **error)
{
	return refuse(error, "office-encrypted", "Dokumentet er beskyttet med adgangskode.", "The document is protected by a password.",
	              "Fjern adgangskoden, og gem det igen.", "Remove the password and save it again.");
}

/* All parts whose names begin so, in the order of their names. */
static bool add_parts(const Package *package, const char *prefix, Galley *galley, GError **error)
{
	for (guint i = 0; i < package->parts->len; i++) {
		const Part *part = package->parts->pdata[i];
		if (g_str_has_prefix(part->name, prefix) && !docx_part(part->bytes->data, part->bytes->len, galley, error))
			return false;
	}
	return true;
}

static bool read_docx(const Package *package, Galley *galley, GError **error)
{
	static const char *const order[] = { "word/header", "word/document", "word/footnotes", "word/endnotes", "word/footer" };
	for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
		if (!add_parts(package, order[i], galley, error))
			return false;
	return true;
}

static bool is_encrypted(const Package *package)
{
	const Part *manifest = find_part(package, "META-INF/manifest.xml");
	return manifest != NULL && memmem(manifest->bytes->data, manifest->bytes->len, "encryption-data", 15) != NULL;
}

static bool read_odt(const Package *package, const Part *content, Galley *galley, GError **error)
{
	const Part *styles = find_part(package, "styles.xml");
	return (styles == NULL || odt_part(styles->bytes->data, styles->bytes->len, ODT_HEADER, galley, error)) &&
	       odt_part(content->bytes->data, content->bytes->len, ODT_BODY, galley, error) &&
	       (styles == NULL || odt_part(styles->bytes->data, styles->bytes->len, ODT_FOOTER, galley, error));
}

static bool read_parts(const Package *package, Text *text, GError **error)
{
	const Part *content = find_part(package, "content.xml");
	if (is_encrypted(package))
		return refuse_encrypted(error);
	if (package->too_large)
		return refuse(error, "office-size", "Dokumentets tekst fylder for meget.", "The document's text is too large.",
		              "Gem det, der betyder noget, som PDF.", "Save what matters as PDF.");
	Galley galley;
	galley_open(&galley, text);
	bool fine = content != NULL ? read_odt(package, content, &galley, error) : read_docx(package, &galley, error);
	galley_close(&galley);
	return fine;
}

static Package package_new(void)
{
	return (Package){ .parts = g_ptr_array_new_with_free_func(part_free) };
}

/* A broken picture does not unmake the text. */
static void hand_out_pictures(const void *bytes, size_t size, const Hatch *hatch)
{
	Package package = package_new();
	Brood brood;
	brood_init(&brood, hatch);
	if (hatch != NULL && unzip_some(bytes, size, wants_picture, &sink, &package, NULL) && !package.too_large)
		for (guint i = 0; i < package.parts->len; i++) {
			const Part *part = package.parts->pdata[i];
			if (part->bytes->len >= LIMIT_MAIL_PICTURE_BYTES && strcmp(sniff_media(part->bytes->data, part->bytes->len), "image") == 0)
				brood_hand(&brood, part->name, NULL, part->bytes->data, part->bytes->len);
		}
	brood_clear(&brood);
	g_ptr_array_unref(package.parts);
}

static void tell_signature(Reading *reading)
{
	Fact *fact = fact_new("document", "document.signature", "digital", "digital");
	fact->confidence = 100;
	fact->proof.reader = g_strdup("office");
	g_ptr_array_add(reading->facts, fact);
}

/* An office file that no longer is a zip has not been packed by a person. */
static bool unpack(const void *bytes, size_t size, Package *package, GError **error)
{
	g_autoptr(GError) fault = NULL;
	if (unzip_some(bytes, size, wants_text, &sink, package, &fault))
		return true;
	if (strcmp(error_code(fault), "zip-none") == 0 || strcmp(error_code(fault), "zip-broken") == 0)
		return refuse(error, "office-broken", "Dokumentet er ødelagt.", "The document is broken.", "Gem det igen, gerne som PDF.",
		              "Save it again, best as PDF.");
	error_remedy(&fault, "Gem dokumentet som PDF.", "Save the document as PDF.");
	g_propagate_error(error, g_steal_pointer(&fault));
	return false;
}

static Reading *read_zip(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error)
{
	g_autoptr(Reading) reading = reading_new("office");
	g_autoptr(Text) text = text_new();
	Package package = package_new();
	bool fine = unpack(bytes, size, &package, error) && read_parts(&package, text, error);
	if (fine && package.is_signed)
		tell_signature(reading);
	bool is_text = package.parts->len > 0 && (find_part(&package, "content.xml") != NULL || find_part(&package, "word/document.xml") != NULL);
	g_ptr_array_unref(package.parts);
	if (!fine)
		return NULL;
	Envelope none = { .sent_on = DATE_NONE };
	if (is_text || text->bytes > 0)
		meaning_read(text, &none, name, reading);
	if (is_text && text->bytes < LITTLE_TEXT_BYTES)
		hand_out_pictures(bytes, size, hatch);
	return g_steal_pointer(&reading);
}

/* The compound files of before 2007, and the envelope that Office puts around an encrypted one. */
static bool refuse_compound(const char *bytes, size_t size, GError **error)
{
	static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	if (memmem(bytes, size, encrypted, sizeof encrypted - 1) != NULL)
		return refuse_encrypted(error);
	return refuse(error, "office-old", "Filen er fra et Office-program før 2007, som ikke læses her.",
	              "The file comes from an Office program before 2007, which is not read here.", "Gem den som PDF eller DOCX.",
	              "Save it as PDF or DOCX.");
}

static Reading *read_rtf(const char *name, const void *bytes, size_t size)
{
	Reading *reading = reading_new("office");
	g_autoptr(Text) text = text_new();
	Envelope none = { .sent_on = DATE_NONE };
	(void)!rtf_add(text, bytes, size);
	meaning_read(text, &none, name, reading);
	return reading;
}

Reading *office_read(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error)
{
	const char *start = bytes;
	if (size >= 4 && memcmp(start, "\xD0\xCF\x11\xE0", 4) == 0) {
		refuse_compound(start, size, error);
		return NULL;
	}
	return size > 0 && *start == '{' ? read_rtf(name, bytes, size) : read_zip(name, bytes, size, hatch, error);
}
