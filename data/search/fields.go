package search

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"firstline/data"
)

// fieldNames are the fields of a query by every name they go by, folded: the
// name first is the one Query.Fields uses.
var fieldNames = namesOf(
	"status estado situacion situacao statut etat stand",
	"priority prioridad prioridade priorite prioritat",
	"type tipo clase typ art",
	"channel canal via kanal",
	"caller customer contact requester cliente llamante solicitante contacto usuario contato appelant client demandeur utilisateur melder anrufer kunde kontakt",
	"organization organisation company organizacion empresa organizacao societe entreprise firma",
	"site location sede ubicacion unidade lieu standort",
	"owner assignee agent propietario responsable asignado agente responsavel atendente technicien bearbeiter zustandig",
	"group team grupo equipo groupe equipe gruppe",
	"category categoria categorie kategorie",
	"subcategory subcategoria sous_categorie unterkategorie",
	"service servicio servico",
	"product producto produto produit produkt",
	"asset device serial activo dispositivo serie ativo equipamento equipement materiel poste gerat seriennummer",
	"number ticket numero chamado nummer",
	"ref reference external_ref referencia referenz",
	"subject title asunto titulo assunto objet titre betreff titel",
	"description descripcion descricao beschreibung",
	"tag tags label etiqueta etiquetas etiquette etiquettes schlagwort schlagworter",
	"impact impacto auswirkung",
	"urgency urgencia urgence dringlichkeit",
	"code resolution codigo resolucion resolucao motif losungscode",
	"level nivel niveau ebene",
	"phone telefono movil telefone celular telephone telefon",
	"email mail correo courriel",
	"since from after desde apos depuis apres seit ab",
	"until to before hasta ate jusque avant bis",
	"language lang idioma langue sprache",
)

func namesOf(lines ...string) map[string]string {
	names := map[string]string{}
	for _, line := range lines {
		words := strings.Fields(line)
		for _, w := range words {
			names[w] = words[0]
		}
	}
	return names
}

// FieldOf gives the name Query.Fields uses for a field called so in one of the
// languages above, in any case and with or without accents.
func FieldOf(name string) (string, bool) {
	field, ok := fieldNames[strings.ReplaceAll(Fold(name), "-", "_")]
	return field, ok
}

