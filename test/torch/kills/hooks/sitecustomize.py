"""Python imports this when it starts. KILL_PLAN lists moments in which a rank kills itself, each once and one after the other."""

import json
import os
import re
import signal
import sys

_plan = json.loads(os.environ.get("KILL_PLAN", "null"))
_rank = os.environ.get("RANK")


def _watch(event: str, args: tuple) -> None:
    if event not in ("open", "os.rename") or not isinstance(args[0], str | os.PathLike):
        return
    state = _plan["state"]
    for moment in _plan["moments"]:
        done = os.path.join(state, moment["name"])
        if os.path.exists(done):
            continue
        flags = args[2] if event == "open" and isinstance(args[2], int) else 0
        writes = event == "os.rename" or flags & (os.O_WRONLY | os.O_RDWR) != 0
        mode = "rename" if event == "os.rename" else "write" if writes else "read"
        if str(moment["rank"]) == _rank and mode == moment["mode"] and re.search(moment["path"], os.fspath(args[0])):
            os.close(os.open(done, os.O_CREAT | os.O_WRONLY))
            os.kill(os.getpid(), signal.SIGKILL)
        return


if _plan is not None and _rank is not None:
    sys.addaudithook(_watch)
