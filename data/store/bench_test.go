package store_test

import (
	"fmt"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/store"
)

// A ticket with a note, from the operations to the index, in one durable
// transaction.
func BenchmarkWrite(b *testing.B) {
	s, _ := aStore(b)
	for n := 0; b.Loop(); n++ {
		_, err := s.Write(ctx, "ana", time.Now(), "intake", openWithNote(fmt.Sprint("MAD-", 10+n)))
		if err != nil {
			b.Fatal(err)
		}
	}
}

// The same in bulk.
func BenchmarkBulk(b *testing.B) {
	s, _ := aStore(b)
	err := s.Bulk(ctx, func(bulk *store.Bulk) error {
		for n := 0; b.Loop(); n++ {
			if err := bulk.Act("ana", time.Now(), "intake", openWithNote(fmt.Sprint("MAD-", 10+n))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func openWithNote(number string) func(*store.Tx) (string, error) {
	return func(tx *store.Tx) (string, error) {
		id, err := tx.Open("ticket", data.Ticket{Number: number, Subject: "Scanner pulls in two sheets", Status: data.New, OpenedAt: time.Now()})
		if err != nil {
			return "", err
		}
		_, err = tx.Note(id, data.Activity{Kind: data.WorkNote, Text: "Cleaned the rollers, it takes single sheets again."})
		return number, err
	}
}
