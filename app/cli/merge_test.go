package cli_test

import (
	"slices"
	"strings"
	"testing"
)

func TestMergeAndUnmergeByCommand(t *testing.T) {
	type entry struct{ Text, From string }
	dir := newDesk(t, "en")
	for _, name := range []string{"Ana Ruiz", "Ana Ruis"} {
		does(t, nil, "", "intake", "--desk", dir, "--name", name, "--phone", "600111222", "--subject", "VPN drops")
	}
	var merged struct {
		Number, Subject string
		Status          string
		MergedInto      *struct{ Number string } `json:"merged_into"`
		Merged          []struct{ Number string }
		Timeline        []entry
	}
	does(t, &merged, "", "merge", "MAD-2", "MAD-1", "--desk", dir)
	if merged.Number != "MAD-1" {
		t.Fatalf("merged %+v", merged)
	}
	does(t, &merged, "", "show", "MAD-2", "--desk", dir)
	if merged.Status != "merged" || merged.MergedInto == nil || merged.MergedInto.Number != "MAD-1" {
		t.Fatalf("shown %+v", merged)
	}
	does(t, nil, "", "note", "MAD-2", "--text", "Called again", "--desk", dir)
	does(t, nil, "", "unmerge", "MAD-2", "--later", "here", "--desk", dir)
	merged.MergedInto = nil
	does(t, &merged, "", "show", "MAD-2", "--desk", dir)
	if merged.Status != "new" || merged.MergedInto != nil || !slices.ContainsFunc(merged.Timeline, func(a entry) bool { return a.Text == "Called again" }) {
		t.Fatalf("unmerged %+v", merged)
	}
	if got := tell("", "show", "MAD-1", "--desk", dir); !strings.Contains(got.out, "MAD-2 was merged into this ticket") || !strings.Contains(got.out, "MAD-2 was taken out of this ticket again") {
		t.Fatalf("told %+v", got)
	}
	if got := tell("", "unmerge", "MAD-2", "--later", "nowhere", "--desk", dir, "--json"); got.code != 2 {
		t.Fatalf("nowhere: %+v", got)
	}

	var list struct {
		Contacts []struct {
			ID, Name string
			Tickets  int
		}
	}
	does(t, &list, "", "contact", "list", "600 111 222", "--desk", dir)
	if len(list.Contacts) != 2 {
		t.Fatalf("contacts %+v", list)
	}
	var shown struct {
		ID     string
		Alike  []struct{ ID, Reason string }
		Merged []struct{ ID, Name string }
	}
	does(t, &shown, "", "contact", "show", "Ruiz", "--desk", dir)
	if len(shown.Alike) != 1 || shown.Alike[0].Reason != "same_phone" {
		t.Fatalf("alike %+v", shown)
	}
	does(t, nil, "", "contact", "merge", "Ruis", "Ruiz", "--desk", dir)
	does(t, &shown, "", "contact", "show", "Ruiz", "--desk", dir)
	if len(shown.Merged) != 1 || shown.Merged[0].Name != "Ana Ruis" {
		t.Fatalf("merged %+v", shown)
	}
	does(t, nil, "", "contact", "unmerge", shown.Merged[0].ID, "--desk", dir)
	does(t, &list, "", "contact", "list", "--desk", dir)
	if len(list.Contacts) != 2 {
		t.Fatalf("unmerged %+v", list)
	}
	var found struct{ OK bool }
	does(t, &found, "", "check", "--desk", dir)
	if !found.OK {
		t.Fatal("not sound")
	}
}

// Before a call is logged, whoever it may be from and whatever may be about the same
// is proposed, with the reason in the desk's language; nothing is logged.
func TestProposals(t *testing.T) {
	for lang, reasons := range map[string][]string{
		"en": {"same phone", "similar name", "Same caller, same words", "Same words in the subject"},
		"es": {"mismo teléfono", "nombre parecido", "Mismo llamante, mismas palabras", "Mismas palabras en el asunto"},
	} {
		dir := newDesk(t, lang)
		does(t, nil, "", "intake", "--name", "María José García López", "--phone", "600 111 222", "--subject", "La VPN se corta cada hora", "--desk", dir)
		does(t, nil, "", "intake", "--name", "Mª José García", "--phone", "655 000 111", "--subject", "La VPN se cae", "--desk", dir)
		does(t, nil, "", "intake", "--name", "Luis Ruiz", "--subject", "El ratón no funciona", "--desk", dir)
		got := tell("", "intake", "--propose", "--name", "Garcia, M. Jose", "--phone", "0034 600-111-222", "--subject", "vpn caída", "--desk", dir)
		for _, reason := range reasons {
			if strings.Count(got.out, reason+"\n") != 1 {
				t.Errorf("%s: no %q in\n%s%s", lang, reason, got.out, got.err)
			}
		}
		var page struct{ Tickets []any }
		does(t, &page, "", "list", "--desk", dir)
		if len(page.Tickets) != 3 || strings.Contains(got.out, "Luis") {
			t.Errorf("%d tickets, %s", len(page.Tickets), got.out)
		}
		var none struct{ Contacts, Tickets []any }
		does(t, &none, "", "intake", "--propose", "--name", "", "--subject", "", "--desk", dir)
		if none.Contacts == nil || none.Tickets == nil || len(none.Contacts)+len(none.Tickets) > 0 {
			t.Errorf("of nothing: %+v", none)
		}
	}
}
