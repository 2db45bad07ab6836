package words_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"firstline/data/words"
)

// TestCodeSaysOnlyWhatIsWritten walks the program and looks up every key it
// names in so many words. Keys put together from parts must at least begin like
// one that is there.
func TestCodeSaysOnlyWhatIsWritten(t *testing.T) {
	code := walk(t, "../..")
	if len(code.keys) < 20 {
		t.Fatalf("only %d keys found: is the program where it was?", len(code.keys))
	}
	for _, lang := range words.Bases() {
		table := sentences(t, lang)
		for key, at := range code.keys {
			if _, ok := table[key]; !ok {
				t.Errorf("%s: %s has no sentence (%s)", lang, key, at)
			}
		}
		rooms := map[string]bool{}
		for key := range table {
			room, _, _ := strings.Cut(key, ".")
			rooms[room] = true
		}
		for key, at := range code.hints {
			room, _, _ := strings.Cut(key, ".")
			_, said := table[key]
			_, done := table["action."+key]
			_, field := table["field."+key[strings.LastIndexByte(key, '.')+1:]] // "mail.host" is a setting
			if rooms[room] && !said && !done && !field {
				t.Errorf("%s: %s looks like a key and has no sentence (%s)", lang, key, at)
			}
		}
		for prefix, at := range code.prefixes {
			found := false
			for key := range table {
				found = found || strings.HasPrefix(key, prefix)
			}
			if !found {
				t.Errorf("%s: nothing begins with %s (%s)", lang, prefix, at)
			}
		}
	}
}

// speech is what a program says: whole keys, beginnings of keys, and texts that
// look like keys (they may stand in a table), each with a place where it is
// said.
type speech struct {
	fset                  *token.FileSet
	keys, prefixes, hints map[string]token.Position
}

var keyLike = regexp.MustCompile(`^[a-z_]+(\.[a-z0-9_]+)+$`)

func walk(t *testing.T, root string) speech {
	t.Helper()
	code := speech{token.NewFileSet(), map[string]token.Position{}, map[string]token.Position{}, map[string]token.Position{}}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() != ".." && strings.HasPrefix(entry.Name(), "."):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(code.fset, path, nil, 0)
		if err != nil {
			return fmt.Errorf("parse %s: %w", path, err)
		}
		code.read(file, strings.Contains(path, "/app/") || strings.Contains(path, "/data/mail/") || strings.Contains(path, "/data/report/"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// read notes what one file says; speaks is whether it is of a package whose
// texts people read.
func (code speech) read(file *ast.File, speaks bool) {
	packages := map[string]bool{} // strings.Count is no sentence
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		packages[path[strings.LastIndexByte(path, '/')+1:]] = true
	}
	rooms := roomTypes(file)
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.CallExpr:
			code.call(n, packages)
		case *ast.BasicLit:
			if s, ok := text(n); ok && speaks && keyLike.MatchString(s) {
				code.hints[s] = code.fset.Position(n.Pos())
			}
		case *ast.CompositeLit:
			code.literal(n, typeName(n.Type))
		case *ast.FuncDecl: // func (r *Room) Name() string { return "queue" }
			if rooms[receiver(n)] && n.Name.Name == "Name" && len(n.Body.List) == 1 {
				if ret, ok := n.Body.List[0].(*ast.ReturnStmt); ok && len(ret.Results) == 1 {
					code.say("room.", ret.Results[0])
				}
			}
		case *ast.ValueSpec: // const Ticket Menu = "ticket"
			if typeName(n.Type) == "Menu" && file.Name.Name == "action" {
				for _, value := range n.Values {
					code.say("menu.", value)
				}
			}
		}
		return true
	})
}

func (code speech) call(call *ast.CallExpr, packages map[string]bool) {
	var name string
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
		if x, ok := f.X.(*ast.Ident); ok && packages[x.Name] && name != "Fault" {
			return
		}
	}
	args := call.Args
	switch {
	case (name == "Say" || name == "Count") && len(args) > 0:
		code.say("", args[0])
	case name == "Field" && len(args) == 1:
		code.say("field.", args[0])
	case name == "Choice" && len(args) == 2:
		kind, ok := text(args[0])
		if !ok || kind == "language" { // it is named in its own words
			return
		}
		if value, ok := text(args[1]); ok {
			code.keys["choice."+kind+"."+value] = code.fset.Position(call.Pos())
			return
		}
		code.prefixes["choice."+kind+"."] = code.fset.Position(call.Pos())
	case name == "Fault" && len(args) > 1:
		if field, ok := text(args[0]); ok && field != "" {
			code.say("field.", args[0])
		}
		code.say("problem.", args[1])
	}
}

// literal reads the keys in action.Action{ID: …}, data.Problem{Key: …} and
// desk.Undone{Key: …}, alone or in a list that names their type once.
func (code speech) literal(lit *ast.CompositeLit, name string) {
	if array, ok := lit.Type.(*ast.ArrayType); ok {
		for _, element := range lit.Elts {
			if inner, ok := element.(*ast.CompositeLit); ok && inner.Type == nil {
				code.literal(inner, typeName(array.Elt))
			}
		}
		return
	}
	wanted := map[string][2]string{"Action": {"ID", "action."}, "Problem": {"Key", "problem."}, "Undone": {"Key", "undone."}}[name]
	for i, element := range lit.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			if i == 0 && wanted[1] != "" {
				code.say(wanted[1], element)
			}
			continue
		}
		if key, ok := pair.Key.(*ast.Ident); ok && key.Name == wanted[0] {
			code.say(wanted[1], pair.Value)
		}
	}
}

// say notes a key given as a literal, or the beginning of one put together.
func (code speech) say(prefix string, key ast.Expr) {
	if s, ok := text(key); ok {
		code.keys[prefix+s] = code.fset.Position(key.Pos())
		return
	}
	for {
		sum, ok := key.(*ast.BinaryExpr)
		if !ok || sum.Op != token.ADD {
			break
		}
		key = sum.X
		if s, ok := text(key); ok {
			code.prefixes[prefix+s] = code.fset.Position(key.Pos())
		}
	}
}

// roomTypes are the types of a file that can be entered and left as rooms are.
func roomTypes(file *ast.File) map[string]bool {
	rooms := map[string]bool{}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == "Enter" {
			rooms[receiver(f)] = true
		}
	}
	delete(rooms, "")
	return rooms
}

func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	return typeName(f.Recv.List[0].Type)
}

// typeName is the last name of a type: Action for *action.Action.
func typeName(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.StarExpr:
		return typeName(e.X)
	}
	return ""
}

func text(expr ast.Expr) (string, bool) {
	lit, ok := expr.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}
