package desk

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/user"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/packet"
)

// everything is all a mail says to whoever looks: its bytes, its parts decoded,
// what is compressed within PDFs, and what packets hold.
func everything(t *testing.T, raw []byte) string {
	t.Helper()
	var b bytes.Buffer
	look := func(raw []byte) {
		b.Write(raw)
		b.WriteString(inflated(raw))
		packed := raw
		if found, ok := packet.FromPDF(raw); ok {
			packed = found
		}
		if p, err := packet.Unpack(packed); err == nil {
			text, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(text)
		}
	}
	m := mail.Read(raw, time.Now())
	look(raw)
	b.WriteString(m.Subject + m.Text)
	for _, a := range m.Attachments {
		look(a.Content)
	}
	return b.String()
}

// inflated is what the compressed streams of a PDF hold; reports write letters in
// two bytes each.
func inflated(raw []byte) string {
	var b bytes.Buffer
	for {
		at := bytes.Index(raw, []byte("stream"))
		if at < 0 {
			return strings.ReplaceAll(b.String(), "\x00", "")
		}
		raw = raw[at+len("stream"):]
		if z, err := zlib.NewReader(bytes.NewReader(bytes.TrimLeft(raw, "\r\n"))); err == nil {
			io.Copy(&b, io.LimitReader(z, 1<<20)) // what is no stream ends early
		}
	}
}

// What must not leave the house leaves it by no mail, in whatever form (I17).
func TestNothingInternalLeaves(t *testing.T) {
	ctx := context.Background()
	host, _ := os.Hostname() // without one there is nothing to hide
	login := ""
	if u, err := user.Current(); err == nil {
		login = u.HomeDir
	}
	d := mailDesk(t, "MAD")
	first := arriveMail(t, d, eml("It burns.", "From", "Marta Vega <marta@acme.test>"))
	other := arriveMail(t, d, eml("OTHERTICKET", "From", "paul@other.test", "Message-ID", "<o@other.test>", "Subject", "OTHERSUBJECT"))
	c := caseOf(t, d, first.Number)
	contact := c.Requester
	contact.Phones, contact.Notes = []string{"+34 600 111 222"}, "CONTACTNOTE"
	if _, err := d.SaveContact(ctx, contact); err != nil {
		t.Fatal(err)
	}
	for _, n := range []Note{{Text: "INTERNALNOTE", Internal: true}, {Text: "PUBLICNOTE tried another fuser", Kind: "troubleshooting_step"}, {Text: "WITHDRAWNNOTE"}, {Text: "REPLACEDNOTE"}} {
		n.Ticket = first.Number
		a, err := d.AddNote(ctx, n)
		if err != nil {
			t.Fatal(err)
		}
		switch n.Text {
		case "WITHDRAWNNOTE":
			err = d.WithdrawNote(ctx, first.Number, a.ID)
		case "REPLACEDNOTE":
			err = d.EditNote(ctx, first.Number, a.ID, "A better text")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := d.SaveDraft(ctx, "note:"+string(first.Ticket), "DRAFTTEXT"); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"ticked.txt", "unticked.txt"} {
		if _, err := d.Attach(ctx, first.Number, file, strings.NewReader("FILE"+strings.ToUpper(file))); err != nil {
			t.Fatal(err)
		}
	}
	var ticked string
	for _, a := range caseOf(t, d, first.Number).Attachments {
		if a.Name == "ticked.txt" {
			ticked = a.SHA256
		}
	}
	never := []string{"WITHDRAWNNOTE", "REPLACEDNOTE", "DRAFTTEXT", "OTHERTICKET", "OTHERSUBJECT", "paul@other.test", string(other.Ticket), "FILEUNTICKED", d.Dir()}
	for _, s := range []string{host, login} {
		if len(s) > 3 {
			never = append(never, s)
		}
	}
	check := func(name string, raw []byte, must, forbidden []string) {
		t.Helper()
		all := everything(t, raw)
		for _, s := range append(append([]string{}, never...), forbidden...) {
			if strings.Contains(all, s) {
				t.Errorf("%s: %q leaves the house", name, s)
			}
		}
		for _, s := range must {
			if !strings.Contains(all, s) {
				t.Errorf("%s: %q is missing: is it looked for in the right way?", name, s)
			}
		}
	}
	reply, err := d.PreviewReply(ctx, ReplyRequest{Ticket: first.Number, Text: "REPLYTEXT", Files: []string{ticked}})
	if err != nil {
		t.Fatal(err)
	}
	check("reply", reply.EML, []string{"REPLYTEXT", "FILETICKED"}, []string{"INTERNALNOTE", "PUBLICNOTE", "CONTACTNOTE", "600 111 222"})
	for _, mode := range []data.EscalationMode{data.Consult, data.Transfer} {
		for _, internal := range []bool{false, true} {
			p, err := d.PreviewEscalation(ctx, EscalationRequest{Ticket: first.Number, Mode: mode, To: "second@vendor.test", Question: "QUESTIONTEXT", Files: []string{ticked}, IncludeInternal: internal})
			if err != nil {
				t.Fatal(err)
			}
			var forbidden []string
			if !internal {
				forbidden = append(forbidden, "INTERNALNOTE", "CONTACTNOTE")
			}
			check(string(mode), p.EML, []string{"QUESTIONTEXT", "PUBLICNOTE", "FILETICKED"}, forbidden)
			if shown := inflated(p.Report); !strings.Contains(shown, "PUBLICNOTE") {
				t.Error("the report's letters are not looked at")
			}
			// Nothing of the customer's stands where every relay reads it.
			head, _, _ := bytes.Cut(p.EML, []byte("\r\n\r\n"))
			for _, s := range []string{"Marta", "Vega", "acme", "fire"} {
				if bytes.Contains(head, []byte(s)) {
					t.Errorf("%s: %q is in the header", mode, s)
				}
			}
		}
	}
}
