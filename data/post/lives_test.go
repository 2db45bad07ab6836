package post

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/mail"
	"firstline/data/store"
)

// past is a desk's folder as it was before something happened; every life begins
// there anew.
type past struct {
	t    *testing.T
	dir  string
	uses string // folder for the lives
	n    *int   // lives so far
}

// world is what outlives a program: the servers it talks to.
type world struct {
	box    *memoryBox
	server *mailServer // to send by, may be nil
	got    [][]byte    // what that has accepted
}

// as gives the world as it is now.
func (w world) as() world {
	if w.server != nil {
		w.got = w.server.accepted()
	}
	return world{w.box.as(), w.server, w.got}
}

// back has the servers hold what they held in this world.
func (w world) back() {
	if w.server != nil {
		w.server.answer(func() { w.server.got = slices.Clone(w.got) })
	}
}

// times counts how often each letter arrived.
func (w world) times(t *testing.T) map[string]int {
	times, seen := map[string]int{}, map[string][]byte{}
	for _, raw := range w.as().got {
		id := mail.Read(raw, time.Time{}).MessageID
		if first, ok := seen[id]; ok && !bytes.Equal(first, raw) {
			t.Error("other bytes were sent the second time")
		}
		seen[id] = raw
		times[id]++
	}
	return times
}

// deed is what a desk does in a world.
type deed func(context.Context, *desk.Desk, *world)

// aPast makes a desk in memory, where there is such a disk, has it live through
// something and closes it.
func aPast(t *testing.T, account data.Account, live func(*desk.Desk)) *past {
	t.Helper()
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	shm := "/dev/shm"
	if info, err := os.Stat(shm); err != nil || !info.IsDir() {
		shm = ""
	}
	root, err := os.MkdirTemp(shm, "firstline-steps-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	p := &past{t, filepath.Join(root, "past"), root, new(int)}
	d, err := desk.Create(ctx, p.dir, data.Settings{Code: "MAD", Name: "Mesa", Operator: "Ana", Language: "en", SendDelay: new(0), Acknowledge: true, Mail: account})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.KeepPassword("mail", "secret"); err != nil {
		t.Fatal(err)
	}
	live(d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return p
}

// copyOf copies a desk's folder as it lies there.
func (p *past) copyOf(dir string) string {
	*p.n++
	to := filepath.Join(p.uses, fmt.Sprint(*p.n))
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		p.t.Fatal(err)
	}
	return to
}

// life has a desk do something for so many steps.
func (p *past) life(dir string, l *life, do func(context.Context, *desk.Desk)) {
	p.t.Helper()
	store.Driver = "dying"
	d, err := desk.Open(ctx, dir)
	store.Driver = "sqlite3"
	if err != nil {
		p.t.Fatalf("it does not open: %v", err)
	}
	do(within(l), d)
	d.Close() // what it could not write any more is no news
}

// goOn opens a desk that was left somehow, sees that it is sound, has it do
// something and gives what it then tells.
func (p *past) goOn(dir, when string, w *world, do deed) string {
	p.t.Helper()
	_, err := os.Stat(filepath.Join(dir, store.File+"-wal"))
	killed := err == nil // else it was closed, as one that was killed between two steps
	d, err := desk.Open(ctx, dir)
	if err != nil {
		p.t.Fatalf("%s: it does not open: %v", when, err)
	}
	defer os.RemoveAll(dir)
	defer d.Close()
	sound := func(when string) {
		if r, err := d.Check(ctx); err != nil || !r.OK {
			p.t.Errorf("%s: %+v, %v", when, r.Faults, err)
		}
	}
	if killed {
		sound(when)
	}
	keptUpTo(p.t, d, when)
	w.back()
	before := w.times(p.t)
	letters, err := d.Letters(ctx)
	if err != nil {
		p.t.Fatal(err)
	}
	do(ctx, d, w)
	sound(when + ", and went on")
	after := w.times(p.t)
	for _, l := range letters {
		if w.server == nil {
			break
		}
		id := strings.Trim(l.MessageID, "<>")
		most := 1
		if before[id] == 1 && l.State == data.LetterSending { // nobody knows
			most = 2
		}
		if l.State.Left() && before[id] == 0 || l.State == data.LetterQueued && before[id] > 0 || after[id] == 0 || after[id] > most {
			p.t.Errorf("%s: a letter that was %s and had arrived %d times arrived %d times", when, l.State, before[id], after[id])
		}
	}
	return told(p.t, d) + w.told(p.t)
}

// told is what lies on the servers.
func (w world) told(t *testing.T) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(w.box.folders)) {
		var subjects []string
		for _, raw := range w.box.folders[name] {
			subjects = append(subjects, mail.Identify(raw).MessageID)
		}
		slices.Sort(subjects)
		fmt.Fprintln(&b, "folder", name, len(subjects), len(slices.Compact(subjects)))
	}
	fmt.Fprintln(&b, "letters that arrived", len(w.times(t)))
	return b.String()
}

// keptUpTo fails if the cursor passed a mail that is not kept.
func keptUpTo(t *testing.T, d *desk.Desk, when string) {
	t.Helper()
	account := d.Settings().Mail
	_, cursor, err := d.InboxCursor(ctx, inboxName(account), "INBOX")
	if err != nil {
		t.Fatal(err)
	}
	mails, err := d.Mails(ctx, desk.MailQuery{})
	if err != nil {
		t.Fatal(err)
	}
	here := map[uint32]bool{}
	for _, m := range mails {
		here[m.UID] = true
		if raw, err := d.RawMail(ctx, m.ID); err != nil || len(raw) == 0 {
			t.Errorf("%s: the bytes of %q are lost: %v", when, m.Subject, err)
		}
	}
	for uid := uint32(1); uid <= cursor; uid++ {
		if !here[uid] {
			t.Errorf("%s: the cursor is at %d, and mail %d is not kept", when, cursor, uid)
		}
	}
}

