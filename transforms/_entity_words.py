"""The word lists of entity consolidation. All in lower case; dots are taken off before a look-up.

They are of English news style. In another language they find little to do, and do no harm.
Sources: written down while reading Reuters-21578 (1987) and the first half of CoNLL-2003 testa (1996).
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "CALENDAR",
    "COMMON_WORDS",
    "COMPANY_FORMS",
    "EDGE_WORDS",
    "GENERATIONS",
    "HEADINGS",
    "HONORIFICS",
    "LONG_TITLES",
    "NEUTRAL_ENDS",
    "POSSESSIVE_NAMES",
    "SMALL_WORDS",
    "TABLE_WORDS",
    "TITLES",
]

HONORIFICS: Final = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame sen senator rep representative congressman "
    "congresswoman gov governor mayor president vice-president premier chancellor minister secretary "
    "ambassador gen lt col colonel maj capt captain cmdr sgt sergeant adm admiral rev reverend coach herr "
    "frau monsieur mme señor senor".split()
)
"""Titles after which, written with a capital, a person's name follows."""

LONG_TITLES: Final = frozenset("pope major judge justice general leader".split())
"""Titles that are names as well ("Lee Major"): cut off as the first word only."""

TITLES: Final = (
    HONORIFICS
    | LONG_TITLES
    | frozenset(
        "lord lady commissioner chairman chairwoman chair ceo director spokesman spokeswoman commander cpl "
        "exchequer manager defender midfielder striker goalkeeper candidate ayatollah".split()
    )
)
"""Words before a person's name that are no part of it."""

POSSESSIVE_NAMES: Final = frozenset(
    "mcdonald's lloyd's sotheby's christie's moody's macy's wendy's levi's sainsbury's kohl's kellogg's "
    "poor's domino's denny's hershey's john's andrew's james's bloomingdale's gimbel's carson's".split()
)
"""Names whose own last letters look like a possessive."""

COMPANY_FORMS: Final = frozenset(
    "inc corp co cos ltd plc llc lp llp ag sa se nv bv gmbh kg kgaa spa ab as asa oy oyj pty pte bhd "
    "incorporated corporation company companies limited".split()
)

GENERATIONS: Final = frozenset("jr sr ii iii iv".split())

TABLE_WORDS: Final = frozenset(
    "reuter gmt est edt bst cet utc pct mln bln dlrs dlr cts ct vs shr shrs revs qtr qtrly mths oper avg "
    "stg yen n/a w l d gf ga pts pld gb att scorers halftime standings results tabulated "
    "gnp gdp vat cpi ppi lpg lng moreover however meanwhile alternatively furthermore additionally "
    "nevertheless nonetheless otherwise therefore".split()
)
"""What stands in tables of results and earnings, economists' abbreviations, adverbs that begin sentences: no
name, whatever a model says."""

CALENDAR: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split()
)

HEADINGS: Final = frozenset(
    "net div note record pay prior adds updates recasts refiles corrects summary".split()
)
"""Words that head tables and notes. Alone, they and the calendar's are no name, unless a model says that they
are a person's (Theresa May)."""

COMMON_WORDS: Final = frozenset(
    "the and but for not all new old one two first last more most best will mark rose hope grant young long "
    "north south east west central bill bush rice brown white black green king prince day week month year "
    "price cash gold silver bank house state union party fund trust group board council court congress press "
    "post times star sun national american under over other".split()
)
"""Words that begin sentences as often as they name: alone, not looked for."""

EDGE_WORDS: Final = frozenset(
    "and or of for in on at to by from with since million billion won news agency newspaper magazine "
    "officials government police".split()
)
"""Words in lower case that models leave hanging on a name: 'Kyodo news agency', 'Ministry of'."""

SMALL_WORDS: Final = frozenset(
    "of the and for in on at to de del de la le les du des da do di der die das und et y e van von al".split()
)
"""Words inside names that need no capital, and that most acronyms leave out."""

NEUTRAL_ENDS: Final = frozenset(
    "group holding holdings international industries enterprises systems technologies products stores "
    "party motor motors airlines airways oil petroleum brothers bros associates partners bancorp "
    "bancshares laboratories resources financial energy communications pharmaceuticals united city fc "
    "afc".split()
)
"""Last words of organisations' names that are left out on second mention."""
