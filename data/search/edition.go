package search

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"math"
	"slices"
	"sync"

	"firstline/data"
)

// An edition is a library on paper: what Put made of every doc, so that it need
// not be made again (measured: of three thousand docs it takes over a second,
// reading it some 20 ms). It is a copy and never more: one that is torn, or
// printed by another text of this package, is not read.
//
// It has three parts, texts, numbers and grams, and a foot that says how long
// each is and what they add up to.

// ErrEdition is what ReadEdition says of anything but an edition of this
// program, whole and as it was printed.
var ErrEdition = errors.New("no edition of this program")

// source is the text of this package: only the same text takes words apart in
// the same way.
//
//go:embed *.go
var source embed.FS

// printer is the hash of that text.
var printer = sync.OnceValue(func() [sha256.Size]byte {
	all := sha256.New()
	err := fs.WalkDir(source, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := source.ReadFile(path)
		all.Write(text)
		return err
	})
	if err != nil {
		panic(err) // it is in the program
	}
	return [sha256.Size]byte(all.Sum(nil))
})

// foot ends an edition, as long whatever it says.
type foot struct {
	Printer [sha256.Size]byte
	Parts   [3]struct{ Length, Sum uint32 }
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Print writes an edition; note is whatever the caller wants to know when it is
// read. Searches go on meanwhile.
func (l *Library) Print(to io.Writer, note string) error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	f := foot{Printer: printer()}
	for i := range f.Parts {
		p := press{to: bufio.NewWriterSize(to, 1<<16)}
		switch i {
		case 0:
			l.print(note, p.text, func(uint64) {}, func([]byte) {})
		case 1:
			l.print(note, func(s string) { p.number(uint64(len(s))) }, p.number, p.bytes)
		case 2:
			l.printGrams(&p)
		}
		if err := p.to.Flush(); err != nil {
			return err
		}
		f.Parts[i].Length, f.Parts[i].Sum = p.length, p.sum
	}
	foot, err := binary.Append(nil, binary.LittleEndian, f)
	if err != nil {
		return err
	}
	_, err = to.Write(binary.LittleEndian.AppendUint32(foot, crc32.Checksum(foot, castagnoli)))
	return err
}

// press writes one part. Its writer remembers the first error.
type press struct {
	to          *bufio.Writer
	length, sum uint32
	buf         []byte
}

func (p *press) bytes(b []byte) {
	p.length += uint32(len(b))
	p.sum = crc32.Update(p.sum, castagnoli, b)
	p.to.Write(b)
}

func (p *press) text(s string) {
	p.buf = append(p.buf[:0], s...)
	p.bytes(p.buf)
}

func (p *press) number(n uint64) {
	p.buf = binary.AppendUvarint(p.buf[:0], n)
	p.bytes(p.buf)
}

func (p *press) uint32(n uint32) {
	p.buf = binary.LittleEndian.AppendUint32(p.buf[:0], n)
	p.bytes(p.buf)
}

// print goes through everything but the grams in the order it is read in.
func (l *Library) print(note string, text func(string), number func(uint64), raw func([]byte)) {
	count := func(n int) { number(uint64(n)) }
	packed := func(b []byte) { count(len(b)); raw(b) }
	text(note)
	count(len(l.terms))
	for _, t := range l.terms {
		text(t.stem)
		number(uint64(t.forms))
		packed(t.posts.packed)
		number(uint64(t.posts.docs))
		number(uint64(t.posts.next))
		for _, n := range t.df {
			number(uint64(n))
		}
	}
	count(len(l.shelves))
	for _, sh := range l.shelves {
		text(sh.lang)
		count(len(sh.known))
		for _, word := range slices.Sorted(maps.Keys(sh.known)) {
			text(word)
			number(uint64(sh.known[word].term))
			number(uint64(sh.known[word].docs))
		}
	}
	count(len(l.docs))
	for _, d := range l.docs {
		text(string(d.ID))
		if d.ID == "" {
			continue
		}
		text(d.Title)
		text(d.Body)
		text(d.Lang)
		number(uint64(d.Row))
		count(len(d.Learned))
		for _, s := range d.Learned {
			text(s)
		}
		count(len(d.From))
		for _, row := range d.From {
			number(uint64(row))
		}
		number(math.Float64bits(d.Weight))
		count(slices.Index(l.shelves, d.shelf))
		for _, n := range d.length {
			number(uint64(2 * n)) // in halves
		}
		number(uint64(d.gramLen))
		packed(d.order.packed)
		number(uint64(d.order.length))
	}
}

