package faq

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/data"
)

// do runs a command of its own, which nothing cancels, and says that it is done.
// The change it makes comes back from the desk and is shown then.
func (v *view) do(work func(context.Context) error, notice string) {
	ui.Load(v.seat, new(ui.Slot), func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) },
		func(struct{}) { v.seat.Notify(notice) })
}

// change changes the article as it is at the desk now, not as it was shown.
func (v *view) change(notice string, how func(*data.Article)) {
	id := v.article.ID
	if id == "" {
		return
	}
	v.do(func(ctx context.Context) error {
		a, err := v.seat.Desk.Article(ctx, id)
		if err != nil {
			return err
		}
		how(&a)
		_, err = v.seat.Desk.SaveArticle(ctx, a, "")
		return err
	}, notice)
}

func (v *view) edit() {
	if v.article.ID != "" {
		v.seat.Go.WriteArticle(v.article)
	}
}

// copy puts the answer on the clipboard, and warns where a customer must not
// read it.
func (v *view) copy() {
	a, p := v.article, v.seat.Words
	if a.ID == "" {
		return
	}
	text := a.Resolution
	if strings.TrimSpace(text) == "" {
		text = a.Issue
	}
	fyne.CurrentApp().Clipboard().SetContent(a.Title + "\n\n" + strings.TrimSpace(text) + "\n")
	if a.Audience == "internal" {
		v.seat.Notify(p.Say("faq.copied.internal"))
		return
	}
	v.seat.Notify(p.Say("faq.copied"))
}

// validate says that the article is right as it stands; a review that was due is
// put off by a year (KCS: content is reviewed as it is used).
func (v *view) validate() {
	now := v.seat.Desk.Now()
	v.change(v.seat.Words.Say("faq.validated"), func(a *data.Article) {
		a.Confidence = data.Validated
		if a.Stale(now) {
			a.ReviewAt = now.AddDate(1, 0, 0)
		}
	})
}

// archive takes the article out of searches and suggestions, or brings it back.
func (v *view) archive() {
	p := v.seat.Words
	if v.article.Confidence == data.Archived {
		v.change(p.Say("faq.unarchived"), func(a *data.Article) { a.Confidence = data.NotValidated })
		return
	}
	v.change(p.Say("faq.archived"), func(a *data.Article) { a.Confidence = data.Archived })
}

// flag asks what is wrong with the article and keeps that with it.
func (v *view) flag() {
	if v.article.ID == "" {
		return
	}
	p := v.seat.Words
	text := editor.New(v.seat, "", 4)
	text.Insert(v.article.Flag) // with the cursor behind it
	form := ui.NewForm(p)
	form.Above = true
	form.Need("flag", p.Say("faq.flag.what"), text)
	ui.ShowDialog(v.seat.Window, ui.Dialog{Title: p.Say("faq.flag.title"), Content: form, Focus: text,
		Confirm: p.Say("faq.flag.confirm"), Cancel: p.Say("word.cancel"),
		OnConfirm: func() bool {
			what := strings.Join(strings.Fields(text.Text()), " ")
			if what == "" {
				form.Fault(data.Fault("flag", "required"))
				return false
			}
			v.change(p.Say("faq.flag.done"), func(a *data.Article) { a.Flag = what })
			return true
		}})
}

// settle takes the flag off: what it said is done.
func (v *view) settle() {
	v.change(v.seat.Words.Say("faq.settled"), func(a *data.Article) { a.Flag = "" })
}

// link ties the article to the ticket one came from. If it helped, one goes back
// there; if not, one goes on looking.
func (v *view) link(helped bool) {
	p, from, article := v.seat.Words, v.origin, v.article.ID
	if from.id == "" || article == "" {
		return
	}
	notice := "faq.link.tried"
	if helped {
		notice = "faq.link.helped"
	}
	ui.Load(v.seat, new(ui.Slot), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, v.seat.Desk.LinkArticle(ctx, string(from.id), article, helped)
	}, func(struct{}) {
		v.seat.Notify(p.Say(notice, "number", from.number))
		if helped {
			v.seat.Go.Ticket(from.id)
			return
		}
		v.room.backToList()
	})
}

// unlink takes the article off the ticket again.
func (v *view) unlink() {
	from, article := v.origin, v.article.ID
	v.do(func(ctx context.Context) error { return v.seat.Desk.UnlinkArticle(ctx, string(from.id), article) },
		v.seat.Words.Say("faq.link.none", "number", from.number))
}
