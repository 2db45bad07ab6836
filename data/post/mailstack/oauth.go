package mailstack

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TakeTokens starts a second Dovecot over the same mailboxes, which lets in by
// access token alone (OAUTHBEARER, XOAUTH2), and asks a provider of its own
// whether one is good: whose says which user's it is, "" if nobody's. It gives
// the port, which speaks TLS from the first byte.
func (s *Stack) TakeTokens(t testing.TB, whose func(token string) (user string)) (port int) {
	t.Helper()
	provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // RFC 7662
		user := whose(r.FormValue("token"))
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"active":%t,"username":%q}`, user != "", user)
	}))
	t.Cleanup(provider.Close)
	raw, err := os.ReadFile(filepath.Join(s.Dir, "dovecot.conf"))
	if err != nil {
		t.Fatal(err)
	}
	port = free(t, 1)[0]
	mechanisms := filepath.Join(s.Dir, "oauth2.conf.ext")
	conf := string(raw)
	for _, change := range [][2]string{
		{`(?m)^base_dir .*`, "base_dir = " + s.Dir + "/run2"}, {`(?m)^state_dir .*`, "state_dir = " + s.Dir + "/state2"},
		{`(?m)^instance_name .*`, "instance_name = tokens"}, {`(?m)^protocols .*`, "protocols = imap"}, {`(?m)^log_path .*`, "log_path = " + s.Dir + "/log/tokens.log"},
		{`(?m)^auth_mechanisms .*`, "auth_mechanisms = xoauth2 oauthbearer"}, {`(?ms)^service lmtp .*?^}`, ""},
		{`(?m)port = ` + fmt.Sprint(s.IMAPPort), "port = 0"}, {`(?m)port = ` + fmt.Sprint(s.IMAPSPort), fmt.Sprint("port = ", port)},
		{`(?ms)^passdb .*?^}`, "passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = " + mechanisms + "\n}"},
	} {
		conf = regexp.MustCompile(change[0]).ReplaceAllLiteralString(conf, change[1])
	}
	asks := strings.Join([]string{"introspection_mode = post", "introspection_url = " + provider.URL, "force_introspection = yes",
		"username_attribute = username", "active_attribute = active", "active_value = true", ""}, "\n")
	path := filepath.Join(s.Dir, "tokens.conf")
	for name, text := range map[string]string{path: conf, mechanisms: asks} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("dovecot", "-F", "-c", path)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait() // it was told to go
	})
	up(t, port)
	return port
}
