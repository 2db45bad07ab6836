package bench

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/quotedprintable"
	"time"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset"
	"github.com/jhillyerd/enmime/v2"

	"firstline/data"
	"firstline/data/mail"
)

// mails measures the reading of mail such as a desk gets: what people write as
// plain text and as HTML, answers over what they answer, files, and bounces. Two
// kept libraries read the same beside it; what they give is less: neither parts
// the new text from the quoted, nor reads a bounce.
func (m *meter) mails() error {
	const count = 5000
	raws, invented := make([][]byte, 500), &inventor{m.r, m.tongues}
	for i := range raws {
		var err error
		if raws[i], err = invented.mail(i); err != nil {
			return err
		}
	}
	arrived := time.Now()
	for _, reader := range []struct {
		key  string
		read func(raw []byte) error
	}{
		{"mail.rate", func(raw []byte) error {
			if read := mail.Read(raw, arrived); read.NewText == "" && read.Bounce == nil {
				return errors.New("nothing was read")
			}
			return nil
		}},
		{"mail.gomessage", walkParts},
		{"mail.enmime", func(raw []byte) error {
			_, err := enmime.ReadEnvelope(bytes.NewReader(raw))
			return err
		}},
	} {
		start := time.Now()
		values, err := m.times(count, func(i int) error {
			if err := reader.read(raws[i%len(raws)]); err != nil {
				return fmt.Errorf("mail %d: %w", i, err)
			}
			return nil
		})
		if err != nil {
			return err
		}
		m.add(reader.key, PerSecond, []float64{float64(len(values)) / time.Since(start).Seconds()}, "")
		if reader.key == "mail.rate" {
			m.add("mail.read", Milliseconds, values, "")
		}
	}
	return nil
}

// walkParts reads a mail to its last part with go-message, decoded.
func walkParts(raw []byte) error {
	e, err := message.Read(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	return e.Walk(func(_ []int, part *message.Entity, err error) error {
		if err != nil || part.MultipartReader() != nil {
			return err
		}
		_, err = io.Copy(io.Discard, part.Body)
		return err
	})
}

// mail writes one mail, of a kind that goes with its number.
func (i *inventor) mail(n int) ([]byte, error) {
	t := i.tongues[n%2]
	var out bytes.Buffer
	line := func(format string, values ...any) { fmt.Fprintf(&out, format+"\r\n", values...) }
	body := func(kind, text string) {
		line("Content-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n", kind)
		w := quotedprintable.NewWriter(&out)
		w.Write([]byte(text)) // a Buffer never fails
		w.Close()
		line("")
	}
	answer := i.text(t, 80) + "\n\nOn 26 Nov 2026, at 09:15, Ana <ana@desk.example> wrote:\n\n> " + i.text(t, 40) + "\n> " + i.text(t, 40) + "\n\n-- \n" + i.phone()
	if n%10 == 0 { // as the desk itself writes them, with a file
		return mail.Write(mail.Letter{From: "ana@desk.example", To: "bob@example.com", Date: time.Unix(1_795_000_000, 0), MessageID: fmt.Sprintf("<%d@desk.example>", n), Subject: i.subject(t), Text: answer,
			Files: []mail.File{{Name: "case.pdf", Type: data.PacketType, Bytes: bytes.Repeat([]byte("%PDF"), 10_000)}}})
	}
	for hop := range 4 {
		line("Received: from mx%d.example.com (mx%d.example.com [192.0.2.%d]) by mail.desk.example with ESMTPS id %d;\r\n Thu, 26 Nov 2026 09:00:0%d +0100", hop, hop, hop, n, hop)
	}
	line("From: \"Bob\" <bob%d@example.com>\r\nTo: desk@desk.example\r\nSubject: Re: %s\r\nDate: Thu, 26 Nov 2026 09:00:00 +0100\r\nMessage-ID: <%d@example.com>\r\nMIME-Version: 1.0", n, i.model(), n)
	switch {
	case n%10 == 1:
		line("Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b")
		body("text/plain", "This mail could not be delivered.\n\n<carl@example.com>: 550 5.1.1 User unknown\n")
		line("--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; carl@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--")
	case n%10 < 6:
		line("Content-Type: multipart/alternative; boundary=b\r\n\r\n--b")
		body("text/plain", answer)
		line("--b")
		body("text/html", "<html><body><p>"+i.text(t, 80)+"</p><blockquote type=cite><div>"+i.text(t, 80)+"</div></blockquote></body></html>")
		line("--b--")
	case n%10 < 8:
		body("text/html", "<html><body><div>"+i.text(t, 80)+"</div><ul><li>"+i.text(t, 10)+"</ul><div class=gmail_quote>On 26 Nov 2026 Ana wrote:<blockquote><table><tr><td>"+i.text(t, 60)+"</td></tr></table></blockquote></div></body></html>")
	default:
		body("text/plain; format=flowed", answer)
	}
	return out.Bytes(), nil
}
