"""What can go wrong in the service, beside what can in the index.

PinciteError                (index.errors)
├── BadQuestion             the question is empty, too long, or holds what no text holds
├── BadFilter               a filter says no day, no folder, or more than it may
├── DocumentChanged         the document is there, but no longer in the version asked for
├── ConversationMissing     there is no such conversation, or it belongs to another key
├── ConversationFull        it has as many turns as are kept
├── DatabaseFailed          service.sqlite cannot be read or written
├── ModelUnknown            a client of OpenAI's API asks for another model than the one there is
├── KeyNeeded               the request sends no API key
├── KeyUnknown              it sends one that there is not, or no longer
├── KeyExpired              it sends one whose time is over
├── ScopeMissing            its key may do less than it asks for
├── ShuttingDown            the server is about to end
└── BrokenCitation          an answer whose citation does not stand where it says; never shown
"""

from index.errors import PinciteError, UsageError


class BadQuestion(UsageError):
    """The question breaks the rules of `service.question_text`."""


class BadFilter(UsageError):
    """A filter breaks the rules of `service.filters`."""


class DocumentChanged(PinciteError):
    """The document's current version is another one than asked for."""


class BrokenCitation(PinciteError):
    """A citation failed its check: a fault of Pincite, caught before anybody saw the answer."""


class ConversationMissing(PinciteError):
    """No conversation of that id belongs to whoever asks for it."""


class ConversationFull(PinciteError):
    """The conversation can take no further turn."""


class DatabaseFailed(PinciteError):
    """The service's own database is damaged, full, locked or of a newer version."""


class ModelUnknown(PinciteError):
    """There is no model of that name to ask."""


class KeyNeeded(PinciteError):
    """What was asked for needs an API key, and the request has none."""


class KeyUnknown(PinciteError):
    """The API key that was sent was never given out here, or was revoked."""


class KeyExpired(PinciteError):
    """The API key that was sent was good once."""


class ScopeMissing(PinciteError):
    """The API key that was sent does not allow this."""


class ShuttingDown(PinciteError):
    """The server finishes what it was asked and wants to be asked no more."""
