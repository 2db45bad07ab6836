package post

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

// childDesk names, in the environment of a child process, the desk it is to send
// from and to file the copies of.
const childDesk = "FIRSTLINE_TEST_SEND"

// TestMain makes this program a sender that can be killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDesk); dir != "" {
		d, err := desk.Open(ctx, dir)
		if err == nil {
			o := New(d)
			_, err = o.SendDue(ctx)
			err = errors.Join(err, o.FileCopies(ctx))
		}
		if err != nil {
			os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// The program is killed while the server has it wait at each step. The letter is
// sent afterwards, the same one; it arrives twice only where the server already
// had all of it.
func TestKilledAtEachStep(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	s := serve(t, data.StartTLS, nil)
	dir := t.TempDir()
	d, err := desk.Create(ctx, dir, data.Settings{Code: "MAD", SendDelay: new(0), Name: "Mesa", Operator: "Ana", Mail: s.account})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.KeepPassword("mail", "secret"); err != nil {
		t.Fatal(err)
	}
	ticket, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Marta"}, Subject: "x"})
	if err != nil {
		t.Fatal(err)
	}
	for step, times := range map[string]int{"auth": 1, "mail": 1, "rcpt": 1, "data": 2} {
		t.Run(step, func(t *testing.T) {
			s.answer(func() { s.got = nil })
			e, err := d.Escalate(ctx, desk.EscalationRequest{Ticket: ticket.Number, To: "second@test", Question: "?"})
			if err != nil {
				t.Fatal(err)
			}
			reached, dead := make(chan struct{}), make(chan struct{})
			s.answer(func() {
				s.hook = func(at string) {
					if at == step {
						close(reached)
						<-dead
					}
				}
			})
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), childDesk+"="+dir)
			child.Stderr = os.Stderr
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			select {
			case <-reached:
			case <-time.After(20 * time.Second):
				t.Error("it never came to " + step)
			}
			child.Process.Kill()
			child.Wait() // "killed" is no news
			s.answer(func() { s.hook = nil })
			close(dead)

			state := func() data.LetterState {
				letters, err := d.Letters(ctx)
				if err != nil || letters[0].Escalation != e.ID {
					t.Fatalf("%v, %v", letters, err)
				}
				return letters[0].State
			}
			if state() != data.LetterSending {
				t.Errorf("the dead program left it %s", state())
			}
			if sent, err := New(d).SendDue(ctx); sent != 1 || err != nil || state() != data.LetterSent {
				t.Errorf("afterwards: %d, %v, %s", sent, err, state())
			}
			got := s.accepted()
			if len(got) != times {
				t.Errorf("arrived %d times, want %d", len(got), times)
			}
			for _, raw := range got {
				if !bytes.Equal(raw, got[0]) || !bytes.Contains(raw, []byte("Message-ID: "+e.MessageID+"\r\n")) {
					t.Error("another letter arrived")
				}
			}
		})
	}
}

// posting is a desk with an account to send by and a folder for what was sent.
func posting(t *testing.T) (*mailServer, *mailHost, *desk.Desk, func() *exec.Cmd, func(n int)) {
	t.Helper()
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	s, h, account := both(t, nil)
	d, err := desk.Create(ctx, t.TempDir(), data.Settings{Code: "MAD", SendDelay: new(0), Name: "Mesa", Operator: "Ana", Mail: account})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.KeepPassword("mail", "secret"); err != nil {
		t.Fatal(err)
	}
	ticket, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Marta"}, Subject: "x"})
	if err != nil {
		t.Fatal(err)
	}
	child := func() *exec.Cmd {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childDesk+"="+d.Dir())
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	return s, h, d, child, func(n int) {
		for i := range n {
			if _, err := d.Reply(ctx, desk.ReplyRequest{Ticket: ticket.Number, To: fmt.Sprintf("c%d@acme.test", i), Text: "Hello."}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// The program is killed while the server has it wait at each step of filing the
// copy. The letter has left and never leaves again, and in the end one copy of it
// lies among the sent mail.
func TestKilledWhileFiling(t *testing.T) {
	s, h, d, child, write := posting(t)
	for filed, step := range []string{"LOGIN", "LIST", "SELECT", "SEARCH", "APPEND", "APPENDED"} {
		s.answer(func() { s.got = nil })
		write(1)
		reached, dead := make(chan struct{}), make(chan struct{})
		h.answer(func() {
			h.hook = func(at string) {
				if at == step {
					close(reached)
					<-dead
				}
			}
		})
		cmd := child()
		select {
		case <-reached:
		case <-time.After(20 * time.Second):
			t.Fatal("it never came to " + step)
		}
		cmd.Process.Kill()
		cmd.Wait() // "killed" is no news
		h.answer(func() { h.hook = nil })
		close(dead)
		o := New(d)
		if sent, err := o.SendDue(ctx); sent != 0 || err != nil {
			t.Errorf("%s: sent again: %d, %v", step, sent, err)
		}
		if err := o.FileCopies(ctx); err != nil {
			t.Errorf("%s, afterwards: %v", step, err)
		}
		letters, err := d.Letters(ctx)
		if err != nil || letters[0].State != data.LetterSent || letters[0].Copy != data.CopyFiled || len(s.accepted()) != 1 || h.count(t, "Sent") != filed+1 {
			t.Errorf("%s: %+v arrived %d times, %d copies, %v", step, letters[0], len(s.accepted()), h.count(t, "Sent"), err)
		}
	}
}

// The program is killed at any moment while it sends and files, and started
// again, until all have left: each arrived, as the same letter, and lies among
// the sent mail once.
func TestKilledAtAnyMoment(t *testing.T) {
	s, h, d, child, write := posting(t)
	const n = 40
	write(n)
	left := func(again bool) (n int) {
		letters, err := d.Letters(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range letters {
			if again && l.State == data.LetterMaybe { // nobody waits ten minutes here
				if err := d.RetryLetter(ctx, l.ID); err != nil {
					t.Fatal(err)
				}
			}
			if !l.State.Left() {
				n++
			}
			if l.Copy != data.CopyFiled {
				n++
			}
		}
		return n
	}
	kills := 0
	for n := left(true); n > 0; n = left(true) {
		cmd := child()
		eventually(t, "something is done", func() bool { return left(false) < n })
		time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
		cmd.Process.Kill()
		if cmd.Wait() != nil {
			kills++
		}
	}
	times := map[string]int{}
	for _, raw := range s.accepted() {
		_, id, _ := strings.Cut(string(raw), "Message-ID: ")
		id, _, _ = strings.Cut(id, "\r\n")
		times[id]++
	}
	if arrived := len(s.accepted()); len(times) != n || arrived > n+kills || h.count(t, "Sent") != n {
		t.Errorf("%d of %d letters arrived, %d times in all, %d copies", len(times), n, arrived, h.count(t, "Sent"))
	}
	if r, err := d.Check(ctx); err != nil || !r.OK {
		t.Errorf("%+v, %v", r, err)
	}
	t.Logf("%d kills, %d times a letter arrived again", kills, len(s.accepted())-n)
}
