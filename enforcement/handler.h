/* Handler: who handles cases, asked for by name. A name is spelt in more than one way; each that is the same person's counts. */
#ifndef PAAKRAV_HANDLER_H
#define PAAKRAV_HANDLER_H

#include "intake/command.h"

/*
 * The spellings among owners and deputies of cases that are the person of --lawyer, each between HANDLER_EDGE; NULL in *out when the
 * option was not said. An Error of ERROR_INPUT, with the names that there are, when nobody of that name ever had a case.
 */
bool handler_said(const Call *call, char **out, GError **error);
bool handler_among(const char *spellings, const char *name); /* name NULL: nobody */

#define HANDLER_EDGE "\x1f"
/* In SQL, of the spellings bound as ?2 and a row o of docket_owner: is one of them owner or deputy? */
#define HANDLER_SQL "(instr(?2, char(31) || o.owner || char(31)) > 0 OR instr(?2, char(31) || o.deputy || char(31)) > 0)"

#endif
