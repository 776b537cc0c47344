"""Private numbers planted in every cell of free text: no draft for publication shows one (LZ-10, LAW-3)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau, write_csv
from filling import CLEAN, fill, sheet_of
from shuangsuiji.core.findings import Finding
from shuangsuiji.core.private_numbers import private_numbers
from shuangsuiji.documents.office.shown_text import shown_texts
from shuangsuiji.errors import BadInput

PLANTED = ("手机139.1234.5678", "ID41010119800101123X", "电话一三九１２３４５六七八")
PUBLIC = PLAN + "公开: {名单公布: 抽取后, 渠道: [门户网站]}\n"


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def planted(folder: Path, file: str, column: str, row: int, text: str) -> Path:
    """The bureau with a text behind one cell."""
    plan = bureau(folder)
    path = folder / file
    rows = rows_of(path)
    rows[row][rows[0].index(column)] += text
    write_csv(path, rows)
    return plan


def refused(plan: Path | str, kind: str) -> list[Finding]:
    with pytest.raises(BadInput) as caught:
        shuangsuiji.publish_draft(plan, kind, embargo_over=True, now=NOW)
    return list(caught.value.findings)


@pytest.mark.parametrize("text", PLANTED)
@pytest.mark.parametrize(
    ("file", "column", "kind"),
    [
        ("事项清单.csv", "抽查事项名称", "事项"),
        ("事项清单.csv", "抽查依据", "事项"),
        ("事项清单.csv", "抽查主体", "事项"),
        ("检查人员.csv", "姓名", "人员"),
        ("检查人员.csv", "执法证号", "人员"),
    ],
)
def test_drafts_of_a_plan_name_the_cell(tmp_path: Path, file: str, column: str, kind: str, text: str) -> None:
    plan = planted(tmp_path, file, column, 1, text)
    try:
        report = shuangsuiji.publish_draft(plan, kind, now=NOW)
    except BadInput as caught:
        (finding, *_) = caught.findings
        letters = "ABCDEFGHIJ"
        at = rows_of(tmp_path / file)[0].index(column)
        assert (finding.code, finding.place.file) == ("publish-private", file)
        assert finding.place.cell == f"{letters[at]}2" and "*" in str(finding.values["number"])
    else:  # masked already
        assert not numbers_in(report.path)
    assert not list((tmp_path / "公示稿").glob("*.docx")) or not numbers_in(report.path)


def numbers_in(path: Path) -> list[str]:
    return [one.digits for text in shown_texts(path.read_bytes()) for one in private_numbers(text)]


def drafts(archive: Path) -> Iterator[Path]:
    yield from (archive / "文书" / "公示稿").glob("*.docx")


@pytest.mark.parametrize("text", PLANTED[2:])
def test_an_object_s_name_keeps_the_list_from_the_public_until_it_is_put_right(
    tmp_path: Path, text: str
) -> None:
    plan = bureau(tmp_path)
    rows = rows_of(tmp_path / "检查对象.csv")
    others = [row for row in rows[1:] if row[0] not in ("D0001", "D0003")]  # where somebody once worked
    for row in others:
        row[1] += text
    write_csv(tmp_path / "检查对象.csv", rows)
    drawn = shuangsuiji.draw(plan, seed="甲", now=NOW)
    (told, *_) = [one for one in drawn.findings if one.code == "publish-private"]
    assert (told.level, told.place.file) == ("warning", "检查对象.csv") and told.place.cell.startswith("B")
    assert not list(drafts(drawn.archive))
    findings = refused(drawn.archive, "名单")
    assert {finding.code for finding in findings} == {"publish-private"}
    assert findings[0].place.file == "检查对象.csv" and findings[0].place.cell.startswith("B")
    for row in others:
        row[1] = row[1].removesuffix(text)
    right = tmp_path / "更正后" / "检查对象.csv"
    right.parent.mkdir()
    write_csv(right, rows)
    shuangsuiji.correct(drawn.archive, right, reason="名称里有电话", now=NOW)
    report = shuangsuiji.publish_draft(drawn.archive, "名单", embargo_over=True, now=NOW)
    assert not numbers_in(report.path)


@pytest.mark.parametrize("text", PLANTED)
def test_reasons_on_record_are_masked(tmp_path: Path, text: str) -> None:
    plan = bureau(tmp_path)
    first = shuangsuiji.draw(plan, batch="上半年", seed="甲", now=NOW)
    shuangsuiji.cancel(first.archive, reason=text, now=NOW)
    drawn = shuangsuiji.draw(plan, batch="上半年", seed="乙", reason=f"重抽，{text}", now=NOW)
    visit = drawn.dossier.draw["visits"][0]
    shuangsuiji.substitute(drawn.archive, objects=[visit["id"]], reason=f"注销，{text}", now=NOW)
    report = shuangsuiji.publish_draft(drawn.archive, "名单", embargo_over=True, now=NOW)
    assert not numbers_in(report.path)
    shown = "".join(shown_texts(report.path.read_bytes()))
    assert "重抽" in shown and "注销" in shown and "***" in shown


@pytest.mark.parametrize("text", PLANTED)
def test_what_was_entered_is_named_by_row_and_column(tmp_path: Path, text: str) -> None:
    drawn = shuangsuiji.draw(bureau(tmp_path, plan=PUBLIC), seed="甲", now=NOW)
    visit = drawn.dossier.draw["visits"][0]
    row = {
        **CLEAN,
        "检查结果": "5",
        "问题描述": f"超量开药，{text}",
        "后续处置": "列入不规范记录",
    }
    departments = sorted({drawn.dossier.department_name(unit) for unit, _ in visit["items"]})
    fill(sheet_of(drawn.archive), {(visit["index"], name): row for name in departments})
    shuangsuiji.results(drawn.archive, sheet_of(drawn.archive), now=NOW.replace(month=6, day=20))
    findings = refused(drawn.archive, "不规范名单")
    assert {finding.place.file for finding in findings} == {"结果录入表"}
    assert "问题描述" in findings[0].place.cell and f"第{visit['index']}号" in findings[0].place.cell
    assert not list(drafts(drawn.archive)) or not any(map(numbers_in, drafts(drawn.archive)))


@pytest.mark.parametrize("key", ["名称: 医疗机构联合抽查", "渠道: [门户网站"])
def test_what_stands_in_the_plan_is_named_by_its_line(tmp_path: Path, key: str) -> None:
    for text in PLANTED:
        home = tmp_path / str(PLANTED.index(text))
        plan = bureau(home, plan=PUBLIC.replace(key, key + text))
        line = next(
            number for number, words in enumerate(plan.read_text("utf-8").splitlines(), 1) if text in words
        )
        findings = refused(plan, "计划")
        assert {(one.place.file, one.place.line) for one in findings} == {("plan.yaml", line)}
        assert {one.code for one in findings} == {"plan-name-private"}


@pytest.mark.parametrize("text", PLANTED[2:])
def test_letters_and_notices_of_change_pass_the_gate(tmp_path: Path, text: str) -> None:
    """What is public beside the drafts of `ssj publish`: nothing is sealed or written."""
    plan = bureau(tmp_path, plan=PUBLIC.replace("随机抽查01", f"随机抽查{text}"))
    assert text in plan.read_text("utf-8")
    with pytest.raises(BadInput) as caught:
        shuangsuiji.freeze(plan, now=NOW)
    (finding,) = [one for one in caught.value.findings if one.level == "error"]
    assert finding.code == "plan-name-private" and (finding.place.file, finding.place.line) == (
        "plan.yaml",
        2,
    )
    with pytest.raises(BadInput, match="--fallback"):
        shuangsuiji.freeze(bureau(tmp_path / "另"), fallback=f"打电话问{text}", now=NOW)
    assert not list(tmp_path.rglob("封存-*"))
    old = bureau(tmp_path / "原", plan=PUBLIC)
    new = bureau(tmp_path / "新", plan=PUBLIC.replace("抽取: 20%", "抽取: 25%"))
    with pytest.raises(BadInput, match="--reason"):
        shuangsuiji.change_notice(old, new, reason=f"领导来电{text}", now=NOW)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("名称: 2024年试点县医疗保障局随机抽查01", "名称: 2024年随机抽查（咨询13912345678）"),
        ("名称: 药店联合抽查", "名称: 药店联合抽查，电话１３９-１２３４-５６７８"),
        ("名称: 上半年", "名称: 上半年13912345678"),
        ("文号: 试医保〔2024〕1号", "文号: 试医保〔2024〕13912345678号"),
        ("联合部门: [", "牵头科室: 基金科 139 1234 5678\n联合部门: ["),
    ],
)
def test_no_text_of_the_plan_holds_a_telephone(tmp_path: Path, old: str, new: str) -> None:
    plan = bureau(tmp_path, plan=PLAN.replace(old, new))
    found = [one for one in shuangsuiji.check(plan, now=NOW).findings if one.code == "plan-name-private"]
    assert len(found) == 1 and found[0].place.line and "5678" not in str(found[0].values["number"])[:-4]


@pytest.mark.parametrize(
    "text",
    [
        "微信同号：lily_1988",
        "q q：34567890",
        "zhang.san@163。com",
        "zhang.san at 163 dot com",
        "user@例子.中国",
        "社保卡号A12345678",
        "港澳通行证H1234567801",
        "台胞证12345678",
        "军官证 军字第1234567号",
        "残疾证41048219800101123443",
        "住院号20240506001",
        "加V：zs13912",
        "微 信 号 a b c 1 2 3 4 5",
        "钉钉号zhangsan123",
        "小灵通03757212345",
        "试点药店003一三九一二三四五六七八",
        "试点药店003１３９１２３４５６７８",
        "139一二34５６78零",
    ],
)
def test_other_spellings_of_addresses_and_cards(text: str) -> None:
    assert len(private_numbers(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "look at this. no",
        "共3#楼。com",
        "执法证号：16040000015",
        "加VIP服务区",
        "微信公众号：某某发布",
        "快手机厂ABCDE",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert private_numbers(text) == []


def test_the_tables_of_the_plan_pass_the_gate(tmp_path: Path) -> None:
    path = planted(tmp_path, "事项清单.csv", "抽查依据", 1, "，联系139-1234-5678")
    with pytest.raises(BadInput) as caught:
        shuangsuiji.plan_table(path, now=NOW)
    assert {one.code for one in caught.value.findings if one.level == "error"} == {"publish-private"}
    assert not list(tmp_path.glob("*.xlsx"))


@pytest.mark.parametrize(
    ("file", "column", "kind"),
    [("事项清单.csv", "抽查事项名称", "事项"), ("事项清单.csv", "抽查依据", "事项")],
)
def test_what_is_masked_in_words_is_told_with_its_cell(
    tmp_path: Path, file: str, column: str, kind: str
) -> None:
    plan = planted(tmp_path, file, column, 1, "咨询13912345678")
    report = shuangsuiji.publish_draft(plan, kind, now=NOW)
    (finding,) = [one for one in report.findings if one.code == "publish-masked"]
    at = rows_of(tmp_path / file)[0].index(column)
    assert (finding.place.file, finding.place.cell) == (file, f"{'ABCDEFGHIJ'[at]}2")
    assert finding.values["number"] == "139****5678"
    plan.write_text(PLAN + "联系: {联系电话: '139-1234-5678', 受理科室: 基金监管科}\n", encoding="utf-8")
    again = shuangsuiji.publish_draft(plan, kind, now=NOW)
    assert "publish-masked" not in {one.code for one in again.findings}
    assert "咨询13912345678" in "".join(shown_texts(again.path.read_bytes()))


def masked_places(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(one.place.file, one.place.cell) for one in findings if one.code == "publish-masked"]


def test_masked_reasons_on_record_are_told(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    plan.write_text(PUBLIC, encoding="utf-8")
    drawn = shuangsuiji.draw(plan, seed="甲", now=NOW)
    assert masked_places(drawn.findings) == []
    leaving = drawn.dossier.draw["visits"][0]["id"]
    event = shuangsuiji.substitute(drawn.archive, objects=[leaving], reason="老板来电139.1234.5679", now=NOW)
    told = shuangsuiji.publish_draft(drawn.archive, "名单", now=NOW)
    for findings in (event.findings, told.findings):
        assert masked_places(findings) == [("第1次递补", "理由")]
    second = shuangsuiji.substitute(drawn.archive, inspectors=["YB001"], reason="生病", now=NOW)
    assert masked_places(second.findings) == []  # it was told


def test_what_a_draw_masks_in_its_drafts_is_told_with_its_cell(tmp_path: Path) -> None:
    """As `ssj publish` tells it; the number of the office itself stays as it is."""
    plan = bureau(tmp_path, plan=PUBLIC)
    rows = rows_of(tmp_path / "检查对象.csv")
    others = [row for row in rows[1:] if row[0] not in ("D0001", "D0003")]
    for row in others:
        row[1] += "（咨询139-1234-5678）"
    write_csv(tmp_path / "检查对象.csv", rows)
    drawn = shuangsuiji.draw(plan, batch="上半年", seed="甲", now=NOW)
    places = masked_places(drawn.findings)
    names = {visit["name"] for visit in drawn.dossier.draw["visits"]}
    assert places and {file for file, _ in places} == {"检查对象.csv"}
    assert {rows[int(cell[1:]) - 1][1] for _, cell in places} >= {one for one in names if "咨询" in one}
    shown = "".join("".join(shown_texts(path.read_bytes())) for path in drafts(drawn.archive))
    assert "咨询*" in shown
    plan.write_text(PUBLIC + "联系: {联系电话: '139-1234-5678'}\n", encoding="utf-8")
    again = shuangsuiji.draw(plan, batch="下半年", seed="甲", now=NOW)
    assert masked_places(again.findings) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("客服400-820-8820", "电话号码"),
        ("拨打4008208820", "电话号码"),
        ("车牌号：豫D12345", "车牌号码"),
        ("豫D12345", "车牌号码"),
        ("豫DA12032新能源车", "车牌号码"),
        ("4008100028", "电话号码"),
        ("企鹅号：1234 0039", "微信、QQ号"),
        ("豫D·A12345", "车牌号码"),
        ("账号4367421234567890", "银行卡号"),
        ("卡号：410101199001011231", "银行卡号"),
        ("41010119900101123X", "身份证号"),
    ],
)
def test_each_number_is_called_what_it_is(text: str, kind: str) -> None:
    assert [one.kind for one in private_numbers(text)] == [kind]


@pytest.mark.parametrize(
    "text", ["冀C-医保-00004", "豫DB3750012", "4000001234", "热线12315、12345", "第400-1号"]
)
def test_what_is_nobodys_number(text: str) -> None:
    assert private_numbers(text) == []


def test_a_secret_account_is_not_called_a_telephone() -> None:
    (number,) = private_numbers("见 1707024009001234 号", ["1707024009001234"])
    assert number.kind == "银行账号"
