"""What may be told to everyone: nothing about the scorecard of one person 「可公开的部分」."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding
from diagnostics.model.mute import Heard
from diagnostics.model.scorecard import Scorecard


def public_cards(engagement: Engagement) -> tuple[Scorecard, ...]:
    """Scorecards that are not about one person 「可公开的考核表」."""
    people = {each.id for each in engagement.entities if each.person}
    return tuple(each for each in engagement.scorecards if each.entity not in people)


def public_findings(engagement: Engagement, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that are not about the scorecard of one person, and name nobody who is measured 「可公开的发现」."""
    public = {id(each) for each in public_cards(engagement)}
    cards = {each.id for each in engagement.scorecards if id(each) not in public}
    kinds = ("scorecard", "item")
    places = {str(place) for key, place in engagement.places.items() if key[0] in kinds and key[1] in cards}
    measured = _measured(engagement)
    # Without files a place is the noun itself.
    nouns = tuple(f"{kind} {card}" for kind in kinds for card in sorted(cards))
    return tuple(
        each
        for each in findings
        if not each.private
        and each.about not in cards
        and each.place not in places
        and not each.place.startswith(nouns)
        and not _names_any(each, measured)
    )


def _measured(engagement: Engagement) -> tuple[str, ...]:
    """Names of people who are measured; those who act as well appear by name."""
    acting = {*engagement.settings.people, *engagement.settings.people.values()}
    people = (each for each in engagement.entities if each.person)
    names = {name for each in people for name in (each.id, each.label, *each.aliases)}
    # One letter or figure stands in any sentence.
    return tuple(sorted(each for each in names - acting if len(each) > 1))


def _names_any(finding: Finding, names: Iterable[str]) -> bool:
    texts = (finding.message.zh, finding.message.en, finding.remedy.zh, finding.remedy.en)
    return any(name in text for name in names for text in texts)


def public_heard(engagement: Engagement, heard: Heard) -> Heard:
    """Findings that count and that were muted, as far as they are not about one person's scorecard 「可公开的发现」."""
    shown = public_findings(engagement, (each.finding for each in heard.muted))
    kept = {id(each) for each in shown}
    muted = tuple(each for each in heard.muted if id(each.finding) in kept)
    return Heard(public_findings(engagement, heard.open), muted)
