/* verify, for a package: the zip, the signature beside it, and what its receipt says. */
#include "filing/receipt.h"
#include "filing/stored.h"
#include "filing/verify.h"
#include "intake/digestproof.h"
#include "intake/folder.h"
#include "intake/limits.h"

#include <string.h>

static char *stem_of(const char *path)
{
	return g_str_has_suffix(path, ".zip") ? g_strndup(path, strlen(path) - strlen(".zip")) : g_strdup(path);
}

/* The hash that the manifest tells of a part stands in it as we write it. */
static bool manifest_tells(const char *manifest, const char *name, const char *sha256)
{
	g_autofree char *row = g_strdup_printf("<part name=\"%s\" ", name);
	g_autofree char *hash = g_strdup_printf(" sha256=\"%s\"", sha256);
	const char *at = strstr(manifest, row), *end = at != NULL ? strstr(at, "/>\n") : NULL;
	const char *told = at != NULL ? strstr(at, hash) : NULL;
	return told != NULL && end != NULL && told < end;
}

static void parts_check(cJSON *rows, const Verdicts *verdicts, const Stored *stored, int fd)
{
	const StoredPart *list = stored_find(stored, "manifest.xml");
	g_autoptr(GBytes) bytes = list != NULL ? stored_bytes(fd, list, LIMIT_XML_BYTES) : NULL;
	g_autofree char *manifest = bytes != NULL ? g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes)) : NULL;
	if (manifest == NULL)
		verdict_fault(verdicts, "absent", "manifest.xml", "Pakken har ingen liste over sine dele.", "The package has no list of its parts.");
	for (guint i = 0; i < stored->parts->len; i++) {
		const StoredPart *part = stored->parts->pdata[i];
		char hash[DIGEST_HEX];
		digest_to_hex(part->digest, hash);
		bool ok = part == list || (manifest != NULL && manifest_tells(manifest, part->name, hash));
		g_autofree char *valid = g_utf8_make_valid(part->name, -1);
		cJSON *row = json_push(rows);
		json_text(row, "name", valid);
		json_text(row, "sha256", hash);
		json_int(row, "size", part->size);
		json_bool(row, "ok", ok && part->checked);
		if (manifest != NULL && !ok)
			verdict_fault(verdicts, "hash", part->name, "Delen er ikke den, som listen nævner.", "The part is not the one that the list names.");
		else if (!part->checked)
			verdict_fault(verdicts, "checksum", part->name, "Zippens kontrolsum passer ikke til delen.", "The zip's checksum does not fit the part.");
	}
	if (stored->where != NULL)
		verdict_fault(verdicts, "structure", stored->where, "Zippen er ikke bygget, som paakrav skriver den.",
		              "The zip is not built as paakrav writes it.");
}

static bool signature_check(cJSON *object, const Verdicts *verdicts, const char *path, GBytes *given, GBytes *zip, GBytes **certificate,
                            GError **error)
{
	g_autofree char *file = g_strconcat(path, ".p7s", NULL);
	*certificate = NULL;
	if (!file_exists(file)) {
		json_null(object, "signer");
		verdict_fault(verdicts, "absent", file, "Underskriften ligger ikke ved siden af pakken.", "The signature does not lie beside the package.");
		return true;
	}
	g_autoptr(GBytes) signature = file_read(file, LIMIT_RECEIPT_BYTES, error);
	if (signature == NULL)
		return false;
	*certificate = given != NULL ? g_bytes_ref(given) : certificate_of_signature(signature);
	if (*certificate == NULL)
		json_null(object, "signer");
	else
		verdict_signer(object, verdicts, *certificate, given != NULL);
	if (*certificate == NULL || !signature_holds(signature, zip, *certificate))
		verdict_fault(verdicts, "signature", file, "Underskriften passer ikke til pakken.", "The signature does not fit the package.");
	return true;
}

static GBytes *base64_bytes(const char *text)
{
	gsize n;
	guchar *bytes = text != NULL ? g_base64_decode(text, &n) : NULL;
	return bytes != NULL ? g_bytes_new_take(bytes, n) : NULL;
}

