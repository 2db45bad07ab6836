package tour

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

// What was typed half a second ago is there after a kill, and shown again.
func TestADraftOutlivesTheProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("it needs a real window")
	}
	need(t, "Xvfb", "openbox", "xdotool", "import", "setxkbmap")
	binary := build(t, "firstline")
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	home := t.TempDir()
	dir := filepath.Join(home, "desk")
	made, err := desk.Create(ctx, dir, data.Settings{Code: "HAR", Name: "Harbour", Operator: "Ann", Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	env := []string{"HOME=" + home, "FIRSTLINE_NO_KEYRING=1"}
	x := newScreen(t, "us", pictures(t, "kill"))
	p := x.open(binary, env, "--desk", dir)
	x.press("ctrl+n")
	time.Sleep(500 * time.Millisecond)
	x.write("Grace Hill")
	x.press("Return", "Tab", "Tab", "Tab")
	x.write("the scanner hums and then stops")
	time.Sleep(500 * time.Millisecond)
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	p.cmd.Wait()

	d, err := desk.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	body, err := d.Draft(ctx, "intake")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Grace Hill", "the scanner hums and then stops"} {
		if !strings.Contains(body, want) {
			t.Fatalf("the draft lacks %q: %s", want, body)
		}
	}
	x.open(binary, env, "--desk", dir)
	x.press("ctrl+n")
	time.Sleep(800 * time.Millisecond)
	x.shot("restored")
	x.press("ctrl+Return")
	x.until("the ticket from the draft", func() bool {
		k, err := d.Case(ctx, "HAR-1")
		return err == nil && k.Ticket.Subject == "the scanner hums and then stops" && k.Requester.Name == "Grace Hill"
	})
	if left, err := d.Draft(ctx, "intake"); err != nil || left != "" {
		t.Fatalf("the draft is still there: %q %v", left, err)
	}
	if r, err := d.Check(ctx); err != nil || !r.OK {
		t.Errorf("check: %+v %v", r, err)
	}
}
