#include "intake/crop.h"

#include "intake/folder.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MARGIN_X 200 /* tenths of a millimetre beside the words: what they are a part of is seen too */
#define MARGIN_Y 80

bool place_box(const char *place, PageBox *out)
{
	int n[8], end = 0;
	if (place == NULL || sscanf(place, "box %5d.%1d %5d.%1d %5d.%1d %5d.%1d%n", &n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &n[6], &n[7], &end) != 8 ||
	    place[end] != '\0')
		return false;
	*out = (PageBox){ .left = n[0] * 10 + n[1], .top = n[2] * 10 + n[3], .right = n[4] * 10 + n[5], .bottom = n[6] * 10 + n[7] };
	return true;
}

static bool has_pages(const Stand *stand)
{
	static const char *const media[] = { "pdf", "image", NULL };
	return stand->document > 0 && stand->page > 0 && stand->media != NULL && g_strv_contains(media, stand->media);
}

bool crop_write(Store *store, Reader *reader, const Stand *stand, const char *path, bool *drawn, GError **error)
{
	*drawn = false;
	if (!has_pages(stand))
		return true;
	PageBox box = { 0 };
	if (place_box(stand->place, &box))
		box = (PageBox){ .left = MAX(box.left - MARGIN_X, 0), .top = MAX(box.top - MARGIN_Y, 0), .right = box.right + MARGIN_X, .bottom = box.bottom + MARGIN_Y };
	int fd = store_open_document(store, stand->sha256, error);
	if (fd < 0)
		return false;
	/* A page that cannot be drawn is still judged by its words. */
	g_autoptr(GBytes) png = reader_crop(reader, stand->name, fd, stand->page, box, NULL);
	close(fd);
	if (png == NULL)
		return true;
	*drawn = file_write(path, png, error);
	return *drawn;
}

char *crop_inline(const char *term, const char *term_program, GBytes *png)
{
	gsize size;
	const guint8 *bytes = g_bytes_get_data(png, &size);
	g_autofree char *text = g_base64_encode(bytes, size);
	if (g_strcmp0(term_program, "iTerm.app") == 0 || g_strcmp0(term_program, "WezTerm") == 0)
		return g_strdup_printf("\033]1337;File=inline=1;preserveAspectRatio=1:%s\a\n", text);
	if (g_strcmp0(term, "xterm-kitty") != 0 && g_strcmp0(term, "xterm-ghostty") != 0)
		return NULL;
	/* Kitty takes pieces of at most 4096. */
	GString *out = g_string_new(NULL);
	size_t length = strlen(text);
	for (size_t at = 0; at < length; at += 4096) {
		size_t n = MIN(length - at, 4096);
		g_string_append_printf(out, "\033_G%sm=%d;%.*s\033\\", at == 0 ? "a=T,f=100," : "", at + n < length ? 1 : 0, (int)n, text + at);
	}
	g_string_append_c(out, '\n');
	return g_string_free(out, FALSE);
}
