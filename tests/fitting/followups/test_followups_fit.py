"""What is fitted on made-up follow-ups chooses as they do."""

import numpy as np

from tests.fitting.followups.boost import fit_all
from tests.fitting.followups.collect import Row
from tests.fitting.followups.learn import between, chosen, fit

UNHEARD = ("grammar", "search")  # the steps where no listener hears


def row(number: int, alone: bool) -> Row:
    """A follow-up whose right reading names what was asked about, or is the one as typed."""
    features = [
        {"typed": 1.0, "typed refers": float(not alone)},
        {"refers": 1.0, "from asked": 1.0},
        {"refers": 1.0, "from quoted": 1.0},
    ]
    right = np.array([alone, not alone, False])
    texts = ("when was it?", f"When was the bridge {number}?", f"When was the river {number}?")
    return Row(
        f"talk {number}", "when was it?", alone, texts, dict.fromkeys(UNHEARD, features), right
    )


ROWS = [row(number, alone=number % 4 == 0) for number in range(180)]


def test_every_step_has_weights_and_they_choose_what_is_right() -> None:
    fitted = fit_all(ROWS)
    weights, trees = fitted.models
    assert list(weights) == list(UNHEARD)
    assert {"by grammar", "behind", "typed refers"} <= {*trees.names}
    assert all(one.right[chosen(one, fitted.models)] for one in ROWS)


def test_what_is_out_of_fold_is_judged_by_other_conversations() -> None:
    unlike = Row(
        "unlike",
        "when was it?",
        False,
        ROWS[1].texts,
        ROWS[1].features,
        np.array([False, False, True]),
    )
    rows = [*ROWS, unlike]
    fitted = fit_all(rows)
    for told in (rows, [one.made_plain() for one in rows]):
        *right, of_unlike = fitted.read_right(told)
        assert all(right)
        assert not of_unlike


def test_what_is_known_stays_and_only_the_rest_is_fitted() -> None:
    known = {step: {"refers": 1.5, "from quoted": -0.5} for step in UNHEARD}
    weights = fit(ROWS, known)
    for step in UNHEARD:
        assert weights[step]["refers"] == 1.5
        assert weights[step]["from quoted"] == -0.5
        assert {"typed refers", "from asked"} <= weights[step].keys()


def test_made_plain_nothing_is_told_of_how_its_writer_begins() -> None:
    small = {"typed": 1.0, "typed turn": 0.2, "typed small now": 1.0}
    other = {"refers": 1.0}
    told = Row(
        "talk", "when?", False, ("when?", "When?"), {"grammar": [small, other]}, ROWS[0].right
    )
    plain = {"typed": 1.0, "typed turn": 0.2, "typed always so": 1.0}
    assert told.made_plain().features == {"grammar": [plain, other]}


def test_between_two_weights_lie_others_a_share_of_the_way() -> None:
    first = {"grammar": {"a": 1.0, "b": 2.0}}
    last = {"grammar": {"a": 3.0}, "search": {"c": 4.0}}
    half = {"grammar": {"a": 2.0, "b": 1.0}, "search": {"c": 2.0}}
    assert between(first, last, 0.5) == half
    assert between(first, last, 1.0) == last
