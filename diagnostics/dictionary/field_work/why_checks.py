"""What is wrong with chains of whys 「追问链检查」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from diagnostics.dictionary.rules.found import found
from diagnostics.errors import Place
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding
from diagnostics.model.root_cause import Why, WhyChain
from diagnostics.model.text import Text

ATTITUDE, UNSHOWN, OPINIONS, STUCK = CODES = ("PD230", "PD231", "PD232", "PD233")
_SHOWN = 60
# Words that put it down to what somebody is like. What is measured or organised may bear the same words.
_ZH = re.compile(
    "(?:工作|服务|学习)?态度(?:不|差|消极|恶劣|有问题|问题|$)|责任心|责任感|责任意识|不负责任?(?!人)|粗心|马虎|大意|疏忽"
    "|不认真|不用心|不上心|不细心|不仔细|不重视|不积极|不主动|不努力|偷懒|懒惰|懒散|太懒|敷衍|散漫|人为失误|人为疏忽|人不行"
    "|(?:意识|素质|执行力|悟性|能力)(?:太|较|很|比较)?(?:差|低|弱|淡薄|不强|不高|不足|不够)|积极性(?:不|差|低)"
)
_EN = re.compile(
    r"\b(?:(?:bad|poor|wrong|negative) attitudes?|attitude problems?|careless(?:ness|ly)?|laz(?:y|iness)"
    r"|negligen(?:t|ce)|sloppy|sloppiness|irresponsib\w+|unmotivated|inattenti\w+|human error"
    r"|lack of (?:\w+ ){0,2}(?:responsibility|motivation|commitment|discipline|care)"
    r"|(?:do(?:es)?n['\u2019]t|do(?:es)? not) care|not (?:\w+ )?(?:careful|committed|motivated))\b",
    re.IGNORECASE,
)
_MEASURED = re.compile("评分|调查|问卷|口径|指标|考核表|培训|制度|survey|score|question", re.IGNORECASE)


def why_findings(engagement: Engagement) -> tuple[Finding, ...]:
    """What is wrong with an engagement's chains of whys 「追问链检查」."""
    causes = {each.id: each.actionable for each in engagement.causes}
    return tuple(
        finding for chain in engagement.whys
        for finding in chain_findings(chain, engagement.places.get(("whys", chain.id)), causes)
    )  # fmt: skip


def chain_findings(chain: WhyChain, place: Place | None, causes: Mapping[str, bool]) -> Iterator[Finding]:
    """What is wrong with one chain, each kind told once a link 「追问链检查」.

    Parameters
    ----------
    place : Place, optional
        Where it stands.
    causes : mapping of bool
        Whether each hypothesis can be changed by somebody.

    Notes
    -----
    Levels are not counted: a chain is as long as it needs to be.
    """
    where = str(place or chain.id)
    ends = 0
    for path in _paths(chain.whys, ()):
        last = path[-1]
        text = _brief(last)
        is_end = not last.whys
        if is_end and blames(last.because):
            yield found(ATTITUDE, "warning", where, chain.id, chain=chain.problem, text=text)
        if last.kind == "fact" and not last.evidence.strip():
            yield found(UNSHOWN, "warning", where, chain.id, chain=chain.problem, text=text)
        if is_end and all(each.kind == "opinion" and not each.evidence.strip() for each in path):
            yield found(OPINIONS, "warning", where, chain.id, chain=chain.problem, text=text)
        ends += is_end and (last.actionable or causes.get(last.cause or "", False))
    if not ends:
        yield found(STUCK, "warning", where, chain.id, chain=chain.problem)


def blames(words: Text) -> bool:
    """Whether words put it down to a person's attitude 「归咎于态度」.

    Examples
    --------
    >>> blames(Text(zh="店员责任心不强")), blames(Text(zh="服务态度评分口径不清")), blames(Text(en="Human error"))
    (True, False, True)
    """
    return any(
        pattern.search(text) is not None and _MEASURED.search(text) is None
        for pattern, text in ((_ZH, words.zh.strip()), (_EN, words.en), (_EN, words.zh), (_ZH, words.en.strip()))
    )


def _paths(whys: tuple[Why, ...], above: tuple[Why, ...]) -> Iterator[tuple[Why, ...]]:
    """Every link with those above it, the link last."""
    for each in whys:
        path = (*above, each)
        yield path
        yield from _paths(each.whys, path)


def _brief(link: Why) -> Text:
    def short(text: str) -> str:
        return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"

    return Text(zh=short(link.because.say("zh")), en=short(link.because.say("en")))
