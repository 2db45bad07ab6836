package report_test

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/report"
	"firstline/data/words"
)

type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

func reportOf(t fataler, p report.Paper) []byte {
	t.Helper()
	pdf, err := report.Case(p)
	if err != nil {
		t.Fatalf("no report: %v", err)
	}
	return pdf
}

// run asks a tool about a report, or skips the test where the tool is missing.
func run(t *testing.T, pdf []byte, tool string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		t.Skipf("%s is not installed", tool)
	}
	file := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "FILE", file)
	}
	out, err := exec.Command(tool, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", tool, err, out)
	}
	return string(out)
}

// text is what one who copies from the report gets.
func text(t *testing.T, pdf []byte) string { return run(t, pdf, "pdftotext", "FILE", "-") }

// unpacked is everything a report holds, unpacked, so that nothing can hide in
// it: letters are two bytes each there.
func unpacked(pdf []byte) []byte {
	all := bytes.Clone(pdf)
	for rest := pdf; ; {
		at := bytes.Index(rest, []byte("stream\n"))
		if at < 0 {
			return all
		}
		rest = rest[at+len("stream\n"):]
		if z, err := zlib.NewReader(bytes.NewReader(rest)); err == nil {
			stream, _ := io.ReadAll(z) // what follows the stream is no error of ours
			all = append(all, stream...)
		}
	}
}

// holds says whether a report has a word of plain letters, in any form.
func holds(pdf []byte, word string) bool {
	var wide []byte
	for _, c := range []byte(word) {
		wide = append(wide, 0, c)
	}
	all := unpacked(pdf)
	return bytes.Contains(all, []byte(word)) || bytes.Contains(all, wide)
}

