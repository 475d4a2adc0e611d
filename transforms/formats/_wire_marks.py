"""Words that header lines of old wires carry beside slug and headline, and the signals that they mean.

A marker is a header line of its own ('KORREKTUR', '2. Zusammenfassung', 'BULLETIN KILL') or a part of ANPA's
version field ('1st Ld-Writethru', '2nd Add', 'Adv13'). Tags before a headline are `_headlines`'.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final, NamedTuple

__all__ = ["Marker", "fold", "marker", "version_marks"]

# Signal, folded words, who sends them. A row's words stand in one language each, so that rows can be checked
# by people who read it.
_LINES: Final = (
    # English: AP Stylebook, "Filing practices" (bulletin kill, bulletin elimination, withhold); dpa English
    # stylebook, "Corrections" (HOLD, KILL); Reuters Handbook of Journalism, "Corrections, refiles, kills".
    ("kill", "kill|bulletin kill|mandatory kill|kill notice|kill advisory|urgent kill|story kill"),
    ("withdrawal", "elimination|bulletin elimination|withdrawal|withdrawn|story withdrawn|cancel"),
    ("hold", "withhold|bulletin withhold|hold|mandatory hold|do not use"),
    ("correction", "correction|corrected|corrective|clarification|corrected version|corrects"),
    ("alert", "flash|alert|newsalert|bulletin|news alert"),
    ("urgent", "urgent|priority"),
    ("update", "update|updated|writethru|rewrite|new throughout|updates|adds|recasts"),
    ("lead", "lead|new lead|nulead|ld|lead all"),
    ("repeat", "repeat|repeating|rpt|resend|retransmission"),
    ("refile", "refile|refiled"),
    ("wrapup", "roundup|summary|wrapup|wrap"),
    ("analysis", "analysis|news analysis"),
    ("interview", "interview"),
    ("factbox", "factbox|facts|background|glance|at a glance|key facts"),
    ("advisory", "advisory|attention|attention editors|note to editors|editors|attn editors"),
    ("exclusive", "exclusive"),
    ("diary", "diary|daybook|news digest|digest"),
    ("text", "text|full text"),
    ("table", "table"),
    ("add", "add"),
    # German: dpa and APA, names of their forms of report ("Darstellungsformen") and of their corrections.
    ("kill", "annullierung|annulliert|bitte streichen|meldung streichen|streichung"),
    ("withdrawal", "zuruckziehung|ruckzug|zuruckgezogen|meldung zuruckgezogen"),
    ("hold", "nicht verwenden|bitte nicht verwenden|gesperrt|verwendung sperren"),
    ("correction", "korrektur|korrigiert|berichtigung|berichtigt|korrigierte fassung|richtigstellung"),
    ("alert", "blitz|blitzmeldung"),
    ("urgent", "eil|eilmeldung|eilt|vorrang|vorrangmeldung"),
    ("update", "aktualisierung|aktualisiert|neu|erganzung|ausfuhrliche fassung|neufassung"),
    ("wrapup", "zusammenfassung|gesamtzusammenfassung|uberblick|wochenuberblick"),
    ("analysis", "analyse|kommentar"),
    ("factbox", "hintergrund|stichwort|fakten|dokumentation|chronologie"),
    ("repeat", "wiederholung|wdh"),
    ("advisory", "achtung|achtung redaktionen|redaktioneller hinweis|hinweis"),
    ("diary", "terminvorschau|tagesvorschau|vorschau|termine"),
    ("exclusive", "exklusiv"),
    ("table", "tabelle"),
    # French: AFP, "Manuel de l'agencier"; ATS; Belga.
    ("kill", "annulation|annule|depeche annulee|annuler"),
    ("withdrawal", "retrait|retire"),
    ("hold", "ne pas utiliser|suspendre"),
    (
        "correction",
        "rectificatif|correction|corrige|bien lire|rectifie|annule et remplace",
    ),  # the new text is good
    ("alert", "alerte|flash"),
    ("urgent", "urgent"),
    ("update", "actualisation|mise a jour|ajout|version actualisee|actualise|ajoute|precise"),
    ("lead", "lead general"),
    ("wrapup", "papier general|synthese|recapitulatif"),
    ("analysis", "eclairage|analyse"),
    ("factbox", "encadre|reperes|fiche"),
    ("repeat", "repetition|rappel"),
    ("advisory", "avis|avis aux redactions|note aux redactions"),
    ("interview", "entretien"),
    # Spanish and Portuguese: EFE, Lusa.
    ("kill", "anulacion|anulada|noticia anulada|anular|anulacao"),
    ("correction", "correccion|rectificacion|corregida|correcao|retificacao|anula y sustituye"),
    ("urgent", "urgente"),
    ("alert", "alerta"),
    ("update", "actualizacion|ampliacion|atualizacao"),
    ("repeat", "repeticion|repeticao"),
    ("advisory", "aviso|atencion"),
    # Italian: ANSA, AGI.
    ("kill", "annullamento|annullare|annullata"),
    ("correction", "rettifica|correzione"),
    ("update", "aggiornamento"),
    ("repeat", "ripetizione"),
    # Dutch, Swedish, Danish, Norwegian: ANP, TT, Ritzau, NTB.
    ("kill", "vervalt|annulering|makulering|makuleres|stryks|annulleres|utgar"),
    ("correction", "correctie|rectificatie|rattelse|rettelse|retting"),
    ("urgent", "spoed|haster"),
    ("repeat", "herhaling|repetition|gjentakelse"),
)
_BY_WORDS: Final = {word: signal for signal, words in reversed(_LINES) for word in words.split("|")}
_LONGEST: Final = 60
# The words with the numbers that may stand around them: '2. Zusammenfassung', 'Zusammenfassung 1530',
# 'UPDATE 3', '1st Ld'.
_NUMBERED: Final = re.compile(
    r"\W*(?:(?P<before>\d{1,2}) ?(?:\.|st|nd|rd|th|e|er|ere|eme)?[ -]+)?(?P<words>[a-z][a-z ]*[a-z])"
    r"(?:[ -]+(?P<after>\d{1,2}|(?:[01]\d|2[0-3])[.:h]?[0-5]\d))?\W*"
)


class Marker(NamedTuple):
    """What a marker line says."""

    signal: str
    number: int | None = None


@functools.lru_cache(maxsize=512)
def fold(text: str) -> str:
    """Lower case without accents, runs of white space as one blank."""
    text = " ".join(text.lower().split())
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@functools.lru_cache(maxsize=512)
def marker(line: str) -> Marker | None:
    """What a header line means that is nothing but a marker; None where it is none.

    A word said again and again is said once: 'KILL KILL KILL'.
    """
    if len(line) > _LONGEST or not (match := _NUMBERED.fullmatch(fold(line))):
        return None
    words = match["words"].split()
    folded = words[0] if len(words) > 1 and len(set(words)) == 1 else " ".join(words)
    signal = _BY_WORDS.get(folded)
    number = match["before"] or (match["after"] if len(match["after"] or "") <= 2 else None)
    return Marker(signal, int(number) if number else None) if signal else None


# ANPA 1312 version field, AP Stylebook "Version section": each part, its signals. 'Ld' tops a story, 'Add'
# goes on with it, 'Sub' and 'Insert' mend a part of it, a 'Writethru' replaces it whole.
_VERSION: Final = (
    (r"\b(?:(\d{1,2})(?:st|nd|rd|th)? ?)?ld\b", "lead"),
    (r"\b(?:(\d{1,2})(?:st|nd|rd|th)? ?)?lead\b", "lead"),
    (r"\b(?:(\d{1,2})(?:st|nd|rd|th)? ?)?add\b", "add"),
    (r"\bwrite-?thr(?:u|ough)\b", "update"),
    (r"\bupdated?\b", "update"),
    (r"\bsubs?\b", "update"),
    (r"\binserts?\b", "update"),
    (r"\bcorrecti(?:on|ve)\b|\bcorrected\b|\bcorr\b", "correction"),
    (r"\bclarification\b", "correction"),
    (r"\bkill(?:ed)?\b", "kill"),
    (r"\beliminat(?:ion|e)\b|\bwithdrawn?\b", "withdrawal"),
    (r"\bwithhold\b|\bhold\b(?! for release)", "hold"),
    (r"\badv ?\d{1,2}\b|\bhfr\b|\badvance for\b|\bhold for release\b", "embargo"),
    (r"\burgent\b", "urgent"),
    (r"\bbulletin\b|\bflash\b|\bnewsalert\b", "alert"),
    (r"\badvisory\b|\battn\b", "advisory"),
    (r"\brpt\b|\brepeat(?:ing)?\b|\bresending\b", "repeat"),
    (r"\brefile\b", "refile"),
    (r"\bdigest\b|\bbudget\b|\bdaybook\b", "diary"),
    (r"\b(?:box|glance|facts)\b", "factbox"),
    (r"\banalysis\b", "analysis"),
    (r"\bround-?up\b|\bwrap(?:up)?\b", "wrapup"),
    (r"\btable\b|\bagate\b", "table"),
)
_VERSION_FORMS: Final = tuple((re.compile(form), signal) for form, signal in _VERSION)


@functools.lru_cache(maxsize=512)
def version_marks(version: str) -> tuple[tuple[str, ...], int | None, int | None]:
    """(signals, number of the lead, number of the add) of a version field, such as '2nd Ld-1st Add'."""
    folded = fold(version)
    signals: list[str] = []
    numbers: dict[str, int] = {}
    for form, signal in _VERSION_FORMS:
        if match := form.search(folded):
            signals.append(signal)
            if match.groups() and match[1]:
                numbers[signal] = int(match[1])
    return tuple(dict.fromkeys(signals)), numbers.get("lead"), numbers.get("add")
