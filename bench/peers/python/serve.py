"""What the three peers share: the case that is measured, and the talk with the program that measures.

A case is a folder that bench/peers/caseFiles.ts writes: `case.json`, and `case.bin` with float32 tensors one after
another. Requests and answers are lines of JSON:

    {"type": "prepare", "folder": F}              the step is built, compiled, compared with ours, and warmed up
    {"type": "run", "seconds": 2}                 whole steps with fresh noise for so long
    {"type": "sample", "folder": F, "how": H, "count": N, "batch": B}   sequences from the generator alone

A peer brings `forms(case)`: ways to write the same step, by name. Each is tried and the fastest is measured, unless
the request says `how`.
"""

import argparse
import json
import os
import sys
import time
import types

import numpy

MILLISECONDS = 1000
# a form is tried for so long, and one turn of the clock holds about so many seconds of steps
TRIAL_SECONDS, CHUNK_SECONDS = 0.7, 0.25
WARM_UP = 3


def threads():
    """The threads a peer may use; to be asked before the framework is imported."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args()
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NPROC"):
        os.environ[name] = str(options.threads)
    return options


def read_case(folder):
    with open(os.path.join(folder, "case.json"), encoding="utf-8") as file:
        case = types.SimpleNamespace(**json.load(file))
    numbers = numpy.fromfile(os.path.join(folder, "case.bin"), dtype=numpy.float32)
    case.weights, case.draws, at = {}, {}, 0
    for tensor in case.tensors:
        size = int(numpy.prod(tensor["shape"], dtype=int))
        array = numbers[at : at + size].reshape(tensor["shape"])
        at += size
        (case.weights if tensor["kind"] == "weight" else case.draws)[tensor["name"]] = array
    return case


class Measured:
    """One case in the form that turned out fastest."""

    def __init__(self, forms, case, how):
        tried = {}
        for name, build in forms(case).items():
            if how not in (None, name):
                continue
            try:
                start = time.perf_counter()
                step = build(case)
                losses = [[float(loss) for loss in step.recorded(0)]]
                compiled = time.perf_counter() - start
                losses += [[float(loss) for loss in step.recorded(index)] for index in range(1, case.checks)]
                step.run(WARM_UP)
                tried[name] = (least_seconds(step, TRIAL_SECONDS), step, losses, compiled)
            except Exception as error:  # a form that a framework cannot do is told, with its reason, and left out
                tried[name] = (None, None, f"{type(error).__name__}: {str(error).strip()[:200]}", 0)
        done = [name for name in tried if tried[name][0] is not None]
        self.failed = {name: tried[name][2] for name in tried if tried[name][0] is None}
        if not done:
            raise RuntimeError("; ".join(f"{name}: {why}" for name, why in self.failed.items()))
        self.how = min(done, key=lambda name: tried[name][0])
        self.forms = {name: tried[name][0] * MILLISECONDS for name in done}
        self.seconds, self.step, self.losses, self.compiled = tried[self.how]

    def answer(self):
        return {
            "how": self.how,
            "forms": self.forms,
            "failed": self.failed,
            "parameters": self.step.parameters,
            "losses": self.losses,
            "compileMilliseconds": self.compiled * MILLISECONDS,
        }

    def run(self, seconds):
        """Milliseconds of a step, by chunks of steps; nobody waits for results inside a chunk."""
        count = max(1, round(CHUNK_SECONDS / self.seconds))
        self.step.run(1)  # others had the caches
        times, processor, end = [], [], time.perf_counter() + seconds
        while not times or time.perf_counter() < end:
            start, used = time.perf_counter(), time.process_time()
            self.step.run(count)
            times.append((time.perf_counter() - start) / count * MILLISECONDS)
            processor.append((time.process_time() - used) / count * MILLISECONDS)
        return {"times": times, "processor": processor, "steps": count * len(times)}


def least_seconds(step, seconds):
    """Of a step; the least, since other programs only add to it."""
    times, end = [], time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        step.run(1)
        times.append(time.perf_counter() - start)
    return min(times)


def serve(forms, version):
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a framework prints belongs to the errors
    measured, sampled = None, (None, None)

    def say(answer):
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    say({"version": version, "python": sys.version.split()[0], "numpy": numpy.__version__})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["type"] == "prepare":
                measured = None
                measured = Measured(forms, read_case(request["folder"]), request.get("how"))
                say(measured.answer())
            elif request["type"] == "run":
                say(measured.run(request["seconds"]))
            elif request["type"] == "sample":
                place = (request["folder"], request["how"])
                if sampled[0] != place:
                    case = read_case(request["folder"])
                    sampled = (place, forms(case)[request["how"]](case))
                start = time.perf_counter()
                sampled[1].sample(request["count"], request["batch"])
                say({"seconds": time.perf_counter() - start})
            else:
                say({"error": f"unknown request {request['type']}"})
        except Exception as error:
            say({"error": f"{type(error).__name__}: {error}"[:2000]})
