package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/mail"
	"firstline/data/packet"
	"firstline/data/store"
)

// The bounds of what a mail brings onto a ticket. Its bytes hold the rest.
const (
	readLimit = 10 * time.Second // for reading one mail: no other waits longer
	mostFiles = 100
	mostHops  = 5  // desks a letter may have gone through (mail.md E8)
	perSender = 10 // mails of one stranger within strangerSpan (mail.md E7)
	perDesk   = 60 // of all strangers
)

const strangerSpan = time.Hour

// incoming is a mail that is being placed: all that is known of it before the
// transaction.
type incoming struct {
	row    store.Arrived
	raw    data.Attachment // its bytes
	msg    mail.Message
	sender mail.Address
	failed error // it could not be read
	clues  mail.Clues
	files  []data.Attachment
	packet *packet.Packet // of a desk, if one came along
	ours   bool           // this desk signed it
	secret []byte         // for reply codes
	bodies []string       // Message-IDs of messages that came as attachments, if nothing was written to them
}

// UnderstandMail reads a mail that was kept and puts it where it belongs, all in
// one transaction. A mail that cannot be read becomes a ticket with its bytes. A
// mail that is understood already stays as it is.
func (d *Desk) UnderstandMail(ctx context.Context, id data.ID) (data.Mail, error) {
	row, ok, err := d.store.FirstArrived(ctx, id)
	if err != nil || !ok || row.State != store.Kept {
		if err != nil {
			return data.Mail{}, err
		}
		return d.Mail(ctx, id)
	}
	in, err := d.take(ctx, row)
	if err != nil {
		return data.Mail{}, err
	}
	err = d.understand(ctx, in)
	if unfit := (*data.Problem)(nil); errors.As(err, &unfit) && unfit.Field != "" {
		// What was read in it does not fit the desk: then its bytes have to do.
		in.failed = err
		err = d.understand(ctx, in)
	}
	if err != nil {
		return data.Mail{}, fmt.Errorf("place mail %s: %w", id, err)
	}
	d.announceInbox()
	d.announceOutbox() // a letter may be confirmed, or bounced
	return d.Mail(ctx, id)
}

func (d *Desk) understand(ctx context.Context, in incoming) error {
	return d.write(ctx, "mail", func(t *store.Tx) (string, error) {
		t.Settle() // undo is for what a person did
		row, ok, err := t.FirstArrived(in.row.ID)
		if err != nil || !ok || row.State != store.Kept { // another program was faster
			return "", err
		}
		m := in.noun()
		place, err := d.decide(t, in)
		if err == nil {
			err = d.put(t, in, &m, place)
		}
		if err == nil {
			err = keepNoun(t, m)
		}
		if err != nil {
			return "", err
		}
		row.State = store.Understood
		return m.Number, t.Arrive(row)
	})
}

// take reads a mail and keeps the files in it.
func (d *Desk) take(ctx context.Context, row store.Arrived) (incoming, error) {
	in := incoming{row: row, raw: data.Attachment{SHA256: row.SHA256, Name: "mail.eml", Type: "message/rfc822", Size: row.Size}}
	raw, err := d.bytesOf(in.raw)
	if err != nil {
		return in, err
	}
	if in.msg, in.failed = readMail(ctx, raw, row.At); in.failed != nil {
		if ctx.Err() != nil {
			return in, ctx.Err()
		}
		in.sender = mail.Address{Address: row.Sender}
		return in, nil
	}
	if len(in.msg.From) > 0 {
		in.sender = in.msg.From[0]
	}
	in.clues = mail.CluesIn(in.msg)
	key, author, err := d.identity(ctx)
	if err != nil {
		return in, err
	}
	in.secret = replySecret(key)
	for _, a := range in.msg.Attachments {
		if a.Type == "message/rfc822" && strings.TrimSpace(in.msg.NewText) == "" {
			in.bodies = append(in.bodies, mail.Identify(a.Content).MessageID)
		}
		if p, ok := openPacket(a); ok && in.packet == nil {
			in.packet, in.ours = &p, sameDesk(p.From, author)
		}
		if len(a.Content) == 0 || len(in.files) == mostFiles || a.Type == data.PacketType {
			continue // a packet is for programs: what it says is on the ticket
		}
		file, err := d.keep(a.Name, strings.NewReader(string(a.Content)))
		if err != nil {
			return in, err
		}
		in.files = append(in.files, file)
	}
	return in, nil
}

