package settings

import (
	"context"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// save saves the settings, and the passwords that were typed.
func (r *Room) save() {
	r.mail.search.look()
	if !r.dirty() {
		r.seat.Notify(r.say("settings.unchanged"))
		return
	}
	r.write(func() { r.seat.Notify(r.say("settings.saved")) })
}

// write saves what the fields hold, and calls then once that is on the disk. An error is shown
// at its field, in whichever part that is.
func (r *Room) write(then func()) {
	s, typed, d := r.form(), r.mail.typed(), r.seat.Desk
	ui.Try(r.seat, new(ui.Slot), func(ctx context.Context) (data.Settings, error) {
		// Passwords go first: the post office tries again when the settings change, and has
		// to find them then.
		for name, secret := range typed {
			if err := d.KeepPassword(name, secret); err != nil {
				return s, err
			}
		}
		if err := d.SaveSettings(ctx, s); err != nil {
			return s, err
		}
		if len(typed) > 0 {
			return d.Settings(), release(ctx, d)
		}
		return d.Settings(), nil
	}, func(saved data.Settings, err error) {
		if err != nil {
			r.fault(err)
			return
		}
		r.draft.Drop()
		spoke := r.base.Language
		r.base = saved
		r.mail.kept(typed)
		r.fault(nil)
		r.fill(saved)
		r.elsewhere.Hide()
		if r.OnSettings != nil {
			r.OnSettings(saved)
		} else if saved.Language != spoke {
			r.seat.Notify(r.say("settings.saved.language"))
			return
		}
		then()
	})
}

// release makes letters due that are waiting, for a password perhaps.
func release(ctx context.Context, d *desk.Desk) error {
	letters, err := d.Letters(ctx)
	if err != nil {
		return err
	}
	for _, l := range letters {
		if l.State == data.LetterQueued && l.NextAt.After(d.Now()) {
			if err := d.RetryLetter(ctx, l.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// fault shows an error at its field, and turns to the part with that field; nil takes all
// errors away.
func (r *Room) fault(err error) {
	shown := false
	for i, p := range r.parts {
		if p.fault(nil); err != nil && !shown && p.fault(err) {
			shown = true
			if i != r.at {
				r.list.Select(i)
				p.fault(err) // once more, now that the field can have the focus
			}
		}
	}
	if err != nil && !shown {
		r.seat.Fail(err)
	}
}
