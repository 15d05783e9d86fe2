import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.followups.readings import readings
from service.followups.said.history import Past
from service.followups.said.moves import move_of
from service.question_text import MAX_QUESTION

NATO = Past(
    "why did NATO withhold authorization?",
    "Why did NATO withhold authorization?",
    (
        "NATO withholds authorization, citing a need to first determine responsibility for the "
        "incident.",
    ),
)
ASKED_FOR = Past(
    "and who asked for it?",
    "Who asked for the authorization?",
    ("Pristina requested NATO's authorization to deploy the Kosovo Security Force to the region.",),
)
BRIDGE = Past(
    "Who designed the Halden Bridge?",
    "Who designed the Halden Bridge?",
    ("It was designed by an engineer of the railway and opened on 14 June 1931.",),
)
DAMAGE = Past(
    "What did the explosion damage?",
    "What did the explosion damage?",
    ("An explosion in northern Kosovo damaged a water canal and raised security concerns.",),
)
RACE = Past(
    "Who won the race?",
    "Who won the race?",
    ("The race was won by the champion Silver Lantern, a grey horse.",),
)
MARE = Past(
    "when was she born?",
    "When was White Ember born?",
    ("She was born in the village of Sils as the daughter of a mule.",),
)
VISITORS = Past(
    "How many visitors came to Oslo in 2018?",
    "How many visitors came to Oslo in 2018?",
    ("In 2018 Oslo had 4 million visitors.",),
)
SWITCHING = Past(
    "What is packet switching?",
    "What is packet switching?",
    ("Packet switching contrasts with another principle of networks, circuit switching.",),
)
DEFINED = Past(
    "What is imperialism?",
    "What is imperialism?",
    ("Imperialism is defined as a policy of extending a country's power by military force.",),
)
DEVELOPED = Past(
    "who developed it?",
    "Who developed packet switching?",
    ("A laboratory in London developed packet switching.",),
)
ELSE = Past(
    "what else did he do?",
    "What else did Donald Davies do?",
    ("From 1965 Donald Davies at his laboratory, UK, developed the same routing of messages.",),
)
LIFTED = Past(
    "Who lifted the embargo?",
    "Who lifted the embargo?",
    ("The promise of a settlement between Israel and Syria moved the producers to lift it.",),
)
COMPILING = Past(
    "how do I compile the program?",
    "How do I compile the program?",
    ("The program is written in Go, and you need at least Go 1.23.",),
    headings=("2.3. From source:", "Installation", "Installation"),
)
DEPLOYED = Past(
    "What did Kosovo want to deploy?",
    "What did Kosovo want to deploy?",
    ("Pristina sought to deploy the Kosovo Security Force to the region.",),
)
DUCHY = Past(
    "Which treaty established the Duchy of Normandy?",
    "Which treaty established the Duchy of Normandy?",
    ("The Duchy of Normandy was established by a treaty between the king and a Viking ruler.",),
)
RAISED = Past(
    "What did OPEC raise in 1973?",
    "What did OPEC raise in 1973?",
    ("In 1973 OPEC raised the price of oil by 70%.",),
)
NORMANS = Past(
    "Who were the Normans descended from?",
    "Who were the Normans descended from?",
    ("The Normans gave their name to Normandy, a region in France.",),
)
BATTLE = Past(
    "Tell me about the Battle of Jumonville Glen.",
    "Tell me about the Battle of Jumonville Glen.",
    ("It began a war that lasted for nine years.",),
)
BLAST = Past(
    "What damaged the water canal?",
    "What damaged the water canal?",
    ("An explosion damaged the water canal.", "Nobody saw an explosion."),
    short_answers=("explosion",),
)
REASON = Past("why?", "Why is it that NATO withholds authorization?")
GUARD = Past(
    "What was his job before?",
    "What was Ennis Rudd's job before?",
    ("He used to be a prison guard.",),
    short_answers=("prison guard",),
)
BOUGHT = Past(
    "what did he wear?",
    "What did Silver Lantern wear?",
    ("At Ostend he wore the saddle that a shop had made for him.",),
)
DISMISSED = Past(
    "Why was the driver from Brenn dismissed?", "Why was the driver from Brenn dismissed?"
)
LEFT_OPEN = Past("How tall is the Eiffel Tower?", "How tall is the Eiffel Tower?")
UNSUPPORTED = Past("Who paid for the Orrin Dam?", "Who paid for the Orrin Dam?")