// readMail reads a mail within the time limit; a reader that fails takes nothing
// else along.
func readMail(ctx context.Context, raw []byte, at time.Time) (mail.Message, error) {
	type result struct {
		m   mail.Message
		err error
	}
	done := make(chan result, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- result{err: fmt.Errorf("read mail: %v\n%s", p, debug.Stack())}
			}
		}()
		done <- result{m: mail.Read(raw, at)}
	}()
	limit := time.NewTimer(readLimit)
	defer limit.Stop()
	select {
	case r := <-done:
		return r.m, r.err
	case <-limit.C:
		return mail.Message{}, fmt.Errorf("read mail: not done after %v", readLimit)
	case <-ctx.Done():
		return mail.Message{}, ctx.Err()
	}
}

// openPacket opens the packet an attachment is, or holds.
func openPacket(a mail.Attachment) (packet.Packet, bool) {
	raw := a.Content
	switch {
	case a.Type == data.PacketType || strings.HasSuffix(strings.ToLower(a.Name), ".dpk"):
	case a.Type == "application/pdf" || strings.HasSuffix(strings.ToLower(a.Name), ".pdf"):
		var ok bool
		if raw, ok = packet.FromPDF(raw); !ok {
			return packet.Packet{}, false
		}
	default:
		return packet.Packet{}, false
	}
	p, err := packet.Unpack(raw)
	return p, err == nil
}

// sameDesk says whether two authors, "<desk id>.<epoch>", are one desk.
func sameDesk(a, b string) bool {
	here, _, ok := strings.Cut(a, ".")
	there, _, both := strings.Cut(b, ".")
	return ok && both && here == there
}

// noun is what is kept of a mail wherever it is placed.
func (in incoming) noun() data.Mail {
	m := data.Mail{ID: in.row.ID, ReceivedAt: in.row.At, Size: in.row.Size, SHA256: in.row.SHA256, From: in.sender.Address,
		FromName: cut(in.sender.Name, maxLine), Subject: in.row.Subject}
	if in.failed == nil {
		m.Subject, m.MessageID, m.Kind = cut(in.msg.Subject, maxLine), in.msg.MessageID, string(in.msg.Kind)
	}
	return m
}

// decide finds the facts about a mail's clues and decides.
func (d *Desk) decide(t *store.Tx, in incoming) (mail.Place, error) {
	if in.failed != nil {
		return mail.Place{State: data.MailUnreadable, Reason: "unreadable", Trust: data.TrustNone}, nil
	}
	if p, own, err := d.own(t, in); err != nil || own {
		return p, err
	}
	if hopsOf(in.msg) > mostHops {
		return mail.Place{State: data.MailHeld, Reason: "hops", Trust: data.TrustNone}, nil
	}
	f, err := d.facts(t, in)
	if err != nil {
		return mail.Place{}, err
	}
	p := mail.Decide(in.msg, in.clues, f)
	if p.Ticket == "" {
		return p, nil
	}
	// It may have been merged since, or taken back.
	root, err := t.Root(p.Ticket)
	if err != nil {
		return p, err
	}
	state, err := t.State(root)
	if err != nil {
		return p, err
	}
	if !state.Exists() || state.Gone() {
		return mail.Place{State: data.MailTriage, Reason: "ticket_gone", Trust: p.Trust}, nil
	}
	p.Ticket = root
	return p, nil
}

// hopsOf is how many desks a letter went through; what is no number is too many.
func hopsOf(m mail.Message) int {
	text := strings.TrimSpace(m.Header.Get("X-Deskpost-Hops"))
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return mostHops + 1
	}
	return n
}

