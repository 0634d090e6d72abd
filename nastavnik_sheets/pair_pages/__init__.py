"""How the pairs are doing: a page of one pair, and all pairs at a glance, drawn anew each time they are asked for."""
