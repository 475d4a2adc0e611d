"""The text of an old wire's message to clean paragraphs; what is not the story's taken off its end.

Contract: nothing here fails; what is not recognised stays in the body.
"""

from __future__ import annotations

import re
from collections import deque
from typing import Final, NamedTuple

from transforms.formats._tables import aligned
from transforms.formats._text import clean, paragraphs
from transforms.formats._wire import DC1, DC2
from transforms.formats._wire_takes import split_more

__all__ = ["Ending", "ap_typography", "group", "split_end", "to_paragraphs"]

# DC2 begins tabular matter and DC1 ends it (ANPA 1312, format identifiers); dpa's English service prints
# '<#>' before and after a table (its stylebook, "Tables").
_TABLE_MARK: Final = re.compile(f"(?P<begin>{DC2})|(?P<end>{DC1})|(?m:^)[ \t]*(?P<either><#>)[ \t]*(?m:$)")
_FORCED_END: Final = re.compile(r"(?:<|=(?<=[\w.!?\"']=))[ \t]*(?=\n|\Z)")

# AP's typing: ``quotes'', ' _ ' for a dash, '_' before an item of a list.
_QUOTES: Final = re.compile("``|''")
_DASH: Final = re.compile(r"_(?<=\s_)(?=\s)")
_ANY_ITEM: Final = re.compile(r"_(?=[^\s_])")
_ITEM: Final = re.compile(r"(?m)^([ \t]*)_(?=[^\s_])")

# The section after a story that is for editors: '# Notizblock', '# Notebook', '* * * *' before contacts.
_NOTEBOOK: Final = re.compile(
    r"(?mi)^[ \t]*(?:(?P<sure>#{1,2} ?(?:notizblock|notebook|redaktionelle[rn]? hinweise?|bloc-notes|cuaderno"
    r"|service)\b"
    r"|(?:dpa-|apa-)?notizblock[ \t]*$)|(?P<rule>(?:\*[ \t]*){3,})$)"
)
_CONTACT: Final = re.compile(
    r"@|\+\d\d[ \d(/]|\btel(?:\.|efon|ephone)?\b|\bkontakte?\b|\bcontacts?\b|\bredaktion\b|\bautor(?:in)?:"
    r"|\bauthor:|\beditors?:|not for publication|nicht zur ver",
    re.IGNORECASE,
)
# What ends a story: '--AFP--', '-0-', 'ENDS', '(END)'; initials 'abc/def/gh', 'dpa ab yydd n1 cd'; and the
# time group once more in the text: 'AFP 121432 GMT MAR 26', 'AP-NY-03-12-26 1432GMT'.
_SIGNATURE: Final = re.compile(
    r"(?P<agency>--? ?(?P<name>[A-Za-z]{2,8}) ?--?)"
    r"|(?P<end>[-(= ]*(?:0|30|ends?|ende|fin|fine|END ?ITEM)[-)= ]*)"
    r"|(?P<initials>[a-z]{2,5}(?:[/-][a-z]{1,5}\d?){1,6}"
    r"|(?P<sign>[a-z]{3,5}(?:-[a-z]{2,3})?)(?: [a-z]{1,5}\d?(?:/[a-z]{1,5}\d?)?){1,7})"
    r"|(?P<group>(?:(?P<who>[A-Za-z]{2,8}) )?\d{6} ?(?:[A-Z]{1,5})? [^\W\d_]{3,9}\.? ?(?:\d{4}|\d\d))"
    r"|(?P<anpa>(?P<ap>[A-Z]{2,5})-(?P<bureau>[A-Z]{1,4})-\d\d-\d\d-\d\d(?: \d{4} ?[A-Z]{0,4})?)"
)
_MOST_LINES: Final = 4
_LONGEST_SIGNATURE: Final = 80
_LONGEST_NOTEBOOK: Final = 2000
_MOST_RULES: Final = 8


class Ending(NamedTuple):
    """What stood at the end of a text and is not the story's."""

    signatures: tuple[str, ...] = ()
    agency: str = ""
    group: str = ""  # a time group within the text
    notebook: str = ""
    bureau: str = ""  # of an AP time group: 'NY'


