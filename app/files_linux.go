package app

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/godbus/dbus/v5"

	"firstline/app/ui"
)

// The desktop's own file dialog (freedesktop.org, XDG Desktop Portal,
// FileChooser). It is spoken to directly: the library that Fyne brings along
// takes a "+" in a name for a blank.
const (
	portalName    = "org.freedesktop.portal.Desktop"
	portalPath    = "/org/freedesktop/portal/desktop"
	portalRequest = "org.freedesktop.portal.Request"
)

// portalPatience is how long the desktop may take to begin.
const portalPatience = 5 * time.Second

// hasChooser says whether the desktop has file dialogs of its own, running or to
// be started.
func hasChooser() bool {
	if !hasBus() {
		return false
	}
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		return false
	}
	defer bus.Close()
	ctx, cancel := context.WithTimeout(context.Background(), portalPatience)
	defer cancel()
	for _, list := range []string{"ListNames", "ListActivatableNames"} {
		var names []string
		if bus.BusObject().CallWithContext(ctx, "org.freedesktop.DBus."+list, 0).Store(&names) == nil && slices.Contains(names, portalName) {
			return true
		}
	}
	return false
}

// chooser asks for files in the desktop's own dialog, over a window.
func chooser(win fyne.Window) ui.Chooser {
	return func(q ui.FileQuestion) func(ctx context.Context) ([]string, bool) {
		parent := ""
		if native, ok := win.(driver.NativeWindow); ok {
			native.RunNative(func(of any) {
				if x, ok := of.(driver.X11WindowContext); ok {
					parent = fmt.Sprintf("x11:%x", x.WindowHandle)
				}
			})
		}
		return func(ctx context.Context) ([]string, bool) {
			if !hasBus() {
				return nil, false
			}
			bus, err := dbus.ConnectSessionBus()
			if err != nil {
				return nil, false
			}
			defer bus.Close()
			return askPortal(ctx, bus, parent, q)
		}
	}
}

// askPortal asks and waits for the answer; false if the desktop has no such
// dialog.
func askPortal(ctx context.Context, bus *dbus.Conn, parent string, q ui.FileQuestion) ([]string, bool) {
	const token = "firstline"
	sender := strings.ReplaceAll(strings.TrimPrefix(bus.Names()[0], ":"), ".", "_")
	request := dbus.ObjectPath(portalPath + "/request/" + sender + "/" + token)
	answers := make(chan *dbus.Signal, 1)
	bus.Signal(answers)
	if err := bus.AddMatchSignal(dbus.WithMatchObjectPath(request), dbus.WithMatchInterface(portalRequest)); err != nil {
		return nil, false
	}
	begin, cancel := context.WithTimeout(ctx, portalPatience)
	defer cancel()
	method, options := "OpenFile", map[string]dbus.Variant{"handle_token": dbus.MakeVariant(token), "accept_label": dbus.MakeVariant(q.Confirm)}
	if q.New == "" {
		options["multiple"] = dbus.MakeVariant(q.Many)
	} else {
		folder, name := filepath.Split(q.New)
		method = "SaveFile"
		options["current_name"] = dbus.MakeVariant(name)
		options["current_folder"] = dbus.MakeVariant(append([]byte(folder), 0)) // bytes, ended by a zero
	}
	err := bus.Object(portalName, portalPath).CallWithContext(begin, "org.freedesktop.portal.FileChooser."+method, 0, parent, q.Title, options).Err
	if err != nil && ctx.Err() == nil {
		return nil, false
	}
	for {
		select {
		case <-ctx.Done(): // nobody waits for the answer any more
			end, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			bus.Object(portalName, request).CallWithContext(end, portalRequest+".Close", 0)
			return nil, true
		case s, open := <-answers:
			if !open {
				return nil, true
			}
			if s.Path == request && s.Name == portalRequest+".Response" {
				return chosen(s.Body), true
			}
		}
	}
}

// chosen are the paths in an answer; none if it was cancelled.
func chosen(body []any) []string {
	var code uint32
	var results map[string]dbus.Variant
	var uris, paths []string
	if dbus.Store(body, &code, &results) != nil || code != 0 || results["uris"].Store(&uris) != nil {
		return nil
	}
	for _, text := range uris {
		if u, err := url.Parse(text); err == nil && u.Scheme == "file" {
			paths = append(paths, u.Path)
		}
	}
	return paths
}
