"""What a child process may use for one file, and how many files it reads."""

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """The limits of a child process.

    memory: bytes beyond what its libraries take when it starts. cpu_s, wall_s: seconds for a file.
    output: bytes of what it may answer for a file. files: after how many it is replaced. programs:
    whether it may run other programs and read the folders of the system, as OCR needs.
    """

    memory: int = 1024 * MIB
    cpu_s: int = 30
    wall_s: float = 60
    output: int = 64 * MIB
    files: int = 100
    programs: bool = False


READING = ChildLimits()
# 20 seconds a page add up; a long scan is worth ten minutes.
OCR = ChildLimits(memory=2048 * MIB, cpu_s=600, wall_s=600, programs=True)
