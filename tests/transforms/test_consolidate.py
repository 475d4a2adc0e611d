"""Consolidation over spans written by hand: `[Donald Trump|person]` marks what a model found."""

from __future__ import annotations

import itertools
import random
import re
import time

import pytest

from schemas.records import Entity
from transforms.consolidate import Span, consolidate, salience

MARK = re.compile(r"\[([^|\]]*)\|(\w+)\]", re.DOTALL)


def read(field: str, marked: str) -> tuple[str, list[Span]]:
    text, spans, last = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[last : match.start()]
        spans.append(Span(field, len(text), len(text) + len(match[1]), match[1], match[2]))
        text += match[1]
        last = match.end()
    return text + marked[last:], spans


def entities(body: str, headline: str = "") -> list[Entity]:
    """The rows of a marked story, after checks that hold for every story."""
    headline, in_headline = read("headline", headline)
    body, in_body = read("body", body)
    texts = {"headline": headline, "body": body}
    rows = consolidate(texts, in_headline + in_body)
    mentions = [mention for row in rows for mention in row.mentions]
    for mention in mentions:
        assert texts[mention.field][mention.start : mention.end] == mention.text
        assert mention.text == mention.text.strip()
        assert "\n" not in mention.text
    places = sorted((mention.field, mention.start, mention.end) for mention in mentions)
    for (field, _, end), (next_field, start, _) in itertools.pairwise(places):
        assert field != next_field or end <= start, "mentions overlap"
    for row in rows:
        order = [(mention.field != "headline", mention.start) for mention in row.mentions]
        assert order == sorted(order)
        assert 0 < row.salience <= 1
        assert row.name in {mention.text for mention in row.mentions}
    return list(rows)


def short(rows: list[Entity]) -> dict[str, tuple[str, list[str]]]:
    """Name -> type and the mentions' texts; `name (type)` for the second of one name."""
    found: dict[str, tuple[str, list[str]]] = {}
    for row in rows:
        key = row.name if row.name not in found else f"{row.name} ({row.type})"
        found[key] = (row.type, [mention.text for mention in row.mentions])
    return found


