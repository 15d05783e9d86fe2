"""The forms of English verbs, of enough verbs to tell a question's verb from its nouns."""

import re

# The base, the past and the participle of each verb.
_IRREGULAR = [
    tuple(forms.split())
    for forms in """
    arise arose arisen, awake awoke awoken, bear bore born, beat beat beaten, become became become,
    begin began begun, bend bent bent, bet bet bet, bind bound bound, bite bit bitten,
    bleed bled bled, blow blew blown, break broke broken, breed bred bred, bring brought brought,
    broadcast broadcast broadcast, build built built, burst burst burst, buy bought bought,
    cast cast cast, catch caught caught, choose chose chosen, cling clung clung, come came come,
    cost cost cost, creep crept crept, cut cut cut, deal dealt dealt, dig dug dug, draw drew drawn,
    drink drank drunk, drive drove driven, eat ate eaten, fall fell fallen, feed fed fed,
    feel felt felt, fight fought fought, find found found, flee fled fled, fly flew flown,
    forbid forbade forbidden, forecast forecast forecast, forget forgot forgotten,
    forgive forgave forgiven, freeze froze frozen, get got got, give gave given, go went gone,
    grow grew grown, hang hung hung, hear heard heard, hide hid hidden, hit hit hit, hold held held,
    hurt hurt hurt, keep kept kept, kneel knelt knelt, know knew known, lay laid laid,
    lead led led, leave left left, lend lent lent, let let let, lie lay lain, light lit lit,
    lose lost lost, make made made, mean meant meant, meet met met, mistake mistook mistaken,
    overcome overcame overcome, oversee oversaw overseen, overtake overtook overtaken,
    pay paid paid, put put put,
    quit quit quit, read read read, ride rode ridden, ring rang rung, rise rose risen, run ran run,
    say said said, see saw seen, seek sought sought, sell sold sold, send sent sent, set set set,
    shake shook shaken, shed shed shed, shine shone shone, shoot shot shot, show showed shown,
    shrink shrank shrunk, shut shut shut, sing sang sung, sink sank sunk, sit sat sat,
    sleep slept slept, slide slid slid, speak spoke spoken, spend spent spent, spin spun spun,
    split split split, spread spread spread, spring sprang sprung, stand stood stood,
    steal stole stolen, stick stuck stuck, strike struck struck, strive strove striven,
    swear swore sworn, sweep swept swept, swim swam swum, swing swung swung, take took taken,
    teach taught taught, tear tore torn, tell told told, think thought thought,
    throw threw thrown, undergo underwent undergone, understand understood understood,
    undertake undertook undertaken, uphold upheld upheld, wake woke woken, wear wore worn,
    weave wove woven, win won won, wind wound wound, withdraw withdrew withdrawn,
    withhold withheld withheld, withstand withstood withstood, write wrote written
    """.replace("\n", " ").split(",")
]
# Verbs with regular forms. After a subject, these words are verbs more often than nouns.
_REGULAR = """
    abandon abolish absorb accept accuse achieve acquire act adapt add address adjust admire admit
    adopt advance advise affect agree aim allege allow alter amend analyse analyze announce annex
    answer anticipate apologise apologize appeal appear apply appoint approach approve argue arrange
    arrest arrive ask assassinate assemble assert assess assign assist assume assure attach attack
    attain attempt attend attract avoid award ban base believe belong benefit blame block boost
    borrow bury calculate call cancel capture care carry cause cease celebrate challenge change
    charge chase check cite claim classify clean clear climb close collaborate collapse collect
    combine comment commission commit communicate compare compete complain complete compose
    comprise concern conclude condemn conduct confirm connect conquer consider consist constitute
    construct consult consume contact contain continue contribute control convert convict convince
    cook cooperate count cover crash create criticise criticize cross damage dance date decide
    declare decline decrease defeat defend define delay deliver demand demolish deny depart depend
    deploy derive describe deserve design destroy detain detect determine develop devote die differ
    disagree disappear discover discuss dismiss display divide dominate donate double doubt dream
    drop earn elect eliminate emerge emigrate employ enable encourage end endorse enforce engage
    enjoy enlarge ensure enter erect erupt escape establish estimate evacuate evolve examine exceed
    exchange exclude execute exist expand expect expel experience expire explain explode explore
    export express extend face fail favour favor feature fear file fill film finance finish fire fit
    fix flow follow force form found free fulfil fund gain gather generate govern grant guarantee
    guard guide handle happen harm hate head help hire hope host identify ignore illustrate imagine
    impose improve imprison include increase indicate influence inform inherit initiate injure
    inspect inspire install intend interpret introduce invade invent invest investigate invite
    involve issue join judge jump justify kick kill kiss knock lack land last laugh launch lean
    learn leave license lift like limit link listen live locate look love lower maintain manage
    march mark marry match matter measure mention mine miss mix model move multiply murder name
    need negotiate note notice nominate object oblige observe obtain occupy occur offer open operate
    oppose order organise organize originate overheat overlook owe own paint participate pass
    perform permit persuade place plan plant play point possess postpone pour practise practice
    praise predict prefer prepare present preserve press pretend prevent proceed process produce
    prohibit promise promote propose prosecute protect protest prove provide publish pull punish
    purchase pursue push qualify question raise rank reach react realise realize rebuild recall
    receive recognise recognize recommend record recover reduce refer refuse regard regret regulate
    reign reject relate release relocate rely remain remember remind remove rename renew renovate
    rent repair repeat replace reply report represent require rescue research resemble reserve
    reside resign resist resolve respond rest restore restrict result resume retain retire retreat
    return reveal reverse review reward rob rule save score search secure select separate serve
    settle share shift sign smoke solve sound specify spell sponsor stage start state stay stop
    store strengthen stretch struggle study subject submit succeed suffer suggest suit supervise
    supply support suppose surrender surround survive suspect suspend sustain switch talk target
    taste tend test thank threaten touch tour trace trade train transfer transform translate
    transport travel treat trigger trust try turn undermine unite update urge use value vanish vary
    visit vote wait walk want warn wash waste watch welcome wish withdraw wonder work worry worship
    wound wreck yield
    advocate ambush cede coin convene defect devolve pioneer proclaim ratify reform request seize
    sail sue veto command deport inhabit migrate persecute revoke besiege loot betray crown behead
    orbit weigh erode melt boil dissolve evaporate hunt nest dive hatch infect vaccinate diagnose
    prescribe merge audit hack encrypt compile download upload configure disable log debug
    seem rain snow
    discharge recycle pollute emit
    """.split()

