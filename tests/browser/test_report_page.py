"""The report in a real Chromium: renders, filters, complains of nothing, asks for nothing, is accessible.

Accessibility is checked by axe-core (vendored here unchanged, MPL-2.0; it is no part of the package).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.report import report
from schemas.records import DeadLetter, Source, Story
from tests.browser.chromium import Chromium, Page, find_chromium
from tests.browser.outputs import a_story, chained, named, with_topic, write_output

CHROMIUM = find_chromium()
pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="no Chromium here; tests/browser/install.sh installs it on Debian as root"
)

AXE = Path(__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {
    "desktop": {"width": 1280, "height": 900},
    "desktop, dark": {"width": 1280, "height": 900, "dark": True},
    "phone": {"width": 390, "height": 844},
    "phone, dark": {"width": 390, "height": 844, "dark": True},
}
HOSTILE = "<img src=x onerror='window.taken = 1'></script><script>window.taken = 1</script>"
BODY = "\U0001f6a2 A ferry, the Saint Brannoc, ran aground.\n\nLena Okafor of the Coast Guard said so."


def stories() -> list[Story]:
    """A small wire with everything that the page shows."""
    entities = (named(BODY, "Lena Okafor", "person"), named(BODY, "Coast Guard", "organisation"))
    ferry = [a_story(n, body=BODY, entities=entities, provider="Harbour Press") for n in range(4)]
    return [
        *(with_topic(story, "20000145") for story in ferry),
        with_topic(a_story(5, language="fr", headline="Un ferry s'échoue", format="nitf"), "15000000"),
        chained(0, 0, headline="Minister resigns"),
        chained(
            0, 1, "kill", headline="", slugline="KILL-HALLORAN", pub_status="canceled", signals=("kill",)
        ),
        chained(1, 0),
        chained(1, 1, "correction", signals=("correction",)),
        a_story(
            6, headline=HOSTILE, body=HOSTILE, provider=HOSTILE, entities=(named(HOSTILE, HOSTILE, "place"),)
        ),
    ]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    assert CHROMIUM
    with Chromium(CHROMIUM, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    letters = [
        DeadLetter(
            error_class="malformed", message=HOSTILE, raw=HOSTILE.encode(), source=Source(uri="bad.xml")
        ),
        DeadLetter(error_class="empty", message="no bytes", source=Source(uri="empty.txt")),
    ]
    write_output(folder / "out", stories(), letters)
    page = folder / "report.html"
    assert report(str(folder / "out"), str(page)) == 0
    return page.as_uri()


@pytest.fixture
def page(browser: Chromium, address: str) -> Iterator[Page]:
    """Desktop width; after the test, the page must have been quiet."""
    opened = browser.open(address)
    yield opened
    assert_quiet(opened, address)


def assert_quiet(page: Page, address: str) -> None:
    assert page.complaints() == []
    assert {url.partition("#")[0] for url in page.requests()} == {address}
    assert page.evaluate("window.taken === undefined")


def texts(page: Page, selector: str) -> list[str]:
    found: list[str] = page.evaluate(f"[...document.querySelectorAll({selector!r})].map(e => e.textContent)")
    return found


def choose(page: Page, facet: str, value: str) -> None:
    page.evaluate(
        f"(s => {{ s.value = {value!r}; s.dispatchEvent(new Event('input', {{bubbles: true}})) }})"
        f"(document.getElementById('facet-{facet}'))"
    )


@pytest.mark.parametrize("look", LOOKS)
def test_renders_without_a_complaint_and_without_a_request(
    browser: Chromium, address: str, look: str
) -> None:
    page = browser.open(address, **LOOKS[look])
    assert page.evaluate("document.documentElement.dataset.ready") == "true"
    assert texts(page, "#overview b") == ["12", "10", "0", "0", "2"]
    assert page.evaluate("document.querySelectorAll('.chart svg').length") == 3
    assert page.evaluate("document.querySelectorAll('#volume-chart rect').length") >= 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_quiet(page, address)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(browser: Chromium, address: str, look: str) -> None:
    page = browser.open(address, **LOOKS[look])
    page.call("Page.setBypassCSP", enabled=True)
    page.evaluate(AXE.read_text(encoding="utf-8") + "; 0")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found: list[Any] = page.evaluate(
        f"axe.run(document, {{runOnly: {RULES}}}).then(result => result.violations.map("
        "each => [each.id, each.nodes.map(node => node.html.slice(0, 200))]))"
    )
    assert found == []


# Text and marks on their grounds, by the style sheet's names: axe cannot see through charts and bars.
# WCAG 2.2: 4.5 for text (1.4.3), 3 for what is drawn (1.4.11).
PAIRS = [
    *((ink, ground, 4.5) for ink in ("ink", "muted") for ground in ("paper", "card")),
    *(("ink", ground, 4.5) for ground in ("bar", "chosen", "person", "organisation", "place", "other")),
    *(("accent", ground, 4.5) for ground in ("paper", "card")),
    ("muted", "chosen", 4.5),
    *((f"c{n}", "card", 3.0) for n in range(8)),
    *((f"{kind}-line", "card", 3.0) for kind in ("person", "organisation", "place", "other")),
]
CONTRAST = """(() => {
  const style = getComputedStyle(document.documentElement);
  const canvas = document.createElement('canvas').getContext('2d');
  const light = (name) => {
    canvas.fillStyle = style.getPropertyValue('--' + name);
    const parts = canvas.fillStyle.match(/\\w\\w/g).map(hex => parseInt(hex, 16) / 255);
    const [r, g, b] = parts.map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return PAIRS.map(pair => {
    const [x, y] = pair.map(light).sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  });
})()"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_colours_have_the_contrast_that_wcag_asks(browser: Chromium, address: str, dark: bool) -> None:
    page = browser.open(address, dark=dark)
    names = [[ink, ground] for ink, ground, _ in PAIRS]
    ratios = page.evaluate(CONTRAST.replace("PAIRS", repr(names)))
    assert not [(pair, ratio) for pair, ratio in zip(PAIRS, ratios, strict=True) if ratio < pair[2]]


def test_search_and_facets_narrow_the_list(page: Page) -> None:
    assert len(texts(page, ".item")) == 10
    page.evaluate("document.getElementById('search').focus()")
    page.type("brannoc okafor")
    page.wait("document.querySelectorAll('.item').length === 4")
    assert texts(page, "#matches") == ["4 of 10 stories"]
    page.evaluate("document.getElementById('clear').click()")
    page.wait("document.querySelectorAll('.item').length === 10")
    choose(page, "language", "fr")
    assert texts(page, ".item b") == ["Un ferry s'échoue"]
    page.evaluate("document.getElementById('search').focus()")
    page.type("brannoc")
    assert texts(page, ".none") == ["No story matches."]


def test_facets_count_what_they_would_give(page: Page) -> None:
    choose(page, "status", "correction")
    assert texts(page, "#facet-provider option") == ["Any", "Northstar News · 1"]


def test_entities_are_marked_where_the_offsets_put_them(page: Page) -> None:
    """The body begins with a character outside the BMP: offsets are code points, not UTF-16 units."""
    choose(page, "provider", "Harbour Press")
    page.evaluate("document.querySelector('.item').click()")
    assert texts(page, "#story mark") == ["Lena Okafor", "Coast Guard"]
    assert page.evaluate("document.querySelector('#story .text').textContent") == BODY
    assert page.evaluate("document.querySelector('#story mark').className") == "person"


def test_a_topic_an_entity_and_a_pair_lead_to_their_stories(page: Page) -> None:
    page.evaluate("document.querySelector('#topic-tree .name').click()")
    page.wait("document.querySelectorAll('.item').length === 4")
    page.evaluate("[...document.querySelectorAll('#entity-list .name')].at(-1).click()")
    page.wait("document.querySelectorAll('.item').length === 1")
    page.evaluate("document.querySelector('#pair-list .name').click()")
    page.wait("document.querySelectorAll('.item').length === 4")
    assert "also naming" in texts(page, "#matches")[0]


def test_the_tree_opens_and_closes_and_says_so(page: Page) -> None:
    fold = "document.querySelector('#topic-tree .fold')"
    assert page.evaluate(f"{fold}.getAttribute('aria-expanded')") == "true"
    page.evaluate(f"{fold}.click()")
    assert page.evaluate(f"{fold}.getAttribute('aria-expanded')") == "false"
    assert page.evaluate("document.querySelector('#topic-tree ul').hidden")


def test_the_keys_go_through_the_list(page: Page) -> None:
    page.press("/", 191, "/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.evaluate("document.getElementById('list').focus()")
    for _ in range(2):
        page.press("ArrowDown", 40)
    assert (
        page.evaluate("document.querySelector('[aria-selected=true] b').textContent")
        == "Ferry aground, report 2"
    )
    assert page.evaluate("document.querySelector('#story h3').textContent") == "Ferry aground, report 2"
    page.press("End", 35)
    assert page.evaluate("document.querySelector('#story h3').textContent") == HOSTILE
    page.press("Enter", 13, "\r")
    assert page.evaluate("document.activeElement.id") == "story"


def test_a_kill_is_drawn_listed_and_struck_out(page: Page) -> None:
    assert "killed after 1 minute" in " ".join(texts(page, "#chain-list summary"))
    assert "2 stories went out in more than one version, 1 ended in a kill." in texts(page, "#chains-note")
    assert texts(page, ".item.ended b") == ["KILL-HALLORAN"]
    page.evaluate("document.querySelector('#chain-list .link:last-of-type').click()")
    page.wait("document.querySelector('#story h3').textContent === 'Minister resigns'")


def test_dead_letters_show_their_cause_and_first_bytes_as_text(page: Page) -> None:
    assert texts(page, "#letter-list summary b") == ["empty", "malformed"]
    assert HOSTILE in texts(page, "#letter-list pre")


def test_hostile_text_stays_text(page: Page) -> None:
    assert page.evaluate("document.querySelectorAll('main img').length") == 0
    choose(page, "provider", HOSTILE)
    page.evaluate("document.querySelector('.item').click()")
    assert texts(page, "#story mark") == [HOSTILE]


def test_the_policy_stops_a_script_that_would_get_in(browser: Chromium, address: str) -> None:
    """The second wall: even markup that got in by some fault of ours runs nothing and loads nothing."""
    page = browser.open(address)
    page.evaluate(f"document.querySelector('main').insertAdjacentHTML('beforeend', {HOSTILE!r})")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.taken = 1'}))"
    )
    page.wait("document.querySelectorAll('main img').length === 1")
    assert page.evaluate("window.taken === undefined")
    assert [line for line in page.complaints() if "Content Security Policy" in line]
    assert {url.partition("#")[0] for url in page.requests()} == {address}


def test_on_a_phone_a_story_that_is_tapped_comes_into_view_and_leads_back(
    browser: Chromium, address: str
) -> None:
    page = browser.open(address, **LOOKS["phone"])
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    page.evaluate("document.querySelectorAll('.item')[4].click()")
    top = "document.getElementById('story').getBoundingClientRect().top"
    page.wait(f"{top} > 0 && {top} < innerHeight / 2")
    page.evaluate("document.getElementById('back').click()")
    page.wait(f"{top} > innerHeight / 2 && document.activeElement.id === 'list'")
    assert_quiet(page, address)


def test_light_and_dark_can_be_switched(page: Page) -> None:
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.evaluate("document.getElementById('theme').click()")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert texts(page, "#theme") == ["Light"]
