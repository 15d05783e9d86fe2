import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.followups.history import Past, Reading
from service.followups.readings import MOST, readings

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


def first(question: str, *history: Past) -> str:
    return readings(question, history)[0].text


def every(question: str, *history: Past) -> list[str]:
    return [reading.text for reading in readings(question, history)]


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        # A bare question word takes the place of the former one.
        ("when?", [NATO], "When did NATO withhold authorization?"),
        ("and since when?", [NATO], "Since when did NATO withhold authorization?"),
        ("when was that?", [NATO], "When did NATO withhold authorization?"),
        ("where did it happen?", [NATO], "Where did NATO withhold authorization?"),
        ("in which year?", [NATO], "In which year did NATO withhold authorization?"),
        ("why?", [ASKED_FOR], "Why did Pristina ask for the authorization?"),
        ("what for?", [ASKED_FOR], "Why did Pristina ask for the authorization?"),
        ("when?", [BRIDGE], "When was the Halden Bridge designed?"),
        ("where?", [DAMAGE], "Where did the explosion damage the water canal?"),
        ("by whom?", [DAMAGE], "By whom did the explosion damage the water canal?"),
        ("why not in Hamburg?", [MARE], "Why was White Ember not born in Hamburg?"),
        ("who?", [NATO], "Who withheld authorization?"),
        ("who else?", [ASKED_FOR], "Who else asked for the authorization?"),
        ("where?", [DEPLOYED], "Where did Kosovo want to deploy the Kosovo Security Force?"),
        ("between whom?", [DUCHY], "Between whom was the Duchy of Normandy established?"),
        ("in which lands?", [RAISED], "In which lands did OPEC raise the price of oil in 1973?"),
        ("by how much?", [RAISED], "By how much did OPEC raise the price of oil in 1973?"),
        ("when was it?", [BATTLE], "When was the Battle of Jumonville Glen?"),
        # Where the former question asked the same, the answer is asked about.
        ("why?", [NATO], "Why is it that NATO withholds authorization, citing a need to first "
         "determine responsibility for the incident?"),
        # A word that refers back is replaced.
        ("and who asked for it?", [NATO], "Who asked for the authorization?"),
        ("what did it say?", [NATO], "What did NATO say?"),
        ("when was it opened?", [BRIDGE], "When was the Halden Bridge opened?"),
        ("who is he?", [RACE], "Who is Silver Lantern?"),
        ("who was her trainer?", [MARE], "Who was White Ember’s trainer?"),
        ("what happened there?", [VISITORS], "What happened in Oslo?"),
        ("did they pay?", [VISITORS], "Did the visitors pay?"),
        ("did NATO allow that force?", [NATO, ASKED_FOR],
         "Did NATO allow the Kosovo Security Force?"),
        ("who owned it?", [UNSUPPORTED], "Who owned the Orrin Dam?"),
        ("who developed it?", [SWITCHING], "Who developed packet switching?"),
        ("why was it needed?", [SWITCHING, DEVELOPED, ELSE], "Why was packet switching needed?"),
        ("is it a good thing?", [DEFINED], "Is imperialism a good thing?"),
        ("when did they lift it?", [LIFTED], "When did the producers lift the embargo?"),
        ("who was their leader?", [NORMANS], "Who was the Normans’ leader?"),
        ("who was the first?", [NORMANS], "Who was the first of the Normans?"),
        ("who was it dedicated to?", [BRIDGE], "Who was the Halden Bridge dedicated to?"),
        ("how much did it cost?", [BOUGHT], "How much did the saddle cost?"),
        ("how old is it?", [BATTLE, LEFT_OPEN], "How old is the Eiffel Tower?"),
        # Something is put in the place of something else.
        ("and in 2019?", [VISITORS], "How many visitors came to Oslo in 2019?"),
        ("what about 2020?", [VISITORS], "How many visitors came to Oslo in 2020?"),
        ("and in Bergen?", [VISITORS], "How many visitors came to Bergen in 2018?"),
        ("what about Serbia?", [NATO], "Why did Serbia withhold authorization?"),
        ("what about the cyclists?", [BRIDGE], "What of the cyclists?"),
        # More of the same, and doubts.
        ("tell me more", [BRIDGE], "Tell me of the Halden Bridge and the engineer of the railway."),
        ("what happened then?", [NATO], "What happened after NATO withheld authorization?"),
        ("is that true?", [NATO], "Is it true that NATO withholds authorization, citing a need to "
         "first determine responsibility for the incident?"),
        ("was that legal?", [NATO], "Was it legal that NATO withheld authorization?"),
        ("was that legal?", [DISMISSED], "Was it legal that the driver from Brenn was dismissed?"),
        ("who did it?", [DAMAGE], "Who was responsible for the explosion?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_read_as_a_person_would(
    question: str, history: list[Past], expected: str
) -> None:
    assert first(question, *history) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 2022 World Cup?",
        "What is photosynthesis?",
        "How does a heat pump work?",
        "What is the capital of France?",
        "When NATO was founded, who led it?",
        "Did Smith say that he left?",
        "Is it true that the moon is made of cheese?",
        "Are there penguins in Norway?",
        "What are the side effects of aspirin and how does it work?",
        "Why do cats purr when they are stroked?",
        "What is it like to live in Oslo?",
        "Is it legal to own a gun in Texas?",
        "What does it mean to be human?",
        "It is raining",
        "How does one apply for a visa?",
        "Does the Eiffel Tower have its own post office?",
        "Which people that fled came back to Ostmark?",
        "thanks!",
        "hello",
        "🦦",
        "???",
        "asdf qwer",
    ],
)
def test_what_stands_by_itself_stays_as_it_is(question: str) -> None:
    assert every(question, NATO, ASKED_FOR) == [question]


