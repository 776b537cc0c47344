"""种子 of a plan: where the seed comes from and how it is written down, fixed before the draw (LAW-4).

A typed source names a kind of observation that is public by itself; its form follows from the type. What
names no type is a free text, or numbers of a free source; it earns no grade and no strength (docs/seeds.md).

A lottery's balls come as sets, so that they are written ascending, each part for itself; digits keep their
places, dice the order in which they were thrown. With the order of balls left free, whoever writes them down
could choose among hundreds of seeds. The games are those of 2024; docs/seeds.md has the table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import (
    AliasChoices,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.parts import Path, PlanModel
from shuangsuiji.core.plans.values import MAX_DIGITS, Positive, Text, bad, each, parse_text, scalar, within

SeedKind = Literal["快乐8", "双色球", "大乐透", "七星彩", "排列5", "排列3", "3D", "骰子", "drand", "十六进制"]
Chain = Literal["quicknet", "default"]

DICE, DRAND, HEX = "骰子", "drand", "十六进制"
DRAND_DIGITS = 64
TEN_FACES = 10
"""Dice of ten faces are marked 0 to 9; all others count from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPart:
    """Numbers of one range that stand together.

    Attributes:
        name: as people call it; blank where a source has one part only.
        labels: further words that announce it when it is read out.
        balls: drawn without putting back: no number twice, written ascending. Else digits or dice.
    """

    name: str = ""
    labels: tuple[str, ...] = ()
    count: int
    low: int
    high: int
    balls: bool = False

    @property
    def width(self) -> int:
        """Digits of each number as written."""
        return len(str(self.high))

    @property
    def bits(self) -> float:
        """The base-2 logarithm of how many outcomes the part has."""
        size = self.high - self.low + 1
        return math.log2(math.comb(size, self.count)) if self.balls else self.count * math.log2(size)


@dataclass(frozen=True, slots=True)
class Lottery:
    """A lottery: who holds it, what one issue of it gives, and on which days of the week (Monday is 0)."""

    holder: str
    parts: tuple[NumberPart, ...]
    weekdays: tuple[int, ...] = tuple(range(7))


_MOST_WEEKS = 53
_WELFARE, _SPORTS = "中国福利彩票", "中国体育彩票"
HOLDERS = (_WELFARE, _SPORTS, "福利彩票", "体育彩票", "福彩", "体彩")
"""Who holds lotteries, as people write it before the name of one."""

LOTTERIES: Mapping[str, Lottery] = {
    "快乐8": Lottery(_WELFARE, (NumberPart(count=20, low=1, high=80, balls=True),)),
    "双色球": Lottery(
        _WELFARE,
        (
            NumberPart(name="红球", labels=("红色球", "红"), count=6, low=1, high=33, balls=True),
            NumberPart(name="蓝球", labels=("蓝色球", "蓝"), count=1, low=1, high=16, balls=True),
        ),
        (1, 3, 6),
    ),
    "大乐透": Lottery(
        _SPORTS,
        (
            NumberPart(name="前区", labels=("红球", "红"), count=5, low=1, high=35, balls=True),
            NumberPart(name="后区", labels=("蓝球", "蓝"), count=2, low=1, high=12, balls=True),
        ),
        (0, 2, 5),
    ),
    "七星彩": Lottery(
        _SPORTS,
        (
            NumberPart(name="前六位", labels=("前区",), count=6, low=0, high=9),
            NumberPart(name="第七位", labels=("后区", "最后一位"), count=1, low=0, high=14),
        ),
        (1, 4, 6),
    ),
    "排列5": Lottery(_SPORTS, (NumberPart(count=5, low=0, high=9),)),
    "排列3": Lottery(_SPORTS, (NumberPart(count=3, low=0, high=9),)),
    "3D": Lottery(_WELFARE, (NumberPart(count=3, low=0, high=9),)),
}

