"""READ FIRST: a question -> the reply about the collection, or none for an ordinary question."""

from dataclasses import replace

from index.search import Searcher
from index.storage.document_filter import Filter
from service.collection.facts import facts
from service.collection.intents import OF_DOCUMENTS, TALK, Aim, Intent
from service.collection.mentions import mentions
from service.collection.named import named_in
from service.collection.outline import summary
from service.collection.scope import Scope
from service.collection.talk import talk
from service.filters import filtered_by
from service.question_text import topic_and_question
from service.records import Answer

# The models know no names: what they take for these may be asked of one document.
_MAY_NAME_A_DOCUMENT = (Intent.ORDINARY, Intent.TOPICS, Intent.DOCUMENTS)


def reply_to(question: str, aim: Aim, searcher: Searcher, chosen: Filter | None) -> Answer | None:
    """Return the reply to a question about the collection, its id and timings left blank.

    aim: of the question. chosen: which documents the reply may tell of; None for all. None for a
    question that the documents must answer, as one with a topic, and where the filter allows no
    document.

    Raises GenerationDamaged.
    """
    if topic_and_question(question)[0]:
        return None
    scope = Scope(searcher, chosen)
    if aim.intent in _MAY_NAME_A_DOCUMENT and (name := named_in(question, scope)):
        aim = Aim(Intent.SUMMARY, name)
    if aim.intent in OF_DOCUMENTS:
        return None
    reply = _reply(question, aim, scope)
    if reply is None:
        return None
    filtered = filtered_by(scope.allowed)
    return replace(reply, generation=searcher.generation.number, filtered=filtered)


def _reply(question: str, aim: Aim, scope: Scope) -> Answer | None:
    if aim.intent in TALK:
        return talk(question, aim.intent, scope)
    if not len(scope.documents):
        return None
    if aim.intent is Intent.MENTIONS:
        return mentions(question, aim.subject, scope)
    if aim.intent is Intent.SUMMARY:
        return summary(question, aim.subject, scope)
    return facts(question, aim.intent, scope)
