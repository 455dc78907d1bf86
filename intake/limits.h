/*
 * Every limit of the program, each with its reason (design rule 12).
 * A file, a message or an environment may not make the program use more than stands here.
 */
#ifndef PAAKRAV_LIMITS_H
#define PAAKRAV_LIMITS_H

/* A submission. A claim with more than this is not a small claim; the portal itself takes 250 MB per document. */
#define LIMIT_FILE_BYTES (256L * 1024 * 1024) /* one file in a submission */
#define LIMIT_SUBMISSION_BYTES (1024L * 1024 * 1024) /* all files of one submission together */
#define LIMIT_SUBMISSION_FILES 1000 /* files in one submission */
#define LIMIT_PATH_DEPTH 8 /* folders inside a submission; deeper is not made by people */
#define LIMIT_NAME_BYTES 255 /* one path component, the limit of common file systems */

/* A zip, beyond the above. */
#define LIMIT_ZIP_RATIO 200 /* unpacked : packed; honest office and PDF files stay under 100 */
#define LIMIT_ZIP_ROWS 4000 /* of its directory: the files of a submission and the folders they lie in */
#define LIMIT_ZIP_RATIO_FLOOR (10L * 1024 * 1024) /* below this many bytes the ratio does not matter */

/* XML, checked before the parser sees the bytes: its own cost is quadratic in attributes. */
#define LIMIT_XML_BYTES (64L * 1024 * 1024) /* one XML document; official e-invoices stay under 20 MB */
#define LIMIT_XML_TAG_BYTES (64 * 1024) /* one start tag */
#define LIMIT_XML_ATTRIBUTES 256 /* on one element */
#define LIMIT_XML_NAMESPACES 256 /* declared on an element and those around it; UBL with signatures has 20 */
#define LIMIT_XML_DEPTH 100 /* nested elements; UBL needs 12 */
#define LIMIT_CLAIM_XML_BYTES (4L * 1024 * 1024) /* claim.xml: written by a person or paakrav new */

/* The locked room, per job. */
#define LIMIT_JOB_CPU_S 20 /* CPU seconds; the largest e-invoice needs under 1 */
#define LIMIT_JOB_WALL_S 180 /* wall clock seconds, so that a stopped worker cannot hold the batch; a busy machine gives a ninth */
#define LIMIT_JOB_MEMORY_BYTES (1536L * 1024 * 1024) /* address space of a worker (RSS under sanitizers) */
#define LIMIT_JOB_ANSWER_BYTES (64L * 1024 * 1024) /* one answer over the pipe, unpacked zip entries excepted */

#define LIMIT_JOB_FILES 32 /* open at once in a worker: the socket, a document, /dev/null for the standard three, fonts */
/* The system's folders whose files a worker may read: fonts and how they are chosen, character maps of PDF, OCR's data. */
#define LIMIT_JOB_FOLDERS                                                                                                    \
	"/etc/fonts", "/usr/share/fontconfig", "/var/cache/fontconfig", "/usr/share/fonts", "/usr/local/share/fonts",            \
		"/usr/share/poppler", "/usr/share/tesseract-ocr", "/usr/share/tessdata"
#define LIMIT_WORKER_JOBS 256 /* jobs of one worker before a fresh one takes its place: libraries leak */
#define LIMIT_JOB_NAME_BYTES 4096 /* of a document's path, the system's own limit; of a longer one the end is sent */
#define LIMIT_FRAME_BYTES (64 * 1024) /* one frame that is neither a reading nor bytes of an entry */
#define LIMIT_SENTENCE_BYTES 1000 /* an error's sentence from the locked room */
#define LIMIT_SUMMARY_BYTES 600 /* texts of an invoice put together in one fact: what was delivered, an address */

/* The court's blank. */
#define LIMIT_BLANK_BYTES (16L * 1024 * 1024) /* a form of some pages with its fonts; a scanned one has 5 MB */
#define LIMIT_MAP_BYTES (1024L * 1024) /* where the boxes stand on it: 600 rows have 60 KB */
#define LIMIT_MAP_DEBTORS 99 /* of one form: more than a map counts with two digits is no small claim */
#define LIMIT_BLANK_PAGES 40 /* the courts' longest form has 8 */
#define LIMIT_BLANK_PLACES 4000 /* of its fields; a tax return has 600 */
#define LIMIT_BLANK_OPTIONS 400 /* that one choice offers: all countries */
#define LIMIT_BLANK_SIDE_PT 14400 /* of a page, in points: PDF's own limit */

