/* Arena: many small things that live and die together, as the findings of one assessment do. */
#ifndef PAAKRAV_ASSESS_ARENA_H
#define PAAKRAV_ASSESS_ARENA_H

#include <glib.h>

typedef struct Arena Arena;
Arena *arena_new(void);
void arena_free(Arena *arena); /* NULL is fine */
/* size bytes of zeroes, aligned for every type; the arena's. */
void *arena_take(Arena *arena, gsize size);
char *arena_copy(Arena *arena, const char *text); /* NULL gives NULL */

/* An array of pointers that grows within an arena; what it points to is borrowed or the arena's. */
typedef struct ArenaList {
	gpointer *pdata;
	guint len, room;
} ArenaList;
void arena_list_add(Arena *arena, ArenaList *list, gconstpointer one);
/* The same, unless it is there already. */
void arena_list_add_once(Arena *arena, ArenaList *list, gconstpointer one);

#endif
