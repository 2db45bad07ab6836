package post

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

// childDesk names, in the environment of a child process, the desk it is to send
// from.
const childDesk = "FIRSTLINE_TEST_SEND"

// TestMain makes this program a sender that can be killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDesk); dir != "" {
		d, err := desk.Open(context.Background(), dir)
		if err == nil {
			_, err = New(d).SendDue(context.Background())
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
