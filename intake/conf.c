#include "intake/conf.h"

#include <glib.h>

char *conf_text(const char *home, const char *group, const char *key)
{
	g_autofree char *file = g_build_filename(home, "paakrav.conf", NULL);
	g_autoptr(GKeyFile) keys = g_key_file_new();
	if (!g_key_file_load_from_file(keys, file, G_KEY_FILE_NONE, NULL))
		return NULL;
	char *text = g_key_file_get_string(keys, group, key, NULL);
	if (text != NULL && *text == '\0')
		g_clear_pointer(&text, g_free);
	return text;
}

char *conf_path(const char *home, const char *group, const char *key)
{
	g_autofree char *name = conf_text(home, group, key);
	if (name == NULL || g_path_is_absolute(name))
		return g_steal_pointer(&name);
	return g_build_filename(home, name, NULL);
}
