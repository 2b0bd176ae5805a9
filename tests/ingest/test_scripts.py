"""Traditional to simplified: characters that stand for several, in words and in names of places."""

from __future__ import annotations

import pytest

from pipeline.ingest.normalise import normalise, to_simplified

# (traditional, simplified): each ambiguous character in a word that changes it and in one that keeps it
WORDS = [
    ("乾安縣商務局", "乾安县商务局"), ("乾縣教育局", "乾县教育局"), ("乾燥設備", "干燥设备"), ("幹部培訓", "干部培训"),
    ("乾坤灣景區", "乾坤湾景区"),
    ("著力推進", "着力推进"), ("著眼長遠", "着眼长远"), ("沿著黃河", "沿着黄河"), ("隨著發展", "随着发展"),
    ("著名景區", "著名景区"), ("顯著提升", "显著提升"), ("著作權保護", "著作权保护"), ("學術專著", "学术专著"),
    ("縣衞生健康局", "县卫生健康局"), ("衛生院", "卫生院"), ("汚水處理", "污水处理"), ("污染防治", "污染防治"),
    ("鍾祥市", "钟祥市"), ("鐘樓區", "钟楼区"), ("瀋陽市", "沈阳市"), ("沉沒成本", "沉没成本"),
    ("於都縣", "于都县"), ("位於全市前列", "位于全市前列"), ("穀城縣", "谷城县"), ("矽谷", "矽谷"), ("穀物產量", "谷物产量"),
    ("臺灣同胞", "台湾同胞"), ("颱風防禦", "台风防御"), ("台州市", "台州市"), ("出臺政策", "出台政策"),
    ("餘杭區", "余杭区"), ("盈餘資金", "盈余资金"), ("鬱南縣", "郁南县"),
    ("岳陽市", "岳阳市"), ("嶽麓區", "岳麓区"), ("採取措施", "采取措施"), ("采石鎮", "采石镇"),
    ("複製推廣", "复制推广"), ("恢復生產", "恢复生产"), ("覆蓋率", "覆盖率"), ("反覆抽查", "反复抽查"),
    ("匯總上報", "汇总上报"), ("詞彙", "词汇"), ("歷史文化", "历史文化"), ("日曆", "日历"),
    ("製造業", "制造业"), ("制度建設", "制度建设"), ("徵收管理", "征收管理"), ("長征路", "长征路"),
    ("皇后鎮", "皇后镇"), ("後續服務", "后续服务"), ("公里", "公里"), ("裏程碑", "里程碑"),
    ("麵粉", "面粉"), ("面積", "面积"), ("係數", "系数"), ("聯繫群眾", "联系群众"), ("系統", "系统"),
    ("憑藉優勢", "凭借优势"), ("慰藉", "慰藉"), ("瞭解情況", "了解情况"), ("瞭望塔", "瞭望塔"),
    ("扎實推進", "扎实推进"), ("紮實推進", "扎实推进"), ("爲民服務", "为民服务"), ("羣眾", "群众"), ("啟動", "启动"),
]  # fmt: skip


@pytest.mark.parametrize(("traditional", "simplified"), WORDS, ids=[word for word, _ in WORDS])
def test_ambiguous_characters_follow_their_word(traditional: str, simplified: str) -> None:
    assert to_simplified(traditional) == simplified


def test_a_notice_is_converted_once_whatever_else_the_cleaning_changes() -> None:
    printed = "一、支持乾安縣發展\n1.著力實施項目30個，（牽頭單位：乾安縣發展改革局，參與單位 : 縣衞生健康局）"
    clean = normalise(printed, script="hant")
    assert clean == "一、支持乾安县发展\n1.着力实施项目30个，（牵头单位：乾安县发展改革局，参与单位：县卫生健康局）"
    assert normalise(clean) == clean


def test_joint_issuers_in_traditional_characters_get_a_line_each() -> None:
    assert normalise("財政部　　稅務總局", script="hant") == "财政部\n税务总局"
