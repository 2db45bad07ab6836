package composer

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/faq/page"
	"firstline/app/files"
	"firstline/app/ui"
	"firstline/data"
)

// enclosures are the ticket's attachments; those that are ticked go along.
type enclosures struct {
	room    *Composer
	ticks   []*ui.Check
	hashes  []string // of the files, in the order of the ticks
	content *fyne.Container
}

func newEnclosures(c *Composer) *enclosures {
	return &enclosures{room: c, content: container.New(page.Column{})}
}

// offer lists the ticket's files; ticks stay.
func (f *enclosures) offer(all []data.Attachment) {
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

// ticked are the hashes of the files that go along.
func (f *enclosures) ticked() []string {
	var list []string
	for i, tick := range f.ticks {
		if tick.Checked {
			list = append(list, f.hashes[i])
		}
	}
	return list
}

// tick ticks the files with these hashes and no others.
func (f *enclosures) tick(hashes []string) {
	for i, tick := range f.ticks {
		tick.SetChecked(slices.Contains(hashes, f.hashes[i]))
	}
}

// section is the part of the form for files: the list, and the ways to add to it.
func (f *enclosures) section(content fyne.CanvasObject) fyne.CanvasObject {
	c := f.room
	hint := func(id, key string) string { return action.Hint(c.seat.Words, c.kind.name()+"."+id, key) }
	add := ui.NewQuiet(c.say("ticket.files.add"), theme.ContentAddIcon(), c.attach).Hinting(hint("attach", attachKey))
	paste := ui.NewQuiet(c.say("word.paste"), theme.ContentPasteIcon(), c.paste).Hinting(hint("paste", pasteKey))
	return ui.Section(c.say("composer.files"), content, add, paste)
}

// The standard keys, the same as beside a ticket.
const (
	attachKey = "Ctrl+O"
	pasteKey  = "Ctrl+Shift+V"
)

// Dropped attaches files that were dropped onto the window to the ticket, and to the mail.
func (c *Composer) Dropped(paths []string) {
	d, id := c.seat.Desk, c.id
	c.enclose(func(ctx context.Context) ([]data.Attachment, error) { return d.AttachFiles(ctx, string(id), paths) }, func() {}, nobody)
}

// nobody is for errors that nobody has shown yet.
func nobody(error) bool { return false }

// attach asks for files, which then go along.
func (c *Composer) attach() {
	d, id := c.seat.Desk, c.id
	q := files.Question{Title: c.say("ticket.attach.title"), Confirm: c.say("ticket.attach.do"), Says: c.say("composer.attach.says"), Many: true}
	files.Ask(c.seat, q, func(paths []string, done func(), wrong func(error) bool) {
		if c.id == id {
			c.enclose(func(ctx context.Context) ([]data.Attachment, error) { return d.AttachFiles(ctx, string(id), paths) }, done, wrong)
		}
	})
}

// paste takes what is in the clipboard along: the files it names, or the picture in it.
func (c *Composer) paste() {
	d, id := c.seat.Desk, c.id
	copied, name := fyne.CurrentApp().Clipboard().Content(), files.PastedName(c.seat)
	c.seat.Notify(c.say("ticket.paste.reading"))
	c.enclose(func(ctx context.Context) ([]data.Attachment, error) { return files.Paste(ctx, d, id, copied, name) }, func() {},
		func(err error) bool { return files.NothingPasted(c.seat, copied, err) })
}

// enclose has files attached to the ticket, and ticks them. What cannot be attached is told
// last.
func (c *Composer) enclose(attach func(context.Context) ([]data.Attachment, error), then func(), wrong func(error) bool) {
	id, d := c.id, c.seat.Desk
	if id == "" {
		return
	}
	type outcome struct {
		data.Case
		added []data.Attachment
	}
	ui.Try(c.seat, new(ui.Slot), func(ctx context.Context) (done outcome, err error) {
		done.added, err = attach(ctx)
		var e error
		done.Case, e = d.Case(ctx, string(id))
		return done, errors.Join(err, e)
	}, func(done outcome, err error) {
		if err == nil || len(done.added) > 0 {
			then()
		}
		if err != nil && (len(done.added) > 0 || !wrong(err)) {
			c.seat.Fail(err)
		}
		if c.id != id || len(done.added) == 0 {
			return
		}
		var names, hashes []string
		for _, a := range done.added {
			names, hashes = append(names, a.Name), append(hashes, a.SHA256)
		}
		c.now.Case = done.Case
		c.files.offer(done.Attachments)
		c.files.tick(append(c.files.ticked(), hashes...))
		c.left.Refresh()
		c.seat.Notify(c.seat.Words.Count("ticket.files.added", len(names), "names", strings.Join(names, ", ")))
	})
}

// picture finds the picture that a line of the text names.
func (c *Composer) picture(name string) (path string, ok bool) {
	for _, a := range slices.Backward(c.now.Attachments) {
		if a.Name == name && a.IsPicture() {
			return c.seat.Desk.AttachmentPath(a), true
		}
	}
	return "", false
}