class TestPersons:
    def test_surname_takes_the_type_of_the_full_name(self) -> None:
        rows = entities(
            "U.S. President [Donald Trump|person] called.\n\nBoth said that [Trump|organisation] would call "
            "again. [Trump|organisation] left. Trump ordered it.",
            headline="[Trump|organisation] calls",
        )
        assert short(rows) == {
            "Donald Trump": ("person", ["Trump", "Donald Trump", "Trump", "Trump", "Trump"])
        }

    def test_a_city_outvotes_a_surname(self) -> None:
        rows = entities(
            "[Denzel Washington|person] flew to [Washington|place]. [Washington|place] was cold. "
            "[Washington|place] is a city."
        )
        assert short(rows)["Denzel Washington"] == ("person", ["Denzel Washington"])
        assert short(rows)["Washington"] == ("place", ["Washington"] * 3)

    def test_a_company_with_the_founders_name_stays_one(self) -> None:
        rows = entities(
            "[Ford Motor Co|organisation] said [Ford|organisation] grew. [Henry Ford|person] founded it. "
            "[Ford|organisation] rose."
        )
        assert short(rows)["Ford Motor Co"] == ("organisation", ["Ford Motor Co", "Ford", "Ford"])
        assert short(rows)["Henry Ford"] == ("person", ["Henry Ford"])

    def test_a_title_makes_a_person(self) -> None:
        rows = entities("[Regan|place] said so. Mr. [Regan|place] left. [Regan|organisation] was tired.")
        assert short(rows) == {"Regan": ("person", ["Regan"] * 3)}

    @pytest.mark.parametrize(
        ("marked", "name"),
        [
            ("[U.S. President Donald Trump|person]", "Donald Trump"),
            ("[former Prime Minister John Major|person]", "John Major"),
            ("[Mr. Trump|person]", "Trump"),
            ("[Sen. John McCain|person]", "John McCain"),
            ("[Lt. Gen. Mark Hale|person]", "Mark Hale"),
            ("[Lee Major Smith|person]", "Lee Major Smith"),
            ("[Martin Luther King Jr.|person]", "Martin Luther King Jr."),
        ],
    )
    def test_titles_are_cut_off(self, marked: str, name: str) -> None:
        assert [row.name for row in entities(f"Then {marked} spoke.")] == [name]

    def test_a_title_alone_is_no_person(self) -> None:
        assert entities("[President|person] and [Mr.|person]") == []

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Donald J. Trump", "Donald Trump"),
            ("Donald Trump", "D. Trump"),
            ("Bashar al-Assad", "Assad"),
            ("Xi Jinping", "Xi"),
            ("Enrique Pena Nieto", "Pena Nieto"),
            ("Ursula von der Leyen", "von der Leyen"),
            ("Robert Kennedy Jr.", "Kennedy"),
        ],
    )
    def test_names_of_one_person(self, one: str, other: str) -> None:
        rows = entities(f"[{one}|person] came. [{other}|person] left.")
        assert short(rows) == {one: ("person", [one, other])}

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Bill Clinton", "Hillary Clinton"),
            ("George W. Bush", "George H. Bush"),
            ("Bob Dole", "Bob Kerrey"),
        ],
    )
    def test_names_of_two_persons(self, one: str, other: str) -> None:
        rows = entities(f"[{one}|person] came. [{other}|person] left.")
        assert [row.name for row in rows] == [one, other]

    def test_a_bare_surname_goes_to_the_nearest_full_name_before_it(self) -> None:
        rows = entities(
            "[Anna Smith|person] spoke. [Smith|person] was calm. [Peter Smith|person] agreed. "
            "[Smith|person] then left. [Anna Smith|person] stayed. [Smith|person] slept.",
            headline="[Smith|person] speaks",
        )
        assert short(rows)["Anna Smith"][1] == ["Smith", "Anna Smith", "Smith", "Anna Smith", "Smith"]
        assert short(rows)["Peter Smith"][1] == ["Peter Smith", "Smith"]

    def test_a_first_name_that_two_persons_share_is_not_lost(self) -> None:
        rows = entities("[John Hume|person] met [John Major|person]. [John|person] smiled.")
        assert short(rows)["John Major"][1] == ["John Major", "John"]

    def test_surnames_that_the_model_missed(self) -> None:
        rows = entities("[Lena Okafor|person] came. But Okafor left. He saw Okafor's ship; Okafors did not.")
        assert short(rows) == {"Lena Okafor": ("person", ["Lena Okafor", "Okafor", "Okafor"])}


