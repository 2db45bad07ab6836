# Two commands do everything on a fresh machine:
#   make run    installs what is missing, builds, opens the desk
#   make test   installs what the tests need and runs all of them

# FTS5 is SQLite's full-text search; x11 keeps Fyne off Wayland, where 2.8 draws
# lists wrongly.
TAGS := sqlite_fts5
ifeq ($(shell uname -s),Linux)
TAGS := sqlite_fts5,x11
endif
export GOFLAGS := $(GOFLAGS) -tags=$(TAGS)
export GOTOOLCHAIN ?= auto

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: run build test lint race release install accessible clean

run: build
	./bin/firstline

build:
	@sh .ci/install build
	go build -o bin/firstline .

test:
	@sh .ci/install test
	@$(MAKE) --no-print-directory lint
	go test ./...

lint:
	@unformatted=$$(gofmt -l main.go app data assets); test -z "$$unformatted" || { echo "gofmt would change: $$unformatted"; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...

# What the race detector says of everything that runs beside the UI.
race:
	go test -race ./data/...

# A program to give away: stripped, without the thread checks of development.
release:
	@sh .ci/install build
	GOFLAGS= go build -trimpath -ldflags "-s -w" -tags $(TAGS),migrated_fynedo,release -o bin/firstline .

# For the person who builds it: the program, its icon, its place in the menu, and
# firstline: links. PREFIX=/usr/local for everybody.
PREFIX ?= $(HOME)/.local
install: release
	install -Dm755 bin/firstline $(DESTDIR)$(PREFIX)/bin/firstline
	install -Dm644 assets/icon.png $(DESTDIR)$(PREFIX)/share/icons/hicolor/256x256/apps/app.firstline.Desk.png
	install -Dm644 assets/firstline.desktop $(DESTDIR)$(PREFIX)/share/applications/app.firstline.Desk.desktop
	-update-desktop-database $(DESTDIR)$(PREFIX)/share/applications 2>/dev/null

# The program as Windows and macOS have it read by a screen reader; Fyne reads
# nothing to anyone on Linux yet.
accessible:
	GOFLAGS= go build -trimpath -ldflags "-s -w" -tags $(TAGS),migrated_fynedo,release,accessibility -o bin/firstline .

clean:
	rm -rf bin
