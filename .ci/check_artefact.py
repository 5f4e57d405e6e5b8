"""Checks the package that the built SAM template deploys: that it is there, small, whole, and holds nothing but the function."""

import pathlib
import sys
import zipfile

from samcli.yamlhelper import yaml_parse

# Lambda takes 50 MB; a cold start reads all of it. Raise it for a reason only.
MOST_BYTES = 12_000_000
NEEDED = [
    "dev/tidemark/example/QuakeConsumer.class",
    "lib/tidemark-handler-",
    "lib/tidemark-engine-",
    "lib/tidemark-checkpoint-aws-",
    "lib/url-connection-client-",
]
# Emulators, tests, tools of the command line, and the SDK's other HTTP clients.
FORBIDDEN = [
    "tidemark-local",
    "tidemark-testkit",
    "tidemark-mapping",
    "tidemark-cli",
    "tidemark-proof",
    "tidemark-infra",
    "tidemark-producer",
    "tidemark-poller",
    "joda-time",
    "aws-cdk",
    "DynamoDBLocal",
    "s3proxy",
    "localstack",
    "junit",
    "assertj",
    "opentest4j",
    "picocli",
    "progressbar",
    "netty",
    "apache-client",
    "httpclient",
    "Test.class",
]


def properties(template: pathlib.Path) -> dict:
    return yaml_parse(template.read_text())["Resources"]["QuakeConsumer"]["Properties"]


def package_of(template: pathlib.Path) -> pathlib.Path:
    return (template.parent / properties(template)["CodeUri"]).resolve()


def main(template: pathlib.Path) -> list[str]:
    function = properties(template)
    package = package_of(template)
    if not package.is_file():
        return [f"{package} is not there"]
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
        bad = archive.testzip()
    size = package.stat().st_size
    print(f"{package.name}: {size:,} bytes, {len(names)} entries")
    problems = [f"{bad} is damaged"] if bad else []
    if size > MOST_BYTES:
        problems.append(f"larger than {MOST_BYTES:,} bytes")
    problems += [f"{need} is missing" for need in NEEDED if not any(name.startswith(need) for name in names)]
    problems += [f"{name} does not belong there" for name in names if any(word in name for word in FORBIDDEN)]
    handler = function["Handler"].split("::")[0].replace(".", "/") + ".class"
    if handler not in names:
        problems.append(f"the handler {handler} is missing")
    return problems


if __name__ == "__main__":
    if sys.argv[1] == "--path":
        print(package_of(pathlib.Path(sys.argv[2])))
        sys.exit(0)
    found = main(pathlib.Path(sys.argv[1]))
    for problem in found:
        print(problem, file=sys.stderr)
    sys.exit(1 if found else 0)
