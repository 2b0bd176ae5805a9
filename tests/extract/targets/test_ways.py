"""Ways in which notices print promises, each with all that must be read of it (see test_rules for the form)."""

import pytest

from tests.conftest import make_unit
from tests.extract.targets.test_rules import OWN_YEAR, reader, said

TASKS = [
    (
        "财政收入达到四百二十亿元，其中税收六十五亿元左右。",
        [
            "财政收入 eq 42000000000 元 stock (财政收入达到四百二十亿元)",
            "税收 approx 6500000000 元 stock (税收六十五亿元左右)",
        ],
        "numbers in words with a magnitude",
    ),
    (
        "单位能耗下降百分之二点五，优良天数比例保持在百分之九十二以上。",
        [
            "单位能耗 eq 2.5 % rate down (单位能耗下降百分之二点五)",
            "优良天数比例 ge 92 % share (优良天数比例保持在百分之九十二以上)",
        ],
        "percent in words",
    ),
    (
        "秸秆利用率提高到九成五，机械化率七成以上。",
        ["秸秆利用率 eq 95 % share (秸秆利用率提高到九成五)", "机械化率 ge 70 % share (机械化率七成以上)"],
        "tenths",
    ),
    (
        "四分之三的行政村实现公交直达。",
        ["行政村 eq 75 % share (四分之三的行政村实现公交直达)"],
        "a fraction has one decimal",
    ),
    ("城镇化率提高一点二个百分点。", ["城镇化率 eq 1.2 百分点 rate (城镇化率提高一点二个百分点)"], "points in words"),
    (
        "引进外资三个亿，完成技改投资12个亿。",
        ["外资 eq 300000000 元 flow (引进外资三个亿)", "技改投资 eq 1200000000 元 flow (完成技改投资12个亿)"],
        "个亿 is money",
    ),
    (
        "新建幼儿园三四所，惠及家庭六七千户。",
        ["幼儿园 range 3–4 所 flow (新建幼儿园三四所)", "家庭 range 6000–7000 户 flow (惠及家庭六七千户)"],
        "neighbouring digits are a range",
    ),
    ("改造卫生院十几个，开展活动数十场。", [], "a vague number in words is none"),
    (
        "用户数量增长两倍，税收增加1倍以上。",
        ["用户数量 eq 3 倍 rate (用户数量增长两倍)", "税收 ge 2 倍 rate (税收增加1倍以上)"],
        "growth by so many times",
    ),
    (
        "数字产业规模翻番，注册用户翻两番。",
        ["数字产业规模 eq 2 倍 rate (数字产业规模翻番)", "注册用户 eq 4 倍 rate (注册用户翻两番)"],
        "翻番",
    ),
    (
        "实现万家以上企业上云，培育百家以上示范企业。",
        ["企业 ge 10000 家 flow (实现万家以上企业)", "示范企业 ge 100 家 flow (培育百家以上示范企业)"],
        "a bare magnitude with its unit",
    ),
    ("服务惠及千家万户。", [], "a set phrase"),
    (
        "新建厂房12万m2，新增绿地3.5km2，造林2万hm2。",
        [
            "厂房 eq 120000 m2 flow (新建厂房12万m2)",
            "绿地 eq 3.5 km2 flow (新增绿地3.5km2)",
            "造林 eq 20000 hm2 flow (造林2万hm2)",
        ],
        "areas in letters",
    ),
    (
        "臭氧浓度≤150μg/m3，细颗粒物低于30微克每立方米。",
        [
            "臭氧浓度 le 150 μg/m3 stock (臭氧浓度≤150μg/m3)",
            "细颗粒物 lt 30 微克每立方米 stock (细颗粒物低于30微克每立方米)",
        ],
        "concentrations",
    ),
    (
        "电耗下降＞3%，水耗＜45立方米/万元。",
        ["电耗 gt 3 % rate down (电耗下降＞3%)", "水耗 lt 45 立方米/万元 stock (水耗＜45立方米/万元)"],
        "signs of comparison",
    ),
    (
        "培育专精特新企业18家①，新增上市公司3家[2]、独角兽企业1家（注3）。",
        [
            "专精特新企业 eq 18 家 flow (培育专精特新企业18家)",
            "上市公司 eq 3 家 flow (新增上市公司3家)",
            "独角兽企业 eq 1 家 flow (独角兽企业1家)",
        ],
        "marks of notes",
    ),
    (
        "支持260名骨干教师赴外研修、900名校长参加培训。",
        ["骨干教师 eq 260 名 flow exploring (支持260名骨干教师)", "校长 eq 900 名 flow exploring (900名校长)"],
        "people who are supported",
    ),
    (
        "继续办好实事，支持12所乡镇中学改善宿舍条件，帮助15个村改善供水。",
        ["乡镇中学 eq 12 所 flow (支持12所乡镇中学改善宿舍条件)", "村改善供水 eq 15 个 flow (帮助15个村改善供水)"],
        "places that are helped to do something; a village alone says nothing",
    ),
    (
        "变电容量达到2.5万兆伏安。",
        ["变电容量 eq 25000 兆伏安 stock (变电容量达到2.5万兆伏安)"],
        "the unit is 兆伏安, not 兆",
    ),
    ("帮助200户农户改善住房条件。", ["农户 eq 200 户 flow (帮助200户农户改善住房条件)"], "households too"),
    ("按规定支持12所乡镇中学。", [], "places that are only supported"),
    (
        "每年新增驿站20个，带动今后三年民间投资5亿元以上。",
        [
            "驿站 eq 20 个 flow each-year (新增驿站20个)",
            "民间投资 ge 500000000 元 flow (带动今后三年民间投资5亿元以上)",
        ],
        "the coming years are no part of the name, and their sum is not of each year",
    ),
    (
        "培育12家左右龙头企业、25家左右骨干企业。",
        ["龙头企业 approx 12 家 flow (培育12家左右龙头企业)", "骨干企业 approx 25 家 flow (25家左右骨干企业)"],
        "a bound between number and noun",
    ),
    (
        "互联网接入能力10000M以上。",
        ["互联网接入能力 ge 10000 M stock (互联网接入能力10000M以上)"],
        "a capacity without a verb",
    ),
    (
        "形成1200个以上的数据训练集。",
        ["数据训练集 ge 1200 个 flow (形成1200个以上的数据训练集)"],
        "以上的 before what is made",
    ),
    (
        "设立总规模不少于80亿元的产业基金。",
        ["产业基金 ge 8000000000 元 stock (设立总规模不少于80亿元的产业基金)"],
        "a fund by its size",
    ),
    (
        "围绕“到2027年新增市场主体9万户”，强化服务。",
        ["市场主体 eq 90000 户 flow 2027 (新增市场主体9万户)"],
        "a number before a closing quotation mark",
    ),
    ("确保实现“旅游收入增长12%以上”的目标。", ["旅游收入 ge 12 % rate (旅游收入增长12%以上)"], "a quoted goal"),
    (
        "截至2027年底，力争建成充电站90座。",
        ["充电站 eq 90 座 flow 2027 striving (建成充电站90座)"],
        "截至 of a year to come",
    ),
    ("截至2023年底，全县建成冷库30座。", [], "截至 of a year that is over"),
    (
        "更新燃气管网380公里\n牵头单位：市住建局",
        ["燃气管网 eq 380 公里 flow (更新燃气管网380公里)"],
        "a clause that a line ends",
    ),
    (
        "转移支付比上年增加1300亿元。",
        ["转移支付 eq 130000000000 元 flow (转移支付比上年增加1300亿元)"],
        "an increase is an amount of the period",
    ),
    ("今年全市高校毕业生超过9万人。", [], "a fact"),
    ("有望带动就业3000人。", [], "a forecast"),
    ("“十三五”期间，累计完成投资500亿元。", [], "a plan that is over"),
    (
        "污水处理率、垃圾处理率分别超过75%、90%。",
        ["污水处理率 gt 75 % share (污水处理率、垃圾处理率分别超过75%)", "垃圾处理率 gt 90 % share (90%)"],
        "分别 with shared bound",
    ),
    (
        "城镇、农村居民人均可支配收入分别增长5%和6%。",
        [
            "城镇居民人均可支配收入 eq 5 % rate (城镇、农村居民人均可支配收入分别增长5%)",
            "农村居民人均可支配收入 eq 6 % rate (6%)",
        ],
        "nouns that share their end",
    ),
    (
        "市、县两级网办率分别达到90%、70%。",
        ["网办率 eq 90 % share 市、县 (市、县两级网办率分别达到90%)", "网办率 eq 70 % share (70%)"],
        "one indicator at two levels",
    ),
    (
        "部署算力节点6个，推选典型案例10个，抓好90个重点技改项目建设。",
        [
            "算力节点 eq 6 个 flow (部署算力节点6个)",
            "典型案例 eq 10 个 flow (推选典型案例10个)",
            "重点技改项目 eq 90 个 flow (抓好90个重点技改项目建设)",
        ],
        "verbs not often met",
    ),
    (
        "推动超过2万家规上企业实施数字化转型。",
        ["规上企业 gt 20000 家 flow (推动超过2万家规上企业)"],
        "a push that names what is done",
    ),
    ("统筹建设35个便民服务站。", ["便民服务站 eq 35 个 flow (建设35个便民服务站)"], "no verb begins inside another"),
    ("申报单位须具备下列条件：1.注册资金不低于500万元；2.从业人员不少于30人。", [], "numbered conditions"),
    ("贷款额不低于500万元的项目优先安排。", [], "a size of the applicant"),
    (
        "引进和培养高层次人才200名，并开通5G基站300个。",
        ["高层次人才 eq 200 名 flow (引进和培养高层次人才200名)", "5G基站 eq 300 个 flow (开通5G基站300个)"],
        "verbs joined by 和, 并 before the clause",
    ),
    (
        "增速高于全省平均2个百分点以上。",
        ["增速 ge 2 百分点 rate (增速高于全省平均2个百分点以上)"],
        "ahead of others by points",
    ),
    (
        "关停85万吨以上落后产能。",
        ["落后产能 ge 850000 吨 flow down (关停85万吨以上落后产能)"],
        "so much capacity is closed",
    ),
    (
        "安排重大项目120个，年度投资300亿元。",
        ["重大项目 eq 120 个 flow (安排重大项目120个)", "重大项目年度投资 eq 30000000000 元 flow (年度投资300亿元)"],
        "a measure of what was counted",
    ),
    (
        "一般公共预算收入同口径增长4%。",
        ["一般公共预算收入 eq 4 % rate (一般公共预算收入同口径增长4%)"],
        "how growth is measured is no part of the name",
    ),
    (
        "年内新开工保障房2600套，6月底前改造危房70户。",
        ["保障房 eq 2600 套 flow 2026 (新开工保障房2600套)", "危房 eq 70 户 flow 2026 (改造危房70户)"],
        "the notice’s own year",
    ),
]

