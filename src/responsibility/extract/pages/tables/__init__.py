"""Tables: those that stand on a page, told by rules or by where their words stand, and what a page end cut of them."""
