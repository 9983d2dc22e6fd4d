"""What the columns of an answer sheet are: questions, the group, the person, what a survey site adds 「表头识别」."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Literal

Role = Literal["group", "person", "record", "time", "site", "question"]
_NUMBER = re.compile(
    r"^\s*(?:(?:第\s*)?(?P<number>\d{1,3})\s*(?:题\s*[.、:：]?|[.、:：)）\uff0e]|(?=[^\d\s%.]))|[(（](?P<held>\d{1,3})[)）]|"
    r"(?P<ringed>[①-⑳])|(?:q|question|题目?)\s*(?P<asked>\d{1,3})\s*[.:：、)）\uff0e\s])\s*",
    re.IGNORECASE,
)
# A figure with its unit begins a sentence, not a list.
_COUNTED = re.compile(r"^\d+\s*(?:天|个|月|年|周|次|人|分|小时|%)")
_TAIL = re.compile(
    r"\s*[\[(（【](?:(?:单项?选择?|多项?选择?|量表|评分|打分|填空|必答|必填)题?|矩阵[^)）\]】]*|"
    r"single choice|multiple choice|rating|scale|required|\*)[\])）】]\s*$"
    r"|\s*[*\uff0a]+\s*$",
    re.IGNORECASE,
)
# What survey sites write beside the answers; none of it is an answer, and some of it finds people.
_SITE = re.compile(
    r"^(?:来源|来源详情|来自ip|ip|ip地址|所用时间|答题时长|总分|得分|答卷状态|地区|省份|城市|设备|浏览器|系统"
    r"|source|duration)$"
)
# What numbers the answers: who answered twice may have two of them.
_RECORD = re.compile(
    r"^(?:序号|行号|答卷编?号|答卷id|答卷序号|问卷编?号|提交编?号|提交序号|记录编?号|流水号|样本编?号|no\.?|#|s/?n|"
    r"(?:response|submission|record|entry|row|respondent)[ _-]*(?:id|no\.?|number|#)|id)$"
)
_TIME = re.compile(
    r"^(?:提交(?:答卷)?时间|答题时间|填写时间|结束时间|时间戳记?|日期|timestamp|submitted.*|end time|date)$"
)
# Whole headings: "我认同用“电话接通率”衡量工作" asks about a figure and tells of nobody.
_YOUR = r"(?:请(?:填写|输入|选择|问)?)?(?:您|你)?(?:的)?(?:个人|常用|本人)?"
_PERSON = re.compile(
    rf"^{_YOUR}(?:手机|手机号码?|电话|联系电话|电话号码|工号|员工编号|员工号|姓名|名字|邮箱|电子邮箱|e-?mail|openid|unionid"
    r"|用户名|学号|证件号码?|(?:自编|填[写表]人?|作答|个人|参与|参会|人员|用户|学员|匿名|本人)?(?:编号|代码|代号)"
    r"|(?:用户|员工)id|number|code|name|phone|employee (?:id|number|no)|user ?name)$"
    r"|^your (?:name|e-?mail|phone|number)$"
)
_GROUP = re.compile(
    rf"^{_YOUR}(?:目前|现在|所在)?(?:的)?(?:岗位|身份|职级|职务|职位|角色|级别|层级|人员)(?:类别|类型|属于|层级|是|性质)*$"
    r"|^(?:您|你)?是否(?:为|是|属于|担任)?管理(?:层|者|岗|人员|岗位|职务)?$|^(?:您|你)?是管理.*还是.*$"
    r"|^(?:your |job )?(?:group|role|position|level)(?: is)?$|^(?:are you )?(?:a )?manager or staff$"
    r"|^are you a manager$"
)


def question_text(heading: str) -> str:
    """Words of a question without its number and what a survey site adds 「题干」.

    Examples
    --------
    >>> question_text("3、我清楚本岗位的目标[单选题]*"), question_text("第12题 目标够得着")
    ('我清楚本岗位的目标', '目标够得着')
    >>> question_text("Q4. I know my targets"), question_text("30天内能完成")
    ('I know my targets', '30天内能完成')
    """
    clean = " ".join(heading.split())
    for _ in range(2):
        clean = _TAIL.sub("", clean)
    numbered = _NUMBER.match(clean)
    if numbered and not _COUNTED.match(clean):
        clean = clean[numbered.end() :]
    return clean.strip()


def question_number(heading: str) -> int | None:
    """Number that stands before a question, None where none does 「题号」.

    Examples
    --------
    >>> [question_number(each) for each in ("Q3\uff1a我清楚目标\uff08单选\uff09", "第12题 目标够得着", "30天内能完成")]
    [3, 12, None]
    """
    clean = " ".join(heading.split())
    match = None if _COUNTED.match(clean) else _NUMBER.match(clean)
    if match is None:
        return None
    if match["ringed"]:
        return ord(match["ringed"]) - ord("①") + 1
    return int(match["number"] or match["held"] or match["asked"])


def same(heading: str) -> str:
    """Form in which two headings of one question are alike 「题干比对形式」.

    Examples
    --------
    >>> same("1、我认同用“营收”衡量我们的工作。") == same("9.我认同用'营收'衡量我们的工作")
    True
    """
    plain = unicodedata.normalize("NFKC", question_text(heading)).casefold()
    return "".join(each for each in plain if each.isalnum())


def roles(headings: Sequence[str], group: str = "", on_scale: Collection[int] = ()) -> dict[int, Role]:
    """What each column is, by place 「各列用途」.

    Parameters
    ----------
    headings : sequence of str
        As they stand.
    group : str
        Heading of the column that tells management from staff, where it was declared.
    on_scale : collection of int
        Columns whose answers are on the scale: those are questions, whatever stands above them.
    """
    found: dict[int, Role] = {}
    for place, heading in enumerate(headings):
        clean = unicodedata.normalize("NFKC", question_text(heading)).casefold().strip(" ?:")
        named = same(heading) == same(group) if group else "group" not in found.values() and _GROUP.match(clean)
        if place in on_scale:
            found[place] = "question"
        elif named:
            found[place] = "group"
        elif _TIME.match(clean):
            found[place] = "time"
        elif _SITE.match(clean):
            found[place] = "site"
        elif _RECORD.match(clean):
            found[place] = "record"
        elif _PERSON.match(clean):
            found[place] = "person"
        else:
            found[place] = "question"
    return found
