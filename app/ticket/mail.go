package ticket

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"firstline/app/letter"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// came says whether an entry is a mail that came in.
func came(a data.Activity) bool { return a.Mail != "" && a.Attachment == nil }

// went says whether an entry is a mail this desk wrote to a customer.
func went(a data.Activity) bool { return a.Kind == data.EmailOut && a.Mail == "" && a.MessageID != "" }

// gist is what the timeline shows of a mail beside its entry; it is read from
// the mail itself.
type gist struct {
	rest               string // what it answers, and the signature; of a bounce, what the server wrote
	to, status, reason string // of a bounce
}

func gistOf(m desk.Message) gist {
	if m.Bounce == nil {
		return gist{rest: strings.Trim(m.Quoted, "\n")}
	}
	return gist{rest: strings.TrimSpace(m.Text), to: m.Bounce.Recipient, status: m.Bounce.Status, reason: m.Bounce.Reason}
}

// readMails reads the mails among entries that were not read yet.
func (t *timeline) readMails(entries []data.Activity) {
	var ids []data.ID
	for _, a := range entries {
		if _, known := t.gists[a.Mail]; came(a) && !known {
			ids = append(ids, a.Mail)
		}
	}
	if len(ids) == 0 {
		return
	}
	r := t.room
	at, d := r.id, r.seat.Desk
	ui.Try(r.seat, &t.reading, func(ctx context.Context) (map[data.ID]gist, error) {
		found := map[data.ID]gist{}
		for _, id := range ids {
			m, err := d.MailText(ctx, id)
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			found[id] = gist{}
			if err == nil { // else it came to another desk, and its entry is all there is here
				found[id] = gistOf(m)
			}
		}
		return found, nil
	}, func(found map[data.ID]gist, err error) {
		if err != nil || at != r.id {
			return
		}
		for id, g := range found {
			t.gists[id] = g
		}
		t.show(r.now)
	})
}

// unfold shows what a mail answers, or hides it.
func (t *timeline) unfold(a data.Activity) {
	t.open[a.Mail] = !t.open[a.Mail]
	t.column.AtEnd = false
	t.show(t.room.now)
}

// fold is what unfolding is called for a mail as it stands.
func (t *timeline) fold(a data.Activity) string {
	key := "letter.unfold"
	switch {
	case t.open[a.Mail]:
		key = "letter.fold"
	case a.Kind == data.MailBounced:
		return t.room.say("ticket.bounce.unfold")
	}
	return t.room.seat.Words.Count(key, 1+strings.Count(t.gists[a.Mail].rest, "\n"))
}

// correspondent is the other side of a mail.
func correspondent(a data.Activity) string {
	if a.Name == "" || a.Name == a.Address {
		return a.Address
	}
	return a.Name + " <" + a.Address + ">"
}

// mail draws what a mail says, what came or goes along, and what is known of it.
func (d draw) mail(a data.Activity) []fyne.CanvasObject {
	p, t := d.room.seat.Words, d.room.timeline
	var parts []fyne.CanvasObject
	add := func(o fyne.CanvasObject) {
		parts = append(parts, ui.Air(1, 2, 5, 6, o))
	}
	if s := d.room.now.Ticket.Subject; a.Subject != "" && a.Kind != data.MailBounced && !strings.Contains(strings.ToLower(a.Subject), strings.ToLower(s)) {
		subject := ui.NewText(d.room.say("ticket.mail.subject", "subject", letter.Subject(a.Subject)), ui.Muted)
		subject.Cut = true
		add(subject)
	}
	g := t.gists[a.Mail]
	var shown []string // files that stand in the text
	switch text := d.says(a, g); {
	case text == "":
	case went(a):
		parts = append(parts, d.written(text))
		shown = data.Mentioned(text, d.room.now.Attachments, nil)
	default:
		add(ui.Prose(text, ui.Ink))
	}
	if g.rest != "" {
		parts = append(parts, ui.Air(1, 1, 5, 0, newSpot(t.fold(a), ui.NewText(t.fold(a), ui.Accent), func() { t.unfold(a) })))
		if t.open[a.Mail] {
			add(letter.Plain(p, g.rest))
		}
	}
	for _, file := range d.room.now.Attachments {
		for _, hash := range a.Files {
			if file.SHA256 == hash && !slices.Contains(shown, hash) {
				parts = append(parts, d.attachment(file))
			}
		}
	}
	if why := d.room.why(a); why != "" {
		ink := ui.Muted
		if (a.Trust == data.TrustNone || a.Trust == data.TrustCode) && a.Kind != data.MailBounced {
			ink = ui.Warning
		}
		parts = append(parts, small(why, ink))
	}
	if a.Delivery != nil && a.Delivery.Reason != "" {
		parts = append(parts, small(a.Delivery.Reason, letter.StateColor(a.Delivery.State)))
	}
	return parts
}

