"""The mock, nginx, Relevo and whatever else is compared: built, configured and started."""

import contextlib
import dataclasses
import http.client
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.parse

from . import processes
from .processes import LOAD_CORE, PROXY_CORE

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[1]
PORTS = {
    "NGINX_PORT": 18080, "RELEVO_PORT": 18081, "MOCK_PORT": 18082, "NGINX_UPSTREAM_TLS_PORT": 18083,
    "NGINX_TLS_PORT": 18443, "MOCK_TLS_PORT": 18444, "SHIM_NGINX_PORT": 18090, "SHIM_RELEVO_PORT": 18091,
}
COMPILE = ["gcc", "-O2", "-Wall", "-Wextra", "-Werror"]
PROGRAMS = {
    "load": ["load.c", "request.c", "answer.c", "histogram.c", "speech.c"],
    "mock": ["mock.c", "answers.c", "speech.c"],
}
POOL_LIMITS = "limits: {requests-per-minute: 1B, requests-per-day: 1B, tokens-per-minute: 1000B, usd-per-day: 100000, concurrent: 1M}"
CONFIG = f"""
server: {{port: {PORTS["RELEVO_PORT"]}, state-dir: STATE TLS}}
providers:
  upstream: {{base-url: "BASE"}}
""" + "".join(f'  pool{i}: {{base-url: "BASE", api-key: [key-{i}-a, key-{i}-b], {POOL_LIMITS}}}\n' for i in range(3)) + """
models:
  bench: [upstream/bench]
  pool: [{target: pool0/bench, price: {input: 1, output: 4}}, {target: pool1/bench, price: {input: 1, output: 4}},
    {target: pool2/bench, price: {input: 1, output: 4}}]
"""
PATIENCE_SECONDS = 60


@dataclasses.dataclass
class Gateway:
    """Something that serves at a URL. `pid` is None if it is not known."""

    name: str
    url: str
    pid: int | None = None
    loose: bool = False
    key: str | None = None
    tls_ports: dict = dataclasses.field(default_factory=dict)  # by variant, where load goes instead
    first_answer_ms: float | None = None  # after its start

    def address(self, variant):
        parts = urllib.parse.urlsplit(self.url)
        port = self.tls_ports.get(variant, parts.port or 80)
        return [f"host={parts.hostname}", f"port={port}", f"path={parts.path.rstrip('/')}/chat/completions"] + \
            ([f"key={self.key}"] if self.key else [])

    def alone(self):
        """Its process if nothing else is to run on its core."""
        return self.pid if self.pid and processes.runs_on(self.pid, PROXY_CORE) else None


