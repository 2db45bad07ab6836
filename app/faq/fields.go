package faq

import (
	"slices"
	"strings"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// recognised stands for no language in its field: the desk finds it out by the
// words.
const recognised = "auto"

// fields are the parts of an article that a person writes.
type fields struct {
	title                            *ui.Entry
	category                         *ui.Choice
	issue, environment               *editor.Editor
	resolution, cause                *editor.Editor
	tags, owner, flag                *ui.Entry
	language                         *ui.Choice
	confidence, audience, governance *ui.Choice
	review                           *ui.DateField
	more                             *ui.Button           // another category
	used                             []desk.CategoryCount // categories that have articles
	layout                           *ui.Form
}

func newFields(seat *ui.Seat, changed func()) fields {
	p := seat.Words
	line := func() *ui.Entry {
		e := ui.NewEntry("")
		e.OnChanged = func(string) { changed() }
		return e
	}
	note := func(rows int) *editor.Editor {
		n := editor.New(seat, "", rows)
		n.OnChanged = changed
		return n
	}
	choice := func(kind string, values []string) *ui.Choice {
		return ui.NewChoice(p, kind, values, func(string) { changed() })
	}
	f := fields{
		title: line(), tags: line(), owner: line(), flag: line(),
		issue: note(2), environment: note(1), resolution: note(11), cause: note(2),
		category:   choice("", []string{""}),
		language:   choice("language", languages()),
		confidence: choice("confidence", data.Confidence("").Choices()),
		audience:   choice("audience", data.Audience("").Choices()),
		governance: choice("governance", data.Governance("").Choices()),
		review:     ui.NewDateField(p, seat.Desk.Now, "review_at"),
	}
	f.review.Day = true
	f.review.OnChanged = func(string) { changed() }
	f.more = ui.NewQuiet(p.Say("article.category.new"), nil, func() { f.newCategory(seat, changed) }).Hinting(p.Say("article.category.hint"))
	return f
}

// form lays the fields out in KCS's order: what is wrong, where, what helps, why.
func (f *fields) form(seat *ui.Seat) *ui.Form {
	p := seat.Words
	f.layout = ui.NewForm(p).
		Need("title", p.Field("title"), f.title).
		Add("issue", p.Field("issue"), f.issue).
		Add("environment", p.Field("environment"), f.environment).
		Add("resolution", p.Field("resolution"), f.resolution).
		Add("cause", p.Field("cause"), f.cause).
		Add("flag", p.Field("flag"), f.flag).
		Add("category", p.Field("category"), ui.Border(nil, nil, nil, f.more, f.category)).
		Beside("tags", p.Field("tags"), f.tags).
		Add("confidence", p.Field("confidence"), f.confidence).
		Beside("audience", p.Field("audience"), f.audience).
		Add("language", p.Field("language"), f.language).
		Beside("governance", p.Field("governance"), f.governance).
		Add("owner", p.Field("owner"), f.owner).
		Beside("review_at", p.Say("article.review"), f.review)
	f.category.Label = p.Field("category")
	return f.layout
}

// fill shows an article. What is flagged shows its flag, to be emptied when it
// is put right.
func (f *fields) fill(seat *ui.Seat, a data.Article) {
	for _, w := range []struct {
		entry *ui.Entry
		text  string
	}{{f.title, a.Title}, {f.tags, strings.Join(a.Tags, ", ")}, {f.owner, a.Owner}, {f.flag, a.Flag}} {
		if w.entry.Text != w.text {
			w.entry.SetText(w.text)
		}
	}
	f.issue.SetText(a.Issue)
	f.environment.SetText(a.Environment)
	f.resolution.SetText(a.Resolution)
	f.cause.SetText(a.Cause)
	f.setCategory(seat, a.Category)
	language := a.Language
	if language == "" {
		language = recognised
	}
	f.language.SetValue(language)
	f.confidence.SetValue(string(a.Confidence))
	f.audience.SetValue(string(a.Audience))
	f.governance.SetValue(string(a.Governance))
	f.review.SetValue(a.ReviewAt)
	f.layout.ShowField("flag", a.Flag != "")
}

// article is base with what the fields hold. The error is about the date of
// review; the rest is there all the same.
func (f *fields) article(base data.Article) (data.Article, error) {
	a := base
	a.Title, a.Issue, a.Environment, a.Resolution, a.Cause = f.title.Text, f.issue.Text(), f.environment.Text(), f.resolution.Text(), f.cause.Text()
	a.Category, a.Owner, a.Flag = f.category.Value(), f.owner.Text, f.flag.Text
	a.Tags = nil
	for _, t := range strings.Split(f.tags.Text, ",") {
		if t = strings.TrimSpace(t); t != "" && !slices.Contains(a.Tags, t) {
			a.Tags = append(a.Tags, t)
		}
	}
	a.Language = f.language.Value()
	if a.Language == recognised {
		a.Language = ""
	}
	a.Confidence = data.Confidence(f.confidence.Value())
	a.Audience = data.Audience(f.audience.Value())
	a.Governance = data.Governance(f.governance.Value())
	var err error
	a.ReviewAt, err = f.review.Value()
	return a, err
}

// newCategory asks for a category that is not on the list.
func (f *fields) newCategory(seat *ui.Seat, changed func()) {
	p := seat.Words
	name := ui.NewEntry("")
	form := ui.NewForm(p).Need("name", p.Field("name"), name)
	form.Above = true
	ui.ShowDialog(seat.Window, ui.Dialog{Title: p.Say("article.category.title"), Content: form, Focus: name,
		Confirm: p.Say("word.add"), Cancel: p.Say("word.cancel"),
		OnConfirm: func() bool {
			text := strings.TrimSpace(name.Text)
			if text == "" {
				form.Fault(data.Fault("name", "required"))
				return false
			}
			f.setCategory(seat, text)
			changed()
			return true
		}})
}

// setCategory chooses a category from those of the settings, those in use, and
// itself.
func (f *fields) setCategory(seat *ui.Seat, name string) {
	list := append([]string{""}, seat.Desk.Settings().Categories...)
	for _, c := range f.used {
		list = append(list, c.Name)
	}
	list = append(list, name)
	seen := map[string]bool{}
	f.category.SetValues(slices.DeleteFunc(list, func(s string) bool {
		twice := seen[s]
		seen[s] = true
		return twice
	}))
	f.category.SetValue(name)
}

// languages are those an article can be in: recognised by itself, or one of
// those the desk speaks.
func languages() []string { return append([]string{recognised}, words.Bases()...) }
