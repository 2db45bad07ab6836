package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/search"
)

// patient is near, however loaded the machine is.
var patient = desk.Reach{Texts: desk.Near.Texts, Tickets: desk.Near.Tickets, Time: time.Minute}

// found says whether a search shows a ticket, and a list filtered so, too.
func found(t *testing.T, d *desk.Desk, typed, number string) bool {
	t.Helper()
	finds, err := d.Search(ctx, typed, 10, patient)
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := d.List(ctx, desk.ListQuery{View: data.AllView, Filter: typed})
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(finds.Hits, func(h desk.Hit) bool { return h.Number == number }) &&
		slices.ContainsFunc(rows, func(x data.Excerpt) bool { return x.Number == number })
}

// What a field asks for is found behind more texts with the word than are looked
// at.
func TestFieldsReachBehindTheNewest(t *testing.T) {
	d := atDesk(t)
	for i, who := range []string{"Lucía Núñez", "Bob"} {
		in := desk.Intake{Contact: data.Contact{Name: who}, Subject: "Toner", Impact: data.High, Urgency: []data.Level{data.High, data.Low}[i]}
		if _, err := d.OpenTicket(ctx, in); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.SetFields(ctx, "MAD-1", map[string]string{"owner": "Inés"}, ""); err != nil {
		t.Fatal(err)
	}
	for n := range desk.Near.Texts + 50 {
		if _, err := d.AddNote(ctx, desk.Note{Ticket: "MAD-2", Text: fmt.Sprint("toner ", n)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, typed := range []string{"prioridad:p1 toner", "toner cliente:nunez", "owner:ines toner", "toner -priority:p2 -priority:p3"} {
		if !found(t, d, typed, "MAD-1") {
			t.Errorf("%q does not find the ticket", typed)
		}
	}
}

// Whatever is pasted is a question: its beginning is looked for.
func TestAWholeMailIsAQuestion(t *testing.T) {
	d := atDesk(t)
	if _, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Bob"}, Subject: "Zeppelin"}); err != nil {
		t.Fatal(err)
	}
	for _, rest := range []string{strings.Repeat(" a", 5000), strings.Repeat("x", 10_000), strings.Repeat(` "the printer" -nothing tag:none`, 500)} {
		finds, err := d.Search(ctx, "zeppelin"+rest, 10, patient)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := d.List(ctx, desk.ListQuery{Filter: "zeppelin" + rest}); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(rest, " a") && len(finds.Hits) == 0 {
			t.Errorf("%.20q… finds nothing", rest)
		}
	}
}

// Whoever is found by name was meant by it, whatever the articles would take it
// for.
func TestANameIsNotRepaired(t *testing.T) {
	d := atDesk(t)
	if _, err := d.SaveArticle(ctx, data.Article{Title: "Paseo de Gracia: the office"}, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SaveContact(ctx, data.Contact{Name: "Ana García"}); err != nil {
		t.Fatal(err)
	}
	finds, err := d.Search(ctx, "garcia", 10, patient)
	if err != nil || finds.Instead != "" || len(finds.Hits) == 0 {
		t.Fatalf("%+v, %v", finds, err)
	}
}

// What must not occur is enough of a question: it lists the newest tickets that
// have it in none of their texts.
func TestExclusionsAlone(t *testing.T) {
	d := atDesk(t)
	for _, subject := range []string{"Toner", "Zeppelin", "Impresora"} {
		if _, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Bob"}, Subject: subject}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.AddNote(ctx, desk.Note{Ticket: "MAD-3", Text: "The toner is empty."}); err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string][]string{
		"-toner":                   {"MAD-2"},
		"-TÓNER -zeppelin":         nil,
		"-zeppelin":                {"MAD-3", "MAD-1"}, // the newest first
		"impresora -toner":         nil,                // in another of its texts
		"-cliente:ana -toner":      {"MAD-2"},
		"-cliente:bob":             nil,
		"estado:abierto -zeppelin": {"MAD-3", "MAD-1"},
		"-":                        nil,
		"-!!!":                     nil,
	} {
		finds, err := d.Search(ctx, typed, 10, patient)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range finds.Hits {
			got = append(got, h.Number)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", typed, got, want)
		}
	}
}

// A list is without what a field excludes, and says which field it cannot know of.
func TestListsWithoutAField(t *testing.T) {
	d := atDesk(t)
	for _, in := range []desk.Intake{
		{Contact: data.Contact{Name: "Lucía Núñez", Organization: "Acme", Site: "Madrid", Phones: []string{"+34 600 111 222"}}, Subject: "Toner", Asset: "PRN-0042"},
		{Contact: data.Contact{Name: "Bob", Organization: "Globex", Emails: []string{"bob@globex.test"}}, Subject: "Zeppelin", Category: "Balloons"},
		{Contact: data.Contact{Name: "Acme Brown"}, Subject: "Lucia asked for Madrid"},
	} {
		if _, err := d.OpenTicket(ctx, in); err != nil {
			t.Fatal(err)
		}
	}
	for number, owner := range map[string]string{"MAD-1": "Inés Gil", "MAD-2": "Luis Gil", "MAD-3": ""} {
		if _, err := d.SetFields(ctx, number, map[string]string{"owner": owner}, ""); err != nil {
			t.Fatal(err)
		}
	}
	for typed, want := range map[string][]string{
		"-cliente:nunez":                  {"MAD-2", "MAD-3"},
		"-cliente:lucia":                  {"MAD-2", "MAD-3"}, // whose text says so, is not by her
		`-caller:"lucía núñez" -caller:b`: {"MAD-3"},
		"-organization:globex toner":      {"MAD-1"},
		"-sede:madrid":                    {"MAD-2", "MAD-3"},
		"-phone:600111222":                {"MAD-2", "MAD-3"},
		"-email:globex.test":              {"MAD-1", "MAD-3"},
		"-asset:PRN-0042":                 {"MAD-2", "MAD-3"},
		"-categoría:balloons":             {"MAD-1", "MAD-3"},
		"-desde:hoy":                      nil,
		"-hasta:ayer":                     {"MAD-1", "MAD-2", "MAD-3"},
		"-hasta:hoy":                      nil,
		"-cliente:zoe":                    {"MAD-1", "MAD-2", "MAD-3"},
		"owner:inés":                      {"MAD-1"}, // Inés Gil
		"propietario:GIL -toner":          {"MAD-2"},
		"-owner:ines -agente:luis":        {"MAD-3"},
		"owner:pe":                        nil,
	} {
		for _, soon := range []bool{false, true} {
			rows, _, err := d.List(ctx, desk.ListQuery{View: data.AllView, Filter: typed, Sort: "number", Asc: true, Soon: soon})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, x := range rows {
				got = append(got, x.Number)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q (a first look: %v) lists %v, want %v", typed, soon, got, want)
			}
		}
	}
	for _, typed := range []string{"-tipo:incidencia", "impact:high"} {
		var fault *data.Problem
		if _, _, err := d.List(ctx, desk.ListQuery{Filter: typed}); !errors.As(err, &fault) || fault.Key != "not_filtered" {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

// A caller's tickets are found however many callers are called so, and however
// many tickets have the word.
func TestCallersBehindTheNewest(t *testing.T) {
	d := atDesk(t)
	first, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Lucía Núñez", Organization: "Talleres Norte"}, Subject: "Toner"})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 250 { // newer, and none with a ticket
		if _, err := d.SaveContact(ctx, data.Contact{Name: fmt.Sprint("Bob ", n), Organization: "Aceros Sur"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Eva", Emails: []string{"norte@sur.example"}}, Subject: "Screen"}); err != nil {
		t.Fatal(err)
	}
	for n := range desk.Near.Texts + 50 {
		if _, err := d.AddNote(ctx, desk.Note{Ticket: "MAD-2", Text: fmt.Sprint("toner ", n)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, typed := range []string{"cliente:nunez toner", "empresa:norte", "cliente:norte toner", "-cliente:sur empresa:norte toner"} {
		finds, err := d.Search(ctx, typed, 10, patient)
		if err != nil {
			t.Fatal(err)
		}
		if len(finds.Hits) != 1 || finds.Hits[0].Number != first.Number {
			t.Errorf("%q does not find the ticket: %+v", typed, finds.Hits)
		}
	}
	if finds, err := d.Search(ctx, "cliente:sur -toner", 10, patient); err != nil || len(finds.Hits) > 0 {
		t.Errorf("%+v, %v", finds.Hits, err)
	}
	if _, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Aceros"}, Subject: "Screen"}); err != nil {
		t.Fatal(err)
	}
	if finds, err := d.Search(ctx, "cliente:aceros", 10, patient); err != nil || len(finds.Hits) != 1 {
		t.Errorf("of 251 called so, %+v, %v", finds.Hits, err)
	}
}

// Tickets are found by whatever their callers can be reached by, and show it.
func TestTicketsAreFoundByTheirCallers(t *testing.T) {
	d := atDesk(t)
	caller := data.Contact{Name: "Lucía O'Brien", Phones: []string{"+34 600 111 222"}, Emails: []string{"lucia@norte.example"}, Organization: "Talleres Norte"}
	if _, err := d.OpenTicket(ctx, desk.Intake{Contact: caller, Subject: "Toner", Impact: data.High, Urgency: data.Low}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Bob"}, Subject: "Toner", Impact: data.Low, Urgency: data.Low}); err != nil {
		t.Fatal(err)
	}
	for typed, marked := range map[string]string{
		"600111222":           "600 111 222",
		"0034 600-111-222":    "600 111 222",
		"lucia@norte.example": "lucia@norte.example",
		"talleres":            "Talleres",
		"norte talleres":      "Norte",
		"o’brien":             "",
		"lucia toner":         "",
		"impacto:alto":        "", // which stands in none of its texts
		"impacto:alto toner":  "",
	} {
		finds, err := d.Search(ctx, typed, 10, patient)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(finds.Hits, func(h desk.Hit) bool { return h.Kind == "ticket" })
		if i < 0 || finds.Hits[i].Number != "MAD-1" {
			t.Errorf("%q finds %+v", typed, finds.Hits)
			continue
		}
		said := finds.Hits[i].Snippet
		if !slices.ContainsFunc(search.Marked(said), func(p search.Piece) bool { return p.Hit && strings.Contains(p.Text, marked) }) && marked != "" {
			t.Errorf("%q says %q", typed, said)
		}
		if slices.ContainsFunc(finds.Hits, func(h desk.Hit) bool { return h.Number == "MAD-2" }) && !strings.Contains(typed, " toner") {
			t.Errorf("%q finds the other ticket, too", typed)
		}
	}
}

// A value that no field has is said, and any limit is one.
func TestWhatNothingCanMatchIsSaid(t *testing.T) {
	d := atDesk(t)
	for typed, want := range map[string]string{"estado:nonsense toner": "nonsense", "desde:nunca": "nunca", "since:yesterday estado:abierto prioridad:p1": "", "-estado:nonsense": ""} {
		finds, err := d.Search(ctx, typed, -1, patient)
		if got := strings.Join(finds.Unknown, ", "); got != want || err != nil {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
	}
	if _, err := d.Search(ctx, "ana", -1, patient); err != nil {
		t.Error(err)
	}
}

// Titles are marked whether or not the text below says why: a phrase as a whole, a word
// in another form, an article's also by another word for it.
func TestTitlesAreMarked(t *testing.T) {
	d := atDesk(t)
	if _, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Bob"}, Subject: "Scanners lose the wifi in the dock", Description: "One of them loses it daily."}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SaveArticle(ctx, data.Article{Title: "How do I send a large file?", Resolution: "Share a link.", Language: "en"}, ""); err != nil {
		t.Fatal(err)
	}
	show := strings.NewReplacer(string(search.HitStart), "[", string(search.HitEnd), "]")
	for typed, want := range map[string]string{
		`"lose the wifi"`: "Scanners [lose the wifi] in the dock",
		"scanner":         "[Scanners] lose the wifi in the dock",
		"sending big":     "How do I [send] a [large] file?",
	} {
		finds, err := d.Search(ctx, typed, 10, patient)
		if err != nil {
			t.Fatal(err)
		}
		if len(finds.Hits) == 0 || show.Replace(finds.Hits[0].Marked) != want {
			t.Errorf("%s finds %+v, want %s", typed, finds.Hits, want)
		}
	}
}
