package editor_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/spelling"
)

const look = `# Caída del correo en Valencia

El usuario llama desde **Valencia**. Dice que *desde ayer* Outlook no abre; ver https://soporte.example/hp4, [la guía](https://soporte.example/guia) o [[Reparar Office sin perder el perfil]].

- [x] Reiniciado el servicio con ` + "`net start spooler`" + `
- [ ] Comprobar el buzón compartido: es una línea larga que no cabe en una sola fila y sigue debajo de lo que va detrás de su casilla
1. Primero esto
2. ~~Y luego~~ esto otro

> Sigue igual después de reiniciar.

## Registro
` + "```" + `
spooler: error 1068
	dependency failed
` + "```" + `
Fin.`

// underlined says whether a word is underlined as wrong.
func underlined(e *editor.Editor) bool {
	for _, o := range test.WidgetRenderer(e).Objects() {
		if r, ok := o.(*canvas.Rectangle); ok && r.FillColor == ui.Color(ui.Danger) {
			return true
		}
	}
	return false
}

// TestLooks draws the editor in both lights and at two sizes; with SHOTS set one
// can look at it.
func TestLooks(t *testing.T) {
	for _, percent := range []int{100, 150} {
		for _, light := range []string{"light", "dark"} {
			s := seattest.Window(t, "es")
			fyne.CurrentApp().Settings().SetTheme(ui.ThemeSized(light, percent))
			s.Speller = &spelling.Speller{}
			if err := s.Speller.Load(spelling.Folders(), []string{"es_ES"}, []string{"Outlook"}); err != nil {
				t.Fatal(err)
			}
			e := editor.New(s.Seat, "¿Qué ha pasado?", 24)
			empty := editor.New(s.Seat, "¿Qué ha pasado?", 2)
			e.Sources = append(e.Sources, editor.Blocks(func() []data.Template {
				return []data.Template{{Name: "Resumen de llamada", Text: "**Qué ocurre:** "}, {Name: "Diagnóstico", Text: "**Entorno:** "}}
			}, func(text string) string { return text }))
			s.Show(ui.Padded(container.NewVBox(e, empty)))
			e.SetText(look)
			e.GoToEnd()
			s.Window.Canvas().Focus(e)
			s.Type(" Se manda un corrreo a la usuaria. ")
			if len(s.Speller.Dictionaries()) > 0 {
				s.Wait(func() bool { return underlined(e) })
			}
			s.Shot(fmt.Sprintf("editor-%s-%d", light, percent))
			e.Find()
			s.Type("una")
			s.Shot(fmt.Sprintf("editor-find-%s-%d", light, percent))
			s.Press(fyne.KeyEscape)
			e.GoToEnd()
			s.Type("\n/")
			s.Shot(fmt.Sprintf("editor-blocks-%s-%d", light, percent))
			if !ui.Busy(s.Window) {
				t.Error("no list of blocks")
			}
		}
	}
}