PRICES = Past(
    "What does the service cost?",
    "What does the service cost?",
    ("There are three plans:\n- Basic: 5 crowns\n- Plus: 9 crowns\n- Total: 20 crowns",),
    items=("Basic: 5 crowns", "Plus: 9 crowns", "Total: 20 crowns"),
)
LETTERED = replace(PRICES, items=("a) Basic: 5 crowns", "b) Plus: 9 crowns", "c) Total, for all"))
NUMBERED = replace(PRICES, items=("(i) Basic: 5 crowns", "(ii) Plus, with support", "(iii) Total"))
SAYING = replace(PRICES, items=("Basic: 5 crowns", "If you lose it, ask", "Total: 20 crowns"))
TWO_WAYS = Past(
    "How do I get to the Sorrel Hills?",
    "How do I get to the Sorrel Hills?",
    ("There are two ways.",),
    following="The valley bus leaves at 8.10. It runs daily. The rail car goes from Pike Halt.",
)
NESTED = replace(PRICES, items=("a) Basic", "i. one user", "ii. no help", "b) Plus", "i. help"))
PLANS = Past("Which plans are there?", "Which plans are there?", ("Basic and Plus are plans.",))
WHO = Past(
    "Who is the director of Tidewater?",
    "Who is the director of Tidewater?",
    ("Mara Lind has been the director of Tidewater since May.",),
    short_answers=("Mara Lind",),
)
BEEPS = Past(
    "What does it mean when the printer beeps three times?",
    "What does it mean when the printer beeps three times?",
)
DAUGHTERS = Past(
    "Did the painter have children?",
    "Did the painter have children?",
    ("She had two daughters, Sunniva and Ragna.",),
)
HOLIDAYS = Past("How many vacation days do I get?", "How many vacation days do I get?")
ROPE = Past("When should I use Rope?", "When should I use Rope?")
DETAIL = Past(
    "How long is a detail?",
    "How long is a detail?",
    ("A detail lasts for up to 120 days.",),
    headings=("Details", "Handbook"),
)
KOSTEN = Past("Was kostet der Eintritt?", "Was kostet der Eintritt?", headings=("Eintritt",))

WER = Past("Wer führt uns?", "Wer führt uns?", short_answers=("Herr Torbeck",))

