/* Facts: what the record knows of a case, shown with its proof, and a person's word on it. */
#ifndef PAAKRAV_FACTS_H
#define PAAKRAV_FACTS_H

#include "intake/command.h"
#include "intake/fact.h"

/* One entry of `facts[]` of the contract, added to array. */
void fact_json(cJSON *array, const Fact *fact);
/* The `facts[]` of a result for people, a line a fact. A CPR number is shown masked. */
void facts_text(const Call *call, const cJSON *result, GString *out);

/* facts CASE [--why FACT] */
int facts_run(const Call *call, cJSON **result, GError **error);
extern const OptionRow facts_options[];

/* decide CASE FACT accept|reject|correct [VALUE] --by NAME */
int decide_run(const Call *call, cJSON **result, GError **error);
extern const OptionRow decide_options[];

#endif