SPELLINGS: Mapping[str, str] = {
    **{kind.lower(): kind for kind in get_args(SeedKind)},
    "超级大乐透": "大乐透",
    "排列五": "排列5",
    "排列三": "排列3",
    "dice": DICE,
    "hex": HEX,
    "16进制": HEX,
}
"""How a type may be written, in lower case -> the type."""


def kind_spelled(text: str) -> str:
    """The type that a text in normal form names, or the text itself where it names none."""
    bare = text.lower().replace(" ", "")
    for holder in HOLDERS:
        if bare.startswith(holder):
            bare = bare.removeprefix(holder)
            break
    return SPELLINGS.get(bare, text)


def dice_part(count: int, faces: int) -> NumberPart:
    """What `count` dice of `faces` faces give, in the order in which they were thrown."""
    low, high = (0, 9) if faces == TEN_FACES else (1, faces)
    return NumberPart(count=count, low=low, high=high)


MOST_ISSUES = 366
"""No lottery has more issues in a year."""

_LOTTERY_ISSUE = re.compile("(?:20)?([0-9]{2})([0-9]{3})")


def lottery_issue(issue: str) -> tuple[int, int] | None:
    """The year and the number in it that the issue of a lottery names; None if no lottery has such a one."""
    match = _LOTTERY_ISSUE.fullmatch(issue)
    if match is None or not 1 <= int(match[2]) <= MOST_ISSUES:
        return None
    return 2000 + int(match[1]), int(match[2])


_ISSUE = re.compile(rf"第?([0-9]{{1,{MAX_DIGITS}}})[期轮]?")
_LIMITS = {"count": (1, 200), "faces": (2, 1000), "digits": (16, 128)}
"""From where to where dice, their faces and hexadecimal digits make sense."""
_DEFAULTS: Mapping[str, Mapping[str, object]] = {
    DICE: {"faces": 6},
    HEX: {"digits": 32},
    DRAND: {"chain": "quicknet"},
}
_OWN_KEYS: Mapping[str, frozenset[str]] = {
    DICE: frozenset({"count", "faces"}),
    HEX: frozenset({"digits"}),
    DRAND: frozenset({"round", "chain"}),
}
_LOTTERY_KEYS = frozenset({"issue"})
_COUNT_KEYS = AliasChoices("个数", "rolls")


def _kind(value: object) -> str:
    return kind_spelled(norm(scalar(value)))


def _one_issue(value: object) -> str:
    text = norm(scalar(value)).replace(" ", "")
    match = _ISSUE.fullmatch(text)
    if not match:
        raise bad("plan-seed-issue", value=text)
    return match.group(1)


def _issues(value: object) -> str | dict[str, str]:
    """One issue, or batch -> issue; a batch whose issue is left blank has none yet."""
    if not isinstance(value, Mapping):
        return _one_issue(value)
    given = {key: number for key, number in value.items() if number is not None}
    return dict(zip(map(parse_text, given), each(_one_issue, given.items()), strict=True))


Issue = Annotated[
    str | dict[str, str],
    BeforeValidator(_issues),
    WithJsonSchema({"type": ["string", "integer", "object"]}),
]


