"""The options that set limits, from their one table."""

from __future__ import annotations

import argparse
from typing import Final

from transforms.limits import DEFAULT_LIMITS, LIMIT_OPTIONS, Limits

__all__ = ["add_limit_options", "limits_of"]

_UNITS: Final = ((2**30, "GiB"), (2**20, "MiB"))


def add_limit_options(parser: argparse.ArgumentParser) -> None:
    """Adds an option for each limit."""
    group = parser.add_argument_group("limits")
    for option in LIMIT_OPTIONS:
        default = getattr(DEFAULT_LIMITS, option.field)
        group.add_argument(
            option.name,
            dest=option.field,
            type=_positive,
            default=default,
            metavar="N",
            help=f"{option.help} (default: {_people(default)})",
        )


def limits_of(options: argparse.Namespace) -> Limits:
    """The limits that were asked for."""
    return Limits(**{option.field: getattr(options, option.field) for option in LIMIT_OPTIONS})


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text}: expected 1 or more")
    return number


def _people(number: int) -> str:
    for size, unit in _UNITS:
        if number % size == 0:
            return f"{number // size} {unit}"
    return f"{number:,}"
