"""Templates that an office edits: what is filled in, what is refused, and where the findings stand."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt, Twips
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import TemplateError
from lxml import etree  # type: ignore[import-untyped]
from small_dossier import dossier

from shuangsuiji.core.findings import Finding
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.documents.drawing.commitment_letter import COMMITMENT_LETTER
from shuangsuiji.documents.drawing.drawn_list import DRAWN_LIST, drawn_list
from shuangsuiji.documents.drawing.substitution_record import SUBSTITUTION_RECORD
from shuangsuiji.documents.office.packing import packed
from shuangsuiji.documents.papers import Audience, Paper, document_of_draw, explanation, forms, papers
from shuangsuiji.documents.templates.checking import check, check_all
from shuangsuiji.documents.templates.engine import Environment, TooMuch
from shuangsuiji.documents.templates.filling import fill, shipped
from shuangsuiji.documents.templates.filling import render as fill_in
from shuangsuiji.documents.templates.forms import Form, PaperFrame, Slot, Templates, sample, slot
from shuangsuiji.documents.templates.tables import cut_long_tables
from shuangsuiji.errors import BadInput
from shuangsuiji.messages import locate, render
from tools.templates.build import LAYOUTS, SHIPPED

FORMS = forms()
FRAME = PaperFrame(title="试", created=datetime(2024, 5, 21))


def changed(form: Form[Any], *paragraphs: str) -> bytes:
    """The shipped template with paragraphs added at its end."""
    document = docx.Document(io.BytesIO(shipped(form.file)))
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def codes(form: Form[Any], *paragraphs: str) -> list[str]:
    return [finding.code for finding in check(form, changed(form, *paragraphs))]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_form_has_its_shipped_template() -> None:
    assert sorted(path.name for path in SHIPPED.iterdir()) == sorted(form.file for form in FORMS)


@pytest.mark.parametrize("form", [DRAWN_LIST, SUBSTITUTION_RECORD], ids=lambda form: form.file)
def test_the_last_row_of_a_long_table_is_never_alone_on_a_page(form: Form[Any]) -> None:
    """The row before it is kept with it, and no other."""
    document = docx.Document(io.BytesIO(fill(shipped(form.file), sample(form.slots, 4), FRAME)))
    found = []
    for table in document.tables:
        kept = [bool(row._tr.xpath(".//w:keepNext")) for row in table.rows]
        if kept[-4:] == [False, False, True, False]:
            found.append(table)
    assert found


@dataclass(frozen=True, kw_only=True)
class Note:
    """What a paper of this test says."""

    plan_name: str = slot("计划名称", "计划名称", needed=True)


NOTE = Form(file="便笺.docx", content=Note, about="试用。")


def test_a_new_paper_is_one_form_and_one_line() -> None:
    """It is made with the papers of a draw, explained to the office, and its template is checked."""
    document = docx.Document()
    document.add_paragraph("关于{{ 计划名称 }}")
    templates = {NOTE.file: saved(document)}

    def note(drawn: Dossier, own: Templates) -> bytes:
        return fill_in(NOTE, Note(plan_name=drawn.manifest["plan_name"]), FRAME, own)

    catalogue = [Paper(Audience.SERVED, NOTE, document_of_draw(note), folder="便笺")]
    made = papers(dossier(), templates, catalogue)
    assert text_of(made["便笺/便笺.docx"]) == "关于2024年试点县医疗保障局随机抽查01"
    assert "【便笺.docx】（送达）试用。" in explanation(catalogue)
    assert check(NOTE, templates[NOTE.file], templates[NOTE.file]) == []
    assert [finding.code for finding in check_all({NOTE.file: b""}, forms(catalogue))] == [
        "template-not-word"
    ]


@pytest.mark.parametrize("name", LAYOUTS)
def test_building_a_template_again_changes_nothing(name: str) -> None:
    """Parts, not packed bytes: zlib differs from build to build.

    Where this fails, either `make templates` was forgotten, or the file was changed in Word and its layout is
    to be taken out of tools/templates/build.py.
    """
    assert parts(shipped(name)) == parts(LAYOUTS[name]())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.file)
def test_what_we_ship_passes_its_own_check(form: Form[Any]) -> None:
    assert check(form, shipped(form.file)) == check(form, changed(form)) == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.file)
def test_every_placeholder_is_explained(form: Form[Any]) -> None:
    text = explanation()

    def names(slots: tuple[Slot, ...]) -> list[str]:
        return [name for slot in slots for name in (slot.name, *names(slot.inner))]

    assert f"【{form.file}】" in text and all(name in text for name in names(form.slots))
    assert len({slot.name for slot in form.slots}) == len(form.slots)


@pytest.mark.parametrize("count", [0, 2])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.file)
def test_a_paper_is_what_docxtpl_makes_of_its_template(form: Form[Any], count: int) -> None:
    """But for the widths of columns that it does not share out, and what is kept with a signature."""
    context = sample(form.slots, count)
    made = parts(fill(shipped(form.file), context, FRAME))
    template = DocxTemplate(io.BytesIO(shipped(form.file)))
    template.render(context, Environment(), autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    expected = parts(buffer.getvalue())
    assert set(made) == set(expected)
    for name in ("word/document.xml", "word/footer1.xml", "word/footer2.xml"):
        assert elements(made[name]) == elements(expected[name]), name
    opened = docx.Document(io.BytesIO(zipped(made))).core_properties
    assert (opened.title, opened.created) == ("试", datetime(2024, 5, 21, tzinfo=opened.created.tzinfo))
    assert opened.author == ""


def test_shipped_templates_need_no_other_library() -> None:
    """python-docx and docxtpl take longer to be imported than all papers of a draw to be filled in."""
    program = (
        "import sys\nfrom datetime import datetime\n"
        "from shuangsuiji.documents.papers import forms\n"
        "from shuangsuiji.documents.templates.filling import fill, shipped\n"
        "from shuangsuiji.documents.templates.forms import PaperFrame, sample\n"
        "for form in forms():\n"
        "    frame = PaperFrame(title='', created=datetime(2024, 5, 21))\n"
        "    fill(shipped(form.file), sample(form.slots, 1), frame)\n"
        "assert not {'docx', 'docxtpl'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def elements(data: bytes) -> list[Any]:
    """What stands in a part, widths of columns and what is kept together left aside."""
    aside = [qn(f"w:{name}") for name in ("gridCol", "tcW", "keepNext", "keepLines")]
    return [
        (
            item.tag,
            {key: value for key, value in item.attrib.items() if not key.endswith("}space")},
            item.text,
        )
        for item in etree.fromstring(data).iter()
        if isinstance(item.tag, str) and item.tag not in aside
    ]


def zipped(found: dict[str, bytes]) -> bytes:
    return packed(found.items())


def test_a_line_break_in_a_value_is_one_in_the_paper() -> None:
    context = {**sample(DRAWN_LIST.slots, 1), "文号": "第一行\n第二行\t末"}
    own = changed(DRAWN_LIST, "{{ 文号 }}", "{%tc for 户 in 名单 %}", "甲{{r 文号 }}")
    assert "第一行\n第二行\t末" in text_of(fill(changed(DRAWN_LIST, "{{ 文号 }}"), context, FRAME))
    with pytest.raises(TemplateError):
        fill(own, context, FRAME)


def test_markup_that_is_laid_out_by_hand_stays_as_it_is() -> None:
    """Programs other than Word write a part on many lines; some write no properties."""
    unpacked = parts(changed(COMMITMENT_LETTER, "本单位：{{ 计划名称 }}"))
    root = etree.fromstring(unpacked["word/document.xml"])
    unpacked["word/document.xml"] = etree.tostring(root, pretty_print=True)
    del unpacked["docProps/core.xml"]
    for name in ("[Content_Types].xml", "_rels/.rels"):
        types = etree.fromstring(unpacked[name])
        for item in types:
            if "core" in item.get("PartName", item.get("Target", "")):
                types.remove(item)
        unpacked[name] = etree.tostring(types)
    made = fill(zipped(unpacked), sample(COMMITMENT_LETTER.slots, 1), FRAME)
    expected = fill(
        changed(COMMITMENT_LETTER, "本单位：{{ 计划名称 }}"), sample(COMMITMENT_LETTER.slots, 1), FRAME
    )
    assert elements(parts(made)["word/document.xml"]) == elements(parts(expected)["word/document.xml"])
    assert docx.Document(io.BytesIO(made)).core_properties.title == "试"
    with pytest.raises(ValueError, match="no Word document"):
        fill(b"PK", {}, FRAME)
    main = b"wordprocessingml.document.main+xml"
    types = unpacked["[Content_Types].xml"]
    unpacked["[Content_Types].xml"] = types.replace(main, main.replace(b"document.", b"template."))
    with pytest.raises(ValueError, match="no Word document"):
        fill(zipped(unpacked), {}, FRAME)


@pytest.mark.parametrize("columns", [1, 4])
def test_columns_that_are_repeated_share_the_width(columns: int) -> None:
    document = docx.Document(io.BytesIO(shipped(COMMITMENT_LETTER.file)))
    table = document.add_table(1, 3)
    texts = ("{%tc for 机关 in 署名机关 %}", "{{ 机关 }}", "{%tc endfor %}")
    for cell, text in zip(table.rows[0].cells, texts, strict=True):
        cell.text = text
        cell.width = Twips(2000)
    width = table._tbl.tblPr.find(qn("w:tblW"))
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), "6000")
    context = {**sample(COMMITMENT_LETTER.slots, 1), "署名机关": ["甲局"] * columns}
    made = docx.Document(io.BytesIO(fill(saved(document), context, FRAME, strict=True))).tables[-1]._tbl
    assert [cell.width.twips for cell in made.tr_lst[0].tc_lst] == [6000 // columns] * columns
    assert [column.w.twips for column in made.tblGrid.gridCol_lst] == [6000 // columns] * columns


WRONG = [
    ("{{ 计划名 }}", "template-unknown-likely"),
    ("{{ 计划名 称 }}", "template-syntax"),
    ("{{ 天气 }}", "template-unknown"),
    ("{{ 署名机关 }}", "template-prints-table"),
    ("{{ 署名机关.名称 }}", "template-unknown"),
    ("{% for 字 in 文号 %}{{ 字 }}{% endfor %}", "template-not-a-table"),
    ("｛｛ 文号 ｝｝", "template-full-width"),
    ("{ 文号 }", "template-single-brace"),
    ("{{ 文号 }", "template-broken-tag"),
    ("{% 如果 文号 %}", "template-unknown-tag"),
    ("{% fi 文号 %}", "template-unknown-tag-likely"),
    ("{% endif %}", "template-not-open"),
    ("{% if 文号 %}甲", "template-not-closed"),
]


@pytest.mark.parametrize(("text", "code"), WRONG, ids=lambda value: str(value))
def test_each_mistake_is_named_at_its_paragraph(text: str, code: str) -> None:
    found = check(COMMITMENT_LETTER, changed(COMMITMENT_LETTER, text))
    assert [finding.code for finding in found] == [code]
    assert locate(found[0].place).startswith("承诺书.docx › 正文 › 第")
    assert text[:20] in locate(found[0].place)


REFUSED = [
    "{{ ''.__class__ }}",
    "{{ 文号.__class__.__mro__ }}",
    "{{ 文号['__class__'] }}",
    "{{ 文号|safe }}",
    "{{ 文号|attr('__class__') }}",
    "{% autoescape false %}{{ 文号 }}{% endautoescape %}",
    "{% for i in range(10) %}{{ i }}{% endfor %}",
    "{{ 'a' * 100000000 }}",
    "{{ 9 ** 9999999 }}",
    "{% set a = 1 %}",
    "{% macro m() %}{{ m() }}{% endmacro %}",
    "{% include 'x' %}",
    "{% import 'os' as os %}",
    "{{ lipsum() }}",
    "{{ self }}",
    "{{ config }}",
    "{{ '%s'|format(文号) }}",
    "{{ cycler.__init__.__globals__ }}",
]


@pytest.mark.parametrize("text", REFUSED)
def test_templates_run_no_program(text: str) -> None:
    """Neither the check nor filling in lets a template compute, call or look inside."""
    found = check(COMMITMENT_LETTER, changed(COMMITMENT_LETTER, text))
    assert found and {finding.level for finding in found} == {"error"}
    context = sample(COMMITMENT_LETTER.slots, 2)
    with pytest.raises(Exception) as caught:
        fill(changed(COMMITMENT_LETTER, text), context, FRAME)
    assert type(caught.value).__module__.startswith("jinja2") or "Refused" in type(caught.value).__name__


def test_loops_within_loops_end() -> None:
    """Nothing can go round for ever: all loops of a paper share one budget."""
    environment = Environment()
    loop = "{% for a in 名单 %}" * 6 + "{% endfor %}" * 6
    begun = time.monotonic()
    with pytest.raises(TooMuch):
        environment.from_string(loop).render(名单=["甲"] * 500)
    assert time.monotonic() - begun < 5
    with pytest.raises(TooMuch):
        Environment().from_string("{{ 名单|join(名单|join(名单|join('a'))) }}").render(名单=["甲"] * 500)


def test_levels_of_loops_must_match() -> None:
    assert codes(COMMITMENT_LETTER, "{%p if 文号 %}", "甲", "{% endif %}") == ["template-levels-differ"]
    assert codes(COMMITMENT_LETTER, "{% if 文号 %}", "甲", "{% endif %}") == ["template-level-missing"]


def test_a_column_alone_is_missing_its_row() -> None:
    document = docx.Document(io.BytesIO(shipped(DRAWN_LIST.file)))
    row = document.tables[3].rows[2]
    row.cells[1].paragraphs[0].runs[0].text = "{{ 名称 }}"
    found = check(DRAWN_LIST, saved(document))
    assert [(finding.code, finding.values["likely"]) for finding in found] == [
        ("template-unknown-likely", "户.名称")
    ]
    assert "第4个表格第3行" in locate(found[0].place)


def test_a_placeholder_cut_by_formats_still_works_and_is_said() -> None:
    """Word cuts runs where the format changes; a spelling mark alone is no change."""
    document = docx.Document(io.BytesIO(shipped(COMMITMENT_LETTER.file)))
    same = document.add_paragraph()
    for piece in ("{", "{ 计划", "名称 }", "}"):
        same.add_run(piece)
    assert check(COMMITMENT_LETTER, saved(document)) == []
    mixed = document.add_paragraph()
    mixed.add_run("{{ 计划")
    mixed.add_run("名称 }}").font.size = Pt(9)
    found = check(COMMITMENT_LETTER, saved(document))
    assert [finding.code for finding in found] == ["template-mixed-format"]
    context = {**sample(COMMITMENT_LETTER.slots, 1), "计划名称": "某某计划"}
    assert text_of(fill(saved(document), context, FRAME)).count("某某计划") == 3


def test_what_a_paper_must_not_lose() -> None:
    document = docx.Document(io.BytesIO(shipped(DRAWN_LIST.file)))
    mark = document.paragraphs[0]
    mark._p.getparent().remove(mark._p)
    found = check(DRAWN_LIST, saved(document))
    assert [(finding.code, finding.values["name"]) for finding in found] == [("template-needed", "公开标识")]


@pytest.mark.parametrize(
    ("name", "printed", "instead"),
    [
        ("种子等级", "{{ 种子等级 }}", "{% if 种子等级 %}先封存后公开{% endif %}"),
        (
            "种子等级",
            "{{ 种子等级 }}",
            '{% if 种子等级 == "演练" %}{{ 种子等级 }}{% else %}先封存后公开{% endif %}',
        ),
        ("见证人数", "{{ 见证人数 }}", "3"),
        ("抽取次数", "{{ 抽取次数 }}", "1"),
        ("历次抽取", "{{ 条 }}", "没有别的抽取"),
    ],
)
def test_a_template_cannot_say_its_own_in_place_of_what_is_needed(
    name: str, printed: str, instead: str
) -> None:
    """A grade, attempts or witnesses typed into the template, the placeholder left in a condition."""
    document = docx.Document(io.BytesIO(shipped(DRAWN_LIST.file)))
    for paragraph in document.paragraphs:
        if printed in paragraph.text:
            for run in paragraph.runs[1:]:
                run.text = run.text.replace(printed, "")
            paragraph.runs[0].text = paragraph.text.replace(printed, instead)
    found = check(DRAWN_LIST, saved(document))
    assert name in {one.values.get("name") for one in found if one.code.startswith("template-")}


ROWS = "{%tr for 户 in 名单 %}"


@pytest.mark.parametrize(
    ("printed", "instead", "code"),
    [
        (ROWS, "{%tr for 户 in 名单[1:] %}", "template-refused"),
        (ROWS, "{%tr for 户 in [名单, 名单]|first %}", "template-not-a-table"),
        (ROWS, "{%tr for 户 in 名单 if 户.名称 != '乙店' %}", "template-withholds"),
        ("{{ 户.名称 }}", "{% if 户.名称 != '乙店' %}{{ 户.名称 }}{% endif %}", "template-withholds"),
        ("{{ 户.名称 }}", "{% if loop.index < 9 %}{{ 户.名称 }}{% endif %}", "template-withholds"),
        ("{{ 户.名称 }}", "{{ 户.名称[1:] }}", "template-refused"),
        ("{{ 户.名称 }}", "{% if 户.编码 != '1' %}{{ 户.名称 + '' }}{% endif %}", "template-withholds"),
        ("{{ 户.名称 }}", "{% if 户.编码 != '1' %}{{ 户.名称|join }}{% endif %}", "template-withholds"),
        ("{{ 户.名称 }}", "{{ 名单[loop.index0 - 1].名称 }}", "template-refused"),
        ("{{ 种子等级 }}", "{% if 种子等级 == '人工给定' %}先封存后公开{% else %}{{ 种子等级 }}{% endif %}",
         "template-withholds"),
        ("{{ 抽取次数 }}", "{% if 抽取次数 > 3 %}1{% else %}{{ 抽取次数 }}{% endif %}", "template-withholds"),
        ("{%p for 条 in 提示 %}", "{%p for 条 in 提示[-1:] %}", "template-withholds"),
        ("{{ 户.名称 }}", "{{ 户.名称 | trim | upper }}", ""),
        ("{{ 户.名称 }}", "\u202e{{ 户.名称 }}\u202c", "template-refused"),
        ("{{ 户.编码 }}", "", ""),
        ("{{ 户.名称 }}", "{{ 户.名称 }}{% if 户.编码 %}（{{ 户.编码 }}）{% endif %}", ""),
    ],
)  # fmt: skip
def test_every_row_of_what_is_needed_is_printed(printed: str, instead: str, code: str) -> None:
    """Slices, conditions and other words; a column left out or written otherwise is the office's choice."""
    document = docx.Document(io.BytesIO(shipped(DRAWN_LIST.file)))
    for paragraph in list(document.element.body.iter(qn("w:p"))):
        runs = [*paragraph.iter(qn("w:t"))]
        text = "".join(run.text or "" for run in runs)
        if printed in text:
            runs[0].text = text.replace(printed, instead)
            for run in runs[1:]:
                run.text = ""
    found = [one.code for one in check(DRAWN_LIST, saved(document)) if one.level == "error"]
    assert found[:1] == ([code] if code else [])


