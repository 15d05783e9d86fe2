"""The months and the days of the week by name, and what a year in digits looks like."""

from service.english.function_words import WORDS

MONTHS: tuple[str, ...] = tuple(WORDS["calendar"]["months"])
WEEKDAYS: tuple[str, ...] = tuple(WORDS["calendar"]["weekdays"])
SEVERAL_DAYS = frozenset(WORDS["calendar"]["several_days"])
MONTHS_AND_DAYS = frozenset({*MONTHS, *WEEKDAYS})

# Patterns without groups, for text in lower case or without regard to case.
# "may" is a verb too: alone it does not tell of a month.
MONTH_BUT_MAY = f"(?:{'|'.join(month for month in MONTHS if month != 'may')})"
_SHORT_OR_FULL = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
# Only September has two short forms: "Sep" and "Sept".
MONTH_OR_SHORT = f"(?:{_SHORT_OR_FULL.replace('sep(?:tember)?', 'sept?(?:ember)?')})"
YEAR = r"(?:1\d{3}|20\d\d)"  # 1000 to 2099: other numbers of four digits are seldom years
ANY_YEAR = r"\d{4}"  # for where the words around it say already that it is a year


def month_number(name: str) -> int:
    """Return 1 for January to 12 for December; the first three letters of the name suffice."""
    return [month[:3] for month in MONTHS].index(name[:3].lower()) + 1
