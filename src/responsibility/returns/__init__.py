"""Returns: returned workbooks to answers, by identity and never by position.

`read_return` reads one file, `take_return` the same without ever raising, `gather_returns` puts the files of a period
together. The only room that imports openpyxl.
"""

from responsibility.returns.answers import FormEntry, Misfit, Refusal, Return, Unplaced, Word
from responsibility.returns.gathering import Collection, gather_returns
from responsibility.returns.issued import Issued, view_issued
from responsibility.returns.reading import read_return, take_return

__all__ = [
    "Collection",
    "FormEntry",
    "Issued",
    "Misfit",
    "Refusal",
    "Return",
    "Unplaced",
    "Word",
    "gather_returns",
    "read_return",
    "take_return",
    "view_issued",
]
