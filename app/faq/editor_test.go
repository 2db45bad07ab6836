package faq_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"firstline/data"
	"firstline/data/desk"
)

// key is where a new article is kept while it is not saved.
const key = "article:new"

// A new article is written from top to bottom, shown as readers will see it, and
// what it may be trusted follows from its having an answer.
func TestWrite(t *testing.T) {
	r := sit(t, "en")
	r.Go.WriteArticle(data.Article{Title: "Cannot hear anyone", Category: "Telephony"})
	r.settle()
	r.Sees("New article", "Cannot hear anyone", "Telephony", "Work in progress", "Internal")
	r.Type("Check the **mute** key.") // the title is there: the focus is on the resolution
	r.settle()
	r.Sees("Not validated", "Check the ", "mute")
	r.do(t, "article.save")
	r.settle()
	if r.shown != r.faq {
		t.Fatal("one is not led to the article")
	}
	r.Sees("Cannot hear anyone", "Owner: Ana", "Telephony")
	list, err := r.Desk.Articles(context.Background(), "")
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	a := list[0]
	if a.Resolution != "Check the **mute** key." || a.Confidence != data.NotValidated || a.Audience != "internal" || a.Language != "en" || a.Owner != "Ana" {
		t.Errorf("saved %+v", a)
	}
	if d := r.draft(t, key); d != "" {
		t.Errorf("the draft is still there: %s", d)
	}
}

// Every field of an article is changed, and what no field shows stays.
func TestEdit(t *testing.T) {
	r := sit(t, "en")
	ticket := r.ticket(t, "Nothing prints")
	a := printing
	a.FromTicket, a.Ref, a.Tags, a.Flag = ticket.ID, "kb-7", []string{"printer", "network"}, "Wrong menu"
	a = r.write(t, a)
	r.Go.WriteArticle(a)
	r.settle()
	r.Sees("Edit the article", "printer, network", "Wrong menu")
	for _, field := range []struct{ label, text string }{
		{"Title", "T"}, {"Issue", "I"}, {"Environment", "E"}, {"Resolution", "R"}, {"Cause", "C"}, {"Tags", "x, y , x"}, {"Owner", "Luis"},
		{"Review on", "2031-05-06"}, {"Flag", ""}} {
		r.to(t, field.label)
		r.Shortcut(&fyne.ShortcutSelectAll{})
		r.Press(fyne.KeyBackspace)
		r.Type(field.text)
	}
	r.to(t, "Audience")
	r.Press(fyne.KeyDown)
	r.do(t, "article.save")
	r.settle()
	got := r.article(t, a.ID)
	if got.Title != "T" || got.Issue != "I" || got.Environment != "E" || got.Resolution != "R" || got.Cause != "C" || strings.Join(got.Tags, "|") != "x|y" ||
		got.Owner != "Luis" || got.Flag != "" || got.Audience != "public" || got.ReviewAt.Local().Format(time.DateOnly) != "2031-05-06" ||
		got.FromTicket != ticket.ID || got.Ref != "kb-7" || got.Confidence != data.Validated || got.Category != "Printing" {
		t.Errorf("saved %+v", got)
	}
}

// to moves the focus to the field with a label, by Tab.
func (r *rooms) to(t *testing.T, label string) {
	t.Helper()
	for range 40 {
		if a, ok := r.Window.Canvas().Focused().(fyne.Accessible); ok && strings.HasPrefix(a.AccessibilityLabel(), label) {
			return
		}
		r.Press(fyne.KeyTab)
	}
	t.Fatalf("Tab finds no field %q", label)
}

// What is wrong stands beneath its field, and nothing typed is lost.
func TestWriteErrors(t *testing.T) {
	r := sit(t, "en")
	r.Go.WriteArticle(data.Article{})
	r.settle()
	r.to(t, "Issue")
	r.Type("Something")
	r.do(t, "article.save")
	r.settle()
	r.Sees("“Title” is missing.", "Something")
	r.Type("A title") // the focus went there
	r.to(t, "Review on")
	r.Type("some day")
	r.do(t, "article.save")
	r.settle()
	r.Sees("“some day” is not a valid date", "A title", "Something")
	if list, _ := r.Desk.Articles(context.Background(), ""); len(list) > 0 {
		t.Errorf("saved all the same: %+v", list)
	}
}

