"""What does the work on a node of a cluster: a pool with one worker, in a process of its own.

It gets tasks and settings on standard input and gives what came of them on standard output, both
from and to the process of this package that started it. The end of the input before that is the
end of whoever started it: then it ends too, and its keeper ends its worker.
"""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from .pool import Pool, Reply, Task


def main() -> None:
    """Does the tasks that stand on standard input."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no part of the answer
    tasks, settings = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    replies: dict[int, Reply] = {}
    numbers = {id(task.item): number for number, task in enumerate(tasks)}

    def keep(reply: Reply) -> Iterable[Task]:
        replies[numbers[id(reply.task.item)]] = reply
        return ()

    with tempfile.TemporaryDirectory(prefix="saextract-") as scratch:
        Pool(1, replace(settings, scratch=Path(scratch))).run(tasks, keep)
    ordered = (replies[number] for number in range(len(tasks)))
    answers = [(reply.message, reply.sha256, reply.media_type) for reply in ordered]
    with answer:
        pickle.dump(answers, answer)


def _end_with_parent() -> None:
    os.read(0, 1)  # not by way of sys.stdin, whose lock would be held when this process ends
    os._exit(1)


if __name__ == "__main__":
    main()
