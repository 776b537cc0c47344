"""What the assistant asks before a command runs: for the steps of the year, and for what changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import shuangsuiji
from shuangsuiji.core.beijing import BEIJING
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.dates import typed_date, typed_month
from shuangsuiji.core.seeds.announced import readable_time
from shuangsuiji.core.witnesses import witnesses_named
from shuangsuiji.views.dialogue import BadAnswer, Dialogue, in_words, optional


def _day(today: date, answer: str) -> str:
    """A day up to today, however it is typed."""
    day = typed_date(answer, today)
    if day is None or day > today:
        raise BadAnswer(f"请写日期，例如 {today.isoformat()}，不能晚于今天；不办了请输入 退出。")
    return day.isoformat()


def month(today: date, answer: str) -> str:
    """A month up to this one, however it is typed."""
    meant = typed_month(answer, today)
    if meant is None or meant > f"{today:%Y-%m}":
        raise BadAnswer(
            f"请写月份，例如 {today:%Y-%m} 或 {today.month}月，不能晚于这个月；不办了请输入 退出。"
        )
    return meant


def _draw_time(today: date, answer: str) -> str:
    """When the draw is to be held, so that everybody can read it."""
    try:
        return readable_time(answer, datetime.combine(today, time(), BEIJING))
    except shuangsuiji.BadInput:
        raise BadAnswer("看不出是哪一天几点。请写成 2026-11-30 10:00 或 11月30日10时。") from None


def _numbers(_today: date, answer: str) -> str:
    """Numbers that were drawn; whether they are those of the source is for the command to say."""
    if not re.search("[0-9]", norm(answer)):
        raise BadAnswer("请写产生的号码，用空格隔开，例如 03 07 12 19 22 31 09；不办了请输入 退出。")
    return answer


def _issue(_today: date, answer: str) -> str:
    """A number of an issue, which has at least five figures with its year."""
    if not re.search("[0-9]{5}", norm(answer)):
        raise BadAnswer("请写年份和期号，例如 2026140；不写直接回车。")
    return answer


def _words(_today: date, answer: str) -> str:
    return in_words(answer)


def _witnesses(_today: date, answer: str) -> str:
    """People who look on, as the record takes them."""
    try:
        return "、".join(witnesses_named([answer]))
    except shuangsuiji.BadUsage as problem:
        raise BadAnswer.of(problem.findings[0]) from None


def _file(_today: date, answer: str) -> str:
    """A file that is there."""
    path = answer.strip("\"' ")
    if not Path(path).is_file():
        raise BadAnswer(f"找不到文件“{path}”。请把文件拖进这个窗口，再按回车；不办了请输入 退出。")
    return path


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question whose answer an option takes.

    Attributes:
        option: of the command; blank for an argument.
        question, how: what is asked, and how to write it.
        needed: Enter alone is no answer; otherwise the option is left out then.
        several: names with 、 between them are several.
        known: each of them has to be an object or a person of the draw.
        read: what is made of an answer, on a day; raises `BadAnswer`.
    """

    option: str = ""
    question: str
    how: str
    needed: bool = True
    several: bool = False
    known: bool = False
    read: Callable[[date, str], str] = _words

    def put(self, talk: Dialogue, today: date, archive: Path | None) -> list[str]:
        """Asks, and gives what the command takes; names are looked up in the archive, if there is one."""

        def read(answer: str) -> list[str]:
            if self.needed and not answer:
                raise BadAnswer("这一项必须写；不办了请输入 退出。")
            given = answer if self.needed else optional(str, "")(answer)
            text = self.read(today, given) if given and not self.known else given
            values = [
                value for value in (re.split("[、，,;； ]+", text) if self.several else [text]) if value
            ]
            if self.known and archive is not None:
                for value in values:
                    _refuse_unknown(archive, value)
            return values

        values = talk.text(self.question, read=read, how=self.how)
        return [part for value in values for part in (self.option, value) if part]


def _refuse_unknown(archive: Path, name: str) -> None:
    """A name of nobody is told where it is typed, not after the last question."""
    try:
        shuangsuiji.whom(archive, name.partition("#")[0])
    except shuangsuiji.BadInput as problem:
        raise BadAnswer.of(problem.findings[0]) from None


