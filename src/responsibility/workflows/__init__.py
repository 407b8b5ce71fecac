"""Workflows: each joins the rooms below into one thing an office does: report, collect, compare."""
