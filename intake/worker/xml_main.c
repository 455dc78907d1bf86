/*
 * paakrav-worker-xml: the smaller locked room, for XML, archives, bank files and registers' answers. It carries none of the libraries
 * for pages, pictures and mail, so it starts at once and can open no file at all.
 */
#include "intake/bankrows.h"
#include "intake/worker/camt.h"
#include "intake/worker/room.h"
#include "intake/worker/sniff.h"
#include "intake/worker/xmlopener.h"

#include <string.h>

static Reading *read_here(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error)
{
	(void)hatch;
	if (strcmp(sniff_media(bytes, size), "xml") != 0)
		return NULL;
	const char *base = strrchr(name, '/');
	base = base != NULL ? base + 1 : name;
	return xml_read(base, strcmp(base, "claim.xml") == 0, bytes, size, error);
}

/* What is made of XML alone. */
static cJSON *make_here(const char *craft, const CraftTray *tray, const Hatch *hatch, GError **error)
{
	return strcmp(craft, BANKROWS_CRAFT) == 0 ? camt_rows(tray, hatch, error) : NULL;
}

static void warm_up(void)
{
	static const char page[] = "<a b='&amp;'/>";
	g_autoptr(GError) error = NULL;
	g_autoptr(Reading) reading = xml_read("a.xml", false, page, sizeof page - 1, &error);
	(void)reading;
}

int main(int argc, char **argv)
{
	const Room room = { read_here, NULL, make_here, warm_up, false };
	room_serve(&room, argc, argv);
}
