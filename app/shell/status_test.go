package shell

import (
	"context"
	"strings"
	"testing"
)

// A notice must be read beside whatever a desk is called.
func TestLongNamesLeaveRoomForNotices(t *testing.T) {
	h := build(t, "es")
	s := h.seat.Desk.Settings()
	s.Name, s.Operator = strings.Repeat("Ayuntamiento ", 9), "Begoña"
	if err := h.seat.Desk.SaveSettings(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	h.Wait(func() bool { return h.status.desk.Text == "Ayuntamiento Ayuntamiento Ayunt… · Begoña" })
}
