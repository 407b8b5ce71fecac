"""Analysis: what a plan means; one question a file, pure, tables with declared columns."""

from responsibility.analysis.answer import Analysis, analyze

__all__ = ["Analysis", "analyze"]
