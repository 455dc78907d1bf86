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

/* How the line to a mail server is locked. The server's certificate must hold, for the name that it was called by. */
typedef enum WireLock {
	WIRE_STARTTLS, /* a plain line that must turn to TLS before anything is said */
	WIRE_TLS, /* TLS from the first byte */
	WIRE_PLAIN /* only for what is encrypted in itself; never with a password */
} WireLock;

typedef struct WireMail {
	const char *host;
	int port;
	WireLock lock;
	const char *ca_file; /* PEM; NULL: the system's authorities */
	const char *user, *password; /* NULL: none asked for */
	const char *hello; /* the name that we give ourselves */
	const char *from, *to; /* addresses, checked by the caller */
	GBytes *message; /* RFC 5322, lines ended by CR LF; never empty */
	int timeout_s;
} WireMail;

typedef enum WireOutcome {
	WIRE_ACCEPTED, /* the server has it */
	WIRE_LATER, /* it certainly has not; trying again may help */
	WIRE_REFUSED, /* it certainly has not, and said no to this message or address for good */
	WIRE_DOUBT, /* all was given, and no answer came */
	WIRE_STOPPED /* release said no: it certainly has not */
} WireOutcome;

typedef struct WireAnswer {
	WireOutcome outcome;
	int code; /* of the server's deciding answer; 0: none */
	char *text; /* that answer, UTF-8, without control characters; NULL */
	Say because; /* what went wrong; NULL: nothing */
} WireAnswer;
void wire_answer_clear(WireAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(WireAnswer, wire_answer_clear)

/*
 * Hand one message to a mail server, for one receiver. Before the last piece of it is let out release is asked, once: what it
 * writes down is on disk before the server can have the message. The password is shown nowhere, answers to it are not kept.
 */
void wire_send(const WireMail *mail, bool (*release)(void *context), void *context, WireAnswer *answer);

#endif
