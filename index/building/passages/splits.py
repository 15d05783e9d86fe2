"""The documents split so far, and which of their passages may be encoded already."""

from collections.abc import Container
from functools import cached_property

from index.building.passages.resplit import NewPassage, SplitDocument, Splitter
from index.building.passages.reuse import find_rows
from index.generations.homes import HeldGeneration
from index.records import Document


class Splits:
    """Documents with their passages, in whatever order they come.

    before: the generation before, if its vectors are of the same model. made: the keys of passages
    that have vectors already. waiting_characters: of the passages that `take_waiting` would return.
    """

    def __init__(
        self, splitter: Splitter, before: HeldGeneration | None, made: Container[bytes]
    ) -> None:
        self.splitter, self._before, self._made = splitter, before, made
        self._by_id: dict[str, SplitDocument] = {}
        self._waiting: dict[bytes, NewPassage] = {}
        self.waiting_characters = 0

    def add(self, document: Document | SplitDocument) -> None:
        """Take a document, which is split here unless it is already."""
        split = document if isinstance(document, SplitDocument) else self.splitter.split(document)
        self._by_id[split.document.document_id] = split
        for key, passage in split.new_passages():
            if key in self._made or key in self._waiting or self._may_be_known(passage):
                continue
            self._waiting[key] = passage
            self.waiting_characters += passage.characters

    def take_waiting(self) -> dict[bytes, NewPassage]:
        """Return the passages that have no vectors in any case, by key, and forget them."""
        waiting, self._waiting = self._waiting, {}
        self.waiting_characters = 0
        return waiting

    def documents(self) -> dict[str, Document]:
        """Return the documents by id."""
        return {name: split.document for name, split in self._by_id.items()}

    def in_order(self) -> list[SplitDocument]:
        """Return all documents in order of their ids."""
        return [self._by_id[name] for name in sorted(self._by_id)]

    def rows(self) -> dict[bytes, int]:
        """Return where new passages stand in the generation before, by key."""
        return find_rows(self._by_id.values(), self._before) if self._before else {}

    def _may_be_known(self, passage: NewPassage) -> bool:
        """Whether the generation before may hold the text. `rows` then tells."""
        return hash(passage.text().text) in self._known_hashes

    @cached_property
    def _known_hashes(self) -> frozenset[int]:
        if self._before is None:
            return frozenset()
        return frozenset(hash(text) for _, text in self._before.store.passage_texts())
