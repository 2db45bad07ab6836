package words_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/words"
)

func TestFor(t *testing.T) {
	for tag, want := range map[string]string{
		"es": "es", "es_MX.UTF-8": "es-419", "es-419": "es-419", "es-AR": "es-419", "es_ES.UTF-8": "es", "es-CL": "es-419", "ES-es": "es", "es@euro": "es", "es:en": "es", " es ": "es",
		"pt": "pt", "pt_BR.UTF-8": "pt", "pt_PT.UTF-8": "pt-PT", "pt-AO": "pt-PT",
		"en": "en", "en-GB": "en", "": "en", "C": "en", "fr_FR": "fr", "fr-CA": "fr", "xx_XX": "en", "est": "en", "e": "en",
	} {
		if got := words.For(tag).Lang(); got != want {
			t.Errorf("For(%q) speaks %s, want %s", tag, got, want)
		}
	}
	if words.For("es") != words.For("es_ES") {
		t.Error("the same language is read twice")
	}
}

func TestSystem(t *testing.T) {
	for _, c := range []struct{ all, messages, lang, language, want string }{
		{"", "", "es_ES.UTF-8", "", "es-ES"},
		{"es_MX.UTF-8", "en_GB", "fr_FR", "", "es-MX"},
		{"", "es_ES@euro", "en_US.UTF-8", "", "es-ES"},
		{"", "", "", "es:en", "es"},
		{"C", "", "es_ES", "es", "en"},
		{"", "", "C.UTF-8", "", "en"},
		{"POSIX", "", "", "", "en"},
	} {
		t.Setenv("LC_ALL", c.all)
		t.Setenv("LC_MESSAGES", c.messages)
		t.Setenv("LANG", c.lang)
		t.Setenv("LANGUAGE", c.language)
		if got := words.System(); got != c.want {
			t.Errorf("System() with %+v = %q", c, got)
		}
	}
}

func TestSay(t *testing.T) {
	en, es := words.For("en"), words.For("es")
	for _, c := range []struct{ got, want string }{
		{en.Say("word.save"), "Save"},
		{es.Say("word.save"), "Guardar"},
		{en.Say("no.such.key"), "⟦no.such.key⟧"},
		{en.Say(""), "⟦⟧"},
		{en.Say("problem.no_ticket", "ref", "MAD-1"), "There is no ticket “MAD-1”. Check the number, or search for it."},
		{en.Say("problem.bad_line", "line", 7, "cause", ""), "Line 7 cannot be read. "},
		{en.Say("problem.bad_line", "line"), "Line ⟦line⟧ cannot be read. ⟦cause⟧"},
		// names that go-i18n reserves are names like any other
		{en.Say("field.description"), "Description"},
		{es.Say("field.id"), "Identificador"},
		{en.Say("problem.unexpected", "detail", errors.New("x")), "An unexpected error occurred: x. What was already saved is safe and drafts are kept. Try again; if it happens again, restart Firstline."},
		// a value is never read as a sentence
		{en.Say("problem.no_ticket", "ref", "{{.ref}}"), "There is no ticket “{{.ref}}”. Check the number, or search for it."},
	} {
		if c.got != c.want {
			t.Errorf("said %q, want %q", c.got, c.want)
		}
	}
	if !en.Has("word.save") || en.Has("no.such.key") {
		t.Error("Has does not know what there is")
	}
}

func TestCount(t *testing.T) {
	for _, c := range []struct {
		lang string
		n    int
		want string
	}{
		{"en", 0, "0 tickets"}, {"en", 1, "1 ticket"}, {"en", 2, "2 tickets"}, {"en", 1234, "1,234 tickets"}, {"en", 1000000, "1,000,000 tickets"},
		{"es", 0, "0 tickets"}, {"es", 1, "1 ticket"}, {"es", 2, "2 tickets"}, {"es", 1234, "1234 tickets"}, {"es", 12345, "12.345 tickets"},
		{"pt", 0, "0 chamado"}, {"pt", 2, "2 chamados"}, {"pt", 1234, "1.234 chamados"}, {"pt", 1000000, "1.000.000 de chamados"},
		{"pt-PT", 0, "0 tickets"}, {"pt-PT", 1234, "1234 tickets"}, {"pt-PT", 12345, "12\u00a0345 tickets"},
		{"es", 1000000, "1.000.000 de tickets"}, {"es", 2000000, "2.000.000 de tickets"}, {"es", 1000001, "1.000.001 tickets"},
	} {
		if got := words.For(c.lang).Count("count.tickets", c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.lang, c.n, got, c.want)
		}
	}
	if got := words.For("en").Say("count.tickets", "n", 3); got != "3 tickets" {
		t.Errorf("without a count: %q", got)
	}
	if got := words.For("en").Count("no.such.key", 3); got != "⟦no.such.key⟧" {
		t.Errorf("missing key: %q", got)
	}
}

