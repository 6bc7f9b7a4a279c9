"""Whenever the generator is stopped, a whole client is there, and nothing else is left lying."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator import cli, endings, writing
from generator import generate as generation
from generator.config import OUTPUT, ROOT
from generator.generate import generate
from generator.locks import locked
from tests.generator.inline_documents import text_of
from tests.generator.test_writing import CONFIG, OLD, contents

NEW = {"client.py": b"NEW = 1\n"}


@pytest.fixture
def package(tmp_path):
    """A generated client inside a hand-written package."""
    target = tmp_path / "home" / "package" / "_generated"
    target.mkdir(parents=True)
    (target.parent / "__init__.py").touch()
    (target / "old.py").write_bytes(OLD)
    return target


@pytest.fixture
def document(read):
    return read(text_of())


def render_new(_document, _config, _source, folder):
    folder.mkdir()
    for name, content in NEW.items():
        (folder / name).write_bytes(content)


def renames(monkeypatch, interrupt):
    """Let `interrupt(call, number, moment)` raise before and after each rename."""
    done = []
    rename = Path.rename

    def counted(self, target):
        done.append((self, target))
        interrupt(len(done), "before")
        result = rename(self, target)
        interrupt(len(done), "after")
        return result

    monkeypatch.setattr(Path, "rename", counted)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((1, "before"), {"old.py": OLD}),
        ((1, "after"), {"old.py": OLD}),
        ((2, "before"), {"old.py": OLD}),
        ((2, "after"), NEW),
    ],
)
def test_an_interruption_around_a_rename_leaves_one_client_whole(
    document, package, monkeypatch, moment, expected
):
    monkeypatch.setattr(generation, "render", render_new)

    def interrupt(call, when):
        if (call, when) == moment:
            raise KeyboardInterrupt

    renames(monkeypatch, interrupt)

    with pytest.raises(KeyboardInterrupt):
        generate(document, CONFIG, "inline.yaml", package)

    assert contents(package) == expected
    assert [path.name for path in package.parent.parent.iterdir()] == ["package"]


def test_a_second_interruption_while_the_first_is_undone_loses_no_client(
    document, package, monkeypatch
):
    monkeypatch.setattr(generation, "render", render_new)

    def interrupt(call, when):
        # After the first rename, then before the one that undoes it.
        if (call, when) in {(1, "after"), (2, "before")}:
            raise KeyboardInterrupt

    renames(monkeypatch, interrupt)

    with pytest.raises(KeyboardInterrupt):
        generate(document, CONFIG, "inline.yaml", package)

    assert contents(package) == {"old.py": OLD}


def test_the_next_run_puts_back_what_a_killed_one_kept(document, package, monkeypatch):
    with writing.workspace(package.resolve()) as folder:
        left = folder.rename(folder.with_name(".generated-killed00"))
    kept = writing._kept(left, package)
    kept.parent.mkdir(parents=True)
    package.rename(kept)

    def fail(*_arguments):
        raise writing.OutputError("the document is broken meanwhile")

    monkeypatch.setattr(generation, "render", fail)
    with pytest.raises(writing.OutputError):
        generate(document, CONFIG, "inline.yaml", package)

    assert contents(package) == {"old.py": OLD}
    assert not left.exists()


@pytest.mark.parametrize(
    "step", ["parse", "understand", "format_package", "compile_package", "swap"]
)
def test_an_interruption_at_any_step_leaves_the_old_client_alone(
    document, package, monkeypatch, step
):
    def interrupt(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(generation, step, interrupt)

    with pytest.raises(KeyboardInterrupt):
        generate(document, CONFIG, "inline.yaml", package)

    assert contents(package) == {"old.py": OLD}
    assert [path.name for path in package.parent.parent.iterdir()] == ["package"]


def test_the_workspace_stands_beside_the_package_and_not_in_it(package):
    with writing.workspace(package) as folder:
        assert folder.parent == package.parent.parent
        assert sorted(path.name for path in package.parent.iterdir()) == [
            "__init__.py",
            "_generated",
        ]


def test_the_workspace_of_the_real_client_is_shipped_by_no_build_and_ignored_by_git():
    with writing.workspace(OUTPUT) as folder:
        (folder / "rendered").mkdir()
        (folder / "rendered" / "api.py").touch()
        ignored = subprocess.run(
            ["git", "check-ignore", "-q", str(folder / "rendered" / "api.py")],
            cwd=ROOT,
            check=False,
        )

    assert OUTPUT.parent not in folder.parents
    assert ignored.returncode == 0


def test_nothing_is_made_where_the_output_cannot_be_rendered(document, tmp_path, monkeypatch):
    def fail(*_arguments):
        raise writing.OutputError("no")

    monkeypatch.setattr(generation, "render", fail)
    with pytest.raises(writing.OutputError):
        generate(document, CONFIG, "inline.yaml", tmp_path / "a" / "b" / "client")

    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("inside", [True, False])
def test_what_a_killed_run_left_is_removed(document, package, monkeypatch, inside):
    left = (package.parent if inside else package.parent.parent) / ".generated-abcd1234"
    (left / "rendered").mkdir(parents=True)
    (left / "rendered" / "api.py").touch()
    monkeypatch.setattr(generation, "render", render_new)

    generate(document, CONFIG, "inline.yaml", package)

    assert not left.exists()
    assert contents(package) == NEW


def test_the_workspace_of_a_run_that_goes_on_stays(package):
    with writing.workspace(package) as first, writing.workspace(package) as second:
        assert first.is_dir()
        assert second.is_dir()


def test_what_only_looks_like_a_remnant_stays(package):
    notes = package.parent.parent / ".generated-notes"
    notes.mkdir()
    (notes / "mine.txt").touch()

    with writing.workspace(package):
        pass

    assert (notes / "mine.txt").exists()


def test_a_file_system_without_locks_is_worked_on_all_the_same(package, monkeypatch):
    def refuse(_folder):
        raise OSError("no locks here")

    monkeypatch.setattr(writing, "locked", refuse)

    with writing.workspace(package) as first, writing.workspace(package):
        assert first.is_dir()
    assert [path.name for path in package.parent.parent.iterdir()] == ["package"]


def test_a_folder_is_held_by_one_at_a_time(tmp_path):
    with locked(tmp_path), pytest.raises(BlockingIOError), locked(tmp_path):
        pass


PROGRAM = """
import sys
from generator import generate as generation
from generator.{module} import {function}

