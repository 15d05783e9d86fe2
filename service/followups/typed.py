"""A follow-up as it was typed -> what tells whether it means what it says, as features."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from service.english.function_words import OBJECT_PRONOUNS, SUBJECT_PRONOUNS, is_english
from service.english.parsed_text import ParsedText
from service.english.tagger.labels import CLOSED
from service.english.tokens import Tag, Token
from service.followups.kinds.referring import clause_after, references_in
from service.followups.said.history import History, words_of
from service.followups.said.words import COMPARED, ONES, PLACES, PRONOUNS

ALWAYS_SO = "typed always so"
_STYLE = ("typed small now", "typed capital now", "typed mark dropped", "typed mark now")
_VERBS = (Tag.VERB, Tag.AUXILIARY)
_NAMING = (Tag.NOUN, Tag.NAME, Tag.NUMBER)
_STAND_INS = PRONOUNS.keys() | SUBJECT_PRONOUNS | OBJECT_PRONOUNS


def of_typed(question: str, core: ParsedText, history: History) -> dict[str, float]:
    """Return what speaks for and against the question as typed.

    core: the question without the words that lead in.
    """
    tokens = [token for token in core.tokens if token.tag is not Tag.MARK]
    refers = references_in(core)
    content = [t for t in tokens if t.tag in _NAMING]
    named = {
        word
        for past in history[-2:]
        for text in past.asked_texts
        for phrase in text.all_phrases
        for word in phrase.words
    }
    return {
        "typed": 1.0,
        "typed refers": float(bool(refers)),
        "typed counts": float(any(t.lower in PLACES or t.lower in ONES for t in tokens)),
        "typed refers as subject": float(any(r.subject for r in refers)),
        "typed without verb": float(not any(t.tag in _VERBS for t in tokens)),
        "typed leads in": float(len(core.text) < len(question.strip())),
        "typed compares": float(any(t.lower in COMPARED for t in tokens)),
        "typed content": float(min(len(content), 5)),
        "typed new": float(min(sum(t.lower not in named for t in content), 4)),
        "typed name": float(any(t.tag is Tag.NAME for t in content)),
        "typed words": float(min(len(tokens), 12)) / 4,
        **{f"typed it {clause}": 1.0 for r in refers if (clause := clause_after(core, r))},
        **_of_grammar(question, core, tokens),
        **(_of_conversation(question, content, history) if history else {}),
    }


def _of_grammar(question: str, core: ParsedText, tokens: Sequence[Token]) -> dict[str, float]:
    """Return what the words are, and how the clause is built."""
    clause = core.clause
    features = {
        "typed foreign": float(not is_english(question)),
        "typed phrases": min(len(core.phrases), 3) / 2,
        "typed longest phrase": min(max((len(p.words) for p in core.phrases), default=0), 4) / 2,
        "typed definite": float(_definite(tokens)),
        "typed clause": float(clause is not None),
        **{f"typed has {token.label.value}": 1.0 for token in tokens},
        **{f"typed has {PRONOUNS[t.lower].lemma}": 1.0 for t in tokens if t.lower in PRONOUNS},
    }
    if tokens:
        features[f"typed begins {tokens[0].label.value}"] = 1.0
        features[f"typed ends {tokens[-1].label.value}"] = 1.0
        if tokens[0].label in CLOSED:
            features[f"typed begins with {tokens[0].lower}"] = 1.0
    if clause is not None:
        features["typed subject stands in"] = float(clause.subject.lower() in _STAND_INS)
        features["typed rest"] = min(len(clause.rest.split()), 6) / 3
        features[f"typed asks {clause.asks.value}"] = 1.0
    return features


def _definite(tokens: Sequence[Token]) -> int:
    """Return how many nouns are spoken of as known: "the deposit"."""
    return sum(
        before.lower == "the" and token.tag is Tag.NOUN for before, token in pairwise(tokens)
    )


def _of_conversation(question: str, content: Sequence[Token], history: History) -> dict[str, float]:
    """Return how much of it was said before, and whether it is written as the others are."""
    last = history[-1]
    said = {
        "typed in question": words_of(last.standalone),
        "typed in quotes": words_of(*last.quotes),
        "typed in conversation": words_of(
            *(text for past in history for text in (past.standalone, *past.quotes, *past.headings))
        ),
    }
    share = max(len(content), 1)
    return {
        **{name: sum(t.lower in words for t in content) / share for name, words in said.items()},
        "typed turn": min(len(history), 5) / 5,
        "typed after no answer": float(not last.quotes),
        **dict(_style(question.strip(), [past.asked.strip() for past in history])),
    }


def _style(question: str, before: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield where the writer begins or ends otherwise than before.

    Whoever goes on often types "and when?", and begins a new topic with a capital letter. Of a
    writer who always does the same, nothing is told.
    """
    small = [asked[:1].islower() for asked in before]
    marked = [asked.endswith("?") for asked in before]
    told = {
        "typed small now": question[:1].islower() and not all(small),
        "typed capital now": question[:1].isupper() and any(small),
        "typed mark dropped": not question.endswith("?") and any(marked),
        "typed mark now": question.endswith("?") and not all(marked),
    }
    yield from ((name, 1.0) for name, so in told.items() if so)
    if not any(told.values()):
        yield ALWAYS_SO, 1.0


def without_style(features: Mapping[str, float]) -> dict[str, float]:
    """Return the features of a question as if its writer always began and ended alike."""
    kept = {name: value for name, value in features.items() if name not in _STYLE}
    return {**kept, ALWAYS_SO: 1.0} if "typed turn" in features else kept
