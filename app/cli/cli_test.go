package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"firstline/app/cli"
)

// The test program is the program itself when it is told so, so that tests can
// start, kill and restart it.
func TestMain(m *testing.M) {
	switch os.Getenv("FIRSTLINE_TEST") {
	case "command":
		code, _ := cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
		os.Exit(code)
	case "writer":
		writeUntilKilled(os.Args[1])
	}
	os.Setenv("FIRSTLINE_NO_KEYRING", "1")
	os.Setenv("LC_ALL", "en_GB.UTF-8")
	os.Exit(m.Run())
}

// told is how a command went.
type told struct {
	code     int
	out, err string
}

func tell(in string, args ...string) told {
	var out, errs bytes.Buffer
	code, _ := cli.Main(args, strings.NewReader(in), &out, &errs)
	return told{code, out.String(), errs.String()}
}

// does runs a command that must succeed and reads its JSON.
func does(t testing.TB, into any, in string, args ...string) {
	t.Helper()
	got := tell(in, append(args, "--json")...)
	if got.code != 0 {
		t.Fatalf("%v: exit %d: %s", args, got.code, got.err)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal([]byte(got.out), into); err != nil {
		t.Fatalf("%v printed %q: %v", args, got.out, err)
	}
}

func newDesk(t testing.TB, lang string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "desk")
	does(t, nil, "", "init", "--desk", dir, "--code", "mad", "--name", "Madrid desk", "--operator", "ana", "--language", lang)
	return dir
}

type shownTicket struct {
	Number    string
	Subject   string
	Status    string
	Priority  string
	Requester struct{ Name string }
	Timeline  []struct {
		Kind, Text, By string
		Internal       bool
	}
	Escalations []struct{ State, To string }
	Attachments []struct{ Name string }
}

