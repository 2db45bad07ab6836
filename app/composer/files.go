package composer

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
)

// files are the ticket's attachments, of which those ticked go along.
type files struct {
	room    *Composer
	ticks   []*ui.Check
	hashes  []string // of the files, as the ticks stand
	content *fyne.Container
}

func newFiles(c *Composer) *files { return &files{room: c, content: container.New(page.Column{})} }

// offer lists the ticket's files; those ticked stay so.
func (f *files) offer(all []data.Attachment) {
	ticked := f.ticked()
	f.ticks, f.hashes, f.content.Objects = nil, nil, nil
	for _, a := range all {
		if slices.Contains(f.hashes, a.SHA256) {
			continue
		}
		tick := ui.NewCheck(f.room.say("letter.part", "name", a.Name, "size", f.room.seat.Words.Size(a.Size)), func(bool) { f.room.changed() })
		tick.Cut = true
		tick.Checked = slices.Contains(ticked, a.SHA256)
		f.ticks, f.hashes = append(f.ticks, tick), append(f.hashes, a.SHA256)
		f.content.Add(tick)
	}
	if len(f.ticks) == 0 {
		f.content.Add(ui.NewText(f.room.say("composer.files.none"), ui.Muted))
	}
	f.content.Refresh()
}

// ticked are the hashes of those that go along.
func (f *files) ticked() []string {
	var list []string
	for i, tick := range f.ticks {
		if tick.Checked {
			list = append(list, f.hashes[i])
		}
	}
	return list
}

// tick ticks files.
func (f *files) tick(hashes []string) {
	for i, tick := range f.ticks {
		tick.SetChecked(slices.Contains(hashes, f.hashes[i]))
	}
}

// Dropped attaches the files dropped onto the window to the ticket, to go along.
// Those before one that cannot be attached stay.
func (c *Composer) Dropped(paths []string) {
	id, d := c.id, c.seat.Desk
	if id == "" {
		return
	}
	type outcome struct {
		data.Case
		names, hashes []string
	}
	ui.Try(c.seat, new(ui.Slot), func(ctx context.Context) (done outcome, err error) {
		for _, path := range paths {
			a, e := d.AttachFile(ctx, string(id), path)
			if err = e; err != nil {
				break
			}
			done.names, done.hashes = append(done.names, a.Name), append(done.hashes, a.SHA256)
		}
		var e error
		done.Case, e = d.Case(ctx, string(id))
		return done, errors.Join(err, e)
	}, func(done outcome, err error) {
		if err != nil {
			c.seat.Fail(err)
		}
		if c.id != id || len(done.hashes) == 0 {
			return
		}
		c.now.Case = done.Case
		c.files.offer(done.Attachments)
		c.files.tick(append(c.files.ticked(), done.hashes...))
		c.left.Refresh()
		c.seat.Notify(c.seat.Words.Count("ticket.files.added", len(done.names), "names", strings.Join(done.names, ", ")))
	})
}

// picture finds the picture a line of the text names.
func (c *Composer) picture(name string) (path string, ok bool) {
	for _, a := range slices.Backward(c.now.Attachments) {
		if a.Name == name && a.IsPicture() {
			return c.seat.Desk.AttachmentPath(a), true
		}
	}
	return "", false
}
