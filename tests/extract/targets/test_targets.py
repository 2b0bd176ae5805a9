"""Which numbers are promises, with everything that belongs to them, and which are not."""

from dataclasses import replace

import pytest

from tests.conftest import make_unit

# (sentence, [(indicator, op, value, unit, kind)], reason)
TARGETS = [
    (
        "新增专精特新“小巨人”企业40家以上、瞪羚企业50家以上、独角兽企业1家以上。",
        [
            ("专精特新“小巨人”企业", "ge", 40, "家", "flow"),
            ("瞪羚企业", "ge", 50, "家", "flow"),
            ("独角兽企业", "ge", 1, "家", "flow"),
        ],
        "a list that shares its verb",
    ),
    (
        "优良天数分别达到东城220天、西城210天。",
        [("东城优良天数", "eq", 220, "天", "stock"), ("西城优良天数", "eq", 210, "天", "stock")],
        "the number of each place",
    ),
    (
        "改造里程分别为东城30公里、西城25公里。",
        [("东城改造里程", "eq", 30, "公里", "flow"), ("西城改造里程", "eq", 25, "公里", "flow")],
        "the work of each place",
    ),
    (
        "新增研发平台20家、总量超300家。",
        [("研发平台", "eq", 20, "家", "flow"), ("研发平台", "gt", 300, "家", "stock")],
        "the whole of what was counted before",
    ),
    (
        "新增劳动力平均受教育年限达到13.5年。",
        [("新增劳动力平均受教育年限", "eq", 13.5, "年", "stock")],
        "an average is a level",
    ),
    (
        "商场照明系统的能效在现有水平上提升10%。",
        [("商场照明系统的能效", "eq", 10, "%", "rate")],
        "what exists is where a rise begins, not the thing counted",
    ),
    ("30%以上县城建成智慧照明系统。", [("建成智慧照明系统的县城", "ge", 30, "%", "share")], "a share opens its clause"),
    ("60%的街道率先达到创建标准。", [("街道", "eq", 60, "%", "share")], "an adverb is no part of the name"),
    (
        "带动未来五年工业投资900亿元以上。",
        [("工业投资", "ge", 90_000_000_000, "元", "flow")],
        "nor are the years ahead",
    ),
    ("全市高新技术企业达到900家。", [("高新技术企业", "eq", 900, "家", "stock")], "a level"),
    ("累计培训技能人才2万人次以上。", [("技能人才", "ge", 20_000, "人次", "stock")], "累计 counts the whole"),
    (
        "新建7台燃气锅炉，关停24台燃煤锅炉。",
        [("燃气锅炉", "eq", 7, "台", "flow"), ("燃煤锅炉", "eq", 24, "台", "flow")],
        "the number opens its noun",
    ),
    ("规模以上工业增加值增长6%左右。", [("规模以上工业增加值", "approx", 6, "%", "rate")], "growth"),
    (
        "单位地区生产总值能耗较2020年下降13.5%。",
        [("单位地区生产总值能耗", "eq", 13.5, "%", "rate")],
        "reduction against a baseline",
    ),
    ("非化石能源消费占比提高到18%以上。", [("非化石能源消费占比", "ge", 18, "%", "share")], "a share to be reached"),
    ("信用贷款占比提高3个百分点。", [("信用贷款占比", "eq", 3, "百分点", "rate")], "points are growth"),
    ("煤炭消费总量控制在1450万吨以内。", [("煤炭消费总量", "le", 14_500_000, "吨", "stock")], "an upper limit"),
    ("建成不少于12个边缘数据中心。", [("边缘数据中心", "ge", 12, "个", "flow")], "a bound before the number"),
    ("全省60%以上的图书馆具备数字服务能力。", [("图书馆", "ge", 60, "%", "share")], "a share of things"),
    ("80个高频事项实现“跨省通办”。", [("高频事项", "eq", 80, "个", "flow")], "things that achieve something"),
    ("推进10处人行过街设施建设。", [("人行过街设施", "eq", 10, "处", "flow")], "a weak verb with 建设"),
    ("每年举办2—3场对接活动。", [("对接活动", "range", 2, "场", "flow")], "a range"),
    ("数字经济核心产业规模翻一番。", [("数字经济核心产业规模", "eq", 2, "倍", "rate")], "a multiple"),
    ("物流业增加值突破1500亿元。", [("物流业增加值", "gt", 150_000_000_000, "元", "stock")], "money"),
    ("审批时限压缩至5个工作日以内。", [("审批时限", "le", 5, "个工作日", "stock")], "a time to be reached"),
    (
        "改造2008年底前建成的职工宿舍6栋，新建充电车棚40处。",
        [("职工宿舍", "eq", 6, "栋", "flow"), ("充电车棚", "eq", 40, "处", "flow")],
        "the year says which things are meant",
    ),
    (
        "支持建设4个联合检测平台，对验收合格的给予不超过200万元补助。",
        [("联合检测平台", "eq", 4, "个", "flow"), ("补助", "le", 2_000_000, "元", "grant")],
        "a grant leaves the work before it a target",
    ),
    (
        "平台实名用户突破80万。",
        [("平台实名用户", "gt", 800_000, "", "stock")],
        "a number that its noun before it explains",
    ),
    (
        "改造80公里以上灌溉渠道、新修泵站6座。",
        [("灌溉渠道", "ge", 80, "公里", "flow"), ("泵站", "eq", 6, "座", "flow")],
        "a bounded length is an amount although the list counts on",
    ),
    ("帮扶300人以上返乡青年。", [("返乡青年", "ge", 300, "人", "flow")], "a bounded number of persons"),
    ("——累计建成冷库14座。", [("冷库", "eq", 14, "座", "stock")], "a bullet is no part of a name"),
    (
        "培训员工300人次，招引商贸企业6家。",
        [("员工", "eq", 300, "人次", "flow"), ("商贸企业", "eq", 6, "家", "flow")],
        "员工 and 商贸 are no nouns of the verb before them",
    ),
    (
        "农药使用强度下降比例不低于5%。",
        [("农药使用强度下降比例", "ge", 5, "%", "rate")],
        "a share that something falls by",
    ),
    ("压缩审批环节至3个以内。", [("审批环节", "le", 3, "个", "stock")], "brought to a level by the verb before it"),
    ("压减煤炭消费量20万吨。", [("煤炭消费量", "eq", 200_000, "吨", "flow")], "a measure is named without its verb"),
    (
        "一是2022年，全市建成公园15个，基础不断夯实；二是绿地面积突破46万平方米。",
        [("绿地面积", "gt", 460_000, "平方米", "stock")],
        "the past of one point is not that of the next",
    ),
    (
        "实现70%以上审批事项全程网办。",
        [("审批事项全程网办", "ge", 70, "%", "share")],
        "a share of things that is reached",
    ),
    (
        "技能人才占就业人员的比例达到1/3。",
        [("技能人才占就业人员的比例", "eq", 33.3, "%", "share")],
        "a fraction in digits",
    ),
    (
        "全县计划实现0.8万贫困人口脱贫，柳河村、三岔村等7个贫困村出列。",
        [("贫困人口脱贫", "eq", 8_000, "", "flow"), ("贫困村出列", "eq", 7, "个", "flow")],
        "people are counted without a unit, and villages that leave a list",
    ),
    ("城镇新增就业人数5万以上。", [("城镇新增就业人数", "ge", 50_000, "", "flow")], "people behind 人数"),
    (
        "实现滨江产业园年度投资30亿以上。",
        [("滨江产业园年度投资", "ge", 3_000_000_000, "", "flow")],
        "money without 元",
    ),
    (
        "水果、蔬菜产量均稳定在百万吨以上。",
        [("水果、蔬菜产量", "ge", 1_000_000, "吨", "stock")],
        "a magnitude that is a number by itself",
    ),
    (
        "我县“户户通”道路三年总任务800公里，总投资6亿元；2024年：硬化道路300公里，总计投资2亿元。",
        [
            ("“户户通”道路", "eq", 800, "公里", "flow"),
            ("“户户通”道路总投资", "eq", 600_000_000, "元", "flow"),
            ("道路", "eq", 300, "公里", "flow"),
            ("道路总计投资", "eq", 200_000_000, "元", "flow"),
        ],
        "what is invested is spent in the period",
    ),
    (
        "茶叶基地带动500户1800人脱贫。",
        [("脱贫", "eq", 500, "户", "flow"), ("脱贫", "eq", 1_800, "人", "flow")],
        "two numbers that count the same",
    ),
    (
        "登记失业的毕业生当年实现100%就业。",
        [("登记失业的毕业生就业", "eq", 100, "%", "share")],
        "what all of them reach",
    ),
    (
        "投资800万元建设智能温室育苗基地。",
        [("智能温室育苗基地", "eq", 8_000_000, "元", "flow")],
        "money for what is built",
    ),
    (
        "确保新增光伏装机200万千瓦、新能源发电量超500亿千瓦时。",
        [("光伏装机", "eq", 2_000_000, "千瓦", "flow"), ("新能源发电量", "gt", 50_000_000_000, "千瓦时", "stock")],
        "what a year yields is no addition, also in a list of additions",
    ),
    ("布局建设50万千瓦独立储能项目。", [("独立储能项目", "eq", 500_000, "千瓦", "flow")], "the size of what is built"),
    (
        "完成现有6万户存量危房改造任务。",
        [("存量危房", "eq", 60_000, "户", "flow")],
        "work on what exists, with a number of its own",
    ),
    (
        "城乡三项医疗保险参保率达到95%以上。",
        [("城乡三项医疗保险参保率", "ge", 95, "%", "share")],
        "a number in the name of a share counts nothing",
    ),
    (
        "新开通充电桩2万个以上，总数达到6万个以上。",
        [("充电桩", "ge", 20_000, "个", "flow"), ("充电桩总数", "ge", 60_000, "个", "stock")],
        "总数 is of what was counted before",
    ),
    (
        "抓好云州机床厂等90个以上技改重点项目。",
        [("技改重点项目", "ge", 90, "个", "flow")],
        "an example before the number",
    ),
    ("为28个乡镇养老院配齐助浴设备。", [("乡镇养老院", "eq", 28, "个", "flow")], "things that are given something"),
    ("新增污泥处置能力5万吨/年。", [("污泥处置能力", "eq", 50_000, "吨/年", "flow")], "a compound unit"),
    (
        "研发经费不低于主营收入的4%。",
        [("研发经费", "ge", 4, "%", "share")],
        "the bound stands before what the share is taken of",
    ),
    (
        "无害化处理率达到95%，农房改造320户。",
        [("无害化处理率", "eq", 95, "%", "share"), ("农房改造", "eq", 320, "户", "flow")],
        "a count beside a share is no share",
    ),
    (
        "可再生水厂扩建2座，设计日供水能力60万吨。",
        [("可再生水厂扩建", "eq", 2, "座", "flow"), ("设计日供水能力", "eq", 600_000, "吨", "stock")],
        "a capacity beside works is a level",
    ),
    (
        "二是改造乡镇驿站15个。",
        [("乡镇驿站", "eq", 15, "个", "flow")],
        "the mark of an item is no part of the indicator",
    ),
    ("企业成本平均压减8%。", [("企业成本平均", "eq", 8, "%", "rate")], "平均 is one word"),
    (
        "行政村文艺演出每个村每年至少6场。",
        [("行政村文艺演出", "ge", 6, "场", "flow")],
        "so many a year are done, not reached",
    ),
    ("市财政每年安排5000万元专项资金。", [("专项资金", "eq", 50_000_000, "元", "flow")], "money by the name behind it"),
    ("城镇新增就业5万人以上。", [("城镇新增就业", "ge", 50_000, "人", "flow")], "新增 inside the indicator"),
]