// facts looks up what the desk knows about a mail's clues.
func (d *Desk) facts(t *store.Tx, in incoming) (mail.Facts, error) {
	f := mail.Facts{Codes: map[string]mail.Given{}, Mails: map[string][]mail.Answer{}, Numbers: map[string]data.ID{}}
	for _, token := range in.clues.All() {
		code, ok, err := code(t, token)
		if err != nil {
			return f, err
		}
		if ok {
			f.Codes[token] = mail.Given{Ticket: code.Ticket, Correspondent: code.Correspondent, Escalation: code.Escalation}
		}
	}
	for _, id := range in.clues.Answers {
		known, err := t.MailsWithID(id)
		if err != nil {
			return f, err
		}
		for _, m := range known {
			a := mail.Answer{Ticket: m.Ticket, Correspondent: m.From}
			if m.State == data.MailOwn {
				a.Correspondent = m.Detail // whom it went to
			}
			f.Mails[id] = append(f.Mails[id], a)
		}
	}
	for _, number := range in.clues.Numbers {
		id, err := t.Ticket(number)
		if err != nil {
			return f, err
		}
		f.Numbers[number] = id
	}
	if in.packet != nil {
		if err := packetFacts(t, in, &f); err != nil {
			return f, err
		}
	}
	contact, ok, err := contactWith(t, in.sender.Address)
	if err != nil {
		return f, err
	}
	f.Contact = ok
	if ok && in.clues.Base != "" {
		if f.Alike, err = alikeTicket(t, contact.ID, in.clues.Base, in.row.At); err != nil {
			return f, err
		}
	}
	if !ok && in.row.Folder != "" { // a file was opened by a person
		own, all, err := t.Strangers(in.sender.Address, in.row.At.Add(-strangerSpan), in.row.At)
		if err != nil {
			return f, err
		}
		f.Overflow = own >= perSender || all >= perDesk
	}
	if key := mail.MailID("id " + in.msg.MessageID + " " + strings.ToLower(in.sender.Address)); in.msg.MessageID != "" && key != in.row.ID {
		state, err := t.State(key)
		if err != nil {
			return f, err
		}
		f.IsCopy, f.Copy = true, data.ID(text(state.Fields(), "ticket"))
	}
	return f, nil
}

// packetFacts says which ticket a packet speaks of, if it is one here.
func packetFacts(t *store.Tx, in incoming, f *mail.Facts) error {
	id := foreignTicket(*in.packet)
	if in.ours {
		id = in.packet.Ticket.Ticket.ID
	}
	state, err := t.State(id)
	if err != nil {
		return err
	}
	switch {
	case in.ours && state.Exists() && state.Entity == "ticket":
		f.Packet = id
	case !in.ours:
		f.Foreign = true
		if state.Exists() && !state.Gone() {
			f.Opened = id
		}
	}
	return nil
}

// contactWith finds the contact of an address.
func contactWith(t *store.Tx, address string) (data.Contact, bool, error) {
	if address == "" {
		return data.Contact{}, false, nil
	}
	return t.ContactWith(address)
}

// code finds a reply code that still holds.
func code(t *store.Tx, token string) (store.Code, bool, error) {
	code, ok, err := t.Code(token)
	if err != nil || !ok {
		return code, false, err
	}
	ticket, err := ticketIn(t, code.Ticket)
	return code, err == nil && !slices.Contains(ticket.Revoked, token), err
}

// alikeTicket finds an open ticket of a contact with the same subject.
func alikeTicket(t *store.Tx, contact data.ID, base string, at time.Time) (data.ID, error) {
	recent, err := t.TicketsSince(contact, at.Add(-duplicateWindow))
	if err != nil {
		return "", err
	}
	for i := len(recent) - 1; i >= 0; i-- {
		ticket, err := ticketIn(t, recent[i])
		if err != nil {
			return "", err
		}
		if ticket.Status.Category() != data.Done && strings.EqualFold(strings.TrimSpace(ticket.Subject), base) {
			return ticket.ID, nil
		}
	}
	return "", nil
}

