"""Whether the first bytes of a file are ninjs: by the names of the members that its first object has."""

from __future__ import annotations

import json
import re

# `standard` (1.3 and later; `$standard` in 1.x) names ninjs, or a provider's profile of it such as TTNINJS.
_STANDARD = re.compile(r'"\$?standard"\s{0,20}:\s{0,20}\{[^{}]{0,600}ninjs', re.IGNORECASE)

# Members that are the standard's own; `uri`, `type`, `title`, `headline`, `language` and the like are
# anybody's. In lower case: 3.x writes some in camel case.
_OWN = frozenset(
    "representationtype firstcreated versioncreated contentcreated embargoed embargoeduntil pubstatus "
    "copyrightholder copyrightnotice usageterms ednote infosource infosources altids rightsinfo slugline "
    "trustindicator trustindicators headlines bodies descriptions renditions associations "
    "eventdetails plannedcoverage body_text body_xhtml body_html body_html5 body_nitf description_text "
    "description_xhtml description_html".split()
)
_TYPES = frozenset("text audio video picture graphic composite component event planning".split())

# The tokens that tell at which depth a name stands. A text that is cut by the end of the bytes is the last.
_TOKEN = re.compile(
    r'"(?P<text>[^"\\]*(?:\\.[^"\\]*)*)(?:"(?P<name>\s*:)?|\\?\Z)|(?P<open>[{\[])|(?P<close>[}\]])', re.DOTALL
)
_TYPE = re.compile(r'\s*"([^"\\]{1,40})"')
_START = re.compile(r"\s*(?:\[\s*)?\{")


def sniff(head: bytes) -> bool:
    """Whether these first bytes are of a ninjs object, an array of them, or JSON Lines of them.

    Claimed where the object names ninjs as its standard; or has a `uri` and one more member that is the
    standard's own; or, its `uri` being further on, three of them.
    """
    text = head.decode(json.detect_encoding(head), "ignore").lstrip("\ufeff")
    if not _START.match(text):
        return False
    names = _names(text)
    if "record_id" in names:  # newswire's own export as JSON Lines
        return False
    own = len(_OWN & names.keys())
    if "uri" in names:
        return own > 0 or _names_standard(text, names)
    return own > 2 or (own > 1 and names.get("type") in _TYPES) or _names_standard(text, names)


def _names_standard(text: str, names: dict[str, str]) -> bool:
    return ("standard" in names or "$standard" in names) and _STANDARD.search(text) is not None


def _names(text: str) -> dict[str, str]:
    """Names of the first object's members, in lower case; that of `type` with its value."""
    depth = 0
    top = 2 if text.lstrip().startswith("[") else 1
    names: dict[str, str] = {}
    for match in _TOKEN.finditer(text):
        if match["open"]:
            depth += 1
        elif match["close"]:
            depth -= 1
            if depth < top:
                break
        elif match["name"] and depth == top:
            value = _TYPE.match(text, match.end()) if match["text"] == "type" else None
            names[match["text"].lower()] = value[1] if value else ""
    return names
