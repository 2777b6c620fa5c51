"""What is derived from the record and can be thrown away: it is made again from the record at any time."""

from django.db import models


class Change(models.Model):
    """One touched row, noted by triggers, from which every worker's indexes learn what to read again. Not for editors."""

    what = models.CharField(max_length=12, editable=False)
    row = models.BigIntegerField(editable=False)
    mark = models.BigIntegerField(
        editable=False
    )  # random: tells a row from another that took its number after a rollback
    writer = models.BigIntegerField(
        editable=False, db_index=True
    )  # PostgreSQL: the transaction; numbers do not commit in order

    class Meta:
        ordering = ["pk"]
        verbose_name = "change"
        verbose_name_plural = "changes"

    def __str__(self) -> str:
        return f"{self.what} {self.row}"


class StoredIndex(models.Model):
    """A part of the indexes of the lists, put away for workers that start. Not for editors."""

    name = models.CharField(max_length=80, unique=True, editable=False)
    data = models.BinaryField(editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = "stored index"
        verbose_name_plural = "stored indexes"

    def __str__(self) -> str:
        return self.name


class _Words(models.Model):
    """Folded words, written by triggers. A text begins and ends with a space, its words are parted by one, and `_` stands
    between names."""

    what = models.CharField(max_length=12, editable=False)
    row = models.BigIntegerField(editable=False)
    incident = models.BigIntegerField(null=True, editable=False)  # in whose words; visible when that incident is
    party = models.BigIntegerField(null=True, editable=False)  # about whom
    text = models.TextField(editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.what} {self.row}"


class Passage(_Words):
    """The words of one published row of the record, in which readers' words are looked for.

    The row `whole` says that nothing is missing, here and in `HiddenPassage`; whoever deletes rows by hand deletes it too.
    Not for editors.
    """

    class Meta:
        ordering = ["pk"]
        verbose_name = "passage"
        verbose_name_plural = "passages"
        constraints = [models.UniqueConstraint(fields=["what", "row"], name="passage_once")]
        indexes = [
            models.Index(fields=["incident"], condition=models.Q(incident__isnull=False), name="passage_by_incident"),
            models.Index(fields=["party"], condition=models.Q(party__isnull=False), name="passage_by_party"),
        ]


class HiddenPassage(_Words):
    """The words of one case that is not published, but for names; looked through at the desk, never for readers."""

    class Meta:
        ordering = ["pk"]
        verbose_name = "hidden passage"
        verbose_name_plural = "hidden passages"
        constraints = [models.UniqueConstraint(fields=["what", "row"], name="hidden_passage_once")]


class Word(models.Model):
    """A word of the passages, for “did you mean”. Not for editors."""

    word = models.TextField(unique=True, editable=False)
    turned = models.TextField(db_index=True, editable=False)  # written backwards: words that end alike stand together
    passages = models.BigIntegerField(editable=False)

    class Meta:
        ordering = ["word"]
        verbose_name = "word"
        verbose_name_plural = "words"

    def __str__(self) -> str:
        return self.word
