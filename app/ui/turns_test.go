package ui_test

import (
	"strings"
	"testing"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
)

// What is done in turns lets others come between, is told once when all of it is
// done, and ends where another load begins.
func TestTurnsLetOthersBetween(t *testing.T) {
	s := seattest.Window(t, "en")
	var done []string
	say := func(what string) func() { return func() { done = append(done, what) } }
	s.Arrived = say("arrived")
	slot := new(ui.Slot)
	ui.InTurns(s.Seat, slot, func() { say("one")(); s.Do(say("another")) }, say("two"), say("three"))
	s.Drain()
	if got := strings.Join(done, " "); got != "one another two three arrived" {
		t.Errorf("done: %s", got)
	}
	if !ui.Idle() {
		t.Error("it is still said to be under way")
	}
	done = nil
	ui.InTurns(s.Seat, slot, say("one"), slot.Stop, say("three"))
	s.Drain()
	if got := strings.Join(done, " "); got != "one" || !ui.Idle() {
		t.Errorf("done of what was overtaken: %s", got)
	}
}
