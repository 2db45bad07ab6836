package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/data/words"
)

// CallTimer shows how long a call takes and since when. It counts by the clock,
// not by its ticks, so a window that was asleep is right again at once.
type CallTimer struct {
	widget.BaseWidget
	OnChanged func() // started, stopped or set: for the draft

	do    func(func())
	words *words.Printer
	now   func() time.Time

	started time.Time     // when the call began; zero: not yet
	before  time.Duration // counted before the last start
	since   time.Time     // the last start; zero: stopped
	stop    chan struct{} // ends the ticking; nil: not ticking
	asleep  bool

	clock *Text
	from  *Text
	pause *Button
}

// NewCallTimer makes a timer that stands still. do and now are the seat's Do and
// the desk's Now.
func NewCallTimer(do func(func()), p *words.Printer, now func() time.Time) *CallTimer {
	t := &CallTimer{do: do, words: p, now: now}
	t.clock = &Text{SizeName: theme.SizeNameSubHeadingText, Bold: true}
	t.clock.ExtendBaseWidget(t.clock)
	t.from = NewCaption("")
	t.pause = NewQuiet("", theme.MediaPauseIcon(), t.Toggle)
	t.ExtendBaseWidget(t)
	t.show()
	return t
}

// Start begins or goes on counting.
func (t *CallTimer) Start() {
	if t.Running() {
		return
	}
	t.since = t.now()
	if t.started.IsZero() {
		t.started = t.since
	}
	t.changed()
}

// Stop pauses counting.
func (t *CallTimer) Stop() {
	if t.Running() {
		t.before += t.now().Sub(t.since)
		t.since = time.Time{}
		t.changed()
	}
}

// Toggle pauses, or goes on.
func (t *CallTimer) Toggle() {
	if t.Running() {
		t.Stop()
	} else {
		t.Start()
	}
}

// Reset stands still at nothing.
func (t *CallTimer) Reset() { t.Set(time.Time{}, 0, false) }

// Set takes up what a draft kept.
func (t *CallTimer) Set(started time.Time, seconds int, running bool) {
	t.started, t.before, t.since = started, time.Duration(seconds)*time.Second, time.Time{}
	if running {
		t.since = t.now()
	}
	t.changed()
}

// Running says whether it counts.
func (t *CallTimer) Running() bool { return !t.since.IsZero() }

// StartedAt is when the call began, zero if it has not.
func (t *CallTimer) StartedAt() time.Time { return t.started }

// Elapsed is how long the call took so far, in whole seconds.
func (t *CallTimer) Elapsed() int {
	d := t.before
	if t.Running() {
		d += t.now().Sub(t.since)
	}
	return max(int(d/time.Second), 0)
}

// Sleep stops the display, not the counting: for a room's Leave.
func (t *CallTimer) Sleep() { t.asleep = true; t.tick() }

// Wake shows the time again: for a room's Enter.
func (t *CallTimer) Wake() { t.asleep = false; t.tick(); t.show() }

func (t *CallTimer) changed() {
	t.tick()
	t.show()
	if t.OnChanged != nil {
		t.OnChanged()
	}
}

// tick has the display brought up to date every second while there is need.
func (t *CallTimer) tick() {
	need := t.Running() && !t.asleep
	switch {
	case need && t.stop == nil:
		stop := make(chan struct{})
		t.stop = stop
		go func() {
			beat := time.NewTicker(time.Second)
			defer beat.Stop()
			for {
				select {
				case <-stop:
					return
				case <-beat.C:
					t.do(t.show)
				}
			}
		}()
	case !need && t.stop != nil:
		close(t.stop)
		t.stop = nil
	}
}

func (t *CallTimer) show() {
	s := t.Elapsed()
	ink := Muted
	if t.Running() {
		ink = Accent
	}
	text := fmt.Sprintf("%02d:%02d", s/60, s%60)
	if s >= 3600 {
		text = fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	t.clock.Set(text, ink)
	if t.words == nil {
		return
	}
	from, button, icon := "", t.words.Say("ui.timer.start"), theme.MediaPlayIcon()
	if !t.started.IsZero() {
		from = t.words.Say("ui.timer.since", "time", t.words.Time(t.started))
		button = t.words.Say("ui.timer.resume")
	}
	if t.Running() {
		button, icon = t.words.Say("ui.timer.pause"), theme.MediaPauseIcon()
	}
	t.from.SetText(from)
	if t.pause.Text != button {
		t.pause.Icon = icon
		t.pause.SetText(button)
	}
}

// AccessibilityLabel is the time.
func (t *CallTimer) AccessibilityLabel() string { return t.clock.Text + " " + t.from.Text }

// AccessibilityRole is a container's.
func (t *CallTimer) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer draws the timer.
func (t *CallTimer) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewHBox(t.clock, t.from, t.pause))
}