// put does what a place asks for and completes the mail's noun.
func (d *Desk) put(t *store.Tx, in incoming, m *data.Mail, p mail.Place) error {
	m.State, m.Proposed, m.Reason, m.Detail, m.Trust = p.State, p.Proposed, p.Reason, p.Detail, p.Trust
	_, known, err := contactWith(t, in.sender.Address)
	if err != nil {
		return err
	}
	m.Stranger = !known && (p.Trust == data.TrustNone || p.Trust == "") && p.State != data.MailOwn
	switch p.State {
	case data.MailOwn:
		m.Ticket, m.Escalation = p.Ticket, p.Escalation
		return confirm(t, in)
	case data.MailPlaced, data.MailUnreadable:
	default:
		return nil
	}
	m.Ticket = p.Ticket
	if m.Ticket == "" {
		if m.Ticket, err = d.open(t, in); err != nil {
			return err
		}
		if err := d.acknowledge(t, in, m.Ticket); err != nil {
			return err
		}
	}
	ticket, err := ticketIn(t, m.Ticket)
	if err != nil {
		return err
	}
	m.Number = ticket.Number
	return d.enter(t, in, m, ticket)
}

// enter writes a mail onto a ticket: its entry, its files, and what it means
// for an escalation.
func (d *Desk) enter(t *store.Tx, in incoming, m *data.Mail, ticket data.Ticket) error {
	a := data.Activity{Kind: data.EmailIn, Address: m.From, Name: m.FromName, Subject: m.Subject, MessageID: m.MessageID, Mail: m.ID,
		Trust: m.Trust, Reason: m.Reason, Detail: m.Detail}
	flag := true // somebody has to look
	if in.failed == nil {
		a.Text, a.StartedAt = said(in.msg), in.msg.Date
		var err error
		if flag, err = d.answer(t, in, m, ticket, &a); err != nil {
			return err
		}
	}
	if _, err := t.Note(ticket.ID, a); err != nil {
		return err
	}
	files := in.files
	if in.failed != nil {
		files = []data.Attachment{in.raw}
	}
	for _, file := range files {
		file.Quarantined = m.Stranger
		if err := t.AttachFrom(ticket.ID, file, m.ID); err != nil {
			return err
		}
	}
	if in.packet != nil && !in.ours {
		if err := tellForeign(t, in, ticket.ID); err != nil {
			return err
		}
	}
	if !flag || ticket.Unread {
		return nil
	}
	fields := data.Fields{}
	put(fields, "unread", true)
	_, err := t.Set("ticket", ticket.ID, fields)
	return err
}

// said is what a mail says: what is new in it, or all of it where nothing is.
func said(m mail.Message) string {
	text := strings.TrimSpace(m.NewText)
	if text == "" && m.Quoted() == "" {
		text = strings.TrimSpace(m.Text)
	}
	return cut(strings.ReplaceAll(text, "\x00", ""), maxText)
}

// keepNoun writes what is known of a mail; another desk may have done so before.
func keepNoun(t *store.Tx, m data.Mail) error {
	m.Number, m.ProposedNumber, m.Account, m.Folder, m.UID = "", "", "", "", 0 // looked up when they are shown
	state, err := t.State(m.ID)
	if err != nil {
		return err
	}
	if !state.Exists() {
		return t.OpenAs("mail", m.ID, m)
	}
	_, err = t.Set("mail", m.ID, data.AllFieldsOf(m))
	return err
}

// open makes the ticket of a mail. Its id follows from the mail, so that two
// desks that read one mailbox make the same; where there is such a ticket and it
// tells of something else by now, the mail gets another.
func (d *Desk) open(t *store.Tx, in incoming) (data.ID, error) {
	contact, err := d.writer(t, in)
	if err != nil {
		return "", err
	}
	settings := d.Settings()
	ticket := data.Ticket{Type: data.Incident, Channel: data.Email, Status: data.New, SupportLevel: 1, Requester: contact.ID,
		Organization: contact.Organization, Site: contact.Site, OpenedAt: in.row.At.Truncate(time.Millisecond), Unread: true,
		Subject: strings.TrimSpace(cut(in.row.Subject, maxLine)), Priority: data.PriorityOf("", "")}
	switch {
	case in.failed != nil:
		ticket.Subject = cut(d.Words().Say("mail.unreadable", "subject", in.row.Subject), maxLine)
		ticket.Description = d.Words().Say("mail.unreadable.says")
	default:
		ticket.Subject, ticket.Description = strings.TrimSpace(cut(in.msg.Subject, maxLine)), said(in.msg)
		if in.packet != nil && !in.ours {
			foreign(&ticket, in.packet.Ticket)
			if ticket.AffectedUser, err = foreignContact(t, *in.packet); err != nil {
				return "", err
			}
			if ticket.Requester == "" { // it came as a file
				ticket.Requester, ticket.AffectedUser = ticket.AffectedUser, ""
			}
		}
	}
	if ticket.Subject == "" {
		ticket.Subject = d.Words().Say("mail.no_subject")
	}
	ticket.DueAt = ticket.OpenedAt.Add(ticket.Priority.Target())
	if err := checkTicket(ticket); err != nil {
		return "", err
	}
	n, err := t.NextNumber()
	if err != nil {
		return "", err
	}
	ticket.Number = fmt.Sprintf("%s-%d", settings.Code, n)
	id := in.ticketID()
	state, err := t.State(id)
	if err != nil {
		return "", err
	}
	if state.Exists() {
		id = data.NewID(t.Now)
	}
	return id, t.OpenAs("ticket", id, ticket)
}

