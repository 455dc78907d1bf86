/*
 * Page charts: figures as shapes on the pages of page.h: tiles with one figure each, bars that lie, pillars that stand. Lengths
 * are thousandths, reckoned by the caller in whole numbers, so that no amount becomes a fraction here. Each figure stands beside
 * its shape as text, tagged as a table, so that nothing is told by length or colour alone.
 */
#ifndef PAAKRAV_PAGE_CHART_H
#define PAAKRAV_PAGE_CHART_H

#include "filing/page.h"

typedef enum Ink { INK_DEEP, INK_SOFT, INK_PALE, INK_WARN } Ink;

typedef struct Tile {
	const char *label, *value, *under; /* under: a line of explanation; NULL */
	bool warn;
} Tile;
/* One to four side by side. */
void pages_tiles(Pages *pages, const Tile *tiles, int n);

typedef struct Bar {
	const char *label, *value, *note; /* note: a second figure, to the right; NULL */
	int permille; /* of the longest */
	Ink ink;
} Bar;
/* One under another. */
void pages_bars(Pages *pages, const Bar *bars, int n);
/* Side by side on a line, value above and label below each; high_mm: of the longest. */
void pages_pillars(Pages *pages, const Bar *bars, int n, double high_mm);

#endif
