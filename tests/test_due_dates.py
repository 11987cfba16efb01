"""How British public bodies write deadlines: which are a date, a month, or neither."""

from __future__ import annotations

import calendar
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saextract.text.dates import parse_due, scan

REFERENCE = "2024-04-15"

DATED = """
30 June 2024 | 2024-06-30
30th June 2024 | 2024-06-30
30 th June 2024 | 2024-06-30
30th of June, 2024 | 2024-06-30
30th June2024 | 2024-06-30
30 June, 2024 | 2024-06-30
30 Jun 24 | 2024-06-30
30th June '24 | 2024-06-30
30th June ’24 | 2024-06-30
30-Jun-24 | 2024-06-30
30-Jun-2024 | 2024-06-30
30/Jun/2024 | 2024-06-30
30Jun2024 | 2024-06-30
30 JUNE 2024 | 2024-06-30
June 30, 2024 | 2024-06-30
June 30th 2024 | 2024-06-30
30/06/24 | 2024-06-30
30/6/24 | 2024-06-30
30/06/2024 | 2024-06-30
30 / 06 / 2024 | 2024-06-30
30.6.2024 | 2024-06-30
30.06.24 | 2024-06-30
30-06-2024 | 2024-06-30
2024-06-30 | 2024-06-30
2024/06/30 | 2024-06-30
30/06/2024 17:00 | 2024-06-30
Friday 28 June 2024 | 2024-06-28
Fri 28th Jun '24 | 2024-06-28
by Monday, 3 June 2024 | 2024-06-03
w/c 3 June 2024 | 2024-06-03
Week commencing 3rd June 2024 | 2024-06-03
w/e 7/6/24 | 2024-06-07
By 30 June 2024 | 2024-06-30
by the 30th of June 2024 | 2024-06-30
no later than 30 June 2024 | 2024-06-30
On or before 30 June 2024 | 2024-06-30
before 30 June 2024 | 2024-06-30
until 30 June 2024 | 2024-06-30
by close of business on 30 June 2024 | 2024-06-30
COP 30/06/24 | 2024-06-30
Target: 30 June 2024 | 2024-06-30
Due 30/06/2024 | 2024-06-30
Deadline – 30 June 2024 | 2024-06-30
30 June 2024 at the latest | 2024-06-30
Next Board meeting (12 May 2025) | 2025-05-12
Cabinet, 16 July 2024 | 2024-07-16
3–7 June 2024 | 2024-06-07
1 April 2024 to 31 March 2025 | 2025-03-31
From 1 April 2025 | 2025-04-01
with effect from 1 April 2025 | 2025-04-01
To be completed by 30 June 2024 | 2024-06-30
Complete by 30 June 2024 | 2024-06-30
Not yet complete: 30 June 2024 | 2024-06-30
For completion 30 June 2024 | 2024-06-30
Ongoing, to be completed by 30 June 2024 | 2024-06-30
within 3 months (by 30 June 2024) | 2024-06-30
TBC, expected 30 June 2024 | 2024-06-30
30 June 2024 (revised to 30 September 2024) | 2024-09-30
Original: 30 June 2024 Revised: 30 September 2024 | 2024-09-30
Revised date 30 September 2024 (original 30 June 2024) | 2024-09-30
30 September 2024 (was 30 June 2024) | 2024-09-30
Moved to 30 September 2024 from 30 June 2024 | 2024-09-30
Extended from 30/06/24 to 30/09/24 | 2024-09-30
30 June 2024 (30/06/2024) | 2024-06-30
June 2024 | 2024-06
Jun 2024 | 2024-06
June, 2024 | 2024-06
June of 2024 | 2024-06
june 2024 | 2024-06
JUNE 2024 | 2024-06
Jun-24 | 2024-06
Jun/24 | 2024-06
June 24 | 2024-06
June '24 | 2024-06
June’24 | 2024-06
March 25 | 2025-03
Sept 24 | 2024-09
end Sept 24 | 2024-09
end of Sept. 2024 | 2024-09
by end of June 2024 | 2024-06
by the end of June 2024 | 2024-06
End June 2024 | 2024-06
end-June 2024 | 2024-06
mid-March 2025 | 2025-03
mid March 2025 | 2025-03
early June 2024 | 2024-06
late June 2024 | 2024-06
start of June 2024 | 2024-06
first week of June 2024 | 2024-06
approx. June 2024 | 2024-06
c. June 2024 | 2024-06
06/2024 | 2024-06
6/2024 | 2024-06
06.2024 | 2024-06
2024-06 | 2024-06
June 2024 Board | 2024-06
following the audit, by June 2024 | 2024-06
Following audit by June 2024 | 2024-06
To be completed by 28 February 2025: guidance | 2025-02-28
Board (June 2024) | 2024-06
AGM September 2024 | 2024-09
Launch June 2024 | 2024-06
Jan–Mar 2025 | 2025-03
January to March 2025 | 2025-03
Nov 24 - Jan 25 | 2025-01
November 2024 – January 2025 | 2025-01
year ending March 2025 | 2025-03
Annually – next due March 2025 | 2025-03
Quarterly, first report by July 2024 | 2024-07
Ongoing until March 2025 | 2025-03
August 2024 - to be agreed by Cabinet | 2024-08
Q1 2024/25 | 2024-06
Q2 2024/25 | 2024-09
Q3 2024-25 | 2024-12
Q4 24/25 | 2025-03
Q4 2024/2025 | 2025-03
Q2 FY24/25 | 2024-09
Q2 (2024/25) | 2024-09
2024/25 Q3 | 2024-12
2024-25, Q3 | 2024-12
24/25 Q3 | 2024-12
Qtr 3 2024/25 | 2024-12
Qtr. 3 24-25 | 2024-12
Quarter 2 of 24/25 | 2024-09
Quarter two 2024/25 | 2024-09
second quarter of 2024/25 | 2024-09
3rd quarter 2024/25 | 2024-12
end of Q2 2024/25 | 2024-09
Q1–Q2 2024/25 | 2024-09
Q2 (July–September 2024) | 2024-09
2024/25 | 2025-03
2024-25 | 2025-03
2024/2025 | 2025-03
during 2024/25 | 2025-03
in 2024-25 | 2025-03
by the end of 2024/25 | 2025-03
by end of FY 24/25 | 2025-03
end of the financial year 2024/25 | 2025-03
end of financial year 2024-25 | 2025-03
FY 2024/25 | 2025-03
FY24/25 | 2025-03
2024/25 financial year | 2025-03
within the 2024/25 financial year | 2025-03
start of financial year 2025/26 | 2025-04
Spring 2025 | 2025-05
spring of 2025 | 2025-05
Summer 2024 | 2024-08
late summer 2024 | 2024-08
By Autumn 2024 | 2024-11
Autumn 2024/25 | 2024-11
Winter 2024/25 | 2025-02
before Christmas 2024 | 2024-12
before Easter 2022 | 2022-04
Easter 2024 | 2024-03
New Year 2025 | 2025-01
end of 2024 | 2024-12
by end 2024 | 2024-12
by the end of calendar year 2024 | 2024-12
"""
UNDATED = """
Immediate
Immediately
With immediate effect
ASAP
Urgent
Ongoing
On-going
Continuous
Rolling programme
Business as usual
TBC
TBA
To be agreed
N/A
None
-
Not started
In progress
Complete
Completed
Completed June 2024
Complete – 30 June 2024
Done 30/06/24
Closed
Actioned 3 June 2024
Implemented June 2024
Live since June 2024
In place from June 2024
Started April 2024
April 2024 – ongoing
April 2024 onwards
Ongoing – review June 2025
Monthly from June 2024
Quarterly
Every March
Annually in March
within 3 months
within 3 months of 1 April 2024
6 months from June 2024
within 5 working days
12 months
after June 2024
following the June 2024 Board
After the AGM in September 2024
no earlier than June 2024
next year
next month
by the end of the month
by the end of the year
by year end
year end 2024
by 2025
2024
early 2025
mid-2025
late 2024
first half of 2025
H1 2025
Q2 2024
2024 Q3
2024-Q3
Q3, 2024
FY25
FY 2024
early Q3 2024/25
start of Q3 2024/25
2024/26 Q3
early autumn 2024
mid-summer 2024
Winter 2024
Autumn/Winter 2024
Spring/Summer 2025
Spring 2024/25
April/May 2025
April or May 2025
3 and 4 June 2024
3 & 10 June 2024
Q1/Q2 2024/25
Q2 and Q4 2024/25
December 2024 / January 2025
June 2024, September 2024
30 June 2024 and 30 September 2024
Policy June 2024; training September 2024
31/02/2024
30 February 2024
06/13/2024
March 15
March 31
March 2025/26
Section 6.2 and 6.3
section 2.6.24
paragraph 1.4.24
version 1.2.24
version 1.2.24.1
5.10
2.6.14
Part 3
pages 11-12
01234 567890
0300 123 4567
24/7
5/10 working days
12/06/2024/FUL
Housing Act 1996
Equality Act 2010
Landlord and Tenant Act 1985
March 25%
June 24 hours
we may change it
we may 25
"""
OPEN = """
June | 2024-06
30 June | 2024-06-30
by 30th June | 2024-06-30
June 30th | 2024-06-30
end of June | 2024-06
end-June | 2024-06
end of March | 2025-03
mid Sept | 2024-09
15 April | 2024-04-15
14 April |
1 March | 2025-03-01
Oct–Dec | 2024-12
October to December | 2024-12
Sept/Oct |
Q3 | 2024-12
Qtr 3 | 2024-12
end of Q1 | 2024-06
third quarter | 2024-12
Q2 (July–September) | 2024-09
early Q3 |
Autumn | 2024-11
by spring | 2024-05
early spring |
Winter |
end of this financial year | 2025-03
end of FY | 2025-03
Financial year end | 2025-03
end of the calendar year | 2024-12
before Christmas | 2024-12
"""


