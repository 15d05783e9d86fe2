import pytest

from service.english.tagging import tag_words
from service.followups.kinds.agreement import changed, verb_in_number


@pytest.mark.parametrize(
    ("question", "subject", "plural", "expected"),
    [
        ("are they free", "they", False, "is they free"),
        ("what if they differ?", "they", False, "what if they differs?"),
        ("what if they often refuse?", "they", False, "what if they often refuses?"),
        ("Do they close at noon?", "they", False, "Does they close at noon?"),
        ("Don’t they close at noon?", "they", False, "Doesn't they close at noon?"),
        ("how long does it last?", "it", True, "how long do it last?"),
        ("why was it built?", "it", True, "why were it built?"),
        ("has it expired?", "it", True, "have it expired?"),
        ("what if it breaks?", "it", True, "what if it break?"),
        ("when it carries water", "it", True, "when it carry water"),
        ("can they fly?", "they", False, "can they fly?"),
        ("did they pay?", "they", False, "did they pay?"),
        ("who has it?", "it", True, "who has it?"),
        ("who sells it in towns?", "it", True, "who sells it in towns?"),
        ("which of them differ?", "them", False, "which of them differ?"),
    ],
)
def test_the_verb_follows_the_number_of_its_subject(
    question: str, subject: str, plural: bool, expected: str
) -> None:
    start = question.index(subject)
    verb = verb_in_number(tag_words(question), start, start + len(subject), plural=plural)
    assert changed(question, [verb] if verb else []) == expected
