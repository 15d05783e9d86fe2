"""Joins a Ray cluster, or starts one on this machine, for the time of a build."""

import importlib.util
import io
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.cluster.work import Terms, load_on_node
from index.encoder import Encoder
from index.errors import ClusterFailed, UsageError
from index.settings import IndexSettings
from index.threads import usable_cores

if TYPE_CHECKING:
    from index.cluster.ray_crew import RayCrew

AUTO = "auto"  # the address of the cluster of which this machine is a node
LOCAL = "local"  # the address of a cluster that is started here and ended with the build
_STORE_BYTES = 200 * 2**20  # what is on its way between processes; Ray takes a third of all memory
_ANSWER_S = 5.0
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}


@contextmanager
def joined(
    address: str,
    settings: IndexSettings,
    encoder: Encoder,
    say: Callable[[str], None],
    load: Callable[[str, str, bool], Encoder] = load_on_node,
) -> Iterator["RayCrew"]:
    """Give the processes of a cluster as a crew; a local cluster is ended with the `with` block.

    address: LOCAL, or where the head of a running cluster is, of which this machine is a node:
    `host:port`, or `auto`. load: gives each process its encoder, see `index.cluster.work.Terms`.
    Raises UsageError if Ray is not installed, ClusterFailed if no cluster answers.
    """
    if importlib.util.find_spec("ray") is None:
        raise UsageError("--ray needs Ray, which is not installed: pip install 'pincite[scale]'")
    # Before Ray is imported, which reads its variables then.
    os.environ.update(_QUIET)
    say("Starting Ray ..." if address == LOCAL else f"Joining the Ray cluster at {address} ...")
    # Ray prints what becomes of its nodes and processes; standard output is for the report.
    nowhere = redirect_stdout(io.StringIO())
    with nowhere, _local() if address == LOCAL else _running(address):
        from index.cluster.ray_crew import RayCrew

        gpus, identity = settings.ray_gpus, encoder.identity
        _check_gpus(gpus)
        terms = Terms(load, settings.model, settings.precision, identity.sha256, gpus > 0)
        crew = RayCrew(terms, gpus, say)
        try:
            yield crew
        finally:
            crew.close()


@contextmanager
def _local() -> Iterator[None]:
    """Start a cluster that listens on 127.0.0.1 alone and wants a password that only it knows."""
    # On Linux too: every node is at 127.0.0.1.
    os.environ.update(RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER="0", RAY_AUTH_MODE="token")
    # Ray reads the password once in a process, which may start a second cluster.
    os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    import ray

    # What does not fit into memory goes there, texts of documents too; only the user may read it.
    folder = Path(tempfile.mkdtemp(prefix="pincite-"))
    try:
        _init(
            address="local",
            num_cpus=usable_cores(),
            object_store_memory=_STORE_BYTES,
            include_dashboard=False,
            _temp_dir=str(folder / "ray"),
        )
        yield
    finally:
        ray.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(address: str) -> Iterator[None]:
    """Join a cluster that runs, and leave it."""
    import ray

    _check_answers(address)
    try:
        _init(address=address)
        yield
    finally:
        ray.shutdown()


def _init(**options: Any) -> None:
    """Raises ClusterFailed."""
    import ray

    try:
        ray.init(configure_logging=False, log_to_driver=False, **options)
    except Exception as error:  # a wrong address, version or password fails in a dozen ways
        reason = str(error).strip().splitlines()[:1] or [type(error).__name__]
        if options["address"] == LOCAL:
            raise ClusterFailed(f"Ray does not start here: {reason[0]}") from error
        raise ClusterFailed(
            f"no Ray cluster answers at {options['address']} ({reason[0]}); this machine must be "
            "one of its nodes, with the same versions of Ray and Python"
        ) from error


def _check_answers(address: str) -> None:
    """Raise ClusterFailed where nobody listens: Ray itself would wait for minutes."""
    if address == AUTO:
        return
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), _ANSWER_S).close()
    except (OSError, ValueError, OverflowError) as error:
        raise ClusterFailed(f"no Ray cluster answers at {address} ({error})") from error


def _check_gpus(gpus: float) -> None:
    """Raise ClusterFailed unless the cluster has the GPUs that are asked for."""
    import ray

    if gpus and ray.cluster_resources().get("GPU", 0) < gpus:
        raise ClusterFailed(
            "the cluster has no GPU for PINCITE_RAY_GPUS; set it to 0 to encode on processors"
        )