func TestChoicesAndFields(t *testing.T) {
	en, es := words.For("en"), words.For("es")
	for _, c := range []struct{ got, want string }{
		{es.Choice("status", "in_progress"), "En curso"},
		{es.Choice("impact", "high"), "Alto"},
		{es.Choice("urgency", "high"), "Alta"},
		{en.Choice("status", "brand_new"), "brand_new"},
		{es.Value("urgency", json.RawMessage(`"low"`)), "Baja"},
		{es.Value("preferred", json.RawMessage(`"phone"`)), "Teléfono"},
		{es.Value("kind", json.RawMessage(`"call_in"`)), "Llamada entrante"},
		{es.Value("kind", json.RawMessage(`"second_line"`)), "Segundo nivel"},
		{es.Value("kind", json.RawMessage(`"duplicate_of"`)), "Duplicado de"},
		{es.Value("state", json.RawMessage(`"handed_back"`)), "Devuelto"},
		{es.Value("major", json.RawMessage(`true`)), "Sí"},
		{en.Value("major", json.RawMessage(`false`)), "No"},
		{es.Value("subject", json.RawMessage(`"true"`)), "true"},
		{es.Value("owner", nil), ""},
		{es.Value("owner", json.RawMessage(`null`)), ""},
		{es.Value("support_level", json.RawMessage(`2`)), "2"},
		{es.Value("tags", json.RawMessage(`["vpn","wifi"]`)), "vpn, wifi"},
		{es.Value("links", json.RawMessage(`[{"kind":"parent"}]`)), `{"kind":"parent"}`},
		{es.Value("due_at", json.RawMessage(`"2026-09-02T22:30:00Z"`)), es.DateTime(time.Date(2026, 9, 2, 22, 30, 0, 0, time.UTC))},
		{es.Choice("language", "es"), "Español"}, {es.Choice("language", "en"), "English"}, {es.Choice("language", "xx"), "xx"},
		{es.Value("language", json.RawMessage(`"es-419"`)), "Español (Latinoamérica)"},
		{es.Field("first_response_at"), "Primera respuesta"},
		{es.Field("mail.host"), "Servidor de correo"},
		{en.Field("made_up"), "made_up"},
	} {
		if c.got != c.want {
			t.Errorf("said %q, want %q", c.got, c.want)
		}
	}
}

// TestEveryChoiceAndFieldHasAWord asks the nouns what there is to name.
func TestEveryChoiceAndFieldHasAWord(t *testing.T) {
	for kind, values := range choices() {
		for _, value := range values {
			for _, lang := range words.Languages() {
				if !words.For(lang).Has("choice." + kind + "." + value) {
					t.Errorf("%s: choice.%s.%s has no word", lang, kind, value)
				}
			}
		}
	}
	for _, noun := range []any{data.Ticket{}, data.Link{}, data.Use{}, data.Contact{}, data.Article{}, data.Escalation{},
		data.Attachment{}, data.Letter{}, data.Settings{}, data.Account{}, data.Inbox{}, data.OAuth{}, data.Letterhead{}, data.Recipient{}, data.Template{},
		data.Activity{}, data.Change{}, data.Edit{}} {
		for _, name := range data.FieldNames(noun) {
			for _, lang := range words.Languages() {
				p := words.For(lang)
				if !p.Has("field." + name) {
					t.Errorf("%s: field.%s (%T) has no word", lang, name, noun)
				}
				for _, value := range data.Choices(noun, name) {
					if p.Value(name, json.RawMessage(`"`+value+`"`)) == value {
						t.Errorf("%s: %T.%s %q has no word", lang, noun, name, value)
					}
				}
			}
		}
	}
	for _, part := range (data.Handover{}).Gaps() {
		if !words.For("es").Has("handover."+part) || !words.For("es").Has("handover."+part+".hint") {
			t.Errorf("handover.%s has no word", part)
		}
	}
}

// choices lists the values of every kind Choice speaks of.
func choices() map[string][]string {
	levels := data.Level("").Choices()
	return map[string][]string{
		"type": data.TicketType("").Choices(), "channel": data.Channel("").Choices(), "status": data.Status("").Choices(),
		"level": levels, "impact": levels, "urgency": levels, "priority": data.Priority("").Choices(),
		"resolution_code": data.ResolutionCode("").Choices(), "activity": data.ActivityKind("").Choices(),
		"relation": data.Relation("").Choices(), "confidence": data.Confidence("").Choices(), "audience": data.Audience("").Choices(),
		"governance": data.Governance("").Choices(), "mode": data.EscalationMode("").Choices(),
		"escalation_state": data.EscalationState("").Choices(), "letter_state": data.LetterState("").Choices(),
		"security": data.Security("").Choices(), "copy": data.CopyState("").Choices(), "auth": data.Auth("").Choices(), "filing": data.Filing("").Choices(), "view": data.View("").Choices(), "link": data.LinkKind("").Choices(),
		"theme": {"light", "dark"},
	}
}

