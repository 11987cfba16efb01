"""The review: which row is next, what is written of a decision, and who may decide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from outcomes import assessment, outcome, response
from report_data import HOSTILE, written
from saextract.dataset.build import build
from saextract.dataset.reviews import read_reviews
from saextract.errors import UsageError
from saextract.model import Confidence, Outcome
from saextract.review.app import make_app
from saextract.review.desk import Decided, Desk

LOW = {"match": Confidence.LOW}
MIDDLING = {"match": Confidence.MEDIUM}
ANSWERS: dict[str, Any] = {
    "1.2": response("HOS-2024:1.2", "no", confidence_parts=MIDDLING, flags=("answer-qualified",)),
    "6.2": response("HOS-2024:6.2", "unclear", confidence_parts=LOW, commentary=HOSTILE),
    "6.3": "not_found",
}
DOCUMENT: Outcome = outcome("a.pdf", assessment(answers=ANSWERS))
ID = f"{DOCUMENT.document_id}-1"


def decided(provision: str = "6.2", decision: str = "confirmed", **changes: Any) -> Decided:
    given = {
        "key": f"00000000-{provision.replace('.', '')}",
        "assessment_id": ID,
        "provision_id": f"HOS-2024:{provision}",
        "reviewer": "Reader One",
        "decision": decision,
        **changes,
    }
    return Decided.model_validate(given)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(written(tmp_path, DOCUMENT))


def waiting(desk: Desk, mode: Any = "check", reviewer: str = "Reader One") -> list[str]:
    return [provision.partition(":")[2] for _, provision in desk.queue(mode, reviewer)]


def test_the_least_sure_rows_come_first_and_rows_that_are_not_there_never(desk: Desk) -> None:
    assert waiting(desk)[0] == "6.2"
    assert waiting(desk)[1] == "1.2"
    everything = waiting(desk) + waiting(desk, "sample")
    assert len(everything) == len(set(everything)) == 71
    assert "6.3" not in everything


def test_a_decision_is_written_as_an_ingest_applies_it(desk: Desk) -> None:
    desk.decide(decided("6.2", "corrected", fields={"answer": "no"}, why="The box is ticked."))
    (review,) = read_reviews(desk.out)
    assert (review.field, review.old, review.new) == ("answer", "unclear", "no")
    assert (review.reviewer, review.why) == ("Reader One", "The box is ticked.")
    assert review.decided_at[:2] == "20"
    rows = {row["provision_number"]: row for row in build([DOCUMENT], [review])["responses"]}
    assert (rows["6.2"]["answer"], rows["6.2"]["reviewed"]) == ("no", "corrected")
    assert "6.2" not in waiting(desk)


def test_a_row_that_is_right_is_confirmed_at_the_next_ingest(desk: Desk) -> None:
    desk.decide(decided("6.2"))
    rows = build([DOCUMENT], read_reviews(desk.out))["responses"]
    assert [row["provision_number"] for row in rows if row["reviewed"] == "confirmed"] == ["6.2"]


def test_a_decision_that_is_sent_twice_is_written_once(desk: Desk) -> None:
    desk.decide(decided())
    desk.decide(decided())
    assert len(read_reviews(desk.out)) == 1


def told(desk: Desk, provision: str = "6.2") -> dict[str, dict[str, Any] | None]:
    """Rule of each finding that the page shows to who has dismissed it."""
    found = desk.about((ID, f"HOS-2024:{provision}"))["findings"]
    return {one["rule"]: one["dismissed"] for one in found}


def test_a_finding_is_dismissed_with_a_reason_and_its_row_still_waits(desk: Desk) -> None:
    first = desk.about((ID, "HOS-2024:6.2"))["findings"][0]
    rule = first["rule"]
    given = {"finding": (rule, first["quote"]), "decision": "dismissed"}
    with pytest.raises(UsageError, match="with a reason"):
        desk.decide(decided("6.2", **given))
    with pytest.raises(UsageError, match="There is no finding"):
        desk.decide(decided("6.2", why="Seen.", **(given | {"finding": ("stale", "")})))
    desk.decide(decided("6.2", why="The table above it answers.", **given))
    (review,) = read_reviews(desk.out)
    assert (review.field, review.why) == ("finding", "The table above it answers.")
    day = review.decided_at[:10]
    assert told(desk)[rule] == {"by": "Reader One", "at": day, "why": review.why}
    assert waiting(desk)[0] == "6.2"
    found = build([DOCUMENT], [review])["findings"]
    about = [f for f in found if f["provision_id"] == "HOS-2024:6.2"]
    (gone,) = [f for f in about if f["dismissed_why"]]
    assert (gone["rule"], gone["dismissed_by"]) == (rule, review.reviewer)
    assert gone["dismissed_at"] == review.decided_at != ""
    assert told(Desk(written(desk.out, DOCUMENT)))[rule]


def test_a_dismissal_is_taken_back_before_and_after_the_next_ingest(desk: Desk) -> None:
    first = desk.about((ID, "HOS-2024:6.2"))["findings"][0]
    given: dict[str, Any] = {"finding": (first["rule"], first["quote"]), "decision": "dismissed"}
    desk.decide(decided("6.2", why="Seen.", **given))
    again = Desk(written(desk.out, DOCUMENT))
    assert again.about((ID, "HOS-2024:6.2"))["findings"][0]["dismissed"]
    again.decide(decided("6.2", key="00000000-b", **(given | {"decision": "reopened"})))
    assert told(again)[first["rule"]] is None
    tables = build([DOCUMENT], read_reviews(desk.out))
    assert not any(f["dismissed_why"] for f in tables["findings"])
    assert [r["decision"] for r in tables["reviews"]] == ["dismissed", "reopened"]
    again.decide(decided("6.2", key="00000000-c", why="Seen anew.", **given))
    assert (told(again)[first["rule"]] or {})["why"] == "Seen anew."


SAME = {
    number: response(f"HOS-2024:{number}", evidence="Policy", commentary="We comply with this.")
    for number in ("4.1", "4.2", "4.3", "5.1", "5.2", "5.3")
}


def test_a_finding_about_the_whole_assessment_is_dismissed_and_opened_from_any_row(
    tmp_path: Path,
) -> None:
    document = outcome("a.pdf", assessment(answers=SAME))
    desk = Desk(written(tmp_path, document))
    about = desk.about((ID, "HOS-2024:6.2"))["findings"]
    (whole,) = [one for one in about if one["whole"]]
    assert whole["rule"] == "boilerplate-evidence"
    given: dict[str, Any] = {"finding": (whole["rule"], whole["quote"]), "whole": True}
    with pytest.raises(UsageError, match="in this row"):
        desk.decide(decided("6.2", "dismissed", why="So it is.", **(given | {"whole": False})))
    desk.decide(decided("6.2", "dismissed", why="So it is.", **given))
    (review,) = read_reviews(tmp_path)
    assert (review.provision_id, review.assessment_id) == ("", ID)
    tables = build([document], [review])
    (gone,) = [f for f in tables["findings"] if f["dismissed_why"]]
    assert (gone["rule"], gone["provision_id"]) == ("boilerplate-evidence", "")
    other = Desk(written(tmp_path, document))
    assert told(other, "1.3")["boilerplate-evidence"]
    other.decide(decided("1.3", "reopened", **given))
    assert told(other, "6.2")["boilerplate-evidence"] is None
    assert not any(
        f["dismissed_why"] for f in build([document], read_reviews(tmp_path))["findings"]
    )


def test_the_list_of_findings_has_the_rows_of_dismissed_ones_and_one_for_the_whole(
    tmp_path: Path,
) -> None:
    document = outcome("a.pdf", assessment(answers=SAME | ANSWERS))
    desk = Desk(written(tmp_path, document))
    listed = waiting(desk, "findings")
    assert listed[0] == "1.2"
    assert "6.2" in listed
    assert "7.1" not in listed
    for number, one in enumerate(desk.about((ID, "HOS-2024:6.2"))["findings"]):
        if not one["whole"]:
            given = {"finding": (one["rule"], one["quote"]), "key": f"00000000-{number}"}
            desk.decide(decided("6.2", "dismissed", why="Seen.", **given))
    desk.decide(decided("6.2", key="11111111-62"))
    assert "6.2" in waiting(desk, "findings")
    assert "6.2" not in waiting(desk)


def test_what_corrects_nothing_or_no_row_is_refused(desk: Desk) -> None:
    with pytest.raises(UsageError, match="Nothing was corrected"):
        desk.decide(decided("6.2", "corrected", fields={"answer": "unclear"}))
    with pytest.raises(UsageError, match="There is no row"):
        desk.decide(decided("6.3"))
    assert read_reviews(desk.out) == ()


def test_a_second_reviewer_sees_the_reading_and_not_the_decision(tmp_path: Path) -> None:
    first = Desk(written(tmp_path, DOCUMENT))
    first.decide(decided("6.2", "corrected", fields={"answer": "no"}))
    written(tmp_path, DOCUMENT)
    again = Desk(first.out)
    assert again.rows[ID, "HOS-2024:6.2"].row["answer"] == "no"
    assert waiting(again, "second", "Reader Two") == ["6.2"]
    assert waiting(again, "second", "Reader One") == []
    about = again.about((ID, "HOS-2024:6.2"))
    assert about["fields"]["answer"] == "unclear"


def test_agreement_of_two_reviewers_is_told(desk: Desk) -> None:
    for provision in ("1.2", "6.2"):
        desk.decide(decided(provision))
    desk.decide(decided("1.2", reviewer="Reader Two", key="11111111-12"))
    changed = {"answer": "no"}
    desk.decide(
        decided("6.2", "corrected", reviewer="Reader Two", key="11111111-62", fields=changed)
    )
    agreement = desk.progress("Reader One")["agreement"]
    assert agreement["people"] == ["Reader One", "Reader Two"]
    assert (agreement["rows"], agreement["answers"], agreement["kappa"]) == (2, 0.5, 0)


def test_rows_left_fall_with_every_decision(desk: Desk) -> None:
    before = desk.progress("Reader One")["left"]
    desk.decide(decided("6.2"))
    assert desk.progress("Reader One")["left"] < before


@pytest.fixture
def client(desk: Desk, tmp_path: Path) -> TestClient:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return TestClient(make_app(desk, "token", scratch), base_url="http://127.0.0.1")


def test_without_the_token_or_under_another_name_nothing_is_given(client: TestClient) -> None:
    assert client.get("/token/").status_code == 200
    assert client.get("/").status_code == 404
    assert client.get("/queue").status_code == 404
    assert client.get("/token/queue", headers={"host": "evil.example"}).status_code == 400


def test_another_page_cannot_decide(client: TestClient, desk: Desk) -> None:
    body = decided().model_dump_json()
    other = client.post("/token/decide", content=body, headers={"origin": "http://evil.example"})
    assert other.status_code == 403
    assert client.post("/token/decide", content='{"key": "x"}').status_code == 400
    assert read_reviews(desk.out) == ()
    own = client.post("/token/decide", content=body, headers={"origin": "http://127.0.0.1"})
    assert own.json() == {"written": decided().key}
    assert len(read_reviews(desk.out)) == 1


def test_a_row_comes_with_its_source_and_every_answer_with_a_policy(client: TestClient) -> None:
    asked = {"assessment": ID, "provision": "HOS-2024:6.2"}
    answer = client.get("/token/row", params=asked)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["cache-control"] == "no-store"
    row = answer.json()
    assert row["fields"]["commentary"] == HOSTILE
    assert "no longer there" in row["source"]
    assert client.get("/token/row", params=asked | {"provision": "x"}).status_code == 400


def test_a_file_of_reviews_that_is_broken_is_named(desk: Desk) -> None:
    (desk.out / "reviews.csv").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(UsageError, match="has no column"):
        desk.decide(decided())
