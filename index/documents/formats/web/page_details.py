"""What a page says of itself: its title, author, site, day of publication, language and address.

All of it stands in the page for machines to read: in meta elements (Open Graph, Dublin Core and
others), in JSON-LD and microdata by the vocabulary of schema.org. Nothing is guessed from its text.
"""

import datetime
import email.utils
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from index.documents.succession import successor_in

_ARTICLE = re.compile(
    r"(?:Article|BlogPosting|NewsArticle|Report|WebPage|Posting|Page|Book|Recipe)$"
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*\Z", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[|·•»«–—:-]\s+|\s*[|»]\s*")
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.issued",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publishdate",
    "pubdate",
    "date",
)
_AUTHORS = (
    "author",
    "article:author",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "byl",
)
_SITES = ("og:site_name", "application-name", "citation_journal_title")
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S+)"
)
_LINK_MARK = re.compile(r"\s*[¶#§🔗]\s*\Z")
_DEEPEST_NODE = 4
_WORDS_OF_TITLE = 3
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class PageDetails:
    """What a page says of itself; None where it does not.

    superseded: see `index.records.RawDocument`.
    """

    title: str | None
    author: str | None
    site: str | None
    published: str | None
    language: str | None
    url: str | None
    superseded: str | None


def details_of(root: HtmlElement, markup: str) -> PageDetails:
    """Return what a page says of itself, before anything is cut out of it."""
    metas = _metas(root)
    things = list(_things(root))
    site = _first(metas, _SITES) or _name_of(_of_things(things, "publisher"))
    return PageDetails(
        title=_title(root, metas, site),
        author=_author(root, metas, things),
        site=site,
        published=_published(root, metas, things),
        language=_language(root, metas),
        url=_url(root, metas, markup),
        superseded=_superseded(root, metas),
    )


def day_of(text: object) -> str | None:
    """Return the day of a date in ISO 8601, or as mail writes it, else None."""
    text = " ".join(str(text or "").split())
    try:
        return datetime.date.fromisoformat(re.sub(r"[T ].*", "", text)).isoformat()
    except ValueError:
        pass
    try:
        return email.utils.parsedate_to_datetime(text).date().isoformat()
    except ValueError:
        return None


def _metas(root: HtmlElement) -> dict[str, list[str]]:
    """Return the contents of the meta elements by name, in lower case."""
    metas: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if content and element.get(attribute):
                metas.setdefault(element.get(attribute, "").strip().lower(), []).append(content)
    return metas


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((metas[name][0] for name in names if name in metas), None)


