import subprocess
import sys

_RUN = """
import resource
from index.commands.terminal import run
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 512))
run(lambda: print(resource.getrlimit(resource.RLIMIT_NOFILE)))
"""


def test_a_command_may_open_all_the_files_that_its_user_may() -> None:
    done = subprocess.run([sys.executable, "-c", _RUN], capture_output=True, text=True, check=True)
    assert done.stdout == "(512, 512)\n"
