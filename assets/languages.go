package assets

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// A language is a folder with its tag for a name (BCP 47: "es", "es-419") in
// words, and where there is more to say in it, in guide, templates and sample.
//
//go:embed words guide templates sample
var built embed.FS

// layers are the folders texts are read from, the last one first.
var layers = struct {
	sync.RWMutex
	list []fs.FS
}{list: []fs.FS{built}}

// Add lays a folder like this one over the texts that are built in, so that a
// language someone is still working on can be seen in the program
// ("words/it/language.json" and so on). What was there before comes back by
// remove.
func Add(over fs.FS) (remove func()) {
	layers.Lock()
	defer layers.Unlock()
	before := layers.list
	layers.list = append(slices.Clone(before), over)
	return func() {
		layers.Lock()
		defer layers.Unlock()
		layers.list = before
	}
}

// Languages lists the tags of the languages there are, sorted: each folder of
// words with a language.json, which says what the language is called and how its
// dates and numbers are written.
func Languages() []string {
	var tags []string
	for _, tag := range names("words") {
		if _, ok := read(path.Join("words", tag, "language.json")); ok {
			tags = append(tags, tag)
		}
	}
	return tags
}

// Fallback lists where a text is looked for: in the language itself, in the one
// it is a variety of ("es" for "es-419"), in English.
func Fallback(lang string) []string {
	chain := []string{lang}
	for i := strings.LastIndexByte(lang, '-'); i > 0; i = strings.LastIndexByte(lang, '-') {
		lang = lang[:i]
		chain = append(chain, lang)
	}
	if lang != "en" {
		chain = append(chain, "en")
	}
	return chain
}

// Words gives what the folder of a language says, and nothing of those it falls
// back to: the name of a room, such as "shared", to a flat JSON object of key to
// sentence, and "language" to its name and forms.
func Words(lang string) map[string][]byte {
	rooms := map[string][]byte{}
	for _, name := range names(path.Join("words", lang)) {
		if room, ok := strings.CutSuffix(name, ".json"); ok {
			rooms[room], _ = Room(lang, room)
		}
	}
	return rooms
}

// Room is the file of words/<lang> for one room, or "language" for how the language
// itself is written.
func Room(lang, name string) ([]byte, bool) {
	return read(path.Join("words", lang, name+".json"))
}

// spoken is a file of a kind in a language, or in what that falls back to.
func spoken(kind, lang, name string) ([]byte, bool) {
	for _, tag := range Fallback(lang) {
		if text, ok := read(path.Join(kind, tag, name)); ok {
			return text, true
		}
	}
	return nil, false
}

func read(name string) ([]byte, bool) {
	if !fs.ValidPath(name) {
		return nil, false // no language, but what someone has typed
	}
	layers.RLock()
	defer layers.RUnlock()
	for _, layer := range slices.Backward(layers.list) {
		if text, err := fs.ReadFile(layer, name); err == nil {
			return text, true
		}
	}
	return nil, false
}

// names lists what lies in a folder, sorted.
func names(folder string) []string {
	if !fs.ValidPath(folder) {
		return nil
	}
	layers.RLock()
	defer layers.RUnlock()
	var all []string
	for _, layer := range layers.list {
		entries, _ := fs.ReadDir(layer, folder) // a layer need not have it
		for _, entry := range entries {
			all = append(all, entry.Name())
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
