/* What may stand where in claim.xml, and which fact each leaf becomes. docs/claim.xsd says the same of the shape. */
#ifndef PAAKRAV_WORKER_CLAIMSHAPE_H
#define PAAKRAV_WORKER_CLAIMSHAPE_H

#include "intake/worker/claimvalue.h"

#include <stdbool.h>

typedef enum SectionKind {
	SECTION_CREDITOR,
	SECTION_REPRESENTATIVE,
	SECTION_DEBTOR,
	SECTION_ITEM,
	SECTION_DOCUMENT,
	SECTION_EVENT,
	SECTION_CHOICES,
	SECTION_INSTRUCTION,
	SECTION_OPERATOR,
	SECTION_AGREEMENT,
	SECTION_KINDS
} SectionKind;

/* An attribute ("@id") or a child element ("name"). */
typedef struct LeafShape {
	const char *name; /* NULL ends the rows */
	ClaimType type;
	const char *fact; /* NULL: no fact of its own */
	const char *invoice_fact; /* of an item that is an invoice with a number; NULL: the same as fact */
	const char *const *words;
	bool needed;
} LeafShape;

typedef struct SectionShape {
	const char *name;
	bool once;
	bool prose; /* text of its own is allowed */
	const LeafShape *leaves;
} SectionShape;

extern const SectionShape claim_sections[SECTION_KINDS];

const LeafShape *section_leaf(const SectionShape *section, const char *name);

#endif