/* Reading by machine. A reading below this confidence is no answer: it is UNKNOWN until a person accepts it. */
#define LIMIT_CONFIDENCE 50
#define LIMIT_PAGES 2000 /* of one document: more is an archive, not a letter */
#define LIMIT_PAGE_TEXT_BYTES (256 * 1024) /* text of one page; a dense one has 10 KB */
#define LIMIT_DOCUMENT_TEXT_BYTES (16L * 1024 * 1024) /* text of one document */
#define LIMIT_CROP_BYTES (32L * 1024 * 1024) /* a drawn part of a page: a full A4 page of noise at 300 dpi has 25 MB */
#define LIMIT_KEPT_PAGE_BYTES (1024 * 1024) /* one recognised page as it is kept between runs: words, places, confidence */
#define LIMIT_KEPT_BYTES (32L * 1024 * 1024) /* all kept pages of one document */
#define LIMIT_IMAGE_PIXELS (100L * 1000 * 1000) /* of one picture, before it is unpacked: A4 at 1000 dpi, the finest camera */
#define LIMIT_OCR_PIXELS (40L * 1000 * 1000) /* of one page as it is recognised: A3 at 450 dpi */
#define LIMIT_OCR_PAGE_CPU_MS 12000 /* one page: a dense one takes 4 s, twice that on a busy machine; half more when it is turned */
#define LIMIT_OCR_PAGES 100 /* recognised in one document; each one winds CPU limit and wall clock anew */
#define LIMIT_LETTER_WORDS 6000 /* of one letter that are looked at: fifteen dense pages say what they are long before */
#define LIMIT_LETTERS 100 /* in one document: a thread that is longer repeats itself */
#define LIMIT_INVOICE_PAGES 20 /* of a text that are searched for an invoice's figures: the first has its number, the last its total */
#define LIMIT_INVOICE_SEGMENTS 4000 /* on them: a dense page has 200 */
#define LIMIT_INVOICE_SUMS 150 /* labelled amounts that are weighed against each other, three at a time; a paper has ten */
#define LIMIT_CHILDREN 200 /* documents inside one document */
#define LIMIT_PDF_BLOCKS 600 /* of a form's tags; each costs a look at its page, and ours has 120 */
#define LIMIT_PDF_OBJECTS 4000000 /* of one PDF: two thousand pages of words each placed by itself have a tenth */
#define LIMIT_FIND 500 /* places that one search shows: more is no answer that a person reads */
#define LIMIT_NESTING 4 /* documents within documents within … : a forwarded mail with a signed PDF needs three */

/* A mail. */
#define LIMIT_MAIL_DEPTH 40 /* parts within parts; Outlook makes four */
#define LIMIT_MAIL_PARTS 2000 /* of one mail, its attachments among them */
#define LIMIT_MAIL_HEADERS 20000 /* lines that look like a header with addresses: the library's cost is quadratic in them */
#define LIMIT_MAIL_PICTURE_BYTES (16 * 1024) /* an image shown within a mail that is smaller is a logo, not a paper */

/* A case. */
#define LIMIT_CASE_FACTS 50000 /* facts on one case: 300 invoices with 30 facts leave room */
#define LIMIT_FACT_BYTES (16 * 1024) /* one value; a description longer than that is a document */
#define LIMIT_CASE_EVENTS 20000
#define LIMIT_TIME_LINE_MINUTES (24 * 60) /* one line of time worked is of one day */
#define LIMIT_DEBTORS 100
#define LIMIT_ITEMS 2000

/* Money: one hundred billion kroner. Products with a rate and a day count then still fit 128 bits with room. */
#define LIMIT_MONEY_ORE 10000000000000LL

/* Days that the program reckons with at all; outside them a date is a typing error. */
#define LIMIT_YEAR_FIRST 1900
#define LIMIT_YEAR_LAST 2199

