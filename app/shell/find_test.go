package shell

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
)

func TestSearchesEverythingByKeyboard(t *testing.T) {
	h := build(t, "es")
	one := h.intake(t, "Ana Núñez", "La impresora del almacén no imprime")
	h.intake(t, "Íñigo Zabala", "VPN lenta")
	article, err := h.Desk.SaveArticle(context.Background(), data.Article{Title: "La impresora no imprime", Resolution: "Reinicie la cola de impresión."}, "")
	if err != nil {
		t.Fatal(err)
	}
	find := func(text string) {
		t.Helper()
		h.key(t, "Ctrl+F")
		h.Type(text)
		h.Wait(func() bool { return h.search.isOpen() && !h.hits.none.Visible() })
	}
	h.hits = h.search.hits
	find("impresora")
	var heads []string
	for _, l := range h.hits.lines {
		if l.head != "" {
			heads = append(heads, l.head)
		}
	}
	if want := []string{"Tickets", "Artículos"}; !slices.Equal(heads, want) {
		t.Errorf("the groups are %q, want %q", heads, want)
	}
	h.Shot("search-es")
	h.Press(fyne.KeyReturn)
	h.says(t, "show "+string(one.ID), "enter ticket")
	if h.search.isOpen() || h.search.box.Text != "" {
		t.Error("the search stays open")
	}
	find("impresora")
	h.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn) // the last, twice: there is no further
	h.says(t, "leave ticket", fmt.Sprintf("article %s from %s", article.ID, one.ID), "enter faq")
	find("zabala")
	for h.hits.lines[h.hits.on].hit.Kind != "contact" {
		h.Press(fyne.KeyDown)
	}
	h.Press(fyne.KeyUp, fyne.KeyDown, fyne.KeyReturn)
	if len(h.diary) != 3 || !strings.HasPrefix(h.diary[1], "begin 0") {
		t.Errorf("a contact led to %q", h.diary)
	}
	h.diary = nil

	h.key(t, "Ctrl+1")
	h.Wait(func() bool { return h.Window.Canvas().Focused() != nil })
	before := h.Window.Canvas().Focused()
	h.key(t, "Ctrl+F")
	h.Type("qwertz")
	h.Wait(func() bool { return strings.Contains(h.hits.none.Text, "qwertz") })
	h.Shot("search-es-none")
	h.Press(fyne.KeyEscape) // empties the box
	if h.search.box.Text != "" || strings.Contains(h.hits.none.Text, "qwertz") {
		t.Error("Escape does not empty the search")
	}
	h.Press(fyne.KeyEscape)
	if h.search.isOpen() {
		t.Error("Escape does not close the search")
	}
	if h.Window.Canvas().Focused() != before {
		t.Errorf("the focus is on %T, was on %T", h.Window.Canvas().Focused(), before)
	}
	find("vpn")
	h.Window.Canvas().Focus(h.queue.Content().(*fyne.Container).Objects[1].(*fyne.Container).Objects[0].(fyne.Focusable))
	h.Wait(func() bool { return !h.search.isOpen() })
}

func TestSearchSaysWhatItDidAndLooksFurther(t *testing.T) {
	h := build(t, "en")
	for range shownOf["ticket"] + 3 {
		h.intake(t, "Ana Núñez", "The printer jams")
	}
	lines := func(of func(line) string) (list []string) {
		for _, l := range h.search.hits.lines {
			if text := of(l); text != "" {
				list = append(list, text)
			}
		}
		return list
	}
	h.key(t, "Ctrl+F")
	if !h.search.isOpen() || !strings.Contains(h.search.hits.none.Text, "status:open") {
		t.Errorf("an empty box says %q", h.search.hits.none.Text)
	}
	h.Type("prniter")
	h.Wait(func() bool { return len(h.search.hits.lines) > 0 })
	if got := lines(func(l line) string { return l.said }); !slices.Equal(got, []string{"Showing results for “printer”."}) {
		t.Errorf("said %q", got)
	}
	shown := len(lines(func(l line) string { return l.hit.Number }))
	if shown != shownOf["ticket"] {
		t.Errorf("%d tickets are shown", shown)
	}
	h.Shot("search-en-more")
	h.Press(fyne.KeyUp) // from the first to the last line
	if on := h.search.hits.lines[h.search.hits.on]; on.more == "" {
		t.Fatalf("up from the first goes to %+v", on)
	}
	h.Press(fyne.KeyReturn)
	h.Wait(func() bool { return len(lines(func(l line) string { return l.hit.Number })) == shown+3 })
	if more := lines(func(l line) string { return l.more }); len(more) != 0 {
		t.Errorf("all is shown, and %q", more)
	}
}

