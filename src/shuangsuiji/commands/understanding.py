"""What somebody may have typed, as the commands take it: dashes, blanks and words for help.

Only spellings that can mean nothing else are changed; a text that stands behind an option stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from shuangsuiji.core.canonical import norm

_DASHES = re.compile(r"^[-—–－‐−─―]{1,4}(?=[A-Za-zＡ-Ｚａ-ｚ一-鿿])")
_HELP = frozenset({"help", "帮助", "-h", "-help", "--帮助", "/?", "/h", "-?", "?", "？"})
_VERSION = frozenset({"version", "版本", "-v", "-version"})
_AROUND = " \t\u3000\"'“”‘’《》「」。，、；;,"
_WIDE_BLANK = "\u3000"


def understood(arguments: Sequence[str], commands: Collection[str], options: Collection[str]) -> list[str]:
    """The arguments as they are meant.

    Args:
        arguments: as typed, without the name of the program.
        commands: the names of the commands.
        options: every option of any command, with its dashes.
    """
    parts = [part for argument in arguments for part in _parted(argument)]
    parts = [_option(_path(part), options) for part in parts]
    if parts and norm(parts[0]).lower() in commands:
        parts[0] = norm(parts[0]).lower()
    if len(parts) == 1 and norm(parts[0]).lower() in _VERSION:
        return ["--version"]
    if parts and norm(parts[0]).lower() in _HELP:
        return [*parts[1:], "--help"]
    if len(parts) > 1 and norm(parts[-1]).lower() in _HELP and parts[0] in commands:
        return [*parts[:-1], "--help"]
    return parts


def _parted(argument: str) -> list[str]:
    """What was typed with full-width blanks between, part by part; a file of that name stays whole."""
    if _WIDE_BLANK not in argument or Path(argument).exists():
        return [argument]
    return [part for part in argument.split(_WIDE_BLANK) if part]


def _path(part: str) -> str:
    """“甲.yaml”, 《甲.yaml》, 甲.yaml。: the file, where there is one of that name and none of the other."""
    bare = part.strip(_AROUND)
    if bare in ("", part) or not _is_there(bare) or _is_there(part):
        return part
    return bare


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):  # too long, or a character that no path can have
        return False


def _option(part: str, options: Collection[str]) -> str:
    """——batch, －－batch and -batch are --batch, where that is an option."""
    if part in options or not _DASHES.match(part):
        return part
    name, equals, value = _DASHES.sub("--", part).replace("＝", "=").partition("=")
    name = norm(name)
    return f"{name}{equals}{value}" if name in options or name.lower() in options else part
