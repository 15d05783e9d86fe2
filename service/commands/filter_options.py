"""The options by which a command chooses documents."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from index.storage.document_filter import Filter

DocumentOption = Annotated[
    list[str] | None, typer.Option(help="Quote only the document with this id. May be repeated.")
]
FolderOption = Annotated[
    str | None, typer.Option(help="Quote only documents in this folder or below it.")
]
TitleOption = Annotated[
    str | None, typer.Option(help="Quote only documents whose title contains this text.")
]
AuthorOption = Annotated[
    str | None, typer.Option(help="Quote only documents whose author contains this text.")
]
SiteOption = Annotated[
    str | None, typer.Option(help="Quote only documents whose site contains this text.")
]
LanguageOption = Annotated[
    str | None, typer.Option(help="Quote only documents that say they are in it, such as en.")
]
SinceOption = Annotated[
    str | None,
    typer.Option(help="Quote only documents published on this day (2024-05-31) or later."),
]
UntilOption = Annotated[
    str | None, typer.Option(help="Quote only documents published on this day or earlier.")
]


def chosen_by(
    document: list[str] | None,
    folder: str | None,
    title: str | None,
    author: str | None,
    site: str | None,
    language: str | None,
    since: str | None,
    until: str | None,
) -> "Filter | None":
    """Return the Filter that the options ask for. Raises BadFilter."""
    from service.filters import check_filters

    return check_filters(
        documents=document or None,
        folder=folder,
        title=title,
        author=author,
        site=site,
        language=language,
        since=since,
        until=until,
    )
