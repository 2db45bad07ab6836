package store

/*
#include <malloc.h>

static void few_arenas(void) {
#ifdef __GLIBC__
	mallopt(M_ARENA_MAX, 2);
#endif
}

static void give_back(void) {
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}
*/
import "C"

// SQLite's pages are allocated one by one from whatever thread Go runs a
// statement on, and by default every thread gets an arena of its own, which
// keeps what was freed in it: 40 MB more for nothing at a million tickets
// (measured).
func init() {
	C.few_arenas()
	giveBack = func() { C.give_back() }
}
