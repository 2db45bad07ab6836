//go:build !sqlite_fts5 && !fts5

package store

// SQLite's full-text search is compiled in only on request. Without it the desk
// could not be opened, so the build stops here, with the name of what is
// missing in its message.
var _ = build_with_tags_sqlite_fts5_please_run_make
