/*
 * Quote: the sentence of the law that an answer rests on, word for word from docs/law, so that a reader can check it.
 * Each file that quotes has QUOTE(name, version, "bek1475 § 10 stk. 3", "…") beside the rule; tests/tidy compares them
 * with the statutes.
 */
#ifndef PAAKRAV_QUOTE_H
#define PAAKRAV_QUOTE_H

typedef struct LawQuote {
	const char *where; /* by the abbreviations of the law tables: "ral § 12 stk. 2" */
	const char *text;
} LawQuote;

#endif
