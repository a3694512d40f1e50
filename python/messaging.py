"""The messaging path (API, SQS, worker, Solapi) for a test suite in Python.

A local stack of its own, on free ports, with a sandbox in place of Solapi. No phone rings, and nothing stays behind.
Needs Node 22.13 or newer and no other package.

    from messaging import Stack

    with Stack() as stack:
        sent = stack.send(text="테스트")
        stack.wait_for("delivered")

With pytest, `pytest_plugins = ["messaging"]` in conftest.py gives the fixture `messaging_stack`.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

__all__ = ["MessagingError", "Stack"]

_CLI = pathlib.Path(__file__).resolve().parent.parent / "dist" / "cli.js"


class MessagingError(Exception):
    """What the command line refused: `code` for programs, the text with the next step for people."""

    def __init__(self, code, message, hint=None):
        super().__init__(message if not hint else f"{message}\n{hint}")
        self.code = code


class Stack:
    """A local stack. Use it in `with`, or call `start` and `dispose`.

    node: the Node that runs it; the variable MESSAGING_NODE or `node` by default.
    """

    def __init__(self, node=None):
        self._node = node or os.environ.get("MESSAGING_NODE") or shutil.which("node") or "node"
        self._folder = None
        self._up = None
        self._problems = None
        self._is_up = False

    def start(self):
        self._folder = tempfile.mkdtemp(prefix="messaging-testing-")
        self._problems = tempfile.TemporaryFile()
        self._up = subprocess.Popen(
            self._command("up"),
            env=self._environ(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._problems,
            encoding="utf-8",
        )
        said = ""
        for line in self._up.stdout:  # it prints one JSON object when it is up, and stays
            said += line
            if line.rstrip() == "}":
                break
        answer = json.loads(said or "{}")
        if "apiUrl" not in answer:
            self._up.wait()
            problems = self._read_problems()
            self.dispose()
            raise _error(answer, problems)
        self._is_up = True
        return self

    def env(self):
        """The variables with which your API or worker uses this stack, and no real service."""
        return self._ask("env")["variables"]

    def send(self, students=(1,), to="parent", mode="sms", text=None, template=None, tenant=None):
        """Sends through the API; returns the verdict (outcome, layer, cause, title …) and `ids` when it is decided."""
        args = ["--student", ",".join(str(student) for student in students), "--to", to, "--mode", mode]
        if text is not None or template is None:
            args += ["--text", text if text is not None else "테스트"]
        if template is not None:
            args += ["--template", str(template)]
        if tenant is not None:
            args += ["--tenant", tenant]
        answer = self._ask("send", *args)
        return {**answer["diagnosis"]["verdict"], "ids": [trace["traceId"] for trace in answer["traces"]]}

    def wait_for(self, fate, id=None, within=30):
        """A message in this state, whoever sent it: id, state. Waits `within` seconds."""
        args = ["--state", fate, "--within", str(within)]
        return self._ask("wait", *args, *(["--id", id] if id is not None else []))

    def inbox(self):
        """What reached a phone, or would have, oldest first."""
        return self._ask("inbox")["messages"]

    def inject(self, cause):
        """Sets a cause up for real: `messaging fault list` shows them all."""
        return self._ask("fault", "inject", cause)["fault"]

    def clear(self, cause=None):
        """Takes back one cause, or all."""
        return self._ask("fault", "clear", *([cause] if cause else []))["cleared"]

    def dispose(self):
        """Ends the stack and removes its files. A stack that had ended before says why on stderr."""
        if self._up is not None:
            if self._up.poll() is None:
                subprocess.run(self._command("down"), env=self._environ(), stdout=subprocess.DEVNULL, check=False)
                self._up.wait()
            elif self._is_up:
                sys.stderr.write(self._read_problems())
            self._up.stdout.close()
            self._up = None
            self._is_up = False
        if self._problems is not None:
            self._problems.close()
            self._problems = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_error):
        self.dispose()

    def _read_problems(self):
        self._problems.seek(0)
        return self._problems.read().decode("utf-8", "replace")

    def _command(self, *args):
        return [self._node, str(_CLI), *args, "--json"]

    def _environ(self):
        return {**os.environ, "MESSAGING_STATE_DIR": self._folder, "MESSAGING_ANY_PORT": "1", "MESSAGING_LANG": "en"}

    def _ask(self, *args):
        done = subprocess.run(
            self._command(*args), env=self._environ(), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8"
        )
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            raise MessagingError("unexpected", done.stderr.strip() or f"it ended with {done.returncode}") from None
        if "error" in answer:
            raise _error(answer)
        return answer


def _error(answer, problems=""):
    error = answer.get("error") or {"code": "stack-failed", "message": problems or "The local stack did not start"}
    return MessagingError(error["code"], error["message"], error.get("hint"))


try:
    import pytest
except ImportError:
    pass
else:

    @pytest.fixture
    def messaging_stack():
        """A local stack of the test's own."""
        with Stack() as stack:
            yield stack