func TestReportSaysWhatTheCaseHolds(t *testing.T) {
	p := sample("es", 12, 2)
	p.Internal = true
	pdf := reportOf(t, p)
	if out := run(t, pdf, "qpdf", "--check", "FILE"); strings.Contains(out, "WARNING") {
		t.Error(out)
	}
	got := text(t, pdf)
	flat := strings.Join(strings.Fields(got), " ")
	for _, want := range []string{
		"Informe del caso · MAD-1042", "La impresora de la planta 2 no imprime desde la actualización del viernes", "Resuelto", "P2 Alta",
		"Soporte Meseta", "Calle de Alcalá 45, 28014 Madrid", "María José García-Peñuela", "+34 600 111 222", "mj.garcia@example.org", "Bodegas Ñandú, S. L.",
		"El café está al lado; αβγ, Жанна, Łódź, Đặng", `\\srv-print01\planta2`, "Resuelto por configuración o reinstalación",
		"La actualización KB5005565 exige autenticación RPC", "Imprimir por USB",
		"Estado: Nuevo → En curso", "Prioridad: P3 Media → P2 Alta", "Diagnóstico", "15 min", "¿No será el cable?", "5 min 20 s",
		"INTERNO Nota de trabajo", "SECRETO-INTERNO", "editado el", "Cierre contable el martes", "prefiere que la llamen por la tarde",
		"Adelante con la plantilla adjunta. ‹U+1F44D› ✔ ▯▯", "▯ y ‹U+…› sustituyen a caracteres que esta tipografía no tiene.",
		"Segundo nivel, Sistemas <nivel2@example.org>", "Respondido", "Captura de pantalla 1.png", "009f86d081884c7d", "foto_2.jpg",
		"¿Por qué sale el error 0x0000011b al imprimir? resolvió el caso", "Reinstalar el controlador universal de HP se probó sin resultado",
		"Soporte Meseta, S. L. · CIF B-00000000", "MAD-1042 · página 1 de ",
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	for _, unwanted := range []string{"RETIRADO", "TEXTO-ANTERIOR", "Vínculos", "**", "```", "⟦"} {
		if strings.Contains(flat, unwanted) {
			t.Errorf("the report says %q", unwanted)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
}

func TestReportSpeaksEnglish(t *testing.T) {
	flat := strings.Join(strings.Fields(text(t, reportOf(t, sample("en", 12, 1)))), " ")
	for _, want := range []string{"Case report · MAD-1042", "Resolved", "P2 High", "Status: New → In progress", "Incoming call",
		"Solved by configuration change", "page 1 of ", "Times in", "solved the case"} {
		if !strings.Contains(strings.ToLower(flat), strings.ToLower(want)) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(flat, "⟦") {
		t.Error("a sentence is missing in English")
	}
}

func TestWhatIsEmptyIsNotThere(t *testing.T) {
	pdf := reportOf(t, report.Paper{Words: words.For("en"), MadeAt: made, Case: data.Case{Ticket: data.Ticket{Number: "MAD-1", Subject: "Nothing known", Status: data.New, OpenedAt: made}}})
	got := text(t, pdf)
	for _, unwanted := range []string{"Requester", "Resolution", "Timeline", "Attachments", "Escalations", "Description", "Articles", "INTERNAL"} {
		if strings.Contains(got, unwanted) {
			t.Errorf("an empty case has %q", unwanted)
		}
	}
	if !strings.Contains(got, "page 1 of 1") {
		t.Errorf("an empty case takes more than a page:\n%s", got)
	}
	if _, ok := packetIn(pdf); ok {
		t.Error("a packet out of nothing")
	}
}

// What became of the fields of a ticket that was merged tells nothing of this one;
// that one was taken out again is said in words.
func TestMergesAreToldInWords(t *testing.T) {
	p := sample("en", 2, 0)
	event := func(from string, changes ...data.Change) {
		p.Case.Timeline = append(p.Case.Timeline, data.Activity{Kind: data.SystemEvent, At: made, By: "Ana", From: from, Changes: changes})
	}
	event("MAD-7", data.Change{Field: "status", From: []byte(`"new"`), To: []byte(`"merged"`)})
	event("", data.Change{Field: "links", To: []byte(`["MAD-7"]`)})
	event("", data.Change{Field: "links", From: []byte(`["MAD-7"]`)}, data.Change{Field: "subject", From: []byte(`"Later"`), To: []byte(`"Earlier"`)})
	flat := strings.Join(strings.Fields(text(t, reportOf(t, p))), " ")
	for _, want := range []string{"MAD-7 was merged into this ticket Ana", "MAD-7 was taken out of this ticket again Subject: Later → Earlier"} {
		if !strings.Contains(flat, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(flat, "Merged") {
		t.Errorf("the report says:\n%s", flat)
	}
}

// Who holds only the report must be able to tell which ticket a call or a mail came on.
func TestEntriesOfMergedTicketsSayWhereTheyComeFrom(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"Email received Eva · eva@example.org · from MAD-7", "Work note Ana · written in MAD-9"},
		"es": {"Correo recibido Eva · eva@example.org · de MAD-7", "Nota de trabajo Ana · escrito en MAD-9"},
	} {
		p := sample(lang, 2, 0)
		p.Case.Timeline = append(p.Case.Timeline,
			data.Activity{Kind: data.EmailIn, At: made, By: "Eva", Address: "eva@example.org", Text: "Still no paper.", From: "MAD-7"},
			data.Activity{Kind: data.WorkNote, At: made, By: "Ana", Text: "Looked at the tray.", Origin: &data.Origin{Ticket: "MAD-9"}})
		flat := strings.Join(strings.Fields(text(t, reportOf(t, p))), " ")
		for _, say := range want {
			if !strings.Contains(flat, say) {
				t.Errorf("%s: the report does not say %q in\n%s", lang, say, flat)
			}
		}
	}
}

func TestInternalThingsStayInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := sample("en", 8, 0)
		p.Packet = nil
		const secret, open = "QQSECRETQQ", "QQOPENQQ"
		c := &p.Case
		hide := func(a data.Activity) data.Activity {
			if rapid.Bool().Draw(t, "withdrawn") {
				a.Withdrawn = true
			} else {
				a.Internal = true
			}
			return a
		}
		for i := range rapid.IntRange(1, 6).Draw(t, "entries") {
			a := data.Activity{Kind: data.ActivityKind(rapid.SampledFrom(data.ActivityKind("").Choices()).Draw(t, "kind")), At: made, By: secret, Text: secret, Address: secret,
				Changes: []data.Change{{Field: "subject", From: raw(secret), To: raw(secret)}}}
			if rapid.Bool().Draw(t, "file") {
				a.Attachment = &data.Attachment{SHA256: fmt.Sprint("hidden", i), Name: secret + ".txt", Type: "text/plain"}
				c.Attachments = append(c.Attachments, *a.Attachment)
			}
			if rapid.Bool().Draw(t, "escalation") {
				a.Escalation = data.ID(fmt.Sprint("hidden", i))
				c.Escalations = append(c.Escalations, data.Escalation{ID: a.Escalation, To: secret, Question: secret})
			}
			at := rapid.IntRange(0, len(c.Timeline)).Draw(t, "at")
			c.Timeline = slices.Insert(c.Timeline, at, hide(a))
		}
		c.Timeline = append(c.Timeline,
			data.Activity{Kind: data.WorkNote, At: made, Text: open, Edits: []data.Edit{{At: made, By: secret, Text: secret}}},
			data.Activity{Kind: data.SystemEvent, At: made, Changes: []data.Change{{Field: "tags", To: raw([]string{secret})}, {Field: "priority_reason", From: raw(secret)}}})
		c.Ticket.PriorityReason, c.Ticket.Tags, c.Ticket.Watchers, c.Ticket.Group = secret, []string{secret}, []string{secret}, secret
		c.Requester.Notes = secret
		c.Affected = &data.Contact{ID: "other", Name: open, Notes: secret}
		c.Articles = append(c.Articles, data.CaseUse{Article: data.Article{Title: secret, Audience: "internal"}})
		c.Escalations = append(c.Escalations, data.Escalation{To: open, Token: secret, MessageID: secret})

		pdf := reportOf(t, p)
		if holds(pdf, secret) {
			t.Fatalf("an internal text is in the report")
		}
		if !holds(pdf, open) {
			t.Fatalf("a text for everybody is not in the report") // nor would a secret be found
		}
		p.Internal = true
		if !holds(reportOf(t, p), secret) {
			t.Fatalf("internal texts are not in the internal report")
		}
	})
}

func TestAnyTextGivesAReport(t *testing.T) {
	any := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "ñ", "完", "👍🏽", "\u202e", "\xff", "\x00", "\r", "\n", " ", "{nb}", "(", ")", "\\", "**", "`", "\n```\n",
			"\n- ", "\n> ", "\n# ", "https://example.org/(ñ)", strings.Repeat("long", 400), strings.Repeat("\u0301", 40), "endstream\nendobj", "%seal\nBT (", "\U0010ffff"}), 0, 30),
			func(parts []string) string { return strings.Join(parts, "") }))
	rapid.Check(t, func(t *rapid.T) {
		text := func() string { return any.Draw(t, "text") }
		p := report.Paper{Words: words.For(rapid.SampledFrom(words.Languages()).Draw(t, "lang")), MadeAt: made, DeskName: text(), Operator: text(),
			Letterhead: data.Letterhead{Name: text(), Lines: text(), Footer: text()}, Logo: []byte(text()), Internal: rapid.Bool().Draw(t, "internal"), Packet: []byte(text()),
			Files: func(data.Attachment) ([]byte, error) { return []byte("no picture"), nil },
			Case: data.Case{
				Ticket: data.Ticket{Number: text(), Subject: text(), Status: data.Status(text()), Priority: data.Priority(text()), Description: text(), Environment: text(),
					Category: text(), Asset: text(), ResolutionCode: data.ResolutionCode(text()), ResolutionNotes: text(), Tags: []string{text()}},
				Requester:   data.Contact{Name: text(), Phones: []string{text(), text()}, Notes: text()},
				Timeline:    []data.Activity{{Kind: data.ActivityKind(text()), By: text(), Text: text(), Address: text(), Internal: rapid.Bool().Draw(t, "internal"), Changes: []data.Change{{Field: text(), From: []byte(text()), To: raw(text())}}}},
				Attachments: []data.Attachment{{SHA256: text(), Name: text(), Type: text(), Size: int64(rapid.Int().Draw(t, "size"))}, {SHA256: text(), Name: text(), Type: "image/png"}},
				Escalations: []data.Escalation{{Mode: data.EscalationMode(text()), To: text(), ToName: text(), Question: text(), Reason: text()}},
				Articles:    []data.CaseUse{{Article: data.Article{Title: text()}}},
			}}
		pdf := reportOf(t, p)
		if !bytes.Equal(pdf, reportOf(t, p)) {
			t.Fatalf("the same paper gave other bytes")
		}
		if hash, right := sealIn(pdf); !right {
			t.Fatalf("its seal %s is not right", hash)
		}
		if packet, ok := packetIn(pdf); !ok || !bytes.Equal(packet, p.Packet) {
			t.Fatalf("the packet %q came out as %q", p.Packet, packet)
		}
	})
}

