"""Words for people."""

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at what somebody who wrote a word may have meant; empty if nothing is near."""
    near = difflib.get_close_matches(word, list(known), 1)
    return f" (did you mean `{near[0]}`?)" if near else ""
