package cli_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"firstline/app/cli"
)

// writeUntilKilled runs commands against a desk, one after the other, and
// repeats each one's result on standard output once it was acknowledged.
func writeUntilKilled(dir string) {
	for i := 0; ; i++ {
		var out bytes.Buffer
		run := func(args ...string) {
			out.Reset()
			if code, _ := cli.Main(append(args, "--json", "--desk", dir), strings.NewReader(""), &out, os.Stderr); code != 0 {
				os.Exit(code)
			}
		}
		run("intake", "--name", fmt.Sprint("Caller ", i), "--subject", fmt.Sprint("Trouble ", i))
		var t struct{ Number string }
		if err := json.Unmarshal(out.Bytes(), &t); err != nil {
			os.Exit(9)
		}
		os.Stdout.WriteString("ticket " + t.Number + "\n")
		text := fmt.Sprintf("note %d of %d", i, os.Getpid())
		run("note", t.Number, "--text", text)
		os.Stdout.WriteString("note " + t.Number + " " + text + "\n")
		run("set", t.Number, "environment", text)
		os.Stdout.WriteString("set " + t.Number + " " + text + "\n")
	}
}

// Killed at any moment, the desk has every act it acknowledged and is sound.
func TestKilledAtAnyMoment(t *testing.T) {
	rounds := 200
	if testing.Short() {
		rounds = 20
	}
	dir := newDesk(t, "en")
	var acknowledged []string
	// How fast the machine is decides when to kill, at first and as it goes on, or
	// on a busy one nothing would have begun.
	span := threeActs(t, dir)
	for range rounds {
		cmd := self("writer", dir)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		pipe, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(rand.N(2*span), func() { cmd.Process.Kill() })
		said, err := io.ReadAll(pipe)
		if err != nil {
			t.Fatal(err)
		}
		cmd.Wait() // killed, as it should be
		if cmd.ProcessState.Exited() {
			t.Fatalf("it ended by itself: %v %s", cmd.ProcessState, stderr.String())
		}
		acts := 0
		for line := range strings.Lines(string(said)) {
			if strings.HasSuffix(line, "\n") {
				acknowledged = append(acknowledged, strings.TrimSpace(line))
				acts++
			}
		}
		switch {
		case acts == 0:
			span += span / 8
		case acts > 6:
			span -= span / 8
		}
	}
	if len(acknowledged) < rounds {
		t.Fatalf("only %d acts in %d rounds: nothing was tested", len(acknowledged), rounds)
	}
	cases := map[string]string{}
	for _, line := range acknowledged {
		what, rest, _ := strings.Cut(line, " ")
		number, text, _ := strings.Cut(rest, " ")
		if cases[number] == "" {
			got := tell("", "show", number, "--json", "--desk", dir)
			if got.code != 0 {
				t.Fatalf("%s was acknowledged and is lost: %s", line, got.err)
			}
			cases[number] = got.out
		}
		if what != "ticket" && !strings.Contains(cases[number], text) {
			t.Fatalf("%s was acknowledged and is lost", line)
		}
	}
	does(t, nil, "", "check", "--desk", dir)
	t.Logf("%d acts acknowledged in %d rounds, none lost", len(acknowledged), rounds)
}

// threeActs says how long a writer takes to start and acknowledge three acts.
func threeActs(t *testing.T, dir string) time.Duration {
	t.Helper()
	cmd := self("writer", dir)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(pipe)
	for range 3 {
		if !lines.Scan() {
			t.Fatal("the writer writes nothing")
		}
	}
	span := time.Since(started)
	cmd.Process.Kill()
	cmd.Wait()
	return span
}
