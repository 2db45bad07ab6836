package shell

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"firstline/app/action"
)

// showMenu draws the menu from the actions of the room and the shell, if they
// changed since. The menu is also what hears the keys: Fyne asks it first,
// whatever has the focus.
func (s *Shell) showMenu() {
	actions := s.all()
	var drawn strings.Builder
	for _, a := range actions {
		fmt.Fprint(&drawn, a.ID, a.Possible(), " ")
	}
	if s.now.room != nil {
		fmt.Fprintf(&drawn, "%p", s.now.room)
	}
	if s.menu == drawn.String() {
		return
	}
	s.menu = drawn.String()
	s.seat.Window.SetMainMenu(s.mainMenu(actions))
}

// mainMenu puts actions into their menus: the room's first, then the shell's.
func (s *Shell) mainMenu(actions []action.Action) *fyne.MainMenu {
	p := s.seat.Words
	main := fyne.NewMainMenu()
	for _, name := range action.Menus() {
		menu := fyne.NewMenu(p.Say("menu." + string(name)))
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
			menu.Items = append(menu.Items, s.menuItem(a))
		}
		if len(menu.Items) > 0 {
			main.Items = append(main.Items, menu)
		}
	}
	return main
}

// menuOf is the menu an action stands in. One without a menu is for the palette,
// but its key is heard only if it stands in one.
func menuOf(a action.Action) action.Menu {
	if a.Menu == "" && a.Key != "" {
		return action.Go
	}
	return a.Menu
}

// menuItem is one action as a menu shows it. Quit is marked, so that Fyne adds
// none of its own.
func (s *Shell) menuItem(a action.Action) *fyne.MenuItem {
	item := fyne.NewMenuItem(a.Name(s.seat.Words), func() { s.run(a) })
	item.Shortcut = a.Shortcut()
	item.Icon = a.Icon
	item.Disabled = !a.Possible()
	item.IsQuit = a.ID == quitID
	return item
}
