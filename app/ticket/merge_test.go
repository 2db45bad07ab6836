package ticket_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"firstline/data"
	"firstline/data/desk"
)

// What is found first is marked already: Down goes to the next.
func TestDownGoesToTheSecondFound(t *testing.T) {
	b := sit(t, "en")
	b.call(desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "VPN drops every hour"})
	b.call(desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "VPN drops every hour again"})
	this := b.call(desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "VPN drops"})
	alike, err := b.Desk.Duplicates(t.Context(), this.Requester, this.Subject, 5)
	b.must(err)
	b.enter(this.ID)
	b.do("ticket.merge")
	b.press(fyne.KeyDown, fyne.KeyReturn)
	if len(alike) != 3 || len(b.went) != 1 || b.went[0] != "ticket "+string(alike[2].ID) { // the first is this one
		t.Fatalf("of %+v went %v", alike, b.went)
	}
}

func TestMergeAndUnmergeByKeys(t *testing.T) {
	b := sit(t, "en")
	one := b.call(desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "VPN drops every hour"})
	two := b.call(desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "VPN drops every hour again"})
	_, err := b.Desk.AddNote(t.Context(), desk.Note{Ticket: two.Number, Text: "Profile checked"})
	b.must(err)
	b.enter(two.ID)
	b.do("ticket.merge") // the other of the same caller is proposed
	b.Shot("merge-dialog")
	b.Sees("Same caller, same words · Ana", "This ticket is merged", "and continues in")
	b.press(fyne.KeyDown, fyne.KeyReturn)
	if len(b.went) != 1 || b.went[0] != "ticket "+string(one.ID) {
		t.Fatalf("went %v", b.went)
	}
	b.id = one.ID
	c := b.kept()
	if len(c.Merged) != 1 || c.Merged[0].ID != two.ID {
		t.Fatalf("merged %+v", c.Merged)
	}
	b.Shot("merge-target")
	b.Sees("Includes "+two.Number, "from "+two.Number, "Profile checked")
	b.room.Show(two.ID)
	b.Calm()
	b.Shot("merge-merged")
	b.Sees("Merged into " + one.Number)
	b.do("ticket.into")
	_, err = b.Desk.AddNote(t.Context(), desk.Note{Ticket: one.Number, Text: "Still drops"})
	b.must(err)
	b.room.Show(two.ID)
	b.Calm()
	b.do("ticket.unmerge")
	b.Shot("unmerge-dialog")
	b.Sees("Done in "+one.Number+" since the merge", "Work note: Still drops", "This goes with "+two.Number)
	b.press(fyne.KeyDown, fyne.KeyReturn) // later changes go along
	if c := b.kept(); len(c.Merged) != 0 {
		t.Fatalf("still merged: %+v", c.Merged)
	}
	b.room.Show(two.ID)
	b.Calm()
	b.Sees("Still drops", "Taken out of "+one.Number+" again")
	b.room.Show(one.ID)
	b.Calm()
	b.Sees(two.Number+" was merged into this ticket", two.Number+" was taken out of this ticket again")
	b.fine()

	// Nothing was done since: there is nothing to ask.
	_, err = b.Desk.MergeTickets(t.Context(), two.Number, one.Number)
	b.must(err)
	b.Calm()
	b.do("ticket.unmerge")
	if c := b.kept(); len(c.Merged) != 0 {
		t.Fatalf("still merged: %+v", c.Merged)
	}
}

func TestMergeCallersByKeys(t *testing.T) {
	b := sit(t, "es")
	phone := []string{"600111222"}
	one := b.call(desk.Intake{Contact: data.Contact{Name: "Lucía Núñez", Phones: phone}, Subject: "VPN"})
	two := b.call(desk.Intake{Contact: data.Contact{Name: "Lucia Nunes", Phones: phone}, Subject: "Impresora"})
	b.enter(two.ID)
	b.cannot("ticket.contact.unmerge")
	b.cannot("ticket.unmerge")
	b.do("ticket.contact.merge")
	b.press(fyne.KeyDown, fyne.KeyReturn)
	if c := b.kept(); c.Requester.ID != one.Requester {
		t.Fatalf("caller %+v", c.Requester)
	}
	later := b.call(desk.Intake{ContactID: one.Requester, Subject: "Otra vez"})
	b.Calm()
	b.Sees("Incluye otra ficha")
	b.do("ticket.contact.unmerge")
	b.Shot("unmerge-contacts")
	b.Sees("Lo hecho en Lucía Núñez desde la fusión", later.Number+"  Otra vez", "Esto se va con Lucia Nunes")
	b.press(fyne.KeyReturn)
	if c := b.kept(); c.Requester.ID != two.Requester {
		t.Fatalf("caller %+v", c.Requester)
	}
	b.fine()
}
