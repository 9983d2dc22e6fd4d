"""KPI sheets of different make, as companies keep them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Rows = Sequence[Sequence[Any]]


def workbook(path: Path, sheets: dict[str, tuple[Rows, Sequence[str]]]) -> Path:
    """Workbook of sheets, each with its rows and merges."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, (rows, merges) in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for merge in merges:
            sheet.merge_cells(merge)
    book.save(path)
    return path


def list_by_role(path: Path) -> Path:
    """One list: roles merged down the first column, weights as percent."""
    rows = [
        ["华宁商贸2025年度各岗位KPI考核指标表"],
        [],
        ["序号", "岗位", "考核指标", "权重", "目标值", "评分标准", "数据来源", "考核周期"],
        [1, "渠道销售", "销售额达成率", 0.5, "季度120万", "完成率×权重", "ERP", "季度"],
        [2, None, "新客户签约数", 0.2, "≥12个", "完成率×权重", "CRM", "季度"],
        [3, None, "回款率", 0.2, 92, "每低1%扣2分", "财务部", "季度"],
        [4, None, "提升客户满意度", 0.1, None, "客户回访评分", None, "季度"],
        [5, "采购专员", "采购成本率", 0.4, "≤62%", "实际/目标×权重", "财务部", "月度"],
        [6, None, "到货及时率", 0.3, "≥95%", "每低1个百分点扣3分，扣完为止", "仓库台账", "月度"],
        [7, None, "来料质量", 0.2, "合格率≥98%，退货率≤1%", "低于目标扣分，高于目标加分", "质检", "月度"],
        [8, None, "供应商管理", 0.05, "做好供应商管理", "上级评分", None, "月度"],
        ["备注：本表由人力资源部解释。"],
    ]
    return workbook(path, {"考核表": (rows, ["A1:H1", "B4:B7", "B8:B11", "A12:H12"])})


def sheet_per_person(path: Path) -> Path:
    """A form for each person: labels above, a header of two rows, points instead of weights, totals and signatures."""
    head: list[list[Any]] = [
        ["绩 效 考 核 表"],
        ["姓名：", "李芳", "岗位：", "仓库主管", "考核周期：", "2025年6月"],
        ["指标类别", "考核指标", "指标定义/计算公式", "分值", "目标", None, None, "考核办法", "自评", "上级评"],
        [None, None, None, None, "底线", "目标", "挑战", None, None, None],
    ]
    rows = [
        *head,
        ["业绩", "库存准确率", "账实相符的SKU数÷盘点SKU数", "40分", "97%", "99%", "99.8%", "每低0.1%扣1分", None, None],
        [
            None,
            "发货及时率",
            "当日16点前订单当日发出的比例",
            "30分",
            "95%",
            "98%",
            "99%",
            "低于95%不得分，95%-98%得20分，98%以上得30分",
            None,
            None,
        ],
        [None, "货损率", "报损金额÷出库金额", "20分", "0.5%", "0.3%", "0.2%", "每超0.1%扣5分", None, None],
        ["行为", "团队建设", None, "10分", None, "良好", None, "主管酌情评分", None, None],
        ["合计", None, None, "100分"],
        ["考核等级：A 90分以上；B 80-89分；C 80分以下"],
        ["被考核人签字：", None, None, None, "直接上级签字：", None, None, None, "日期："],
    ]
    other = [
        head[0],
        ["姓名：", "赵强", "岗位：", "叉车司机", "考核周期：", "2025年6月"],
        *head[2:],
        ["业绩", "装卸吨数", "当月完成的装卸吨数", "50分", 800, 1000, 1200, "完成率×分值", None, None],
        [None, "安全事故", "责任事故次数", "30分", None, "0次", None, "每发生1次扣15分", None, None],
        [None, "设备点检完成率", "完成点检天数÷应点检天数", "20分", "95%", "100%", None, "每缺一次扣2分", None, None],
        ["合计", None, None, "100分"],
    ]
    merges = ["A1:J1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3", "H3:H4", "I3:I4", "J3:J4"]
    return workbook(
        path, {"李芳": (rows, [*merges, "A5:A7", "A10:J10"]), "赵强": (other, [*merges, "A5:A7"]), "说明": ([["填表说明", None], ["请于每月5日前提交", None]], [])}
    )  # fmt: skip


def english_blocks(path: Path) -> Path:
    """Blocks below each other on one sheet, in English."""
    head = ["KPI", "How measured", "Weight (%)", "Target", "Scoring rule", "Owner", "Frequency"]
    rows = [
        ["KPI scorecards FY2025"],
        [],
        ["Role: Support engineer"],
        head,
        [
            "First response time",
            "hours from ticket to first answer",
            20,
            "within 4 hours",
            "Deduct 2 points per 1% late",
            "Support",
            "Monthly",
        ],
        [
            "Average handling time",
            "minutes per ticket",
            20,
            "<= 30 minutes",
            "actual / target x weight",
            "Support",
            "Monthly",
        ],
        [
            "Customer satisfaction score",
            "survey, 1 to 5",
            20,
            ">= 4.5",
            "actual / target x weight",
            "Support",
            "Quarterly",
        ],
        ["Tickets closed", "number of tickets", 20, 120, "actual / target x weight", "Support", "Monthly"],
        ["Teamwork", None, 20, "good", "Rated by manager", None, "Yearly"],
        [],
        ["Role: Account manager"],
        head,
        ["Net revenue", "invoiced in the quarter", 50, "1.2 million", "actual / target x weight", "Sales", "Quarterly"],
        ["New customers", "first invoices", 30, "at least 6", "all or nothing", "Sales", "Quarterly"],
        ["Improve forecast quality", None, 30, None, None, None, None],
    ]
    return workbook(path, {"Scorecards": (rows, [])})


def turned(path: Path) -> Path:
    """KPIs beside each other: headings down the first column."""
    rows = [
        ["客服专员绩效指标"],
        ["考核指标", "接通率", "平均通话时长", "一次解决率", "质检合格率"],
        ["权重", "30%", "30%", "20%", "20%"],
        ["目标值", "≥95%", "≤180秒", "≥85%", "≥98%"],
        ["评分标准", "每低1%扣2分", "每超10秒扣1分", "每低1%扣2分", "每低1%扣5分"],
        ["数据来源", "呼叫系统", "呼叫系统", "工单系统", "质检表"],
    ]
    return workbook(path, {"Sheet1": (rows, ["A1:E1"])})


def clean(path: Path) -> Path:
    """A card with nothing wrong that a sheet could show."""
    rows = [
        ["岗位：质检员"],
        ["指标名称", "计算公式", "权重", "目标值", "评分标准", "数据来源", "考核周期"],
        ["检验及时率", "按时完成的批次÷应检批次", "40%", "≥98%", "完成率×权重，最高120%", "MES", "月度"],
        ["漏检率", "漏检件数÷检验件数", "40%", "≤0.2%", "目标÷实际×权重，最高120%", "客诉台账", "月度"],
        ["报告差错率", "有错的报告份数÷报告份数", "20%", "≤1%", "每超1%扣10分，每低1%加2分", "抽查表", "月度"],
    ]
    return workbook(path, {"质检员": (rows, [])})


MAKES: dict[str, Callable[[Path], Path]] = {
    "list_by_role": list_by_role, "sheet_per_person": sheet_per_person, "english_blocks": english_blocks,
    "turned": turned, "clean": clean,
}  # fmt: skip
