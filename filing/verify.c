#include "filing/verify.h"

#include "filing/stored.h"
#include "filing/xades.h"
#include "intake/digestproof.h"
#include "intake/digeststamp.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONTAINER_MEDIA "application/vnd.etsi.asic-e+zip"
#define LISTING_FILE "META-INF/manifest.xml"

const OptionRow verify_file_options[] = {
	{ "certificate", "FILE", { "underskriverens certifikat (PEM); ellers det, der følger med", "the signer's certificate (PEM); else the one inside" } },
	{ "authority", "FILE", { "tidsstempeltjenestens rodcertifikat (PEM)", "the timestamp authority's root certificate (PEM)" } },
	{ NULL, NULL, { NULL, NULL } },
};

/* ---- what is found ---- */

void verdict_fault(const Verdicts *verdicts, const char *what, const char *where, const char *da, const char *en)
{
	cJSON *row = json_push(verdicts->faults);
	g_autofree char *valid = g_utf8_make_valid(where, -1);
	json_text(row, "what", what);
	json_text(row, "where", valid);
	json_text(row, "text", verdicts->lang == LANG_EN ? en : da);
}

static void verdict_note(const Verdicts *verdicts, const char *da, const char *en)
{
	json_push_text(verdicts->notes, verdicts->lang == LANG_EN ? en : da);
}

void verdict_signer(cJSON *object, const Verdicts *verdicts, GBytes *certificate, bool given)
{
	cJSON *signer = json_object(object, "signer");
	g_autofree char *subject = certificate_subject(certificate);
	gsize n;
	const void *der = g_bytes_get_data(certificate, &n);
	char hash[DIGEST_HEX];
	digest_hex(der, n, hash);
	json_text(signer, "subject", subject);
	json_text(signer, "sha256", hash);
	json_text(signer, "source", given ? "given" : "contained");
	if (!given)
		verdict_note(verdicts,
		             "Underskriften er holdt op mod det certifikat, der følger med. Hvis det er, ved kun den, der har fået det ad anden "
		             "vej: giv det med --certificate.",
		             "The signature was held against the certificate that came along. Whose it is knows only who got it in another "
		             "way: give it with --certificate.");
}

void verdict_stamp(cJSON *object, const Verdicts *verdicts, const char *where, GBytes *token, GBytes *bytes, const char *ca_file)
{
	g_auto(StampTold) told = { 0 };
	g_autoptr(GError) fault = NULL;
	if (token == NULL) {
		json_null(object, "timestamp");
		verdict_note(verdicts, "Der er intet tidsstempel: hvornår det blev underskrevet, står kun på underskriverens ord.",
		             "There is no timestamp: when it was signed stands on the signer's word alone.");
		return;
	}
	if (!stamp_check(where, token, bytes, ca_file, &told, &fault)) {
		json_null(object, "timestamp");
		verdict_fault(verdicts, "timestamp", where, error_text(fault, LANG_DA), error_text(fault, LANG_EN));
		return;
	}
	cJSON *stamp = json_object(object, "timestamp");
	json_text(stamp, "time", told.time);
	json_text(stamp, "authority", told.authority);
	json_text(stamp, "source", ca_file != NULL ? "given" : "contained");
	if (ca_file == NULL)
		verdict_note(verdicts, "Tidsstemplet er holdt op mod sine egne certifikater; giv tjenestens rodcertifikat med --authority.",
		             "The timestamp was held against its own certificates; give the authority's root with --authority.");
}

/* ---- the container ---- */

typedef struct Container {
	const Verdicts *verdicts;
	int fd;
	Stored *stored;
	Xades *xades;
} Container;

