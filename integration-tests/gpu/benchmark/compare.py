#!/usr/bin/env python3
"""Measures engines in turn, on one device, and writes ratios.

Every engine is a process that stays alive. It reads one JSON object a line:
  {"mode": "...", "precision": "float32" | "tf32" | "float16" | "bfloat16", "batch": 8, "seconds": 2.0}
prepares the case if it is new, runs it for so many seconds, and answers with one line: what was asked, and
  {"engine": "...", "version": "...", "device": "...", "runs": 900, "median_ms": 2.1, "p10_ms": 2.0, "p90_ms": 2.3}
or {"error": "why not"}. Lines that do not start with a brace are passed on to standard error. It ends with its input.

The rounds of a case are interleaved: each engine and mode once, then each again. A figure is the median of the rounds'
medians. A ratio is the other engine's time by ours: above 1 we are faster.
"""
import argparse
import json
import shlex
import statistics
import subprocess
import sys


class Engine:
    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **request):
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return {"error": f"{self.name} has ended"}
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
            sys.stderr.write(line)
        return {"error": f"{self.name} ended with status {self.process.wait()}"}

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def measure(engines, modes, precision, batch, rounds, seconds):
    """Answers by engine and mode, each with all of its rounds."""
    answers = {}
    for _ in range(rounds):
        for engine, mode in modes:
            if "error" in answers.get((engine, mode), {}):
                continue
            answer = engines[engine].ask(mode=mode, precision=precision, batch=batch, seconds=seconds)
            known = answers.setdefault((engine, mode), dict(answer, rounds=[]))
            if "error" in answer:
                known["error"] = answer["error"]
                print(f"{engine} {mode} {precision} batch {batch}: {answer['error']}", file=sys.stderr)
            else:
                known["rounds"].append(answer)
                print(f"{engine} {mode} {precision} batch {batch}: {answer['median_ms']:.3f} ms", file=sys.stderr)
    for known in answers.values():
        if "error" not in known:
            for figure in ("median_ms", "p10_ms", "p90_ms"):
                known[figure] = statistics.median(answer[figure] for answer in known["rounds"])
    return answers


def cell(answer, batch, base):
    if "error" in answer:
        return "failed"
    text = f"{answer['median_ms']:.3f} ms, {1e3 * batch / answer['median_ms']:.0f}/s"
    return text if base is None else f"{text}, **{answer['median_ms'] / base:.2f}**"


def table(results, modes, ours):
    others = [mode for mode in modes if mode[0] != ours]
    mine = [mode for mode in modes if mode[0] == ours]
    columns = mine + others
    lines = ["| precision | batch | " + " | ".join(f"{engine} {mode}" for engine, mode in columns) + " |",
             "| --- | ---: |" + " ---: |" * len(columns)]
    failures = []
    for (precision, batch), answers in results.items():
        base = next((answers[mode]["median_ms"] for mode in mine if "error" not in answers[mode]), None)
        cells = [cell(answers[mode], batch, None if mode in mine else base) for mode in columns]
        lines.append(f"| {precision} | {batch} | " + " | ".join(cells) + " |")
        failures += [f"- {engine} {mode}, {precision}, batch {batch}: {answer['error']}"
                     for (engine, mode), answer in answers.items() if "error" in answer]
    lines += ["", "Median time of a run, pictures a second, and in bold the time by that of the first column: above 1 it is the"
              " slower one. A run includes the copies from and to the host."]
    return "\n".join(lines + ([""] + failures if failures else []))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", action="append", required=True, metavar="NAME=COMMAND",
                        help="an engine; the first one is ours")
    parser.add_argument("--mode", action="append", required=True, metavar="NAME:MODE", help="what to ask of an engine")
    parser.add_argument("--precisions", default="float32,tf32,float16,bfloat16")
    parser.add_argument("--batches", default="1,8,32")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="of one round of one mode")
    parser.add_argument("--json", required=True, metavar="FILE")
    parser.add_argument("--markdown", required=True, metavar="FILE")
    options = parser.parse_args()
    commands = dict(engine.split("=", 1) for engine in options.engine)
    modes = [tuple(mode.split(":", 1)) for mode in options.mode]
    unknown = {engine for engine, _ in modes} - set(commands)
    if unknown:
        parser.error(f"--mode names no engine: {', '.join(sorted(unknown))}")
    engines = {name: Engine(name, shlex.split(command)) for name, command in commands.items()}
    results = {}
    for precision in options.precisions.split(","):
        for batch in map(int, options.batches.split(",")):
            results[precision, batch] = measure(engines, modes, precision, batch, options.rounds, options.seconds)
            # Written as it grows: a machine's time may end before the last case does.
            with open(options.json, "w") as file:
                json.dump([answer for answers in results.values() for answer in answers.values()], file, indent=1)
            with open(options.markdown, "w") as file:
                file.write(table(results, modes, next(iter(commands))) + "\n")
    for engine in engines.values():
        engine.close()
    failed = any("error" in answer for answers in results.values() for answer in answers.values())
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
