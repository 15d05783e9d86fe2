"""What a child process may use for one file, and how many files it reads."""

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """The limits of a child process.

    memory: bytes beyond what its libraries take when it starts; lines of text take 20 times their
    size while they are read. cpu_s, wall_s: seconds for a file. cpu_s_a_mib: seconds more for each
    MiB of the file. output: bytes of what it may answer for a file. files: after how many it is
    replaced. programs: whether it may run other programs and read the folders of the system, as OCR
    needs.
    """

    memory: int = 1536 * MIB
    cpu_s: int = 30
    wall_s: float = 60
    cpu_s_a_mib: float = 2
    output: int = 64 * MIB
    files: int = 100
    programs: bool = False

    def cpu_for(self, size: int) -> int:
        """Return how many seconds of CPU a file of so many bytes may take."""
        return self.cpu_s + int(self.cpu_s_a_mib * size / MIB)

    def wall_for(self, size: int) -> float:
        """Return how many seconds a file of so many bytes may take, on a busy machine."""
        return self.wall_s + 2 * int(self.cpu_s_a_mib * size / MIB)


READING = ChildLimits()
# 20 seconds a page add up; a long scan is worth ten minutes.
OCR = ChildLimits(memory=2048 * MIB, cpu_s=600, wall_s=600, programs=True)
