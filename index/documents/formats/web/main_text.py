"""Finds the main text of a page, and cuts everything else out of its tree.

trafilatura tells the main text from menus, banners and teasers; what it extracts has lost a part of
its shape, and now and then whole lists, tables and pieces of code. Therefore its text only tells
which elements of the page stay; what it lost in the midst of them is won back.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.xpaths import (
    OVERALL_DISCARD_XPATH,
    REMOVE_COMMENTS_AND_LISTS_XPATH,
    TEASER_DISCARD_XPATH,
)

from index.documents.formats.web.page_units import (
    PageUnit,
    find_units,
    key_of,
    units_of,
    wrap_loose_text,
)

_TOO_LITTLE = 1 / 3  # of a page's text without what is marked as no part of it
_SCOPE = 0.85  # of the main text lies in the element that is searched for what was lost
_MOST_DOUBTFUL = 1 / 3  # of what was found: if more of it lies in a marked element, it is a wrapper
_LIST_SHARE = 1 / 3  # of a list: if so much is found, all of it belongs to the main text
_LEAST_PROSE = 60  # letters
_ANY_LEVEL = 7
_UNSURE = "its main text could not be told from menus and the like, and all of the page was kept"
_FURNITURE = frozenset("nav aside footer".split())
_ROLES = frozenset(
    "navigation complementary contentinfo banner search dialog alertdialog menu menubar toolbar"
    " tablist".split()
)
_DIGIT = re.compile(r"\d")
_LISTS = ("ul", "ol", "dl", "menu")
_NOT_PROSE = ("ul", "ol", "dl", "menu", "table", "pre")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports what is no fault of ours


def keep_main_text(root: HtmlElement) -> list[str]:
    """Cut what is no main text out of the tree of a page; return warnings for a person."""
    body = root.find("body")
    if body is None:
        return []
    _drop_navigation(body)
    extracted = _extracted(root, recall=False)
    wrap_loose_text(body)
    units = units_of(body)
    marked = _marked(body)
    plain = [unit for unit in units if not unit.is_linked and not _lies_in(unit, marked, body)]
    find_units(units, extracted)
    warnings = []
    if _is_too_little(units, plain):
        find_units(units, _extracted(root, recall=True))
    if _is_too_little(units, plain):
        warnings.append(_UNSURE)
        for unit in plain:
            unit.kept = True
    else:
        _choose(units, marked, body)
    _keep_headings(units, marked, root)
    for unit in units:
        if not unit.kept:
            unit.element.drop_tree()
    return warnings


def _drop_navigation(body: HtmlElement) -> None:
    """Cut what is marked as navigation, unless the page is nothing else."""
    menus = {e for e in body.iter("*") if e.tag == "nav" or e.get("role") == "navigation"}
    outer = [e for e in menus if menus.isdisjoint(e.iterancestors())]
    texts = sum(len(key_of(e.text_content())) for e in outer)
    if texts < len(key_of(body.text_content())):
        for element in outer:
            element.drop_tree()


def _extracted(root: HtmlElement, recall: bool) -> str:
    tree = copy(root)
    for cell in tree.iter("td", "th"):  # for each cell that one reaches over it makes an empty one
        cell.attrib.pop("rowspan", None)
        cell.attrib.pop("colspan", None)
    try:
        document = bare_extraction(tree, include_comments=False, favor_recall=recall)
    except Exception:  # it names none; the page is then kept whole, and says so
        document = None
    body = None if document is None or isinstance(document, dict) else document.body
    return "" if body is None else key_of("".join(body.itertext()))


def _marked(body: HtmlElement) -> set[HtmlElement]:
    """Return the elements that are marked as no part of the main text, by name, role or class."""
    marked = {
        element
        for element in body.iter("*")
        if element.tag in _FURNITURE or element.get("role") in _ROLES
    }
    for path in (*OVERALL_DISCARD_XPATH, *REMOVE_COMMENTS_AND_LISTS_XPATH, *TEASER_DISCARD_XPATH):
        marked.update(path(body))
    return marked


def _lies_in(unit: PageUnit, marked: set[HtmlElement], scope: HtmlElement) -> bool:
    """Whether a unit lies in a marked element inside the scope."""
    element = unit.element
    while element is not None and element is not scope:
        if element in marked:
            return True
        element = element.getparent()
    return False


def _weight(units: Iterable[PageUnit]) -> int:
    return sum(len(unit.key) for unit in units)


def _is_too_little(units: Sequence[PageUnit], plain: Sequence[PageUnit]) -> bool:
    found = sum(len(unit.key) for unit in units if unit.at >= 0)
    prose = (len(unit.key) for unit in plain if len(unit.key) >= _LEAST_PROSE)
    return found < _TOO_LITTLE * sum(prose)


def _choose(units: Sequence[PageUnit], marked: set[HtmlElement], body: HtmlElement) -> None:
    seen = Counter(unit.key for unit in units)
    for unit in units:
        unit.kept = unit.at >= 0 and seen[unit.key] == 1
    scope = _scope(units, body)
    inside = [unit for unit in units if _is_within(unit.element, scope)]
    for unit in units:
        unit.kept = unit.kept and not (unit.is_linked or _lies_in(unit, marked, body))
    found = [unit for unit in inside if unit.at >= 0]
    weights = _weights(found)
    marked -= {e for e in marked if weights.get(e, 0) > _MOST_DOUBTFUL * _weight(found)}
    doubtful = {unit for unit in found if _lies_in(unit, marked, scope)}
    for unit in inside:
        unit.kept = unit.at >= 0 and unit not in doubtful
    _win_back(inside, marked, scope)
    _fill_lists(inside)
    _keep_twins(units, scope, marked, body)


def _win_back(inside: Sequence[PageUnit], marked: set[HtmlElement], scope: HtmlElement) -> None:
    """Keep what was lost between other parts of the main text, or right after one."""
    places = [n for n, unit in enumerate(inside) if unit.kept]
    last = places[-1] if places else 0
    holders = {e for n in places for e in (inside[n].element, *inside[n].element.iterancestors())}
    for n, unit in enumerate(inside):
        if unit.kept or unit.level or unit.is_linked or _lies_in(unit, marked, scope):
            continue
        block = _outermost_block(unit.element, scope)
        follows = block.getprevious() in holders
        is_block = block.tag in _NOT_PROSE
        if n < last and n > places[0]:
            unit.kept = is_block or len(unit.key) >= _LEAST_PROSE
        else:
            unit.kept = follows and (is_block or len(unit.key) >= _LEAST_PROSE)


def _outermost_block(element: HtmlElement, scope: HtmlElement) -> HtmlElement:
    """Return the list, table or code that an element is part of, or itself."""
    block = element
    for outer in element.iterancestors():
        if outer is scope:
            break
        block = outer if outer.tag in _NOT_PROSE else block
    return block


def _scope(units: Sequence[PageUnit], body: HtmlElement) -> HtmlElement:
    """Return the innermost element that holds most of what was found."""
    kept = [unit for unit in units if unit.kept]
    weights, total = _weights(kept), _weight(kept)
    scope = body
    while total:
        inner = max(scope, key=lambda child: weights.get(child, 0), default=None)
        if inner is None or weights.get(inner, 0) < _SCOPE * total or inner.tag in _NOT_PROSE:
            break
        scope = inner
    return scope


def _keep_twins(
    units: Sequence[PageUnit], scope: HtmlElement, marked: set[HtmlElement], body: HtmlElement
) -> None:
    """Keep the prose in elements beside the scope that are made like it: posts, parts of a text."""
    twins: set[HtmlElement] = set()
    for element in (scope, *scope.iterancestors()):
        parent = element.getparent()
        if element is body or parent is None:
            break
        made = _made(element)
        if made:
            twins.update(other for other in parent if other is not element and _made(other) == made)
    of_twin: dict[HtmlElement, list[PageUnit]] = {}
    for unit in units:
        twin = next((e for e in (unit.element, *unit.element.iterancestors()) if e in twins), None)
        if twin is not None and not _lies_in(unit, marked, body):
            of_twin.setdefault(twin, []).append(unit)
    for inside in of_twin.values():
        prose = [u for u in inside if not u.is_linked and len(u.key) >= _LEAST_PROSE]
        if 2 * sum(len(unit.key) for unit in prose) > sum(len(unit.key) for unit in inside):
            for unit in inside:
                unit.kept = unit.kept or not unit.is_linked


def _made(element: HtmlElement) -> tuple[str, ...]:
    """Return what elements of a page that are made alike have in common; empty if it is nothing."""
    names = sorted(n for n in (element.get("class") or "").split() if not _DIGIT.search(n))
    return (element.tag, *names) if names else ()


def _weights(units: Iterable[PageUnit]) -> dict[HtmlElement, int]:
    """Return how many letters of the units lie in each element."""
    weights: dict[HtmlElement, int] = {}
    for unit in units:
        for element in (unit.element, *unit.element.iterancestors()):
            weights[element] = weights.get(element, 0) + len(unit.key)
    return weights


def _is_within(element: HtmlElement, scope: HtmlElement) -> bool:
    return element is scope or any(outer is scope for outer in element.iterancestors())


def _fill_lists(inside: Sequence[PageUnit]) -> None:
    """Keep the rest of each list of which enough is kept."""
    of_list: dict[HtmlElement, list[PageUnit]] = {}
    for unit in inside:
        for element in unit.element.iterancestors(*_LISTS):
            of_list.setdefault(element, []).append(unit)
    for units in of_list.values():
        kept = sum(len(unit.key) for unit in units if unit.kept)
        if kept >= _LIST_SHARE * sum(len(unit.key) for unit in units):
            for unit in units:
                unit.kept = True


def _keep_headings(units: Sequence[PageUnit], marked: set[HtmlElement], root: HtmlElement) -> None:
    """Keep the headings that stand over what is kept, and the one that is the page's title."""
    first = next((n for n, unit in enumerate(units) if unit.kept), 0)
    title = key_of(root.findtext("head/title") or "")
    over = [unit for unit in units[:first] if unit.level]
    named = [unit for unit in over if unit.key in title]
    named = named or [unit for unit in over if unit.level == 1 and not _lies_in(unit, marked, root)]
    if not any(unit.kept and unit.level == 1 for unit in units):
        for unit in sorted(named, key=lambda unit: len(unit.key))[-1:]:
            unit.kept = True
    waiting = 0  # headings of a higher rank than this stand over what is kept
    for unit in reversed(units[first:]):
        if not unit.level:
            waiting = _ANY_LEVEL if unit.kept else waiting
        elif unit.level < waiting:
            unit.kept = unit.kept or not (unit.is_linked or _lies_in(unit, marked, root))
            waiting = unit.level if unit.kept else waiting