@pytest.mark.parametrize(("sentence", "wanted", "reason"), TARGETS, ids=[case[2] for case in TARGETS])
def test_targets(sentence, wanted, reason, target_reader):
    found = target_reader.read_unit(make_unit(sentence), 2023)
    assert [(one.indicator, one.op, one.value, one.unit, one.kind) for one in found] == wanted


NO_TARGETS = [
    ("深入实施三个“百千万”工程。", "a number in the name of a programme"),
    ("聚焦省规划85项重大工程、市委明确的重点建设任务，梳理筛选项目。", "what the work is about"),
    ("通过旧村改造，可释放用地90公顷，超过当前未建设空地的2倍。", "what a measure may bring, and a comparison"),
    ("项目建成后可带动就业300人。", "what is expected of a project"),
    ("秸秆按1/2的配比混合还田，见第1/3页。", "a proportion of mixing, a page"),
    ("2024年1/4版次完成编制。", "a fraction that nothing reaches"),
    ("统筹推进24条重点产业链高质量发展。", "what exists already"),
    ("加快5G、8号线和“15515+N”工程建设。", "digits in names"),
    ("对年营业收入2000万元以上的企业优先纳入培育库。", "a condition"),
    ("截至2022年底，全市已建成平台30个。", "a past result"),
    ("开展为期三年的专项整治行动。", "a duration"),
    ("引进世界500强企业。", "a rank in a name"),
    ("贯彻落实国发〔2022〕18号文件。", "a document number"),
    ("每季度召开1次调度会议。", "a frequency"),
    ("本措施适用于登记满2年、营业收入2000万元以上的企业。", "who may apply"),
    ("快件二次包装全面减少。", "a word that holds a numeral"),
    ("推进8号线南段建设。", "a thing that bears a number"),
    ("落实国发〔2022〕18号文件。", "a document number in brackets"),
    ("推动工业4.0升级。", "a version"),
    ("资金按1：1配套。", "a ratio"),
    ("畅通12345热线。", "a hotline"),
    ("近三年来，园区累计引进企业300家。", "a past result without 已"),
    ("在2022年改造渠道35公里的基础上，持续提升灌溉能力。", "what stands already is the basis"),
    ("一是做好服务；二是“十三五”期间，全市累计培养医生158名。", "a past plan opens a point"),
    (
        "一是再新增窗口，优化服务；二是2020年以来，全区累计争取资金4亿元。",
        "the promise of one point does not turn the next to the future",
    ),
    ("更新500人以上企业的名录。", "a size of enterprises in persons"),
]


