"""The words of an invented world: names are built from parts, phrases fill the slots of sentences.

Every list is long and every sentence has a slot each few words, so that two stories that have nothing to do
with one another share next to no run of four words. All of it is invented.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ABOUT", "FORM", "GENERIC_SLUGS", "HEADLINES", "PHRASES", "SENTENCES", "SLUG_WORDS"]

_STEMS: Final = """
    Kar Vel Ost Bren Tor Mar Sel Dun Hal Lor Vin Pet Gar Nor Ash Cor Fen Lun Ril Sto Tam Ul Wen Yar Zel
    Bal Dor Eck Fal Gol Hes Ibb Jor Kel Lam Mor Nev Orm Pel Quin Ras Sam Tes Urb Val Wol Ard Bir Cal Dev
    Elm Frey
""".split()
_PLACE_ENDS: Final = """
    vos holm ford stad grad ville mouth burg haven field wick minster dale moor ness port ona eva umbria
    ingen aster essa iton unda arra elm
""".split()
_NAME_ENDS: Final = """
    ley man sen sson etti ovic escu wright ton der ardo ini aux quist berg stein mann ska ova enko idis
    elli ard
""".split()
_GIVEN: Final = """
    Anna Boris Carla Dmitri Elena Farid Greta Hugo Ines Jonas Katya Lars Mina Nils Olga Pavel Rosa
    Stefan Tara Ugo Vera Wim Yusuf Zora Amara Bruno Celia Daniel Edda Felix Gina Henrik Irma Jakob Klara
    Leon Maren Nadia Otto Petra Ravi Selma Theo Ursula Viktor Wanda Xenia Yann Zeno Alma Basil Dora Emil
    Freya Goran Hilda Ivan Jana Kemal Lidia
""".split()
_COMPANY_ENDS: Final = """
    Holdings Mining Telecom Foods Airways Energy Logistics Pharma Steel Shipping Motors Textiles Cement
    Insurance Timber Optics Chemicals Railways Breweries Software Grid Water Paper Glass Robotics Seeds
    Tyres Lines
