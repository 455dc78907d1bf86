#include "intake/channel.h"

#include "intake/limits.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

bool channel_write(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;
	while (n > 0) {
		ssize_t done = send(fd, p, n, MSG_NOSIGNAL);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

bool channel_send(int fd, FrameKind kind, const void *payload, size_t size)
{
	FrameHead head = { (uint32_t)kind, (uint32_t)size };
	return size <= UINT32_MAX && channel_write(fd, &head, sizeof head) && channel_write(fd, payload, size);
}

char *channel_error_text(const GError *error)
{
	g_autoptr(cJSON) json = cJSON_CreateObject();
	json_text(json, "code", error_code(error));
	json_text(json, "da", error_text(error, LANG_DA));
	json_text(json, "en", error_text(error, LANG_EN));
	json_text(json, "file", error_file(error));
	json_int(json, "line", error_line(error));
	json_int(json, "column", error_column(error));
	json_text(json, "remedy_da", error_remedy_text(error, LANG_DA));
	json_text(json, "remedy_en", error_remedy_text(error, LANG_EN));
	return json_print_compact(json);
}

/* Bounded, valid UTF-8, no control characters; NULL otherwise. */
static const char *sober(const cJSON *json, const char *key)
{
	const char *text = json_get_text(json, key);
	if (text == NULL || strlen(text) > LIMIT_SENTENCE_BYTES || !g_utf8_validate(text, -1, NULL))
		return NULL;
	for (const char *p = text; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			return NULL;
	return text;
}

bool channel_error_parse(const char *text, size_t size, GError **error)
{
	g_autoptr(cJSON) json = json_parse(text, size);
	const char *code = sober(json, "code"), *da = sober(json, "da"), *en = sober(json, "en");
	int64_t line = json_get_int(json, "line", 0), column = json_get_int(json, "column", 0);
	if (code == NULL || da == NULL || en == NULL || line < 0 || line > G_MAXINT || column < 0 || column > G_MAXINT)
		return false;
	error_set_texts(error, ERROR_INPUT, code, da, en);
	error_at(error, sober(json, "file"), (int)line, (int)column);
	const char *remedy_da = sober(json, "remedy_da"), *remedy_en = sober(json, "remedy_en");
	if (remedy_da != NULL && remedy_en != NULL)
		error_remedy(error, remedy_da, remedy_en);
	return true;
}

/* Names that Windows takes for devices, whatever follows a point. */
static bool is_device(const char *part, size_t length)
{
	static const char *const devices[] = { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$", NULL };
	const char *point = memchr(part, '.', length);
	size_t n = point != NULL ? (size_t)(point - part) : length;
	while (n > 0 && part[n - 1] == ' ')
		n--;
	for (const char *const *device = devices; *device != NULL; device++)
		if (strlen(*device) == n && g_ascii_strncasecmp(*device, part, n) == 0)
			return true;
	return n == 4 && (g_ascii_strncasecmp(part, "COM", 3) == 0 || g_ascii_strncasecmp(part, "LPT", 3) == 0) &&
	       g_ascii_isdigit(part[3]);
}

const char *entry_name_fault(const char *name)
{
	if (!g_utf8_validate(name, -1, NULL))
		return "zip-name";
	for (const char *p = name; *p != '\0'; p = g_utf8_next_char(p))
		if (g_unichar_iscntrl(g_utf8_get_char(p)))
			return "zip-name";
	if (*name == '/' || strchr(name, '\\') != NULL || (g_ascii_isalpha(name[0]) && name[1] == ':'))
		return "zip-path";
	int depth = 0;
	for (const char *part = name; *part != '\0';) {
		size_t n = strcspn(part, "/");
		if (n == 0 || (n == 1 && part[0] == '.') || (n == 2 && part[0] == '.' && part[1] == '.'))
			return "zip-path";
		if (n > LIMIT_NAME_BYTES)
			return "zip-name";
		if (is_device(part, n))
			return "zip-device";
		depth += part[n] == '/';
		part += n + (part[n] == '/');
	}
	return depth > LIMIT_PATH_DEPTH ? "zip-depth" : NULL;
}
