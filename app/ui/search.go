package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// searchPause is how long typing must rest before a search is made: below the
// pause between two words, above that between two letters.
const searchPause = 160 * time.Millisecond

// SearchBox asks OnQuery when typing rests. Escape empties it, and leaves it
// when it is empty; Down (OnDown) moves into the list below; Return asks at once
// and then does OnEnter.
type SearchBox struct {
	Entry
	OnQuery func(query string)

	do    func(func())
	pause *time.Timer
	asked string
}

// NewSearchBox makes an empty box; do is the seat's Do.
func NewSearchBox(do func(func()), placeholder string, query func(string)) *SearchBox {
	s := &SearchBox{OnQuery: query, do: do}
	s.init(placeholder)
	s.Icon = theme.SearchIcon()
	s.OnChanged = s.changed
	s.ExtendBaseWidget(s)
	return s
}

// SetQuery fills the box and asks at once.
func (s *SearchBox) SetQuery(query string) {
	s.SetText(query)
	s.ask()
}

func (s *SearchBox) changed(string) {
	if s.pause != nil {
		s.pause.Stop()
	}
	s.pause = time.AfterFunc(searchPause, func() { s.do(s.ask) })
}

// ask tells OnQuery what is in the box, unless it was told already.
func (s *SearchBox) ask() {
	if s.pause != nil {
		s.pause.Stop()
		s.pause = nil
	}
	if s.Text != s.asked {
		s.asked = s.Text
		if s.OnQuery != nil {
			s.OnQuery(s.Text)
		}
	}
}

// TypedKey types, empties, asks or leaves.
func (s *SearchBox) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case ev.Name == fyne.KeyEscape && s.Text != "":
		s.SetText("")
		s.ask()
		return
	case isReturn(ev.Name), ev.Name == fyne.KeyDown:
		s.ask()
	}
	s.typedKey(s, ev)
}

// TypedShortcut runs the shortcuts of text, and Ctrl+Return.
func (s *SearchBox) TypedShortcut(sc fyne.Shortcut) { s.typedShortcut(s, sc) }
