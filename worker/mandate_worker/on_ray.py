"""Starts the processes of one training on several nodes or GPUs of a Ray cluster; run by the cluster's own Python.

It is a file of its own, called by its path: it needs Ray and nothing else, and the worker needs no Ray. All resources are
taken at once (a placement group), so that no training waits with half of its nodes; the group goes with this process, and
the processes go with it.
"""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time

import ray
from ray.util.placement_group import placement_group
from ray.util.scheduling_strategies import PlacementGroupSchedulingStrategy

_PR_SET_PDEATHSIG = 1


@ray.remote
class Node:
    """One node's share of the processes."""

    def __init__(self, processes: int) -> None:
        self.processes = processes

    def rendezvous(self) -> tuple[str, int]:
        """Where the first process listens for the others."""
        with socket.socket() as probe:
            probe.bind(("", 0))
            return ray.util.get_node_ip_address(), probe.getsockname()[1]

    def run(self, index: int, nodes: int, rendezvous: tuple[str, int], command: list[str]) -> list[int]:
        """Run this node's processes to their end; when one fails, the others need not wait for it."""
        address, port = rendezvous
        common = {"WORLD_SIZE": nodes * self.processes, "MASTER_ADDR": address, "MASTER_PORT": port}
        running = []
        for local_rank in range(self.processes):
            ranks = {"RANK": index * self.processes + local_rank, "LOCAL_RANK": local_rank}
            told = {name: str(value) for name, value in (common | ranks).items()}
            running.append(subprocess.Popen(command, env=os.environ | told, preexec_fn=_die_with_parent))
        while any(process.poll() is None for process in running) and not any(process.returncode for process in running):
            time.sleep(0.1)
        for process in running:
            process.terminate()
        return [process.wait() for process in running]


def main() -> int:
    """Run the command once per process; the exit code is the first that is not 0."""
    options = _options()
    ray.init(log_to_driver=False)
    bundle = {"CPU": options.cpus, "GPU": options.gpus}
    group = placement_group([{name: amount for name, amount in bundle.items() if amount}] * options.nodes, "STRICT_SPREAD")
    ray.get(group.ready())
    nodes = [_node(options, group, index) for index in range(options.nodes)]
    rendezvous = ray.get(nodes[0].rendezvous.remote())
    waiting = [
        node.run.remote(index, options.nodes, rendezvous, options.command) for index, node in enumerate(nodes)
    ]
    while waiting:
        done, waiting = ray.wait(waiting)
        failed = [code for code in ray.get(done[0]) if code != 0]
        if failed:
            # A process that a signal ended has a negative code; shells say 128 and its number.
            return failed[0] if failed[0] > 0 else 128 - failed[0]
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("nodes", "cpus", "gpus", "processes"):
        parser.add_argument(f"--{name}", type=int, required=True, help="per node" if name != "nodes" else None)
    parser.add_argument("command", nargs="+")
    return parser.parse_args()


def _node(options: argparse.Namespace, group: object, index: int) -> object:
    strategy = PlacementGroupSchedulingStrategy(placement_group=group, placement_group_bundle_index=index)
    return Node.options(num_cpus=options.cpus, num_gpus=options.gpus, scheduling_strategy=strategy).remote(
        options.processes
    )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
