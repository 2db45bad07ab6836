package app

import (
	"bufio"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// desktop stands in for the desktop that shows notices.
type fakeDesktop struct{ asked chan []any }

func (d fakeDesktop) Notify(name string, replaces uint32, icon, title, text string, actions []string, hints map[string]dbus.Variant, wait int32) (uint32, *dbus.Error) {
	d.asked <- []any{title, text, actions}
	return 7, nil
}

// ownBus gives the test a session bus of its own.
func ownBus(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Skip("no desktop without dbus-daemon (make test installs it)")
	}
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address")
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { daemon.Process.Kill(); daemon.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
}

func TestNoticeOpensWhatItIsAbout(t *testing.T) {
	ownBus(t)
	var n notices
	n.show("nobody", "hears it", "Open", func() {}) // a desktop without notices
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	defer bus.Close()
	d := fakeDesktop{asked: make(chan []any, 1)}
	if err := bus.Export(d, noticePath, noticeName); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(noticeName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	opened := make(chan bool, 9)
	n.show("New mail on MAD-7", "Printer", "Open", func() { opened <- true })
	select {
	case got := <-d.asked:
		if got[0] != "New mail on MAD-7" || got[1] != "Printer" || len(got[2].([]string)) != 2 {
			t.Errorf("the desktop was asked for %v", got)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the desktop was not asked")
	}
	for _, what := range []struct {
		id   uint32
		name string
	}{{8, ".ActionInvoked"}, {7, ".ActionInvoked"}, {7, ".NotificationClosed"}, {7, ".ActionInvoked"}} {
		var body any = "default"
		if what.name == ".NotificationClosed" {
			body = uint32(1)
		}
		if err := bus.Emit(noticePath, noticeName+what.name, what.id, body); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-opened:
	case <-time.After(10 * time.Second):
		t.Fatal("a click opens nothing")
	}
	select {
	case <-opened:
		t.Error("another's click opens it, or one after it was closed")
	case <-time.After(300 * time.Millisecond):
	}
}
