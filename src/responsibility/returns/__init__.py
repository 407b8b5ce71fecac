"""Returns: returned workbooks to answers, by identity and never by position.

`read_return` reads one file, `take_return` the same without ever raising, `gather_returns` puts the files of a period
together. The only room that imports openpyxl.
"""

from responsibility.returns.answers import FormEntry, Misfit, Refusal, Return, Unplaced, Word
from responsibility.returns.gathering import Collection, gather_returns
from responsibility.returns.issued import Issued, view_issued
from responsibility.returns.placing import PLACED, Placing, parse_placed, place_by_hand
from responsibility.returns.reading import read_return, take_return

__all__ = [
    "PLACED",
    "Collection",
    "FormEntry",
    "Issued",
    "Misfit",
    "Placing",
    "Refusal",
    "Return",
    "Unplaced",
    "Word",
    "gather_returns",
    "parse_placed",
    "place_by_hand",
    "read_return",
    "take_return",
    "view_issued",
]
