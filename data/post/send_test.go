package post

import (
	"slices"
	"testing"

	"github.com/emersion/go-smtp"

	"firstline/data"
)

// What a program wrote leaves without a sender in its envelope (RFC 3834, 4;
// RFC 5321, 4.5.5), so that nothing answers it and nothing bounces. Servers that
// only take mail from the address one signed in as get that, and the letter
// leaves all the same, once.
func TestAutomaticMailHasNoSender(t *testing.T) {
	own := "desk@firma.test"
	notEmpty := func(from string) error {
		if from == "" {
			return reply(550, smtp.EnhancedCode{5, 7, 60}, "client does not have permissions to send as this sender")
		}
		return nil
	}
	never := reply(550, smtp.EnhancedCode{5, 1, 1}, "no such user")
	for name, test := range map[string]struct {
		spoil   func(*mailServer)
		senders []string
		state   data.LetterState
	}{
		"taken":           {func(*mailServer) {}, []string{""}, data.LetterSent},
		"refused at MAIL": {func(s *mailServer) { s.unwanted = notEmpty }, []string{"", own}, data.LetterSent},
		"refused at DATA": {func(s *mailServer) { s.unsent = notEmpty }, []string{"", own}, data.LetterSent},
		"asked to wait":   {func(s *mailServer) { s.mail = reply(451, smtp.EnhancedCode{4, 7, 1}, "greylisted") }, []string{""}, data.LetterDeferred},
		"nobody there":    {func(s *mailServer) { s.rcpt["a@test"] = never }, []string{"", own}, data.LetterFailed},
		"account trouble": {func(s *mailServer) { s.mail = reply(550, smtp.EnhancedCode{5, 7, 1}, "not yours") }, []string{"", own}, data.LetterQueued},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, data.StartTLS, test.spoil)
			d := newDesk(s.account, "secret")
			id := d.queue("a@test")
			d.find(id).From = ""
			New(d).SendDue(ctx)
			wants(t, d, id, test.state, 1, 0)
			if !slices.Equal(s.senders, test.senders) {
				t.Errorf("offered from %q", s.senders)
			}
			if got := s.accepted(); (len(got) == 1) != (test.state == data.LetterSent) {
				t.Errorf("accepted %d times", len(got))
			}
		})
	}
}
