package data_test

import (
	"math/big"
	"strings"
	"testing"

	"firstline/data"
	"pgregory.net/rapid"
)

// Base 32 is the number that the bytes are, as many letters as its bits need.
func TestBase32IsTheNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SliceOfN(rapid.Byte(), 1, 33).Draw(t, "bytes")
		written := data.Base32(raw)
		if len(written) != (len(raw)*8+4)/5 {
			t.Fatalf("%d bytes in %d letters", len(raw), len(written))
		}
		number := new(big.Int)
		for _, letter := range written {
			number.Add(number.Lsh(number, 5), big.NewInt(int64(strings.IndexRune(data.Crockford, letter))))
		}
		if number.Cmp(new(big.Int).SetBytes(raw)) != 0 {
			t.Fatalf("%x is written %s", raw, written)
		}
	})
}