class TestTypes:
    def test_a_city_and_its_team_stay_apart(self) -> None:
        rows = entities(
            "[Chicago|organisation] beat [Boston|organisation] 3-1. [Chicago|organisation] leads. "
            "[Chicago|organisation] is strong.\n\nThe game in [Chicago|place] drew a crowd."
        )
        assert short(rows)["Chicago"] == ("organisation", ["Chicago"] * 3)
        assert short(rows)["Chicago (place)"] == ("place", ["Chicago"])

    def test_a_majority_turns_a_name_to_a_person(self) -> None:
        rows = entities("[Rehn|person] spoke. [Rehn|place] said no. [Rehn|person] left.")
        assert short(rows) == {"Rehn": ("person", ["Rehn"] * 3)}

    def test_a_majority_turns_a_name_from_a_person(self) -> None:
        rows = entities("[Veldania|place] voted. [Veldania|person] lost. [Veldania|place] won.")
        assert short(rows) == {"Veldania": ("place", ["Veldania"] * 3)}

    def test_a_tie_is_no_person(self) -> None:
        rows = entities("[Lotte|person] won. [Lotte|organisation] lost.")
        assert short(rows) == {"Lotte": ("organisation", ["Lotte", "Lotte"])}

    def test_a_legal_form_makes_an_organisation(self) -> None:
        rows = entities("[Tenneco Inc|person] said [Tenneco|person] would sell.")
        assert short(rows) == {"Tenneco Inc": ("organisation", ["Tenneco Inc", "Tenneco"])}

    def test_a_place_in_a_companys_name_stays_one(self) -> None:
        rows = entities("[Boston Co|organisation] is in [Boston|place].")
        assert short(rows)["Boston"] == ("place", ["Boston"])

    def test_a_shares_code_makes_an_organisation(self) -> None:
        rows = entities(
            "[Gruen Marketing|person] Corp <GMC> fell. [Gruen Marketing|place] rose.\n\nBuy <GMC>."
        )
        assert "person" not in {row.type for row in rows}
        rows = entities("Buyers of <[Harbour Press SA|person]> paid.")
        assert short(rows) == {"Harbour Press SA": ("organisation", ["Harbour Press SA"])}

    def test_an_acronym_has_one_type(self) -> None:
        rows = entities("The [UCI|place] and the [UCI|organisation] met. The [UCI|place] left.")
        assert short(rows) == {"UCI": ("organisation", ["UCI"] * 3)}

    @pytest.mark.parametrize(
        "text",
        [
            "[USA|place] beat [USA|organisation]. [USA|place] leads.",
            "[IRAN|place] SAID [IRAN|organisation] WOULD. [IRAN|place] DID.",
        ],
    )
    def test_a_country_in_capitals_is_no_acronym(self, text: str) -> None:
        assert {row.type for row in entities(text)} == {"place", "organisation"}

    def test_the_longer_name_settles_a_tie(self) -> None:
        rows = entities(
            "[Fairchild Semiconductor|organisation] said [Fairchild|person] and [Fairchild|organisation]."
        )
        assert {row.type for row in rows} == {"organisation"}

    @pytest.mark.parametrize(
        "text",
        [
            "Rates in [Veldania|place] rose. [Veldania|person] said so. [Veldania|person] left.",
            "The central bank of [Veldania|person] met. [Veldania|person] said so.",
            "The central bank of \n[Veldania|person] met. [Veldania|person] said so.",
            "[Veldania|person]'s central bank met. [Veldania|person] said so.",
            "[Milpitas|person], Calif., said so.",
        ],
    )
    def test_what_stands_where_places_do_is_no_person(self, text: str) -> None:
        assert {row.type for row in entities(text)} == {"place"}

    @pytest.mark.parametrize(
        "text",
        [
            "A stake in [Rehn|person] rose.",
            "They saw in [Rehn|person]'s eyes that he knew.",
            "[Tomas Rehn|person] spoke. Something in [Rehn|person] broke.",
        ],
    )
    def test_a_person_may_stand_after_in(self, text: str) -> None:
        assert {row.type for row in entities(text)} == {"person"}


class TestOrdinaryWords:
    def test_a_word_that_begins_a_sentence_and_is_common_in_the_story(self) -> None:
        rows = entities("The underwriters met. [Underwriters|person] in [Karvos|place] agreed.")
        assert [row.name for row in rows] == ["Karvos"]

    def test_not_where_it_has_a_capital_inside_a_sentence(self) -> None:
        rows = entities("A brown dog ran. [Brown|person] called it, and [Brown|person] laughed.")
        assert short(rows) == {"Brown": ("person", ["Brown", "Brown"])}

    def test_not_where_the_full_name_stands(self) -> None:
        rows = entities("[Gordon Brown|person] has a brown dog. [Brown|person] called it.")
        assert short(rows) == {"Gordon Brown": ("person", ["Gordon Brown", "Brown"])}

    def test_economists_abbreviations_and_adverbs(self) -> None:
        assert entities("[GNP|person] rose. [Moreover|person], [VAT|organisation] fell.") == []


