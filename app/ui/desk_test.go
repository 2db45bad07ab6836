package ui_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"testing"

	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
)

// What is typed comes to the desk's disk by itself, and is gone when the act it
// was for is done. How soon TestDraftsAreHalfASecondBehindAtMost says.
func TestDraftsOnADesk(t *testing.T) {
	s := seattest.New(t, "es")
	draft := ui.NewDrafter(s.Seat, "intake")
	kept := func() string {
		text, err := s.Desk.Draft(context.Background(), draft.Key())
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	note := editor.New(s.Seat, "", 3)
	note.OnChanged = func() { draft.Changed(note.Text) }
	s.Show(container.NewVBox(note))
	s.Window.Canvas().Focus(note)
	s.Type("La impresora")
	s.Wait(func() bool { return kept() == "La impresora" })
	s.Type(" no va")
	draft.Drop()
	s.Wait(func() bool { return kept() == "" })
	if len(s.Errors) > 0 {
		t.Error(s.Errors)
	}
}

func TestThumbOnADesk(t *testing.T) {
	s := seattest.New(t, "en")
	ctx := context.Background()
	ticket, err := s.Desk.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "Printer"})
	if err != nil {
		t.Fatal(err)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 300, 300))); err != nil {
		t.Fatal(err)
	}
	a, err := s.Desk.Attach(ctx, ticket.Number, "screen.png", &picture)
	if err != nil {
		t.Fatal(err)
	}
	opened := 0
	thumb := ui.NewThumb(s.Seat, a, func() { opened++ })
	s.Show(container.NewHBox(thumb))
	s.Wait(func() bool { return ui.HasPicture(thumb) })
	s.Window.Canvas().Focus(thumb)
	s.Press("Return", "Space")
	if opened != 2 {
		t.Errorf("Return and Space opened it %d times", opened)
	}
}
