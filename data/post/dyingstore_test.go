package post

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"

	"github.com/mattn/go-sqlite3"
)

// life is how long a program lives, in steps: it dies when it is about to take
// the last one. A step is a statement, a beginning or a commit that the context
// it lies in was given to. What was written before stays, as the kernel keeps it.
type life struct {
	mu    sync.Mutex
	steps int // taken so far
	last  int // 0: it lives on
	at    string
	watch func(what string) // is told of every step before it is taken
}

type lifeKey struct{}

// within gives a context in which a life counts its steps.
func within(l *life) context.Context { return context.WithValue(context.Background(), lifeKey{}, l) }

var errKilled = errors.New("killed")

// takeStep takes a step, or not any more.
func takeStep(ctx context.Context, what string) error {
	l, _ := ctx.Value(lifeKey{}).(*life)
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.watch != nil {
		l.watch(what)
	}
	if l.steps++; l.last > 0 && l.steps >= l.last {
		if l.steps == l.last {
			l.at = what
		}
		return errKilled
	}
	return nil
}

// died says whether its end has come.
func (l *life) died() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last > 0 && l.steps >= l.last
}

// dyingDriver opens databases whose users may die.
type dyingDriver struct{ driver.Driver }

func init() {
	db, err := sql.Open("sqlite3", "")
	if err != nil {
		panic(err)
	}
	defer db.Close()
	sql.Register("dying", dyingDriver{db.Driver()})
}

func (d dyingDriver) Open(name string) (driver.Conn, error) {
	c, err := d.Driver.Open(name)
	if err != nil {
		return nil, err
	}
	return dyingDB{c.(*sqlite3.SQLiteConn)}, nil
}

type dyingDB struct{ *sqlite3.SQLiteConn }

func (c dyingDB) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := takeStep(ctx, query); err != nil {
		return nil, err
	}
	return c.SQLiteConn.ExecContext(ctx, query, args)
}

func (c dyingDB) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := takeStep(ctx, query); err != nil {
		return nil, err
	}
	return c.SQLiteConn.QueryContext(ctx, query, args)
}

func (c dyingDB) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	if err := takeStep(ctx, "BEGIN"); err != nil {
		return nil, err
	}
	tx, err := c.SQLiteConn.BeginTx(ctx, options)
	return dyingTx{tx, ctx}, err
}

type dyingTx struct {
	driver.Tx
	ctx context.Context
}

func (t dyingTx) Commit() error {
	if err := takeStep(t.ctx, "COMMIT"); err != nil {
		return errors.Join(err, t.Tx.Rollback())
	}
	err := t.Tx.Commit()
	if err == nil {
		err = takeStep(t.ctx, "after COMMIT")
	}
	return err
}
