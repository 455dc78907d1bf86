/*
 * Stamp: a timestamp from the authority in HOME/paakrav.conf, group [timestamp]: url (https:// or http://), ca (PEM of the
 * authority's root), timeout_s (1 to 60). Without url there is none, and whoever wanted it says so.
 */
#ifndef PAAKRAV_FILING_STAMP_H
#define PAAKRAV_FILING_STAMP_H

#include "intake/digest.h"

/*
 * The token (DER; the caller's) for bytes; *token is NULL and the answer true when no authority is configured. false and
 * an Error of ERROR_DELIVERY that names the authority when it does not answer, or answers something else; of ERROR_USAGE
 * when the configuration is wrong.
 */
bool stamp_fetch(const char *home, GBytes *bytes, RandomSource random, GBytes **token, GError **error);

#endif