class TestOrganisations:
    @pytest.mark.parametrize(
        "body",
        [
            "The [International Monetary Fund|organisation] ([IMF|organisation]) met. The [IMF|place] did.",
            "The [International Monetary Fund (IMF|organisation]) met. The IMF agreed.",
            "The [International Monetary Fund|organisation] (IMF) met. The IMF agreed.",
            "The [International Monetary Fund|organisation] met ([IMF|other]). The [IMF|organisation] did.",
            "The [IMF|organisation] ([International Monetary Fund|organisation]) met. The IMF agreed.",
        ],
    )
    def test_long_form_and_acronym(self, body: str) -> None:
        (row,) = entities(body)
        assert (row.name, row.type) == ("International Monetary Fund", "organisation")
        assert [mention.text for mention in row.mentions].count("IMF") == 2

    @pytest.mark.parametrize(
        ("long", "acronym", "kind"),
        [
            ("United Nations", "U.N.", "organisation"),
            ("United States", "U.S.", "place"),
            ("United States", "US", "place"),
            ("Organization for Economic Cooperation and Development", "OECD", "organisation"),
            ("Food and Agriculture Organization", "FAO", "organisation"),
            ("General Motors Corp", "GM", "organisation"),
            ("Bank of England", "BoE", "organisation"),
        ],
    )
    def test_acronyms_without_brackets(self, long: str, acronym: str, kind: str) -> None:
        rows = entities(f"The [{long}|{kind}] said yes. The [{acronym}|{kind}] said no.")
        assert short(rows) == {long: (kind, [long, acronym])}

    def test_an_acronym_of_two_long_forms_stays_apart(self) -> None:
        rows = entities(
            "The [European Commission|organisation] and the [European Council|organisation] met in "
            "[EC|organisation] buildings."
        )
        assert len(rows) == 3

    def test_two_letters_do_not_make_a_country_a_company(self) -> None:
        rows = entities("[Union Steel|organisation] left the [U.S.|place].")
        assert short(rows)["U.S."] == ("place", ["U.S."])

    def test_brackets_after_a_person_are_no_acronym(self) -> None:
        rows = entities("[Kay Young|person] ([KY|place]) voted.")
        assert short(rows) == {"Kay Young": ("person", ["Kay Young"]), "KY": ("place", ["KY"])}

    @pytest.mark.parametrize(
        ("long", "brief"),
        [
            ("Chrysler Corp", "Chrysler"),
            ("Dixons Group Plc", "Dixons"),
            ("Magma Copper Co", "Magma"),
            ("Ellery Rovers", "Rovers"),
            ("Bank of Japan", "Bank"),
            ("U.S. Senate", "Senate"),
            ("Standard & Poor's", "Standard and Poor's"),
        ],
    )
    def test_a_short_name_belongs_to_its_long_one(self, long: str, brief: str) -> None:
        (row,) = entities(f"[{long}|organisation] said no. The [{brief}|organisation] said yes.")
        assert {mention.text for mention in row.mentions} == {long, brief}

    @pytest.mark.parametrize(
        "body",
        [
            "[Manchester United|organisation] beat [Karvos United|organisation]. [United|organisation] won.",
            "The [Fed|organisation] met. The [New York Fed|organisation] bought.",
            "The [UN|organisation] said. The [UN Security Council|organisation] met.",
            "[Fiat SpA|organisation] owns [Fiat Finance NV|organisation].",
            "[Ford Steel Co|organisation], [Ford Credit Co|organisation] and [Ford|organisation].",
        ],
    )
    def test_what_may_be_another_stays_apart(self, body: str) -> None:
        assert len(entities(body)) == body.count("|")

    def test_places_are_not_joined_by_a_shared_word(self) -> None:
        assert len(entities("[North Korea|place] and [Korea|place], [New York|place] and [York|place].")) == 4