""".split()


def _phrases(text: str) -> list[str]:
    """Phrases that strokes part; line ends count for nothing."""
    return [" ".join(phrase.split()) for phrase in text.split("|")]


PHRASES: Final = {
    "place": [stem + end for stem in _STEMS for end in _PLACE_ENDS],
    "surname": [stem + end for stem in _STEMS for end in _NAME_ENDS],
    "given": _GIVEN,
    "trade": _COMPANY_ENDS,
    "office": _phrases("""
        Harbour Board|Transport Ministry|Grain Council|Energy Agency|Audit Office|Coast Guard|
        Health Institute|Fire Service|Labour Congress|Election Commission|Rail Authority|
        Customs Service|Forest Agency|Teachers Union|Port Authority|Weather Office|Chamber of Commerce|
        Court of Appeal|Housing Fund|Water Board|Geological Survey|Fisheries Council|National Library|
        Football League|Space Centre|Nurses Federation|Trade Tribunal|Civil Aviation Office|
        City Council|Statistics Bureau
    """),
    "said": _phrases("""
        said|told reporters|told a news conference|wrote in a letter|said by telephone|told local radio|
        said in a statement|told the assembly|said late in the evening|told a committee|announced|
        said after the talks|added|explained|said on the sidelines of a fair|told shareholders|
        told a crowd|said at the scene|confirmed|insisted
    """),
    "when": _phrases("""
        on Thursday|early on Thursday|on Wednesday night|in the afternoon|before dawn|at midday|
        over the past week|since the autumn|last month|by nightfall|during the morning|on Tuesday|
        two days ago|after a long session|in late February|this spring|at the weekend|
        shortly after noon|within hours|for the third time this year
    """),
    "role": _phrases("""
        mayor|deputy minister|harbour master|chief engineer|union leader|chief economist|spokeswoman|
        police inspector|head teacher|surgeon|chairwoman|opposition leader|judge|farm adviser|
        marine biologist|fire chief|ambassador|finance director|trade envoy|museum curator|head coach|
        station manager|prosecutor|census director|pilot
    """),
    "thing": _phrases("""
        the ferry terminal|a disputed pipeline|the grain harvest|an unfinished bridge|
        the copper smelter|the regional budget|a pension reform|the night trains|the water reservoir|
        the herring quota|a vaccine trial|the tram depot|the old quarry|a satellite launch|
        the timber tariff|the sugar refinery|a border crossing|the cup final|the teachers' pay deal|
        the coastal road|a wind farm|the airport tower|the tax register|an art collection|the dry dock|
        a chemical store|the flood wall|the school meals fund|the currency peg|a rail tunnel|
        the dairy subsidy|an offshore platform|the census|the power grid|the gas field|a hospital wing
    """),
    "act": _phrases("""
        halted work on|reopened|approved plans for|raised doubts about|ordered a review of|
        cut spending on|sealed off|promised money for|voted against|took control of|postponed|sued over|
        withdrew from|inspected|praised|damaged|delayed|defended|sold its share in|doubled the cost of|
        refused to sign off|began repairs to|cleared|blocked|handed over|bid for|closed|scaled back|
        quarrelled over|set a date for
    """),
    "cause": _phrases("""
        because of heavy rain|after a leak was found|under pressure from creditors|despite protests|
        to save fuel|as prices fell|following a court ruling|with the backing of lenders|
        without giving a reason|amid a strike|to avoid a fine|in line with a treaty|
        on the advice of experts|after weeks of drought|under a new statute|as winter ended|
        because staff were short|after an anonymous complaint|in return for guarantees|
        at the last moment|owing to fog|against the will of villagers|after a routine test|
        for want of spare parts|in the face of rising debt
    """),
    "crowd": _phrases("""
        residents|commuters|dock workers|pupils|farmers|investors|nurses|passengers|shopkeepers|
        volunteers|anglers|lorry drivers|pensioners|students|tourists|brewers|miners|home owners|
        importers|refugees|supporters|weavers
    """),
    "did": _phrases("""
        queued for hours at|gathered outside|wrote petitions about|stayed away from|walked past|
        complained of|were led away from|paid more for|lost faith in|celebrated|were warned about|
        marched towards|took shelter near|learned of|shrugged off|camped beside|asked questions about|
        were turned back at|welcomed news of|bought tickets for
    """),
    "measure": _phrases("""
        tonnes of cargo|litres a second|crowns a share|households|square metres|percent of output|jobs|
        kilometres of track|bushels|patients|million crowns|containers|hectares|megawatts|ballots|
        cubic metres|crates|members|vehicles|points
    """),
    "trend": _phrases("""
        rose|fell|climbed|slipped|jumped|dropped|inched up|tumbled|recovered|shrank|widened|
        levelled off|doubled|eased|surged|dipped|soared|halved
    """),
    "figure": _phrases("""
        net profit|freight traffic|unemployment|the wholesale price|the water level|turnout|
        the death toll|exports of barley|the budget gap|ticket sales|steel output|the waiting list|
        new orders|the interest bill|rainfall|the catch of cod|electricity demand|the vacancy rate|
        imports of coal|tax receipts|the birth rate|the benchmark index|house rents
    """),
    "quality": _phrases("""
        costly|hasty|long overdue|without precedent|modest|painful|fair|reckless|hard to explain|
        welcome|half-hearted|sound|too little and too late|risky|generous|a matter of weeks|
        a question of trust|out of date|beyond repair|popular
    """),
    "scene": _phrases("""
        Smoke hung over|Snow covered|Police guarded|Cranes stood idle above|Banners lined|
        Dust settled on|Shutters were down along|Buses crawled through|Lights went out across|
        Bells rang in|Tents filled|Gulls circled|Barges crowded|Scaffolding hid|Mud blocked|
        Cameras surrounded|Candles burned beside|Puddles dotted|Sirens echoed through|Hoardings ringed
    """),
    "spot": _phrases("""
        the market square|the northern pier|the court house|a side street|the railway yard|the old town|
        the east gate|the main avenue|the ring road|the parade ground|a disused factory|the river bank|
        the bus station|the town hall|the fairground|the fish market|the goods yard|
        the botanical garden|the lower valley|the ferry quay
    """),
    "plan": _phrases("""
        talks will resume|a hearing is due|the inquiry should end|work is to restart|tenders will open|
        a vote is planned|lenders will meet|the first train should run|payments are to begin|
        inspectors will return|a verdict is expected|the season starts|new rules take effect|
        the road should reopen|the cargo will be sold|an audit will be published
    """),
    "future": _phrases("""
        next week|on April 2|by the end of May|in early summer|before the harvest|within a fortnight|
        on March 19|after Easter|in ten days|in the autumn|as soon as funds allow|at the June session|
        once the ice melts|by midnight on Friday
    """),
    "thought": _phrases("""
        nobody expected|few had foreseen|many had feared|everyone could see|rivals had predicted|
        the record shows|critics doubted|experience suggests|maps made clear|auditors had noted|
        locals still remember|the data hint at
    """),
}
"""Slot -> what may stand there. A story's own slots are in `prose.Cast`."""

