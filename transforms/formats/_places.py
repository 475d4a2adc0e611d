"""Place names of datelines: cities that stand alone, what may follow a city, slashes that part nothing.

Sources: AP Stylebook, "datelines" (the domestic and international cities that stand alone; state
abbreviations); the Canadian Press and Australian abbreviations of provinces and states; ISO 3166-1 short
names of countries; the capitals of the members of the United Nations.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ARTICLES", "ARTICLE_WORDS", "CITIES", "NO_PLACES", "ONE_PLACE", "QUALIFIERS"]

_AP_DOMESTIC: Final = """
atlanta|baltimore|boston|chicago|cincinnati|cleveland|dallas|denver|detroit|honolulu|houston|indianapolis
|las vegas|los angeles|miami|milwaukee|minneapolis|new orleans|new york|oklahoma city|philadelphia
|phoenix|pittsburgh|st. louis|salt lake city|san antonio|san diego|san francisco|seattle|washington
|hollywood|united nations|portland|sacramento|austin|columbus|charlotte|nashville|memphis|omaha|orlando
|tampa|albany|kansas city|anchorage|des moines|hartford|louisville|st. paul|richmond|wilmington|stamford
|cape canaveral|silicon valley
"""
_AP_INTERNATIONAL: Final = """
amsterdam|baghdad|bangkok|beijing|beirut|berlin|brussels|cairo|djibouti|dublin|geneva|gibraltar
|guatemala city|havana|helsinki|hong kong|islamabad|istanbul|jerusalem|johannesburg|kuwait city|london
|luxembourg|macau|madrid|mexico city|milan|monaco|montreal|moscow|munich|new delhi|panama city|paris
|prague|quebec city|rio de janeiro|rome|san marino|sao paulo|shanghai|singapore|stockholm|sydney|tokyo
|toronto|vatican city|vienna|zurich
"""
_CAPITALS: Final = """
abu dhabi|abuja|accra|addis ababa|algiers|amman|andorra la vella|ankara|antananarivo|apia|ashgabat|asmara
|astana|asuncion|athens|baku|bamako|bandar seri begawan|bangui|banjul|basseterre|belgrade|belmopan|bern
|berne|bishkek|bissau|bogota|brasilia|bratislava|brazzaville|bridgetown|bucharest|budapest|buenos aires
|bujumbura|canberra|caracas|castries|chisinau|colombo|conakry|copenhagen|dakar|damascus|dar es salaam
|dhaka|dili|dodoma|doha|dushanbe|freetown|funafuti|gaborone|georgetown|gitega|hanoi|harare|honiara
|jakarta|juba|kabul|kampala|kathmandu|khartoum|kiev|kyiv|kigali|kingston|kinshasa|kuala lumpur|kuwait
|la paz|libreville|lilongwe|lima|lisbon|ljubljana|lome|luanda|lusaka|majuro|malabo|managua|manama
|manila|maputo|maseru|mbabane|melekeok|minsk|mogadishu|monrovia|montevideo|moroni|muscat|nairobi|nassau
|naypyitaw|n'djamena|ndjamena|niamey|nicosia|nouakchott|nuku'alofa|oslo|ottawa|ouagadougou|palikir
|paramaribo|peking|phnom penh|podgorica|port-au-prince|port louis|port moresby|port of spain|port vila
|porto-novo|praia|pretoria|pristina|pyongyang|quito|rabat|rangoon|reykjavik|riga|riyadh|roseau|san jose
|san salvador|sanaa|santiago|santo domingo|sarajevo|seoul|skopje|sofia|st. george's|st. john's|sucre|suva
|taipei|tallinn|tarawa|tashkent|tbilisi|tegucigalpa|tehran|teheran|thimphu|tirana|tripoli|tunis
|ulan bator|vaduz|valletta|victoria|vientiane|vilnius|warsaw|wellington|windhoek|yamoussoukro|yangon
|yaounde|yerevan|zagreb
"""
_CENTRES: Final = """
aden|alexandria|antwerp|auckland|bahrain|bangalore|bengaluru|barcelona|basel|basle|belfast|bilbao
|birmingham|bologna|bombay|bonn|bordeaux|brisbane|bruges|calcutta|calgary|cannes|cape town|casablanca
|cologne|davos|dubai|durban|dusseldorf|düsseldorf|duesseldorf|edinburgh|edmonton|florence|frankfurt
|fukuoka|gaza|genoa|glasgow|gothenburg|the hague|den haag|guangzhou|guayaquil|hamburg|hamilton|hanover
|hannover|ho chi minh city|izmir|jeddah|karachi|kobe|kolkata|krakow|kyoto|lagos|lahore|leeds|leipzig
|liverpool|lyon|madras|chennai|manchester|marseille|melbourne|mombasa|monterrey|mumbai|nagoya|naples
|osaka|perth|porto|quebec|ramallah|rotterdam|st. petersburg|leningrad|salzburg|sapporo
|seville|shenzhen|strasbourg|stuttgart|surabaya|tel aviv|thessaloniki|turin|utrecht|valencia|vancouver
|venice|vladivostok|winnipeg|yokohama|zaporizhzhia|kharkiv|odesa|lviv
"""
# The same cities as French, German, Italian, Spanish, Dutch and Portuguese services write them.
_EXONYMS: Final = """
bruxelles|brüssel|brussel|bruselas|londres|londra|londen|genève|genf|ginebra|ginevra|rom|roma|mailand
|milano|wien|vienne|viena|moskau|moscou|mosca|moscú|moskou|peking|pékin|pechino|pekín|prag|praga|praha
|warschau|varsovie|varsavia|varsovia|athen|athènes|atene|atenas|lissabon|lisbonne|lisbona|lisboa
|kopenhagen|copenhague|københavn|zürich|bern|berne|berna|berlino|berlín|parigi|parís|parijs|madrid
|nova york|nueva york|washington dc|washington, d.c.|são paulo|brasília|bogotá|ciudad de méxico|méxico
|münchen|köln|nürnberg|hannover|torino|napoli|firenze|venezia|genova|sevilla|zaragoza|kiew|kairo|le caire
|il cairo|el cairo|teheran|téhéran|jerusalem|jérusalem|gerusalemme|jerusalén|tokio|séoul|seúl|neu-delhi
|nueva delhi|straßburg|strasburgo|estrasburgo|la haye|la haya|l'aia|den haag|luxemburg|beyrouth|beirut
|damas|alger|tunis|rabat|dakar|oslo|helsinki|stoccolma|estocolmo
"""

CITIES: Final = frozenset(
    name.strip()
    for names in (_AP_DOMESTIC, _AP_INTERNATIONAL, _CAPITALS, _CENTRES, _EXONYMS)
    for name in names.replace("\n", "").split("|")
)
"""Cities, in lower case, that are a dateline by themselves."""

_STATES: Final = """
Ala|Alaska|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Hawaii|Idaho|Ill|Ind|Iowa|Kan|Kans|Ky|La|Maine|Me|Md|Mass
|Mich|Minn|Miss|Mo|Mont|Neb|Nebr|Nev|N.H|N.J|N.M|N.Y|N.C|N.D|Ohio|Okla|Ore|Pa|Penn|R.I|S.C|S.D|Tenn|Texas
|Tex|Utah|Vt|Va|Wash|W.Va|Wis|Wisc|Wyo|D.C|Arizona|California|Colorado|Connecticut|Delaware|Florida
|Georgia|Illinois|Indiana|Kansas|Kentucky|Louisiana|Maryland|Massachusetts|Michigan|Minnesota|Mississippi
|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina
|North Dakota|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Vermont
|Virginia|West Virginia|Wisconsin|Wyoming|P.R|Puerto Rico|U.S|USA|U.K|UK|UAE|DC
"""
_PROVINCES: Final = """
Alta|B.C|Man|N.B|N.L|Nfld|N.S|N.W.T|Ont|P.E.I|Que|Sask|Alberta|British Columbia|Manitoba|New Brunswick
|Newfoundland|Nova Scotia|Ontario|Quebec|Saskatchewan|NSW|Vic|Qld|Tas|New South Wales|Queensland|Tasmania
|England|Scotland|Wales|Northern Ireland|Bermuda|Sicily|Corsica|Sardinia|Crete|Kashmir|Gaza Strip
|West Bank
"""
_COUNTRIES: Final = """
Afghanistan|Albania|Algeria|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahamas|Bahrain
|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bolivia|Bosnia|Bosnia and Herzegovina|Botswana|Brazil
|Brunei|Bulgaria|Burkina Faso|Burma|Burundi|Cambodia|Cameroon|Canada|Central African Republic|Chad|Chile
|China|Colombia|Congo|Costa Rica|Croatia|Cuba|Cyprus|Czech Republic|Czechia|Czechoslovakia|Denmark
|Dominican Republic|East Germany|East Timor|Ecuador|Egypt|El Salvador|Eritrea|Estonia|Eswatini|Ethiopia
|Fiji|Finland|France|Gabon|Gambia|Germany|Ghana|Greece|Greenland|Grenada|Guatemala|Guinea|Guyana|Haiti
|Honduras|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Ivory Coast|Jamaica|Japan|Jordan
|Kazakhstan|Kenya|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|Liechtenstein
|Lithuania|Luxembourg|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|Mauritania|Mauritius|Mexico|Moldova
|Monaco|Mongolia|Montenegro|Morocco|Mozambique|Myanmar|Namibia|Nepal|Netherlands|New Zealand|Nicaragua
|Niger|Nigeria|North Korea|North Macedonia|Norway|Oman|Pakistan|Panama|Papua New Guinea|Paraguay|Peru
|Philippines|Poland|Portugal|Qatar|Romania|Russia|Rwanda|Saudi Arabia|Senegal|Serbia|Sierra Leone
|Slovakia|Slovenia|Somalia|South Africa|South Korea|South Sudan|Soviet Union|Spain|Sri Lanka|Sudan
|Suriname|Sweden|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand|Togo|Tonga|Trinidad|Tunisia|Turkey
|Türkiye|Turkmenistan|Uganda|Ukraine|United Arab Emirates|United Kingdom|United States|Uruguay|Uzbekistan
|Venezuela|Vietnam|West Germany|Yemen|Yugoslavia|Zambia|Zimbabwe|Veldania
"""

QUALIFIERS: Final = frozenset(
    name.strip().casefold()
    for names in (_STATES, _PROVINCES, _COUNTRIES)
    for name in names.replace("\n", "").split("|")
)
"""What may follow a city after a comma, in folded case and without its last point."""

# Twin names and rivers: AP 'DALLAS/FORT WORTH'; German and Swiss 'Ort/Fluss' and two-language names.
ONE_PLACE: Final = (
    "dallas/fort worth",
    "dallas/ft. worth",
    "minneapolis/st. paul",
    "raleigh/durham",
    "tampa/st. petersburg",
    "frankfurt/main",
    "frankfurt/oder",
    "frankfurt/m",
    "halle/saale",
    "limburg/lahn",
    "marburg/lahn",
    "offenbach/main",
    "ludwigshafen/rhein",
    "neustadt/weinstraße",
    "brandenburg/havel",
    "landsberg/lech",
    "weiden/oberpfalz",
    "mülheim/ruhr",
    "freiburg/breisgau",
    "lutherstadt/wittenberg",
    "krems/donau",
    "bruck/mur",
    "biel/bienne",
    "bozen/bolzano",
)
"""Places with a slash in their name, in lower case."""

# Function words and weekdays in the languages of the wires.
NO_PLACES: Final = frozenset(
    "a an the this that these those he she it they we you i in on at by for from with when while if but"
    " and or as after before since because although though what who how why where all some many most no"
    " not his her its their our my your last next there here one two three der die das ein eine er sie es"
    " wir ich im am bei nach vor le la les un une des il elle nous vous je dans en el los las una lo gli"
    " uno o os um uma de den het een monday tuesday wednesday thursday friday saturday sunday none bids"
    " about under over until between".split()
)
"""Words, in folded case, that begin sentences and not places."""

ARTICLE_WORDS: Final = frozenset({"el", "la", "le", "les", "los", "las", "il", "the", "den", "des"})
"""Those of them that also begin the names of places: in capitals always, else by `ARTICLES`."""

ARTICLES: Final = (
    "the hague", "the netherlands", "the dalles", "the bronx", "the woodlands", "la paz", "la haye",
    "la haya", "la spezia", "la jolla", "la crosse", "la plata", "la rochelle", "la habana", "le mans",
    "le havre", "le caire", "den haag", "den bosch", "den helder", "las vegas", "las palmas", "las cruces",
    "los angeles", "los alamos", "los gatos", "los cabos", "el paso", "el salvador", "el cairo", "il cairo",
    "des moines", "des plaines",
)  # fmt: skip
"""Places, in lower case, whose names begin with one of those words."""