@pytest.mark.parametrize(
    "question",
    [
        "Und wann war das?",
        "Warum hat er das gemacht?",
        "et pourquoi ?",
        "¿Y quién lo pidió?",
        "e quando?",
        "Hvem er han, og hvad skete der her?",
        "и почему?",
        "その後どうなりましたか？",
        "ومتى كان ذلك؟",
    ],
)
def test_other_languages_are_left_alone(question: str) -> None:
    assert every(question, NATO, BRIDGE) == [question]


def test_without_anything_said_before_nothing_is_changed() -> None:
    for question in ("why?", "and who asked for it?", "what about Serbia?", "tell me more"):
        assert every(question) == [question]


def test_what_leads_in_is_left_out() -> None:
    assert every("and who opened the Marl Tunnel?", NATO) == ["Who opened the Marl Tunnel?"]
    assert every("ok, and what did Serbia do?", NATO) == ["What did Serbia do?"]


def test_of_several_things_each_is_a_reading() -> None:
    found = every("who asked for it?", NATO)
    assert found[:2] == ["Who asked for the authorization?", "Who asked for NATO?"]


def test_two_words_stand_for_two_things() -> None:
    said = Past(
        "Who rescued Ember?",
        "Who rescued Ember?",
        ("Ember was rescued by shepherds, with whom she stayed for eleven weeks.",),
    )
    assert first("how long did she stay with them?", MARE, said) == (
        "How long did White Ember stay with the shepherds?"
    )


def test_he_is_nobody_who_was_spoken_of_as_she() -> None:
    sire = Past(
        "who was her sire?",
        "Who was White Ember’s sire?",
        ("Her sire was Silver Lantern, who had won before her.",),
    )
    assert first("what did he win before her?", MARE, sire) == (
        "What did Silver Lantern win before White Ember?"
    )
    assert not any("he" in reading.split() for reading in every("was he old?", MARE, sire))


def test_a_word_may_reach_back_over_a_turn_that_has_nothing_for_it() -> None:
    weather = Past("How warm was July?", "How warm was July?", ("It was 20 degrees.",))
    assert first("when was it opened?", BRIDGE, weather) == "When was the Halden Bridge opened?"


def test_a_chain_goes_on_from_what_was_understood() -> None:
    why = Past("why?", "Why did Pristina ask for the authorization?", ASKED_FOR.quotes)
    assert first("when?", NATO, ASKED_FOR, why) == "When did Pristina ask for the authorization?"


def test_the_first_reading_is_the_least_doubtful() -> None:
    for question in ("who asked for it?", "what about Serbia?", "was anyone hurt?", "when?"):
        doubts = [reading.doubt for reading in readings(question, [NATO, DAMAGE])]
        assert doubts == sorted(doubts)
        assert doubts[0] == 0.0


def test_a_long_question_is_taken_as_it_is() -> None:
    question = "why " + "was it that they did it " * 20 + "?"
    assert readings(question, [NATO]) == [Reading(question)]


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
    found = readings(question, [NATO, Past(asked, asked, tuple(quotes))])
    assert 1 <= len(found) <= MOST
    assert all(reading.text for reading in found) or not question
    assert len({reading.text for reading in found}) == len(found)


def test_a_verb_of_one_letter_is_read_as_any_other() -> None:
    asked = Past("Why did he y?", "Why did he y?")
    assert first("was that legal?", asked) == "Was it legal that he yed?"


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
    taken = steps(lambda: readings(question, long))
    assert taken < 1_000_000
    assert steps(lambda: readings(question, longer)) < 1.1 * taken + 1000
