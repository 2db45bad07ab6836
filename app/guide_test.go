package app

import (
	"os"
	"strings"
	"testing"

	"firstline/app/action"
	"firstline/app/guide"
	"firstline/data/words"
)

// TestGuideIsTrue reads the whole guide in every language: each room has its
// page, and every key and word a page names is there.
func TestGuideIsTrue(t *testing.T) {
	h := inhabited(t, "en")
	registry := h.Registry()
	for _, lang := range words.Languages() {
		rooms := map[string]guide.Page{}
		for _, page := range guide.Pages(words.For(lang), registry) {
			rooms[page.Name] = page
			if page.Title == "" || len(page.Text) < 300 || len(page.Text) > 4000 {
				t.Errorf("%s: the page %s has %d letters under %q", lang, page.Name, len(page.Text), page.Title)
			}
			for _, sign := range []string{"⟦", "{", "}"} {
				if i := strings.Index(page.Text, sign); i >= 0 {
					t.Errorf("%s: the page %s names what is not there: %.40s", lang, page.Name, page.Text[i:])
				}
			}
		}
		for _, a := range registry {
			if _, ok := rooms[a.Room()]; !ok && a.Room() != "shell" {
				t.Errorf("%s: the room %s has no page", lang, a.Room())
			}
		}
	}
}

// Latin American Spanish reads the guide of Spanish, in its own words.
func TestGuideSpeaksAVariety(t *testing.T) {
	h := inhabited(t, "en")
	pages := map[string]string{}
	for _, page := range guide.Pages(words.For("es-419"), h.Registry()) {
		pages[page.Name] = page.Title + "\n" + page.Text
	}
	for name, want := range map[string]string{"settings": "Configuración", "outbox": "con **Enter**"} {
		if !strings.Contains(pages[name], want) || strings.Contains(pages[name], "Intro") || strings.Contains(pages[name], "Ajustes") {
			t.Errorf("the page %s does not say %q: %.200s", name, want, pages[name])
		}
	}
}

// TestGuideNamesOnesOwnKeys gives an action another key and none.
func TestGuideNamesOnesOwnKeys(t *testing.T) {
	h := inhabited(t, "en")
	t.Cleanup(func() { action.ResetKeys(h.Habits) })
	says := func() string { return guide.Pages(h.Words, h.Registry())[0].Text }
	for _, a := range h.Registry() {
		if a.ID == "shell.intake" {
			action.Rebind(h.Habits, a, "F8")
		}
		if a.ID == "ticket.note" {
			action.Rebind(h.Habits, a, "")
		}
	}
	for _, want := range []string{"**Log a call.** **F8**", "press “Write a note” **(Ctrl+K)**"} {
		if !strings.Contains(says(), want) {
			t.Errorf("the first day does not say %q", want)
		}
	}
}

// TestReadmeWalksAsTheGuideDoes: what the README says of the first five minutes
// is the guide's page.
func TestReadmeWalksAsTheGuideDoes(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	h := inhabited(t, "en")
	if page := guide.Pages(h.Words, h.Registry())[0]; !strings.Contains(string(readme), page.Text) {
		t.Errorf("README.md does not have the guide's first day:\n%s", page.Text)
	}
}
