package post

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"strings"
	"time"

	"github.com/emersion/go-smtp"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/words"
)

// Report is what a test of a mail account found.
type Report struct {
	Host    string        `json:"host"`
	Port    int           `json:"port"`
	TLS     string        `json:"tls"`                // "TLS 1.3"
	Login   string        `json:"login,omitempty"`    // how one signed in: PLAIN, LOGIN, OAUTHBEARER or XOAUTH2
	MaxSize int64         `json:"max_size,omitempty"` // the largest mail the server takes, in bytes; 0 if it does not say
	Took    time.Duration `json:"took"`
	Inbox   *InboxReport  `json:"inbox,omitempty"` // if there is a server for incoming mail
	Echo    *Echo         `json:"echo,omitempty"`  // if the account sent a mail to itself
}

// InboxReport is what a test of the server for incoming mail found.
type InboxReport struct {
	Host  string        `json:"host"`
	Port  int           `json:"port"`
	Mails int           `json:"mails"`          // in the folder mail arrives in
	Sent  string        `json:"sent,omitempty"` // the folder of sent mail
	Took  time.Duration `json:"took"`
}

// Echo is what became of a mail the account sent to itself.
type Echo struct {
	Took        time.Duration `json:"took"`         // until it arrived
	PlusAddress bool          `json:"plus_address"` // one to name+code@domain came as well
	FilesSent   bool          `json:"files_sent"`   // the server put it among the sent mail by itself
	NewID       bool          `json:"new_id"`       // it came with another Message-ID
}

// Learned is what the report teaches about the account; nothing without an echo.
func (r Report) Learned(now time.Time) data.Learned {
	if r.Echo == nil {
		return data.Learned{}
	}
	return data.Learned{PlusAddress: r.Echo.PlusAddress, FilesSent: r.Echo.FilesSent, NewIDs: r.Echo.NewID, At: now}
}

// testFor is how long a test may take, with the person who asked for it waiting.
const testFor = 30 * time.Second

