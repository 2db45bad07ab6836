package store

/*
#include <stdint.h>

typedef struct sqlite3 sqlite3;
extern void sqlite3_progress_handler(sqlite3*, int, int (*)(void*), void*);
extern int goOn(uintptr_t);

static int progressed(void *steps) { return goOn((uintptr_t)steps); }

static void during(void *db, int every, uintptr_t steps) {
	sqlite3_progress_handler(db, every, every > 0 ? progressed : 0, (void*)steps);
}
*/
import "C"

import (
	"context"
	"database/sql"
	"errors"
	"reflect"
	"runtime/cgo"
)

// perStep is how many of SQLite's own instructions, or of the pages it checks, are
// one step: at most some milliseconds.
const perStep = 200

// whileStepping runs work and has step called again and again by whatever statement
// is running on the connection, the longest too. A step that says no ends the
// statement as a cancelled one. The driver has no word for it (SQLite:
// sqlite3_progress_handler).
func whileStepping(ctx context.Context, conn *sql.Conn, step func() bool, work func() error) error {
	set := func(every int, steps cgo.Handle) error {
		return conn.Raw(func(driver any) error {
			db := reflect.ValueOf(driver).Elem().FieldByName("db").UnsafePointer()
			C.during(db, C.int(every), C.uintptr_t(steps))
			return nil
		})
	}
	steps := cgo.NewHandle(step)
	defer steps.Delete()
	if err := set(perStep, steps); err != nil {
		return err
	}
	return errors.Join(work(), set(0, 0))
}

//export goOn
func goOn(steps C.uintptr_t) C.int {
	if cgo.Handle(steps).Value().(func() bool)() {
		return 0
	}
	return 1
}