def lines(text: str) -> list[tuple[str, str]]:
    pairs = (line.rpartition("|") for line in text.strip().splitlines())
    return [(printed.strip(), due.strip()) for printed, _, due in pairs]


@pytest.mark.parametrize(("printed", "due"), lines(DATED))
def test_a_deadline_with_its_year_needs_no_reference(printed: str, due: str) -> None:
    assert parse_due(printed) == due
    assert parse_due(printed, REFERENCE) == due


@pytest.mark.parametrize("printed", UNDATED.strip().splitlines())
def test_what_is_no_single_date_is_not_guessed(printed: str) -> None:
    assert parse_due(printed, REFERENCE) == ""


@pytest.mark.parametrize(("printed", "due"), lines(OPEN))
def test_a_deadline_without_a_year_is_the_next_one(printed: str, due: str) -> None:
    assert parse_due(printed, REFERENCE) == due
    assert parse_due(printed) == ""


DAYS = st.dates(date(2019, 1, 1), date(2039, 12, 31))
FORMS = (
    "{d} {month} {y}", "{d:02d}/{m:02d}/{y}", "{d}.{m}.{y}", "{d} {mon} {y}", "{y}-{m:02d}-{d:02d}",
    "{d:02d}/{m:02d}/{yy:02d}", "{month} {d}, {y}", "{d}-{mon}-{yy:02d}", "{d} {month} '{yy:02d}",
)  # fmt: skip
FRAMES = (
    "{}",
    "by {}",
    "By the {}.",
    "({})",
    "Target date: {}",
    "no later than {} (Board)",
    " {}\n",
)


