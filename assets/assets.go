// Package assets holds what is built into the program: the words of every
// language, the guide, the icon, the note templates and the sample desk. It hands
// them out typed and knows nothing of the rest of the house.
package assets

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed icon.png
var icon []byte

// Icon is the program's icon: a PNG of 256 by 256 pixels.
func Icon() []byte { return icon }

// Text is a text in an asset. In JSON it is a string, or, so that it can be
// read there, a list of its lines.
type Text string

// UnmarshalJSON reads a string or a list of lines.
func (t *Text) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '[' {
		var lines []string
		if err := json.Unmarshal(raw, &lines); err != nil {
			return err
		}
		*t = Text(strings.Join(lines, "\n"))
		return nil
	}
	return json.Unmarshal(raw, (*string)(t))
}

// decode reads a JSON asset of a language. The assets are part of the program, so
// one that does not fit its type is a programming error; the tests read them all.
func decode(kind, lang, name string, into any) {
	raw, ok := spoken(kind, lang, name)
	if !ok {
		panic(fmt.Sprintf("asset %s/en/%s is missing", kind, name))
	}
	if err := json.Unmarshal(raw, into); err != nil {
		panic(fmt.Sprintf("asset %s/%s/%s: %v", kind, lang, name, err))
	}
}
