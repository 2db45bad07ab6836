package files

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"firstline/app/ui"
)

// pathField is where one types the path of a file. Below it stand the names that
// go on from what is typed: Down goes to them, Return takes one.
type pathField struct {
	entry  *ui.Entry
	list   *ui.List
	OnPick func() // a file was taken from the list

	seat    *ui.Seat
	folders bool // only folders are offered: the file is a new one
	names   []string
	slot    ui.Slot
}

const separator = string(filepath.Separator)

// mostNames is how many names are offered at a time.
const mostNames = 500

func newPathField(seat *ui.Seat, folders bool) *pathField {
	p := &pathField{seat: seat, folders: folders, entry: ui.NewEntry("")}
	p.list = ui.NewNames(nil)
	p.list.MinRows, p.list.OpenOnClick = 6, true
	p.list.Label = seat.Words.Say("ticket.path.names")
	p.list.SetEmpty(ui.Empty(seat.Words.Say("ticket.path.empty"), nil))
	p.entry.OnChanged = func(string) { p.look() }
	p.entry.OnDown = func() {
		if len(p.names) > 0 {
			seat.Window.Canvas().Focus(p.list)
		}
	}
	p.list.OnTop = func() { seat.Window.Canvas().Focus(p.entry) }
	p.list.OnOpen = func(i int) { p.take(p.names[i]) }
	if !folders {
		p.set(home() + separator)
	}
	return p
}

// take goes on with a name that was offered.
func (p *pathField) take(name string) {
	stem := strings.TrimSuffix(name, separator)
	path := filepath.Join(p.folder(), stem) // ".." is resolved
	switch {
	case p.folders: // the file keeps its name and goes there
		path = filepath.Join(path, filepath.Base(p.value()))
	case stem != name && !strings.HasSuffix(path, separator):
		path += separator
	}
	p.set(path)
	p.seat.Window.Canvas().Focus(p.entry)
	if stem == name && p.OnPick != nil {
		p.OnPick()
	}
}

// set shows a path with the cursor at its end.
func (p *pathField) set(path string) { p.entry.Fill(path) }

// value is the path typed, whole.
func (p *pathField) value() string { return whole(p.entry.Text) }

// whole makes a path of what people type or paste: ~ is the home folder, quotes
// and file:// are taken off.
func whole(path string) string {
	path = lastBegun(strings.TrimSpace(path))
	if len(path) > 1 && (path[0] == '"' || path[0] == '\'') && path[len(path)-1] == path[0] {
		path = path[1 : len(path)-1]
	}
	if u, err := url.Parse(path); err == nil && u.Scheme == "file" {
		path = u.Path
		if runtime.GOOS == "windows" {
			path = strings.TrimPrefix(path, "/")
		}
		path = filepath.FromSlash(path)
	}
	if path == "~" || strings.HasPrefix(path, "~/") || strings.HasPrefix(path, `~\`) {
		path = home() + path[1:]
	}
	if path != "" && !filepath.IsAbs(path) {
		path = filepath.Join(home(), path)
	}
	return path
}

// lastBegun is the last whole path of those typed one behind the other: the field
// begins with a folder, and few take that out first.
func lastBegun(path string) string {
	if i := strings.LastIndex(path, "file://"); i >= 0 {
		return path[i:]
	}
	return path[max(strings.LastIndex(path, "//"), strings.LastIndex(path, "/~/"))+1:]
}

// folder is the folder whose names are offered.
func (p *pathField) folder() string {
	path := p.value()
	if path == "" {
		return home()
	}
	if p.ended() {
		return filepath.Clean(path)
	}
	return filepath.Dir(path)
}

// descend goes into the folder typed, if it is one of those offered, and says
// whether it was.
func (p *pathField) descend() bool {
	stem := filepath.Base(p.value()) + separator
	for _, name := range p.names {
		if name == stem && !p.ended() {
			p.set(p.value() + separator)
			return true
		}
	}
	return false
}

// ended says whether what is typed ends in a folder.
func (p *pathField) ended() bool {
	return strings.HasSuffix(p.entry.Text, "/") || strings.HasSuffix(p.entry.Text, separator)
}

// name is one offer.
type name struct {
	text string // a folder ends in a separator
	size int64
}

// look asks for the names that go on from what is typed.
func (p *pathField) look() {
	folder, begin := p.folder(), ""
	if !p.ended() && !p.folders {
		begin = strings.ToLower(filepath.Base(p.value()))
	}
	ui.Load(p.seat, &p.slot, func(context.Context) ([]name, error) {
		entries, err := os.ReadDir(folder)
		if err != nil {
			return nil, nil // half a path names no folder: there is nothing to offer
		}
		var names []name
		if begin == "" && filepath.Dir(folder) != folder {
			names = append(names, name{text: ".." + separator})
		}
		for _, e := range entries {
			low := strings.ToLower(e.Name())
			if !strings.HasPrefix(low, begin) || strings.HasPrefix(low, ".") && !strings.HasPrefix(begin, ".") {
				continue
			}
			info, err := os.Stat(filepath.Join(folder, e.Name()))
			switch {
			case err != nil:
			case info.IsDir():
				names = append(names, name{text: e.Name() + separator})
			case info.Mode().IsRegular() && !p.folders:
				names = append(names, name{e.Name(), info.Size()})
			}
			if len(names) == mostNames {
				break
			}
		}
		return names, nil
	}, func(names []name) {
		rows := make(ui.Rows, len(names))
		p.names = make([]string, len(names))
		for i, n := range names {
			size := ""
			if !strings.HasSuffix(n.text, separator) {
				size = p.seat.Words.Size(n.size)
			}
			rows[i] = []ui.Cell{{Text: n.text}, {Text: size}}
			p.names[i] = n.text
		}
		p.list.SetSource(rows)
	})
}
