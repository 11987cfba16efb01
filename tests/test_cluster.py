"""A cluster of Dask and a store elsewhere: the same dataset as on one machine, byte for byte."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from saextract.errors import SaextractError, UsageError
from saextract.load.lease import lease
from saextract.load.remote import file_system, url_of

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"
MISSING = [name for name in ("distributed", "s3fs", "moto", "flask") if find_spec(name) is None]
needs_cluster = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (extras dask and s3, group dev)"
)


def test_addresses_are_told_from_paths() -> None:
    assert url_of(Path("s3://bucket/a folder/x.pdf")) == "s3://bucket/a folder/x.pdf"
    assert url_of("gs://bucket") == "gs://bucket"
    assert [url_of(path) for path in ("folder", "/folder/s3:/x", "C:/folder", "a:b/c")] == [""] * 4


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saextract.load.lease._BEAT", 0.05)
    monkeypatch.setattr("saextract.load.lease._PATIENCE", 0.5)


@needs_cluster
@pytest.mark.usefixtures("quick")
def test_only_one_run_at_a_time_writes_to_a_folder_elsewhere() -> None:
    url = "memory://leased/out"
    system, place = file_system(url)
    with lease(system, place, url) as check:
        check()
        refused = pytest.raises(UsageError, match="Another run is writing to memory://leased/out")
        with refused, lease(system, place, url):
            pass
        check()
    assert system.find(place) == []
    system.pipe_file(f"{place}/.lock-000000007", b"of a run that was killed")
    with lease(system, place, url) as check:
        check()
        assert [name.rpartition("/")[2] for name in system.find(place)] == [".lock-000000008"]
        system.pipe_file(f"{place}/.lock-000000009", b"of a run that thinks this one is gone")
        with pytest.raises(SaextractError, match="Another run has taken"):
            check()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_until(done: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


class Running:
    """Processes of a cluster and a store, with what they have in common."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store, self.scheduler = free_port(), free_port()
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.store}",
            "AWS_ACCESS_KEY_ID": "made-up",
            "AWS_SECRET_ACCESS_KEY": "made-up",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"log{len(self.processes)}").open("wb")
        self.processes.append(
            subprocess.Popen(
                [sys.executable, *command],
                env=self.environment,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
            )
        )
        log.close()
        return self.processes[-1]

    def worker(self) -> subprocess.Popen[bytes]:
        address = f"tcp://127.0.0.1:{self.scheduler}"
        return self.start(
            "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"
        )

    def run(self, code: str) -> str:
        command = [sys.executable, "-W", "ignore", "-c", code]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def ingest(self, *given: str) -> list[str]:
        return [sys.executable, "-m", "saextract", "ingest", "--ocr", "never", *given]

    def end(self) -> None:
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A scheduler, two workers and a store, with documents in it."""
    folder = tmp_path_factory.mktemp("cluster")
    made = folder / "in"
    made.mkdir()
    for file in sorted(CORPUS.glob("*.html"), key=lambda file: file.stat().st_size)[:12]:
        (made / file.name).write_bytes(file.read_bytes())
    (made / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (made / "manifest.csv").write_text("file,landlord\nbroken.pdf,Made-up Homes\n")
    cluster = Running(folder)
    try:
        cluster.start("-m", "moto.server", "-p", str(cluster.store))
        cluster.start(
            "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port",
            str(cluster.scheduler), "--no-dashboard",
        )  # fmt: skip
        for _ in range(2):
            cluster.worker()
        wait_until(lambda: answers(cluster.store) and answers(cluster.scheduler))
        cluster.run(
            "import fsspec; system = fsspec.filesystem('s3'); system.mkdir('archive')\n"
            f"system.put({str(made)!r}, 'archive/', recursive=True)"
        )
        yield cluster
    finally:
        cluster.end()


@pytest.fixture(scope="module")
def alone(running: Running) -> dict[str, bytes]:
    """The tables as one machine makes them."""
    out = running.folder / "alone"
    command = running.ingest(str(running.folder / "in"), "--out", str(out), "--jobs", "1")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 3
    return tables(out)


def tables(out: Path) -> dict[str, bytes]:
    found = {f.name: f.read_bytes() for f in out.iterdir() if f.suffix in (".csv", ".parquet")}
    assert len(found) > 9
    return found


@needs_cluster
def test_a_cluster_that_loses_a_worker_gives_the_same_bytes_from_and_to_a_store(
    running: Running, alone: dict[str, bytes]
) -> None:
    command = running.ingest(
        "s3://archive/in", "--out", "s3://archive/out",
        "--scheduler", f"tcp://127.0.0.1:{running.scheduler}",
    )  # fmt: skip
    quiet = subprocess.PIPE
    victim = running.processes[-1]
    with subprocess.Popen(command, env=running.environment, stdout=quiet, stderr=quiet) as run:
        wait_until(lambda: len(nodes(running)) == 2 or run.poll() is not None)
        assert run.poll() is None, run.communicate()  # both workers are reading
        readers = [pid for node in nodes(running, victim.pid) for pid in children(node)]
        os.killpg(victim.pid, signal.SIGKILL)
        said, complaint = run.communicate()
    assert run.returncode == 3, (said, complaint)
    wait_until(lambda: not any(Path(f"/proc/{pid}/statm").exists() for pid in readers))
    fetched = running.folder / "fetched"
    running.run(
        "import fsspec; system = fsspec.filesystem('s3')\n"
        f"system.get('archive/out/', {str(fetched)!r}, recursive=True)"
    )
    assert tables(fetched) == alone
    assert b"s3://archive/in" in (fetched / "run.json").read_bytes()
    again = subprocess.run(command, env=running.environment, capture_output=True, check=False)
    assert again.returncode == 3, again


@needs_cluster
def test_a_run_into_a_folder_of_a_store_that_another_run_holds_is_refused(
    running: Running,
) -> None:
    url = "s3://archive/held"
    code = (
        "import sys\nfrom saextract.load.lease import lease\n"
        "from saextract.load.remote import file_system\n"
        f"system, place = file_system({url!r})\n"
        f"with lease(system, place, {url!r}):\n    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    command = running.ingest(str(running.folder / "in"), "--out", url)
    holder = [sys.executable, "-c", code]
    pipe = subprocess.PIPE
    with subprocess.Popen(holder, env=running.environment, stdin=pipe, stdout=pipe) as held:
        assert held.stdout is not None
        assert held.stdout.readline() == b"held\n"
        refused = subprocess.run(command, env=running.environment, capture_output=True, check=False)
        held.communicate()
    assert refused.returncode == 2
    assert b"Another run is writing to s3://archive/held" in refused.stderr
    done = subprocess.run(command, env=running.environment, capture_output=True, check=False)
    assert done.returncode == 3, done.stderr
    listing = f"import fsspec; print(fsspec.filesystem('s3').find({url!r}))"
    assert ".lock-" not in running.run(listing)


def nodes(running: Running, group: int = 0) -> list[int]:
    """Processes that do work for the workers of the cluster, or of one of them."""
    groups = [group] if group else [process.pid for process in running.processes]
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            mine = os.getpgid(int(folder.name)) in groups
            if mine and b"saextract.batch.node" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def children(pid: int) -> list[str]:
    """What a process has started."""
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []


@needs_cluster
def test_no_scheduler_is_a_wrong_use(running: Running) -> None:
    command = running.ingest(
        str(running.folder / "in"), "--out", str(running.folder / "none"),
        "--scheduler", f"tcp://127.0.0.1:{free_port()}",
    )  # fmt: skip
    environment = {**running.environment, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "No scheduler of Dask answers" in done.stderr
