#include "filing/casefile.h"

#include "assess/edition.h"
#include "filing/approval.h"
#include "filing/archive.h"
#include "filing/casefile_record.h"
#include "filing/make.h"
#include "filing/run.h"
#include "filing/stamp.h"
#include "filing/xades.h"
#include "intake/digestproof.h"
#include "intake/digeststamp.h"
#include "intake/folder.h"
#include "intake/limits.h"
#include "intake/record.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define CONTAINER_MEDIA "application/vnd.etsi.asic-e+zip"

const OptionRow export_options[] = {
	{ "out", "FILE", { "containeren, eller en mappe til den; ellers OUT/CASE.asice", "the container, or a folder for it; else OUT/CASE.asice" } },
	{ "papers", "DIR", { "mappen med papirer; ellers som for run", "the folder of papers; else as for run" } },
	{ NULL, NULL, { NULL, NULL } },
};

/* One file of the container. */
typedef struct Piece {
	char *name, *path; /* in the container; on disk */
	const char *role;
	char *media;
	char sha256[DIGEST_HEX];
	int64_t size;
	int64_t document; /* its number in the case; 0 */
} Piece;

static void piece_free(void *data)
{
	Piece *piece = data;
	g_free(piece->name);
	g_free(piece->path);
	g_free(piece->media);
	g_free(piece);
}

typedef struct Desk {
	const Call *call;
	const Assessment *assessment;
	char *file, *stage; /* what is made, and the folder beside it where it is put together */
	GPtrArray *pieces; /* Piece* */
	GPtrArray *notes; /* char*: what is not in it, and why */
	GPtrArray *made; /* char*: files in stage, to sync */
} Desk;

/* ---- pieces ---- */

static bool piece_add(Desk *desk, const char *name, const char *role, const char *media, const char *path, const char *sha256,
                      int64_t document, GError **error)
{
	Piece *piece = g_new0(Piece, 1);
	*piece = (Piece){ .name = g_strdup(name), .path = g_strdup(path), .role = role, .media = g_strdup(media), .document = document };
	g_ptr_array_add(desk->pieces, piece);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0) {
		error_set(error, ERROR_STORE, "document-file", "Filen kan ikke læses.", "The file cannot be read.");
		error_at(error, name, 0, 0);
		return false;
	}
	bool ok = digest_file(fd, name, piece->sha256, &piece->size, error);
	close(fd);
	if (!ok || sha256 == NULL || strcmp(sha256, piece->sha256) == 0)
		return ok;
	error_set(error, ERROR_INTEGRITY, "document-changed", "Filen i sagsmappen er ikke den, der blev gemt.",
	          "The file in the store is not the one that was kept.");
	error_at(error, name, 0, 0);
	error_remedy(error, "Hent sagsmappen fra en sikkerhedskopi.", "Restore the store from a backup.");
	return false;
}

/* A file that we make: written into stage under a name of its own. */
static bool text_add(Desk *desk, const char *name, const char *role, const char *media, const char *text, GError **error)
{
	g_autofree char *flat = g_strdelimit(g_strdup(name), "/", '_');
	char *path = g_build_filename(desk->stage, flat, NULL);
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
	g_ptr_array_add(desk->made, path);
	return file_put(path, bytes, error) && piece_add(desk, name, role, media, path, NULL, 0, error);
}

static bool record_add(Desk *desk, GError **error)
{
	g_autoptr(GPtrArray) files = record_files(desk->call, desk->assessment, desk->notes, error);
	if (files == NULL)
		return false;
	for (guint i = 0; i < files->len; i++) {
		const RecordFile *file = files->pdata[i];
		g_autofree char *text = json_print(file->json);
		if (!text_add(desk, file->name, file->role, "application/json", text, error))
			return false;
	}
	return true;
}

/* ---- documents ---- */

