#include "intake/worker/invoicelabel.h"

#include <stdint.h>
#include <string.h>

static const LabelRow rows[] = {
	{ "fakturanr", "da", LABEL_NUMBER, 3 }, { "fakturanummer", "", LABEL_NUMBER, 3 }, { "fakturano", "da", LABEL_NUMBER, 3 },
	{ "regningsnr", "da", LABEL_NUMBER, 3 }, { "regningsnummer", "da", LABEL_NUMBER, 3 }, { "bilagsnr", "da", LABEL_NUMBER, 1 },
	{ "fakturaid", "da", LABEL_NUMBER, 3 }, { "faktura", "", LABEL_NUMBER, 1 }, { "regning", "da", LABEL_NUMBER, 1 },
	{ "invoicenumber", "en", LABEL_NUMBER, 3 }, { "invoiceno", "en", LABEL_NUMBER, 3 }, { "invoicenr", "en", LABEL_NUMBER, 3 },
	{ "invoiceid", "en", LABEL_NUMBER, 3 }, { "invoice", "en", LABEL_NUMBER, 1 }, { "taxinvoice", "en", LABEL_NUMBER, 1 },
	{ "invoicenum", "en", LABEL_NUMBER, 3 }, { "billnumber", "en", LABEL_NUMBER, 3 }, { "billno", "en", LABEL_NUMBER, 3 },
	{ "rechnungsnr", "de", LABEL_NUMBER, 3 }, { "rechnungsnummer", "de", LABEL_NUMBER, 3 }, { "rechnungnr", "de", LABEL_NUMBER, 3 },
	{ "rechnung", "de", LABEL_NUMBER, 1 }, { "belegnr", "de", LABEL_NUMBER, 2 }, { "belegnummer", "de", LABEL_NUMBER, 2 },
	{ "rechnungno", "de", LABEL_NUMBER, 3 }, { "handelsrechnungnr", "de", LABEL_NUMBER, 3 },

	{ "kreditnotanr", "da", LABEL_CREDIT_NUMBER, 3 }, { "kreditnotanummer", "da", LABEL_CREDIT_NUMBER, 3 },
	{ "kreditnr", "da", LABEL_CREDIT_NUMBER, 3 }, { "kreditnota", "da", LABEL_CREDIT_NUMBER, 1 },
	{ "creditnotenumber", "en", LABEL_CREDIT_NUMBER, 3 }, { "creditnoteno", "en", LABEL_CREDIT_NUMBER, 3 },
	{ "creditnote", "en", LABEL_CREDIT_NUMBER, 1 }, { "creditmemonumber", "en", LABEL_CREDIT_NUMBER, 3 },
	{ "creditmemono", "en", LABEL_CREDIT_NUMBER, 3 }, { "creditmemo", "en", LABEL_CREDIT_NUMBER, 1 },
	{ "gutschriftsnr", "de", LABEL_CREDIT_NUMBER, 3 }, { "gutschriftsnummer", "de", LABEL_CREDIT_NUMBER, 3 },
	{ "gutschrift", "de", LABEL_CREDIT_NUMBER, 1 }, { "gutschriftnr", "de", LABEL_CREDIT_NUMBER, 3 },
	{ "kreditfakturanr", "sv", LABEL_CREDIT_NUMBER, 3 }, { "kreditfakturanummer", "sv", LABEL_CREDIT_NUMBER, 3 },
	{ "kreditfaktura", "sv", LABEL_CREDIT_NUMBER, 1 }, { "kreditnotanno", "da", LABEL_CREDIT_NUMBER, 2 },

	{ "vedrorendefaktura", "da", LABEL_BILLING_REF, 3 }, { "vedrfaktura", "da", LABEL_BILLING_REF, 3 },
	{ "vedrorendefakturanr", "da", LABEL_BILLING_REF, 3 }, { "vedrfakturanr", "da", LABEL_BILLING_REF, 3 },
	{ "krediteringaffaktura", "da", LABEL_BILLING_REF, 3 },
	{ "krediteringaffakturanr", "da", LABEL_BILLING_REF, 3 }, { "tilfaktura", "da", LABEL_BILLING_REF, 3 },
	{ "tilfakturanr", "da", LABEL_BILLING_REF, 3 }, { "reffaktura", "da", LABEL_BILLING_REF, 3 },
	{ "referencetilfaktura", "da", LABEL_BILLING_REF, 3 }, { "oprindeligfaktura", "da", LABEL_BILLING_REF, 3 },
	{ "oprindeligfakturanr", "da", LABEL_BILLING_REF, 3 }, { "originalinvoice", "en", LABEL_BILLING_REF, 3 },
	{ "originalinvoicenumber", "en", LABEL_BILLING_REF, 3 }, { "originalinvoiceno", "en", LABEL_BILLING_REF, 3 },
	{ "creditforinvoice", "en", LABEL_BILLING_REF, 3 }, { "forinvoice", "en", LABEL_BILLING_REF, 3 },
	{ "zurechnung", "de", LABEL_BILLING_REF, 3 }, { "zurechnungnr", "de", LABEL_BILLING_REF, 3 },
	{ "zurechnungsnr", "de", LABEL_BILLING_REF, 3 }, { "avserfaktura", "sv", LABEL_BILLING_REF, 3 },
	{ "avserfakturanr", "sv", LABEL_BILLING_REF, 3 }, { "krediterarfaktura", "sv", LABEL_BILLING_REF, 3 },

	{ "ordrenr", "da", LABEL_ORDER, 3 }, { "ordrenummer", "da", LABEL_ORDER, 3 }, { "rekvisitionsnr", "da", LABEL_ORDER, 3 },
	{ "rekvnr", "da", LABEL_ORDER, 3 }, { "ordreid", "da", LABEL_ORDER, 3 }, { "ordre", "da", LABEL_ORDER, 1 },
	{ "indkobsordre", "da", LABEL_ORDER, 3 }, { "indkobsordrenr", "da", LABEL_ORDER, 3 }, { "ponummer", "da", LABEL_ORDER, 3 },
	{ "ordernumber", "en", LABEL_ORDER, 3 }, { "orderno", "en", LABEL_ORDER, 3 }, { "orderid", "en", LABEL_ORDER, 3 },
	{ "ponumber", "en", LABEL_ORDER, 3 }, { "pono", "en", LABEL_ORDER, 3 }, { "po", "en", LABEL_ORDER, 2 },
	{ "purchaseorder", "en", LABEL_ORDER, 3 }, { "purchaseorderno", "en", LABEL_ORDER, 3 }, { "orderref", "en", LABEL_ORDER, 3 },
	{ "purchaseordernumber", "en", LABEL_ORDER, 3 }, { "order", "", LABEL_ORDER, 1 }, { "yourorder", "en", LABEL_ORDER, 2 },
	{ "bestellnr", "de", LABEL_ORDER, 3 }, { "bestellnummer", "de", LABEL_ORDER, 3 }, { "auftragsnr", "de", LABEL_ORDER, 2 },
	{ "auftragsnummer", "de", LABEL_ORDER, 2 }, { "ordernr", "sv", LABEL_ORDER, 3 }, { "ordernummer", "sv", LABEL_ORDER, 3 },

	{ "fakturadato", "da", LABEL_ISSUE, 3 }, { "udstedelsesdato", "da", LABEL_ISSUE, 3 }, { "udstedt", "da", LABEL_ISSUE, 2 },
	{ "udstedtden", "da", LABEL_ISSUE, 3 }, { "kreditnotadato", "da", LABEL_ISSUE, 3 }, { "dato", "da", LABEL_ISSUE, 1 },
	{ "regningsdato", "da", LABEL_ISSUE, 3 }, { "datoforudstedelse", "da", LABEL_ISSUE, 3 }, { "fakturaensdato", "da", LABEL_ISSUE, 3 },
	{ "invoicedate", "en", LABEL_ISSUE, 3 }, { "dateofissue", "en", LABEL_ISSUE, 3 }, { "issuedate", "en", LABEL_ISSUE, 3 },
	{ "dateissued", "en", LABEL_ISSUE, 3 }, { "issuedon", "en", LABEL_ISSUE, 3 }, { "billdate", "en", LABEL_ISSUE, 3 },
	{ "date", "en", LABEL_ISSUE, 1 }, { "creditnotedate", "en", LABEL_ISSUE, 3 }, { "dateofinvoice", "en", LABEL_ISSUE, 3 },
	{ "taxpoint", "en", LABEL_OTHER_DATE, 1 }, { "rechnungsdatum", "de", LABEL_ISSUE, 3 }, { "belegdatum", "de", LABEL_ISSUE, 3 },
	{ "ausstellungsdatum", "de", LABEL_ISSUE, 3 }, { "gutschriftsdatum", "de", LABEL_ISSUE, 3 }, { "datum", "", LABEL_ISSUE, 1 },
	{ "fakturadatum", "sv", LABEL_ISSUE, 3 }, { "utstalld", "sv", LABEL_ISSUE, 2 }, { "utfardad", "sv", LABEL_ISSUE, 2 },

	{ "forfaldsdato", "da", LABEL_DUE, 3 }, { "forfald", "da", LABEL_DUE, 3 }, { "forfalder", "da", LABEL_DUE, 3 },
	{ "forfalderden", "da", LABEL_DUE, 3 }, { "forfalderd", "da", LABEL_DUE, 3 }, { "betalingsdato", "da", LABEL_DUE, 2 },
	{ "forfaldtilbetaling", "da", LABEL_DUE, 3 }, { "forfaldendato", "da", LABEL_DUE, 3 }, { "betalesinden", "da", LABEL_DUE, 3 },
	{ "betalessenest", "da", LABEL_DUE, 3 }, { "betalessenestden", "da", LABEL_DUE, 3 }, { "betalsenest", "da", LABEL_DUE, 3 },
	{ "sidstebetalingsdag", "da", LABEL_DUE, 3 }, { "sidstebetalingsdato", "da", LABEL_DUE, 3 },
	{ "sidsterettidigebetaling", "da", LABEL_DUE, 3 }, { "sidsterettidigebetalingsdag", "da", LABEL_DUE, 3 },
	{ "sidsterettidigebetalingsdato", "da", LABEL_DUE, 3 }, { "rettidigbetaling", "da", LABEL_DUE, 3 },
	{ "senestebetaling", "da", LABEL_DUE, 3 }, { "betalingsdag", "da", LABEL_DUE, 2 },
	{ "betalingsfrist", "da", LABEL_TERMS, 3 }, { "frist", "da", LABEL_DUE, 1 }, { "betalingsfristden", "da", LABEL_DUE, 3 },
	{ "duedate", "en", LABEL_DUE, 3 }, { "paymentdue", "en", LABEL_DUE, 3 }, { "paymentduedate", "en", LABEL_DUE, 3 },
	{ "due", "en", LABEL_DUE, 2 }, { "dueon", "en", LABEL_DUE, 3 }, { "dueby", "en", LABEL_DUE, 3 }, { "payby", "en", LABEL_DUE, 3 },
	{ "datedue", "en", LABEL_DUE, 3 }, { "paymentdueby", "en", LABEL_DUE, 3 }, { "pleasepayby", "en", LABEL_DUE, 3 },
	{ "payableby", "en", LABEL_DUE, 3 }, { "paymentdate", "en", LABEL_DUE, 1 }, { "faellig", "de", LABEL_DUE, 3 },
	{ "falligam", "de", LABEL_DUE, 3 }, { "fallig", "de", LABEL_DUE, 3 }, { "falligkeit", "de", LABEL_DUE, 3 },
	{ "falligkeitsdatum", "de", LABEL_DUE, 3 }, { "zahlbarbis", "de", LABEL_DUE, 3 }, { "zahlungsziel", "de", LABEL_TERMS, 3 },
	{ "zahlbarbiszum", "de", LABEL_DUE, 3 }, { "falligbis", "de", LABEL_DUE, 3 }, { "bittezahlenbis", "de", LABEL_DUE, 3 },
	{ "forfallodatum", "sv", LABEL_DUE, 3 }, { "forfallodag", "sv", LABEL_DUE, 3 }, { "forfaller", "sv", LABEL_DUE, 3 },
	{ "sistabetalningsdag", "sv", LABEL_DUE, 3 }, { "attbetalasenast", "sv", LABEL_DUE, 3 }, { "betalassenast", "sv", LABEL_DUE, 3 },
	{ "forfallsdato", "", LABEL_DUE, 3 }, { "betalningsdag", "sv", LABEL_DUE, 2 }, { "betalasenast", "sv", LABEL_DUE, 3 },

	{ "leveringsdato", "da", LABEL_DELIVERED, 3 }, { "leveret", "da", LABEL_DELIVERED, 2 }, { "leveretden", "da", LABEL_DELIVERED, 3 },
	{ "levdato", "da", LABEL_DELIVERED, 3 }, { "leveretd", "da", LABEL_DELIVERED, 3 }, { "udfortden", "da", LABEL_DELIVERED, 3 },
	{ "deliverydate", "en", LABEL_DELIVERED, 3 }, { "dateofdelivery", "en", LABEL_DELIVERED, 3 },
	{ "dateofsupply", "en", LABEL_DELIVERED, 3 }, { "supplydate", "en", LABEL_DELIVERED, 3 }, { "delivered", "en", LABEL_DELIVERED, 2 },
	{ "lieferdatum", "de", LABEL_DELIVERED, 3 }, { "leistungsdatum", "de", LABEL_DELIVERED, 3 },
	{ "liefertermin", "de", LABEL_DELIVERED, 2 }, { "leveransdatum", "sv", LABEL_DELIVERED, 3 }, { "levererad", "sv", LABEL_DELIVERED, 2 },

	{ "ordredato", "da", LABEL_OTHER_DATE, 3 }, { "orderdate", "en", LABEL_OTHER_DATE, 3 }, { "bestilt", "da", LABEL_OTHER_DATE, 2 },
	{ "bestelldatum", "de", LABEL_OTHER_DATE, 3 }, { "orderdatum", "sv", LABEL_OTHER_DATE, 3 }, { "periode", "", LABEL_OTHER_DATE, 3 },
	{ "period", "", LABEL_OTHER_DATE, 3 }, { "billingperiod", "en", LABEL_OTHER_DATE, 3 }, { "auftragsdatum", "de", LABEL_OTHER_DATE, 3 },
	{ "udskriftsdato", "da", LABEL_OTHER_DATE, 3 }, { "printdate", "en", LABEL_OTHER_DATE, 3 }, { "shipdate", "en", LABEL_OTHER_DATE, 3 },
	{ "leistungszeitraum", "de", LABEL_OTHER_DATE, 3 }, { "rykkerdato", "da", LABEL_OTHER_DATE, 3 }, { "tilbudsdato", "da", LABEL_OTHER_DATE, 3 },

	{ "betalingsbetingelser", "da", LABEL_TERMS, 3 }, { "betalingsbetingelse", "da", LABEL_TERMS, 3 }, { "betbet", "da", LABEL_TERMS, 3 },
	{ "betalingsvilkar", "da", LABEL_TERMS, 3 }, { "betalingsbet", "da", LABEL_TERMS, 3 }, { "kredittid", "", LABEL_TERMS, 3 },
	{ "paymentterms", "en", LABEL_TERMS, 3 }, { "termsofpayment", "en", LABEL_TERMS, 3 }, { "terms", "en", LABEL_TERMS, 2 },
	{ "paymentterm", "en", LABEL_TERMS, 3 }, { "zahlungsbedingungen", "de", LABEL_TERMS, 3 }, { "zahlungsbedingung", "de", LABEL_TERMS, 3 },
	{ "betalningsvillkor", "sv", LABEL_TERMS, 3 }, { "netto", "", LABEL_NET, 2 }, { "zahlungskonditionen", "de", LABEL_TERMS, 3 },

	{ "subtotal", "", LABEL_NET, 2 }, { "nettobelob", "da", LABEL_NET, 3 }, { "ialtekskl", "da", LABEL_NET, 3 },
	{ "ialteksklmoms", "da", LABEL_NET, 3 }, { "ialtexmoms", "da", LABEL_NET, 3 },
	{ "ialtexclmoms", "da", LABEL_NET, 3 }, { "totaleksklmoms", "da", LABEL_NET, 3 }, { "totalexmoms", "da", LABEL_NET, 3 },
	{ "totalexclmoms", "da", LABEL_NET, 3 }, { "belobeksklmoms", "da", LABEL_NET, 3 }, { "momsgrundlag", "da", LABEL_NET, 3 },
	{ "nettoialt", "da", LABEL_NET, 3 }, { "ialtudenmoms", "da", LABEL_NET, 3 }, { "belobudenmoms", "da", LABEL_NET, 3 },
	{ "totaludenmoms", "da", LABEL_NET, 3 }, { "varebelob", "da", LABEL_NET, 2 }, { "momspligtigtbelob", "da", LABEL_NET, 3 },
	{ "momspligtig", "da", LABEL_NET, 2 }, { "eksklmoms", "da", LABEL_NET, 2 }, { "subtotaleksklmoms", "da", LABEL_NET, 3 },
	{ "prisudenmoms", "da", LABEL_NET, 2 }, { "sumeksklmoms", "da", LABEL_NET, 3 }, { "ialteksklusivmoms", "da", LABEL_NET, 3 },
	{ "totaleksklusivmoms", "da", LABEL_NET, 3 }, { "belobeksklusivmoms", "da", LABEL_NET, 3 }, { "delsum", "da", LABEL_NET, 2 },
	{ "netamount", "en", LABEL_NET, 3 }, { "nettotal", "en", LABEL_NET, 3 }, { "totalnet", "en", LABEL_NET, 3 },
	{ "totalexclvat", "en", LABEL_NET, 3 }, { "totalexcludingvat", "en", LABEL_NET, 3 }, { "amountexclvat", "en", LABEL_NET, 3 },
	{ "totalexvat", "en", LABEL_NET, 3 }, { "amountexcludingvat", "en", LABEL_NET, 3 }, { "net", "en", LABEL_NET, 2 },
	{ "subtotalexclvat", "en", LABEL_NET, 3 }, { "totalbeforevat", "en", LABEL_NET, 3 }, { "totalbeforetax", "en", LABEL_NET, 3 },
	{ "taxableamount", "en", LABEL_NET, 3 }, { "nettobetrag", "de", LABEL_NET, 3 }, { "summenetto", "de", LABEL_NET, 3 },
	{ "gesamtnetto", "de", LABEL_NET, 3 }, { "nettosumme", "de", LABEL_NET, 3 }, { "gesamtbetragnetto", "de", LABEL_NET, 3 },
	{ "zwischensumme", "de", LABEL_NET, 2 }, { "totaleurohnemwst", "de", LABEL_NET, 3 },
	{ "nettogesamt", "de", LABEL_NET, 3 }, { "summaexklmoms", "sv", LABEL_NET, 3 }, { "beloppexklmoms", "sv", LABEL_NET, 3 },
	{ "totaltexklmoms", "sv", LABEL_NET, 3 }, { "nettobelopp", "sv", LABEL_NET, 3 }, { "delsumma", "sv", LABEL_NET, 2 },
	{ "exklmoms", "sv", LABEL_NET, 2 }, { "totalexklmoms", "sv", LABEL_NET, 3 },

	{ "moms", "", LABEL_VAT, 3 }, { "momsbelob", "da", LABEL_VAT, 3 },
	{ "herafmoms", "da", LABEL_VAT, 3 }, { "momsialt", "da", LABEL_VAT, 3 }, { "momsudgor", "da", LABEL_VAT, 3 },
	{ "plusmoms", "da", LABEL_VAT, 3 }, { "momspa", "da", LABEL_VAT, 3 }, { "momsaf", "da", LABEL_VAT, 3 }, { "25moms", "", LABEL_VAT, 3 },
	{ "totalmoms", "da", LABEL_VAT, 3 }, { "samletmoms", "da", LABEL_VAT, 3 }, { "ialtmoms", "da", LABEL_VAT, 3 },
	{ "herafmomsudgor", "da", LABEL_VAT, 3 }, { "vat", "en", LABEL_VAT, 3 }, { "vatamount", "en", LABEL_VAT, 3 },
	{ "totalvat", "en", LABEL_VAT, 3 }, { "vattotal", "en", LABEL_VAT, 3 }, { "tax", "en", LABEL_VAT, 2 }, { "salestax", "en", LABEL_VAT, 3 },
	{ "taxamount", "en", LABEL_VAT, 3 }, { "totaltax", "en", LABEL_VAT, 3 }, { "25vat", "en", LABEL_VAT, 3 }, { "20vat", "en", LABEL_VAT, 3 },
	{ "gst", "en", LABEL_VAT, 3 }, { "mwst", "de", LABEL_VAT, 3 }, { "ust", "de", LABEL_VAT, 3 }, { "umsatzsteuer", "de", LABEL_VAT, 3 },
	{ "mehrwertsteuer", "de", LABEL_VAT, 3 }, { "zzglmwst", "de", LABEL_VAT, 3 }, { "zzglust", "de", LABEL_VAT, 3 },
	{ "mwstbetrag", "de", LABEL_VAT, 3 }, { "19mwst", "de", LABEL_VAT, 3 }, { "7mwst", "de", LABEL_VAT, 3 }, { "19ust", "de", LABEL_VAT, 3 },
	{ "steuerbetrag", "de", LABEL_VAT, 3 }, { "zzgl19mwst", "de", LABEL_VAT, 3 }, { "zzgl19ust", "de", LABEL_VAT, 3 },
	{ "momsbelopp", "sv", LABEL_VAT, 3 }, { "varavmoms", "sv", LABEL_VAT, 3 }, { "totalvatamount", "en", LABEL_VAT, 3 },

	{ "ialtinklmoms", "da", LABEL_TOTAL, 3 }, { "ialtinclmoms", "da", LABEL_TOTAL, 3 }, { "totalinklmoms", "da", LABEL_TOTAL, 3 },
	{ "totalinclmoms", "da", LABEL_TOTAL, 3 }, { "fakturatotal", "da", LABEL_TOTAL, 3 }, { "fakturatotalinklmoms", "da", LABEL_TOTAL, 3 },
	{ "fakturabelob", "da", LABEL_TOTAL, 3 }, { "belobinklmoms", "da", LABEL_TOTAL, 3 }, { "samletbelob", "da", LABEL_TOTAL, 2 },
	{ "ialtmedmoms", "da", LABEL_TOTAL, 3 }, { "totalmedmoms", "da", LABEL_TOTAL, 3 }, { "totalbelob", "da", LABEL_TOTAL, 2 },
	{ "ialtinklusivmoms", "da", LABEL_TOTAL, 3 }, { "totalinklusivmoms", "da", LABEL_TOTAL, 3 }, { "bruttobelob", "da", LABEL_TOTAL, 3 },
	{ "inklmoms", "da", LABEL_TOTAL, 2 }, { "totalbelobinklmoms", "da", LABEL_TOTAL, 3 }, { "fakturasum", "da", LABEL_TOTAL, 3 },
	{ "kreditnotatotal", "da", LABEL_TOTAL, 3 }, { "grandtotal", "en", LABEL_TOTAL, 3 }, { "totalinclvat", "en", LABEL_TOTAL, 3 },
	{ "totalincludingvat", "en", LABEL_TOTAL, 3 }, { "invoicetotal", "en", LABEL_TOTAL, 3 }, { "totalincvat", "en", LABEL_TOTAL, 3 },
	{ "grossamount", "en", LABEL_TOTAL, 3 }, { "grosstotal", "en", LABEL_TOTAL, 3 }, { "totalforthisinvoice", "en", LABEL_TOTAL, 3 },
	{ "invoiceamount", "en", LABEL_TOTAL, 3 }, { "totalinclusivevat", "en", LABEL_TOTAL, 3 }, { "totalinctax", "en", LABEL_TOTAL, 3 },
	{ "totalincltax", "en", LABEL_TOTAL, 3 }, { "totalwithvat", "en", LABEL_TOTAL, 3 }, { "amountincludingvat", "en", LABEL_TOTAL, 3 },
	{ "gesamtbetrag", "de", LABEL_TOTAL, 2 }, { "rechnungsbetrag", "de", LABEL_TOTAL, 3 }, { "bruttobetrag", "de", LABEL_TOTAL, 3 },
	{ "gesamtsumme", "de", LABEL_TOTAL, 2 }, { "endbetrag", "de", LABEL_TOTAL, 3 }, { "endsumme", "de", LABEL_TOTAL, 3 },
	{ "gesamtbrutto", "de", LABEL_TOTAL, 3 }, { "gesamtbetragbrutto", "de", LABEL_TOTAL, 3 }, { "bruttosumme", "de", LABEL_TOTAL, 3 },
	{ "summebrutto", "de", LABEL_TOTAL, 3 }, { "rechnungssumme", "de", LABEL_TOTAL, 3 }, { "totaleurinklmwst", "de", LABEL_TOTAL, 3 },
	{ "totalinklmwst", "de", LABEL_TOTAL, 3 }, { "brutto", "de", LABEL_TOTAL, 2 }, { "gesamtbetraginklmwst", "de", LABEL_TOTAL, 3 },
	{ "summainklmoms", "sv", LABEL_TOTAL, 3 }, { "totaltinklmoms", "sv", LABEL_TOTAL, 3 }, { "beloppinklmoms", "sv", LABEL_TOTAL, 3 },
	{ "fakturabelopp", "sv", LABEL_TOTAL, 3 }, { "totalbelopp", "sv", LABEL_TOTAL, 2 },

	{ "atbetale", "da", LABEL_PAYABLE, 3 }, { "tilbetaling", "da", LABEL_PAYABLE, 3 }, { "ialtatbetale", "da", LABEL_PAYABLE, 3 },
	{ "totalatbetale", "da", LABEL_PAYABLE, 3 }, { "ialttilbetaling", "da", LABEL_PAYABLE, 3 }, { "totaltilbetaling", "da", LABEL_PAYABLE, 3 },
	{ "belobtilbetaling", "da", LABEL_PAYABLE, 3 }, { "belobatbetale", "da", LABEL_PAYABLE, 3 }, { "skyldigtbelob", "da", LABEL_PAYABLE, 3 },
	{ "tilgodehavende", "da", LABEL_PAYABLE, 2 }, { "resttilbetaling", "da", LABEL_PAYABLE, 3 }, { "betales", "da", LABEL_PAYABLE, 1 },
	{ "ialttiludbetaling", "da", LABEL_PAYABLE, 3 }, { "tiludbetaling", "da", LABEL_PAYABLE, 3 }, { "ialttilgode", "da", LABEL_PAYABLE, 3 },
	{ "tilgode", "da", LABEL_PAYABLE, 2 }, { "restbelob", "da", LABEL_PAYABLE, 2 }, { "samletbelobatbetale", "da", LABEL_PAYABLE, 3 },
	{ "derbetales", "da", LABEL_PAYABLE, 2 }, { "amountdue", "en", LABEL_PAYABLE, 3 }, { "balancedue", "en", LABEL_PAYABLE, 3 },
	{ "totaldue", "en", LABEL_PAYABLE, 3 }, { "amountpayable", "en", LABEL_PAYABLE, 3 }, { "totalamountdue", "en", LABEL_PAYABLE, 3 },
	{ "totalpayable", "en", LABEL_PAYABLE, 3 }, { "pleasepay", "en", LABEL_PAYABLE, 3 }, { "amounttopay", "en", LABEL_PAYABLE, 3 },
	{ "totaltopay", "en", LABEL_PAYABLE, 3 }, { "topay", "en", LABEL_PAYABLE, 2 }, { "balance", "en", LABEL_PAYABLE, 1 },
	{ "totalamountpayable", "en", LABEL_PAYABLE, 3 }, { "totalamountdueon", "en", LABEL_PAYABLE, 3 }, { "zuzahlen", "de", LABEL_PAYABLE, 3 },
	{ "zahlbetrag", "de", LABEL_PAYABLE, 3 }, { "zuzahlenderbetrag", "de", LABEL_PAYABLE, 3 }, { "offenerbetrag", "de", LABEL_PAYABLE, 3 },
	{ "falligerbetrag", "de", LABEL_PAYABLE, 3 }, { "attbetala", "sv", LABEL_PAYABLE, 3 }, { "summaattbetala", "sv", LABEL_PAYABLE, 3 },
	{ "beloppattbetala", "sv", LABEL_PAYABLE, 3 }, { "totaltattbetala", "sv", LABEL_PAYABLE, 3 }, { "atbetaleialt", "da", LABEL_PAYABLE, 3 },

	{ "total", "", LABEL_ANY_TOTAL, 2 }, { "ialt", "da", LABEL_ANY_TOTAL, 2 }, { "sum", "da", LABEL_ANY_TOTAL, 1 },
	{ "totalamount", "en", LABEL_ANY_TOTAL, 2 }, { "summa", "sv", LABEL_ANY_TOTAL, 2 }, { "totalt", "sv", LABEL_ANY_TOTAL, 2 },
	{ "gesamt", "de", LABEL_ANY_TOTAL, 2 }, { "summe", "de", LABEL_ANY_TOTAL, 2 }, { "totaldkk", "da", LABEL_ANY_TOTAL, 2 },
	{ "ialtdkk", "da", LABEL_ANY_TOTAL, 2 }, { "totaleur", "", LABEL_ANY_TOTAL, 2 }, { "totalsek", "", LABEL_ANY_TOTAL, 2 },
	{ "samlet", "da", LABEL_ANY_TOTAL, 1 }, { "samletpris", "da", LABEL_ANY_TOTAL, 1 }, { "belobialt", "da", LABEL_ANY_TOTAL, 2 },
	{ "totalusd", "", LABEL_ANY_TOTAL, 2 }, { "totalgbp", "", LABEL_ANY_TOTAL, 2 }, { "ialtkr", "da", LABEL_ANY_TOTAL, 2 },
	{ "totalkr", "", LABEL_ANY_TOTAL, 2 },

	{ "forudbetalt", "da", LABEL_PREPAID, 3 }, { "alleredebetalt", "da", LABEL_PREPAID, 3 }, { "betalt", "da", LABEL_PREPAID, 2 },
	{ "aconto", "da", LABEL_PREPAID, 2 }, { "akontobetalt", "da", LABEL_PREPAID, 3 }, { "indbetalt", "da", LABEL_PREPAID, 2 },
	{ "modtagetacontobetaling", "da", LABEL_PREPAID, 3 }, { "herafbetalt", "da", LABEL_PREPAID, 3 },
	{ "amountpaid", "en", LABEL_PREPAID, 3 }, { "paid", "en", LABEL_PREPAID, 2 }, { "prepaid", "en", LABEL_PREPAID, 3 },
	{ "depositpaid", "en", LABEL_PREPAID, 3 }, { "lessdeposit", "en", LABEL_PREPAID, 3 }, { "anzahlung", "de", LABEL_PREPAID, 3 },
	{ "bereitsgezahlt", "de", LABEL_PREPAID, 3 }, { "forskottsbetalt", "sv", LABEL_PREPAID, 3 }, { "inbetalt", "sv", LABEL_PREPAID, 2 },
	{ "betaltbelob", "da", LABEL_PREPAID, 3 }, { "afrunding", "da", LABEL_ROUNDING, 3 }, { "oreafrunding", "da", LABEL_ROUNDING, 3 },
	{ "rounding", "en", LABEL_ROUNDING, 3 }, { "oresavrundning", "sv", LABEL_ROUNDING, 3 }, { "avrundning", "sv", LABEL_ROUNDING, 3 },
	{ "rundung", "de", LABEL_ROUNDING, 3 }, { "transport", "da", LABEL_OTHER_AMOUNT, 1 }, { "overfort", "da", LABEL_OTHER_AMOUNT, 2 },
	{ "rabat", "da", LABEL_OTHER_AMOUNT, 2 }, { "rabatialt", "da", LABEL_OTHER_AMOUNT, 3 }, { "discount", "en", LABEL_OTHER_AMOUNT, 2 },
	{ "rabatt", "", LABEL_OTHER_AMOUNT, 2 }, { "carriedforward", "en", LABEL_OTHER_AMOUNT, 3 }, { "ubertrag", "de", LABEL_OTHER_AMOUNT, 3 },
	{ "shipping", "en", LABEL_OTHER_AMOUNT, 2 }, { "fragt", "da", LABEL_OTHER_AMOUNT, 2 }, { "gebyr", "da", LABEL_OTHER_AMOUNT, 2 },
	{ "momsfritbelob", "da", LABEL_OTHER_AMOUNT, 3 }, { "momsfri", "da", LABEL_OTHER_AMOUNT, 2 },

	{ "cvrnr", "da", LABEL_CVR, 3 }, { "cvr", "da", LABEL_CVR, 3 }, { "cvrnummer", "da", LABEL_CVR, 3 }, { "senr", "da", LABEL_CVR, 2 },
	{ "cvrsenr", "da", LABEL_CVR, 3 }, { "cvrno", "en", LABEL_CVR, 3 }, { "momsnr", "da", LABEL_CVR, 3 }, { "momsnoteretsom", "da", LABEL_CVR, 3 },
	{ "momsregnr", "da", LABEL_CVR, 3 }, { "vatno", "en", LABEL_CVR, 2 }, { "vatnumber", "en", LABEL_CVR, 2 }, { "vatid", "en", LABEL_CVR, 2 },
	{ "vatregno", "en", LABEL_CVR, 2 }, { "vatnr", "en", LABEL_CVR, 2 }, { "companyno", "en", LABEL_CVR, 1 }, { "cvrnumber", "en", LABEL_CVR, 3 },
	{ "vatregistrationno", "en", LABEL_CVR, 2 }, { "vatregistrationnumber", "en", LABEL_CVR, 2 }, { "ustid", "de", LABEL_CVR, 2 },
	{ "ustidnr", "de", LABEL_CVR, 2 }, { "virksomhedsnr", "da", LABEL_CVR, 2 }, { "cvrnrdk", "da", LABEL_CVR, 3 },
	{ "derescvrnr", "da", LABEL_BUYER_CVR, 3 }, { "derescvr", "da", LABEL_BUYER_CVR, 3 },
	{ "jerescvr", "da", LABEL_BUYER_CVR, 3 }, { "jerescvrnr", "da", LABEL_BUYER_CVR, 3 }, { "kundenscvr", "da", LABEL_BUYER_CVR, 3 },
	{ "kundenscvrnr", "da", LABEL_BUYER_CVR, 3 }, { "kundecvr", "da", LABEL_BUYER_CVR, 3 }, { "kobercvr", "da", LABEL_BUYER_CVR, 3 },
	{ "koberscvr", "da", LABEL_BUYER_CVR, 3 }, { "yourvatno", "en", LABEL_BUYER_CVR, 3 }, { "customervatno", "en", LABEL_BUYER_CVR, 3 },
	{ "yourvatnumber", "en", LABEL_BUYER_CVR, 3 }, { "customervat", "en", LABEL_BUYER_CVR, 3 }, { "kundecvrnr", "da", LABEL_BUYER_CVR, 3 },
	{ "buyervat", "en", LABEL_BUYER_CVR, 3 }, { "buyervatno", "en", LABEL_BUYER_CVR, 3 }, { "koberscvrnr", "da", LABEL_BUYER_CVR, 3 },

	{ "regnr", "da", LABEL_BRANCH, 3 }, { "registreringsnr", "da", LABEL_BRANCH, 3 }, { "reg", "da", LABEL_BRANCH, 2 },
	{ "regno", "en", LABEL_BRANCH, 2 }, { "registreringsnummer", "da", LABEL_BRANCH, 3 }, { "bankregnr", "da", LABEL_BRANCH, 3 },
	{ "kontonr", "", LABEL_ACCOUNT, 3 }, { "kontonummer", "", LABEL_ACCOUNT, 3 }, { "konto", "", LABEL_ACCOUNT, 2 },
	{ "bankkonto", "da", LABEL_ACCOUNT, 3 }, { "bankkontonr", "da", LABEL_ACCOUNT, 3 }, { "accountnumber", "en", LABEL_ACCOUNT, 2 },
	{ "accountno", "en", LABEL_ACCOUNT, 2 }, { "bankaccount", "en", LABEL_ACCOUNT, 3 }, { "account", "en", LABEL_ACCOUNT, 1 },
	{ "regkontonr", "da", LABEL_ACCOUNT, 3 }, { "regogkontonr", "da", LABEL_ACCOUNT, 3 }, { "regnrkontonr", "da", LABEL_ACCOUNT, 3 },
	{ "iban", "", LABEL_IBAN, 3 }, { "ibannr", "", LABEL_IBAN, 3 }, { "ibanno", "", LABEL_IBAN, 3 },
	{ "tlf", "da", LABEL_PHONE, 3 }, { "telefon", "", LABEL_PHONE, 3 }, { "tlfnr", "da", LABEL_PHONE, 3 }, { "tel", "", LABEL_PHONE, 3 },
	{ "phone", "en", LABEL_PHONE, 3 }, { "telephone", "en", LABEL_PHONE, 3 }, { "mobil", "da", LABEL_PHONE, 2 }, { "telefonnr", "da", LABEL_PHONE, 3 },
	{ "email", "", LABEL_EMAIL, 3 }, { "mail", "", LABEL_EMAIL, 3 }, { "epost", "sv", LABEL_EMAIL, 3 },

	{ "faktureringsadr", "da", LABEL_BUYER, 3 }, { "fakturaadr", "da", LABEL_BUYER, 3 }, { "leveringsadr", "da", LABEL_OTHER_PARTY, 3 },
	{ "faktureringsadresse", "da", LABEL_BUYER, 3 }, { "faktureresatil", "da", LABEL_BUYER, 3 }, { "faktureretil", "da", LABEL_BUYER, 3 },
	{ "fakturerestil", "da", LABEL_BUYER, 3 }, { "fakturaadresse", "da", LABEL_BUYER, 3 },
	{ "fakturatil", "da", LABEL_BUYER, 3 }, { "fakturamodtager", "da", LABEL_BUYER, 3 },
	{ "faktureerettil", "da", LABEL_BUYER, 3 }, { "faktureret", "da", LABEL_BUYER, 1 }, { "kunde", "", LABEL_BUYER, 2 },
	{ "til", "da", LABEL_BUYER, 2 }, { "kober", "da", LABEL_BUYER, 3 }, { "modtager", "da", LABEL_BUYER, 2 }, { "debitor", "da", LABEL_BUYER, 2 },
	{ "betaler", "da", LABEL_BUYER, 2 }, { "billto", "en", LABEL_BUYER, 3 }, { "billedto", "en", LABEL_BUYER, 3 },
	{ "billingaddress", "en", LABEL_BUYER, 3 }, { "billtoaddress", "en", LABEL_BUYER, 3 }, { "invoiceto", "en", LABEL_BUYER, 3 },
	{ "invoicedto", "en", LABEL_BUYER, 3 }, { "soldto", "en", LABEL_BUYER, 3 }, { "customer", "en", LABEL_BUYER, 3 },
	{ "buyer", "en", LABEL_BUYER, 3 }, { "invoiceaddress", "en", LABEL_BUYER, 3 }, { "to", "en", LABEL_BUYER, 1 }, { "billingto", "en", LABEL_BUYER, 3 },
	{ "rechnungsempfanger", "de", LABEL_BUYER, 3 }, { "rechnungsadresse", "de", LABEL_BUYER, 3 }, { "rechnungan", "de", LABEL_BUYER, 3 },
	{ "kaufer", "de", LABEL_BUYER, 3 }, { "empfanger", "de", LABEL_BUYER, 2 }, { "kund", "sv", LABEL_BUYER, 3 },
	{ "faktureringsadress", "sv", LABEL_BUYER, 3 }, { "fakturaadress", "sv", LABEL_BUYER, 3 }, { "fakturamottagare", "sv", LABEL_BUYER, 3 },
	{ "kopare", "sv", LABEL_BUYER, 3 },
	{ "saelger", "da", LABEL_SELLER, 3 }, { "leverandor", "da", LABEL_SELLER, 3 }, { "fra", "da", LABEL_SELLER, 2 },
	{ "afsender", "da", LABEL_SELLER, 2 }, { "kreditor", "da", LABEL_SELLER, 2 }, { "seller", "en", LABEL_SELLER, 3 },
	{ "supplier", "en", LABEL_SELLER, 3 }, { "from", "en", LABEL_SELLER, 2 }, { "soldby", "en", LABEL_SELLER, 3 },
	{ "vendor", "en", LABEL_SELLER, 3 }, { "billfrom", "en", LABEL_SELLER, 3 }, { "issuer", "en", LABEL_SELLER, 3 },
	{ "lieferant", "de", LABEL_SELLER, 3 }, { "verkaufer", "de", LABEL_SELLER, 3 }, { "rechnungssteller", "de", LABEL_SELLER, 3 },
	{ "saljare", "sv", LABEL_SELLER, 3 }, { "leverantor", "sv", LABEL_SELLER, 3 }, { "serviceprovider", "en", LABEL_SELLER, 2 },
	{ "leveringsadresse", "da", LABEL_OTHER_PARTY, 3 }, { "leverestil", "da", LABEL_OTHER_PARTY, 3 }, { "leverettil", "da", LABEL_OTHER_PARTY, 3 },
	{ "levering", "da", LABEL_OTHER_PARTY, 1 }, { "shipto", "en", LABEL_OTHER_PARTY, 3 }, { "deliveryaddress", "en", LABEL_OTHER_PARTY, 3 },
	{ "deliverto", "en", LABEL_OTHER_PARTY, 3 }, { "shippingaddress", "en", LABEL_OTHER_PARTY, 3 }, { "lieferadresse", "de", LABEL_OTHER_PARTY, 3 },
	{ "lieferanschrift", "de", LABEL_OTHER_PARTY, 3 }, { "leveransadress", "sv", LABEL_OTHER_PARTY, 3 }, { "deliveryto", "en", LABEL_OTHER_PARTY, 3 },

	{ "beskrivelse", "da", LABEL_ITEM, 3 }, { "varebeskrivelse", "da", LABEL_ITEM, 3 }, { "tekst", "da", LABEL_ITEM, 3 },
	{ "vare", "da", LABEL_ITEM, 3 }, { "varetekst", "da", LABEL_ITEM, 3 }, { "ydelse", "da", LABEL_ITEM, 3 }, { "produkt", "", LABEL_ITEM, 3 },
	{ "betegnelse", "da", LABEL_ITEM, 3 }, { "varenavn", "da", LABEL_ITEM, 3 }, { "specifikation", "", LABEL_ITEM, 3 },
	{ "description", "en", LABEL_ITEM, 3 }, { "item", "en", LABEL_ITEM, 3 }, { "service", "en", LABEL_ITEM, 2 }, { "product", "en", LABEL_ITEM, 3 },
	{ "details", "en", LABEL_ITEM, 2 }, { "bezeichnung", "de", LABEL_ITEM, 3 }, { "beschreibung", "de", LABEL_ITEM, 3 },
	{ "artikel", "", LABEL_ITEM, 3 }, { "leistung", "de", LABEL_ITEM, 3 }, { "beskrivning", "sv", LABEL_ITEM, 3 }, { "benamning", "sv", LABEL_ITEM, 3 },
	{ "antal", "", LABEL_ITEM, 2 }, { "maengde", "da", LABEL_ITEM, 2 }, { "enhed", "da", LABEL_ITEM, 2 }, { "pris", "", LABEL_ITEM, 2 },
	{ "enhedspris", "da", LABEL_ITEM, 2 }, { "stkpris", "da", LABEL_ITEM, 2 }, { "stykpris", "da", LABEL_ITEM, 2 }, { "belob", "da", LABEL_ITEM, 2 },
	{ "varenr", "da", LABEL_ITEM, 2 }, { "varenummer", "da", LABEL_ITEM, 2 }, { "quantity", "en", LABEL_ITEM, 2 }, { "qty", "en", LABEL_ITEM, 2 },
	{ "unitprice", "en", LABEL_ITEM, 2 }, { "price", "en", LABEL_ITEM, 2 }, { "rate", "en", LABEL_ITEM, 2 }, { "amount", "en", LABEL_ITEM, 2 },
	{ "menge", "de", LABEL_ITEM, 2 }, { "preis", "de", LABEL_ITEM, 2 }, { "einzelpreis", "de", LABEL_ITEM, 2 }, { "betrag", "de", LABEL_ITEM, 2 },
	{ "gesamtpreis", "de", LABEL_ITEM, 2 }, { "pos", "", LABEL_ITEM, 2 }, { "apris", "sv", LABEL_ITEM, 2 }, { "belopp", "sv", LABEL_ITEM, 2 },
	{ "timer", "da", LABEL_ITEM, 1 }, { "hours", "en", LABEL_ITEM, 1 }, { "enhet", "sv", LABEL_ITEM, 2 }, { "unit", "en", LABEL_ITEM, 2 },
	{ "linjetotal", "da", LABEL_ITEM, 2 }, { "linetotal", "en", LABEL_ITEM, 2 }, { "unitcost", "en", LABEL_ITEM, 2 },

	{ "kundenr", "", LABEL_OTHER, 3 }, { "kundenummer", "da", LABEL_OTHER, 3 }, { "kundeid", "da", LABEL_OTHER, 3 }, { "debitornr", "da", LABEL_OTHER, 3 },
	{ "customernumber", "en", LABEL_OTHER, 3 }, { "customerno", "en", LABEL_OTHER, 3 }, { "customerid", "en", LABEL_OTHER, 3 },
	{ "kundennr", "de", LABEL_OTHER, 3 }, { "kundennummer", "de", LABEL_OTHER, 3 }, { "kundnr", "sv", LABEL_OTHER, 3 }, { "kundnummer", "sv", LABEL_OTHER, 3 },
	{ "side", "da", LABEL_OTHER, 2 }, { "page", "en", LABEL_OTHER, 2 }, { "seite", "de", LABEL_OTHER, 2 }, { "sida", "sv", LABEL_OTHER, 2 },
	{ "reference", "", LABEL_OTHER, 2 }, { "deresref", "da", LABEL_OTHER, 3 }, { "voresref", "da", LABEL_OTHER, 3 }, { "att", "", LABEL_OTHER, 2 },
	{ "yourref", "en", LABEL_OTHER, 3 }, { "ourref", "en", LABEL_OTHER, 3 }, { "fax", "", LABEL_OTHER, 3 }, { "ean", "", LABEL_OTHER, 3 },
	{ "eannr", "da", LABEL_OTHER, 3 }, { "gln", "", LABEL_OTHER, 3 }, { "swift", "", LABEL_OTHER, 3 }, { "bic", "", LABEL_OTHER, 3 },
	{ "swiftbic", "", LABEL_OTHER, 3 }, { "bank", "", LABEL_OTHER, 2 }, { "sagsnr", "da", LABEL_OTHER, 3 }, { "valuta", "", LABEL_OTHER, 3 },
	{ "currency", "en", LABEL_OTHER, 3 }, { "wahrung", "de", LABEL_OTHER, 3 }, { "saelgernr", "da", LABEL_OTHER, 2 }, { "web", "", LABEL_OTHER, 2 },
	{ "orgnr", "sv", LABEL_OTHER, 3 }, { "bankgiro", "sv", LABEL_OTHER, 3 }, { "plusgiro", "sv", LABEL_OTHER, 3 }, { "ocr", "sv", LABEL_OTHER, 2 },
	{ "kontaktperson", "da", LABEL_OTHER, 3 }, { "steuernr", "de", LABEL_OTHER, 3 }, { "blz", "de", LABEL_OTHER, 3 },
	{ "projektnr", "da", LABEL_OTHER, 3 }, { "projekt", "da", LABEL_OTHER, 2 }, { "abonnementsnr", "da", LABEL_OTHER, 3 },
};

