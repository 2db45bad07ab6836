package search_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/search"
)

// printed prints a library and reads it.
func printed(t rapid.TB, l *search.Library, note string) *search.Library {
	t.Helper()
	var paper bytes.Buffer
	if err := l.Print(&paper, note); err != nil {
		t.Fatal(err)
	}
	read, said, err := search.ReadEdition(bytes.NewReader(paper.Bytes()), int64(paper.Len()))
	if err != nil || said != note {
		t.Fatalf("read %q, %v; printed %q", said, err, note)
	}
	return read
}

// A library that was printed and read any number of times between changes finds
// what one that never was finds, and holds the same docs.
func TestEditionIsTheLibrary(t *testing.T) {
	vocabulary := []string{"printer", "printers", "impresora", "Drucker", "C++", "KB5034441", "offline", "the", "no", "toner", "niño", "GitHub"}
	queries := append(slices.Clone(vocabulary), "the printer offline", "prin", "tonr", "git hub toner", "no impresora")
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 6).Draw(t, label), " ")
		}
		kept, paper := search.New(), search.New()
		for range rapid.IntRange(1, 20).Draw(t, "changes") {
			id := data.ID(rapid.StringMatching(`[a-f]`).Draw(t, "id"))
			switch rapid.SampledFrom([]string{"put", "put", "remove", "print"}).Draw(t, "change") {
			case "put":
				d := search.Doc{ID: id, Row: rapid.Int64Range(0, 1<<40).Draw(t, "row"), Title: text("title"), Body: text("body"), Lang: rapid.SampledFrom([]string{"", "en", "es", "de"}).Draw(t, "lang"),
					Learned: rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 3).Draw(t, "learned"), From: rapid.SliceOfN(rapid.Int64Range(1, 1<<40), 0, 3).Draw(t, "from"),
					Weight: rapid.Float64Range(0, 2).Draw(t, "weight")}
				kept.Put(d)
				paper.Put(d)
			case "remove":
				kept.Remove(id)
				paper.Remove(id)
			case "print":
				paper = printed(t, paper, text("note"))
			}
		}
		paper = printed(t, paper, "")
		find := func(l *search.Library, q string) (found string) {
			for _, h := range l.Search(q, 10) {
				found += fmt.Sprintf("%s %.9f %s, ", h.ID, h.Score, h.Repaired)
			}
			return found
		}
		for _, q := range queries {
			if got, want := find(paper, q), find(kept, q); got != want {
				t.Fatalf("%q: printed %s, never printed %s", q, got, want)
			}
		}
		all := func(l *search.Library) (list []string) {
			for d := range l.Docs {
				list = append(list, fmt.Sprintf("%+v", d))
			}
			slices.Sort(list)
			return list
		}
		if got, want := all(paper), all(kept); !slices.Equal(got, want) {
			t.Fatalf("printed %s, never printed %s", got, want)
		}
	})
}

// Paper that is torn, rotten or something else is not read, and does not stop
// the program.
func TestEditionIsWholeOrNone(t *testing.T) {
	l := search.New()
	l.Put(search.Doc{ID: "a", Title: "The printer is offline", Body: "Switch it off and on again."})
	var paper bytes.Buffer
	if err := l.Print(&paper, "note"); err != nil {
		t.Fatal(err)
	}
	read := func(raw []byte) error {
		_, _, err := search.ReadEdition(bytes.NewReader(raw), int64(len(raw)))
		return err
	}
	whole := paper.Bytes()
	if err := read(whole); err != nil {
		t.Fatal(err)
	}
	for n := range whole {
		if err := read(whole[:n]); !errors.Is(err, search.ErrEdition) {
			t.Fatalf("the first %d bytes: %v", n, err)
		}
		rotten := bytes.Clone(whole)
		rotten[n] ^= 0x10
		if err := read(rotten); !errors.Is(err, search.ErrEdition) {
			t.Fatalf("a wrong bit in byte %d: %v", n, err)
		}
	}
}
