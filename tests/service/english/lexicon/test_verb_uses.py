import pytest

from service.english.lexicon.verb_uses import is_light, takes, takes_object_alone


@pytest.mark.parametrize("verb", ["have", "go", "make", "take", "be", "see"])
def test_the_most_frequent_verbs_are_light(verb: str) -> None:
    assert is_light(verb)


@pytest.mark.parametrize("verb", ["build", "publish", "damage", "contain", "zyx"])
def test_what_is_built_may_be_asked_for(verb: str) -> None:
    assert takes_object_alone(verb)
    assert not is_light(verb)


@pytest.mark.parametrize("verb", ["focus", "put", "seem", "walk", "stay", "give", "concentrate"])
def test_verbs_that_need_more_than_an_object(verb: str) -> None:
    assert not takes_object_alone(verb)


def test_verbs_take_their_own_prepositions() -> None:
    assert takes("depend", "on")
    assert takes("participate", "in")
    assert not takes("depend", "in")
    assert not takes("open", "in")
    assert not takes("zyx", "on")
