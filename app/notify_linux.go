package app

import (
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"fyne.io/fyne/v2"
	"github.com/godbus/dbus/v5"
)

// The desktop's own notices (freedesktop.org, Desktop Notifications 1.2). Fyne
// sends them, too, but hears no click.
const (
	noticeName = "org.freedesktop.Notifications"
	noticePath = "/org/freedesktop/Notifications"
)

// notices shows notices of the desktop and hears when one is clicked.
type notices struct {
	mu   sync.Mutex
	bus  *dbus.Conn
	open map[uint32]func()
}

// hasBus says whether the desktop can be spoken to. Without asking first, the
// library would try to start a bus of its own.
func hasBus() bool {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") != "" {
		return true
	}
	_, err := os.Stat(filepath.Join("/run/user", strconv.Itoa(os.Getuid()), "bus"))
	return err == nil
}

// connect meets the bus and listens for clicks.
func (n *notices) connect() error {
	if n.bus != nil && n.bus.Connected() {
		return nil
	}
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		return err
	}
	if err := bus.AddMatchSignal(dbus.WithMatchInterface(noticeName)); err != nil {
		bus.Close()
		return err
	}
	n.bus, n.open = bus, map[uint32]func(){}
	signals := make(chan *dbus.Signal, 16)
	bus.Signal(signals)
	go n.hear(signals)
	return nil
}

func (n *notices) hear(signals <-chan *dbus.Signal) {
	for s := range signals {
		if len(s.Body) < 2 {
			continue
		}
		id, ok := s.Body[0].(uint32)
		if !ok {
			continue
		}
		n.mu.Lock()
		open := n.open[id]
		if s.Name == noticeName+".NotificationClosed" {
			delete(n.open, id)
		}
		n.mu.Unlock()
		if open != nil && s.Name == noticeName+".ActionInvoked" {
			open()
		}
	}
}

// show shows a notice; open is called, on a goroutine of its own, when it is
// clicked. Where there is no desktop to show it, nothing happens.
func (n *notices) show(title, text, button string, open func()) {
	if !hasBus() {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.connect(); err != nil {
		fyne.LogError("reach the desktop", err)
		return
	}
	hints := map[string]dbus.Variant{"desktop-entry": dbus.MakeVariant(id)}
	var number uint32
	err := n.bus.Object(noticeName, noticePath).Call(noticeName+".Notify", 0, "Firstline", uint32(0), id, title, text,
		[]string{"default", button}, hints, int32(-1)).Store(&number)
	if err != nil {
		return // a desktop without notices
	}
	n.open[number] = open
}
