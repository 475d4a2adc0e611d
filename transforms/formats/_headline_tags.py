"""The tags of headlines, in the languages of the wires, and the signal of each.

Sources: the Reuters Handbook of Journalism ("Headlines"; "Corrections, refiles, kills, repeats and
embargoes") and the same services in other languages; the AP Stylebook; AFP, dpa, APA, EFE, ANSA, Lusa, ANP
and Belga.
"""

from __future__ import annotations

from typing import Final

__all__ = ["MIXED", "NUMBERED", "SLASHED", "TAGS"]

TAGS: Final = {
    "ALERT": "alert",
    "SNAP": "alert",
    "NEWSALERT": "alert",
    "BULLETIN": "alert",
    "FLASH": "alert",
    "URGENT": "urgent",
    "UPDATE": "update",
    "WRAPUP": "wrapup",
    "WRAP-UP": "wrapup",
    "BRIEF": "brief",
    "ANALYSIS": "analysis",
    "INTERVIEW": "interview",
    "FACTBOX": "factbox",
    "TABLE": "table",
    "TEXT": "text",
    "DIARY": "diary",
    "EXCLUSIVE": "exclusive",
    "AP EXCLUSIVE": "exclusive",
    "ADVISORY": "advisory",
    "RPT": "repeat",
    "REPEAT": "repeat",
    "REPEATING": "repeat",
    "REFILE": "refile",
    "REFILED": "refile",
    "CORRECTED": "correction",
    "CORRECTION": "correction",
    "CORRECT": "correction",
    "CORRECTING": "correction",
    "CLARIFICATION": "correction",
    "LEAD": "lead",
    "LEADALL": "lead",
    "LEAD-ALL": "lead",
    "LEAD ALL": "lead",
    "WITHDRAWN": "withdrawal",
    "STORY WITHDRAWN": "withdrawal",
    "KILL": "kill",
    "MANDATORY KILL": "kill",
    "EMBARGO": "embargo",
    "EMBARGOED": "embargo",
    # AFP, AP French, Reuters French
    "ALERTE": "alert",
    "ACTUALISATION": "update",
    "ACTUALISE": "update",
    "MISE A JOUR": "update",
    "RECTIFICATIF": "correction",
    "CORRIGE": "correction",
    "BREF": "brief",
    "EXCLUSIF": "exclusive",
    "ENTRETIEN": "interview",
    "ENCADRE": "factbox",
    "ANALYSE": "analysis",
    "REPETITION": "repeat",
    # dpa, APA, Reuters German
    "EIL": "urgent",
    "EILMELDUNG": "urgent",
    "EILT": "urgent",
    "BLITZ": "alert",
    "KORREKTUR": "correction",
    "KORRIGIERT": "correction",
    "BERICHTIGUNG": "correction",
    "BERICHTIGT": "correction",
    "AKTUALISIERT": "update",
    "AKTUALISIERUNG": "update",
    "ZUSAMMENFASSUNG": "wrapup",
    "WIEDERHOLUNG": "repeat",
    "WDH": "repeat",
    "EXKLUSIV": "exclusive",
    "HINTERGRUND": "factbox",
    # EFE, ANSA, Lusa, Reuters Spanish, Italian and Portuguese
    "ALERTA": "alert",
    "URGENTE": "urgent",
    "ACTUALIZA": "update",
    "ACTUALIZACION": "update",
    "ATUALIZA": "update",
    "ATUALIZACAO": "update",
    "AGGIORNAMENTO": "update",
    "CORREGIDO": "correction",
    "CORRECCION": "correction",
    "CORRECAO": "correction",
    "CORREZIONE": "correction",
    "RETTIFICA": "correction",
    "EXCLUSIVA": "exclusive",
    "ESCLUSIVA": "exclusive",
    "ENTREVISTA": "interview",
    "INTERVISTA": "interview",
    "REPITE": "repeat",
    "RIPETIZIONE": "repeat",
    # ANP, Belga
    "CORRECTIE": "correction",
    "RECTIFICATIE": "correction",
    "HERHALING": "repeat",
    "EXCLUSIEF": "exclusive",
    # Reuters tags that have no IPTC counterpart: they name the kind of story
    "COLUMN": "column",
    "EXPLAINER": "explainer",
    "FEATURE": "feature",
    "GRAPHIC": "graphic",
    "HIGHLIGHTS": "highlights",
    "INSIGHT": "insight",
    "INSTANT VIEW": "instant view",
    "NEWSMAKER": "newsmaker",
    "POLL": "poll",
    "PREVIEW": "preview",
    "PROFILE": "profile",
    "SNAPSHOT": "snapshot",
    "TIMELINE": "timeline",
    "WITNESS": "witness",
}

# Tags that are also sent in lower case with a colon ('Exclusive: ...'); the others are plain words there.
MIXED: Final = frozenset(
    "urgent update wrapup analysis interview factbox exclusive correction corrected clarification advisory"
    " explainer timeline refile repeat eilmeldung korrektur rectificatif correction urgente".split()
) | {"ap exclusive"}

# Tags that a slash may part from the headline; elsewhere 'ANALYSIS/TECHNOLOGY' is a name.
SLASHED: Final = frozenset({"RPT", "REFILE", "CORRECTED", "CORRECTION", "UPDATE", "WRAPUP"})

# Signals whose tags carry the number of the update: 'UPDATE 2-', 'WRAPUP 3-', and 'LEAD 1-' in French.
NUMBERED: Final = frozenset({"update", "wrapup", "lead"})
