"""`python -m responsibility` is the command `responsibility`."""

from __future__ import annotations

from responsibility.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
