package ticket

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
)

// reachable is the link by which the system's own program calls a number
// (RFC 3966) or writes to an address (RFC 6068).
func reachable(to string) *url.URL {
	if strings.Contains(to, "@") {
		return &url.URL{Scheme: "mailto", Opaque: strings.ReplaceAll(url.PathEscape(to), "%40", "@")}
	}
	return &url.URL{Scheme: "tel", Opaque: strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' || r == '*' || r == '#' {
			return r
		}
		return -1
	}, to)}
}

// reach calls or writes to the first of several, in the system's own program.
func (r *Room) reach(to []string) {
	if len(to) == 0 {
		return
	}
	if err := fyne.CurrentApp().OpenURL(reachable(to[0])); err != nil {
		r.seat.Fail(err)
	}
}

// copyLink copies a link that opens the ticket, from a mail or a chat.
func (r *Room) copyLink() {
	if r.loaded() {
		r.copy("firstline:" + r.now.Ticket.Number)
	}
}
