"""Tables: items and clauses that stand in rows and columns."""
