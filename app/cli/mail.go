package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"firstline/data/desk"
)

// largestMail is how much mail read reads of a message, in bytes.
const largestMail = 256 << 20

// together puts several addresses on one line.
func together[T fmt.Stringer](list []T) string {
	var texts []string
	for _, t := range list {
		texts = append(texts, t.String())
	}
	return strings.Join(texts, ", ")
}

// mailRead prints what the desk reads in a message.
func mailRead(c *call) error {
	if err := c.parse(1, 1); err != nil {
		return err
	}
	in, err := c.input(c.args[0])
	if err != nil {
		return err
	}
	defer in.Close()
	raw, err := io.ReadAll(io.LimitReader(in, largestMail))
	if err != nil {
		return unreadable(c.args[0], err)
	}
	m := desk.ReadMail(raw)
	return c.result(m, func(w io.Writer) {
		line := func(key, value string) {
			if value != "" {
				fmt.Fprintf(w, "%s\t%s\n", c.words.Say("mail.read."+key), oneLine(value))
			}
		}
		line("subject", m.Subject)
		line("from", together(m.From))
		line("reply_to", together(m.ReplyTo))
		line("to", together(m.To))
		line("cc", together(m.CC))
		line("date", c.words.DateTime(m.Date))
		line("kind", c.words.Say("mail.kind."+string(m.Kind)))
		if b := m.Bounce; b != nil {
			line("bounce", b.Recipient+" "+b.Status+" "+b.Reason)
		}
		for _, a := range m.Attachments {
			line("attachment", a.Name+" ("+a.Type+", "+c.words.Size(a.Size)+")")
		}
		for _, repair := range m.Repairs {
			line("repair", c.words.Say("mail.repair."+repair))
		}
		fmt.Fprintf(w, "\n%s\n", m.Text)
	})
}

// mailOpen takes in a message, a mailbox or another desk's case from a file.
func mailOpen(c *call) error {
	if err := c.parse(1, 1); err != nil {
		return err
	}
	mails, err := c.desk.OpenMailFile(c.ctx, c.args[0], nil)
	if err != nil && len(mails) == 0 {
		return err
	}
	return errors.Join(c.mails(mails), err) // what was taken in is printed all the same
}