SENTENCES: Final = (
    "{A}, {role} of {P}, {said} that {O} had {act} {thing} {cause}.",
    "{crowd_c} in {Q} {did} {thing} {when}, and {n} of them {did} {spot}.",
    "{figure_c} {trend} {d} percent to {N} {measure}, {O} {said} {when}.",
    '"It was {quality}, and {thought} it," {a} {said} {when}.',
    "{C} {act} {thing} near {Q} {when}, {cause}, at a cost of {N} {measure}.",
    "{scene} {spot} in {P} {when} while {crowd} {did} {thing}.",
    "{B}, a {role} from {Q}, called it {quality} and {act} {thing} {cause}.",
    "In {year} {O} {act} {thing} {cause}; {figure} {trend} {n} percent in the year that followed.",
    "{plan_c} in {Q} {future}, {b} {said}, unless {C} {act} {thing}.",
    "Some {N} {measure} were at stake when {crowd} {did} {spot} {when}.",
    "{C} {said} {figure} {trend} to {N} {measure} from {M} {cause}.",
    "A {role} of {O} who {act} {thing} in {year} {said} it had been {quality}.",
    "Neither {a} nor {b} would say why {C} {act} {thing} {when}.",
    "{n_c} {crowd} from {Q} {did} {spot} {cause}, and {thought} that.",
    '"We {act} {thing} {cause}," {B} {said}. "{figure_c} {trend}, which was {quality}."',
    "For {n} years {P} {did} {thing}; {when} it {act} {thing2}.",
    "{O} put the bill at {N} {measure}, {d} percent above what {C} {said} {when}.",
    "{scene} {spot} as {A} {said} that {plan} {future}.",
    "Records in {Q} show that {crowd} {did} {thing} {cause} as long ago as {year}.",
    "{C}, which employs {N} {crowd} in {P}, {act} {thing} {when}.",
    "Asked about {thing}, {b} {said} it was {quality} that {figure} {trend} {cause}.",
    "{crowd_c} and {crowd} {did} {thing} {when}; a {role} {said} {thought} it.",
    "{figure_c}, at {N} {measure}, {trend} {cause} while that of {Q} {trend} {d} percent.",
    "{plan_c} {future} at {spot}, where {O} {act} {thing} in {year}.",
    "Under the plan {C} {act} {thing} and {O} {act} {thing2}, {cause}.",
    "{a} {said} {n} {crowd} {did} {spot} {when} and {M} {measure} went missing.",
    "It is {quality}, {B} {said}, that {Q} {did} {thing} {cause}.",
    "{thought_c} that {figure} {trend} in {P} {when}, {b} {said}.",
    "{O} {act} {thing} {when} but {act} {thing2} {cause}, its {role} {said}.",
    "{n_c} kilometres away, in {Q}, {crowd} {did} {spot} {cause}.",
)

