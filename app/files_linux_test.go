package app

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"github.com/godbus/dbus/v5"

	"firstline/app/ui"
)

// fakePortal stands in for the desktop's file dialog: it answers with what it is
// told to.
type fakePortal struct {
	bus     *dbus.Conn
	answers chan []any
	asked   chan map[string]dbus.Variant
	closed  chan bool
}

func (p *fakePortal) SaveFile(from dbus.Sender, parent, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return p.OpenFile(from, parent, title, options)
}

func (p *fakePortal) OpenFile(from dbus.Sender, parent, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	request := dbus.ObjectPath(portalPath + "/request/" + strings.ReplaceAll(strings.TrimPrefix(string(from), ":"), ".", "_") + "/" + options["handle_token"].Value().(string))
	if err := p.bus.Export(p, request, portalRequest); err != nil {
		return "", dbus.MakeFailedError(err)
	}
	p.asked <- options
	go func() { p.bus.Emit(request, portalRequest+".Response", <-p.answers...) }()
	return request, nil
}

// Close is called by whoever asked and wants no answer any more.
func (p *fakePortal) Close() *dbus.Error {
	p.closed <- true
	return nil
}

func TestFilesAreChosenInTheDesktopsDialog(t *testing.T) {
	ownBus(t)
	win := test.NewTempWindow(t, nil)
	ask := func(ctx context.Context) ([]string, bool) {
		return chooser(win)(ui.FileQuestion{Title: "Attach", Confirm: "Attach", Many: true})(ctx)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if paths, ok := ask(ctx); ok || paths != nil || hasChooser() {
		t.Fatalf("a desktop without a dialog answers %v", paths)
	}
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	defer bus.Close()
	p := &fakePortal{bus, make(chan []any, 1), make(chan map[string]dbus.Variant, 9), make(chan bool, 9)}
	if err := bus.Export(p, portalPath, "org.freedesktop.portal.FileChooser"); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(portalName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	uris := map[string]dbus.Variant{"uris": dbus.MakeVariant([]string{"file:///home/ana/C++%20notes%20%C3%B1.txt", "https://example.org/x", "file:///tmp/b.png"})}
	p.answers <- []any{uint32(0), uris}
	if paths, ok := ask(ctx); !ok || !slices.Equal(paths, []string{"/home/ana/C++ notes ñ.txt", "/tmp/b.png"}) {
		t.Errorf("chosen: %v", paths)
	}
	if o := <-p.asked; o["multiple"].Value() != true || o["accept_label"].Value() != "Attach" {
		t.Errorf("it was asked for %v", o)
	}
	if !hasChooser() {
		t.Error("a dialog that runs is not found")
	}
	p.answers <- []any{uint32(0), map[string]dbus.Variant{"uris": dbus.MakeVariant([]string{"file:///home/ana/informe%20%C3%B1.pdf"})}}
	save := chooser(win)(ui.FileQuestion{Title: "Report", Confirm: "Save", New: "/home/ana/MAD-1 ñ.pdf"})
	if paths, ok := save(ctx); !ok || !slices.Equal(paths, []string{"/home/ana/informe ñ.pdf"}) {
		t.Errorf("saved in %v", paths)
	}
	if o := <-p.asked; o["current_name"].Value() != "MAD-1 ñ.pdf" || string(o["current_folder"].Value().([]byte)) != "/home/ana/\x00" || o["multiple"].Value() != nil {
		t.Errorf("it was asked for %v", o)
	}
	p.answers <- []any{uint32(1), map[string]dbus.Variant{}}
	if paths, ok := ask(ctx); !ok || paths != nil {
		t.Errorf("a dialog that was cancelled gives %v", paths)
	}
	<-p.asked
	stopped, stop := context.WithCancel(ctx)
	go func() {
		<-p.asked
		stop()
	}()
	if paths, ok := ask(stopped); !ok || paths != nil {
		t.Errorf("a question taken back gives %v", paths)
	}
	select {
	case <-p.closed:
	case <-ctx.Done():
		t.Error("the dialog stays open")
	}
}
