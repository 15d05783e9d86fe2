"""An evaluation folder -> the passages that Pincite cuts its documents into, and its questions."""

from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import UsageError
from index.records import RawDocument
from service.commands.evaluate import index_corpus
from service.evaluation.dataset import JudgedQuery, read_dataset
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Collection:
    """texts: of all passages, in order. owners: the document of each. settings: of the Pincite that
    holds the documents.
    """

    name: str
    documents: list[RawDocument]
    texts: list[str]
    owners: list[str]
    queries: list[JudgedQuery]
    settings: Settings

    def first(self, documents: int | None) -> "Collection":
        """The same with that many documents at most (None: all), and only their passages."""
        kept = self.documents[:documents]
        names = {document.document_id for document in kept}
        chosen = [i for i, owner in enumerate(self.owners) if owner in names]
        return replace(
            self,
            documents=kept,
            texts=[self.texts[i] for i in chosen],
            owners=[self.owners[i] for i in chosen],
        )


def read_collection(folder: Path) -> Collection:
    """Index the folder's documents with Pincite, once for their content, and read its passages."""
    from index.generations.opened import Generation
    from index.generations.publish import Generations

    dataset = read_dataset(folder)
    if dataset.corpus is None:
        raise UsageError(f"{folder} holds no corpus.jsonl, so there is nothing to compare on")
    settings, _ = index_corpus(Settings.load(), dataset.corpus)
    store = Generation.open_current(Generations(settings.data_dir)).store
    passages = list(store.all_passages())
    return Collection(
        name=dataset.name,
        documents=dataset.corpus.documents,
        texts=[passage.text for passage in passages],
        owners=[passage.document.document_id for passage in passages],
        queries=dataset.queries,
        settings=settings,
    )
