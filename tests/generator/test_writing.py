"""The old client stays until the new one is whole; `--check` writes nothing; bytes are stable."""

import os
import re
import subprocess
import sys

import pytest

from generator import generate as generation
from generator import writing
from generator.cli import main
from generator.config import OUTPUT, ROOT, GeneratorConfig
from generator.formatting import FormattingError
from generator.generate import check, generate
from generator.mixins import joined_with
from tests.generator.inline_documents import text_of

CONFIG = GeneratorConfig({})
OLD = (
    b"# Generated from older.yaml. Do not edit: change the document, "
    b"then run `python -m generator`.\nOLD = 1\n"
)


def contents(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    }


@pytest.fixture
def document(read):
    return read(text_of())


@pytest.fixture
def old(tmp_path):
    """A client from before, which a failure must leave alone."""
    target = tmp_path / "client"
    target.mkdir()
    (target / "old.py").write_bytes(OLD)
    return target


def test_the_old_package_is_replaced_as_a_whole(document, old):
    generate(document, CONFIG, "inline.yaml", old)

    assert "client.py" in contents(old)
    assert "old.py" not in contents(old)


def test_nothing_is_left_beside_the_package(document, old, tmp_path):
    generate(document, CONFIG, "inline.yaml", old)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["client", "inline.yaml"]


@pytest.mark.parametrize(
    "step", ["parse", "understand", "format_package", "compile_package", "swap"]
)
def test_a_failure_at_any_step_leaves_the_old_package(document, old, tmp_path, monkeypatch, step):
    def fail(*_args, **_kwargs):
        raise FormattingError("broken")

    monkeypatch.setattr(generation, step, fail)

    with pytest.raises(FormattingError):
        generate(document, CONFIG, "inline.yaml", old)

    assert contents(old) == {"old.py": OLD}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["client", "inline.yaml"]


def test_a_second_rename_that_fails_undoes_the_first(old, tmp_path):
    workspace = tmp_path / "work"
    workspace.mkdir()

    with pytest.raises(FileNotFoundError):
        writing.swap(workspace, old)

    assert contents(old) == {"old.py": OLD}


def test_check_finds_nothing_right_after_generation(document, tmp_path):
    generate(document, CONFIG, "inline.yaml", tmp_path / "client")

    assert check(document, CONFIG, "inline.yaml", tmp_path / "client") == []


def test_check_names_what_differs_and_writes_nothing(document, tmp_path):
    target = tmp_path / "client"
    generate(document, CONFIG, "inline.yaml", target)
    (target / "api.py").write_bytes((target / "api.py").read_bytes() + b"\n")
    (target / "client.py").unlink()
    (target / "extra.py").write_text("")
    before = contents(target)

    lines = check(document, CONFIG, "inline.yaml", target)

    assert lines == [
        f"differs: {target / 'api.py'}",
        f"missing: {target / 'client.py'}",
        f"not generated: {target / 'extra.py'}",
    ]
    assert contents(target) == before


def test_check_after_a_change_of_the_document_fails_and_names_the_files(tmp_path, capsys):
    document, config = tmp_path / "inline.yaml", tmp_path / "config.toml"
    config.touch()
    target = tmp_path / "client"
    arguments = ["--document", str(document), "--config", str(config), "--output", str(target)]
    document.write_text(text_of())
    assert main(arguments) == 0
    before = contents(target)
    assert main([*arguments, "--check"]) == 0
    capsys.readouterr()
    document.write_text(text_of().replace("version: '1'", "version: '2'").replace("ping", "pong"))

    assert main([*arguments, "--check"]) == 1

    assert capsys.readouterr().err.splitlines() == [
        f"differs: {target / 'api.py'}",
        f"differs: {target / 'client.py'}",
        f"not generated: {target / 'resources' / 'ping.py'}",
        f"missing: {target / 'resources' / 'pong.py'}",
        "The client is not what the document generates. Run: python -m generator",
    ]
    assert contents(target) == before


def test_check_of_a_client_that_is_not_there_names_every_file(document, tmp_path):
    target = tmp_path / "nowhere"

    lines = check(document, CONFIG, "inline.yaml", target)

    assert f"missing: {target / 'client.py'}" in lines
    assert not target.exists()


def test_every_file_says_that_it_is_generated_and_how(document, tmp_path):
    generate(document, CONFIG, "inline.yaml", tmp_path / "client")

    for content in contents(tmp_path / "client").values():
        first = content.decode().splitlines()[0]
        assert first == (
            "# Generated from inline.yaml. Do not edit: change the document, "
            "then run `python -m generator`."
        )


