#include "intake/worker/outlook.h"

#include "intake/limits.h"
#include "intake/reading.h"
#include "intake/worker/html.h"
#include "intake/worker/lzfu.h"
#include "intake/worker/plain.h"
#include "intake/worker/quote.h"
#include "intake/worker/rtf.h"
#include "intake/worker/sentday.h"

#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf-utils.h>
#include <string.h>

/* Properties by their number, MS-OXPROPS. */
enum {
	MESSAGE_CLASS = 0x001A,
	SUBJECT = 0x0037,
	SUBMITTED = 0x0039,
	REPRESENTING_NAME = 0x0042,
	REPRESENTING_ADDRESS = 0x0065,
	HEADERS = 0x007D,
	RECIPIENT_TYPE = 0x0C15,
	SENDER_NAME = 0x0C1A,
	SENDER_ADDRESS = 0x0C1F,
	DISPLAY_TO = 0x0E04,
	DELIVERED = 0x0E06,
	BODY = 0x1000,
	RTF = 0x1009,
	HTML = 0x1013,
	MESSAGE_ID = 0x1035,
	DISPLAY_NAME = 0x3001,
	ADDRESS = 0x3003,
	ATTACHED = 0x3701,
	ATTACHED_NAME = 0x3704,
	ATTACHED_LONG_NAME = 0x3707,
	ATTACHED_MEDIA = 0x370E,
	CONTENT_ID = 0x3712,
	SMTP = 0x39FE,
	INTERNET_CODEPAGE = 0x3FDE,
	CODEPAGE = 0x3FFD,
	SENDER_SMTP = 0x5D01,
	REPRESENTING_SMTP = 0x5D02,
	HIDDEN = 0x7FFE
};
enum { TYPE_LONG = 0x0003, TYPE_BOOL = 0x000B, TYPE_OBJECT = 0x000D, TYPE_BYTES = 0x001E, TYPE_WIDE = 0x001F, TYPE_TIME = 0x0040, TYPE_BINARY = 0x0102 };
enum { HEAD_ROOT = 32, HEAD_WITHIN = 24, HEAD_PART = 8, ROW = 16, STORAGES_MOST = 5000, LEVELS_MOST = 12 };

/* A storage with properties: a mail, a receiver or an attachment. */
typedef struct Storage {
	GsfInfile *file;
	GByteArray *rows; /* the properties of fixed size; NULL */
	size_t head; /* bytes before the first row */
	size_t most; /* no stream is larger than the file that it lies in */
	char charset[16];
} Storage;

void outlook_prepare(void)
{
	static bool prepared;
	if (!prepared)
		gsf_init();
	prepared = true;
}