func TestExitCodesAndWhereThingsArePrinted(t *testing.T) {
	dir := newDesk(t, "en")
	does(t, nil, "", "intake", "--desk", dir, "--name", "Lucía", "--subject", "Printer offline")
	readOnly := newDesk(t, "en")
	if err := os.Chmod(readOnly, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(readOnly, 0o700) })
	wrong := t.TempDir()
	if err := os.WriteFile(filepath.Join(wrong, "desk.db"), bytes.Repeat([]byte("no database at all "), 400), 0o600); err != nil {
		t.Fatal(err)
	}
	huge := filepath.Join(t.TempDir(), "huge.iso")
	if f, err := os.Create(huge); err != nil || f.Truncate(100<<20) != nil || f.Close() != nil {
		t.Fatal("can't make a large file")
	}
	secret := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(secret, []byte("x"), 0o000); err != nil {
		t.Fatal(err)
	}
	for _, try := range []struct {
		args string
		code int
		says string
	}{
		{"list --desk " + dir, 0, ""},
		{"help", 0, ""},
		{"help faq add", 0, ""},
		{"help nothing", 2, "nothing"},
		{"list --help", 0, ""},
		{"faq --help", 0, ""},
		{"nothing --help", 2, "nothing"},
		{"nonsense", 2, "no command"},
		{"faq nonsense --desk " + dir, 2, "no command"},
		{"show --desk " + dir, 2, "arguments"},
		{"list --bogus --desk " + dir, 2, "bogus"},
		{"list --desk", 2, "--desk"},
		{"list --limit -3 --desk " + dir, 2, "-3"},
		{"search x --limit -3 --desk " + dir, 2, "-3"},
		{"note MAD-1 --internal --public --text x --desk " + dir, 2, "either"},
		{"faq search nothing --desk " + dir, 0, ""},
		{"contact show nobody --desk " + dir, 1, "no contact"},
		{"intake --name= --subject x --desk " + dir, 1, "missing"},
		{"intake --name x --subject= --desk " + dir, 1, "missing"},
		{"intake --name x --subject y --email not-an-address --desk " + dir, 1, "not-an-address"},
		{"settings set theme pink --desk " + dir, 1, "Light, Dark"},
		{"settings set mail.ca " + secret + " --desk " + dir, 1, "CERTIFICATE"},
		{"mail read " + dir, 1, "folder"},
		{"faq import " + dir + " --desk " + dir, 1, "folder"},
		{"backup " + dir + " --desk " + dir, 1, "folder"},
		{"outbox send --desk " + dir, 1, "account"},
		{"list --desk " + secret, 1, "no desk"},
		{"init --code MAD --name x --desk " + secret, 1, "already exists"},
		{"set MAD-1 colour red --desk " + dir, 1, "colour"},
		{"show MAD-99 --desk " + dir, 1, "MAD-99"},
		{"attach MAD-1 /no/such/file --desk " + dir, 1, "/no/such/file"},
		{"attach MAD-1 " + huge + " --desk " + dir, 1, "huge.iso"},
		{"attach MAD-1 " + dir + " --desk " + dir, 1, "folder"},
		{"escalate MAD-1 --to nobody --question why? --desk " + dir, 1, "nobody"},
		{"escalate MAD-1 --to a@b.example --question why? --desk " + dir, 1, "account"},
		{"list --desk " + wrong, 1, wrong},
		{"list --desk " + filepath.Join(dir, "nothing"), 1, "nothing"},
		{"report MAD-1 -o /no/such/folder/x.pdf --desk " + dir, 1, "/no/such/folder"},
		{"faq import /no/such/file --desk " + dir, 1, "/no/such/file"},
		{"undo --desk " + newDesk(t, "en"), 1, "othing"},
	} {
		got := tell("", strings.Fields(try.args)...)
		if got.code != try.code {
			t.Errorf("%s: exit %d, want %d (%s)", try.args, got.code, try.code, got.err)
		}
		if try.code == 0 && (got.err != "" || got.out == "") || try.code != 0 && (got.out != "" || !strings.Contains(got.err, try.says)) {
			t.Errorf("%s: out %q, err %q", try.args, got.out, got.err)
		}
		if strings.Contains(got.err, "⟦") {
			t.Errorf("%s: a word is missing: %s", try.args, got.err)
		}
	}
	if os.Geteuid() != 0 { // root reads and writes everything
		if got := tell("", "list", "--desk", readOnly); got.code != 1 || !strings.Contains(got.err, readOnly) {
			t.Errorf("read-only desk: %d %s", got.code, got.err)
		}
		if got := tell("", "attach", "MAD-1", secret, "--desk", dir); got.code != 1 || !strings.Contains(got.err, "secret.txt") {
			t.Errorf("unreadable file: %d %s", got.code, got.err)
		}
	}
	var page struct{ Tickets []any }
	does(t, &page, "", "list", "--view", "all", "--desk", dir)
	if len(page.Tickets) != 1 {
		t.Errorf("bad input left %d tickets", len(page.Tickets))
	}
	if got := tell("", "list", "--query", "zeppelin", "--desk", dir); got.code != 0 || !strings.Contains(got.out, "zeppelin") {
		t.Errorf("a list that finds nothing: %d %q %s", got.code, got.out, got.err)
	}
	does(t, nil, "", "check", "--desk", dir)
}

func TestErrorsAreObjectsWithJSON(t *testing.T) {
	dir := newDesk(t, "es")
	got := tell("", "set", "MAD-1", "subject", "x", "--json", "--desk", dir)
	var fault struct{ Error, Key string }
	if err := json.Unmarshal([]byte(got.err), &fault); err != nil || fault.Key != "no_ticket" || got.code != 1 || got.out != "" {
		t.Fatalf("%+v %v", got, err)
	}
}

func TestUndoFromTheCommandLine(t *testing.T) {
	dir := newDesk(t, "en")
	does(t, nil, "", "intake", "--desk", dir, "--name", "Ana", "--subject", "First")
	does(t, nil, "", "set", "MAD-1", "subject", "Second", "--desk", dir)
	var u struct{ Act, Number string }
	does(t, &u, "", "undo", "--desk", dir)
	var k shownTicket
	does(t, &k, "", "show", "MAD-1", "--desk", dir)
	if u.Act != "set" || u.Number != "MAD-1" || k.Subject != "First" {
		t.Fatalf("undid %+v, subject %q", u, k.Subject)
	}
	does(t, &u, "", "undo", "--desk", dir)
	if got := tell("", "show", "MAD-1", "--desk", dir); got.code != 1 {
		t.Fatalf("the ticket is still there: %s", got.out)
	}
	does(t, nil, "", "intake", "--desk", dir, "--name", "Ana", "--subject", "Next")
	does(t, &k, "", "show", "MAD-2", "--desk", dir) // a number is never given twice
	does(t, nil, "", "check", "--desk", dir)
}