func TestTheSameReportFromTwoGoroutines(t *testing.T) {
	p := sample("es", 10, 5) // all pictures are equally wide: gofpdf would put them in random order
	want := reportOf(t, p)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if got, err := report.Case(p); err != nil || !bytes.Equal(got, want) {
				t.Errorf("other bytes, or none: %v", err)
			}
		})
	}
	wait.Wait()
}

func TestManyLongEntries(t *testing.T) {
	p := sample("en", 500, 0)
	p.Case.Timeline[4].Text = strings.Repeat("0123456789", 1000)
	p.Case.Timeline[4].Internal = false
	p.Case.Timeline[5].Text = strings.Repeat("A long story, told in full. ", data.MaxNote/28)
	p.Case.Timeline[6].Text = "```\n" + strings.Repeat("log line\n", 1500) + "```"
	p.Case.Ticket.Subject = strings.Repeat("W", 500)
	p.Case.Ticket.Asset = strings.Repeat("serial", 80)
	pdf := reportOf(t, p)
	run(t, pdf, "qpdf", "--check", "FILE")
	got := strings.NewReplacer("\n", "", " ", "", "\f", "").Replace(text(t, pdf))
	if n := strings.Count(got, "toldinfull"); n < 570 { // of 585
		t.Errorf("a long story is told %d times", n)
	}
	if n := strings.Count(got, "logline"); n != 1500 {
		t.Errorf("%d lines of a log of 1500", n)
	}
	if n := strings.Count(got, "0123456789"); n < 980 { // a few are cut by a page's foot and head
		t.Errorf("%d parts of a word of 1000", n)
	}
	pages := regexp.MustCompile(`page(\d+)of(\d+)`).FindAllStringSubmatch(got, -1)
	for i, m := range pages {
		if m[1] != fmt.Sprint(i+1) || m[2] != fmt.Sprint(len(pages)) {
			t.Fatalf("page %d of %d says %q", i+1, len(pages), m[0])
		}
	}
	if len(pages) < 40 {
		t.Errorf("%d pages", len(pages))
	}
}

