package shell

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/ui"
)

// working is the part of the status line that says what long work is under way
// and how far it is, and stops it. Of several the last begun is shown.
type working struct {
	seat    *ui.Seat
	OnShown func() // it came or went: there is more or less room

	content *fyne.Container
	text    *ui.Text
	bar     *fyne.Container
	level   *level
	stop    *ui.Button
	jobs    []*ui.Job
}

// quick is how long work may take without a word: what is over in the blink of
// an eye would only flicker.
const quick = 300 * time.Millisecond

func newWorking(seat *ui.Seat) *working {
	w := &working{seat: seat, text: ui.NewCaption(""), level: &level{}}
	w.stop = ui.NewQuiet(seat.Words.Say("shell.stop"), nil, func() { w.cancel() })
	w.stop.Slim = true
	size := fyne.NewSize(6*theme.TextSize(), 4)
	w.bar = container.NewGridWrap(size, container.New(w.level, ui.NewFill(ui.Line), ui.NewFill(ui.Accent)))
	w.content = ui.Row(8, w.text, container.NewCenter(w.bar), w.stop)
	w.content.Hide()
	return w
}

// show follows a job: it begins, gets on, or is over.
func (w *working) show(j *ui.Job) {
	known := slices.Contains(w.jobs, j)
	switch {
	case j.Over:
		w.jobs = slices.DeleteFunc(w.jobs, func(o *ui.Job) bool { return o == j })
	case !known:
		w.jobs = append(w.jobs, j)
		time.AfterFunc(quick, func() { w.seat.Do(w.write) })
		return
	}
	if w.content.Visible() && (j.Over || j == w.jobs[len(w.jobs)-1]) {
		w.write()
	}
}

// write shows the last job, or nothing.
func (w *working) write() {
	if len(w.jobs) == 0 {
		if w.content.Visible() {
			focused := w.seat.Window.Canvas().Focused() == w.stop
			w.content.Hide()
			w.OnShown()
			if focused {
				w.seat.Window.Canvas().Unfocus()
			}
		}
		return
	}
	j := w.jobs[len(w.jobs)-1]
	text := j.Name + " …"
	w.bar.Hidden = j.Total == 0
	if j.Total > 0 {
		w.level.part = float32(j.Done) / float32(j.Total)
		text = w.seat.Words.Say("shell.progress", "what", j.Name, "percent", w.seat.Words.Number(100*j.Done/j.Total))
	}
	if w.content.Visible() && w.text.Text == text { // every frame costs whoever types meanwhile
		return
	}
	w.text.Set(text, ui.Accent)
	w.content.Show()
	w.content.Refresh()
	w.OnShown()
}

// busy says whether long work is under way.
func (w *working) busy() bool { return len(w.jobs) > 0 }

// cancel stops the job shown, and says whether there was one.
func (w *working) cancel() bool {
	if len(w.jobs) == 0 {
		return false
	}
	w.jobs[len(w.jobs)-1].Cancel()
	return true
}

// level lays the second of two over a part of the first.
type level struct{ part float32 }

// MinSize is none: whoever holds it gives the size.
func (*level) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout fills the part that is done.
func (l *level) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	objects[1].Resize(fyne.NewSize(size.Width*min(l.part, 1), size.Height))
}
