package bench

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

// start measures opening the desk, and what the window asks for at once.
func (m *meter) start() error {
	var first []float64
	opening, err := m.times(20, func(int) error {
		d, err := desk.Open(m.ctx, m.dir)
		if err != nil {
			return err
		}
		defer d.Close()
		before := time.Now()
		if _, _, err = d.List(m.ctx, desk.ListQuery{View: data.OpenView}); err != nil {
			return err
		}
		_, err = d.Counts(m.ctx)
		first = append(first, milliseconds(time.Since(before)))
		return err
	})
	// The two were timed together.
	for i := range opening {
		opening[i] -= first[i]
	}
	m.add("start.open", Milliseconds, opening, "")
	m.add("start.first_page", Milliseconds, first, "")
	if err != nil {
		return err
	}
	return m.row("start.manual", 1, func(int) error { return m.desk.ReadManual(m.ctx) }) // as the window does while nobody waits
}

// order is a list in one order, and how long its pages took.
type order struct {
	name string
	next desk.ListQuery
	took []float64
}

func slower(a, b order) int { return cmp.Compare(percentile(a.took, 50), percentile(b.took, 50)) }

// lists measures the pages of every view in every order; of each view the slowest
// order stands for all. Then a filter, and the order of everything at once.
func (m *meter) lists() error {
	counts, err := m.desk.Counts(m.ctx)
	if err != nil {
		return err
	}
	var first []order
	for _, view := range data.View("").Choices() {
		var orders []order
		for _, round := range []*[]order{&first, &orders} {
			measured, err := m.pages(data.View(view), counts[data.View(view)])
			if err != nil {
				return fmt.Errorf("view %s: %w", view, err)
			}
			*round = append(*round, measured...)
		}
		slowest := slices.MaxFunc(orders, slower)
		m.add("list."+view, Milliseconds, slowest.took, slowest.name)
	}
	slowest := slices.MaxFunc(first, slower)
	m.add("first.list", Milliseconds, slowest.took, slowest.name)
	filters := make([]string, 50)
	for i := range filters {
		filters[i] = m.common()
	}
	err = m.twice("list.filtered", "first.filtered", len(filters), func(i int) error {
		_, _, err := m.desk.List(m.ctx, desk.ListQuery{View: data.OpenView, Filter: filters[i], Soon: true})
		return err
	})
	if err != nil {
		return err
	}
	err = m.row("order.filtered", few, func(int) error {
		_, err := m.desk.Order(m.ctx, desk.ListQuery{View: data.AllView, Filter: m.common()})
		return err
	})
	if err != nil {
		return err
	}
	return m.row("order.all", few, func(int) error {
		_, err := m.desk.Order(m.ctx, desk.ListQuery{View: data.AllView})
		return err
	})
}

// pages measures a screenful of a view in every order, page after page from the
// top. The orders take turns, so that what else the machine does for a moment
// makes none of them the slowest.
func (m *meter) pages(view data.View, tickets int) ([]order, error) {
	const screenful, turns, pages = 50, 4, 10
	var orders []order
	for _, column := range desk.SortColumns() {
		for _, way := range []string{"↓", "↑"} {
			orders = append(orders, order{name: column + " " + way, next: desk.ListQuery{View: view, Sort: column, Asc: way == "↑", Limit: screenful}})
		}
	}
	whole := max(1, tickets/screenful)
	for turn := range turns {
		for n := range orders {
			o := &orders[n]
			took, err := m.times(pages, func(i int) (err error) {
				if (turn*pages+i)%whole == 0 { // the rest of a view would be less to read
					o.next.After = ""
				}
				_, o.next.After, err = m.desk.List(m.ctx, o.next)
				return err
			})
			if err != nil {
				return nil, fmt.Errorf("by %s: %w", o.name, err)
			}
			o.took = append(o.took, took...)
		}
	}
	return orders, nil
}

