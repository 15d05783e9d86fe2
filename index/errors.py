"""Known failures of the index, each with a message for the person at the terminal.

PinciteError
├── UsageError          the call is wrong: a PATH that does not exist, a bad setting
│   └── BadName         a file is given under a name that cannot be one
├── NothingToIndex      the roots hold nothing readable
├── IndexMissing        no generation has been published yet
├── GenerationDamaged   a file of a generation is not what its manifest says
│   └── GenerationOutdated  another version of Pincite wrote the generation
├── WriterBusy          another process is writing the index
├── StorageFailed       the disk is full, fails, or may not be written
├── StoreFailed         the store that is not this machine's disk refuses what is asked
│   └── StoreAway       it does not answer in time
├── BucketFailed        object storage with files that were added refuses what is asked
│   └── BucketAway      it does not answer in time
├── ModelError          the model is missing, altered or of an unknown kind
│   └── ModelFailed     the model was loaded, but fails on a question
├── ReadersFailed       the processes that read files cannot be started
├── SourceAway          object storage that cannot be reached, or does not let us in
├── ClusterFailed       the cluster that does the work cannot be reached, or fails
├── Unreadable          one file cannot be read
├── DocumentMissing     the generation holds no document of that id
└── NotUploaded         the document was not given to Pincite, but found in a folder

Every known failure is one of these. Commands print the message, never a traceback.
"""

from index.originals import FileStatus


class PinciteError(Exception):
    """Base of all known failures. `str(error)` is the whole message for a person."""


class UsageError(PinciteError):
    """The call is wrong; nothing was changed."""


class BadName(UsageError):
    """The name that a file came with cannot be kept; the message says why, without the name."""


class NothingToIndex(PinciteError):
    """None of the given roots holds a readable document; nothing was published."""


class IndexMissing(PinciteError):
    """There is no published generation to read."""


class GenerationDamaged(PinciteError):
    """A published generation differs from its manifest and must not be served.

    roots: the folders it was made from; None if they are unknown. include, exclude: the patterns of
    the files below them.
    """

    def __init__(
        self,
        message: str,
        roots: tuple[str, ...] | None = None,
        include: tuple[str, ...] = (),
        exclude: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.roots, self.include, self.exclude = roots, include, exclude


class GenerationOutdated(GenerationDamaged):
    """A generation in the format of another version."""


class WriterBusy(PinciteError):
    """Another process holds the writer lock."""


class StorageFailed(PinciteError):
    """The index could not be written; the message says what is published."""


class StoreFailed(PinciteError):
    """The store on another machine refuses. code: its own number for that; 0 for none."""

    def __init__(self, message: str, code: int = 0) -> None:
        super().__init__(message)
        self.code = code


class StoreAway(StoreFailed):
    """The store on another machine does not answer, or not in time."""


class BucketFailed(PinciteError):
    """Object storage refuses what is asked. outcome: what became of what somebody wanted."""

    def __init__(self, reason: str, outcome: str = "try again in a moment") -> None:
        super().__init__(f"{reason}; {outcome}")
        self.reason, self.outcome = reason, outcome

    def after(self, outcome: str) -> "BucketFailed":
        """Return the same failure with what came of it."""
        return type(self)(self.reason, outcome)


class BucketAway(BucketFailed):
    """Object storage does not answer, or not in time."""


class ModelError(PinciteError):
    """A model cannot be used as it is."""


class ModelFailed(ModelError):
    """A model that was loaded fails on a question."""


class ReadersFailed(PinciteError):
    """No process that reads files can be started, whatever the file."""


class SourceAway(PinciteError):
    """The documents cannot be listed now; nothing was changed."""


class ClusterFailed(PinciteError):
    """The Ray cluster cannot be reached, or cannot do the work; nothing was published."""


class Unreadable(PinciteError):
    """One file cannot become a document; the message is the reason, without the name.

    hint: what to do about it; "" where there is nothing to do.
    """

    def __init__(self, reason: str, status: FileStatus = FileStatus.BROKEN, hint: str = "") -> None:
        super().__init__(reason)
        self.status, self.hint = status, hint


class DocumentMissing(PinciteError):
    """No document of that id is in the generation asked."""


class NotUploaded(PinciteError):
    """The document cannot be removed as an upload can; the message says what to do instead."""
