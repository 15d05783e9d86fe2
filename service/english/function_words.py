"""The function words of English, and whether a question is in English at all."""

import re

_WORD = re.compile(r"\w+")

BE = frozenset("is are was were am be been being".split())
DO = frozenset("do does did".split())
HAVE = frozenset("has have had".split())
MODAL = frozenset("can could will would shall should may might must".split())
AUXILIARIES = BE | DO | HAVE | MODAL
_TAKE_NOT = "is are was were do does did has have had ca could wo would should".split()
NEGATED = frozenset(f"{verb}n{mark}t" for verb in _TAKE_NOT for mark in "'’")

# Each row: subject, object, possessive before a noun, possessive that stands alone, reflexive.
_PERSONAL = [
    row.split()
    for row in """
    i     me    my     mine    myself
    you   you   your   yours   yourself
    he    him   his    his     himself
    she   her   her    hers    herself
    it    it    its    its     itself
    we    us    our    ours    ourselves
    they  them  their  theirs  themselves
    """.strip().splitlines()
]
SUBJECT_PRONOUNS = frozenset(row[0] for row in _PERSONAL)
OBJECT_PRONOUNS = frozenset(row[1] for row in _PERSONAL)
POSSESSIVES = frozenset(row[2] for row in _PERSONAL)
POSSESSIVE_PRONOUNS = frozenset(row[3] for row in _PERSONAL)
REFLEXIVES = frozenset(row[4] for row in _PERSONAL)
# These stand for somebody or something named before, not for who speaks or listens.
THIRD_PERSON = frozenset({"he", "she", "it", "they"})
THIRD_PERSON_OBJECTS = frozenset(row[1] for row in _PERSONAL if row[0] in THIRD_PERSON)
THIRD_PERSON_POSSESSIVES = frozenset(row[2] for row in _PERSONAL if row[0] in THIRD_PERSON)
PRONOUN_FORMS = {row[0]: frozenset(row) for row in _PERSONAL}
DEMONSTRATIVES = frozenset({"this", "that", "these", "those"})
PRONOUNS = (SUBJECT_PRONOUNS | OBJECT_PRONOUNS | POSSESSIVE_PRONOUNS | REFLEXIVES) | frozenset(
    "one ones someone somebody anyone anybody everyone everybody nobody nothing something anything"
    " everything there none".split()
)
DETERMINERS = DEMONSTRATIVES | frozenset(
    "a an the some any no each every all both several many few another such other certain either"
    " neither".split()
)
PREPOSITIONS = frozenset(
    "of in on at by for from to with about into over under after before during between against"
    " near without within through since until till across toward towards along despite among amid"
    " upon behind beyond beside beneath above below around outside inside onto off per via like"
    " than throughout besides except concerning regarding according up down out".split()
)
CONJUNCTIONS = frozenset(
    "and or but nor that which who whom whose when while where if as whether so although though"
    " unless why how what because yet".split()
)
COORDINATING = frozenset("and but or nor so yet".split())
ADVERBS = frozenset(
    "not also only still already never ever now then here recently today yesterday tomorrow"
    " again just even first later soon once twice too very quite rather almost about nearly more"
    " most less least so well away back together abroad home ago instead however therefore often"
    " always sometimes usually long far early late much else exactly really actually perhaps"
    " maybe especially everywhere anyway yes free thus hence moreover meanwhile nevertheless"
    # No adverbs, but like them these words seldom stand before a noun that they describe.
    " different alike able unable alive aware asleep afraid"
    " furthermore additionally similarly finally initially eventually formerly".split()
)
# Number words in rising order.
UNITS = tuple("one two three four five six seven eight nine".split())
TEENS = tuple(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
)
TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())
SCALES = ("hundred", "thousand", "million", "billion")
NUMBERS = frozenset({*UNITS, *TEENS, *TENS, *SCALES, "dozen", "half"})

_ENGLISH = frozenset(
    "the of and to is are was were what who whom whose which when where why how did do does has"
    " have had can could will would should about tell me more else for with from that this it"
    " they them he she him his its their there by then not many much long since any anyone"
    " please".split()
)
_FOREIGN = frozenset(
    "der die das und ist wer wie warum wo wann hat ein eine nicht le la les des du est qui que"
    " quoi pourquoi quand comment où et il elle el los las y es qué quién cómo por para cuándo"
    " dónde una un che perché come quando chi dove è sono het een waarom hoe waar wanneer en og"
    " hvad hvem hvor hvorfor och vad vem varför när det den är på som ett o os quem onde"
    " porquê".split()
)


def is_english(question: str) -> bool:
    """Whether a question may be in English, the only language of which the rules here know."""
    words = _WORD.findall(question.lower())
    foreign = sum(word in _FOREIGN for word in words)
    letters = [letter for letter in question if letter.isalpha()]
    latin = sum(letter < "\u0250" for letter in letters)
    return 2 * latin >= len(letters) and foreign <= sum(word in _ENGLISH for word in words)