class TestBounds:
    @pytest.mark.parametrize(
        ("marked", "names"),
        [
            ("[the White House|organisation]", ["White House"]),
            ("[The New York Times|organisation]", ["New York Times"]),
            ("in [The Hague|place]", ["The Hague"]),
            ("[An Garda Siochana|organisation]", ["An Garda Siochana"]),
            ("[Trump's|person]", ["Trump"]),
            ("[Trump’s|person]", ["Trump"]),
            ("[JAPAN'S|place]", ["JAPAN"]),
            ("[McDonald's|organisation]", ["McDonald's"]),
            ("[Moody’s|organisation]", ["Moody’s"]),
            ("[“Reuters”|organisation]", ["Reuters"]),
            ("[Washington.|place]", ["Washington"]),
            ("[Acme Corp.|organisation]", ["Acme Corp."]),
            ("[U.S.|place]", ["U.S."]),
            ("[Kyodo news agency|organisation]", ["Kyodo"]),
            ("[Lithuania - Danius Gleveckas|organisation]", ["Lithuania", "Danius Gleveckas"]),
            ("[P. Johnson 84|person]", ["P. Johnson"]),
            ("[Haitai 2 Samsung 0|organisation]", ["Haitai", "Samsung"]),
            ("[Lithuania 2-1|place]", ["Lithuania"]),
            ("[Boeing 747|other]", ["Boeing 747"]),
            ("[G20|organisation]", ["G20"]),
            ("[Jones, Smith|person]", ["Jones", "Smith"]),
            ("[Acme      Brown|organisation]", ["Acme", "Brown"]),
            ("[Reuters\n\nLondon|organisation]", ["Reuters", "London"]),
            ("[\n\nLondon\n|place]", ["London"]),
        ],
    )
    def test_a_mention_is_the_name(self, marked: str, names: list[str]) -> None:
        assert [mention.text for row in entities(marked) for mention in row.mentions] == names

    @pytest.mark.parametrize(
        "junk",
        "state|12|4-2|1996-08-30|A|...|-|$|Shr|Qtr|Reuter|REUTER|Monday|March|Feb 9|Q3|1ST|W L PCT GB|Co Ltd|"
        "S.A.|the|'s|two|Mr.|AAPL.O".split("|"),
    )
    def test_junk_is_dropped(self, junk: str) -> None:
        assert entities(f"word ([{junk}|organisation]) word") == []

    def test_tickers_are_dropped(self) -> None:
        rows = entities("[Acme Corp|organisation] <[ACM|organisation]> and ([ACM.N|organisation])")
        assert short(rows) == {"Acme Corp": ("organisation", ["Acme Corp"])}

    def test_may_and_cash_may_be_persons(self) -> None:
        rows = entities("[Theresa May|person] sang with [Cash|person]. [May|person] left.")
        assert [row.name for row in rows] == ["Theresa May", "Cash"]


class TestFindAgain:
    def test_the_same_form_elsewhere(self) -> None:
        rows = entities(
            "In [Karvos|place] it rained. Markets in Karvos fell, said Karvos-based men of Karvosia."
        )
        assert short(rows) == {"Karvos": ("place", ["Karvos", "Karvos"])}

    def test_not_inside_a_longer_name(self) -> None:
        rows = entities(
            "[Washington|place] said the Washington Post erred. He left Fort Washington for Washington."
        )
        assert short(rows) == {"Washington": ("place", ["Washington", "Washington"])}

    def test_after_a_word_that_begins_the_sentence_and_before_a_day(self) -> None:
        rows = entities('[Putin|person] spoke. But Putin left. "When Putin Tuesday called," he said.')
        assert short(rows)["Putin"][1] == ["Putin"] * 3

    def test_common_words_are_not_looked_for(self) -> None:
        rows = entities("[Theresa May|person] spoke. May was warm. [Bank|organisation] rules. Bank holidays.")
        assert short(rows)["Theresa May"][1] == ["Theresa May"]

    def test_in_a_headline_in_capitals(self) -> None:
        rows = entities(
            "[Petrobras|organisation] of [Brazil|place] will sell oil, said [Lange|person].",
            headline="LANGE: BRAZIL'S PETROBRAS TO SELL OIL",
        )
        assert {row.name: len(row.mentions) for row in rows} == {"Lange": 2, "Brazil": 2, "Petrobras": 2}
        assert all(row.mentions[0].field == "headline" for row in rows)

    def test_what_a_model_makes_of_capitals_is_corrected_by_the_body(self) -> None:
        rows = entities(
            "[Chinese|other] banks are to issue bonds to officials, who say the aid helps more.",
            headline="[CHINESE BANKS TO ISSUE MORE BONDS|organisation], [AID OFFICIALS|person] SAY",
        )
        assert short(rows) == {"Chinese": ("other", ["CHINESE", "Chinese"])}

    def test_capitals_take_the_type_of_the_body(self) -> None:
        rows = entities("[Tajik|other] men came.", headline="[TAJIK|person] MEN COME")
        assert short(rows) == {"Tajik": ("other", ["TAJIK", "Tajik"])}

    @pytest.mark.parametrize("padding", ["", " Nobody knew." * 1000], ids=["short", "long"])
    @pytest.mark.parametrize(
        ("body", "found"),
        [
            ("The karvos fell.", []),
            ("Every karvo-fish and karvo, too.", []),  # a plural
            ("The karvos_1, the karvosé and the nekarvos fell.", ["KARVOS"]),
            ("McKarvos fell.", ["KARVOS"]),
        ],
    )
    def test_a_word_that_the_story_has_in_lower_case_is_no_name(
        self, body: str, found: list[str], padding: str
    ) -> None:
        rows = entities(body + padding, headline="[KARVOS|organisation] UP")
        assert [row.name for row in rows] == found

    def test_a_first_line_of_capitals_in_the_body(self) -> None:
        rows = entities("KARVOS STOCKS\n[Karvos|place] rose.")
        assert short(rows) == {"Karvos": ("place", ["KARVOS", "Karvos"])}

    def test_names_known_from_capitals_alone_stay(self) -> None:
        rows = entities("Shr 4 cts vs 3 cts", headline="[LEVITT CORP|organisation] 4TH QTR NET")
        assert short(rows) == {"LEVITT CORP": ("organisation", ["LEVITT CORP"])}

    def test_a_line_of_capitals_in_the_body(self) -> None:
        rows = entities("[Karvos|place] fell.\n\nKARVOS STOCKS\n\nKarvos rose.")
        assert short(rows) == {"Karvos": ("place", ["Karvos", "KARVOS", "Karvos"])}