var (
	moments = regexp.MustCompile(`"\d{4}-\d\d-\d\dT[^"]*"`)
	chance  = regexp.MustCompile(`[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}-[0-9A-Z]{2}|dp\.[^@>"]*@`) // reply codes, and ids with them
	longID  = regexp.MustCompile(`01[0-9A-HJKMNP-TV-Z]{24}`)
)

// told is all a desk tells a person: tickets with their timelines and files, the
// mails and what became of them, the outbox, and how far the mailbox was read.
// What is another each time (moments, codes, ids) has its place kept.
func told(t *testing.T, d *desk.Desk) string {
	t.Helper()
	var b strings.Builder
	say := func(kind string, thing any) {
		raw, err := json.Marshal(thing)
		if err != nil {
			t.Fatal(err)
		}
		text := moments.ReplaceAllString(string(raw), `"when"`)
		text = longID.ReplaceAllString(chance.ReplaceAllString(text, "code"), "id")
		fmt.Fprintln(&b, kind, text)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	mails, err := d.Mails(ctx, desk.MailQuery{})
	must(err)
	for _, m := range mails {
		say("mail", m)
	}
	letters, err := d.Letters(ctx)
	must(err)
	for _, l := range letters {
		l.Tries, l.Size = 0, 0 // it may have taken more than one
		say("letter", l)
	}
	page, _, err := d.List(ctx, desk.ListQuery{View: data.AllView, Sort: "number", Asc: true})
	must(err)
	for _, row := range page {
		c, err := d.Case(ctx, row.Number)
		must(err)
		say("case", c)
	}
	validity, uid, err := d.InboxCursor(ctx, inboxName(d.Settings().Mail), "INBOX")
	must(err)
	left, err := d.MailToUnderstand(ctx)
	must(err)
	waiting, err := d.MailsWaiting(ctx)
	must(err)
	copies, err := d.CopiesDue(ctx)
	must(err)
	fmt.Fprintln(&b, "cursor", validity, uid, "left", left, "waiting", waiting, "copies", len(copies))
	return b.String()
}

// differ shows where two tellings part.
func differ(t *testing.T, when, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		var a, b string
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			t.Errorf("%s, the desk tells another story:\n%s\nundisturbed:\n%s", when, a, b)
			return
		}
	}
}

// through lives one life after the other, each ending a step later, until one
// gets through; and one that is killed at every step, in the midst of writing,
// too. However it ended, the desk then opens, is sound, goes on, and in the end
// all is as if nothing had been.
func (p *past) through(begin world, do deed, want string) {
	p.t.Helper()
	w := begin
	w.box = begin.box.as()
	var left []remains
	whole := &life{}
	dir := p.copyOf(p.dir)
	w.back()
	whole.watch = func(what string) {
		r := remains{fmt.Sprintf("killed at step %d, %.60q", whole.steps+1, what), "", w.as(), signature(p.t, dir)}
		if n := len(left); n > 0 && left[n-1].signature == r.signature {
			return
		}
		r.dir = p.copyOf(dir)
		if what == "after COMMIT" {
			left = append(left, p.torn(left[len(left)-1].dir, r)...)
		}
		left = append(left, r)
	}
	p.life(dir, whole, func(ctx context.Context, d *desk.Desk) { do(ctx, d, &w) })
	os.RemoveAll(dir)
	for _, r := range left {
		differ(p.t, r.when, p.goOn(r.dir, r.when, &r.world, do), want)
	}
	steps := 1
	for ; !p.t.Failed(); steps++ { // the next thousand would say the same
		dir, w, l := p.copyOf(p.dir), begin, &life{last: steps}
		w.box = begin.box.as()
		w.back()
		p.life(dir, l, func(ctx context.Context, d *desk.Desk) { do(ctx, d, &w) })
		if !l.died() {
			os.RemoveAll(dir)
			break
		}
		when := fmt.Sprintf("died at step %d, %.60q", steps, l.at)
		w = w.as()
		differ(p.t, when, p.goOn(dir, when, &w, do), want)
	}
	p.t.Logf("%d steps, %d states of the disk", steps-1, len(left))
}

// remains are what a program that was killed leaves behind.
type remains struct {
	when, dir string
	world     world
	signature string
}

// signature tells one state of a desk's files from another.
func signature(t *testing.T, dir string) string {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !strings.HasSuffix(path, "-shm") {
			info, err := e.Info()
			if err != nil {
				return err
			}
			fmt.Fprintln(&b, path, info.Size(), info.ModTime().UnixNano())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// torn is what is left where a program is killed while it writes its log: some of
// what a commit wrote, up to the last byte.
func (p *past) torn(before string, r remains) (list []remains) {
	log := func(dir string) string { return filepath.Join(dir, store.File+"-wal") }
	size := func(dir string) int64 {
		info, err := os.Stat(log(dir))
		if err != nil {
			p.t.Fatal(err)
		}
		return info.Size()
	}
	const frame = 24 + 4096
	for _, less := range []int64{1, frame / 2, frame, 3*frame + 100} {
		if left := size(r.dir) - less; left > size(before) {
			half := r
			half.when, half.dir, half.world = fmt.Sprintf("%s, %d bytes less", r.when, less), p.copyOf(r.dir), r.world.as()
			if err := os.Truncate(log(half.dir), left); err != nil {
				p.t.Fatal(err)
			}
			list = append(list, half)
		}
	}
	return list
}