// values are the choices of a field by what people call them, folded, beside
// the codes themselves. A name may stand for several choices.
var values = map[string]map[string]string{
	"status": {
		"open": "new assigned in_progress pending_customer pending_vendor scheduled", "abierto": "open", "abierta": "open", "abiertos": "open", "activo": "open", "unsolved": "open",
		"nuevo": "new", "nueva": "new", "asignado": "assigned", "asignada": "assigned",
		"en_curso": "in_progress", "curso": "in_progress", "progress": "in_progress", "working": "in_progress",
		"pending": "pending_customer pending_vendor", "waiting": "pending", "pendiente": "pending", "espera": "pending", "en_espera": "pending",
		"pendiente_del_cliente": "pending_customer", "pendiente_cliente": "pending_customer", "pendiente_de_tercero": "pending_vendor", "pendiente_tercero": "pending_vendor",
		"programado": "scheduled", "programada": "scheduled",
		"done": "resolved closed cancelled merged", "terminado": "done", "hecho": "done",
		"resuelto": "resolved", "resuelta": "resolved", "solved": "resolved", "cerrado": "closed", "cerrada": "closed",
		"cancelado": "cancelled", "cancelada": "cancelled", "canceled": "cancelled", "rechazado": "cancelled", "rejected": "cancelled",
		"fusionado": "merged", "fusionada": "merged",
		"ouvert": "open", "ouverts": "open", "nouveau": "new", "attribue": "assigned", "en_cours": "in_progress",
		"attente": "pending", "en_attente": "pending", "en_attente_du_client": "pending_customer", "attente_client": "pending_customer",
		"en_attente_de_tiers": "pending_vendor", "attente_tiers": "pending_vendor", "planifie": "scheduled", "termine": "done",
		"resolu": "resolved", "clos": "closed", "ferme": "closed", "annule": "cancelled", "rejete": "cancelled", "fusionne": "merged",
		"aberto": "open", "abertos": "open", "novo": "new", "atribuido": "assigned", "em_andamento": "in_progress", "andamento": "in_progress",
		"aguardando": "pending", "aguardando_cliente": "pending_customer", "aguardando_terceiro": "pending_vendor", "agendado": "scheduled",
		"resolvido": "resolved", "encerrado": "closed", "fechado": "closed", "mesclado": "merged",
		"offen": "open", "neu": "new", "zugewiesen": "assigned", "in_arbeit": "in_progress", "arbeit": "in_progress",
		"wartet": "pending", "wartet_auf_kunden": "pending_customer", "wartet_auf_dritte": "pending_vendor", "wiedervorlage": "scheduled", "erledigt": "done",
		"gelost": "resolved", "geschlossen": "closed", "storniert": "cancelled", "zusammengefuhrt": "merged",
	},
	"priority": {
		"1": "p1", "2": "p2", "3": "p3", "4": "p4", "5": "p5",
		"critical": "p1", "critica": "p1", "critico": "p1", "high": "p2", "alta": "p2", "medium": "p3", "normal": "p3", "media": "p3",
		"low": "p4", "baja": "p4", "planning": "p5", "planificada": "p5", "urgent": "p1 p2", "urgente": "p1 p2",
		"critique": "p1", "elevee": "p2", "haute": "p2", "moyenne": "p3", "faible": "p4", "basse": "p4", "planifiee": "p5",
		"baixa": "p4", "planejada": "p5",
		"kritisch": "p1", "hoch": "p2", "mittel": "p3", "niedrig": "p4", "planbar": "p5", "dringend": "p1 p2",
	},
	"impact":  levels,
	"urgency": levels,
	"type": {
		"incidencia": "incident", "incidente": "incident", "request": "service_request", "peticion": "service_request", "solicitud": "service_request",
		"consulta": "question", "pregunta": "question", "problema": "problem", "change": "change_request", "cambio": "change_request",
		"complaint": "feedback", "sugerencia": "feedback", "queja": "feedback", "opinion": "feedback",
		"demande": "service_request", "demande_de_service": "service_request", "probleme": "problem", "changement": "change_request", "demande_de_changement": "change_request",
		"avis": "feedback", "reclamation": "feedback", "plainte": "feedback",
		"requisicao": "service_request", "duvida": "question", "mudanca": "change_request", "elogio": "feedback", "reclamacao": "feedback",
		"storung": "incident", "anfrage": "service_request", "service_anfrage": "service_request", "frage": "question", "anderungsantrag": "change_request", "anderung": "change_request",
		"lob": "feedback", "kritik": "feedback", "beschwerde": "feedback",
	},
	"channel": {
		"call": "phone phone_out", "llamada": "phone phone_out", "telefono": "phone", "llamada_saliente": "phone_out", "mail": "email", "correo": "email",
		"presencial": "walk_in", "visita": "onsite", "visit": "onsite", "remoto": "remote", "interno": "internal", "interna": "internal", "otro": "other",
		"appel": "phone phone_out", "appel_sortant": "phone_out", "courriel": "email", "guichet": "walk_in", "sur_site": "onsite", "a_distance": "remote",
		"messagerie": "chat", "interne": "internal", "autre": "other",
		"ligacao": "phone phone_out", "telefone": "phone", "outro": "other",
		"anruf": "phone phone_out", "telefon": "phone", "personlich": "walk_in", "vor_ort": "onsite", "fernwartung": "remote", "intern": "internal", "sonstiger": "other",
	},
}

var levels = map[string]string{"alto": "high", "alta": "high", "medio": "medium", "media": "medium", "normal": "medium", "bajo": "low", "baja": "low",
	"eleve": "high", "elevee": "high", "moyen": "medium", "moyenne": "medium", "faible": "low",
	"baixo": "low", "baixa": "low",
	"hoch": "high", "mittel": "medium", "niedrig": "low"}

// choices are the fields whose values are codes of the nouns.
var choices = map[string][]string{
	"status":   data.Status("").Choices(),
	"priority": data.Priority("").Choices(),
	"impact":   data.Level("").Choices(),
	"urgency":  data.Level("").Choices(),
	"type":     data.TicketType("").Choices(),
	"channel":  data.Channel("").Choices(),
}

