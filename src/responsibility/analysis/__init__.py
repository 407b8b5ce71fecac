"""Analysis: what a plan means; one question a file, pure, tables with declared columns."""

from responsibility.analysis.answer import Analysis, analyze
from responsibility.analysis.rules import RULES
from responsibility.analysis.summary import Sentence, speak

__all__ = ["RULES", "Analysis", "Sentence", "analyze", "speak"]