def _of_letters(name: str, **values: str) -> Callable[[Any], None]:
    def change(run: Any) -> None:
        made = run.get_or_add_rPr().makeelement(
            qn(f"w:{name}"), {qn(f"w:{key}"): one for key, one in values.items()}
        )
        for old in run.rPr.findall(made.tag):
            run.rPr.remove(old)
        run.rPr.append(made)

    return change


def _of_paragraphs(name: str, **values: str) -> Callable[[Any], None]:
    def change(run: Any) -> None:
        properties = run.getparent().get_or_add_pPr()
        properties.append(
            properties.makeelement(qn(f"w:{name}"), {qn(f"w:{key}"): one for key, one in values.items()})
        )

    return change


def _in_a_cell_without_room(run: Any) -> None:
    paragraph = run.getparent()
    table = docx.Document().add_table(1, 1)._tbl
    for width in table.iter(qn("w:tcW"), qn("w:gridCol")):
        width.set(qn("w:w"), "10")
    paragraph.addprevious(table)
    table.find(f".//{qn('w:p')}").append(run)


def _in_another_programs_markup(run: Any) -> None:
    """Word shows what the others fall back to."""
    names = f'xmlns:w="{qn("w:p")[1:].split("}")[0]}"'
    other = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    markup = etree.fromstring(
        f'<mc:AlternateContent xmlns:mc="{other}" {names}><mc:Choice Requires="other"/>'
        "<mc:Fallback><w:r><w:t>先封存后公开</w:t></w:r></mc:Fallback></mc:AlternateContent>"
    )
    run.addprevious(markup)
    markup[0].append(run)


