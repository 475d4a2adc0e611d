"""Headline tags, slugs, first-line notes, kill notices."""

from __future__ import annotations

import time

import pytest

from transforms.formats._headlines import (
    slug_signals,
    split_headline,
    split_note,
    status_of,
    text_signals,
)


@pytest.mark.parametrize(
    ("sent", "text", "signals", "number"),
    [
        ("UPDATE 2-Oil climbs", "Oil climbs", ("update",), 2),
        ("UPDATE 10 - Oil climbs", "Oil climbs", ("update",), 10),
        ("UPDATE 1: Oil climbs", "Oil climbs", ("update",), 1),
        ("UPDATE 1 Oil climbs", "Oil climbs", ("update",), 1),
        ("UPDATE2-Oil climbs", "Oil climbs", ("update",), 2),
        ("UPDATE-2-OIL", "OIL", ("update",), 2),
        ("Update 2 - Oil climbs", "Oil climbs", ("update",), 2),
        ("WRAPUP 3-Oil climbs", "Oil climbs", ("wrapup",), 3),
        ("CORRECTED-UPDATE 2-Oil", "Oil", ("correction", "update"), 2),
        ("RPT-CORRECTED-(OFFICIAL)-UPDATE 3-Oil", "Oil", ("repeat", "correction", "update"), 3),
        ("REFILE-UPDATE 1-Oil", "Oil", ("refile", "update"), 1),
        ("(CORRECTED) - BANPONCE PLACES NOTES", "BANPONCE PLACES NOTES", ("correction",), None),
        ("[URGENT] Ferry aground", "Ferry aground", ("urgent",), None),
        ("URGENT Ferry aground", "Ferry aground", ("urgent",), None),
        ("URGENT - Ferry aground", "Ferry aground", ("urgent",), None),
        ("ALERT: Ferry aground", "Ferry aground", ("alert",), None),
        ("ALERT 3 dead in crash", "3 dead in crash", ("alert",), None),
        ("BRIEF-Ellery names coach", "Ellery names coach", ("brief",), None),
        ("BRIEF-3 dead", "3 dead", ("brief",), None),
        ("ANALYSIS-Why rates rose", "Why rates rose", ("analysis",), None),
        ("INTERVIEW-Rehn", "Rehn", ("interview",), None),
        ("FACTBOX-The ferry", "The ferry", ("factbox",), None),
        ("TABLE-Veldania rates", "Veldania rates", ("table",), None),
        ("TEXT-Rehn's statement", "Rehn's statement", ("text",), None),
        ("DIARY-Today in Karvos", "Today in Karvos", ("diary",), None),
        ("EXCLUSIVE-Rehn to go", "Rehn to go", ("exclusive",), None),
        ("Exclusive: Rehn to go", "Rehn to go", ("exclusive",), None),
        ("******FERRY AGROUND OFF PORT ELLERY", "FERRY AGROUND OFF PORT ELLERY", ("alert",), None),
        ("/// URGENT /// Fähre", "Fähre", ("urgent",), None),
        ("+++ EILMELDUNG +++ Fähre gestrandet", "Fähre gestrandet", ("urgent",), None),
        ("EIL: Fähre gestrandet", "Fähre gestrandet", ("urgent",), None),
        ("CORRECCIÓN-Sube la tasa", "Sube la tasa", ("correction",), None),
        ("ACTUALIZA 2-Sube la tasa", "Sube la tasa", ("update",), 2),
        ("LEAD 1-Le ferry", "Le ferry", ("lead",), 1),
        ("RPT/NY COMEX ALUMINUM", "NY COMEX ALUMINUM", ("repeat",), None),
        ("KILL-Halloran resigns", "Halloran resigns", ("kill",), None),
        ("ADVISORY-Story withdrawn", "Story withdrawn", ("advisory", "withdrawal"), None),
        # the words alone are no tags
        ("Text of the speech", "Text of the speech", (), None),
        ("TEXT OF SPEECH", "TEXT OF SPEECH", (), None),
        ("U.S. TRADE UPDATE", "U.S. TRADE UPDATE", (), None),
        ("UPDATE ON TALKS DUE", "UPDATE ON TALKS DUE", (), None),
        (
            "ANALYSIS/TECHNOLOGY <AATI> WINS NAVY CONTRACTS",
            "ANALYSIS/TECHNOLOGY <AATI> WINS NAVY CONTRACTS",
            (),
            None,
        ),
        ("CORRECT ANSWER GIVEN", "CORRECT ANSWER GIVEN", (), None),
        ("Lead: the hidden danger", "Lead: the hidden danger", (), None),
        ("Table tennis: Ellery win", "Table tennis: Ellery win", (), None),
        ("<TRANSALTA UTILITIES CORP> YEAR NET", "<TRANSALTA UTILITIES CORP> YEAR NET", (), None),
        ("#MeToo, ten years on", "#MeToo, ten years on", (), None),
        ("Kill Bill sequel planned", "Kill Bill sequel planned", (), None),
        ("", "", (), None),
        ("URGENT", "URGENT", (), None),
    ],
)
def test_split_headline(sent: str, text: str, signals: tuple[str, ...], number: int | None) -> None:
    assert split_headline(sent) == (text, signals, number)