static void structure_faults(const Verdicts *verdicts, const Stored *stored)
{
	for (guint i = 0; i < stored->parts->len; i++) {
		const StoredPart *part = stored->parts->pdata[i];
		/* The head alone may be wrong: what the part holds, its hash says. */
		if (!part->checked && stored->where == NULL)
			verdict_fault(verdicts, "checksum", part->name, "Containerens kontrolsum passer ikke til delen.",
			              "The container's checksum does not fit the part.");
	}
	if (stored->where == NULL)
		return;
	g_autofree char *da = g_strdup_printf("Filen er ikke bygget, som paakrav skriver den (ved byte %" G_GINT64_FORMAT ").", (gint64)stored->at);
	g_autofree char *en = g_strdup_printf("The file is not built as paakrav writes it (at byte %" G_GINT64_FORMAT ").", (gint64)stored->at);
	verdict_fault(verdicts, "structure", stored->where, da, en);
}

/* Is the part these very bytes? */
static void part_is(const Container *c, const char *name, const char *bytes, const char *what)
{
	const StoredPart *part = stored_find(c->stored, name);
	uint8_t digest[DIGEST_BYTES];
	digest_bytes(bytes, strlen(bytes), digest);
	if (part == NULL || memcmp(part->digest, digest, sizeof digest) != 0)
		verdict_fault(c->verdicts, what, name, "Delen er ikke, som paakrav skriver den.", "The part is not as paakrav writes it.");
}

static bool unsigned_part(const char *name)
{
	return strcmp(name, "mimetype") == 0 || strcmp(name, LISTING_FILE) == 0 || strcmp(name, XADES_FILE) == 0;
}

static const XadesPart *signed_part(const Xades *xades, const char *name)
{
	for (guint i = 0; i < xades->parts->len; i++)
		if (strcmp(((const XadesPart *)xades->parts->pdata[i])->name, name) == 0)
			return xades->parts->pdata[i];
	return NULL;
}

/* Each part against its signed hash, and none too many or too few. */
static void parts_check(const Container *c, cJSON *rows)
{
	for (guint i = 0; i < c->stored->parts->len; i++) {
		const StoredPart *part = c->stored->parts->pdata[i];
		if (unsigned_part(part->name))
			continue;
		const XadesPart *told = c->xades != NULL ? signed_part(c->xades, part->name) : NULL;
		bool ok = told != NULL && memcmp(told->digest, part->digest, DIGEST_BYTES) == 0;
		char hash[DIGEST_HEX];
		digest_to_hex(part->digest, hash);
		g_autofree char *valid = g_utf8_make_valid(part->name, -1);
		cJSON *row = json_push(rows);
		json_text(row, "name", valid);
		json_text(row, "sha256", hash);
		json_int(row, "size", part->size);
		json_bool(row, "ok", ok);
		if (ok || c->xades == NULL)
			continue;
		if (told == NULL)
			verdict_fault(c->verdicts, "unsigned", part->name, "Delen er ikke omfattet af underskriften.",
			              "The part is not covered by the signature.");
		else
			verdict_fault(c->verdicts, "hash", part->name, "Delen er ændret, siden den blev underskrevet.",
			              "The part was changed after it was signed.");
	}
	for (guint i = 0; c->xades != NULL && i < c->xades->parts->len; i++) {
		const XadesPart *told = c->xades->parts->pdata[i];
		if (stored_find(c->stored, told->name) == NULL)
			verdict_fault(c->verdicts, "absent", told->name, "Delen er underskrevet, men er ikke i filen.",
			              "The part is signed but not in the file.");
	}
}

static void signature_check(const Container *c, cJSON *object, GBytes *given, const char *ca_file)
{
	const Xades *xades = c->xades;
	g_autoptr(GBytes) info = xades_signed(xades), value = xades_stamped(xades);
	verdict_signer(object, c->verdicts, given != NULL ? given : xades->certificate, given != NULL);
	if (given != NULL && !g_bytes_equal(given, xades->certificate))
		verdict_fault(c->verdicts, "certificate", XADES_FILE, "Filen er underskrevet med et andet certifikat end det, der blev givet.",
		              "The file is signed with another certificate than the one given.");
	if (!signature_holds_raw(xades->signature, info, given != NULL ? given : xades->certificate))
		verdict_fault(c->verdicts, "signature", XADES_FILE, "Underskriften holder ikke.", "The signature does not hold.");
	verdict_stamp(object, c->verdicts, XADES_FILE, xades->token, value, ca_file);
}

