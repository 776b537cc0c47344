"""China's one time zone: days on papers and deadlines are those of Beijing, whatever a machine is set to."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def in_beijing(time: datetime) -> datetime:
    """A moment as clocks in China show it; a time without an offset is taken as one of theirs."""
    return time.astimezone(BEIJING) if time.tzinfo else time.replace(tzinfo=BEIJING)


def beijing_day(time: datetime) -> date:
    """The day of a moment in China."""
    return in_beijing(time).date()


def recorded_time(text: str) -> datetime | None:
    """A time as manifests and ledger lines hold it, in Beijing; None if the text is none."""
    try:
        return in_beijing(datetime.fromisoformat(text))
    except ValueError:
        return None
