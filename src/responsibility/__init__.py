"""From a work plan notice to its responsibility matrix, workloads, task sheets and diagrams."""

from __future__ import annotations

__version__ = "0.1.0"
