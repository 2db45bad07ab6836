package search

import (
	"database/sql"
	"reflect"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	none := map[string][]string{}
	f := func(name string, values ...string) map[string][]string { return map[string][]string{name: values} }
	for in, want := range map[string]Query{
		"printer jam":              {Text: "printer jam", Terms: []string{"printer", "jam"}, Unfinished: true},
		"printer jam ":             {Text: "printer jam", Terms: []string{"printer", "jam"}},
		`"paper jam" hp`:           {Text: "paper jam hp", Terms: []string{"hp"}, Phrases: []string{"paper jam"}, Unfinished: true},
		"«atasco de papel»":        {Text: "atasco de papel", Phrases: []string{"atasco de papel"}},
		"jam -toner -\"ink jet\"":  {Text: "jam", Terms: []string{"jam"}, Without: []string{"toner", "ink jet"}},
		"e-mail - x":               {Text: "e-mail - x", Terms: []string{"e-mail", "-", "x"}, Unfinished: true},
		`"not closed`:              {Text: "not closed", Terms: []string{"not", "closed"}, Unfinished: true},
		"estado:resuelto":          {Fields: f("status", "resolved")},
		"ESTADO:Pendiente":         {Fields: f("status", "pending_customer", "pending_vendor")},
		"status:in_progress":       {Fields: f("status", "in_progress")},
		"status:\"in progress\"":   {Fields: f("status", "in_progress")},
		"estado:pend":              {Fields: f("status", "pending_customer", "pending_vendor")},
		"estado:asig":              {Fields: f("status", "assigned")},
		"estado:quién sabe":        {Text: "sabe", Terms: []string{"sabe"}, Fields: f("status", "quién"), Unfinished: true},
		"-status:closed vpn":       {Text: "vpn", Terms: []string{"vpn"}, Except: f("status", "closed"), Unfinished: true},
		`cliente:"Ana García" vpn`: {Text: "vpn", Terms: []string{"vpn"}, Fields: f("caller", "Ana García"), Unfinished: true},
		"categoría:Red owner:ana":  {Fields: map[string][]string{"category": {"Red"}, "owner": {"ana"}}},
		"prioridad:alta":           {Fields: f("priority", "p2")},
		"impacto:alto":             {Fields: f("impact", "high")},
		"statut:clos depuis:hier":  {Fields: map[string][]string{"status": {"closed"}, "since": {"hier"}}},
		"priorität:hoch":           {Fields: f("priority", "p2")},
		"status:gelöst":            {Fields: f("status", "resolved")},
		"melder:köhler seit:heute": {Fields: map[string][]string{"caller": {"köhler"}, "since": {"heute"}}},
		"desde:ayer hasta:hoy":     {Fields: map[string][]string{"since": {"ayer"}, "until": {"hoy"}}},
		"owner: ana":               {Text: "owner: ana", Terms: []string{"owner:", "ana"}, Unfinished: true},
		"https://example.org":      {Text: "https://example.org", Terms: []string{"https://example.org"}, Unfinished: true},
		"error:404":                {Text: "error:404", Terms: []string{"error:404"}, Unfinished: true},
		"":                         {},
	} {
		if want.Fields == nil {
			want.Fields = none
		}
		if want.Except == nil {
			want.Except = none
		}
		if got := Parse(in); !reflect.DeepEqual(got, want) {
			t.Errorf("Parse(%s)\n got %+v\nwant %+v", in, got, want)
		}
	}
	for _, open := range []string{"estado:abierto", "situação:aberto"} {
		if got := Parse(open).Fields["status"]; len(got) != 6 {
			t.Errorf("%s is %v", open, got)
		}
	}
}

func TestEveryValueLeadsToCodes(t *testing.T) {
	for field, names := range values {
		for name := range names {
			for _, code := range valuesOf(field, name) {
				found := false
				for _, c := range choices[field] {
					found = found || c == code
				}
				if !found {
					t.Errorf("%s:%s leads to %q", field, name, code)
				}
			}
		}
	}
}

