"""Forms of a name under which people take it for the same 「名称的规范形式」."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {each: at for at, each in enumerate("零一二三四五六七八九")} | {
    "\u3007": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
_NUMERAL = re.compile("[零\u3007一二两三四五六七八九十百壹贰叁]+")
_BRACKETED = re.compile(r"[(\[{【《〈「『][^()\[\]{}【】《》〈〉「」『』]*[)\]}】》〉」』]")
_ZEROS = re.compile(r"(?<![0-9.])0+(?=[0-9])")
# What stands at the end of a name and says what kind of place it is; the longer one first.
_KINDS = (
    "department", "有限责任公司", "股份有限公司", "branch", "region", "store", "有限公司", "shop", "area", "dept",
    "分公司", "子公司", "旗舰店", "专卖店", "直营店", "加盟店", "营业部", "营业厅", "办事处", "事业部", "ltd", "inc",
    "公司", "门店", "分店", "店铺", "部门", "分部", "大区", "片区", "区域", "地区", "网点", "店", "部", "区",
)  # fmt: skip
_PLACES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西",
    "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古",
    "广西", "西藏", "宁夏", "新疆", "香港", "澳门", "石家庄", "太原", "沈阳", "大连", "长春", "哈尔滨", "南京",
    "苏州", "无锡", "常州", "杭州", "宁波", "温州", "合肥", "福州", "厦门", "泉州", "南昌", "济南", "青岛", "烟台",
    "郑州", "武汉", "长沙", "广州", "深圳", "珠海", "佛山", "东莞", "中山", "海口", "三亚", "成都", "贵阳", "昆明",
    "西安", "兰州", "西宁", "银川", "乌鲁木齐", "呼和浩特", "南宁", "拉萨", "洛阳", "徐州", "南通", "绍兴", "金华",
    "台州", "嘉兴", "惠州", "潍坊", "临沂", "保定", "唐山",
)  # fmt: skip
_PLACE = re.compile(
    f"(?:{'|'.join(sorted(_PLACES, key=len, reverse=True))})"
    "(?:壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|市)?"
)


def folded(name: str) -> str:
    """Name without width, case, blanks and signs; words in brackets stay 「折叠宽度与标点」.

    Examples
    --------
    >>> folded("E-1 (East)"), folded("武侯·店")
    ('e1east', '武侯店')
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(each for each in plain if unicodedata.category(each)[0] not in "PZCS")


def numbered(name: str) -> str:
    """Folded name with its numbers in digits, without 第 and 号 「统一数字写法」.

    Examples
    --------
    >>> numbered("华东一区"), numbered("第十二分店"), numbered("01号店"), numbered("二十三车间")
    ('华东1区', '12分店', '1店', '23车间')
    """
    digits = _NUMERAL.sub(lambda found: _number(found[0]), folded(name))
    told = re.sub("第(?=[0-9])", "", digits)
    return _ZEROS.sub("", re.sub("(?<=[0-9])号", "", told))


def _number(text: str) -> str:
    """Chinese numeral in digits, as it stands where it is none that people write."""
    if all(each in _DIGITS for each in text):
        return "".join(str(_DIGITS[each]) for each in text)
    found = re.fullmatch("(?:(.)百)?零?(?:(.)?十)?(.)?", text)
    if found is None or any(each and each not in _DIGITS for each in found.groups()):
        return text
    hundreds, tens, ones = found.groups()
    ten = 10 * (_DIGITS[tens] if tens else 1) if "十" in text else 0
    return str((100 * _DIGITS[hundreds] if hundreds else 0) + ten + (_DIGITS[ones] if ones else 0))


def unbracketed(name: str) -> str:
    """Name without brackets and the words in them 「去除括号内容」.

    Examples
    --------
    >>> unbracketed("武侯店（新）"), unbracketed("（新）")
    ('武侯店', '(新)')
    """
    plain = unicodedata.normalize("NFKC", name)
    left = _BRACKETED.sub("", plain)
    return left if left.strip() else plain


def cored(name: str) -> str:
    """Folded name without what says at its end what kind of place it is 「去除类型后缀」.

    A number alone is no name: ``一区`` stays as it is.

    Examples
    --------
    >>> cored("武侯分店"), cored("华东1区域"), cored("1区"), cored("财务部")
    ('武侯', '华东1', '1区', '财务')
    """
    while True:
        kind = next((each for each in _KINDS if name.endswith(each) and _says(name[: -len(each)])), None)
        if kind is None:
            return name
        name = name[: -len(kind)]


def placeless(name: str) -> str:
    """Folded name without the provinces and cities in front 「去除省市前缀」.

    Examples
    --------
    >>> placeless("江苏省南京市新街口"), placeless("上海"), placeless("成都武侯")
    ('新街口', '上海', '武侯')
    """
    while (found := _PLACE.match(name)) is not None and _says(name[found.end() :]):
        name = name[found.end() :]
    return name


def _says(name: str) -> bool:
    """Whether what is left still says something: two signs, not all of them digits."""
    return len(name) >= 2 and not name.isdigit()


def edit_distance(one: str, two: str) -> int:
    """Fewest signs to put in, take out or change 「编辑距离」.

    Examples
    --------
    >>> edit_distance("kitten", "sitting")
    3
    """
    row = list(range(len(two) + 1))
    for at, left in enumerate(one, start=1):
        last, row[0] = row[0], at
        for to, right in enumerate(two, start=1):
            last, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, last + (left != right))
    return row[-1]