// Wherever the text before it ends, a heading has something under it.
func TestNoPageEndsWithAHeading(t *testing.T) {
	headings := []string{"Environment", "Resolution", "Timeline", "Escalations", "Articles used", "Description"}
	for lines := range 24 {
		p := sample("en", 6, 0)
		p.Case.Ticket.Description = strings.Repeat("line\n", 4+2*lines)
		for n, page := range strings.Split(text(t, reportOf(t, p)), "\f") {
			above := strings.Split(strings.TrimSpace(page), "\n")
			above = slices.DeleteFunc(above, func(l string) bool { return l == "" || strings.Contains(l, "CIF") || strings.Contains(l, "page ") })
			if len(above) > 0 && slices.Contains(headings, above[len(above)-1]) {
				t.Errorf("with %d lines page %d ends with %q", 4+2*lines, n+1, above[len(above)-1])
			}
		}
	}
}

// A picture that nearly fits on what is left of a page is made smaller for it, by
// less than half and in proportion.
func TestAPictureThatNearlyFits(t *testing.T) {
	drawn := regexp.MustCompile(`([\d.]+) 0 0 ([\d.]+) [\d.]+ [\d.]+ cm /I`)
	size := func(lines int) (w, h float64) {
		p := sample("en", 6, 1)
		p.Case.Ticket.Description = strings.Repeat("line\n", 4+2*lines)
		for _, m := range drawn.FindAllSubmatch(unpacked(reportOf(t, p)), -1) {
			w, _ = strconv.ParseFloat(string(m[1]), 64)
			h, _ = strconv.ParseFloat(string(m[2]), 64)
		}
		return w, h
	}
	sizes := map[float64]float64{}
	for lines := range 24 {
		w, h := size(lines)
		sizes[h] = w
	}
	full := slices.Max(slices.Collect(maps.Keys(sizes)))
	if len(sizes) < 2 {
		t.Errorf("it is %.0f points high on whatever is left of a page", full)
	}
	for h, w := range sizes {
		if h < full*0.59 || math.Abs(w/h-sizes[full]/full) > 0.01 {
			t.Errorf("it is drawn %.1f by %.1f points, and %.1f by %.1f where there is room", w, h, sizes[full], full)
		}
	}
}