FLIGHT = replace(
    BRIDGE,
    standalone="What happened on Norvia flight 318?",
    quotes=("A panel came off at the landing.",),
)
CLASS = replace(BRIDGE, standalone="When is the trip of class 7?")
TIMES = replace(BRIDGE, quotes=("Since then Halden 12 times won the cup.",))
FROST = replace(BRIDGE, standalone="How much frost can early beth stand?")
TYPED_KOSTEN = replace(
    KOSTEN, asked="was kostet der Eintritt", standalone="was kostet der Eintritt"
)
UNDER_HEADINGS = replace(BRIDGE, headings=("3 Buildings", "THE OLD TOWN OF HALDEN"))
TABLE = replace(BRIDGE, quotes=("Gate 4 stays closed.",), short_answers=("Withdrew",))
LESSONS = replace(
    BRIDGE,
    standalone="From what age can children learn the violin?",
    quotes=("They can learn it from the age of five.",),
)
DAYS = replace(BRIDGE, standalone="How many days a week can I work from home?")
ISLAND = replace(BRIDGE, standalone="How many people live on Sarrow?")
CHAIRMAN = replace(
    BRIDGE,
    standalone="Is Molly Byrne still with the company?",
    quotes=("Molly Byrne has sold it, and Greger Halse is its chairman.",),
)
LEFT = replace(
    BRIDGE,
    standalone="Who left the council?",
    quotes=("Sir Alan Penrose left the council for the Northgate Rovers.",),
)
INSURED = replace(BRIDGE, standalone="How much is the collar insured for?")
UNDONE = replace(BRIDGE, standalone="How do I undo that?")
FORBIDDEN = Past(
    "What about apprentices?",
    "What about apprentices?",
    ("Apprentices may not work at night, because the law forbids it.",),
)
KEYWORDS = Past("session timeout default", "session timeout default", ("It is 48h.",))
FIRST_ONE = Past(
    "What happens in the first interview?",
    "What happens in the first interview?",
    ("As the description says, all interviews are held by telephone.",),
)
DEFAULT = replace(BRIDGE, standalone="What is the default of an integer type?")
PLUS = replace(BRIDGE, standalone="How much is Plus?")
ADVICE = replace(BRIDGE, standalone="Which grinder do you recommend?")
RAD = Past("Was kostet das Lastenrad Mula?", "Was kostet das Lastenrad Mula?", ("4.200 Euro.",))
UNDER_TOPIC = Past("can I walk across it?", "About the Halden Bridge: can I walk across it?")
UNDER_SECTION = Past(
    "can I walk across it?", "About “Bridges: an overview” in “Walks”: can I walk across it?"
)
ASIDE = Past("is the town hall open?", "Is the town hall open?")
OFF_TOPIC = Past("Hat der Baumarkt offen?", "Hat der Baumarkt offen?")
BOTH = (NATO, replace(BRIDGE, quotes=("The Harlow Company built the Halden Bridge.",)))