class SeedSource(PlanModel):
    """One typed source: an issue of a lottery, dice, a round of drand, or hexadecimal digits.

    `issue` and `round` are one number for the whole plan, or a number for each batch.
    """

    model_config = ConfigDict(json_schema_extra=lambda schema: _show_spellings(schema))

    type: Annotated[SeedKind, BeforeValidator(_kind)] = Field(alias="类型")
    issue: Issue | None = Field(None, alias="期号")
    round: Issue | None = Field(None, alias="轮次")
    count: Positive | None = Field(None, alias="个数", validation_alias=_COUNT_KEYS)
    faces: Positive | None = Field(None, alias="面数")
    digits: Positive | None = Field(None, alias="位数")
    chain: Chain | None = Field(None, alias="链")
    note: Text | None = Field(None, alias="说明")

    @model_validator(mode="after")
    def _filled_in(self) -> SeedSource:
        usual = _DEFAULTS.get(self.type, {})
        return self.model_copy(
            update={name: value for name, value in usual.items() if getattr(self, name) is None}
        )

    @model_validator(mode="after")
    def _of_its_type(self) -> SeedSource:
        own = _OWN_KEYS.get(self.type, _LOTTERY_KEYS)
        for name in ("issue", "round", "count", "faces", "digits", "chain"):
            if getattr(self, name) is not None and name not in own:
                raise within(bad("plan-seed-key", type=self.type, key=self.title(name)), name, key=True)
        if self.type == DICE and self.count is None:
            raise within(bad("plan-seed-rolls"), "type")
        for name, (low, high) in _LIMITS.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                limit = bad("plan-seed-limit", key=self.title(name), low=low, high=high, value=value)
                raise within(limit, name)
        return self

    @property
    def parts(self) -> tuple[NumberPart, ...]:
        """The numbers that it gives, part by part; none for hexadecimal digits."""
        if self.type == DICE:
            return (dice_part(self.count or 0, self.faces or 0),)
        return LOTTERIES[self.type].parts if self.type in LOTTERIES else ()

    @property
    def hex_digits(self) -> int:
        """How many hexadecimal digits it gives; 0 for numbers."""
        return DRAND_DIGITS if self.type == DRAND else self.digits or 0

    @property
    def bits(self) -> float:
        """The base-2 logarithm of how many outcomes it has."""
        return 4.0 * self.hex_digits + sum(part.bits for part in self.parts)

    def issues(self, batch: str | None) -> tuple[str, ...]:
        """The issue or round that counts for a batch; all that the plan names where none is given."""
        planned = self.issue if self.round is None else self.round
        if planned is None:
            return ()
        if isinstance(planned, str):
            return (planned,)
        return tuple(number for name, number in planned.items() if batch is None or norm(name) == norm(batch))

    @property
    def unit(self) -> str:
        """What its observations are counted in."""
        return "轮" if self.type == DRAND else "期"

    @property
    def takes_issues(self) -> bool:
        """Whether it has numbered observations, of which one gives the seed."""
        return self.type not in (DICE, HEX)

    def may_have(self, issue: str) -> bool:
        """Whether a lottery that is drawn so often can have an issue of that number in its year."""
        if self.type not in LOTTERIES:
            return True
        told = lottery_issue(issue)
        return told is not None and told[1] <= _MOST_WEEKS * len(LOTTERIES[self.type].weekdays)

    def of_issues(self, numbers: Mapping[str, str]) -> SeedSource:
        """The same source with these issues or rounds, where it has any."""
        if not numbers or not self.takes_issues:
            return self
        return self.model_copy(update={"round" if self.type == DRAND else "issue": dict(numbers)})

    def is_named(self, batch: str | None) -> bool:
        """Whether the plan says which observation it is, so that nobody can choose afterwards.

        Hexadecimal digits may come from anywhere, whatever the plan notes: somebody types them.
        """
        if self.type in (DICE, HEX):
            return self.type == DICE
        issues = self.issues(batch)
        return len(issues) == 1 and self.may_have(issues[0])


