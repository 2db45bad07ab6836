package bench

import "strings"

// A Bar is what a row is held to, and who says so.
type Bar struct {
	Limit  float64                           // the most a row may say, in its unit; 0: whatever it likes
	Median bool                              // the limit is for the median, not for the 95th percentile
	Growth func(timesBigger float64) float64 // how many times slower a desk so many times bigger may be; nil: any
	Source string
}

// bars holds every bar, by the key of a row or of the group it is in.
var bars = map[string]Bar{
	"start.open":   {Limit: 100, Source: "opening the desk of a million tickets"},
	"save":         {Growth: flat, Source: "saving stays flat"},
	"ratio":        {Limit: 1.5, Median: true, Source: "one durable save against a bare SQLite commit of the same bytes in the same run"},
	"list":         {Limit: 16, Growth: flat, Source: "any list page: a frame at 60 a second"},
	"count":        {Limit: 16, Growth: flat, Source: "any count: a frame"},
	"open":         {Limit: 16, Growth: flat, Source: "one ticket and its timeline: a frame"},
	"first":        {Limit: 16, Source: "the same read for the first time, from the disk if need be"},
	"search":       {Limit: 100, Growth: sublinear, Source: "search as you type, whatever is typed: the first hits"},
	"suggest":      {Limit: 100, Growth: sublinear, Source: "what is proposed while typing, as for search"},
	"report.case":  {Limit: 30, Median: true, Source: "a case report of 40 notes and 5 pictures"},
	"mail.read":    {Limit: 1, Median: true, Source: "at least 1,000 mails read in a second"},
	"memory.desk":  {Limit: 200, Source: "the desk of a million tickets, all it does included"},
	"beside.saves": {Limit: 50, Source: "saves while the desk is searched, checked and backed up"},
}

func flat(float64) float64 { return 2 }

func sublinear(timesBigger float64) float64 { return timesBigger }

// barOf gives a row's bar: its own, or that of its group.
func barOf(key string) Bar {
	if b, ok := bars[key]; ok {
		return b
	}
	group, _, _ := strings.Cut(key, ".")
	return bars[group]
}
