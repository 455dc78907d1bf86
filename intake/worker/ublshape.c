#include "intake/worker/ublshape.h"

#include <string.h>

#define PARTY(role, p)                                                                                                       \
	{ "cac:Accounting" role "Party/cac:Party/cbc:EndpointID", p##_ENDPOINT, 0 },                                         \
	    { "cac:Accounting" role "Party/cac:Party/cac:PartyIdentification/cbc:ID", p##_PARTY_ID, 0 },                     \
	    { "cac:Accounting" role "Party/cac:Party/cac:PartyName/cbc:Name", p##_NAME, 0 },                                 \
	    { "cac:Accounting" role "Party/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName", p##_LEGAL_NAME, 0 },        \
	    { "cac:Accounting" role "Party/cac:Party/cac:PartyLegalEntity/cbc:CompanyID", p##_LEGAL_ID, 0 },                 \
	    { "cac:Accounting" role "Party/cac:Party/cac:PartyTaxScheme/cbc:CompanyID", p##_VAT, 0 },                        \
	    { "cac:Accounting" role "Party/cac:Party/cac:PostalAddress/cbc:StreetName", p##_STREET, 0 },                     \
	    { "cac:Accounting" role "Party/cac:Party/cac:PostalAddress/cbc:AdditionalStreetName", p##_MORE_STREET, 0 },      \
	    { "cac:Accounting" role "Party/cac:Party/cac:PostalAddress/cbc:BuildingNumber", p##_HOUSE, 0 },                  \
	    { "cac:Accounting" role "Party/cac:Party/cac:PostalAddress/cac:AddressLine/cbc:Line", p##_ADDRESS_LINE, 0 },     \
	    { "cac:Accounting" role "Party/cac:Party/cac:PostalAddress/cbc:CityName", p##_CITY, 0 },                         \
	    { "cac:Accounting" role "Party/cac:Party/cac:PostalAddress/cbc:PostalZone", p##_POSTCODE, 0 },                   \
	    { "cac:Accounting" role "Party/cac:Party/cac:PostalAddress/cac:Country/cbc:IdentificationCode", p##_COUNTRY, 0 },\
	    { "cac:Accounting" role "Party/cac:Party/cac:Contact/cbc:ElectronicMail", p##_EMAIL, 0 }

#define LINE(kind, quantity)                                                                                                 \
	{ "cac:" kind "Line", UBL_NONE, UBL_GROUP_LINE }, { "cac:" kind "Line/cac:Item/cbc:Name", UBL_LINE_NAME, 0 },        \
	    { "cac:" kind "Line/cac:Item/cbc:Description", UBL_LINE_DESCRIPTION, 0 },                                        \
	    { "cac:" kind "Line/cbc:" quantity, UBL_LINE_QUANTITY, 0 },                                                      \
	    { "cac:" kind "Line/cbc:LineExtensionAmount", UBL_LINE_AMOUNT, 0 }

static const UblRow ubl_rows[] = {
	{ "cbc:CustomizationID", UBL_CUSTOMIZATION, 0 },
	{ "cbc:ID", UBL_NUMBER, 0 },
	{ "cbc:IssueDate", UBL_ISSUE, 0 },
	{ "cbc:DueDate", UBL_DUE, 0 },
	{ "cbc:InvoiceTypeCode", UBL_TYPE, 0 },
	{ "cbc:CreditNoteTypeCode", UBL_TYPE, 0 },
	{ "cbc:DocumentCurrencyCode", UBL_CURRENCY, 0 },
	{ "cbc:Note", UBL_NOTE, 0 },
	{ "cac:OrderReference/cbc:ID", UBL_ORDER_REF, 0 },
	{ "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", UBL_BILLING_REF, 0 },
	{ "cac:ContractDocumentReference/cbc:ID", UBL_CONTRACT_REF, 0 },
	{ "cac:Delivery/cbc:ActualDeliveryDate", UBL_DELIVERED, 0 },
	{ "cac:PaymentTerms/cbc:Note", UBL_TERMS_NOTE, 0 },
	{ "cac:PaymentTerms/cbc:PaymentDueDate", UBL_TERMS_DUE, 0 },
	{ "cac:LegalMonetaryTotal/cbc:LineExtensionAmount", UBL_LINES_TOTAL, 0 },
	{ "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount", UBL_TAX_EXCLUSIVE, 0 },
	{ "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount", UBL_TAX_INCLUSIVE, 0 },
	{ "cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount", UBL_ALLOWANCES, 0 },
	{ "cac:LegalMonetaryTotal/cbc:ChargeTotalAmount", UBL_CHARGES, 0 },
	{ "cac:LegalMonetaryTotal/cbc:PrepaidAmount", UBL_PREPAID, 0 },
	{ "cac:LegalMonetaryTotal/cbc:PayableRoundingAmount", UBL_ROUNDING, 0 },
	{ "cac:LegalMonetaryTotal/cbc:PayableAmount", UBL_PAYABLE, 0 },
	PARTY("Supplier", UBL_SELLER),
	PARTY("Customer", UBL_BUYER),
	{ "cac:PaymentMeans", UBL_NONE, UBL_GROUP_MEANS },
	{ "cac:PaymentMeans/cbc:PaymentMeansCode", UBL_MEANS_CODE, 0 },
	{ "cac:PaymentMeans/cbc:PaymentDueDate", UBL_MEANS_DUE, 0 },
	{ "cac:PaymentMeans/cbc:PaymentID", UBL_MEANS_ID, 0 },
	{ "cac:PaymentMeans/cbc:InstructionID", UBL_MEANS_INSTRUCTION, 0 },
	{ "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID", UBL_MEANS_ACCOUNT, 0 },
	{ "cac:PaymentMeans/cac:CreditAccount/cbc:AccountID", UBL_MEANS_CREDIT_ACCOUNT, 0 },
	{ "cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID", UBL_MEANS_BRANCH, 0 },
	{ "cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cac:FinancialInstitution/cbc:ID",
	  UBL_MEANS_BANK, 0 },
	{ "cac:TaxTotal/cbc:TaxAmount", UBL_TAX_AMOUNT, 0 },
	LINE("Invoice", "InvoicedQuantity"),
	LINE("CreditNote", "CreditedQuantity"),
};

static UblNode *node_child(UblNode *parent, const char *step, size_t length)
{
	bool aggregate = step[1] == 'a';
	UblNode **link = &parent->child;
	for (; *link != NULL; link = &(*link)->next)
		if (strlen((*link)->local) == length - 4 && memcmp((*link)->local, step + 4, length - 4) == 0 &&
		    (*link)->aggregate == aggregate)
			return *link;
	*link = g_new0(UblNode, 1);
	(*link)->local = g_strndup(step + 4, length - 4);
	(*link)->aggregate = aggregate;
	return *link;
}

UblNode *ubl_tree_make(const UblRow *rows, size_t n)
{
	UblNode *root = g_new0(UblNode, 1);
	for (size_t i = 0; i < n; i++) {
		UblNode *node = root;
		for (const char *step = rows[i].path; step != NULL;) {
			const char *slash = strchr(step, '/');
			node = node_child(node, step, slash != NULL ? (size_t)(slash - step) : strlen(step));
			step = slash != NULL ? slash + 1 : NULL;
		}
		node->field = rows[i].field;
		node->group = rows[i].group;
		node->path = rows[i].path;
	}
	return root;
}

UblNode *ubl_tree_new(void)
{
	return ubl_tree_make(ubl_rows, G_N_ELEMENTS(ubl_rows));
}

void ubl_tree_free(UblNode *node)
{
	if (node == NULL)
		return;
	for (UblNode *child = node->child; child != NULL;) {
		UblNode *next = child->next;
		ubl_tree_free(child);
		child = next;
	}
	g_free(node->local);
	g_free(node);
}

void ubl_value_clear(UblValue *value)
{
	g_free(value->text);
	g_free(value->qualifier);
	*value = (UblValue){ 0 };
}