HEADLINES: Final = (
    "{P} {role} {act} {thing_s}",
    "{C} {act} {thing_s} near {Q}",
    "{crowd_c} of {P} {did} {thing_s}",
    "{figure_c} {trend} as {P} {act} {thing_s}",
    "{O} {act} {thing_s} in {P}",
    "{A} {act} {thing_s}",
    "Two killed as storm hits {P}, {role} says",
    "Rebels kill {n} near {P}, {crowd} {did} {spot}",
    "{P} {crowd} hold vigil at {spot}",
    "Bid for {C} withdrawn, {crowd} {did} {spot}",
)
"""The last four have the words of kill and hold notes in them, and are none."""

FORM: Final = (
    "{C} on Thursday reported quarterly net profit attributable to shareholders of {N} crowns, "
    "compared with a profit of {M} crowns in the same quarter of the previous year.",
    "Revenue of the company, which has its registered office in {P}, {trend} by {d} percent from a "
    "year earlier to {N} crowns, while operating costs {trend} by {d} percent to {M} crowns.",
    "Analysts polled before the report had on average forecast a quarterly net profit of {N} "
    "crowns, according to estimates that were gathered in {Q}.",
    "The board of directors proposed to pay a dividend of {d} crowns a share, against {d} crowns a "
    "share for the previous year, {cause}.",
    "Shares of {C} {trend} {d} percent in early trading after the report, having {trend} {n} "
    "percent since the beginning of the year.",
    '"{figure_c} {trend} in the quarter and we {act} {thing}," chief executive {A} said in a '
    "statement that came with the report.",
    "The company expects to sell {N} {measure} in the current year, up from {M} in the year that "
    "ended on Dec. 31, it said, provided that {figure} {trend}.",
    "It employs {N} people, of whom {n} percent work at its plant in {Q} and {n} percent at its "
    "head office in {P}.",
    "In the first quarter of the previous year it {act} {thing} and wrote off {M} crowns {cause}.",
    "Net debt stood at {N} crowns at the end of the quarter, of which {M} crowns falls due "
    "{future}, the report said.",
    "Finance director {B} called the result {quality} and said that {plan} {future}.",
    "The company, which was founded in {Q} in {year}, is to publish its report for the second "
    "quarter {future}.",
)
"""A fixed report of a company's figures: two of them differ in nothing but their facts."""

ABOUT: Final = (
    "{name} is an independent news agency owned by its member newspapers. It serves subscribers in "
    "forty countries with text, pictures and data around the clock. Its charter obliges it to "
    "report fairly and without favour, and its archive goes back to the founding of the service.",
    "Subscribers to {name} may use this report in print, on air and online for thirty days from its"
    " first sending. Later use needs written leave of the rights desk. Changes of meaning are not "
    "allowed, and the credit line must stand with every use, in full and unaltered.",
)
"""Paragraphs that unrelated stories of a provider have in common."""

GENERIC_SLUGS: Final = """
    OIL MARKETS WEATHER STOCKS METALS GRAINS BANKS CRICKET PARLIAMENT TRANSPORT
""".split()

_INCIDENTS: Final = """
    FERRY BRIDGE COURT STRIKE FLOOD BUDGET HARVEST TRAIN PENSION MINE QUARRY VOTE TARIFF QUOTA SCHOOL
    TUNNEL CENSUS RESERVOIR SMELTER TRIBUNAL
""".split()
_EVENTS: Final = """
    AGROUND COLLAPSE RULING DEAL RESCUE GAP FORECAST CRASH REFORM CLOSURE DISPUTE RECOUNT DELAY LIMIT
    FIRE BORING RESULT LEVEL EMISSIONS APPEAL AUDIT SALE VISIT
""".split()

SLUG_WORDS: Final = (
    _INCIDENTS,
    _EVENTS,
    [stem.upper() for stem in _STEMS],
    [end.upper() for end in _NAME_ENDS],
)
"""A story's own slug is a word of each: half a million of them."""
