package app

/*
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// What is said where an assertion in C fails while the window is being made; ""
// once it stands.
static char firstline_said[2048];

static void firstline_say(const char *text) {
	strncpy(firstline_said, text, sizeof firstline_said - 1);
}

static void firstline_tell(const char *text) {
	if (write(2, text, strlen(text)) < 0) _exit(3);
}

// In the place of the C library's own, which only aborts: GLFW asserts that X
// answers it well, and X does not after a window manager died and left its name on
// the root window (x11_init.c).
void __assert_fail(const char *assertion, const char *file, unsigned int line, const char *function) {
	firstline_tell(file);
	firstline_tell(": ");
	firstline_tell(assertion);
	firstline_tell("\n");
	if (!firstline_said[0]) abort();
	firstline_tell(firstline_said);
	_exit(3);
}
*/
import "C"

import "unsafe"

// onAssert has a sentence said, and the program ended with code 3, where an
// assertion in C fails; "" ends that: then it is a fault of ours, and aborts.
func onAssert(sentence string) {
	text := C.CString(sentence)
	defer C.free(unsafe.Pointer(text))
	C.firstline_say(text)
}