func TestBookmarksAndMetadata(t *testing.T) {
	p := sample("es", 8, 1)
	pdf := reportOf(t, p)
	for key, want := range map[string]string{"Title": "MAD-1042", "Producer": "Firstline", "Creator": "Firstline"} {
		info := run(t, pdf, "pdfinfo", "FILE")
		if !regexp.MustCompile(`(?m)^` + key + `: +` + want + `$`).MatchString(info) {
			t.Errorf("%s is not %s:\n%s", key, want, info)
		}
		if strings.Contains(info, "Author") || strings.Contains(info, "Subject") || strings.Contains(info, "Keywords") {
			t.Errorf("says more than it should:\n%s", info)
		}
	}
	if !bytes.Contains(pdf, []byte("(D:20261123101112)")) {
		t.Error("not dated when it was made")
	}
	for _, section := range []string{"Datos del caso", "Solicitante", "Adjuntos"} {
		var wide []byte
		for _, r := range section {
			wide = append(wide, byte(r>>8), byte(r))
		}
		if !bytes.Contains(pdf, append([]byte("/Title (\xfe\xff"), wide...)) {
			t.Errorf("no bookmark %q", section)
		}
	}
}

func TestPacketTravelsInside(t *testing.T) {
	p := sample("es", 5, 0)
	p.Packet = bytes.Repeat([]byte("ñ\x00\xff packet\n"), 1000)
	pdf := reportOf(t, p)
	if got, ok := packetIn(pdf); !ok || !bytes.Equal(got, p.Packet) {
		t.Error("the packet comes out changed")
	}
	if list := run(t, pdf, "pdfdetach", "-list", "FILE"); !strings.Contains(list, "ticket.dpk") {
		t.Errorf("not listed: %s", list)
	}
	out := filepath.Join(t.TempDir(), "packet")
	run(t, pdf, "pdfdetach", "-save", "1", "-o", out, "FILE")
	if got, err := os.ReadFile(out); err != nil || !bytes.Equal(got, p.Packet) {
		t.Errorf("other programs take it out changed: %v", err)
	}
}