@pytest.mark.parametrize(
    ("slug", "signals", "number"),
    [
        ("OIL-PRICES/ (UPDATE 3, PIX)", ("update",), 3),
        ("MARKETS-GLOBAL/ (WRAPUP 2)", ("wrapup",), 2),
        ("UPDATE 2-OIL", ("update",), 2),
        ("BC-(RPT)-U.S.-SAYS-TIN", ("repeat",), None),
        ("AM-PERLE-2NDLD-***URGENT", ("urgent", "lead"), None),
        ("AM-ARMS-AMERICAN-URGENT", ("urgent",), None),
        ("BC-EU--Ferry,1st Ld-Writethru", ("lead",), None),
        ("ferry, 2nd add", ("add",), None),
        ("BC-embargoed-0700edt", ("embargo",), None),
        ("BC-USDA-TO-UPDATE-WINTER", (), None),
        ("BC-JAPAN-EARTHQUAKE-KILL", (), None),
        ("BC-ARMS-EMBARGO", (), None),
        ("BC-MOST-URGENT-PROBLEM", (), None),
        ("BC-LEAD-PRICES", (), None),
        ("", (), None),
    ],
)
def test_slug_signals(slug: str, signals: tuple[str, ...], number: int | None) -> None:
    assert slug_signals(slug) == (signals, number)


@pytest.mark.parametrize(
    ("note", "signals"),
    [
        ("(Adds quotes, details)", ("update",)),
        ("(Recasts with rescue)", ("update",)),
        ("(In Jan. 3 story, corrects figure in paragraph 2)", ("correction",)),
        ("(In March 12 item, corrects rate to 4.50 pct from 4.25 pct)", ("correction",)),
        ("(Corrects spelling of Rehn; adds background)", ("update", "correction")),
        ("(Fixes typo in headline)", ("correction",)),
        ("(This story was refiled to fix a typo)", ("refile",)),
        ("(This March 12 story corrects the rate)", ("correction",)),
        ("(Repeats story first moved on Thursday)", ("repeat",)),
        ("(Adds that company drops plan)", ("update",)),
        ("(Embargoed until 0001 GMT, March 13)", ("embargo",)),
        ("(Eds: with photos)", ()),
        ("(Aktualisiert: Zitat des Kapitäns)", ("update",)),
        ("(Neu: Zitat)", ("update",)),
        ("(Añade detalles)", ("update",)),
        ("(Précise le bilan)", ("update",)),
        ("Eds: Updates with rescue.", ("update",)),
        ("EDITORS: Adds byline.", ("update",)),
        ("This version corrects the key rate.", ("correction",)),
        ("Corrects paragraph 2 to say 4.50 pct", ("correction",)),
    ],
)
def test_split_note(note: str, signals: tuple[str, ...]) -> None:
    assert split_note(f"{note}\n\nKARVOS (NNA) - The rate rose.") == (
        note,
        signals,
        "KARVOS (NNA) - The rate rose.",
    )


