from dataclasses import dataclass

import pytest

from service.answering.versions.ages import is_older, newest_first


@dataclass(frozen=True)
class Paper:
    document_id: str
    published: str | None = None
    superseded_by: str | None = None


@pytest.mark.parametrize(
    ("one", "other", "older"),
    [
        (Paper("a", "2019-03-02"), Paper("b", "2024-01-01"), True),
        (Paper("a", "2024-01-01"), Paper("b", "2019-03-02"), False),
        (Paper("a", "2019-03-02T08:00:00"), Paper("b", "2019-03-02T20:00:00"), False),
        (Paper("a", "2019-03-02"), Paper("b"), False),
        (Paper("a"), Paper("b"), False),
        (Paper("a", superseded_by="b"), Paper("b"), True),
        (Paper("a", "2024-01-01", "b"), Paper("b", "2019-03-02"), True),
        (Paper("b"), Paper("a", superseded_by="b"), False),
        (Paper("a", "2024-01-01", ""), Paper("b", "2019-03-02"), True),
        (Paper("a", "2019-03-02", ""), Paper("b", "2024-01-01", ""), True),
    ],
)
def test_which_document_is_older(one: Paper, other: Paper, older: bool) -> None:
    assert is_older(one, other) is older


def test_the_newer_come_first_and_the_others_keep_their_order() -> None:
    papers = [Paper("u"), Paper("a", "2019-01-01"), Paper("v"), Paper("b", "2024-01-01")]
    assert newest_first((one.document_id, one) for one in papers) == ["u", "b", "a", "v"]
