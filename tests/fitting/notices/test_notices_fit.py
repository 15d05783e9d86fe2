"""The fit of the model of notices, and the one that is shipped."""

from index.documents.notices import likelihood
from tests.fitting.notices.learn import fit, likelihoods, unseen, written


def test_what_is_fitted_knows_its_examples() -> None:
    found = [one for one in written() if one.source == "en"]
    likely = likelihoods(fit(found), found)
    right = [(p >= 0.5) == one.is_notice for p, one in zip(likely, found, strict=True)]
    assert sum(right) > 0.95 * len(right)


def test_every_language_has_both_kinds() -> None:
    kinds: dict[str, set[bool]] = {}
    for one in written():
        kinds.setdefault(one.source, set()).add(one.is_notice)
    assert len(kinds) == 10
    assert all(found == {True, False} for found in kinds.values())


def test_the_shipped_model_takes_nothing_unseen_for_a_notice() -> None:
    others = [one for one in unseen() if not one.is_notice]
    assert [one.text for one in others if likelihood(one.text) >= 0.8] == []
