"""`python -m tools.licences`: the licences of all locked packages, as a table for `docs/security.md`.

Read from the metadata of what is installed: the licence expression (PEP 639), else the classifiers, else the
licence field.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

LOCK = Path(__file__).parent.parent / "requirements.lock"


def locked() -> list[str]:
    """Names of the packages in the lock file."""
    return re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)


def licence(name: str) -> str:
    """What a package says of its licence; '' where it is not installed."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    if expression := about.get("License-Expression"):
        return expression
    classifiers = about.get_all("Classifier") or []
    named = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License ::")]
    if named := [each for each in named if each != "OSI Approved"]:
        return ", ".join(sorted(named))
    return (about.get("License") or "not said").strip().splitlines()[0][:60]


def main() -> None:
    """Prints the packages by licence."""
    packages: dict[str, list[str]] = {}
    for name in locked():
        if found := licence(name):
            packages.setdefault(found, []).append(name)
    print("| licence | packages |\n|---|---|")
    for found, names in sorted(packages.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"| {found.replace('|', '/')} | {', '.join(sorted(set(names)))} |")


if __name__ == "__main__":
    main()
