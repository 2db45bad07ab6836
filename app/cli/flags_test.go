package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is wrong with how a command is used is said before anything else, with the
// choices there are, and changes nothing.
func TestWrongUsage(t *testing.T) {
	dir := newDesk(t, "en")
	does(t, nil, "", "intake", "--desk", dir, "--name", "Lucía", "--subject", "Printer offline")
	for args, says := range map[string]string{
		"list --sort colour":                                            "number, subject, caller, status, priority, owner, updated, due",
		"list --view nowhere":                                           "unanswered",
		"list --limit many":                                             "--limit cannot be “many”",
		"list --ascending=perhaps":                                      "--ascending cannot be “perhaps”",
		"intake --name x --subject y --channel pigeon":                  "walk_in",
		"intake --name x --subject y --type nonsense":                   "service_request",
		"intake --name x --subject y --impact huge":                     "high, medium, low",
		"intake --name x --subject y --urgency huge":                    "high, medium, low",
		"intake --name x --subject y --minutes soon":                    "--minutes cannot be “soon”",
		"intake --name x --subject y --minutes -5":                      "--minutes cannot be “-5”",
		"intake --name x":                                               "--subject needs a value",
		"intake --subject x":                                            "--name needs a value",
		"note MAD-1":                                                    "--text needs a value",
		"note MAD-1 --text":                                             "--text needs a value",
		"note MAD-1 --text x --kind nonsense":                           "voicemail",
		"note MAD-1 --text x --kind email_in":                           "voicemail",
		"faq add --title x --lang bogus":                                "en, es",
		"resolve MAD-1 --text x":                                        "--code needs a value",
		"resolve MAD-1 --text x --code nonsense":                        "solved_restart",
		"unmerge MAD-1 --later sometime":                                "here, there",
		"contact unmerge x --later sometime":                            "here, there",
		"faq add --resolution x":                                        "--title needs a value",
		"faq add --title x --confidence nonsense":                       "not_validated",
		"faq add --title x --audience nonsense":                         "partner",
		"faq suggest":                                                   "--text needs a value",
		"faq eval --docs x":                                             "--queries needs a value",
		"escalate MAD-1 --question x":                                   "--to needs a value",
		"escalate MAD-1 --to a@b.test --question x --mode shout":        "consult, transfer",
		"escalate MAD-1 --to a@b.test --question x --lang tlh":          "es-419",
		"escalate MAD-1 --to a@b.test --question x --answer-by someday": "2026-11-23",
		"reply MAD-1 --template nonsense":                               "Solved",
		"inbox list --state nonsense":                                   "triage",
		"report MAD-1":                                                  "-o needs a value",
		"report MAD-1 -o x.pdf --lang tlh":                              "es-419",
		"init --name x":                                                 "--code needs a value",
		"init --name x --code MAD --language tlh":                       "es-419",
		"bench --tickets few":                                           "--tickets cannot be “few”",
		"show":                                                          "arguments",
	} {
		// A missing desk is no excuse, but for what depends on the desk.
		for _, at := range []string{dir, filepath.Join(dir, "nothing")} {
			if at != dir && strings.Contains(args, "--template") {
				continue
			}
			got := tell("", append(strings.Fields(args), "--desk", at)...)
			if got.code != 2 || got.out != "" || !strings.Contains(got.err, says) || strings.Contains(got.err, "⟦") {
				t.Errorf("%s: exit %d, out %q, err %q, want %q", args, got.code, got.out, got.err, says)
			}
		}
	}
	var page struct{ Tickets []any }
	does(t, &page, "", "list", "--view", "all", "--desk", dir)
	if len(page.Tickets) != 1 {
		t.Errorf("wrong usage left %d tickets", len(page.Tickets))
	}
}

// Every command refuses what it does not know, and all of them say so as JSON where
// that is asked for; where something stands among the flags does not matter.
func TestEveryCommandKnowsItsFlags(t *testing.T) {
	var all []struct{ Name, Usage, About string }
	does(t, &all, "", "help")
	if len(all) < 40 {
		t.Fatalf("only %d commands", len(all))
	}
	dir := newDesk(t, "es")
	for _, cmd := range all {
		got := tell("", append(strings.Fields(cmd.Name), "--bogus", "--json", "--desk", dir)...)
		var fault struct{ Error, Key string }
		if err := json.Unmarshal([]byte(got.err), &fault); err != nil || got.code != 2 || got.out != "" || fault.Key != "usage_unknown_flag" {
			t.Errorf("%s: %+v %v", cmd.Name, got, err)
		}
		does(t, nil, "", append([]string{"help"}, strings.Fields(cmd.Name)...)...)
	}
	does(t, nil, "", "intake", "--subject", "Impresora", "--desk", dir, "--name=Ana", "--minutes=2.5")
	does(t, nil, "", "note", "--text", "-- así --", "--public", "MAD-1", "--desk", dir)
	if got := tell("", "search", "--limit", "3", "--desk", dir, "--", "impresora", "-tóner"); got.code != 0 || !strings.Contains(got.out, "MAD-1") {
		t.Errorf("words that look like flags: %+v", got)
	}
	for value, code := range map[string]int{"-1": 1, "400": 1, "0": 0, "14": 0} {
		if got := tell("", "settings", "set", "backup_days", value, "--desk", dir); got.code != code || code > 0 && !strings.Contains(got.err, "entre 0 y 366, y no «"+value+"»") {
			t.Errorf("backups every %s days: %+v", value, got)
		}
	}
}

// What no article can hold is measured as far as it can be, and what cannot be read is
// named.
func TestEvaluatesWhatCanBeRead(t *testing.T) {
	file := func(name string, lines ...string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	docs := file("docs.jsonl", `{"id":"1","q":"The printer\u0000prints blank pages","a":"Change the toner\u0000.","lang":"en"}`,
		`{"id":"2","q":"The mailbox is full","a":"`+strings.Repeat("Empty the recycle bin. ", 8000)+`","lang":"en"}`, `{"id":"3","q":"`+strings.Repeat("Lost badge ", 9000)+`","a":"Ask.","lang":"en"}`)
	queries := file("queries.jsonl", `{"q":"printer\u0000blank","rel":["1"]}`, `{"q":"mailbox\u0000","rel":["2"]}`, `{"q":"badge","rel":["3"]}`, `{"q":"\u0000","rel":["1"]}`,
		`{"q":"`+strings.Repeat("toner ", 20_000)+`","rel":["1"]}`)
	for _, learn := range []string{"0", "1"} {
		var score struct {
			Docs, Queries int
			Hit1          float64 `json:"hit_at_1"`
		}
		does(t, &score, "", "faq", "eval", "--docs", docs, "--queries", queries, "--learn", learn)
		if score.Docs != 3 || learn == "0" && (score.Queries != 5 || score.Hit1 < 0.79) {
			t.Errorf("learning %s: %+v", learn, score)
		}
	}
	broken := file("broken.jsonl", `{"q":"badge","rel":["3"]}`, "", `{"q":`)
	if got := tell("", "faq", "eval", "--docs", docs, "--queries", broken); got.code != 1 || !strings.Contains(got.err, "3") {
		t.Errorf("%+v", got)
	}
}
