package bench

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// weigh notes how much memory the process holds.
func (m *meter) weigh() { m.weights = append(m.weights, resident()) }

// memory tells how much the process held after each part so far, and what the
// desk takes on the disk.
func (m *meter) memory() error {
	m.add("memory.desk", Megabytes, m.weights, "")
	var size int64
	root, err := filepath.EvalSymlinks(m.dir)
	if err != nil {
		return err
	}
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	m.add("size.disk", Megabytes, []float64{float64(size) / 1e6}, "")
	return err
}

// resident gives the megabytes the process holds in memory: as Linux counts
// them, elsewhere what Go knows of, which SQLite's pages are not part of.
func resident() float64 {
	raw, err := os.ReadFile("/proc/self/statm")
	if fields := strings.Fields(string(raw)); err == nil && len(fields) > 1 {
		if pages, err := strconv.Atoi(fields[1]); err == nil {
			return float64(pages) * float64(os.Getpagesize()) / 1e6
		}
	}
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return float64(s.Sys) / 1e6
}
