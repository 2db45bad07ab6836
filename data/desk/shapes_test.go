package desk

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/mail"
)

// Whatever a mail program does to an answer, it finds its ticket as long as one
// of the code's places is left, and no other ticket in any case (I12).
func TestShapesOfAnswers(t *testing.T) {
	x := makeTarget(t)
	sent := mail.Read(x.replyRaw, x.d.Now())
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		left := false // a place of the code that is left
		headers := []string{"Message-ID", fmt.Sprintf("<shape%d@acme.test>", n), "Date", "Mon, 23 Nov 2026 10:00:00 +0100"}
		from := rapid.SampledFrom([]string{"Marta Vega <marta@acme.test>", "marta@acme.test", "Vega, Marta <m.vega@acme.test>", "assistant@other.test"}).Draw(r, "from")
		headers = append(headers, "From", from)
		switch rapid.SampledFrom([]string{"both", "references", "in_reply_to", "rewritten", "none"}).Draw(r, "headers") {
		case "both":
			headers, left = append(headers, "In-Reply-To", x.reply.MessageID, "References", "<m1@acme.test> "+x.reply.MessageID), true
		case "references":
			headers, left = append(headers, "References", "<m1@acme.test>\r\n "+x.reply.MessageID), true
		case "in_reply_to":
			headers, left = append(headers, "In-Reply-To", "Your message of Monday "+x.reply.MessageID), true
		case "rewritten":
			headers = append(headers, "In-Reply-To", "<0100019@eu-west-1.amazonses.com>")
		}
		prefix := rapid.SampledFrom([]string{"Re: ", "RE: ", "AW: ", "SV: ", "RV: ", "TR: ", "Antw: ", "回复: ", "回复：", "Re[2]: ", "Fwd: Re: ", "", "[EXTERNAL] RE: "}).Draw(r, "prefix")
		switch rapid.SampledFrom([]string{"whole", "cut", "small", "another", "none"}).Draw(r, "subject") {
		case "whole":
			headers, left = append(headers, "Subject", prefix+sent.Subject), true
		case "cut": // some programs keep 40 letters
			headers = append(headers, "Subject", prefix+sent.Subject[:len(sent.Subject)-12])
		case "small":
			headers, left = append(headers, "Subject", prefix+strings.ToLower(sent.Subject)), true
		case "another":
			headers = append(headers, "Subject", "One more thing")
		case "none":
			headers = append(headers, "Subject", "")
		}
		text := rapid.SampledFrom([]string{"Thank you!", "Gracias, ya funciona.", ""}).Draw(r, "text")
		switch rapid.SampledFrom([]string{"quoted", "wrapped", "outlook", "top", "none"}).Draw(r, "quote") {
		case "quoted":
			text, left = text+"\n\nOn Mon, 23 Nov 2026 at 09:00, Mesa <desk@firma.test> wrote:\n> "+strings.ReplaceAll(sent.Text, "\n", "\n> "), true
		case "wrapped": // a line broken within the code
			broken := "[#" + x.reply.Code[:10] + "\n> " + x.reply.Code[10:] + "]"
			text, left = text+"\n\n> On it.\n> Please keep the code "+broken, true
		case "outlook":
			text, left = text+"\n\n-----Original Message-----\nFrom: Mesa\nSent: Monday\nSubject: x\n\n"+sent.Text, true
		case "top":
			text = text + "\n\n-- \nMarta Vega"
		}
		m := arriveMail(r, x.d, eml(text, headers...))
		switch {
		case left && (m.State != data.MailPlaced || m.Number != x.first.Number):
			r.Fatalf("lost: %+v\n%v\n%s", m, headers, text)
		case m.Ticket == x.other.Ticket:
			r.Fatalf("on the wrong ticket: %+v", m)
		case !left && m.Number == x.first.Number:
			r.Fatalf("placed by %s without a code", m.Reason)
		}
	})
}

// A code in the address an answer goes to is enough.
func TestCodeInTheAddress(t *testing.T) {
	ctx := context.Background()
	x := makeTarget(t)
	m := arriveMail(t, x.d, eml("Thanks", "To", "desk+"+strings.ToLower(x.reply.Code)+"@firma.test", "Message-ID", "<plus@acme.test>", "Subject", "x"))
	if m.Number != x.first.Number || m.Reason != "code_in_address" {
		t.Errorf("%+v", m)
	}
	s := x.d.Settings()
	s.Mail.Learns(data.Learned{PlusAddress: true})
	if err := x.d.SaveSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	p, err := x.d.PreviewReply(ctx, ReplyRequest{Ticket: x.first.Number, Text: "Hello"})
	if err != nil {
		t.Fatal(err)
	}
	to := mail.Read(p.EML, x.d.Now()).ReplyTo
	if len(to) != 1 || !strings.HasPrefix(to[0].Address, "desk+") {
		t.Fatalf("reply to %v", to)
	}
	if m := arriveMail(t, x.d, eml("Thanks", "To", to[0].Address, "Message-ID", "<plus2@acme.test>", "Subject", "x")); m.Number != x.first.Number {
		t.Errorf("%+v", m)
	}
}

// Mail programs of people who do not answer anything open tickets of their own:
// nothing joins by subject, name or number alone.
func TestNothingJoinsByLikeness(t *testing.T) {
	x := makeTarget(t)
	for i, headers := range [][]string{
		{"Subject", "Printer on fire"},
		{"Subject", "Printer on fire", "From", "Marta Vega <marta.vega@home.test>"},
		{"Subject", "Fwd: Printer on fire", "From", "boss@acme.test"},
		{"Subject", "MAD-1"},
		{"Subject", "Re: Printer on fire"},
		{"Subject", "x", "In-Reply-To", "<m1@acme.test>", "From", "boss@acme.test"},
	} {
		m := arriveMail(t, x.d, eml("Hello", append(headers, "Message-ID", fmt.Sprintf("<like%d@acme.test>", i))...))
		if m.Ticket == x.first.Ticket || m.Ticket == x.other.Ticket {
			t.Errorf("%v: %+v", headers, m)
		}
	}
}
