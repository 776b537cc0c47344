"""The seed in words: what was agreed and used, how it is written, and an example; for papers and prompts."""

from __future__ import annotations

from itertools import count

from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.plans.seed_form import DICE, TEN_FACES, NumberPart, Seed, SeedSource
from shuangsuiji.core.seeds.published import publication
from shuangsuiji.core.seeds.seed import TYPED_SOURCE


def origin_text(agreed: str, used: str, reason: str) -> str:
    """What was agreed of a seed, and what was used: 约定：…；实际：…. Blank parts are left out."""
    if not agreed or not used:
        return agreed or used
    check = "，请与公布的结果核对" if used == TYPED_SOURCE else ""
    return f"约定：{agreed}；实际：{used}{check}" + (f"；改用的理由：{reason}" if reason else "")


def opening_text(source: SeedSource, batch: str) -> str:
    """When the observation of a batch is public at the earliest: 2024年5月14日20时; blank if unknown."""
    span = publication(source, batch)
    if span is None:
        return ""
    first = span[0]
    minute = f"{first.minute:02d}分" if first.minute else ""
    return f"{first.year}年{first.month}月{first.day}日{first.hour}时{minute}"


def reading(form: Seed, instance: str = "") -> str:
    """How the seed will be written down, in words with an example; blank if the plan does not say.

    Args:
        form: 种子 of the plan.
        instance: the example; an invented one where it is blank.
    """
    if form.sources:
        several = len(form.sources) > 1
        told = [(f"{source.type}：" if several else "") + _writing(source) for source in form.sources]
        between = "；依次写下，用一个空格隔开" if several else "，用一个空格隔开"
        if not form.sources[-1].parts and not several:
            between = ""
        return f"{'；'.join(told)}{between}，例如“{instance or example(form)}”"
    if form.count is None:
        return ""
    numbers = f"{form.count}个号码" + (f"（{form.range}）" if form.range else "")
    order = "按开奖顺序" if form.order == "开奖顺序" else "按从小到大"
    return f"{numbers}{order}写成等宽数字，用一个空格隔开"


def _writing(source: SeedSource) -> str:
    """20个号码，从小到大写成两位数."""
    if source.hex_digits:
        return f"{source.hex_digits}位十六进制数，字母小写，中间不空格"
    if source.type == DICE:
        marks = "，十面骰子记作0到9" if source.faces == TEN_FACES else ""
        return f"{source.count}个点数，按掷出的先后{_as_digits(source.parts[0])}{marks}"
    parts = source.parts
    if len(parts) == 1:
        return f"{parts[0].count}个号码，{_arranged(parts[0])}{_as_digits(parts[0])}"
    if all(part.balls for part in parts):
        counts = "、".join(f"{part.name}{part.count}个" for part in parts)
        return f"{counts}，各自从小到大{_as_digits(parts[0])}，先{parts[0].name}后{parts[1].name}"
    return "，".join(
        f"{part.name}{_arranged(part) if part.count > 1 else ''}{_as_digits(part)}" for part in parts
    )


def _arranged(part: NumberPart) -> str:
    return "从小到大" if part.balls else "按位次"


def _as_digits(part: NumberPart) -> str:
    return f"写成{'一两三四'[part.width - 1]}位数"


def example(form: Seed) -> str:
    """An invented seed text of typed sources; blank for others."""
    return " ".join(_example(source) for source in form.sources)


def _example(source: SeedSource) -> str:
    if source.hex_digits:
        return (sha256(b"example") * 2)[: source.hex_digits]
    return " ".join(_part_example(part) for part in source.parts)


def _part_example(part: NumberPart) -> str:
    """Numbers without a pattern, ascending and none twice for balls."""
    size, numbers = part.high - part.low + 1, list[int]()
    for index in count():
        number = part.low + int(sha256(f"example {index}".encode())[:8], 16) % size
        if not (part.balls and number in numbers):
            numbers.append(number)
        if len(numbers) == part.count:
            break
    return " ".join(str(number).zfill(part.width) for number in (sorted(numbers) if part.balls else numbers))


def blanks(form: Seed) -> tuple[str, ...]:
    """A label for each number that is read out, for a form to be filled in; none for texts and hex digits."""
    if not form.sources:
        return tuple(f"第{order}个" for order in range(1, (form.count or 0) + 1))
    if any(source.hex_digits for source in form.sources):
        return ()
    labels: list[str] = []
    for source in form.sources:
        before = f"{source.type} " if len(form.sources) > 1 else ""
        for part in source.parts:
            labels += [
                f"{before}{part.name or '第'}{order}{'' if part.name else '个'}"
                if part.count > 1
                else f"{before}{part.name}"
                for order in range(1, part.count + 1)
            ]
    return tuple(labels)
