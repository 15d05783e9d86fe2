import pytest

from service.answering.agreement.claim import Claim
from service.answering.agreement.setting import Placed, Setting, tell_apart


def apart(sentence: str, labels: list[str], other_labels: list[str]) -> bool:
    """Whether the titles and headings tell two sentences apart that are alike."""
    claim = Claim.parse(sentence)
    one, other = (
        Placed(claim.wording, Setting.parse(above, [sentence], sentence))
        for above in (labels, other_labels)
    )
    forth, back = (tell_apart(a, b, claim.values[0]) for a, b in ((one, other), (other, one)))
    assert forth == back
    return forth


IS, WAS = "The battery lasts 9 hours.", "The battery lasted 9 hours."
NAMED = "The Heron battery lasts 9 hours."


@pytest.mark.parametrize(
    ("sentence", "title", "other"),
    [
        (IS, "Heron 7", "Heron 9"),
        (NAMED, "Heron 7 manual", "Heron 9 manual"),
        (IS, "Camera of Holm", "Camera of Birk"),
        (IS, "Camera", "Telephone"),
        (WAS, "Report of 2021", "Report of 2022"),
        (WAS, "Annual Report 2021", "Annual Report 2022"),
        (IS, "Guide for the Otter", "Guide"),
        ("Adults: 10 euros", "Pool", "Prices of the pool and the sauna"),
    ],
)
def test_titles_tell_two_things_apart(sentence: str, title: str, other: str) -> None:
    assert apart(sentence, [title], [other])


@pytest.mark.parametrize(
    ("sentence", "title", "other"),
    [
        (IS, "Report", "Leaflet"),
        (IS, "Camera policy 2021", "Camera policy 2024"),
        (IS, "Camera rules (old)", "Camera rules (new)"),
        (IS, "Heron 7 camera", "Heron 7 quick start"),
        (IS, "3.1 Batteries", "4.2 Batteries"),
        (IS, "Rules 2021-03-04", "Rules 2023-05-06"),
        (NAMED, "Birds", "Cameras of our time"),
        ("It was built in 1890.", "Report of 2021", "Report of 2022"),
        (IS, "3", "4"),
    ],
)
def test_other_texts_on_one_thing_are_not_told_apart(sentence: str, title: str, other: str) -> None:
    assert not apart(sentence, [title], [other])


def test_headings_count_as_titles_do() -> None:
    assert apart(IS, ["Prices", "Basic"], ["Prices", "Premium"])
