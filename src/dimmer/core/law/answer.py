"""Three answers: no, unknown, yes. All of several is the least of them, any of them the greatest."""

from enum import IntEnum


class Answer(IntEnum):
    """What is known of a claim. An unanswered claim is neither yes nor no."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @property
    def opposite(self) -> "Answer":
        """The answer to the opposite claim."""
        return Answer(2 - self)


def answer_of(value: bool | None) -> Answer:  # noqa: FBT001 - it turns the boolean into an answer
    """Turn true, false or unanswered into an answer."""
    if value is None:
        return Answer.UNKNOWN
    return Answer.YES if value else Answer.NO
