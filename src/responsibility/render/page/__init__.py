"""Page: a PageView to one self-contained index.html."""

from __future__ import annotations

from responsibility.render.page.document import render_page

__all__ = ["render_page"]
