"""The small words of English, and whether a question is in English at all."""

import re

_WORD = re.compile(r"\w+")

BE = frozenset("is are was were am be been being".split())
DO = frozenset("do does did".split())
HAVE = frozenset("has have had".split())
MODAL = frozenset("can could will would shall should may might must".split())
AUXILIARIES = BE | DO | HAVE | MODAL
NEGATED = re.compile(r"(?:is|are|was|were|do|does|did|has|have|had|ca|could|wo|would|should)n['’]t")

DETERMINERS = frozenset(
    "a an the this that these those some any no each every all both several many few another"
    " such other certain either neither".split()
)
POSSESSIVES = frozenset("my your his her its our their".split())
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
PRONOUNS = frozenset(
    "i you he she it we they me him us them mine yours hers ours theirs myself yourself himself"
    " herself itself ourselves themselves one ones someone somebody anyone anybody everyone"
    " everybody nobody nothing something anything everything there none".split()
)
ADVERBS = frozenset(
    "not also only still already never ever now then here recently today yesterday tomorrow"
    " again just even first later soon once twice too very quite rather almost about nearly more"
    " most less least so well away back together abroad home ago instead however therefore often"
    " always sometimes usually long far early late much else exactly really actually perhaps"
    " maybe especially everywhere anyway yes free thus hence moreover meanwhile nevertheless"
    # No adverbs, but like these never before a noun that they belong to, or seldom.
    " different alike able unable alive aware asleep afraid"
    " furthermore additionally similarly finally initially eventually formerly".split()
)
NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " hundred thousand million billion dozen half".split()
)

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
    """Whether it may be English. Only of English is it known what refers back."""
    words = _WORD.findall(question.lower())
    foreign = sum(word in _FOREIGN for word in words)
    letters = [letter for letter in question if letter.isalpha()]
    latin = sum(letter < "\u0250" for letter in letters)
    return 2 * latin >= len(letters) and foreign <= sum(word in _ENGLISH for word in words)