bool outlook_suspected(const void *bytes, size_t size)
{
	return size >= 8 && memcmp(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0;
}

static GByteArray *read_stream(GsfInput *input, size_t most)
{
	gsf_off_t size = gsf_input_size(input);
	if (GSF_IS_INFILE(input) && gsf_infile_num_children((GsfInfile *)input) >= 0)
		return NULL;
	if (size < 0 || (size_t)size > most)
		return NULL;
	GByteArray *out = g_byte_array_new();
	const guint8 *bytes = size > 0 ? gsf_input_read(input, (size_t)size, NULL) : NULL;
	if (bytes != NULL)
		g_byte_array_append(out, bytes, (guint)size);
	return out;
}

static GByteArray *stream_named(const Storage *storage, const char *name)
{
	GsfInput *input = gsf_infile_child_by_name(storage->file, name);
	if (input == NULL)
		return NULL;
	GByteArray *out = read_stream(input, storage->most);
	g_object_unref(input);
	return out;
}

static GByteArray *property(const Storage *storage, unsigned number, unsigned type)
{
	g_autofree char *name = g_strdup_printf("__substg1.0_%04X%04X", number, type);
	return stream_named(storage, name);
}

static guint64 little(const guint8 *b, int n)
{
	guint64 value = 0;
	for (int i = n - 1; i >= 0; i--)
		value = value << 8 | b[i];
	return value;
}

static bool fixed(const Storage *storage, unsigned number, unsigned type, guint64 *out)
{
	for (size_t at = storage->head; storage->rows != NULL && at + ROW <= storage->rows->len; at += ROW) {
		const guint8 *row = storage->rows->data + at;
		if (little(row, 4) == ((guint64)number << 16 | type)) {
			*out = little(row + 8, type == TYPE_TIME ? 8 : type == TYPE_BOOL ? 1 : 4);
			return true;
		}
	}
	return false;
}

/* NULL when it is not there or blank. */
static char *words(const Storage *storage, unsigned number)
{
	g_autoptr(GByteArray) wide = property(storage, number, TYPE_WIDE);
	g_autoptr(GByteArray) bytes = wide == NULL ? property(storage, number, TYPE_BYTES) : NULL;
	g_autofree char *out = NULL;
	if (wide != NULL && wide->len > 0) {
		g_byte_array_prepend(wide, (const guint8 *)"\xFF\xFE", 2); /* what it is, said as a text file says it */
		out = plain_utf8(wide->data, wide->len, NULL);
	} else if (bytes != NULL && bytes->len > 0) {
		out = plain_utf8(bytes->data, bytes->len, storage->charset);
	}
	return out != NULL && !plain_is_blank(out) ? g_strdup(g_strstrip(out)) : NULL;
}

static void set_charset(Storage *storage, guint64 page)
{
	static const struct {
		guint64 page;
		const char *name;
	} known[] = { { 65001, "utf-8" }, { 28591, "iso-8859-1" }, { 28605, "iso-8859-15" }, { 20127, "us-ascii" }, { 1200, "utf-16le" } };
	g_snprintf(storage->charset, sizeof storage->charset, "CP%u", (unsigned)(page & 0xFFFFFF));
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (known[i].page == page)
			g_strlcpy(storage->charset, known[i].name, sizeof storage->charset);
}

static Storage storage_of(GsfInfile *file, size_t head, const Storage *around, size_t most)
{
	Storage storage = { .file = file, .head = head, .most = most };
	storage.rows = stream_named(&storage, "__properties_version1.0");
	g_strlcpy(storage.charset, around != NULL ? around->charset : "CP1252", sizeof storage.charset);
	guint64 page;
	if (fixed(&storage, CODEPAGE, TYPE_LONG, &page) || fixed(&storage, INTERNET_CODEPAGE, TYPE_LONG, &page))
		set_charset(&storage, page);
	return storage;
}

static void storage_clear(Storage *storage)
{
	g_clear_pointer(&storage->rows, g_byte_array_unref);
}

/* ---- envelope ---------------------------------------------------------------------------------------------------- */

static bool is_address(const char *text)
{
	return text != NULL && strchr(text, '@') != NULL && strchr(text, ' ') == NULL;
}

/* "Name <address>"; an address within a company's own directory ("/O=…") is left out. */
static char *person(char *name, char *smtp, char *address)
{
	size_t length = name != NULL ? strlen(name) : 0;
	if (length > 2 && name[0] == '\'' && name[length - 1] == '\'') {
		memmove(name, name + 1, length - 2);
		name[length - 2] = '\0';
	}
	const char *at = is_address(smtp) ? smtp : is_address(address) ? address : NULL;
	char *out = name != NULL && at != NULL && strcmp(name, at) != 0 ? g_strdup_printf("%s <%s>", name, at)
	            : at != NULL                                       ? g_strdup(at)
	                                                               : g_strdup(name);
	g_free(name);
	g_free(smtp);
	g_free(address);
	return out;
}

static char *receivers(const Storage *mail)
{
	GString *out = g_string_new(NULL);
	int n = MIN(gsf_infile_num_children(mail->file), STORAGES_MOST);
	for (int i = 0; i < n && out->len < LIMIT_FACT_BYTES / 2; i++) {
		const char *name = gsf_infile_name_by_index(mail->file, i);
		if (name == NULL || !g_str_has_prefix(name, "__recip_version1.0_"))
			continue;
		GsfInput *input = gsf_infile_child_by_index(mail->file, i);
		if (GSF_IS_INFILE(input)) {
			Storage each = storage_of((GsfInfile *)input, HEAD_PART, mail, mail->most);
			guint64 type = 1;
			g_autofree char *who = NULL;
			if (!fixed(&each, RECIPIENT_TYPE, TYPE_LONG, &type) || (type & 0xF) == 1)
				who = person(words(&each, DISPLAY_NAME), words(&each, SMTP), words(&each, ADDRESS));
			if (who != NULL)
				g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "", who);
			storage_clear(&each);
		}
		g_clear_object(&input);
	}
	bool none = out->len == 0;
	char *list = g_string_free(out, none);
	return none ? words(mail, DISPLAY_TO) : list;
}

