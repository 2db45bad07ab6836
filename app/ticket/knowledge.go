package ticket

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// knowledge is the FAQ manual beside the ticket: the articles linked to it, and
// those that fit its subject and the note being written, or a search.
type knowledge struct {
	room    *Room
	content fyne.CanvasObject
	search  *ui.SearchBox
	list    *ui.List
	page    *fyne.Container // the list, or one article
	article *articleView

	linked  []data.CaseUse
	hits    []desk.ArticleHit
	rows    []desk.ArticleHit // what the list shows: linked ones first
	asked   string            // what the hits answer
	asking  bool              // they are on their way
	awaited bool              // the list gets the focus when they come
	slot    ui.Slot
	pause   *time.Timer
}

// suggestPause is how long writing must rest before the manual is asked.
const suggestPause = 400 * time.Millisecond

// suggestFrom is how much of the end of a note the manual is asked with, in
// bytes: what is being written about now.
const suggestFrom = 600

func newKnowledge(r *Room) *knowledge {
	k := &knowledge{room: r}
	k.search = ui.NewSearchBox(r.seat.Do, r.say("ticket.kb.search"), func(string) { k.ask() })
	k.search.Label = r.say("ticket.kb.search")
	k.search.OnDown = k.focusList
	k.search.OnEnter = k.focusList
	k.list = ui.NewLines(nil)
	k.list.Label = r.say("ticket.kb")
	k.list.OnOpen = func(i int) { k.open(k.rows[i].Article) }
	k.list.OnTop = func() { r.focus(k.search) }
	k.list.SetEmpty(ui.Empty(r.say("ticket.kb.empty", "key", action.KeyName(r.seat.Words, "ticket.article", "Ctrl+Shift+A")), nil))
	k.article = newArticleView(r, k.closeArticle)
	k.article.content.Hide()
	k.page = container.NewStack(k.list, k.article.content)
	k.content = ui.Air(0, 4, 8, 10, ui.Section(r.say("ticket.kb"),
		ui.Border(ui.Air(0, 5, 0, 0, k.search), nil, nil, nil, k.page)))
	return k
}

// begin makes ready for another ticket.
func (k *knowledge) begin() {
	k.slot.Stop()
	k.linked, k.hits, k.rows, k.asked, k.asking, k.awaited = nil, nil, nil, "", false, false
	k.list.SetSource(ui.Rows(nil))
	k.search.SetQuery("")
	k.closeArticle()
}

func (k *knowledge) show(now known) {
	if now.Ticket.ID == "" {
		return
	}
	k.linked = now.Articles
	k.relist()
	k.article.show(now)
	k.ask()
}

// typed asks again when writing rests.
func (k *knowledge) typed() {
	if k.pause != nil {
		k.pause.Stop()
	}
	k.pause = time.AfterFunc(suggestPause, func() { k.room.seat.Do(k.ask) })
}

// ask asks the manual: what is searched for, or else what fits the ticket.
func (k *knowledge) ask() {
	r := k.room
	if !r.loaded() {
		return
	}
	query, suggest := strings.TrimSpace(k.search.Text), false
	if query == "" {
		written := r.note.text.Text()
		if len(written) > suggestFrom {
			written = strings.ToValidUTF8(written[len(written)-suggestFrom:], "")
		}
		query, suggest = strings.TrimSpace(r.now.Ticket.Subject+"\n"+written), true
	}
	key := query
	if suggest {
		key = "\x00" + query // a search for the subject is another question
	}
	if key == k.asked {
		return
	}
	k.asked = key
	d := r.seat.Desk
	k.asking = true
	ui.Try(r.seat, &k.slot, func(ctx context.Context) ([]desk.ArticleHit, error) {
		if suggest {
			return d.SuggestArticles(ctx, query, 8)
		}
		return d.SearchArticles(ctx, query, 12)
	}, func(hits []desk.ArticleHit, err error) {
		if err != nil {
			r.seat.Fail(err)
		}
		k.hits, k.asking = hits, false
		k.relist()
		if k.awaited {
			k.awaited = false
			k.list.Select(0)
			k.focusList()
		}
	})
}

// askAgain asks the same once more: the manual has changed.
func (k *knowledge) askAgain() {
	k.asked = ""
	k.ask()
}

// relist puts the linked articles and what was found into the list; the cursor
// stays on its article.
func (k *knowledge) relist() {
	p := k.room.seat.Words
	var on data.ID
	if i := k.list.Selected(); i >= 0 && i < len(k.rows) {
		on = k.rows[i].Article.ID
	}
	k.rows = nil
	var rows ui.Rows
	linked := map[data.ID]bool{}
	if strings.TrimSpace(k.search.Text) == "" {
		for _, use := range k.linked {
			linked[use.Article.ID] = true
			tag := ui.Cell{Text: p.Say("ticket.kb.link.tried")}
			switch {
			case use.Helped:
				tag = ui.Cell{Text: p.Say("ticket.kb.link.solved"), Color: ui.Good}
			case use.Open:
				tag = ui.Cell{Text: p.Say("intake.linked"), Color: ui.Accent}
			}
			k.rows = append(k.rows, desk.ArticleHit{Article: use.Article})
			rows = append(rows, []ui.Cell{{Text: use.Article.Title, Bold: true}, {Text: plainLine(use.Article.Resolution), Muted: true}, tag})
		}
	}
	for _, h := range k.hits {
		if linked[h.Article.ID] {
			continue
		}
		tag := ui.Cell{}
		switch {
		case h.Article.Stale(k.room.seat.Desk.Now()):
			tag = ui.Cell{Text: p.Say("ticket.kb.stale"), Color: ui.Warning}
		case h.Article.Confidence == data.WorkInProgress:
			tag = ui.Cell{Text: p.Choice("confidence", string(h.Article.Confidence)), Muted: true}
		case h.Uses > 0:
			tag = ui.Cell{Text: p.Count("ticket.kb.uses", h.Uses), Muted: true}
		}
		k.rows = append(k.rows, h)
		rows = append(rows, []ui.Cell{{Text: h.Article.Title}, {Text: plainLine(h.Snippet), Muted: true}, tag})
	}
	k.list.SetSource(rows)
	for i, h := range k.rows {
		if on != "" && h.Article.ID == on {
			k.list.Place(i)
		}
	}
}

// plainLine is a text in one line, without the marks of Markdown.
func plainLine(s string) string {
	s = strings.NewReplacer("*", "", "`", "", "#", "").Replace(s)
	return brief(strings.Join(strings.Fields(s), " "), 200)
}

// focusList goes to the list, once it shows what was searched for: pressing
// Return twice in a hurry must not open what stood there before.
func (k *knowledge) focusList() {
	k.awaited = k.asking
	if len(k.rows) > 0 && !k.asking {
		k.room.focus(k.list)
	}
}

// focusSearch goes to the search, with what is in it marked for typing over.
func (k *knowledge) focusSearch() {
	k.closeArticle()
	k.room.columns.turn(knowledgeSide)
	k.room.focus(k.search)
	k.search.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// open shows an article in place of the list.
func (k *knowledge) open(a data.Article) {
	k.article.set(a)
	k.list.Hide()
	k.article.content.Show()
	k.room.columns.read(true)
	k.page.Refresh()
	k.room.focus(k.article.text)
}

// closeArticle goes back to the list.
func (k *knowledge) closeArticle() {
	if !k.article.content.Visible() {
		return
	}
	k.article.content.Hide()
	k.list.Show()
	k.room.columns.read(false)
	k.page.Refresh()
	k.room.focus(k.list)
}
