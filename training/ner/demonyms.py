"""Adjectives and names of peoples in English: what they name is neither a place nor a person.

From general knowledge, put down after reading what an earlier model took for places. A form that is also a
common first name or a town (Jordan, Paris) is not here.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ADJECTIVES", "is_demonym"]

ADJECTIVES: Final = tuple(
    """Afghan African Albanian Algerian American Andorran Angolan Arab Arabian Argentine Argentinian
    Armenian Asian Australian Austrian Azerbaijani Bahamian Bahraini Balkan Baltic Bangladeshi
    Barbadian Bavarian Belarusian Belgian Belizean Beninese Bhutanese Bolivian Bosnian Brazilian
    British Bulgarian Burkinabe Burmese Burundian Californian Cambodian Cameroonian Canadian Catalan
    Chadian Chechen Chilean Chinese Colombian Congolese Corsican Croatian Cuban Cypriot Czech Danish
    Djiboutian Dominican Dutch Ecuadorian Egyptian Emirati English Eritrean Estonian Ethiopian
    European Fijian Filipino Finnish Flemish French Gabonese Gambian Gazan Georgian German Ghanaian
    Greek Guatemalan Guinean Guyanese Haitian Hawaiian Honduran Hungarian Icelandic Indian
    Indonesian Iranian Iraqi Irish Israeli Italian Ivorian Jamaican Japanese Jordanian Kashmiri
    Kazakh Kenyan Korean Kosovar Kurdish Kuwaiti Kyrgyz Laotian Latvian Lebanese Liberian Libyan
    Lithuanian Luxembourgish Macedonian Malagasy Malawian Malaysian Maldivian Malian Maltese
    Mauritanian Mauritian Mexican Moldovan Mongolian Montenegrin Moroccan Mozambican Namibian
    Nepalese Nepali Nicaraguan Nigerian Nigerien Norwegian Omani Ottoman Pakistani Palestinian
    Panamanian Paraguayan Persian Peruvian Polish Portuguese Punjabi Qatari Roman Romanian Russian
    Rwandan Salvadoran Samoan Saudi Scandinavian Scottish Senegalese Serbian Siberian Sicilian
    Singaporean Slovak Slovenian Somali Soviet Spanish Sudanese Surinamese Swedish Swiss Syrian
    Taiwanese Tajik Tanzanian Texan Thai Tibetan Togolese Tongan Trinidadian Tunisian Turkish
    Turkmen Ugandan Ukrainian Uruguayan Uyghur Uzbek Venezuelan Vietnamese Welsh Yemeni Zambian
    Zimbabwean""".split()
)

_PEOPLES: Final = tuple(
    """Arabs Britons Brits Croats Czechs Danes Dutchman Englishman Finns Frenchman Greeks Irishman Kurds
    Poles Serbs Spaniard Spaniards Scots Swedes Turks Uyghurs Slovaks Kazakhs Uzbeks Tajiks Berbers
    Druze Houthi Jewish Jew Jews Muslim Muslims Christian Christians Catholic Catholics Hindu Hindus
    Sikh Sikhs Buddhist Buddhists Islamic Sunni Shia Shiite Islamist Islamists Republican
    Republicans Democrat Democrats Zionist Inuit Maori Roma Tuareg Rohingya Hutu Tutsi Tamil Tamils
    Sinhalese Zulu Yoruba Igbo Hausa Fulani""".split()
)

_FORMS: Final = frozenset((*ADJECTIVES, *_PEOPLES, *(word + "s" for word in ADJECTIVES if word[-1] in "nir")))


_PAIRS: Final = frozenset(
    tuple(pair.split("_"))
    for pair in """South_African South_Korean North_Korean Sri_Lankan Saudi_Arabian Costa_Rican Puerto_Rican
    New_Zealander South_Sudanese Sierra_Leonean East_Timorese Hong_Konger Cape_Verdean Northern_Irish
    El_Salvadoran Latin_American North_American South_American Central_American African_American
    Native_American Asian_American Mexican_American West_African East_African North_African Central_African
    South_Asian East_Asian Central_Asian Middle_Eastern Western_European Eastern_European Bosnian_Serb
    Bosnian_Croat Kosovo_Albanian Crimean_Tatar Iraqi_Kurdish Syrian_Kurdish Israeli_Arab Turkish_Cypriot
    Greek_Cypriot Sunni_Muslim Shia_Muslim Shiite_Muslim Roman_Catholic Orthodox_Christian""".split()
)


def is_demonym(*words: str) -> bool:
    """Whether the word or the two words are one of them, written as in running text; a plural counts."""
    if len(words) == 1:
        return words[0] in _FORMS
    first, last = words
    return (first, last) in _PAIRS or (first, last.removesuffix("s")) in _PAIRS
