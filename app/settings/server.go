package settings

import (
	"strconv"
	"strings"

	"firstline/app/ui"
	"firstline/data"
)

// server is the fields for a mail server.
type server struct {
	host, port, user *ui.Entry
	security         *labelled

	usual map[string]string // ports, by security
	unset data.Security     // the security if the desk says nothing about it
	plain bool              // the desk says nothing about it
}

func newServer(r *Room, usual map[string]string, unset data.Security) *server {
	s := &server{host: r.entry(), port: r.digits(), user: r.entry(), usual: usual, unset: unset}
	s.security = newLabelled(r, data.Security("").Choices(), func(v string) string {
		return r.say("settings.security."+v, "port", usual[v])
	}, func(string) { s.followPort() })
	return s
}

func (s *server) show(host string, port int, security data.Security, user string) {
	s.plain = security == ""
	if s.plain {
		security = s.unset
	}
	s.host.Put(host)
	s.user.Put(user)
	s.security.setValue(string(security))
	text := ""
	if port != 0 {
		text = strconv.Itoa(port)
	}
	s.port.Put(text)
	s.followPort()
}

func (s *server) read() (host string, port int, security data.Security, user string) {
	security = data.Security(s.security.value())
	if s.plain && security == s.unset {
		security = ""
	}
	port, _ = strconv.Atoi(s.port.Text) // digits, or empty
	return strings.TrimSpace(s.host.Text), port, security, strings.TrimSpace(s.user.Text)
}

// followPort shows the usual port for the security while none is typed, and drops a port that
// is the usual one for the other security.
func (s *server) followPort() {
	for security, port := range s.usual {
		if security != s.security.value() && s.port.Text == port {
			s.port.SetText("")
		}
	}
	s.port.SetPlaceHolder(s.usual[s.security.value()])
}
