"""The version of this software: wheel, `ssj --version` and every record say the same."""

from __future__ import annotations

__version__ = "0.2.0"
