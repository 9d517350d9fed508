"""The archive's folder is safe to be in, and its addresses are safe whatever names hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.recaps.archive import paths
from bot.recaps.archive.folder import Folder, NotOurs


def put(folder: Path, *pages: str, content: str = "text") -> Folder:
    """A build that writes these pages."""
    opened = Folder(folder)
    for page in pages:
        opened.write(page, content)
    opened.finish()
    return opened


def test_pages_are_written_once_and_removed_when_no_longer_needed(tmp_path: Path) -> None:
    assert put(tmp_path, "a/b.html", "c.html").written == 2
    again = put(tmp_path, "c.html")
    assert (again.written, again.removed) == (0, 1)
    assert not (tmp_path / "a").exists()


def test_a_page_that_somebody_deleted_comes_back(tmp_path: Path) -> None:
    put(tmp_path, "a.html")
    (tmp_path / "a.html").unlink()
    assert put(tmp_path, "a.html").written == 1


def test_other_peoples_files_in_the_archive_stay(tmp_path: Path) -> None:
    put(tmp_path, "a/b.html")
    (tmp_path / "CNAME").write_text("chats.example.org")
    (tmp_path / "a" / "mine.txt").write_text("mine")
    put(tmp_path, "c.html")
    assert (tmp_path / "CNAME").exists()
    assert (tmp_path / "a" / "mine.txt").exists()


def test_a_file_of_somebody_elses_is_never_written_over(tmp_path: Path) -> None:
    put(tmp_path, "a.html")
    (tmp_path / "b.html").write_text("mine")
    with pytest.raises(NotOurs, match="somebody else's"):
        put(tmp_path, "a.html", "b.html")
    assert (tmp_path / "b.html").read_text() == "mine"


def test_a_page_that_somebody_changed_is_not_removed(tmp_path: Path) -> None:
    put(tmp_path, "a.html", "b.html")
    (tmp_path / "a.html").write_text("with a note of mine")
    assert put(tmp_path, "b.html").altered == ["a.html"]
    assert (tmp_path / "a.html").exists()


@pytest.mark.parametrize("name", ["thesis.txt", ".hidden", "folder/"])
def test_a_folder_with_other_things_in_it_is_refused(tmp_path: Path, name: str) -> None:
    if name.endswith("/"):
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_text("mine")
    with pytest.raises(NotOurs, match="holds other files"):
        Folder(tmp_path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(NotOurs, match="not a folder"):
        Folder(tmp_path / "file")


def test_a_memory_of_somebody_elses_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".chathour").mkdir()
    (tmp_path / ".chathour" / "pages.json").write_text('{"mark": "something", "pages": {}}')
    with pytest.raises(NotOurs, match="right folder"):
        Folder(tmp_path)


def test_a_link_leads_no_page_out_of_the_archive(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    put(tmp_path / "site", "a.html")
    (tmp_path / "site" / "libchat").symlink_to(outside)
    with pytest.raises(NotOurs, match="leads out"):
        put(tmp_path / "site", "a.html", "libchat/1/index.html")
    assert list(outside.iterdir()) == []


def test_a_build_that_was_cut_off_is_taken_up_again(tmp_path: Path) -> None:
    cut = Folder(tmp_path)
    cut.write("a.html", "half of it")
    cut.write("old.html", "no longer")
    put(tmp_path, "a.html", content="whole")
    assert (tmp_path / "a.html").read_text() == "whole"
    assert not (tmp_path / "old.html").exists()


names = st.text(min_size=1, max_size=80)


@given(names)
def test_whatever_a_name_holds_its_folder_is_one_plain_folder(name: str) -> None:
    folder = paths.folder_name(name)
    assert folder.isascii()
    assert folder.replace("-", "").replace("_", "").replace("~", "").isalnum()
    assert len(folder) <= 64
    assert not folder.endswith("~")
    assert folder not in paths.TAKEN


@given(names, names)
def test_two_names_never_share_a_folder(one: str, other: str) -> None:
    assert (paths.folder_name(one) == paths.folder_name(other)) == (one == other)


@pytest.mark.parametrize("name", ["..", "../../etc", "tags", "search", "con", "LibChat", "a/b", "", "library~12345678"])
def test_names_that_mean_something_else_get_a_mark(name: str) -> None:
    assert "~" in paths.folder_name(name)


def test_plain_names_stay() -> None:
    assert paths.session("libchat", 12) == "libchat/12"


@pytest.mark.parametrize(
    ("page", "target", "expected"),
    [
        ("index.html", "libchat/1/index.html", "libchat/1/index.html"),
        ("libchat/1/index.html", "index.html", "../../index.html"),
        ("libchat/1/index.html", "libchat/2/index.html#q1", "../2/index.html#q1"),
        ("tags/a/index.html", "tags/b/index.html", "../b/index.html"),
    ],
)
def test_one_page_leads_to_another_from_any_depth(page: str, target: str, expected: str) -> None:
    assert paths.lead(page, target) == expected
