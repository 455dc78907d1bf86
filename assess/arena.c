#include "assess/arena.h"

#include <stddef.h>
#include <string.h>

/* As much as an ordinary assessment needs, so that it asks the system once. */
#define BLOCK_SIZE 24576

typedef struct Block {
	struct Block *before;
	gsize size, used;
	max_align_t bytes[];
} Block;

struct Arena {
	Block *last;
};

Arena *arena_new(void)
{
	return g_new0(Arena, 1);
}

void arena_free(Arena *arena)
{
	for (Block *block = arena != NULL ? arena->last : NULL; block != NULL;) {
		Block *before = block->before;
		g_free(block);
		block = before;
	}
	g_free(arena);
}

void *arena_take(Arena *arena, gsize size)
{
	size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
	Block *block = arena->last;
	if (block == NULL || block->size - block->used < size) {
		gsize room = MAX(size, (gsize)BLOCK_SIZE);
		block = g_malloc0(sizeof(Block) + room);
		*block = (Block){ .before = arena->last, .size = room };
		arena->last = block;
	}
	char *taken = (char *)block->bytes + block->used;
	block->used += size;
	return taken;
}

char *arena_copy(Arena *arena, const char *text)
{
	if (text == NULL)
		return NULL;
	gsize size = strlen(text) + 1;
	return memcpy(arena_take(arena, size), text, size);
}

void arena_list_add(Arena *arena, ArenaList *list, gconstpointer one)
{
	if (list->len == list->room) {
		guint room = list->room == 0 ? 4 : 2 * list->room;
		gpointer *grown = arena_take(arena, room * sizeof *grown);
		if (list->len > 0)
			memcpy(grown, list->pdata, list->len * sizeof *grown);
		list->pdata = grown;
		list->room = room;
	}
	list->pdata[list->len++] = (gpointer)one;
}

void arena_list_add_once(Arena *arena, ArenaList *list, gconstpointer one)
{
	for (guint i = 0; i < list->len; i++)
		if (list->pdata[i] == one)
			return;
	arena_list_add(arena, list, one);
}
