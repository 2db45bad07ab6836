package store

/*
#include <stdint.h>

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_context sqlite3_context;
typedef struct sqlite3_value sqlite3_value;
extern int sqlite3_auto_extension(void (*)(void));
extern int sqlite3_db_config(sqlite3*, int, ...);
extern int sqlite3_create_function(sqlite3*, const char*, int, int, void*, void (*)(sqlite3_context*, int, sqlite3_value**), void*, void*);
extern sqlite3 *sqlite3_context_db_handle(sqlite3_context*);
extern long long sqlite3_value_int64(sqlite3_value*);
extern void sqlite3_progress_handler(sqlite3*, int, int (*)(void*), void*);
extern int goOn(uintptr_t);

static int progressed(void *steps) { return goOn((uintptr_t)steps); }

static void stepping(sqlite3_context *from, int n, sqlite3_value **args) {
	int every = (int)sqlite3_value_int64(args[0]);
	sqlite3_progress_handler(sqlite3_context_db_handle(from), every, every > 0 ? progressed : 0, (void*)(uintptr_t)sqlite3_value_int64(args[1]));
}

static int opened(sqlite3 *db, const char **wrong, const void *api) {
	sqlite3_db_config(db, 1007, 1, 0); // SQLITE_DBCONFIG_ENABLE_QPSG: a kept statement keeps its plan
	return sqlite3_create_function(db, "stepping", 2, 0x80001, 0, stepping, 0, 0); // SQLITE_UTF8, SQLITE_DIRECTONLY
}

static int each_connection(void) { return sqlite3_auto_extension((void (*)(void))opened); }
*/
import "C"

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/cgo"
)

// The driver has no word for SQLite's progress handler, so every connection gets a
// function that sets its own: stepping(every so many instructions, whom to ask).
// Nor has it one for the stability of plans, without which SQLite compiles most
// statements anew each time other values are bound to them (measured: a third of a
// list's page, a tenth of a save).
func init() {
	if code := C.each_connection(); code != 0 {
		panic(fmt.Sprint("SQLite takes no extension: ", code)) // it has no memory
	}
}

// perStep is how many of SQLite's own instructions, or of the pages it checks, are
// one step: at most some milliseconds.
const perStep = 200

// whileStepping runs work and has step called again and again by whatever statement
// is running on the connection, the longest too. A step that says no ends the
// statement as a cancelled one (SQLite: sqlite3_progress_handler).
func whileStepping(conn *sql.Conn, step func() bool, work func() error) error {
	over := false
	steps := cgo.NewHandle(func() bool { return over || step() })
	defer steps.Delete()
	set := func(every int) error {
		_, err := conn.ExecContext(context.Background(), "SELECT stepping(?, ?)", every, int64(steps))
		return err
	}
	if err := set(perStep); err != nil {
		return err
	}
	err := work()
	over = true
	return errors.Join(err, set(0))
}

//export goOn
func goOn(steps C.uintptr_t) C.int {
	if cgo.Handle(steps).Value().(func() bool)() {
		return 0
	}
	return 1
}