func TestError(t *testing.T) {
	en, es := words.For("en"), words.For("es")
	path := filepath.Join(t.TempDir(), "lost.txt")
	_, lost := os.Open(path)
	for _, c := range []struct{ got, want string }{
		{en.Error(nil), ""},
		{en.Error(data.Fault("subject", "required")), "“Subject” is missing. Please fill it in."},
		{es.Error(fmt.Errorf("open ticket: %w", data.Fault("subject", "required"))), "Falta «Asunto». Complete este campo."},
		{es.Error(data.Fault("impact", "not_a_choice", "value", "mucho", "choices", "high, medium, low")),
			"«mucho» no es posible en «Impacto». Elija uno de estos valores: high (Alto), medium (Medio), low (Bajo)."},
		{en.Error(data.Fault("impact", "not_a_choice", "value", "much", "choices", "high, medium, low")),
			"“much” is not possible for “Impact”. Choose one of: High, Medium, Low."},
		{es.Error(data.Fault("status", "status_step", "from", "closed", "to", data.New, "allowed", []data.Status{data.InProgress})),
			"Un ticket en estado «Cerrado» no puede pasar a «Nuevo». Puede pasar a: in_progress (En curso)."},
		{es.Error(data.Fault("file", "file_too_big", "name", "vídeo.mkv", "size", int64(73<<20), "max", int64(data.MaxAttachment))),
			"«vídeo.mkv» ocupa 73 MB; un ticket admite archivos de hasta 50 MB. Comprímalo o indique en una nota dónde está."},
		{es.Error(data.Fault("subject", "too_long", "max", 16384)),
			"«Asunto» es demasiado largo: admite unos 16.384 caracteres. Acórtelo o adjunte el texto largo como archivo. Lo que ha escrito se conserva."},
		{en.Error(data.Fault("", "bad_line", "line", 12345).Because(errors.New("no title"))), "Line 12,345 cannot be read. no title"},
		{es.Error(data.Fault("", "letter_not_waiting", "state", data.LetterSent)), "Este mensaje no está pendiente de envío (estado: Enviado)."},
		{en.Error(data.Fault("", "file_unreadable", "name", "a.txt").Because(&fs.PathError{Op: "open", Path: "/a.txt", Err: fs.ErrPermission})),
			"“a.txt” cannot be read. You do not have permission to use “/a.txt”. Choose another place, or ask the administrator of this computer."},
		{en.Error(data.Fault("", "file_unreadable", "name", "a.txt")), "“a.txt” cannot be read."},
		{en.Error(lost), "There is no file “" + path + "”. It may have been moved or renamed."},
		{es.Error(fmt.Errorf("load: %w", context.Canceled)), "Se ha detenido antes de terminar. Puede empezarlo de nuevo."},
		{es.Error(context.DeadlineExceeded), "Tardaba demasiado y se ha detenido. Lo ya guardado está a salvo; inténtelo de nuevo."},
		{en.Error(&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}), "The disk is full. What was already saved is safe; free some space and try again."},
		{es.Error(errors.New("boom")), "Ha ocurrido un error inesperado: boom. Lo ya guardado está a salvo y los borradores se conservan. Inténtelo de nuevo y, si se repite, reinicie Firstline."},
		{en.Error(data.Fault("", "never_heard_of", "x", 1)), "An unexpected error occurred: never heard of x=1. What was already saved is safe and drafts are kept. Try again; if it happens again, restart Firstline."},
	} {
		if c.got != c.want {
			t.Errorf("said %q\nwant %q", c.got, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	time.Local = time.FixedZone("UTC+2", 2*3600)
	at := time.Date(2026, 9, 2, 22, 30, 0, 0, time.UTC) // 00:30 on 3 September here
	en, es := words.For("en"), words.For("es")
	for _, c := range []struct{ got, want string }{
		{en.Date(at), "3 Sep 2026"}, {es.Date(at), "3 sept 2026"},
		{en.Time(at), "00:30"}, {es.DateTime(at), "3 sept 2026, 00:30"},
		{en.Brief(at, at.Add(23*time.Hour)), "00:30"},
		{en.Brief(at, at.Add(-time.Hour)), "3 Sep"},
		{es.Brief(at, at.Add(24*time.Hour)), "3 sept"},
		{es.Brief(at, at.AddDate(1, 0, 0)), "03/09/26"},
		{words.For("fr").Date(at), "3 sept. 2026"}, {words.For("fr").Brief(at, at.AddDate(1, 0, 0)), "03/09/2026"},
		{en.Date(time.Time{}), ""}, {en.Time(time.Time{}), ""}, {en.DateTime(time.Time{}), ""}, {en.Brief(time.Time{}, at), ""},
	} {
		if c.got != c.want {
			t.Errorf("wrote %q, want %q", c.got, c.want)
		}
	}
	// a moment inside a sentence reads like any other
	if got := en.Say("problem.no_ticket", "ref", at); !strings.Contains(got, "3 Sep 2026, 00:30") {
		t.Errorf("a time in a sentence: %q", got)
	}
}

func TestNumbers(t *testing.T) {
	en, es := words.For("en"), words.For("es")
	for _, c := range []struct{ got, want string }{
		{en.Number(0), "0"}, {en.Number(999), "999"}, {en.Number(1234), "1,234"}, {en.Number(-1234567), "-1,234,567"},
		{es.Number(1234), "1234"}, {es.Number(12345), "12.345"}, {es.Number(-1234), "-1234"}, {es.Number(1000000), "1.000.000"},
		{words.For("fr").Number(1234), "1\u202f234"}, {words.For("fr").Count("count.hits", 0), "0 résultat"}, {words.For("fr").Size(1258291), "1,2 Mo"}, {words.For("fr").Labelled("status", "Nouveau"), "Statut\u00a0: Nouveau"}, {en.Labelled("status", "New"), "Status: New"},
		{en.Number(math.MinInt64), "-9,223,372,036,854,775,808"},
		{en.Size(0), "0 B"}, {en.Size(999), "999 B"}, {en.Size(1000), "1 kB"}, {en.Size(1536), "1.5 kB"}, {es.Size(1536), "1,5 kB"},
		{en.Size(16 << 10), "16 kB"}, {en.Size(10188), "9.9 kB"}, {en.Size(10200), "10 kB"},
		{en.Size(1<<20 - 1), "1 MB"}, {es.Size(50 << 20), "50 MB"}, {es.Size(1258291), "1,2 MB"},
		{en.Size(math.MaxInt64), "8 EB"}, {en.Size(math.MinInt64), "-8 EB"},
		{en.Duration(0), "0 s"}, {en.Duration(45), "45 s"}, {en.Duration(720), "12 min"}, {en.Duration(765), "12 min 45 s"},
		{es.Duration(3900), "1 h 05 min"}, {es.Duration(3659), "1 h 00 min"}, {en.Duration(360000), "100 h 00 min"}, {en.Duration(-60), "-1 min"},
	} {
		if c.got != c.want {
			t.Errorf("wrote %q, want %q", c.got, c.want)
		}
	}
}

// TestNeverFails throws anything at the printer: it must always say something
// about a key and never fall over.
func TestNeverFails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := words.For(rapid.SampledFrom(words.Languages()).Draw(t, "lang"))
		key := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"problem.required", "problem.no_ticket", "count.tickets", "field.id"})).Draw(t, "key")
		n, text := rapid.Int().Draw(t, "n"), rapid.String().Draw(t, "text")
		pairs := rapid.SliceOf(rapid.OneOf(
			rapid.Just[any](nil), rapid.Map(rapid.Int(), func(i int) any { return i }), rapid.Map(rapid.String(), func(s string) any { return s }),
			rapid.SampledFrom([]any{"ref", "field", "n", 1.5, []string{"a"}, []int{1}, map[string]int{}, errors.New("e"), time.Time{}, (*data.Ticket)(nil)}),
		)).Draw(t, "pairs")
		for _, said := range []string{p.Say(key, pairs...), p.Count(key, n, pairs...), p.Error(data.Fault(text, key, pairs...)), p.Error(errors.New(text))} {
			if said == "" {
				t.Fatalf("nothing said about %q", key)
			}
		}
		if p.Choice(text, key) == "" && key != "" || p.Field(text) == "" && text != "" {
			t.Fatalf("no name for %q, %q", text, key)
		}
		p.Value(text, json.RawMessage(key))
		p.Size(int64(n))
		p.Duration(n)
		if digits := strings.NewReplacer(".", "", ",", "", "\u202f", "", "\u00a0", "").Replace(p.Number(n)); digits != fmt.Sprint(n) {
			t.Fatalf("%d is written %s", n, p.Number(n))
		}
	})
}

func TestMayBeUsedFromAnywhereAtOnce(t *testing.T) {
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			p := words.For([]string{"en", "es"}[i%2])
			for n := range 200 {
				p.Count("count.tickets", n)
				p.Error(data.Fault("subject", "required"))
			}
		})
	}
	group.Wait()
}

func BenchmarkSay(b *testing.B) {
	p := words.For("es")
	for b.Loop() {
		p.Say("problem.no_ticket", "ref", "MAD-1042")
	}
}

func BenchmarkCount(b *testing.B) {
	p := words.For("es")
	for b.Loop() {
		p.Count("count.tickets", 1042)
	}
}