def _on_a_tiny_page(run: Any) -> None:
    for page in run.getroottree().iter(qn("w:pgSz")):
        page.set(qn("w:w"), "60")


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (_of_letters("vanish"), False),
        (_of_letters("vanish", val="0"), True),
        (_of_letters("color", val="FFFFFF"), False),
        (_of_letters("color", val="F2F2F2"), False),
        (_of_letters("color", val="C00000"), True),
        (_of_letters("sz", val="2"), False),
        (_of_letters("sz", val="44"), True),
        (_of_letters("w", val="1"), False),
        (_of_letters("dstrike"), False),
        (_of_letters("highlight", val="black"), False),
        (_of_letters("shd", val="solid", color="000000", fill="FFFFFF"), False),
        (_of_letters("eastAsianLayout", combine="1"), False),
        (_of_letters("emboss"), False),
        (_of_letters("rtl"), False),
        (_of_letters("rFonts", ascii="Wingdings", eastAsia="Wingdings"), False),
        (_of_letters("rFonts", ascii="宋体", eastAsia="宋体"), True),
        (_of_paragraphs("spacing", line="20", lineRule="exact"), False),
        (_of_paragraphs("spacing", line="560", lineRule="exact"), True),
        (_of_paragraphs("ind", left="31000"), False),
        (_of_paragraphs("framePr", x="-9000"), False),
        (_of_paragraphs("spacing", line="100", lineRule="exact"), False),
        (_in_a_cell_without_room, False),
        (_in_another_programs_markup, False),
        (_on_a_tiny_page, False),
    ],
)
def test_what_is_needed_can_be_seen(change: Callable[[Any], None], seen: bool) -> None:
    document = docx.Document(io.BytesIO(shipped(DRAWN_LIST.file)))
    run = next(
        one for one in document.element.body.iter(qn("w:r")) if "{{ 种子等级 }}" in "".join(one.itertext())
    )
    change(run)
    found = {(one.code, one.values.get("name")) for one in check(DRAWN_LIST, saved(document))}
    assert (("template-withholds", "种子等级") in found) is not seen


