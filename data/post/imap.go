package post

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"firstline/data"
)

// imapBox is a mailbox by way of go-imap. That client waits for an answer for ever
// (measured, on a connection that had died silently), panics in a dozen places, and
// takes what it does not understand for the end of the connection. Therefore every
// exchange goes through do.
type imapBox struct {
	client  *imapclient.Client
	pulse   *pulse
	route   route
	news    chan struct{} // one slot: the folder has changed
	folder  string        // the one that is open
	valid   uint32        // its UIDVALIDITY
	release func() bool   // see reach
}

// longest is how long a command may take in all, even if its answer keeps trickling in.
const longest = 10 * time.Minute

// trouble is what went wrong between us and the server, as opposed to at our desk.
type trouble struct{ error }

func (t trouble) Unwrap() error { return t.error }

// errSilent is a server that said nothing for too long.
var errSilent = fmt.Errorf("the server fell silent: %w", os.ErrDeadlineExceeded)

// openMailbox connects to the account's server for incoming mail and signs in. The
// stage says how far it came.
func openMailbox(ctx context.Context, r route, account data.Account, secret string) (mailbox, stage, error) {
	at := inboxServer(account)
	b := &imapBox{route: r, news: make(chan struct{}, 1)}
	var err error
	b.pulse, b.release, err = reach(ctx, r, at, account.CA, func(soon context.Context, line *pulse, config *tls.Config) error {
		return b.greet(soon, line, at, config)
	})
	if err != nil {
		return nil, connecting, err
	}
	if err := b.do(ctx, func() error { return b.signIn(account, at, secret) }); err != nil {
		b.Close()
		return nil, signingIn, err
	}
	return b, content, nil
}

// greet protects the connection and waits for the server's greeting.
func (b *imapBox) greet(ctx context.Context, line *pulse, at server, config *tls.Config) error {
	options := &imapclient.Options{TLSConfig: config, UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(d *imapclient.UnilateralDataMailbox) {
			if d.NumMessages != nil {
				select {
				case b.news <- struct{}{}:
				default:
				}
			}
		}}}
	if at.security == data.TLS {
		conn := tls.Client(line, config)
		if err := conn.HandshakeContext(ctx); err != nil { // here, because go-imap would forget what kind of error it is
			return err
		}
		b.client = imapclient.New(conn, options)
	} else {
		var err error
		if b.client, err = imapclient.NewStartTLS(line, options); err != nil {
			if errors.As(err, new(*imap.Error)) {
				return data.Fault(at.field("security"), "post_no_tls", "host", at.host, "port", strconv.Itoa(at.port), "ports", at.ports()).Because(err)
			}
			return err
		}
	}
	return b.client.WaitGreeting()
}

// signIn signs in by a mechanism the server offers.
func (b *imapBox) signIn(account data.Account, at server, secret string) error {
	if b.client.State() == imap.ConnStateAuthenticated { // PREAUTH
		return nil
	}
	caps := b.client.Caps()
	offers := func(mechanism string) bool { return caps.Has(imap.AuthCap(mechanism)) }
	if client := signInBy(account.Auth, at, secret, offers); client != nil {
		return tokenRefused(at, b.client.Authenticate(client))
	}
	if account.Auth != data.ByOAuth && !caps.Has(imap.CapLoginDisabled) {
		return b.client.Login(at.user, secret).Wait()
	}
	offered := caps.AuthMechanisms()
	slices.Sort(offered)
	return data.Fault(at.field("user"), "post_no_login", "host", at.host, "offered", strings.Join(offered, ", "))
}

// do has an exchange with the server. It ends when ctx does, when the server falls
// silent or when it takes far too long, and survives the client's panics.
func (b *imapBox) do(ctx context.Context, talk func() error) error {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				done <- fmt.Errorf("the mail client gave up: %v", v)
			}
		}()
		done <- talk()
	}()
	b.pulse.beat(1)
	tick := time.NewTicker(b.route.quiet / 8)
	defer tick.Stop()
	end := time.After(longest)
	var cut error
	for cut == nil {
		select {
		case err := <-done:
			if err != nil {
				return trouble{err}
			}
			return nil
		case <-ctx.Done():
			cut = ctx.Err()
		case <-end:
			cut = errSilent
		case <-tick.C:
			if b.pulse.silent() > b.route.quiet {
				cut = errSilent
			}
		}
	}
	b.pulse.Close()
	select { // it comes free within a millisecond (measured)
	case <-done:
	case <-time.After(5 * time.Second):
	}
	return trouble{cut}
}

func (b *imapBox) Close() {
	b.release()
	b.pulse.Close()
	go b.client.Close() // waits until its reader has ended, which is not our business
}

func (b *imapBox) Open(ctx context.Context, folder string) (uint32, error) {
	if folder == b.folder {
		return b.valid, nil
	}
	return b.valid, b.do(ctx, func() error {
		d, err := b.client.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait()
		if err != nil {
			b.folder = ""
			return err
		}
		b.folder, b.valid = folder, d.UIDValidity
		return nil
	})
}

func (b *imapBox) After(ctx context.Context, uid uint32) ([]item, error) {
	var list []item
	err := b.do(ctx, func() error {
		if err := b.client.Noop().Wait(); err != nil { // Dovecot's STATUS tells nothing new of the open folder
			return err
		}
		if m := b.client.Mailbox(); m == nil || m.NumMessages == 0 {
			return nil
		}
		from := imap.UIDSet{}
		from.AddRange(imap.UID(uid+1), 0)
		messages, err := b.client.Fetch(from, &imap.FetchOptions{UID: true, RFC822Size: true}).Collect()
		for _, m := range messages {
			if uint32(m.UID) > uid { // "n:*" always includes the last one
				list = append(list, item{uint32(m.UID), m.RFC822Size})
			}
		}
		return err
	})
	slices.SortFunc(list, func(x, y item) int { return int(int64(x.uid) - int64(y.uid)) })
	return list, err
}

