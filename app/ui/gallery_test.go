package ui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
)

// tickets is a list of a million that makes its rows as they are asked for.
type tickets struct{ n int }

func (t tickets) Len() int { return t.n }
func (t tickets) Row(i int) ([]ui.Cell, bool) {
	p := 1 + i*7%5
	subjects := []string{"La impresora del almacén no imprime albaranes", "No puedo entrar en el correo desde casa",
		"Outlook se cierra al abrir un adjunto de más de 20 MB", "Solicitud de alta para una nueva compañera en Valencia", "VPN lenta"}
	status := []string{"Nuevo", "En curso", "Pendiente del cliente", "Asignado", "Resuelto"}
	callers := []string{"Ana Núñez", "Íñigo Zabala", "María del Carmen Rodríguez Fernández", "J. Pérez"}
	owner := []string{"ana", "luis", ""}
	return []ui.Cell{
		{Text: fmt.Sprintf("MAD-%d", t.n-i), Muted: true},
		{Text: fmt.Sprintf("P%d", p), Color: ui.Priority(fmt.Sprintf("p%d", p)), Bold: p < 3},
		{Text: subjects[i%5], Bold: i%5 == 0},
		{Text: callers[i%4]},
		{Text: status[i%5], Badge: true, Color: []fyne.ThemeColorName{ui.Accent, ui.P4, ui.P3, "", ui.Good}[i%5]},
		{Text: owner[i%3], Muted: true},
		{Text: "10:11", Muted: true},
	}, i%40 != 39
}

func columns() []ui.Column {
	return []ui.Column{
		{ID: "number", Title: "Número", Width: 84, Sortable: true},
		{ID: "priority", Title: "P", Width: 26, Sortable: true},
		{ID: "subject", Title: "Asunto", Width: 200, Weight: 3, Sortable: true},
		{ID: "caller", Title: "Solicitante", Width: 130, Weight: 1, Sortable: true},
		{ID: "status", Title: "Estado", Width: 140, Sortable: true},
		{ID: "owner", Title: "Propietario", Width: 70, Sortable: true, Spare: 2},
		{ID: "updated", Title: "Actualización", Width: 86, Align: fyne.TextAlignTrailing, Sortable: true, Spare: 1},
	}
}

const sample = `# No imprime

El usuario llama desde **Valencia**. Dice que *desde ayer*
la impresora ` + "`HP-4`" + ` no responde; ver <https://soporte.example/hp4> o [la guía](https://soporte.example/guia).
Error: <0x80070005> acceso denegado

1. Reiniciado el servicio
2. Comprobado el cable
   - de red
   - de corriente

> Sigue igual después de reiniciar.

` + "```\nspooler: error 1068\n  dependency failed\n```" + `

| Equipo | Estado |
|---|---:|
| HP-4 | mal |
| HP-5 | bien |
`