static void nothing_signed(cJSON *object)
{
	json_null(object, "signer");
	json_null(object, "timestamp");
}

/* Whose case it is, once its list is known to be the one that was signed. */
static void case_told(const Container *c, cJSON *object)
{
	const StoredPart *part = stored_find(c->stored, "manifest.json");
	g_autoptr(GBytes) bytes = part != NULL ? stored_bytes(c->fd, part, LIMIT_XML_BYTES) : NULL;
	gsize n = 0;
	const char *text = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;
	g_autoptr(cJSON) manifest = text != NULL && cJSON_GetArraySize(c->verdicts->faults) == 0 ? json_parse(text, n) : NULL;
	json_text(object, "case", json_get_text(manifest, "case"));
	json_text(object, "on", json_get_text(manifest, "exported_on"));
}

static bool verify_container(cJSON *object, const Verdicts *verdicts, const char *path, int fd, GBytes *given, const char *ca_file, GError **error)
{
	g_autoptr(Stored) stored = stored_read(fd, path, error);
	if (stored == NULL)
		return false;
	Container c = { verdicts, fd, stored, NULL };
	structure_faults(verdicts, stored);
	const StoredPart *first = stored->parts->len > 0 ? stored->parts->pdata[0] : NULL;
	if (first == NULL || strcmp(first->name, "mimetype") != 0)
		verdict_fault(verdicts, "structure", "mimetype", "Filen begynder ikke med sin type.", "The file does not begin with its type.");
	part_is(&c, "mimetype", CONTAINER_MEDIA, "structure");
	const StoredPart *part = stored_find(stored, XADES_FILE);
	g_autoptr(GBytes) bytes = part != NULL ? stored_bytes(fd, part, LIMIT_XML_BYTES) : NULL;
	gsize n = 0;
	const char *text = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;
	g_autoptr(Xades) xades = text != NULL ? xades_read(text, n) : NULL;
	c.xades = xades;
	if (xades == NULL) {
		verdict_fault(verdicts, part == NULL ? "absent" : "structure", XADES_FILE, "Der er ingen underskrift, som paakrav skriver den.",
		              "There is no signature as paakrav writes it.");
	} else {
		g_autofree char *listing = xades_listing(xades);
		part_is(&c, LISTING_FILE, listing, "listing");
	}
	cJSON *rows = json_array(object, "parts");
	parts_check(&c, rows);
	if (xades != NULL)
		signature_check(&c, object, given, ca_file);
	else
		nothing_signed(object);
	case_told(&c, object);
	return true;
}

/* ---- the command ---- */

/* The path of the zip that it is about: a signature or a receipt names it by its own name. */
static char *zip_of(const char *path)
{
	if (g_str_has_suffix(path, ".zip.p7s"))
		return g_strndup(path, strlen(path) - strlen(".p7s"));
	if (!g_str_has_suffix(path, ".receipt.json"))
		return g_strdup(path);
	g_autofree char *stem = g_strndup(path, strlen(path) - strlen(".receipt.json"));
	return g_strconcat(stem, ".zip", NULL);
}

/* Does the zip begin as a container does, with its type? One byte of that may be the one that was changed. */
static bool is_container(const char *path, int fd)
{
	char head[30 + 8 + sizeof CONTAINER_MEDIA];
	return g_str_has_suffix(path, ".asice") || (pread(fd, head, sizeof head, 0) == sizeof head && memcmp(head + 30, "mimetype", 8) == 0);
}

static int open_file(const char *path, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd >= 0)
		return fd;
	error_set(error, ERROR_INPUT, "unreadable", "Filen kan ikke læses.", "The file cannot be read.");
	error_at(error, path, 0, 0);
	return -1;
}

