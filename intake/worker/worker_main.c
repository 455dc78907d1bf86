/*
 * paakrav-worker: the locked room for every kind of document.
 */
#include "intake/worker/craft.h"
#include "intake/worker/crop.h"
#include "intake/worker/mail.h"
#include "intake/worker/ocr.h"
#include "intake/worker/opener.h"
#include "intake/worker/outlook.h"
#include "intake/worker/room.h"

#include <iconv.h>

/*
 * Character sets whose tables are code of their own, which can no longer be loaded behind the lock. Those of Denmark and
 * its neighbours, and what letters from afar are written in; the descriptors stay open on purpose.
 */
static const char *const charsets[] = {
	"CP1252", "ISO-8859-1", "ISO-8859-15", "UTF-16", "UTF-32", "CP1250", "CP1251", "CP1254", "ISO-8859-2", "ISO-8859-9", "KOI8-R",
	"MACINTOSH", "CP850", "CP865", "GB18030", "BIG5", "SHIFT_JIS", "ISO-2022-JP", "EUC-KR",
};

static void warm_up(void)
{
	g_autoptr(GError) error = NULL;
	static const char page[] = "<a b='&amp;'/>";
	g_autoptr(Reading) reading = opener_read("a.xml", page, sizeof page - 1, NULL, &error);
	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++)
		(void)iconv_open("UTF-8", charsets[i]);
	ocr_prepare();
	(void)reading;
	mail_prepare();
	outlook_prepare();
}

int main(int argc, char **argv)
{
	const Room room = { opener_read, crop_draw, craft_make, warm_up, true };
	room_serve(&room, argc, argv);
}
