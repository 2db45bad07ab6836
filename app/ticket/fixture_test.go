package ticket_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"firstline/app/ticket"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
)

// bench is a seat with the ticket room on it and a case worth working on.
type bench struct {
	*seattest.Seat
	t    *testing.T
	room *ticket.Room
	id   data.ID
	went []string // where the room led to
}

const subject = "Outlook se cierra al abrir adjuntos de más de 20 MB desde la carpeta compartida de facturación de la delegación de Valencia"

func sit(t *testing.T, lang string) *bench {
	t.Helper()
	return sitWith(t, lang, ui.Theme("light"))
}

func sitWith(t *testing.T, lang string, look fyne.Theme) *bench {
	t.Helper()
	b := &bench{Seat: seattest.New(t, lang), t: t}
	fyne.CurrentApp().Settings().SetTheme(look)
	b.Seat.Go.Ticket = func(id data.ID) { b.went = append(b.went, "ticket "+string(id)); b.room.Show(id) }
	b.Seat.Go.Escalate = func(id data.ID) { b.went = append(b.went, "escalate "+string(id)) }
	b.Seat.Go.Reply = func(id data.ID) { b.went = append(b.went, "reply "+string(id)) }
	b.Seat.Go.WriteArticle = func(a data.Article) { b.went = append(b.went, "write "+a.Title) }
	b.Seat.Go.Article = func(a, from data.ID) { b.went = append(b.went, "article "+string(a)) }
	b.Seat.Go.Outbox = func() { b.went = append(b.went, "outbox") }
	b.room = ticket.New(b.Seat.Seat)
	b.Show(b.room.Content())
	b.Window.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { b.went = append(b.went, "key "+string(ev.Name)) })
	return b
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// call takes down a call and gives its ticket.
func (b *bench) call(in desk.Intake) data.Ticket {
	b.t.Helper()
	ticket, err := b.Desk.OpenTicket(context.Background(), in)
	b.must(err)
	return ticket
}

// enter shows a ticket and waits until it is there.
func (b *bench) enter(id data.ID) {
	b.t.Helper()
	b.id = id
	b.room.Show(id)
	b.room.Enter()
	b.t.Cleanup(b.room.Leave)
	b.Calm()
}

// do does the room's action.
func (b *bench) do(id string) {
	b.t.Helper()
	for _, a := range b.room.Actions() {
		if a.ID == id {
			if !a.Possible() {
				b.t.Fatalf("%s is not possible", id)
			}
			a.Do()
			b.Calm()
			return
		}
	}
	b.t.Fatalf("there is no action %s", id)
}

// cannot sees that an action is grey.
func (b *bench) cannot(id string) {
	b.t.Helper()
	for _, a := range b.room.Actions() {
		if a.ID == id && a.Possible() {
			b.t.Errorf("%s is possible", id)
		}
	}
}

// press gives keys and waits.
func (b *bench) press(keys ...fyne.KeyName) {
	b.t.Helper()
	b.Press(keys...)
	b.Calm()
}

// kept is the case as the desk has it.
func (b *bench) kept() data.Case {
	b.t.Helper()
	c, err := b.Desk.Case(context.Background(), string(b.id))
	b.must(err)
	return c
}

// fine fails if anything was told to Fail.
func (b *bench) fine() {
	b.t.Helper()
	for _, err := range b.Errors {
		b.t.Errorf("the room failed: %v", err)
	}
}

