"""Metrics, as Prometheus sees them: promtool takes what is told and what is shipped, and a real Prometheus scrapes and computes it."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from relevo_process import ROOT, RelevoProcess

PATIENCE_SECONDS = 60
ADMIN_KEY = "an-admin-key-for-prometheus"
CONFIGURATION = f"server: {{admin-keys: [{ADMIN_KEY}]}}\nmodels: {{auto: [groq, openai]}}\n"
HERE = bool(shutil.which("promtool") and shutil.which("prometheus"))


def promtool(*arguments, **options):
    result = subprocess.run(["promtool", *arguments], capture_output=True, text=True, timeout=60, **options)
    return result.returncode, result.stdout + result.stderr


def free_port():
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


@unittest.skipUnless(HERE or os.environ.get("CI") == "true", "there is no promtool, or no prometheus")
class MetricsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        (cls.folder / "config.yaml").write_text(CONFIGURATION)
        environment = {"PATH": os.environ["PATH"], "HOME": str(cls.folder), "LANG": "C.UTF-8"}
        command = [ROOT / "relevo", "--config", cls.folder / "config.yaml", "--port", "0"]
        cls.relevo = cls.enterClassContext(RelevoProcess(command, cwd=cls.folder, env=environment))
        for stream in [False, True, True]:
            cls.relevo.chat(stream, Authorization=f"Bearer {ADMIN_KEY}")

    def test_promtool_takes_the_scrape_configuration_with_its_rules(self):
        for name in ["prometheus.yml", "alerts.yml"]:
            shutil.copy2(ROOT / "deploy" / name, self.folder)
        (self.folder / "relevo-admin-key").write_text(ADMIN_KEY)
        code, told = promtool("check", "config", str(self.folder / "prometheus.yml"))
        self.assertEqual(0, code, told)
        self.assertIn("rules found", told)

    def test_promtool_takes_what_metrics_tells(self):
        text = self.relevo.get("/metrics", Authorization=f"Bearer {ADMIN_KEY}")
        code, told = promtool("check", "metrics", input=text)
        self.assertEqual(0, code, told)

    def test_a_real_prometheus_scrapes_it_and_computes_every_panel_and_alert(self):
        with self.prometheus() as ask:
            self.assertEqual("1", ask("up{job='relevo'}", lambda result: result and result[0]["value"][1] == "1"))
            answered = ask("sum(relevo_requests_total{alias='auto',status='200'})", bool)
            self.assertEqual("3", answered)
            for expression in self.expressions():
                ask(expression, lambda result: result is not None)

    def expressions(self):
        dashboard = json.loads((ROOT / "deploy/grafana/relevo.json").read_text())
        for panel in dashboard["panels"]:
            for target in panel.get("targets", []):
                yield target["expr"].replace("$__rate_interval", "1m").replace("$job", ".+")

    def prometheus(self):
        return Prometheus(self.folder, self.relevo.url)


class Prometheus:
    """A Prometheus that scrapes one Relevo each second; called with an expression, it gives its first value."""

    def __init__(self, folder, url):
        self.folder = folder
        self.port = free_port()
        target = url.removeprefix("http://")
        text = (ROOT / "deploy/prometheus.yml").read_text()
        text = text.replace("relevo:3000", target).replace("15s", "1s")
        (folder / "scrape.yml").write_text(text)
        (folder / "relevo-admin-key").write_text(ADMIN_KEY)
        shutil.copy2(ROOT / "deploy/alerts.yml", folder)

    def __enter__(self):
        self.log = open(self.folder / "prometheus.log", "w", encoding="utf-8")
        self.process = subprocess.Popen(
            [
                "prometheus",
                f"--config.file={self.folder / 'scrape.yml'}",
                f"--storage.tsdb.path={self.folder / 'data'}",
                f"--web.listen-address=127.0.0.1:{self.port}",
            ],
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        return self.first_value

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(60)
        self.log.close()

    def first_value(self, expression, enough):
        """Asks until there is enough."""
        until = time.monotonic() + PATIENCE_SECONDS
        result = self.result(expression)
        while not enough(result) and time.monotonic() < until:
            time.sleep(0.2)
            result = self.result(expression)
        assert enough(result), f"{expression} gave {result}; {(self.folder / 'prometheus.log').read_text()}"
        return result[0]["value"][1] if result else None

    def result(self, expression):
        query = urllib.parse.urlencode({"query": expression})
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/query?{query}", timeout=30) as answer:
                return json.load(answer)["data"]["result"]
        except urllib.error.HTTPError as refused:
            if refused.code == 400:
                raise AssertionError(f"{expression}: {refused.read().decode()}") from refused
            return None
        except OSError:
            return None


if __name__ == "__main__":
    unittest.main()
