package post

import (
	"bytes"
	"cmp"
	"context"
	"strings"
	"unicode"

	"github.com/emersion/go-smtp"

	"firstline/data"
)

// stage is how far a try came before it ended.
type stage int

const (
	connecting stage = iota // name, connection, greeting, TLS: no server has been reached
	signingIn               // AUTH
	sender                  // MAIL FROM
	recipient               // RCPT TO
	content                 // DATA and the answer to it
)

// try is one attempt to send a letter.
type try struct {
	stage  stage
	err    error // nil: the server has taken the letter over
	handed bool  // the last byte was handed over, whatever happened then
}

// send sends one letter over a connection of its own. A letter without a sender is
// offered again with the account's if the server insists: some only take mail from the
// address that has signed in.
func send(ctx context.Context, r route, account data.Account, secret string, l data.Letter, raw []byte) try {
	t := offer(ctx, r, account, secret, l, raw)
	if reply, answered := answer(t.err); l.From == "" && t.stage >= sender && answered && !reply.Temporary() {
		l.From = account.From
		t = offer(ctx, r, account, secret, l, raw)
	}
	return t
}

// offer hands one letter to the server.
func offer(ctx context.Context, r route, account data.Account, secret string, l data.Letter, raw []byte) try {
	c, stage, err := open(ctx, r, account, secret)
	if err != nil {
		return try{stage: stage, err: err}
	}
	defer func() {
		c.release()
		go c.leave() // while the outcome is being recorded
	}()
	named := append([]string{cmp.Or(l.From, account.From)}, l.To...) // in the envelope or in the letter
	if err := fits(c.Client, named, raw); err != nil {
		return try{stage: sender, err: err}
	}
	if err := c.Mail(l.From, &smtp.MailOptions{Size: int64(len(raw)), UTF8: !ascii(named...)}); err != nil {
		return try{stage: sender, err: err}
	}
	for _, to := range l.To { // to all or to none: a letter has one fate
		if err := c.Rcpt(to, nil); err != nil {
			return try{stage: recipient, err: err}
		}
	}
	w, err := c.Data()
	if err != nil {
		return try{stage: content, err: err}
	}
	var out wire
	c.DebugWriter = &out
	if _, err := w.Write(raw); err != nil {
		return try{stage: content, err: err}
	}
	err = w.Close()
	return try{stage: content, err: err, handed: out.ended}
}

// fits says whether the server can take the letter at all.
func fits(c *smtp.Client, addresses []string, raw []byte) error {
	if most, ok := c.MaxMessageSize(); ok && most > 0 && len(raw) > most {
		return data.Fault("", "post_mail_too_big", "size", int64(len(raw)), "max", int64(most))
	}
	if ok, _ := c.Extension("SMTPUTF8"); !ok && !ascii(addresses...) {
		return data.Fault("", "post_no_utf8", "address", strings.Join(addresses, ", "))
	}
	if ok, _ := c.Extension("8BITMIME"); !ok && !ascii(string(raw)) {
		return data.Fault("", "post_no_8bit")
	}
	return nil
}

func ascii(texts ...string) bool {
	for _, s := range texts {
		if strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) {
			return false
		}
	}
	return true
}

// wire watches what has really gone out during DATA. The client tells it of every byte
// that was written without an error. There is no other way to know whether the end of
// a letter, a dot on a line of its own, left this computer: an error alone does not say
// whether it happened before or after.
type wire struct {
	last  []byte
	ended bool
}

var endOfData = []byte("\r\n.\r\n")

func (w *wire) Write(p []byte) (int, error) {
	w.last = append(w.last, p[max(0, len(p)-len(endOfData)):]...)
	w.last = w.last[max(0, len(w.last)-len(endOfData)):]
	w.ended = w.ended || bytes.Equal(w.last, endOfData)
	return len(p), nil
}
