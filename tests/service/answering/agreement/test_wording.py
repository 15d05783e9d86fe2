import pytest

from service.answering.agreement.claim import Claim
from service.answering.agreement.wording import style


def worded(text: str) -> list[tuple[str, ...]]:
    return [style(section) for section in Claim.parse(text).wording.sections()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Each member pays 5 euros a day.", "All members pay five euros per day."),
        ("On 4 June 2019 the museum sold 900 tickets.", "The museum sold 900 tickets on 4 June."),
        ("In 1931, the mill had 4 rooms.", "The mill had four rooms in 1932."),
        ("The mill has 4 rooms, the mayor said on Friday.", "The mill has 4 rooms."),
        ("According to the mayor, the mill has 4 rooms.", "The mill has 4 rooms."),
        ("The mill, which monks built, has 4 rooms.", "The mill has 4 rooms."),
    ],
)
def test_style_makes_no_difference(one: str, other: str) -> None:
    assert worded(one) == worded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Team A has 5 players.", "The team has 5 players."),
        ("Holm beat Birk by 3 goals.", "Birk beat Holm by 3 goals."),
        ("The train to Holm takes 40 minutes.", "The train from Holm takes 40 minutes."),
        ("The shop had 5 rooms.", "The shop has 5 rooms."),
        ("IT staff get 5 days.", "It staff get 5 days."),
        ("On 3 May 2019, the mayor said that he left.", "On 3 May 2019, a spokesman said no."),
        ("word " * 130 + "5", "word " * 130 + "other 5"),
    ],
)
def test_what_is_said_does(one: str, other: str) -> None:
    assert worded(one) != worded(other)
