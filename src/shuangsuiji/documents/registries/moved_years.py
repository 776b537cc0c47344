"""The example registries some years on: their dates, and numbers that begin with a year (`ssj init`).

Only for workbooks that `registries/build_examples.py` wrote: dates are cells in a date format, or texts.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

from shuangsuiji.documents.office.packing import packed

_EPOCH = date(1899, 12, 30)
_TEXT_DATE = re.compile(r"(?<=>)(20[0-9]{2})(?=-[0-9]{2}-[0-9]{2}<)")
_NAMED_YEAR = re.compile(r"(?<=更新日期：)(20[0-9]{2})(?=年)|(?<=医保)(20[0-9]{2})(?=[0-9]{3}<)")
_FORMAT = re.compile(r'<numFmt numFmtId="([0-9]+)" formatCode="yyyy')
_STYLE = re.compile(r'<xf numFmtId="([0-9]+)"')


def moved_years(data: bytes, years: int) -> bytes:
    """The bytes of the workbook whose dates lie so many years later; 29 February becomes the 28th."""
    if not years:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        styles = parts.read("xl/styles.xml").decode("utf-8")
        dates = set(_FORMAT.findall(styles))
        used = re.search("<cellXfs.*?</cellXfs>", styles, re.DOTALL)
        formats = _STYLE.findall(used.group()) if used else []
        cells = _cells([str(at) for at, number in enumerate(formats) if number in dates], years)
        return packed((name, _moved(name, parts.read(name), years, cells)) for name in parts.namelist())


def _cells(styles: list[str], years: int) -> Callable[[str], str]:
    """What moves the numbers of cells in one of these styles."""
    if not styles:
        return lambda text: text
    pattern = re.compile(rf'(?<= s="(?:{"|".join(styles)})"><v>)([0-9]{{5}})(?=</v>)')
    if len({len(style) for style in styles}) > 1:
        raise ValueError("styles of several widths")
    return lambda text: pattern.sub(lambda match: str(_serial(int(match.group()), years)), text)


def _serial(number: int, years: int) -> int:
    day = _EPOCH + timedelta(days=number)
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return (date(day.year + years, day.month, last) - _EPOCH).days


def _moved(name: str, data: bytes, years: int, cells: Callable[[str], str]) -> bytes:
    if name == "xl/sharedStrings.xml":
        text = data.decode("utf-8")
        for pattern in (_TEXT_DATE, _NAMED_YEAR):
            text = pattern.sub(lambda match: str(int(match.group()) + years), text)
        return text.replace("-02-29<", "-02-28<").encode("utf-8")
    if name.startswith("xl/worksheets/sheet"):
        return cells(data.decode("utf-8")).encode("utf-8")
    return data