@pytest.mark.parametrize(("sentence", "reason"), NO_TARGETS, ids=[case[1] for case in NO_TARGETS])
def test_no_targets(sentence, reason, target_reader):
    assert [target.text for target in target_reader.read_unit(make_unit(sentence), 2023)] == [], reason


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("关停燃煤锅炉24台。", "down"),
        ("单位产值能耗下降3%。", "down"),
        ("审批时限压缩至5个工作日以内。", "down"),
        ("申报材料精简30%以上。", "down"),
        ("煤炭消费降幅达到2%。", "down"),
        ("新建燃气锅炉7台。", "up"),
        ("城镇调查失业率控制在5.5%以内。", "up"),
        ("形成二氧化碳减排量40万吨。", "up"),
    ],
)
def test_direction(sentence, direction, target_reader):
    """A ceiling asks for no more of it, which is not less than there is."""
    (target,) = target_reader.read_unit(make_unit(sentence), 2023)
    assert target.direction == direction


def test_grants_are_of_their_own_kind(target_reader):
    found = target_reader.read_unit(
        make_unit("对新认定的国家级、省级工程研究中心，分别给予200万元、100万元奖励。"), 2023
    )
    assert [(target.kind, target.value) for target in found] == [("grant", 2_000_000), ("grant", 1_000_000)]


