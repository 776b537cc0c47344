"""What may be public: masks, and the time of the drawn list (LAW-3, LZ-10)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_dossier import PLAN, dossier

from shuangsuiji.core.checks.plan import plan_problems
from shuangsuiji.core.plans.plan import Plan, canonical_plan
from shuangsuiji.core.private_numbers import PrivateNumber, private_numbers
from shuangsuiji.core.publicity import ListTime, list_is_public, list_time, masks_of, secret_numbers


def plan(**publication: Any) -> Plan:
    return Plan.model_validate({**PLAN, "publication": publication})


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("公布计划时", ListTime.WITH_PLAN),
        ("抽取后", ListTime.AFTER_DRAW),
        ("检查结束后", ListTime.AFTER_VISITS),
        ("2024-06-30", date(2024, 6, 30)),
        ("2024年6月30日", date(2024, 6, 30)),
        ("2024/6/30", date(2024, 6, 30)),
        # words of older plans
        ("抽取后当日", ListTime.AFTER_DRAW),
        ("抽取结束之后", ListTime.AFTER_DRAW),
        ("即时", ListTime.AFTER_DRAW),
        ("本批检查全部完成后", ListTime.AFTER_VISITS),
        ("与计划一并公布", ListTime.WITH_PLAN),
        ("2024-02-31", None),
        ("看情况", None),
    ],
)
def test_when_the_list_is_public(text: str, meant: ListTime | date | None) -> None:
    assert list_time(text) == meant


def test_until_its_time_the_list_is_internal() -> None:
    before, on = date(2024, 6, 29), date(2024, 6, 30)
    assert [list_is_public(plan(list_published="2024-06-30"), day) for day in (before, on)] == [False, True]
    assert not list_is_public(plan(list_published="2024-06-30"))
    assert list_is_public(plan(list_published="抽取后")) and list_is_public(plan(list_published="公布计划时"))
    assert not list_is_public(plan(), on) and not list_is_public(plan(list_published="看情况"), on)


def test_words_that_nobody_understands_are_said() -> None:
    found = [problem for problem in plan_problems(plan(list_published="看情况")) if "list" in problem.code]
    assert [(problem.code, problem.path) for problem in found] == [
        ("plan-list-time", ("publication", "list_published"))
    ]
    assert not [p for p in plan_problems(plan(list_published="抽取后当日")) if p.code == "plan-list-time"]


def test_new_keys_leave_older_snapshots_as_they_are() -> None:
    """A plan that does not name them has the plan.json that it always had."""
    text = canonical_plan(plan())
    assert isinstance(text, dict) and text["公开"] == {
        "渠道": [],
        "期限工作日": 20,
        "执法证号": "部分",
        "名单公布": "检查结束后",
    }


@pytest.mark.parametrize(
    ("how", "number", "shown"),
    [
        ("部分", "16000012345", "160*****345"),
        ("部分", "AB12", "A**2"),
        ("部分", "豫舞医保〔2023〕001", "豫舞医保〔2023〕***"),
        ("部分", "1604-0000-0015", "1604-0000-****"),
        ("部分", "冀政执法证第03001号", "冀政执法证第*****号"),
        ("全部", "16000012345", "16000012345"),
        ("不公开", "16000012345", ""),
        ("全部", "11010519491231002X", "110105**********2X"),
        ("不公开", "11010519491231002X", ""),
        ("部分", "", ""),
    ],
)
def test_certificates(how: str, number: str, shown: str) -> None:
    assert masks_of(plan(certificate=how)).shown_certificate(number) == shown


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet="豫医〔〕（）()第号-0123456789AB", max_size=24))
def test_a_mask_breaks_no_bracket(number: str) -> None:
    shown = masks_of(plan(certificate="部分")).shown_certificate(number)
    assert len(shown) == len(number)
    for before, after in zip(number, shown, strict=True):
        assert after == before or (after == "*" and before not in "〔〕（）()-")


@pytest.mark.parametrize(
    ("name", "code", "kind", "shown"),
    [
        ("试点县张三诊所", "92110000MA00000001", "", "试点***诊所"),
        ("张三诊所", "", "个体工商户", "张**所"),
        ("试点县张三诊所（个体工商户）", "", "", "试点**********户）"),
        ("试点县医院", "12110000MA00000001", "", "试点县医院"),
    ],
)
def test_sole_traders(name: str, code: str, kind: str, shown: str) -> None:
    assert masks_of(plan(sole_traders="部分")).object_name(name, code, kind) == shown
    assert masks_of(plan()).object_name(name, code, kind) == name


def test_columns() -> None:
    masks = masks_of(plan(hidden_columns=["工作年限"]))
    assert [masks.shows(name) for name in ("姓名", "工作年限", "曾任职单位", "联系方式")] == [
        True,
        False,
        False,
        False,
    ]


PHONES = st.from_regex("1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.from_regex("0[0-9]{2,3}-[0-9]{7,8}", fullmatch=True)
SHORT = st.from_regex("[2-8][0-9]{6,7}", fullmatch=True)
RESIDENTS = st.from_regex("[1-6][0-9]{5}(19|20)[0-9]{9}[0-9X]", fullmatch=True)
AROUND = st.text(alphabet="甲乙（）、电话: ，号码", max_size=6)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.one_of(PHONES, LANDLINES, SHORT, RESIDENTS), AROUND, AROUND)
def test_no_number_of_the_registries_gets_through(number: str, before: str, after: str) -> None:
    """Whatever stands around it, and however it is cut by blanks."""
    secrets = secret_numbers({"联系方式": [f"张某 {number}、{number}"], "名称": ["2024000"]})
    masks = masks_of(plan(), secrets)
    spaced = f"{number[:3]} {number[3:7]} {number[7:]}"
    for text in (f"{before}{number}{after}", f"{before}{spaced}{after}"):
        assert number not in re.sub("[ ]", "", masks.text(text))
    assert masks.text("共2024000户，第2024135期") == "共2024000户，第2024135期"


def test_public_papers_hold_no_number_of_the_registries() -> None:
    """Phones and ID numbers in names, in codes and in their own columns."""
    from test_word import all_text, opened

    from shuangsuiji.documents.drawing.drawn_list import drawn_list

    names = {index: f"诊所（{13800000000 + index}）7218{index:04d}" for index in range(1, 61)}
    secret = dossier(names=names)
    text = all_text(opened(drawn_list(secret)))
    assert "诊所" in text
    for record in (*secret.private_objects.values(), *secret.private_people.values()):
        for value in record.values():
            if re.fullmatch("[0-9]{11}|[0-9]{17}[0-9X]", value):
                assert value not in text
    assert not re.search("(?<![0-9])1[3-9][0-9]{9}(?![0-9])", text)


PHONE, RESIDENT = "13912345678", "41010119800101123X"


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("手机139.1234.5678", PHONE),
        ("电话：１３９１２３４５６７８", PHONE),
        ("139-1234-5678", PHONE),
        ("1 3 9 1 2 3 4 5 6 7 8", PHONE),
        ("139，1234，5678", PHONE),
        ("（139）12345678转", PHONE),
        ("139—1234—5678", PHONE),
        ("139\u200b1234\u200b5678", PHONE),
        ("139\n12345678", PHONE),
        ("+86 139 1234 5678", "8613912345678"),
        ("A13912345678B", PHONE),
        ("H13912345678", PHONE),
        ("①③⑨①②③④⑤⑥⑦⑧", PHONE),
        ("ID41010119800101123X", RESIDENT),
        ("身份证４１０１０１１９８００１０１１２３ｘ", RESIDENT),
        ("410101 19800101 123X", RESIDENT),
        ("410101-19800101-123x。", RESIDENT),
        ("0375-8123456", "03758123456"),
        ("（0375）8123456", "03758123456"),
        ("一三九一二三四五六七八", PHONE),
        ("幺三九 壹贰叁肆 五六七八", PHONE),
        ("电话139壹2三4五6七8", PHONE),
        ("139O1234567", "13901234567"),
        ("l39l2345678", PHONE),
        ("410101八〇0101123", "410101800101123"),
        ("身份证410101800101123", "410101800101123"),
        ("证件410101800101123", "410101800101123"),
        ("卡号6222 0210 0111 6245 702", "6222021001116245702"),
        ("请发至wang.san＠163．com", "wang.san@163.com"),
        ("发 li_si+x@mail.gov.cn，收", "li_si+x@mail.gov.cn"),
        ("微信号：abc_1234", "abc_1234"),
        ("加V信 zs8888", "zs8888"),
        ("wx zs8888", "zs8888"),
        ("薇信zs8888", "zs8888"),
        ("扣扣12345678", "12345678"),
        ("企鹅 12345678", "12345678"),
        ("Q群：12345678", "12345678"),
        ("wang.san(at)163.com", "wang.san@163.com"),
        ("wang#163.com", "wang@163.com"),
        ("卡6222021234567890123", "6222021234567890123"),
        ("6217-0000-1234-5678-901", "6217000012345678901"),
        ("座机3601234", "3601234"),
        ("电话 812 3456 转", "8123456"),
        ("护照E12345678", "e12345678"),
        ("\u0661\u0663\u0669\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668", PHONE),
        ("加QQ 123456789", "123456789"),
        ("VX：Zhang-88", "zhang-88"),
    ],
)
def test_private_numbers_however_they_are_written(text: str, digits: str) -> None:
    """LZ-10: normal forms, digits joined over blanks and marks, letters before."""
    assert [number.digits for number in private_numbers(text)] == [digits]
    assert masks_of(plan()).said(text) != text and not private_numbers(masks_of(plan()).said(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024年5月21日至2024年11月30日，共13户",
        "试医保〔2024〕1号，第2024135期",
        "9141048112345678XA",
        "91410481MA45ABCD1X",
        "结果代码1、3、4、5、6、7、8、9、10、11",
        "41010119801301123X",  # no month 13
        "注册号410481000012345",
        "执法证号豫舞医保20240001",
        "1391234567812",
        "a3f19b13912345678cde0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f901234",
        "139****5678",
        "1.检查1391户；2.发现问题23户",
        "一、检查；二、整改；三、移送；四、公示；五、归档；六、复查；七、约谈；八、通报；九、其他",
        "一九八〇年一月一日至二〇二四年十二月三十一日",
        "依据《中华人民共和国行政处罚法》第三十三条、第五十七条",
        "注册号410481800101123",  # a registration number by its check digit
        "执法证号1604-0000-0015，单位：Oo药房",
        "微信公众号、QQ群均已公布",
        "ISO 9001 @ 2015",
        "62222222",
        "130302600123456",  # a code by itself is that of its column
        "注册号：130302600123456",
        "H13030290003、P14112290007；H15252590003",  # institutions of 秦皇岛, 吕梁, 锡林郭勒
    ],
)
def test_other_numbers_pass(text: str) -> None:
    assert not private_numbers(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("住院（手机：139.1234.5678），请假；已批", "住院（手机：139.****.5678），请假；已批"),
        ("联系（０３７５）８１２３４５６，速办", "联系（０３７＊）＊＊＊３４５６，速办".replace("＊", "*")),
        ("一三九一二三四五六七八，张某", "一三九****五六七八，张某"),
        ("发wang.san@163.com，谢谢", "发w**************m，谢谢"),
        ("没有号码，（原文）〔2024〕1号！", "没有号码，（原文）〔2024〕1号！"),
    ],
)
def test_a_reason_keeps_all_but_the_number(text: str, shown: str) -> None:
    assert masks_of(plan()).said(text) == shown


def test_numbers_of_the_registry_and_numbers_that_are_public() -> None:
    assert [one.digits for one in private_numbers("问 812-3456", {"8123456"})] == ["8123456"]
    assert not private_numbers("问 812-3456")
    assert not private_numbers("监督电话：0375-8123456", (), ["监督电话0375-8123456"])
    assert not private_numbers("种子 1 3 9 1 2 3 4 5 6 7 8", (), ["1 3 9 1 2 3 4 5 6 7 8"])
    assert PrivateNumber("电话号码", PHONE).masked == "139****5678"
    assert PrivateNumber("身份证号", RESIDENT).masked == "410101********123X"
