package app

import (
	"context"
	"time"

	"firstline/app/ui"
	"firstline/data/desk"
)

// opened is a desk that was opened, or why not.
type opened struct {
	desk *desk.Desk
	err  error
}

func open(dir string) opened {
	d, err := desk.Open(context.Background(), dir)
	return opened{d, err}
}

// readAhead reads what the window begins with while that is being made, one after
// the other: more at once would keep it waiting where there are two processors.
func (p *program) readAhead() {
	p.fonts = make(chan struct{})
	go func() {
		p.system()
		ui.ReadFonts()
		close(p.fonts)
		switch {
		case p.barred != nil:
			p.opening <- opened{err: p.barred}
		case p.opening != nil:
			p.opening <- open(p.dir)
		}
	}()
}

// openHeadStart is how long the window waits for the desk: most are open before
// it is made. One from an earlier version is brought up to date first, which with
// very many tickets takes minutes.
const openHeadStart = 500 * time.Millisecond

// headStart is how long the first frame may wait for the first tickets.
const headStart = 30 * time.Millisecond

// fill shows the desk in the window, or what makes one.
func (p *program) fill() {
	plainPictures(p.win)
	<-p.fonts
	p.words = p.system()
	p.makeTray()
	if p.opening != nil {
		p.await()
	} else {
		p.welcome()
	}
	p.loop.runUntil(func() bool { return p.shell == nil || p.shell.Ready() }, headStart)
}

// await receives the desk when it is open, and shows a page in its place where
// that takes longer.
func (p *program) await() {
	select {
	case o := <-p.opening:
		p.receive(o.desk, o.err)
	case <-time.After(openHeadStart):
		p.wait(p.words.Say("shell.opening"), p.words.Say("shell.opening.text"))
		go func() {
			o := <-p.opening
			p.loop.do(func() { p.receive(o.desk, o.err) })
		}()
	}
}
