import pytest

from index.documents.clean import clean
from index.documents.formats.markup.markdown import read_markdown


def superseded(text: str) -> str | None:
    document, _ = clean(read_markdown("old.md", text))
    return document.origin.superseded


@pytest.mark.parametrize(
    "text",
    [
        "# Guest network\n\nThis page is out of date. The network is called Linden.",
        "# Prices\n\n> This document is obsolete.\n\nA ticket costs 3 euros.",
        "# Regeln\n\nDiese Seite ist veraltet.\n\nDie Karte kostet 3 Euro.",
        "# Règles\n\nCe document est obsolète.\n\nLa carte coûte 3 euros.",
    ],
)
def test_a_page_that_calls_itself_out_of_date_is_known(text: str) -> None:
    assert superseded(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "# Network\n\nThis page has been replaced by [the new one](new.md). It is called Linden.",
        "# Network\n\n!!! warning\n    This page is outdated. See [the new page](new.md).\n\nText.",
        "# Decision 5\n\n## Status\n\nSuperseded by [Decision 12](new.md)\n\nWe use a queue.",
    ],
)
def test_the_link_of_a_notice_names_the_successor(text: str) -> None:
    assert superseded(text) == "new.md"


@pytest.mark.parametrize(
    "text",
    [
        "# Network\n\nThis page replaces [the old one](old.md). The network is called Maple.",
        "# Bridges\n\nThe old bridge was replaced by a new one in 1890.",
        "# Drivers\n\nOutdated drivers are a common cause of crashes.",
        "# Series\n\nThis is part 2; see also [part 1](new.md).",
        "# API\n\nThe function is deprecated, use the other one instead.",
        "# Ferry\n\nRain falls. " * 9 + "This page is out of date.",
    ],
)
def test_what_is_no_notice_says_nothing_of_its_page(text: str) -> None:
    assert superseded(text) is None


def test_the_fields_of_a_page_count_before_its_words() -> None:
    notice = "This page has been replaced by [one](new.md)."
    text = f"---\nsuperseded_by: newer.md\n---\n# Network\n\n{notice}"
    assert superseded(text) == "newer.md"
