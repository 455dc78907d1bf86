/* The table of enforcement/: what happened, where cases stand, the books. */
#include "enforcement/agree.h"
#include "enforcement/assetlist.h"
#include "enforcement/audit.h"
#include "enforcement/bailiff.h"
#include "enforcement/bank.h"
#include "enforcement/books.h"
#include "enforcement/dialogue.h"
#include "enforcement/clientmail.h"
#include "enforcement/clientmoney.h"
#include "enforcement/clientproof.h"
#include "enforcement/due.h"
#include "enforcement/handin.h"
#include "enforcement/leaving.h"
#include "enforcement/household.h"
#include "enforcement/ledger.h"
#include "enforcement/ledgerview.h"
#include "enforcement/loss.h"
#include "enforcement/meeting.h"
#include "enforcement/note.h"
#include "enforcement/offer.h"
#include "enforcement/plan.h"
#include "enforcement/portfolio.h"
#include "enforcement/period.h"
#include "enforcement/post.h"
#include "enforcement/proof.h"
#include "enforcement/proposal.h"
#include "enforcement/settlement.h"
#include "enforcement/status.h"
#include "enforcement/title.h"
#include "enforcement/whatnext.h"
#include "filing/letter.h"

static const OptionRow note_options[] = {
	{ "on", "DATE", { "dagen det skete", "the day it happened" } },
	{ "debtor", "ID", { "debitor, som det angår; ellers alle", "the debtor it is about; else all" } },
	{ "claim", "ID", { "fordring, som det angår", "the claim it is about" } },
	{ "amount", "KR", { "beløb i kroner, fx 1250.50", "amount in kroner, such as 1250.50" } },
	{ "principal", "KR", { "tilkendt hovedstol", "principal awarded" } },
	{ "interest", "KR", { "tilkendte renter", "interest awarded" } },
	{ "costs", "KR", { "tilkendte omkostninger", "costs awarded" } },
	{ "deadline", "DATE", { "frist, som hændelsen sætter", "a day that it sets" } },
	{ "paid-to", "WHO", { "creditor eller operator", "creditor or operator" } },
	{ "cash", NULL, { "betalt kontant (hvidvasklovens § 5)", "paid in cash (money laundering act § 5)" } },
	{ "ground", "TEXT", { "begrundelse, sagsnummer, bemærkning", "reason, case number, remark" } },
	{ "document", "FILE", { "sagens bilag, der viser det", "the document of the case that proves it" } },
	{ "by", "NAME", { "hvem der noterer", "who records it" } },
	{ "replaces", "N", { "nummeret på den hændelse, der rettes", "number of the event that is corrected" } },
	{ "from",
	  "FILE",
	  { "CSV med kolonnerne case,event,on og felterne ovenfor",
	    "CSV with columns case,event,on and the fields above" } },
	{ 0 },
};

static const OptionRow post_options[] = {
	{ "case", "CASE", { "sagen, som brevene hører til; uden STI: breve, der ligger på den", "the case of the letters; without PATH: letters on it" } },
	{ "accept", "N", { "noter tilbud nr. N; kan gentages", "record offer number N; may be repeated" } },
	{ "record", NULL, { "noter alle, der er fundet ved et sagsnummer", "record all that were matched by a case number" } },
	{ "event", "EVENT", { "hændelsen, når den ikke kunne læses", "the event, when it could not be read" } },
	{ "on", "DATE", { "dagen, når den ikke kunne læses", "the day, when it could not be read" } },
	{ "by", "NAME", { "hvem der bekræfter", "who confirms" } },
	{ 0 },
};

static const OptionRow filed_options[] = {
	{ "on", "DATE", { "dagen for indlevering", "the day of hand-in" } },
	{ "from", "FILE", { "CSV med kolonnerne case,on", "CSV with columns case,on" } },
	{ "by", "NAME", { "hvem der noterer", "who records it" } },
	{ 0 },
};

static const OptionRow due_options[] = {
	{ "on", "DATE", { "dagen der ses fra; ellers i dag", "the day it is seen from; else today" } },
	{ "within", "14d", { "kun det, der skal ske inden så mange dage", "only what is to be done within that many days" } },
	{ "lawyer", "NAME", { "kun sager, som navnet fører eller er stedfortræder i", "only cases of that owner or deputy" } },
	{ "ics", "FILE", { "skriv også en kalenderfil", "write a calendar file too" } },
	{ "prepare", NULL, { "lav de papirer, som opgaverne nævner, til godkendelse", "make the papers that the tasks name, for approval" } },
	{ "out", "DIR", { "mappen til papirer", "the folder for papers" } },
	{ "mail", NULL, { "send hver, der fører sager, dagens liste", "send each who handles cases the day's list" } },
	{ "rebuild", NULL, { "regn alle sagers frister forfra", "reckon every case's deadlines anew" } },
	{ 0 },
};