/* By its name or its first bytes; one of the two may be what was changed. */
static bool is_ours(const char *path, int fd, GError **error)
{
	char head[2];
	struct stat st;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (g_str_has_suffix(path, ".zip") || g_str_has_suffix(path, ".asice") ||
	     (pread(fd, head, sizeof head, 0) == sizeof head && memcmp(head, "PK", sizeof head) == 0)))
		return true;
	error_set(error, ERROR_INPUT, "not-a-container", "Det er hverken en sagsmappe (.asice) eller en pakke (.zip) fra paakrav.",
	          "It is neither a case file (.asice) nor a package (.zip) of paakrav.");
	error_at(error, path, 0, 0);
	error_remedy(error, "Nævn den .asice, som export lagde, eller SAG.zip, SAG.zip.p7s eller SAG.receipt.json i rettens mappe.",
	             "Name the .asice that export made, or CASE.zip, CASE.zip.p7s or CASE.receipt.json in the court's folder.");
	return false;
}

int verify_file_run(const Call *call, cJSON **result, GError **error)
{
	const char *certificate = call_option(call, "certificate"), *ca_file = call_option(call, "authority");
	g_autoptr(GBytes) given = certificate != NULL ? certificate_of_file(certificate, error) : NULL;
	g_autoptr(GBytes) root = ca_file != NULL ? certificate_of_file(ca_file, error) : NULL;
	if ((certificate != NULL && given == NULL) || (ca_file != NULL && root == NULL))
		return -1;
	g_autofree char *path = zip_of(call->argv[0]);
	int fd = open_file(path, error);
	if (fd < 0)
		return -1;
	if (!is_ours(path, fd, error)) {
		close(fd);
		return -1;
	}
	g_autoptr(cJSON) object = json_result("verify");
	bool container = is_container(path, fd);
	json_bool(object, "ok", true);
	json_text(object, "file", path);
	json_text(object, "kind", container ? "case-file" : "package");
	Verdicts verdicts = { call->lang, cJSON_CreateArray(), cJSON_CreateArray() };
	bool read = container ? verify_container(object, &verdicts, path, fd, given, ca_file, error)
	                      : verify_package(object, &verdicts, path, fd, given, ca_file, error);
	close(fd);
	cJSON_AddItemToObject(object, "faults", verdicts.faults);
	cJSON_AddItemToObject(object, "notes", verdicts.notes);
	if (!read)
		return -1;
	bool fine = cJSON_GetArraySize(verdicts.faults) == 0;
	if (!fine)
		cJSON_ReplaceItemInObjectCaseSensitive(object, "ok", cJSON_CreateFalse());
	*result = g_steal_pointer(&object);
	return fine ? EXIT_FINE : (int)ERROR_INTEGRITY;
}

void verify_file_text(const Call *call, const cJSON *result, GString *out)
{
	bool da = call->lang == LANG_DA, ok = json_get_bool(result, "ok");
	const cJSON *row, *signer = json_get(result, "signer"), *stamp = json_get(result, "timestamp");
	g_string_append_printf(out, "%s: %s\n", json_get_text(result, "file"),
	                       ok ? (da ? "som den blev underskrevet" : "as it was signed")
	                          : (da ? "IKKE SOM DEN BLEV UNDERSKREVET" : "NOT AS IT WAS SIGNED"));
	cJSON_ArrayForEach(row, json_get(result, "faults"))
		g_string_append_printf(out, "  %s: %s\n", json_get_text(row, "where"), json_get_text(row, "text"));
	if (json_get_text(signer, "sha256") != NULL)
		g_string_append_printf(out, "  %s %s (%.16s…)\n", da ? "certifikat" : "certificate",
		                       json_get_text(signer, "subject") != NULL ? json_get_text(signer, "subject") : "?",
		                       json_get_text(signer, "sha256"));
	if (json_get_text(stamp, "time") != NULL)
		g_string_append_printf(out, "  %s %s, %s\n", da ? "tidsstempel" : "timestamp", json_get_text(stamp, "time"),
		                       json_get_text(stamp, "authority") != NULL ? json_get_text(stamp, "authority") : "?");
	cJSON_ArrayForEach(row, json_get(result, "notes"))
		g_string_append_printf(out, "  %s\n", cJSON_GetStringValue(row));
}
