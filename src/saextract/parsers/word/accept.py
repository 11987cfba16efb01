"""Turns the tree of a part into the document as accepted and filled in.

Afterwards the tree has no tracked changes (insertions are in, deletions out), no alternate
content, no hidden rows, no content controls and no stray field characters, so that whoever
walks it finds rows in tables, cells in rows and runs in paragraphs. Where something was
changed or filled in, the elements carry the marks of `names`.
"""

from __future__ import annotations

import re

from lxml import etree

from .names import (
    FORM_FIELD,
    MARK_DELETED,
    MC,
    REVISED,
    VAL,
    W14,
    Element,
    W,
    has,
    is_on,
    nearest,
    remove,
    unwrap,
)

_PROPERTY_CHANGES = tuple(
    W + name
    for name in (
        "rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "tblGridChange",
        "trPrChange", "tcPrChange", "sectPrChange", "numberingChange",
        "smartTagPr", "customXmlPr",
    )
)  # fmt: skip
_DELETIONS = (f"{W}del", f"{W}moveFrom")
_INSERTIONS = (f"{W}ins", f"{W}moveTo")

_P, _R, _TC, _TR, _TBL = (W + name for name in ("p", "r", "tc", "tr", "tbl"))

_PROMPT = re.compile(
    r"^\W*((choose|click|tap|select|pick|enter|type|insert|please (choose|select|enter|click))\b"
    r"|yes\s*/\s*no\b)",
    re.IGNORECASE,
)
_STANDARD_PROMPT = re.compile(
    r"^(choose an item|choose a building block"
    r"|click( or tap)?( here)? to enter (text|a date)|click here to enter text)\.?$",
    re.IGNORECASE,
)
_LISTS = frozenset({"dropDownList", "comboBox"})
_ENTRY_TEXTS = (f"{W}displayText", f"{W}value")
_STRUCTURAL = frozenset(
    {"docPartObj", "docPartList", "repeatingSection", "repeatingSectionItem", "group",
     "picture", "citation", "bibliography", "equation"}
)  # fmt: skip


def accept(root: Element, placeholder_styles: frozenset[str]) -> None:
    """Rewrites a part in place.

    Args:
        root: root element of the body, a header, the footnotes or the like.
        placeholder_styles: ids of the character styles that stand for placeholder text.
    """
    etree.strip_elements(root, *_PROPERTY_CHANGES, with_tail=False)
    _choose_alternatives(root)
    etree.strip_tags(root, f"{W}smartTag", f"{W}customXml")
    _accept_rows_and_cells(root)
    _accept_runs(root)
    for control in reversed(list(root.iter(f"{W}sdt"))):
        _open_control(control, placeholder_styles)
    _drop_stray_field_characters(root)


def _choose_alternatives(root: Element) -> None:
    """Keeps the first choice, or the fallback where only that one holds text."""
    for alternate in reversed(list(root.iter(f"{MC}AlternateContent"))):
        branches = [b for b in alternate if b.tag in (f"{MC}Choice", f"{MC}Fallback")]
        if not branches:
            remove(alternate)
            continue
        kept = next((b for b in branches if _has_text(b)), branches[0])
        place = alternate.getparent()
        if place is not None:
            index = place.index(alternate)
            place[index : index + 1] = list(kept)


def _has_text(element: Element) -> bool:
    return any(t.text or t.tag == f"{W}sym" for t in element.iter(f"{W}t", f"{W}sym"))


def _accept_rows_and_cells(root: Element) -> None:
    for properties in list(root.iter(f"{W}trPr")):
        row = nearest(properties, _TR)
        if row is None:
            continue
        if properties.find(f"{W}del") is not None or has(properties, "hidden"):
            remove(row)
        elif properties.find(f"{W}ins") is not None:
            row.set(REVISED, "1")
    for change in list(root.iter(f"{W}cellDel", f"{W}cellIns")):
        cell = nearest(change, _TC)
        row_of = None if cell is None else cell.getparent()
        if cell is None or row_of is None:
            continue
        if change.tag == f"{W}cellIns":
            cell.set(REVISED, "1")
        else:
            remove(cell)
            row_of.set(REVISED, "1")