// testSending tries out the sending of an account: it connects, protects the connection, signs
// in with a password or an access token and asks whether the sender may write, but sends
// nothing. The error is a *data.Problem that names the field at fault.
func testSending(ctx context.Context, account data.Account, secret string) (Report, error) {
	if !account.Ready() {
		return Report{}, data.Fault("host", "no_account")
	}
	if err := data.CheckAddress("from", account.From); err != nil {
		return Report{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, testFor)
	defer cancel()
	start, at := time.Now(), sendServer(account)
	r := Report{Host: at.host, Port: at.port}
	c, stage, err := open(ctx, direct, account, secret)
	if err != nil {
		return r, explain(at, stage, err)
	}
	defer c.release()
	defer c.leave()
	state, _ := c.TLSConnectionState()
	r.TLS, r.Login = tls.VersionName(state.Version), c.login
	if most, ok := c.MaxMessageSize(); ok {
		r.MaxSize = int64(most)
	}
	err = c.Mail(account.From, &smtp.MailOptions{UTF8: !ascii(account.From)})
	if err == nil {
		err = c.Reset()
	}
	if err != nil {
		return r, explain(at, sender, err)
	}
	r.Took = time.Since(start)
	return r, nil
}

// testReceiving tries out the receiving of an account: it signs in and opens the folder, but
// changes nothing. The error is a *data.Problem.
func testReceiving(ctx context.Context, account data.Account, secret string) (InboxReport, error) {
	var r InboxReport
	err := withInbox(ctx, account, secret, testFor, func(ctx context.Context, box mailbox) error {
		start, at := time.Now(), inboxServer(account)
		r.Host, r.Port = at.host, at.port
		if _, err := box.Open(ctx, inboxFolder(account)); err != nil {
			return noFolder(err, inboxFolder(account))
		}
		mails, err := box.After(ctx, 0)
		if err != nil {
			return err
		}
		r.Mails = len(mails)
		r.Sent, err = sentFolder(ctx, box, account)
		r.Took = time.Since(start)
		return err
	})
	return r, err
}

// withInbox does something at an account's mailbox, within a time.
func withInbox(ctx context.Context, account data.Account, secret string, most time.Duration, do func(context.Context, mailbox) error) error {
	if account.Inbox.Host == "" {
		return data.Fault("inbox_host", "no_inbox")
	}
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	box, stage, err := openMailbox(ctx, toInbox, account, secret)
	if err == nil {
		defer box.Close()
		stage, err = content, do(ctx, box)
	}
	if err != nil {
		return explain(inboxServer(account), stage, err)
	}
	return nil
}

// Keys are what to sign in with at an account's two servers: passwords or access tokens.
type Keys struct{ Send, Receive string }

// Keys gets an account's keys from the safe, or tokens from its provider. The error is a
// *data.Problem where a person can do something.
func (o *Office) Keys(ctx context.Context, account data.Account) (k Keys, err error) {
	send, held := o.secret(ctx, account)
	if held.problem != nil {
		return k, held.problem
	}
	k.Send = send
	if account.Inbox.Host != "" {
		k.Receive, err = o.inboxSecret(ctx, account)
	}
	return k, err
}

// Probe tries out an account in earnest: both servers, and a mail the account sends to
// itself, whose return it watches; only the sending where there is no server for incoming
// mail. The words are the language of that mail; step is told what comes next: "send",
// "receive", "echo". The error is a *data.Problem that names the field at fault, or ctx's.
func Probe(ctx context.Context, account data.Account, keys Keys, w *words.Printer, step func(string)) (Report, error) {
	step("send")
	r, err := testSending(ctx, account, keys.Send)
	if err != nil || account.Inbox.Host == "" {
		return r, err
	}
	step("receive")
	inbox, err := testReceiving(ctx, account, keys.Receive)
	if err != nil {
		return r, err
	}
	r.Inbox = &inbox
	step("echo")
	echo, err := echo(ctx, account, keys, w)
	if err != nil {
		return r, err
	}
	r.Echo = &echo
	return r, nil
}

const (
	echoFor  = time.Minute      // how long the mail to itself may take
	afterFor = 10 * time.Second // how long to wait after that for what else may come
)

// echo sends a mail from the account to itself, another to its address with a code in
// it, and looks what becomes of them.
func echo(ctx context.Context, account data.Account, keys Keys, w *words.Printer) (Echo, error) {
	var e Echo
	mark := rand.Text()[:12]
	start := time.Now()
	if err := sendMark(ctx, account, keys.Send, account.From, mark, w); err != nil {
		return e, err
	}
	at := strings.LastIndexByte(account.From, '@')
	plus := rand.Text()[:12]
	// That the second one is refused is an answer, too.
	taken := sendMark(ctx, account, keys.Send, account.From[:at]+"+dp"+strings.ToLower(plus[:4])+account.From[at:], plus, w) == nil
	err := withInbox(ctx, account, keys.Receive, echoFor+2*afterFor, func(ctx context.Context, box mailbox) error {
		inbox := inboxFolder(account)
		came, err := await(ctx, box, inbox, mark, echoFor)
		if err != nil {
			return err
		}
		if !came {
			return data.Fault("folder", "post_no_echo", "folder", inbox, "address", account.From)
		}
		e.Took = time.Since(start)
		same, err := box.Find(ctx, inbox, "Message-ID", markID(account, mark))
		if err != nil {
			return err
		}
		e.NewID = len(same) == 0
		if taken {
			if e.PlusAddress, err = await(ctx, box, inbox, plus, afterFor); err != nil {
				return err
			}
		}
		sent, err := sentFolder(ctx, box, account)
		if err != nil || sent == "" || strings.EqualFold(sent, inbox) {
			return err
		}
		e.FilesSent, err = await(ctx, box, sent, mark, 0)
		return err
	})
	return e, err
}

// await looks for a mark in the subjects of a folder until it is there or the time is up.
func await(ctx context.Context, box mailbox, folder, mark string, most time.Duration) (bool, error) {
	for end := time.Now().Add(most); ; {
		found, err := box.Find(ctx, folder, "Subject", mark)
		if len(found) > 0 || err != nil || !time.Now().Before(end) {
			return len(found) > 0, err
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// markID is the Message-ID, without brackets, of the mail an account sends to itself. It
// has the form of ours, without an escalation's code, so that the mail is never taken
// for a customer's.
func markID(account data.Account, mark string) string {
	return "dp.test." + mark + "@" + domainOf(account.From)
}

// sendMark sends a mail with a mark in its subject.
func sendMark(ctx context.Context, account data.Account, secret, to, mark string, w *words.Printer) error {
	ctx, cancel := context.WithTimeout(ctx, testFor)
	defer cancel()
	raw, err := mail.Write(mail.Letter{From: account.From, FromName: account.FromName, To: to, Date: time.Now(), MessageID: "<" + markID(account, mark) + ">",
		Subject: w.Say("mail.test.subject", "mark", mark), Text: w.Say("mail.test.text"),
		Headers: [][2]string{{"Auto-Submitted", "auto-generated"}, {"X-Auto-Response-Suppress", "All"}, {"X-Deskpost", "1"}, {"X-Deskpost-Hops", "0"}}})
	if err != nil {
		return err
	}
	t := send(ctx, direct, account, secret, data.Letter{From: account.From, To: []string{to}}, raw)
	if t.err != nil {
		return explain(sendServer(account), t.stage, t.err)
	}
	return nil
}
