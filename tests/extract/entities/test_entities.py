"""What counts as a named thing, where its name begins and ends, and what only looks like one."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import load_lexicon
from pipeline.extract.entities.boundaries import Boundaries, flat, trie_pattern
from pipeline.extract.entities.reader import (
    LABEL_ORDER,
    SKIPPED_KEY,
    SPANS_KEY,
    EntityReader,
    add_entity_pipe,
    all_mentions,
    looks_like_department,
    register_component,
    training_docbin,
)
from pipeline.knowledge.bodies import Registry
from pipeline.records import ENTITY_LABELS, Entity, Unit
from tests.conftest import ROOT, make_unit

LEXICON = ROOT / "configs" / "lexicon" / "entities.yaml"


@pytest.fixture(scope="module")
def lexicon() -> dict:
    return load_lexicon(ROOT, "entities")


@pytest.fixture(scope="module")
def reader(lexicon: dict, registry: Registry) -> EntityReader:
    return EntityReader(lexicon, is_department=registry.is_known)


def found_in(reader: EntityReader, text: str, skip: tuple[tuple[int, int], ...] = ()) -> list[tuple[str, str]]:
    return [(entity.label, entity.text) for entity in reader.read_unit(make_unit(text), skip=skip)]


# (sentence, [(label, text)], reason)
ACCEPTED = [
    # documents
    ("落实《清江市稳岗就业办法》，做好服务。", [("DOC", "《清江市稳岗就业办法》")], "a document"),
    (
        "按照《清江市稳岗就业办法》（清政发〔2021〕9号）执行。",
        [("DOC", "《清江市稳岗就业办法》（清政发〔2021〕9号）")],
        "its number belongs to it",
    ),
    (
        "印发《关于〈清江条例〉实施“百日攻坚”的意见》。",
        [("DOC", "《关于〈清江条例〉实施“百日攻坚”的意见》")],
        "a quotation inside a title is no programme",
    ),
    # quotations
    ("实施“群山”引才计划，吸引青年来清江创业。", [("PROGRAM", "“群山”引才计划")], "the head noun closes the name"),
    ("建立重点企业“红名单”机制。", [("PROGRAM", "重点企业“红名单”机制")], "a noun before the quotation belongs to it"),
    ("开展全市“清风”专项行动。", [("PROGRAM", "“清风”专项行动")], "全市 does not belong to it"),
    ("申报国家级“质量先锋”。", [("PROGRAM", "“质量先锋”")], "nor does a grade"),
    ("升级“城市慧眼”，接入更多数据。", [("PROGRAM", "“城市慧眼”")], "nor does a verb"),
    (
        "举办“山城灯会”“江畔市集”等活动。",
        [("PROGRAM", "“山城灯会”"), ("PROGRAM", "“江畔市集”")],
        "quotations side by side are two",
    ),
    ("构建“一环三带”的一体化绿道网络。", [("PROGRAM", "“一环三带”的一体化绿道网络")], "a head behind 的"),
    ("实施“小巨人”培育工程。", [("PROGRAM", "“小巨人”培育工程")], "a kind of thing with a strong head is a programme"),
    (
        "上线“江城办”APP，优化“江城通”服务平台。",
        [("PROJECT", "“江城办”APP"), ("PROJECT", "“江城通”服务平台")],
        "software and platforms are works",
    ),
    # names by their last words
    ("高标准建设清江实验室。", [("ORG", "清江实验室")], "a laboratory"),
    ("支持国家储能技术转化中心扩容。", [("ORG", "国家储能技术转化中心")], "the state with a field"),
    (
        "支持国家绿氢创新中心（清江）开展攻关。",
        [("ORG", "国家绿氢创新中心（清江）")],
        "the place in brackets belongs to it",
    ),
    (
        "支持清江理工大学牵头组建清江绿色矿山产业联盟。",
        [("ORG", "清江理工大学"), ("ORG", "清江绿色矿山产业联盟")],
        "a university and an alliance",
    ),
    ("推动清江软件园、南屏机器人产业园扩容。", [("PLACE", "清江软件园"), ("PLACE", "南屏机器人产业园")], "parks"),
    ("依托清江国际陆港开行班列。", [("PLACE", "清江国际陆港")], "a port"),
    ("推进3号线北段、5号线二期建设。", [("PROJECT", "3号线北段"), ("PROJECT", "5号线二期")], "numbered lines"),
    (
        "加快清江至南岭铁路、南岭抽水蓄能电站建设。",
        [("PROJECT", "清江至南岭铁路"), ("PROJECT", "南岭抽水蓄能电站")],
        "works by their ends and by their kind",
    ),
    ("建成清江水库60兆瓦光伏项目。", [("PROJECT", "清江水库60兆瓦光伏项目")], "a capacity names a work"),
    (
        "建设国家级水产种质资源库和省新型膜材料中试基地。",
        [("PROJECT", "国家级水产种质资源库"), ("PROJECT", "省新型膜材料中试基地")],
        "a grade with a field; two names joined by 和",
    ),
    (
        "支持清江港区建设海洋材料中试基地。",
        [("PLACE", "清江港区")],
        "a name begins anew behind a verb, and what follows is a kind",
    ),
    ("完善市级全民阅读信息平台。", [("PROJECT", "市级全民阅读信息平台")], "a platform of a level"),
    (
        "启动乡村教师能力提升工程，开展河湖清洁攻坚行动。",
        [("PROGRAM", "乡村教师能力提升工程"), ("PROGRAM", "河湖清洁攻坚行动")],
        "campaigns somebody runs",
    ),
    ("设立清江市青年创业基金。", [("PROGRAM", "清江市青年创业基金")], "a fund"),
    ("举办青年发明大赛和高原音乐节。", [("PROGRAM", "青年发明大赛"), ("PROGRAM", "高原音乐节")], "events"),
    ("开行中欧班列（清江号）。", [("PROGRAM", "中欧班列（清江号）")], "a known programme and its series"),
    (
        "依托国家儿童医学中心、市医疗废物处置中心二期开展示范。",
        [("ORG", "国家儿童医学中心"), ("PROJECT", "市医疗废物处置中心二期")],
        "the state or a city with a field of public bodies",
    ),
    (
        "改善县博物馆、文化馆和省社科院条件。",
        [("ORG", "县博物馆"), ("ORG", "文化馆"), ("ORG", "省社科院")],
        "a body by its level, and one that shares it",
    ),
    ("推进县人民医院住院楼建设。", [("PROJECT", "县人民医院住院楼")], "a building of a body is a work"),
    (
        "支持远岭重工公司、云谷科技开展技改。",
        [("ORG", "远岭重工公司"), ("ORG", "云谷科技")],
        "a firm without 公司 beside one with it",
    ),
    (
        "推动浩海铝业尾渣综合利用项目投产。",
        [("PROJECT", "浩海铝业尾渣综合利用项目")],
        "a name of its own before what the project does",
    ),
    (
        "推进G518改线、清江三桥、环岭旅游公路建设。",
        [("PROJECT", "G518改线"), ("PROJECT", "清江三桥"), ("PROJECT", "环岭旅游公路")],
        "roads and bridges",
    ),
    ("整合清江工业互联网平台。", [("PROJECT", "清江工业互联网平台")], "a platform of a place no gazetteer knows"),
    ("开展打击盗采河砂专项行动。", [("PROGRAM", "打击盗采河砂专项行动")], "what is fought belongs to the campaign"),
    (
        "开展重点路段“除隐患”行动。",
        [("PROGRAM", "重点路段“除隐患”行动")],
        "so do the words before a quotation that is run",
    ),
    (
        "办好①清江龙舟赛、②第六届柳编节。",
        [("PROGRAM", "清江龙舟赛"), ("PROGRAM", "第六届柳编节")],
        "events by their last word, marked by numbers",
    ),
    ("奖励获得澄江奖、云帆奖的作品。", [("PROGRAM", "澄江奖"), ("PROGRAM", "云帆奖")], "awards"),
    ("设立20亿元清江成果转化基金。", [("PROGRAM", "清江成果转化基金")], "a sum before a fund does not count it"),
    (
        "执行《清江渡口管理规定》（交通运输部令2021年第6号）。",
        [("DOC", "《清江渡口管理规定》（交通运输部令2021年第6号）")],
        "the number of an order",
    ),
    # lists
    (
        "在脑机接口、量子计算、深空探矿等领域攻关。",
        [("INDUSTRY", "脑机接口"), ("INDUSTRY", "量子计算"), ("INDUSTRY", "深空探矿")],
        "等领域 makes an industry of every item",
    ),
    (
        "对钢铁、水泥、焦化等行业实行清单管理。",
        [("INDUSTRY", "钢铁"), ("INDUSTRY", "水泥"), ("INDUSTRY", "焦化")],
        "等行业",
    ),
    (
        "推动半导体、氢能、软件和信息服务六大产业提质。",
        [("INDUSTRY", "半导体"), ("INDUSTRY", "氢能"), ("INDUSTRY", "软件和信息服务")],
        "a count closes a list too; 和 inside a term does not cut it",
    ),
    ("突破智算和超算等前沿技术。", [("INDUSTRY", "智算"), ("INDUSTRY", "超算")], "和 between two terms does"),
    (
        "推广智慧种植、智慧灌溉、智慧仓储，促进增收。",
        [("INDUSTRY", "智慧种植"), ("INDUSTRY", "智慧灌溉"), ("INDUSTRY", "智慧仓储")],
        "items that all begin alike",
    ),
    (
        "引进检验检测、工业设计、供应链金融等服务机构。",
        [("INDUSTRY", "检验检测"), ("INDUSTRY", "工业设计"), ("INDUSTRY", "供应链金融")],
        "items that are mostly known",
    ),
    (
        "建设清江大桥改造、南岭水厂等项目。",
        [("PROJECT", "清江大桥改造"), ("PROJECT", "南岭水厂")],
        "等项目 lists works",
    ),
    ("打造柳浪湾、石榴岭等智慧商圈。", [("PLACE", "柳浪湾"), ("PLACE", "石榴岭")], "等商圈 lists places"),
    ("支持清岭药业、恒谷种业等龙头企业上市。", [("ORG", "清岭药业"), ("ORG", "恒谷种业")], "等龙头企业 lists firms"),
    ("治理柳溪河、青雁湖等河湖。", [("PLACE", "柳溪河"), ("PLACE", "青雁湖")], "等河湖 lists waters"),
    ("增设康复治疗、智慧养老等专业。", [("INDUSTRY", "康复治疗"), ("INDUSTRY", "智慧养老")], "等专业 lists fields"),
    (
        "攻关柔性触觉感知、边缘仿真等技术。",
        [("INDUSTRY", "柔性触觉感知"), ("INDUSTRY", "边缘仿真")],
        "攻关 is no part of the first item",
    ),
    # industries
    (
        "人工智能+现代农业。推动育种。",
        [("INDUSTRY", "人工智能"), ("INDUSTRY", "现代农业")],
        "a title that joins two fields",
    ),
    ("智慧医疗。推广远程问诊。", [("INDUSTRY", "智慧医疗")], "a title that is a field"),
    (
        "做大节能环保产业，加强化工行业管理。",
        [("INDUSTRY", "节能环保产业"), ("INDUSTRY", "化工行业")],
        "X产业 and X行业",
    ),
    ("做强集成电路产业。", [("INDUSTRY", "集成电路")], "a term by itself goes without 产业"),
    (
        "布局海洋新材料，发展动力电池核心部件制造。",
        [("INDUSTRY", "海洋新材料"), ("INDUSTRY", "动力电池核心部件制造")],
        "a term may be widened",
    ),
    # places and departments
    (
        "在柳川县、白石旗和大岩桥镇开展试点。",
        [("PLACE", "柳川县"), ("PLACE", "白石旗"), ("PLACE", "大岩桥镇")],
        "small areas",
    ),
    ("提升面向京津冀及周边地区、长三角的辐射力。", [("PLACE", "京津冀及周边地区"), ("PLACE", "长三角")], "regions"),
    ("推动产品进入西安、兰州等地。", [("PLACE", "西安"), ("PLACE", "兰州")], "cities that stand for themselves"),
    (
        "争取财政部支持，配合国家能源局开展评估。",
        [("DEPT", "财政部"), ("DEPT", "国家能源局")],
        "bodies in running text",
    ),
    ("提交清江市财政局审核。", [("DEPT", "清江市财政局")], "a body with its city"),
]


@pytest.mark.parametrize(("sentence", "wanted", "reason"), ACCEPTED, ids=[case[2] for case in ACCEPTED])
def test_accepted(sentence: str, wanted: list[tuple[str, str]], reason: str, reader: EntityReader):
    assert found_in(reader, sentence) == wanted, reason


REJECTED = [
    ("申报国家重点实验室，组建省重点实验室。", "kinds of laboratories"),
    ("新认定省级工程技术研究中心5家。", "counted things are a kind"),
    ("培育一批产业园和创新平台。", "generic nouns alone"),
    ("建设企业技术中心、工程研究中心、重点实验室等创新平台。", "a list of kinds"),
    ("完善东部片区、老城片区配套。", "a direction is no name"),
    ("新建物流配送中心12个、冷链设施30处。", "works by number only"),
    ("培育专精特新“小巨人”企业、“独角兽”企业。", "quoted kinds of firms"),
    ("发挥“领头羊”作用，破解“卡脖子”难题。", "quoted sayings"),
    ("坚决纠正“指尖负担”，防止“数字形式”。", "evils to be fought"),
    ("按照“谁主管、谁负责、谁监督、谁落实”的原则推进。", "a principle"),
    ("建设示范街区（以下简称“街区”）。", "a short form"),
    ("支持“吃住行游”等传统企业转型。", "kinds of things behind 等"),
    ("“十四五”期间，完成目标。", "a period"),
    ("落实年度投资计划，加强重点工程管理。", "general plans and works"),
    ("养老基金和社保基金保值增值。", "general funds"),
    ("举办重大品牌活动和专题论坛。", "general events"),
    ("在就业、社保、医疗、养老等领域加强服务。", "public services are no industries"),
    ("严格执行安全、环保、能耗、质量等标准。", "other things listed"),
    ("推广柔性生产、协同管理、服务延伸等新模式。", "ways of working"),
    ("加强药物筛选、工艺优化、临床监测等方面应用。", "processes"),
    ("培育战略性新兴产业、未来产业和主导产业。", "general industries"),
    ("完成农网改造，新建5G基站800个，投用数据中心机架3万架。", "terms inside the names of other things"),
    ("做大数据产品市场。", "大数据 across a word border"),
    ("各级政府、有关部门和地方政府要抓好落实。", "no body by name"),
    ("帮扶脱贫县、产粮大县，培育特色小镇和中心城市。", "kinds of areas"),
    ("唱响国旗下的歌，用好周末集市。", "words that end like an area"),
    ("完善关键环节，组织职业竞赛，推动创新发展。", "words that end like an event"),
    ("遏制高耗能项目，推进重大项目、改扩建项目。", "kinds of projects"),
    ("支持劳动密集型、外向型等企业和国有大型企业。", "kinds of firms"),
    ("更新新能源公交车和新能源重卡。", "terms inside the names of vehicles"),
    ("实现长治久安，增加日照时数。", "words that hold a city's name"),
    ("优化营商环境，年内办结率达到98%。", "nothing named"),
]


@pytest.mark.parametrize(("sentence", "reason"), REJECTED, ids=[case[1] for case in REJECTED])
def test_rejected(sentence: str, reason: str, reader: EntityReader):
    assert found_in(reader, sentence) == [], reason


def test_examples_of_the_lexicon(lexicon: dict, reader: EntityReader):
    for example in lexicon["examples"]:
        assert (example["label"], example["found"]) in found_in(reader, example["text"]), example


# -- laws ----------------------------------------------------------------------------------------

LONG_TEXT = (
    "发展智能产业。实施“群山”引才计划，推动清江软件园、南屏机器人产业园在人工智能、脑机接口等领域突破，落实《清江市稳岗就业办法》（清政发〔2021〕9号）。"
    "建设清江实验室，清江实验室面向长三角服务，发展人工智能产业；推进3号线北段、5号线二期等项目。（牵头单位：清江市财政局，参与单位：清江实验室）"
)


def check_laws(unit: Unit, entities: list[Entity]) -> None:
    assert all(unit.text[entity.start - unit.start : entity.end - unit.start] == entity.text for entity in entities)
    assert all(before.end <= after.start for before, after in itertools.pairwise(entities))
    names = [(entity.label, entity.text) for entity in entities]
    assert len(names) == len(set(names))
    assert all(entity.label in ENTITY_LABELS and entity.rule for entity in entities)


def test_offsets_count_from_the_notice(reader: EntityReader):
    unit = make_unit(LONG_TEXT, start=1000)
    entities = reader.read_unit(unit)
    assert len(entities) > 8
    check_laws(unit, entities)


def test_first_mention_counts(reader: EntityReader):
    (laboratory,) = [entity for entity in reader.read_unit(make_unit(LONG_TEXT)) if entity.text == "清江实验室"]
    assert laboratory.start == LONG_TEXT.index("清江实验室")


def test_reading_twice_changes_nothing(reader: EntityReader):
    unit = make_unit(LONG_TEXT)
    assert reader.read_unit(unit) == reader.read_unit(unit)


def test_responsibility_clauses_are_not_read(reader: EntityReader):
    clause = (LONG_TEXT.index("（牵头"), len(LONG_TEXT))
    with_clause, without = found_in(reader, LONG_TEXT), found_in(reader, LONG_TEXT, (clause,))
    assert ("DEPT", "清江市财政局") in with_clause
    assert ("DEPT", "清江市财政局") not in without
    unit = make_unit(LONG_TEXT)
    assert all(entity.end <= clause[0] for entity in reader.read_unit(unit, skip=(clause,)))


def test_longest_name_wins(reader: EntityReader):
    assert found_in(reader, "建设清江人工智能实验室中试基地。") == [("PROJECT", "清江人工智能实验室中试基地")]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *"“”《》（）、，。；和等的在一二3",
                "实施",
                "清江",
                "人工智能",
                "产业",
                "领域",
                "实验室",
                "行动",
                "计划",
                "号线",
                "财政局",
                "市",
                "省",
                "项目",
            ]
        ),
        max_size=40,
    ),
    st.integers(0, 50),
)
def test_laws_hold_for_any_text(reader: EntityReader, pieces: list[str], start: int):
    text = "".join(pieces) or "。"
    unit = make_unit(text, start=start)
    if text.strip():
        check_laws(unit, reader.read_unit(unit))


# -- the lexicon ---------------------------------------------------------------------------------


def test_gazetteer_is_broad_and_without_doubles(lexicon: dict):
    named, listed = flat(lexicon["industries"]["named"]), flat(lexicon["industries"]["listed"])
    assert len({*named, *listed}) >= 500
    assert not set(named) & set(listed)
    assert len(named) == len(set(named)) and len(listed) == len(set(listed))


def test_every_word_is_text(lexicon: dict):
    def words(value: object):
        if isinstance(value, dict):
            for inner in value.values():
                yield from words(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from words(inner)
        else:
            yield value

    assert [
        word
        for word in words(lexicon)
        if not isinstance(word, (str, int)) or (isinstance(word, str) and (not word or word != word.strip()))
    ] == []


def test_labels_have_one_order():
    assert set(LABEL_ORDER) == set(ENTITY_LABELS)


@given(
    st.lists(st.text("甲乙丙丁+（", min_size=1, max_size=4), min_size=1, max_size=12),
    st.text("甲乙丙丁+（", max_size=12),
)
def test_trie_finds_the_longest_word(words: list[str], text: str):
    found = re.compile(trie_pattern(words)).match(text)
    fitting = [word for word in words if text.startswith(word)]
    assert (found[0] if found else None) == (max(fitting, key=len) if fitting else None)


BEGINNINGS = [
    ("推动建设清江", "清江", "two verbs"),
    ("高标准规划建设清江", "清江", "an adverb and verbs"),
    ("在清江", "清江", "a preposition"),
    ("在线清江", "在线清江", "在线 holds no preposition"),
    ("服务业清江", "服务业清江", "服务 begins a noun"),
    ("和平区清江", "和平区清江", "和平 is no conjunction"),
]


@pytest.mark.parametrize(("text", "name", "reason"), BEGINNINGS, ids=[case[2] for case in BEGINNINGS])
def test_where_names_begin(text: str, name: str, reason: str, lexicon: dict):
    marked = Boundaries(lexicon).mark(text)
    assert text[marked.name_start(len(text))[0] :] == name, reason


def test_quantities_are_seen(lexicon: dict):
    text = "新建12家清江"
    assert Boundaries(lexicon).mark(text).name_start(len(text)) == (len("新建12家"), True)


DEPARTMENTS = [
    ("市财政局", True),
    ("清江市教育局", True),
    ("国家能源局", True),
    ("省政府办公厅", True),
    ("财政局", False),
    ("结局", False),
    ("格局", False),
]


@pytest.mark.parametrize(("name", "wanted"), DEPARTMENTS)
def test_departments_by_form(name: str, wanted: bool):
    assert looks_like_department(name) is wanted


# -- spaCy ---------------------------------------------------------------------------------------

SENTENCE = "支持清江软件园建设，实施“群山”引才计划，发展人工智能和脑机接口，壮大人工智能产业。"


def test_component_works_on_a_blank_pipeline(reader: EntityReader):
    nlp = spacy.blank("zh")
    add_entity_pipe(nlp, LEXICON)
    doc = nlp(SENTENCE)
    assert doc.text == SENTENCE
    assert [(span.label_, span.text) for span in doc.spans[SPANS_KEY]] == found_in(reader, SENTENCE)
    assert [(ent.label_, ent.text) for ent in doc.ents if ent.text == "人工智能"] == [("INDUSTRY", "人工智能")] * 2
    assert all(ent.id_ for ent in doc.ents)


def test_component_declares_what_it_sets():
    nlp = spacy.blank("zh")
    add_entity_pipe(nlp, LEXICON)
    assert set(nlp.get_pipe_meta("policy_entities").assigns) >= {"doc.ents", "doc.spans"}
    assert nlp.analyze_pipes()["problems"] == {"policy_entities": []}


def test_component_cuts_words_at_the_borders_of_names():
    """A word of the segmenter that reaches over a border becomes two tokens; the text stays."""
    nlp = spacy.blank("zh")
    component = add_entity_pipe(nlp, LEXICON)
    doc = spacy.tokens.Doc(nlp.vocab, words=["实施“群", "山”引才计", "划，", "很好"], spaces=[False] * 4)
    doc = component(doc)
    assert doc.text == "实施“群山”引才计划，很好"
    assert [ent.text for ent in doc.ents] == ["“群山”引才计划"]


def test_component_skips_marked_clauses():
    nlp = spacy.blank("zh")
    component = add_entity_pipe(nlp, LEXICON)
    doc = nlp.make_doc("建设清江实验室。（牵头单位：南屏实验室）")
    doc.spans[SKIPPED_KEY] = [doc.char_span(doc.text.index("（"), len(doc.text))]
    assert [ent.text for ent in component(doc).ents] == ["清江实验室"]


def test_component_without_a_lexicon_says_what_to_do():
    register_component()
    nlp = spacy.blank("zh")
    nlp.add_pipe("policy_entities")
    with pytest.raises(ValueError, match="add_entity_pipe"):
        nlp(SENTENCE)


def test_saved_pipeline_reads_the_same(tmp_path):
    nlp = spacy.blank("zh")
    add_entity_pipe(nlp, LEXICON)
    nlp.to_disk(tmp_path)
    register_component()
    again = spacy.load(tmp_path)
    assert [(ent.label_, ent.text) for ent in again(SENTENCE).ents] == [
        (ent.label_, ent.text) for ent in nlp(SENTENCE).ents
    ]


def test_docbin_round_trip(reader: EntityReader):
    nlp = spacy.blank("zh")
    units = [make_unit(LONG_TEXT, start=7), replace(make_unit("优化营商环境。"), unit_id="test-2023/2")]
    entities = reader.read_unit(units[0])
    docs = list(spacy.tokens.DocBin().from_bytes(training_docbin(units, entities, nlp).to_bytes()).get_docs(nlp.vocab))
    assert [doc.text for doc in docs] == [unit.text for unit in units]
    assert [doc.user_data["unit_id"] for doc in docs] == [unit.unit_id for unit in units]
    marked = {(ent.label_, ent.text, ent.start_char + units[0].start) for ent in docs[0].ents}
    assert {(entity.label, entity.text, entity.start) for entity in entities} <= marked


def test_training_marks_every_mention(reader: EntityReader):
    unit = make_unit(LONG_TEXT)
    mentions = all_mentions(unit, reader.read_unit(unit))
    texts = [unit.text[found.start : found.end] for found in mentions]
    assert texts.count("清江实验室") == LONG_TEXT.count("清江实验室")
    assert all(before.end <= after.start for before, after in itertools.pairwise(mentions))
