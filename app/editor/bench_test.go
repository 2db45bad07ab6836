package editor_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
)

// prose is a text of a size with everything in it that is drawn.
func prose(size int) string {
	const part = "## Comprobado\n\n- [x] la **cola** de impresión con `lpstat -t`, ver https://soporte.example/guia\n- [ ] el escáner, que *también* falla desde ayer por la mañana en toda la delegación de Valencia\n\n> spooler: error 1068\n\nUna línea de texto corriente que es bastante larga para que no quepa en una sola fila y haya que partirla al menos una vez.\n\n"
	return strings.Repeat(part, size/len(part)+1)[:size]
}

// BenchmarkKey is one letter typed in the middle and drawn. Fyne's entry is
// measured up to 100 KB: it is quadratic.
func BenchmarkKey(b *testing.B) {
	for _, size := range []int{1 << 10, 100 << 10, 1 << 20} {
		name := fmt.Sprintf("%dKB", size>>10)
		for kind, text := range map[string]string{"prose": prose(size), "oneline": strings.ReplaceAll(prose(size), "\n", " ")} {
			b.Run("ours/"+kind+"/"+name, func(b *testing.B) {
				s := seattest.Window(b, "es")
				e := editor.New(s.Seat, "", 20)
				s.Show(container.NewVBox(e))
				e.SetText(text)
				e.Insert("x")
				s.Window.Canvas().Focus(e)
				for range 300 {
					s.Press(fyne.KeyDown)
				}
				for b.Loop() {
					e.TypedRune('x')
				}
			})
		}
		if size <= 100<<10 {
			b.Run("fyne/prose/"+name, func(b *testing.B) {
				s := seattest.Window(b, "es")
				e := ui.NewEntry("")
				e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
				e.SetMinRowsVisible(20)
				s.Show(container.NewVBox(e))
				e.SetText(prose(size))
				s.Window.Canvas().Focus(e)
				for b.Loop() {
					e.TypedRune('x')
				}
			})
		}
	}
}

// BenchmarkOpen shows a text for the first time.
func BenchmarkOpen(b *testing.B) {
	s := seattest.Window(b, "es")
	e := editor.New(s.Seat, "", 20)
	s.Show(container.NewVBox(e))
	text := prose(1 << 20)
	for b.Loop() {
		e.SetText(text)
		e.SetText("")
	}
}