GOALS = [
    (
        "到2029年，产业规模达到300亿元。一是企业提质。新增规上企业50家。二是平台升级。建成省级平台10个。",
        [
            "产业规模 eq 30000000000 元 stock 2029 (产业规模达到300亿元)",
            "规上企业 eq 50 家 flow 2029 (新增规上企业50家)",
            "平台 eq 10 个 flow 2029 省级 (建成省级平台10个)",
        ],
        "the year at the head binds 一是…二是…",
    ),
    (
        "到2028年，力争实现以下目标：\n新增高新技术企业800家。\n到2030年，产业规模达到900亿元。\n建成园区5个。",
        [
            "高新技术企业 eq 800 家 flow 2028 (新增高新技术企业800家)",
            "产业规模 eq 90000000000 元 stock 2030 (产业规模达到900亿元)",
            "园区 eq 5 个 flow 2030 (建成园区5个)",
        ],
        "until another year is printed",
    ),
    (
        "做好2026年工作，要稳中求进。主要预期目标是：规上工业增加值增长7%。",
        ["规上工业增加值 eq 7 % rate (规上工业增加值增长7%)"],
        "a year that only names the work binds nothing",
    ),
]


CASES = [("task", *case) for case in TASKS] + [("goal", *case) for case in GOALS]


@pytest.mark.parametrize(("kind", "text", "wanted", "reason"), CASES, ids=[case[3] for case in CASES])
def test_way_of_promising(kind, text, wanted, reason):
    assert [said(target) for target in reader().read_unit(make_unit(text, kind=kind), OWN_YEAR)] == wanted, reason
