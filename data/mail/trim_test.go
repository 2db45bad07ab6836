package mail

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTrim(t *testing.T) {
	const answer = "Es funktioniert wieder.\n\nDanke!"
	earlier := []string{"> Läuft der Drucker?", ">", "> Ana"}
	tests := map[string][]string{ // what follows the answer
		"nothing":               {},
		"English":               append([]string{"", "On Thu, Nov 26, 2026 at 9:15 AM Ana Ruiz <ana@example.com> wrote:", ""}, earlier...),
		"English, broken":       append([]string{"", "On Thu, Nov 26, 2026 at 9:15 AM Ana Ruiz via the Service Desk <", "ana@example.com> wrote:", ""}, earlier...),
		"Spanish":               append([]string{"", "El jue, 26 nov 2026 a las 9:15, Ana Ruiz (<ana@example.com>) escribió:", ""}, earlier...),
		"German":                append([]string{"", "Am 26.11.2026 um 09:15 schrieb Ana Ruiz:"}, earlier...),
		"German of Gmail":       append([]string{"", "Ana Ruiz <ana@example.com> schrieb am Do., 26. Nov. 2026, 09:15:", ""}, earlier...),
		"French":                append([]string{"", "Le jeu. 26 nov. 2026 à 09:15, Ana Ruiz <ana@example.com> a écrit\u00a0:", ""}, earlier...),
		"Portuguese":            append([]string{"", "Em qui., 26 de nov. de 2026 às 09:15, Ana Ruiz <ana@example.com> escreveu:", ""}, earlier...),
		"Italian":               append([]string{"", "Il giorno gio 26 nov 2026 alle ore 09:15 Ana Ruiz <ana@example.com> ha scritto:", ""}, earlier...),
		"without marks":         {"", "On 26 Nov 2026, at 09:15, Ana Ruiz <ana@example.com> wrote:", "", "Läuft der Drucker?", "", "Ana"},
		"Outlook":               {"", "________________________________", "From: Ana Ruiz <ana@example.com>", "Sent: Thursday, November 26, 2026 9:15 AM", "To: Max", "Subject: Drucker", "", "Läuft der Drucker?"},
		"Outlook in German":     {"", "Von: Ana Ruiz <ana@example.com> ", "Gesendet: Donnerstag, 26. November 2026 09:15", "An: Max", "Betreff: Drucker", "", "Läuft der Drucker?"},
		"Outlook in Spanish":    {"", "De: Ana Ruiz <ana@example.com>", "Enviado el: jueves, 26 de noviembre de 2026 9:15", "Para: Max", "Asunto: Impresora", "", "¿Funciona?"},
		"Outlook in French":     {"", "De : Ana Ruiz <ana@example.com>", "Envoyé : jeudi 26 novembre 2026 09:15", "À : Max", "Objet : Imprimante", "", "Ça marche ?"},
		"Outlook in Italian":    {"", "Da: Ana Ruiz <ana@example.com>", "Inviato: giovedì 26 novembre 2026 09:15", "A: Max", "Oggetto: Stampante", "", "Funziona?"},
		"Outlook in Portuguese": {"", "De: Ana Ruiz <ana@example.com>", "Enviada em: quinta-feira, 26 de novembro de 2026 09:15", "Para: Max", "Assunto: Impressora", "", "Funciona?"},
		"original message":      {"", "-----Original Message-----", "From: Ana", "", "Läuft der Drucker?"},
		"mensaje original":      {"", "-----Mensaje original-----", "¿Funciona?"},
		"signature":             {"", "-- ", "Max Muster", "Einkauf"},
		"signature before":      append([]string{"", "-- ", "Max", "", "On Thu, Nov 26, 2026 at 9:15 AM Ana wrote:", ""}, earlier...),
		"an iPhone":             {"", "Von meinem iPhone gesendet"},
		"an iPhone, Spanish":    append([]string{"", "Enviado desde mi iPhone", "", "> El 26 nov 2026, a las 9:15, Ana <ana@example.com> escribió:", "> "}, earlier...),
		"an iPhone, French":     {"", "Envoyé de mon iPhone"},
		"an iPhone, Italian":    {"", "Inviato da iPhone"},
		"a phone, Portuguese":   {"", "Enviado do meu iPhone"},
		"Outlook on a phone":    {"", "Get Outlook for iOS<https://aka.ms/o0ukef>", "________________________________", "From: Ana <ana@example.com>", "Sent: Thursday", "To: Max", "Subject: x", "", "Läuft er?"},
		"only a quote":          append([]string{""}, earlier...),
	}
	for name, rest := range tests {
		text := strings.Join(append([]string{answer}, rest...), "\n")
		fresh, quoted := trim(text)
		if fresh != answer {
			t.Errorf("%s: %q", name, fresh)
		}
		for _, line := range rest {
			if line = strings.TrimSpace(line); len(line) > 3 && !strings.Contains(quoted, line) {
				t.Errorf("%s: %q is lost", name, line)
			}
		}
	}
}

