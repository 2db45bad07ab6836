package mail

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"
)

// TestUnpackRTF reads the examples of [MS-OXRTFCP], section 4.
func TestUnpackRTF(t *testing.T) {
	for _, test := range []struct{ packed, want string }{
		{"2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0", "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"},
		{"1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0", "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"},
		{"0f00000003000000" + hex.EncodeToString([]byte("MELA")) + "00000000" + hex.EncodeToString([]byte("{x}")), "{x}"},
		{"", ""},
		{"ff000000ffffff7f4c5a4675000000", ""},
		{"ff000000ffffff7f4c5a4675000000000761", ""}, // ends within a place
	} {
		packed, err := hex.DecodeString(test.packed)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(unpackRTF(packed)); got != test.want {
			t.Errorf("%s is %q, want %q", test.packed, got, test.want)
		}
	}
	// Two bytes say eighteen, again and again: an end is put to it.
	bomb := []byte(strings.Repeat("\xff"+strings.Repeat("\x00\x0f", 8), 100_000))
	packed := binary.LittleEndian.AppendUint32(nil, uint32(len(bomb)+12))
	packed = binary.LittleEndian.AppendUint32(packed, 1<<31-1)
	packed = append(append(packed, "LZFu\x00\x00\x00\x00"...), bomb...)
	if got := len(unpackRTF(packed)); got > 4*len(packed)+18 {
		t.Errorf("%d bytes became %d", len(packed), got)
	}
}

func TestRTFText(t *testing.T) {
	for _, test := range []struct {
		rtf, want string
		html      bool
	}{
		{`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}\pard Hello\par world\'e9\tab \{x\}\~y}`, "Hello\nworldé\t{x} y", false},
		{`{\rtf1\ansi\uc1 caf\u233? \u-10179?\u-8704? \uc2\u8364ab.}`, "café 😀 €.", false},
		{`{\rtf1\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}{\f0 , \'e9}}`, "Привет, é", false},
		{`{\rtf1\ansicpg932 \'93\'fa\'96\'7b}`, "日本", false},
		{`{\rtf1{\*\generator Nobody;}{\pict\bin4 }}{}}kept{\object hidden}}`, "kept", false},
		{`{\rtf1 See {\field{\*\fldinst{HYPERLINK "https://example.org/a"}}{\fldrslt{the manual}}} and {\field{\*\fldinst HYPERLINK "mailto:a@b.test"}{\fldrslt a@b.test}}.}`,
			"See the manual <https://example.org/a> and a@b.test.", false},
		{`{\rtf1\ansi\fromhtml1{\*\htmltag19 <html>}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 One {\*\htmltag84 <b>}\htmlrtf {\b\htmlrtf0 two{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 {\*\htmltag84 &amp;}\htmlrtf &\htmlrtf0  three\htmlrtf\par}\htmlrtf0{\*\htmltag72 </p>}}`,
			"<html><p>One <b>two</b>&amp; three</p>", true},
		{`}}}\'`, "", false},
		{`{\rtf1 ` + strings.Repeat("{", 100_000) + "deep", "deep", false},
	} {
		if got, html := rtfText([]byte(test.rtf)); got != test.want || html != test.html {
			t.Errorf("%.80s\nis %q (HTML: %v)\nwant %q", test.rtf, got, html, test.want)
		}
	}
}

// outlook is a winmail.dat whose only text is RTF, beside other parts if there are
// any.
func outlook(rtf string, parts ...string) []byte {
	number := binary.LittleEndian.AppendUint32
	packed := append(number(number(nil, uint32(len(rtf)+12)), uint32(len(rtf))), "MELA\x00\x00\x00\x00"+rtf...)
	for len(packed)%4 != 0 {
		packed = append(packed, 0)
	}
	properties := number(number(number(number(nil, 1), mapiRTF<<16|0x102), 1), uint32(len(packed)))
	properties = append(properties, packed...)
	whole := []byte{0x78, 0x9f, 0x3e, 0x22, 1, 0, 1}
	whole = number(number(whole, tnefProperties), uint32(len(properties)))
	whole = append(append(whole, properties...), 0, 0)
	lines := append([]string{"Content-Type: multipart/mixed; boundary=b", ""}, parts...)
	lines = append(lines, "--b", "Content-Type: application/ms-tnef; name=winmail.dat", "Content-Transfer-Encoding: base64", "", base64.StdEncoding.EncodeToString(whole), "--b--")
	return crlf(lines...)
}

func TestRTFBodyOfOutlook(t *testing.T) {
	const rtf = `{\rtf1\ansi\ansicpg1252 L\'e4uft der Drucker?}`
	if m := Read(outlook(rtf), arrived); m.Text != sentence1 || len(m.Attachments) != 0 {
		t.Errorf("read %q with %v", m.Text, m.Attachments)
	}
	const html = `{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}L\'e4uft {\*\htmltag84 <b>}der{\*\htmltag92 </b>} Drucker?{\*\htmltag72 </p>}}`
	if m := Read(outlook(html), arrived); strings.TrimSpace(m.Text) != sentence1 {
		t.Errorf("of HTML it is %q", m.Text)
	}
	if m := Read(outlook(rtf, "--b", "", "Is the printer on?"), arrived); strings.TrimSpace(m.Text) != "Is the printer on?" {
		t.Errorf("the text says it twice: %q", m.Text)
	}
}
