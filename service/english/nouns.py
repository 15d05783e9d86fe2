"""What nouns and names stand for, and their plurals, told by lists and endings."""

from collections.abc import Sequence
from typing import Literal

from service.english.calendar import MONTHS, WEEKDAYS
from service.english.function_words import SCALES

# What a noun or a name may stand for.
Sort = Literal["person", "organisation", "place", "event", "thing", "time", "measure"]
Sorts = frozenset[Sort]

PERSONS = frozenset(
    "man woman boy girl child baby person people king queen emperor empress prince princess"
    " president minister leader author writer poet actor actress artist singer musician composer"
    " director producer scientist philosopher politician general commander officer soldier player"
    " coach character saint pope bishop priest monk nun ruler duke painter architect engineer"
    " inventor explorer researcher mathematician economist historian journalist chancellor"
    " governor mayor founder member judge lawyer son daughter brother sister father mother wife"
    " husband nephew niece uncle aunt cousin student teacher pupil professor doctor nurse patient"
    " worker driver pilot sailor captain farmer fisherman shepherd baker cook carpenter cleaner"
    " guard thief robber victim suspect witness prisoner owner customer buyer seller tenant"
    " neighbour neighbor friend rival opponent supporter critic visitor spectator tourist guest"
    " passenger commuter cyclist pedestrian inspector detective policeman spokesman spokeswoman"
    " spokesperson chairman chairwoman chief head boss manager employee employer dealer banker"
    " merchant smuggler botanist geologist biologist chemist physicist analyst expert inhabitant"
    " resident citizen refugee settler peasant slave servant master champion winner loser"
    " astronaut translator editor publisher photographer conductor secretary treasurer keeper"
    " heir widow twin".split()
)
ORGANISATIONS = frozenset(
    "government company council union agency board team club party police army navy ministry"
    " university institute bank court trust organisation organization foundation committee"
    " commission parliament senate congress association society church authority supplier"
    " manufacturer maker firm corporation railway newspaper band orchestra group force alliance"
    " federation league department office school college hospital museum administration nation"
    " country state city town kingdom empire republic community family staff crew jury".split()
)
PLACES = frozenset(
    "town city village country island river lake valley mountain region district province state"
    " county area place capital harbour harbor port street square park stadium ground museum"
    " school church castle palace hospital station airport hotel house building factory studio"
    " university theatre theater library garden forest desert coast beach bay sea ocean camp base"
    " observatory monastery convent temple tower farm mine site land territory kingdom empire"
    " home north south east west room hall market prison continent planet moon corridor zone"
    " mountains alps".split()
)
EVENTS = frozenset(
    "explosion fire war battle attack strike riot theft murder crash accident trial election"
    " match game final tournament festival concert flood storm earthquake journey voyage"
    " expedition meeting conference wedding funeral scandal crisis revolution coup protest"
    " incident raid siege ceremony celebration race vote party performance release premiere"
    " launch opening closure death birth visit reform campaign shooting delay decision"
    " announcement recall agreement".split()
)
# What a text or its medium is called. Such a word in a title does not tell what the text is about.
WRITINGS = frozenset(
    "agenda agreement announcement answer appendix article book booklet broadcast brochure"
    " bulletin catalogue census chapter chart chronicle circular clause column contract diary"
    " directive directory document draft edition email encyclopedia entry essay faq flyer"
    " forum glossary guide guideline handbook index information instruction interview"
    " introduction intranet journal leaflet ledger letter list log magazine mail manual map"
    " memo memorandum message minute newsletter newspaper news note notice overview page"
    " pamphlet paper policy post poster press programme protocol question radio readme record"
    " register regulation report review rule schedule section sheet speech statute story summary"
    " survey table television term text transcript tutorial website wiki yearbook".split()
)
# These tell which edition of a text it is, or that a thing is no longer the one it was.
EDITIONS = frozenset(
    "archived current draft earlier final former interim latest new obsolete old outdated previous"
    " revised superseded updated".split()
)
# "switching", "colonialism": such nouns have no plural, and need no article.
OF_NO_ONE_THING = ("ing", "ism", "ness", "logy", "phy", "sis", "fare", "ware")
_EVENT_ENDINGS = ("sion", "ption", "ction", "ation", "dition", "rition")
MONTHS_AND_DAYS = frozenset({*MONTHS, *WEEKDAYS})
TIMES = MONTHS_AND_DAYS | frozenset(
    "year month week day hour minute second decade century morning afternoon evening night"
    " spring summer autumn fall winter season time date weekend moment while end beginning"
    " start".split()
)
MEASURES = frozenset(SCALES) | frozenset(
    "percent per cent metre meter kilometre kilometer mile foot inch gram kilogram ton tonne"
    " litre liter dollar pound euro franc crown mark yen half third quarter dozen lot number"
    " amount majority degree megawatt watt volt hectare acre part".split()
)
_LISTS: list[tuple[Sort, frozenset[str]]] = [
    ("person", PERSONS),
    ("organisation", ORGANISATIONS),
    ("place", PLACES),
    ("time", TIMES),
    ("measure", MEASURES),
]
_SORTS: dict[str, Sorts] = {
    word: frozenset(sort for sort, words in _LISTS if word in words)
    for word in PERSONS | ORGANISATIONS | PLACES | TIMES | MEASURES
}
# The last word of a name tells what it is the name of.
_NAME_OF_ORGANISATION = frozenset(
    "force council university ltd inc corp company party ministry club union agency bank"
    " institute association committee society army police foundation board trust rail railway"
    " airlines group rovers united athletic city fc league federation commission parliament press"
    " times post organization organisation motors systems".split()
)
_NAME_OF_PLACE = frozenset(
    "river street road valley island islands mount mountain mountains lake sea ocean bay park"
    " duchy glen town city cape"
    " square bridge dam museum gallery castle palace church cathedral school station airport"
    " harbour harbor county province republic kingdom states forest desert beach stadium garden"
    " gardens alps north south east west hall".split()
)
_PLACES_BEGIN = frozenset("cape fort lake mount river north south east west new san".split())
_NAME_OF_THING = frozenset(
    "cup championship prize medal day war treaty act defence defense law bill theory plan"
    " project programme program award festival olympics games treaty edict accord".split()
)
_NATIONS = frozenset(
    "french dutch german latin norman greek swiss russian italian american african european"
    " huguenot viking"
    " asian indian roman mongolian mongol norwegian hungarian egyptian korean czech arab arabic"
    " christian catholic protestant jewish muslim islamic".split()
)
_IRREGULAR_PLURALS = frozenset(
    "people children men women police feet teeth mice geese media data criteria lives wives"
    " thieves knives halves leaves wolves shelves salmon fishermen policemen salespeople".split()
)
_SINGULAR = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "thieves": "thief",
    "wives": "wife",
    "lives": "life",
    "fishermen": "fisherman",
    "policemen": "policeman",
}


