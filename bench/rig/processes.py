"""Processes that are measured: started on a core, their CPU time and memory, and who else used that core."""

import contextlib
import os
import pathlib
import resource
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")
PROXY_CORE, LOAD_CORE = 0, 1
PROC = pathlib.Path("/proc")
ALL_CORES = os.sched_getaffinity(0)
KEPT = ("PATH", "HOME", "JAVA_HOME", "RELEVO_JDK_DIRS", "XDG_CACHE_HOME")  # what else is set may change what Relevo does


def raise_file_limit():
    """As many open files as may be, for all that is started; their number."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def pinned(core, command):
    """On one core, or on any if that is None."""
    cores = ALL_CORES if core is None else {core}
    return ["taskset", "-c", ",".join(map(str, sorted(cores))), *map(str, command)]


@contextlib.contextmanager
def started(core, command, log, **environment):
    """A process, ended in order when the context is."""
    with open(log, "ab") as output:
        process = subprocess.Popen(pinned(core, command), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                   env={name: os.environ[name] for name in KEPT if name in os.environ} | environment)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def stat(pid):
    """The fields of /proc/PID/stat from the state on."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def tree(pid):
    """A process and its descendants."""
    parents = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents.setdefault(int(stat(entry.name)[1]), []).append(int(entry.name))
    found = [pid]
    for process in found:
        found += parents.get(process, [])
    return found


def cpu_seconds(pid):
    """User and system time of a process and its descendants."""
    total = 0
    for process in tree(pid):
        with contextlib.suppress(OSError):
            fields = stat(process)
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


def rss_bytes(pid):
    pages = 0
    for process in tree(pid):
        with contextlib.suppress(OSError):
            pages += int(stat(process)[21])
    return pages * os.sysconf("SC_PAGE_SIZE")


def runs_on(pid, core):
    return os.sched_getaffinity(pid) == {core}


def interrupts_count_apart():
    """Whether this kernel leaves interrupts out of the processes' times (CONFIG_IRQ_TIME_ACCOUNTING)."""
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        packed = PROC / "config.gz"
        config = subprocess.check_output(["zcat", packed], text=True) if packed.exists() \
            else pathlib.Path(f"/boot/config-{os.uname().release}").read_text()
        return "CONFIG_IRQ_TIME_ACCOUNTING=y" in config
    return False


class Cores:
    """What of the two cores went to others than those who were to use them."""

    interrupts_apart = interrupts_count_apart()

    def __init__(self, proxy, helpers):
        """The process that is measured, or None if it is not alone on its core, and those on the other one."""
        self.proxy, self.helpers = proxy, helpers
        self.began = time.monotonic()
        self.before = self.sample()

    def sample(self):
        busy = {}
        for line in (PROC / "stat").read_text().splitlines():
            name, *fields = line.split()
            if name in (f"cpu{PROXY_CORE}", f"cpu{LOAD_CORE}"):
                user, nice, system, _, _, irq, softirq, steal = map(int, fields[:8])
                apart = 0 if self.interrupts_apart else irq + softirq
                busy[int(name[3:])] = (user + nice + system + steal + apart) / TICKS
        own = {PROXY_CORE: cpu_seconds(self.proxy) if self.proxy else 0,
               LOAD_CORE: sum(map(cpu_seconds, self.helpers)) + children_and_self()}
        return {core: busy[core] - own[core] for core in own}

    def others(self):
        """Their share of each core since this was made, from 0 to 1."""
        after, took = self.sample(), time.monotonic() - self.began
        return {core: max(0.0, (after[core] - self.before[core]) / took)
                for core in after if core == LOAD_CORE or self.proxy}


def children_and_self():
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
