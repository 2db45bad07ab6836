package post

import (
	"errors"
	"time"

	"github.com/emersion/go-smtp"

	"firstline/data"
	"firstline/data/desk"
)

var (
	// laterSteps are the waits after tries that reached a server; the last one is
	// repeated.
	laterSteps = []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}
	// awaySteps are the waits while there is no connection.
	awaySteps = []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute}
	// maybeSteps are the waits before an unanswered letter is sent again. Then that
	// stops: in all likelihood it has arrived each time.
	maybeSteps = []time.Duration{10 * time.Minute, time.Hour, 24 * time.Hour}
)

const (
	giveUpAfter  = 14 * 24 * time.Hour // trying a letter that the server keeps putting off
	accountPause = time.Hour           // while something is wrong with the account
	dailyTries   = 3                   // after refusals that servers do not always mean
)

// verdict is what a try means: for its letter, and for all of them.
type verdict struct {
	outcome desk.LetterOutcome // Reason is still to be put in words
	problem *data.Problem      // the reason
	hold    hold
}

// judge decides what becomes of a letter after a try: it is sent, has failed for good or
// is tried again, and when; or it stays here with all the others, because of the
// connection or the account. away counts the passes before this one that found no
// connection.
func judge(account data.Account, l data.Letter, t try, now time.Time, away int) verdict {
	if t.err == nil {
		return verdict{outcome: desk.LetterOutcome{State: data.LetterSent, Tried: true}}
	}
	reply, answered := answer(t.err)
	if t.handed && !answered {
		return unanswered(l, now)
	}
	problem := explain(sendServer(account), t.stage, t.err)
	fail := verdict{outcome: desk.LetterOutcome{State: data.LetterFailed, Tried: true}, problem: problem}
	wait := func(state data.LetterState, d time.Duration) verdict {
		o := desk.LetterOutcome{State: state, Tried: t.stage > connecting, NextAt: now.Add(d)}
		return verdict{outcome: kept(l, o), problem: problem}
	}
	stay := func(offline bool, d time.Duration) verdict {
		v := wait(data.LetterQueued, d)
		v.hold = hold{problem, v.outcome.NextAt, offline}
		return v
	}
	objection := errors.As(t.err, new(*data.Problem)) // our own, not the server's
	refused := answered && !reply.Temporary()
	switch {
	case t.stage == connecting && passes(problem, reply):
		return stay(true, step(awaySteps, away))
	case t.stage == connecting,
		t.stage == signingIn && (refused || objection),
		t.stage == sender && refused && !tooBig(reply) && (l.From == account.From || l.From == ""), // trouble with the sender of an older account is that letter's own
		refused && reply.Code == authRequired:
		return stay(false, accountPause)
	case objection:
		return fail
	case refused:
		// Servers misuse 5.5.0, and a bare 5xx after DATA may be the mood of a filter.
		doubtful := reply.EnhancedCode == smtp.EnhancedCode{5, 5, 0} || t.stage == content && reply.EnhancedCode[0] == 0
		if doubtful && (l.Tries < dailyTries || now.Sub(l.QueuedAt) < dailyTries*24*time.Hour) {
			return wait(data.LetterDeferred, 24*time.Hour)
		}
		return fail
	}
	// The server asks for patience, or the connection broke. Days without a try do not
	// count: the computer may have been in a drawer.
	if l.Tries >= len(laterSteps) && now.Sub(l.QueuedAt) > giveUpAfter {
		fail.problem = data.Fault("", "post_gave_up", "days", int(giveUpAfter/(24*time.Hour))).Because(problem)
		return fail
	}
	return wait(data.LetterDeferred, step(laterSteps, l.Tries))
}

// unanswered judges a letter that was handed over whole and never acknowledged. It is
// sent again, for it must not be lost, but not for ever, for it may be arriving every
// time.
func unanswered(l data.Letter, now time.Time) verdict {
	o := desk.LetterOutcome{State: data.LetterMaybe, Tried: true}
	switch {
	case l.State != data.LetterMaybe:
		o.NextAt = now.Add(maybeSteps[0])
	case l.Tries < len(maybeSteps):
		o.NextAt = now.Add(step(maybeSteps, l.Tries))
	default:
		o.State = data.LetterFailed
		return verdict{outcome: o, problem: data.Fault("", "post_unanswered_often")}
	}
	return verdict{outcome: o, problem: data.Fault("", "post_unanswered")}
}

// passes says whether what keeps us from a server will go away without anybody's doing.
func passes(problem *data.Problem, reply *smtp.SMTPError) bool {
	switch problem.Key {
	case "post_host_not_found", "post_no_network", "post_refused", "post_timeout", "post_lost", "post_no_provider":
		return true
	}
	return reply != nil && reply.Temporary()
}

// kept is an outcome that does not forget that the letter may already have arrived.
func kept(l data.Letter, o desk.LetterOutcome) desk.LetterOutcome {
	if l.State == data.LetterMaybe {
		o.State = data.LetterMaybe
	}
	return o
}

// step is the n-th wait, or the last one.
func step(steps []time.Duration, n int) time.Duration { return steps[min(n, len(steps)-1)] }
