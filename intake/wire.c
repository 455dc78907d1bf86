#include "intake/wire.h"

#include "intake/wireinside.h"

#include <assert.h>
#include <string.h>

/* What has come so far. */
typedef struct Intake {
	GByteArray *bytes;
	int64_t limit;
	bool over;
} Intake;

static size_t take(char *data, size_t size, size_t n, void *context)
{
	Intake *in = context;
	size_t all = size * n;
	in->over = (int64_t)(in->bytes->len + all) > in->limit;
	if (in->over)
		return 0; /* libcurl ends the transfer */
	g_byte_array_append(in->bytes, (const guint8 *)data, (guint)all);
	return all;
}

/* A query or a user in the address may be a secret: it is not shown. */
static char *shown(const char *url)
{
	const char *host = strstr(url, "://"), *path = host != NULL ? strpbrk(host + 3, "/?#") : NULL;
	const char *at = host != NULL ? strchr(host, '@') : NULL;
	if (at != NULL && (path == NULL || at < path))
		return g_strdup_printf("https://%.*s", (int)strcspn(at + 1, "?#"), at + 1);
	return g_strndup(url, strcspn(url, "?#"));
}

static bool refused(GError **error, const char *url, const char *code, const char *da, const char *en, const char *why)
{
	g_autofree char *place = shown(url);
	g_autofree char *text_da = g_strdup_printf("%s%s%s.", da, *why != '\0' ? ": " : "", why);
	g_autofree char *text_en = g_strdup_printf("%s%s%s.", en, *why != '\0' ? ": " : "", why);
	error_set_texts(error, ERROR_DELIVERY, code, text_da, text_en);
	error_at(error, place, 0, 0);
	error_remedy(error, "Intet er ændret. Prøv igen senere, eller hent filen på anden vis.",
	             "Nothing was changed. Try again later, or get the file in another way.");
	return false;
}

static bool set_up(CURL *curl, const char *url, const char *schemes, int timeout_s, const char *ca_file, Intake *in)
{
	return curl_easy_setopt(curl, CURLOPT_URL, url) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, schemes) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
	       (ca_file == NULL || (curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file) == CURLE_OK &&
	                            curl_easy_setopt(curl, CURLOPT_CAPATH, NULL) == CURLE_OK)) &&
	       curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)timeout_s) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take) == CURLE_OK &&
	       curl_easy_setopt(curl, CURLOPT_WRITEDATA, in) == CURLE_OK;
}

CURL *wire_handle(void)
{
	static bool started;
	started = started || curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
	return started ? curl_easy_init() : NULL;
}

/* What is sent along; NULL: nothing, a GET. */
typedef struct Body {
	const char *type;
	GBytes *bytes;
} Body;

static struct curl_slist *set_body(CURL *curl, const Body *body)
{
	g_autofree char *type = g_strconcat("Content-Type: ", body->type, NULL);
	struct curl_slist *headers = curl_slist_append(NULL, type);
	gsize size;
	const void *data = g_bytes_get_data(body->bytes, &size);
	bool fits = headers != NULL && curl_easy_setopt(curl, CURLOPT_POST, 1L) == CURLE_OK &&
	            curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size) == CURLE_OK &&
	            curl_easy_setopt(curl, CURLOPT_POSTFIELDS, data) == CURLE_OK &&
	            curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers) == CURLE_OK;
	assert(fits);
	return headers;
}

static bool transfer(const char *url, const char *schemes, const Body *body, int64_t limit, int timeout_s, const char *ca_file,
                     GBytes **out, GError **error)
{
	CURL *curl = wire_handle();
	if (curl == NULL)
		return refused(error, url, "wire", "Netforbindelsen kan ikke begynde", "The network cannot be used", "");
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	Intake in = { .bytes = bytes, .limit = limit };
	bool fits = set_up(curl, url, schemes, timeout_s, ca_file, &in);
	assert(fits);
	struct curl_slist *headers = body != NULL ? set_body(curl, body) : NULL;
	CURLcode code = curl_easy_perform(curl);
	long status = 0;
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(curl);
	curl_slist_free_all(headers);
	if (in.over)
		return refused(error, url, "wire-size", "Svaret er for stort", "The answer is too large", "");
	if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE)
		return refused(error, url, "wire-certificate", "Serverens certifikat holder ikke", "The server's certificate does not hold",
		               curl_easy_strerror(code));
	if (code != CURLE_OK)
		return refused(error, url, "wire", "Der kunne ikke hentes", "It could not be fetched", curl_easy_strerror(code));
	if (status != 200) {
		g_autofree char *text = g_strdup_printf("%ld", status);
		return refused(error, url, "wire-status", "Serveren svarede nej", "The server said no", text);
	}
	*out = g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
	return true;
}

static bool begins(const char *url, const char *scheme)
{
	return g_ascii_strncasecmp(url, scheme, strlen(scheme)) == 0;
}

bool wire_fetch(const char *url, int64_t limit, int timeout_s, const char *ca_file, GBytes **out, GError **error)
{
	*out = NULL;
	if (begins(url, "https://"))
		return transfer(url, "https", NULL, limit, timeout_s, ca_file, out, error);
	g_autofree char *place = shown(url);
	error_set(error, ERROR_USAGE, "not-https", "Der hentes kun over https.", "Only https is fetched.");
	error_at(error, place, 0, 0);
	error_remedy(error, "Skriv en adresse, der begynder med https://.", "Give an address that begins with https://.");
	return false;
}

bool wire_post(const char *url, const char *type, GBytes *body, int64_t limit, int timeout_s, const char *ca_file, GBytes **out,
               GError **error)
{
	*out = NULL;
	const Body sent = { type, body };
	if (begins(url, "https://") || begins(url, "http://"))
		return transfer(url, "http,https", &sent, limit, timeout_s, ca_file, out, error);
	g_autofree char *place = shown(url);
	error_set(error, ERROR_USAGE, "not-http", "Der sendes kun over http og https.", "Only http and https are used.");
	error_at(error, place, 0, 0);
	error_remedy(error, "Skriv en adresse, der begynder med https:// eller http://.",
	             "Give an address that begins with https:// or http://.");
	return false;
}