func TestSpan(t *testing.T) {
	now := time.Date(2026, 11, 23, 15, 4, 5, 0, time.Local)
	for in, want := range map[string]string{
		"hoy":                  "2026-11-23 2026-11-24",
		"ontem":                "2026-11-22 2026-11-23",
		"Yesterday":            "2026-11-22 2026-11-23",
		"7d":                   "2026-11-16 2026-11-17",
		"2s":                   "2026-11-09 2026-11-10",
		"7j":                   "2026-11-16 2026-11-17",
		"avant-hier":           "2026-11-21 2026-11-22",
		"2026-10":              "2026-10-01 2026-11-01",
		"2025":                 "2025-01-01 2026-01-01",
		"1.11.2026":            "2026-11-01 2026-11-02",
		"11.2026":              "2026-11-01 2026-12-01",
		"vorgestern":           "2026-11-21 2026-11-22",
		"1/11/2026":            "2026-11-01 2026-11-02",
		"2026-11-01":           "2026-11-01 2026-11-02",
		"año":                  "2025-11-23 2026-11-24",
		"last week":            "2026-11-16 2026-11-24",
		"la semana pasada":     "2026-11-16 2026-11-24",
		"letzte Woche":         "2026-11-16 2026-11-24",
		"le mois dernier":      "2026-10-24 2026-11-24",
		"Monday":               "2026-11-23 2026-11-24", // which it is
		"martes":               "2026-11-17 2026-11-18",
		"sábado":               "2026-11-21 2026-11-22",
		"November":             "2026-11-01 2026-12-01",
		"diciembre":            "2025-12-01 2026-01-01",
		"noviembre_de_2024":    "2024-11-01 2024-12-01",
		"1-11-2026":            "2026-11-01 2026-11-02",
		"last-week":            "2026-11-16 2026-11-24",
		"20 de noviembre":      "2026-11-20 2026-11-21",
		"Nov 20":               "2026-11-20 2026-11-21",
		"20 nov 2025":          "2025-11-20 2025-11-21",
		"November 20th, 2025":  "2025-11-20 2025-11-21",
		"20. November":         "2026-11-20 2026-11-21",
		"le 3 août":            "2026-08-03 2026-08-04",
		"1º de dezembro":       "2025-12-01 2025-12-02", // the last that began
		"jueves_12_marzo_2026": "",
		"12_marzo_2026":        "2026-03-12 2026-03-13",
		"sept 2026":            "2026-09-01 2026-10-01",
		"30 feb":               "",
		"20 de noviembre 2 3":  "",
		"the last":             "",
		"noviembre pronto":     "",
		"la semana de siempre": "",
		"soon":                 "",
		"":                     "",
	} {
		from, to, ok := Span(in, now)
		got := ""
		if ok {
			got = from.Format("2006-01-02 ") + to.Format("2006-01-02")
		}
		if got != want {
			t.Errorf("Span(%s) = %q, want %q", in, got, want)
		}
	}
}

