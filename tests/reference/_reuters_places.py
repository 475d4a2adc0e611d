"""The names that the datelines of Reuters-21578 are made of, in lower case.

Read off the collection by eye, so that the reference needs no rule for what a place looks like. Misprints of
the wire are listed as they stand.
"""

from __future__ import annotations

__all__ = ["CITIES", "MONTHS", "REGIONS", "WEEKDAYS"]


def _names(text: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in text.split(","))


WEEKDAYS = _names("mon, tue, wed, thu, fri, sat, sun")

# With misprints (narch to apri), and the Spanish "abr" of a story from Buenos Aires.
MONTHS = _names(
    """
    january, february, march, april, may, june, july, august, september, october, november, december,
    jan, feb, mar, apr, jun, jul, aug, sep, sept, oct, nov, dec,
    narch, marc, mach, marchg, macrh, apri, abr
    """
)

# What follows a town: states, provinces and countries, in every spelling that occurs.
REGIONS = _names(
    """
    ala., ark., ariz., calif., claif., colo., conn., d.c., del., dela., fla., florida, ga., il.,
    ill., ia., ind., iowa, idaho, kan., kansas, ky., la., louisiana, ma., maine, mass., maryland,
    md., me., mich., minn., miss., mo., mont., montana, n.c., n.d., n.h., n.j., new jersey, n.m.,
    n.y., ny, neb., nev., ohio, ok., okla., oklahoma, ore., oregon, pa., penn., p.r., r.i., s.c.,
    s.d., tenn., tex., texas, utah, va., m va., vermont, vt., w. va., w.va., wash., wis., wisc.,
    wyo., alaska, hawaii,
    alberta, b.c., british columbia, manitoba, new brunswick, newfoundland, nova scotia, ontario,
    prince edward island, que., quebec, saskatchewan,
    australia, austria, bangladesh, belgium, bermuda, brazil, british west indies, china, egypt,
    england, france, grand cayman, haiti, india, italy, jamaica, japan, jersey, lebanon,
    netherlands, new zealand, norway, philippines, saudi arabia, scotland, south africa, spain,
    switzerland, the netherlands, trinidad, west germany, zambia
    """
)

# Towns that stand alone.
CITIES = _names(
    """
    abidjan, abu dhabi, addis ababa, adelaide, alexandria, algiers, altanta, amarillo, amman,
    amsterdam, ankara, annapolis, antananarivo, aruba, athens, atlanta, austin, baghdad, bahrain,
    baltimore, bangkok, basle, beirut, belgrade, berne, birmingham, boca raton, bogota, boise,
    bombay, bonn, boston, brasilia, bremen, brisbane, brussels, budapest, buenos aires, cairo,
    calais, calgary, canberra, cape canaveral, cape town, caracas, charlotte, cherry hill, chicago,
    chittagong, cincinnati, cleveland, cologne, colombo, columbus, copenhagen, dalla, dallas,
    damascus, dar es salaam, den bosch, denver, des moines, detroit, dhaka, dodge city, doha,
    dublin, duesseldorf, east berlin, edmonton, eindhoven, flensburg, fort worth, frankfurt,
    freetown, gaborone, geneva, georgetown, greenwich, hamburg, hanover, harare, harrisburg, havana,
    heerlen, helsinki, hong kong, honolulu, houston, indianapolis, islamabad, istanbul, jakarta,
    jeddah, jefferson city, jerusalem, johannesburg, joliet, kampala, kansas city, karachi,
    khartoum, kiel, kingston, kinshasa, kuala lumpur, kuwait, la paz, lagos, las palmas, las vegas,
    lima, lisbon, london, los angeles, louisville, lusaka, luxembourg, madrid, maimi, managua,
    manila, me}lbourne, melbourne, memphis, mexico city, miami, milan, milwaukee, mimai,
    minneapolis, mogadishu, montreal, moscow, munich, n'djamena, nairobi, nedw york, new brunswick,
    new delhi, new haven, new orleans, new york, newe york, nicosia, nuremberg, oakland, okalhoma
    city, oklahoma city, omaha, orlando, osaka, oslo, ottawa, paramaribo, paris, peking, peoria,
    perth, philadelphia, philadephia, phoenix, pittsburgh, port arthur, port louis, port moresby,
    port-au-prince, portland, pretoria, providence, quebec, quito, rabat, rangoon, ratzeburg,
    reykjavik, rio de janeiro, riyadh, rochester, rolling meadows, rome, rotterdam, salt lake city,
    salvador, san antonio, san diego, san francisco, san jose, san salvador, sanremo, santiago,
    santo domingo, sao paulo, saragossa, scottsville, seattle, seoul, shanghai, singapore, sioux
    city, sioux falls, south san francisco, st joseph, st louis, st paul, st. louis, st. paul,
    stamford, startford, stavanger, stockholm, strasbourg, stuttgart, sydney, taipei, tampa, tel
    aviv, the hague, tokyo, toledo, toronto, tulsa, tunis, turin, united nations, upper saddle
    river, valley forge, vancouver, vienna, warsaw, washingon, washington, wasington, wellington,
    west berlin, west fargo, wiesbaden, winnipeg, wolfsburg, yaounde, zeebrugge, zomba, zurich
    """
)