func (m *meter) counts() error {
	return m.row("count.views", 1000, func(int) error {
		_, err := m.desk.Counts(m.ctx)
		return err
	})
}

// opens measures one ticket with all its timeline.
func (m *meter) opens() error {
	numbers := make([]string, 1000)
	for i := range numbers {
		numbers[i] = m.number()
	}
	return m.twice("open.ticket", "first.ticket", len(numbers), func(i int) error {
		_, err := m.desk.Case(m.ctx, numbers[i])
		return err
	})
}

// twice is row for what is read two times: the first time the disk is in it, which
// a small desk hardly waits for, and only the second tells what there being more
// tickets costs.
func (m *meter) twice(key, first string, n int, do func(i int) error) error {
	if err := m.row(first, n, do); err != nil {
		return err
	}
	return m.row(key, n, do)
}

// suggestions measures what is proposed while someone types.
func (m *meter) suggestions() error {
	const proposed = 5
	var callers []data.ID
	for range 20 {
		c, err := m.desk.Case(m.ctx, m.number())
		if err != nil {
			return err
		}
		callers = append(callers, c.Ticket.Requester)
	}
	for _, row := range []struct {
		key string
		ask func(subject string) error
	}{
		{"suggest.articles", func(subject string) error {
			_, err := m.desk.SuggestArticles(m.ctx, subject, proposed)
			return err
		}},
		{"suggest.duplicates", func(subject string) error {
			_, err := m.desk.Duplicates(m.ctx, pick(m.r, callers), subject, proposed)
			return err
		}},
		{"suggest.callers", func(string) error {
			name := []rune(pick(m.r, givenNames) + " " + pick(m.r, surnames))
			_, err := m.desk.FindContacts(m.ctx, string(name[:2+m.r.IntN(len(name)-2)]), proposed)
			return err
		}},
		{"suggest.alike", func(string) error {
			_, err := m.desk.AlikeContacts(m.ctx, data.Contact{Name: pick(m.r, givenNames) + " " + pick(m.r, surnames), Phones: []string{m.phone()}}, proposed)
			return err
		}},
	} {
		if err := m.row(row.key, 40, func(int) error { return row.ask(m.subject(pick(m.r, m.tongues[:]))) }); err != nil {
			return err
		}
	}
	return nil
}

// reports measures the case report of any ticket, and that of a long one: 40
// notes and 5 pictures.
func (m *meter) reports() error {
	err := m.row("report.ticket", 20, func(int) error {
		_, err := m.desk.Report(m.ctx, m.number(), "", true)
		return err
	})
	if err != nil {
		return err
	}
	long, err := m.longTicket()
	if err != nil {
		return err
	}
	return m.row("report.case", 20, func(int) error {
		_, err := m.desk.Report(m.ctx, long, "", true)
		return err
	})
}

// longTicket makes a ticket of 40 notes and 5 pictures and gives its number.
func (m *meter) longTicket() (string, error) {
	t := m.tongues[0]
	ticket, err := m.desk.OpenTicket(m.ctx, desk.Intake{Contact: m.person().contact(m.r.IntN(1_000_000)), Subject: m.subject(t), Description: m.text(t, 45)})
	if err != nil {
		return "", err
	}
	for range 40 {
		if _, err := m.desk.AddNote(m.ctx, desk.Note{Ticket: ticket.Number, Text: m.text(t, 30)}); err != nil {
			return "", err
		}
	}
	for n := range 5 {
		picture := image.NewRGBA(image.Rect(0, 0, 640, 400))
		for at := range picture.Pix {
			picture.Pix[at] = byte(at / 640 * (n + 1))
		}
		picture.Set(n, n, color.White)
		var raw bytes.Buffer
		if err := png.Encode(&raw, picture); err != nil {
			return "", err
		}
		if _, err := m.desk.Attach(m.ctx, ticket.Number, fmt.Sprintf("screen %d.png", n+1), &raw); err != nil {
			return "", err
		}
	}
	return ticket.Number, nil
}