def test_nothing_floats_over_the_text() -> None:
    """A white rectangle covers any sentence of its page, wherever it is anchored."""
    document = docx.Document(io.BytesIO(shipped(DRAWN_LIST.file)))
    run = document.paragraphs[-1].add_run()
    shape = etree.fromstring(
        f'<w:pict xmlns:w="{qn("w:p")[1:].split("}")[0]}" xmlns:v="urn:schemas-microsoft-com:vml">'
        '<v:rect style="position:absolute;width:500pt;height:300pt" fillcolor="white"/></w:pict>'
    )
    run._r.append(shape)
    assert [one.code for one in check(DRAWN_LIST, saved(document))] == ["template-floating"]


def test_files_of_unknown_names_and_broken_files() -> None:
    found = check_all({"承诺书1.docx": shipped("承诺书.docx"), "承诺书.docx": b"PK\x03\x04"}, FORMS)
    assert [finding.code for finding in found] == ["template-not-word", "template-unknown-file-likely"]
    assert found[1].values["likely"] == "承诺书.docx"


def test_an_offices_own_words_are_printed() -> None:
    document = docx.Document(io.BytesIO(shipped(DRAWN_LIST.file)))
    document.add_paragraph("本地说明：{{ 年度 }}年度共{{ 名单|length }}户。")
    own = {DRAWN_LIST.file: saved(document)}
    drawn = dossier()
    numbers = {visit["number"] for visit in drawn.draw["visits"]}
    assert f"本地说明：2024年度共{len(numbers)}户。" in text_of(drawn_list(drawn, own))
    assert drawn_list(drawn, own) == drawn_list(drawn, own)