def every(question: str, *history: Past) -> list[str]:
    made = readings(question, history, move_of(question), of_many=True)
    return [reading.text for reading in made]


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        # A bare question word takes the place of the former one.
        ("when?", [NATO], "When did NATO withhold authorization?"),
        ("and since when?", [NATO], "Since when did NATO withhold authorization?"),
        ("when was that?", [NATO], "When did NATO withhold authorization?"),
        ("in which year?", [NATO], "In which year did NATO withhold authorization?"),
        ("when?", [BRIDGE], "When was the Halden Bridge designed?"),
        ("by whom?", [DAMAGE], "By whom did the explosion damage something?"),
        ("who?", [NATO], "Who withheld authorization?"),
        ("who else?", [ASKED_FOR], "Who else asked for the authorization?"),
        ("what else?", [DAMAGE], "What else did the explosion damage?"),
        ("when exactly?", [NATO], "When exactly did NATO withhold authorization?"),
        ("when exactly was that?", [NATO], "When exactly did NATO withhold authorization?"),
        ("how much of it?", [DAMAGE], "How much of it did the explosion damage?"),
        ("and how long?", [LEFT_OPEN], "How long is the Eiffel Tower?"),
        # Where the former question asked the same, the answer is asked about.
        ("why?", [NATO], "Why is it that NATO withholds authorization, citing a need to first "
         "determine responsibility for the incident?"),
        # A word that refers back is replaced.
        ("and who asked for it?", [NATO], "Who asked for the authorization?"),
        ("and who asked for it?", [NATO], "Who asked for NATO?"),
        ("what did it say?", [NATO], "What did NATO say?"),
        ("when was it opened?", [BRIDGE], "When was the Halden Bridge opened?"),
        ("how old is she?", [WHO], "How old is Mara Lind?"),
        ("who was her trainer?", [MARE], "Who was White Ember’s trainer?"),
        ("what happened there?", [VISITORS], "What happened in Oslo?"),
        ("did they pay?", [VISITORS], "Did the visitors pay?"),
        ("who owned it?", [UNSUPPORTED], "Who owned the Orrin Dam?"),
        ("who developed it?", [SWITCHING], "Who developed packet switching?"),
        ("who was their leader?", [NORMANS], "Who was the Normans’ leader?"),
        ("how much did it cost?", [BOUGHT], "How much did the saddle cost?"),
        ("how?", [BLAST], "How did the explosion damage the water canal?"),
        ("what about Serbia?", [REASON], "Why is it that Serbia withholds authorization?"),
        ("how old is he?", [GUARD], "How old is the prison guard?"),
        ("when was it opened?", [BRIDGE, LEFT_OPEN], "When was the Halden Bridge opened?"),
        # Something is put in the place of something else.
        ("and in 2019?", [VISITORS], "How many visitors came to Oslo in 2019?"),
        ("what about 2020?", [VISITORS], "How many visitors came to Oslo in 2020?"),
        ("and in Bergen?", [VISITORS], "How many visitors came to Bergen in 2018?"),
        ("what about Serbia?", [NATO], "Why did Serbia withhold authorization?"),
        ("what about the cyclists?", [BRIDGE], "What about the cyclists?"),
        ("do they come back?", [VISITORS], "Do the visitors come back?"),
        ("do they expire?", [HOLIDAYS], "Do the vacation days expire?"),
        ("and in winter", [ISLAND], "How many people live on Sarrow in winter?"),
        ("and for the ferry?", [ISLAND], "How many people live on the ferry?"),
        ("and him?", [CHAIRMAN], "Is Greger Halse still with the company?"),
        ("And only on Mondays?", [BRIDGE], "Who designed the Halden Bridge only on Mondays?"),
        ("A train too?", [LEFT_OPEN], "How tall is a train too?"),
        # The verb goes with what takes the place of its subject.
        ("what if they leave?", [LEFT_OPEN], "What if the Eiffel Tower leaves?"),
        ("why are they late?", [LEFT_OPEN], "Why is the Eiffel Tower late?"),
        ("and the masts?", [LEFT_OPEN], "How tall are the masts?"),
        # An item of a list, or a thing of a kind.
        ("how much is the second one?", [PRICES], "How much is Plus?"),
        ("how much is the second one?", [LETTERED], "How much is Plus?"),
        ("how much is the second one?", [NUMBERED], "How much is Plus?"),
        ("what is the fourth one?", [NESTED], "What is Plus?"),
        ("what is the third one?", [SAYING], "What is Total?"),
        ("does the second one run on sundays?", [TWO_WAYS],
         "Does the rail car run on sundays?"),
        ("what is in the last one?", [PRICES], "What is in Total?"),
        ("are the first two free?", [PRICES], "Are Basic and Plus free?"),
        ("are the last two free?", [PRICES], "Are Plus and Total free?"),
        ("which one is cheaper?", [PLANS], "Which plan is cheaper?"),
        ("what does the other one cost?", [PRICES], "What does Total cost?"),
        ("what became of the second one?", [DAUGHTERS], "What became of Ragna?"),
        ("and the older one, who is she?", [DAUGHTERS], "Sunniva, who is she?"),
        ("and five times?", [BEEPS], "What does it mean when the printer beeps five times?"),
        ("who's the captain of it?", [LEFT_OPEN], "Who is the captain of the Eiffel Tower?"),
        # Whole questions that leave their topic out.
        ("what should I use instead?", [ROPE], "What should I use instead of Rope?"),
        ("do I keep my salary?", [DETAIL], "About the detail: do I keep my salary?"),
        # A lone clause with "if" asks what then is.
        ("and if it rains?", [BRIDGE], "About the Halden Bridge: what if it rains?"),
        # So does what was asked how to do, or the section that answered.
        ("can gccgo be used?", [COMPILING], "About compiling the program: can gccgo be used?"),
        ("can gccgo be used?", [COMPILING],
         "About “From source” in “Installation”: can gccgo be used?"),
        ("can gccgo be used?", [COMPILING],
         "About the program in “From source”: can gccgo be used?"),
        ("and on a Mac?", [COMPILING], "About “From source”: on a Mac?"),
        # A question that was read under a topic is asked again under it, and of another.
        ("why not?", [UNDER_TOPIC], "About the Halden Bridge: why can I not walk across it?"),
        ("since when?", [UNDER_TOPIC], "About the Halden Bridge: since when can I walk across it?"),
        ("and by bike?", [UNDER_TOPIC], "About the Halden Bridge: can I walk across it by bike?"),
        ("and the dam?", [UNDER_TOPIC], "About the dam: can I walk across it?"),
        ("and the dam?", [UNDER_SECTION],
         "About “Bridges: an overview” in “Walks”: can I walk across it for the dam?"),
        ("which version?", [COMPILING, ASIDE], "About “From source”: which version?"),
        ("and if it gets stolen?", [ROPE], "What if Rope gets stolen?"),
        ("but if I sell can I keep it?", [ROPE], "If I sell can I keep Rope?"),
        # "It's" keeps its verb.
        ("how do I know it's done?", [ROPE], "How do I know Rope is done?"),
        ("how long has it been there?", [BRIDGE], "How long has the Halden Bridge been there?"),
        ("since when it's been open", [BRIDGE], "Since when the Halden Bridge has been open?"),
        # A pronoun that comes again stays.
        ("why did she leave before she won?", [WHO], "Why did Mara Lind leave before she won?"),
        ("what made her change her mind?", [WHO], "What made Mara Lind change her mind?"),
        ("what was their first plan?", [*BOTH],
         "What was the Harlow Company and the Halden Bridge’s first plan?"),
        # A number belongs to what it numbers.
        ("why did it come off?", [FLIGHT], "Why did Norvia flight 318 come off?"),
        ("who leads it?", [CLASS], "Who leads class 7?"),
        # "There" is where something may be.
        ("who was hurt there?", [FLIGHT], "Who was hurt at the landing?"),
        # "This one" and "those two" go as a whole.
        ("who walked across this one?", [BRIDGE], "Who walked across the Halden Bridge?"),
        ("same for cyclists?", [BRIDGE], "Who designed the Halden Bridge for cyclists?"),
        # Words alone.
        ("and image cache size", [KEYWORDS], "Image cache size default?"),
        # A reason that was told is not asked for again.
        ("why's that", [FORBIDDEN], "Why is it that apprentices may not work at night?"),
        # Another place in the same row.
        ("and the second?", [FIRST_ONE], "What happens in the second interview?"),
        ("the last one?", [FIRST_ONE], "What happens in the last interview?"),
        # Moves.
        ("tell me more", [BRIDGE], "Tell me more about the Halden Bridge."),
        ("are you sure?", [BRIDGE], "Who designed the Halden Bridge?"),
        ("no, I meant Bergen", [VISITORS], "How many visitors came to Bergen in 2018?"),
        ("what did you say about NATO before?", [NATO, BRIDGE],
         "Why did NATO withhold authorization?"),
        # Other languages.
        ("Und für Kinder?", [KOSTEN], "Was kostet der Eintritt? Und für Kinder?"),
        ("und im winter", [TYPED_KOSTEN], "was kostet der Eintritt? und im winter"),
        ("Wie lange gilt das?", [KOSTEN], "Eintritt: Wie lange gilt das?"),
        ("Und wann kommt er?", [WER], "Herr Torbeck: Und wann kommt er?"),
        ("Wie weit reicht der Akku?", [RAD], "Lastenrad Mula: Wie weit reicht der Akku?"),
        ("wie schwer ist das", [RAD, OFF_TOPIC], "Lastenrad Mula: wie schwer ist das"),
    ],
)  # fmt: skip
def test_what_a_person_would_mean_is_among_the_readings(
    question: str, history: list[Past], expected: str
) -> None:
    assert expected in every(question, *history)


