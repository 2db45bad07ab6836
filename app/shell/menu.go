package shell

import (
	"fmt"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data/words"
)

// showMenu draws the menu from the actions of the room and the shell, if they
// changed since, and says whether they did. The menu is also what hears the keys:
// Fyne asks it first, whatever has the focus.
func (s *Shell) showMenu() (anew bool) {
	if s.now.room == nil {
		return false // closed
	}
	actions := s.all()
	var drawn strings.Builder
	for _, a := range actions {
		fmt.Fprint(&drawn, a.ID, a.Possible(), " ")
	}
	fmt.Fprintf(&drawn, "%p", s.now.room)
	if s.menu == drawn.String() {
		return false
	}
	s.menu = drawn.String()
	s.seat.Window.SetMainMenu(s.mainMenu(actions))
	return true
}

// updateMenu shows the menu beside other work.
func (s *Shell) updateMenu() {
	if s.showMenu() {
		s.stage.arrange()
	}
}

// Dressed draws the menu in another look: Fyne lays the window out anew only when
// it is given a menu, and with other text its height is another.
func (s *Shell) Dressed() {
	s.menu = ""
	s.stage.least = fyne.Size{}
	s.showMenu()
}

// mainMenu puts actions into their menus: the room's first, then the shell's.
func (s *Shell) mainMenu(actions []action.Action) *fyne.MainMenu {
	p := s.seat.Words
	main := fyne.NewMainMenu()
	for _, name := range action.Menus() {
		menu := fyne.NewMenu(p.Say("menu." + string(name)))
		keys := map[*fyne.MenuItem]string{}
		shells := false
		for _, a := range actions {
			if menuOf(a) != name {
				continue
			}
			own := strings.HasPrefix(a.ID, "shell.")
			if (own && !shells || a.ID == quitID) && len(menu.Items) > 0 {
				menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
			}
			shells = own
			item := s.menuItem(a)
			keys[item] = a.Bound()
			menu.Items = append(menu.Items, item)
		}
		writeKeys(p, menu, keys)
		if len(menu.Items) > 0 {
			main.Items = append(main.Items, menu)
		}
	}
	return main
}

// menuOf is the menu an action stands in. One without a menu is for the palette,
// but its key is heard only if it stands in one.
func menuOf(a action.Action) action.Menu {
	if a.Menu == "" && a.Bound() != "" {
		return action.Go
	}
	return a.Menu
}

// menuItem is one action as a menu shows it. Quit is marked, so that Fyne adds
// none of its own.
func (s *Shell) menuItem(a action.Action) *fyne.MenuItem {
	item := fyne.NewMenuItem(a.Name(s.seat.Words), func() { s.run(a) })
	item.Disabled = !a.Possible()
	item.IsQuit = a.ID == quitID
	item.Shortcut = a.Shortcut()
	return item
}

// heard is a shortcut that is heard but not drawn: Fyne draws keys in a fifth of
// the text's strength and in English.
type heard struct{ name string }

// ShortcutName is the name it is heard by.
func (h heard) ShortcutName() string { return h.name }

// writeKeys writes the keys of a menu into its labels, in a column of their own.
// A Mac has a menu of its own that does so itself.
func writeKeys(p *words.Printer, menu *fyne.Menu, keys map[*fyne.MenuItem]string) {
	if runtime.GOOS == "darwin" {
		return
	}
	width := func(text string) float32 { return ui.Measure(text, theme.TextSize(), fyne.TextStyle{}).Width }
	var widest float32
	for _, i := range menu.Items {
		widest = max(widest, width(i.Label))
	}
	space := width("n n") - width("nn")
	for _, i := range menu.Items {
		if i.Shortcut != nil {
			gap := strings.Repeat(" ", int((widest-width(i.Label))/space+0.5)+keyGap)
			i.Label += gap + action.KeyText(p, keys[i])
			i.Shortcut = heard{i.Shortcut.ShortcutName()}
		}
	}
}

// keyGap is how many spaces part the longest name from its key.
const keyGap = 6