// valuesOf gives the codes a typed value stands for; where the field holds
// codes, three letters of a name will do. Other values come back as typed.
func valuesOf(field, typed string) []string {
	codes, ok := choices[field]
	if !ok {
		return []string{typed}
	}
	key := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.TrimSpace(Fold(typed)))
	known := map[string]string{}
	for name, to := range values[field] {
		known[name] = to
	}
	for _, c := range codes {
		known[c] = c
	}
	if _, ok := known[key]; !ok {
		whole := "" // the shortest name that begins so
		for name := range known {
			if len(key) > 2 && strings.HasPrefix(name, key) && (whole == "" || cmp.Or(cmp.Compare(len(name), len(whole)), cmp.Compare(name, whole)) < 0) {
				whole = name
			}
		}
		if whole == "" {
			return []string{typed}
		}
		key = whole
	}
	return resolve(known, key)
}

// resolve follows a name to its codes: "abierto" is "open" is six statuses.
func resolve(known map[string]string, name string) []string {
	to := known[name]
	if next, ok := known[to]; ok && to != name && next != to {
		return resolve(known, to)
	}
	return strings.Fields(to)
}

// Unknown lists the values asked for that are none of their field: nothing can
// have them.
func (q Query) Unknown(now time.Time) (list []string) {
	for field, values := range q.Fields {
		for _, v := range values {
			known := true
			if codes, ok := choices[field]; ok {
				known = slices.Contains(codes, v)
			} else if field == "since" || field == "until" {
				_, _, known = Span(v, now)
			}
			if !known {
				list = append(list, v)
			}
		}
	}
	slices.Sort(list)
	return list
}

// days are the names of moments relative to today: how many days before it they
// begin, and how many they last.
var days = map[string][2]int{
	"today": {0, 1}, "hoy": {0, 1}, "yesterday": {1, 1}, "ayer": {1, 1}, "anteayer": {2, 1},
	"hoje": {0, 1}, "ontem": {1, 1}, "anteontem": {2, 1},
	"week": {7, 8}, "semana": {7, 8}, "month": {30, 31}, "mes": {30, 31}, "year": {365, 366}, "ano": {365, 366},
	"aujourd'hui": {0, 1}, "hier": {1, 1}, "avant-hier": {2, 1}, "semaine": {7, 8}, "mois": {30, 31}, "an": {365, 366},
	"heute": {0, 1}, "gestern": {1, 1}, "vorgestern": {2, 1}, "woche": {7, 8}, "monat": {30, 31}, "jahr": {365, 366},
}

// weekdays and months are their names, folded, from Sunday and January on.
var weekdays, months = numbered(
	"sunday domingo sonntag dimanche", "monday lunes montag lundi segunda segunda-feira", "tuesday martes dienstag mardi terca terca-feira",
	"wednesday miercoles mittwoch mercredi quarta quarta-feira", "thursday jueves donnerstag jeudi quinta quinta-feira",
	"friday viernes freitag vendredi sexta sexta-feira", "saturday sabado samstag sonnabend samedi"), numbered(
	"january enero januar janvier janeiro", "february febrero februar fevrier fevereiro", "march marzo marz mars marco", "april abril avril",
	"may mayo mai maio", "june junio juni juin junho", "july julio juli juillet julho", "august agosto aout",
	"september septiembre setiembre septembre setembro", "october octubre oktober octobre outubro", "november noviembre novembre novembro",
	"december diciembre dezember decembre dezembro")

func numbered(lines ...string) map[string]int {
	numbers := map[string]int{}
	for i, line := range lines {
		for _, name := range strings.Fields(line) {
			numbers[name] = i
		}
	}
	return numbers
}

// aside are the words around a moment's name: the last week, el mes pasado.
var aside = numbered("the last past this on of la el los las pasada pasado ultima ultimo esta este de del letzte letzten letzter vergangene vergangenen diese diesen dieser " +
	"den am im le du dernier derniere cette ce passe passee na no ultima passada passado desta deste")

var units = map[byte]int{'d': 1, 'j': 1, 't': 1, 'w': 7, 's': 7, 'm': 30, 'y': 365, 'a': 365}

