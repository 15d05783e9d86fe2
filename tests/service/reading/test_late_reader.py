"""A reader that is opened when it first reads."""

from concurrent.futures import ThreadPoolExecutor

from index.encoder import ModelIdentity
from index.records import PassageText
from service.reading.late_reader import LateReader
from service.reading.reader import Reader
from tests.service.followups.test_listening import ToyListener


def test_it_is_opened_once_and_not_before_it_reads() -> None:
    opened: list[ToyListener] = []

    def open_reader() -> Reader:
        opened.append(ToyListener("ferry"))
        return opened[-1]

    late = LateReader(ModelIdentity("toy", "0" * 64), open_reader)
    assert opened == []
    passages = [PassageText("The ferry.", ()), PassageText("The mill.", ())]
    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda number: late.read(str(number), passages), range(40)))
    assert len(opened) == 1
    assert sorted(opened[0].told, key=int) == [str(number) for number in range(40)]
    assert all([bool(one.read[0]) for one in read] == [True, False] for read in told)
