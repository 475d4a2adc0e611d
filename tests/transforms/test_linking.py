"""Links: which place, which page, and none where it is not sure; tables as files; a house's own table."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from pipeline.cli import USAGE, main
from schemas.records import Dateline, Entity, Mention, Story
from transforms import linking
from transforms.link_places import Beside, Places, Surroundings
from transforms.link_table import (
    NO_LINKS,
    Place,
    Row,
    TableError,
    fold,
    place_lines,
    read_lines,
    read_rows,
    read_table,
    row_line,
    write_table,
)
from transforms.link_titles import Titles
from transforms.linking import Linker
from transforms.sorted_lines import SortedLines

KARVOS = (
    Place(1, "country", "VL", "", 9_000_000, 11.0, None, None, ("Veldania",), ("Veldanian", "Veldanians")),
    Place(2, "country", "OS", "", 5_000_000, 11.0, None, None, ("Ostmark",), ("Ostmarker",)),
    Place(3, "region", "VL", "NO", 800_000, 7.1, None, None, ("Norrland", "Norrland Province")),
    Place(4, "capital", "VL", "KA", 900_000, 8.6, 50.1, 4.2, ("Karvos", "Karvia")),
    Place(5, "city", "OS", "AA", 400_000, 6.6, 48.0, 9.0, ("Karvos",)),
    Place(6, "city", "VL", "NO", 60_000, 6.0, 51.0, 4.5, ("Sandvik",)),
    Place(7, "city", "OS", "BB", 55_000, 6.1, 48.5, 9.5, ("Sandvik",)),
    Place(8, "city", "VL", "NO", 70_000, 6.2, 51.0, 4.5, ("Norrland",)),
)
TITLES = (
    Row("Supreme Court", "https://w.example/Supreme_Court_of_Veldania", "organisation", 3),
    Row("Supreme Court", "https://w.example/Supreme_Court_of_Ostmark", "organisation", 4),
    Row("Harbour Press", "https://w.example/Harbour_Press", "organisation", 1),
    Row("Rehn", "https://w.example/Tomas_Rehn", "person", 2),
    Row("Okafor", "https://w.example/Lena_Okafor", "person", 9),
    Row("Lena Okafor", "https://w.example/Lena_Okafor", "person", 4),
    Row("Karvia", "https://w.example/Karvia_Bay", "place", 5),
)


PLACES_TABLE = SortedLines.of(line for place in KARVOS for line in place_lines(place))
TITLES_TABLE = SortedLines.of(map(row_line, TITLES))


@pytest.fixture
def places() -> Places:
    return Places(PLACES_TABLE)


@pytest.fixture
def linker() -> Linker:
    return Linker(PLACES_TABLE, TITLES_TABLE)


def story(*names: tuple[str, str], body: str = "") -> Story:
    """A story with these entities, each mentioned once in its body."""
    text = body or " ".join(name for name, _ in names)
    rows = [
        Entity(name=name, type=kind, mentions=(Mention(start=at, end=at + len(name), text=name),))
        for name, kind in names
        for at in [text.index(name)]
    ]
    return Story(body=text, entities=tuple(rows))


def linked(linker: Linker, *names: tuple[str, str], body: str = "") -> list[str | None]:
    return [entity.id for entity in linker.link(story(*names, body=body)).entities]


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("U.S.", "US"),
            ("The Hague", "HAGUE"),
            ("São Paulo", "Sao Paulo"),
            ("Port-au-Prince", "port au prince"),
            ("St. Louis", "St Louis"),
            ("King’s College", "King's College"),
        ],
    )
    def test_forms_of_one_name_have_one_key(self, one: str, other: str) -> None:
        assert fold(one) == fold(other)

    def test_different_names_keep_apart(self) -> None:
        assert len({fold(name) for name in ("The", "AT&T", "ATT", "Niger", "Nigeria", "C++")}) == 6


class TestPlaces:
    def test_the_better_known_of_one_name(self, places: Places) -> None:
        found = places.find("karvos")
        assert found
        assert found.id == 4

    def test_none_where_two_are_alike(self, places: Places) -> None:
        assert places.find("sandvik") is None

    def test_the_country_that_the_story_names_decides(self, places: Places) -> None:
        for people, number in (("Veldanians", 6), ("Ostmarker", 7)):
            found = places.find("sandvik", places.surroundings([fold(people)]))
            assert found
            assert found.id == number

    def test_the_region_beside_it_decides(self, places: Places) -> None:
        found = places.find("sandvik", beside=[Beside("in ", ", Norrland Province, on Monday")])
        assert found
        assert found.id == 6

    def test_a_region_after_its_city(self, places: Places) -> None:
        vague = places.find("norrland", Surroundings(frozenset({"VL"})))
        assert vague is None or vague.kind == "region"
        found = places.find("norrland", Surroundings(frozenset({"VL"})), [Beside("in Sandvik, ", ".")])
        assert found
        assert found.kind == "region"

    def test_what_a_name_says_of_the_surroundings(self, places: Places) -> None:
        assert places.surroundings(["karvos"]).regions == {("VL", "KA")}
        assert places.surroundings(["ostmarker", "nobody"]).countries == {"OS"}
        assert not any(places.surroundings(["sandvik"]))


class TestTitles:
    def test_the_country_chooses_among_courts(self, linker: Linker) -> None:
        court = ("Supreme Court", "organisation")
        assert linked(linker, court, ("Veldania", "place"))[0] == TITLES[0].id
        assert linked(linker, court, ("Ostmarker", "other"))[0] == TITLES[1].id
        assert linked(linker, court) == [None]
        assert linked(linker, court, ("Veldania", "place"), ("Ostmark", "place"))[0] is None

    def test_a_surname_alone_needs_uses(self, linker: Linker) -> None:
        assert linked(linker, ("Rehn", "person"), ("Okafor", "person")) == [None, TITLES[4].id]

    def test_the_type_must_agree(self, linker: Linker) -> None:
        assert linked(linker, ("Okafor", "place"), ("Lena Okafor", "organisation")) == [None, None]
        assert linked(linker, ("Harbour Press", "other")) == [TITLES[2].id]

    def test_a_legal_form_does_not_matter(self, linker: Linker) -> None:
        assert linked(linker, ("Harbour Press Ltd", "organisation")) == [TITLES[2].id]

    def test_no_name_no_link(self, linker: Linker) -> None:
        assert linked(linker, ("Nobody Anybody", "person")) == [None]
        assert Titles(SortedLines(), lambda _: Surroundings()).find("x", "", Surroundings()) is None


class TestStories:
    def test_a_place_has_its_country_and_coordinates(self, linker: Linker) -> None:
        (entity,) = linker.link(story(("Karvos", "place"))).entities
        assert entity.id == "https://www.geonames.org/4"
        assert entity.location
        assert entity.location.country == "VL"
        assert (entity.location.latitude, entity.location.longitude) == (50.1, 4.2)

    def test_a_name_does_not_speak_for_itself(self, linker: Linker) -> None:
        """Karvos alone is the capital; where the story is about Ostmark, it does not outvote that."""
        assert linked(linker, ("Karvos", "place"), ("Ostmark", "place"))[0] != "https://www.geonames.org/5"
        around = linker.around([["karvos"], ["ostmark"]])
        assert [sorted(said.countries) for said in around] == [["OS"], ["VL"]]

    def test_the_dateline_counts(self, linker: Linker) -> None:
        plain = story(("Sandvik", "place"))
        filed = Story(
            body=plain.body, entities=plain.entities, dateline=Dateline(text="X", places=("OSTMARK",))
        )
        assert linker.link(plain).entities[0].id is None
        assert linker.link(filed).entities[0].id == "https://www.geonames.org/7"

    def test_a_name_that_is_used_for_another_place(self, linker: Linker) -> None:
        """The table of names says that Karvia is a bay, which the table of places does not have."""
        assert linked(linker, ("Karvia", "place")) == ["https://www.geonames.org/4"]

    def test_nothing_else_changes(self, linker: Linker) -> None:
        before = story(("Karvos", "place"), ("Harbour Press", "organisation"))
        after = linker.link(before)
        assert [(e.name, e.type, e.mentions) for e in after.entities] == [
            (e.name, e.type, e.mentions) for e in before.entities
        ]
        assert after.body == before.body


class TestHousesOwn:
    def test_it_goes_first(self) -> None:
        own = [Row("Karvos", "house:karvos-united", "organisation"), Row("Sandvik", "house:7", "place")]
        linker = Linker(PLACES_TABLE, TITLES_TABLE, SortedLines.of(map(row_line, own)))
        assert linked(linker, ("Karvos", "organisation"), ("Sandvik", "place")) == [
            "house:karvos-united",
            "house:7",
        ]

    @pytest.mark.parametrize("packed", [False, True])
    def test_a_file_with_or_without_types_and_weights(self, tmp_path: Path, packed: bool) -> None:
        path = tmp_path / "names.tsv"
        data = (
            "# our names\nHarbour Press\thouse:1\nLena Okafor\thouse:2\tperson\t5\n\nRehn\thouse:3\tperson\n"
        )
        path.write_bytes(gzip.compress(data.encode()) if packed else data.encode())
        assert list(read_rows(path)) == [
            Row("Harbour Press", "house:1"),
            Row("Lena Okafor", "house:2", "person", 5.0),
            Row("Rehn", "house:3", "person"),
        ]

    @pytest.mark.parametrize(
        "line", ["no tab", "name\tno-uri", "name\ta:b\tcity", "name\ta:b\tperson\tmany", "\ta:b"]
    )
    def test_a_wrong_line_is_named(self, tmp_path: Path, line: str) -> None:
        path = tmp_path / "names.tsv"
        path.write_text(f"good\ta:b\n{line}\n")
        with pytest.raises(TableError, match="line 2"):
            list(read_rows(path))

    def test_a_wrong_file_ends_the_command_in_one_line(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        arguments = ["run", str(tmp_path), "--output", str(tmp_path / "out"), "--links", "no/such/file"]
        assert main(arguments) == USAGE
        error = capsys.readouterr().err
        assert error.count("\n") == 1
        assert "--links no/such/file" in error

    def test_none_turns_links_off(self) -> None:
        assert linking.load(NO_LINKS) is None


class TestTables:
    def test_a_round_trip_of_places(self, tmp_path: Path) -> None:
        lines = [line for place in KARVOS for line in place_lines(place)]
        write_table(tmp_path / "places.gz", "a comment\nof two lines", lines)
        places = Places(read_table(tmp_path / "places.gz"))
        for place in KARVOS:
            for name in place.names:
                assert place._replace(names=(), adjectives=()) in places.candidates(fold(name))
            for word in place.adjectives:
                assert places.surroundings([fold(word)]).countries == {place.country}
                assert not places.knows(fold(word))

    def test_a_round_trip_of_titles(self, tmp_path: Path) -> None:
        rows = [*TITLES, Row("Ellery", "house:9", "", 1_234_567.891)]
        write_table(tmp_path / "titles.gz", "a comment", map(row_line, rows))
        titles = Titles(read_table(tmp_path / "titles.gz"), lambda _: Surroundings())
        for name in {row.name for row in rows}:
            found = [(meaning.id, meaning.type, meaning.weight) for meaning in titles.meanings(fold(name))]
            assert found == [tuple(row[1:]) for row in rows if row.name == name]

    @pytest.mark.parametrize("data", [b"\x1f\x8b\x08 and no more", None])
    def test_a_file_that_cannot_be_read_is_named(self, tmp_path: Path, data: bytes | None) -> None:
        path = tmp_path / "table.gz"
        if data:
            path.write_bytes(data)
        for read in (read_table, lambda path: list(read_rows(path))):
            with pytest.raises(TableError, match=r"table\.gz"):
                read(path)

    @pytest.mark.parametrize("name", ["link_places.tsv.gz", "link_titles.tsv.gz"])
    def test_the_shipped_tables_have_their_terms_and_are_in_the_order_of_keys(self, name: str) -> None:
        path = Path(linking.__file__).parent / "data" / name
        assert b"CC BY" in gzip.decompress(path.read_bytes())[:300]
        keys = [fields[0] for _, fields in read_lines(path)]
        assert keys == sorted(keys)
        assert [key for key in keys if key != fold(key)] == []

    @pytest.mark.parametrize(
        ("name", "number"),
        [
            ("London", 2643743),
            ("Paris", 2988507),
            ("U.S.", 6252001),
            ("Peking", 1816670),
            ("Cologne", 2886242),
            ("Barcelona", 3128760),
            ("New York", 5128581),
            ("Washington", 4140963),
            ("Scotland", 2638360),
            ("Europe", 6255148),
            ("Springfield", None),
            ("Congo", None),
            ("Port Ellery", None),
        ],
    )
    def test_the_shipped_places(self, name: str, number: int | None) -> None:
        linker = linking.load()
        assert linker
        found = linked(linker, (name, "place"))
        assert found == [f"https://www.geonames.org/{number}" if number else None]

    def test_places_in_context(self) -> None:
        linker = linking.load()
        assert linker
        body = (
            "Police in Portland, Maine, said. Officials in Atlanta, Georgia, and Birmingham, Alabama, agreed."
        )
        names = [(name, "place") for name in ("Portland", "Maine", "Georgia", "Birmingham", "Alabama")]
        entities = linker.link(story(*names, body=body)).entities
        assert [entity.location.country if entity.location else None for entity in entities] == ["US"] * 5
        assert entities[0].id == "https://www.geonames.org/4975802"

    def test_the_shipped_titles(self) -> None:
        linker = linking.load()
        assert linker
        names = [
            ("IMF", "organisation"),
            ("United Nations", "organisation"),
            ("Volodymyr Zelenskyy", "person"),
        ]
        assert [str(found).rpartition("/")[2] for found in linked(linker, *names)] == [
            "International_Monetary_Fund",
            "United_Nations",
            "Volodymyr_Zelenskyy",
        ]
