package tour

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/post/mailstack"
)

// story is what is typed in one language.
type story struct {
	lang, locale, keys      string
	operator, desk, code    string
	title, answer           string
	caller, phone, subject  string
	noted, question, solved string
	labels                  []string // of the report
}

var stories = []story{
	{lang: "en", locale: "en_GB.UTF-8", keys: "us", operator: "Ann Baker", desk: "Harbour desk", code: "HAR",
		title: "Printer says offline", answer: "Restart the print spooler.", caller: "Grace Hill", phone: "600 111 222",
		subject: "printer offline since monday", noted: "Spooler restarted, still offline", question: "Known fault of this model?",
		solved: "New driver installed", labels: []string{"Case report", "Resolution", "Timeline"}},
	{lang: "es", locale: "es_ES.UTF-8", keys: "es", operator: "Begoña Núñez", desk: "Mesa de Logroño", code: "LOG",
		title: "La impresora aparece sin conexión", answer: "Reinicie la cola de impresión.", caller: "Begoña Peña", phone: "600 333 444",
		subject: "impresora sin conexión desde el lunes", noted: "Cola reiniciada, sigue sin conexión", question: "¿Es un fallo conocido?",
		solved: "Se instaló el controlador nuevo", labels: []string{"Informe del caso", "Resolución", "Cronología"}},
}

var ctx = context.Background()

// A day at the desk, by keys alone, in both languages: first start, a call, the
// article that answers it, a note, a picture, second line by a real mail server,
// the resolution and the report.
func TestADayAtTheDesk(t *testing.T) {
	if testing.Short() {
		t.Skip("the tour takes a minute a language")
	}
	need(t, "Xvfb", "openbox", "xdotool", "import", "setxkbmap", "pdftotext")
	binary := build(t, "firstline")
	for _, s := range stories {
		t.Run(s.lang, func(t *testing.T) { day(t, binary, s) })
	}
}

