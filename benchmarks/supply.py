"""What an install brings along: licences, sizes, and a bill of materials (CycloneDX).

Reads the distributions that are installed and that saextract needs, with the extras named. Ends
with 1 if one of them has a licence that is not permissive, or none that can be told.

Usage: python benchmarks/supply.py [--extra NAME]... [--sbom FILE]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

PERMISSIVE = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|PSF|Python Software Foundation|HPND|Unlicense|Zlib|0BSD|MPL|"
    r"Mozilla Public License|CC0|Public Domain|CNRI)\b|MIT-CMU|3-Clause|2-Clause",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(
    r"\b(?:A?GPL|Affero|SSPL|Commons Clause)\b|(?<!Lesser )General Public License"
)


def needed(extras: Iterable[str]) -> dict[str, metadata.Distribution]:
    """The distributions that saextract needs, by normalised name, as far as installed."""
    found: dict[str, metadata.Distribution] = {}
    pending = [("saextract", frozenset(extras))]
    seen: set[tuple[str, frozenset[str]]] = set()
    while pending:
        name, wanted = pending.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        found[name] = distribution
        for text in distribution.requires or ():
            requirement = Requirement(text)
            marker = requirement.marker
            given = [{"extra": extra} for extra in ("", *wanted)]
            if marker is None or any(marker.evaluate(env) for env in given):
                plain = re.sub(r"[-_.]+", "-", requirement.name).lower()
                pending.append((plain, frozenset(requirement.extras)))
    found.pop("saextract", None)
    return dict(sorted(found.items()))


def licence(distribution: metadata.Distribution) -> str:
    """The licence as the distribution names it, in one line."""
    about = distribution.metadata
    classifiers = [c for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    named = about.get("License-Expression") or "; ".join(c.split(" :: ")[-1] for c in classifiers)
    return named or (about.get("License") or "").strip().split("\n")[0][:80]


def size(distribution: metadata.Distribution) -> int:
    """Bytes of its files."""
    files = [Path(str(distribution.locate_file(file))) for file in distribution.files or ()]
    return sum(file.stat().st_size for file in files if file.is_file())


def bill(found: dict[str, metadata.Distribution]) -> dict[str, object]:
    """A bill of materials, CycloneDX 1.6."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "saextract",
                "version": metadata.version("saextract"),
                "bom-ref": "saextract",
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [
            {
                "type": "library",
                "name": name,
                "version": distribution.version,
                "purl": f"pkg:pypi/{name}@{distribution.version}",
                "bom-ref": f"pkg:pypi/{name}@{distribution.version}",
                "licenses": [{"license": {"name": licence(distribution)}}],
            }
            for name, distribution in found.items()
        ],
    }


def main() -> None:
    """Prints a table by size, and what is wrong with the licences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extra", action="append", default=[])
    parser.add_argument("--sbom", type=Path)
    options = parser.parse_args()
    found = needed(options.extra)
    sizes = {name: size(distribution) for name, distribution in found.items()}
    print("| distribution | version | MB | licence |\n|---|---|---|---|")
    for name in sorted(found, key=lambda name: -sizes[name]):
        said = licence(found[name])
        print(f"| {name} | {found[name].version} | {sizes[name] / 2**20:.1f} | {said} |")
    print(f"\n{len(found)} distributions, {sum(sizes.values()) / 2**20:.0f} MB")
    if options.sbom:
        options.sbom.write_text(json.dumps(bill(found), indent=2) + "\n", encoding="utf-8")
    wrong = [
        f"{name}: {licence(found[name]) or 'no licence named'}"
        for name in found
        if not PERMISSIVE.search(licence(found[name])) or FORBIDDEN.search(licence(found[name]))
    ]
    print("\n".join(["Licences to look at:", *wrong]) if wrong else "All licences are permissive.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
