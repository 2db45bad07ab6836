package mail

import "bytes"

// signedContent takes the message out of an S/MIME part that is signed and opaque (RFC 8551,
// 3.5.2). The signature is not checked: the readable rest is what is wanted. Encrypted
// parts stay closed.
func signedContent(ber []byte) (message []byte, ok bool) {
	var (
		signedData = []byte{0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02}
		data       = []byte{0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01}
	)
	head := ber[:min(len(ber), 500)]
	if !bytes.Contains(head, signedData) {
		return nil, false
	}
	at := bytes.Index(head, data)
	if at < 0 {
		return nil, false
	}
	tag, inner, _, ok := cutBER(ber[at+len(data):])
	if !ok || tag != 0xa0 {
		return nil, false
	}
	var content []byte
	octets(inner, 0, &content)
	return content, len(content) > 0
}

// cutBER takes a value off the beginning: its tag, what is in it (all the rest if its length
// is not given) and what follows.
func cutBER(ber []byte) (tag byte, inner, rest []byte, ok bool) {
	if len(ber) < 2 {
		return 0, nil, nil, false
	}
	tag, size, ber := ber[0], int(ber[1]), ber[2:]
	if size == 0x80 {
		return tag, ber, nil, true
	}
	if size > 0x80 {
		n := size - 0x80
		if n > 4 || n > len(ber) {
			return 0, nil, nil, false
		}
		size = 0
		for _, c := range ber[:n] {
			size = size<<8 | int(c)
		}
		ber = ber[n:]
	}
	size = min(size, len(ber))
	return tag, ber[:size], ber[size:], true
}

// octets collects the pieces of an octet string, and gives what follows.
func octets(ber []byte, depth int, content *[]byte) []byte {
	const deepest = 5
	for len(ber) >= 2 && depth < deepest {
		open := ber[1] == 0x80
		tag, inner, rest, ok := cutBER(ber)
		switch {
		case !ok || tag == 0 && len(inner) == 0: // which ends a string without a length
			return rest
		case tag == 0x04:
			*content = append(*content, inner...)
			ber = rest
		case tag == 0x24:
			after := octets(inner, depth+1, content)
			if ber = rest; open {
				ber = after
			}
		default:
			return nil
		}
	}
	return nil
}
