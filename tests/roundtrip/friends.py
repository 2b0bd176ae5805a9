"""Sentences whose numbers promise nothing: names, document numbers, results, conditions, durations, grants."""

from __future__ import annotations

from collections.abc import Callable

from tests.roundtrip.maker import Maker, add_form
from tests.roundtrip.truth import Sentence

Writer = Callable[[Maker], str]


def _entry(maker: Maker, name: str) -> tuple[str, str, int]:
    label, unit, low, high = maker.word(name).split("|")
    return label, unit, maker.rng.randint(int(low), int(high))


def _result(frame: str, name: str) -> Writer:
    def write(maker: Maker) -> str:
        label, unit, number = _entry(maker, name)
        return frame.format(name=label, amount=f"{number}{unit}", year=maker.year - 1, place=maker.place)

    return write


def _document(maker: Maker) -> str:
    year, number = maker.year - maker.rng.randint(1, 4), maker.rng.randint(1, 99)
    return f"落实{maker.word('documents')}（{maker.place[0]}政办发〔{year}〕{number}号）要求。"


def _text(*lines: str) -> Writer:
    return lambda maker: maker.rng.choice(lines)


FRIENDS: dict[str, tuple[Writer, bool]] = {  # (writer, whether a target read in it is left out of the count)
    "document-number": (_document, False),
    "article-number": (lambda maker: f"严格执行{maker.word('documents')}第十二条规定。", False),
    "program": (
        lambda maker: f"深入实施{maker.word('programs')}，{maker.word('verbs')}{maker.word('objects')}。",
        False,
    ),
    "line-name": (
        _text("推进轨道交通8号线延伸段建设。", "加快G312国道改线。", "完善S26高速连接线。", "推进1号渡口整治。"),
        False,
    ),
    "world-500": (_text("引进世界500强企业设立区域总部。", "支持企业入围中国民营企业500强。"), False),
    "technology": (
        _text(
            "推动5G与制造业融合。",
            "推广3D打印技术。",
            "全面部署IPv6。",
            "加强PM2.5来源解析。",
            "发展L4级自动驾驶。",
            "推广CT3000型设备。",
        ),
        False,
    ),
    "hotline": (
        _text("发挥12345热线作用。", "用好12388举报平台。", "落实24小时值班制度。", "畅通120急救通道。"),
        False,
    ),
    "grade": (_text("支持创建5A级旅游景区。", "鼓励医院争创三甲。", "推动酒店对标五星标准。"), False),
    "number-words": (
        _text(
            "推动一二三产业融合发展。",
            "建好“四好农村路”。",
            "深化三医联动改革。",
            "推进五水共治。",
            "落实“四个最严”要求。",
            "千方百计稳定就业。",
            "提供一站式服务。",
            "推广百年老店经验。",
            "激发万众创新热情。",
        ),
        False,
    ),
    "vague": (_text("培育一批领军企业。", "建设若干示范基地。", "推出一系列惠民举措。"), False),
    "year-name": (_text("对标2035年远景目标。", "落实2030年前碳达峰行动方案。", "衔接2060年碳中和愿景。"), False),
    "festival": (_text("办好“6·18”购物节。", "开展“11·9”消防宣传月活动。", "组织“3·15”维权活动。"), False),
    "ordinal": (_text("办好第三届海洋博览会。", "承办第12届全民健身大会。", "打赢第二轮治理攻坚战。"), False),
    "faster-than": (lambda maker: f"{_entry(maker, 'amounts')[0]}增速高于全省平均水平。", False),
    "enterprise-leads": (_text("支持链主企业牵头组建创新联合体。", "鼓励高校牵头承担科研项目。"), False),
    "answers-for": (_text("申报单位对材料真实性负责。", "严格落实行业主管部门负责制。"), False),
    "department-named": (lambda maker: f"加强与{maker.department()}的数据共享。", False),
    "round-name": (_text("落实“十四五”规划部署。", "巩固“双随机、一公开”成果。", "推广“一窗受理”模式。"), False),
    "result-last-year": (_result("{year}年，全市{name}达到{amount}。", "amounts"), False),
    "result-so-far": (_result("截至{year}年底，已建成{name}{amount}。", "built"), False),
    "result-period": (_result("“十三五”期间，累计新建{name}{amount}。", "built"), False),
    "result-already": (_result("目前，全市已有{name}{amount}。", "counted"), False),
    "condition": (lambda maker: f"对年营业收入{maker.rng.randint(2, 90)}000万元以上的企业，优先保障用地。", False),
    "condition-includes": (
        lambda maker: (
            f"总投资{maker.rng.randint(2, 90)}亿元以上（含{maker.rng.randint(2, 90)}亿元）的项目，纳入绿色通道。"
        ),
        False,
    ),
    "condition-years": (lambda maker: f"注册满{maker.rng.randint(2, 9)}年的社会组织可以参加评估。", True),
    "forecast": (lambda maker: f"预计全市应届高校毕业生超过{maker.rng.randint(2, 20)}万人。", False),
    "effective-date": (lambda maker: f"自{maker.year}年{maker.rng.randint(1, 12)}月1日起执行新标准。", False),
    "grant": (lambda maker: f"对通过验收的，给予最高{maker.rng.randint(2, 90)}0万元奖励。", True),
    "working-days": (lambda maker: f"申请材料齐全的，{maker.rng.randint(2, 9)}个工作日内办结。", True),
    "frequency": (_text("每季度召开一次调度会。", "每年开展两次评估。", "每月通报1次进展。"), True),
    "existing": (lambda maker: f"统筹推进{maker.rng.randint(4, 20)}条重点产业链建设。", True),
    "duration": (_text("连续三年开展评价。", "试点期限为2年。"), True),
}
for name, friend in FRIENDS.items():
    add_form("friend", name, friend)


def false_friend(maker: Maker) -> Sentence:
    used, (write, free) = maker.pick("friend")
    return Sentence(write(maker), forms=(used,), free=free)