TIME_SET = Past(
    "How much time is set aside for personal development?",
    "How much time is set aside for personal development?",
    ("10% of our time is set aside for personal development.",),
)
ROOM_LEFT = Past("How much room is left?", "How much room is left?", ("20 metres.",))
API_KEY = Past(
    "Does Deezer need an API key?",
    "Does Deezer need an API key?",
    ("Deezer needs no API keys and no authentication.",),
)
WHATS = Past("whats the pitch for", "whats the pitch for", ("The pitch seals the deck.",))


@pytest.mark.parametrize(
    ("question", "no_part"),
    [
        ("why the hurry?", "Why the hurry did"),
        ("why so strict?", "Why so strict did"),
        ("why not the first one?", "Why not the first one did"),
        ("how old is it?", "How old did"),
        ("how heavy is that?", "How heavy did"),
        ("which models are there?", "Which models did"),
        ("what if only colleagues answer?", "What if only colleagues answer did"),
        ("which command searches for a file?", "Which command searches for a file did"),
    ],
)
def test_what_is_no_part_of_a_clause_never_heads_one(question: str, no_part: str) -> None:
    assert not [text for text in every(question, DAMAGE) if text.startswith(no_part)]


@pytest.mark.parametrize(
    ("question", "history", "no_part"),
    [
        # What a question word leads is no place for anything else.
        ("and the cello?", [LESSONS], "what the cello"),
        ("and apprentices?", [DAYS], "How apprentices"),
        ("and apprentices?", [DAYS], "a apprentices"),
        # A heading is named without its number, and in capitals only if it is written so.
        ("who owns it?", [UNDER_HEADINGS], "3 Buildings"),
        ("who owns it?", [UNDER_HEADINGS], "tHE"),
        ("who was he?", [TABLE], "the withdrew"),
        ("what does the second one do?", [SAYING], "If you lose it"),
        ("what does it cost there?", [WHO], "in the director"),
        ("did they win there?", [TIMES], "Halden 12"),
        ("what soil does it need?", [FROST], "the much"),
        # Nothing is one of one thing, and a name before a noun owns it.
        ("which of them is older?", [BRIDGE], "Which of the Halden Bridge"),
        ("when did that sabbatical end?", [WHO], "Mara Lind sabbatical"),
        # A preposition goes with its noun, and a pronoun with nobody of another kind.
        ("and of period?", [DEFAULT], "of an integer type of period"),
        ("and the hoard?", [INSURED], "for for"),
        ("will she come back?", [LEFT], "Penrose"),
        ("is he injured?", [LEFT], "Is the Northgate Rovers"),
        ("and in winter", [ISLAND], "on winter"),
        ("and in 2019?", [VISITORS], "How many 2019"),
        ("and him?", [CHAIRMAN], "Is him"),
        ("and him?", [CHAIRMAN], "with Molly Byrne?"),
        ("and floats?", [DEFAULT], "an type"),
        ("what about that one?", [PLUS], "How Plus"),
        ("for projects?", [TIME_SET], "much projects"),
        ("for projects?", [ROOM_LEFT], "much projects"),
        ("and projects?", [ROOM_LEFT], "much projects"),
        ("and Last.fm?", [API_KEY], "authentication.fm"),
        ("and the tar?", [WHATS], "whats"),
        # What is asked for, or is no deed, is not done.
        ("how much is it?", [ADVICE], "recommending"),
        ("is it safe?", [UNDONE], "undoing that"),
        ("who owns it?", [BEEPS], "meaning"),
    ],
)
def test_what_is_no_english_is_not_among_the_readings(
    question: str, history: list[Past], no_part: str
) -> None:
    assert not [text for text in every(question, *history) if no_part in text]


