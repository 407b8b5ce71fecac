"""Paths: file names that Windows, macOS and Linux all take.

In: words a person wrote. Out: a name that stays inside its folder, never empty, never reserved.
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")
_LONGEST = 60  # characters; with folder, number and ending well under Windows' 260 and Linux's 255 bytes
_BYTES = 180


def safe_name(words: str) -> str:
    """Turn words into one part of a file name.

    Control and direction marks go, signs that Windows forbids become full-width, leading . - ~ and trailing dots
    and spaces go, device names get a _ in front.

    >>> safe_name("../市局: a?"), safe_name("CON"), safe_name("")
    ('／市局： a？', '_CON', '_')
    """
    composed = unicodedata.normalize("NFC", words)
    kept = "".join(char for char in composed if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co"))
    name = kept.translate(_SIGNS).lstrip(".-~ ")[:_LONGEST]
    name = name.encode()[:_BYTES].decode(errors="ignore").rstrip(". ")
    return f"_{name}" if not name or _RESERVED.match(name) else name
