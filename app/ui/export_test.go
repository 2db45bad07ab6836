package ui

import "firstline/data"

// NewTestThumb is a tile without a desk.
func NewTestThumb(a data.Attachment, size string) *Thumb { return newThumb(a, size, nil) }

// HasPicture says whether the picture of a tile has been read.
func HasPicture(t *Thumb) bool { return t.picture != nil }
