package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/report"
	"firstline/data/words"
)

var made = time.Date(2026, 11, 23, 10, 11, 12, 0, time.UTC)

// drawing makes a picture that looks like something.
func drawing(w, h int, seed float64) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{238, 241, 244, 255}
			switch {
			case y < h/12:
				c = color.RGBA{15, 118, 110, 255}
			case x < w/5:
				c = color.RGBA{250, 250, 250, 255}
			case math.Abs(float64(y)-float64(h)*(0.6+0.2*math.Sin(seed+float64(x)/40))) < 2:
				c = color.RGBA{180, 60, 40, 255}
			case y%max(1, h/12) == 0:
				c = color.RGBA{210, 214, 220, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func asPNG(m image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func asJPEG(m image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// sample is a case as a desk in Madrid might have it, with entries and pictures
// up to the numbers asked for.
func sample(lang string, entries, pictures int) report.Paper {
	const ana = "Ana Belén Núñez"
	at := func(minutes int) time.Time { return made.Add(time.Duration(minutes-3000) * time.Minute) }
	files := map[string][]byte{}
	c := data.Case{
		Ticket: data.Ticket{
			ID: "01J0TICKET", Number: "MAD-1042", Type: data.Incident, Channel: data.Phone, Status: data.Resolved,
			Subject: "La impresora de la planta 2 no imprime desde la actualización del viernes",
			Description: "Desde el viernes la impresora **HP LaserJet 4250** de la planta 2 no imprime nada.\n" +
				"Sale en pantalla: `0x0000011b`.\n\n- Afecta a las 14 personas de Contabilidad\n- El café está al lado; αβγ, Жанна, Łódź, Đặng\n\n¿Pueden venir hoy?",
			Environment: "Windows 11 23H2, servidor `\\\\srv-print01\\planta2`, controlador HP UPD 7.1.0",
			Summary:     "La cola de impresión rechazaba a los equipos por una actualización de seguridad. Ya está corregido.",
			Category:    "Impresión", Subcategory: "Cola de red", Service: "Impresión", Product: "HP LaserJet 4250", Asset: "IMP-0231 / SN CNRXB12345",
			Impact: data.Medium, Urgency: data.High, Priority: data.P2, PriorityReason: "Cierre contable el martes",
			Owner: ana, Group: "Mesa Madrid", SupportLevel: 1, Tags: []string{"impresora", "kb5005565"},
			OpenedAt: at(0), FirstResponseAt: at(0), DueAt: at(480), ResolvedAt: at(2900),
			ResolutionCode: "solved_configuration",
			ResolutionNotes: "Se instaló la plantilla de directiva **RpcAuthnLevelPrivacyEnabled** y se reinició la cola:\n\n```\n" +
				"reg add HKLM\\System\\CurrentControlSet\\Control\\Print /v RpcAuthnLevelPrivacyEnabled /t REG_DWORD /d 0 /f\nnet stop spooler && net start spooler\n```\n\nLa usuaria confirma que imprime.",
			RootCause:  "La actualización KB5005565 exige autenticación RPC que el controlador antiguo no ofrece.",
			Workaround: "Imprimir por USB en la misma planta.",
		},
		Requester: data.Contact{ID: "01J0ANA", Name: "María José García-Peñuela", Phones: []string{"+34 600 111 222", "ext. 4417"},
			Emails: []string{"mj.garcia@example.org"}, Organization: "Bodegas Ñandú, S. L.", Site: "Madrid, c/ Ayala 12, planta 2",
			Department: "Contabilidad", Kind: "customer", Language: "es", Preferred: data.Phone, Notes: "prefiere que la llamen por la tarde"},
		UpdatedAt: at(2950),
	}
	add := func(a data.Activity) {
		a.ID = fmt.Sprintf("d.1:%d", len(c.Timeline))
		c.Timeline = append(c.Timeline, a)
	}
	add(data.Activity{Kind: data.CallIn, At: at(0), By: ana, Text: c.Ticket.Description, Seconds: 320, Address: "+34 600 111 222"})
	add(data.Activity{Kind: data.SystemEvent, At: at(6), By: ana, Changes: []data.Change{{Field: "links", To: raw([]string{"MAD-0987"})}}})
	add(data.Activity{Kind: data.SystemEvent, At: at(6), By: ana, Changes: []data.Change{
		{Field: "status", From: raw("new"), To: raw("in_progress")}, {Field: "priority", From: raw("p3"), To: raw("p2")}}})
	add(data.Activity{Kind: "diagnosis", At: at(20), By: ana, Seconds: 900, Text: "# Pruebas\n1. Ping a `srv-print01`: responde en *2 ms*\n" +
		"2. Página de prueba desde el servidor: **sale**\n   y tarda poco\n3. Desde el puesto: error `0x0000011b`\n\n> ¿No será el cable?\n> Eso dijo el técnico anterior.\n\n" +
		"Véase [KB5005652](https://support.microsoft.com/kb5005652) y https://example.org/una/direccion/muy/larga?con=parametros&y=mas#fragmento."})
	add(data.Activity{Kind: data.WorkNote, At: at(25), By: ana, Internal: true, Text: "El cliente está **enfadado**; ya llamó por lo mismo en MAD-0987.\n\n```\n" +
		"Event 372, PrintService\nThe document failed to print. Win32 error code: 1722 → RPC unavailable\n```\nSECRETO-INTERNO"})
	add(data.Activity{Kind: data.EscalationSent, At: at(60), By: ana, Escalation: "01J0ESC", Text: "¿Se puede desplegar la directiva en toda la planta?"})
	add(data.Activity{Kind: "escalation_reply", At: at(200), By: "Segundo nivel", Address: "nivel2@example.org",
		Text: "Sí. Adelante con la plantilla adjunta. 👍 ✔ 完了", Edits: []data.Edit{{At: at(210), By: "x", Text: "TEXTO-ANTERIOR"}}})
	add(data.Activity{Kind: data.WorkNote, At: at(220), By: ana, Withdrawn: true, Text: "RETIRADO-DEL-TODO"})
	for i := range pictures {
		m := drawing(1024, 640, float64(i))
		a := data.Attachment{SHA256: fmt.Sprintf("%02d9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a", i),
			Name: fmt.Sprintf("Captura de pantalla %d.png", i+1), Type: "image/png"}
		files[a.SHA256] = asPNG(m)
		if i%2 == 1 {
			a.Name, a.Type = fmt.Sprintf("foto_%d.jpg", i+1), "image/jpeg"
			files[a.SHA256] = asJPEG(m)
		}
		a.Size = int64(len(files[a.SHA256]))
		c.Attachments = append(c.Attachments, a)
		add(data.Activity{Kind: data.Attached, At: at(300 + i), By: ana, Attachment: &a})
	}
	for i := range max(0, entries-len(c.Timeline)) {
		add(data.Activity{Kind: data.NoteKinds()[i%len(data.NoteKinds())], At: at(400 + i*30), By: ana, Seconds: 60 * (i % 9),
			Text: strings.Repeat("Se revisó la cola y se anotó lo que dice el visor de sucesos. ", 1+i%7) + fmt.Sprintf("\n\n- intento **%d**\n- resultado: `código %d`", i, i*37)})
	}
	add(data.Activity{Kind: data.ResolutionNote, At: at(2900), By: ana, Text: c.Ticket.ResolutionNotes, Seconds: 1260})
	c.Escalations = []data.Escalation{{ID: "01J0ESC", Mode: data.Consult, To: "nivel2@example.org", ToName: "Segundo nivel, Sistemas",
		Question: "¿Se puede desplegar la directiva en toda la planta?\nEl cierre contable es el martes.", State: data.EscalationAnswered,
		At: at(60), SentAt: at(61), AnswerBy: at(480), By: ana}}
	c.Articles = []data.CaseUse{
		{Article: data.Article{Title: "¿Por qué sale el error 0x0000011b al imprimir?", Audience: "customer"}, Helped: true},
		{Article: data.Article{Title: "Reinstalar el controlador universal de HP", Audience: "public"}}}
	return report.Paper{
		Case: c,
		Letterhead: data.Letterhead{Name: "Soporte Meseta", Lines: "Calle de Alcalá 45, 28014 Madrid\n+34 910 000 000 · soporte@meseta.example\nwww.meseta.example",
			Footer: "Soporte Meseta, S. L. · CIF B-00000000"},
		DeskName: "Mesa Madrid", Operator: ana, Words: words.For(lang), MadeAt: made,
		Files: func(a data.Attachment) ([]byte, error) {
			if f, ok := files[a.SHA256]; ok {
				return f, nil
			}
			return nil, fmt.Errorf("no file %s", a.Name)
		},
		Packet: []byte(`{"v":1,"e":"ticket"}`),
	}
}
