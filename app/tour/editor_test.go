package tour

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

// A note is written in the real window on a Spanish keyboard, with every key of
// the editor, and is what a person sees who looks over the shoulder.
func TestWritingANote(t *testing.T) {
	if testing.Short() {
		t.Skip("writing a note takes half a minute a look")
	}
	need(t, "Xvfb", "openbox", "xdotool", "import", "setxkbmap")
	binary := build(t, "firstline")
	for _, look := range []struct{ theme, scale string }{{"light", "1"}, {"dark", "1.5"}} {
		t.Run(look.theme, func(t *testing.T) { write(t, binary, look.theme, look.scale) })
	}
}

func write(t *testing.T, binary, theme, scale string) {
	home := t.TempDir()
	for _, folder := range []string{".cache", "config"} {
		if err := os.MkdirAll(filepath.Join(home, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(home, "desk")
	d, err := desk.Create(ctx, dir, data.Settings{Code: "LOG", Name: "Mesa de Logroño", Operator: "Begoña", Language: "es", Theme: theme})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	k, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Begoña Peña"}, Subject: "No imprime", Channel: data.Phone})
	if err != nil {
		t.Fatal(err)
	}
	x := newScreen(t, "es", pictures(t, "editor-"+theme))
	p := x.open(binary, []string{"LC_ALL=es_ES.UTF-8", "HOME=" + home, "XDG_CONFIG_HOME=" + filepath.Join(home, "config"), "FIRSTLINE_NO_KEYRING=1", "FYNE_SCALE=" + scale}, "--desk", dir)
	x.press("Return") // the ticket
	time.Sleep(time.Second)
	x.press("ctrl+m")

	x.write("# Cola de impresión")
	x.press("Return")
	x.write("- cola reiniciada")
	x.press("Return")
	x.write("probado con **éxito**: ¿sí? ¡Ñandú! 5 €")
	x.press("Return", "Return")
	x.write("Se manda un corrreo a Begoña Peña")
	x.shot("1-typed")
	x.press("ctrl+BackSpace", "ctrl+BackSpace")
	x.write("ella")
	x.press("ctrl+z", "ctrl+y", "Home", "shift+End", "ctrl+x", "ctrl+v")
	x.press("Return")
	x.write("- [ ] avisar a la cola de compras")
	x.press("ctrl+l")
	x.press("ctrl+h")
	x.write("cola")
	x.shot("2-find")
	x.press("Tab", "Tab", "Tab")
	x.write("lista")
	x.press("Tab", "Tab", "Return") // all of them
	x.press("Escape")
	x.press("ctrl+End", "Return", "Return")
	x.write("/")
	time.Sleep(500 * time.Millisecond)
	x.shot("3-blocks")
	x.write("diag")
	x.press("Return")
	x.write("Windows 11")
	x.press("F7")
	x.shot("4-spelling")
	x.press("Escape")
	x.press("ctrl+Return")
	want := strings.Join([]string{"# lista de impresión", "- lista reiniciada", "- probado con **éxito**: ¿sí? ¡Ñandú! 5 €", "Se manda un corrreo a ella", "- [x] avisar a la lista de compras"}, "\n")
	x.until("the note", func() bool {
		return has(d, k.Number, func(a data.Activity) bool { return a.Kind == data.WorkNote && a.Internal })
	})
	if !has(d, k.Number, func(a data.Activity) bool {
		return strings.HasPrefix(a.Text, want+"\n") && strings.Contains(a.Text, "**Entorno:** Windows 11\n") // its first gap
	}) {
		c, err := d.Case(ctx, k.Number)
		t.Errorf("the case is %v\n%+v\nwant %s", err, c.Timeline, want)
	}
	x.shot("5-saved")
	if said := p.log.text(); strings.Contains(said, "Error in Fyne call thread") {
		t.Errorf("a widget was touched off its goroutine:\n%s", said)
	}
}