@given(DAYS, st.sampled_from(FORMS), st.sampled_from(FRAMES))
def test_every_day_is_read_back_from_every_form(day: date, form: str, frame: str) -> None:
    month = calendar.month_name[day.month]
    printed = form.format(
        d=day.day, m=day.month, y=day.year, yy=day.year % 100, month=month, mon=month[:3]
    )
    assert parse_due(frame.format(printed)) == day.isoformat()


@given(st.text(alphabet="0123456789 ./-–'’JunesptAugMarch20Qqthby()", max_size=40))
def test_whatever_is_read_is_a_real_date_or_month_of_this_century(text: str) -> None:
    for dated in scan(text, due=True):
        assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", dated.iso)
        date.fromisoformat(dated.iso if len(dated.iso) == 10 else f"{dated.iso}-01")
        assert 0 <= dated.start < dated.end <= len(text)
    assert re.fullmatch(r"(20\d\d-\d\d(-\d\d)?)?", parse_due(text, REFERENCE))


@given(st.integers(1, 9), st.integers(1, 20), st.sampled_from(["section", "paragraph", "5.1 and"]))
def test_a_number_of_the_code_is_no_date(section: int, place: int, word: str) -> None:
    assert parse_due(f"{word} {section}.{place}", REFERENCE) == ""
    assert scan(f"by {section}.{place}", due=True) == []
