package assets_test

import (
	"bytes"
	"image/png"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"firstline/assets"
	"firstline/data"
)

func TestIcon(t *testing.T) {
	picture, err := png.Decode(bytes.NewReader(assets.Icon()))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X != 256 || size.Y != 256 {
		t.Errorf("the icon is %v, not 256 by 256", size)
	}
	if _, _, _, alpha := picture.At(0, 0).RGBA(); alpha != 0 {
		t.Error("the icon's corner is not clear")
	}
}

func TestWords(t *testing.T) {
	if all := assets.Languages(); !slices.IsSorted(all) || !slices.Contains(all, "en") || !slices.Contains(all, "es-419") {
		t.Errorf("the languages are %v", all)
	}
	for _, lang := range []string{"en", "es", "pt"} {
		rooms := assets.Words(lang)
		if !bytes.Contains(rooms["shared"], []byte("word.save")) || rooms["problems"] == nil {
			t.Errorf("%s: not all rooms are there", lang)
		}
	}
	for _, lang := range []string{"xx", "", "."} {
		if len(assets.Words(lang)) != 0 {
			t.Errorf("words in %q, a language nobody wrote", lang)
		}
	}
}

func TestTemplates(t *testing.T) {
	en := assets.Templates("en")
	for _, lang := range assets.Languages() {
		here := assets.Templates(lang)
		if len(here) != 5 || len(assets.Replies(lang)) != len(assets.Replies("en")) {
			t.Fatalf("%s: %d note templates, %d replies", lang, len(here), len(assets.Replies(lang)))
		}
		for i, template := range here {
			if template.Name == "" || !strings.Contains(string(template.Text), "**") || len(template.Text) > data.MaxNote {
				t.Errorf("%s: template %q: %q", lang, template.Name, template.Text)
			}
			if strings.Count(string(template.Text), "**") != strings.Count(string(en[i].Text), "**") {
				t.Errorf("%s: %q and %q ask for different things", lang, en[i].Name, template.Name)
			}
		}
	}
}

// TestSample checks all that the desk will ask of the sample: that what is
// referred to exists, that choices are real, that time runs forward.
func TestSample(t *testing.T) {
	for _, lang := range assets.Languages() {
		t.Run(lang, func(t *testing.T) { checkSample(t, assets.Sample(lang)) })
	}
	if assets.Sample("xx").Name != assets.Sample("en").Name {
		t.Error("a language nobody wrote is not answered in English")
	}
}

