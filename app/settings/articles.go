package settings

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"firstline/app/files"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// articleFile is what the name of a file of articles ends in.
const articleFile = ".jsonl"

// importArticles asks for a file of articles, says what it holds and, if the person agrees,
// takes them into the FAQ manual.
func (r *Room) importArticles() {
	d, p := r.seat.Desk, r.seat.Words
	q := files.Question{Title: r.say("settings.articles.title"), Confirm: r.say("settings.articles.read"), Says: r.say("settings.articles.says")}
	files.Ask(r.seat, q, func(paths []string, done func(), wrong func(error) bool) {
		ui.Try(r.seat, new(ui.Slot), func(ctx context.Context) (desk.ArticleFile, error) {
			f, err := os.Open(paths[0])
			if err != nil {
				return desk.ArticleFile{}, data.Fault("file", "file_unreadable", "name", filepath.Base(paths[0])).Because(err)
			}
			defer f.Close()
			return d.ReadArticles(ctx, f)
		}, func(file desk.ArticleFile, err error) {
			if err != nil {
				if !wrong(err) {
					r.seat.Fail(err)
				}
				return
			}
			done()
			var holds []string
			if file.New > 0 {
				holds = append(holds, p.Count("settings.articles.new", file.New))
			}
			if file.Known > 0 {
				holds = append(holds, p.Count("settings.articles.known", file.Known))
			}
			text := strings.Join(append(holds, r.say("settings.articles.undo")), " ")
			ui.ShowDialog(r.seat.Window, ui.Dialog{Title: filepath.Base(paths[0]), Content: ui.Flush(ui.Paragraph(text)),
				Confirm: r.say("settings.articles.do"), Cancel: r.say("word.cancel"), OnConfirm: func() bool {
					r.takeArticles(file)
					return true
				}})
		})
	})
}

// takeArticles imports what was read. If it is stopped, nothing is changed.
func (r *Room) takeArticles(file desk.ArticleFile) {
	d, p := r.seat.Desk, r.seat.Words
	ui.Work(r.seat, r.say("settings.articles.importing"), func(ctx context.Context, tell func(done, total int)) ([2]int, error) {
		added, changed, err := d.ImportArticles(ctx, file, tell)
		return [2]int{added, changed}, err
	}, func(n [2]int) {
		r.seat.Notify(p.Say("settings.articles.done", "added", p.Count("settings.articles.added", n[0]), "changed", p.Count("settings.articles.changed", n[1])))
	})
}

// exportArticles writes the FAQ manual to a file, as an import reads it.
func (r *Room) exportArticles() {
	d, p := r.seat.Desk, r.seat.Words
	files.Save(r.seat, files.New{Title: r.say("settings.articles.save"), Name: "faq" + articleFile, Says: r.say("settings.articles.says")}, func(path string, done func(), wrong func(error) bool) {
		ui.Try(r.seat, new(ui.Slot), func(ctx context.Context) (n int, err error) {
			in, out := io.Pipe()
			go func() {
				var failed error
				n, failed = d.ExportArticles(ctx, out)
				out.CloseWithError(failed)
			}()
			err = files.Write(path, in)
			in.Close()
			return n, err
		}, func(n int, err error) {
			switch {
			case err == nil:
				done()
				r.seat.Notify(p.Count("settings.articles.saved", n, "path", path))
			case !wrong(err):
				r.seat.Fail(err)
			}
		})
	})
}
