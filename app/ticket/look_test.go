package ticket_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
)

// TestLook draws the room as a person sees it, for looking at with SHOTS set,
// and fails where something cannot be drawn at all.
func TestLook(t *testing.T) {
	for _, lang := range []string{"es", "en"} {
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
					b.calm()
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

// TestLookLarge draws it with large text, where the columns no longer fit side by
// side.
func TestLookLarge(t *testing.T) {
	for _, percent := range []int{125, 150, 200} {
		t.Run(fmt.Sprint(percent), func(t *testing.T) {
			b := sitWith(t, "es", ui.ThemeSized("light", percent))
			ticket := b.long(8)
			b.Window.Resize(fyne.NewSize(1230, 680))
			b.enter(ticket.ID)
			b.Shot(fmt.Sprintf("es-large-%d", percent))
			b.do("ticket.knowledge")
			b.Shot(fmt.Sprintf("es-large-%d-faq", percent))
			b.fine()
		})
	}
}
