package store

/*
#include <stdint.h>

typedef struct sqlite3 sqlite3;
extern void sqlite3_progress_handler(sqlite3*, int, int (*)(void*), void*);
extern int sqlite3_file_control(sqlite3*, const char*, int, void*);
extern int goOn(uintptr_t);

static int progressed(void *steps) { return goOn((uintptr_t)steps); }

static void during(void *db, int every, uintptr_t steps) {
	sqlite3_progress_handler(db, every, every > 0 ? progressed : 0, (void*)steps);
}

static unsigned int version(void *db) {
	unsigned int v = 0;
	sqlite3_file_control(db, "main", 35, &v); // SQLITE_FCNTL_DATA_VERSION
	return v;
}
*/
import "C"

import (
	"context"
	"database/sql"
	"errors"
	"reflect"
	"runtime/cgo"
	"unsafe"
)

// There is more to SQLite than the driver has a word for: what follows asks the
// connection beneath it.
func beneath(conn *sql.Conn, ask func(db unsafe.Pointer)) error {
	return conn.Raw(func(driver any) error {
		ask(reflect.Indirect(reflect.ValueOf(driver)).FieldByName("db").UnsafePointer())
		return nil
	})
}

// dataVersion is a number that moves with every commit: with one of the connection
// at once, with others' when its next transaction begins (SQLite:
// SQLITE_FCNTL_DATA_VERSION; PRAGMA data_version takes ten times as long).
func dataVersion(conn *sql.Conn) (version uint32, err error) {
	err = beneath(conn, func(db unsafe.Pointer) { version = uint32(C.version(db)) })
	return version, err
}

// perStep is how many of SQLite's own instructions, or of the pages it checks, are
// one step: at most some milliseconds.
const perStep = 200

// whileStepping runs work and has step called again and again by whatever statement
// is running on the connection, the longest too. A step that says no ends the
// statement as a cancelled one (SQLite: sqlite3_progress_handler).
func whileStepping(ctx context.Context, conn *sql.Conn, step func() bool, work func() error) error {
	set := func(every int, steps cgo.Handle) error {
		return beneath(conn, func(db unsafe.Pointer) { C.during(db, C.int(every), C.uintptr_t(steps)) })
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