// What only the HTML says: the programs' own marks, in whatever language.
func TestTrimHTML(t *testing.T) {
	tests := map[string]struct{ html, fresh string }{
		"Gmail": {`<div dir="ltr">Läuft.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">Dne čt 26. 11. 2026 v 9:15 odesílatel Ana napsal:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">Läuft der Drucker?</blockquote></div>`, "Läuft."},
		"Gmail, answers between": {`<div class="gmail_quote"><div class="gmail_attr">On 26 Nov 2026 Ana wrote:</div><blockquote class="gmail_quote">Which printer?</blockquote><div>The second.</div><blockquote class="gmail_quote">And the paper?</blockquote><div>Is there.</div></div>`,
			"> Which printer?\n\nThe second.\n\n> And the paper?\n\nIs there."},
		"Gmail's signature":  {`<div>Läuft.</div><span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature">Max<br>Einkauf</div>`, "Läuft."},
		"Outlook":            {`<div class="WordSection1"><p class="MsoNormal">Läuft.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>Lähettäjä:</b> Ana<br><b>Aika:</b> torstai</p></div><p class="MsoNormal">Läuft der Drucker?</p></div>`, "Läuft."},
		"Outlook on the web": {`<div>Läuft.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Van:</b> Ana</div><div>Läuft der Drucker?</div>`, "Läuft."},
		"Apple Mail":         {`<div>Läuft.</div><div><br><blockquote type="cite"><div>Am 26.11.2026 um 09:15 schrieb Ana &lt;ana@example.com&gt;:</div><br><div>Läuft der Drucker?</div></blockquote></div>`, "Läuft."},
		"Thunderbird": {`<div class="moz-cite-prefix">Am 26.11.26 um 09:15 schrieb Ana:<br></div><blockquote type="cite" cite="mid:1@example.com"><p>Läuft der Drucker?</p></blockquote><p>Läuft.</p><pre class="moz-signature">-- 
Max</pre>`, "Läuft."},
		"Yahoo":                 {`<div>Läuft.</div><div class="yahoo_quoted"><div>Ana, perşembe:</div><div>Läuft der Drucker?</div></div>`, "Läuft."},
		"an indent is no quote": {`<p>a</p><blockquote style="margin: 0 0 0 40px; border: none; padding: 0px;">b</blockquote>`, "a\n\nb"},
	}
	for name, test := range tests {
		m := Read(append(crlf("Subject: s", "Content-Type: text/html; charset=utf-8", "", ""), test.html...), arrived)
		if m.NewText != test.fresh {
			t.Errorf("%s:\n got %q\nwant %q", name, m.NewText, test.fresh)
		}
		if strings.Contains(test.html, "Läuft der") && !(strings.Contains(m.Text, "Läuft der Drucker?") && strings.Contains(m.Quoted, "Läuft der Drucker?")) {
			t.Errorf("%s: lost the quote: %q", name, m.Text)
		}
	}
}

func TestTrimKeepsWhatPeopleWrite(t *testing.T) {
	tests := map[string]string{ // text, what is new
		"> Which printer?\nThe second.\n\n> And the paper?\nIs there.": "> Which printer?\nThe second.\n\n> And the paper?\nIs there.",
		"On 26 Nov 2026, Ana wrote:\n> Which printer?\n\nThe second.":  "The second.",
		"From: the menu choose Print.\nTo: the left is the tray.":      "From: the menu choose Print.\nTo: the left is the tray.",
		"On Monday I wrote you.\nIt was about the printer.":            "On Monday I wrote you.\nIt was about the printer.",
		"I sent it from my iPhone because the PC is broken, sorry.":    "I sent it from my iPhone because the PC is broken, sorry.",
		"a\n\n---\n\nA long second part that is no signature at all but goes on about the matter at hand, at some length, over the line, and then says what it wants.": "a\n\n---\n\nA long second part that is no signature at all but goes on about the matter at hand, at some length, over the line, and then says what it wants.",
		"---------- Forwarded message ---------\nFrom: Bob <bob@example.com>\nDate: Thu, Nov 26, 2026\nSubject: x\nTo: me\n\nIt is broken.":                            "It is broken.",
		"```\n-- \n> not a quote\n```\nSee above.": "```\n-- \n> not a quote\n```\nSee above.",
		"": "",
	}
	for text, want := range tests {
		if fresh, _ := trim(text); fresh != want {
			t.Errorf("%q:\n got %q\nwant %q", text, fresh, want)
		}
	}
}

