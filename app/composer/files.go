package composer

import (
	"slices"

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
