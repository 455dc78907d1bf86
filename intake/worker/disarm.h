/*
 * Disarm: what a PDF would do by itself (run scripts, start programs, send forms, carry files along) taken out of it, and
 * nothing of what is seen on its pages. Private to the binder.
 */
#ifndef PAAKRAV_WORKER_DISARM_H
#define PAAKRAV_WORKER_DISARM_H

#include "intake/json.h"

#include <qpdf/qpdf-c.h>
#include <stdbool.h>

typedef enum Arm {
	ARM_SCRIPT = 1, /* JavaScript */
	ARM_LAUNCH = 2, /* starts a program or opens another file */
	ARM_SEND = 4, /* sends or takes in form data */
	ARM_FILES = 8, /* files embedded */
	ARM_XFA = 16, /* a form within the form that another program draws */
	ARM_MEDIA = 32, /* sound, film, models */
	ARM_NONE = 64, /* a signature: nothing that acts, but what is signed is not to be changed */
} Arm;

/* One page with its annotations. found (may be NULL) gains what was taken out, Arm values put together. */
void disarm_page(qpdf_data pdf, qpdf_oh page, unsigned *found);
/* All of it. false: it has more objects than a document has. */
bool disarm_document(qpdf_data pdf, unsigned *found);
/* "javascript" "launch" "send" "files" "xfa" "media", added to the array. */
void disarm_tell(unsigned found, cJSON *array);

#endif