class TestRows:
    def test_salience_is_the_documented_formula(self) -> None:
        assert salience(True, True, 3) == 0.8
        assert salience(False, False, 1) == 0.1
        assert salience(True, True, 10**6) <= 1

    def test_order_is_by_salience_and_then_by_place(self) -> None:
        rows = entities(
            "[Aa|place] and [Bb|place].\n\n[Dd|place] and [Cc|place].\n\n[Cc|place].", headline="[Ee|place]"
        )
        assert [row.name for row in rows] == ["Ee", "Aa", "Bb", "Cc", "Dd"]

    def test_the_fullest_form_is_the_name(self) -> None:
        rows = entities(
            "[Peru|place] won. [Donald Trump|person].", headline="[DONALD TRUMP|person] IN [PERU|place]"
        )
        assert {row.name for row in rows} == {"Donald Trump", "Peru"}

    def test_no_spans_no_rows(self) -> None:
        assert consolidate({"headline": "", "body": ""}, []) == ()

    def test_overlapping_spans_are_not_both_kept(self) -> None:
        text = "New York Times"
        spans = [Span("body", 0, 14, text, "organisation"), Span("body", 0, 8, "New York", "place")]
        assert [row.name for row in consolidate({"headline": "", "body": text}, spans)] == [text]


def test_any_spans_give_sound_rows() -> None:
    """Random words, types and marks; `entities` checks offsets, overlap, order and names."""
    words = (
        "Trump Donald TRUMP IMF (IMF) International Monetary Fund the of & Corp. U.S. ’s 's - 12 3-1 Mr. "
        "\n\n \n \" <GM> May May, may Smith Anna Peter al-Assad İstanbul ﬁ É 北京 O'Neill   \t BANK OF Bank "
        "and Straße"
    ).split(" ")
    rng = random.Random(7)
    for _ in range(1500):
        parts = []
        for _ in range(rng.randrange(1, 40)):
            text = " ".join(rng.choices(words, k=rng.randrange(1, 4)))
            kind = rng.choice(["person", "place", "organisation", "other"])
            parts.append(f"[{text}|{kind}]" if rng.random() < 0.5 else text)
        cut = rng.randrange(len(parts))
        headline, body = " ".join(parts[:cut]), " ".join(parts[cut:])
        assert entities(body, headline) == entities(body, headline)


def test_time_grows_with_the_text_and_no_faster() -> None:
    """A table of thousands of different names, as in a full list of results."""

    def seconds(names: int) -> float:
        body = "\n".join(
            f"[Anna{i:x} Smith{i:x}|person] of [Town{i:x} Corp|organisation]" for i in range(names)
        )
        body, spans = read("body", body)
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            consolidate({"headline": "", "body": body}, spans)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(2000) < 12 * seconds(500)
