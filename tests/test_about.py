"""Names and dates in the places where documents print them, decoys among them.

The tables stand in data/about/. Two thirds of their lines were at hand when the rules were
written; the other third was scored once, afterwards, and holds its floor.
"""

from __future__ import annotations

from functools import cache

import pytest

from about_items import Item, document, items, register
from forms import forms
from saextract.mapping.about.assessed import find_dates
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


def made_on(item: Item) -> str:
    parsed, context = document(item, "Landlord: Weaselwick Homes", None)
    return find_dates(parsed, context).assessed_on


@pytest.mark.parametrize("item", items("dates.txt", " ", aside=False), ids=lambda item: item.text)
def test_the_day_is_the_one_that_a_person_reads(item: Item) -> None:
    assert made_on(item) in item.right


def test_all_dates_are_kept_with_their_kind_and_words() -> None:
    item = Item("line", "Prepared 3 June 2025. Approved 17 June 2025. Next review: June 2026.", ())
    found = find_dates(*document(item, "", None))
    assert found.assessed_on == "2025-06-03"
    assert [(date.kind, date.date, date.printed) for date in found.printed] == [
        ("assessed", "2025-06-03", "Prepared 3 June 2025"),
        ("approved", "2025-06-17", "Approved 17 June 2025"),
    ]


def test_what_no_rule_was_written_for_is_read_or_left_empty() -> None:
    names = [(item, named(item)) for item in items("names.txt", "/", aside=True)]
    dates = [(item, made_on(item)) for item in items("dates.txt", " ", aside=True)]
    assert [item.text for item, got in (*names, *dates) if got and got not in item.right] == []
    assert sum(got in item.right for item, got in names) >= 40
    assert sum(got in item.right for item, got in dates) >= 27


MORE_NAMES = [*items("names_more.txt", "/", aside=False), *items("names_more.txt", "/", aside=True)]
MORE_DATES = [*items("dates_more.txt", " ", aside=False), *items("dates_more.txt", " ", aside=True)]
UNREAD = ("Rev C 09/25",)
"""A form that gives nothing: a figure for a month."""


@pytest.mark.parametrize("item", MORE_NAMES, ids=lambda item: item.text)
def test_more_landlords_are_named_or_left_empty(item: Item) -> None:
    right = ("",) if item.text.startswith(UNREAD) else item.right
    assert named(item).replace("'", "’") in right


@pytest.mark.parametrize("item", MORE_DATES, ids=lambda item: item.text)
def test_more_days_are_read_or_left_empty(item: Item) -> None:
    found = find_dates(*document(item, "Marrowby Homes is the landlord.", known())).assessed_on
    assert found in (("",) if item.text.startswith(UNREAD) else item.right)


def test_whole_forms_name_their_landlord_or_nobody() -> None:
    read = [
        (form, find_landlord(form.parsed, form.context).name)
        for form in forms("forms_names.txt", known())
    ]
    told = [(form, even(got)) for form, got in read]
    wrong = [(f.name, got) for f, got in told if got and got not in map(even, f.right)]
    assert wrong == []
    assert sum(got in map(even, form.right) for form, got in told) >= 155


def even(name: str) -> str:
    return name.replace("’", "'").replace("‘", "'").lower().removeprefix("the ")


def test_whole_forms_tell_their_day_or_none() -> None:
    read = [
        (form, find_dates(form.parsed, form.context).assessed_on)
        for form in forms("forms_dates.txt", None)
    ]
    assert [(form.name, got) for form, got in read if got and got not in form.right] == []
    assert sum(got in form.right for form, got in read) >= 85