func TestPaletteDoesWhatIsPossible(t *testing.T) {
	h := build(t, "es")
	one := h.intake(t, "Ana Núñez", "La impresora no imprime")
	h.Seat.Go.Ticket(one.ID)
	h.Wait(func() bool { return len(h.open) == 1 && h.open[0].Number == one.Number })
	h.key(t, "Ctrl+1")
	h.diary = nil
	h.key(t, "Ctrl+K")
	h.Shot("palette-es")
	h.Type("orden prior") // two beginnings
	h.Press(fyne.KeyReturn)
	if ui.Busy(h.Window) {
		t.Fatal("the palette stays open")
	}
	h.key(t, "Ctrl+K")
	h.Type("ajustes")
	h.Press(fyne.KeyReturn)
	h.says(t, "enter settings")
	h.key(t, "Ctrl+K")
	h.Type(strings.ToLower(one.Number))
	h.Press(fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn)
	h.says(t, "leave settings", "show "+string(one.ID), "enter ticket")
	h.key(t, "Ctrl+K")
	h.Type("xyzzy")
	h.Press(fyne.KeyReturn, fyne.KeyEscape)
	if ui.Busy(h.Window) {
		t.Error("Escape does not close the palette")
	}
	h.says(t)
}

// Tickets, articles, contacts and settings are found where actions are, and
// actions of other rooms lead there.
func TestPaletteFindsEverything(t *testing.T) {
	h := build(t, "es")
	one := h.intake(t, "Íñigo Zabala", "La impresora no imprime")
	article, err := h.Desk.SaveArticle(context.Background(), data.Article{Title: "Reiniciar la cola de impresión", Resolution: "Así."}, "")
	if err != nil {
		t.Fatal(err)
	}
	h.rooms["faq"].list = []action.Action{{ID: "faq.new", Do: func() { *h.rooms["faq"].diary = append(*h.rooms["faq"].diary, "new article") }}}
	h.rooms["ticket"].list = []action.Action{{ID: "ticket.resolve", Do: func() { t.Error("it was done without a ticket") }}}
	choose := func(text, name string) {
		t.Helper()
		h.diary = nil
		h.key(t, "Ctrl+K")
		h.Type(text)
		list := h.Window.Canvas().Overlays().Top()
		h.Wait(func() bool { return strings.Contains(said(list), name) })
		for range 30 {
			if strings.Contains(said(list), ", "+name) {
				break
			}
			h.Press(fyne.KeyDown)
		}
		h.Press(fyne.KeyReturn)
	}
	choose("imprime", one.Number+"  "+one.Subject)
	h.says(t, "show "+string(one.ID), "enter ticket")
	choose("cola", article.Title)
	h.says(t, "leave ticket", fmt.Sprintf("article %s from %s", article.ID, one.ID), "enter faq")
	choose("zabala", "Íñigo Zabala")
	if len(h.diary) != 3 || !strings.HasPrefix(h.diary[1], "begin 0") {
		t.Errorf("a contact led to %q", h.diary)
	}
	choose("idioma", "Idioma")
	h.says(t, "leave intake", "enter settings", "place Idioma")
	choose("nuevo articulo", "Nuevo artículo")
	h.says(t, "leave settings", "search  from ", "enter faq", "new article")
	choose("solucion", "Resolver") // by another word for it
	h.says(t)
	if !strings.Contains(h.status.notice.Text, "«Ticket»") {
		t.Errorf("what needs a ticket says %q", h.status.notice.Text)
	}
}

// said is what a screen reader reads of the list in a dialog, and of its rows.
func said(o fyne.CanvasObject) string {
	var text string
	seattest.Walk(o, func(o fyne.CanvasObject) {
		if l, ok := o.(*ui.List); ok {
			text = l.AccessibilityLabel()
		}
	})
	return text + "\n" + seattest.Texts(o)
}

// What needs a ticket is done with the one the list is on, once it is on screen.
func TestPaletteActsOnTheTicketChosen(t *testing.T) {
	h := build(t, "en")
	one := h.intake(t, "Ana", "Printer prints blank pages")
	h.rooms["ticket"].list = []action.Action{{ID: "ticket.resolve", Do: func() { h.rooms["ticket"].say("resolve") }},
		{ID: "ticket.unmerge", Fits: func(x data.Excerpt) bool { return x.Status == data.Merged }}, {ID: "ticket.merge", Fits: func(x data.Excerpt) bool { return x.Status != data.Merged }}}
	h.Wait(func() bool { _, ok := h.queue.Chosen(); return ok })
	h.diary = nil
	for _, o := range h.choices() {
		if (o.name == "Unmerge" || o.name == "Merge") && !o.muted {
			t.Errorf("%q is offered for %+v", o.name, o)
		}
		if o.name == "Merge into another ticket…" && o.muted {
			t.Error("merging is not offered")
		}
	}
	h.key(t, "Ctrl+K")
	h.Type("resolve")
	if list := h.Window.Canvas().Overlays().Top(); !strings.Contains(said(list), one.Number) {
		t.Errorf("the palette says %q", said(list))
	}
	h.Press(fyne.KeyReturn)
	h.says(t, "show "+string(one.ID), "enter ticket", "resolve")
}
