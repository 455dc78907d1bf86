-- The store of intake/: what is known and how we know it.
--
-- Recorded tables are append-only: triggers refuse UPDATE and DELETE, and a guard on INSERT refuses any row but the
-- next one, so that INSERT OR REPLACE finds nothing to replace. They hold opaque ids, days, words of fixed lists and
-- commitments SHA-256(salt || payload), and nothing personal.
-- Side tables (_value, _name, _detail, _identity, _payload) hold what is personal. Their rows may be deleted when the
-- law asks for it, never changed; the commitment then still says that something stood there.
-- Computed tables (said so at each) can be dropped and rebuilt.
--
-- A CHECK spells out OR: for a longer IN the database would build and drop a table at every row.
-- Days are ISO text, case ids 'YYYY-NNNNNN'. seq counts facts, decisions, events and documents over the whole store, so
-- that a case can be read as it was known at any point.

CREATE TABLE sequence (
	one INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
	last INTEGER NOT NULL -- the last seq given out
) STRICT;
INSERT INTO sequence VALUES (1, 0);

CREATE TABLE cases (
	id TEXT PRIMARY KEY, -- 'YYYY-NNNNNN', numbered within the year
	opened_on TEXT NOT NULL, -- day it was taken
	seq INTEGER NOT NULL -- seq of its opening
) STRICT, WITHOUT ROWID;
CREATE TRIGGER cases_no_update BEFORE UPDATE ON cases BEGIN SELECT RAISE(ABORT, 'append-only: cases'); END;
CREATE TRIGGER cases_no_delete BEFORE DELETE ON cases BEGIN SELECT RAISE(ABORT, 'append-only: cases'); END;
CREATE TRIGGER cases_next BEFORE INSERT ON cases WHEN EXISTS (SELECT 1 FROM cases WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: cases'); END;

-- A folder or zip that was looked at. The same path and fingerprint are recorded once for each outcome.
CREATE TABLE submission (
	id INTEGER PRIMARY KEY, -- 1, 2, 3 … in the order of recording
	fingerprint TEXT, -- SHA-256 over the sorted set of the files' hashes, hex; null when refused before hashing
	outcome TEXT NOT NULL CHECK (outcome = 'taken' OR outcome = 'duplicate' OR outcome = 'refused'),
	case_id TEXT REFERENCES cases (id), -- the case it became, or whose files it repeats; null when refused
	recorded_on TEXT NOT NULL, -- day of the decision
	commitment BLOB NOT NULL -- to path and reasons
) STRICT;
CREATE INDEX submission_by_fingerprint ON submission (fingerprint);
CREATE TRIGGER submission_no_update BEFORE UPDATE ON submission BEGIN SELECT RAISE(ABORT, 'append-only: submission'); END;
CREATE TRIGGER submission_no_delete BEFORE DELETE ON submission BEGIN SELECT RAISE(ABORT, 'append-only: submission'); END;
CREATE TRIGGER submission_next BEFORE INSERT ON submission
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM submission)
BEGIN SELECT RAISE(ABORT, 'append-only: submission'); END;
CREATE TABLE submission_detail (
	id INTEGER PRIMARY KEY REFERENCES submission (id),
	salt BLOB NOT NULL, -- 16 random bytes
	path TEXT NOT NULL, -- as the user named it
	reasons TEXT NOT NULL -- JSON array of code, da, en, file, place
) STRICT;
CREATE INDEX submission_by_path ON submission_detail (path);
CREATE TRIGGER submission_detail_no_update BEFORE UPDATE ON submission_detail BEGIN SELECT RAISE(ABORT, 'append-only: submission_detail'); END;
CREATE TRIGGER submission_detail_no_replace BEFORE INSERT ON submission_detail WHEN EXISTS (SELECT 1 FROM submission_detail WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: submission_detail'); END;

-- A file of a case. Its bytes lie in documents/ under its hash, synced before this row was written.
CREATE TABLE document (
	case_id TEXT NOT NULL REFERENCES cases (id),
	id INTEGER NOT NULL, -- 1, 2, 3 … within the case
	seq INTEGER NOT NULL, -- store-wide
	sha256 TEXT NOT NULL, -- of the bytes, hex
	size INTEGER NOT NULL, -- bytes
	media TEXT NOT NULL, -- what the bytes turned out to be: a word of reader.h
	recorded_on TEXT, -- day
	commitment BLOB NOT NULL, -- to its name and why it is unread
	PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER document_no_update BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'append-only: document'); END;
CREATE TRIGGER document_no_delete BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'append-only: document'); END;
CREATE TRIGGER document_next BEFORE INSERT ON document
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM document WHERE case_id = NEW.case_id)
BEGIN SELECT RAISE(ABORT, 'append-only: document'); END;
CREATE TABLE document_name (
	case_id TEXT NOT NULL,
	id INTEGER NOT NULL,
	salt BLOB NOT NULL, -- 16 random bytes
	name TEXT NOT NULL, -- path within its submission
	unread TEXT, -- why it was kept unread, Danish and English parted by a line feed; null when read
	PRIMARY KEY (case_id, id),
	FOREIGN KEY (case_id, id) REFERENCES document (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER document_name_no_update BEFORE UPDATE ON document_name BEGIN SELECT RAISE(ABORT, 'append-only: document_name'); END;
CREATE TRIGGER document_name_no_replace BEFORE INSERT ON document_name WHEN EXISTS (SELECT 1 FROM document_name WHERE case_id = NEW.case_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: document_name'); END;

-- One thing known about one subject: the only stored form of what is known.
CREATE TABLE fact (
	case_id TEXT NOT NULL REFERENCES cases (id),
	id INTEGER NOT NULL, -- 1, 2, 3 … within the case
	seq INTEGER NOT NULL, -- store-wide
	name TEXT NOT NULL, -- a word of facts.def
	status TEXT NOT NULL -- as first recorded
		CHECK (status = 'read' OR status = 'stated' OR status = 'accepted' OR status = 'corrected' OR status = 'rejected'),
	confidence INTEGER NOT NULL CHECK (confidence BETWEEN 0 AND 100),
	document INTEGER NOT NULL, -- id of the document it stands in; 0: a person's word
	page INTEGER NOT NULL, -- 1-based; 0 where pages mean nothing
	recorded_on TEXT, -- day
	commitment BLOB NOT NULL, -- to subject, value, raw text, source, place and reader
	PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'append-only: fact'); END;
CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'append-only: fact'); END;
CREATE TRIGGER fact_next BEFORE INSERT ON fact
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM fact WHERE case_id = NEW.case_id)
BEGIN SELECT RAISE(ABORT, 'append-only: fact'); END;
CREATE TABLE fact_value (
	case_id TEXT NOT NULL,
	id INTEGER NOT NULL,
	salt BLOB NOT NULL, -- 16 random bytes
	subject TEXT NOT NULL, -- 'invoice/1001', 'debtor/d1' …
	value TEXT NOT NULL, -- canonical
	raw TEXT NOT NULL, -- as it stood there
	source TEXT, -- whose word it is, when it stands in no document of the case
	place TEXT, -- place in the document
	reader TEXT, -- who read it
	PRIMARY KEY (case_id, id),
	FOREIGN KEY (case_id, id) REFERENCES fact (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER fact_value_no_update BEFORE UPDATE ON fact_value BEGIN SELECT RAISE(ABORT, 'append-only: fact_value'); END;
CREATE TRIGGER fact_value_no_replace BEFORE INSERT ON fact_value WHEN EXISTS (SELECT 1 FROM fact_value WHERE case_id = NEW.case_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: fact_value'); END;

-- A person's word on a fact. The last one counts; the reading stays.
CREATE TABLE decision (
	case_id TEXT NOT NULL REFERENCES cases (id),
	id INTEGER NOT NULL, -- 1, 2, 3 … within the case
	seq INTEGER NOT NULL, -- store-wide
	fact_id INTEGER NOT NULL, -- the fact it is about
	word TEXT NOT NULL CHECK (word = 'accepted' OR word = 'corrected' OR word = 'rejected'),
	decided_on TEXT NOT NULL, -- day
	commitment BLOB NOT NULL, -- to the value and who decided
	PRIMARY KEY (case_id, id),
	FOREIGN KEY (case_id, fact_id) REFERENCES fact (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'append-only: decision'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'append-only: decision'); END;
CREATE TRIGGER decision_next BEFORE INSERT ON decision
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM decision WHERE case_id = NEW.case_id)
BEGIN SELECT RAISE(ABORT, 'append-only: decision'); END;
CREATE TABLE decision_value (
	case_id TEXT NOT NULL,
	id INTEGER NOT NULL,
	salt BLOB NOT NULL, -- 16 random bytes
	value TEXT, -- the corrected value; null unless corrected
	by TEXT, -- who decided
	PRIMARY KEY (case_id, id),
	FOREIGN KEY (case_id, id) REFERENCES decision (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER decision_value_no_update BEFORE UPDATE ON decision_value BEGIN SELECT RAISE(ABORT, 'append-only: decision_value'); END;
CREATE TRIGGER decision_value_no_replace BEFORE INSERT ON decision_value WHEN EXISTS (SELECT 1 FROM decision_value WHERE case_id = NEW.case_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: decision_value'); END;

-- Something that happened. A wrong one is corrected by a new one that names it.
CREATE TABLE event (
	case_id TEXT NOT NULL REFERENCES cases (id),
	id INTEGER NOT NULL, -- 1, 2, 3 … within the case
	seq INTEGER NOT NULL, -- store-wide
	name TEXT NOT NULL, -- a name of events.csv
	happened_on TEXT NOT NULL, -- its day
	recorded_on TEXT, -- day of recording
	replaces INTEGER NOT NULL, -- id of the event that it corrects; 0: none
	commitment BLOB NOT NULL, -- to all fields of event_value
	PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append-only: event'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append-only: event'); END;
CREATE TRIGGER event_next BEFORE INSERT ON event
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM event WHERE case_id = NEW.case_id)
BEGIN SELECT RAISE(ABORT, 'append-only: event'); END;
CREATE TABLE event_value (
	case_id TEXT NOT NULL,
	id INTEGER NOT NULL,
	salt BLOB NOT NULL, -- 16 random bytes
	debtor TEXT, -- id of a debtor; null: all, or none in particular
	claim TEXT, -- subject of a claim item; null: all
	amount_ore INTEGER, -- null: no amount
	deadline_on TEXT, -- a day that it sets
	paid_to TEXT, -- creditor | operator
	ground TEXT, -- free text
	document TEXT, -- file that proves it
	by TEXT, -- who recorded it
	PRIMARY KEY (case_id, id),
	FOREIGN KEY (case_id, id) REFERENCES event (case_id, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER event_value_no_update BEFORE UPDATE ON event_value BEGIN SELECT RAISE(ABORT, 'append-only: event_value'); END;
CREATE TRIGGER event_value_no_replace BEFORE INSERT ON event_value WHEN EXISTS (SELECT 1 FROM event_value WHERE case_id = NEW.case_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: event_value'); END;

-- Creditors and debtors across cases. Two entries are one party only when their keys are equal.
CREATE TABLE party (
	id INTEGER PRIMARY KEY, -- 1, 2, 3 …
	seq INTEGER NOT NULL -- store-wide seq when it was first met
) STRICT;
CREATE TRIGGER party_no_update BEFORE UPDATE ON party BEGIN SELECT RAISE(ABORT, 'append-only: party'); END;
CREATE TRIGGER party_no_delete BEFORE DELETE ON party BEGIN SELECT RAISE(ABORT, 'append-only: party'); END;
CREATE TRIGGER party_next BEFORE INSERT ON party WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM party)
BEGIN SELECT RAISE(ABORT, 'append-only: party'); END;
CREATE TABLE party_identity (
	id INTEGER PRIMARY KEY REFERENCES party (id),
	key TEXT NOT NULL UNIQUE, -- 'cvr:12345678', else 'name:' with name and address without case and spacing
	name TEXT NOT NULL -- as first met
) STRICT;
CREATE TRIGGER party_identity_no_update BEFORE UPDATE ON party_identity
BEGIN SELECT RAISE(ABORT, 'append-only: party_identity'); END;
CREATE TRIGGER party_identity_no_replace BEFORE INSERT ON party_identity
WHEN EXISTS (SELECT 1 FROM party_identity WHERE id = NEW.id OR key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'append-only: party_identity'); END;

-- Computed: which parties a case has.
CREATE TABLE case_party (
	case_id TEXT NOT NULL REFERENCES cases (id),
	subject TEXT NOT NULL, -- 'creditor', 'debtor/d1'
	party INTEGER NOT NULL REFERENCES party (id),
	PRIMARY KEY (case_id, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_party_by_party ON case_party (party);

-- Computed: whose invoice of which number a case claims, to find the same one in another case.
CREATE TABLE invoice_key (
	creditor TEXT NOT NULL, -- 'cvr:12345678' or 'name:' with the name without case and spacing
	number TEXT NOT NULL, -- invoice number without case and spacing
	case_id TEXT NOT NULL REFERENCES cases (id),
	seq INTEGER NOT NULL, -- the last store-wide seq when it was first found: the later one asks about the earlier
	cvr TEXT, -- the creditor's CVR number, when known
	PRIMARY KEY (creditor, number, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX invoice_key_by_case ON invoice_key (case_id);

-- The journal: double entry, one amount from one account to another, chained by hash. Written by journal.c alone.
CREATE TABLE journal (
	seq INTEGER PRIMARY KEY, -- 1, 2, 3 … without a gap
	prev BLOB NOT NULL CHECK (length(prev) = 32), -- hash of the entry before; 32 zero bytes before the first
	id TEXT NOT NULL UNIQUE, -- name of the entry, given by its author: a second booking of it is refused
	case_id TEXT NOT NULL, -- opaque; '' when it is about no case
	day TEXT NOT NULL, -- day of booking
	kind TEXT NOT NULL, -- what it books
	debit TEXT NOT NULL, -- account
	credit TEXT NOT NULL, -- account
	amount_ore INTEGER NOT NULL CHECK (amount_ore > 0),
	commitment BLOB NOT NULL CHECK (length(commitment) = 32), -- SHA-256(salt || payload)
	hash BLOB NOT NULL CHECK (length(hash) = 32), -- of the canonical bytes of the columns above
	CHECK (debit <> credit)
) STRICT;
CREATE INDEX journal_by_case ON journal (case_id);
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'append-only: journal'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'append-only: journal'); END;
CREATE TRIGGER journal_next BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
	OR NEW.prev IS NOT coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), zeroblob(32))
	OR EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'append-only: journal'); END;
CREATE TABLE journal_payload (
	seq INTEGER PRIMARY KEY REFERENCES journal (seq),
	salt BLOB NOT NULL CHECK (length(salt) = 16), -- 16 random bytes
	payload BLOB NOT NULL -- the text of the entry, canonical JSON
) STRICT;
CREATE TRIGGER journal_payload_no_update BEFORE UPDATE ON journal_payload BEGIN SELECT RAISE(ABORT, 'append-only: journal_payload'); END;
CREATE TRIGGER journal_payload_no_replace BEFORE INSERT ON journal_payload WHEN EXISTS (SELECT 1 FROM journal_payload WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'append-only: journal_payload'); END;
