import pytest

from index.documents.furniture import Line, furniture
from index.records import BlockKind

PROSE = "The otter dives for clams."


def cut(*texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    lines = [Line(text, kind) for text in texts]
    return [text for text, goes in zip(texts, furniture(lines), strict=True) if goes]


@pytest.mark.parametrize(
    "line",
    [
        "Follow us on the trail to the summit",
        "© is the copyright sign used by printers since 1909",
        "Share it with the neighbours who live upstairs",
        "Log in",
        "Tags: otters, kelp",
        "Related:",
        "Print was his trade",
        "Cookies help us deliver our services.",
        "© 2022 The Kelp Times. All rights reserved.",
        "Loading...",
        "E-mail",
    ],
)
def test_a_line_of_an_article_stays_between_its_sentences(line: str) -> None:
    assert cut(PROSE, line, PROSE) == []


@pytest.mark.parametrize(
    "line",
    [
        "5 min read",
        "Back to top",
        "Join our mailing list",
        "Follow us on Facebook and X",
    ],
)
def test_a_line_of_the_page_goes_wherever_it_stands(line: str) -> None:
    assert cut(PROSE, line, PROSE) == [line]


def test_what_may_be_either_goes_only_beside_a_line_of_the_page() -> None:
    page = ["Home", "Log in", "Share this article", "Image: Reuters", "Tags: otters, kelp"]
    assert cut(*page, PROSE) == page
    assert cut("Home", PROSE, "Log in") == []


@pytest.mark.parametrize(
    "kind", [BlockKind.HEADING, BlockKind.ITEM, BlockKind.ROW, BlockKind.CODE, BlockKind.QUOTATION]
)
def test_only_lines_of_paragraphs_go_alone(kind: BlockKind) -> None:
    lines = [Line("Share this", kind), Line(PROSE, BlockKind.PARAGRAPH)]
    assert furniture(lines) == [False, False]


def test_a_menu_before_the_document_goes() -> None:
    menu = [Line(text, BlockKind.ITEM, links=1) for text in ("Home", "Docs", "Blog")]
    text = Line(PROSE, BlockKind.PARAGRAPH)
    assert furniture([*menu, text]) == [True, True, True, False]
    assert furniture([text, *menu]) == [False] * 4
    assert furniture(menu) == [False] * 3  # a list of links is what the document is
    assert furniture([menu[0], text]) == [False, False]
