package words

import (
	"math"
	"strconv"
	"strings"
)

// Number writes a whole number in groups of three digits: 1,234 in English; 12.345 in
// Spanish, but 1234, because four digits stay together there (RAE, CLDR).
func (p *Printer) Number(n int) string {
	digits, sign := strconv.Itoa(n), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	if len(digits) < p.form.GroupedFrom {
		return sign + digits
	}
	head := (len(digits)-1)%3 + 1
	var b strings.Builder
	b.WriteString(sign + digits[:head])
	for ; head < len(digits); head += 3 {
		b.WriteString(p.form.Thousands + digits[head:head+3])
	}
	return b.String()
}

// Size writes a number of bytes: 512 B, 1.2 MB. A kB is 1024 bytes, as in the file managers
// people compare with and as in the desk's limits (50 MB is 50 << 20). Below ten there is
// one decimal, where it matters.
func (p *Printer) Size(bytes int64) string {
	if bytes < 0 {
		return "-" + p.Size(-max(bytes, -math.MaxInt64)) // the least int64 has no opposite
	}
	if bytes < 1000 {
		return strconv.FormatInt(bytes, 10) + " " + p.form.Byte
	}
	units := []string{"k", "M", "G", "T", "P", "E"}
	size, unit := float64(bytes)/1024, 0
	for size >= 999.5 && unit < len(units)-1 {
		size, unit = size/1024, unit+1
	}
	decimals := 0
	if size < 9.95 {
		decimals = 1
	}
	number := strings.TrimSuffix(strconv.FormatFloat(size, 'f', decimals, 64), ".0")
	return strings.Replace(number, ".", p.form.Decimal, 1) + " " + units[unit] + p.form.Byte
}
