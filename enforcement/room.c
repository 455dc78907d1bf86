/* The tables of enforcement/, a script a version: append at the end. */
#include "enforcement/bankbook.h"
#include "enforcement/books.h"
#include "enforcement/client.h"
#include "enforcement/clientbank.h"
#include "enforcement/clientday.h"
#include "enforcement/docketstore.h"
#include "enforcement/household.h"
#include "enforcement/invoice.h"
#include "enforcement/duemail.h"
#include "enforcement/leavingbook.h"
#include "enforcement/payoutbook.h"
#include "enforcement/proposal.h"
#include "enforcement/period.h"

static const char *const migrations[] = {
	docket_tables,
	bank_tables,
	client_tables,
	due_mail_tables,
	terms_tables,
	time_tables,
	leaving_tables,
	proposal_tables,
	period_tables,
	clientbank_tables,
	clientday_tables,
	household_tables,
	invoice_tables,
	payout_tables,
	docket_approvals,
	NULL,
};

const StoreRoom enforcement_room = { "enforcement", migrations };
