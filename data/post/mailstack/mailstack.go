// Package mailstack starts a real mail server for tests: Exim for SMTP, Dovecot
// for the mailboxes, on ports of 127.0.0.1 that are free. It needs the script
// ../shared/mailstack.sh beside the repository and Debian's exim4 and dovecot.
package mailstack

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Stack is a running pair of servers. Users are desk1, desk2 and second, each at
// @test with the password secret-<user>. tempfail@test answers 451, reject@test
// 550; mail to bounce@test comes back.
type Stack struct {
	SMTPPort, IMAPPort, IMAPSPort int
	Dir                           string
	CertPEM                       string // the certificate to trust; it is for localhost and 127.0.0.1
}

// Start starts the servers and stops them when the test ends. Where the script
// or a server is missing the test is skipped.
func Start(t testing.TB) *Stack {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	script := filepath.Join(filepath.Dir(here), "../../../../shared/mailstack.sh")
	if _, err := os.Stat(script); err != nil {
		t.Skipf("no real mail server: %v", err)
	}
	for _, program := range []string{"/usr/sbin/exim4", "dovecot", "openssl", "bash"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("no real mail server: %v", err)
		}
	}
	// Not t.TempDir: the servers change their user and could not enter it, and
	// their sockets' names must stay short.
	parent, err := os.MkdirTemp("", "fl")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(parent) })
	if err := os.Chmod(parent, 0o755); err != nil {
		t.Fatal(err)
	}
	ports := free(t, 4)
	s := &Stack{SMTPPort: ports[0], IMAPPort: ports[1], IMAPSPort: ports[2], Dir: filepath.Join(parent, "s")}
	run := func(act string) ([]byte, error) {
		cmd := exec.Command("bash", script, act, s.Dir)
		cmd.Env = append(os.Environ(), fmt.Sprint("SMTP_PORT=", ports[0]), fmt.Sprint("IMAP_PORT=", ports[1]),
			fmt.Sprint("IMAPS_PORT=", ports[2]), fmt.Sprint("LMTP_PORT=", ports[3]))
		return cmd.CombinedOutput()
	}
	out, err := run("start")
	t.Cleanup(func() {
		if out, err := run("stop"); err != nil {
			t.Errorf("stop the mail servers: %v\n%s", err, out)
		}
	})
	if err != nil {
		t.Fatalf("start the mail servers: %v\n%s", err, out)
	}
	pem, err := os.ReadFile(filepath.Join(s.Dir, "cert.pem"))
	if err != nil {
		t.Fatal(err)
	}
	s.CertPEM = string(pem)
	return s
}

// Maildir gives the messages in a user's INBOX, oldest first.
func (s *Stack) Maildir(user string) ([][]byte, error) {
	var paths []string
	for _, sub := range []string{"cur", "new"} {
		found, err := filepath.Glob(filepath.Join(s.Dir, "mail", user, "Maildir", sub, "*"))
		if err != nil {
			return nil, err
		}
		paths = append(paths, found...)
	}
	sort.Slice(paths, func(i, j int) bool { return filepath.Base(paths[i]) < filepath.Base(paths[j]) })
	var mails [][]byte
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		mails = append(mails, raw)
	}
	return mails, nil
}

// Await waits until a user's INBOX holds n messages and gives them.
func (s *Stack) Await(t testing.TB, user string, n int) [][]byte {
	t.Helper()
	for deadline := time.Now().Add(15 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		mails, err := s.Maildir(user)
		if err == nil && len(mails) >= n {
			return mails
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s has %d messages after 15 s, want %d (%v)", user, len(mails), n, err)
		}
	}
}

// Submit sends a message as one of the users, through the server that takes mail.
func (s *Stack) Submit(t testing.TB, user, to string, raw []byte) {
	t.Helper()
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(s.CertPEM))
	c, err := smtp.DialStartTLS(fmt.Sprint("127.0.0.1:", s.SMTPPort), &tls.Config{RootCAs: pool, ServerName: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Auth(sasl.NewPlainClient("", user+"@test", "secret-"+user)); err != nil {
		t.Fatal(err)
	}
	if err := c.SendMail(user+"@test", []string{to}, bytes.NewReader(raw)); err != nil {
		t.Fatal(err)
	}
}

// Fill puts messages into a user's INBOX, as Dovecot keeps them.
func (s *Stack) Fill(t testing.TB, user string, mails [][]byte) {
	t.Helper()
	home := filepath.Join(s.Dir, "mail", user)
	for _, sub := range []string{"tmp", "new", "cur"} {
		if err := os.MkdirAll(filepath.Join(home, "Maildir", sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for i, raw := range mails {
		path := filepath.Join(home, "Maildir", "new", fmt.Sprintf("1795000000.M%06dP1.host", i))
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("chown", "-R", "--reference="+filepath.Join(s.Dir, "mail"), home).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// free finds ports nobody listens on.
func free(t testing.TB, n int) []int {
	var ports []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close() // only once all are found, so that they differ
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

// up waits until somebody listens on a port.
func up(t testing.TB, port int) {
	t.Helper()
	for end := time.Now().Add(15 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		c, err := net.Dial("tcp", fmt.Sprint("127.0.0.1:", port))
		if err == nil {
			c.Close()
			return
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}
