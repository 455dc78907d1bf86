/*
 * Wire: the only door to the network (libcurl). Nothing is fetched unless a command is asked to.
 */
#ifndef PAAKRAV_WIRE_H
#define PAAKRAV_WIRE_H

#include "intake/error.h"

#include <glib.h>
#include <stdint.h>

/*
 * GET an https:// address into *out (the caller's), at most limit bytes within timeout_s seconds. The server's certificate
 * must hold under the system's authorities, or under those in ca_file (PEM) alone when that is not NULL. Only an answer
 * of 200 counts; no redirect is followed, no proxy used, no credentials sent. Another scheme is an Error of ERROR_USAGE,
 * code "not-https"; all else that fails is one of ERROR_DELIVERY that names the address without a query.
 */
bool wire_fetch(const char *url, int64_t limit, int timeout_s, const char *ca_file, GBytes **out, GError **error);

/*
 * POST body, of that media type, and take the answer as above. The address may also be plain http://, for answers that
 * are signed themselves: code "not-http" for another scheme.
 */
bool wire_post(const char *url, const char *type, GBytes *body, int64_t limit, int timeout_s, const char *ca_file, GBytes **out,
               GError **error);

#endif