/* FILETIME: tenths of a microsecond since 1601. Central European summer time: last Sunday of March to that of October, 01:00 UTC. */
static Date day_of_time(guint64 time)
{
	const guint64 second = 10000000, until_1970 = 11644473600;
	guint64 seconds = time / second;
	if (seconds < until_1970 || seconds - until_1970 > (guint64)86400 * 365 * 200)
		return DATE_NONE;
	gint64 hours = (gint64)(seconds - until_1970) / 3600;
	Date utc = { (int32_t)(hours / 24) }, march, october;
	int year = date_year(utc);
	if (!date_make(year, 3, 31, &march) || !date_make(year, 10, 31, &october))
		return DATE_NONE;
	march = date_add_days(march, -(date_weekday(march) % 7));
	october = date_add_days(october, -(date_weekday(october) % 7));
	bool summer = hours >= (gint64)march.day * 24 + 1 && hours < (gint64)october.day * 24 + 1;
	Date danish = { (int32_t)((hours + (summer ? 2 : 1)) / 24) };
	/* Near midnight the sender's clock is not known. */
	return danish.day == utc.day ? utc : DATE_NONE;
}

static Date sent_on(const Storage *mail)
{
	g_autofree char *headers = words(mail, HEADERS);
	for (const char *p = headers; p != NULL; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (g_ascii_strncasecmp(p, "date:", 5) == 0) {
			g_autofree char *value = g_strndup(p + 5, strcspn(p + 5, "\n"));
			return sentday_header(value);
		}
	}
	guint64 time;
	return fixed(mail, SUBMITTED, TYPE_TIME, &time) || fixed(mail, DELIVERED, TYPE_TIME, &time) ? day_of_time(time) : DATE_NONE;
}

static void read_envelope(const Storage *mail, Envelope *envelope)
{
	envelope->is_mail = true;
	envelope->from = person(words(mail, REPRESENTING_NAME), words(mail, REPRESENTING_SMTP), words(mail, REPRESENTING_ADDRESS));
	if (!is_address(envelope->from) && (envelope->from == NULL || strchr(envelope->from, '<') == NULL)) {
		char *sender = person(words(mail, SENDER_NAME), words(mail, SENDER_SMTP), words(mail, SENDER_ADDRESS));
		if (envelope->from == NULL || (sender != NULL && strchr(sender, '@') != NULL)) {
			g_free(envelope->from);
			envelope->from = g_steal_pointer(&sender);
		}
		g_free(sender);
	}
	envelope->to = receivers(mail);
	envelope->subject = words(mail, SUBJECT);
	g_autofree char *id = words(mail, MESSAGE_ID);
	if (id != NULL)
		envelope->message_id = g_strndup(id + (*id == '<'), strcspn(id + (*id == '<'), ">"));
	envelope->sent_on = sent_on(mail);
}

/* ---- body -------------------------------------------------------------------------------------------------------- */

