"""The rows below a heading that are no records: hints, examples, repeated headings, captions, totals.

`RowReader.reason` decides alone, and each row passed over is named with its reason, so that nothing is lost
without a word; what only might be none is kept, and the empty cells of such a row are errors further on.
Source: formats.md, "The registries".
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from shuangsuiji.core.canonical import norm, tidy
from shuangsuiji.core.columns.column import Layout, heading_key
from shuangsuiji.core.columns.kinds import NAMES
from shuangsuiji.core.findings import Finding, Place, note, warning
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.headings import Heading

WARNED: Final = frozenset({"registry-row-skipped"})
REASONS: Final = WARNED | {
    "registry-footer-row",
    "registry-hint-row",
    "registry-example-row",
    "registry-heading-repeated",
    "registry-caption-row",
    "registry-remark-row",
    "registry-nothing-row",
}
"""The codes of rows that hold something and are no records; those of `WARNED` may be records after all."""
PASSED_OVER: Final = REASONS | {"items-row-joined"}
"""All rows that are no records of their own."""

_LONGEST_HINT: Final = 500
"""Nobody says in more characters than these how a cell is filled in."""
_OPEN, _CLOSE = r"[(\[【〔〈「{‹<]", r"[)\]】〕〉」}›>]"
_INSIDE = r"[^()\[\]【】〔〕〈〉「」{}‹›<>]*"
_WORD = r"(?:示例|样例|范例|示范|举例|例如|比如|例|如)"
_EXAMPLE = re.compile(
    rf"{_OPEN}?(?:填写|填报|填表)?{_WORD}{_CLOSE}?:.*"
    r"|(?:填写|填报|填表)?(?:示例|样例|范例|示范|举例|例)(?:行|数据|内容)?[0-9一二三]*"
    r"|(?:示例|样例|范例)(?:行|列|数据)?(?!\w).*"
    rf"|{_OPEN}(?:填写|填报)?(?:示例|样例|范例|示范|例)(?:行|数据)?[0-9]*{_CLOSE}.*"
    rf"|.*{_OPEN}{_INSIDE}(?:示例|样例|范例|仅供参考){_INSIDE}{_CLOSE}"
)
"""Examples of how to fill in, by a cell in normal form; 示例大药房, 例外药店 are names."""
_FILLING = re.compile(
    r"必填|选填|可不填|不用填|填写|填报|填入|录入|下拉|单选|多选|删除|请勿|切勿|勿(?:填|改|删)|格式"
    r"|请[填按从在选如参将以输删务写核照]|自动(?:生成|计算|填|带出)|系统(?:自动|生成|带出)"
    r"|不超过[0-9]|(?<![0-9])[0-9]++个?(?:位|字)|[Yy]{4}|年[-/]?月[-/]?日"
    r"|(?:全称|简称|中文|文本|文字|数字|数值|整数|小数|日期|字符|可选|可空|选项|唯一|不重复|不能重复)"
    r"(?:型|类型)?$"
    r"|^(?:与|同|以|按|照).*(?:一致|为准|相同|填)$"
)
_BRACKETED = re.compile(rf"{_OPEN}({_INSIDE}){_CLOSE}")
_HINT = re.compile(
    r"(?:必填|选填|非必填|可选|填写说明|填表说明|填报说明|填写要求|填报要求)(?:项|行|列|字段|内容|数据)?(?!\w).*"
    r"|(?:必填|选填|非必填)[0-9]+.*"
    r"|请(?:填|按|从|在|选择|如实|参[照考]|输入|删|勿|务必).*"
    r"|[此本该](?:行|列)(?:为|是|请|不|勿|仅|填|无).*"
    r"|(?:以上|以下|上述)(?:各?[行列]?)(?:为|是)(?:示例|样例|例|说明).*|填[写报](?:全称|完整|与|按|[0-9]).*"
)
_TYPE = (
    r"(?:字符|文本|数值|数字|日期|时间|整数|小数|枚举|字典|N?VARCHAR2?|CHAR|INT(?:EGER)?|NUMBER|NUMERIC|DECIMAL"
    rf"|DATE(?:TIME)?|TEXT|STRING)(?:型|类型|串)?(?:{_OPEN}[0-9,, ]+{_CLOSE})?"
)
_CELL_HINT = re.compile(
    rf"{_TYPE}|[0-9]{{1,2}}位(?:数字|字符|编码|代码)?(?:或[0-9]{{1,2}}位.{{0,4}})?"
    r"|(?:系统|自动|平台)(?:自动)?(?:生成|计算|带出|填写)|(?:非?必填|选填|可选|可不填|可为?空|不可空|唯一)项?"
    r"|(?:与|同|按|照).{1,12}(?:一致|为准|相同|填写?)|同(?:营业执照|许可证|证照|登记证)|下拉选择?|是/否|是或否"
    r"|(?:(?:数字|字母|大写字母)[A-Z0-9]?|[A-Z]{1,3})(?:开头|结尾|打头)(?:的.{1,8})?|Y{4}[-/.]M{1,2}[-/.]D{1,2}"
    r"|(?:营业执照|经营许可证|许可证|执照|登记证|工商登记|工商注册|证照)(?:上?的)?(?:全?名称?|号码?|编号)"
    r"|(?:手机|座机|固话|电话)(?:号码?)?(?:或|/)(?:手机|座机|固话|电话)(?:号码?)?|[×xX]{2,}\D{0,10}",
    re.IGNORECASE,
)
"""A cell that says how its column is filled in; a row of nothing else is no record, whatever it is called."""
_ENGLISH = re.compile(
    r"(?:(?:company|unit|enterprise|object|shop|full|person|contact|business|credit|legal|inspector) ?)?"
    r"(?:name|code|id|no\.?|number|address|phone|tel(?:ephone)?|mobile|type|kind|category|class|level|grade"
    r"|district|area|town|region|street|status|state|date|remarks?|notes?|person|contact|department|dept\.?|uscc)",
    re.IGNORECASE,
)
"""A heading once more in English; a row of nothing else is no record."""
_MARKS = re.compile(r"[\W_]+")
_NOTHING = re.compile(
    rf"{_MARKS.pattern}|(?:[无空略]|空白|此?行?留空|暂无|没有|无数据|无内容|暂无数据|n/?a|null|nil)[。.]?",
    re.IGNORECASE,
)
"""A cell that holds a dash or a slash alone; or a word for nothing."""
_TOTAL_WORD = re.compile(
    r"(?:(?:合|总|小|共|累)计|计|汇总|总数|总户数|合计数|[本此]页小计|(?:sub)?total)(?::?共?[0-9]+[户家个人]?)?"
    r"|共[0-9]+[户家个人]",
    re.IGNORECASE,
)
_CODE_LIKE = re.compile(r"[A-Za-z]*-?[0-9]{2,}|[A-Za-z]+-?[0-9]+")
"""What begins as the codes of records do: whoever has one and is called 小计 is a record."""
_STEMS, _LETTERS = "甲乙丙丁戊己庚辛壬癸", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIRST_LETTERS = frozenset(
    {"甲", "A", "a", "Ａ", "1", "１", "①", "Ⅰ", "I", "01", "001", "一", "栏1", "第1列", "第一列"}
)
_FIGURES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_COUNTING = re.compile(r"^[(第栏]*([0-9A-Za-z一二三四五六七八九十甲乙丙丁戊己庚辛壬癸]+?)[)列栏]*$")
_TO_GO = re.compile(
    r"删除(?:本|此|该)(?:行|列)|(?:本|此|该)行.{0,6}删除|(?:示例|样例|范例)(?:行|数据)?.?请?删除"
    rf"|(?:本|此|该)行(?:为|是)(?:填写)?(?:示例|样例)|^{_OPEN}?(?:填写)?(?:示例|样例|范例)(?:行|数据)?{_CLOSE}?$"
)
"""What any cell of a row that is to be taken out may say, 备注 among them."""
_CODE_HINT = re.compile(r"[0-9]{1,2}位[^0-9]{0,12}|文本(?:格式|型)?|数字(?:格式|型)?|唯一|不重复|不能重复")
_LABEL_HINT = re.compile(
    r"(?:填写|填表|填报|字段|数据|列)?(?:说明|要求|规则|提示|类型|格式|长度|注意事项)|注意|是否必填|必填项?"
)
_LABEL_EXAMPLE = re.compile(r"(?:填写|填报|填表)?(?:例|例如|举例|示例|样例|范例|示范|样表|参考)[0-9]*")
_LABEL_REMARK = re.compile(r"注|备注|附注|附")
"""What a row is called in the cell of its serial number, or of its code."""

_TOTAL = (
    r".{0,12}(?:合计|总计|小计|共计|累计)(?:户数|家数|数量|人数)?:?共?[0-9]*[户家人所项个条]?"
    rf"(?:{_OPEN}.*)?"
)
_SIGNED = (
    r"(?:填表人|制表人|填报人|审核人|复核人|校对人?|经办人|审批人|负责人签[字名]|单位负责人|科室负责人|分管领导"
    r"|主管领导|分管负责人|[填制审]表?(?:日期|时间)|(?:填报|审核|统计|打印|导出)(?:日期|时间)|填报单位|填表单位"
    r"|制表单位|制表|数据来源|资料来源|信息来源)"
    r"(?::.*|\((?:签字|盖章|签章|签名).*)?"
    r"|(?:来源|截止日期|截止时间|统计截止.{0,4}|审核|复核|填表|签字|签名|盖章):.*"
)
_FOOTER = re.compile(f"{_TOTAL}|{_SIGNED}")
_ALONE_FOOTER = re.compile(
    r"第[0-9]+页.*|共[0-9]+(?:页|户|家|人|所|项|个|条).*|\(?(?:续上?表|[接续]上页|[转续]下页)\)?[0-9]*"
    r"|[-—－(]*(?:(?:本页|本表)?(?:以|此)下(?:空白|无正文)|以上|完|END)[-—－)]*|[-—－][0-9]+[-—－]|\(?(?:单位)?(?:公章|盖章)\)?"
    r"|(?:19|20)[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?"
    r"|(?:负责人|联系人|联系电话|日期|时间|签字|签名|单位):.*"
)
_REMARK = re.compile(
    r"(?:注|备注|说明|附注|附|注意|注意事项|填表说明|填报说明|填写说明|附件|提示|温馨提示)"
    r"[0-9一二三四五]?:.*|(?:填表|填报|填写)说明"
)
_ALONE_FOOTNOTE = re.compile(
    r"[※*★☆▲△†‡].+|\[[0-9]{1,2}\].+|(?:注|[0-9]{1,2})(?:[0-9]{1,2})?(?:是?指|系指?|见|按|表示|包括|不含).+"
)
"""A row with one cell alone that explains a mark of the table: ※ 比例按年初户数计算; ①指年度内 (① is 1)."""
_ALONE_CAPTION = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.:].*|\([一二三四五六七八九十]{1,3}\).*"
    r"|第[一二三四五六七八九十0-9]{1,3}(?:部分|类|组|片区?|网格|批).*"
    r"|.{1,20}\(共?[0-9]+[户家人所项个条]\)"
)
"""A row with one cell alone that names the group below: 一、朱兰街道; 朱兰街道（12家）."""
_SERIAL = re.compile(r"[0-9]{1,6}[.、]?")
_SERIAL_HEADINGS: Final = frozenset(
    {"序号", "序", "号", "行号", "顺序", "顺序号", "编号", "No", "No.", "NO", "NO."}
)
_PROSE_HEADINGS = re.compile("备注|说明|标签|情况|意见|内容|依据")
_START: Final = re.compile(
    r"[（(【\[〔]|必填|选填|非必填|可选|[示样范]例|示范|样表|填[写报表入]|举例|例|比如|如[:：]|请|[此本该][行列]|以[上下]|上述"
    r"|[0-9]{1,2}位|字符|数值|枚举|系统|自动|平台|[A-Za-z]{3,9}\(|VARCHAR|CHAR|文本|文字|数[字据]|唯一|不重复|不能重复|参考|字段|列|类型|格式|长度|要求|规则|提示|温馨提示|是否必填"
    r"|[总小合共累]计|[制审]表|审[核批]|复核|校对|经办|负责人|单位负责|单位签|科室负责|分管|主管领导|[资信]\w来源|来源|统计|截止"
    r"|[无空略](?:白|数据|内容|[。.]|$)|暂无|没有|留空|汇总|计$|总[数户]|共[0-9]|[×xX]{2}|(?i:n/?a$|nil$|sub|total|uscc|street)|(?:大写)?字母|营业执照|许可证|执照|登记证|工商|证照|手机|座机|[A-Z]{1,3}开头|同|与|按|照"
    r"|(?i:name|code|id$|no|number|address|phone|tel|mobile|type|kind|category|status|date|unit|company)"
    r"|打印|导出|签[字名章]|盖章|公章|备注|注(?:意|[:：0-9一二三四五]|$)|附[注件]?(?:[:：0-9一二三四五]|$)|说明|日期|时间|联系"
)
"""How a footer, a hint or an example may begin; most rows begin otherwise and need no closer look."""
_START_LETTERS: Final = frozenset(_START.pattern) | frozenset(string.ascii_letters + string.digits)
"""With which of its letters it must begin: most names begin with another, and cost no search."""
_RARE: Final = re.compile("计|例|删除|参考")
"""What stands within a total, an example, or a row that is to go, and in few records."""


@dataclass(slots=True)
class Skipped:
    """How many rows were passed over, and a finding for each."""

    count: int = 0
    findings: list[Finding] = field(default_factory=list)


def data_rows(layout: Layout, grid: Grid, heading: Heading) -> tuple[list[int], Skipped]:
    """The rows that hold data: with an id or a name, and none of those that are no records."""
    indexes = list(heading.columns.values())
    reader = RowReader(layout, grid, heading)
    kept: list[int] = []
    skipped = Skipped()
    before = ""
    for row in range(heading.last_row + 1, len(grid.rows)):
        cells = grid.rows[row]
        if row > heading.last_row + 1 and reader.plain(cells):
            kept.append(row)  # as nearly every row is
            before = ""
            continue
        reason = reader.reason(cells)
        if row == heading.last_row + 1 and any(cells) and _of_heading(layout, grid, heading, row):
            reason = "registry-heading-repeated"
        if reason in {"", "registry-row-skipped"} and before == "registry-remark-row" and _goes_on(cells):
            reason = before
        before = reason or before * (not any(cells))
        if not reason and not any(map(str.strip, cells)):
            if any((row, index) in grid.damaged for index in indexes):
                kept.append(row)
            continue
        if not reason:
            kept.append(row)
            continue
        skipped.count += 1
        make: Callable[..., Finding] = warning if reason in WARNED else note
        place = Place(file=grid.file, sheet=grid.sheet, cell=f"第{row + 1}行")
        skipped.findings.append(make(reason, place, text=preview_of(cells)))
    return kept, skipped


def _of_heading(layout: Layout, grid: Grid, heading: Heading, row: int) -> bool:
    """Whether a row is the second of a heading: what identifies a record is merged with the row above."""
    down = {column for first, last, column in grid.merged if first <= heading.last_row and last >= row}
    wanted = {heading.columns[name] for name in layout.identifying if name in heading.columns}
    cells = grid.rows[row]
    return bool(wanted & down) and not any(
        index < len(cells) and cells[index].strip() for index in wanted & down
    )


class RowReader:
    """Tells the rows of one sheet that are no records."""

    def __init__(self, layout: Layout, grid: Grid, heading: Heading) -> None:
        self._wanted = [heading.columns[name] for name in layout.identifying if name in heading.columns]
        self._names = {heading.columns[name] for name in NAMES if name in heading.columns}
        self._several = len(heading.columns) > 1
        rows = grid.rows[: heading.last_row + 1]
        self._texts = {
            index: {heading_key(row[index]) for row in rows if index < len(row) and row[index].strip()}
            for index in range(max(map(len, rows)))
        }
        self._serials = {
            index
            for index, texts in self._texts.items()
            if (not texts or texts & _SERIAL_HEADINGS) and index not in self._names
        }
        own = grid.rows[heading.first_row : heading.last_row + 1]  # a title may say 情况 above the serials
        self._prose = {
            index
            for row in own
            for index, cell in enumerate(row)
            if _PROSE_HEADINGS.search(heading_key(cell))
        } - set(self._wanted)
        self._titles = {
            tidy(cell) for row in grid.rows[: heading.first_row] for cell in row if len(cell.strip()) > 3
        }
        self._called = {"代码", "住所", "序号"} | {
            name for column in layout.columns for name in (column.name, *column.synonyms, *column.lesser)
        }
        self._raw = {cell for row in grid.rows[: heading.last_row + 1] for cell in row if cell.strip()}

    def plain(self, cells: Sequence[str]) -> bool:
        """Whether a row cannot be anything but a record: told at once, since there may be a million."""
        if not cells or cells[0] in _FIRST_LETTERS or not _starts_plainly(cells[0]):
            return False
        found = 0
        for index in self._wanted:
            if index < len(cells) and (cell := cells[index]):
                if cell in self._raw or self._is_heading(cell) or (index and not _starts_plainly(cell)):
                    return False
                found += 1
        return found > 0 and len(cells) - cells.count("") > 1 and not _RARE.search("".join(cells))

    def reason(self, cells: Sequence[str]) -> str:
        """The code of why a row is no record; "" for a record, and for a row without any cell."""
        every = [(index, norm(cell)) for index, cell in enumerate(cells) if cell.strip()]
        if not every:
            return ""
        if self._repeats(cells) or (len(every) > 1 and all(_ENGLISH.fullmatch(text) for _, text in every)):
            return "registry-heading-repeated"
        if all(_NOTHING.fullmatch(text) for _, text in every):
            return "registry-nothing-row"
        filled = [(index, text) for index, text in every if not _MARKS.fullmatch(text)]
        own = [(index, text) for index, text in filled if index in self._wanted]
        leads = [] if own and filled[0][0] in self._prose and len(filled) > 1 else filled[:1]
        if leads and _SERIAL.fullmatch(leads[0][1]):
            leads = filled[:2]
        alone = self._several and len(filled) == 1
        for told in (
            next((code for _, text in leads if (code := _ending(text, alone))), ""),
            next((code for index, text in (*leads, *own) if (code := self._filling(index, text))), ""),
        ):
            if told:
                return told
        if any(_TOTAL_WORD.fullmatch(_bare(text)) for _, text in own) and not any(
            _CODE_LIKE.match(text) for _, text in own
        ):
            return "registry-footer-row"
        if any(_TO_GO.search(text) for index, text in filled if index not in self._names):
            return "registry-example-row"
        if alone and _ALONE_CAPTION.fullmatch(_bare(filled[0][1])):
            return "registry-caption-row"
        if alone and filled[0][0] not in self._names and _ALONE_FOOTNOTE.fullmatch(_bare(filled[0][1])):
            return "registry-remark-row"
        if self._numbered(filled) or _are_hints(filled, own):
            return "registry-hint-row"
        return "" if own else "registry-row-skipped"

    def _filling(self, index: int, text: str) -> str:
        """The code of a hint on how to fill in, or of an example, by one cell in normal form."""
        if len(text) > _LONGEST_HINT:
            return ""
        text = text.lstrip("*※ ") or text
        if _EXAMPLE.fullmatch(text):
            return "registry-example-row"
        bracketed = _BRACKETED.fullmatch(text)
        if _HINT.fullmatch(text) or (bracketed and _FILLING.search(bracketed[1])):
            return "registry-hint-row"
        if index not in self._names and (index in self._wanted or index in self._serials):
            if _CODE_HINT.fullmatch(text):
                return "registry-hint-row"
            if _LABEL_EXAMPLE.fullmatch(text):
                return "registry-example-row"
            if _LABEL_HINT.fullmatch(text):
                return "registry-hint-row"
            if _LABEL_REMARK.fullmatch(text):
                return "registry-remark-row"
        return ""

    @staticmethod
    def _numbered(filled: Sequence[tuple[int, str]]) -> bool:
        """Whether the row counts the columns of the sheet: 1 2 3, A B C, or 甲 乙 1 2 as in statistics."""
        if len(filled) < 3:
            return False
        texts = [_COUNTING.sub(r"\1", text).upper() for _, text in filled]
        if texts in (list(_LETTERS[: len(texts)]), list(_ROMAN[: len(texts)])):
            return True
        stems = sum(text == stem for text, stem in zip(texts, _STEMS, strict=False))
        if stems:
            return texts == [*_STEMS[:stems], *map(str, range(1, len(texts) - stems + 1))]
        return all(
            text.lstrip("0") == str(index + 1) or text == (*_FIGURES, "")[min(index, len(_FIGURES))]
            for text, (index, _) in zip(texts, filled, strict=True)
        )

    def _repeats(self, cells: Sequence[str]) -> bool:
        """Whether a row is the title, or a row of the heading or of its groups, once more."""
        own = [cells[index] for index in self._wanted if index < len(cells) and cells[index].strip()]
        if own and not any(cell in self._raw or self._is_heading(cell) for cell in own):
            return False
        filled = [(index, cell) for index, cell in enumerate(cells) if cell.strip()]
        if len(filled) == 1:
            return tidy(filled[0][1]) in self._titles
        return all(heading_key(cell) in self._texts.get(index, ()) for index, cell in filled) or all(
            self._is_heading(cell) for _, cell in filled
        )

    def _is_heading(self, cell: str) -> bool:
        """Whether a cell is what a column is called, blanks between its letters left aside."""
        return "".join(cell.split()) in self._called


def _starts_plainly(cell: str) -> bool:
    """Whether a cell begins as no hint, footer or example does."""
    if not cell[:1].isalnum():
        return False
    if cell[0] not in _START_LETTERS or (len(cell) > 9 and cell[-1].isdigit() and cell.isascii()):
        return True  # no code has words for its beginning; VARCHAR2 and the like are shorter
    return _START.match(cell) is None


def _are_hints(filled: Sequence[tuple[int, str]], own: Sequence[tuple[int, str]]) -> bool:
    """Whether a row says how its columns are filled in: by what identifies a record, or by every cell.

    One cell is not enough, and of a row whose id or name alone is one, half of the cells must be.
    """
    hints = [
        (index, text)
        for index, text in filled
        if _CELL_HINT.fullmatch(text.lstrip("*※ ")) or _BRACKETED.fullmatch(text)
    ]
    if len(hints) < 2:
        return False
    identified = bool(own) and all(entry in hints for entry in own)
    return hints == filled or (identified and (len(own) > 1 or 2 * len(hints) >= len(filled)))


def _goes_on(cells: Sequence[str]) -> bool:
    """Whether a row below a remark is the next of its points: 2.…, in one cell alone."""
    filled = [norm(cell) for cell in cells if cell.strip()]
    return len(filled) == 1 and re.match(r"\(?[0-9]{1,2}[.、):]\D", filled[0]) is not None


def _bare(text: str) -> str:
    return "".join(text.split())


def _ending(text: str, alone: bool) -> str:
    """The code of a total, a signature or a remark, by the first cell of its row in normal form."""
    bare = _bare(text)
    if _FOOTER.fullmatch(bare) or (alone and _ALONE_FOOTER.fullmatch(bare)):
        return "registry-footer-row"
    return "registry-remark-row" if _REMARK.fullmatch(bare) else ""


def preview_of(cells: Sequence[str]) -> str:
    """The beginning of a row, for a message."""
    text = " ".join(tidy(cell) for cell in cells if cell.strip())
    return text if len(text) <= 30 else text[:29] + "…"
