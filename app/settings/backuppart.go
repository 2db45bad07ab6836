package settings

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/care"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// backupPart is how the desk is kept safe: how often it is backed up, which backups there
// are and what can be done with them; and the exchange of articles with other programs.
type backupPart struct {
	room  *Room
	form  *ui.Form
	every *ui.Entry // days
	list  *ui.List
	there []desk.BackupFile
	hint  fyne.CanvasObject // what Enter does, if there is a backup
	slot  ui.Slot
	whole fyne.CanvasObject
}

func newBackupPart(r *Room) *backupPart {
	p := &backupPart{room: r, every: r.entry()}
	w := r.seat.Words
	p.form = ui.NewForm(w).
		Add("backup_days", w.Field("backup_days"), inColumn(narrow{width: 110}, p.every)).
		Add("", "", ui.Flush(ui.Small(r.say("settings.desk.backups.hint"))))
	p.every.Label = w.Field("backup_days")
	p.list = ui.NewList([]ui.Column{
		{ID: "at", Title: r.say("settings.backups.at"), Width: 150},
		{ID: "name", Title: r.say("settings.backups.name"), Width: 260, Weight: 1},
		{ID: "size", Title: r.say("settings.backups.size"), Width: 80},
	}, nil)
	p.list.MinRows = 5
	p.list.Label = r.say("settings.backups.list")
	p.list.SetEmpty(ui.Empty(r.say("settings.backups.none"), nil))
	p.list.OnOpen = func(i int) { r.putBack(p.there[i].Path) }
	p.hint = ui.Flush(ui.Small(r.say("settings.backups.hint")))
	button := func(key string, do func()) *ui.Button { return ui.NewButton(r.say(key), nil, do) }
	backups := container.New(page.Column{Gap: ui.Px(8)}, p.form, p.list, p.hint, container.New(page.Wrap{},
		button("settings.backups.now", func() { care.Backup(r.seat, p.entered) }),
		button("settings.backups.elsewhere", r.backup),
		button("settings.backups.restore", func() { r.putBack("") }),
		button("action.shell.check", func() { care.Check(r.seat) })))
	articles := container.New(page.Column{Gap: ui.Px(8)}, ui.Flush(ui.Paragraph(r.say("settings.articles.text"))), container.New(page.Wrap{},
		button("settings.articles.import", r.importArticles), button("settings.articles.export", r.exportArticles)))
	p.whole = container.New(page.Column{Gap: ui.Px(8)}, ui.Section(r.say("settings.part.backups"), backups), ui.Section(r.say("settings.articles"), articles))
	return p
}

func (p *backupPart) name() string               { return "backups" }
func (p *backupPart) content() fyne.CanvasObject { return p.whole }
func (p *backupPart) first() fyne.Focusable      { return p.every }
func (p *backupPart) fault(err error) bool       { return p.form.Fault(err) }

// entered lists the backups there are.
func (p *backupPart) entered() {
	d, w := p.room.seat.Desk, p.room.seat.Words
	ui.Load(p.room.seat, &p.slot, func(context.Context) ([]desk.BackupFile, error) { return desk.Backups(d.Dir()) }, func(there []desk.BackupFile) {
		p.there = there
		rows := make(ui.Rows, len(there))
		for i, b := range there {
			rows[i] = []ui.Cell{{Text: w.DateTime(b.At)}, {Text: filepath.Base(b.Path)}, {Text: w.Size(b.Size), Muted: true}}
		}
		p.list.SetSource(rows)
		p.hint.Hide()
		if len(rows) > 0 {
			p.hint.Show()
		}
	})
}

func (p *backupPart) show(s data.Settings) {
	p.every.Put(strconv.Itoa(int(s.BacksUpEvery().Hours() / 24)))
}

func (p *backupPart) read(s *data.Settings) { s.BackupDays = days(p.every.Text) }

// days is a number of days, nil for the usual one. What is not a number becomes one that
// the desk refuses.
func days(text string) *int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		n = -1
	}
	if time.Duration(n)*24*time.Hour == (data.Settings{}).BacksUpEvery() {
		return nil
	}
	return &n
}

// backup writes the desk to a file that the person names.
func (r *Room) backup() { care.BackupAs(r.seat) }

// putBack puts a backup in the place of the desk; path "": it asks which one.
func (r *Room) putBack(path string) {
	switch {
	case r.seat.Replace == nil:
		r.seat.Notify(r.say("settings.backups.cannot"))
	case path == "":
		care.Restore(r.seat)
	default:
		care.RestoreFrom(r.seat, path)
	}
}
