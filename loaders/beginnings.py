"""How the sentence or the line of a verb begins, and what that makes of it: an opening, a letter, a title.

Every function looks at a bounded stretch of a view.
"""

from __future__ import annotations

from loaders.plain import View, loose

TOP = 400
"""Code points at the top of a text in which a letter names whom it is for."""
_OPENING = loose(
    r"^[\s\-*•+|\d.)(:\"“]{0,12}"
    r"(?:(?:tại|ở|ngày|trong|vừa qua|thời gian qua|những năm qua|mới đây) ?[^,.;:\n]{0,40}, )?"
    r"(?:(?:để|nhằm) [^,.;:\n\d]{6,60} (?:trong|quá trình|trong quá trình|việc)~)?"
    r"(?:(?:đặc biệt|ngoài ra|theo đó|vì vậy|do đó|đồng thời|trong đó|cùng với|để|nhằm|v/v|về việc|từ việc|sau khi"
    r"|tiếp tục|trên cơ sở)~,?~(?:việc\s)?)?$"
)
_BODY_OPENS = loose(
    r"[\s\-*•+|\"“]{0,8}(?:tỉnh ủy|thành ủy|huyện ủy|đảng ủy|ubnd|hđnd|ủy ban|hội đồng|ban thường vụ|ban tổ chức"
    r"|ban bí thư|chính phủ|thủ tướng|bộ|quốc hội|sở)(?: [^\W\d]{1,12}){0,8} (?:đã )?"
)
_DEAR = loose(r"(?:^|\n)~kính gửi~:")
_ABOUT_LINE = loose(r"[\s\-(]{0,4}v/v~:?~[^.;\n]{0,100}$")
_ITSELF = loose(r"(?:^|[\n|])[\s\-]{0,4}(?:v/v|về việc)[^\n]{0,200}$")


def opens(view: View, start: int, verb: int) -> bool:
    """Whether the sentence that begins at ``start`` opens with the verb."""
    return _OPENING.match(view.low[start:verb]) is not None


def opens_with_body(view: View, start: int, verb: int) -> bool:
    """Whether a body alone stands between the beginning of a sentence and the verb: "HĐND tỉnh căn cứ ..."."""
    return _BODY_OPENS.fullmatch(view.low, start, verb) is not None


def is_letter(view: View, at: int) -> bool:
    """Whether "Kính gửi" stands at the top of a text, above ``at``: a letter, even if its number is left out."""
    return _DEAR.search(view.low, 0, min(at, TOP)) is not None


def is_about_line(view: View, start: int, verb: int) -> bool:
    """Whether "V/v" opens the line of a verb: what a letter without a number is about."""
    return _ABOUT_LINE.match(view.low, start, verb) is not None


def is_title_line(view: View, start: int, verb: int) -> bool:
    """Whether the verb stands in a title, in capitals or after "V/v": it speaks of the text itself."""
    line = view.text[start:verb].strip()
    return (len(line) > 3 and line.isupper()) or _ITSELF.search(view.low, max(0, verb - 220), verb) is not None
