/* Every sentence that a user reads stands in both languages, side by side in one row. */
#ifndef PAAKRAV_SAY_H
#define PAAKRAV_SAY_H

typedef enum Lang { LANG_DA, LANG_EN } Lang;

typedef struct Say {
	const char *da;
	const char *en;
} Say;

static inline const char *say(Say s, Lang lang)
{
	return lang == LANG_EN ? s.en : s.da;
}

#endif