def foreign(name, url, pid):
    """A gateway that runs already: http://[KEY@]HOST:PORT/v1."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        sys.exit(f"bench: {name}: expected http://[KEY@]HOST:PORT/v1, not {url}")
    host = socket.gethostbyname(parts.hostname)
    return Gateway(name, f"http://{host}:{parts.port or 80}{parts.path}", pid, True, parts.username)


class Lab:
    """The folder with all that is made, the mock, nginx and what speaks TLS for the load and the mock."""

    def __init__(self, folder, fault, files):
        self.folder, self.fault, self.files = folder, fault, files
        self.java = jdk_folder() / "bin"
        build(folder)
        make_certificate(folder, self.java)
        self.helpers = []

    @contextlib.contextmanager
    def running(self):
        for port in PORTS.values():
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    sys.exit(f"bench: port {port} is taken; who has it? ss -ltnp 'sport = :{port}'")
        with contextlib.ExitStack() as stack:
            def start(core, port, *command):
                log = self.folder / f"{PORTS[port]}.log"
                process = stack.enter_context(processes.started(core, command, log))
                await_answer(PORTS[port], log, process)
                return process.pid

            mock = start(LOAD_CORE, "MOCK_PORT", self.folder / "mock", PORTS["MOCK_PORT"], self.fault)
            proxy = start(PROXY_CORE, "NGINX_PORT", *self.nginx("nginx.conf"))
            self.helpers = [mock, start(LOAD_CORE, "SHIM_NGINX_PORT", *self.nginx("shim.conf"))]
            self.proxy = Gateway("nginx", f"http://127.0.0.1:{PORTS['NGINX_PORT']}/v1", proxy, tls_ports={
                "tls-listener": PORTS["SHIM_NGINX_PORT"], "tls-upstream": PORTS["NGINX_UPSTREAM_TLS_PORT"]})
            yield self

    def nginx(self, name):
        text = (HERE / name).read_text()
        for word, value in sorted({"DIR": self.folder, "FILES": self.files, **PORTS}.items(), key=lambda item: -len(item[0])):
            text = text.replace(word, str(value))
        (self.folder / name).write_text(text)
        return ["nginx", "-c", self.folder / name, "-p", self.folder]

    def relevo_command(self, variant):
        """How ./relevo is started, and with which JVM options beside its own."""
        tls = f', tls: {{certificate: {self.folder}/cert.pem, key: {self.folder}/key.pem}}' if variant == "tls-listener" else ""
        base = f"https://127.0.0.1:{PORTS['MOCK_TLS_PORT']}/v1" if variant == "tls-upstream" \
            else f"http://127.0.0.1:{PORTS['MOCK_PORT']}/v1"
        config = self.folder / f"{variant}.yaml"
        config.write_text(CONFIG.replace("STATE TLS", f"{self.folder}/state-{variant}{tls}").replace("BASE", base))
        options = {
            "many": "-Xmx1g",
            "garbage": f"-Xlog:gc:file={self.gc_log}",
            "tls-upstream": f"-Djavax.net.ssl.trustStore={self.folder}/trust.p12 -Djavax.net.ssl.trustStorePassword=bench-only",
        }
        return [HOME / "relevo", "--config", config], options.get(variant, "")

    @property
    def gc_log(self):
        return self.folder / "gc.log"

    @contextlib.contextmanager
    def relevo(self, variant, core=PROXY_CORE):
        """Relevo as users start it, once it has answered."""
        command, options = self.relevo_command(variant)
        log = self.folder / f"relevo-{variant}.log"
        given = " ".join([os.environ.get("RELEVO_JAVA_OPTIONS", ""), options]).strip()
        began = time.monotonic()
        with processes.started(core, command, log, RELEVO_JAVA_OPTIONS=given) as process:
            ports = {"tls-listener": PORTS["SHIM_RELEVO_PORT"]}
            await_answer(ports.get(variant, PORTS["RELEVO_PORT"]), log, process)
            took = (time.monotonic() - began) * 1000
            yield Gateway("relevo", f"http://127.0.0.1:{PORTS['RELEVO_PORT']}/v1", process.pid, tls_ports=ports, first_answer_ms=took)


def build(folder):
    """The load generator and the mock."""
    for name, sources in PROGRAMS.items():
        subprocess.run([*COMPILE, "-o", folder / name, *(HERE / source for source in sources)], check=True)


def jdk_folder():
    script = f'here={HOME}; . "$here/bin/jdk.sh"; need_jdk; echo "$jdk"'
    return pathlib.Path(subprocess.check_output(["sh", "-c", script], text=True).strip())


def find_jdk():
    """Whether there is one; this does not offer to fetch any."""
    return not subprocess.run(["sh", "-c", f'here={HOME}; . "$here/bin/jdk.sh"; find_jdk']).returncode


def make_certificate(folder, java):
    quiet = {"cwd": folder, "check": True, "capture_output": True}
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"],
        **quiet)
    (folder / "key.pem").chmod(0o600)
    subprocess.run([java / "keytool", "-importcert", "-noprompt", "-alias", "bench", "-file", "cert.pem", "-keystore",
                    "trust.p12", "-storetype", "PKCS12", "-storepass", "bench-only"], **quiet)


def await_answer(port, log, process):
    """Asks until the first whole answer."""
    end = time.monotonic() + PATIENCE_SECONDS
    body = '{"model": "bench", "messages": [{"role": "user", "content": "Hello"}]}'
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            if answer.status == 200:
                return
        time.sleep(0.002)
    sys.exit(f"bench: nothing answers on port {port}\n{pathlib.Path(log).read_text()[-2000:]}")
