package queue

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
)

// cases are what the tests' callers ring about.
var cases = []struct{ caller, subject string }{
	{"Ana Núñez", "La impresora del almacén no imprime albaranes"},
	{"Íñigo Zabala", "No puedo entrar en el correo desde casa"},
	{"María del Carmen Rodríguez Fernández", "Outlook se cierra al abrir un adjunto de más de 20 MB y pierde lo escrito"},
	{"J. Pérez", "VPN lenta por las tardes"},
	{"Lucía Ferrer", "Alta de una compañera nueva en Valencia"},
}

// seated is a room at a desk with n tickets, entered and loaded.
func seated(t *testing.T, lang string, n int) (*seattest.Seat, *Queue, []data.Ticket) {
	t.Helper()
	s := seattest.New(t, lang)
	var list []data.Ticket
	for i := range n {
		list = append(list, open(t, s.Desk, i))
	}
	q := New(s.Seat)
	s.Show(q.Content())
	enter(s, q)
	return s, q, list
}

func open(t *testing.T, d *desk.Desk, i int) data.Ticket {
	t.Helper()
	c := cases[i%len(cases)]
	levels := data.Level("").Choices()
	ticket, err := d.OpenTicket(context.Background(), desk.Intake{Contact: data.Contact{Name: c.caller}, Subject: fmt.Sprintf("%s (%d)", c.subject, i),
		Impact: data.Level(levels[i%3]), Urgency: data.Level(levels[i/3%3])})
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

func enter(s *seattest.Seat, q *Queue) {
	before := q.rows.turn
	q.Enter()
	s.Wait(func() bool { return q.rows.turn > before && settled(q) })
}

// settled says that all in sight is loaded.
func settled(q *Queue) bool {
	first, last := q.list.Shown()
	return !q.loading && q.rows.fresh(first, last)
}

// order waits for the list to be put in order anew by do.
func order(s *seattest.Seat, q *Queue, do func()) {
	before := q.rows.turn
	do()
	s.Wait(func() bool { return q.rows.turn > before && settled(q) })
}

func number(q *Queue, row int) string {
	x, _ := q.rows.at(row)
	return x.Number
}

func TestOpensWithReturnOnTheTicketOneIsOn(t *testing.T) {
	s, q, list := seated(t, "en", 40)
	defer q.Leave()
	var opened data.ID
	s.Go.Ticket = func(id data.ID) { opened = id }
	s.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if want := list[len(list)-3].ID; opened != want {
		t.Errorf("opened %s, want the third newest, %s", opened, want)
	}
}

func TestShowsTwentyFiveTicketsOnTheSmallestScreen(t *testing.T) {
	s, q, _ := seated(t, "es", 30)
	defer q.Leave()
	q.content.Resize(fyne.NewSize(1206, 640)) // what the shell leaves it of 1366x768
	if first, last := q.list.Shown(); last-first+1 < 25 {
		t.Errorf("%d tickets fit", last-first+1)
	}
	s.Shot("queue-es")
}

func TestFiltersWhileTyping(t *testing.T) {
	s, q, _ := seated(t, "es", 40)
	defer q.Leave()
	order(s, q, func() { s.Type("vpn") }) // typed in the list
	if q.rows.Len() != 8 {
		t.Errorf("%d tickets hold vpn, want 8", q.rows.Len())
	}
	s.Press(fyne.KeyDown)
	if s.Window.Canvas().Focused() != q.list || q.list.Selected() != 0 {
		t.Error("Down does not go to the list")
	}
	order(s, q, func() { s.Press(fyne.KeyEscape) })
	if q.rows.Len() != 40 || q.filter.Text != "" {
		t.Errorf("Escape left %d tickets and the filter %q", q.rows.Len(), q.filter.Text)
	}
	s.Press(fyne.KeyUp)
	order(s, q, func() { s.Type("qwertz") })
	if q.rows.Len() != 0 {
		t.Error("nonsense was found")
	}
	s.Shot("queue-es-nothing")
}

func TestSortsByKeyAndKeepsTheTicket(t *testing.T) {
	s, q, list := seated(t, "en", 60)
	defer q.Leave()
	s.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	on := number(q, q.list.Selected())
	if on != list[55].Number {
		t.Fatalf("on %s, want %s", on, list[55].Number)
	}
	order(s, q, func() { s.Press(fyne.KeyRight) }) // from the last column round to the first
	if got := q.sorts[q.view]; got != (sorting{"number", false}) {
		t.Errorf("sorted by %v", got)
	}
	order(s, q, func() { q.list.SortBy("priority") })
	if got := q.sorts[q.view]; got != (sorting{"priority", true}) {
		t.Errorf("sorted by %v: the most urgent come first", got)
	}
	if number(q, q.list.Selected()) != on {
		t.Errorf("on %s after sorting, was on %s", number(q, q.list.Selected()), on)
	}
	var last data.Excerpt
	for i := range 25 {
		x, _ := q.rows.at(i)
		if x.Priority < last.Priority {
			t.Errorf("%s %s after %s", x.Number, x.Priority, last.Priority)
		}
		last = x
	}
	order(s, q, func() { q.list.SortBy("priority") })
	if x, _ := q.rows.at(0); x.Priority != data.P5 {
		t.Errorf("%s first, sorted the other way round", x.Priority)
	}
}

func TestViewsCountAndHaveTheirOwnEmptyState(t *testing.T) {
	s, q, list := seated(t, "es", 12)
	defer q.Leave()
	ctx := context.Background()
	if _, err := s.Desk.Resolve(ctx, desk.Resolution{Ticket: list[0].Number, Code: "solved_restart", Text: "Reiniciado."}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Desk.SetFields(ctx, list[1].Number, map[string]string{"due_at": "2020-01-01"}, ""); err != nil {
		t.Fatal(err)
	}
	s.Wait(func() bool {
		return strings.HasSuffix(q.tabs[data.OpenView].Text, " 11") && strings.HasSuffix(q.tabs[data.OverdueView].Text, " 1") &&
			strings.HasSuffix(q.tabs[data.AllView].Text, " 12")
	})
	want := map[data.View]int{data.OpenView: 11, data.MineView: 11, data.OverdueView: 1, data.EscalatedView: 0, data.AllView: 12}
	for _, a := range q.Actions() {
		if v, ok := strings.CutPrefix(a.ID, "queue.view."); ok && data.View(v) != q.view {
			order(s, q, a.Do)
			if q.rows.Len() != want[data.View(v)] {
				t.Errorf("%s holds %d, want %d", v, q.rows.Len(), want[data.View(v)])
			}
			s.Shot("queue-es-" + v)
		}
	}
	order(s, q, func() { q.Show(data.OverdueView) })
	row, _ := q.rows.Row(0)
	if !slices.ContainsFunc(row, func(c ui.Cell) bool { return strings.HasPrefix(c.Text, "Vencido, ") }) {
		t.Errorf("an overdue ticket does not say so: %v", row)
	}
}

// What a filter finds is shown from its first row, also where the first look did not
// find that one, until one goes to the list: from then on nothing moves.
func TestTheWholeBeginsAtItsFirstRow(t *testing.T) {
	s, q, _ := seated(t, "en", 5)
	defer q.Leave()
	all := slices.Clone(q.rows.order)
	for _, c := range []struct {
		focus fyne.Focusable
		on    int
	}{{q.filter, 0}, {q.list, 2}} {
		s.Window.Canvas().Focus(c.focus)
		q.put(all[2:], nil, top)
		q.put(all, nil, whole)
		if on := q.list.Selected(); on != c.on {
			t.Errorf("in %T the cursor is on row %d", c.focus, on)
		}
	}
}

// Changes from elsewhere leave what is on the screen where it is.
func TestChangesElsewhereMoveNothing(t *testing.T) {
	s, q, _ := seated(t, "en", 120)
	defer q.Leave()
	for range 50 {
		s.Press(fyne.KeyDown)
	}
	s.Wait(func() bool { return settled(q) })
	on, first := number(q, q.list.Selected()), number(q, q.list.First())
	order(s, q, func() { open(t, s.Desk, 1) })
	if number(q, q.list.Selected()) != on || number(q, q.list.First()) != first {
		t.Errorf("on %s from %s, was on %s from %s", number(q, q.list.Selected()), number(q, q.list.First()), on, first)
	}
	if !q.above.Visible() || q.above.Text != "▲ 1 more above" {
		t.Errorf("a ticket came above: %q", q.above.Text)
	}
	q.list.ScrollTo(30) // the cursor out of sight: it is the first row that stays
	s.Wait(func() bool { return settled(q) })
	first = number(q, q.list.First())
	order(s, q, func() { open(t, s.Desk, 2) })
	if number(q, q.list.First()) != first {
		t.Errorf("from %s, was from %s", number(q, q.list.First()), first)
	}
	q.above.Tapped(nil)
	if q.list.First() != 0 || q.list.Selected() != 0 || q.above.Visible() {
		t.Error("the button does not go to the top")
	}
	// A ticket that leaves the view hands its place to the next.
	s.Wait(func() bool { return settled(q) })
	gone, next := number(q, 0), number(q, 1)
	order(s, q, func() {
		if _, err := s.Desk.Resolve(context.Background(), desk.Resolution{Ticket: gone, Code: "other", Text: "Done."}); err != nil {
			t.Fatal(err)
		}
	})
	if q.list.Selected() != 0 || number(q, 0) != next {
		t.Errorf("on row %d, %s; want 0, %s", q.list.Selected(), number(q, 0), next)
	}
}

func TestComesBackToTheTicketOneWasOn(t *testing.T) {
	s, q, _ := seated(t, "en", 80)
	for range 40 {
		s.Press(fyne.KeyDown)
	}
	on, first := number(q, q.list.Selected()), number(q, q.list.First())
	q.Leave()
	open(t, s.Desk, 3)
	enter(s, q)
	defer q.Leave()
	if number(q, q.list.Selected()) != on || number(q, q.list.First()) != first {
		t.Errorf("on %s from %s, was on %s from %s", number(q, q.list.Selected()), number(q, q.list.First()), on, first)
	}
}

// A million tickets are loaded by what is in sight, and only that.
func TestLoadsAMillionByPages(t *testing.T) {
	s := seattest.Window(t, "en")
	asked := 0
	r := &rows{seat: s.Seat, known: map[int64]ticket{}, pages: map[int]*ui.Slot{}, arrived: func() {},
		draw: func(x data.Excerpt) []ui.Cell { return cells(s.Words, x, time.Now()) },
		excerpts: func(_ context.Context, rows []int64) ([]data.Excerpt, error) {
			list := make([]data.Excerpt, len(rows))
			for i, row := range rows {
				list[i] = data.Excerpt{Row: row, ID: data.ID(fmt.Sprint(row)), Number: fmt.Sprintf("TST-%d", row), Subject: "Subject"}
			}
			return list, nil
		}}
	real := r.excerpts
	r.excerpts = func(ctx context.Context, rows []int64) ([]data.Excerpt, error) {
		s.Do(func() { asked += len(rows) })
		return real(ctx, rows)
	}
	all := make([]int64, 1_000_000)
	for i := range all {
		all[i] = int64(len(all) - i)
	}
	r.set(all)
	for _, first := range []int{0, 95, 499_990, 999_970} {
		last := first + 29
		r.want(first, last)
		s.Wait(func() bool { return r.fresh(first, last) })
		x, ok := r.at(last)
		if want := fmt.Sprintf("TST-%d", all[last]); !ok || x.Number != want {
			t.Errorf("row %d is %q, want %q", last, x.Number, want)
		}
	}
	if asked > 600 {
		t.Errorf("%d tickets were loaded for four screens", asked)
	}
	for first := 0; first < 100_000; first += 25 {
		r.want(first, first+24)
		s.Wait(func() bool { return r.fresh(first, first+24) })
	}
	if len(r.known) > keepRows+pageSize {
		t.Errorf("%d tickets are kept", len(r.known))
	}
	for first := 0; first < len(all); first += 10_000 { // flying past: nothing is waited for
		r.want(first, first+24)
	}
	if len(r.pages) > 1 {
		t.Errorf("%d pages are still being loaded", len(r.pages))
	}
}
