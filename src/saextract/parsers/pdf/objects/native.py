"""pdfium's C functions, bound for speed.

The bindings of pypdfium2 check and convert each argument and release the interpreter lock
around each call, which costs more than most of the calls themselves. The functions here take
plain addresses and keep the lock; `loops` calls them for many things at once. Units and meaning
are those of pdfium's public headers (fpdfview.h, fpdf_edit.h, fpdf_text.h, fpdf_annot.h,
fpdf_structtree.h).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw

_P = ctypes.c_void_p
_A = ctypes.c_size_t
"""An address as a result: 0, not None, where there is none."""

_I = ctypes.c_int
_U = ctypes.c_uint
_D = ctypes.c_double
_L = ctypes.c_ulong


def _bind(name: str, result: type | None, *arguments: type) -> Callable[..., Any]:
    address = ctypes.cast(getattr(raw, name), _P).value
    if address is None:
        raise ImportError(name)
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


count_objects = _bind("FPDFPage_CountObjects", _I, _P)
get_object = _bind("FPDFPage_GetObject", _A, _P, _I)
form_count_objects = _bind("FPDFFormObj_CountObjects", _I, _P)
form_get_object = _bind("FPDFFormObj_GetObject", _A, _P, _L)
object_type = _bind("FPDFPageObj_GetType", _I, _P)
object_bounds = _bind("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)
object_matrix = _bind("FPDFPageObj_GetMatrix", _I, _P, _P)
object_transform = _bind("FPDFPageObj_Transform", None, _P, _D, _D, _D, _D, _D, _D)
object_transparent = _bind("FPDFPageObj_HasTransparency", _I, _P)
object_fill = _bind("FPDFPageObj_GetFillColor", _I, _P, _P, _P, _P, _P)
object_stroke = _bind("FPDFPageObj_GetStrokeColor", _I, _P, _P, _P, _P, _P)
object_stroke_width = _bind("FPDFPageObj_GetStrokeWidth", _I, _P, _P)
object_mcid = _bind("FPDFPageObj_GetMarkedContentID", _I, _P)
path_draw_mode = _bind("FPDFPath_GetDrawMode", _I, _P, _P, _P)
path_count_segments = _bind("FPDFPath_CountSegments", _I, _P)
path_segment = _bind("FPDFPath_GetPathSegment", _A, _P, _I)
segment_type = _bind("FPDFPathSegment_GetType", _I, _P)
segment_point = _bind("FPDFPathSegment_GetPoint", _I, _P, _P, _P)
segment_close = _bind("FPDFPathSegment_GetClose", _I, _P)
text_count = _bind("FPDFText_CountChars", _I, _P)
text_get = _bind("FPDFText_GetText", _I, _P, _I, _I, _P)
text_unicode = _bind("FPDFText_GetUnicode", _U, _P, _I)
text_object = _bind("FPDFText_GetTextObject", _A, _P, _I)
text_loose_box = _bind("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
text_tight_box = _bind("FPDFText_GetCharBox", _I, _P, _I, _P, _P, _P, _P)
text_matrix = _bind("FPDFText_GetMatrix", _I, _P, _I, _P)
text_font = _bind("FPDFTextObj_GetFont", _A, _P)
text_font_size = _bind("FPDFTextObj_GetFontSize", _I, _P, _P)
text_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _I, _P)
font_name = _bind("FPDFFont_GetBaseFontName", _L, _P, _P, _L)
font_weight = _bind("FPDFFont_GetWeight", _I, _P)
font_flags = _bind("FPDFFont_GetFlags", _I, _P)
element_count_children = _bind("FPDF_StructElement_CountChildren", _I, _P)
element_child = _bind("FPDF_StructElement_GetChildAtIndex", _A, _P, _I)
element_child_mcid = _bind("FPDF_StructElement_GetChildMarkedContentID", _I, _P, _I)
element_type = _bind("FPDF_StructElement_GetType", _L, _P, _P, _L)
element_actual_text = _bind("FPDF_StructElement_GetActualText", _L, _P, _P, _L)
element_alternative = _bind("FPDF_StructElement_GetAltText", _L, _P, _P, _L)
element_count_attributes = _bind("FPDF_StructElement_GetAttributeCount", _I, _P)
element_attribute = _bind("FPDF_StructElement_GetAttributeAtIndex", _A, _P, _I)
attribute_value = _bind("FPDF_StructElement_Attr_GetValue", _A, _P, ctypes.c_char_p)
value_number = _bind("FPDF_StructElement_Attr_GetNumberValue", _I, _P, _P)


def address(handle: Any) -> int:
    """The address behind a handle of pypdfium2, as the functions here take it."""
    return ctypes.cast(handle, _P).value or 0
