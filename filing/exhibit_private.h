/*
 * Exhibit private: CPR numbers and others' bank accounts in an exhibit, listed by page, and struck out of its copy where a person
 * asked for it. The numbers themselves are told nowhere.
 */
#ifndef PAAKRAV_EXHIBIT_PRIVATE_H
#define PAAKRAV_EXHIBIT_PRIVATE_H

#include "filing/exhibits.h"
#include "filing/press.h"

/* The creditor's own numbers, as the case has them, ended by NULL; the caller's, by g_strfreev. */
char **private_own(const Case *c);

/* A point on the sheet for each exhibit with such numbers. text: the exhibit's pages. */
bool private_list(Press *press, const Exhibit *exhibit, Sheet *sheet, GError **error);

#endif
