"""The errors of the service; those of the index are in `index.errors`.

PinciteError                (index.errors)
├── BadQuestion             the question is empty or too long, or is not valid text
├── BadText                 a text cannot be checked: it is empty or too long
├── BadAnswer               what is to be checked is no answer that was kept
├── BadFilter               a filter is not a day or a folder, or is too long
├── LlmMissing              an answer is to be worded, and no LLM is set
├── BadArguments            an agent calls a tool with arguments that it does not take
├── BadForm                 an upload is no form with files, or none of its files can be taken
├── BadSpan                 a quote does not lie in the text of its document
├── BadRoot                 a folder cannot be indexed, or none is named
├── RootMissing             a folder is not there, or is to be removed and none of those indexed
├── OriginalUnavailable     the file of a document is gone, or changed since it was indexed
├── DocumentChanged         the document exists, but no longer in the version asked for
├── ConversationMissing     there is no such conversation, or it belongs to another key
├── TurnMissing             the conversation has no turn of that number
├── ConversationFull        the conversation has as many turns as it may have
├── DatabaseFailed          the database of keys and conversations cannot be read or written
├── BackupDamaged           a backup is none, or not as it was written
├── ModelUnknown            a client of OpenAI's API asks for a model other than the only one
├── KeyNeeded               the request sends no API key
├── KeyUnknown              its API key does not exist, or was revoked
├── KeyExpired              its API key has expired
├── ScopeMissing            its API key does not allow what it asks for
├── OriginRefused           its API key is bound to the pages of another origin
├── TooManyRequests         its API key has sent more than it may
├── NotThisMachine          the address answers only whoever is on the server's machine
├── ShuttingDown            the server is going to end
├── ClientGone              whoever asked has closed the connection
├── LlmFailed               the LLM did not word an answer; the quoted one comes instead
└── BrokenCitation          a citation is not where it says it is; such an answer is never shown
"""

from index.errors import PinciteError, UsageError


class BadQuestion(UsageError):
    """The question breaks the rules of `service.question_text`."""


class BadText(UsageError):
    """A text or a claim cannot be checked; the message says why."""


class BadAnswer(UsageError):
    """An answer that somebody kept cannot be read; the message says what is wrong with it."""


class BadFilter(UsageError):
    """A filter breaks the rules of `service.filters`."""


class LlmMissing(UsageError):
    """An answer is to be worded by an LLM, and the settings name none."""


class BadArguments(UsageError):
    """The arguments of a tool are wrong; the message says which, and why."""


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
    """The database of keys and conversations is away, damaged, full, locked or too new."""


class BackupDamaged(PinciteError):
    """The file of a backup is none, or is not as it was written."""


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


class OriginRefused(PinciteError):
    """The API key that was sent belongs to the pages of another origin."""


class TooManyRequests(PinciteError):
    """Too many requests came with one API key.

    retry_after_s: seconds after which there is room for another one.
    """

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class NotThisMachine(PinciteError):
    """The request comes from another machine, or through a proxy."""


class ClientGone(PinciteError):
    """Whoever asked has closed the connection, so that nobody waits for the answer."""


class LlmFailed(PinciteError):
    """The LLM did not word an answer. The message is a plain sentence for whoever asked."""


class ShuttingDown(PinciteError):
    """The server is going to end, and should get no more requests."""
