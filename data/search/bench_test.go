package search_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/search"
)

const benchNote = "Printer in accounting says offline since the update of Monday, restarted the spooler and cleared the queue; " +
	"the driver asks for the password again and prints blank pages. S/N 7F3-K22910, IP 10.0.3.17, KB5034441."

func BenchmarkIndexText(b *testing.B) {
	for b.Loop() {
		search.IndexText(benchNote, search.Detect(benchNote))
	}
}

// As many candidates as the search over tickets ranks.
func BenchmarkRank500(b *testing.B) {
	now := time.Now()
	var texts []search.Candidate
	for i := range 500 {
		texts = append(texts, search.Candidate{Text: strings.Replace(benchNote, "Printer", fmt.Sprint("Printer ", i), 1), At: now.Add(-time.Duration(i) * time.Hour)})
	}
	q := search.Parse("printer offline update")
	for b.Loop() {
		search.Rank(q, texts, now, 20)
	}
}

func BenchmarkSnippet(b *testing.B) {
	text := strings.Repeat("What is said before it does not matter here. ", 20) + benchNote
	for b.Loop() {
		search.Snippet(text, "spooler driver", "en", 160)
	}
}

func BenchmarkLibrary1000Articles(b *testing.B) {
	library := search.New()
	for i := range 1000 {
		library.Put(search.Doc{ID: data.ID(fmt.Sprint(i)), Title: fmt.Sprintf("How do I reset printer %d?", i), Body: benchNote, Lang: "en", Weight: 1})
	}
	for b.Loop() {
		library.Search("how to reset the printer", 10)
	}
}
