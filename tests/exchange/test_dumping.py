"""Files of fact cards are written whole or stay as they were."""

import os
from pathlib import Path

import pytest

from incidents.exchange.casebook.dumping import write


def test_what_cannot_be_written_to_the_end_leaves_the_file_of_before(tmp_path: Path) -> None:
    file = tmp_path / "001-words.yaml"
    write(file, "good\n")
    with pytest.raises(UnicodeEncodeError):
        write(file, "x" * 1_000_000 + "\ud800")
    assert file.read_text() == "good\n" and list(tmp_path.iterdir()) == [file]
    write(file, "better\n")
    assert file.read_text() == "better\n" and list(tmp_path.iterdir()) == [file]


def test_who_may_read_a_file_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "001-words.yaml"
    write(file, "secret\n")
    file.chmod(0o600)
    write(file, "still secret\n")
    assert file.stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_through_a_link_into_a_pipe_or_over_a_folder(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    (tmp_path / "link.yaml").symlink_to(elsewhere)
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    before = sorted(tmp_path.iterdir())
    for name in ("link", "pipe", "folder"):
        with pytest.raises(OSError, match="something else than a file") as refused:
            write(tmp_path / f"{name}.yaml", "text")
        assert refused.value.filename == str(tmp_path / f"{name}.yaml")
    assert elsewhere.read_text() == "mine" and sorted(tmp_path.iterdir()) == before
