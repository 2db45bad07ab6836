package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"firstline/data/desk"
)

// largestMail is what the command reads of a mail, in bytes.
const largestMail = 256 << 20

// together puts several on one line.
func together[T fmt.Stringer](list []T) string {
	var texts []string
	for _, one := range list {
		texts = append(texts, one.String())
	}
	return strings.Join(texts, ", ")
}

// mailRead prints what the desk reads in a message.
func mailRead(c *call) error {
	if err := c.parse(1, 1); err != nil {
		return err
	}
	in := c.in
	if path := c.args[0]; path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return unreadable(path, err)
		}
		defer file.Close()
		in = file
	}
	raw, err := io.ReadAll(io.LimitReader(in, largestMail))
	if err != nil {
		return unreadable(c.args[0], err)
	}
	m := desk.ReadMail(raw)
	return c.result(m, func(w io.Writer) {
		line := func(key, value string) {
			if value != "" {
				fmt.Fprintf(w, "%s\t%s\n", c.words.Say("mail.read."+key), one(value))
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
			line("bounce", strings.Join(strings.Fields(b.Recipient+" "+b.Status+" "+b.Reason), " "))
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