def test_a_grade_is_kept_apart_from_the_indicator(target_reader):
    found = target_reader.read_unit(make_unit("新增国家级绿色工厂2家以上、省级10家左右。"), 2023)
    assert [(target.level, target.indicator, target.value) for target in found] == [
        ("国家级", "绿色工厂", 2),
        ("省级", "绿色工厂", 10),
    ]


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("新增企业10家。", "firm"),
        ("确保新增企业10家。", "firm"),
        ("力争新增企业10家。", "striving"),
        ("争取新增企业10家。", "striving"),
        ("探索建设示范区2个。", "exploring"),
    ],
)
def test_strength(sentence, strength, target_reader):
    (target,) = target_reader.read_unit(make_unit(sentence), 2023)
    assert target.strength == strength


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("力争到2025年，新增国家级平台2个以上。", "新增国家级平台2个以上"),
        ("年底前，新建充电桩500个。", "新建充电桩500个"),
        ("每年培育企业20家。", "培育企业20家"),
    ],
)
def test_the_span_leaves_out_time_and_striving(sentence, text, target_reader):
    (target,) = target_reader.read_unit(make_unit(sentence), 2023)
    assert target.text == text
    assert sentence[target.start : target.end] == text


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("进出境旅客和货邮吞吐量年均分别增长12%和9%。", [("进出境旅客吞吐量", 12), ("货邮吞吐量", 9)]),
        (
            "进出境旅客突破300万人次，货邮吞吐量达到20万吨，年均分别增长12%和9%。",
            [("进出境旅客", 3_000_000), ("货邮吞吐量", 200_000), ("进出境旅客", 12), ("货邮吞吐量", 9)],
        ),
        (
            "财政收入增长4%；调查失业率5.2%左右；城乡居民人均可支配收入分别增长5%、6%左右。",
            [
                ("财政收入", 4),
                ("调查失业率", 5.2),
                ("城镇居民人均可支配收入", 5),
                ("农村居民人均可支配收入", 6),
            ],
        ),
        (
            "全市经济年均增速：生产总值年均增长7%左右，人均生产总值8万元以上，一二三产增加值年均分别增长4%左右、8%左右、5%左右。",
            [
                ("生产总值", 7),
                ("人均生产总值", 80_000),
                ("一产增加值", 4),
                ("二产增加值", 8),
                ("三产增加值", 5),
            ],
        ),
        ("游客增长8%，单位能耗分别下降3%、2%。", [("游客", 8), ("单位能耗", 3), ("单位能耗", 2)]),
        (
            "其中第一、二、三产业增加值分别增长4%、6%、7%。",
            [("第一产业增加值", 4), ("第二产业增加值", 6), ("第三产业增加值", 7)],
        ),
        ("城镇、农村居民收入分别达到6、3万元。", [("城镇居民收入", 60_000), ("农村居民收入", 30_000)]),
        ("铅和镉平均浓度分别不高于0.5和0.05微克/立方米。", [("铅平均浓度", 0.5), ("镉平均浓度", 0.05)]),
    ],
    ids=[
        "nouns before 分别",
        "nouns of the clauses before",
        "a word for town and country, not the clauses before",
        "a word for three sectors",
        "one noun of its own stays with each number",
        "three sectors by their full name",
        "a shared 万",
        "a shared measure",
    ],
)
def test_respectively_gives_each_number_its_noun(sentence, wanted, target_reader):
    found = target_reader.read_unit(make_unit(sentence), 2023)
    assert [(target.indicator, target.value) for target in found] == wanted
    assert all(target.unit for target in found)


