package shell

import "testing"

func TestKeysMakeTheTextLargerAndSmaller(t *testing.T) {
	h := build(t, "en")
	for _, c := range []struct {
		key     string
		percent int
	}{{"Ctrl+Plus", 110}, {"Ctrl+Plus", 125}, {"Ctrl+-", 110}, {"Ctrl+0", 100}} {
		h.key(t, c.key)
		h.Wait(func() bool { return h.seat.Desk.Settings().TextPercent() == c.percent })
	}
	h.Wait(func() bool { return h.status.notice.Text == "Text at 100 %" })
}
