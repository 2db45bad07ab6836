package app

import (
	"context"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// news is one thing that calls for the person at the desk.
type news struct {
	title, text string
	number      string // of the ticket
	ticket      data.ID
}

// bell finds what calls for the person: mail on a ticket, a ticket that has
// become due, an answer of second line that is late. It looks from the moment it
// is hung up; what was there before is in the views.
type bell struct {
	desk  *desk.Desk
	words *words.Printer
	last  time.Time        // when it looked
	rung  map[data.ID]bool // the unread tickets it rang for: once, however much mail comes
}

func hang(d *desk.Desk, w *words.Printer) *bell {
	return &bell{desk: d, words: w, last: d.Now(), rung: map[data.ID]bool{}}
}

// mostNews is how many things of a kind are told of at once; who was away sees
// the rest in the views.
const mostNews = 5

// look gives what is new since the last time.
func (b *bell) look(ctx context.Context) ([]news, error) {
	since, now := b.last, b.desk.Now()
	within := func(at time.Time) bool { return at.After(since) && !at.After(now) }
	var list []news
	for _, kind := range []struct {
		view data.View
		sort string
		word string
		is   func(x data.Excerpt) bool
	}{
		{data.UnreadView, "updated", "shell.news.mail", func(x data.Excerpt) bool { return x.UpdatedAt.After(since) && !b.rung[x.ID] }},
		{data.OverdueView, "due", "shell.news.due", func(x data.Excerpt) bool { return within(x.DueAt) }},
		{data.UnansweredView, "updated", "shell.news.unanswered", func(x data.Excerpt) bool { return within(x.AnswerBy) }},
	} {
		rows, _, err := b.desk.List(ctx, desk.ListQuery{View: kind.view, Sort: kind.sort, Limit: 50})
		if err != nil {
			return nil, err
		}
		unread := map[data.ID]bool{}
		told := 0
		for _, x := range rows {
			word := kind.word
			if kind.view == data.UnreadView {
				unread[x.ID] = true
				if x.Escalated {
					word = "shell.news.answer"
				}
			}
			if !kind.is(x) || told == mostNews {
				continue
			}
			told++
			list = append(list, news{b.words.Say(word, "number", x.Number), x.Subject, x.Number, x.ID})
		}
		if kind.view == data.UnreadView {
			b.rung = unread
		}
	}
	b.last = now
	return list, nil
}

// listen looks after mail and, because time alone makes things due, every
// minute, and rings for what is new, until ctx ends.
func (b *bell) listen(ctx context.Context, ring func(news)) {
	changes, end := b.desk.Subscribe()
	defer end()
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case c := <-changes:
			if !c.Foreign && !c.Kinds["mail"] && !c.Kinds["inbox"] {
				continue
			}
		case <-minute.C:
		}
		list, err := b.look(ctx)
		if err != nil {
			continue // the rooms say what is wrong with the desk
		}
		for _, n := range list {
			ring(n)
		}
		select { // a burst of mail is told of together
		case <-ctx.Done():
			return
		case <-time.After(2 * time.Second):
		}
	}
}
