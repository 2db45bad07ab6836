package habit_test

import (
	"os"
	"path/filepath"
	"testing"

	"firstline/app/habit"
)

type widths map[string]float32

func recalled(b *habit.Book, name string) widths {
	var w widths
	b.Recall(name, &w)
	return w
}

func TestKeptFromStartToStart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "firstline", "habits.json")
	b := habit.Open(file)
	if w := recalled(b, "list"); w != nil {
		t.Errorf("a first start recalls %v", w)
	}
	b.Keep("list", widths{"subject": 200})
	if w := recalled(b, "list"); w["subject"] != 200 {
		t.Errorf("before it is written it is %v", w)
	}
	b.Keep("list", widths{"subject": 300})
	b.Settle()
	if w := recalled(habit.Open(file), "list"); w["subject"] != 300 {
		t.Errorf("after a start it is %v", w)
	}
}

func TestTwoWindowsKeepBoth(t *testing.T) {
	file := filepath.Join(t.TempDir(), "habits.json")
	one, other := habit.Open(file), habit.Open(file)
	one.Keep("keys", widths{"one": 1})
	one.Settle()
	other.Keep("list", widths{"other": 2})
	other.Settle()
	b := habit.Open(file)
	if recalled(b, "keys")["one"] != 1 || recalled(b, "list")["other"] != 2 {
		t.Errorf("one's %v, other's %v", recalled(b, "keys"), recalled(b, "list"))
	}
}

func TestWhatCannotBeReadOrWritten(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "habits.json")
	if err := os.WriteFile(file, []byte(`{"list": {"sub`), 0o600); err != nil {
		t.Fatal(err)
	}
	b := habit.Open(file)
	b.Keep("list", widths{"subject": 200})
	b.Settle()
	if w := recalled(habit.Open(file), "list"); w["subject"] != 200 {
		t.Errorf("in the place of half a file stands %v", w)
	}
	lost := habit.Open(filepath.Join(file, "habits.json")) // in a file, no folder
	lost.Keep("list", widths{"subject": 100})
	lost.Settle()
	if w := recalled(lost, "list"); w["subject"] != 100 {
		t.Errorf("what can't be written does not even hold meanwhile: %v", w)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("there lies %v", left)
	}
}

func TestAnotherVersionsHabit(t *testing.T) {
	b := new(habit.Book)
	b.Keep("list", "wide")
	if w := recalled(b, "list"); len(w) != 0 {
		t.Errorf("recalled %v", w)
	}
	if b.Settle(); recalled(new(habit.Book), "list") != nil {
		t.Error("a book without a file writes")
	}
}
