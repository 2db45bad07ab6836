package ticket

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"firstline/data"
)

// session tells a draft of this run of the program from one of an earlier run:
// a timer goes on only in the run it was started in.
var session = strconv.FormatInt(time.Now().UnixNano(), 36)

// noteDraft is a note being written, as it lies on the disk.
type noteDraft struct {
	Kind      data.ActivityKind `json:"kind"`
	Internal  bool              `json:"internal"`
	ByHand    bool              `json:"by_hand,omitempty"`
	Text      string            `json:"text"`
	Held      []string          `json:"held,omitempty"`
	Seconds   int               `json:"seconds,omitempty"`
	StartedAt time.Time         `json:"started_at,omitzero"`
	Running   time.Time         `json:"running,omitzero"` // when Seconds was read from a running timer
	Session   string            `json:"session,omitempty"`
}

func (n *noteEditor) draft() string {
	d := noteDraft{Kind: data.ActivityKind(n.kind.Value()), Internal: n.internal, ByHand: n.byHand, Text: n.text.Text(), Held: n.held,
		Seconds: n.timer.Elapsed(), StartedAt: n.timer.StartedAt(), Session: session}
	if n.timer.Running() {
		d.Running = n.room.seat.Desk.Now()
	}
	if strings.TrimSpace(d.Text) == "" && d.StartedAt.IsZero() && d.Seconds == 0 {
		return ""
	}
	raw, err := json.Marshal(d)
	if err != nil {
		return "" // plain values always marshal
	}
	return string(raw)
}

// flush has what is typed written to disk.
func (n *noteEditor) flush() {
	if n.drafter == nil {
		return
	}
	if n.timer.Running() {
		n.drafter.Changed(n.draft) // its time goes on without a key
	}
	n.drafter.Flush()
}

// recall takes up the draft of this ticket, unless one is typing already.
func (n *noteEditor) recall() {
	r := n.room
	id, d, key := r.id, r.seat.Desk, n.drafter.Key()
	act(r, func(ctx context.Context) (string, error) { return d.Draft(ctx, key) }, func(body string) {
		var kept noteDraft
		if id != r.id || n.text.Text() != "" || json.Unmarshal([]byte(body), &kept) != nil {
			return
		}
		n.quiet = true
		n.kind.SetValue(string(kept.Kind))
		n.internal, n.byHand, n.held = kept.Internal, kept.ByHand, kept.Held
		n.text.SetText(kept.Text)
		n.text.GoToEnd()
		running := !kept.Running.IsZero() && kept.Session == session
		if running {
			kept.Seconds += int(r.seat.Desk.Now().Sub(kept.Running) / time.Second)
		}
		n.timer.Set(kept.StartedAt, kept.Seconds, running)
		n.quiet = false
		n.turned()
		r.knowledge.typed()
	}, nil)
}