// says is what a mail says; a server's notice that something did not arrive is
// said in plain words.
func (d draw) says(a data.Activity, g gist) string {
	if a.Kind != data.MailBounced || g.to == "" && g.status == "" {
		return strings.TrimSpace(a.Text)
	}
	key := "ticket.bounce.failed"
	if strings.HasPrefix(g.status, "4") {
		key = "ticket.bounce.late"
	}
	text := d.room.say(key, "to", g.to)
	if g.reason != "" {
		text += " " + d.room.say("ticket.bounce.said", "said", g.reason)
	}
	return text
}

// why says why a mail is on this ticket, and how far its sender can be believed.
func (r *Room) why(a data.Activity) string {
	p := r.seat.Words
	var parts []string
	if a.Reason != "" && p.Has("placed."+a.Reason) {
		parts = append(parts, strings.TrimSuffix(r.say("placed."+a.Reason, "detail", a.Detail), "."))
	}
	if a.Trust != "" && a.Trust != data.TrustPacket && a.Kind != data.MailBounced {
		parts = append(parts, p.Choice("trust", string(a.Trust)))
	}
	return strings.Join(parts, " · ")
}

// original shows a mail as it came, or as it is sent.
func (r *Room) original(a data.Activity) {
	d := r.seat.Desk
	title := r.seat.Words.Choice("activity", string(a.Kind)) + " · " + when(r.seat.Words, a.At, d.Now())
	letter.ShowOriginal(r.seat, title, func(ctx context.Context) ([]byte, error) {
		if a.Mail != "" {
			return d.RawMail(ctx, a.Mail)
		}
		letters, err := d.Letters(ctx)
		if err != nil {
			return nil, err
		}
		for _, l := range letters {
			if l.MessageID == a.MessageID {
				_, raw, err := d.Letter(ctx, l.ID)
				return raw, err
			}
		}
		return nil, data.Fault("", "no_letter", "ref", a.MessageID).Because(data.ErrNotFound)
	})
}

// moveMail asks for the ticket a mail belongs to and puts it there.
func (r *Room) moveMail(a data.Activity) {
	d := r.seat.Desk
	letter.Place(r.seat, a.Address, func(x data.Excerpt) {
		act(r, func(ctx context.Context) (bool, error) { return true, d.PlaceMail(ctx, a.Mail, string(x.ID)) }, func(bool) {
			r.seat.Notify(r.say("ticket.mail.moved", "number", x.Number))
		}, nil)
	})
}

// takeOff takes a mail off the ticket; it waits in the inbox for a decision.
func (r *Room) takeOff(a data.Activity) {
	d := r.seat.Desk
	act(r, func(ctx context.Context) (bool, error) { return true, d.UnplaceMail(ctx, a.Mail) }, func(bool) {
		r.seat.Notify(r.say("ticket.mail.taken"))
	}, nil)
}

// markRead says that somebody has looked at what came by mail.
func (r *Room) markRead() {
	id, d := r.id, r.seat.Desk
	if r.shown && r.now.Ticket.Unread {
		act(r, func(ctx context.Context) (bool, error) { return true, d.MarkRead(ctx, string(id)) }, func(bool) {}, nil)
	}
}
