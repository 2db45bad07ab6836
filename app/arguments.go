package app

import "strings"

// ForWindow says whether the arguments name no command: there are at most
// --desk DIR and a link to a ticket, such as firstline:MAD-1042.
func ForWindow(args []string) (dir, ticket string, window bool) {
	for len(args) > 0 {
		flag, value, joined := strings.Cut(args[0], "=")
		number, link := strings.CutPrefix(args[0], "firstline:")
		switch {
		case link && ticket == "":
			ticket, args = strings.Trim(number, "/"), args[1:]
		case flag == "--desk" || flag == "-desk":
			if args = args[1:]; !joined && len(args) > 0 {
				value, args = args[0], args[1:]
			}
			if dir = value; dir == "" {
				return "", "", false // a command says what is wrong
			}
		default:
			return "", "", false
		}
	}
	return dir, ticket, true
}
