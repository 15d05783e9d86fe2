"""Where the index of some settings lives."""

from index.generations.homes import Home
from index.generations.publish import Generations
from index.settings import IndexSettings


def home_of(settings: IndexSettings) -> Home:
    """Return the home of the generations. Nothing is read or written yet.

    Raises UsageError where the settings name a store that cannot be.
    """
    return milvus_home(settings) if settings.store else Generations(settings.data_dir)


def milvus_home(settings: IndexSettings) -> Home:
    """Return the home in Milvus that the settings name. Raises UsageError."""
    # Imported here: whoever keeps the index in files need not have Milvus' client.
    from index.milvus.engine.address import MilvusAddress
    from index.milvus.engine.connection import MilvusConnection, need_client

    need_client()
    from index.milvus.milvus_home import MilvusGenerations

    address = MilvusAddress.parse(settings.store)
    token = settings.store_token.get_secret_value() if settings.store_token else ""
    connection = MilvusConnection(address, token)
    return MilvusGenerations(connection, settings.data_dir, settings.store_index)


def store_beside(store: str, name: str) -> str:
    """Return the setting of another store at the same place. name: letters, digits and `_`."""
    if not store:
        return ""
    stem, ending = (store.removesuffix(".db"), ".db") if store.endswith(".db") else (store, "")
    return f"{stem}_{name}{ending}"