func day(t *testing.T, binary string, s story) {
	stack := mailstack.Start(t)
	home := home(t)
	dir := filepath.Join(home, "desk")
	env := []string{"LC_ALL=" + s.locale, "LANG=" + s.locale, "LANGUAGE=", "HOME=" + home, "XDG_CONFIG_HOME=" + filepath.Join(home, "config"), "FIRSTLINE_NO_KEYRING=1",
		"SSL_CERT_FILE=" + filepath.Join(stack.Dir, "cert.pem")}
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	x := newScreen(t, s.keys, pictures(t, s.lang))
	p := x.open(binary, env, "--desk", dir)

	x.shot("01-first-start")
	x.press("ctrl+a")
	x.write(s.operator)
	x.press("Tab", "ctrl+a")
	x.write(s.desk)
	x.press("Tab", "ctrl+a")
	x.write(s.code)
	x.press("Return")
	x.until("the desk", func() bool { return desk.Exists(dir) })
	d, err := desk.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if got := d.Settings(); got.Operator != s.operator || got.Name != s.desk || got.Code != s.code {
		t.Fatalf("the desk is %+v", got)
	}
	time.Sleep(time.Second)
	x.shot("02-empty-desk")

	// The mail account. The servers' certificate is trusted by the environment, as
	// an administrator would do it.
	x.press("ctrl+5")
	time.Sleep(500 * time.Millisecond)
	x.press("shift+Tab", "Down", "Tab")                                // to the list of parts, to the second, into it
	x.press("Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Return", "Tab") // the rest unfolds
	x.write("localhost")
	x.press("Tab", "Tab")
	x.write(fmt.Sprint(stack.SMTPPort))
	x.press("Tab")
	x.write("desk1@test")
	x.press("shift+Tab", "shift+Tab", "shift+Tab", "shift+Tab", "shift+Tab", "shift+Tab", "shift+Tab")
	x.write("secret-desk1")
	x.press("shift+Tab", "shift+Tab", "shift+Tab")
	x.write("desk1@test")
	x.shot("02-mail-account")
	x.press("ctrl+Return")
	x.until("the mail account", func() bool {
		m := d.Settings().Mail
		return m.Host == "localhost" && m.Port == stack.SMTPPort && m.User == "desk1@test" && m.From == "desk1@test"
	})

	// An article for the manual.
	x.press("ctrl+2")
	time.Sleep(500 * time.Millisecond)
	x.press("ctrl+shift+n")
	time.Sleep(700 * time.Millisecond)
	x.write(s.title)
	x.shot("03-article-editor")
	x.press("Tab", "Tab", "Tab")
	x.write(s.answer)
	x.press("ctrl+Return")
	var articles []data.Article
	x.until("the article", func() bool { articles, err = d.Articles(ctx, ""); return err == nil && len(articles) == 1 })
	if a := articles[0]; a.Title != s.title || a.Resolution != s.answer {
		t.Fatalf("the article is %+v", a)
	}
	article := articles[0].ID
	time.Sleep(500 * time.Millisecond)
	x.shot("04-manual")

	// The call.
	x.press("ctrl+n")
	time.Sleep(500 * time.Millisecond)
	x.write(s.caller)
	x.press("Return")
	x.write(s.phone)
	x.press("Tab", "Tab", "Tab")
	x.write(s.subject)
	time.Sleep(1200 * time.Millisecond)
	x.shot("05-intake")
	x.press("ctrl+shift+l")
	time.Sleep(300 * time.Millisecond)
	x.press("ctrl+Return")
	number := s.code + "-1"
	var k data.Case
	x.until("the ticket", func() bool { k, err = d.Case(ctx, number); return err == nil })
	if k.Ticket.Subject != s.subject || k.Requester.Name != s.caller || len(k.Requester.Phones) != 1 || k.Requester.Phones[0] != s.phone {
		t.Fatalf("taken down: %+v of %+v", k.Ticket, k.Requester)
	}
	if len(k.Articles) != 1 || k.Articles[0].Article.ID != article {
		t.Fatalf("linked articles: %+v", k.Articles)
	}
	if k.Timeline[0].Kind != data.CallIn || k.Timeline[0].Seconds < 1 {
		t.Fatalf("the call: %+v", k.Timeline[0])
	}
	time.Sleep(time.Second)
	x.shot("06-ticket")

	// The case note, internal unless told otherwise.
	x.press("ctrl+m")
	x.write(s.noted)
	x.press("ctrl+Return")
	x.until("the note", func() bool {
		return has(d, number, func(a data.Activity) bool { return a.Text == s.noted && a.Internal })
	})
	x.shot("07-note")

	// A picture.
	picture := filepath.Join(home, "error.png")
	draw(t, picture)
	x.press("ctrl+o")
	time.Sleep(700 * time.Millisecond)
	x.press("ctrl+a")
	x.write(picture)
	time.Sleep(300 * time.Millisecond)
	x.shot("08-attach")
	x.press("Return")
	x.until("the picture", func() bool { k, err = d.Case(ctx, number); return err == nil && len(k.Attachments) == 1 })
	time.Sleep(500 * time.Millisecond)
	x.shot("09-attached")

	// Second line.
	x.press("ctrl+e")
	time.Sleep(1200 * time.Millisecond)
	x.press("Tab", "Tab") // past the two modes: advice is chosen
	x.shot("10-composer")
	x.press("ctrl+a")
	x.write("second@test")
	x.press("Tab", "Tab")
	x.write(s.question)
	time.Sleep(1500 * time.Millisecond)
	x.shot("11-preview")
	x.press("ctrl+Return")
	time.Sleep(700 * time.Millisecond)
	x.press("Return") // send, although the environment is not known
	x.until("the escalation", func() bool {
		k, err = d.Case(ctx, number)
		return err == nil && len(k.Escalations) == 1
	})
	raw := stack.Await(t, "second", 1)[0]
	x.until("word that it was sent", func() bool {
		k, err = d.Case(ctx, number)
		return err == nil && k.Escalations[0].State == data.EscalationSentState
	})
	checkMail(t, raw, k, s)
	x.press("ctrl+4")
	x.shot("12-outbox")
	x.press("alt+Left")
	time.Sleep(500 * time.Millisecond)

	// The end.
	x.press("ctrl+r")
	time.Sleep(700 * time.Millisecond)
	x.press("Down", "Tab") // the first of the codes
	x.write(s.solved)
	x.shot("13-resolve")
	x.press("ctrl+Return")
	x.until("the resolution", func() bool { k, err = d.Case(ctx, number); return err == nil && k.Ticket.Status == data.Resolved })
	if k.Ticket.ResolutionNotes != s.solved || k.Ticket.ResolutionCode == "" {
		t.Fatalf("resolved as %q: %q", k.Ticket.ResolutionCode, k.Ticket.ResolutionNotes)
	}
	time.Sleep(500 * time.Millisecond)
	x.shot("14-resolved")

	// The report.
	x.press("ctrl+p")
	time.Sleep(700 * time.Millisecond)
	x.shot("15-report")
	x.press("Return")
	pdf := filepath.Join(home, number+".pdf")
	x.until("the report", func() bool { _, err := os.Stat(pdf); return err == nil })
	checkReport(t, x, pdf, number, s)
	x.press("Escape")
	x.press("ctrl+1")
	time.Sleep(500 * time.Millisecond)
	x.shot("16-list")
	x.press("ctrl+5")
	time.Sleep(500 * time.Millisecond)
	x.shot("17-settings")
	x.press("F1")
	x.shot("18-keys")

	if said := p.log.text(); strings.Contains(said, "Error in Fyne call thread") {
		t.Errorf("a widget was touched off its goroutine:\n%s", said)
	}
	if r, err := d.Check(ctx); err != nil || !r.OK {
		t.Errorf("check: %+v %v", r, err)
	}
}

