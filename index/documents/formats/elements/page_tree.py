"""Parses HTML as a browser would, and takes out what no browser shows.

The parser is lxml's. It stops where elements lie too deep in each other, and all that follows would
be missing without a word; then the tags that lie too deep are left out, and the text stays.
"""

import re
from collections import Counter

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from index.documents.formats.markup.html_text import is_block, is_unseen

MAX_DEPTH = 120
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*+)[^<>]*+>")
_DEFINITIONS = re.compile(r"<!DOCTYPE[^\[>]*+\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)
# The parser compares each attribute with all others. What is so long is a picture, or an attack.
_LONG_TAG = re.compile(r"<([a-zA-Z][\w:-]*+)[^<>]{50000,}+>")
_EMPTY_ELEMENTS = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)
_ENDED_BY_THE_NEXT = frozenset("p li tr td th option".split())  # of the same name
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_PAGE_BREAK = frozenset(("pagebreak", "doc-pagebreak", "pagenum"))
# What stands in for something that a page embeds, and what people click or fill in.
_CONTROLS = frozenset(
    "applet audio button canvas datalist embed frame frameset iframe input map meter object option"
    " progress rp rt select video dialog".split()
)


def tree_of(markup: str) -> HtmlElement | None:
    """Return the root of a page, without what is not seen; None if the page holds nothing."""
    markup = _DEFINITIONS.sub("", markup, count=1)
    markup = _LONG_TAG.sub(r"<\1>", _NO_TEXT.sub("", markup))
    root = _parsed(markup)
    if root is not None and _depth(root) > MAX_DEPTH:
        root = _parsed(_shallow(markup))
    if root is not None:
        _drop_unseen(root)
        _part_definitions(root)
    return root


def _parsed(markup: str) -> HtmlElement | None:
    parser = HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        return document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # "Document is empty"
        return None


def _depth(root: HtmlElement) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _shallow(markup: str) -> str:
    """Return the markup without the tags of elements that lie deeper than `MAX_DEPTH`."""
    path: list[str] = []
    cut: Counter[str] = Counter()

    def kept(tag: re.Match[str]) -> str:
        name = tag[2].lower()
        instead = "\n" if is_block(name) else ""
        if name in _EMPTY_ELEMENTS:
            return tag[0]
        if tag[1] and cut[name]:
            cut[name] -= 1
            return instead
        if tag[1]:
            if name in path:
                del path[len(path) - 1 - path[::-1].index(name) :]
            return tag[0]
        if path and path[-1] == name and name in _ENDED_BY_THE_NEXT:
            path.pop()
        if len(path) >= MAX_DEPTH // 2:  # the parser adds elements that the page leaves out
            cut[name] += 1
            return instead
        path.append(name)
        return tag[0]

    return _TAG.sub(kept, markup)


def _drop_unseen(root: HtmlElement) -> None:
    for element in list(root.iter("*")):
        name = element.tag
        if name in ("html", "body", "head") or element.getparent() is None:
            continue
        if (
            _is_control(element)
            or (is_unseen(name) and not _holds_data(element))
            or _hidden(element)
        ):
            element.drop_tree()


def _is_control(element: HtmlElement) -> bool:
    """Whether an element is clicked or filled in; the heading of a part that unfolds is not."""
    if element.tag != "button":
        return bool(element.tag in _CONTROLS)
    return (
        next(element.iterancestors("h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"), None)
        is None
    )


def _holds_data(element: HtmlElement) -> bool:
    """Whether an element is read for what it says of the page, though nobody sees it."""
    return bool(element.tag == "script" and element.get("type") == "application/ld+json")


def _hidden(element: HtmlElement) -> bool:
    if not _PAGE_BREAK.isdisjoint(
        f"{element.get('epub:type')} {element.get('role')} {element.get('class')}".split()
    ):
        return True  # the number of a page of the printed book, in the midst of a sentence
    if _HIDDEN.search(element.get("style", "")):
        return True
    if element.get("aria-hidden") == "true":  # a whole page is, behind a dialog; icons are for good
        return not any(is_block(inner.tag) for inner in element.iter("*"))
    if element.get("hidden") is None or element.get("hidden") == "until-found":
        return False
    return bool(element.get("role") != "tabpanel")  # a reader turns to it with a click


def _part_definitions(root: HtmlElement) -> None:
    """Let a term or a definition that nobody ended end where the next begins, as in a browser."""
    for element in list(root.iter("dt", "dd")):
        parent = element.getparent()
        if parent is not None and parent.tag in ("dt", "dd"):
            parent.addnext(element)