def test_a_bad_template_is_an_error_with_its_name() -> None:
    own = {DRAWN_LIST.file: changed(DRAWN_LIST, "{{ 没有 }}")}
    with pytest.raises(BadInput, match=r"抽查对象名单公示\.docx"):
        drawn_list(dossier(), own)


def test_a_rehearsal_is_marked_whatever_the_template_says() -> None:
    document = docx.Document(io.BytesIO(shipped(DRAWN_LIST.file)))
    document.sections[0].header.paragraphs[0].text = "本单位页眉"
    data = drawn_list(dossier(rehearsal=True), {DRAWN_LIST.file: saved(document)})
    section = docx.Document(io.BytesIO(data)).sections[0]
    texts = [line.text for line in section.header.paragraphs]
    assert texts == ["演练，不作为抽查依据", "本单位页眉"]


def test_data_is_never_read_as_a_template() -> None:
    """Names that look like tags, markup or formulas come out as they are."""
    name = "{{ 计划名称 }}{% if %}<w:p/>&amp;{_{=1+1"
    data = drawn_list(dossier(names=dict.fromkeys(range(1, 61), name)))
    assert "{{ 计划名称 }}{% if %}<w:p/>&amp;" in text_of(data)


def test_two_thousand_rows_in_a_breath() -> None:
    """Long tables: quick, in pieces that an office program can lay out, the heading over each, no row cut."""
    plan = {
        "tasks": [{"number": "1", "name": "全部对象", "items": ["YB-02"], "draw": "100%"}],
        "must_inspect": [],
    }
    drawn = dossier(size=2200, plan=plan)
    begun = time.monotonic()
    data = drawn_list(drawn)
    assert time.monotonic() - begun < 5
    pieces = [table._tbl.tr_lst for table in docx.Document(io.BytesIO(data)).tables[2:-1]]
    assert len(pieces) > 4 and all(len(rows) <= 251 for rows in pieces)
    assert all(rows[0].find(f".//{qn('w:tblHeader')}") is not None for rows in pieces)
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for rows in pieces for row in rows)
    assert sum(len(rows) - 1 for rows in pieces) == len(drawn.draw["visits"]) > 2000


