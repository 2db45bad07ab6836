package store

import (
	"context"
	"database/sql"
	"fmt"

	"firstline/data"
)

// migrations bring a desk's file from one version to the next; a file's version
// is its PRAGMA user_version. Released ones are never changed, only added to.
//
// Operations are the truth. Everything derived from them can be made again from
// them (see rebuild.go), so a migration that changes derived tables drops and
// rebuilds them.
var migrations = []string{truth + derived, copies}

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

// derived is what the operations add up to. The row of a ticket, contact,
// article or escalation is the row of its entity.
const derived = `
CREATE TABLE tickets (
	row INTEGER PRIMARY KEY,
	number TEXT NOT NULL,
	serial INTEGER NOT NULL,
	subject TEXT NOT NULL,
	requester INTEGER,
	caller TEXT NOT NULL,
	status TEXT NOT NULL,
	phase INTEGER NOT NULL,      -- 0 open, 1 paused, 2 done
	priority INTEGER NOT NULL,
	owner TEXT NOT NULL,
	channel TEXT NOT NULL,
	category TEXT NOT NULL,
	opened INTEGER NOT NULL,
	updated INTEGER NOT NULL,
	due INTEGER,
	escalated INTEGER NOT NULL,
	major INTEGER NOT NULL
) STRICT;
CREATE INDEX tickets_number ON tickets (number);
CREATE INDEX tickets_requester ON tickets (requester, updated DESC);
CREATE INDEX tickets_updated ON tickets (updated, row);
CREATE INDEX tickets_open_updated ON tickets (updated, row) WHERE phase < 2;
CREATE INDEX tickets_open_priority ON tickets (priority, row) WHERE phase < 2;
CREATE INDEX tickets_open_due ON tickets (due, row) WHERE phase < 2;
CREATE INDEX tickets_open_owner ON tickets (owner, updated, row) WHERE phase < 2;
CREATE INDEX tickets_escalated ON tickets (updated, row) WHERE escalated = 1;

CREATE TABLE contacts (
	row INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	folded TEXT NOT NULL,
	fields TEXT NOT NULL
) STRICT;
CREATE INDEX contacts_folded ON contacts (folded);
CREATE VIRTUAL TABLE contact_text USING fts5 (text, tokenize = "trigram", detail = 'full', content = '', contentless_delete = 1);

CREATE TABLE articles (
	row INTEGER PRIMARY KEY,
	ref TEXT NOT NULL,
	title TEXT NOT NULL,
	category TEXT NOT NULL,
	fields TEXT NOT NULL
) STRICT;
CREATE INDEX articles_ref ON articles (ref) WHERE ref <> '';

CREATE TABLE escalations (
	row INTEGER PRIMARY KEY,
	ticket INTEGER NOT NULL,
	state TEXT NOT NULL,
	fields TEXT NOT NULL
) STRICT;
CREATE INDEX escalations_ticket ON escalations (ticket);

CREATE TABLE uses (
	article INTEGER NOT NULL,
	ticket INTEGER NOT NULL,
	helped INTEGER NOT NULL,
	PRIMARY KEY (article, ticket)
) STRICT, WITHOUT ROWID;
CREATE INDEX uses_ticket ON uses (ticket);

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
CREATE VIRTUAL TABLE text_index USING fts5 (words, tokenize = "unicode61 remove_diacritics 0", prefix = '2 3', content = '', contentless_delete = 1);

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

// derivedTables lists the tables a check compares and a rebuild makes again.
var derivedTables = []string{"tickets", "contacts", "articles", "escalations", "uses", "counts"}

func version(ctx context.Context, db *sql.DB) (int, error) {
	var v int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v); err != nil {
		return 0, err
	}
	return v, nil
}

// migrate brings the file up to date, one version a transaction.
func migrate(ctx context.Context, db *sql.DB, dir string) error {
	v, err := version(ctx, db)
	if err != nil {
		return err
	}
	if v > len(migrations) {
		return data.Fault("", "newer_desk", "dir", dir)
	}
	for ; v < len(migrations); v++ {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, migrations[v]+fmt.Sprintf("PRAGMA user_version = %d", v+1))
		if err != nil {
			tx.Rollback()
			return fmt.Errorf("bring the desk to version %d: %w", v+1, err)
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}
