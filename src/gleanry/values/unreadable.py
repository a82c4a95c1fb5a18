"""The refusal of a parser: a stable code and the text it could not read."""


class Unreadable(ValueError):
    """A text is not the value it should be.

    `code` is stable and translated only at the edge; `text` is what was read, as it came.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text!r}")
        self.code = code
        self.text = text
