"""Settings -> the objects that answer. Only this file names the concrete classes together."""

import functools
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.documents.contained.contained_reader import ContainedReader
from index.encoder import ModelIdentity, QuestionEncoder
from index.encoder.batching import BatchingEncoder
from index.encoder.model import Say, load_encoder
from index.errors import GenerationDamaged, IndexMissing, ModelError
from index.homes.home import home_of
from index.ranking.cross_encoder import load_reranker
from index.ranking.hits import Reranker
from index.records import QuestionVectors
from index.uploads.choosing import uploads_of
from index.uploads.uploads import Uploads
from service.answering.answerer import Answerer
from service.checking.judge import EvidenceJudge
from service.checking.texts.checker import Checker
from service.checking.texts.given import Encode
from service.conversation.chat import Chat
from service.conversation.conversations import Conversations
from service.database.opening import database_of
from service.examples.examples import ExampleFinder
from service.indexing.indexer import Indexer
from service.keys import Keys
from service.library import Library
from service.originals.page_pictures import PagePictures
from service.reading.loading import load_listener, load_reader
from service.reading.reader import Reader
from service.settings import Settings
from service.shared_allowance import SharedAllowance
from service.wording.every_word import EveryWord
from service.wording.llm.budget import Budget
from service.wording.llm.client import LlmClient
from service.wording.llm.turnstile import Turnstile
from service.wording.worder import Worder


@dataclass(frozen=True, slots=True)
class Parts:
    """The objects that routes and commands work with.

    leaving: set when the server is to end. worder: None where no LLM is set.
    """

    settings: Settings
    library: Library
    answerer: Answerer
    chat: Chat
    checker: Checker
    keys: Keys
    indexer: Indexer
    examples: ExampleFinder
    uploads: Uploads
    pictures: PagePictures
    leaving: threading.Event = field(default_factory=threading.Event)
    worder: Worder | None = None


@dataclass(frozen=True, slots=True)
class Models:
    """The models that answer. They belong to no index, so that several may share them.

    encoder_for: loads the encoder that a generation was made with. own_encoder: the one that the
    settings name, which the next generation is made with. reranker, reader, listener: None
    where they are off.
    """

    encoder_for: Callable[[ModelIdentity], QuestionEncoder]
    own_encoder: Callable[[], QuestionEncoder]
    reranker: Reranker | None
    reader: Reader | None
    listener: Reader | None = None


def load_models(settings: Settings, say: Say) -> Models:
    """Return the models that the settings name. say: tells a person about slow steps.

    The first question that needs an encoder loads it, for a generation made with another model may
    be published while the server runs. The cross-encoder, the reader and the listener are
    loaded here.

    Raises ModelError if one of these cannot be used.
    """
    reranker = load_reranker(settings, say)
    return Models(
        _encoders(settings, say),
        functools.cache(lambda: BatchingEncoder(load_encoder(settings, say, asking=True))),
        reranker,
        load_reader(settings, say),
        load_listener(settings, say),
    )


def wire(settings: Settings, say: Say, models: Models | None = None) -> Parts:
    """Return the parts, put together by the settings. The first question opens the index.

    say: tells a person about slow steps. models: None to load those that the settings name, which
    raises what `load_models` raises.
    """
    models = models or load_models(settings, say)
    library = Library(home_of(settings), models.encoder_for, models.reranker)
    answerer = Answerer(
        library.searcher, settings.min_confidence, models.reader, settings.reader_passages
    )
    return Parts(
        settings,
        library,
        answerer,
        chat_of(settings, library, answerer, models.listener),
        Checker(
            library.searcher,
            EvidenceJudge(models.reader),
            encoding_of(library, models.own_encoder),
        ),
        keys_of(settings),
        Indexer(settings),
        ExampleFinder(library.searcher, answerer),
        uploads_of(settings),
        PagePictures(ContainedReader),
        worder=worder_of(settings, models.reader),
    )


def worder_of(settings: Settings, reader: Reader | None) -> Worder | None:
    """Return what words answers; None where the settings name no LLM. Nothing is sent yet."""
    if not settings.llm_base_url:
        return None
    judge = EvidenceJudge(reader)
    return Worder(
        LlmClient(settings),
        judge if reader else EveryWord(judge),
        Budget(database_of(settings), settings.llm_tokens_per_day),
        Turnstile(settings.llm_requests),
        settings.llm_timeout_s,
    )


def chat_of(
    settings: Settings, library: Library, answerer: Answerer, listener: Reader | None = None
) -> Chat:
    """Return the chat, with the conversations of the settings' data folder."""
    conversations = Conversations(database_of(settings), settings.max_conversations)
    return Chat(library.searcher, answerer, conversations, listener)


def keys_of(settings: Settings) -> Keys:
    """Return the API keys. A command may need these without the other parts."""
    return Keys(database_of(settings))


def allowance_of(settings: Settings, burst: float, rate: float) -> SharedAllowance | None:
    """Return the count of what public keys are used, for all servers; None for a single one."""
    if settings.database_url is None:
        return None
    return SharedAllowance(database_of(settings), burst, rate)


def encoding_of(library: Library, own_encoder: Callable[[], QuestionEncoder]) -> Encode:
    """Return what encodes texts: the encoder of the index, or without an index the own one."""

    def encode(texts: Sequence[str]) -> list[QuestionVectors]:
        try:
            return library.searcher().encode(texts)
        except (IndexMissing, GenerationDamaged):
            return own_encoder().encode_questions(texts)

    return encode


def _encoders(settings: Settings, say: Say) -> Callable[[ModelIdentity], QuestionEncoder]:
    """Return a function that loads the encoder which a generation was made with.

    The settings may name another model, for the next generation.
    """

    # Two: while a generation is swapped, requests still use the encoder of the one before.
    @functools.lru_cache(maxsize=2)
    def encoder_for(model: ModelIdentity) -> QuestionEncoder:
        made_with = {"model": model.name, "precision": model.precision}
        encoder = load_encoder(settings.model_copy(update=made_with), say, asking=True)
        if encoder.identity.sha256 != model.sha256:
            raise ModelError(
                f"the model {model} is no longer the one that the index was made with; "
                "put it back, or run: pincite index"
            )
        return BatchingEncoder(encoder)

    return encoder_for