// has says whether a ticket's timeline has such an entry.
func has(d *desk.Desk, number string, is func(data.Activity) bool) bool {
	k, err := d.Case(ctx, number)
	if err != nil {
		return false
	}
	for _, a := range k.Timeline {
		if is(a) {
			return true
		}
	}
	return false
}

func draw(t *testing.T, path string) {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 640, 360))
	for x := range 640 {
		for y := range 360 {
			m.Set(x, y, color.RGBA{30, uint8(60 + y/4), uint8(90 + x/8), 255})
		}
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, m); err != nil {
		t.Fatal(err)
	}
}

// checkMail reads the mail as it arrived.
func checkMail(t *testing.T, raw []byte, k data.Case, s story) {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	subject := m.Header.Get("Subject")
	if !strings.Contains(subject, k.Escalations[0].Token) || !strings.Contains(subject, k.Ticket.Number) || strings.Contains(subject, s.caller) {
		t.Errorf("subject %q", subject)
	}
	if m.Header.Get("Message-Id") != k.Escalations[0].MessageID {
		t.Errorf("message id %q, want %q", m.Header.Get("Message-Id"), k.Escalations[0].MessageID)
	}
	for _, part := range []string{"application/pdf", "application/vnd.deskpost.v1+json"} {
		if !bytes.Contains(raw, []byte(part)) {
			t.Errorf("the mail has no %s", part)
		}
	}
	if bytes.Contains(raw, []byte(s.noted)) {
		t.Error("the internal note left the house")
	}
}

func checkReport(t *testing.T, x *screen, pdf, number string, s story) {
	t.Helper()
	out, err := exec.Command("pdftotext", "-layout", pdf, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	text := string(out)
	for _, want := range append(s.labels, number, s.caller, s.subject, s.solved, s.question) {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if strings.Contains(text, s.noted) {
		t.Error("the internal note is in the report")
	}
	exec.Command("pdftoppm", "-r", "70", "-png", pdf, filepath.Join(x.shots, "report")).Run() // a picture to look at
}
