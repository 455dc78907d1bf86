/* claim.xml: the creditor's own word. Its shape is docs/claim.xsd; what the schema cannot say is checked here too. */
#ifndef PAAKRAV_WORKER_CLAIM_H
#define PAAKRAV_WORKER_CLAIM_H

#include "intake/reading.h"
#include "intake/worker/xml.h"

#define CLAIM_NAMESPACE "urn:paakrav:claim:1"

typedef struct ClaimReader ClaimReader;

/* Facts and events go to reading, which is borrowed. The reader is then the `self` of claim_handler. */
ClaimReader *claim_reader_new(Reading *reading);
void claim_reader_free(ClaimReader *reader);
extern const XmlHandler claim_handler;

#endif
