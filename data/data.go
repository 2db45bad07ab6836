// Package data holds the nouns of the desk: tickets, contacts, activities,
// articles, escalations, attachments and letters. They are plain values made
// from the standard library; the packages below this one make them durable,
// findable and readable.
//
// The words follow ITIL and KCS v6. Times are UTC, durations whole seconds.
package data