def answers(questions: Sequence[Asked], today: date, archive: Path | None = None) -> list[str]:
    """What the answers give a command; 返回 goes back to the question before."""
    talk = Dialogue(may_leave=True)
    return talk.run(lambda talk: [part for asked in questions for part in asked.put(talk, today, archive)])


REASON = Asked(option="--reason", question="理由是什么？", how="写入台账，印在文书上。")
_PERSON = "写姓名或执法证号。"
_OBJECT = "写全称或编码。"
CHANNEL = Asked(option="--channel", question="公开在哪里？", how="")
QUESTIONS: Mapping[str, Sequence[Asked]] = {
    "封存": (
        Asked(
            option="--draw-time",
            question="定在什么时候抽取？",
            how="写入承诺书，例如 2026-11-30 10:00 或 11月30日10时；没定直接回车。",
            needed=False,
            read=_draw_time,
        ),
    ),
    "抽取": (
        Asked(
            option="--operator",
            question="操作人是谁？",
            how="写入抽取记录；不写直接回车。",
            needed=False,
        ),
        Asked(
            option="--witness",
            question="见证人有谁？",
            how="几个人用顿号隔开；没有直接回车。",
            needed=False,
            several=True,
            read=_witnesses,
        ),
    ),
    "记公开": (
        Asked(option="--published", question="哪一天公开的？", how="例如 2026-05-08 或 5月8日。", read=_day),
        CHANNEL,
        Asked(
            option="--approval",
            question="公开前谁审批的？",
            how="写姓名和日期；没有直接回车。",
            needed=False,
        ),
    ),
}
"""What a step of the year asks before its command runs."""
CHANGES: Sequence[tuple[str, str, Sequence[Asked]]] = (
    (
        "检查人员不能参加，由别人递补",
        "substitute",
        (
            Asked(option="--inspector", question="哪一位检查人员？", how=_PERSON, known=True),
            Asked(
                option="--visit",
                question="只涉及哪几户？",
                how="写全称或编码，几户用顿号隔开；他的每一户都涉及的直接回车。",
                needed=False,
                several=True,
                known=True,
            ),
            REASON,
        ),
    ),
    (
        "检查人员对某一户申请回避",
        "substitute",
        (
            Asked(option="--recuse", question="哪一位检查人员？", how=_PERSON, known=True),
            Asked(option="--visit", question="对哪一户？", how=_OBJECT, known=True),
            REASON,
        ),
    ),
    (
        "检查对象不能检查（已注销、搬走等）",
        "substitute",
        (Asked(option="--object", question="哪一户？", how=_OBJECT, known=True), REASON),
    ),
    (
        "给某一户选派专业人员（不抽取）",
        "substitute",
        (
            Asked(
                option="--add",
                question="选派谁？",
                how="写姓名，几个人用顿号隔开。",
                several=True,
                read=_witnesses,
            ),
            Asked(option="--visit", question="去哪一户？", how=_OBJECT, known=True),
            REASON,
        ),
    ),
    (
        "名录库写错了（电话、地址、错字），更正",
        "correct",
        (
            Asked(
                question="改正后的名录库是哪个文件？",
                how="把文件拖进这个窗口，再按回车。",
                read=_file,
            ),
            REASON,
        ),
    ),
    ("取消这一次抽取", "cancel", (REASON,)),
    (
        "查一个单位或人员：抽中没有，为什么",
        "code",
        (Asked(question="查哪个单位或人员？", how="写全称、编码或执法证号。", known=True),),
    ),
)
"""What may befall a draw: how it is offered, the command, what has to be asked."""
ISSUE = Asked(
    option="--issue",
    question="递补用哪一期号码？",
    how="写一期还没有开奖的，例如 第2026140期；写明了，别人才信不是挑出来的。不写直接回车。",
    needed=False,
    read=_issue,
)
"""Asked of a substitution where the plan has it drawn with new numbers of a public source."""
WAITING = (
    "新号码已产生，办理等待的递补申请",
    "substitute",
    (Asked(option="--seed", question="新产生的号码是什么？", how="用空格隔开。", read=_numbers),),
)
