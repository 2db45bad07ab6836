package ticket_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"firstline/data"
	"firstline/data/desk"
)

// goOn goes to another ticket as the shell does.
func (b *bench) goOn(id data.ID) {
	b.room.Leave()
	b.room.Show(id)
	b.room.Enter()
}

// TestTheTicketOneLeavesStaysUntilTheNextIsThere goes from ticket to ticket: no
// empty room in between, nothing of what is still in sight can be pressed, and
// what is typed goes into the next.
func TestTheTicketOneLeavesStaysUntilTheNextIsThere(t *testing.T) {
	b := sit(t, "en")
	one := b.call(desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "VPN drops", Description: "Every hour"})
	two := b.call(desk.Intake{Contact: data.Contact{Name: "Luis"}, Subject: "Toner is empty", Description: "Black only"})
	b.enter(one.ID)
	b.Type("about the one")
	b.goOn(two.ID)
	b.Sees("VPN drops", "Every hour")
	b.Type("about the other")
	for x := float32(20); x < b.Window.Canvas().Size().Width; x += 40 {
		for y := float32(20); y < b.Window.Canvas().Size().Height/2; y += 20 { // above the note, which is the next one’s
			test.TapCanvas(b.Window.Canvas(), fyne.NewPos(x, y))
			if over := b.Window.Canvas().Overlays().Top(); over != nil {
				t.Fatalf("what one left can still be pressed, at %v, %v", x, y)
			}
		}
	}
	b.Calm()
	if over := b.Window.Canvas().Overlays().Top(); over != nil {
		t.Fatal("what one left could be pressed")
	}
	b.Sees("Toner is empty", "Black only", "about the other")
	b.do("ticket.save")
	b.id = two.ID
	if c := b.kept(); c.Timeline[len(c.Timeline)-1].Text != "about the other" {
		t.Errorf("kept %+v", c.Timeline)
	}
	b.goOn(one.ID)
	b.Calm()
	b.Sees("VPN drops", "about the one")
	b.id = one.ID
	if c := b.kept(); len(c.Timeline) != 1 {
		t.Errorf("kept %+v", c.Timeline)
	}
	b.fine()
}

// TestATicketThatIsLateIsNotMistaken goes to a ticket that does not come: what one
// left is taken away.
func TestATicketThatIsLateIsNotMistaken(t *testing.T) {
	b := sit(t, "en")
	one := b.call(desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "VPN drops", Description: "Every hour"})
	b.enter(one.ID)
	b.goOn("nobody")
	b.Sees("VPN drops")
	b.Wait(func() bool { return !strings.Contains(b.Screen(), "VPN drops") })
}
