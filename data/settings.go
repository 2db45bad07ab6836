package data

import (
	"slices"
	"time"
)

// Settings are what a desk is told about itself.
type Settings struct {
	Code     string `json:"code"` // two to four letters before every ticket number
	Name     string `json:"name"`
	Operator string `json:"operator"`
	Language string `json:"language,omitempty"`  // "en" or "es"; empty: the system's
	Theme    string `json:"theme,omitempty"`     // "light", "dark"; empty: the system's
	TextSize int    `json:"text_size,omitempty"` // of the window, in percent, 100 to 200; 0: 100

	Categories []string    `json:"categories,omitempty"`
	SecondLine []Recipient `json:"second_line,omitempty"`
	Templates  []Template  `json:"templates,omitempty"` // for case notes
	Synonyms   []string    `json:"synonyms,omitempty"`  // each: words with the same meaning, separated by commas
	Words      []string    `json:"words,omitempty"`     // that are spelled right, whatever the dictionaries say

	Replies     []Template `json:"replies,omitempty"`     // for answers to customers; {name}, {number} and the like are filled in
	Signature   string     `json:"signature,omitempty"`   // below answers; empty: operator and desk
	Acknowledge bool       `json:"acknowledge,omitempty"` // whoever writes first is sent the ticket's number automatically

	Mail       Account    `json:"mail,omitzero"`
	SendDelay  *int       `json:"send_delay,omitempty"` // seconds; nil: the usual ten
	Letterhead Letterhead `json:"letterhead,omitzero"`
	BackupDays *int       `json:"backup_days,omitempty"` // between backups the desk makes by itself; 0: none, nil: the usual seven
}

// textSizes are the sizes of text to choose from, in percent. Settings may hold any
// size between the first and the last.
var textSizes = []int{100, 110, 125, 150, 175, 200}

// TextSizes are the sizes of text to choose from, in percent.
func TextSizes() []int { return slices.Clone(textSizes) }

// TextPercent is the size of the window's text, in percent.
func (s Settings) TextPercent() int {
	if s.TextSize == 0 {
		return textSizes[0]
	}
	return s.TextSize
}

// TextStep is the next larger or smaller size of text, in percent; at either end it is
// the present one.
func (s Settings) TextStep(larger bool) int {
	now := s.TextPercent()
	if larger {
		for _, size := range textSizes {
			if size > now {
				return size
			}
		}
		return now
	}
	for _, size := range slices.Backward(textSizes) {
		if size < now {
			return size
		}
	}
	return now
}

// usualSendDelay is what SendDelay is unless told otherwise, in seconds.
const usualSendDelay = 10

// SendsAfter is how long a letter waits before it leaves, so that it can be taken
// back.
func (s Settings) SendsAfter() time.Duration {
	if s.SendDelay == nil {
		return usualSendDelay * time.Second
	}
	return time.Duration(*s.SendDelay) * time.Second
}

// usualBackupDays is what BackupDays is unless told otherwise.
const usualBackupDays = 7

// BacksUpEvery is the time between the backups the desk makes by itself; 0: none.
func (s Settings) BacksUpEvery() time.Duration {
	days := usualBackupDays
	if s.BackupDays != nil {
		days = *s.BackupDays
	}
	return time.Duration(days) * 24 * time.Hour
}

// Recipient is someone the desk escalates to.
type Recipient struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Template is a text that a case note or an answer can start from.
type Template struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Letterhead is what stands at the top and foot of a report.
type Letterhead struct {
	Name   string `json:"name,omitempty"`
	Lines  string `json:"lines,omitempty"` // address, phone, web: one a line
	Footer string `json:"footer,omitempty"`
	Logo   string `json:"logo,omitempty"` // SHA-256 of a picture among the desk's attachments
}