func TestShowCallsPeopleByTheirNames(t *testing.T) {
	dir := newDesk(t, "en")
	for _, name := range []string{"Ana Ruiz", "Eva Sanz"} {
		does(t, nil, "", "intake", "--desk", dir, "--name", name, "--subject", "VPN drops")
	}
	var eva struct{ ID string }
	does(t, &eva, "", "contact", "show", "Eva", "--desk", dir)
	for _, field := range []string{"affected_user", "requester"} {
		does(t, nil, "", "set", "MAD-1", field, eva.ID, "--desk", dir)
	}
	got := tell("", "show", "MAD-1", "--desk", dir).out
	for _, line := range []string{"Affected user: – → Eva Sanz\n", "Requester: Ana Ruiz → Eva Sanz\n"} {
		if !strings.Contains(got, line) {
			t.Errorf("no %q in %s", line, got)
		}
	}
	if strings.Contains(got, eva.ID) || strings.Count(got, "Eva Sanz") != 4 { // caller, affected, and a change of each
		t.Errorf("shown: %s", got)
	}
}

func TestBackupAndRestore(t *testing.T) {
	dir := newDesk(t, "en")
	does(t, nil, "", "intake", "--desk", dir, "--name", "Ana", "--subject", "First")
	log := filepath.Join(t.TempDir(), "log.txt")
	if err := os.WriteFile(log, []byte("error 0x80070005"), 0o600); err != nil {
		t.Fatal(err)
	}
	does(t, nil, "", "attach", "MAD-1", log, "--desk", dir)
	zip := filepath.Join(t.TempDir(), "desk.zip")
	does(t, nil, "", "backup", zip, "--desk", dir)
	again := filepath.Join(t.TempDir(), "again")
	does(t, nil, "", "restore", zip, "--desk", again)
	var before, after shownTicket
	does(t, &before, "", "show", "MAD-1", "--desk", dir)
	does(t, &after, "", "show", "MAD-1", "--desk", again)
	if fmt.Sprint(before) != fmt.Sprint(after) || len(after.Attachments) != 1 {
		t.Fatalf("before %+v\nafter %+v", before, after)
	}
	does(t, nil, "", "check", "--desk", again)
	does(t, nil, "", "note", "MAD-1", "--text", "after the restore", "--desk", again)
	does(t, nil, "", "check", "--desk", again)
	if got := tell("", "restore", log, "--desk", filepath.Join(t.TempDir(), "x")); got.code != 1 {
		t.Fatalf("restored a text file: %+v", got)
	}
	if got := tell("", "restore", zip, "--desk", dir); got.code != 1 || !strings.Contains(got.err, "--replace") {
		t.Fatalf("restored over a desk: %+v", got)
	}
	if err := os.Truncate(filepath.Join(dir, "desk.db"), 40000); err != nil {
		t.Fatal(err)
	}
	if got := tell("", "check", "--desk", dir); got.code != 1 || !strings.Contains(got.err, dir+" is damaged") {
		t.Errorf("a damaged desk is checked: %+v", got)
	}
	var placed struct{ Dir, Kept string }
	does(t, &placed, "", "restore", zip, "--replace", "--desk", dir)
	does(t, nil, "", "check", "--desk", dir)
	if info, err := os.Stat(filepath.Join(placed.Kept, "desk.db")); err != nil || info.Size() != 40000 || placed.Dir != dir {
		t.Errorf("the damaged one is kept in %+v: %v", placed, err)
	}
}

// self starts this test program as the program.
func self(mode string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "FIRSTLINE_TEST="+mode)
	return cmd
}
