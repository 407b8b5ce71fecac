"""Markup: text that stays text inside HTML and inside a script's data.

Everything a notice or a registry says passes through `escape`; everything that is already markup is a `str`
returned by `element`. Control and direction signs, which could hide or turn words, show as U+FFFD.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_PLAIN = re.compile(r"[\w.#:%/-]+", re.ASCII)
_VOID = frozenset({"meta", "input", "br", "col"})
_OPEN = frozenset({"li", "td", "th", "tr", "thead", "tbody", "tfoot", "option"})  # HTML ends these by itself


def escape(text: object) -> str:
    """Return text as it may stand in content or in a quoted attribute.

    >>> escape('</script>"')
    '&lt;/script&gt;&quot;'
    """
    return html.escape(_UNSEEN.sub("\ufffd", str(text)), quote=True)


def attribute(name: str) -> str:
    """Turn a Python keyword into an attribute's name: class_ to class, data_unit to data-unit."""
    return name.rstrip("_").replace("_", "-")


def _quote(value: str) -> str:
    """Quote a value unless it is plain, as HTML allows; thousands of marks make a page heavy."""
    return value if _PLAIN.fullmatch(value) and not value.endswith("/") else f'"{escape(value)}"'


def element(tag: str, /, *content: str, **attributes: object) -> str:
    """Build an element; content is markup, attributes are text. True gives a bare attribute, None and False none."""
    words = [tag]
    for name, value in attributes.items():
        if value is True:
            words.append(attribute(name))
        elif value is not None and value is not False:
            words.append(f"{attribute(name)}={_quote(str(value))}")
    end = "" if tag in _VOID or tag in _OPEN else f"</{tag}>"
    return f"<{' '.join(words)}>{''.join(content)}{end}"


def name_of(text: str, /, tag: str = "bdi", **attributes: object) -> str:
    """Wrap a name from outside so that it cannot turn the words around it."""
    return element(tag, escape(text), **attributes)


_JSON_SIGNS = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script_json(value: Mapping[str, object]) -> str:
    """JSON that cannot end the script it stands in.

    Raises ValueError for NaN or infinity, which are not JSON.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSEEN.sub("\ufffd", re.sub("[<>&\u2028\u2029]", lambda sign: _JSON_SIGNS[sign.group()], text))
