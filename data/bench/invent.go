package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"firstline/data"
)

// inventor makes up what people say and who they are.
type inventor struct {
	r       *rand.Rand
	tongues [2]*tongue
}

func newInventor(seed uint64) *inventor {
	return &inventor{rand.New(rand.NewPCG(20261126, seed)), newTongues()}
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// early picks one of a list, the first ones more often.
func early[T any](r *rand.Rand, list []T) T {
	f := r.Float64()
	return list[int(f*f*float64(len(list)))]
}

// person is a contact and the language it speaks.
type person struct {
	id     data.ID
	name   string
	phone  string
	house  string
	site   string
	tongue *tongue
}

// person makes somebody up; it has no id yet.
func (i *inventor) person() person {
	r := i.r
	return person{name: pick(r, givenNames) + " " + pick(r, surnames) + " " + pick(r, surnames), tongue: pick(r, i.tongues[:]), phone: i.phone(),
		house: pick(r, houses) + " " + pick(r, houses) + " " + pick(r, houseKinds), site: fmt.Sprintf("%s %d", pick(r, streets), 1+r.IntN(200))}
}

// contact is the person as a desk knows it, the n-th.
func (p person) contact(n int) data.Contact {
	first, _, _ := strings.Cut(p.name, " ")
	domain, _, _ := strings.Cut(p.house, " ")
	return data.Contact{Name: p.name, Phones: []string{p.phone}, Organization: p.house, Site: p.site, Language: p.tongue.lang,
		Emails: []string{fmt.Sprintf("%s.%d@%s.example", strings.ToLower(first), n, strings.ToLower(domain))}}
}

func (i *inventor) phone() string {
	return fmt.Sprintf("+34 6%02d %03d %03d", i.r.IntN(100), i.r.IntN(1000), i.r.IntN(1000))
}

// subject is what a caller says is wrong.
func (i *inventor) subject(t *tongue) string {
	return pick(i.r, t.devices) + " " + early(i.r, t.troubles) + " " + pick(i.r, t.places)
}

// question is the title of an article.
func (i *inventor) question(t *tongue) string {
	return fmt.Sprintf(pick(i.r, t.questions), inside(pick(i.r, t.devices))) + " " + i.model()
}

// inside puts a device into the middle of a sentence.
func inside(device string) string {
	if strings.HasPrefix(device, "VPN") {
		return device
	}
	return strings.ToLower(device[:1]) + device[1:]
}

func (i *inventor) steps(t *tongue) string {
	var b strings.Builder
	for n := range 3 + i.r.IntN(4) {
		fmt.Fprintf(&b, "%d. %s\n", n+1, i.text(t, 15))
	}
	return b.String()
}

func (i *inventor) text(t *tongue, words int) string {
	var b strings.Builder
	b.Grow(words * 9)
	t.words.write(&b, i.r, words)
	if i.r.IntN(4) == 0 {
		b.WriteByte(' ')
		b.WriteString(i.particular())
	}
	return b.String()
}

// particular is something that stands in few tickets: a serial number, a host,
// an address, a code.
func (i *inventor) particular() string {
	r := i.r
	switch r.IntN(8) {
	case 0:
		return "S/N " + i.serial()
	case 1:
		return fmt.Sprintf("IP 10.%d.%d.%d", r.IntN(40), r.IntN(256), r.IntN(256))
	case 2:
		return fmt.Sprintf("0x%08X", 0x80070000+r.IntN(4000))
	case 3:
		return fmt.Sprintf("PC-%s-%04d", pick(r, []string{"MAD", "BCN", "LON", "VLC"}), r.IntN(10000))
	case 4:
		return fmt.Sprintf("%s %d", pick(r, streets), 1+r.IntN(200))
	case 5:
		return fmt.Sprintf("KB%d", 5000000+r.IntN(60000))
	case 6:
		return pick(r, []string{"C++ 2022", "C# 12", ".NET 8", "x-y.cfg", "100 %"})
	}
	return i.phone()
}

func (i *inventor) serial() string {
	const signs = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	raw := []byte("XX0-XXXXXX")
	for at, c := range raw {
		if c != '-' {
			raw[at] = signs[i.r.IntN(len(signs))]
		}
	}
	return string(raw)
}

// model is a made-up model of a device.
func (i *inventor) model() string {
	return fmt.Sprintf("%s%d", pick(i.r, []string{"LX", "M", "ProDesk ", "T", "OfficeJet ", "C"}), 100+10*i.r.IntN(60))
}
