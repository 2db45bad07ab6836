package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"firstline/data"
	"firstline/data/post"
)

func outboxList(c *call) error {
	if err := c.parse(0, 0); err != nil {
		return err
	}
	letters, err := c.desk.Letters(c.ctx)
	if err != nil {
		return err
	}
	return c.result(struct {
		Letters []data.Letter `json:"letters"`
	}{some(letters)}, func(w io.Writer) {
		for _, l := range letters {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", l.ID, l.Number, strings.Join(l.To, ", "), c.words.Choice("letter_state", string(l.State)), c.words.DateTime(l.QueuedAt), short(l.Reason, 60))
		}
	})
}

// outboxSend sends what is due and what was just written. That letters stay here is
// a failure only where something keeps all of them; what is wrong with a single
// one is told by that letter.
func outboxSend(c *call) error {
	if err := c.parse(0, 0); err != nil {
		return err
	}
	office := post.New(c.desk)
	sent, sendErr := office.SendNow(c.ctx)
	if err := office.FileCopies(c.ctx); err != nil { // the letters have left all the same
		fmt.Fprintln(c.err, "firstline:", c.words.Error(err))
	}
	if sendErr != nil && sent == 0 {
		return sendErr
	}
	letters, err := c.desk.Letters(c.ctx)
	if err != nil {
		return err
	}
	waiting := 0
	for _, l := range letters {
		if l.State.Waiting() {
			waiting++
		}
	}
	err = c.result(struct {
		Sent    int `json:"sent"`
		Waiting int `json:"waiting"`
	}{sent, waiting}, func(w io.Writer) {
		fmt.Fprintln(w, c.words.Say("cli.sent", "sent", sent, "waiting", waiting))
	})
	return errors.Join(err, sendErr)
}

// letter finds a letter by its id, or the newest of a ticket by the ticket's
// number: the first of n arguments.
func (c *call) letter(n int) (data.ID, error) {
	if err := c.parse(n, n); err != nil {
		return "", err
	}
	letters, err := c.desk.Letters(c.ctx)
	if err != nil {
		return "", err
	}
	for _, l := range letters {
		if string(l.ID) == c.args[0] || strings.EqualFold(l.Number, c.args[0]) {
			return l.ID, nil
		}
	}
	return "", data.Fault("", "no_letter", "ref", c.args[0]).Because(data.ErrNotFound)
}

func outboxRetry(c *call) error { return c.onLetter(1, c.desk.RetryLetter) }

func outboxDrop(c *call) error { return c.onLetter(1, c.desk.DropLetter) }

// outboxSave writes a letter to a file for the person to send.
func outboxSave(c *call) error {
	return c.onLetter(2, func(ctx context.Context, id data.ID) error { return c.desk.SaveLetter(ctx, id, c.args[1]) })
}

// onLetter does something to the letter named by the first of n arguments, and
// prints how that stands then.
func (c *call) onLetter(n int, do func(context.Context, data.ID) error) error {
	id, err := c.letter(n)
	if err != nil {
		return err
	}
	if err := do(c.ctx, id); err != nil {
		return err
	}
	l, _, err := c.desk.Letter(c.ctx, id)
	if err != nil {
		return err
	}
	return c.result(l, func(w io.Writer) {
		fmt.Fprintf(w, "%s\t%s\n", l.Number, c.words.Choice("letter_state", string(l.State)))
	})
}
