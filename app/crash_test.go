package app

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
)

// What a crash said is offered at every start until it is dealt with.
func TestCrashIsOfferedUntilDealtWith(t *testing.T) {
	t.Cleanup(func() { debug.SetCrashOutput(nil, debug.CrashOptions{}) })
	dir := t.TempDir()
	is := func(want string) {
		t.Helper()
		if got, err := keepCrashes(dir); err != nil || got != want {
			t.Errorf("offered %q, want %q: %v", got, want, err)
		}
	}
	is("")
	if err := os.WriteFile(filepath.Join(dir, crashLog), []byte("panic: one"), 0o600); err != nil {
		t.Fatal(err)
	}
	is("panic: one")
	is("panic: one")
	if err := os.Remove(filepath.Join(dir, crashBefore)); err != nil { // discarded
		t.Fatal(err)
	}
	is("")
	if got, err := keepCrashes(filepath.Join(dir, "nowhere")); err == nil {
		t.Errorf("in a folder that is not there: %q", got)
	}
}
