"""The page: one HTML file that holds its style, its scripts and its data, and asks nothing of the network.

Stories are hostile until shown otherwise. Three things stand between them and the reader: their text is in
the page as JSON alone, in which no `<` is left; the script puts text in by `textContent` alone; and the page
forbids by its Content-Security-Policy every script that is not one of its own, and every request.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import sys
from importlib.resources import files
from typing import Any, Final

import msgspec

from pipeline.options import UsageError
from pipeline.report.collect import gather
from pipeline.report.embed import embedded
from pipeline.report.view import view
from transforms.storage import Location, location
from transforms.storage.writing import beside, replace

__all__ = ["DEFAULT_STORIES", "page", "report"]

DEFAULT_STORIES: Final = 600

_NOWHERE: Final = ("base-uri 'none'", "form-action 'none'")
_SCRIPTS: Final = ("vendor/d3.min.js", "vendor/plot.min.js", "charts.js", "browser.js", "page.js")


def report(output: str, to: str, stories: int = DEFAULT_STORIES, title: str | None = None) -> int:
    """Writes the page; gives the exit code.

    Raises:
      UsageError: there is no output of a run, or the page cannot be written.
    """
    folder = location(output)
    if not (folder / "stories").is_dir() and not (folder / "manifests").is_dir():
        raise UsageError(f"{output}: no output of newswire run")
    try:
        found = gather(folder, max(stories, 0))
    except (ValueError, msgspec.ValidationError) as error:
        print(f"newswire: {output}: cannot be read back: {error}", file=sys.stderr)  # noqa: T201
        return 1
    data = view(found, title or folder.resolve().name)
    text = page(data)
    _write(location(to), text)
    shown = len(data["stories"])
    print(  # noqa: T201
        f"{to}: {len(text.encode()) / 1e6:.1f} MB, all counts, {shown:,} of {found.stories:,} stories to read"
    )
    return 0


def page(data: dict[str, Any]) -> str:
    """The HTML of the page."""
    scripts = [_resource(name) for name in _SCRIPTS]
    parts = {
        "title": html.escape(data["title"]),
        "csp": _policy(scripts),
        "css": _resource("report.css"),
        "licences": _resource("vendor/LICENSE.txt"),
        "data": embedded(data),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    # One pass over the template alone: what is put in is not looked at again.
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], _resource("template.html"))


def _policy(scripts: list[str]) -> str:
    """Nothing but these very scripts. Style stays open: the charts set it, and it can reach nothing."""
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    rules = ("default-src 'none'", f"script-src {allowed}", "style-src 'unsafe-inline'", *_NOWHERE)
    return "; ".join(rules)


def _resource(name: str) -> str:
    return files("pipeline.report").joinpath(name).read_text("utf-8")


def _write(path: Location, text: str) -> None:
    """Whole under its name, or not at all."""
    temporary = beside(path)
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None
