package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"firstline/data"
	"firstline/data/journal"
)

// migrations bring what is the truth in a desk's file from one version to the
// next; a file's version is its PRAGMA user_version. Released ones are never
// changed, only added to.
//
// What the operations add up to (derived) has no versions: a file whose derived
// tables were made by another text than this program's has them made again from
// the operations, one whose indexes were has those made again. To change them,
// change the text.
var migrations = []string{truth, copies, "DROP INDEX acts_to_undo", inbox}

// Times are milliseconds since 1970, UTC.
const truth = `
CREATE TABLE desk (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE authors (row INTEGER PRIMARY KEY, author TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE entities (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL) STRICT;
CREATE TABLE ops (
	pos    INTEGER PRIMARY KEY,
	entity INTEGER NOT NULL REFERENCES entities,
	author INTEGER NOT NULL REFERENCES authors,
	seq    INTEGER NOT NULL,
	body   BLOB NOT NULL,
	UNIQUE (entity, author, seq)
) STRICT;
CREATE TRIGGER ops_stay   BEFORE UPDATE ON ops BEGIN SELECT RAISE(ABORT, 'operations are never rewritten'); END;
CREATE TRIGGER ops_remain BEFORE DELETE ON ops BEGIN SELECT RAISE(ABORT, 'operations are never deleted'); END;

CREATE TABLE acts (
	row    INTEGER PRIMARY KEY,
	id     TEXT NOT NULL UNIQUE,
	name   TEXT NOT NULL,
	number TEXT NOT NULL,
	first  INTEGER NOT NULL,
	last   INTEGER NOT NULL,
	seal   TEXT NOT NULL,      -- hash of the act before and of this act's operations
	undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX acts_to_undo ON acts (row) WHERE undone = 0;

CREATE TABLE outbox (
	row INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	ticket TEXT NOT NULL,
	number TEXT NOT NULL,
	escalation TEXT NOT NULL,
	message_id TEXT NOT NULL,
	sender TEXT NOT NULL,
	recipients TEXT NOT NULL,
	subject TEXT NOT NULL,
	bytes BLOB NOT NULL,
	state TEXT NOT NULL,
	tries INTEGER NOT NULL DEFAULT 0,
	next INTEGER NOT NULL,
	reason TEXT NOT NULL DEFAULT '',
	holder TEXT NOT NULL DEFAULT '',
	queued INTEGER NOT NULL,
	started INTEGER,
	sent INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (next) WHERE state IN ('queued','sending','deferred','maybe');

CREATE TABLE drafts (key TEXT PRIMARY KEY, body TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

// inbox is what came by which folder and how far each folder was read, and who
// got an automatic mail when.
const inbox = `
CREATE TABLE inbox (
	row INTEGER PRIMARY KEY,
	id TEXT NOT NULL,            -- of the mail; copies share it
	account TEXT NOT NULL,
	folder TEXT NOT NULL,
	validity INTEGER NOT NULL,
	uid INTEGER NOT NULL,
	sha256 TEXT NOT NULL,        -- of the bytes as they came
	body TEXT NOT NULL,          -- hash of the body alone: the same for copies
	size INTEGER NOT NULL,       -- on the server
	at INTEGER NOT NULL,
	sender TEXT NOT NULL,
	subject TEXT NOT NULL,
	state TEXT NOT NULL          -- kept, stub, wanted, duplicate, understood
) STRICT;
CREATE UNIQUE INDEX inbox_place ON inbox (account, folder, validity, uid) WHERE folder <> '';
CREATE INDEX inbox_id ON inbox (id);
CREATE INDEX inbox_waiting ON inbox (row) WHERE state IN ('kept','stub','wanted');
CREATE TABLE cursors (account TEXT NOT NULL, folder TEXT NOT NULL, validity INTEGER NOT NULL, uid INTEGER NOT NULL, PRIMARY KEY (account, folder)) STRICT, WITHOUT ROWID;
CREATE TABLE acknowledged (address TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_message_id ON outbox (message_id);
`

// derived is what the operations add up to. The row of a ticket, contact,
// article or escalation is the row of its entity. A change that only the code
// makes, to what is written here, is said in its first line.
const derived = `-- 4
CREATE TABLE tickets (
	row INTEGER PRIMARY KEY,
	id TEXT NOT NULL,            -- of its entity: a list of a million finds all it shows in one place
	number TEXT NOT NULL,
	serial INTEGER NOT NULL,
	subject TEXT NOT NULL,
	subject_key TEXT NOT NULL,   -- keys are what a text is sorted by, see sortKey
	requester INTEGER,
	caller TEXT NOT NULL,
	caller_key TEXT NOT NULL,
	status TEXT NOT NULL,
	done INTEGER NOT NULL,       -- its clock has stopped
	priority INTEGER NOT NULL,
	owner TEXT NOT NULL,
	owner_key TEXT NOT NULL,
	channel TEXT NOT NULL,
	category TEXT NOT NULL,
	opened INTEGER NOT NULL,
	updated INTEGER NOT NULL,
	due INTEGER NOT NULL,        -- noDue if there is none
	escalated INTEGER NOT NULL,
	answer_by INTEGER NOT NULL,  -- when second line was to answer first; noDue if nothing was agreed
	major INTEGER NOT NULL,
	unread INTEGER NOT NULL
) STRICT;

CREATE TABLE contacts (
	row INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	folded TEXT NOT NULL,
	fields TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE contact_text USING fts5 (text, tokenize = "trigram", detail = 'full', content = '', contentless_delete = 1);

CREATE TABLE articles (
	row INTEGER PRIMARY KEY,
	ref TEXT NOT NULL,
	title TEXT NOT NULL,
	category TEXT NOT NULL,
	fields TEXT NOT NULL
) STRICT;

CREATE TABLE escalations (
	row INTEGER PRIMARY KEY,
	ticket INTEGER NOT NULL,
	state TEXT NOT NULL,
	fields TEXT NOT NULL
) STRICT;

-- What is known of each mail, and the reply codes that were given out.
CREATE TABLE mails (
	row INTEGER PRIMARY KEY,
	state TEXT NOT NULL,
	ticket INTEGER,
	proposed INTEGER,
	message_id TEXT NOT NULL,
	sender TEXT NOT NULL,
	stranger INTEGER NOT NULL,
	received INTEGER NOT NULL,
	fields TEXT NOT NULL
) STRICT;
CREATE TABLE codes (token TEXT PRIMARY KEY, ticket INTEGER NOT NULL, correspondent TEXT NOT NULL, escalation TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE uses (
	article INTEGER NOT NULL,
	ticket INTEGER NOT NULL,
	helped INTEGER NOT NULL,
	said TEXT NOT NULL,          -- the ticket's subject: all of an article's are read together
	PRIMARY KEY (article, ticket)
) STRICT, WITHOUT ROWID;

-- What can be searched: a ticket's own text (pos 0) and each entry of its
-- timeline (the position of the operation that made it; source is the one that
-- holds its present text). Rows grow, so the newest come first.
CREATE TABLE texts (
	row INTEGER PRIMARY KEY,
	entity INTEGER NOT NULL,
	pos INTEGER NOT NULL,
	source INTEGER NOT NULL,
	UNIQUE (entity, pos)
) STRICT;
CREATE VIRTUAL TABLE text_index USING fts5 (words, tokenize = "ascii", content = '', contentless_delete = 1);

-- The words of texts, contacts and articles as they are written (vocabulary.go);
-- back is the word backwards, "" if it has digits.
CREATE TABLE words (
	row INTEGER PRIMARY KEY,
	word TEXT NOT NULL,
	back TEXT NOT NULL,
	texts INTEGER NOT NULL,
	UNIQUE (word, texts)      -- each once; a rebuild needs to find them before there are other indexes
) STRICT;
CREATE VIRTUAL TABLE word_index USING fts5 (word, tokenize = "trigram", detail = 'none', content = '', contentless_delete = 1);

-- Texts, and contacts, that a save left to be indexed after it (upkeep.go).
CREATE TABLE unindexed (
	entity INTEGER NOT NULL,
	pos INTEGER NOT NULL,
	source INTEGER NOT NULL,     -- 0 for a ticket's or contact's own text, and for one withdrawn
	PRIMARY KEY (entity, pos)
) STRICT, WITHOUT ROWID;

CREATE TABLE counts (name TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

// copies are those of letters among the sent mail on the server: a step of its
// own, whose failure is not the letter's.
const copies = `
CREATE TABLE copies (
	letter TEXT PRIMARY KEY,
	state TEXT NOT NULL,
	next INTEGER NOT NULL,
	reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`

// lookups are the indexes by which a row is found.
const lookups = `
CREATE INDEX tickets_number ON tickets (number);
CREATE INDEX tickets_requester ON tickets (requester);
CREATE INDEX contacts_folded ON contacts (folded);
CREATE INDEX articles_ref ON articles (ref) WHERE ref <> '';
CREATE INDEX escalations_ticket ON escalations (ticket);
CREATE INDEX uses_ticket ON uses (ticket);
CREATE INDEX words_back ON words (back, word, texts) WHERE back <> '';
CREATE INDEX mails_message_id ON mails (message_id) WHERE message_id <> '';
CREATE INDEX mails_ticket ON mails (ticket);
CREATE INDEX mails_waiting ON mails (received) WHERE state IN ('triage','held','stub');
CREATE INDEX mails_strangers ON mails (received, sender) WHERE stranger = 1;
CREATE INDEX codes_ticket ON codes (ticket);
CREATE INDEX codes_escalation ON codes (escalation) WHERE escalation <> '';
CREATE INDEX tickets_answer_by ON tickets (answer_by) WHERE escalated = 1;
`

// orders are the indexes that keep lists in order (see list.go). Every index costs every save, so
// there is one for what is asked at a million tickets and no other. For
// each column a list may be sorted by there is one of the tickets done or not,
// one of each operator's that are not done, and one of those in a view of few
// tickets, which costs the others nothing.
var orders = func() (list string) {
	for _, name := range SortColumns() {
		list += fmt.Sprintf("CREATE INDEX tickets_by_%[1]s ON tickets (done, %[2]s);\nCREATE INDEX tickets_escalated_by_%[1]s ON tickets (%[2]s) WHERE escalated = 1;\nCREATE INDEX tickets_unread_by_%[1]s ON tickets (%[2]s) WHERE unread = 1;\n", name, columns[name])
		if name != "owner" {
			list += fmt.Sprintf("CREATE INDEX tickets_mine_by_%[1]s ON tickets (owner, %[2]s) WHERE done = 0;\n", name, columns[name])
		}
	}
	return list
}()

// shown is all that a list shows of the tickets not done, or in a view of few, in a
// table of its own: of a million tickets it takes a tenth of the pages, and SQLite finds
// a row of it by its number, through pages it has at hand (measured: a page of a list is
// there in three quarters of the time that an index takes which holds the same). It is
// no part of derived so that an older desk gets it without all else being made again,
// and is written beside tickets (see show), as triggers cost a save a tenth.
const shown = `
CREATE TABLE excerpts (
	row INTEGER PRIMARY KEY,
	id TEXT NOT NULL,
	number TEXT NOT NULL,
	subject TEXT NOT NULL,
	caller TEXT NOT NULL,
	status TEXT NOT NULL,
	priority INTEGER NOT NULL,
	owner TEXT NOT NULL,
	channel TEXT NOT NULL,
	category TEXT NOT NULL,
	opened INTEGER NOT NULL,
	updated INTEGER NOT NULL,
	due INTEGER NOT NULL,
	escalated INTEGER NOT NULL,
	major INTEGER NOT NULL,
	unread INTEGER NOT NULL,
	answer_by INTEGER NOT NULL
) STRICT;
INSERT INTO excerpts SELECT ` + shownColumns + ` FROM tickets WHERE ` + isShown + `;
`

// shownBefore takes away what older programs kept it in.
const shownBefore = `
DROP INDEX IF EXISTS tickets_mine_shown;
DROP INDEX IF EXISTS tickets_open_shown;
DROP INDEX IF EXISTS tickets_few_shown;
DROP TABLE IF EXISTS excerpts;
`

// isShown is the condition on a ticket that it is one of shown.
const isShown = "(done = 0 OR escalated = 1 OR unread = 1)"

// indexes are the others of the derived tables.
var indexes = lookups + orders

func version(ctx context.Context, db *sql.DB) (int, error) {
	var v int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v); err != nil {
		return 0, err
	}
	return v, nil
}

// migrate brings the file up to date.
func migrate(ctx context.Context, db *sql.DB, dir string) error {
	v, err := version(ctx, db)
	if err != nil {
		return err
	}
	if v > len(migrations) {
		return data.Fault("", "newer_desk", "dir", dir)
	}
	for ; v < len(migrations); v++ {
		if err := inOne(ctx, db, func(tx transaction) error {
			_, err := tx.ExecContext(ctx, migrations[v]+fmt.Sprintf("; PRAGMA user_version = %d", v+1))
			return err
		}); err != nil {
			return fmt.Errorf("bring the desk to version %d: %w", v+1, err)
		}
	}
	return derive(ctx, db)
}

// derive makes the derived tables and their indexes, unless they are there as
// this program makes them.
func derive(ctx context.Context, db *sql.DB) error {
	there := map[string]bool{}
	for name, text := range texts {
		var err error
		if there[name], err = made(ctx, db, name, text); err != nil {
			return err
		}
	}
	if there["derived"] && there["indexes"] && there["shown"] {
		return nil
	}
	return inOne(ctx, db, func(tx transaction) error {
		if !there["derived"] || !there["indexes"] {
			if err := makeAgain(ctx, tx, there["derived"]); err != nil {
				return err
			}
		}
		if there["derived"] && !there["shown"] {
			if _, err := tx.ExecContext(ctx, shownBefore+shown); err != nil {
				return fmt.Errorf("make what lists show: %w", err)
			}
		}
		for name, text := range texts {
			if _, err := tx.ExecContext(ctx, keep, name, journal.Hash([]byte(text))); err != nil {
				return err
			}
		}
		return nil
	})
}

// texts are what a file's derived tables and indexes are made by, under the names
// that it keeps their hashes by.
var texts = map[string]string{"derived": derived, "indexes": indexes, "shown": shown}

// makeAgain makes the derived tables, unless they are as they should be, and their
// indexes.
func makeAgain(ctx context.Context, tx transaction, tables bool) error {
	if err := drop(ctx, tx, "index"); err != nil {
		return err
	}
	if !tables {
		if err := drop(ctx, tx, "table"); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, derived+lookups+shown); err != nil {
			return fmt.Errorf("make the tables: %w", err)
		}
		if err := rebuild(ctx, tx, newFolds(), (*Tx).indexAll); err != nil {
			return err
		}
	} else if _, err := tx.ExecContext(ctx, lookups); err != nil {
		return fmt.Errorf("make the indexes: %w", err)
	}
	if _, err := tx.ExecContext(ctx, orders); err != nil {
		return fmt.Errorf("make the indexes: %w", err)
	}
	return nil
}

// made says whether what is called so was made by this text.
func made(ctx context.Context, db *sql.DB, name, text string) (bool, error) {
	var hash string
	err := db.QueryRowContext(ctx, "SELECT value FROM desk WHERE name = ?", name).Scan(&hash)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return hash == journal.Hash([]byte(text)), err
}

// kept are the tables that are not derived.
var kept = func() (names []string) {
	for _, m := range regexp.MustCompile(`CREATE TABLE (\w+)`).FindAllStringSubmatch(strings.Join(migrations, "\n"), -1) {
		names = append(names, "'"+m[1]+"'")
	}
	return names
}()

// drop removes the derived tables, or the indexes of them that are not part of a
// table.
func drop(ctx context.Context, tx transaction, kind string) error {
	// A virtual table takes those it keeps its index in with it, so they go first.
	rows, err := tx.QueryContext(ctx, "SELECT name FROM sqlite_master WHERE type = ? AND sql IS NOT NULL AND tbl_name NOT LIKE 'sqlite%' AND tbl_name NOT IN ("+
		strings.Join(kept, ",")+") ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC", kind)
	if err != nil {
		return err
	}
	names, err := gather[string](rows)
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := tx.ExecContext(ctx, "DROP "+kind+" IF EXISTS "+name); err != nil {
			return fmt.Errorf("drop %s: %w", name, err)
		}
	}
	return nil
}
