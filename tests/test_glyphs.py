"""What symbol-font glyphs mean, and how bullets are written."""

from __future__ import annotations

import pytest

from saextract.text.glyphs import is_symbol_font, normalise_bullets, symbol


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Wingdings", 0xFC, "✓"),
        ("Wingdings", 0xF0FC, "✓"),
        ("ABCDEF+Wingdings-Regular", 0xFB, "✗"),
        ("Wingdings", 0xA8, "☐"),
        ("Wingdings", 0x6F, "☐"),
        ("Wingdings", 0xFE, "☑"),
        ("Wingdings", 0xFD, "☒"),
        ("Wingdings", 0x78, "☒"),
        ("Wingdings", 0xA7, "▪"),
        ("Wingdings", 0xD8, "➢"),
        ("Wingdings", 0xE0, "→"),
        ("Wingdings", 0xE6, "↘"),
        ("Wingdings", 0xF0, "⇨"),
        ("Wingdings", 0xB5, "✪"),
        ("Wingdings", 0x95, "❿"),
        ("Wingdings", 0x69, "♓"),
        ("Wingdings 2", 0x50, "✓"),
        ("Wingdings2", 0x4F, "✗"),
        ("Wingdings 2", 0x51, "☒"),
        ("Wingdings 2", 0x52, "☑"),
        ("Wingdings 2", 0x53, "☒"),
        ("Wingdings 2", 0x54, "☒"),
        ("Wingdings 2", 0xF0A3, "☐"),
        ("Wingdings 3", 0x75, "▶"),
        ("Webdings", 0x61, "✓"),
        ("Webdings", 0x72, "✗"),
        ("Webdings", 0x63, "☐"),
        ("Symbol", 0xF0B7, "•"),
        ("SymbolMT", 0xB7, "•"),
        ("Symbol", 0xA3, "≤"),
        ("Symbol", 0xB3, "≥"),
        ("Symbol", 0xB1, "±"),
        ("Symbol", 0xB4, "×"),
        ("Symbol", 0xB8, "÷"),
        ("Symbol", 0xAE, "→"),
        ("Symbol", 0xD6, "√"),
        ("Symbol", 0x57, "Ω"),
        ("Symbol", 0x7A, "ζ"),
        ("Symbol", 0xDF, "⇓"),
        ("Symbol", 0xE5, "∑"),
        ("ZapfDingbats", 0x33, "✓"),
        ("ZapfDingbats", 0x34, "✓"),
        ("ITC Zapf Dingbats", 0x38, "✗"),
        ("ZapfDingbats", 0x6F, "☐"),
        ("ZapfDingbats", 0x6C, "●"),
        ("ZapfDingbats", 0x48, "★"),
        ("ZapfDingbats", 0xD5, "→"),
        ("ZapfDingbats", 0xEF, "➯"),
        ("ZapfDingbats", 0xFE, "➾"),
    ],
)
def test_a_symbol_font_glyph_has_its_meaning(font: str, code: int, sign: str) -> None:
    assert symbol(font, code) == sign


def test_text_fonts_with_symbol_in_their_name_are_not_symbol_fonts() -> None:
    assert symbol("Segoe UI Symbol", 0x50) is None
    assert not is_symbol_font("Noto Sans Symbols")
    assert is_symbol_font("QWERTY+Wingdings,Bold")


def test_an_unknown_code_has_no_meaning() -> None:
    assert symbol("Wingdings", 0xFF) is None
    assert symbol("Wingdings", 0x2713) is None
    assert symbol("Webdings", 0x41) is None


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("▪ one\n●two\n\uf0b7\tthree\n◦ four", "• one\n• two\n• three\n• four"),
        ("o one\no two", "• one\n• two"),
        ("• one", "• one"),
        ("- one\n– two", "• one\n• two"),
        ("We have:\n- a policy", "We have:\n• a policy"),
    ],
)
def test_bullets_at_line_starts_become_one_sign(printed: str, written: str) -> None:
    assert normalise_bullets(printed) == written


@pytest.mark.parametrize(
    "text",
    [
        "our stage two\n- as the policy says",
        "stage one\n- then stage two\n- then the Ombudsman",
        "open\nor closed",
        "5\n- 10 days\n- 20 days",
        "●",
        "a • b",
        "☐ Yes\n☒ No\n✓ Done",
        "-5\n-6",
    ],
)
def test_what_may_not_be_a_bullet_is_left_alone(text: str) -> None:
    assert normalise_bullets(text) == text