// index is a full-text index as the store makes it.
func index(t rapid.TB, texts ...string) *sql.DB {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`CREATE VIRTUAL TABLE x USING fts5 (words, tokenize = "ascii", content = '', contentless_delete = 1)`); err != nil {
		t.Skip("built without FTS5: ", err)
	}
	for i, s := range texts {
		if _, err := db.Exec("INSERT INTO x (rowid, words) VALUES (?,?)", i, IndexText(s, Detect(s))); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// matching gives the rows an expression finds, as a text.
func matching(t rapid.TB, db *sql.DB, match string) string {
	t.Helper()
	if match == "" {
		return "nothing asked"
	}
	rows, err := db.Query("SELECT rowid FROM x WHERE x MATCH ? ORDER BY rowid", match)
	if err != nil {
		t.Fatalf("FTS5 refuses %s: %v", match, err)
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var row string
		if err := rows.Scan(&row); err != nil {
			t.Fatalf("%v", err)
		}
		found = append(found, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("FTS5 refuses %s: %v", match, err)
	}
	return strings.Join(found, " ")
}

func TestMatchFinds(t *testing.T) {
	db := index(t,
		"No puedo imprimir en la impresora de la segunda planta desde ayer",
		"The printers on the second floor do not print since the update KB5034441 was installed",
		"Error 0x80070005 when the C++ runtime is configured on 192.168.1.10",
		"Llamar al +34 600 111 222 o escribir a ana.garcia@example.org sobre el equipo ABC-123/4",
		"La configuración de la conexión VPN se perdió después de las actualizaciones",
		"C# and .NET projects, OneDrive sync",
		"Die Drucker im zweiten Stock drucken nicht mehr, das ist sehr schlecht für uns",
	)
	defer db.Close()
	for query, want := range map[string]string{
		"impresoras ":          "0",
		"printer ":             "1",
		"Drucker ":             "6",
		"IMPRIMÍ":              "0", // unfinished
		"configuraciones ":     "2 4",
		"actualizacion ":       "4",
		"kb5034441":            "1",
		"KB 5034441 ":          "1",
		"5034441 ":             "1",
		"0x80070005 ":          "2",
		"80070005 ":            "2",
		"C++ ":                 "2",
		"c# ":                  "5",
		".net ":                "5",
		"onedrive ":            "5",
		"one-drive ":           "5",
		"192.168.1.10 ":        "2",
		"192.168":              "2",
		"600111222 ":           "3",
		"+34600111222 ":        "3",
		"0034 600 111 222 ":    "3",
		"600 111":              "3",
		"abc1234 ":             "3",
		"ABC 123/4 ":           "3",
		"123/4 ":               "3",
		"ana.garcia@example":   "3",
		"example.org ":         "3",
		"the printer ":         "1",   // common words say nothing where others do
		"impresora vpn ":       "0 4", // any of them
		"impresora -ayer ":     "",    // but not this
		"vpn -impresora ":      "4",   //
		`"segunda planta"`:     "0",   // in a row
		`"planta segunda"`:     "",    //
		`"second floor" error`: "1",   // the phrase decides, the word ranks
		"-vpn":                 "nothing asked",
		"estado:abierto":       "nothing asked",
		"…!":                   "nothing asked",
	} {
		if got := matching(t, db, Match(query)); got != want {
			t.Errorf("%s found %q, want %q\n\t%s", query, got, want, Match(query))
		}
	}
	together := func(query string) string {
		q := Parse(query)
		phrases, words := q.Lookups()
		return matching(t, db, q.Together(append(phrases, words...)...))
	}
	for query, want := range map[string]string{"impresora planta ayer": "0", "impresora vpn": "", `"segunda planta" impresora`: "0", `"segunda planta" vpn`: "", "+34 600 111 222": "3", "impresora -ayer": ""} {
		if got := together(query); got != want {
			t.Errorf("all of %s found %q, want %q", query, got, want)
		}
	}
}

// An index made when only its pairs were words holds the address of a network card
// that is asked for in any form, too.
func TestCardsAreFoundInOlderIndexes(t *testing.T) {
	db := index(t)
	defer db.Close()
	if _, err := db.Exec("INSERT INTO x (rowid, words) VALUES (7, 'reserved 001b 00 1 b 44 e13a e 1 3 a b7 b 7 for it')"); err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"00:1b:44:e1:3a:b7", "00-1B-44-E1-3A-B7", "001b.44e1.3ab7", "001B44E13AB7", "44e13a"} {
		if got := matching(t, db, Match(typed)); got != "7" {
			t.Errorf("%s found %q", typed, got)
		}
	}
}

func TestMatchIsAlwaysAccepted(t *testing.T) {
	db := index(t, "No puedo imprimir en la impresora", "C++ and KB5034441, ana@example.org, हिन्दी 打印机")
	defer db.Close()
	rapid.Check(t, func(t *rapid.T) {
		s := text().Draw(t, "typed")
		q := Parse(s)
		phrases, words := q.Lookups()
		matching(t, db, Match(s))
		matching(t, db, q.Together(append(phrases, words...)...))
	})
}

// A text is found by each of its own words, whatever they are.
func TestWhatIsIndexedIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := text().Draw(t, "text")
		words := Words(s)
		if len(words) == 0 {
			return
		}
		w := rapid.SampledFrom(words).Draw(t, "word")
		match := Match(w.Text + " ")
		if match == "" {
			t.Fatalf("the word %q of %q asks for nothing", w.Text, s)
		}
		db := index(t, s)
		defer db.Close()
		if got := matching(t, db, match); got != "0" {
			t.Fatalf("%q (%q) is not found by %q: %s", s, IndexText(s, Detect(s)), w.Text, match)
		}
	})
}
