/* Explain: each rule that was tried, with what decided it, so that a lawyer can check every line. */
#ifndef PAAKRAV_EXPLAIN_H
#define PAAKRAV_EXPLAIN_H

#include "assess/assess.h"

/*
 * paakrav.explain/1: case, on, law_edition, route, rules[] as findings plus quote, quote_from, figures{}, facts[] with
 * their proof, events[]. rule_id: that rule alone (NULL: every rule); all: CLEAR ones too. The caller's.
 */
cJSON *explain_json(const Assessment *assessment, Lang lang, const char *rule_id, bool all);
void explain_text(GString *out, Lang lang, const cJSON *result);

/* paakrav.rules/1: rules[] with id, version, name, title, effect, if_unknown, statute, mark, keyed_on, quote, quote_from. */
cJSON *rules_json(Lang lang, const char *rule_id);
void rules_text(GString *out, Lang lang, const cJSON *result, bool whole);

/* The test that shows the rule when a pair of submissions in fixtures/bad and fixtures/edge cannot; NULL: they do. */
const char *rule_seen_in(const Rule *rule);

#endif
