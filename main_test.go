package main

import "testing"

func TestWhatOpensTheWindow(t *testing.T) {
	for _, c := range []struct {
		args   []string
		dir    string
		window bool
	}{
		{nil, "", true},
		{[]string{"--desk", "/a"}, "/a", true},
		{[]string{"--desk=/a"}, "/a", true},
		{[]string{"list"}, "", false},
		{[]string{"--desk"}, "", false},
		{[]string{"--desk", "/a", "list"}, "", false},
		{[]string{"list", "--desk", "/a"}, "", false},
	} {
		if dir, window := wantsWindow(c.args); dir != c.dir || window != c.window {
			t.Errorf("%q: %q %v", c.args, dir, window)
		}
	}
}