def is_plural(noun: str) -> bool:
    """Whether a noun is plural by its form."""
    word = noun.lower()
    if word in _IRREGULAR_PLURALS:
        return True
    return word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is", "ics"))


def singular(noun: str) -> str:
    """Return the singular of a noun, in lower case."""
    word = noun.lower()
    if word in _SINGULAR:
        return _SINGULAR[word]
    if not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1] if is_plural(word) else word


def plural(noun: str) -> str:
    """Return the plural of a noun that is in the singular."""
    for irregular, base in _SINGULAR.items():
        if base == noun:
            return irregular
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def names_event(noun: str) -> bool:
    """Whether a noun names what happens: "strike", "explosion"."""
    word = singular(noun)
    return word in EVENTS or word.endswith(_EVENT_ENDINGS)


def is_known(noun: str) -> bool:
    """Whether a noun is in a list here. As the first word of a sentence it is then no name."""
    word = singular(noun)
    return names_event(word) or word in _SORTS


def is_of_a_nation(word: str) -> bool:
    """Whether a capitalised word tells a nation, language or faith, and is no name by itself."""
    return word.lower().endswith(("ese", "ish")) or word.lower() in _NATIONS


def sorts_of_noun(noun: str) -> Sorts:
    """Return what a common noun may stand for."""
    word = singular(noun)
    if word[:1].isdigit():  # "the 1950s"
        return frozenset({"time"})
    if word.endswith(("ist", "man", "woman")) and len(word) > 4:
        return frozenset({"person"})
    sorts = _SORTS.get(word, frozenset())
    if names_event(word):
        sorts |= {"event"}
    return sorts if sorts & {"person", "time", "measure"} else sorts | {"thing"}


def sorts_of_name(words: Sequence[str]) -> Sorts:
    """Return what a name may stand for. words: its words, with their capitals."""
    last = words[-1].lower()
    if any(word.lower() in MONTHS_AND_DAYS for word in words):
        return frozenset({"time"})
    if last in _NAME_OF_ORGANISATION:
        return frozenset({"organisation"})
    if last in _NAME_OF_PLACE or words[0].lower() in _PLACES_BEGIN:
        return frozenset({"place", "thing", "organisation"})
    if last in EVENTS:
        return frozenset({"event", "thing"})
    return _sorts_by_look(words, last)


def _sorts_by_look(words: Sequence[str], last: str) -> Sorts:
    """Return what a name may stand for by its look, where no list has its last word."""
    if last in _NAME_OF_THING or words[0] == "The":
        return frozenset({"thing"})
    if all(word.isupper() and len(word) > 1 for word in words):
        return frozenset({"organisation", "thing"})
    if len(words) == 1:
        return frozenset({"person", "organisation", "place", "thing"})
    if any(character.isdigit() for word in words for character in word):
        return frozenset({"thing"})
    return frozenset({"person", "place", "organisation"})