func (b *imapBox) Since(ctx context.Context, day time.Time) (uint32, error) {
	var first uint32
	err := b.do(ctx, func() error {
		// The server goes by its own calendar, which may be a day behind.
		found, err := b.client.UIDSearch(&imap.SearchCriteria{Since: day.AddDate(0, 0, -1)}, nil).Wait()
		if err != nil {
			return err
		}
		if uids := found.AllUIDs(); len(uids) > 0 {
			first = uint32(slices.Min(uids))
		}
		return nil
	})
	return first, err
}

func (b *imapBox) Fetch(ctx context.Context, uids []uint32, head bool, most int64) (map[uint32][]byte, error) {
	section := &imap.FetchItemBodySection{Peek: true}
	if head {
		section.Specifier = imap.PartSpecifierHeader
	}
	var set imap.UIDSet
	for _, uid := range uids {
		set.AddNum(imap.UID(uid))
	}
	got := map[uint32][]byte{}
	err := b.do(ctx, func() error {
		cmd := b.client.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
		for m := cmd.Next(); m != nil; m = cmd.Next() {
			uid, raw, err := readMessage(m, most)
			if err != nil {
				cmd.Close()
				return err
			}
			if raw != nil {
				got[uid] = raw
			}
		}
		return cmd.Close()
	})
	return got, err
}

// readMessage reads a mail, or its header, from the server's answer; raw is nil for one
// of more than most bytes.
func readMessage(m *imapclient.FetchMessageData, most int64) (uid uint32, raw []byte, err error) {
	for part := m.Next(); part != nil; part = m.Next() {
		switch part := part.(type) {
		case imapclient.FetchItemDataUID:
			uid = uint32(part.UID)
		case imapclient.FetchItemDataBodySection:
			if part.Literal == nil || part.Literal.Size() > most {
				continue
			}
			if raw, err = io.ReadAll(part.Literal); err != nil {
				return uid, nil, err
			}
		}
	}
	return uid, raw, nil
}

func (b *imapBox) Wait(ctx context.Context, wake <-chan struct{}) (news bool, err error) {
	var idle *imapclient.IdleCommand
	var able bool
	err = b.do(ctx, func() (err error) {
		if able = b.client.Caps().Has(imap.CapIdle); able {
			idle, err = b.client.Idle()
		}
		return err
	})
	if err != nil {
		return false, err
	}
	timer := time.NewTimer(b.route.slice)
	defer timer.Stop()
	select {
	case <-b.news:
		news = true
	case <-wake:
	case <-timer.C:
	case <-ctx.Done():
		return false, trouble{ctx.Err()}
	case <-b.client.Closed():
	}
	err = b.do(ctx, func() error {
		if !able {
			return b.client.Noop().Wait()
		}
		if err := idle.Close(); err != nil {
			return err
		}
		return idle.Wait()
	})
	select { // what was told in the meantime
	case <-b.news:
		news = true
	default:
	}
	return news, err
}

// sentNames are names of the folder for sent mail, for servers that do not say which one
// it is.
var sentNames = []string{"sent", "sent items", "sent messages", "sent mail", "enviados", "elementos enviados", "correo enviado",
	"gesendet", "gesendete elemente", "gesendete objekte", "envoyés", "éléments envoyés", "messages envoyés", "enviadas", "itens enviados", "inviati", "posta inviata"}

func (b *imapBox) Sent(ctx context.Context) (folder string, err error) {
	err = b.do(ctx, func() error {
		var options *imap.ListOptions
		if caps := b.client.Caps(); caps.Has(imap.CapListExtended) && caps.Has(imap.CapSpecialUse) {
			options = &imap.ListOptions{ReturnSpecialUse: true}
		}
		list, err := b.client.List("", "*", options).Collect()
		best := len(sentNames)
		for _, f := range list {
			if slices.Contains(f.Attrs, imap.MailboxAttrSent) { // RFC 6154
				folder = f.Mailbox
				break
			}
			name := f.Mailbox
			if f.Delim != 0 {
				name = name[strings.LastIndex(name, string(f.Delim))+1:]
			}
			if i := slices.Index(sentNames, strings.ToLower(name)); i >= 0 && i < best && !slices.Contains(f.Attrs, imap.MailboxAttrNoSelect) {
				best, folder = i, f.Mailbox
			}
		}
		return err
	})
	return folder, err
}

func (b *imapBox) Find(ctx context.Context, folder, field, value string) (uids []uint32, err error) {
	if _, err := b.Open(ctx, folder); err != nil {
		return nil, err
	}
	err = b.do(ctx, func() error {
		if err := b.client.Noop().Wait(); err != nil {
			return err
		}
		is := []imap.SearchCriteriaHeaderField{{Key: field, Value: value}}
		d, err := b.client.UIDSearch(&imap.SearchCriteria{Header: is}, nil).Wait()
		if err != nil {
			return err
		}
		for _, uid := range d.AllUIDs() {
			uids = append(uids, uint32(uid))
		}
		return nil
	})
	return uids, err
}

func (b *imapBox) File(ctx context.Context, folder string, raw []byte, at time.Time) error {
	return b.do(ctx, func() error {
		cmd := b.client.Append(folder, int64(len(raw)), &imap.AppendOptions{Flags: []imap.Flag{imap.FlagSeen}, Time: at})
		_, err := cmd.Write(raw)
		if err := errors.Join(err, cmd.Close()); err != nil {
			return err
		}
		_, err = cmd.Wait()
		return err
	})
}
