"""Language codes of feeds as BCP 47 (RFC 5646): 'FR' -> 'fr', 'nl-nl' -> 'nl-NL', 'ger' -> 'de'.

NewsML 1.x takes its languages from ISO 639 in capitals, NITF's baselang is whatever the agency writes.
"""

from __future__ import annotations

import functools
import re
from typing import Final

__all__ = ["language_tag"]

# RFC 5646 section 2.1: language, script, region, and what may follow (variants, extensions, private use).
_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}|[a-wyz](?:-[a-z0-9]{2,8})+))*(?:-x(?:-[a-z0-9]{1,8})+)?)"
)
_LONGEST: Final = 35  # RFC 5646 section 4.4.1
# RFC 5646 section 2.2.1: where there is a code of two letters it is the one to use.
# Source: ISO 639-2, terminological codes, then the bibliographic ones.
_SHORT: Final = dict(
    pair.split(":")
    for pair in (
        "afr:af amh:am ara:ar aze:az bel:be ben:bn bos:bs bul:bg cat:ca ces:cs cym:cy dan:da deu:de ell:el "
        "eng:en epo:eo est:et eus:eu fas:fa fin:fi fra:fr gle:ga glg:gl guj:gu hau:ha heb:he hin:hi hrv:hr "
        "hun:hu hye:hy ind:id isl:is ita:it jpn:ja kan:kn kat:ka kaz:kk khm:km kin:rw kir:ky kor:ko kur:ku "
        "lao:lo lat:la lav:lv lit:lt ltz:lb mal:ml mar:mr mkd:mk mlt:mt mon:mn msa:ms mya:my nep:ne nld:nl "
        "nno:nn nob:nb nor:no orm:om pan:pa pol:pl por:pt pus:ps ron:ro rus:ru sin:si slk:sk slv:sl som:so "
        "spa:es sqi:sq srp:sr swa:sw swe:sv tam:ta tel:te tgk:tg tha:th tir:ti tuk:tk tur:tr ukr:uk urd:ur "
        "uzb:uz vie:vi xho:xh yor:yo zho:zh zul:zu alb:sq arm:hy baq:eu bur:my chi:zh cze:cs dut:nl fre:fr "
        "geo:ka ger:de gre:el ice:is mac:mk may:ms per:fa rum:ro scc:sr scr:hr slo:sk wel:cy"
    ).split()
)
# Codes that say that the language is not known, is not one, or is none.
_NONE: Final = frozenset({"und", "mul", "mis", "zxx", "xx", "xxx"})
_NAMES: Final = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "italian": "it", "dutch": "nl",
    "arabic": "ar", "portuguese": "pt", "russian": "ru", "chinese": "zh", "japanese": "ja", "français": "fr",
    "francais": "fr", "deutsch": "de", "español": "es", "espanol": "es", "italiano": "it", "português": "pt",
    "nederlands": "nl",
}  # fmt: skip


@functools.lru_cache(maxsize=1024)
def language_tag(text: str) -> str | None:
    """The language that a feed names, as BCP 47; None where it names none."""
    code = text.strip().replace("_", "-").lower()
    if code in _NAMES:
        return _NAMES[code]
    found = _TAG.fullmatch(code) if len(code) <= _LONGEST else None
    if found is None or found["language"] in _NONE:
        return None
    language = _SHORT.get(found["language"], found["language"])
    script, region = (found["script"] or "").title(), (found["region"] or "").upper()
    return "-".join(filter(None, (language, script, region))) + found["rest"]
