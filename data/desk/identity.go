package desk

import (
	"context"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"firstline/data/journal"
	"firstline/data/safe"
	"firstline/data/store"
)

// identitySecret is the name of the desk's signing key in the safe.
const identitySecret = "identity"

// keepIdentity puts the key into the safe. Only text goes there: keyrings take
// nothing else.
func keepIdentity(s *safe.Safe, i journal.Identity) error {
	if err := s.Keep(identitySecret, hex.EncodeToString(i.Key.Seed())); err != nil {
		return fmt.Errorf("keep the desk's key: %w", err)
	}
	return nil
}

// identity gives the key this desk signs with, and the name it writes under. A
// desk whose key was lost, with its keyring perhaps, gets another and goes on
// under a new name; what it wrote before stays as it was.
func (d *Desk) identity(ctx context.Context) (ed25519.PrivateKey, string, error) {
	author, err := d.store.Value(ctx, "author")
	if err != nil {
		return nil, "", err
	}
	text, err := d.safe.Recall(identitySecret)
	if err != nil {
		return nil, "", fmt.Errorf("read the desk's key: %w", err)
	}
	seed, err := hex.DecodeString(text)
	if err == nil && len(seed) == ed25519.SeedSize {
		key := ed25519.NewKeyFromSeed(seed)
		id := journal.DeskID(key.Public().(ed25519.PublicKey))
		if len(author) > len(id) && author[:len(id)] == id {
			return key, author, nil
		}
	}
	fresh, err := journal.NewIdentity()
	if err != nil {
		return nil, "", err
	}
	if err := keepIdentity(d.safe, fresh); err != nil {
		return nil, "", err
	}
	err = d.write(ctx, "identity", func(t *store.Tx) (string, error) { return "", t.SetAuthor(fresh.Author()) })
	return fresh.Key, fresh.Author(), err
}

// replySecret is what reply tokens are made with: known to whoever has the
// desk's key and to nobody else.
func replySecret(key ed25519.PrivateKey) []byte {
	mac := hmac.New(sha256.New, key.Seed())
	mac.Write([]byte("firstline reply token v1"))
	return mac.Sum(nil)
}