// Span reads what was typed after since: or until: (2026-11-23, 23/11/2026,
// 23.11.2026, 20 Nov 2026, "20 de noviembre", ayer, today, last week, lunes, November, 7d, 2w, 3m, 2026-11) as a span of local time: since means from
// its beginning, until to its end. ok is false where it is no time.
func Span(typed string, now time.Time) (from, to time.Time, ok bool) {
	typed = strings.TrimSpace(Fold(typed))
	year, month, day := now.Date()
	ago := func(n, length int) (time.Time, time.Time, bool) {
		start := time.Date(year, month, day-n, 0, 0, 0, 0, now.Location())
		return start, start.AddDate(0, 0, length), true
	}
	if d, ok := days[typed]; ok {
		return ago(d[0], d[1])
	}
	if n := len(typed); n > 1 && n < 6 && units[typed[n-1]] > 0 && isDigits(typed[:n-1]) {
		count := 0
		for _, c := range typed[:n-1] {
			count = count*10 + int(c-'0')
		}
		return ago(count*units[typed[n-1]], 1)
	}
	for layout, length := range map[string][3]int{"2006": {1, 0, 0}, "2006-01": {0, 1, 0}, "01/2006": {0, 1, 0}, "01.2006": {0, 1, 0}, "2006-01-02": {0, 0, 1}, "02/01/2006": {0, 0, 1}, "2/1/2006": {0, 0, 1}, "2.1.2006": {0, 0, 1}, "2-1-2006": {0, 0, 1}} {
		if t, err := time.ParseInLocation(layout, typed, now.Location()); err == nil {
			return t, t.AddDate(length[0], length[1], length[2]), true
		}
	}
	if t, err := data.ParseTime(strings.ToUpper(typed)); err == nil {
		return t, t, true
	}
	return named(typed, now)
}

// named reads a moment as people call it: last week, el mes pasado, Montag,
// noviembre de 2025, Nov 20, 20 de noviembre. A weekday, a month and a day of one
// without its year are the last ones that began.
func named(typed string, now time.Time) (from, to time.Time, ok bool) {
	words := slices.DeleteFunc(strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" _-.,", r) }), func(w string) bool {
		_, ok := aside[w]
		return ok
	})
	if len(words) == 0 {
		return
	}
	if month, ok := monthOf(words); ok {
		return inMonth(month, words, now)
	}
	if len(words) > 1 {
		return
	}
	if n, ok := weekdays[words[0]]; ok {
		year, month, day := now.Date()
		from = time.Date(year, month, day-(int(now.Weekday())-n+7)%7, 0, 0, 0, 0, now.Location())
		return from, from.AddDate(0, 0, 1), true
	}
	if words[0] != typed {
		return Span(words[0], now)
	}
	return
}

// monthOf finds the month among the words of a moment, and takes it out: its name,
// or three letters of it and more, unless they are of two.
func monthOf(words []string) (month time.Month, ok bool) {
	for i, w := range words {
		n, ok := months[w]
		if !ok && len(w) > 2 && len(words) > 1 {
			n = -1
			for name, m := range months {
				if strings.HasPrefix(name, w) {
					if ok && m != n {
						return 0, false
					}
					n, ok = m, true
				}
			}
		}
		if ok {
			copy(words[i:], words[i+1:])
			words[len(words)-1] = ""
			return time.Month(n + 1), true
		}
	}
	return 0, false
}

// inMonth reads what stands beside a month: a day, a year, both or nothing.
func inMonth(month time.Month, words []string, now time.Time) (from, to time.Time, ok bool) {
	day, year := 0, 0
	for _, w := range words {
		figures := strings.TrimRight(w, "stndrhoaº") // 20th
		n, err := strconv.Atoi(figures)
		switch {
		case w == "":
		case err == nil && len(figures) == 4 && year == 0:
			year = n
		case err == nil && 1 <= n && n <= 31 && day == 0:
			day = n
		default:
			return from, to, false
		}
	}
	known := year > 0
	if !known {
		year = now.Year()
	}
	from = time.Date(year, month, max(day, 1), 0, 0, 0, 0, now.Location())
	if !known && from.After(now) {
		from = time.Date(year-1, month, max(day, 1), 0, 0, 0, 0, now.Location())
	}
	if day == 0 {
		return from, from.AddDate(0, 1, 0), true
	}
	return from, from.AddDate(0, 0, 1), from.Month() == month
}
