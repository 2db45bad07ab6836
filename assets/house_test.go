package assets_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// imports lists what every package of the program imports, tests aside, by the
// package's folder.
func imports(t *testing.T) map[string]map[string]bool {
	t.Helper()
	found := map[string]map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != ".." {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel("..", filepath.Dir(path))
		if err != nil {
			return err
		}
		folder = filepath.ToSlash(folder)
		if found[folder] == nil {
			found[folder] = map[string]bool{}
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[folder][name] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func under(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

// Who may know whom: see CONTRIBUTING.md. It stands here because app may not so much
// as name SQL, nor data Fyne.
func TestTheHouse(t *testing.T) {
	all := imports(t)
	if len(all) < 15 {
		t.Fatalf("only %d packages found", len(all))
	}
	rules := []struct {
		name string
		who  func(folder string) bool
		not  func(path string) bool
	}{
		{"assets imports nothing of ours",
			func(f string) bool { return under(f, "assets") },
			func(p string) bool { return under(p, "firstline") }},
		{"the nouns are made from the standard library",
			func(f string) bool { return f == "data" },
			func(p string) bool { return strings.Contains(p, ".") || under(p, "firstline") }},
		{"data never imports Fyne or app",
			func(f string) bool { return under(f, "data") },
			func(p string) bool { return under(p, "fyne.io/fyne/v2") || under(p, "firstline/app") }},
		{"only store and search contain SQL",
			func(f string) bool { return f != "data/store" && f != "data/search" },
			func(p string) bool { return p == "database/sql" || p == "github.com/mattn/go-sqlite3" }},
		{"only post opens sockets",
			func(f string) bool { return !under(f, "data/post") },
			func(p string) bool {
				return p == "net" || p == "net/smtp" || p == "crypto/tls" || strings.HasPrefix(p, "golang.org/x/oauth2") ||
					strings.HasPrefix(p, "github.com/emersion/go-smtp") || strings.HasPrefix(p, "github.com/emersion/go-imap")
			}},
		{"app reaches data by the desk's door",
			func(f string) bool { return under(f, "app") },
			func(p string) bool {
				return p == "firstline/data/store" || p == "firstline/data/journal" || p == "firstline/data/report" || p == "firstline/data/mail"
			}},
		{"only main and app start Fyne",
			func(f string) bool { return f != "." && f != "app" && f != "app/tour/empty" },
			func(p string) bool { return p == "fyne.io/fyne/v2/app" }},
		{"the command line knows no Fyne",
			func(f string) bool { return under(f, "app/cli") || f == "app/priority" },
			func(p string) bool {
				return under(p, "fyne.io/fyne/v2") || under(p, "firstline/app") && p != "firstline/app/priority"
			}},
		{"the journal knows only the nouns",
			func(f string) bool { return f == "data/journal" },
			func(p string) bool { return under(p, "firstline") && p != "firstline/data" }},
		{"mail, report and packet know only nouns, words and what is embedded",
			func(f string) bool { return f == "data/mail" || f == "data/report" || f == "data/packet" },
			func(p string) bool {
				return under(p, "firstline") && p != "firstline/data" && p != "firstline/data/words" && p != "firstline/assets" && p != "firstline/data/journal"
			}},
		{"the store points to nothing above it",
			func(f string) bool { return f == "data/store" },
			func(p string) bool {
				return p == "firstline/data/desk" || p == "firstline/data/mail" || p == "firstline/data/post"
			}},
	}
	for _, rule := range rules {
		for folder, paths := range all {
			if !rule.who(folder) {
				continue
			}
			for path := range paths {
				if rule.not(path) {
					t.Errorf("%s: %s imports %s", rule.name, folder, path)
				}
			}
		}
	}
}

// Names that say nothing hide what is in a file.
func TestNamesSaySomething(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		name := strings.TrimSuffix(d.Name(), ".go")
		switch name {
		case "util", "utils", "common", "helper", "helpers", "misc", "manager":
			t.Errorf("%s: what is in it?", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Whoever looks at the project sees at its top level what they need first, and
// nothing else.
func TestTheTopLevel(t *testing.T) {
	code, err := filepath.Glob("../*.go")
	if err != nil || len(code) != 1 {
		t.Errorf("beside main.go there are %v (%v): the rooms are app and data", code, err)
	}
}