def test_the_committed_client_is_what_the_document_generates(capsys):
    assert main(["--check"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize(
    ("directory", "machine"),
    [
        ("/", {"PYTHONHASHSEED": "0", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"}),
        (".", {"PYTHONHASHSEED": "random", "PYTHONUTF8": "0", "LC_ALL": "C", "HOME": "/nowhere"}),
    ],
)
def test_the_bytes_depend_on_nothing_but_the_document(directory, machine, tmp_path):
    target = tmp_path / "client"

    subprocess.run(
        [sys.executable, "-m", "generator", "--output", str(target)],
        env={**os.environ, **machine, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path / directory,
        check=True,
        capture_output=True,
    )

    assert contents(target) == contents(OUTPUT)


def run(*arguments):
    """The command as a person runs it."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "cannot be read"),
        (b"openapi: [", "not YAML"),
        (b"\xff\xfe\x00", ""),
        (b"openapi: 3.0.0", "3.1"),
        (b"openapi: 3.1.0", "info"),
        (b"- a list", "mapping"),
    ],
)
def test_a_document_that_cannot_be_used_is_an_error_and_no_traceback(tmp_path, content, expected):
    path = tmp_path / "broken.yaml"
    if content is not None:
        path.write_bytes(content)

    done = run("--document", str(path), "--output", str(tmp_path / "out"))

    assert done.returncode == 1
    assert str(path) in done.stderr
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_problem_is_told_with_file_line_and_pointer(tmp_path):
    path = tmp_path / "inline.yaml"
    path.write_text(text_of().replace("operationId: ping.send", "operationId: ping"))

    done = run("--document", str(path), "--output", str(tmp_path / "out"))

    assert f"{path}:8: operationId 'ping' is not resource.method" in done.stderr
    assert "(at #/paths/~1v1~1ping/get/operationId)" in done.stderr


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "cannot be read"),
        ("mixins = [", "config.toml"),
        ("[mixin]", "unknown table mixin"),
        ('[mixins]\n"ping" = "nonsense"', "no 'module:Class'"),
        ('[mixins]\n"pong" = "helpers.pong:PongMixin"', "the document has no such resource"),
        ("params = 1", 'config.toml: [params."resource.operation"] is a table of TypedDict'),
        ('[params]\n"ping.send" = []', "params.ping.send is a table of TypedDict = [keywords"),
        ('[params."ping.send"]\nsending = []', "'sending' is no name of a class"),
        ('[params."ping.send"]\nSending = "timeout"', "'timeout' is no list of keywords"),
        ('[params."ping.send"]\nSending = [1]', "[1] is no list of keywords"),
        ('[params."pong.send"]\nSending = []', "has no such operation; it has ping.send"),
        ('[params."ping.send"]\nSending = ["stream"]', "takes no 'stream'; it takes extra_headers"),
        ('[params."ping.send"]\nMapping = []', "params.ping.send.Mapping: the name is taken"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_an_error(tmp_path, capsys, content, expected):
    document, config = tmp_path / "inline.yaml", tmp_path / "config.toml"
    document.write_text(text_of())
    if content is not None:
        config.write_text(content)
    out = tmp_path / "out"

    status = main(["--document", str(document), "--config", str(config), "--output", str(out)])

    assert status == 1
    assert expected in capsys.readouterr().err
    assert not out.exists()


def test_an_output_that_cannot_be_written_is_an_error(tmp_path, capsys):
    (tmp_path / "file").write_text("")

    assert main(["--output", str(tmp_path / "file" / "client")]) == 1
    assert "Nothing was written" in capsys.readouterr().err


def test_a_mixin_is_the_first_base_of_its_resource(read, tmp_path):
    config = GeneratorConfig({"ping": "helpers.chat:CompletionsMixin"})

    generate(read(text_of()), config, "inline.yaml", tmp_path / "client")

    source = (tmp_path / "client" / "resources" / "ping.py").read_text()
    plain = " ".join(source.split())  # however its lines are broken
    for name in joined_with("CompletionsMixin"):
        assert f" {name}," in plain.partition("from scaleway_genapi.helpers.chat import (")[2]
    assert "class PingResource(CompletionsMixin, Resource):" in plain
    assert "class AsyncPingResource(AsyncCompletionsMixin, AsyncResource):" in plain
    raw = "CompletionsMixinWithRawResponse, Resource"
    assert f"class PingResourceWithRawResponse({raw}):" in plain
    raw = "AsyncCompletionsMixinWithRawResponse, AsyncResource"
    assert re.search(rf"class AsyncPingResourceWithRawResponse\( ?{raw} ?\):", plain)


def test_the_name_of_the_folder_and_what_git_ignores_change_no_byte(document, tmp_path):
    ignored = tmp_path / "build"
    ignored.mkdir()
    (ignored / ".gitignore").write_text("*\n")
    (ignored / "ruff.toml").write_text("line-length = 40\n")

    generate(document, CONFIG, "inline.yaml", ignored / "venv")
    generate(document, CONFIG, "inline.yaml", tmp_path / "client")

    assert contents(ignored / "venv") == contents(tmp_path / "client")


def test_check_leaves_no_trace_where_there_is_nothing(document, tmp_path):
    check(document, CONFIG, "inline.yaml", tmp_path / "a" / "b" / "client")

    assert not (tmp_path / "a").exists()
