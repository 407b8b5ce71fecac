"""Strategies: random texts that come near the forms of notices."""

from __future__ import annotations

from hypothesis import strategies as st

_SIGNS = "一二三十（）()[]、，；。：:\n 1234.．等和及各省市县区"
_WORDS = """
一、 （一） （二） 1. 2. 责任单位： 牵头单位： 市科技局 市财政局 省教育厅 各县（市、区） 人民政府 牵头 配合 负责
按职责分工 会同 下同 列首位的为牵头单位 以下各项均需 不再一一列出 完成时限： 年底前 80家 附件： 第一条 由 无
"""

# A text of the parts that notices are made of.
notice_texts = st.lists(st.sampled_from([*_SIGNS, *_WORDS.split(), "  "]), max_size=60).map("".join)
