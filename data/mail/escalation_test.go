package mail

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/words"
)

func someCase() data.Case {
	note := func(kind data.ActivityKind, text string, internal bool) data.Activity {
		return data.Activity{Kind: kind, At: at, Text: text, Internal: internal, By: "ana"}
	}
	withdrawn := note(data.WorkNote, "Withdrawn words", false)
	withdrawn.Withdrawn = true
	return data.Case{
		Ticket: data.Ticket{ID: "01JDBYJ6WJ5Q8Z3V0T9M2KTSV4", Number: "MAD-1042", Subject: "Printer on fire", Status: data.InProgress,
			Impact: data.High, Urgency: data.Medium, Priority: data.P2, Environment: "Windows 11, Laserjet 9", Description: "It burns.", Workaround: "Water"},
		Requester: data.Contact{Name: "Marta Vega", Organization: "Acme", Phones: []string{"+34 600 111 222"}, Emails: []string{"marta@acme.test"}},
		Timeline: []data.Activity{note(data.CallIn, "She called", false), note("troubleshooting_step", "Turned it off", false),
			note(data.WorkNote, "She is lying", true), withdrawn, note(data.SystemEvent, "status changed", false)},
	}
}

func someEscalation(lang string, mode data.EscalationMode) Escalation {
	return Escalation{
		Case: someCase(),
		Escalation: data.Escalation{Mode: mode, To: "second@example.org", ToName: "Begoña", Question: "What now?", Token: "7F3K-9Q2M",
			MessageID: "<dp.7F3K-9Q2M.x@firma.test>", AnswerBy: at.Add(24 * time.Hour)},
		Settings: data.Settings{Name: "Mesa Madrid", Operator: "Ana", Mail: data.Account{From: "desk@firma.test", FromName: "Mesa"}},
		Words:    words.For(lang),
		Files:    []File{{"MAD-1042.pdf", "application/pdf", make([]byte, 2000)}, {"MAD-1042.dpk", data.PacketType, make([]byte, 10)}},
	}
}

func TestEscalationText(t *testing.T) {
	text := EscalationLetter(someEscalation("en", data.Consult), time.Time{}).Text
	// In this order, and all of it.
	rest := text
	for _, want := range []string{"Begoña", "advice", "MAD-1042", "OUR QUESTION\nWhat now?", "24 Nov 2026", "(", "Printer on fire", "Marta Vega (Acme)",
		"P2 High", "It burns.", "Laserjet", "Incoming call\nShe called", "Troubleshooting step\nTurned it off", "Water",
		"MAD-1042.pdf (", "MAD-1042.dpk (", "[#7F3K-9Q2M]", "\n-- \nAna\nMesa Madrid\n[#7F3K-9Q2M]"} {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			t.Fatalf("%q is missing or misplaced in\n%s", want, text)
		}
		rest = after
	}
	for _, never := range []string{"lying", "Withdrawn", "status changed", "600 111", "marta@", "⟦"} {
		if strings.Contains(text, never) {
			t.Errorf("%q is in\n%s", never, text)
		}
	}
}

// What the caller said is the description, and the call says nothing else.
func TestACallThatIsTheDescriptionIsReadOnce(t *testing.T) {
	e := someEscalation("en", data.Consult)
	e.Case.Timeline[0].Text = "It burns.\n"
	text := EscalationLetter(e, time.Time{}).Text
	if strings.Count(text, "It burns.") != 1 || !strings.Contains(text, "Incoming call\n\n* ") {
		t.Errorf("the description is not there once:\n%s", text)
	}
}

func TestEscalationInSpanishAndAsTransfer(t *testing.T) {
	e := someEscalation("es", data.Transfer)
	e.Escalation.IncludeInternal = true
	text := EscalationLetter(e, time.Time{}).Text
	for _, want := range []string{"Transferimos", "QUÉ PEDIMOS\nWhat now?", "+34 600 111 222", "marta@acme.test", "She is lying", "SE ADJUNTA"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if strings.Contains(text, "Withdrawn") {
		t.Error("a withdrawn note left the house")
	}
	if got := EscalationLetter(e, time.Time{}).Subject; got != "[#7F3K-9Q2M] Escalado MAD-1042" {
		t.Errorf("subject %q", got)
	}
	if got := EscalationLetter(someEscalation("en", data.Consult), time.Time{}).Subject; got != "[#7F3K-9Q2M] Escalation MAD-1042" {
		t.Errorf("subject %q", got)
	}
}

func TestBareCase(t *testing.T) {
	e := Escalation{Words: words.For("en"), Case: data.Case{Ticket: data.Ticket{Number: "MAD-1", Subject: "x"}}}
	text := EscalationLetter(e, time.Time{}).Text
	for _, absent := range []string{"ATTACHED", "RESULT", "ENVIRONMENT", "Caller", "\n\n\n"} {
		if strings.Contains(text, absent) {
			t.Errorf("an empty case speaks of %q:\n%s", absent, text)
		}
	}
}

func TestHeadersTellNothing(t *testing.T) {
	e := someEscalation("es", data.Transfer)
	raw := string(write(t, EscalationLetter(e, at)))
	head, _, _ := strings.Cut(raw, "\r\n\r\n")
	for _, want := range []string{"Date: Mon, 23 Nov 2026 09:11:12 +0000", "Message-ID: <dp.7F3K-9Q2M.x@firma.test>",
		"Auto-Submitted: no", "X-Deskpost: 1", "X-Deskpost-Hops: 0", "Subject: [#7F3K-9Q2M] Escalado MAD-1042"} {
		if !strings.Contains(head+"\r\n", want+"\r\n") {
			t.Errorf("no %q in\n%s", want, head)
		}
	}
	for _, never := range []string{"Marta", "Acme", "fire", "User-Agent", "X-Mailer", "Received"} {
		if strings.Contains(head, never) {
			t.Errorf("%q in\n%s", never, head)
		}
	}
}

// Internal words never leave unless asked for; withdrawn ones never.
func TestInternalNotesStay(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		e := someEscalation(rapid.SampledFrom(words.Bases()).Draw(r, "lang"), data.Consult)
		e.Escalation.IncludeInternal = rapid.Bool().Draw(r, "include")
		e.Case.Timeline = nil
		for i := range rapid.IntRange(0, 8).Draw(r, "notes") {
			a := data.Activity{Kind: data.ActivityKind(rapid.SampledFrom(data.ActivityKind("").Choices()).Draw(r, "kind")), At: at.Add(time.Duration(i)),
				Internal: rapid.Bool().Draw(r, "internal"), Withdrawn: rapid.Bool().Draw(r, "withdrawn")}
			a.Text = map[bool]string{true: "SECRETO", false: "abierto"}[a.Internal]
			if a.Withdrawn {
				a.Text = "RETIRADO"
			}
			e.Case.Timeline = append(e.Case.Timeline, a)
		}
		text := EscalationLetter(e, time.Time{}).Text
		if strings.Contains(text, "RETIRADO") || strings.Contains(text, "SECRETO") && !e.Escalation.IncludeInternal {
			r.Fatalf("it left:\n%s", text)
		}
	})
}