def _accept_runs(root: Element) -> None:
    for change in list(root.iter(*_DELETIONS, *_INSERTIONS)):
        parent = change.getparent()
        if parent is None:
            continue
        paragraph = nearest(change, _P)
        if paragraph is not None:
            paragraph.set(REVISED, "1")
        deleted = change.tag in _DELETIONS
        if parent.tag == f"{W}rPr":
            owner = parent.getparent()
            if deleted and paragraph is not None and owner is not None and owner.tag == f"{W}pPr":
                paragraph.set(MARK_DELETED, "1")
        elif parent.tag in (f"{W}trPr", f"{W}numPr"):
            continue
        elif deleted:
            remove(change)
        else:
            unwrap(change)


def _open_control(control: Element, placeholder_styles: frozenset[str]) -> None:
    """Replaces a content control by what it shows: nothing, where that is a placeholder."""
    properties = control.find(f"{W}sdtPr")
    content = control.find(f"{W}sdtContent")
    if content is None:
        remove(control)
        return
    kinds = set() if properties is None else {etree.QName(child).localname for child in properties}
    if properties is not None:
        if "checkbox" in kinds:
            _show_checkbox(properties, content)
        elif _is_placeholder(properties, content, kinds, placeholder_styles):
            for run in list(content.iter(_R)):
                remove(run)
    if not kinds & _STRUCTURAL and content.find(_TBL) is None and content.find(_TR) is None:
        for child in content:
            child.set(FORM_FIELD, "1")
    unwrap(content)
    unwrap(control)


def _is_placeholder(
    properties: Element, content: Element, kinds: set[str], placeholder_styles: frozenset[str]
) -> bool:
    """Whether what a control shows is a prompt.

    The control's own flag is not enough: some tools that fill in forms leave it set. Text
    that carries it is kept if it neither looks like a prompt nor is written as one.
    """
    shown = "".join(t.text or "" for t in content.iter(f"{W}t")).strip()
    flag = properties.find(f"{W}showingPlcHdr")
    if flag is None or not is_on(flag):
        return bool(kinds - _STRUCTURAL) and bool(_STANDARD_PROMPT.match(shown))
    styles = {style.get(VAL) for style in content.iter(f"{W}rStyle")}
    if not shown or styles & placeholder_styles or _PROMPT.match(shown):
        return True
    entries = {
        entry.get(name) for entry in properties.iter(f"{W}listItem") for name in _ENTRY_TEXTS
    }
    return bool(kinds & _LISTS) and shown not in entries


def _show_checkbox(properties: Element, content: Element) -> None:
    """Writes the state of a checkbox that shows no glyph."""
    if any((t.text or "").strip() for t in content.iter(f"{W}t")):
        return
    if next(content.iter(f"{W}sym"), None) is not None:
        return
    checked = properties.find(f"{W14}checkbox/{W14}checked")
    on = checked is not None and (checked.get(f"{W14}val") or "1") not in ("0", "false")
    run = etree.Element(_R)
    etree.SubElement(run, f"{W}t").text = "☒" if on else "☐"
    place = next(content.iter(_P), None)
    (content if place is None else place).append(run)


def _drop_stray_field_characters(root: Element) -> None:
    """Takes out field characters without partner: one would hide the rest of the document."""
    open_fields: list[list[Element]] = []
    for character in list(root.iter(f"{W}fldChar")):
        kind = character.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append([character])
        elif not open_fields:
            remove(character)
        elif kind == "end":
            open_fields.pop()
        else:
            open_fields[-1].append(character)
    for characters in open_fields:
        for character in characters:
            remove(character)
