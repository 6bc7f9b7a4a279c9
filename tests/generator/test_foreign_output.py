"""Only what was generated is replaced: a file, a symlink or a folder of others stays as it is."""

import os
import shutil
from pathlib import Path

import pytest

from generator.cli import main
from generator.config import OUTPUT
from tests.generator.inline_documents import text_of


def tree(folder):
    """Everything below a folder: names, and the bytes or the target of each."""
    return {
        path.relative_to(folder).as_posix(): (
            path.readlink() if path.is_symlink() else path.read_bytes() if path.is_file() else None
        )
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def generate(tmp_path, capsys):
    """Run the command on a small document; what it said to stderr, and its exit code."""
    document, config = tmp_path / "inline.yaml", tmp_path / "config.toml"
    document.write_text(text_of())
    config.touch()
    inputs = ["--document", str(document), "--config", str(config)]

    def run(output, *more):
        code = main([*inputs, "--output", str(output), *more])
        return code, capsys.readouterr().err

    return run


def a_file(place):
    place.write_text("mine")
    return place


def an_empty_file(place):
    place.touch()
    return place


def hand_written_code(place):
    place.mkdir()
    (place / "__init__.py").write_text('"""Mine."""\n')
    return place / "__init__.py"


def an_empty_module(place):
    place.mkdir()
    (place / "__init__.py").touch()
    return place / "__init__.py"


def hand_written_code_below_generated_code(place):
    shutil.copytree(OUTPUT, place)
    (place / "models" / "mine.py").write_text("MINE = 1\n")
    return place / "models" / "mine.py"


def notes(place):
    place.mkdir()
    (place / "notes.txt").write_text("# Generated from my mind by `python -m generator`\n")
    return place / "notes.txt"


def a_file_in_the_cache_of_bytecode(place):
    (place / "__pycache__").mkdir(parents=True)
    (place / "__pycache__" / "notes.txt").write_text("mine")
    return place / "__pycache__" / "notes.txt"


def a_symlink_in_it(place):
    place.mkdir()
    (place / "link").symlink_to("/nowhere")
    return place / "link"


def a_pipe_in_it(place):
    place.mkdir()
    os.mkfifo(place / "pipe")
    return place / "pipe"


def code_that_others_generated(place):
    place.mkdir()
    (place / "api.py").write_text("# Generated from api.proto\n")
    return place / "api.py"


@pytest.mark.parametrize(
    "foreign",
    [
        a_file,
        an_empty_file,
        hand_written_code,
        an_empty_module,
        hand_written_code_below_generated_code,
        notes,
        a_file_in_the_cache_of_bytecode,
        a_symlink_in_it,
        a_pipe_in_it,
        code_that_others_generated,
    ],
)
def test_what_was_not_generated_is_refused_and_stays(generate, tmp_path, foreign):
    named = foreign(tmp_path / "there")
    before = tree(tmp_path)

    code, said = generate(tmp_path / "there")

    assert code == 1
    assert str(named) in said
    assert "Nothing was written" in said
    assert tree(tmp_path) == before


@pytest.mark.parametrize("leads_to", ["generated", "nowhere"])
def test_a_symlink_is_refused_wherever_it_leads(generate, tmp_path, leads_to):
    assert generate(tmp_path / "generated")[0] == 0
    (tmp_path / "link").symlink_to(leads_to)
    before = tree(tmp_path)

    code, said = generate(tmp_path / "link")

    assert code == 1
    assert f"{tmp_path / 'link'}: is a symlink" in said
    assert tree(tmp_path) == before


def test_the_hand_written_package_around_the_generated_one_is_refused(generate, tmp_path):
    package = tmp_path / "scaleway_genapi"
    shutil.copytree(OUTPUT.parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    before = tree(package)

    code, said = generate(package)

    assert code == 1
    assert "was not generated" in said
    assert tree(package) == before


def test_what_someone_put_there_while_it_was_rendered_stays(generate, tmp_path, monkeypatch):
    from generator import generate as generation

    render = generation.render

    def put_something_there(*arguments):
        render(*arguments)
        hand_written_code(tmp_path / "there")

    monkeypatch.setattr(generation, "render", put_something_there)

    assert generate(tmp_path / "there")[0] == 1
    assert tree(tmp_path / "there") == {"__init__.py": b'"""Mine."""\n'}


def nothing(place):
    pass


def bytecode(place):
    (place / "gone" / "__pycache__").mkdir(parents=True)
    (place / "gone" / "__pycache__" / "api.cpython-311.pyc").write_bytes(b"")


def a_generated_package(place):
    shutil.copytree(OUTPUT, place)


@pytest.mark.parametrize("there", [nothing, Path.mkdir, bytecode, a_generated_package])
def test_what_is_empty_or_generated_is_replaced(generate, tmp_path, there):
    there(tmp_path / "there")

    assert generate(tmp_path / "there") == (0, "")
    assert generate(tmp_path / "there", "--check") == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "config.toml",
        "inline.yaml",
        "there",
    ]


def test_the_current_folder_can_be_the_output(generate, tmp_path, monkeypatch):
    (tmp_path / "there").mkdir()
    monkeypatch.chdir(tmp_path / "there")

    assert generate(".") == (0, "")
    assert (tmp_path / "there" / "client.py").is_file()


def a_symlink_to_elsewhere(target):
    (target / "evil").symlink_to("/tmp")
    return f"not generated: {target / 'evil'} (a symlink)"


def a_symlink_to_nowhere(target):
    (target / "broken.py").symlink_to("/nowhere/at/all")
    return f"not generated: {target / 'broken.py'} (a symlink)"


def a_symlink_in_place_of_a_file(target):
    (target / "api.py").rename(target.parent / "api.py")
    (target / "api.py").symlink_to("../api.py")
    return f"differs: {target / 'api.py'} (a symlink)"


def a_folder_in_place_of_a_file(target):
    (target / "api.py").unlink()
    (target / "api.py").mkdir()
    return f"differs: {target / 'api.py'} (a folder)"


def an_empty_folder(target):
    (target / "more").mkdir()
    return f"not generated: {target / 'more'} (a folder)"


def a_file_that_is_no_code(target):
    (target / "models" / "notes.txt").touch()
    return f"not generated: {target / 'models' / 'notes.txt'}"


def a_pipe(target):
    os.mkfifo(target / "pipe")
    return f"not generated: {target / 'pipe'} (a special file)"


def a_module_among_the_bytecode(target):
    (target / "__pycache__").mkdir(exist_ok=True)
    (target / "__pycache__" / "evil.py").touch()
    return f"not generated: {target / '__pycache__' / 'evil.py'}"


def a_symlink_called_as_the_bytecode(target):
    (target / "resources" / "__pycache__").symlink_to("/tmp")
    return f"not generated: {target / 'resources' / '__pycache__'} (a symlink)"


ODD = [
    a_symlink_to_elsewhere,
    a_symlink_to_nowhere,
    a_symlink_in_place_of_a_file,
    a_folder_in_place_of_a_file,
    an_empty_folder,
    a_file_that_is_no_code,
    a_pipe,
    a_module_among_the_bytecode,
    a_symlink_called_as_the_bytecode,
]


@pytest.mark.parametrize("odd", ODD)
def test_check_reports_whatever_is_no_generated_file(generate, tmp_path, odd):
    generate(tmp_path / "there")
    expected = odd(tmp_path / "there")

    code, said = generate(tmp_path / "there", "--check")

    assert code == 1
    assert said.splitlines()[:-1] == [expected]


def test_check_names_everything_in_a_folder_that_is_not_generated(generate, tmp_path):
    target = tmp_path / "there"
    generate(target)
    (target / "more" / "inner").mkdir(parents=True)
    (target / "more" / "inner" / "evil.py").touch()

    said = generate(target, "--check")[1]

    assert said.splitlines()[:-1] == [
        f"not generated: {target / 'more'} (a folder)",
        f"not generated: {target / 'more' / 'inner'} (a folder)",
        f"not generated: {target / 'more' / 'inner' / 'evil.py'}",
    ]


@pytest.mark.parametrize("there", [Path.touch, lambda path: path.symlink_to("generated")])
def test_check_of_what_is_no_folder_says_so(generate, tmp_path, there):
    generate(tmp_path / "generated")
    there(tmp_path / "there")

    code, said = generate(tmp_path / "there", "--check")

    assert code == 1
    assert f"no folder: {tmp_path / 'there'}" in said
