"""JSON that may stand inside a `<script>` element, whatever its texts hold."""

from __future__ import annotations

import json
from typing import Any, Final

__all__ = ["embedded"]

# HTML reads nothing but '</script' and '<!--' inside a script element; with no '<' there is neither.
_ESCAPES: Final = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def embedded(data: Any) -> str:
    """The JSON text of plain data, with `<`, `>` and `&` as escapes."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