// Nothing is lost: every line is new or is not, once.
func TestTrimLosesNothing(t *testing.T) {
	piece := rapid.SampledFrom([]string{"", "text", "> quoted", ">> deeper", "-- ", "On 26 Nov 2026, Ana <ana@example.com> wrote:", "From: Ana", "Sent: today", "Subject: x",
		"-----Original Message-----", "________________", "Sent from my iPhone", "El jueves Ana escribió:", "```", "  ", "|bar"})
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(piece, 0, 20).Draw(t, "lines")
		fresh, quoted := trim(strings.Join(lines, "\n"))
		count := func(list []string) map[string]int {
			n := map[string]int{}
			for _, line := range list {
				if line = strings.TrimSpace(line); line != "" {
					n[line]++
				}
			}
			return n
		}
		want, got := count(lines), count(append(strings.Split(fresh, "\n"), strings.Split(quoted, "\n")...))
		for line, n := range want {
			if got[line] != n {
				t.Fatalf("%q: %d of %d", line, got[line], n)
			}
		}
	})
}

// What other projects expect of the texts they test with.
func TestTrimAsOthersDo(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no mails of other projects at " + corpus)
	}
	// The first paragraph most of Crisp's texts begin with.
	const paragraph = "Fusce bibendum, quam hendrerit sagittis tempor, dui turpis tempus erat, pharetra sodales ante sem sit amet metus. " +
		"Nulla malesuada, orci non vulputate lobortis, massa felis pharetra ex, convallis consectetur ex libero eget ante. " +
		"Nam vel turpis posuere, rhoncus ligula in, venenatis orci. Duis interdum venenatis ex a rutrum. " +
		"Duis ut libero eu lectus consequat consequat ut vel lorem. Vestibulum convallis lectus urna, " +
		"et mollis ligula rutrum quis. Fusce sed odio id arcu varius aliquet nec nec nibh."
	known := map[string]string{
		"test_fixtures_email_emoji.txt":                    "🎉 — John Doe CEO at Pandaland @pandaland",
		"test_fixtures_email_zoho.txt":                     "What is the best way to clear a Riak bucket of all key, values after running a test?",
		"test_emails_email_iPhone.txt":                     "Here is another email",
		"test_emails_email_BlackBerry.txt":                 "Here is another email",
		"tests_fixtures_html_replies_gmail.html":           "Hi. I am fine. Thanks, Alex",
		"tests_fixtures_html_replies_ms_outlook_2003.html": "Hi. I am fine. Thanks, Alex",
		"tests_fixtures_html_replies_ms_outlook_2007.html": "Hi. I am fine. Thanks, Alex",
		"tests_fixtures_html_replies_yandex_ru.html":       "Hi. I am fine. Thanks, Alex",
		"tests_fixtures_standard_replies_android.eml":      "Hello",
		"tests_fixtures_standard_replies_apple_mail.eml":   "Hello",
		"tests_fixtures_standard_replies_comcast.eml":      "Hello",
		"tests_fixtures_standard_replies_yahoo.eml":        "Hello",
	}
	all, same := 0, 0
	for _, path := range corpusMails(t, "trimmer", "crisp", "ghreply", "talon") {
		name, raw := filepath.Base(path), readFile(t, path)
		want, ok := known[name]
		if expects := strings.Replace(path, "test_emails_", "test_trimmed_", 1); !ok && strings.Contains(path, "trimmer") && expects != path {
			want, ok = string(readFile(t, expects)), true
		}
		if text := oneLine(string(raw)); !ok && strings.HasPrefix(text, paragraph) {
			want, ok = paragraph, true
		}
		if !ok {
			continue
		}
		var fresh string
		switch filepath.Ext(path) {
		case ".eml":
			fresh = Read(raw, arrived).NewText
		case ".html":
			fresh, _ = trim(htmlText(string(raw)))
		default:
			fresh, _ = trim(plainText(string(raw)))
		}
		all++
		if oneLine(fresh) == oneLine(want) {
			same++
		} else {
			t.Logf("%s\n got %q\nwant %q", name, fresh, want)
		}
	}
	t.Logf("%d of %d", same, all)
	if all == 0 || same*100 < all*95 {
		t.Errorf("only %d of %d", same, all)
	}
}