/* The receipt as a whole is sealed, and the journal's head in it is signed by itself. */
static void head_check(const Verdicts *verdicts, const char *file, const cJSON *receipt, GBytes *certificate)
{
	const cJSON *head = json_get(receipt, "journal");
	const char *hash = json_get_text(head, "hash");
	g_autofree char *text = g_strdup_printf("paakrav-head/1\n%" G_GINT64_FORMAT "\n%s\n", (gint64)json_get_int(head, "seq", -1),
	                                        hash != NULL ? hash : "");
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text)), signature = base64_bytes(json_get_text(head, "signature"));
	g_autoptr(GBytes) sealed = receipt_sealed(receipt), seal = base64_bytes(json_get_text(receipt, "seal"));
	g_autofree char *again = seal != NULL ? g_base64_encode(g_bytes_get_data(seal, NULL), g_bytes_get_size(seal)) : NULL;
	bool coded = again != NULL && strcmp(again, json_get_text(receipt, "seal")) == 0;
	if (certificate != NULL && (!coded || !signature_holds_raw(seal, sealed, certificate)))
		verdict_fault(verdicts, "receipt", file, "Kvitteringen er ændret, siden den blev forseglet.",
		              "The receipt was changed after it was sealed.");
	if (certificate != NULL && (signature == NULL || !signature_holds(signature, bytes, certificate)))
		verdict_fault(verdicts, "signature", file, "Underskriften på kvitteringens journalhoved holder ikke.",
		              "The signature on the receipt's journal head does not hold.");
}

/* Some bytes of a CMS are covered by no signature: the sealed receipt has the hash of all of them. */
static void signature_is(const Verdicts *verdicts, const char *path, const cJSON *receipt)
{
	g_autofree char *file = g_strconcat(path, ".p7s", NULL);
	g_autoptr(GBytes) bytes = file_exists(file) ? file_read(file, LIMIT_RECEIPT_BYTES, NULL) : NULL;
	char hash[DIGEST_HEX];
	if (bytes == NULL)
		return;
	digest_hex(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), hash);
	if (g_strcmp0(json_get_text(receipt, "signature_sha256"), hash) != 0)
		verdict_fault(verdicts, "signature", file, "Underskriften er ikke den, som kvitteringen nævner.",
		              "The signature is not the one that the receipt names.");
}

/* The receipt as we print it: other bytes with the same values were not ours. */
static bool receipt_is_ours(const cJSON *receipt, GBytes *bytes)
{
	g_autofree char *again = json_print(receipt);
	gsize n;
	const void *text = g_bytes_get_data(bytes, &n);
	return strlen(again) == n && memcmp(again, text, n) == 0;
}

static bool receipt_check(cJSON *object, const Verdicts *verdicts, const char *path, const char *zip_sha256, GBytes *certificate,
                          const char *ca_file, GError **error)
{
	g_autofree char *stem = stem_of(path);
	g_autofree char *file = g_strconcat(stem, ".receipt.json", NULL);
	g_autoptr(GBytes) bytes = NULL;
	if (file_exists(file)) {
		bytes = file_read(file, LIMIT_RECEIPT_BYTES, error);
		if (bytes == NULL)
			return false;
	}
	gsize n = 0;
	const char *text = bytes != NULL ? g_bytes_get_data(bytes, &n) : NULL;
	g_autoptr(cJSON) receipt = text != NULL ? json_parse(text, n) : NULL;
	json_text(object, "case", json_get_text(receipt, "case"));
	json_text(object, "on", json_get_text(receipt, "on"));
	if (receipt == NULL || !receipt_is_ours(receipt, bytes)) {
		json_null(object, "timestamp");
		verdict_fault(verdicts, bytes == NULL ? "absent" : "receipt", file, "Der er ingen kvittering, som paakrav skriver den.",
		              "There is no receipt as paakrav writes it.");
		return true;
	}
	if (g_strcmp0(json_get_text(receipt, "sha256"), zip_sha256) != 0)
		verdict_fault(verdicts, "receipt", file, "Kvitteringen er for en anden pakke.", "The receipt is of another package.");
	signature_is(verdicts, path, receipt);
	head_check(verdicts, file, receipt, certificate);
	g_autoptr(GBytes) stamped = receipt_stamped(receipt);
	const cJSON *stamp = json_get(receipt, "timestamp");
	g_autoptr(GBytes) token = stamp == NULL || cJSON_IsNull(stamp) ? NULL : base64_bytes(json_get_text(stamp, "token"));
	if (token == NULL && stamp != NULL && !cJSON_IsNull(stamp))
		token = g_bytes_new(NULL, 0);
	verdict_stamp(object, verdicts, file, token, stamped, ca_file);
	return true;
}

bool verify_package(cJSON *object, const Verdicts *verdicts, const char *path, int fd, GBytes *given, const char *ca_file, GError **error)
{
	g_autoptr(Stored) stored = stored_read(fd, path, error);
	g_autoptr(GBytes) zip = stored != NULL ? file_read(path, LIMIT_SUBMISSION_BYTES, error) : NULL;
	g_autoptr(GBytes) certificate = NULL;
	if (zip == NULL)
		return false;
	cJSON *rows = json_array(object, "parts");
	parts_check(rows, verdicts, stored, fd);
	char hash[DIGEST_HEX];
	gsize n;
	const void *bytes = g_bytes_get_data(zip, &n);
	digest_hex(bytes, n, hash);
	return signature_check(object, verdicts, path, given, zip, &certificate, error) &&
	       receipt_check(object, verdicts, path, hash, certificate, ca_file, error);
}
