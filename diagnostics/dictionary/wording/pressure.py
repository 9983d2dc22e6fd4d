"""KPIs that are easily reached the wrong way, and what to watch beside them 「易被做数的指标」."""

from __future__ import annotations

import re
from dataclasses import dataclass

from diagnostics.dictionary.wording.measured import head
from diagnostics.model.kpi import Direction


@dataclass(frozen=True, slots=True)
class Pressure:
    """A kind of KPI that is easily reached the wrong way 「易被做数的指标类别」.

    Parameters
    ----------
    key : str
        What the terms call it: ``wording.pressure.<key>``.
    direction : {"higher", "lower"}
        Direction in which it presses.
    grave : bool
        Whether it is known for it in every trade, else it depends on who counts.
    """

    key: str
    direction: Direction
    grave: bool
    _name: re.Pattern[str]
    _counter: re.Pattern[str]

    def presses(self, names: tuple[str, ...]) -> bool:
        """Whether one of a KPI's names is of this kind 「是否属于该类」."""
        return any(self._name.search(head(each)) for each in names)

    def is_countered_by(self, names: tuple[str, ...]) -> bool:
        """Whether a KPI of these names would show the harm 「能否制衡」."""
        return any(self._counter.search(head(each)) for each in names)


_REACHED = r"(?:总额|总量|达成率|完成率|增长率|目标达成率|计划完成率)?$"
_GOOD = (
    r"质量|合格|良率|良品|满意|投诉|退货|退款|返工|返修|准确|quality|satisf|complaint|return|refund|"
    r"rework|accura|yield|defect|scrap"
)


def _kind(key: str, direction: Direction, name: str, counter: str, *, grave: bool = True) -> Pressure:
    return Pressure(
        key, direction, grave, re.compile(name, re.IGNORECASE), re.compile(f"{_GOOD}|{counter}", re.IGNORECASE)
    )


PRESSURES: tuple[Pressure, ...] = (
    _kind(
        "handling",
        "lower",
        r"(?:通话|处理|接待|服务|问诊|就诊|办理|响应|会话|结案|作业|诊疗)(?:总|平均)?(?:时长|时间|耗时|用时|周期)$|"
        r"\b(?:handling|handle|call|response|resolution|consultation|service) (?:time|duration)s?$",
        r"解决|复发|重开|重复来电|不良|差错|resol|reopen|repeat|error",
    ),
    _kind(
        "contacts",
        "higher",
        r"(?:拜访|外呼|电话|通话|邀约|线索|注册|下载|曝光|点击|阅读|浏览|内容产出|发文|推文|发布|简历|面试|"
        r"走访|加微|加粉)"
        rf"(?:量|数量|数|次数|人数|条数|篇数|总数|总量)?{_REACHED}|(?:粉丝数|粉丝量){_REACHED}|"
        r"\b(?:calls|visits) made$|\bsales calls$|\b(?:leads|sign-?ups|registrations|downloads|impressions|"
        r"clicks|posts|articles|page views|"
        r"followers)(?: generated| published| per \w+)?$",
        r"转化|有效|成交|成单|签约|采纳|留存|复购|到场|到访|录用|入职|完播|convers|qualif|adopt|retention|"
        r"repurch|hire|win",
    ),
    _kind(
        "sales",
        "higher",
        r"(?:销售(?:额|收入|业绩|量)|营业(?:额|收入)|(?:主营|业务)收入|营收|业绩|GMV|销量|签约(?:额|数|量|"
        r"客户数)|新签(?:客户)?(?:额|数)|合同额|成交(?:额|量|数|单数)|"
        rf"新客户(?:数|数量|签约数|开发数|开发数量|开发量)|订单(?:量|数|额)){_REACHED}|"
        r"^(?:net |gross |total |monthly |new )*(?:sales|revenue|turnover|gmv|bookings)(?: revenue| volume|"
        r" amount| value| target| attainment)?$|"
        r"\b(?:orders|deals|contracts|customers) (?:won|signed)$|\bnew customers$",
        r"复购|续约|续费|续签|回款|毛利|利润|流失|留存|坏账|账期|逾期|客诉|口碑|推荐|repurch|renew|collect|"
        r"margin|profit|churn|retention|overdue|"
        r"promoter|bad debt|receivable",
    ),
    _kind(
        "output",
        "higher",
        rf"(?:(?<!人均)(?:产量|产出量|完工数|完工量|加工量|生产数量|入库量|出库量|计件数|检验数|发货量)){_REACHED}|"
        r"^(?:total |daily |monthly )*(?:output|production|production volume|units produced|pieces made|throughput)$",
        r"不良|报废|次品|废品|缺陷|安全|事故|差错|破损|safety|accident|error|damage",
    ),
    _kind(
        "cost",
        "lower",
        r"(?<!机会)(?:成本|费用|开支|支出|采购单价|采购价)(?:率|占比|总额)?$|\b(?:cost|costs|expenses?|"
        r"spend)(?: per \w+| of \w+| ratio)?$|"
        r"\bpurchase price$",
        r"安全|及时|准时|报废|不良|故障|流失|差错|利润|毛利|产量|产出|营收|销售|事故|service level|on[- ]time|"
        r"safety|failure|churn|profit|margin|sales|revenue",
        grave=False,
    ),
    _kind(
        "reported",
        "lower",
        r"(?:出错|差错|失误)(?:次数|件数|起数|数|率)?$|\b(?:errors|"
        r"mistakes)(?: per \w+)?$|\berror rate$",
        r"上报|报告|抽查|复核|检查|检出|审计|隐患|盘点|report|audit|inspect|near miss|check",
        grave=False,
    ),
)


def pressure_of(names: tuple[str, ...], direction: Direction) -> Pressure | None:
    """Kind of a KPI that is easily reached the wrong way, None where it is none of the known ones 「是否易被做数」.

    Parameters
    ----------
    names : tuple of str
        The KPI's names.
    direction : str
        Its direction: what presses upwards is no pressure where lower is better.

    Examples
    --------
    >>> pressure_of(("平均通话时长",), "lower").key, pressure_of(("销售额达成率",), "higher").key
    ('handling', 'sales')
    >>> pressure_of(("平均通话时长",), "higher"), pressure_of(("客户满意度",), "higher")
    (None, None)
    """
    return next((each for each in PRESSURES if each.direction == direction and each.presses(names)), None)
