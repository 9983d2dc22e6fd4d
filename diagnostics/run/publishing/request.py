"""Which documents a command asks for: steps, audiences, forms 「发布请求」."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from diagnostics.errors import InputError, UnknownNameError, unknown
from diagnostics.run.steps import NAMES

LEADERSHIP = "leadership"
AUDIENCES = (LEADERSHIP, "client", "consultant")
PARTY = "party:"
FORMS = ("html", "pdf", "png", "pptx")
LAST = NAMES[-1]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One page that is asked for, in one or more forms 「所求页面」.

    Parameters
    ----------
    step : str
        Step whose page it is; the last one's for a party, whose sheet is of no step.
    audience : str
        ``leadership``, ``client``, ``consultant`` or ``party:ID``.
    forms : tuple of str
        ``html``, ``pdf``, ``png``, ``pptx``.
    """

    step: str
    audience: str
    forms: tuple[str, ...] = ("html",)

    @property
    def party(self) -> str:
        """Id of the party whose sheet it is, empty for every other page 「当事方」."""
        return self.audience.removeprefix(PARTY) if self.audience.startswith(PARTY) else ""

    def name(self, form: str) -> str:
        """Name of the file below the period's folder: it never bears a client's name 「文件名」.

        Examples
        --------
        >>> Wanted("close", "leadership").name("html"), Wanted("track", "client").name("pdf")
        ('retrospective.html', 'client/track.pdf')
        >>> Wanted("close", "party:north").name("html")
        'party/north/pay.html'
        """
        if self.party:
            return f"party/{self.party}/pay.{form}"
        stem = "retrospective" if self.step == LAST else self.step
        return f"{'' if self.audience == LEADERSHIP else f'{self.audience}/'}{stem}.{form}"


def asked(steps: str, audiences: str, forms: str, parties: Collection[str]) -> tuple[Wanted, ...]:
    """Pages that options such as ``align,close`` and ``leadership,party:north`` name 「解析发布请求」.

    Parameters
    ----------
    steps, audiences, forms : str
        Names with commas between them; of steps also ``all``.
    parties : collection of str
        Ids of the parties whose own figures the run holds.

    Raises
    ------
    InputError
        When a name is none, with the nearest known one, or an option names nothing.
    """
    wanted_steps = NAMES if steps.strip() == "all" else _names(steps, NAMES, ("step", "--step"), ["all"])
    chosen = _names(forms, FORMS, ("form", "--as"))
    found = []
    for audience in _audiences(audiences, parties):
        own = (LAST,) if audience.startswith(PARTY) else wanted_steps
        found += [Wanted(step, audience, chosen) for step in own]
    return tuple(found)


def _audiences(text: str, parties: Collection[str]) -> Iterator[str]:
    for name in _parts(text, "--audience"):
        party = name.removeprefix(PARTY).strip()
        if name.startswith(PARTY):
            if party not in parties:
                raise _unknown_party(party, parties)
            yield f"{PARTY}{party}"
        elif name in AUDIENCES:
            yield name
        else:
            raise unknown("audience", name, [*AUDIENCES, *(f"{PARTY}{each}" for each in parties)], "--audience")


def _unknown_party(party: str, parties: Collection[str]) -> InputError:
    if parties:
        return unknown("party", party, parties, "--audience")
    return UnknownNameError(f"Unknown party {party!r} in --audience: the run holds no party's own figures.")


def _names(text: str, known: Collection[str], told: tuple[str, str], more: Iterable[str] = ()) -> tuple[str, ...]:
    names = _parts(text, told[1])
    for name in names:
        if name not in known:
            raise unknown(told[0], name, [*known, *more], told[1])
    return tuple(each for each in known if each in names)


def _parts(text: str, option: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))
    if not names:
        raise InputError(f"{option} names nothing.")
    return names
