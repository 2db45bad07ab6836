// Package assets holds what is built into the program: the words of every
// language, the icon, the note templates and the sample desk. It hands them out
// typed and knows nothing of the rest of the house.
package assets

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
)

//go:embed words/*/*.json
var words embed.FS

//go:embed icon.png
var icon []byte

// Icon is the program's icon: a PNG of 256 by 256 pixels.
func Icon() []byte { return icon }

// Words gives the translations of a language ("en", "es"), room by room: the
// name of the room, such as "shared", to a flat JSON object of key to sentence.
func Words(lang string) map[string][]byte {
	dir := path.Join("words", lang)
	files, _ := words.ReadDir(dir) // a language we do not have has no rooms
	rooms := make(map[string][]byte, len(files))
	for _, f := range files {
		text, err := words.ReadFile(path.Join(dir, f.Name()))
		if err != nil {
			panic(fmt.Sprintf("embedded words: %v", err)) // ReadDir has just named it
		}
		rooms[strings.TrimSuffix(f.Name(), ".json")] = text
	}
	return rooms
}

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

// decode reads a JSON asset. The assets are part of the program, so one that
// does not fit its type is a programming error; the tests read them all.
func decode(fs embed.FS, name string, into any) {
	raw, err := fs.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		panic(fmt.Sprintf("asset %s: %v", name, err))
	}
}

// known is the language itself if there are texts in it, else English.
func known(lang string) string {
	if lang == "es" {
		return lang
	}
	return "en"
}
