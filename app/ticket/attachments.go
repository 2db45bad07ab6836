package ticket

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/editor"
	"firstline/app/faq/page"
	"firstline/app/files"
	"firstline/app/ui"
	"firstline/data"
)

// strip shows the ticket's files side by side. It is one stop for Tab: Left and
// Right go from file to file, Return opens one, Del takes it off the ticket.
type strip struct {
	room    *Room
	content fyne.CanvasObject
	title   *ui.Text
	head    *fyne.Container // the title, and how more come
	tiles   *tiles
	empty   *fyne.Container
	body    *fyne.Container
	add     *ui.Button
	entries []data.Activity // the timeline's entries with a file, newest first
}

func newStrip(r *Room) *strip {
	s := &strip{room: r, title: bold(""), empty: container.NewStack(note(r.say("ticket.files.empty", "key", action.KeyName(r.seat.Words, "ticket.paste", "Ctrl+Shift+V"))))}
	s.tiles = newTiles(r.say("word.attachments"))
	s.tiles.OnOpen = func(i int) { r.open(*s.entries[i].Attachment) }
	s.tiles.OnDelete = func(i int) {
		if a := s.entries[i]; a.By == r.seat.Desk.Settings().Operator {
			r.withdraw(a)
		} else {
			r.seat.Notify(r.say("ticket.files.notyours", "name", a.By))
		}
	}
	s.tiles.OnMenu = func(i int) { r.entryMenu(s.entries[i]) }
	s.add = ui.NewQuiet(r.say("ticket.files.add"), theme.ContentAddIcon(), r.attach).Hinting(hint(r, "ticket.attach", "Ctrl+O"))
	paste := ui.NewQuiet(r.say("word.paste"), theme.ContentPasteIcon(), r.paste).Hinting(hint(r, "ticket.paste", "Ctrl+Shift+V"))
	s.title.Cut = false
	buttons := container.NewHBox(s.add, paste)
	s.head = container.New(page.Wrap{}, container.New(highAs{buttons}, s.title), buttons) // below, where there is no room beside it
	s.body = container.NewStack(s.empty)
	s.content = ui.Air(0, 6, 10, 4,
		ui.Pile(3, ui.NewRule(), s.head, s.body))
	return s
}

// highAs gives one thing the height of another it stands beside.
type highAs struct{ other fyne.CanvasObject }

// MinSize is its own width and the other's height.
func (h highAs) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, h.other.MinSize().Height)
}

// Layout fills what there is.
func (highAs) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

// note is a small muted paragraph.
func note(text string) *ui.Passage { return small(text, ui.Muted) }

// small is a small paragraph in a colour of the theme.
func small(text string, ink fyne.ThemeColorName) *ui.Passage {
	return ui.NewPassage(text, ink, theme.SizeNameCaptionText)
}

func (s *strip) show(k known) {
	var entries []data.Activity
	same := true
	for i := len(k.Timeline) - 1; i >= 0; i-- {
		if a := k.Timeline[i]; a.Attachment != nil {
			same = same && len(entries) < len(s.entries) && s.entries[len(entries)].ID == a.ID
			entries = append(entries, a)
		}
	}
	if title := s.room.seat.Words.Count("ticket.files", len(entries)); s.title.Text != title {
		s.title.SetText(title)
		s.head.Refresh()
	}
	enable(s.add, k.Ticket.ID != "")
	if same && len(entries) == len(s.entries) {
		return
	}
	s.entries = entries
	stills := make([]*still, len(entries))
	for i, a := range entries {
		stills[i] = newStill(s.room.seat, *a.Attachment, func() { s.room.open(*a.Attachment) })
	}
	s.tiles.set(stills)
	s.body.Objects = []fyne.CanvasObject{s.tiles}
	if len(entries) == 0 {
		s.body.Objects = []fyne.CanvasObject{s.empty}
	}
	s.content.Refresh()
}

// attach asks for files and attaches them.
func (r *Room) attach() {
	if !r.loaded() {
		return
	}
	id := r.id
	q := files.Question{Title: r.say("ticket.attach.title"), Confirm: r.say("ticket.attach.do"), Says: r.say("ticket.attach.says"), Many: true}
	files.Ask(r.seat, q, func(paths []string, done func(), wrong func(error) bool) {
		if r.id == id {
			r.attachFiles(paths, done, wrong)
		}
	})
}

