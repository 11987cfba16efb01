"""What a landlord announced, and what its next assessment says of it."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from outcomes import assessment, outcome, response
from saextract.analysis.changes import changes
from saextract.analysis.choose import Choice
from saextract.analysis.gaps import gaps
from saextract.dataset.build import Dataset, build
from saextract.model import Action, Outcome
from saextract.screen.queries import show_gaps

PLANNED = "An objective will be written into all job descriptions by December 2024"


def year(day: str, answer: str, commentary: str, *announced: Action) -> Outcome:
    row = response("HOS-2024:9.8", answer, commentary=commentary)
    made = assessment("HOS-2024", {"9.8": row}, landlord="Mockford Homes", year=day[:4])
    made = made.model_copy(update={"assessed_on": day, "actions": announced})
    return outcome(f"{day}.pdf", made)


def two_years(answer: str, commentary: str) -> Dataset:
    announced = Action(provision_id="HOS-2024:9.8", action=PLANNED, due="2024-12")
    return build(
        [
            year("2024-06-30", "no", f"{PLANNED}.", announced),
            year("2025-06-30", answer, commentary),
        ]
    )


@pytest.mark.parametrize(
    ("answer", "commentary", "status", "slip"),
    [
        ("yes", "Since December the objective stands in all job descriptions.", "kept", None),
        ("yes", "Done: job descriptions have it.", "kept", None),
        ("no", "Job descriptions will have the objective by March 2026.", "promised_again", 15),
        (
            "no",
            "Job descriptions will have an objective, as opposed to a pledge, by March 2026.",
            "promised_again",
            15,
        ),
        ("no", "We decided not to go ahead with an objective.", "dropped", None),
        ("no", "The plan for an objective fell through.", "dropped", None),
        ("partial", "Managers speak about it at team meetings.", "dropped", None),
        ("yes", "Instead of an objective we use a pledge that staff sign.", "changed", None),
        ("yes", "", "unknown", None),
        ("yes", "See the policy.", "unknown", None),
    ],
)
def test_the_later_words_tell_what_became_of_a_promise(
    answer: str, commentary: str, status: str, slip: int | None
) -> None:
    (row, *_) = two_years(answer, commentary)["promises"]
    assert (row["status"], row["slip_months"]) == (status, slip)
    assert str(row["status_quote"] or "") in commentary


def test_a_landlord_that_leaves_its_legal_form_out_a_year_later_is_the_same() -> None:
    announced = Action(provision_id="HOS-2024:9.8", action=PLANNED, due="2024-12")
    later = year("2025-06-30", "yes", "Done: job descriptions have it.")
    (said,) = later.assessments
    renamed = said.model_copy(update={"landlord": "Mockford Homes Ltd"})
    tables = build(
        [
            year("2024-06-30", "no", f"{PLANNED}.", announced),
            later.model_copy(update={"assessments": (renamed,)}),
        ]
    )
    assert [row["status"] for row in tables["promises"]] == ["kept"]


def test_gaps_and_changes_say_what_was_announced_before() -> None:
    tables = two_years("partial", "Job descriptions will have the objective by March 2026.")
    (gap,) = gaps(tables, Choice(level="any"))
    told = (gap["promised"], gap["promise_status"], gap["slip_months"], gap["status_quote"])
    again = "Job descriptions will have the objective by March 2026."
    assert told == (PLANNED, "promised_again", 15, again)
    (change,) = changes(tables)
    assert (change["change"], change["promise_status"]) == ("better", "promised_again")


def test_the_screen_shows_earlier_announcements_only_where_there_are_some() -> None:
    for tables, shown in (
        (two_years("no", "Job descriptions will have the objective by March 2026."), True),
        (build([year("2025-06-30", "no", "None is written.")]), False),
    ):
        console = Console(width=250, record=True, file=StringIO())
        show_gaps(console, gaps(tables), [], (1, 1))
        text = console.export_text()
        text = " ".join(text.split())
        assert ("announced before" in text) is shown
        assert ("promised again, 15" in text) is shown
