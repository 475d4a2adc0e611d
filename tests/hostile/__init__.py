"""Hostile inputs, made by code, each with the end that it must come to.

`HOSTILE` is all of them; `test_hostile` runs them through the whole pipeline at once.
"""

from tests.hostile._input import Hostile
from tests.hostile.boxes import BOXES
from tests.hostile.jsons import JSONS
from tests.hostile.pages import PAGES
from tests.hostile.texts import TEXTS
from tests.hostile.wires import WIRES
from tests.hostile.xmls import XMLS

__all__ = ["HOSTILE", "Hostile"]

HOSTILE: tuple[Hostile, ...] = (*XMLS, *JSONS, *TEXTS, *BOXES, *PAGES, *WIRES)
