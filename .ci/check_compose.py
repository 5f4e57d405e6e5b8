"""Checks a compose file as far as that goes without Docker: that it parses, is pinned, and is open to this machine only."""

import pathlib
import re
import sys

import yaml

TOP = {"name", "services", "networks", "volumes"}
SERVICE = {"image", "ports", "environment", "volumes", "healthcheck", "networks"}
HEALTH = {"test", "interval", "timeout", "retries", "start_period"}


def unknown(where: str, found: dict, known: set[str]) -> list[str]:
    return [f"{where}: unknown key {key}" for key in found.keys() - known]


def check_service(name: str, service: dict, compose: dict, folder: pathlib.Path) -> list[str]:
    problems = unknown(name, service, SERVICE)
    if not re.fullmatch(r"[a-z0-9./-]+:\d+\.\d+\.\d+", service.get("image", "")):
        problems.append(f"{name}: the image is not pinned to a version")
    problems += [
        f"{name}: port {port} is not on the loopback interface"
        for port in service.get("ports", [])
        if not str(port).startswith("127.0.0.1:")
    ]
    health = service.get("healthcheck") or {}
    if "test" not in health:
        problems.append(f"{name}: no health check")
    problems += unknown(f"{name}.healthcheck", health, HEALTH)
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        if source.startswith(".") and not (folder / source).exists():
            problems.append(f"{name}: {source} is not there")
    problems += [
        f"{name}: network {network} is not defined"
        for network in service.get("networks", [])
        if network not in compose.get("networks", {})
    ]
    return problems


def main(file: pathlib.Path) -> list[str]:
    compose = yaml.safe_load(file.read_text())
    problems = unknown(file.name, compose, TOP)
    for name, service in compose["services"].items():
        problems += check_service(name, service, compose, file.parent)
        print(f"{name}: {service.get('image')}")
    return problems


if __name__ == "__main__":
    found = main(pathlib.Path(sys.argv[1]))
    for problem in found:
        print(problem, file=sys.stderr)
    sys.exit(1 if found else 0)
