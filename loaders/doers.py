"""Bodies and people beside a verb: who else might do it, who is told to, and bodies whose names hold a verb.

Every function looks at a bounded stretch of a view.
"""

from __future__ import annotations

import re

from loaders.plain import View, loose

FOUNDING = 200
"""Code points before a verb in which a body is founded."""
NAME = 60
"""Code points of a body's name before its verb."""

_ACTOR = loose(
    r"(?<!của\s)(?<!\w)(?:tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|đảng ủy|cấp ủy|chi bộ|đảng bộ|ubnd|hđnd|ủy ban"
    r"|hội đồng|ban thường vụ|ban tổ chức|ban chỉ đạo|ban bí thư|chính phủ|thủ tướng|bộ chính trị|quốc hội"
    r"|(?<!cơ\s)sở|ngành|địa phương|đơn vị|cán bộ|đảng viên|nhân dân|đồng chí|các cấp|các bộ|toàn tỉnh|toàn đảng"
    r"|toàn ngành|hội nghị)(?!\w)"
)
# "Công văn số 10-CV/TU chỉ đạo các cấp ủy triển khai": who is told to do it is named after the telling
_TELLS = loose(
    r"[\s,;]{1,3}(?:nhằm |để |trong đó )?(?:chỉ đạo|yêu cầu|đề nghị|giao|phân công|đôn đốc|lãnh đạo|gửi|nhắc)(?!\w)"
)
_THOSE_TOLD = loose(r"(?:(?!đã |được |bị |ban hành|không )[^.;:()\n|\"“”]){0,100}")
_BODIES = r"(?:ban chi dao|to bien tap|ban soan thao|to cong tac)"
_COMMITTEE = re.compile(rf"\b{_BODIES}(?:\s(?!ve\b|de an\b|bao cao\b)[a-z0-9]+){{0,3}}[\s\"“]{{1,3}}$")
_FOUNDED = re.compile(
    rf"\b(?:thanh lap|kien toan|giup viec|thanh vien|truong|tham gia|ten goi)\s{{1,3}}(?:cua\s)?{_BODIES}"
    r"(?:\s(?!de an\b|bao cao\b)[a-z0-9]+){0,8}[\s\"“]{1,3}$"
)
_COMMITTEE_FOR = re.compile(rf"\b{_BODIES}(?:\s(?:ve\s)?(?:viec|xay dung|to chuc))?[\s\"“]{{1,3}}$")


def others_act(view: View, start: int, stop: int) -> bool:
    """Whether a body or people that may act stand between two offsets: "Tỉnh ủy", not "của Tỉnh ủy"."""
    return _ACTOR.search(view.low, start, stop) is not None


def tells(view: View, start: int, verb: int) -> bool:
    """Whether a document tells somebody to do it: "Công văn số 10-CV/TU yêu cầu các cấp ủy thực hiện"."""
    return _TELLS.match(view.low, start, verb) is not None


def those_told(view: View, start: int, verb: int) -> bool:
    """Whether only those who are told to do it stand between the telling, which begins at ``start``, and the verb."""
    told = _TELLS.match(view.low, start, verb)
    return told is not None and _THOSE_TOLD.fullmatch(view.low, told.end(), verb) is not None


def is_committee_name(view: View, start: int, verb: int, *, review: bool) -> bool:
    """Whether the verb belongs to a body's name: "Ban Chỉ đạo tổng kết Nghị quyết 18". With "về" it is a subject; other
    verbs than a review's only right behind: "Ban Chỉ đạo tỉnh triển khai" is a body that acts."""
    if _FOUNDED.search(view.bare, max(start, verb - FOUNDING), verb):
        return True
    if not review and not view.bare.startswith(("thuc hien", "trien khai", "to chuc"), verb):
        return False
    pattern = _COMMITTEE if review else _COMMITTEE_FOR
    return pattern.search(view.bare, max(start, verb - NAME), verb) is not None
