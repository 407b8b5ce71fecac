"""Analysis: what a plan means; one question a file, pure, tables with declared columns."""

from responsibility.analysis.plan.answer import Analysis, analyze
from responsibility.analysis.plan.summary import Sentence, speak

__all__ = ["Analysis", "Sentence", "analyze", "speak"]
