"""The errors of the service; those of the index are in `index.errors`.

PinciteError                (index.errors)
├── BadQuestion             the question is empty or too long, or is not valid text
├── BadFilter               a filter is not a day or a folder, or is too long
├── BadForm                 an upload is no form with files, or none of its files can be taken
├── BadSpan                 a quote does not lie in the text of its document
├── BadRoot                 a folder cannot be indexed, or none is named
├── RootMissing             a folder is not there, or is to be removed and none of those indexed
├── OriginalUnavailable     the file of a document is gone, or changed since it was indexed
├── DocumentChanged         the document exists, but no longer in the version asked for
├── ConversationMissing     there is no such conversation, or it belongs to another key
├── TurnMissing             the conversation has no turn of that number
├── ConversationFull        the conversation has as many turns as it may have
├── DatabaseFailed          service.sqlite cannot be read or written
├── ModelUnknown            a client of OpenAI's API asks for a model other than the only one
├── KeyNeeded               the request sends no API key
├── KeyUnknown              its API key does not exist, or was revoked
├── KeyExpired              its API key has expired
├── ScopeMissing            its API key does not allow what it asks for
├── NotThisMachine          the address answers only whoever is on the server's machine
├── ShuttingDown            the server is going to end
└── BrokenCitation          a citation is not where it says it is; such an answer is never shown
"""

from index.errors import PinciteError, UsageError


class BadQuestion(UsageError):
    """The question breaks the rules of `service.question_text`."""


class BadFilter(UsageError):
    """A filter breaks the rules of `service.filters`."""


class BadForm(UsageError):
    """What was sent as files cannot be taken; the message says why."""


class BadSpan(UsageError):
    """A start and an end that do not lie in the text; the message says what they must be."""


class BadRoot(UsageError):
    """A path that is to be indexed is none; the message says why."""


class RootMissing(PinciteError):
    """That folder is not there, or none of those that are indexed."""


class OriginalUnavailable(PinciteError):
    """The file that a document was read from cannot be given as it was; the message says why."""


class DocumentChanged(PinciteError):
    """The document's current version is not the one asked for."""


class BrokenCitation(PinciteError):
    """A citation failed its check: a fault in Pincite, caught before the answer left it."""


class ConversationMissing(PinciteError):
    """There is no conversation with that id, or it belongs to another key."""


class TurnMissing(PinciteError):
    """The conversation has no turn of that number."""


class ConversationFull(PinciteError):
    """The conversation cannot take another turn."""


class DatabaseFailed(PinciteError):
    """The service's own database is damaged, full, locked or of a newer version."""


class ModelUnknown(PinciteError):
    """There is no model of that name."""


class KeyNeeded(PinciteError):
    """The address needs an API key, and the request has none."""


class KeyUnknown(PinciteError):
    """The API key that was sent does not exist here, or was revoked."""


class KeyExpired(PinciteError):
    """The API key that was sent has expired."""


class ScopeMissing(PinciteError):
    """The API key that was sent has too small a scope."""


class NotThisMachine(PinciteError):
    """The request comes from another machine, or through a proxy."""


class ShuttingDown(PinciteError):
    """The server is going to end, and should get no more requests."""
