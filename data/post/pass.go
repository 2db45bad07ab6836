package post

import (
	"context"
	"errors"
	"fmt"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

// hold is a reason for letters to stay here for now. The zero hold is none.
type hold struct {
	problem *data.Problem
	until   time.Time
	offline bool
}

// SendNow is SendDue for whoever has looked and does not want to wait: it also sends what
// was just written and could still be taken back, and what waits for the connection or
// the account, which may have been mended.
func (o *Office) SendNow(ctx context.Context) (sent int, err error) {
	if err := o.makeDue(ctx, func(data.Letter) bool { return true }); err != nil {
		return 0, err
	}
	return o.SendDue(ctx)
}

// SendDue tries every letter that is due, once, and says how many the server took. The
// error is what keeps letters here (a *data.Problem), or what the desk could not write
// down; what is wrong with a single letter is told by that letter.
func (o *Office) SendDue(ctx context.Context) (sent int, err error) {
	o.passing.Lock()
	defer o.passing.Unlock()
	account := o.desk.Settings().Mail
	if !account.Ready() {
		problem := data.Fault("", "no_account")
		o.setStatus(func(s *Status) { *s = Status{Problem: problem} })
		return 0, problem
	}
	if err := o.breaker.load(ctx, o.desk); err != nil {
		return 0, err
	}
	secret, held := o.secret(ctx, account)
	last := held // what last kept a letter here
	defer func() {
		if last.problem != nil {
			o.stay(last)
			err = errors.Join(err, last.problem)
		}
		if held.offline {
			o.away++
		}
		o.setStatus(func(s *Status) { s.Sending = "" })
	}()
	for ctx.Err() == nil {
		l, raw, ok, err := o.desk.TakeLetter(ctx, o.holder)
		if err != nil {
			return sent, fmt.Errorf("take a letter from the outbox: %w", err)
		}
		if !ok {
			break
		}
		out, ended := o.undone[l.ID]
		if !ended {
			if held.problem == nil {
				held = o.breaker.all(o.desk.Now())
			}
			mine := held
			if mine.problem == nil {
				mine = o.breaker.to(l.To)
			}
			if mine.problem != nil {
				o.stay(mine)
				out = o.putBack(l, mine)
			} else {
				out, held = o.carry(ctx, account, secret, l, raw)
				mine = held
			}
			if mine.problem != nil {
				last = mine
			}
		}
		if out.State == data.LetterSent || out.State == data.LetterConfirmed {
			sent++
		}
		if err := o.record(ctx, l.ID, out); err != nil {
			return sent, err
		}
	}
	return sent, nil
}

// secret is what to sign in with for sending: the password from the safe, or an access
// token.
func (o *Office) secret(ctx context.Context, account data.Account) (string, hold) {
	if account.User == "" {
		return "", hold{}
	}
	now := o.desk.Now()
	if account.Auth == data.ByOAuth {
		token, err := o.tokens.get(ctx, o.desk, account)
		if err == nil {
			return token, hold{}
		}
		if problem := asProblem(err); passes(problem, nil) || problem.Key == "post_try_later" {
			return "", hold{problem, now.Add(step(awaySteps, o.away)), true}
		} else {
			return "", hold{problem: problem, until: now.Add(accountPause)}
		}
	}
	password, err := o.desk.Password("mail")
	switch {
	case err != nil:
		return "", hold{problem: asProblem(err), until: now.Add(5 * time.Minute)} // a keyring may be unlocked at any moment
	case password == "":
		return "", hold{problem: data.Fault("password", "post_no_password", "user", account.User), until: now.Add(accountPause)}
	}
	return password, hold{}
}

// carry sends one letter and judges how that went. A hold means that the others need not
// be tried.
func (o *Office) carry(ctx context.Context, account data.Account, secret string, l data.Letter, raw []byte) (desk.LetterOutcome, hold) {
	o.setStatus(func(s *Status) { s.Sending = l.Number })
	if l.State == data.LetterMaybe {
		// The last look before it is sent again. That looking fails is no reason not to
		// send it.
		if there, err := o.arrived(ctx, account, l); err == nil && there {
			return desk.LetterOutcome{State: data.LetterConfirmed}, hold{}
		}
	}
	sending, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(o.grace, stop) })()
	way := o.route
	way.watch = o.watch
	defer o.watch(nil)
	t := send(sending, way, account, secret, l, raw)
	if t.stage == signingIn {
		o.tokens.forget()
	}
	now := o.desk.Now()
	if t.handed {
		o.breaker.note(l.To, now)
	}
	if sending.Err() != nil && t.err != nil && !t.handed { // we cut it off ourselves
		return kept(l, desk.LetterOutcome{State: data.LetterQueued, NextAt: now}), hold{}
	}
	v := judge(account, l, t, now, o.away)
	if v.hold.problem != nil {
		o.stay(v.hold)
	} else if t.stage > connecting {
		o.away = 0
		o.setStatus(func(s *Status) { s.Problem, s.Offline, s.NextAt = nil, false, time.Time{} })
	}
	if v.problem != nil {
		v.outcome.Reason = o.desk.Words().Error(v.problem)
	}
	return v.outcome, v.hold
}

// putBack gives a letter back untried.
func (o *Office) putBack(l data.Letter, h hold) desk.LetterOutcome {
	return kept(l, desk.LetterOutcome{State: data.LetterQueued, NextAt: h.until, Reason: o.desk.Words().Error(h.problem)})
}

// stay shows why letters stay here.
func (o *Office) stay(h hold) {
	o.setStatus(func(s *Status) { s.Problem, s.Offline, s.NextAt = h.problem, h.offline, h.until })
}

// record tells the desk how a try ended, even after the end of ctx: a letter that is not
// known to have arrived would be sent again. What the desk cannot write down is
// remembered until it can.
func (o *Office) record(ctx context.Context, id data.ID, out desk.LetterOutcome) error {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer stop()
	err := o.desk.LetterDone(ctx, id, out)
	if err != nil {
		o.undone[id] = out
		return fmt.Errorf("record that letter %s is %s: %w", id, out.State, err)
	}
	delete(o.undone, id)
	return nil
}
