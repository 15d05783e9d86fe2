"""Replies to what is no question to documents: a greeting, thanks, "what can you do?".

They name no document and hold none of its words, so that a conversation may keep them.
"""

from index.printable import counted
from service.collection.intents import Intent
from service.collection.scope import Scope
from service.collection.writer import Writer
from service.records import Answer

_ABILITIES = (
    "- a question that they answer, such as “How long is the notice period?”",
    "- “Which documents mention …?” for every document with these words",
    "- “Summarise …” for the outline of one document, with quotes",
    "- “What are these documents about?”, “List the documents”, “How big is the collection?”",
)


def talk(question: str, intent: Intent, scope: Scope) -> Answer:
    """Return the reply to a question of one of the intents TALK."""
    writer = Writer()
    documents = counted(len(scope.documents), "document")
    match intent:
        case Intent.THANKS:
            writer.line("Glad to help. Ask again whenever you like.")
        case Intent.GREETING:
            writer.line(
                f"Hello! Ask a question about the {documents} here: the answer is made of "
                "sentences that stand in them word for word. For a start, ask “What are these "
                "documents about?”"
            )
        case _:
            writer.line(
                f"Pincite answers from {documents}, with sentences that stand in them word for "
                "word, and says so where they do not answer. You can ask:"
            )
            for ability in _ABILITIES:
                writer.line(ability)
    return writer.answer(question, "talk", "unsupported")
