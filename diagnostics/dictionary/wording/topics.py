"""What fields of work are commonly measured by 「常见主题的可量化指标」."""

from __future__ import annotations

import re

# The narrower stands before the wider: 代码质量 is asked for before 质量. Words of the measures: terms, wording.topic.
_TOPICS: tuple[tuple[str, str], ...] = (
    (
        "ability",
        r"(?:沟通|协调|表达|领导|执行|学习|创新|应变|抗压|专业|业务|管理|组织|分析|判断|决策|协作|合作|团队|解决问题|计划|"
        r"工作|综合|个人|岗位)[\u4e00-\u9fff]{0,4}(?:能力|素质|素养)|soft skill|interpersonal|"
        r"(?:communication|leadership|problem[- ]solving|teamwork|presentation|analytical) (?:skill|abilit|competenc)",
    ),
    ("code", r"代码|\bcode\b"),
    ("safety", r"安全|safety"),
    ("relation", r"客户关系|客情|老客户|customer relation|client relation"),
    ("service", r"客户服务|服务|客户体验|service|customer experience"),
    ("supplier", r"供应商|采购|supplier|procure|purchas"),
    ("delivery", r"交付|交货|发货|物流|配送|delivery|logistics|shipping"),
    ("inventory", r"库存|仓储|仓库|inventory|warehouse|stock"),
    ("equipment", r"设备|机器|系统|运维|equipment|machine|system|maintenance"),
    ("recruiting", r"招聘|recruit|hiring"),
    ("training", r"培训|学习|技能|素质|人才|能力|training|skill|talent|capabilit|learning"),
    ("document", r"文档|资料|报表|报告|复盘|档案|合同|document|report|contract|file"),
    ("compliance", r"合规|规范|风险|制度|内控|compliance|risk|control"),
    ("process", r"流程|审批|process|workflow|approval"),
    ("quality", r"质量|品质|质控|quality"),
    ("teamwork", r"协作|合作|沟通|协调|配合|协同|collaborat|communicat|cooperat|coordinat|teamwork"),
    ("attitude", r"态度|责任|积极|主动|意识|精神|敬业|作风|attitude|commitment|awareness|responsib"),
    ("efficiency", r"效率|效能|人效|efficien|productiv"),
    ("morale", r"氛围|文化|团队|员工关系|morale|culture|team"),
    ("cost", r"成本|费用|开支|降本|cost|expense|spend"),
    ("collection", r"回款|应收|collection|receivable"),
    ("innovation", r"创新|改善|改进|研发|innovat|improvement"),
    ("brand", r"品牌|宣传|推广|市场|brand|marketing|promotion"),
    ("sales", r"销售|业绩|营收|营销|业务|sales|revenue|business"),
    ("execution", r"执行|落实|工作|任务|计划|领导|日常|项目|execut|task|plan|leadership|work|project"),
)
_FORMS = tuple((key, re.compile(words, re.IGNORECASE)) for key, words in _TOPICS)
TOPICS: tuple[str, ...] = tuple(key for key, _ in _TOPICS)


def topic_of(text: str) -> str | None:
    """Topic of a wording, None where it is none of the common ones 「识别主题」.

    Examples
    --------
    >>> topic_of("提升团队效率"), topic_of("Improve customer service"), topic_of("其他")
    ('efficiency', 'service', None)
    """
    return next((key for key, form in _FORMS if form.search(text)), None)
