package settings

import (
	"os"
	"path/filepath"
	"strings"
)

// place is what kind of folder a desk would lie in.
type place string

// The places. Syncing damages a database that is in use, and locks cannot be relied on over
// a network (measured).
const (
	local   place = ""
	synced  place = "synced"
	network place = "network"
)

// syncedNames are how the names of folders begin that programs keep in sync.
var syncedNames = []string{"onedrive", "dropbox", "icloud", "mobile documents", "cloudstorage", "google drive", "googledrive", "nextcloud",
	"owncloud", "pcloud", "megasync", "syncthing", "seafile", "box sync", "tresorit"}

// networkRoots are where network shares are customarily mounted.
var networkRoots = []string{"/mnt/", "/net/", "/media/sf_", "/volumes/", "/run/user/"}

// networkTypes are the types of file systems on other computers.
var networkTypes = map[string]bool{"nfs": true, "nfs4": true, "cifs": true, "smb3": true, "smbfs": true, "9p": true, "afs": true, "ceph": true,
	"davfs": true, "fuse.davfs2": true, "fuse.sshfs": true, "fuse.rclone": true, "fuse.gvfsd-fuse": true, "vboxsf": true, "fuse.vmhgfs-fuse": true}

// judge says what kind of folder a path leads to. mounts is the system's table of mounts as
// Linux writes it; if there is none, "", the names alone decide.
func judge(dir, mounts string) place {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	plain := strings.ToLower(strings.ReplaceAll(dir, `\`, "/"))
	for _, part := range strings.Split(plain, "/") {
		for _, name := range syncedNames {
			if strings.HasPrefix(part, name) {
				return synced
			}
		}
	}
	if strings.HasPrefix(plain, "//") {
		return network
	}
	if kind, known := mountedAs(dir, mounts); known {
		if networkTypes[kind] {
			return network
		}
		return local
	}
	for _, root := range networkRoots {
		if strings.HasPrefix(plain+"/", root) {
			return network
		}
	}
	return local
}

// mountedAs gives the type of the file system that a path lies on: that of the nearest mount
// above it. The root says nothing.
func mountedAs(dir, mounts string) (kind string, known bool) {
	longest := 1
	for _, line := range strings.Split(mounts, "\n") {
		f := strings.Fields(line)
		if len(f) < 3 {
			continue
		}
		point := strings.ReplaceAll(f[1], `\040`, " ")
		if len(point) >= longest && point != "/" && strings.HasPrefix(dir+"/", point+"/") {
			longest, kind, known = len(point), f[2], true
		}
	}
	return kind, known
}

// systemMounts reads the table of mounts.
func systemMounts() string {
	raw, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		return "" // not Linux
	}
	return string(raw)
}
