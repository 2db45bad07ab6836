package settings

import (
	"reflect"

	"firstline/data"
)

// side is whose value counts if both sides have changed a setting.
type side bool

const (
	mine   side = true
	theirs side = false
)

// same says whether two settings say the same.
func same(a, b data.Settings) bool { return reflect.DeepEqual(data.FieldsOf(a), data.FieldsOf(b)) }

// merge joins the changes to base that were made here (my) and elsewhere (their). both names
// the settings that both sides changed, and differently; for those, which decides.
func merge(base, my, their data.Settings, which side) (merged data.Settings, both []string) {
	old, here, there := data.AllFieldsOf(base), data.AllFieldsOf(my), data.AllFieldsOf(their)
	for _, name := range data.FieldNames(base) {
		was, i, they := string(old[name]), string(here[name]), string(there[name])
		if i == was {
			here[name] = there[name]
			continue
		}
		if they != was && they != i {
			both = append(both, name)
			if which == theirs {
				here[name] = there[name]
			}
		}
	}
	data.Fill(&merged, here)
	return merged, both
}