/* The last part of its name in letters that every file system and every signature tool takes. */
static char *plain_name(const char *name)
{
	static const struct {
		gunichar c;
		const char *as;
	} danish[] = { { 0xe6, "ae" }, { 0xf8, "oe" }, { 0xe5, "aa" }, { 0xc6, "Ae" }, { 0xd8, "Oe" }, { 0xc5, "Aa" } };
	g_autofree char *base = g_path_get_basename(name);
	g_autoptr(GString) out = g_string_new(NULL);
	for (const char *p = base; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		const char *as = NULL;
		for (size_t i = 0; i < G_N_ELEMENTS(danish); i++)
			if (danish[i].c == c)
				as = danish[i].as;
		if (as != NULL)
			g_string_append(out, as);
		else if (c < 0x80 && (g_ascii_isalnum((char)c) || c == '.' || c == '_'))
			g_string_append_c(out, (char)c);
		else if (out->len > 0 && out->str[out->len - 1] != '-')
			g_string_append_c(out, '-');
	}
	if (out->len > 80) /* the end has the file's type */
		g_string_erase(out, 40, (gssize)out->len - 80);
	return g_strdup(out->len > 0 ? out->str : "x");
}

static const char *media_of(const Document *document)
{
	static const struct {
		const char *ending, *media;
	} endings[] = { { ".png", "image/png" },
		        { ".jpg", "image/jpeg" },
		        { ".jpeg", "image/jpeg" },
		        { ".tif", "image/tiff" },
		        { ".tiff", "image/tiff" },
		        { ".odt", "application/vnd.oasis.opendocument.text" },
		        { ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
		        { ".rtf", "application/rtf" },
		        { ".msg", "application/vnd.ms-outlook" },
		        { ".eml", "message/rfc822" } };
	static const struct {
		const char *read, *media;
	} medias[] = { { "pdf", "application/pdf" },       { "zip", "application/zip" },         { "text", "text/plain" },
		       { "ubl-invoice", "application/xml" }, { "ubl-creditnote", "application/xml" }, { "ubl-reminder", "application/xml" },
		       { "ubl-statement", "application/xml" }, { "cii", "application/xml" },          { "claim", "application/xml" },
		       { "xml", "application/xml" } };
	for (size_t i = 0; i < G_N_ELEMENTS(medias); i++)
		if (strcmp(document->media, medias[i].read) == 0)
			return medias[i].media;
	g_autofree char *name = g_ascii_strdown(document->name, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
		if (g_str_has_suffix(name, endings[i].ending))
			return endings[i].media;
	return "application/octet-stream";
}

static bool documents_add(Desk *desk, GError **error)
{
	const Case *c = desk->assessment->on_case;
	for (guint i = 0; i < c->documents->len; i++) {
		const Document *document = c->documents->pdata[i];
		if (!store_has_document(desk->call->home, document->sha256)) {
			g_ptr_array_add(desk->notes, g_strdup_printf("Dokument %" G_GINT64_FORMAT " ligger ikke længere i sagsmappen; "
			                                             "kun dets hash er med.",
			                                             (gint64)document->id));
			continue;
		}
		g_autofree char *plain = plain_name(document->name);
		g_autofree char *name = g_strdup_printf("documents/%04" G_GINT64_FORMAT "-%s", (gint64)document->id, plain);
		g_autofree char *path = g_strdup_printf("%s/documents/%.2s/%s", desk->call->home, document->sha256, document->sha256);
		if (!piece_add(desk, name, "document", media_of(document), path, document->sha256, document->id, error))
			return false;
	}
	return true;
}

/* The papers that were approved last, with signature and receipt, when they lie where they were put. */
static bool papers_add(Desk *desk, GError **error)
{
	static const struct {
		const char *tail, *role, *media;
	} files[] = { { ".zip", "package", "application/zip" },
		      { ".zip.p7s", "signature", "application/pkcs7-signature" },
		      { ".receipt.json", "receipt", "application/json" } };
	const char *case_id = desk->assessment->on_case->id, *papers = call_option(desk->call, "papers");
	g_autoptr(Approval) approval = NULL;
	if (!approval_latest(desk->call->store, case_id, &approval, error))
		return false;
	if (approval == NULL)
		return true;
	g_autofree char *court = approval_folder(approval->court);
	g_autofree char *usual = out_usual(desk->call);
	g_autofree char *folder = g_build_filename(papers != NULL ? papers : usual, court, NULL);
	if (!package_present(case_id, approval->zip_sha256, folder)) {
		g_ptr_array_add(desk->notes, g_strdup("De godkendte papirer ligger ikke, hvor de blev lagt; kun deres hash er med."));
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *base = g_strconcat(case_id, files[i].tail, NULL);
		g_autofree char *name = g_build_filename("papers", base, NULL);
		g_autofree char *path = g_build_filename(folder, base, NULL);
		if (!piece_add(desk, name, files[i].role, files[i].media, path, i == 0 ? approval->zip_sha256 : NULL, 0, error))
			return false;
	}
	return true;
}

/* ---- the list of what is in it ---- */

static const Piece *piece_of_document(const Desk *desk, int64_t id)
{
	for (guint i = 0; i < desk->pieces->len; i++)
		if (((const Piece *)desk->pieces->pdata[i])->document == id)
			return desk->pieces->pdata[i];
	return NULL;
}

static void document_row(cJSON *row, const Desk *desk, const Document *document)
{
	const Piece *piece = piece_of_document(desk, document->id);
	Date dated_on;
	json_int(row, "id", document->id);
	json_text(row, "file", piece != NULL ? piece->name : NULL);
	json_text(row, "name", document->name);
	json_text(row, "sha256", document->sha256);
	json_int(row, "size", document->size);
	json_text(row, "media", document->media);
	json_text(row, "kind", document_kind(document));
	json_text(row, "use", document_use(document));
	json_text(row, "title", field_text(&document->title));
	json_date(row, "dated_on", field_date(&document->dated_on, &dated_on) ? dated_on : DATE_NONE);
	json_text(row, "unread", document->unread);
}

static bool manifest_add(Desk *desk, GError **error)
{
	const Assessment *a = desk->assessment;
	g_autoptr(cJSON) object = json_result("case-file");
	json_text(object, "case", a->on_case->id);
	json_date(object, "exported_on", a->on);
	json_text(object, "program", "paakrav " PAAKRAV_VERSION);
	json_text(object, "law_edition", a->law_edition);
	json_int(object, "up_to_seq", a->on_case->up_to_seq);
	json_text(object, "route", route_name(a->route));
	cJSON *documents = json_array(object, "documents"), *parts = json_array(object, "parts"), *notes = json_array(object, "notes");
	for (guint i = 0; i < a->on_case->documents->len; i++)
		document_row(json_push(documents), desk, a->on_case->documents->pdata[i]);
	for (guint i = 0; i < desk->pieces->len; i++) {
		const Piece *piece = desk->pieces->pdata[i];
		cJSON *row = json_push(parts);
		json_text(row, "name", piece->name);
		json_text(row, "role", piece->role);
		json_text(row, "sha256", piece->sha256);
		json_int(row, "size", piece->size);
	}
	for (guint i = 0; i < desk->notes->len; i++)
		json_push_text(notes, desk->notes->pdata[i]);
	g_autofree char *text = json_print(object);
	if (!text_add(desk, "manifest.json", "manifest", "application/json", text, error))
		return false;
	/* It is written last and stands first. */
	g_ptr_array_insert(desk->pieces, 0, g_ptr_array_steal_index(desk->pieces, desk->pieces->len - 1));
	return true;
}

/* ---- signature and container ---- */

static void digest_of_hex(const char *hex, uint8_t out[DIGEST_BYTES])
{
	for (size_t i = 0; i < DIGEST_BYTES; i++)
		out[i] = (uint8_t)(g_ascii_xdigit_value(hex[2 * i]) << 4 | g_ascii_xdigit_value(hex[2 * i + 1]));
}

static Xades *sign(const Desk *desk, GError **error)
{
	const Call *call = desk->call;
	g_autofree char *keys = g_build_filename(call->home, "keys", NULL);
	g_autoptr(GBytes) certificate = digest_certificate(keys, call->random, error);
	if (certificate == NULL)
		return NULL;
	g_autoptr(Xades) xades = xades_new(call->today, certificate);
	for (guint i = 0; i < desk->pieces->len; i++) {
		const Piece *piece = desk->pieces->pdata[i];
		uint8_t digest[DIGEST_BYTES];
		digest_of_hex(piece->sha256, digest);
		xades_add(xades, piece->name, piece->media, digest);
	}
	g_autoptr(GBytes) info = xades_signed(xades);
	xades->signature = digest_sign_raw(keys, info, call->random, error);
	if (xades->signature == NULL)
		return NULL;
	g_autoptr(GBytes) value = xades_stamped(xades);
	return stamp_fetch(call->home, value, call->random, &xades->token, error) ? g_steal_pointer(&xades) : NULL;
}

static bool container_write(Desk *desk, const Xades *xades, char sha256[DIGEST_HEX], char **path, GError **error)
{
	g_autofree char *listing = xades_listing(xades), *signature = xades_text(xades);
	guint signed_pieces = desk->pieces->len;
	if (!text_add(desk, "mimetype", "mimetype", CONTAINER_MEDIA, CONTAINER_MEDIA, error) ||
	    !text_add(desk, "META-INF/manifest.xml", "listing", "application/xml", listing, error) ||
	    !text_add(desk, XADES_FILE, "signature", "application/xml", signature, error))
		return false;
	g_ptr_array_insert(desk->pieces, 0, g_ptr_array_steal_index(desk->pieces, signed_pieces));
	*path = g_build_filename(desk->stage, "container", NULL);
	g_autoptr(Archive) archive = archive_new(*path, desk->call->today, error);
	if (archive == NULL)
		return false;
	for (guint i = 0; i < desk->pieces->len; i++) {
		const Piece *piece = desk->pieces->pdata[i];
		if (!archive_add(archive, piece->name, piece->path, piece->size, error))
			return false;
	}
	return archive_close(archive, sha256, error);
}

static bool put(const Desk *desk, char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(desk->file);
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	g_ptr_array_add(paths, path);
	return files_sync(paths, error) && file_move(path, desk->file, error) && folder_sync(folder, error);
}

static void answer(const Desk *desk, const Xades *xades, const char *sha256, cJSON **result)
{
	int64_t documents = 0, size = 0;
	for (guint i = 0; i < desk->pieces->len; i++) {
		const Piece *piece = desk->pieces->pdata[i];
		documents += piece->document != 0;
		size += piece->size;
	}
	*result = json_result("export");
	json_text(*result, "case", desk->assessment->on_case->id);
	json_text(*result, "file", desk->file);
	json_text(*result, "sha256", sha256);
	json_int(*result, "parts", desk->pieces->len);
	json_int(*result, "documents", documents);
	json_int(*result, "bytes", size);
	cJSON *signer = json_object(*result, "signer");
	g_autofree char *subject = certificate_subject(xades->certificate);
	char hash[DIGEST_HEX];
	digest_hex(g_bytes_get_data(xades->certificate, NULL), g_bytes_get_size(xades->certificate), hash);
	json_text(signer, "subject", subject);
	json_text(signer, "sha256", hash);
	g_auto(StampTold) told = { 0 };
	g_autoptr(GBytes) value = xades_stamped(xades);
	if (xades->token != NULL && stamp_check("timestamp", xades->token, value, NULL, &told, NULL)) {
		cJSON *stamp = json_object(*result, "timestamp");
		json_text(stamp, "time", told.time);
		json_text(stamp, "authority", told.authority);
	} else {
		json_null(*result, "timestamp");
	}
	cJSON *notes = json_array(*result, "notes");
	for (guint i = 0; i < desk->notes->len; i++)
		json_push_text(notes, desk->notes->pdata[i]);
}

static int export_into(Desk *desk, cJSON **result, GError **error)
{
	if (!folder_remove(desk->stage, error) || !folder_make(desk->stage, error) || !record_add(desk, error) ||
	    !documents_add(desk, error) || !papers_add(desk, error) || !manifest_add(desk, error))
		return -1;
	g_autoptr(Xades) xades = sign(desk, error);
	g_autofree char *path = NULL;
	char sha256[DIGEST_HEX];
	if (xades == NULL || !container_write(desk, xades, sha256, &path, error) || !put(desk, path, error))
		return -1;
	answer(desk, xades, sha256, result);
	return EXIT_FINE;
}

int export_run(const Call *call, cJSON **result, GError **error)
{
	g_autoptr(Law) law = law_in_force(call->store, error);
	g_autoptr(Case) c = law != NULL ? case_read(call->store, call->argv[0], 0, error) : NULL;
	if (c == NULL)
		return -1;
	g_autoptr(Assessment) assessment = assess(c, law, call->today);
	const char *out = call_option(call, "out");
	g_autofree char *usual = out_usual(call);
	g_autofree char *base = g_strconcat(c->id, ".asice", NULL);
	/* A folder that is there, or is written as one, is where the file of the usual name goes. */
	bool folder_named = out != NULL && (g_str_has_suffix(out, "/") || g_file_test(out, G_FILE_TEST_IS_DIR));
	g_autofree char *file = out != NULL && !folder_named ? g_strdup(out) : g_build_filename(folder_named ? out : usual, base, NULL);
	g_autofree char *folder = g_path_get_dirname(file);
	g_autofree char *hidden = g_strdup_printf(".%s.export", c->id);
	g_autofree char *stage = g_build_filename(folder, hidden, NULL);
	if (!folder_make(folder, error))
		return -1;
	FOLDER_LOCK lock = folder_enter(folder, error);
	if (lock < 0)
		return -1;
	g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func(piece_free);
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func(g_free);
	Desk desk = { call, assessment, file, stage, pieces, notes, made };
	int code = export_into(&desk, result, error);
	folder_remove(stage, NULL);
	return code;
}

void export_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA;
	const cJSON *stamp = json_get(result, "timestamp"), *note;
	g_string_append_printf(out, "%s\n", json_get_text(result, "file"));
	g_string_append_printf(out, da ? "  %d dele, heraf %d dokumenter; underskrevet (%.16s…)\n" : "  %d parts, of them %d documents; signed (%.16s…)\n",
	                       (int)json_get_int(result, "parts", 0), (int)json_get_int(result, "documents", 0),
	                       json_get_text(json_get(result, "signer"), "sha256"));
	if (json_get_text(stamp, "time") != NULL)
		g_string_append_printf(out, da ? "  tidsstempel %s af %s\n" : "  timestamp %s by %s\n", json_get_text(stamp, "time"),
		                       json_get_text(stamp, "authority"));
	else
		g_string_append(out, da ? "  uden tidsstempel: ingen tjeneste er sat op ([timestamp] i paakrav.conf)\n"
		                        : "  no timestamp: no authority is configured ([timestamp] in paakrav.conf)\n");
	cJSON_ArrayForEach(note, json_get(result, "notes"))
		g_string_append_printf(out, "  %s\n", cJSON_GetStringValue(note));
	g_string_append(out, da ? "Containeren rummer originalerne og er lige så fortrolig som sagen.\n"
	                        : "The container holds the originals and is as confidential as the case.\n");
}