func checkSample(t *testing.T, desk assets.SampleDesk) {
	if len(desk.Contacts) < 12 || len(desk.Articles) < 30 || len(desk.Tickets) < 40 || len(desk.Categories) != 7 || len(desk.SecondLine) < 2 {
		t.Fatalf("too little: %d contacts, %d articles, %d tickets", len(desk.Contacts), len(desk.Articles), len(desk.Tickets))
	}
	choice := func(where, value string, choices []string) {
		t.Helper()
		if value != "" && !slices.Contains(choices, value) {
			t.Errorf("%s: %q is none of %v", where, value, choices)
		}
	}
	category := func(where, value string) {
		t.Helper()
		if !slices.Contains(desk.Categories, value) {
			t.Errorf("%s: category %q", where, value)
		}
	}

	contacts, articles := map[string]bool{"": true}, map[string]bool{"": true}
	for _, c := range desk.Contacts {
		if contacts[c.Ref] || c.Name == "" || len(c.Phones) == 0 || len(c.Emails) == 0 {
			t.Errorf("contact %q is incomplete or there twice", c.Ref)
		}
		contacts[c.Ref] = true
		choice(c.Ref, c.Kind, data.Relation("").Choices())
		choice(c.Ref, c.Preferred, data.Channel("").Choices())
		for _, phone := range c.Phones {
			if err := data.CheckPhone("phone", phone); err != nil {
				t.Error(err)
			}
		}
		for _, address := range c.Emails {
			if err := data.CheckAddress("email", address); err != nil || !strings.Contains(address, "example.") {
				t.Errorf("%s: %q is no made-up address: %v", c.Ref, address, err)
			}
		}
	}
	used := map[string]int{}
	for _, a := range desk.Articles {
		if articles[a.Ref] || a.Title == "" || a.Issue == "" || a.Environment == "" || len(a.Resolution) < 100 || len(a.Tags) < 2 {
			t.Errorf("article %q is incomplete or there twice", a.Ref)
		}
		articles[a.Ref] = true
		used[a.Category]++
		category(a.Ref, a.Category)
		choice(a.Ref, a.Confidence, data.Confidence("").Choices())
		choice(a.Ref, a.Audience, data.Audience("").Choices())
		choice(a.Ref, a.Governance, data.Governance("").Choices())
	}
	for _, name := range desk.Categories {
		if used[name] < 3 {
			t.Errorf("only %d articles about %q", used[name], name)
		}
	}

	age, states := 1e9, map[string]int{}
	for _, ticket := range desk.Tickets {
		where := ticket.Subject
		if ticket.Age > age {
			t.Errorf("%s: younger tickets stand before it", where)
		}
		age = ticket.Age
		states[ticket.Status]++
		if ticket.Subject == "" || ticket.Description == "" || !contacts[ticket.Contact] || ticket.Contact == "" || !contacts[ticket.Affected] || !articles[ticket.Article] {
			t.Errorf("%s: incomplete, or refers to nobody", where)
		}
		category(where, ticket.Category)
		choice(where, ticket.Type, data.TicketType("").Choices())
		choice(where, ticket.Channel, data.Channel("").Choices())
		choice(where, ticket.Impact, data.Level("").Choices())
		choice(where, ticket.Urgency, data.Level("").Choices())
		choice(where, ticket.Status, data.Status("").Choices())
		if (ticket.Status == "scheduled") != (ticket.ScheduledIn > 0) {
			t.Errorf("%s: scheduled without a time, or the other way round", where)
		}
		if done := ticket.Status == "resolved" || ticket.Status == "closed"; done != (ticket.Resolution != nil) {
			t.Errorf("%s: is %s, and has a resolution or not", where, ticket.Status)
		}
		if ticket.Helped && (ticket.Resolution == nil || ticket.Article == "") {
			t.Errorf("%s: helped by an article, but none or not resolved", where)
		}
		last := 0.0
		for _, note := range ticket.Notes {
			if note.After < last || note.After > ticket.Age || note.Text == "" || len(note.Text) > data.MaxNote {
				t.Errorf("%s: a note after %v hours is out of order", where, note.After)
			}
			last = note.After
			choice(where, note.Kind, data.ActivityKind("").Choices())
		}
		if e := ticket.Escalate; e != nil {
			if e.After > ticket.Age || e.Question == "" || !slices.ContainsFunc(desk.SecondLine, func(r assets.SampleRecipient) bool { return r.Address == e.To }) {
				t.Errorf("%s: escalation to %q", where, e.To)
			}
			choice(where, e.Mode, data.EscalationMode("").Choices())
			choice(where, e.State, data.EscalationState("").Choices())
		}
		if r := ticket.Resolution; r != nil {
			if r.After < last || r.After > ticket.Age || r.Text == "" {
				t.Errorf("%s: resolved after %v hours", where, r.After)
			}
			choice(where, r.Code, data.ResolutionCode("").Choices())
		}
	}
	for _, status := range []string{"new", "assigned", "in_progress", "pending_customer", "pending_vendor", "scheduled", "resolved", "closed", "cancelled"} {
		if states[status] == 0 {
			t.Errorf("no ticket is %s", status)
		}
	}
	texts(t, reflect.ValueOf(desk), desk.Name)
}

// texts looks at every text for what a slip of the hand leaves behind.
func texts(t *testing.T, v reflect.Value, where string) {
	switch v.Kind() {
	case reflect.String:
		s := v.String()
		if !utf8.ValidString(s) || strings.TrimSpace(s) != s || strings.Contains(s, "\t") || strings.Contains(s, "|") {
			t.Errorf("%s: %q", where, s)
		}
		for _, day := range []string{"Monday", "Friday", "lunes", "viernes"} { // the sample is as old as the desk made of it
			if strings.Contains(s, day+" at ") || strings.Contains(s, "next "+day) || strings.Contains(s, "el "+day) {
				t.Errorf("%s: a day of the week in %q", where, s)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(t, v.Index(i), where)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			texts(t, v.Elem(), where)
		}
	case reflect.Struct:
		if name := v.FieldByName("Subject"); name.IsValid() {
			where = name.String()
		}
		for i := range v.NumField() {
			texts(t, v.Field(i), where+"."+v.Type().Field(i).Name)
		}
	}
}
