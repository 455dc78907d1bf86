#include "intake/worker/cii.h"

#include <string.h>

#define UNCEFACT "urn:un:unece:uncefact:data:"
#define ZUGFERD_1 "urn:ferd:CrossIndustryDocument:invoice:1p0"

#define PARTY(at, p)                                                                                                         \
	{ at "/ram:ID", p##_PARTY_ID, 0 }, { at "/ram:GlobalID", p##_PARTY_ID, 0 }, { at "/ram:Name", p##_LEGAL_NAME, 0 },   \
	    { at "/ram:SpecifiedLegalOrganization/ram:ID", p##_LEGAL_ID, 0 },                                                \
	    { at "/ram:SpecifiedLegalOrganization/ram:TradingBusinessName", p##_NAME, 0 },                                   \
	    { at "/ram:SpecifiedTaxRegistration/ram:ID", p##_VAT, 0 },                                                       \
	    { at "/ram:URIUniversalCommunication/ram:URIID", p##_ENDPOINT, 0 },                                              \
	    { at "/ram:PostalTradeAddress/ram:LineOne", p##_STREET, 0 },                                                     \
	    { at "/ram:PostalTradeAddress/ram:LineTwo", p##_MORE_STREET, 0 },                                                \
	    { at "/ram:PostalTradeAddress/ram:LineThree", p##_ADDRESS_LINE, 0 },                                             \
	    { at "/ram:PostalTradeAddress/ram:CityName", p##_CITY, 0 },                                                      \
	    { at "/ram:PostalTradeAddress/ram:PostcodeCode", p##_POSTCODE, 0 },                                              \
	    { at "/ram:PostalTradeAddress/ram:CountryID", p##_COUNTRY, 0 },                                                  \
	    { at "/ram:DefinedTradeContact/ram:EmailURIUniversalCommunication/ram:URIID", p##_EMAIL, 0 }

/* What both editions say alike, below the names that ZUGFeRD 1 had for the same parts. id: of a document referred to. */
#define DOCUMENT(head)                                                                                                       \
	{ head "/ram:ID", UBL_NUMBER, 0 }, { head "/ram:TypeCode", UBL_TYPE, 0 },                                            \
	    { head "/ram:IssueDateTime/udt:DateTimeString", UBL_ISSUE, 0 },                                                  \
	    { head "/ram:IncludedNote/ram:Content", UBL_NOTE, 0 }

#define AGREEMENT(at, id)                                                                                                    \
	PARTY(at "/ram:SellerTradeParty", UBL_SELLER), PARTY(at "/ram:BuyerTradeParty", UBL_BUYER),                          \
	    { at "/ram:BuyerOrderReferencedDocument/ram:" id, UBL_ORDER_REF, 0 },                                            \
	    { at "/ram:ContractReferencedDocument/ram:" id, UBL_CONTRACT_REF, 0 }

#define DELIVERY(at) { at "/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString", UBL_DELIVERED, 0 }

#define MEANS(at)                                                                                                            \
	{ at, UBL_NONE, UBL_GROUP_MEANS }, { at "/ram:TypeCode", UBL_MEANS_CODE, 0 },                                        \
	    { at "/ram:PayeePartyCreditorFinancialAccount/ram:IBANID", UBL_MEANS_ACCOUNT, 0 },                               \
	    { at "/ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID", UBL_MEANS_ACCOUNT, 0 },                        \
	    { at "/ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", UBL_MEANS_BRANCH, 0 }

#define SUMS(at)                                                                                                             \
	{ at "/ram:LineTotalAmount", UBL_LINES_TOTAL, 0 }, { at "/ram:ChargeTotalAmount", UBL_CHARGES, 0 },                  \
	    { at "/ram:AllowanceTotalAmount", UBL_ALLOWANCES, 0 }, { at "/ram:TaxBasisTotalAmount", UBL_TAX_EXCLUSIVE, 0 },  \
	    { at "/ram:TaxTotalAmount", UBL_TAX_AMOUNT, 0 }, { at "/ram:GrandTotalAmount", UBL_TAX_INCLUSIVE, 0 },           \
	    { at "/ram:TotalPrepaidAmount", UBL_PREPAID, 0 }, { at "/ram:RoundingAmount", UBL_ROUNDING, 0 },                 \
	    { at "/ram:DuePayableAmount", UBL_PAYABLE, 0 }

#define SETTLEMENT(at, sums, id)                                                                                             \
	{ at "/ram:PaymentReference", UBL_PAYMENT_REFERENCE, 0 }, { at "/ram:InvoiceCurrencyCode", UBL_CURRENCY, 0 },        \
	    MEANS(at "/ram:SpecifiedTradeSettlementPaymentMeans"),                                                           \
	    { at "/ram:SpecifiedTradePaymentTerms/ram:Description", UBL_TERMS_NOTE, 0 },                                     \
	    { at "/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString", UBL_TERMS_DUE, 0 },               \
	    { at "/ram:InvoiceReferencedDocument/ram:" id, UBL_BILLING_REF, 0 }, SUMS(at "/ram:" sums)

#define LINE(at, delivery, settlement, sums)                                                                                 \
	{ at, UBL_NONE, UBL_GROUP_LINE }, { at "/ram:SpecifiedTradeProduct/ram:Name", UBL_LINE_NAME, 0 },                    \
	    { at "/ram:SpecifiedTradeProduct/ram:Description", UBL_LINE_DESCRIPTION, 0 },                                    \
	    { at "/ram:" delivery "/ram:BilledQuantity", UBL_LINE_QUANTITY, 0 },                                             \
	    { at "/ram:" settlement "/ram:" sums "/ram:LineTotalAmount", UBL_LINE_AMOUNT, 0 }

#define TRADE "rsm:SupplyChainTradeTransaction"
#define TRADE_1 "rsm:SpecifiedSupplyChainTradeTransaction"

static const UblRow rows[] = {
	{ "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", UBL_CUSTOMIZATION, 0 },
	DOCUMENT("rsm:ExchangedDocument"),
	AGREEMENT(TRADE "/ram:ApplicableHeaderTradeAgreement", "IssuerAssignedID"),
	DELIVERY(TRADE "/ram:ApplicableHeaderTradeDelivery"),
	SETTLEMENT(TRADE "/ram:ApplicableHeaderTradeSettlement", "SpecifiedTradeSettlementHeaderMonetarySummation", "IssuerAssignedID"),
	LINE(TRADE "/ram:IncludedSupplyChainTradeLineItem", "SpecifiedLineTradeDelivery", "SpecifiedLineTradeSettlement",
	     "SpecifiedTradeSettlementLineMonetarySummation"),
	{ "rsm:SpecifiedExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", UBL_CUSTOMIZATION, 0 },
	DOCUMENT("rsm:HeaderExchangedDocument"),
	AGREEMENT(TRADE_1 "/ram:ApplicableSupplyChainTradeAgreement", "ID"),
	DELIVERY(TRADE_1 "/ram:ApplicableSupplyChainTradeDelivery"),
	SETTLEMENT(TRADE_1 "/ram:ApplicableSupplyChainTradeSettlement", "SpecifiedTradeSettlementMonetarySummation", "ID"),
	LINE(TRADE_1 "/ram:IncludedSupplyChainTradeLineItem", "SpecifiedSupplyChainTradeDelivery", "SpecifiedSupplyChainTradeSettlement",
	     "SpecifiedTradeSettlementMonetarySummation"),
};

bool cii_root(const char *uri, const char *local)
{
	return (strcmp(local, "CrossIndustryInvoice") == 0 && g_str_has_prefix(uri, UNCEFACT "standard:CrossIndustryInvoice:")) ||
	       (strcmp(local, "CrossIndustryDocument") == 0 && strcmp(uri, ZUGFERD_1) == 0);
}

bool cii_aggregate(const char *uri)
{
	return g_str_has_prefix(uri, UNCEFACT "standard:ReusableAggregateBusinessInformationEntity:");
}

bool cii_data_type(const char *uri)
{
	return g_str_has_prefix(uri, UNCEFACT "standard:UnqualifiedDataType:") ||
	       g_str_has_prefix(uri, UNCEFACT "standard:QualifiedDataType:");
}

UblNode *cii_tree_new(void)
{
	return ubl_tree_make(rows, G_N_ELEMENTS(rows));
}

bool cii_takes(UblField field, const UblValue *value, UblValue *slot)
{
	switch ((int)field) {
	case UBL_SELLER_VAT:
	case UBL_BUYER_VAT: /* VA: for VAT; FC is a number of the local tax office */
		return value->qualifier == NULL || strcmp(value->qualifier, "VA") == 0;
	case UBL_SELLER_PARTY_ID:
	case UBL_BUYER_PARTY_ID: /* a number under a scheme tells more than one that the other party gave */
		if (slot->text != NULL && slot->qualifier == NULL && g_str_has_suffix(value->path, "/ram:GlobalID"))
			ubl_value_clear(slot);
		return true;
	default:
		return true;
	}
}

/* The first means stands for the document; one without an account takes that of the next that has one. */
static void lend_account(const UblFound *found)
{
	enum { ACCOUNT = UBL_MEANS_ACCOUNT - UBL_MEANS_CODE, BRANCH = UBL_MEANS_BRANCH - UBL_MEANS_CODE };
	UblValue *first = found->means->len > 0 ? found->means->pdata[0] : NULL;
	for (guint i = 1; i < found->means->len && first[ACCOUNT].text == NULL && first[BRANCH].text == NULL; i++) {
		UblValue *other = found->means->pdata[i];
		for (int field = ACCOUNT; other[ACCOUNT].text != NULL && field <= BRANCH; field++) {
			ubl_value_clear(&first[field]);
			first[field] = other[field];
			first[field].text = g_strdup(other[field].text);
			first[field].qualifier = g_strdup(other[field].qualifier);
		}
	}
}

void cii_settle(UblFound *found)
{
	lend_account(found);
	UblValue *reference = &found->singles[UBL_PAYMENT_REFERENCE];
	if (reference->text == NULL)
		return;
	if (found->means->len == 0)
		g_ptr_array_add(found->means, g_new0(UblValue, UBL_MEANS_FIELDS));
	for (guint i = 0; i < found->means->len; i++) {
		UblValue *means = found->means->pdata[i];
		UblValue *id = &means[UBL_MEANS_ID - UBL_MEANS_CODE];
		*id = (UblValue){ .text = g_strdup(reference->text), .line = reference->line, .path = reference->path };
	}
}
