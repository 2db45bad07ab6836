package desk

import (
	"context"
	"crypto/x509"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"firstline/data"
	"firstline/data/store"
	"firstline/data/words"
)

// Settings gives the settings as last read: no I/O.
func (d *Desk) Settings() data.Settings {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.settings
}

// Words is the printer for the desk's language: that of the settings, else the
// system's.
func (d *Desk) Words() *words.Printer {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.printer
}

func (d *Desk) loadSettings(ctx context.Context) error {
	state, err := d.store.State(ctx, d.settingsID)
	if err != nil {
		return fmt.Errorf("read the settings: %w", err)
	}
	var s data.Settings
	data.Fill(&s, state.Fields())
	lang := s.Language
	if lang == "" {
		lang = words.System()
	}
	d.mu.Lock()
	d.settings, d.printer = s, words.For(lang)
	d.mu.Unlock()
	return nil
}

// codeForm is what a desk's code looks like.
var codeForm = regexp.MustCompile(`^[A-Z]{2,4}$`)

// checkSettings tidies settings and says what is wrong with them.
func checkSettings(s data.Settings) (data.Settings, error) {
	s.Code = strings.ToUpper(strings.TrimSpace(s.Code))
	s.Name, s.Operator = strings.TrimSpace(s.Name), strings.TrimSpace(s.Operator)
	for _, f := range []struct{ name, value string }{{"operator", s.Operator}, {"name", s.Name}} { // as the first start asks
		if f.value == "" {
			return s, data.Fault(f.name, "required")
		}
	}
	if !codeForm.MatchString(s.Code) {
		return s, data.Fault("code", "bad_code", "value", s.Code)
	}
	if s.Language != "" && !knownLanguage(s.Language) {
		return s, data.Fault("language", "unknown_language", "value", s.Language, "choices", words.Languages())
	}
	if themes := []string{"", "light", "dark"}; !slices.Contains(themes, s.Theme) {
		return s, data.Fault("theme", "not_a_choice", "value", s.Theme, "choices", strings.Join(themes[1:], ", "))
	}
	if sizes := data.TextSizes(); s.TextPercent() < sizes[0] || s.TextPercent() > sizes[len(sizes)-1] {
		return s, data.Fault("text_size", "bad_text_size", "value", s.TextSize)
	}
	for _, r := range s.SecondLine {
		if err := data.CheckAddress("second_line", r.Address); err != nil {
			return s, err
		}
	}
	var err error
	if s.Synonyms, err = checkSynonyms(s.Synonyms); err != nil {
		return s, err
	}
	if s.BackupDays != nil && (*s.BackupDays < 0 || *s.BackupDays > 366) {
		return s, data.Fault("backup_days", "not_between", "value", *s.BackupDays, "least", 0, "most", 366)
	}
	if s.SendDelay != nil && *s.SendDelay < 0 {
		return s, data.Fault("send_delay", "not_a_number", "value", *s.SendDelay)
	}
	return s, checkAccount(s.Mail)
}

// checkAccount says what is wrong with a mail account.
func checkAccount(a data.Account) error {
	if a.From != "" {
		if err := data.CheckAddress("from", a.From); err != nil {
			return err
		}
	}
	for name, port := range map[string]int{"port": a.Port, "inbox_port": a.Inbox.Port} {
		if port < 0 || port > 65535 {
			return data.Fault(name, "not_between", "value", port, "least", 0, "most", 65535)
		}
	}
	if a.Inbox.MaxSize < 0 {
		return data.Fault("max_size", "not_a_number", "value", a.Inbox.MaxSize)
	}
	if a.Inbox.Since != "" && a.Inbox.From().IsZero() {
		return data.Fault("since", "not_a_time", "value", a.Inbox.Since)
	}
	if a.CA != "" && !x509.NewCertPool().AppendCertsFromPEM([]byte(a.CA)) {
		return data.Fault("ca", "post_bad_ca")
	}
	if err := data.Check(a.Inbox); err != nil {
		return err
	}
	return data.Check(a)
}

// SaveSettings changes the settings. The desk's code stays what it was made
// with: ticket numbers carry it.
func (d *Desk) SaveSettings(ctx context.Context, s data.Settings) error {
	s.Code = d.Settings().Code
	s, err := checkSettings(s)
	if err != nil {
		return err
	}
	return d.write(ctx, "settings", func(t *store.Tx) (string, error) {
		_, err := t.Set("desk", d.settingsID, data.AllFieldsOf(s))
		return "", err
	})
}

// Password reads a secret from the safe, "" if there is none. "mail" is the mail
// account's password.
func (d *Desk) Password(name string) (string, error) { return d.safe.Recall(name) }

// KeepPassword puts a secret into the safe; an empty one is forgotten.
func (d *Desk) KeepPassword(name, password string) error {
	if password == "" {
		return d.safe.Forget(name)
	}
	return d.safe.Keep(name, password)
}