def test_a_note_may_stand_on_the_line_of_the_dateline() -> None:
    assert split_note("(Adds quotes) KARVOS - The rate") == (
        "(Adds quotes)",
        ("update",),
        "KARVOS - The rate",
    )


def test_several_notes() -> None:
    note, signals, rest = split_note("(Adds quotes)\n\n(Corrects rate)\n\nText.")
    assert (note, signals, rest) == ("(Adds quotes)\n(Corrects rate)", ("update", "correction"), "Text.")


@pytest.mark.parametrize(
    "body",
    [
        "(Reuters) - Oil fell.",
        "(Reporting by Jane Doe; Editing by John Roe)",
        "(The company said it removes all of it.)\n\nText.",
        "(unclosed",
        "()",
        "Editors at the newspaper said so.\n\nText.",
        "Correction officers struck.\n\nText.",
        "Eds: the only paragraph.",
        "Plain text.",
        "",
    ],
)
def test_no_note(body: str) -> None:
    assert split_note(body) == (None, (), body)


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        ("KILL KILL KILL", ("kill",)),
        ("KILL, KILL, KILL - Halloran", ("kill",)),
        ("MANDATORY KILL", ("kill",)),
        ("** MANDATORY KILL **", ("kill",)),
        ("BULLETIN KILL", ("kill",)),
        ("KILL: Halloran resigns", ("kill",)),
        ("EDITORS: KILL THE STORY headlined Halloran", ("kill",)),
        ("Halloran resigns\nKILL NOTICE - do not use", ("kill",)),
        ("STORY KILLED", ("kill",)),
        ("=(ANNULATION)=", ("kill",)),
        ("STORY WITHDRAWN", ("withdrawal",)),
        ("ADVISORY - STORY WITHDRAWN", ("withdrawal",)),
        ("STORY REMOVED: Halloran resigns", ("withdrawal",)),
        ("WITHDRAWN-Halloran", ("withdrawal",)),
        ("Story withdrawn", ("withdrawal",)),
        ("The story has been withdrawn.", ("withdrawal",)),
        ("RÜCKZIEHUNG", ("withdrawal",)),
        ("HOLD HOLD HOLD", ("hold",)),
        ("PLEASE HOLD THE STORY on Halloran", ("hold",)),
        # stories about killing, holding, withdrawing
        ("KILLED: three soldiers", ()),
        ("KILLER WHALE SEEN OFF PORT ELLERY", ()),
        ("KILL BILL SEQUEL PLANNED", ()),
        ("Police kill man - report", ()),
        ("Three were killed. The story was withdrawn by the paper.", ()),
        ("HOLD - Strong sales", ()),
        ("WITHDRAWAL: troops leave", ()),
        ("U.S. WITHDRAWN FROM PACT", ()),
        ("Withdrawn", ()),
        ("", ()),
    ],
)
def test_text_signals(text: str, signals: tuple[str, ...]) -> None:
    assert text_signals(text) == signals


@pytest.mark.parametrize(
    ("signals", "status"),
    [
        ((), "usable"),
        (("update",), "usable"),
        (("hold",), "withheld"),
        (("kill", "hold"), "canceled"),
        (("withdrawal",), "canceled"),
    ],
)
def test_status_of(signals: tuple[str, ...], status: str) -> None:
    assert status_of(signals) == status


@pytest.mark.parametrize("unit", ["RPT-", "(adds) ", "** ", "KILL ", "(", "UPDATE 1 ", "\n*KILLED", "//x"])
def test_time_is_linear(unit: str) -> None:
    def took(count: int) -> float:
        text = unit * count
        start = time.process_time()
        split_headline(text), split_note(text), slug_signals(text), text_signals(text)
        return time.process_time() - start

    took(100)
    assert took(80_000) < 100 * max(took(8_000), 0.002)
