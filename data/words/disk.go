//go:build !windows

package words

import "syscall"

// diskFull are the errors of a disk, or a person's share of it, without room.
var diskFull = []error{syscall.ENOSPC, syscall.EDQUOT}