// ReadEdition gives the library that was printed, and the note.
func ReadEdition(from io.ReaderAt, size int64) (l *Library, note string, err error) {
	var f foot
	length := int64(binary.Size(f))
	raw, err := take(from, size-length-4, length+4)
	if err != nil {
		return nil, "", err
	}
	if crc32.Checksum(raw[:length], castagnoli) != binary.LittleEndian.Uint32(raw[length:]) {
		return nil, "", ErrEdition
	}
	if err := binary.Read(bytes.NewReader(raw), binary.LittleEndian, &f); err != nil || f.Printer != printer() {
		return nil, "", cmp.Or(err, ErrEdition)
	}
	var parts [len(f.Parts)][]byte
	at := int64(0)
	for i, p := range f.Parts {
		if parts[i], err = take(from, at, int64(p.Length)); err != nil {
			return nil, "", err
		}
		if crc32.Checksum(parts[i], castagnoli) != p.Sum {
			return nil, "", ErrEdition
		}
		at += int64(p.Length)
	}
	r := reader{string(parts[0]), parts[1]}
	l = New()
	note = l.readPages(&r)
	l.printed = readGrams(parts[2])
	return l, note, nil
}

// take reads a piece of a file.
func take(from io.ReaderAt, at, length int64) ([]byte, error) {
	if at < 0 {
		return nil, ErrEdition
	}
	raw := make([]byte, length)
	if n, err := from.ReadAt(raw, at); n < len(raw) {
		return nil, errors.Join(ErrEdition, err)
	}
	return raw, nil
}

// reader gives texts and numbers back in the order they were printed in. What it
// reads was checked: it is what Print wrote.
type reader struct {
	texts   string
	numbers []byte
}

func (r *reader) number() uint64 {
	n, size := binary.Uvarint(r.numbers)
	r.numbers = r.numbers[size:]
	return n
}

// packed gives bytes that stay what they are: who adds to them copies them.
func (r *reader) packed() []byte {
	n := r.count()
	b := r.numbers[:n:n]
	r.numbers = r.numbers[n:]
	return b
}

func (r *reader) count() int { return int(r.number()) }

func (r *reader) text() (s string) {
	n := r.count()
	s, r.texts = r.texts[:n], r.texts[n:]
	return s
}

// readPages is what print is backwards.
func (l *Library) readPages(r *reader) (note string) {
	note = r.text()
	l.terms = make([]term, r.count())
	for i := range l.terms {
		t := &l.terms[i]
		t.stem, t.forms = r.text(), int32(r.number())
		t.posts = postings{r.packed(), int32(r.number()), int32(r.number())}
		for f := range t.df {
			t.df[f] = int32(r.number())
		}
		if t.forms == 0 {
			l.gaps = append(l.gaps, int32(i))
		}
	}
	l.shelves = make([]*shelf, r.count())
	for i := range l.shelves {
		sh := &shelf{lang: r.text()}
		l.shelves[i] = sh
		list := make([]written, r.count())
		sh.known, sh.stems = make(map[string]*written, len(list)), make(map[string]int32, len(list))
		for k := range list {
			word, w := r.text(), &list[k]
			w.term, w.docs = int32(r.number()), int32(r.number())
			sh.known[word] = w
			t := &l.terms[w.term]
			sh.stems[t.stem] = w.term
			t.common = t.common || Common(word, sh.lang)
			l.words.Add(word, int(w.docs))
		}
	}
	l.SetSynonyms(nil)
	l.docs = make([]shelved, r.count())
	for i := range l.docs {
		s := &l.docs[i]
		if s.ID = data.ID(r.text()); s.ID == "" {
			l.free = append(l.free, int32(i))
			continue
		}
		l.slots[s.ID] = int32(i)
		s.Title, s.Body, s.Lang, s.Row = r.text(), r.text(), r.text(), int64(r.number())
		for range r.count() {
			s.Learned = append(s.Learned, r.text())
		}
		for range r.count() {
			s.From = append(s.From, int64(r.number()))
		}
		s.Weight, s.shelf = math.Float64frombits(r.number()), l.shelves[r.count()]
		for f := range s.length {
			s.length[f] = float32(r.number()) / 2
		}
		s.gramLen = int32(r.number())
		s.order = sequence{r.packed(), int32(r.number())}
		l.tally(*s, +1)
	}
	return note
}
