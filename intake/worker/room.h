/*
 * Room: what the locked rooms share: they take an errand from the socket at descriptor 3, answer, and take the next. There
 * are two. paakrav-worker opens every kind of document and may read the system's fonts and the like; paakrav-worker-xml
 * opens XML, archives and registers' answers alone, starts ten times faster, and can open no file whatever.
 */
#ifndef PAAKRAV_WORKER_ROOM_H
#define PAAKRAV_WORKER_ROOM_H

#include "intake/reader.h"
#include "intake/worker/craft.h"
#include "intake/worker/hatch.h"

typedef struct Room {
	/* As opener_read; NULL without an Error: this room does not open it. */
	Reading *(*read)(const char *name, const void *bytes, size_t size, const Hatch *hatch, GError **error);
	/* As crop_draw; NULL: this room draws nothing. */
	GBytes *(*crop)(const void *bytes, size_t size, int page, PageBox box, GError **error);
	/* As craft_make, and NULL without an Error: this room does not make it; NULL: this room makes nothing. */
	cJSON *(*craft)(const char *craft, const CraftTray *tray, const Hatch *hatch, GError **error);
	/* Whatever a library sets up on first use, before the lock. */
	void (*warm_up)(void);
	bool opens_files; /* the libraries need to read some of the system's, see jail.h */
} Room;

/* The room's main. argv[1] is the number of the process that started it. Does not return. */
_Noreturn void room_serve(const Room *room, int argc, char **argv);

#endif
