package app

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/assets"
)

// marked is an English text in a language that marks every word.
func marked(text string) string {
	return inWords.ReplaceAllStringFunc(text, func(part string) string {
		if strings.HasPrefix(part, "{") {
			return part // a blank
		}
		return part + mark
	})
}

const mark = "ŝ"

var inWords = regexp.MustCompile(`\{+[^}]*\}+|[\pL\d+]+`)

// TestALanguageIsAFolder speaks a language that is nothing but a folder: English
// with a mark on every word. Each room is in it, and a text on the screen without
// a mark is what was put into the desk, or was written into the code.
func TestALanguageIsAFolder(t *testing.T) {
	template := fmt.Sprintf(`[{"name": %q, "text": %q}]`, marked("On the way"), marked("Soon."))
	files := fstest.MapFS{"words/eo/language.json": {Data: []byte(`{"name": "Esperantoŝ"}`)},
		"templates/eo/notes.json": {Data: []byte(template)}, "templates/eo/replies.json": {Data: []byte(template)}}
	for room, raw := range assets.Words("en") {
		said := map[string]any{}
		if err := json.Unmarshal(raw, &said); err != nil {
			t.Fatal(err)
		}
		if room == "language" {
			continue
		}
		for key, sentence := range said {
			switch s := sentence.(type) {
			case string:
				said[key] = marked(s)
			case map[string]any:
				for form := range s {
					s[form] = marked(s[form].(string))
				}
			}
		}
		raw, _ = json.Marshal(said) // it has just been read from JSON
		files["words/eo/"+room+".json"] = &fstest.MapFile{Data: raw}
	}
	t.Cleanup(assets.Add(files))
	h := inhabitedBy(t, "eo", ui.ThemeSized("light", 100))
	put := regexp.MustCompile(`imprime|TST|Test desk|Ana|Lucía|lucia@|Reinicie|Desde|Cola|\d \pL\pL\pL|INBOX|^F\d|Tab|Ctrl`)
	h.enter(t, func(room string) {
		if room == "help" { // the guide is a folder of its own
			return
		}
		spoken := 0
		seattest.Walk(h.shell.Content(), func(o fyne.CanvasObject) {
			text, ok := o.(*canvas.Text)
			switch {
			case !ok || !strings.ContainsFunc(text.Text, unicode.IsLetter):
			case strings.Contains(text.Text, mark):
				spoken++
			case !put.MatchString(text.Text):
				t.Errorf("%s: %q is said in no language's folder", room, text.Text)
			}
		})
		if spoken < 20 {
			t.Errorf("%s: only %d texts are in the language", room, spoken)
		}
	})
}