def _things(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the articles and pages that JSON-LD in the page describes, the articles first."""
    nodes: list[dict[str, Any]] = []
    for script in root.iter("script"):
        try:
            nodes += _nodes(json.loads(script.text or ""))
        except (ValueError, RecursionError):
            continue
    names = {str(node["@id"]): node["name"] for node in nodes if "@id" in node and "name" in node}
    articles = [node for node in nodes if _is_article(node)]
    for article in sorted(articles, key=lambda node: "Page" in str(node.get("@type"))):
        for part in ("author", "publisher"):
            person = article.get(part)
            if isinstance(person, dict) and "name" not in person:  # it is described elsewhere
                article[part] = names.get(str(person.get("@id")))
        yield article


def _nodes(value: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for part in value:
            yield from _nodes(part, depth)
    elif isinstance(value, dict) and depth < _DEEPEST_NODE:
        yield value
        yield from _nodes(value.get("@graph"), depth + 1)
        yield from _nodes(value.get("mainEntity"), depth + 1)


def _is_article(node: dict[str, Any]) -> bool:
    types = node.get("@type")
    return any(
        _ARTICLE.search(str(name)) for name in (types if isinstance(types, list) else [types])
    )


def _of_things(things: list[dict[str, Any]], name: str) -> object:
    return next((thing[name] for thing in things if thing.get(name)), None)


def _name_of(value: object) -> str | None:
    """Return the name, or names, of a person or an organisation in JSON-LD."""
    if isinstance(value, list):
        names = [name for part in value if (name := _name_of(part))]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        value = value.get("name")
        if isinstance(value, list):
            return _name_of(value)
    name = " ".join(value.split()) if isinstance(value, str) else ""
    return name if 0 < len(name) <= _LONGEST_NAME and not _is_address(name) else None


def _is_address(text: str) -> bool:
    return "://" in text or text.startswith(("www.", "//", "@"))


def _title(root: HtmlElement, metas: dict[str, list[str]], site: str | None) -> str | None:
    """Return the title without the name of the site."""
    headings = [line for heading in root.iter("h1") if (line := _line(heading)) and line != site]
    named = _first(metas, ("og:title", "twitter:title", "citation_title", "dc.title"))
    whole = " ".join((root.findtext(".//title") or "").split())
    for heading in headings:
        if heading in (named or "") or heading in whole:
            return heading
    if len(headings) == 1 and len(headings[0].split()) >= _WORDS_OF_TITLE:
        return headings[0]
    return _without_site(named or whole, site) or next(iter(headings), None)


def _line(heading: HtmlElement) -> str:
    """Return the text of a heading without the mark that links to it."""
    for line_end in heading.iter("br"):
        line_end.tail = f" {line_end.tail or ''}"
    return _LINK_MARK.sub("", " ".join(heading.text_content().split()))


def _without_site(title: str, site: str | None) -> str | None:
    parts = _SEPARATOR.split(title)
    if site and len(parts) > 1:
        for part, at in ((parts[-1], -1), (parts[0], 0)):
            if part.strip().lower() == site.strip().lower():
                rest = title.strip()
                rest = rest[: -len(part)] if at else rest[len(part) :]
                return rest.strip(" |·•»«–—:-") or title
    return title or None


def _superseded(root: HtmlElement, metas: dict[str, list[str]]) -> str | None:
    """Return where the page that replaces this one is, as links in its head and metas say."""
    said: dict[str, object] = {
        relation: link.get("href")
        for link in root.iter("link")
        for relation in (link.get("rel") or "").lower().split()
    }
    said |= metas
    return successor_in({re.sub(r"[\W_]", "", name): value for name, value in said.items()})


def _author(
    root: HtmlElement, metas: dict[str, list[str]], things: list[dict[str, Any]]
) -> str | None:
    named = _name_of(_of_things(things, "author"))
    if named:
        return named
    for name in _AUTHORS:
        if found := _name_of(metas.get(name, [])):
            return found
    for element in root.iter("a", "span", "p", "div", "address"):
        marked = "author" in (element.get("itemprop") or "").split()
        if marked or "author" in (element.get("rel") or "").split():
            inner = element.xpath(".//*[@itemprop='name']")
            text = (inner[0] if isinstance(inner, list) and inner else element).text_content()
            if found := _name_of(text):
                return found
    return None


def _published(
    root: HtmlElement, metas: dict[str, list[str]], things: list[dict[str, Any]]
) -> str | None:
    said: list[object] = [metas[name][0] for name in _PUBLISHED if name in metas]
    said.insert(2, _of_things(things, "datePublished"))
    for element in root.iter("time", "abbr", "span"):
        kinds = f"{element.get('itemprop')} {element.get('class')}".split()
        dated = element.get("pubdate") is not None or "datePublished" in kinds
        if dated or (element.tag == "time" and not {"published", "dt-published"}.isdisjoint(kinds)):
            said.append(element.get("datetime") or element.get("content") or element.text)
    return next((day for text in said if (day := day_of(text))), None)


def _language(root: HtmlElement, metas: dict[str, list[str]]) -> str | None:
    said = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang")]
    said += [root.get("xml:lang"), _first(metas, ("content-language", "dc.language", "og:locale"))]
    for language in said:
        name = (language or "").strip().replace("_", "-")
        if _LANGUAGE.match(name):
            return name
    return None


def _url(root: HtmlElement, metas: dict[str, list[str]], markup: str) -> str | None:
    said = [link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"]
    said.append(_first(metas, ("og:url",)))
    saved = _SAVED_FROM.search(markup[:4096])  # a remark that browsers leave
    said.append(saved[1] if saved else None)
    return next((url for url in map(_address, said) if url), None)


def _address(text: str | None) -> str | None:
    try:
        parts = urlsplit((text or "").strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and parts.netloc else None