def split_end(text: str) -> tuple[str, Ending, bool]:
    """(text without its ending, the ending, whether more follows); 'MORE' may stand before or after it."""
    text, after = _split_ending(text)
    text, more = split_more(text)
    text, before = _split_ending(text) if more else (text, Ending())
    return text, (after if after != Ending() else before), more


def _split_ending(text: str) -> tuple[str, Ending]:
    """(text without notebook and signatures, what they were); either may stand first."""
    text, found = _split_signatures(text.rstrip())
    text, notebook = _split_notebook(text)
    if notebook:
        text, before = _split_signatures(text)
        found += before
    return text, _ending(found, notebook)


def _split_signatures(text: str) -> tuple[str, list[re.Match[str]]]:
    """(text without the signature lines at its end, those lines from the last on)."""
    found: list[re.Match[str]] = []
    while len(found) < _MOST_LINES:
        head, _, line = text.rpartition("\n")
        match = _SIGNATURE.fullmatch(clean(line).strip(" \t<=")) if len(line) <= _LONGEST_SIGNATURE else None
        if not match or not head:
            break
        found.append(match)
        text = head.rstrip()
    return text, found


def _ending(found: list[re.Match[str]], notebook: str) -> Ending:
    names = [match["name"] or match["who"] or match["ap"] or "" for match in found]
    groups = [match["group"] or match["anpa"] or "" for match in found]
    lines = [match[0].strip() for match in reversed(found) if not (match["group"] or match["anpa"])]
    bureaus = [match["bureau"] or "" for match in found]
    agency, time, bureau = (next(filter(None, values), "") for values in (names, groups, bureaus))
    return Ending(tuple(lines), agency, time, notebook, bureau)


def group(line: str) -> Ending:
    """The trailer line, its time group and the agency that it names, by the same forms."""
    match = _SIGNATURE.fullmatch(" ".join(line.split()).strip(" <="))
    return _ending([match], "") if match else Ending()


def _split_notebook(text: str) -> tuple[str, str]:
    """(text, its notebook): from the first sure sign of one, or the last row of asterisks before contacts."""
    if "#" not in text and "* *" not in text and "***" not in text and "otizblock" not in text:
        return text, ""
    rules: deque[re.Match[str]] = deque(maxlen=_MOST_RULES)
    start = 0
    for match in _NOTEBOOK.finditer(text):
        if match["sure"]:
            start = match.start()
            break
        rules.append(match)
    # A row of asterisks also parts the sections of a story: contacts, soon after, tell.
    while rules and not start:
        rule = rules.pop()
        start = rule.start() if _CONTACT.search(text, rule.end(), rule.end() + _LONGEST_NOTEBOOK) else 0
    if not start:
        return text, ""
    lines = (line.strip() for line in clean(text[start:]).split("\n"))
    return text[:start].rstrip(), "\n".join(line for line in lines if line)


def to_paragraphs(text: str, *, tabular: bool = False, indent: bool | None = None) -> str:
    """Clean paragraphs; what stands between table marks keeps its lines, all of it where `tabular`."""
    if tabular:
        return _verbatim(text)
    if DC2 not in text and "<#>" not in text:
        return paragraphs(text.replace(DC1, ""), indent=indent)
    blocks, at, inside = [], 0, False
    for match in [*_TABLE_MARK.finditer(text), None]:
        part = text[at : match.start() if match else len(text)]
        blocks.append(_verbatim(part) if inside else paragraphs(part, indent=indent))
        if match:
            at = match.end()
            inside = not inside if match["either"] else match["begin"] is not None
    return "\n\n".join(block for block in blocks if block)


def _verbatim(text: str) -> str:
    """Lines as they stand; blank lines part blocks."""
    lines = [line.rstrip().removesuffix("<").rstrip() for line in clean(text).expandtabs(8).split("\n")]
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return "\n\n".join(aligned(block) for block in blocks if block)


def ap_typography(text: str) -> str:
    """AP's typing to plain marks: quotes, dashes; a line's forced end '<' or '=' to a paragraph's end."""
    if "<" in text or "=" in text:
        text = _FORCED_END.sub("\n", text)
    if "``" in text or "''" in text:
        text = _QUOTES.sub('"', text)
    if "_" not in text:
        return text
    text = _DASH.sub("—", text)
    return _ITEM.sub(r"\1—", text) if _ANY_ITEM.search(text) else text
