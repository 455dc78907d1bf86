/* The day on which a letter was sent, as its header or the line above a quotation says it. */
#ifndef PAAKRAV_WORKER_SENTDAY_H
#define PAAKRAV_WORKER_SENTDAY_H

#include "intake/date.h"

/*
 * The sender's day in a mail's Date header (RFC 5322, its obsolete forms, asctime, ISO 8601): the day where the
 * sender was, so the zone does not move it. DATE_NONE when it is malformed or impossible.
 */
Date sentday_header(const char *value);

/*
 * The first day named in full (day, month, year) in running words: "3. maj 2025", "May 3, 2025", "03.05.2025",
 * "03-05-25", "2025-05-03"; Danish, English, German, Swedish. DATE_NONE when there is none, or when month and day
 * could be exchanged in an English text.
 */
Date sentday_words(const char *text, bool english);

#endif
