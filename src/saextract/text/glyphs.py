"""What the glyphs of symbol fonts mean to a person, and how bullets are written.

The meanings follow the Unicode Consortium's mappings (ZDINGBAT.TXT and SYMBOL.TXT for the
two Adobe encodings; document L2/12-368 for Wingdings, Wingdings 2, Wingdings 3 and
Webdings). Signs that a form's reader takes for the same thing are folded: every tick is ✓,
every cross ✗, every empty box ☐, every crossed box ☒.
"""

from __future__ import annotations

import re
from functools import lru_cache

LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
"""Latin ligatures spelt out, as Unicode's compatibility decomposition (NFKC) spells them."""

_FOLD = {
    "✔": "✓", "🗸": "✓",
    "✕": "✗", "✖": "✗", "✘": "✗", "🗴": "✗", "🗶": "✗", "🗙": "✗",
    "□": "☐", "◻": "☐", "❏": "☐", "❐": "☐", "❑": "☐", "❒": "☐", "🞐": "☐", "🗆": "☐",
    "🗹": "☑",
    "🗵": "☒", "🗷": "☒", "⮽": "☒", "⌧": "☒",
    "⮚": "➢",
}  # fmt: skip

_UNKNOWN = "�"


def _table(*rows: tuple[int, str]) -> dict[int, str]:
    """Codes to signs, from runs of signs that each begin at a code."""
    return {
        start + offset: _FOLD.get(sign, sign)
        for start, signs in rows
        for offset, sign in enumerate(signs)
        if sign != _UNKNOWN
    }


_WINGDINGS = _table(
    (0x20, " ✏✂✁👓🔔📖🕯☎✆✉✉📪📫📬📭"),
    (0x30, "📁📂📄📄🗐🗄⌛⌨🖰🖲💻🖴💾🖬✇✍"),
    (0x40, "✍✌👌👍👎☜☞☝☟🖐☺😐☹💣☠🏳"),
    (0x50, "🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉"),
    (0x60, "♊♋♌♍♎♏♐♑♒♓🙰&●❍■□"),
    (0x70, "🞐❑❒⬧◆◆❖◆⌧⍓⌘❀✿❝❞"),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹"),
    (0x90, "❺❻❼❽❾❿��������·•"),
    (0xA0, "�○○�◉◎�▪◻�✦★✶✴✹✵"),
    (0xB0, "�����✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘"),
    (0xC0, "🕙🕚🕛"),
    (0xD5, "⌫⌦�⮚"),
    (0xDF, "←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳"),
    (0xFB, "🗶✔🗷🗹"),
)

_WINGDINGS_2 = _table(
    (0x20, " "),
    (0x4F, "🗴🗸🗵☑⮽☒"),
    (0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x95, "⋅•••○○○○"),
    (0xA0, "▪▪■□"),
    (0xAE, "◆◇"),
)

_WINGDINGS_3 = _table(
    (0x20, " ←→↑↓↖↗↙↘"),
    (0x70, "▲▼△▽◀▶◁▷"),
    (0x7D, "▶"),
)

_WEBDINGS = _table(
    (0x20, " "),
    (0x33, "◀▶▲▼"),
    (0x59, "♥"),
    (0x61, "✔"),
    (0x63, "□"),
    (0x67, "■"),
    (0x69, "ℹ"),
    (0x6E, "●"),
    (0x72, "🗙❓"),
)