static const char *plain(gunichar c)
{
	static const struct {
		gunichar accented;
		const char *plain;
	} letters[] = { { 0xe6, "ae" }, { 0xf8, "o" }, { 0xe5, "a" }, { 0xe4, "a" }, { 0xf6, "o" }, { 0xfc, "u" },
		        { 0xdf, "ss" }, { 0xe9, "e" }, { 0xe8, "e" }, { 0xb0, "" }, { 0xba, "" } };
	for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
		if (letters[i].accented == c)
			return letters[i].plain;
	return NULL;
}

char *label_fold(const char *word)
{
	GString *out = g_string_new(NULL);
	for (const char *p = word; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_unichar_tolower(g_utf8_get_char(p));
		const char *known = plain(c);
		if (known != NULL)
			g_string_append(out, known);
		else if (c == '#' && (p == word || g_ascii_isalpha(p[-1])) && !g_ascii_isdigit(p[1]))
			g_string_append(out, "no");
		else if (c < 0x80 && g_ascii_isalnum((char)c))
			g_string_append_c(out, (char)c);
	}
	return g_string_free(out, FALSE);
}

/* At most slips letters other, more or fewer. */
static bool nearly(const char *a, const char *b, size_t slips)
{
	size_t n = strlen(a), m = strlen(b);
	if ((n > m ? n - m : m - n) > slips || n >= LABEL_LONGEST || m >= LABEL_LONGEST)
		return false;
	size_t row[LABEL_LONGEST + 1];
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			row[j] = MIN(best, MIN(row[j], row[j - 1]) + 1);
		}
	}
	return row[m] <= slips;
}

GHashTable *label_book(void)
{
	GHashTable *book = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		g_hash_table_insert(book, (gpointer)(uintptr_t)rows[i].words, (gpointer)(uintptr_t)&rows[i]);
	return book;
}

const LabelRow *label_find(GHashTable *book, const char *folded, bool slips)
{
	const LabelRow *row = g_hash_table_lookup(book, folded);
	size_t length = strlen(folded);
	for (size_t i = 0; row == NULL && slips && length >= 7 && i < G_N_ELEMENTS(rows); i++)
		if (strlen(rows[i].words) >= 7 && nearly(rows[i].words, folded, length / 7))
			row = &rows[i];
	return row;
}
