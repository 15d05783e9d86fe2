import re
from dataclasses import asdict
from pathlib import Path

from service.http.exchange.limits import LIMITS
from service.http.routes.conversations import MAX_QUERY, MAX_TITLE
from service.question_text import MAX_QUESTION, MAX_TOP_K

SECURITY = Path(__file__).parents[4] / "docs" / "security.md"


def test_the_page_on_security_tells_every_limit_as_it_is() -> None:
    text = SECURITY.read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", text, re.MULTILINE)
    assert {name: float(value.replace(",", "")) for name, value in rows} == asdict(LIMITS)
    assert f"{MAX_QUESTION:,} characters" in text
    assert f"goes to {MAX_TOP_K} " in text
    assert MAX_TITLE == MAX_QUERY
    assert f"the title of a conversation and the search for one {MAX_TITLE}," in " ".join(
        text.split()
    )
