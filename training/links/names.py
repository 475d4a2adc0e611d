"""Names of countries and states as English news writes them, where GeoNames has none. General knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["ADJECTIVES", "MORE_NAMES", "STATES", "UNSURE"]

MORE_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "US": ("U.S.", "US", "U.S.A.", "USA", "America"),
    "GB": ("U.K.", "UK", "Britain"),
    "AE": ("UAE", "U.A.E."),
    "NL": ("Holland", "Netherlands"),
    "CD": ("Zaire", "DR Congo", "Democratic Republic of Congo"),
    "CI": ("Ivory Coast",),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic",),
    "SZ": ("Swaziland",),
    "MK": ("Macedonia", "North Macedonia"),
    "MM": ("Burma", "Myanmar"),
    "TL": ("East Timor",),
    "TR": ("Turkey",),
    "VA": ("Vatican", "Vatican City", "Holy See"),
    "PS": ("Palestine",),
    "KP": ("North Korea",),
    "KR": ("South Korea",),
}

STATES: Final = dict(
    pair.split("=")
    for pair in """AL=Ala. AZ=Ariz. AR=Ark. CA=Calif. CO=Colo. CT=Conn. DE=Del. FL=Fla. IL=Ill. IN=Ind.
    KS=Kan. KY=Ky. LA=La. MD=Md. MA=Mass. MI=Mich. MN=Minn. MS=Miss. MO=Mo. MT=Mont. NE=Neb. NV=Nev. NH=N.H.
    KS=Kan. KY=Ky. LA=La. MD=Md. MA=Mass. MI=Mich. MN=Minn. MS=Miss. MO=Mo. MT=Mont. NE=Neb. NV=Nev.
    NH=N.H.
    WA=Wash. WV=W.Va. WI=Wis. WY=Wyo.""".split()
)
"""The Associated Press's abbreviations of states, which stand after a city."""

UNSURE: Final = frozenset(
    "congo korea central centre center north south east west northern southern eastern western nord sud est "
    "norte sur oriental occidental".split()
)
"""Keys that mean two countries alike, or a part of any."""

ADJECTIVES: Final[Mapping[str, tuple[str, ...]]] = {
    code: tuple(word.replace("_", " ") for word in words.split("|"))
    for code, _, words in (
        pair.partition("=")
        for pair in """AF=Afghan|Afghans AL=Albanian|Albanians DZ=Algerian|Algerians AO=Angolan|Angolans
    AR=Argentine|Argentinian|Argentines AM=Armenian|Armenians AU=Australian|Australians|Aussie
    AT=Austrian|Austrians AZ=Azerbaijani|Azeri|Azerbaijanis BH=Bahraini BD=Bangladeshi|Bangladeshis
    BY=Belarusian|Belarusians BE=Belgian|Belgians BJ=Beninese BO=Bolivian|Bolivians BA=Bosnian|Bosnians
    BW=Botswanan BR=Brazilian|Brazilians GB=British|Britons|Briton BG=Bulgarian|Bulgarians
    BF=Burkinabe|Burkinabé MM=Burmese BI=Burundian KH=Cambodian|Cambodians CM=Cameroonian|Cameroonians
    CA=Canadian|Canadians TD=Chadian CL=Chilean|Chileans CN=Chinese CO=Colombian|Colombians CD=Congolese
    CR=Costa_Rican HR=Croatian|Croatians|Croats CU=Cuban|Cubans CY=Cypriot|Cypriots CZ=Czech|Czechs
    DK=Danish|Danes EC=Ecuadorian|Ecuadorean EG=Egyptian|Egyptians SV=Salvadoran|Salvadorean
    ER=Eritrean|Eritreans EE=Estonian|Estonians ET=Ethiopian|Ethiopians FJ=Fijian FI=Finnish|Finns
    FR=French|Frenchman GA=Gabonese GM=Gambian GE=Georgian|Georgians DE=German|Germans|West_German|East_German
    GH=Ghanaian|Ghanaians GR=Greek|Greeks GT=Guatemalan GN=Guinean HT=Haitian|Haitians HN=Honduran|Hondurans
    HU=Hungarian|Hungarians IS=Icelandic|Icelanders IN=Indian|Indians ID=Indonesian|Indonesians
    IR=Iranian|Iranians IQ=Iraqi|Iraqis IE=Irish IL=Israeli|Israelis IT=Italian|Italians CI=Ivorian|Ivorians
    JM=Jamaican|Jamaicans JP=Japanese JO=Jordanian|Jordanians KZ=Kazakh|Kazakhs KE=Kenyan|Kenyans
    XK=Kosovar|Kosovars KW=Kuwaiti|Kuwaitis KG=Kyrgyz LA=Laotian LV=Latvian|Latvians LB=Lebanese
    LR=Liberian|Liberians LY=Libyan|Libyans LT=Lithuanian|Lithuanians MG=Malagasy MW=Malawian
    MY=Malaysian|Malaysians MV=Maldivian ML=Malian|Malians MT=Maltese MX=Mexican|Mexicans
    MD=Moldovan|Moldovans MN=Mongolian|Mongolians ME=Montenegrin MA=Moroccan|Moroccans MZ=Mozambican
    NA=Namibian NP=Nepalese|Nepali NL=Dutch NZ=New_Zealander|New_Zealanders NI=Nicaraguan|Nicaraguans
    NE=Nigerien NG=Nigerian|Nigerians KP=North_Korean|North_Koreans NO=Norwegian|Norwegians OM=Omani
    PK=Pakistani|Pakistanis PS=Palestinian|Palestinians PA=Panamanian PY=Paraguayan PE=Peruvian|Peruvians
    PH=Philippine|Filipino|Filipinos PL=Polish|Poles PT=Portuguese PR=Puerto_Rican QA=Qatari
    RO=Romanian|Romanians RU=Russian|Russians RW=Rwandan|Rwandans SA=Saudi|Saudis|Saudi_Arabian
    SN=Senegalese RS=Serbian|Serbs|Serbians SG=Singaporean SK=Slovak|Slovaks SI=Slovenian|Slovene
    SO=Somali|Somalis ZA=South_African|South_Africans KR=South_Korean|South_Koreans ES=Spanish|Spaniards
    LK=Sri_Lankan SD=Sudanese SS=South_Sudanese SE=Swedish|Swedes CH=Swiss SY=Syrian|Syrians
    TW=Taiwanese TJ=Tajik|Tajiks TZ=Tanzanian|Tanzanians TH=Thai|Thais TG=Togolese TT=Trinidadian
    TN=Tunisian|Tunisians TR=Turkish|Turks TM=Turkmen UG=Ugandan|Ugandans UA=Ukrainian|Ukrainians
    AE=Emirati US=American|Americans|U.S.-led UY=Uruguayan|Uruguayans UZ=Uzbek|Uzbeks
    VE=Venezuelan|Venezuelans VN=Vietnamese YE=Yemeni|Yemenis ZM=Zambian ZW=Zimbabwean""".split()
    )
}
"""Country -> its adjectives and the names of its people: they say which country a story is about."""
