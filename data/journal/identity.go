package journal

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"

	"firstline/data"
)

// Identity is who a desk is: an Ed25519 key for what it signs, its id (the
// first 100 bits of the public key's SHA-256, in Crockford's base 32) and the
// epoch, new at every install and restore, so that a cloned desk shows.
type Identity struct {
	Key   ed25519.PrivateKey
	Epoch string
}

// NewIdentity makes a desk's identity.
func NewIdentity() (Identity, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return Identity{}, fmt.Errorf("make the desk's key: %w", err)
	}
	return Identity{Key: key, Epoch: NewEpoch()}, nil
}

// NewEpoch gives 64 random bits.
func NewEpoch() string {
	var raw [8]byte
	rand.Read(raw[:])
	return data.Base32(raw[:])
}

// DeskID is the id that belongs to a public key.
func DeskID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return base32.NewEncoding(data.Crockford).EncodeToString(sum[:])[:20]
}

// Author names the desk and its epoch in operations.
func (i Identity) Author() string {
	return DeskID(i.Key.Public().(ed25519.PublicKey)) + "." + i.Epoch
}
