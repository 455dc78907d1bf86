/*
 * Amounts of money in a line of text, as people write them: "kr. 60.102,01", "1.250,-", "DKK 1,250.00", "1 250,00",
 * "EUR 12,50". Whether a comma or a point parts the decimals is told by evidence, of the amount itself or of the whole
 * document; "1.250" in a document that does not tell is an amount whose size is not known.
 */
#ifndef PAAKRAV_WORKER_AMOUNTS_H
#define PAAKRAV_WORKER_AMOUNTS_H

#include "intake/worker/text.h"

#include <glib.h>
#include <stdint.h>

typedef enum AmountMark { AMOUNT_MARK_UNKNOWN, AMOUNT_MARK_COMMA, AMOUNT_MARK_POINT } AmountMark;

/* How a document writes amounts, from all of them. {0} where nothing is known. */
typedef struct AmountStyle {
	AmountMark decimal; /* what parts the decimals; UNKNOWN without evidence, or when it speaks both ways */
	bool marked_groups; /* thousands are parted by a point, comma or apostrophe somewhere: so not by spaces */
} AmountStyle;

typedef struct Amount {
	guint first, last; /* the words of the line that it fills, its currency and sign included */
	bool known; /* false: it can be read two ways, and minor says nothing */
	int64_t minor; /* minor units of its currency; hundredths where it names none */
	bool money; /* written as money: with a currency, two decimals or ",-"; else a bare number, perhaps no amount at all */
	int decimals; /* digits after the mark as written; ",-" is 0 */
	bool crowns; /* "kr.": Danish, Swedish or Norwegian, which the text around it tells */
	char currency[4]; /* ISO 4217 when it names one, else "" */
} Amount;

AmountStyle amounts_style(const Text *text);

/*
 * The amounts of a line from left to right, appended to out (a GArray of Amount). Not taken: percentages, dates, times
 * of day, numbers that begin with + or stand within letters. Within LIMIT_MONEY_ORE.
 */
void amounts_find(const TextLine *line, AmountStyle style, GArray *out);

#endif
