package packet

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/journal"
)

var (
	key  = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	desk = journal.DeskID(key.Public().(ed25519.PublicKey))
	at   = time.Date(2026, 11, 23, 10, 11, 12, 0, time.UTC)
)

func someCase() data.Case {
	return data.Case{Ticket: data.Ticket{ID: "01JDBYJ6WJ5Q8Z3V0T9M2KTSV4", Number: "MAD-1042", Subject: "Impresora <en> llamas", Status: data.New},
		Requester: data.Contact{Name: "Marta"}, Timeline: []data.Activity{{Kind: data.CallIn, At: at, Text: "Llamó"}}}
}

func pack(t testing.TB, c data.Case) []byte {
	raw, err := Pack(key, desk+".EPOCH", Escalate, c)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func is(err error, key string) bool {
	var p *data.Problem
	return errors.As(err, &p) && p.Key == key
}

func TestRoundTrip(t *testing.T) {
	raw := pack(t, someCase())
	p, err := Unpack(raw)
	if err != nil {
		t.Fatal(err)
	}
	if p.From != desk+".EPOCH" || p.Kind != Escalate || p.Version != 1 || p.Min != 1 || p.To == nil || !p.Key.Equal(key.Public()) {
		t.Errorf("unpacked %+v", p)
	}
	if !reflect.DeepEqual(p.Ticket, someCase()) {
		t.Errorf("the case came back as %+v", p.Ticket)
	}
	if !bytes.Equal(raw, pack(t, someCase())) {
		t.Error("twice, two packets")
	}
	if _, err := Pack(key, "SOMEONE.ELSE", Escalate, someCase()); err == nil {
		t.Error("packed under another desk's name")
	}
}

// Packets of every released version stay readable for ever.
func TestGoldenPacket(t *testing.T) {
	raw, err := os.ReadFile("testdata/v1.dpk")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Unpack(raw)
	if err != nil || p.Ticket.Ticket.Subject != "Impresora <en> llamas" || p.From != desk+".EPOCH" {
		t.Errorf("%+v, %v", p, err)
	}
}

// seal signs any payload the way a desk with the key would.
func seal(payload string) []byte {
	raw, _ := json.Marshal(envelope{data.PacketType, []byte(payload), []signature{{desk, ed25519.Sign(key, toSign([]byte(payload)))}}})
	return raw
}

func TestWhatIsRefused(t *testing.T) {
	public, _ := json.Marshal(key.Public())
	sender := fmt.Sprintf(`"from":"%s.E","key":%s`, desk, public)
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
	otherPublic, _ := json.Marshal(other.Public())

	if p, err := Unpack(seal(`{"v":7,"min":1,"kind":"x","more":{"of":"it"},"ticket":{"ticket":{"subject":"s","colour":"red"}},` + sender + `}`)); err != nil || p.Ticket.Ticket.Subject != "s" {
		t.Errorf("a newer desk's packet for readers of version 1: %+v, %v", p, err)
	}
	for name, test := range map[string]struct {
		raw  []byte
		want string
	}{
		"nothing":             {nil, "packet_unreadable"},
		"no packet":           {[]byte(`{"hello":1}`), "packet_unreadable"},
		"other type":          {bytes.Replace(pack(t, someCase()), []byte("deskpost.v1"), []byte("deskpost.v2"), 1), "packet_unreadable"},
		"payload no JSON":     {seal("x"), "packet_unreadable"},
		"newer, other shape":  {seal(`{"v":2,"min":2,"ticket":"elsewhere",` + sender + `}`), "packet_newer"},
		"ticket is no ticket": {seal(`{"v":1,"min":1,"ticket":[],` + sender + `}`), "packet_unreadable"},
		"no key":              {seal(`{"v":1,"min":1,"from":"` + desk + `.E"}`), "packet_forged"},
		"no epoch":            {seal(fmt.Sprintf(`{"v":1,"from":"%s","key":%s}`, desk, public)), "packet_forged"},
		"another's name":      {seal(fmt.Sprintf(`{"v":1,"from":"%s.E","key":%s}`, journal.DeskID(other.Public().(ed25519.PublicKey)), public)), "packet_forged"},
		"another's key":       {seal(fmt.Sprintf(`{"v":1,"from":"%s.E","key":%s}`, desk, otherPublic)), "packet_forged"},
		"unsigned":            {[]byte(strings.Split(string(pack(t, someCase())), `"sig"`)[0] + `"sig":[]}`), "packet_forged"},
	} {
		if _, err := Unpack(test.raw); !is(err, test.want) {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
}

// No changed bit goes unnoticed, and none makes another case.
func TestMutationsAreNoticed(t *testing.T) {
	good := pack(t, someCase())
	rapid.Check(t, func(r *rapid.T) {
		raw := bytes.Clone(good)
		for range rapid.IntRange(1, 3).Draw(r, "changes") {
			raw[rapid.IntRange(0, len(raw)-1).Draw(r, "at")] ^= byte(rapid.IntRange(1, 255).Draw(r, "bits"))
		}
		if p, err := Unpack(raw); err == nil && !reflect.DeepEqual(p.Ticket, someCase()) {
			r.Fatalf("read %+v", p)
		}
	})
}

// Nothing internal, withdrawn or replaced is in the bytes that leave.
func TestPublicKeepsSecrets(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		internal := rapid.Bool().Draw(r, "internal")
		open := func(label string) bool { return rapid.Bool().Draw(r, label) }
		c := someCase()
		c.Ticket.PriorityReason, c.Requester.Notes = "SECRET", "SECRET"
		c.Affected = &data.Contact{Name: "Luis", Notes: "SECRET"}
		for i := range rapid.IntRange(0, 6).Draw(r, "entries") {
			a := data.Activity{Kind: data.WorkNote, Internal: open("is internal"), Withdrawn: open("is withdrawn"), MessageID: "NEVER",
				Edits: []data.Edit{{Text: "NEVER"}}}
			a.Text = "open"
			if a.Internal {
				a.Text = "SECRET"
			}
			if a.Withdrawn {
				a.Text = "NEVER"
			}
			if open("has a file") {
				f := data.Attachment{SHA256: fmt.Sprint("hash", i, a.Text), Name: a.Text + ".txt"}
				a.Attachment = &f
				c.Attachments = append(c.Attachments, f)
			}
			if open("changes") {
				a.Changes = []data.Change{{Field: "priority_reason", To: json.RawMessage(`"SECRET"`)}, {Field: "owner", To: json.RawMessage(`"ana"`)}}
			}
			c.Timeline = append(c.Timeline, a)
		}
		c.Escalations = []data.Escalation{{Question: "SECRET", IncludeInternal: true, Token: "NEVER"}, {Question: "open question", Token: "NEVER", MessageID: "NEVER", Reason: "NEVER"}}
		for _, f := range c.Attachments {
			c.Escalations[1].Files = append(c.Escalations[1].Files, f.SHA256)
		}
		c.Articles = []data.CaseUse{{Article: data.Article{ID: "SECRET", Audience: "internal", Title: "SECRET"}}, {Article: data.Article{ID: "B", Title: "open title", Flag: "NEVER"}}}
		c.Ticket.Articles = []data.Use{{Article: "SECRET"}, {Article: "B"}}
		before, _ := json.Marshal(c)

		p, err := Unpack(pack(t, Public(c, internal)))
		if err != nil {
			r.Fatal(err)
		}
		left, _ := json.Marshal(p)
		if bytes.Contains(left, []byte("NEVER")) || bytes.Contains(left, []byte("SECRET")) && !internal {
			r.Fatalf("it left: %s", left)
		}
		for _, stays := range []string{"open question", "open title", "Marta", "Luis"} {
			if !bytes.Contains(left, []byte(stays)) {
				r.Fatalf("%q was lost: %s", stays, left)
			}
		}
		if after, _ := json.Marshal(c); !bytes.Equal(before, after) {
			r.Fatalf("Public changed the desk's own case: %s", after)
		}
	})
}

func FuzzUnpack(f *testing.F) {
	f.Add(pack(f, someCase()))
	f.Add(seal(`{"v":1}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := Unpack(raw)
		if err == nil && !strings.HasPrefix(p.From, journal.DeskID(p.Key)+".") {
			t.Errorf("took %q for signed", raw)
		}
		var problem *data.Problem
		if err != nil && !errors.As(err, &problem) {
			t.Errorf("%v is no problem a person can read", err)
		}
	})
}
