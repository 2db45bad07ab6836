package data

// ResolutionCode says how a ticket ended. The list is short on purpose; tickets closed
// as "other" need a note, and are worth a look every month.
type ResolutionCode string

// Choices lists the resolution codes.
func (ResolutionCode) Choices() []string {
	return []string{"solved_permanent", "solved_workaround", "solved_restart", "solved_configuration",
		"solved_replacement", "solved_guidance", "solved_by_user", "solved_third_party",
		"unresolved_no_contact", "unresolved_known_error", "not_reproducible", "no_fault_found",
		"duplicate", "out_of_scope", "cancelled", "other"}
}
