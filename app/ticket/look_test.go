package ticket_test

import (
	"fmt"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"firstline/app/ui"
	"firstline/data/words"
)

// TestLook draws the room in all its states, for looking at.
func TestLook(t *testing.T) {
	if os.Getenv("SHOTS") == "" {
		t.Skip("nobody looks: set SHOTS to a folder for the pictures")
	}
	for _, lang := range words.Bases() {
		for _, look := range []string{"light", "dark"} {
			t.Run(lang+"-"+look, func(t *testing.T) {
				b := sitWith(t, lang, ui.Theme(look))
				atHome(t, "Descargas/captura.png", "informe.pdf", "Escritorio/nota.txt")
				ticket := b.long(8)
				b.escalated(ticket)
				b.Window.Resize(fyne.NewSize(1230, 680))
				b.enter(ticket.ID)
				shot := func(name string) {
					t.Helper()
					b.Calm()
					b.Shot(lang + "-" + look + "-" + name)
				}
				shot("1-ticket")
				b.do("ticket.internal")
				b.Type("## Resumen\n\nSe repara **Office** y ya no se cierra.\n\n- Comprobado con dos adjuntos\n- La usuaria lo confirma")
				shot("2-public")
				b.do("ticket.preview")
				shot("3-preview")
				b.do("ticket.note")
				b.do("ticket.fields")
				b.Type("es"[:1])
				b.press(fyne.KeyReturn)
				b.Press(fyne.KeyEscape)
				b.Type("e")
				b.Type("e")
				shot("4-fields")
				for range 9 {
					b.Press(fyne.KeyDown)
				}
				b.press(fyne.KeyReturn)
				shot("5-editing")
				b.press(fyne.KeyEscape)
				b.do("ticket.timeline")
				b.Press(fyne.KeyHome)
				shot("6-timeline")
				b.do("ticket.knowledge")
				b.press(fyne.KeyReturn, fyne.KeyReturn)
				shot("7-article")
				b.press(fyne.KeyEscape)
				for _, dialog := range []string{"status", "resolve", "attach", "report", "contact", "caller", "history", "templates"} {
					b.do("ticket." + dialog)
					shot("8-" + dialog)
					b.press(fyne.KeyEscape)
					for ui.Busy(b.Window) {
						b.press(fyne.KeyEscape)
					}
				}
				b.fine()
			})
		}
	}
}

// TestButtonsAreWhole looks at every button in all languages and with large
// text: each has the room it needs, and lies inside the window.
func TestButtonsAreWhole(t *testing.T) {
	for _, lang := range words.Bases() {
		for _, percent := range []int{100, 125, 150, 200} {
			t.Run(fmt.Sprint(lang, percent), func(t *testing.T) {
				b := sitWith(t, lang, ui.ThemeSized("light", percent))
				ticket := b.long(8)
				window := fyne.NewSize(1230, 680) // what the rail and the lines above and below leave
				b.Window.Resize(window)
				b.enter(ticket.ID)
				for _, part := range []string{"facts", "knowledge"} {
					if part == "knowledge" {
						b.do("ticket.knowledge")
					}
					b.do("ticket.note") // whose buttons are there while it is written
					buttons := 0
					walk(b.room.Content(), fyne.NewPos(0, 0), func(o fyne.CanvasObject, at fyne.Position) {
						button, ok := o.(*ui.Button)
						if !ok {
							return
						}
						buttons++
						size, min := button.Size(), button.MinSize()
						if size.Width < min.Width-1 || size.Height < min.Height-1 {
							t.Errorf("%q has %v and needs %v", button.Text, size, min)
						}
						if at.X < 0 || at.Y < 0 || at.X+size.Width > window.Width+1 || at.Y+size.Height > window.Height+1 {
							t.Errorf("%q lies at %v with %v, outside the window", button.Text, at, size)
						}
					})
					if buttons < 12 {
						t.Errorf("only %d buttons among the %s", buttons, part)
					}
				}
				b.Shot(fmt.Sprintf("%s-%d", lang, percent))
				b.fine()
			})
		}
	}
}

// walk goes through what is visible, outside of what scrolls.
func walk(o fyne.CanvasObject, at fyne.Position, see func(fyne.CanvasObject, fyne.Position)) {
	if !o.Visible() {
		return
	}
	see(o, at)
	switch o := o.(type) {
	case *container.Scroll:
	case *fyne.Container:
		for _, child := range o.Objects {
			walk(child, at.Add(child.Position()), see)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			walk(child, at.Add(child.Position()), see)
		}
	}
}
