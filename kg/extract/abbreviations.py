"""Whether a short form is one of a long form, by its letters."""

from __future__ import annotations

import re


def abbreviates(short: str, long: str) -> bool:
    """Tell whether the letters of *short* stand in *long*, in order, from its first on.

    After Schwartz and Hearst (2003), but of all the words: what only abbreviates their
    end is the name of something else, or what only their end names is.

    >>> abbreviates("VP", "variegate porphyria")
    True
    >>> abbreviates("LVP", "variegate porphyria")
    False
    """
    letters = re.sub(r"\W|(?<=[A-Z])s$", "", short)
    words = long.lstrip("0123456789-,'()") if letters[:1].isalpha() else long
    expression = ".*?".join(map(re.escape, letters))
    return bool(re.match(expression, words, re.IGNORECASE | re.DOTALL))
