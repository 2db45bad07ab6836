package cli

import (
	"firstline/data/desk"
)

func merge(c *call) error {
	if err := c.parse(2, 2); err != nil {
		return err
	}
	t, err := c.desk.MergeTickets(c.ctx, c.args[0], c.args[1])
	if err != nil {
		return err
	}
	return c.ticket(t)
}

// later declares --later: which of two tickets or contacts keeps what came after the merge.
func (c *call) later() *desk.Later {
	later := desk.LaterThere
	oneOf(c, "later", &later, []string{string(desk.LaterHere), string(desk.LaterThere)})
	return &later
}

func unmerge(c *call) error {
	later := c.later()
	if err := c.parse(1, 1); err != nil {
		return err
	}
	t, err := c.desk.UnmergeTicket(c.ctx, c.args[0], *later)
	if err != nil {
		return err
	}
	return c.ticket(t)
}