// gallery is every widget of the kit on one page.
func gallery(s *seattest.Seat) (fyne.CanvasObject, *ui.List) {
	list := ui.NewList(columns(), tickets{1_000_000})
	list.SetSort("number", false)
	now := func() time.Time { return time.Date(2026, 11, 23, 10, 11, 12, 0, time.Local) }

	timer := ui.NewCallTimer(s.Do, s.Words, now)
	timer.Set(now().Add(-time.Minute*3), 192, false)
	subject := ui.NewEntry("")
	subject.SetText("La impresora no imprime")
	note := editor.New(s.Seat, "¿Qué ha pasado?", 4)
	note.SetText(strings.Repeat("Ñandú ", 30))
	form := ui.NewForm(s.Words).
		Need("caller", s.Words.Field("caller"), ui.NewSearchBox(s.Do, "Nombre, teléfono o correo", nil)).
		Need("subject", s.Words.Field("subject"), subject).
		Add("impact", s.Words.Field("impact"), ui.NewChoice(s.Words, "level", []string{"high", "medium", "low"}, nil)).
		Beside("urgency", s.Words.Field("urgency"), ui.NewChoice(s.Words, "level", []string{"", "high", "medium", "low"}, nil)).
		Add("due_at", s.Words.Field("due_at"), ui.NewDateField(s.Words, now, "due_at")).
		Add("description", s.Words.Field("description"), note).
		Add("", "", ui.NewCheck("Incidencia grave", nil))
	form.SetError("due_at", "«ayer por la tarde» no es una fecha.")
	buttons := container.NewHBox(ui.NewPrimary(s.Words.Say("word.save"), theme.DocumentSaveIcon(), nil), ui.NewButton(s.Words.Say("word.cancel"), nil, nil),
		ui.NewButton(s.Words.Say("word.delete"), nil, nil).As(ui.Dangerous), ui.NewQuiet(s.Words.Say("word.more"), theme.MoreHorizontalIcon(), nil))
	off := ui.NewButton("Off", nil, nil)
	off.Disable()
	buttons.Add(off)

	lines := ui.NewLines(ui.Rows{
		{{Text: "Ana Núñez"}, {Text: "+34 600 111 222 · Ferretería Núñez, Valencia"}, {Text: "3 tickets abiertos", Color: ui.P2}},
		{{Text: "Antonio Muñoz de la Vega"}, {Text: "a.munoz@ejemplo.es"}, {Text: "Cliente"}},
	})
	lines.MinRows = 2
	thumbs := container.NewHBox(
		ui.NewTestThumb(data.Attachment{Name: "captura de pantalla del error.png", Type: "image/png"}, "1,2 MB"),
		ui.NewTestThumb(data.Attachment{Name: "registro.log", Type: "text/plain"}, "14 kB"))

	left := ui.Border(nil, nil, nil, nil, list)
	right := container.NewVScroll(ui.Padded(container.NewVBox(
		ui.NewHeading("MAD-1042 La impresora del almacén no imprime albaranes"),
		container.NewHBox(ui.NewBadge("P2 Alta", ui.P2), ui.NewBadge("En curso", ui.P4), ui.NewBadge("Vencido", ui.Danger), timer),
		ui.Section("Datos", form, ui.NewQuiet("Editar", nil, nil)),
		buttons,
		ui.Section("Contactos", lines),
		ui.Section("Nota", container.NewVBox(ui.Tinted(ui.Internal, ui.Markdown(sample)), ui.Tinted(ui.Public, ui.Markdown("Nota pública, sin más.\nSegunda línea.")))),
		ui.Section("Adjuntos", thumbs),
		ui.Empty("Aún no hay escalados.", ui.NewButton("Escalar…", nil, nil)),
	)))
	return ui.Split(left, right, 0.6), list
}

// TestDialogLooks draws a dialog over the gallery and the rest of the page.
func TestDialogLooks(t *testing.T) {
	for _, look := range []string{"light", "dark"} {
		s := seattest.Window(t, "es")
		fyne.CurrentApp().Settings().SetTheme(ui.Theme(look))
		page, _ := gallery(s)
		s.Show(page)
		page.(*ui.SplitPane).SetAt(0.1)
		s.Window.Resize(fyne.NewSize(900, 1500))
		s.Shot("page-" + look)
		s.Window.Resize(seattest.Size)
		page.(*ui.SplitPane).SetAt(0.6)
		code := ui.NewChoice(s.Words, "resolution_code", data.ResolutionCode("").Choices(), nil)
		note := editor.New(s.Seat, "Qué se hizo y qué ayudó", 5)
		close := ui.ShowDialog(s.Window, ui.Dialog{Title: "Resolver MAD-1042", Confirm: "Resolver", Cancel: s.Words.Say("word.cancel"),
			Content: ui.NewForm(s.Words).Need("resolution_code", s.Words.Field("resolution_code"), code).Need("text", s.Words.Field("resolution_notes"), note)})
		s.Shot("dialog-" + look)
		s.Press(fyne.KeySpace)
		s.Shot("dialog-choice-" + look)
		s.Press(fyne.KeyEscape)
		close()
		ui.Ask(s.Window, s.Words, "¿Eliminar el borrador?", "El borrador de MAD-1042 tiene 340 palabras. No se podrá recuperar.", "Eliminar", func() {})
		s.Shot("ask-" + look)
	}
}

func TestGallery(t *testing.T) {
	for _, look := range []struct {
		name, theme, lang string
		percent           int
	}{{"light-es", "light", "es", 100}, {"dark-en", "dark", "en", 100}, {"light-200", "light", "es", 200}} {
		s := seattest.Window(t, look.lang)
		fyne.CurrentApp().Settings().SetTheme(ui.ThemeSized(look.theme, look.percent))
		page, list := gallery(s)
		s.Show(page)
		s.Window.Canvas().Focus(list)
		list.Select(4)
		first, last := list.Shown()
		if look.percent == 100 && last-first+1 < 25 {
			t.Errorf("%s: %d rows fit, 25 must", look.name, last-first+1)
		}
		s.Shot("gallery-" + look.name)
	}
}