static bool read_html(const Storage *mail, Text *text)
{
	g_autoptr(GByteArray) bytes = property(mail, HTML, TYPE_BINARY);
	g_autofree char *html = NULL;
	if (bytes != NULL && bytes->len > 0) {
		g_autofree char *named = html_charset(bytes->data, bytes->len);
		guint64 page;
		Storage said = { 0 };
		if (named == NULL && fixed(mail, INTERNET_CODEPAGE, TYPE_LONG, &page))
			set_charset(&said, page);
		html = plain_utf8(bytes->data, bytes->len, named != NULL ? named : said.charset);
	} else {
		html = words(mail, HTML);
	}
	if (html == NULL || plain_is_blank(html))
		return false;
	(void)!html_add(text, text_add_page(text, 0, 0), html, strlen(html));
	return true;
}

static void read_body(const Storage *mail, Text *text)
{
	g_autofree char *plain = words(mail, BODY);
	if (plain != NULL) {
		(void)!plain_add(text, text_add_page(text, 0, 0), plain, (PlainFlow){ false, false }, 0);
		return;
	}
	if (read_html(mail, text))
		return;
	g_autoptr(GByteArray) packed = property(mail, RTF, TYPE_BINARY);
	g_autoptr(GByteArray) rtf = packed != NULL ? lzfu_unpack(packed->data, packed->len) : NULL;
	if (rtf != NULL)
		(void)!rtf_add(text, rtf->data, rtf->len);
	else
		text_add_page(text, 0, 0);
}

/* ---- attachments ------------------------------------------------------------------------------------------------- */

/* The storage of a mail within becomes a file of its own; its head is eight bytes longer there. */
static void copy_storage(GsfInfile *from, GsfOutfile *to, int level, bool root, size_t most)
{
	int n = MIN(gsf_infile_num_children(from), STORAGES_MOST);
	for (int i = 0; i < n && level < LEVELS_MOST; i++) {
		const char *name = gsf_infile_name_by_index(from, i);
		GsfInput *input = name != NULL ? gsf_infile_child_by_index(from, i) : NULL;
		if (input == NULL)
			continue;
		bool folder = GSF_IS_INFILE(input) && gsf_infile_num_children((GsfInfile *)input) >= 0;
		GsfOutput *output = gsf_outfile_new_child(to, name, folder);
		g_autoptr(GByteArray) bytes = folder ? NULL : read_stream(input, most);
		if (folder) {
			copy_storage((GsfInfile *)input, (GsfOutfile *)output, level + 1, false, most);
		} else if (bytes != NULL) {
			bool rows = root && strcmp(name, "__properties_version1.0") == 0 && bytes->len >= HEAD_WITHIN;
			static const guint8 more[HEAD_ROOT - HEAD_WITHIN] = { 0 };
			gsf_output_write(output, rows ? HEAD_WITHIN : bytes->len, bytes->data);
			if (rows) {
				gsf_output_write(output, sizeof more, more);
				gsf_output_write(output, bytes->len - HEAD_WITHIN, bytes->data + HEAD_WITHIN);
			}
		}
		gsf_output_close(output);
		g_object_unref(output);
		g_object_unref(input);
	}
}

static void hand_out_mail(const Storage *attachment, GsfInfile *within, Brood *brood)
{
	GsfOutput *memory = gsf_output_memory_new();
	GsfOutfile *file = gsf_outfile_msole_new(memory);
	copy_storage(within, file, 0, true, attachment->most);
	gsf_output_close((GsfOutput *)file);
	Storage mail = storage_of(within, HEAD_WITHIN, attachment, attachment->most);
	g_autofree char *shown = words(attachment, DISPLAY_NAME);
	g_autofree char *subject = words(&mail, SUBJECT);
	const char *stem = subject != NULL ? subject : shown != NULL ? shown : "mail";
	g_autofree char *name = g_strconcat(stem, g_str_has_suffix(stem, ".msg") ? "" : ".msg", NULL);
	/* A subject is no path. */
	g_strdelimit(name, "/\\", '-');
	brood_hand(brood, name, "application/vnd.ms-outlook", gsf_output_memory_get_bytes((GsfOutputMemory *)memory), (size_t)gsf_output_size(memory));
	storage_clear(&mail);
	g_object_unref(file);
	g_object_unref(memory);
}

