"""Words that call for better without saying how much 「模糊表述」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from diagnostics.dictionary.wording.figures import figures
from diagnostics.dictionary.wording.measured import head, measured, tells_counting
from diagnostics.dictionary.wording.script import is_chinese, plain

Kind = Literal["aim", "task", "degree"]

_ADVERBS = r"持续|不断|全面|进一步|大力|积极|努力|着力|切实|有效地|稳步|逐步|显著|大幅|尽量|尽力|尽快"
_VERBS = (
    r"提升|提高|加强|增强|强化|优化|改善|改进|完善|推进|推动|促进|做好|做实|抓好|抓实|搞好|管好|确保|保证|"
    r"落实|深化|夯实|加大|加快|降低|减少|压降|压缩|增加|扩大|拓展|巩固|健全|实现|争取|力争|控制"
)
_CHINESE_AIM = re.compile(
    rf"^(?:为了?)?(?:(?:(?:{_ADVERBS})地?)*(?P<word>{_VERBS})(?=[\u4e00-\u9fffA-Za-z])|"
    rf"(?P<adverb>{_ADVERBS})(?=[\u4e00-\u9fff]))"
)
# The same characters as part of a thing's name: 提升机故障率, 改善提案数, 优化项目完成率.
_THING = re.compile(
    r"^(?:提升[机泵管井阀]|优化[师器]|加强[筋版型]|强化[木玻]|推进[剂器]|促进剂|增强[剂型版]|压缩[空机包文]|"
    r"控制[率点图器室阀柜]|控制系统|控制程序|"
    rf"(?:{_VERBS})(?:率|额|值|数|量|度|幅度|比例|次数|金额|天数|时长|时间)|"
    rf"(?:{_VERBS})(?:方案|项目?|措施|任务|行动|会议|课题|提案|建议|活动|事项|工程|金额|收益|点).*"
    r"(?:率|数|量|额|占比|天数|得分|周期|时长))"
)
_CHINESE_TASK = re.compile(
    r"^(?P<verb>维护|保障|配合|协助|完成|开展|参与|支持|负责|协调|按时|按期|及时|跟进|执行|组织|"
    r"做)(?=[\u4e00-\u9fff])|"
    r"(?P<word>提升|提高|优化|改善|改进|加强|完善|建设|管理|推进|落实|维护|配合|协助|支持|工作|把控|管控|"
    r"保障|跟进|沟通|协作|合作|"
    r"协调|执行|开展|服务|意识|态度|精神|能力|作风|氛围|表现|质量|效果|执行力|领导力|凝聚力|影响力|战斗力|"
    r"创新力|竞争力|学习力|责任心|降本增效|提质增效|提质降本|降本提质|开源节流|增收节支|增收创效|精益求精|扭亏增盈|节能降耗|"
    r"责任感|上进心|[\u4e00-\u9fff]{2}性)$(?<!可用性)(?<!可靠性)"
)
_DEGREE = re.compile(
    r"(?P<word>(?:较|更|很|非常|比较)[好高低快多少强]|及时(?![率性数单])|尽快|尽量|尽可能|迅速|良好(?!率)|"
    r"大幅|显著|到位(?!率))"
)
# What stands for the missing figure: a date, plan or rule laid down elsewhere.
_LAID_DOWN = re.compile(
    r"计划|约定|规定|承诺|合同|标准|要求|截止|到期|时限|交期|SLA|目标|预算|plan|agreed|promised|due|"
    r"deadline|contract|standard",
    re.IGNORECASE,
)
_ENGLISH_AIM = re.compile(
    r"^(?:to |continuously |constantly |actively |further |significantly )*"
    r"(?P<word>improve|enhance|strengthen|optimi[sz]e|ensure|boost|maximi[sz]e|minimi[sz]e|increase|"
    r"reduce|raise|foster|deepen|"
    r"streamline|do better|do well|be better|make (?:sure|better))\s+(?!in\b|of\b)(?=\w)",
    re.IGNORECASE,
)
_ENGLISH_TASK = re.compile(
    r"\b(?P<word>improvement|enhancement|optimi[sz]ation|teamwork|collaboration|cooperation|communication|"
    r"attitude|commitment|"
    r"leadership|awareness|building|management|coordination)$",
    re.IGNORECASE,
)
_ENGLISH_DEGREE = re.compile(
    r"\b(?P<word>promptly|quickly|soon|timely|adequate(?:ly)?|appropriate(?:ly)?|reasonabl[ey]|as (?:soon|"
    r"much|far|many) as possible|"
    r"satisfactor(?:y|ily)|in good quality)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Vague:
    """A vague wording 「模糊表述」.

    Parameters
    ----------
    kind : {"aim", "task", "degree"}
        ``aim``: a verb of betterment in place of a measure (提升客户满意度); ``task``: a field of work that names
        nothing to measure (团队建设); ``degree``: how well, without a limit (及时完成).
    word : str
        The word that tells, as written.
    """

    kind: Kind
    word: str


def vague_name(text: str) -> Vague | None:
    """Vague wording of a name or aim; None where it has a figure or names a measure 「名称是否模糊」.

    Examples
    --------
    >>> vague_name("提升团队效率"), vague_name("部门人均产出提升20%")
    (Vague(kind='aim', word='提升'), None)
    >>> vague_name("团队建设").kind, vague_name("改善提案数"), vague_name("Improve customer service").word
    ('task', None, 'Improve')
    """
    told, name = plain(text), head(text)
    if not name or figures(told):
        return None
    chinese = is_chinese(name)
    aim = (_CHINESE_AIM if chinese else _ENGLISH_AIM).search(name)
    if aim and not (chinese and _THING.search(name)):
        return Vague("aim", _told(aim))
    task = (_CHINESE_TASK if chinese else _ENGLISH_TASK).search(name)
    if task and measured(name) is None:
        return Vague("task", _told(task))
    return None


def vague_degree(text: str) -> Vague | None:
    """Vague degree in a definition: promptly, well, without a limit or a plan to hold it to 「程度是否模糊」.

    Examples
    --------
    >>> vague_degree("及时完成回访的会员 \u00f7 有效会员").word, vague_degree("七日内及时完成回访的会员")
    ('及时', None)
    >>> vague_degree("按计划及时交付的订单 \u00f7 订单")
    """
    told = plain(text)
    if figures(told) or _LAID_DOWN.search(told):
        return None
    match = (_DEGREE if is_chinese(told) else _ENGLISH_DEGREE).search(told)
    return Vague("degree", match["word"]) if match else None


def _told(match: re.Match[str]) -> str:
    return next(word for word in match.groupdict().values() if word)


def names_measure(name: str, definition: str = "") -> bool:
    """Whether a name or its definition tells what is measured 「是否可量化」."""
    return measured(name) is not None or bool(figures(name)) or tells_counting(definition)