// Dropped attaches the files dropped onto the window.
func (r *Room) Dropped(paths []string) {
	if r.loaded() && len(paths) > 0 {
		r.attachFiles(paths, nil, nil)
	}
}

// attachFiles attaches files one after the other. What cannot be attached keeps
// nothing else from it.
func (r *Room) attachFiles(paths []string, then func(), wrong func(error) bool) {
	id, d := r.id, r.seat.Desk
	if len(paths) > 1 {
		r.seat.Notify(r.seat.Words.Count("ticket.files.adding", len(paths)))
	}
	r.attachBy(func(ctx context.Context) ([]data.Attachment, error) { return d.AttachFiles(ctx, string(id), paths) }, r.writing(), then, wrong)
}

// writing is the editor of the note if one is writing it.
func (r *Room) writing() *editor.Editor {
	if r.note.text.HasFocus() {
		return r.note.text
	}
	return nil
}

// attachBy names what was attached in the editor, nil for none, and then goes on. What
// could not be attached is told: by wrong, if that is all and it can.
func (r *Room) attachBy(attach func(context.Context) ([]data.Attachment, error), into *editor.Editor, then func(), wrong func(error) bool) {
	id := r.id
	ui.Try(r.seat, new(ui.Slot), attach, func(files []data.Attachment, err error) {
		if err != nil && (len(files) > 0 || wrong == nil || !wrong(err)) {
			r.seat.Fail(err)
		}
		if len(files) == 0 {
			return
		}
		if then != nil {
			then()
		}
		if into != nil && id == r.id {
			nameIn(into, files)
		}
		r.attached(files)
	})
}

func (r *Room) attached(files []data.Attachment) {
	names := make([]string, len(files))
	for i, a := range files {
		names[i] = a.Name
	}
	r.timeline.column.AtEnd = true
	r.seat.Notify(r.seat.Words.Count("ticket.files.added", len(names), "names", strings.Join(names, ", ")))
}

// paste attaches what is in the clipboard: the files it names, or the picture in
// it. Who is writing the note gets it there.
func (r *Room) paste() { r.pasteInto(r.writing()) }

// pasteInto is paste with the editor that what was attached is named in, nil for
// none.
func (r *Room) pasteInto(into *editor.Editor) {
	if !r.loaded() {
		return
	}
	id, d := r.id, r.seat.Desk
	copied, name := fyne.CurrentApp().Clipboard().Content(), files.PastedName(r.seat)
	r.seat.Notify(r.say("ticket.paste.reading"))
	r.attachBy(func(ctx context.Context) ([]data.Attachment, error) { return files.Paste(ctx, d, id, copied, name) }, into, nil,
		func(err error) bool { return files.NothingPasted(r.seat, copied, err) })
}

// nameIn names files where one is writing: pictures on lines of their own.
func nameIn(into *editor.Editor, files []data.Attachment) {
	for _, a := range files {
		if a.IsPicture() {
			into.InsertPicture(a.Name)
		} else {
			into.Insert(editor.AttachedFile(a.Name))
		}
	}
}

// attachText attaches a text that is too long for where it was pasted, and names
// it there.
func (r *Room) attachText(text string, from *editor.Editor) {
	id, d := r.id, r.seat.Desk
	name := r.say("ticket.files.textname", "at", d.Now().Local().Format("2006-01-02-150405")) + ".txt"
	act(r, func(ctx context.Context) (data.Attachment, error) {
		return d.Attach(ctx, string(id), name, strings.NewReader(text))
	}, func(a data.Attachment) {
		if id == r.id {
			link := editor.AttachedFile(a.Name)
			if strings.HasSuffix(text, "\n") {
				link += "\n" // one goes on writing on the next line, as one did
			}
			from.Insert(link)
		}
		r.attached([]data.Attachment{a})
	}, nil)
}

// withdraw takes an entry out of the timeline; undo brings it back.
func (r *Room) withdraw(a data.Activity) {
	id, d := r.id, r.seat.Desk
	act(r, func(ctx context.Context) (bool, error) { return true, d.WithdrawNote(ctx, string(id), a.ID) }, func(bool) {
		what := r.seat.Words.Choice("activity", string(a.Kind))
		if a.Attachment != nil {
			what = filepath.Base(a.Attachment.Name)
		}
		r.seat.Notify(r.say("ticket.entry.withdrawn", "what", what))
	}, nil)
}