// ticketID is the id of the ticket a mail opens.
func (in incoming) ticketID() data.ID {
	if in.packet != nil && !in.ours && in.failed == nil {
		return foreignTicket(*in.packet)
	}
	at := in.msg.Date // the same by whatever way it came
	if in.failed != nil {
		at = in.row.At
	}
	return data.IDOf(at, "ticket", string(in.row.ID))
}

// writer finds or makes the contact who wrote a mail. A known one learns the
// language if none is known; a new one gets an id that follows from the address.
func (d *Desk) writer(t *store.Tx, in incoming) (data.Contact, error) {
	contact, known, err := contactWith(t, in.sender.Address)
	if err != nil {
		return contact, err
	}
	if known {
		if contact.Language == "" && in.msg.Language != "" {
			fields := data.Fields{}
			put(fields, "language", in.msg.Language)
			_, err = t.Set("contact", contact.ID, fields)
		}
		return contact, err
	}
	contact = data.Contact{Name: strings.Join(strings.Fields(cut(nameOr(in.sender.Name, in.sender.Address), maxLine)), " "), Language: in.msg.Language, Preferred: data.Email}
	if data.CheckAddress("", in.sender.Address) == nil {
		contact.Emails = []string{in.sender.Address}
	}
	if contact, err = checkContact(contact); err != nil {
		return data.Contact{}, nil // nothing in it to make a contact of
	}
	id := data.IDOf(time.Time{}, "contact", strings.ToLower(in.sender.Address))
	state, err := t.State(id)
	if err != nil {
		return contact, err
	}
	if state.Exists() { // it was taken back, or has another address by now
		id = data.NewID(t.Now)
	}
	contact.ID = id
	return contact, t.OpenAs("contact", id, contact)
}

// PlaceMail puts a mail on a ticket (number or id), wherever it was before: in
// the tray, or on another ticket that a machine or a person chose.
func (d *Desk) PlaceMail(ctx context.Context, id data.ID, ref string) error {
	ref, err := d.standing(ctx, ref)
	if err != nil {
		return err
	}
	return d.decideMail(ctx, "place", id, func(t *store.Tx, in incoming, m *data.Mail) error {
		if m.Ticket == data.ID(ref) {
			return data.Fault("", "mail_is_there", "number", m.Number)
		}
		if err := d.lift(t, m); err != nil {
			return err
		}
		return d.put(t, in, m, mail.Place{State: data.MailPlaced, Ticket: data.ID(ref), Reason: "by_hand", Trust: m.Trust})
	})
}

// NewTicketFromMail opens a ticket of its own for a mail.
func (d *Desk) NewTicketFromMail(ctx context.Context, id data.ID) (data.Ticket, error) {
	var number string
	err := d.decideMail(ctx, "mail_ticket", id, func(t *store.Tx, in incoming, m *data.Mail) error {
		if err := d.lift(t, m); err != nil {
			return err
		}
		err := d.put(t, in, m, mail.Place{State: data.MailPlaced, Reason: "by_hand", Trust: m.Trust})
		number = m.Number
		return err
	})
	if err != nil {
		return data.Ticket{}, err
	}
	c, err := d.Case(ctx, number)
	return c.Ticket, err
}

