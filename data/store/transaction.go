package store

import (
	"context"
	"database/sql"
	"fmt"
)

// transaction is a connection with a transaction open on it, until it ends. That
// of database/sql starts a goroutine for itself and one for every query, to watch
// whether its context ends (measured: a tenth of a save).
type transaction struct{ *sql.Conn }

// begin waits for the database's connection, and for other programs that write;
// the first may be cancelled.
func begin(ctx context.Context, db *sql.DB) (transaction, error) {
	conn, err := db.Conn(ctx)
	if err == nil {
		if _, err = conn.ExecContext(context.WithoutCancel(ctx), "BEGIN IMMEDIATE"); err != nil {
			conn.Close()
		}
	}
	if err != nil {
		return transaction{}, fmt.Errorf("begin to write: %w", err)
	}
	return transaction{conn}, nil
}

// commit makes what was written last, whatever window closes meanwhile, and does
// what is to be done before anyone else writes; what can't be committed is taken
// back.
func (t transaction) commit(then ...func()) error {
	if _, err := t.ExecContext(context.Background(), "COMMIT"); err != nil {
		t.rollback()
		return fmt.Errorf("commit: %w", err)
	}
	for _, do := range then {
		do()
	}
	return t.Close()
}

// rollback takes back what was written. Where SQLite did so before, because
// something went wrong, or the transaction is over, it does nothing.
func (t transaction) rollback() {
	t.ExecContext(context.Background(), "ROLLBACK")
	t.Close()
}

// inOne runs work in one transaction, see commit.
func inOne(ctx context.Context, db *sql.DB, work func(transaction) error, then ...func()) error {
	tx, err := begin(ctx, db)
	if err != nil {
		return err
	}
	defer tx.rollback()
	if err := work(tx); err != nil {
		return err
	}
	return tx.commit(then...)
}
