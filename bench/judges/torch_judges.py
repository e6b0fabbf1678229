"""The judges in PyTorch, as fast as eager PyTorch makes them without another algorithm, for bench/judgeSpeed.ts.

discriminative   timegan-2019 as in src/evaluate/judges/discriminative.ts: a GRU of floor(F / 2) units that resets before
                 the product, the last state to one logit, sum of the two mean cross entropies, Adam at 0.001, 2000 steps
                 of 128 real and 128 generated without replacement, four fifths to train, accuracy on the rest.
                 `--cell torch` takes torch.nn.GRU in its place: another judge (reset after the product, a bias more), but
                 the fastest GRU that PyTorch has.
context-fid      TS2Vec as in src/evaluate/ts2vec/model.ts: two crops of the same steps at their own lengths, AdamW at 0.001,
                 batches of 8, 600 steps where the set has more than 100,000 values, averaged weights, both sets embedded
                 with the largest value over time, Frechet distance by scipy.

Reads two files of float32 [N, T, F]; prints one line of JSON: scores, seconds and processor seconds of the training steps and
of all else, and the version.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy
import scipy
import scipy.linalg
import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).parents[2] / "src/evaluate/fixtures"))
from record_judges import Encoder, contrastive_loss  # noqa: E402  (sets float64 on import)

torch.set_default_dtype(torch.float32)


class Tensorflow1Gru(torch.nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.hidden = hidden
        glorot = lambda a, b: torch.nn.Parameter(torch.nn.init.xavier_uniform_(torch.empty(a, b)))
        self.gates, self.candidate = glorot(inputs + hidden, 2 * hidden), glorot(inputs + hidden, hidden)
        self.gate_bias = torch.nn.Parameter(torch.ones(2 * hidden))
        self.candidate_bias = torch.nn.Parameter(torch.zeros(hidden))

    def forward(self, x):
        """x [T, B, F] -> the last state [B, h]."""
        h = torch.zeros(x.shape[1], self.hidden)
        for step in x.unbind(0):
            gates = torch.sigmoid(torch.addmm(self.gate_bias, torch.cat([step, h], 1), self.gates))
            r, u = gates.chunk(2, 1)
            c = torch.tanh(torch.addmm(self.candidate_bias, torch.cat([step, r * h], 1), self.candidate))
            h = torch.lerp(c, h, u)
        return h


class TorchGru(torch.nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.gru = torch.nn.GRU(inputs, hidden)

    def forward(self, x):
        return self.gru(x)[0][-1]


trained = trained_processor = 0.0


def steps_of(count, step):
    """Does `step` so many times, and keeps the seconds that it takes."""
    global trained, trained_processor
    began, used = time.perf_counter(), time.process_time()
    for _ in range(count):
        step()
    trained += time.perf_counter() - began
    trained_processor += time.process_time() - used


def discriminative(real, generated, seed, steps, cell):
    torch.manual_seed(seed)
    count, length, features = real.shape
    hidden = features // 2
    model = torch.nn.Sequential({"exact": Tensorflow1Gru, "torch": TorchGru}[cell](features, hidden), torch.nn.Linear(hidden, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    train, test = zip(*(
        (x[order[: int(0.8 * len(x))]], x[order[int(0.8 * len(x)) :]])
        for x in (real, generated) for order in [torch.randperm(len(x))]
    ))
    target = torch.cat([torch.ones(128), torch.zeros(128)])

    def step():
        rows = [x[torch.randperm(len(x))[:128]] for x in train]
        logits = model(torch.cat(rows).transpose(0, 1))[:, 0]
        loss = 2 * F.binary_cross_entropy_with_logits(logits, target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    steps_of(steps, step)
    with torch.no_grad():
        a, b = (model(x.transpose(0, 1))[:, 0] for x in test)
    right = (a > 0).sum() + (b <= 0).sum()
    return abs(right.item() / (len(a) + len(b)) - 0.5)


def context_fid(real, generated, seed, steps, _cell):
    torch.manual_seed(seed)
    count, length, features = real.shape
    model = Encoder(features, hidden=64, output=320, depth=10)
    average = torch.optim.swa_utils.AveragedModel(model)
    average.update_parameters(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.001)
    integer = lambda low, high: int(torch.randint(low, high + 1, ()))
    order, at = torch.randperm(count), 0

    def step():
        nonlocal order, at
        if at + 8 > count:
            order, at = torch.randperm(count), 0
        rows, at = order[at : at + 8], at + 8
        shared = integer(2, length)
        left = integer(0, length - shared)
        right = left + shared
        start, end = integer(0, left), integer(right, length)
        offsets = torch.randint(-start, length - end + 1, (8, 1))
        crop = lambda a, b: real[rows[:, None], torch.arange(a, b) + offsets]
        shown = lambda size: torch.randint(0, 2, (8, size)).float()
        first = F.dropout(model(crop(start, right), shown(right - start)), 0.1)[:, -shared:]
        second = F.dropout(model(crop(left, end), shown(end - left)), 0.1)[:, :shared]
        optimizer.zero_grad()
        contrastive_loss(first, second).backward()
        optimizer.step()
        average.update_parameters(model)

    steps_of(steps, step)
    with torch.no_grad():
        embed = lambda x: torch.cat([average.module(part).amax(1) for part in x.split(64)]).double().numpy()
        a, b = embed(real), embed(generated)
    covariances = [numpy.cov(x, rowvar=False) for x in (a, b)]
    root = scipy.linalg.sqrtm(covariances[0] @ covariances[1]).real
    return float(((a.mean(0) - b.mean(0)) ** 2).sum() + numpy.trace(covariances[0] + covariances[1] - 2 * root))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("judge", choices=["discriminative", "context-fid"])
    parser.add_argument("real")
    parser.add_argument("generated")
    parser.add_argument("--length", type=int, required=True)
    parser.add_argument("--features", type=int, required=True)
    parser.add_argument("--repetitions", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--cell", choices=["exact", "torch"], default="exact")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    read = lambda path: torch.from_numpy(numpy.fromfile(path, numpy.float32)).reshape(-1, given.length, given.features)
    real, generated = read(given.real), read(given.generated)
    judge = {"discriminative": discriminative, "context-fid": context_fid}[given.judge]
    judge(real, generated, 0, 5, given.cell)  # what PyTorch sets up once is not timed
    trained = trained_processor = 0.0
    began, used = time.perf_counter(), time.process_time()
    scores = [judge(real, generated, run + 1, given.steps, given.cell) for run in range(given.repetitions)]
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    print(json.dumps({
        "scores": scores,
        "trainingSeconds": trained,
        "otherSeconds": seconds - trained,
        "trainingProcessor": trained_processor,
        "otherProcessor": processor - trained_processor,
        "version": f"PyTorch {torch.__version__}",
    }))
