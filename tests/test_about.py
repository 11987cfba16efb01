"""Names and dates in the places where documents print them, decoys among them.

The tables stand in data/about/. Two thirds of their lines were at hand when the rules were
written; the other third was scored once, afterwards, and holds its floor.
"""

from __future__ import annotations

from functools import cache

import pytest

from about_items import Item, document, items, register
from saextract.mapping.about.landlord import find_landlord
from saextract.register import Register

DAY = "Date completed: 12 May 2025"


@cache
def known() -> Register:
    return register()


def named(item: Item) -> str:
    return find_landlord(*document(item, DAY, known())).name


@pytest.mark.parametrize("item", items("names.txt", "/", aside=False), ids=lambda item: item.text)
def test_the_landlord_is_whom_a_person_reads(item: Item) -> None:
    assert named(item) in item.right
