"""What building again costs under ``mkdocs serve``, after an editor changed one line.

``python -m benchmarks.serving PROJECT REPEATS`` prints the least processor seconds as JSON.
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile
import time
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config


def again(project: Path, repeats: int) -> float:
    """The least that a build took after another summary of one product, in the process that built before.

    As ``mkdocs serve`` does it: the settings are read anew, the plugin stays, and all pages go to a folder in memory.
    """
    file = project / "products.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    summaries = [number for number, line in enumerate(lines) if line.startswith("    summary:")]
    changed = summaries[len(summaries) // 2]
    found = []
    with tempfile.TemporaryDirectory(dir=project.parent) as site:
        for turn in range(repeats + 1):
            lines[changed] = f"    summary: Dit schreef een redacteur, keer {turn}."
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
            begin = time.process_time()
            config = load_config(str(project / "mkdocs.yml"), site_dir=site)
            if turn == 0:
                config.plugins.on_startup(command="serve", dirty=False)
            build(config, serve_url="http://127.0.0.1:8000/digitaal-contact/")
            found.append(time.process_time() - begin)
    return min(found[1:])


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # the same warnings at every turn
    print(json.dumps(again(Path(sys.argv[1]), int(sys.argv[2]))))