def test_a_yearly_growth_makes_no_level_beside_it_yearly(target_reader):
    found = target_reader.read_unit(make_unit("生产总值年均增长6%左右、迈上2万亿元台阶。"), 2023)
    assert [(target.value, target.each_year) for target in found] == [(6, True), (2_000_000_000_000, False)]


@pytest.mark.parametrize(("kind", "deadline"), [("goal", 2027), ("task", None)])
def test_the_year_a_goal_paragraph_opens_with_binds_its_later_sentences(kind, deadline, target_reader):
    found = target_reader.read_unit(make_unit("到2027年，产业规模达到300亿元。培育骨干企业12家。", kind=kind), 2024)
    assert [target.deadline for target in found] == [2027, deadline]


@pytest.mark.parametrize(
    ("sentence", "deadlines"),
    [
        ("2024年，改革取得突破，新增床位90张。", [2024]),
        ("2022年，改革取得突破，新增床位90张。", []),
        ("2023年，已取得突破，新增床位90张。", []),
        ("一是标准自2024年6月1日起执行；二是新增床位90张。", [None]),
    ],
    ids=["the year to come", "a year that is over", "the own year looked back on", "the day a rule begins"],
)
def test_a_year_that_opens_a_sentence(sentence, deadlines, target_reader):
    assert [target.deadline for target in target_reader.read_unit(make_unit(sentence), 2023)] == deadlines


def test_a_section_of_results_promises_nothing(target_reader):
    unit = make_unit("全市垃圾焚烧率为82%，处理能力约900吨。")
    assert len(target_reader.read_unit(unit, 2024)) == 2
    assert target_reader.read_unit(replace(unit, headings=("一、工作基础",)), 2024) == []
    goal = replace(unit, kind="goal", headings=("发展形势和总体要求",))
    assert len(target_reader.read_unit(goal, 2024)) == 2, "a section that tells the state and sets goals"


def test_each_year_reaches_over_its_list(target_reader):
    found = target_reader.read_unit(make_unit("每年培育龙头企业5家、骨干企业20家。"), 2023)
    assert [target.each_year for target in found] == [True, True]


def test_a_lead_in_binds_the_goals_below_it(target_reader):
    (target,) = target_reader.read_unit(
        make_unit("创新平台达到20个。", kind="goal"), 2023, lead_in="到2025年，力争实现以下目标："
    )
    assert target.deadline == 2025


@pytest.mark.parametrize("lead_in", ["2026年是规划的开局之年。", "今年工作总的要求是稳中求进。"])
def test_a_lead_in_that_tells_of_the_year_binds_nothing(lead_in, target_reader):
    (target,) = target_reader.read_unit(make_unit("生产总值增长6%。", kind="goal"), 2026, lead_in=lead_in)
    assert target.deadline is None


def test_the_completion_time_of_a_unit_binds_what_prints_no_year(target_reader):
    found = target_reader.read_unit(make_unit("新建驿站3个。2024年底前新建公园2个。"), 2023, due="2025年6月")
    assert [target.deadline for target in found] == [2025, 2024]


def test_clauses_are_not_read(target_reader):
    text = "做强产业。（责任单位：市工信局；完成时限：2023年底，新增企业5家）"
    assert target_reader.read_unit(make_unit(text), 2023, skip=((5, len(text)),)) == []