/* Look-ups: an answer about one company or one address is a few kilobytes, its lists of history included a few hundred. */
#define LIMIT_LOOKUP_BYTES (1024 * 1024)
#define LIMIT_LOOKUP_S 10 /* unless the configuration says otherwise; a person is waiting */
#define LIMIT_LOOKUP_MOST_S 60 /* what it may say */
#define LIMIT_LOOKUP_ADDRESSES 100 /* answered for one house: its flats */

#define LIMIT_PORTAL_BYTES (250L * 1000 * 1000) /* of one exhibit: what the case portal takes */

/* The bundle of a claim's exhibits, made in the memory of one worker, which holds it three times. */
#define LIMIT_BOUND_BYTES (220L * 1024 * 1024)
#define LIMIT_BOUND_PAGES 6000 /* a person reads no more, and the job's seconds are over */

/* The zip of a package: what the plain zip format can hold; its larger form is not read everywhere. */
#define LIMIT_PACKAGE_BYTES 0xffffffffLL

/* Files in a case file of ours: a thousand documents, and room for assessments and papers. */
#define LIMIT_ARCHIVE_PARTS 4000

/* A receipt of ours: a few lines and one signature. */
#define LIMIT_RECEIPT_BYTES (1024 * 1024)

/* Wordings: one file of them, and places within places; ours take 20 KB and need two. */
#define LIMIT_TEMPLATE_BYTES (256 * 1024)
#define LIMIT_TEMPLATE_NESTING 8

/* A bundle of law tables, and each file in it: the tables take 200 KB. */
#define LIMIT_BUNDLE_BYTES (16L * 1024 * 1024)

/* The wire: how long one fetch may take; a bundle over a slow line needs a tenth. */
#define LIMIT_WIRE_S 60

/* Mail: courts take about this much in one message; the mail itself is a third larger than what it carries. */
#define LIMIT_MAIL_BYTES (20L * 1024 * 1024)
#define LIMIT_MAIL_S 120 /* how long one handing-over may take, unless the configuration says otherwise */
#define LIMIT_MAIL_MOST_S 600 /* what it may say: RFC 5321 lets a server think for ten minutes at the end of the data */
#define LIMIT_MAIL_ANSWER_BYTES 2000 /* of a server's answer, kept as receipt */
#define LIMIT_SECRET_BYTES 1024 /* a file with one password */
#define LIMIT_COURT_LIST_BYTES (1024 * 1024) /* 24 courts, a line each */
#define LIMIT_STAFF_LIST_BYTES (1024 * 1024) /* a house's people, a line each */
#define LIMIT_CERTIFICATE_BYTES (64 * 1024) /* one certificate in PEM */

/* Timestamps: an answer has the authority's certificates in it, some kilobytes. A person is waiting. */
#define LIMIT_STAMP_BYTES (256 * 1024)
#define LIMIT_STAMP_S 20 /* unless the configuration says otherwise */
#define LIMIT_STAMP_MOST_S 60 /* what it may say */

/* A bank's file: a busy client account has some thousand payments a day. */
#define LIMIT_BANK_LINES 200000 /* entries and their details */
#define LIMIT_BANK_VALUE_BYTES 1000 /* one value; a message to the payee has 140 letters a line */

/* The store. */
#define LIMIT_FOLDER_BUSY_MS 10000 /* how long one run waits for another that writes in the same folder of papers */
#define LIMIT_STORE_BUSY_MS 10000 /* how long one writer waits for another before it says so */
#define LIMIT_WORKERS 64 /* case workers of one run */
#define LIMIT_BACKUP_LIST_BYTES (256L * 1024 * 1024) /* a million files, a row of 200 bytes each */
#define LIMIT_ERASE_LIST_BYTES (256L * 1024 * 1024) /* a hundred thousand erased cases, a signed line of 2 KB each */
#define LIMIT_JOURNAL_FAULTS 100 /* faults that a check of the journal names before it stops counting */
#define LIMIT_INVOICE_DAYS 14 /* to pay an invoice of ours, where neither [invoice] days nor --due says otherwise */
#define LIMIT_INVOICE_DAYS_MOST 120 /* days to pay that a setting may give: more is a slip of the pen */
#define LIMIT_NAME_CHARS 200 /* a person's name, a short reference: what one line of a list holds */

#endif
