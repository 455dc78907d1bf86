/*
 * Payoutaccount: the account that a client is paid on, and the one that a debtor gets back on what he overpaid. Each account, the
 * first one too, is proposed by one person with a reason and confirmed by another; the last confirmed one counts. The number is
 * personal: it stands in an erasable side table, and only its last four digits are ever shown.
 */
#ifndef PAAKRAV_PAYOUTACCOUNT_H
#define PAAKRAV_PAYOUTACCOUNT_H

#include "intake/command.h"
#include "intake/store.h"

/*
 * An account's number as it is kept: of a Danish one the 14 digits, else the IBAN without spaces. NULL: it is none (check digits of
 * an IBAN, ISO 13616; a Danish one has four digits of registration number and four to ten of account). The caller's.
 */
char *payout_number_kept(const char *text);
/* The IBAN of a number so kept, its check digits reckoned. The caller's. */
char *payout_number_iban(const char *kept);
/* "…1234"; "-" for none. The caller's. */
char *payout_number_shown(const char *kept);

typedef struct PayoutAccount {
	int64_t id; /* 0: none */
	char *number, *name; /* NULL: erased */
	Date confirmed_on;
} PayoutAccount;
void payout_account_clear(PayoutAccount *account);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PayoutAccount, payout_account_clear)

/* The one that counts for a receiver: confirmed last. id 0: none is. */
bool payout_account_of(Store *store, const char *receiver, PayoutAccount *out, GError **error);
/* That very one, whether it counts or not. */
bool payout_account_read(Store *store, int64_t id, PayoutAccount *out, GError **error);

/* Who receives what a case's debtor overpaid: "overskud-2026-000001". The caller's. */
char *payout_surplus_receiver(const char *case_id);
/* The client that --creditor or --case names; *out NULL: neither was given. The caller's. */
bool payout_client_said(const Call *call, char **out, GError **error);
/* Two persons: the name however it is spaced or capitalised. one NULL, an erased person, cannot be told from anybody. */
bool payout_is_other(const char *one, const char *by);
/* --by, not empty and not too long; NULL and an Error. Borrowed. */
const char *payout_by_said(const Call *call, GError **error);

extern const OptionRow payout_account_set_options[], payout_account_confirm_options[];
/* payout account set --creditor X | --case C [--surplus] --number N [--name NAME] --why TEXT --by NAME */
int payout_account_set_run(const Call *call, cJSON **result, GError **error);
/* payout account confirm N --by NAME */
int payout_account_confirm_run(const Call *call, cJSON **result, GError **error);
/* payout account list */
int payout_account_list_run(const Call *call, cJSON **result, GError **error);
void payout_account_text(const Call *call, const cJSON *result, GString *out);

#endif