static const OptionRow task_add_options[] = {
	{ "by", "DATE", { "senest", "to be done by" } },
	{ "why", "TEXT", { "hvad og hvorfor", "what and why" } },
	{ "debtor", "ID", { "debitor, som det angår", "the debtor it is about" } },
	{ "clock", "T36", { "et ur, der sættes i gang i hånden", "a clock that is started by hand" } },
	{ "from", "DATE", { "dagen uret regnes fra", "the day the clock counts from" } },
	{ "by-whom", "NAME", { "hvem der skriver", "who writes it" } },
	{ 0 },
};

static const OptionRow task_done_options[] = {
	{ "by-whom", "NAME", { "hvem der gjorde det", "who did it" } },
	{ 0 },
};

static const OptionRow whatnext_options[] = {
	{ "debtor", "ID", { "kun denne debitor", "this debtor alone" } },
	{ 0 },
};

static const OptionRow assign_options[] = {
	{ "deputy", "NAME", { "stedfortræder", "deputy" } },
	{ 0 },
};

const Command enforcement_commands[] = {
	{ "note", ROLE_LAWYER | ROLE_CREDITOR, ACCESS_WRITE, "CASE EVENT", 0, 2, note_options,
	  { "noter noget, der er sket i en sag", "record something that happened in a case" }, "notes", note_run, note_text },
	{ "post", ROLE_LAWYER, ACCESS_WRITE, "[PATH…]", 0, -1, post_options,
	  { "rettens post: find sagen, tilbyd hændelsen, noter det bekræftede", "the courts' post: find the case, offer the event, record what is confirmed" },
	  "offers", post_run, post_text },
	{ "events", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, NULL, { "alt, der er sket i en sag", "all that happened in a case" },
	  "events", events_run, events_text },
	{ "show", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, NULL,
	  { "hele sagen i almindeligt sprog", "the whole case in plain words" }, "events", show_run, show_text },
	{ "status", ROLES_ALL, ACCESS_READ, "[CASE…]", 0, -1, NULL,
	  { "hvor sagerne står, hvorfor, og hvad der nu skal ske", "where cases stand, why, and what comes next" }, "cases",
	  status_run, status_text },
	{ "filed", ROLE_LAWYER, ACCESS_WRITE, "CASE…", 0, -1, filed_options,
	  { "noter at godkendte papirer er indleveret", "record that approved papers were handed in" }, "filed", filed_run,
	  filed_text },
	{ "title", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, title_options,
	  { "fundamenterne mod hver skyldner: art, dag, hvornår de kan fuldbyrdes og forældes", "the titles against each debtor: kind, day, from when enforceable, when time-barred" },
	  "titles", title_run, title_text },
	{ "bailiff", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "CASE", 1, 1, bailiff_options,
	  { "hvad fogedretten kan bedes om, for hvor meget, og hvad der er til hinder", "what may be asked of the bailiff court, for how much, and what stands against it" },
	  "debtors", bailiff_run, bailiff_text },
	{ "meetings", ROLE_LAWYER, ACCESS_WRITE, "", 0, 0, meetings_options,
	  { "dagens møder i fogedretten, en side til hvert, og udfaldene ind igen", "the day's meetings in the bailiff court, a page for each, and their results back in" },
	  "meetings", meetings_run, meetings_text },
	{ "asset add", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, asset_options,
	  { "skriv et aktiv på sagen, som en skyldner ejer eller siges at eje", "put down an asset that a debtor owns or is said to own" },
	  "assets", asset_add_run, asset_text },
	{ "asset set", ROLE_LAWYER, ACCESS_WRITE, "CASE N", 2, 2, asset_options,
	  { "hvad der er sket med et aktiv: udlæg, sikringsakt, auktion, frigivelse", "what became of an asset: attachment, making safe, auction, release" },
	  "assets", asset_set_run, asset_text },
	{ "asset list", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, NULL,
	  { "sagens aktiver, hvad der skal ske med hvert, og senest hvornår", "the case's assets, what is to be done with each, and by when" },
	  "assets", asset_list_run, asset_text },
	{ "what-next", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, whatnext_options,
	  { "hvad der nu kan ske, hvad det kræver og koster, og senest hvornår", "what may happen now, what it needs and costs, and by when" },
	  "debtors", whatnext_run, whatnext_text },
	{ "due", ROLE_LAWYER, ACCESS_WRITE, "", 0, 0, due_options,
	  { "hvad der skal gøres i alle sager, og senest hvornår", "what is to be done in all cases, and by when" },
	  "tasks:case,clock,what,by_on,statute", due_run, due_text },
	{ "task add", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, task_add_options,
	  { "skriv en opgave på sagen", "put a task on the case" }, "tasks", task_add_run, task_text },
	{ "task done", ROLE_LAWYER, ACCESS_WRITE, "CASE KEY…", 2, -1, task_done_options,
	  { "en opgave er gjort; nøglen vises af due", "a task is done; due shows its key" }, "tasks", task_done_run,
	  task_text },
	{ "assign", ROLE_LAWYER, ACCESS_WRITE, "CASE NAME", 2, 2, assign_options,
	  { "hvem der fører sagen, og hvem der træder til", "who handles the case, and who steps in" }, NULL, assign_run,
	  assign_text },
	{ "call", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, call_log_options,
	  { "log et opkald, et besøg eller en besked, og hvad der blev lovet", "log a call, a visit or a message, and what was promised" },
	  "findings", call_run, call_text },
	{ "dialogue", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, dialogue_options,
	  { "breve, opkald, løfter og aftaler i rækkefølge", "letters, calls, promises and agreements in order" }, "entries",
	  dialogue_run, dialogue_text },
	{ "henstand", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, henstand_options,
	  { "giv skyldner tid, med øje for forældelsen", "give the debtor time, with an eye on limitation" }, NULL,
	  henstand_run, henstand_text },
	{ "offer", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, offer_options,
	  { "tilbyd at afgøre kravet med mindre, hvis der betales i tide", "offer to settle for less, if it is paid in time" },
	  "offers", offer_run, offer_text },
	{ "offer show", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, NULL,
	  { "tilbud og hvad der blev af dem", "offers and what became of them" }, "offers", offer_show_run, offer_text },
	{ "household", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, household_options,
	  { "husstandens indtægter og udgifter, til en ordning", "the household's income and expenses, for a plan" },
	  "lines", household_run, household_text },
	{ "household show", ROLE_LAWYER, ACCESS_READ, "CASE", 1, 1, household_show_options,
	  { "hvad der er til rådighed, og den laveste fornuftige rate", "what is disposable, and the lowest sensible instalment" },
	  "lines", household_show_run, household_text },
	{ "household erase", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, household_show_options,
	  { "slet husstandens økonomi, så intet kan læses", "erase the household's economy, so that nothing can be read" },
	  "lines", household_erase_run, household_text },
	{ "plan", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, plan_options,
	  { "aftal, at gælden betales i rater", "agree that the debt is paid in instalments" }, "plans", plan_run, plan_text },
	{ "plan show", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, plan_show_options,
	  { "raterne, hvad der er betalt på dem, og om ordningen holdes", "the instalments, what was paid of them, and whether the plan is kept" },
	  "plans", plan_show_run, plan_text },
	{ "plan list", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "", 0, 0, plan_show_options,
	  { "alle ordninger med rater", "all plans of instalments" }, "plans", plan_list_run, plan_text },
	{ "plan notice", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, plan_notice_options,
	  { "tegn varslet om misligholdelse med den rate, der er for sent", "draw the notice of default for the instalment that is late" },
	  NULL, plan_notice_run, letter_text },
	{ "close", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, close_options,
	  { "gå listen igennem, og luk sagen, når intet står åbent", "walk the checklist, and close the case when nothing is open" },
	  "points", close_run, leaving_text },
	{ "handover", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, handover_options,
	  { "gå listen igennem, og overdrag sagen med en fil til modtageren", "walk the checklist, and hand the case over with a file for the receiver" },
	  "points", handover_run, leaving_text },
	{ "loss", ROLES_ALL, ACCESS_READ, "CASE", 1, 1, loss_options,
	  { "kreditors tab på kravet til momsregnskabet: er det konstateret, og hvad kan trækkes fra", "the creditor's loss for the VAT account: is it established, and what may be deducted" },
	  "invoices", loss_run, loss_text },
	{ "report", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "", 0, 0, report_options,
	  { "hvad der er blevet af sagerne: antal, summer, alder, udfald, inddrevet, dage ved retterne, forældelse", "what became of the cases: counts, sums, ages, outcomes, share recovered, days in the courts, limitation" },
	  "cases:case,creditor,court,phase,state,outcome,opened_on,due_on,ended_on,claimed_ore,open_ore,received_ore,received_in_period_ore,limitation_on",
	  report_run, report_text },
	{ "ledger", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "", 0, 0, ledger_options, { "bøgerne", "the books" }, "entries",
	  ledger_run, ledger_text },
	{ "ledger balance", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "", 0, 0, ledger_balance_options,
	  { "råbalancen: hver konto med debet, kredit, saldo og antal", "the trial balance: each account with debit, credit, balance and count" },
	  "accounts:account,class,name,debit_ore,credit_ore,balance_ore,count", ledger_balance_run, ledger_balance_text },
	{ "ledger summary", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "", 0, 0, ledger_summary_options,
	  { "ét bilag pr. dag til hovedbogen: konto, momskode og beløb", "one voucher a day for the main books: account, VAT code and amounts" },
	  "lines:voucher,booked_on,account,name,vat_code,debit_ore,credit_ore,count", ledger_summary_run, ledger_summary_text },
	{ "ledger close", ROLE_LAWYER, ACCESS_WRITE, "YYYY-MM", 1, 1, ledger_close_options,
	  { "luk bøgerne til og med en måned", "close the books up to and with a month" }, NULL, ledger_close_run, ledger_close_text },
	{ "ledger verify", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "", 0, 0, audit_options,
	  { "regn hver hash i bøgerne efter", "recompute every hash of the books" }, "faults", ledger_verify_run,
	  audit_text },
	{ "audit", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "", 0, 0, audit_options,
	  { "bøgerne efterregnet og holdt op mod hændelserne", "the books recomputed and held against the events" }, "faults",
	  audit_run, audit_text },
	{ "proof", ROLE_LAWYER | ROLE_AUDITOR | ROLE_CREDITOR, ACCESS_READ, "CASE", 1, 1, proof_options,
	  { "en sags egne linjer i bøgerne, med bevis for, at de står der", "a case's own rows of the books, with proof that they stand there" },
	  "entries", proof_run, proof_text },
	{ "proof verify", ROLES_ALL, ACCESS_NONE, "FILE", 1, 1, proof_verify_options,
	  { "efterprøv et bevis fra proof, uden sagsmappen", "check a proof from proof, without the store" }, "faults",
	  proof_verify_run, proof_verify_text },
	{ "agreement set", ROLE_LAWYER, ACCESS_WRITE, "", 0, 0, agreement_set_options,
	  { "noter en salæraftale fra en dag; det ulovlige afvises med paragraffen", "record a fee agreement from a day; the unlawful is refused with the statute" },
	  "agreements", agreement_set_run, agreement_text },
	{ "agreement show", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "[CASE]", 0, 1, agreement_show_options,
	  { "salæraftaler: en sags, en kreditors eller alle", "fee agreements: of a case, of a creditor, or all" },
	  "agreements", agreement_show_run, agreement_text },
	{ "agreement simulate", ROLE_LAWYER, ACCESS_READ, "CASE", 1, 1, agreement_simulate_options,
	  { "hvad får hver side, hvis debitor betaler så meget på de dage, eller intet", "what each side gets if the debtor pays so much on those days, or nothing" },
	  "lines", agreement_simulate_run, agreement_simulate_text },
	{ "settlement", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "CASE", 1, 1, settlement_options,
	  { "afregning til kreditor: hvad kom ind, hvad er trukket fra og efter hvilken aftale, hvad er udbetalt", "the creditor's statement: what came in, what was deducted under which agreement, what is paid out" },
	  "deductions:entry,kind,on,booked_on,amount_ore,clause,phase,terms,text", settlement_run, settlement_text },
	{ "ledger propose", ROLE_LAWYER, ACCESS_WRITE, "", 0, 0, propose_options,
	  { "foreslå en bogføring i hånden eller en tilbageførsel; en anden skal bekræfte den", "propose a posting by hand, or a reversal; another person must confirm it" },
	  NULL, ledger_propose_run, proposal_text },
	{ "ledger confirm", ROLE_LAWYER, ACCESS_WRITE, "N", 1, 1, confirm_options,
	  { "bekræft en andens forslag, så det bogføres", "confirm another's proposal, so that it is booked" }, NULL,
	  ledger_confirm_run, proposal_text },
	{ "ledger proposals", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "", 0, 0, NULL,
	  { "forslag til bogføringer, og hvem der bekræftede dem", "proposed postings, and who confirmed them" },
	  "proposals:proposal,kind,case,amount_ore,reverses,proposed_on,by,why,confirmed_on,confirmed_by", ledger_proposals_run,
	  proposals_text },
	{ "time add", ROLE_LAWYER, ACCESS_WRITE, "CASE", 1, 1, time_options,
	  { "noter tid brugt på sagen", "record time worked on the case" }, NULL, time_add_run, time_add_text },
	{ "time list", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "CASE", 1, 1, NULL,
	  { "tid brugt på sagen, linje for linje", "time worked on the case, line by line" },
	  "times:id,on,minutes,recorded_on,by,what,replaced", time_list_run, time_list_text },
	{ "books check", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "[CASE…]", 0, -1, NULL,
	  { "fordelinger, salær og udlæg regnet efter: siger bøgerne, hvad sagerne siger", "splits, fees and advances reckoned once more: do the books say what the cases say" },
	  "cases:case", books_check_run, books_check_text },
	{ "books update", ROLE_LAWYER, ACCESS_WRITE, "[CASE…]", 0, -1, NULL,
	  { "bring bøgerne ajour med sagerne: fordelinger, salær, udlæg; anden gang bogføres intet", "bring the books up to the cases: splits, fees, advances; a second run books nothing" },
	  "cases:case,posted,reversed", books_update_run, books_update_text },
	{ "bank import", ROLE_LAWYER, ACCESS_WRITE, "FILE", 1, 1, bank_import_options,
	  { "tag bankens fil (CAMT.053, CAMT.054 eller CSV): betalinger findes, noteres og bogføres", "take the bank's file (CAMT.053, CAMT.054 or CSV): payments are matched, recorded and booked" },
	  "lines", bank_import_run, bank_text },
	{ "bank review", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "", 0, 0, bank_review_options,
	  { "banklinjer, der venter på en person", "bank lines that wait for a person" }, "lines", bank_review_run, bank_text },
	{ "bank match", ROLE_LAWYER, ACCESS_WRITE, "LINE CASE", 2, 2, bank_match_options,
	  { "en person siger, hvilken sag en banklinje betaler på", "a person says which case a bank line pays" }, "lines",
	  bank_match_run, bank_text },
	{ "bank dismiss", ROLE_LAWYER, ACCESS_WRITE, "LINE", 1, 1, bank_dismiss_options,
	  { "en person siger, at en banklinje ikke hører til en sag", "a person says that a bank line belongs to no case" },
	  "lines", bank_dismiss_run, bank_text },
	{ "bank charge", ROLE_LAWYER, ACCESS_WRITE, "LINE", 1, 1, bank_answer_options,
	  { "en person siger, at en linje på klientkontoen er bankens gebyr; det dækkes af egne midler",
	    "a person says that a line of the client account is the bank's charge; it is covered from own money" },
	  "lines", bank_charge_run, bank_text },
	{ "bank return", ROLE_LAWYER, ACCESS_WRITE, "LINE", 1, 1, bank_answer_options,
	  { "en uplaceret indbetaling på klientkontoen sendes tilbage", "an unplaced receipt on the client account is sent back" }, "lines",
	  bank_return_run, bank_text },
	{ "bank explain", ROLE_LAWYER, ACCESS_WRITE, "LINE ENTRY…", 2, -1, bank_answer_options,
	  { "en person siger, hvilke bogføringer en linje på klientkontoen er",
	    "a person says which entries of the books a line of the client account is" },
	  "lines", bank_explain_run, bank_text },
	{ "clientmoney", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "", 0, 0, clientmoney_options,
	  { "klientmidler: hvad der står for hver klient, og hvad der ikke er placeret",
	    "client money: what is held for each client, and what is not placed" },
	  "clients:client,held_ore,entries", clientmoney_run, clientmoney_text },
	{ "clientmoney day", ROLE_LAWYER, ACCESS_WRITE, "DATE", 1, 1, NULL,
	  { "dagens bevis for klientmidlerne: bank, bøger og klienter afstemt, underskrevet og gemt",
	    "the day's proof of the client money: bank, books and clients reconciled, signed and kept" },
	  "clients:client,held_ore,entries", clientmoney_day_run, clientmoney_day_text },
	{ "clientmoney mail", ROLE_LAWYER, ACCESS_WRITE, "", 0, 0, NULL,
	  { "send dagsbeviser til revisor ([audit] mail i paakrav.conf)", "send day proofs to the auditor ([audit] mail in paakrav.conf)" },
	  "mails:on,name,outcome,because", clientmoney_mail_run, clientmoney_mail_text },
	{ "clientmoney missing", ROLE_LAWYER | ROLE_AUDITOR, ACCESS_READ, "", 0, 0, clientmoney_missing_options,
	  { "åbne dage uden bevis, beviser der ikke stemmer, og dage rettet siden",
	    "open days without proof, proofs that do not agree, days corrected since" },
	  "missing:on", clientmoney_missing_run, clientmoney_missing_text },
	{ 0 },
};
