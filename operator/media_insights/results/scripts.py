"""Scripts: which characters are written without spaces between words."""

UNSPACED = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Kana, Han and Hangul, without their punctuation, as ranges of a character class. Each of them counts by itself."""
