"""What a dataset of many documents costs the parent: memory and time, by number of documents.

Documents are not read for it: what came of one form is put into the cache under the names of as
many small files as are asked for, each with a landlord of its own, and then the files are
ingested. So everything but the reading is done as in a real run: finding and hashing files,
joining, findings, and every file of the dataset.

Usage: python benchmarks/scale.py [--documents N ...] [--texts N] [FILE]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from saextract.batch import messages
from saextract.dataset.outcomes import Outcomes
from saextract.findings import judge
from saextract.load.inputs import Input
from saextract.model import Outcome, Response
from saextract.running import Settings, described, read
from saextract.settings import Settings as Chosen

CORPUS = Path(__file__).parent.parent / "corpus" / "documents"
SETTINGS = Settings(Chosen(ocr="never"), jobs=2)
RUN = """
import sys
from pathlib import Path
from saextract.running import Settings, ingest
from saextract.settings import Settings as Chosen
if __name__ == "__main__":
    ingest([Path(sys.argv[1])], Path(sys.argv[2]), Settings(Chosen(ocr="never"), jobs=2))
    peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    print(int(peak) // 1024)
"""
_LANDLORD = "Landlord 000000 of the Benchmark"


def template(file: Path, texts: int) -> Outcome:
    """What comes of a form, with the texts of its first rows only."""
    outcome = read(file, SETTINGS.pipeline)
    assessment = outcome.assessments[0]
    responses = tuple(
        _cut(response) if place >= texts else response
        for place, response in enumerate(assessment.responses)
    )
    first = responses[0].model_copy(update={"commentary": f"{_LANDLORD} says so."})
    changes = {"landlord": _LANDLORD, "landlord_id": "", "responses": (first, *responses[1:])}
    changed = judge(assessment.model_copy(update=changes))
    return outcome.model_copy(update={"assessments": (changed,)})


def _cut(response: Response) -> Response:
    return response.model_copy(update={"commentary": "See above.", "evidence": ""})


def prepare(folder: Path, out: Path, outcome: Outcome, documents: int) -> None:
    """Makes small files, and a cache that says that the form was read from each."""
    folder.mkdir()
    plain = outcome.model_dump_json()
    with Outcomes(out, described(SETTINGS)) as outcomes:
        for number in range(documents):
            file = folder / f"{number:06}.txt"
            file.write_text(f"{number}")
            sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
            one = plain.replace(_LANDLORD, _LANDLORD.replace("000000", f"{number:06}"))
            one = one.replace(outcome.sha256, sha256).replace(outcome.document_id, sha256[:16])
            one = one.replace(f'"{outcome.path}"', f'"{file.name}"')
            outcomes.put(Input(file.name, file), sha256, messages.of_outcome(one.encode()))


def run(folder: Path, out: Path) -> tuple[float, float, int]:
    """Wall and processor seconds of an ingest, workers included, and the parent's peak in MB."""
    script = folder.parent / "run.py"
    script.write_text(RUN)
    before, started = os.times(), time.perf_counter()
    command = [sys.executable, str(script), str(folder), str(out)]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    wall, after = time.perf_counter() - started, os.times()
    spent = after.children_user + after.children_system
    return wall, spent - before.children_user - before.children_system, int(said.split()[-1])


def main() -> None:
    """Prints a line for each number of documents and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[1000])
    parser.add_argument("--texts", type=int, default=1000, help="rows that keep their texts")
    parser.add_argument("file", nargs="?", type=Path)
    options = parser.parse_args()
    outcome = template(options.file or CORPUS / "fauxbury-2024-annex.docx", options.texts)
    print(f"{'documents':>10} {'run':12} {'wall s':>8} {'CPU s':>8} {'parent MB':>10}")
    for documents in options.documents:
        with tempfile.TemporaryDirectory() as made:
            folder, out = Path(made) / "in", Path(made) / "out"
            prepare(folder, out, outcome, documents)
            for name in ("new", "unchanged", "one changed"):
                if name == "one changed":
                    (folder / "000000.txt").write_text("No assessment.")
                wall, spent, peak = run(folder, out)
                print(f"{documents:10} {name:12} {wall:8.1f} {spent:8.1f} {peak:10}", flush=True)


if __name__ == "__main__":
    main()
