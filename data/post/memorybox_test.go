package post

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"firstline/data"
	"firstline/data/mail"
)

// memoryBox is a mailbox without a server. UIDs count from 1.
type memoryBox struct {
	mu      sync.Mutex
	folders map[string][][]byte
	largest map[uint32]int64 // sizes that the server tells and are not those of the bytes
	anew    uint32           // how often its mails were numbered anew
	open    string
}

// as gives the same mailbox to another life.
func (b *memoryBox) as() *memoryBox {
	b.mu.Lock()
	defer b.mu.Unlock()
	again := &memoryBox{folders: map[string][][]byte{}, largest: b.largest, anew: b.anew}
	for name, mails := range b.folders {
		again.folders[name] = slices.Clone(mails)
	}
	return again
}

// atBox has an office find a mailbox in memory.
func atBox(o *Office, box *memoryBox) {
	o.open = func(context.Context, route, data.Account, string) (mailbox, stage, error) { return box, content, nil }
}

func (b *memoryBox) Open(_ context.Context, folder string) (uint32, error) {
	b.open = folder
	return 7 + b.anew, nil
}

func (b *memoryBox) After(_ context.Context, uid uint32) (list []item, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, raw := range b.folders[b.open] {
		if n := uint32(i + 1); n > uid {
			list = append(list, item{n, max(int64(len(raw)), b.largest[n])})
		}
	}
	return list, nil
}

func (b *memoryBox) Since(context.Context, time.Time) (uint32, error) { return 1, nil }

func (b *memoryBox) Fetch(_ context.Context, uids []uint32, head bool, _ int64) (map[uint32][]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	got := map[uint32][]byte{}
	for _, uid := range uids {
		raw := b.folders[b.open][uid-1]
		if head {
			at := bytes.Index(raw, []byte("\r\n\r\n"))
			raw = raw[:at+4]
		}
		got[uid] = raw
	}
	return got, nil
}

func (b *memoryBox) Wait(context.Context, <-chan struct{}) (bool, error) { return false, nil }

func (b *memoryBox) Sent(context.Context) (string, error) { return "Sent", nil }

func (b *memoryBox) Find(_ context.Context, folder, field, value string) (uids []uint32, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open = folder
	for i, raw := range b.folders[folder] {
		if strings.Contains(mail.Read(raw, time.Time{}).Header.Get(field), value) {
			uids = append(uids, uint32(i+1))
		}
	}
	return uids, nil
}

func (b *memoryBox) File(_ context.Context, folder string, raw []byte, _ time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.folders[folder] = append(b.folders[folder], bytes.Clone(raw))
	return nil
}

func (b *memoryBox) Close() {}