class _TextOrSources:
    """来源: one text, or typed sources, one or several."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        typed = handler.generate_schema(tuple[SeedSource, ...])

        def parsed(value: Any, validate: Any) -> Any:
            if isinstance(value, (Mapping, SeedSource)):
                value = (value,)
            if not isinstance(value, (list, tuple)):
                return parse_text(value)
            if not value:
                raise bad("plan-blank")
            return validate(tuple(value))

        written = core_schema.wrap_serializer_function_ser_schema(
            lambda value, serialize: value if isinstance(value, str) else serialize(value)
        )
        return core_schema.no_info_wrap_validator_function(parsed, typed, serialization=written)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        several = handler(schema)
        return {"anyOf": [{"type": "string"}, several["items"], several]}


class Seed(PlanModel):
    """种子. What is written beside 类型 belongs to the one source of that type.

    个数, 范围 and 顺序 describe a free source; with types they follow from them.
    """

    model_config = ConfigDict(json_schema_extra=lambda schema: _show_lent_fields(schema))

    beside: ClassVar[Mapping[str, Path]] = dict.fromkeys(
        ("type", "issue", "round", "count", "faces", "digits", "chain", "note"), ("source", 0)
    )

    source: Annotated[str | tuple[SeedSource, ...], _TextOrSources()] | None = Field(None, alias="来源")
    count: Positive | None = Field(None, alias="个数", validation_alias=_COUNT_KEYS)
    range: Text | None = Field(None, alias="范围")
    order: Literal["开奖顺序", "升序"] | None = Field(None, alias="顺序")
    substitute: Literal["原种子", "新种子"] = Field("原种子", alias="递补")

    @classmethod
    def gathered(cls, data: dict[str, Any]) -> dict[str, Any]:
        """The seed with what stands beside 类型 moved into its one source, and the order of a free one."""
        source = data.get("source")
        if cls.beside.keys() & data.keys() - {"count"}:
            lent = {name: data.pop(name) for name in cls.beside if name in data}
            if isinstance(source, (list, tuple, Mapping)):
                raise within(bad("plan-seed-both"), "source", key=True)
            if source is not None and "note" in lent:
                raise within(bad("plan-duplicate-key", key=SeedSource.title("note")), "source", key=True)
            if source is not None:
                lent["note"] = source
            return {**data, "source": [lent]}
        free = not isinstance(source, (list, tuple, Mapping, SeedSource))
        return {**data, "order": "开奖顺序"} if free and "order" not in data else data

    @model_validator(mode="after")
    def _fixed(self) -> Seed:
        for name in ("count", "range", "order") if self.sources else ():
            if getattr(self, name) is not None:
                raise within(bad("plan-seed-fixed", key=self.title(name)), name, key=True)
        return self

    @model_validator(mode="after")
    def _range(self) -> Seed:
        if self.range is not None and self.bounds is None:
            raise within(bad("plan-bad-range", value=self.range), "range")
        return self

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The smallest and largest number that a free source can give, where the plan says so."""
        match = re.fullmatch(r"([0-9]+) ?[-~到至–—] ?([0-9]+)", norm(self.range or ""))
        if not match or int(match.group(1)) > int(match.group(2)):
            return None
        return int(match.group(1)), int(match.group(2))

    @property
    def sources(self) -> tuple[SeedSource, ...]:
        """The typed sources; none where the plan names none, or a free text."""
        return self.source if isinstance(self.source, tuple) else ()

    @property
    def thrown(self) -> bool:
        """Whether dice belong to it: nothing but witnesses can say what they showed."""
        return any(source.type == DICE for source in self.sources)

    @property
    def free_text(self) -> str:
        """来源 as a free text; blank where it is typed, or not said."""
        return self.source if isinstance(self.source, str) else ""

    def is_named(self, batch: str | None) -> bool:
        """Whether the plan fixes every observation of a batch by type and issue."""
        return bool(self.sources) and all(source.is_named(batch) for source in self.sources)

    def without_issues(self) -> Seed:
        """The same form, for an observation of another day: the new seed of a substitution."""
        return self.model_copy(
            update={
                "source": tuple(
                    source.model_copy(update={"issue": None, "round": None}) for source in self.sources
                )
                or self.source
            }
        )


def _show_spellings(schema: dict[str, Any]) -> None:
    """Editors offer the types, and do not mark another spelling or key that the loader takes."""
    properties = schema["properties"]
    kinds = {"enum": properties["type"]["enum"]}
    spelled = [text for text in SPELLINGS if text not in kinds["enum"]]
    properties["type"] = {"anyOf": [kinds, {"enum": spelled}], "title": "类型"}
    properties["rolls"] = {**properties["count"], "title": "个数"}


def _show_lent_fields(schema: dict[str, Any]) -> None:
    """The schema of a seed shows what may stand beside 类型, so that editors do not mark it."""
    inside = SeedSource.model_json_schema(by_alias=False)["properties"]
    schema["properties"].update({name: inside[name] for name in (*Seed.beside, "rolls")})