// sealIn finds the seal of a report as whoever received it would, and says whether
// it is the hash of the file with zeros in its place.
func sealIn(pdf []byte) (hash string, right bool) {
	found := regexp.MustCompile(`(?m)^BT \(([0-9a-f]{64})\) Tj ET$`).FindAllSubmatchIndex(pdf, -1)
	if len(found) != 1 {
		return "", false
	}
	from, to := found[0][2], found[0][3]
	blank := slices.Concat(pdf[:from], bytes.Repeat([]byte("0"), to-from), pdf[to:])
	hash = string(pdf[from:to])
	return hash, hash == fmt.Sprintf("%x", sha256.Sum256(blank))
}

func TestSealTellsWhetherAReportWasChanged(t *testing.T) {
	pdf := reportOf(t, sample("es", 8, 2))
	hash, right := sealIn(pdf)
	if !right {
		t.Fatalf("the seal %s is not that of the file", hash)
	}
	if !strings.Contains(text(t, pdf), hash) {
		t.Error("the seal is not printed")
	}
	for name, changed := range map[string][]byte{
		"cut off":      pdf[:len(pdf)/3],
		"added to":     append(bytes.Clone(pdf), '\n'),
		"other digits": bytes.Replace(pdf, []byte(hash), []byte(strings.Repeat("f", 64)), 1),
	} {
		if _, right := sealIn(changed); right {
			t.Errorf("%s: goes unseen", name)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		changed := bytes.Clone(pdf)
		changed[rapid.IntRange(0, len(pdf)-1).Draw(t, "at")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		if _, right := sealIn(changed); right {
			t.Fatal("a changed byte goes unseen")
		}
	})
}

func TestTimesNameTheirZone(t *testing.T) {
	before := time.Local
	defer func() { time.Local = before }()
	madrid, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Skipf("no time zones here: %v", err)
	}
	time.Local = madrid
	p := sample("en", 8, 0)
	p.Case.Timeline[0].At = time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC) // summer
	got := text(t, reportOf(t, p))
	for _, want := range []string{"CET (UTC+01:00), CEST (UTC+02:00)", "20 Oct 2026, 10:00", "Created 23 Nov 2026, 11:11"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q", want)
		}
	}
}

// BenchmarkCase makes a report of 40 entries and 5 pictures; the bar is 30 ms.
func BenchmarkCase(b *testing.B) {
	p := sample("es", 40, 5)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := report.Case(p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCaseOf500Entries(b *testing.B) {
	p := sample("es", 500, 0)
	for b.Loop() {
		if _, err := report.Case(p); err != nil {
			b.Fatal(err)
		}
	}
}

var embedded = regexp.MustCompile(`/Type /EmbeddedFile /Length (\d+) /Filter /FlateDecode /Params << /CheckSum <[0-9a-f]+> /Size (\d+) >> >>\n+stream\n`)

// packetIn takes the machine-readable ticket out of a report made by Case. ok is
// false where there is none.
func packetIn(pdf []byte) (packet []byte, ok bool) {
	found := embedded.FindSubmatchIndex(pdf)
	if found == nil {
		return nil, false
	}
	length, err := strconv.Atoi(string(pdf[found[2]:found[3]]))
	size, sizeErr := strconv.ParseInt(string(pdf[found[4]:found[5]]), 10, 64)
	if err != nil || sizeErr != nil || length > len(pdf)-found[1] {
		return nil, false
	}
	z, err := zlib.NewReader(bytes.NewReader(pdf[found[1]:][:length]))
	if err != nil {
		return nil, false
	}
	defer z.Close()
	packet, err = io.ReadAll(io.LimitReader(z, size))
	return packet, err == nil && int64(len(packet)) == size
}
