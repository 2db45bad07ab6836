package post

import (
	"context"
	"time"
)

// mailbox is what the post office needs of an IMAP server (RFC 3501), so that another
// client library can take the place of the present one. Only File changes anything on
// the server. Every method ends when ctx does or when the server is silent for too long;
// the connection is then cut and of no further use.
type mailbox interface {
	// Open turns to a folder, for reading only. Its UIDs mean the same as before as long
	// as validity is the same.
	Open(ctx context.Context, folder string) (validity uint32, err error)
	// After lists the mails of the folder with higher UIDs, lowest first.
	After(ctx context.Context, uid uint32) ([]item, error)
	// Since gives the lowest UID of what arrived on a day or later (or on the day
	// before, by the server's calendar); 0 if nothing did.
	Since(ctx context.Context, day time.Time) (uint32, error)
	// Fetch gets mails of the folder, or only their headers. One that is no longer
	// there, or larger than most bytes, is left out.
	Fetch(ctx context.Context, uids []uint32, head bool, most int64) (map[uint32][]byte, error)
	// Wait returns when something has happened in the folder, when wake says so, or
	// after a while in any case; news is true in the first case only.
	Wait(ctx context.Context, wake <-chan struct{}) (news bool, err error)
	// Sent names the folder for sent mail, "" if there seems to be none.
	Sent(ctx context.Context) (folder string, err error)
	// Find lists the mails of a folder that have a value in a header field, and leaves
	// that folder open.
	Find(ctx context.Context, folder, field, value string) (uids []uint32, err error)
	// File puts a mail into a folder, marked as read.
	File(ctx context.Context, folder string, raw []byte, at time.Time) error
	Close()
}

// item is one mail of a folder.
type item struct {
	uid  uint32
	size int64 // bytes, as the server says
}
