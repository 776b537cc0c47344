"""Questions at a terminal: numbered choices, typed answers and Enter; no cursor keys, no colours needed.

Every question takes 返回 (the question before) and 退出 (nothing is done). Full-width figures are figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from rich.text import Text

from shuangsuiji.core.canonical import norm, tidy
from shuangsuiji.core.checks.plan import PlanProblem, name_as_it_looks, text_without_numbers
from shuangsuiji.core.findings import Finding
from shuangsuiji.core.witnesses import YES_OR_NO
from shuangsuiji.messages import text_of
from shuangsuiji.views import screen
from shuangsuiji.views.assistant import say
from shuangsuiji.views.wrapping import wrapped

_BACK = frozenset({"返回", "上一步", "b", "back"})
_QUIT = frozenset({"退出", "q", "quit", "exit"})
_YES = frozenset({"是", "y", "yes", "好", "对", "1"})
_NO = frozenset({"否", "n", "no", "不", "不是", "0"})
MOST_OPTIONS = 15
"""So many options are listed; of more the rest is counted, and their numbers still count."""

_BELOW = 3
"""Lines of the screen that a page leaves for what stands under it."""
LONGEST_NAME = 60
"""Characters of a name; papers and folders bear it."""

Given = TypeVar("Given")
Answered = tuple[str, str]
"""A question, and what was typed."""


class Back(Exception):
    """The question before is wanted again."""


class Left(Exception):
    """Whoever answers has had enough."""


class BadAnswer(ValueError):
    """An answer that cannot be used; the text says why and what to write."""

    @classmethod
    def of(cls, finding: Finding | PlanProblem) -> BadAnswer:
        """What a finding says."""
        return cls(text_of(finding.code, finding.values))


class Dialogue:
    """A course of questions. After 返回 the earlier answers are given again without being asked."""

    def __init__(
        self,
        *,
        may_leave: bool = False,
        given: Sequence[Answered] = (),
        keep: Callable[[Sequence[Answered]], None] | None = None,
    ) -> None:
        """A new course, or one that broke off.

        Args:
            may_leave: 返回 at the first question, and 0 where one of several is chosen, leave.
            given: questions with answers of a course that broke off, used as far as they are asked again.
            keep: is told all answers so far after each of them.
        """
        self._may_leave = may_leave
        self._given = list(given)
        self._keep = keep
        self._next = 0
        self._asking = ""
        self.asked = 0

    def run(self, questions: Callable[[Dialogue], Given]) -> Given:
        """What the questions come to; asked again from the last answer but one after each 返回.

        Args:
            questions: asks by way of this dialogue alone, the same questions after the same answers.

        Raises:
            Left: 退出 was typed.
            EOFError: there is nothing more to read.
        """
        while True:
            self._next = self.asked = 0
            try:
                return questions(self)
            except Back:
                if self._may_leave and not self._given:
                    raise Left from None
                self._given = self._given[: max(self._next - 1, 0)]

    @property
    def _again(self) -> bool:
        return self._next < len(self._given)

    def say(self, text: str = "", *, bold: bool = False) -> None:
        """Lines for whoever answers; none while earlier answers are given again."""
        if not self._again:
            say(text, bold=bold)

    def show(self, findings: Sequence[Finding]) -> None:
        """Findings, on the screen as elsewhere."""
        if not self._again:
            screen.show_findings(findings)

    def text(
        self,
        question: str,
        default: str = "",
        *,
        read: Callable[[str], Given],
        how: str = "",
    ) -> Given:
        """A typed answer.

        Args:
            question: what is asked.
            default: what Enter alone means.
            read: makes a value of the answer; raises `BadAnswer`.
            how: how to write it.
        """
        self._question(question, how + _enter(default))
        return self._answer(lambda answer: read(answer or default))

    def choose(self, question: str, options: Sequence[str], default: int | None = 0, *, how: str = "") -> int:
        """One of several, by its number; gives its index. `default` None: Enter alone is no answer."""
        leaving = "；0 或 返回：不办了" if self._may_leave else ""
        self._question(question, (how or _how(default)) + leaving)
        self._list(options)

        def read(answer: str) -> int:
            answer = norm(answer)
            if self._may_leave and answer == "0":
                raise Left
            if not answer and default is not None:
                return default
            found = _numbers(answer, len(options))
            if len(found) != 1:
                raise BadAnswer(f"请只输入一个序号，1 到 {len(options)}。")
            return found[0]

        return self._answer(read)

    def choose_or_write(
        self, question: str, options: Sequence[str], default: int | None, *, written: str
    ) -> int | str:
        """One of several by its number, or a name that is typed instead; its index, or the name.

        Args:
            question: what is asked.
            options: what is listed.
            default: what Enter alone means; None: nothing.
            written: when and how to type a name.
        """
        usual = "" if default is None else f"直接回车：{default + 1}"

        def read(answer: str) -> int | str:
            text = norm(answer)
            if not text and default is not None:
                return default
            if not re.search("[A-Za-z一-鿿]{3}", text):
                found = _numbers(text, len(options))
                if len(found) == 1:
                    return found[0]
                raise BadAnswer(f"请只输入一个序号，1 到 {len(options)}。")
            return next((at for at, option in enumerate(options) if norm(option) == text), a_name(answer))

        how = "；".join(filter(None, ("输入序号", written, usual)))
        return self.pick(question, options, read, how=how)

    def pick(self, question: str, options: Sequence[str], read: Callable[[str], Given], *, how: str) -> Given:
        """One of several by number, or something else that `read` knows."""
        self._question(question, how)
        self._list(options)
        return self._answer(read)

    def choose_some(self, question: str, options: Sequence[str], default: Sequence[int]) -> list[int]:
        """Any of several, by their numbers; 0 is none of them."""
        usual = "全部" if len(default) == len(options) else "、".join(str(one + 1) for one in default)
        self._question(question, f"输入序号，几个用空格隔开；都不要输入 0；直接回车：{usual or '都不要'}")
        self._list(options)

        def read(answer: str) -> list[int]:
            answer = norm(answer)
            if not answer:
                return list(default)
            if answer == "0":
                return []
            if answer in ("全部", "全选", "所有"):
                return list(range(len(options)))
            return _numbers(answer, len(options))

        return self._answer(read)

    def each(
        self,
        question: str,
        names: Sequence[str],
        labels: Sequence[str],
        default: str = "",
        *,
        read: Callable[[str, str], Given],
        like: str,
        between: str = " 、，,;；",
    ) -> list[Given]:
        """One value for each of several things: the same for all, or one after the other.

        Args:
            question: what is asked of all of them at once.
            names: the things; each may stand before its value.
            labels: how they are listed.
            default: what Enter alone means, for all.
            read: makes a value of an answer for the thing of that name; raises `BadAnswer`.
            like: an example of one value.
            between: the characters between two values.
        """
        several = f"都一样的写一个，{like}；不一样的按顺序写 {len(names)} 个，用{_mark(between)}隔开。"
        self._question(question, (several if len(names) > 1 else f"{like}。") + _enter(default))
        self._list(labels)

        def read_all(answer: str) -> list[Given]:
            parts = [part for part in re.split(f"[{re.escape(between)}]+", answer or default) if part]
            if len(parts) not in (0, 1, len(names)):
                all_or_each = f"1 个（都一样）或 {len(names)} 个（按顺序）" if len(names) > 1 else "1 个"
                raise BadAnswer(f"写了 {len(parts)} 个，要写 {all_or_each}。")
            each = parts if len(parts) == len(names) else (parts or [""]) * len(names)
            return [
                read(tidy(part.removeprefix(name).lstrip(":： ")), name)
                for part, name in zip(each, names, strict=True)
            ]

        return self._answer(read_all)

    def confirm(self, question: str, default: bool = True) -> bool:
        """是 or 否."""
        self._question(question, f"输入 是 或 否；直接回车：{'是' if default else '否'}")

        def read(answer: str) -> bool:
            answer = norm(answer).lower()
            if not answer:
                return default
            if answer in _YES:
                return True
            if answer in _NO:
                return False
            raise BadAnswer("请输入 是 或 否。")

        return self._answer(read)

    def _question(self, question: str, how: str) -> None:
        self.asked += 1
        self._asking = question
        if self._again and self._given[self._next][0] != question:
            del self._given[self._next :]
        self.say()
        self.say(question, bold=True)
        if how:
            self.say(how)

    def _list(self, options: Sequence[str]) -> None:
        if self._again:
            return
        width = screen.out().width - 1
        for number, option in enumerate(options[:MOST_OPTIONS], 1):
            first, *rest = wrapped(option, width - 5) or [""]
            screen.out().print(Text(f"{number:>3}  {first}"), soft_wrap=True)
            for line in rest:
                screen.out().print(Text(f"     {line}"), soft_wrap=True)
        if len(options) > MOST_OPTIONS:
            self.say(f"     ……还有 {len(options) - MOST_OPTIONS} 个没有列出")

    def _answer(self, read: Callable[[str], Given]) -> Given:
        """The next answer that can be used: one that was given before, or one that is typed now."""
        if self._again:
            try:
                value = read(self._given[self._next][1])
            except BadAnswer:  # a course that broke off, and files that have changed since
                del self._given[self._next :]
                self.say()
                self.say(self._asking, bold=True)
            else:
                self._next += 1
                return value
        while True:
            answer = typed("> ")
            if norm(answer).lower() in _BACK:
                raise Back
            if norm(answer).lower() in _QUIT:
                raise Left
            try:
                value = read(answer)
            except BadAnswer as problem:
                self.say(f"✗ {problem}")
                continue
            self._given.append((self._asking, answer))
            self._next += 1
            if self._keep is not None:
                self._keep(self._given)
            return value


_NONE = frozenset(
    {"", "无", "没有", "暂无", "没", "未定", "待定", "不写", "还没有", "没定", "还没定", "不清楚"}
)
"""What is typed for nothing where nothing may be typed."""


def in_words(answer: str, least: int = 2) -> str:
    """An answer in words, neither the number of a choice nor a yes or no; as it was typed.

    Args:
        answer: what was typed.
        least: so many letters, characters or figures it has at least.

    Raises:
        BadAnswer: it is none.
    """
    bare = norm(answer).strip("。.!?“”\"' ")
    if not bare:
        raise BadAnswer("这一项不能不写。")
    if re.fullmatch(r"[\d\W_]+", bare) and least > 1:
        raise BadAnswer(f"“{bare}”只有数字或符号。这里不是选序号，请写出文字。")
    if YES_OR_NO.fullmatch(bare) or bare in _NONE:
        raise BadAnswer(f"“{bare}”答的不是这个问题，请写出具体的文字。")
    if not least <= len(re.findall("[0-9A-Za-z一-鿿㐀-䶿〇]", bare)):
        raise BadAnswer(f"“{bare}”太短，看不出指什么，请写全。")
    return answer


def optional(read: Callable[[str], Given], empty: Given) -> Callable[[str], Given]:
    """A reading of what may be left out: 无, 没有 and the like are nothing typed.

    Args:
        read: reads anything else.
        empty: the value of nothing typed.
    """

    def read_or_nothing(answer: str) -> Given:
        if norm(answer).strip("。. ") not in _NONE:
            return read(answer)
        return empty

    return read_or_nothing


def a_name(answer: str, field: str = "name") -> str:
    """A name that a plan takes for one of its fields: papers for publication show it."""
    in_words(answer, 1 if field == "number" else 2)
    for problem in name_as_it_looks(answer, (field,)):
        raise BadAnswer.of(problem)
    for problem in text_without_numbers(answer, (field,)) if field != "number" else ():
        raise BadAnswer.of(problem)
    if len(norm(answer)) > LONGEST_NAME:
        raise BadAnswer(f"名称太长，最多 {LONGEST_NAME} 个字。")
    return answer


def paged(text: str) -> None:
    """Shows a text a screen at a time; Enter goes on, 0 leaves the rest."""
    console = screen.out()
    lines = text.rstrip("\n").split("\n")
    most = max(console.height - _BELOW, 10)
    for start in range(0, len(lines), most):
        for line in lines[start : start + most]:
            console.print(Text(line), soft_wrap=True)
        left = len(lines) - start - most
        if left > 0 and norm(typed(f"（还有 {left} 行，按回车接着看；不看了输入 0）")) in (
            "0",
            *_QUIT,
            *_BACK,
        ):
            return


def agreed(doing: str) -> bool:
    """Whether 是 is typed to what is about to be done."""
    say(doing)
    return norm(typed("确认请输入 是：")) in ("是", "y", "Y", "yes")


def typed(prompt: str) -> str:
    """A line from the keyboard, without blanks around it.

    Raises:
        EOFError: there is nothing more to read.
    """
    screen.out().print(prompt, end="")
    return tidy(input())


def _enter(default: str) -> str:
    return f"（直接回车：{default}）" if default else ""


def _mark(between: str) -> str:
    return "空格" if " " in between else "分号"


def _how(default: int | None) -> str:
    return "输入序号" + (f"；直接回车：{default + 1}" if default is not None else "")


def _numbers(answer: str, count: int) -> list[int]:
    """The indexes that an answer names.

    Raises:
        BadAnswer: it names none, or one that is not there.
    """
    if not re.fullmatch(r"[0-9 ,、;.]+", answer):
        raise BadAnswer(f"请输入前面的序号（1 到 {count}）。")
    found = [int(number) - 1 for number in re.findall("[0-9]{1,4}", answer)]
    if not found or any(not 0 <= number < count for number in found):
        raise BadAnswer(f"没有这个序号，请输入 1 到 {count}。")
    return list(dict.fromkeys(found))
