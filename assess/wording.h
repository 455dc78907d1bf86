/*
 * Wording: fixed words in Danish and English with places {0}, {1} … for arguments, put together only when somebody reads
 * it: an assessment makes a hundred of them, and most are never read.
 */
#ifndef PAAKRAV_ASSESS_WORDING_H
#define PAAKRAV_ASSESS_WORDING_H

#include "assess/arena.h"
#include "intake/case.h"
#include "intake/say.h"

/* An argument of a sentence, written in each language's own form. */
typedef enum ArgKind {
	ARG_END,
	ARG_TEXT,
	ARG_SAY, /* other words in either language */
	ARG_DATE,
	ARG_MONEY,
	ARG_NUMBER,
	ARG_RATE,
	ARG_ITEM, /* "faktura 1001" / "invoice 1001" */
	ARG_PARTY, /* its name, else "skyldner d1"; NULL: "skyldner" / "the debtor" */
	ARG_WORDING
} ArgKind;

struct Wording;
typedef struct Arg {
	ArgKind kind;
	union {
		const char *text;
		Say say;
		Date date;
		Money money;
		int64_t number;
		const Item *item;
		const Party *party;
		const struct Wording *wording;
	};
} Arg;
#define A_TEXT(x) { .kind = ARG_TEXT, .text = (x) }
#define A_SAY(x, y) { .kind = ARG_SAY, .say = { (x), (y) } }
#define A_DATE(x) { .kind = ARG_DATE, .date = (x) }
#define A_MONEY(x) { .kind = ARG_MONEY, .money = (x) }
#define A_NUMBER(x) { .kind = ARG_NUMBER, .number = (x) }
#define A_RATE(x) { .kind = ARG_RATE, .number = (x) }
#define A_ITEM(x) { .kind = ARG_ITEM, .item = (x) }
#define A_PARTY(x) { .kind = ARG_PARTY, .party = (x) }
#define A_WORDING(x) { .kind = ARG_WORDING, .wording = (x) }
#define ARGS(...) ((const Arg[]){ __VA_ARGS__, { .kind = ARG_END } })
#define NO_ARGS ((const Arg[]){ { .kind = ARG_END } })

/* The words are literals and live forever; args end with ARG_END. */
typedef struct Wording {
	const char *da, *en;
	const Arg *args;
} Wording;

/* A copy in the arena, texts of the arguments too. Items and parties stay the case's. */
Wording wording_keep(Arena *arena, Wording wording);
/* Appended to out in lang. */
void wording_write(GString *out, Wording wording, Lang lang);

/* What items and debtors are called in a sentence; newly allocated. */
char *item_label(const Item *item, Lang lang);
char *party_label(const Party *party, Lang lang);

#endif