@pytest.mark.parametrize("question", ["why?", "who asked for it?", "tell me more", "Warum?", "???"])
def test_the_first_reading_is_the_question_as_typed(question: str) -> None:
    assert every(question, NATO, ASKED_FOR)[0] == question


def test_without_anything_said_before_nothing_is_changed() -> None:
    for question in ("why?", "and who asked for it?", "what about Serbia?", "tell me more"):
        assert every(question) == [question]


@pytest.mark.parametrize(
    "question", ["Are there penguins in Norway?", "Is there a library in the town?"]
)
def test_there_is_refers_to_nothing(question: str) -> None:
    assert not any("NATO penguins" in text or "Is in " in text for text in every(question, NATO))


def test_nothing_stands_for_itself() -> None:
    assert "Did NATO allow NATO?" not in every("did NATO allow it?", NATO)


def test_two_words_stand_for_two_things() -> None:
    said = Past(
        "Who rescued Ember?",
        "Who rescued Ember?",
        ("Ember was rescued by shepherds, with whom she stayed for eleven weeks.",),
    )
    found = every("how long did she stay with them?", MARE, said)
    assert "How long did Ember stay with the shepherds?" in found
    assert not any(text.count("Ember") > 1 for text in found if not text.startswith("Who rescued"))


def test_a_chain_goes_on_from_what_was_understood() -> None:
    why = Past("why?", "Why did Pristina ask for the authorization?", ASKED_FOR.quotes)
    found = every("when?", NATO, ASKED_FOR, why)
    assert "When did Pristina ask for the authorization?" in found


