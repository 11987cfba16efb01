"""Whose self-assessment a document is, and the register of landlords."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from saextract.errors import UsageError
from saextract.mapping.about.landlord import LandlordReading, find_landlord
from saextract.mapping.about.names import calm
from saextract.mapping.about.places import texts_of
from saextract.mapping.context import Context
from saextract.model import Cell, Parsed, Passage, Row, Table
from saextract.register import Entry, Register
from saextract.register.files import load_register
from saextract.register.names import name_core

NAMES = (
    "Testford Borough Council",
    "London Borough of Moleham",
    "Royal Borough of Riverbank and Toadhall",
    "Moleham Homes Limited",
    "Badger & Stoat Housing Trust (B&S)",
    "Great Burrows Housing Association",
    "Great Burrows Housing Group Limited",
    "Willow Trust",
    "Ratty (5) Limited",
    "Ratty Limited",
    "Metropolitan Weasel Valley Housing",
    "Weasel Valley Housing Association Limited",
    "Wildwood City",
)
REGISTER = Register(Entry(name=name, id=f"R{i:02d}") for i, name in enumerate(NAMES))


def document(text: str, **rest: object) -> Parsed:
    blocks = tuple(Passage(text=part) for part in text.split("\n\n"))
    return Parsed.model_validate({"blocks": blocks, **rest})


def find(text: str, path: str = "", register: Register | None = None) -> LandlordReading:
    return find_landlord(document(text), Context(codes=(), path=path, register=register))


# --------------------------------------------------------------------- the register


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Testford Borough Council", "Testford Borough Council"),
        ("Testford Council", "Testford Borough Council"),
        ("TESTFORD BOROUGH COUNCIL", "Testford Borough Council"),
        ("Moleham Council", "London Borough of Moleham"),
        ("Moleham London Borough Council", "London Borough of Moleham"),
        ("The Royal Borough of Riverbank & Toadhall", "Royal Borough of Riverbank and Toadhall"),
        ("Moleham Homes", "Moleham Homes Limited"),
        ("B&S", "Badger & Stoat Housing Trust (B&S)"),
        ("Badger and Stoat Housing Trust Ltd", "Badger & Stoat Housing Trust (B&S)"),
        ("Great Burrows Housing Group", "Great Burrows Housing Group Limited"),
        ("Willow", "Willow Trust"),
        ("Ratty", "Ratty Limited"),
        ("Badger and Stoat Houssing Trust", "Badger & Stoat Housing Trust (B&S)"),
        ("Wildwood City Council", "Wildwood City"),
    ],
)
def test_a_landlord_is_found_however_it_is_written(printed: str, name: str) -> None:
    entry = REGISTER.find(printed)
    assert entry is not None
    assert entry.name == name


@pytest.mark.parametrize(
    "printed",
    [
        "Great Burrows",
        "Great Burrows Homes",
        "Royal Borough of Riverbank and Woodhall",
        "Moleham",
        "Testford Homes",
        "Housing Association",
        "Willow Homes",
        "Valley Housing",
        "The Council",
        "",
    ],
)
def test_a_name_that_means_none_or_several_gives_no_landlord(printed: str) -> None:
    assert REGISTER.find(printed) is None


def test_a_name_within_a_longer_one_is_another_landlord() -> None:
    entry = Register(REGISTER.entries[-2:]).find("Metropolitan Weasel Valley Housing")
    assert entry is None


def test_names_of_one_council_share_their_distinctive_words() -> None:
    names = ("London Borough of Moleham", "Moleham Council", "Moleham London Borough Council")
    assert {name_core(name) for name in names} == {"moleham"}


def test_a_csv_register_with_an_id_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "organisation_name,registration_number,designation\n"
        "Moleham Homes Limited,X001,Non-profit\n,,\n",
        encoding="utf-8-sig",
    )
    (entry,) = load_register(file).entries
    assert entry == Entry(name="Moleham Homes Limited", id="X001", type="Non-profit")


def test_without_an_id_column_the_name_is_the_id(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes("landlord,stock_size\nWillow’s Trust,120\n".encode("cp1252"))
    (entry,) = load_register(file).entries
    assert (entry.name, entry.id, entry.size) == ("Willow’s Trust", "Willow’s Trust", 120)


def test_an_xlsx_register_with_a_title_above_its_header_is_loaded(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["List of landlords"], [], ["Landlord name", "Reg no"], ["Willow Trust", 4711]):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    (entry,) = load_register(tmp_path / "list.xlsx").entries
    assert entry == Entry(name="Willow Trust", id="4711")


def test_a_register_that_cannot_be_used_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("postcode,town\nA1,Moleham\n")
    (tmp_path / "b.xlsx").write_bytes(b"no workbook")
    for name in ("a.csv", "b.xlsx", "missing.csv"):
        with pytest.raises(UsageError, match="register"):
            load_register(tmp_path / name)


# --------------------------------------------------------------------- the document


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Self-assessment: Moleham Homes\n\nWe comply.", "Moleham Homes"),
        ("TESTFORD BOROUGH COUNCIL\nSelf-Assessment", "Testford Borough Council"),
        ("Landlord: Badger & Stoat Housing Trust Ltd", "Badger & Stoat Housing Trust Ltd"),
        ("Name of landlord: Willow\n\nForm", "Willow"),
        ("London Borough of Moleham self-assessment 2023", "London Borough of Moleham"),
        ("Name of landlord: Homes for Badgers", "Homes for Badgers"),
        ("Town and Burrow Housing Group\nSelf-assessment", "Town and Burrow Housing Group"),
        ("Royal Borough of Riverbank\nComplaints", "Royal Borough of Riverbank"),
        ("Willow – Complaint Handling Code self-assessment 2024\n\nStaff at Willow do.", "Willow"),
        ("Willow – self-assessment 2024\n\nSee https://www.willow.example/complaints", "Willow"),
        ("Willow’s self-assessment against the Code", "Willow"),
        ("Willow – self-assessment", "Willow"),
        ("54 Burrow Homes Limited\nSelf-assessment", "54 Burrow Homes Limited"),
        (
            "Form 2022\n\nYes Testford Borough Council’s (“the Council’s”) Procedure uses it.",
            "Testford Borough Council",
        ),
        (
            "Form 2020\n\nMoleham’s Complaints Policy is new. The Council has two stages. The "
            "Council replies. The Council learns. Moleham Council has an Equality Policy.",
            "Moleham Council",
        ),
        (
            "Complaints self-assessment\n© The Tobias Pennick Almshouse Charity 2025",
            "The Tobias Pennick Almshouse Charity",
        ),
    ],
)
def test_the_landlord_is_named_by_the_document(text: str, name: str) -> None:
    assert find(text) == LandlordReading(name=name, source="document")


def test_a_name_that_a_line_of_prose_cuts_is_one_text() -> None:
    line = "The Ombudsman asks us to look each year whether we do so, and this is for Thornwick"
    rest = "Pell Housing Association Limited. It covers 4,130 rented homes."
    texts = list(texts_of(document(f"Our self-assessment\n{line}\n{rest}")))
    assert (f"{line}\n{rest}", "intro") in texts


@pytest.mark.parametrize(
    "text",
    [
        "Housing Ombudsman Service\n\nSelf-assessment form",
        "Housing Ombudsman Complaint Handling Code\nSelf-assessment form 2022",
        "Self-assessment\n\nSee the Regulator of Social Housing and the Chartered Institute of "
        "Housing, the National Housing Federation and the Local Government and Social Care "
        "Ombudsman.",
        "Self-assessment\n\nThe Social Housing (Regulation) Act and the Decent Homes Standard.",
        "Completed by Jane Homes\nSelf-assessment",
        "Self-assessment\n\nWe share a service with Testford District Council.",
        "Self-assessment\n\nThe Council works with Testford District Council. The Council is "
        "small. The Council replies.",
        "Head of Housing\nSelf-assessment",
        "Moleham Town Council\nSelf-assessment",
        "Self-assessment – Introduction\n\nIntroduction to the form.",
        "Self-assessment – Putting things right",
        "Leaseholders – self-assessment",
        "TSM – self-assessment",
        "SA2025 – self-assessment",
        "Council Housing\nSelf-assessment",
        "Bins Council tax\nSelf-assessment",
        "Moleham Homes\nTestford Housing Trust\nSelf-assessment",
    ],
)
def test_nobody_is_taken_for_the_landlord_where_it_is_not_clear(text: str) -> None:
    assert find(text) == LandlordReading()


def test_the_manifest_comes_first() -> None:
    context = Context(codes=(), manifest={"landlord": "Willow"}, register=REGISTER)
    reading = find_landlord(document("Moleham Homes\nSelf-assessment"), context)
    assert reading == LandlordReading(name="Willow", entry=REGISTER.entries[7], source="manifest")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/testford-borough-council-self-assessment-2024.pdf", "Testford Borough Council"),
        ("Moleham_Homes_HOS_Complaint_Handling_Code_Self-Assessment_2024-25.pdf", "Moleham Homes"),
        ("london-borough-of-moleham-sa.pdf", "London Borough of Moleham"),
    ],
)
def test_the_file_name_is_the_last_resort(path: str, name: str) -> None:
    assert find("Self-assessment", path) == LandlordReading(name=name, source="file_name")
    named = find("Great Burrows Housing Group\nSelf-assessment", path).name
    assert named == "Great Burrows Housing Group"


@pytest.mark.parametrize(
    "path",
    [
        "self-assessment.pdf",
        "complaint-handling-code-self-assessment-form-for-housing.pdf",
        "99e30fb1c1a2d8d1.pdf",
        "moleham.pdf",
        "annual-report.docx",
    ],
)
def test_a_file_name_without_a_landlord_gives_none(path: str) -> None:
    assert find("Self-assessment", path) == LandlordReading()


def test_a_register_tells_names_without_a_type_word() -> None:
    reading = find("Self-assessment", "Complaints-Self-Assessment-Willow-2023.pdf", REGISTER)
    assert reading == LandlordReading(name="Willow", entry=REGISTER.entries[7], source="file_name")


def test_a_label_in_a_table_and_a_running_head_name_the_landlord() -> None:
    cells = (Cell(text="Name of landlord"), Cell(text="Willow Trust"))
    labelled = Parsed(blocks=(Table(rows=(Row(cells=cells),), detector="test"),))
    assert find_landlord(labelled, Context(codes=())).name == "Willow Trust"
    headed = document(
        "Self-assessment", residue=(Passage(text="Moleham Housing Association - page 1"),),
        properties={"title": "Moleham Housing Association complaints"},
    )  # fmt: skip
    assert find_landlord(headed, Context(codes=())).name == "Moleham Housing Association"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Mock Homes Housing Association Complaint Handling Code self-assessment",
            "Mock Homes Housing Association",
        ),
        (
            "Dummy Valley Community Housing Co-operative\n\nSelf-assessment",
            "Dummy Valley Community Housing Co-operative",
        ),
    ],
)
def test_a_name_is_taken_to_its_last_word(text: str, name: str) -> None:
    assert find(text).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Burrow Housing + Support – self-assessment", "Burrow Housing + Support"),
        ("Burrow Home Ownership\nSelf-assessment", "Burrow Home Ownership"),
        ("London Borough of Moleham’s self-assessment", "London Borough of Moleham"),
        ("Moleham Homes Oldbrook Limited\nSelf-assessment", ""),
        ("Moleham Homes for Badgers and Stoats\nSelf-assessment", ""),
        (
            "Badger Burrow, Sett and Stoat Society Limited\nSelf-assessment",
            "Badger Burrow, Sett and Stoat Society Limited",
        ),
        ("Willow\nSelf-assessment\n\nWillow’s residents", "Willow"),
        ("Introduction\nSelf-assessment\n\nIn the Introduction we say", ""),
        ("TESTFORD CITY COUNCIL AND MOLEHAM HOMES\nJOINT SELF-ASSESSMENT", ""),
        ("Moleham Homes on behalf of Moleham Council\nSelf-assessment", ""),
    ],
)
def test_a_name_is_never_cut_short(text: str, name: str) -> None:
    assert find(text).name == name


@pytest.mark.parametrize(
    "text",
    [
        "Repairs are done by Fixwell Homes Ltd. Fixwell Homes Ltd replies. Fixwell Homes Ltd is "
        "told. We meet Fixwell Homes Ltd. We pay Fixwell Homes Ltd.",
        "The report on Testford Borough Council is a case study. Testford Borough Council was "
        "ordered to pay. In the case of Testford Borough Council we learnt. Testford Borough "
        "Council paid.",
    ],
)
def test_whoever_is_only_spoken_of_is_not_the_landlord(text: str) -> None:
    assert find(f"Self-assessment\n\n{text}").name == ""


def test_a_logo_in_small_letters_gives_way_to_the_name_in_sentences() -> None:
    logo = (Passage(text="moleham homes"), Passage(text="moleham homes"))
    parsed = document("Self-assessment\n\nMoleham Homes is a landlord.", residue=logo)
    assert find_landlord(parsed, Context(codes=())).name == "Moleham Homes"
    alone = document("Self-assessment\n\nWe answer.", residue=logo)
    assert find_landlord(alone, Context(codes=())).name == "moleham homes"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("At fableford we look after 6,200 homes. This is where we stand.", "fableford"),
        ("Self-assessment\n\nWe at fableford let 200 flats in two towns.", "fableford"),
        ("Our check\n\nHow fableford measures up to the Complaint Handling Code", "fableford"),
        ("Self-assessment 2025\n\n© 2025 fableford", "fableford"),
        ("At present we look after 6,200 homes. This is where we stand.", ""),
        ("Self-assessment\n\nAt weekends we look after homes without heat.", ""),
        ("Our check\n\nHow management complies with the Code", ""),
        ("Our check\n\nHow everybody keeps the Code", ""),
    ],
)
def test_a_name_in_small_letters_is_told_by_what_it_does(text: str, name: str) -> None:
    assert find(text).name == name


def test_a_running_head_alone_names_the_landlord() -> None:
    headed = document("Self-assessment", residue=(Passage(text="Moleham Housing Association"),))
    assert find_landlord(headed, Context(codes=())).name == "Moleham Housing Association"


def test_small_words_within_a_name_in_a_file_name_stay() -> None:
    path = "Homes-for-Badgers-Housing-Trust-self-assessment-2024.pdf"
    assert find("Self-assessment", path).name == "Homes for Badgers Housing Trust"


def test_a_name_of_general_words_alone_is_none() -> None:
    assert find("Self-assessment\n\nWe work with Place Partnership Homes Group.").name == ""


def test_a_name_that_a_title_breaks_is_one_name() -> None:
    title = Passage(text="The Almshouse Charity of\nPellowick", heading=1)
    parsed = Parsed(blocks=(title, Passage(text="Self-assessment against the Code")))
    found = find_landlord(parsed, Context(codes=(), path="form.pdf"))
    assert found.name == "The Almshouse Charity of Pellowick"


def test_a_name_in_capitals_keeps_its_article() -> None:
    assert calm("THE ALMSHOUSES OF DAME AGNES TESTER") == "The Almshouses of Dame Agnes Tester"
    assert calm("TRUSTEES OF THE AGNES TESTER HOMES") == "Trustees of the Agnes Tester Homes"
