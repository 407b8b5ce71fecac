"""Desk: the office's work in a browser: drop the notice, settle what is open, issue, take the sheets back.

In: a matrix folder. Out: the same files that people write by hand, and the outputs that the verbs make. Nothing is kept
elsewhere: what the desk knows is in those files.
"""
