"""What can go wrong in the service, beside what can in the index.

PinciteError                (index.errors)
├── BadQuestion             the question is empty, too long, or holds what no text holds
├── DocumentChanged         the document is there, but no longer in the version asked for
├── DatabaseFailed          service.sqlite cannot be read or written
└── BrokenCitation          an answer whose citation does not stand where it says; never shown
"""

from index.errors import PinciteError, UsageError


class BadQuestion(UsageError):
    """The question breaks the rules of `service.question`."""


class DocumentChanged(PinciteError):
    """The document's current version is another one than asked for."""


class BrokenCitation(PinciteError):
    """A citation failed its check: a fault of Pincite, caught before anybody saw the answer."""


class DatabaseFailed(PinciteError):
    """The service's own database is damaged, full, locked or of a newer version."""