_SYMBOL = _table(
    (0x20, " !∀#∃%&∋()∗+,−./0123456789:;<=>?"),
    (0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    (0x60, "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    (0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"),
    (0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"),
    (0xE0, "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪�〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
)

_DINGBATS = _table(
    (0x20, " ✁✂✃✄☎✆✇✈✉☛☞✌✍✎✏"),
    (0x30, "✐✑✒✓✔✕✖✗✘✙✚✛✜✝✞✟"),
    (0x40, "✠✡✢✣✤✥✦✧★✩✪✫✬✭✮✯"),
    (0x50, "✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿"),
    (0x60, "❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏"),
    (0x70, "❐❑❒▲▼◆❖◗❘❙❚❛❜❝❞"),
    (0xA1, "❡❢❣❤❥❦❧♣♦♥♠①②③④⑤⑥⑦⑧⑨⑩"),
    (0xB6, "❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓"),
    (0xD4, "➔→↔↕➘➙➚➛➜➝➞➟➠➡➢➣➤➥➦➧➨➩➪➫➬➭➮➯"),
    (0xF1, "➱➲➳➴➵➶➷➸➹➺➻➼➽➾"),
)

_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings2": _WINGDINGS_2,
    "wingdings3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
    "symbolmt": _SYMBOL,
    "symbolps": _SYMBOL,
    "symbolpsmt": _SYMBOL,
    "standardsyml": _SYMBOL,
    "standardsymbolsps": _SYMBOL,
    "zapfdingbats": _DINGBATS,
    "zapfdingbatsitc": _DINGBATS,
    "itczapfdingbats": _DINGBATS,
    "dingbats": _DINGBATS,
    "monotypesorts": _DINGBATS,
    "d050000l": _DINGBATS,
}

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"(regular|normal|roman|bold|italic|oblique)+$")

_PRIVATE_USE = range(0xF000, 0xF100)
"""Where Windows puts the 256 codes of a symbol font."""


@lru_cache(maxsize=256)
def _signs(font: str) -> dict[int, str] | None:
    name = re.sub(r"[^a-z0-9]", "", _SUBSET.sub("", font).lower())
    return _FONTS.get(name) or _FONTS.get(_STYLE.sub("", name))


def is_symbol_font(font: str) -> bool:
    """Whether a font is one of the known symbol fonts, by its name.

    Args:
        font: a font name as a file gives it, with or without a subset prefix
            ("ABCDEF+Wingdings-Regular").
    """
    return _signs(font) is not None


def symbol(font: str, code: int) -> str | None:
    """What a glyph of a symbol font means to a person.

    Args:
        font: a font name as a file gives it, with or without a subset prefix.
        code: the character code, either the font's own (0x20 to 0xFF) or in the private use
            area (0xF020 to 0xF0FF).

    Returns:
        The sign, ticks as ✓, crosses as ✗, boxes as ☐ ☑ ☒; None if the font is no known
        symbol font or the code has no known meaning in it.
    """
    signs = _signs(font)
    if signs is None:
        return None
    return signs.get(code - 0xF000 if code in _PRIVATE_USE else code)


UNSEEN = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
"""Characters without a shape: soft hyphens, joiners, and marks of the direction of writing."""

_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_UNSEEN = str.maketrans(dict.fromkeys(UNSEEN))


def plain_spaces(text: str) -> str:
    """The text without characters that have no shape, every kind of space as an ordinary one."""
    return text if text.isascii() else _SPACES.sub(" ", text.translate(_UNSEEN))


_BULLET = re.compile(r"^[ \t\u00a0]*[•▪●◦‣⁃∙·▫■○◆❖➢➤►▶\uf0b7\uf0a7\uf0d8\uf076\uf077]+[ \t\u00a0]*")
_CHOICE = re.compile(
    r"(?:[ \t\u00a0]*[●○■□◉◯◼◻▪▫][ \t\u00a0]*(?:yes|no|y|n|n/?a|not applicable"
    r"|part(?:ly|ially|ial)?|(?:(?:not|part(?:ly|ially)?|fully|non)[ -])?"
    r"(?:met|compl(?:y|ies|iant)))[ \t\u00a0/|,;.]*)+",
    re.IGNORECASE,
)
"""A line of nothing but answers to choose from, each behind a sign."""
_LETTER_O = re.compile(r"^[ \t\u00a0]*[o\uf06f][ \t\u00a0]+(?=\S)")
_DASH = re.compile(r"^[ \t\u00a0]*[-–—][ \t\u00a0]+(?=[^\W\d_])")
_CLOSED = re.compile(r"[.:;?!]\W*$")
_SIGNED = re.compile(
    r"^[ \t\u00a0]*[-–—•▪●◦‣⁃∙·▫■○□◉◯◼◻◆❖➢➤►▶o\uf06f\uf0b7\uf0a7\uf0d8\uf076\uf077]", re.MULTILINE
)
"""A line that opens with any of the signs that count here."""


def normalise_bullets(text: str) -> str:
    """Writes every bullet at the start of a line as "• ".

    Signs that are nothing but bullets are always rewritten, a single "o" before a space too.
    A dash may as well be one within a sentence that a layout broke there: dashes are bullets
    only if at least two lines begin with one, or the line before ends in a colon, and the
    first of them opens the text or follows a line that ends a sentence or a clause. A line
    that is one sign alone stays as it is, as that may be an answer; so do the signs of a choice
    of answers, such as "● Yes ○ No".

    Args:
        text: lines parted by line feeds.
    """
    if not _SIGNED.search(text):
        return text
    lines = text.split("\n")
    choices = {line for line in lines if line and _CHOICE.fullmatch(line)}
    if len(set(_SIGN.findall(" ".join(choices)))) < _FEWEST_SIGNS:
        choices = set()
    dashes = _dash_lines(lines)
    return "\n".join(
        line if line in choices else _bulleted(line, i in dashes) for i, line in enumerate(lines)
    )


_SIGN = re.compile(r"[●○■□◉◯◼◻▪▫]")
_FEWEST_SIGNS = 2
"""Signs that a choice has: one for the answer that is chosen, one for the others."""


def _dash_lines(lines: list[str]) -> set[int]:
    found = [i for i, line in enumerate(lines) if _DASH.match(line)]
    if not found:
        return set()
    before = lines[found[0] - 1].rstrip() if found[0] else ""
    if before.endswith(":") or (len(found) > 1 and (not before or _CLOSED.search(before))):
        return set(found)
    return set()


def _bulleted(line: str, dash: bool) -> str:
    if dash:
        return _DASH.sub("• ", line)
    if line.startswith("• "):
        return line
    match = _BULLET.match(line)
    if match:
        rest = line[match.end() :]
        return f"• {rest}" if rest else line
    return _LETTER_O.sub("• ", line)