// What was typed is on disk without anything being pressed, and there again when
// the editor is opened anew, by a program that was started anew too.
func TestArticleDraft(t *testing.T) {
	r := sit(t, "en")
	a := r.write(t, printing)
	r.Go.WriteArticle(a)
	r.settle()
	r.to(t, "Cause")
	r.Type("PLUS ")
	r.to(t, "Review on")
	r.Type("??")
	if d := r.draft(t, "article:"+string(a.ID)); !strings.Contains(d, "PLUS") {
		t.Fatalf("draft on disk: %q", d)
	}
	r.Go.Back()
	next := at(r.Seat)
	next.Go.WriteArticle(a)
	next.settle()
	next.Sees("restored", "PLUS A short loss of network.", "??")
	next.press(t, "Discard")
	next.settle()
	next.Sees("Your changes were discarded", "Restore")
	next.lacks(t, "PLUS")
	if d := next.draft(t, "article:"+string(a.ID)); d != "" {
		t.Errorf("draft on disk: %s", d)
	}
	next.press(t, "Restore")
	next.settle()
	next.Sees("PLUS A short loss of network.", "??")
}

// An article from a ticket has a draft of its own, beside the one begun from
// nothing.
func TestFromTicket(t *testing.T) {
	r := sit(t, "en")
	ticket := r.ticket(t, "Nothing prints")
	if _, err := r.Desk.Resolve(context.Background(), desk.Resolution{Ticket: ticket.Number, Code: "solved_permanent", Text: "New cable."}); err != nil {
		t.Fatal(err)
	}
	r.Go.WriteArticle(data.Article{})
	r.settle()
	r.Type("Another one")
	r.settle()
	a, err := r.Desk.ArticleFromTicket(context.Background(), ticket.Number)
	if err != nil {
		t.Fatal(err)
	}
	r.Go.WriteArticle(a)
	r.settle()
	r.Sees("Nothing prints", "New cable.")
	r.lacks(t, "Another one", "restored")
	r.do(t, "article.save")
	r.settle()
	list, err := r.Desk.Articles(context.Background(), "")
	if err != nil || len(list) != 1 || list[0].FromTicket != ticket.ID {
		t.Fatal(list, err)
	}
	r.press(t, "Created from a ticket")
	if len(r.tickets) != 1 || r.tickets[0] != ticket.ID {
		t.Errorf("led to %v", r.tickets)
	}
	r.Go.WriteArticle(data.Article{})
	r.settle()
	r.Sees("restored", "Another one")
}

// A form nobody has touched follows what is changed elsewhere; one that was
// typed into stays as it is and asks.
func TestArticleChangedElsewhere(t *testing.T) {
	r := sit(t, "en")
	a := r.write(t, printing)
	r.Go.WriteArticle(a)
	r.settle()
	a.Cause = "The moon."
	r.write(t, a)
	r.settle()
	r.Sees("The moon.")
	r.lacks(t, "Someone else")

	r.to(t, "Environment")
	r.Type("MINE ")
	r.settle()
	a.Cause = "The sun."
	r.write(t, a)
	r.settle()
	r.Sees("Someone else has changed this article in the meantime.", "MINE Windows 11", "The moon.")
	r.press(t, "Use theirs")
	r.settle()
	r.Sees("The sun.")
	r.lacks(t, "MINE")
	r.press(t, "Restore")
	r.settle()
	r.Sees("MINE Windows 11", "The moon.", "Someone else")
	r.press(t, "Keep my text")
	r.do(t, "article.save")
	r.settle()
	if got := r.article(t, a.ID); got.Environment != "MINE Windows 11" || got.Cause != "The moon." {
		t.Errorf("saved %+v", got)
	}
}

// A draft made before somebody else's change says so when it is opened again.
func TestDraftOfAnOlderArticle(t *testing.T) {
	r := sit(t, "en")
	a := r.write(t, printing)
	r.Go.WriteArticle(a)
	r.settle()
	r.Type("MINE ")
	r.Go.Back()
	r.settle()
	a.Cause = "The moon."
	a = r.write(t, a)
	r.Go.WriteArticle(a)
	r.settle()
	r.Sees("MINE 1. Untick", "Someone else has changed this article in the meantime.")
}

// A category that is not on the list is made in place.
func TestNewCategory(t *testing.T) {
	r := sit(t, "es")
	r.Go.WriteArticle(data.Article{Title: "Sin tono"})
	r.settle()
	r.press(t, "Otra…")
	r.Type("Telefonía")
	r.Press(fyne.KeyReturn)
	r.settle()
	r.do(t, "article.save")
	r.settle()
	list, err := r.Desk.Articles(context.Background(), "Telefonía")
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
}