# Verbs that tell that somebody said what stands beside them.
_REPORTING = frozenset("announce claim confirm declare explain note report say state tell".split())

_BASE: dict[str, str] = {}  # every form -> its base
_PAST: dict[str, str] = {}  # every base -> its past
_PARTICIPLES: set[str] = set()
_VOWELS = "aeiou"
# Verbs whose last consonant doubles: a short vowel stands before it, as in "ban, banned".
_DOUBLES = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprt]$|(?:mit|fer|cur|pel|bel)$")
_KEEPS = frozenset("suffer offer differ visit edit open happen answer cover enter order".split())


def third_person_of(base: str) -> str:
    """Return the form that follows "she": "carries" for "carry"."""
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _with_ending(base: str, ending: str) -> str:
    """Return the form with an ending: "carried" for "carry". ending: "ed" or "ing"."""
    if base.endswith("e") and not (ending == "ing" and base.endswith(("ee", "ye", "oe"))):
        return base[:-2] + "ying" if ending == "ing" and base.endswith("ie") else base[:-1] + ending
    if ending == "ed" and base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    if _DOUBLES.search(base) and base not in _KEEPS:
        return base + base[-1] + ending
    return base + ending


def _learn(base: str, past: str, participle: str) -> None:
    for form in (base, third_person_of(base), past, participle, _with_ending(base, "ing")):
        _BASE.setdefault(form, base)
    _PAST.setdefault(base, past)
    _PARTICIPLES.add(participle)


for _forms in _IRREGULAR:
    _learn(*_forms)
for _base in _REGULAR:
    _learn(_base, _with_ending(_base, "ed"), _with_ending(_base, "ed"))


def base_of(word: str) -> str | None:
    """Return the base of a verb's form, "flee" for "fled"; None for a word of no known verb."""
    return _BASE.get(word.lower())


def is_past(word: str) -> bool:
    """Whether the word may be the past of a verb. "cut" may be, and is the base as well."""
    form = word.lower()
    base = _BASE.get(form)
    return form.endswith("ed") if base is None else _PAST[base] == form


def is_clearly_past(word: str) -> bool:
    """Whether the word can be nothing but the past of a verb: "fled", but not "cut"."""
    return is_past(word) and base_of(word) != word


def is_participle(word: str) -> bool:
    """Whether the word may be the past participle of a verb."""
    form = word.lower()
    return form in _PARTICIPLES or (len(form) > 4 and form.endswith("ed"))


def is_reporting(word: str) -> bool:
    """Whether the word is a form of a verb of saying, finite or not: "said", "reports"."""
    return base_of(word) in _REPORTING


def past_of(base: str) -> str:
    """Return the past of a base; of an unknown verb, the regular one."""
    return _PAST.get(base.lower()) or _with_ending(base.lower(), "ed")


def form_of_do(verb: str) -> str:
    """Return the form of "do" that asks in the tense of a verb: "did" for "fled"."""
    if is_past(verb):
        return "did"
    return "do" if base_of(verb) == verb.lower() else "does"
