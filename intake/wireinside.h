/* What the wire's own files share: libcurl's header, entered here alone. */
#ifndef PAAKRAV_WIREINSIDE_H
#define PAAKRAV_WIREINSIDE_H

#include <curl/curl.h>

/* A handle of libcurl, which is started on first use; NULL: it cannot be. */
CURL *wire_handle(void);

#endif