def test_a_merge_is_never_cut_apart() -> None:
    """Twenty rows of one merge at the place of the cut stay in one piece."""
    rows = "".join(
        "<w:tr><w:tc><w:tcPr>"
        + ('<w:vMerge w:val="restart"/>' if index == 240 else "<w:vMerge/>" if 240 < index < 260 else "")
        + f"</w:tcPr><w:p><w:r><w:t>{index}</w:t></w:r></w:p></w:tc></w:tr>"
        for index in range(600)
    )
    names = f'xmlns:w="{qn("w:p")[1:].split("}")[0]}"'
    root = etree.fromstring(f"<w:body {names}><w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl><w:p/></w:body>")
    cut_long_tables(root)
    pieces = [len(table.findall(qn("w:tr"))) for table in root.findall(qn("w:tbl"))]
    assert pieces == [260, 250, 90]
    assert [text.text for text in root.iter(qn("w:t"))] == [str(index) for index in range(600)]


@pytest.mark.parametrize(("name", "style"), [("试" * 15, "署名"), ("试" * 16, "长署名")])
def test_a_long_name_is_signed_on_one_line(name: str, style: str) -> None:
    """Sixteen characters are more than stand over a date four characters in; all then move to the left."""
    context = sample(COMMITMENT_LETTER.slots, 1) | {"署名机关": ["试点县医疗保障局", name]}
    frame = PaperFrame(title="承诺书", created=datetime(2024, 5, 21))
    made = docx.Document(io.BytesIO(fill(shipped(COMMITMENT_LETTER.file), context, frame)))
    signed = [line for line in made.paragraphs if line.text.startswith(("试点县医疗保障局", name))]
    assert {line.style.name for line in signed} == {style}
    assert signed[-1].text == f"{name}\n成文日期"