// DiscardMail says that a mail is nothing the desk needs. Its bytes stay.
func (d *Desk) DiscardMail(ctx context.Context, id data.ID) error {
	return d.decideMail(ctx, "discard", id, func(t *store.Tx, in incoming, m *data.Mail) error {
		if err := d.lift(t, m); err != nil {
			return err
		}
		m.State, m.Reason, m.Detail, m.Proposed = data.MailDiscarded, "by_hand", "", ""
		return nil
	})
}

// UnplaceMail takes a mail off its ticket and puts it into the tray, with that
// ticket proposed.
func (d *Desk) UnplaceMail(ctx context.Context, id data.ID) error {
	return d.decideMail(ctx, "unplace", id, func(t *store.Tx, in incoming, m *data.Mail) error {
		if m.Ticket == "" {
			return data.Fault("", "mail_not_placed")
		}
		was := m.Ticket
		if err := d.lift(t, m); err != nil {
			return err
		}
		m.State, m.Reason, m.Detail, m.Proposed = data.MailTriage, "by_hand", "", was
		return nil
	})
}

// decideMail is what a person decides about a mail, as one act.
func (d *Desk) decideMail(ctx context.Context, act string, id data.ID, do func(*store.Tx, incoming, *data.Mail) error) error {
	row, ok, err := d.store.FirstArrived(ctx, id)
	if err != nil {
		return err
	}
	switch {
	case !ok:
		return data.Fault("", "no_mail", "ref", id).Because(data.ErrNotFound)
	case row.State == store.Kept:
		if _, err := d.UnderstandMail(ctx, id); err != nil {
			return err
		}
	case row.State != store.Understood && act != "discard":
		return data.Fault("", "mail_is_stub")
	}
	in, err := d.take(ctx, row)
	if err != nil {
		return err
	}
	err = d.write(ctx, act, func(t *store.Tx) (string, error) {
		state, err := t.State(id)
		if err != nil {
			return "", err
		}
		m := in.noun()
		data.Fill(&m, state.Fields())
		if m.State == data.MailOwn {
			return "", data.Fault("", "mail_is_ours")
		}
		if m.Ticket != "" {
			ticket, err := ticketIn(t, m.Ticket)
			if err != nil {
				return "", err
			}
			m.Number = ticket.Number
		}
		if err := do(t, in, &m); err != nil {
			return "", err
		}
		if row.State != store.Understood && row.State != store.Kept { // a stub that is not wanted
			row.State = store.Understood
			if err := t.Arrive(row); err != nil {
				return "", err
			}
		}
		return m.Number, keepNoun(t, m)
	})
	d.announceInbox()
	return err
}

// lift takes a mail off its ticket, and the ticket away if the mail is all there
// is to it.
func (d *Desk) lift(t *store.Tx, m *data.Mail) error {
	if m.Ticket == "" {
		return nil
	}
	state, err := t.State(m.Ticket)
	if err != nil {
		return err
	}
	alone := true
	for _, a := range state.Timeline() {
		if a.Mail != m.ID {
			alone = false
			continue
		}
		if err := t.Withdraw("ticket", m.Ticket, a.ID, true); err != nil {
			return err
		}
	}
	if err := reopenEscalation(t, m); err != nil {
		return err
	}
	if alone && opened(state, m.ID) {
		if err := t.Withdraw("ticket", m.Ticket, "", true); err != nil {
			return err
		}
	}
	m.Ticket, m.Number, m.Escalation = "", "", ""
	return nil
}

// opened says whether a mail opened a ticket.
func opened(state *journal.State, id data.ID) bool {
	var act data.ID
	for _, o := range state.Ops() {
		if o.Kind == journal.Open {
			act = o.Act
			break
		}
	}
	for _, o := range state.Act(act) {
		var a data.Activity
		if o.Kind == journal.Note && json.Unmarshal(o.Value, &a) == nil && a.Mail == id {
			return true
		}
	}
	return false
}

// MarkRead says that somebody has looked at what came by mail.
func (d *Desk) MarkRead(ctx context.Context, ref string) error {
	id, err := d.ticketID(ctx, ref)
	if err != nil {
		return err
	}
	return d.write(ctx, "read", func(t *store.Tx) (string, error) {
		t.Settle()
		fields := data.Fields{"unread": null}
		_, err := t.Set("ticket", id, fields)
		return "", err
	})
}
