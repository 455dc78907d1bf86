#include "filing/stamp.h"

#include "intake/conf.h"
#include "intake/digeststamp.h"
#include "intake/limits.h"
#include "intake/wire.h"

#include <string.h>

typedef struct Settings {
	char *url, *ca;
	int timeout_s;
} Settings;

static void settings_clear(Settings *settings)
{
	g_free(settings->url);
	g_free(settings->ca);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Settings, settings_clear)

static bool conf_fault(GError **error, const char *da, const char *en)
{
	error_set_texts(error, ERROR_USAGE, "timestamp-settings", da, en);
	error_at(error, "paakrav.conf", 0, 0);
	error_remedy(error, "Skriv i paakrav.conf under [timestamp]: url=ADRESSE og ca=FIL (PEM), eventuelt timeout_s (1 til 60).",
	             "Write in paakrav.conf under [timestamp]: url=ADDRESS and ca=FILE (PEM), optionally timeout_s (1 to 60).");
	return false;
}

static bool settings_read(const char *home, Settings *out, GError **error)
{
	out->timeout_s = LIMIT_STAMP_S;
	out->url = conf_text(home, "timestamp", "url");
	if (out->url == NULL)
		return true;
	out->ca = conf_path(home, "timestamp", "ca");
	if (out->ca == NULL || !g_file_test(out->ca, G_FILE_TEST_IS_REGULAR))
		return conf_fault(error, "Tidsstempeltjenestens certifikat (ca) er ikke nævnt eller findes ikke.",
		                  "The timestamp authority's certificate (ca) is not named or not there.");
	g_autofree char *timeout = conf_text(home, "timestamp", "timeout_s");
	gint64 seconds = LIMIT_STAMP_S;
	if (timeout != NULL && !g_ascii_string_to_signed(timeout, 10, 1, LIMIT_STAMP_MOST_S, &seconds, NULL))
		return conf_fault(error, "timeout_s er ikke et antal sekunder fra 1 til 60.", "timeout_s is not a number of seconds from 1 to 60.");
	out->timeout_s = (int)seconds;
	return true;
}

bool stamp_fetch(const char *home, GBytes *bytes, RandomSource random, GBytes **token, GError **error)
{
	g_auto(Settings) settings = { 0 };
	*token = NULL;
	if (!settings_read(home, &settings, error))
		return false;
	if (settings.url == NULL)
		return true;
	g_autoptr(GBytes) request = stamp_request(bytes, random, error);
	g_autoptr(GBytes) answer = NULL;
	if (request == NULL)
		return false;
	g_autofree char *name = g_strndup(settings.url, strcspn(settings.url, "?#"));
	GError *fault = NULL;
	if (wire_post(settings.url, "application/timestamp-query", request, LIMIT_STAMP_BYTES, settings.timeout_s, NULL, &answer, &fault))
		*token = stamp_token(name, request, answer, settings.ca, &fault);
	if (fault == NULL)
		return true;
	g_propagate_error(error, fault);
	error_remedy(error, "Intet er afgivet. Prøv igen, når tidsstempeltjenesten svarer, eller ret [timestamp] i paakrav.conf.",
	             "Nothing was handed out. Try again when the timestamp authority answers, or mend [timestamp] in paakrav.conf.");
	return false;
}