func picture(text int) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 640, 400))
	for y := range 400 {
		for x := range 640 {
			c := color.NRGBA{0xee, 0xf2, 0xf4, 0xff}
			switch {
			case y < 40:
				c = color.NRGBA{0x20, 0x50, uint8(0x60 + text*40), 0xff}
			case y > 120 && y < 280 && x > 120 && x < 520:
				c = color.NRGBA{0xff, 0xff, 0xff, 0xff}
				if y < 150 {
					c = color.NRGBA{0xb4, 0x23, 0x18, 0xff}
				} else if (y/12)%2 == 0 && x > 140 && x < 480-(y*7)%90 {
					c = color.NRGBA{0x60, 0x68, 0x70, 0xff}
				}
			}
			img.Set(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// long makes a case with the given number of notes beside everything else a case
// can hold.
func (b *bench) long(notes int) data.Ticket {
	b.t.Helper()
	ctx := context.Background()
	who := data.Contact{Name: "María del Carmen Rodríguez Fernández", Phones: []string{"+34 963 555 010", "600 111 222"},
		Emails: []string{"mc.rodriguez@levante.example"}, Organization: "Logística Levante, S. L.", Site: "Valencia", Department: "Facturación",
		Kind: "customer", Language: "es", Preferred: "phone", Notes: "Solo por las mañanas; por la tarde está en el almacén."}
	for _, s := range []string{"No imprime los albaranes la HP del almacén", "Alta de usuario para la nueva compañera", "VPN lenta desde casa", "Contraseña caducada"} {
		old := b.call(desk.Intake{Contact: who, Subject: s, Channel: data.Phone})
		_, err := b.Desk.Resolve(ctx, desk.Resolution{Ticket: old.Number, Code: "solved_guidance", Text: "Se explica por teléfono."})
		b.must(err)
	}
	b.call(desk.Intake{Contact: who, Subject: "El escáner envía los PDF girados", Channel: data.Email})
	answer, err := b.Desk.SaveArticle(ctx, data.Article{Title: "Outlook se cierra al abrir un adjunto grande", Audience: "customer", Confidence: data.Validated, Language: "es",
		Issue: "Al abrir un adjunto de más de 20 MB, Outlook se cierra sin mensaje.", Cause: "La vista previa de PDF se queda sin memoria.",
		Resolution: "1. Cierre Outlook.\n2. En **Archivo › Opciones › Centro de confianza**, desactive la vista previa de datos adjuntos.\n3. Guarde el adjunto y ábralo desde la carpeta.\n\nSi sigue igual, repare Office desde *Aplicaciones y características*."}, "")
	b.must(err)
	for i, title := range []string{"Quitar un complemento de Outlook que falla", "Carpeta compartida: «no se puede abrir el conjunto de carpetas»", "Reparar Office sin perder el perfil"} {
		_, err := b.Desk.SaveArticle(ctx, data.Article{Title: title, Audience: data.Audience([]string{"internal", "customer", "internal"}[i]), Language: "es",
			Resolution: "Abra Outlook con `outlook.exe /safe` y quite los complementos de Outlook uno a uno, sin adjuntos abiertos."}, "")
		b.must(err)
	}
	t := b.call(desk.Intake{Contact: who, Subject: subject, Channel: data.Phone, Category: "Correo", Impact: data.Medium, Urgency: data.High, Seconds: 412,
		Environment: "Windows 11 23H2, Outlook 2021 (16.0.14332), perfil con dos buzones compartidos, 16 GB",
		Description: "Llama muy agobiada: **desde esta mañana** Outlook se cierra cada vez que abre un adjunto grande de la carpeta compartida.\n\n- Con adjuntos pequeños no pasa.\n- Le pasa también a su compañera de al lado.\n\nTiene que enviar 40 facturas antes de las 14:00.",
		Asset:       "PORT-0231"})
	b.must(b.Desk.LinkArticle(ctx, t.Number, answer.ID, false))
	_, err = b.Desk.SetFields(ctx, t.Number, map[string]string{"status": "in_progress", "tags": "outlook, adjuntos, facturación", "promised_update_at": b.Desk.Now().Add(2 * time.Hour).Format(time.RFC3339)}, "")
	b.must(err)
	_, err = b.Desk.SetFields(ctx, t.Number, map[string]string{"priority": "p1", "due_at": b.Desk.Now().Add(-30 * time.Minute).Format(time.RFC3339)}, "Cierre de mes: para toda la facturación")
	b.must(err)
	kinds := []data.ActivityKind{data.WorkNote, "diagnosis", data.CallOut, "troubleshooting_step", data.CustomerUpdate, "research", "test_run"}
	for i := range notes {
		kind := kinds[i%len(kinds)]
		text := []string{"Se prueba en modo seguro (`outlook.exe /safe`): no se cierra. Apunta a un complemento.",
			"**Comprobado:**\n1. Versión de Office\n2. Espacio en disco: 81 GB\n3. Visor de eventos: *Application Error*, módulo `pdfprevhndlr.dll`\n\nDescartado el antivirus.",
			"Le llamo para que pruebe a guardar el adjunto antes de abrirlo. Así puede seguir trabajando.",
			"Se desactiva la vista previa de PDF en Outlook. Hay que esperar a que reinicie el equipo.",
			"Buenas tardes, María del Carmen: hemos desactivado la vista previa de PDF. Cuando pueda, reinicie el equipo y díganos si vuelve a ocurrir.",
			"Hay un aviso del fabricante sobre la última actualización de Adobe Reader.",
			"```\nFaulting module name: pdfprevhndlr.dll\nException code: 0xc0000005\n```"}[i%7]
		if notes > 20 {
			text = fmt.Sprintf("%s (%d)", text, i+1)
		}
		n, err := b.Desk.AddNote(ctx, desk.Note{Ticket: t.Number, Kind: kind, Text: text, Internal: kind != data.CallOut && kind != data.CustomerUpdate, Seconds: (i * 97) % 1500})
		b.must(err)
		if i == 3 {
			b.must(b.Desk.EditNote(ctx, t.Number, n.ID, text+" El cambio se hace también en el equipo de su compañera."))
		}
		if i == 1 {
			for p := range 2 {
				_, err := b.Desk.Attach(ctx, t.Number, fmt.Sprintf("captura-error-%d.png", p+1), bytes.NewReader(picture(p)))
				b.must(err)
			}
			_, err := b.Desk.Attach(ctx, t.Number, "eventos-aplicacion.txt", strings.NewReader("Application Error 1000"))
			b.must(err)
		}
	}
	return t
}

// escalated sends a question to second line.
func (b *bench) escalated(t data.Ticket) {
	b.t.Helper()
	ctx := context.Background()
	s := b.Desk.Settings()
	s.Mail = data.Account{Host: "mail.example", Port: 587, Security: data.StartTLS, From: "soporte@example.org"}
	b.must(b.Desk.SaveSettings(ctx, s))
	_, err := b.Desk.Escalate(ctx, desk.EscalationRequest{Ticket: t.Number, Mode: data.Consult, To: "segundo.nivel@example.org", ToName: "Sistemas, segundo nivel",
		Question: "¿Hay ya una versión corregida de pdfprevhndlr.dll?", AnswerBy: b.Desk.Now().Add(4 * time.Hour)})
	b.must(err)
}