def test_a_long_question_is_taken_as_it_is() -> None:
    question = "why " + "was it that they did it " * 20 + "?"
    assert every(question, NATO) == [question]


TEXT = st.text(max_size=60) | st.lists(
    st.sampled_from(
        "it they he she there that this one why when who what which how many of them was did is the"
        " a and or ' ? , . in 2019 NATO Kosovo's explosion asked damaged ( ) “ ” — ’s about else"
        " \n \t 😀 İ ß".split(" ")
    ),
    max_size=14,
).map(" ".join)


@given(question=TEXT, asked=TEXT, quotes=st.lists(TEXT, max_size=2))
def test_whatever_is_said_there_is_a_reading(question: str, asked: str, quotes: list[str]) -> None:
    found = every(question, NATO, Past(asked, asked, tuple(quotes)))
    assert found[0] == question
    assert all(0 < len(text) <= MAX_QUESTION for text in found[1:])
    assert len(set(found)) == len(found)


def steps(run: Callable[[], object]) -> int:
    """How many calls of functions that takes: what a clock tells, on any machine."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("text", ["it's the of and was did ", "NATO's ", "Kosovo of ", "((( "])
def test_what_was_said_may_be_as_long_as_it_likes(text: str) -> None:
    question = f"why did it {text * 20}"[:300]
    long = [Past(text * n, text * n, (text * n,) * 3) for n in (300, 301, 302, 303, 304)]
    longer = [Past(p.asked * 8, p.standalone * 8, tuple(q * 8 for q in p.quotes)) for p in long]
    taken = steps(lambda: every(question, *long))
    assert taken < 2_000_000
    assert steps(lambda: every(question, *longer)) < 1.1 * taken + 1000


def test_a_writer_who_writes_otherwise_than_before_is_noticed() -> None:
    def told(question: str, *asked: str) -> set[str]:
        typed, *_ = readings(question, [Past(one, one) for one in asked], move_of(question))
        return {name for name in typed.features if name.endswith((" now", " dropped", " so"))}

    assert told("can I renew?", "How long can I keep a book?") == {"typed small now"}
    assert told("Can I renew?", "How long can I keep a book?") == {"typed always so"}
    assert told("can i renew", "how long can i keep a book") == {"typed always so"}
    assert told("Who pays?", "How long?", "and dvds") == {"typed capital now", "typed mark now"}


def test_parts_of_one_name_are_no_two_topics() -> None:
    atlas = Past(
        "How many fjords does the atlas Fjorde des Nordens describe?",
        "How many fjords does the atlas Fjorde des Nordens describe?",
    )
    new = Past("how many are new?", "How many of the atlas Fjorde des Nordens were new?")
    topics = [text for text in every("when did it appear?", atlas, new) if "About" in text]
    assert "About the atlas Fjorde: when did it appear?" in topics
    assert not any("Fjorde and Nordens" in text for text in topics)
