"""Clauses: who is named as responsible, and in which role, as far as the words say."""
