/*
 * Mime: one mail as it goes over the wire (RFC 5322, 2045–2047, 8551), built from its words and files. The same content is the
 * same bytes: the boundaries follow from the message's id, the day has no hour, since nothing here reads a clock.
 */
#ifndef PAAKRAV_MIME_H
#define PAAKRAV_MIME_H

#include "intake/date.h"
#include "intake/error.h"

#include <glib.h>

typedef struct MailFile {
	const char *name; /* ASCII */
	const char *type; /* "application/pdf" */
	GBytes *bytes;
} MailFile;

typedef struct Mail {
	const char *id; /* without the angle brackets */
	Date on;
	const char *from_name; /* NULL: none */
	const char *from, *to; /* addresses, ASCII */
	const char *subject;
	const char *text;
	const char *html; /* the same words; NULL: none */
	const MailFile *files;
	int n_files;
} Mail;

/* Everything in ASCII, lines ended by CR LF and none longer than 78 bytes but an address or id. */
GBytes *mail_compose(const Mail *mail);
/* The same with all but its head encrypted to the receiver's certificate on its day: S/MIME enveloped data. */
GBytes *mail_compose_sealed(const Mail *mail, const char *certificate_file, Date today, GError **error);

#endif