def test_the_last_row_stays_with_the_signatures_under_it() -> None:
    """Measured on paper in tests/rendering; here without an office program."""
    context = sample(SUBSTITUTION_RECORD.slots, 2) | {"撤回的申请": [], "回避经过": []}
    made = docx.Document(io.BytesIO(fill(shipped(SUBSTITUTION_RECORD.file), context, FRAME)))
    changes = next(table for table in made.tables if "现在的检查组" in table.rows[0].cells[-1].text)
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in changes.rows]
    assert kept == [None, None, True]


PIECES = st.sampled_from(
    ["{{", "}}", "{%", "%}", "{%p ", "{%tr ", " ", "文号", "署名机关", "if ", "for ", "机关 in ", "endfor",
     "endif", "else", ".", "|", "join", "'", "“", "甲", "1", "(", ")", "[", "]", "~", "#", "{#", "#}",
     "loop.index", "\n"]
)  # fmt: skip


@settings(derandomize=True, max_examples=30, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=3))
def test_whatever_is_typed_is_filled_in_or_refused(paragraphs: list[str]) -> None:
    """Any template passes its check and can be filled in, or has findings with texts: no traceback."""
    data = changed(COMMITMENT_LETTER, *paragraphs)
    found: list[Finding] = check(COMMITMENT_LETTER, data)
    assert all(render(finding) for finding in found)
    if not any(finding.level == "error" for finding in found):
        fill(data, sample(COMMITMENT_LETTER.slots, 3), FRAME, strict=True)