def render(_document, _config, _source, folder):
    folder.mkdir()
    (folder / "api.py").touch()
    print("rendering", flush=True)
    sys.stdin.read()

generation.render = render
sys.exit({function}())
"""


def started(package, module="cli", function="main"):
    """The command, stopped in the middle of its work."""
    program = PROGRAM.format(module=module, function=function)
    process = subprocess.Popen(
        [sys.executable, "-c", program, "--output", str(package)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "rendering\n"
    return process


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [
        (signal.SIGTERM, 143, "Terminated"),
        (signal.SIGHUP, 129, "Terminated"),
        (signal.SIGINT, 130, "Interrupted"),
    ],
)
def test_a_signal_ends_it_in_one_line_and_leaves_nothing(package, number, code, word):
    process = started(package)

    process.send_signal(number)
    _, said = process.communicate(timeout=60)

    assert process.returncode == code
    assert said == f"{word}. Nothing is half-written.\n"
    assert contents(package) == {"old.py": OLD}
    assert [path.name for path in package.parent.parent.iterdir()] == ["package"]


def test_a_kill_leaves_nothing_in_the_package_and_the_next_run_clears_up(
    document, package, monkeypatch
):
    process = started(package)

    process.kill()
    process.communicate(timeout=60)

    assert contents(package) == {"old.py": OLD}
    assert sorted(path.name for path in package.parent.iterdir()) == ["__init__.py", "_generated"]
    monkeypatch.setattr(generation, "render", render_new)
    generate(document, CONFIG, "inline.yaml", package)
    assert [path.name for path in package.parent.parent.iterdir()] == ["package"]


def test_an_interruption_during_the_imports_is_one_line_too(monkeypatch, capsys):
    from generator import __main__ as command

    def interrupt():
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", interrupt)

    assert command.run() == 130
    assert capsys.readouterr().err == "Interrupted. Nothing is half-written.\n"


def test_a_signal_that_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with endings.signals_unwind():
            signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_the_handlers_are_as_before_when_it_is_done():
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        with endings.signals_unwind(), pytest.raises(endings.Terminated):
            signal.raise_signal(signal.SIGTERM)
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_fault_of_the_generator_is_one_line_that_says_where(monkeypatch, capsys, tmp_path):
    def fail(*_arguments):
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(cli, "generate", fail)

    code = cli.main(["--output", str(tmp_path / "there")])

    said = capsys.readouterr().err
    assert code == 70
    assert said.startswith("internal error: RuntimeError: two lines (test_interruptions.py:")
    assert "Please report it" in said
    assert said.count("\n") == 1
