"""What a verb raises when it may not be done: sentences, never codes."""


class NotAllowed(Exception):
    """A verb that cannot be done now. `problems` says in sentences what stands in the way, and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class NotPermitted(NotAllowed):
    """A verb that this user may not do, whatever is in the case."""


class NotPublishable(NotAllowed):
    """The case lacks what publishing demands."""
