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
