package mail

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/words"
)

// A code is found wherever it stands and however it is handed on.
func TestCodesAreFound(t *testing.T) {
	code := Token([]byte("secret"), "01JDBYJ6WJ5Q8Z3V0T9M2KTSV4", "marta@acme.test", "reply")
	flat := strings.ReplaceAll(code, "-", "")
	for _, text := range []string{
		code, "[#" + code + "]", "Re: x [#" + strings.ToLower(code) + "]", "(" + flat + ")", "code " + strings.ReplaceAll(code, "-", " ") + ".",
		"> [#" + code[:15] + "\n> > " + code[15:] + "]", "x" + "\n" + code + "\ny", strings.Repeat("word ", 5000) + code,
	} {
		if got := codesIn(text); len(got) != 1 || got[0] != code {
			t.Errorf("%q: %v", text[max(0, len(text)-80):], got)
		}
	}
	for _, text := range []string{"", "x" + flat, flat + "x", code[:20], "MAD-1042", strings.Repeat("0", 40), strings.Repeat("A1b2", 30)} {
		if got := codesIn(text); len(got) != 0 {
			t.Errorf("%q: %v", text, got)
		}
	}
	if got := CodeOfID("<dp." + code + ".x@firma.test>"); len(got) != 1 || got[0] != code {
		t.Errorf("%v", got)
	}
}

func TestBaseOfSubjects(t *testing.T) {
	for subject, want := range map[string]string{
		"Printer": "Printer", "Re: Printer": "Printer", "AW: WG: Printer": "Printer", "RE: Re[2]: SV: Printer": "Printer", "回复：Printer": "Printer",
		"RV: TR: Enc: Printer": "Printer", "Reply: Printer": "Reply: Printer", "Re:": "", "Antw.: x": "Antw.: x", "Red: alert": "Red: alert",
	} {
		got, reply := base(subject)
		if got != want || reply != (got != strings.TrimSpace(subject)) {
			t.Errorf("%q: %q %v", subject, got, reply)
		}
	}
}

// The surest place decides, codes that are not ours decide nothing, and a number
// never does.
func TestDecide(t *testing.T) {
	from := func(address string) Message {
		return Message{From: []Address{{Address: address}}, Kind: Person}
	}
	bounced := func(recipient string) Message {
		return Message{From: []Address{{Address: "mailer-daemon@relay.test"}}, Kind: Bounced, Bounce: &Bounce{Recipient: recipient}}
	}
	facts := Facts{Codes: map[string]Given{"A": {"one", "marta@acme.test", ""}, "B": {"two", "paul@other.test", ""}},
		Mails: map[string][]Answer{"m1": {{"one", "marta@acme.test", false}}, "ours": {{"one", "marta@acme.test", true}}}, Numbers: map[string]data.ID{"MAD-1": "one"}}
	for _, test := range []struct {
		name   string
		m      Message
		c      Clues
		state  data.MailState
		ticket data.ID // placed on or proposed
		reason string
		trust  data.Trust
	}{
		{"thread", from("marta@acme.test"), Clues{Thread: []string{"A"}}, data.MailPlaced, "one", "code_in_thread", data.TrustParty},
		{"thread before text", from("marta@acme.test"), Clues{Thread: []string{"A"}, Text: []string{"B"}}, data.MailPlaced, "one", "code_in_thread", data.TrustParty},
		{"nearest of a thread", from("marta@acme.test"), Clues{Thread: []string{"A", "B"}}, data.MailPlaced, "one", "code_in_thread", data.TrustParty},
		{"thread and subject differ", from("marta@acme.test"), Clues{Thread: []string{"A"}, Subject: []string{"B"}}, data.MailTriage, "one", "codes_differ", data.TrustNone},
		{"two in the text", from("marta@acme.test"), Clues{Text: []string{"A", "B"}}, data.MailTriage, "one", "codes_differ", data.TrustNone},
		{"unknown, then ours", from("x@y.test"), Clues{Subject: []string{"Z"}, Text: []string{"B"}}, data.MailPlaced, "two", "code_in_text", data.TrustCode},
		{"known id, same sender", from("MARTA@acme.test"), Clues{Answers: []string{"m0", "m1"}}, data.MailPlaced, "one", "answers_known", data.TrustNone},
		{"known id, colleague", from("boss@acme.test"), Clues{Answers: []string{"m1"}}, data.MailTriage, "one", "answers_other", data.TrustNone},
		{"our letter", from("marta@acme.test"), Clues{Answers: []string{"ours"}}, data.MailPlaced, "one", "answers_ours", data.TrustNone},
		{"our letter's bounce", bounced("marta@acme.test"), Clues{Answers: []string{"ours"}}, data.MailPlaced, "one", "answers_ours", data.TrustNone},
		{"a bounce for another", bounced("x@y.test"), Clues{Answers: []string{"ours"}}, data.MailTriage, "one", "answers_other", data.TrustNone},
		{"their mail's bounce", bounced("marta@acme.test"), Clues{Answers: []string{"m1"}}, data.MailTriage, "one", "answers_other", data.TrustNone},
		{"number", from("marta@acme.test"), Clues{Numbers: []string{"MAD-1"}}, data.MailTriage, "one", "number_only", data.TrustNone},
		{"number unknown", from("marta@acme.test"), Clues{Numbers: []string{"COVID-19"}}, data.MailPlaced, "", "stranger", data.TrustNone},
		{"nobody", Message{Kind: Person}, Clues{}, data.MailTriage, "", "no_sender", data.TrustNone},
	} {
		p := Decide(test.m, test.c, facts)
		ticket := p.Ticket
		if p.State != data.MailPlaced {
			ticket = p.Proposed
		}
		if p.State != test.state || ticket != test.ticket || p.Reason != test.reason || p.Trust != test.trust {
			t.Errorf("%s: %+v", test.name, p)
		}
	}
}

