package mail

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// hostile is a message made to hang or burst a reader, and what is still to be
// read in it.
type hostile struct {
	name  string
	make  func() []byte
	check func(m Message) bool
}

// What was seen to hang or burst other readers, and its relatives.
var hostiles = []hostile{
	{"10,000 nested multiparts", func() []byte {
		var b bytes.Buffer
		b.WriteString("Subject: nested\r\n")
		for i := range 10_000 {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
		}
		b.WriteString("\r\ninnermost\r\n")
		return b.Bytes()
	}, func(m Message) bool {
		return slices.Contains(m.Repairs, "too_many_parts") && len(m.Attachments) == 1 && bytes.Contains(m.Attachments[0].Content, []byte("innermost"))
	}},
	{"100,000 parts", func() []byte {
		return []byte("Subject: many\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nfirst\r\n" + strings.Repeat("--b\r\n\r\n\r\n", 100_000) + "--b--\r\n")
	}, func(m Message) bool {
		return strings.TrimSpace(m.Text) == "first" && slices.Contains(m.Repairs, "too_many_parts")
	}},
	{"40,000 pieces of a parameter", func() []byte {
		var b bytes.Buffer
		b.WriteString("Subject: pieces\r\nContent-Type: application/pdf")
		for i := range 40_000 {
			fmt.Fprintf(&b, ";\r\n name*%d=x", i)
		}
		b.WriteString("\r\n\r\nbody")
		return b.Bytes()
	}, func(m Message) bool {
		return len(m.Attachments) == 1 && strings.HasPrefix(m.Attachments[0].Name, "xxx")
	}},
	{"a header line of 50 MB", func() []byte {
		return []byte("Subject: long\r\nX-Long: " + strings.Repeat("x", 50<<20) + "\r\nFrom: ana@example.com\r\n\r\nbody")
	}, func(m Message) bool {
		return strings.TrimSpace(m.Text) == "body" && slices.Contains(m.Repairs, "header_cut")
	}},
	{"1,000,000 header lines", func() []byte {
		return []byte("Subject: lines\r\n" + strings.Repeat("X-Line: x\r\n", 1_000_000) + "\r\nbody")
	}, func(m Message) bool {
		return strings.TrimSpace(m.Text) == "body" && slices.Contains(m.Repairs, "header_cut")
	}},
	{"25 MB of base64", func() []byte {
		line := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0xfb}, 57)) + "\r\n"
		return []byte("Subject: large\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat(line, 25<<20/len(line)))
	}, func(m Message) bool { return len(m.Attachments) == 1 && m.Attachments[0].Size == 25<<20/78*57 }},
	{"a folded header of 1,000,000 lines", func() []byte {
		return []byte("Subject: folded\r\n" + strings.Repeat(" x\r\n", 1_000_000) + "\r\nbody")
	}, func(m Message) bool { return strings.TrimSpace(m.Text) == "body" }},
	{"200,000 addresses", func() []byte {
		return []byte("Subject: s\r\nTo: " + strings.Repeat("a@example.com,", 200_000) + "\r\n\r\nbody")
	}, func(m Message) bool { return strings.TrimSpace(m.Text) == "body" }},
	{"open brackets and quotes", func() []byte {
		return []byte("Subject: s\r\nFrom: " + strings.Repeat(`(<"`, 100_000) + "\r\n\r\nbody")
	}, func(m Message) bool { return strings.TrimSpace(m.Text) == "body" }},
	{"100,000 broken encoded words", func() []byte {
		return []byte("Subject: " + "s " + strings.Repeat("=?utf-8?q?", 50_000) + strings.Repeat("=?x?", 50_000) + "\r\n\r\nbody")
	}, func(m Message) bool { return strings.TrimSpace(m.Text) == "body" }},
	{"HTML nested 300,000 deep", func() []byte {
		return []byte("Subject: s\r\nContent-Type: text/html\r\n\r\n" + strings.Repeat("<div>", 300_000) + "deep")
	}, func(m Message) bool { return m.Text == "deep" }},
	{"25 MB of text", func() []byte {
		return []byte("Subject: long\r\n\r\n" + strings.Repeat("a line of text that is not very long\r\n", 25<<20/38))
	}, func(m Message) bool { return len(m.Text) > 900_000 && len(m.Attachments) == 1 }},
	{"25 MB of HTML", func() []byte {
		return []byte("Subject: long\r\nContent-Type: text/html\r\n\r\n" + strings.Repeat("<p>a <b>line</b> of text\r\n", 25<<20/25))
	}, func(m Message) bool { return len(m.Text) > 300_000 && len(m.Attachments) == 1 }},
	{"quotes nested 100,000 deep", func() []byte {
		return []byte("Subject: s\r\nContent-Type: text/html\r\n\r\ntop" + strings.Repeat("<blockquote>", 100_000) + "deep" + strings.Repeat("<br>x", 1000))
	}, func(m Message) bool { return strings.HasPrefix(m.Text, "top") && strings.Contains(m.Text, "deep") }},
	{"500,000 lines that begin like something", func() []byte {
		return []byte("Subject: s\r\n\r\ntop\r\n" + strings.Repeat("On 1 Jan 2026, a <\r\nFrom: a\r\nbegin 644 x\r\n", 150_000))
	}, func(m Message) bool { return strings.HasPrefix(m.Text, "top") }},
	{"boundaries that are none", func() []byte {
		return []byte("Subject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n" + strings.Repeat("--bb\r\n", 300_000))
	}, func(m Message) bool { return strings.HasPrefix(m.Text, "text") }},
}

func TestHostileMail(t *testing.T) {
	const times, least = 5, 2 << 20 // what may be allocated: times the input, and for small ones this much
	for _, h := range hostiles {
		raw := h.make()
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		m := Read(raw, arrived)
		runtime.ReadMemStats(&after)
		sound(t, h.name, raw, m)
		if m.Subject == "" || !h.check(m) {
			t.Errorf("%s: read %.60q, %d files, text %.60q, repairs %v", h.name, m.Subject, len(m.Attachments), m.Text, m.Repairs)
		}
		used := after.TotalAlloc - before.TotalAlloc
		t.Logf("%s: %.1f MB in, %.1f MB allocated", h.name, float64(len(raw))/(1<<20), float64(used)/(1<<20))
		if used > uint64(times*len(raw)+least) {
			t.Errorf("%s: %d bytes took %d", h.name, len(raw), used)
		}
	}
}

func BenchmarkHostileMail(b *testing.B) {
	for _, h := range hostiles {
		raw := h.make()
		b.Run(strings.ReplaceAll(h.name, " ", "_"), func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				Read(raw, arrived)
			}
		})
	}
}