static void hand_out(const Storage *attachment, Brood *brood)
{
	g_autofree char *name = words(attachment, ATTACHED_LONG_NAME);
	if (name == NULL)
		name = words(attachment, ATTACHED_NAME);
	if (name == NULL)
		name = words(attachment, DISPLAY_NAME);
	g_autofree char *media = words(attachment, ATTACHED_MEDIA), *id = words(attachment, CONTENT_ID);
	g_autoptr(GByteArray) bytes = property(attachment, ATTACHED, TYPE_BINARY);
	guint64 hidden = 0;
	(void)!fixed(attachment, HIDDEN, TYPE_BOOL, &hidden);
	if (bytes != NULL) {
		/* Shown in the text, and small: a logo. */
		if ((hidden != 0 || id != NULL) && bytes->len < LIMIT_MAIL_PICTURE_BYTES && media != NULL && g_str_has_prefix(media, "image/"))
			return;
		brood_hand(brood, name, media, bytes->data, bytes->len);
		return;
	}
	g_autofree char *object = g_strdup_printf("__substg1.0_%04X%04X", ATTACHED, TYPE_OBJECT);
	GsfInput *within = gsf_infile_child_by_name(attachment->file, object);
	GsfInput *rows = GSF_IS_INFILE(within) ? gsf_infile_child_by_name((GsfInfile *)within, "__properties_version1.0") : NULL;
	if (rows != NULL)
		hand_out_mail(attachment, (GsfInfile *)within, brood);
	g_clear_object(&rows);
	g_clear_object(&within);
}

static void read_attachments(const Storage *mail, Brood *brood)
{
	int n = MIN(gsf_infile_num_children(mail->file), STORAGES_MOST);
	for (int i = 0; i < n; i++) {
		const char *name = gsf_infile_name_by_index(mail->file, i);
		if (name == NULL || !g_str_has_prefix(name, "__attach_version1.0_"))
			continue;
		GsfInput *input = gsf_infile_child_by_index(mail->file, i);
		if (GSF_IS_INFILE(input)) {
			Storage each = storage_of((GsfInfile *)input, HEAD_PART, mail, mail->most);
			hand_out(&each, brood);
			storage_clear(&each);
		}
		g_clear_object(&input);
	}
}

static bool refuse(GError **error, const char *code, const char *da, const char *en)
{
	error_set_texts(error, ERROR_INPUT, code, da, en);
	error_remedy(error, "Gem det som PDF eller DOCX.", "Save it as PDF or DOCX.");
	return false;
}

bool outlook_open(const void *bytes, size_t size, Envelope *envelope, Text *text, Brood *brood, GError **error)
{
	outlook_prepare();
	GsfInput *memory = gsf_input_memory_new(bytes, (gsf_off_t)size, FALSE);
	GsfInfile *file = gsf_infile_msole_new(memory, NULL);
	g_object_unref(memory);
	if (file == NULL)
		return refuse(error, "compound-broken", "Filen er ødelagt.", "The file is broken.");
	Storage mail = storage_of(file, HEAD_ROOT, NULL, size);
	bool is_mail = mail.rows != NULL;
	if (is_mail) {
		read_envelope(&mail, envelope);
		read_body(&mail, text);
		read_attachments(&mail, brood);
		quote_mark(text, envelope);
	}
	storage_clear(&mail);
	g_object_unref(file);
	return is_mail || refuse(error, "office-old", "Filen er fra et Office-program før 2007, som ikke læses her.",
	                         "The file comes from an Office program before 2007, which is not read here.");
}

Reading *outlook_read(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error)
{
	g_autoptr(Text) text = text_new();
	g_autoptr(Reading) reading = reading_new("mail");
	Envelope envelope = { .sent_on = DATE_NONE };
	Brood brood;
	brood_init(&brood, hatch);
	bool fine = outlook_open(bytes, size, &envelope, text, &brood, error);
	if (fine)
		meaning_read(text, &envelope, name, reading);
	envelope_clear(&envelope);
	brood_clear(&brood);
	return fine ? g_steal_pointer(&reading) : NULL;
}