// A letter is placed by what it carries whatever subject and text a person wrote.
func TestReplyLetterCarriesItsCode(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringMatching(`[ -~áñ\n]{1,200}`)
		e := someEscalation(rapid.SampledFrom(words.Bases()).Draw(r, "lang"), data.Consult)
		code := Token([]byte("secret"), "01JDBYJ6WJ5Q8Z3V0T9M2KTSV4", "marta@acme.test", "reply")
		answered := Message{MessageID: "m1@acme.test", References: []string{strings.Repeat("r", 90) + "@acme.test"}}
		l := ReplyLetter(Reply{To: "marta@acme.test", Subject: rapid.StringMatching(`[ -~áñ]{0,120}`).Draw(r, "subject"), Text: text.Draw(r, "text"), Code: code,
			Settings: e.Settings, Words: e.Words}, answered, at)
		raw, err := Write(l)
		if err != nil {
			r.Fatal(err)
		}
		m := Read(raw, at)
		c := CluesIn(m)
		if c.Subject[len(c.Subject)-1] != code || c.Text[len(c.Text)-1] != code || len(CodeOfID(m.MessageID)) != 1 {
			r.Fatalf("%+v\n%s", c, raw)
		}
		if len(m.References) != 2 || m.References[0] != answered.References[0] || m.InReplyTo[0] != answered.MessageID {
			r.Fatalf("thread %v %v", m.References, m.InReplyTo)
		}
	})
}

func FuzzClues(f *testing.F) {
	f.Add("Re: [#7F3K-9Q2M-0000-0000-0000-00]", "> 7F3K-9Q2M-\n> 0000-0000-0000-00", "<dp.7F3K.x@y>")
	f.Add("回复：MAD-1042", "x", "<>")
	f.Fuzz(func(t *testing.T, subject, text, id string) {
		c := CluesIn(Message{Subject: subject, Text: text, References: []string{id}})
		for _, code := range c.All() {
			if token, ok := ParseToken(code); !ok || token != code {
				t.Errorf("%q is no code", code)
			}
		}
		if !utf8.ValidString(c.Base) && utf8.ValidString(subject) {
			t.Errorf("base %q", c.Base)
		}
	})
}
