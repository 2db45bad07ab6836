package settings

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/post"
)

// search finds the servers that an address probably has: at once by what is known of
// providers, and a moment later, and better, by asking the network.
type search struct {
	part    *mailPart
	said    *ui.Text
	content *fyne.Container
	last    string       // the address that was looked for last
	filled  data.Account // what was filled in
	find    func(context.Context, string) data.Account
	slot    ui.Slot
}

func newSearch(p *mailPart) *search {
	s := &search{part: p, said: ui.NewCaption(p.room.say("settings.search.how")), find: post.Discover}
	s.said.Cut = true
	s.content = container.NewStack(s.said)
	p.from.OnFocus = func(focused bool) {
		if !focused {
			s.look()
		}
	}
	return s
}

// look finds the servers of the address typed, unless others were typed in.
func (s *search) look() {
	p := s.part
	address := strings.TrimSpace(p.from.Text)
	if address == s.last || data.CheckAddress("from", address) != nil || !s.untouched() {
		return
	}
	s.last = address
	if strings.TrimSpace(p.fromName.Text) == "" {
		p.fromName.Propose(p.room.form().Name)
	}
	proposed, known := post.Propose(address)
	s.fill(proposed)
	s.said.SetText(p.room.say("settings.search.looking", "domain", address[strings.LastIndexByte(address, '@')+1:]))
	ui.Try(p.room.seat, &s.slot, func(ctx context.Context) (data.Account, error) { return s.find(ctx, address), ctx.Err() }, func(found data.Account, err error) {
		if err != nil || !s.untouched() {
			return
		}
		s.fill(found)
		s.tell(found)
		if !known && found == proposed { // it goes by custom alone
			s.said.SetText(p.room.say("settings.search.guessed", "send", found.Host, "receive", found.Inbox.Host))
		}
	})
}

// show says which servers an account has.
func (s *search) show(a data.Account) {
	if a.Host == "" {
		s.said.SetText(s.part.room.say("settings.search.how"))
		return
	}
	s.tell(a)
}

func (s *search) tell(a data.Account) {
	key := "settings.search.found"
	if a.Inbox.Host == "" {
		key = "settings.search.found.sending"
	}
	s.said.SetText(s.part.room.say(key, "send", a.Host, "receive", a.Inbox.Host))
}

// untouched says whether the servers are still as they were filled in, or there are none.
func (s *search) untouched() bool {
	host, _, _, _ := s.part.sending.read()
	inbox, _, _, _ := s.part.incoming.read()
	return host == s.filled.Host && inbox == s.filled.Inbox.Host
}

// fill puts an account's servers into the fields, and leaves a user name that was typed.
func (s *search) fill(a data.Account) {
	p := s.part
	_, _, _, user := p.sending.read()
	if user == "" || user == s.filled.User {
		user = a.User
	}
	p.sending.show(a.Host, a.Port, a.Security, user)
	p.incoming.show(a.Inbox.Host, a.Inbox.Port, a.Inbox.Security, a.Inbox.User)
	if a.Auth != "" {
		p.auth.SetValue(string(a.Auth))
	} else {
		p.auth.SetValue(string(data.ByPassword))
	}
	p.signIn.provider.SetValue(a.OAuth.Provider)
	s.filled = a
	p.turn()
	p.room.changed()
}
