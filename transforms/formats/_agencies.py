"""Names and signs of news agencies, as they stand in datelines, bylines and credits.

Sources: the members' lists of the European Alliance of News Agencies (EANA), the Organization of Asia-Pacific
News Agencies (OANA) and the Federation of Arab News Agencies (FANA), each with the sign that it uses in its
own datelines; the press-release wires; the three invented agencies of the samples.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["AGENCIES", "agency_name", "is_agency"]

_WORLD: Final = (
    "Reuters|Reuter|Thomson Reuters|Thomson Reuters Foundation|Reuters Health|Reuters Breakingviews|AP"
    "|Associated Press|The Associated Press|AFP|Agence France-Presse|UPI|United Press International"
    "|Bloomberg|Dow Jones|Dow Jones Newswires|AFX|RTR|CNN|CNN Business|BBC|Deutsche Welle|DW|IPS"
    "|Inter Press Service"
)
_EUROPE: Final = (
    "dpa|dpa-AFX|dpa International|Deutsche Presse-Agentur|epd|KNA|sid|ddp|dapd|APA|sda|ATS|Keystone-SDA"
    "|Keystone-ATS|ANSA|AGI|Adnkronos|LaPresse|askanews|Askanews|Radiocor|EFE|Europa Press|Colpisa"
    "|Servimedia|Lusa|ANP|Belga|Ritzau|NTB|TT|STT|PA|PA Media|Press Association|The Press Association|MTI"
    "|PAP|CTK|ČTK|TASR|SITA|BTA|Agerpres|Mediafax|HINA|Hina|Tanjug|STA|Fena|FENA|MIA|ATA|Makfax|ANA"
    "|ANA-MPA|AMNA|CNA|Anadolu|AA|Anadolu Agency|DHA|IHA|TASS|ITAR-TASS|Itar-Tass|Interfax|RIA"
    "|RIA Novosti|Sputnik|Ukrinform|UNIAN|BelTA|BELTA|BNS|LETA|ELTA|ETA|Armenpress|Azertac|AZERTAC|Trend"
    "|Kazinform"
)
_ASIA: Final = (
    "Kyodo|Kyodo News|Jiji|Jiji Press|Xinhua|Yonhap|KCNA|CNA|VNA|TNA|Antara|ANTARA|Bernama|PNA|PTI"
    "|Press Trust of India|IANS|ANI|UNI|APP|BSS|UNB|AAP|Australian Associated Press|NZPA|NZN|SAPA"
    "|Montsame|Lankapuvath|RSS|KPL|AKP"
)
_REST: Final = (
    "CP|The Canadian Press|Canadian Press|La Presse Canadienne|PC|Notimex|Telam|Télam|Agencia Brasil"
    "|Agência Brasil|Estadao|Prensa Latina|ACN|ABI|Andina|MENA|SPA|WAM|QNA|KUNA|BNA|Petra|NNA|SANA|INA"
    "|IRNA|ISNA|Fars|Tasnim|Mehr|MAP|APS|TAP|LANA|SUNA|Saba|WAFA|Maan|NAN|GNA|KNA|PANA|APA|ENA|Angop"
    "|ANGOP|Angola Press|BOPA|Zimpapers|ZBC"
)
_RELEASES: Final = (
    "Business Wire|BUSINESS WIRE|PRNewswire|PR Newswire|GlobeNewswire|GLOBE NEWSWIRE|Marketwired"
    "|Newsfile Corp|ots|news aktuell"
)
_SAMPLES: Final = "Northstar News|NNA|Harbour Press|HPA|Mendel Presse|MPA"

AGENCIES: Final = frozenset(
    name for names in (_WORLD, _EUROPE, _ASIA, _REST, _RELEASES, _SAMPLES) for name in names.split("|")
)
"""Names and signs, in the agency's own capitals."""

# Only names that are no common words or given names in other capitals: 'ANA' is an agency, 'Ana' a person.
_ANY_CASE: Final = frozenset(name.casefold() for name in AGENCIES if len(name) > 4 or name in ("dpa", "TASS"))
_PARTERS: Final = ("/", ",", "-", "and")
_PART: Final = re.compile(r"\s*[/,]\s*|-|\s+and\s+")


def is_agency(name: str) -> bool:
    """Whether a name is an agency's: alone, or with a service or partner behind it ('dpa/bb')."""
    name = name.strip()
    if name in AGENCIES or name.casefold() in _ANY_CASE:
        return True
    if not any(map(name.__contains__, _PARTERS)):
        return False
    first = _PART.split(name, maxsplit=1)[0]
    return first != name and first in AGENCIES and not first.istitle()


_AFTER_NAME: Final = re.compile(
    r"(?:the )?(.+?),? (?:news|news agency|newsroom|newswires?|staff)", re.IGNORECASE
)


def agency_name(line: str) -> str | None:
    """The agency that a source line names: 'Reuters' for 'Reuters News'; None where it names none."""
    line = line.strip()
    if is_agency(line):
        return line
    match = _AFTER_NAME.fullmatch(line) if len(line) < 60 else None
    return match[1] if match and is_agency(match[1]) else None
