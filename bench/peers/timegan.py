"""TimeGAN (Yoon, Jarrett, van der Schaar 2019) in PyTorch, for bench/timeToQuality.ts, written from a description of its
training: five GRU networks, three phases, as src/zoo/timegan.ts states them.

    python timegan.py WINDOWS.npy FOLDER --iterations N --every K --threads T [--seed S]

WINDOWS is [N, T, F] in 0 .. 1. Every K joint iterations it writes as many windows to FOLDER and a line of JSON,
{"iteration", "seconds", "file"}, to standard output, then waits for a line on standard input: `stop` ends it, all else
lets it go on. `seconds` is training alone, all phases, without sampling and waiting.
"""
import argparse
import json
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

HIDDEN, LAYERS, BATCH, RATE, CRITIC_RESTS_BELOW = 24, 3, 128, 1e-3, 0.15


class Network(nn.Module):
    def __init__(self, inputs, outputs, layers=LAYERS, bounded=True):
        super().__init__()
        self.recurrent = nn.GRU(inputs, HIDDEN, layers, batch_first=True)
        self.head = nn.Linear(HIDDEN, outputs)
        self.bounded = bounded

    def forward(self, x):
        y = self.head(self.recurrent(x)[0])
        return torch.sigmoid(y) if self.bounded else y


def towards(logits, target):
    return cross_entropy(logits, torch.full_like(logits, target))


def mean_square(a, b):
    return ((a - b) ** 2).mean()


def moments(made, real):
    deviation = lambda x: torch.sqrt(x.var(0, unbiased=False) + 1e-6)
    return (deviation(made) - deviation(real)).abs().mean() + (made.mean(0) - real.mean(0)).abs().mean()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("windows")
    parser.add_argument("folder")
    parser.add_argument("--iterations", type=int, required=True)
    parser.add_argument("--every", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    windows = torch.from_numpy(np.load(options.windows)).float()
    count, length, features = windows.shape
    embedder, recovery = Network(features, HIDDEN), Network(HIDDEN, features)
    generator, supervisor = Network(features, HIDDEN), Network(HIDDEN, HIDDEN, LAYERS - 1)
    critic = Network(HIDDEN, 1, bounded=False)

    def adam(*networks):
        return torch.optim.Adam([p for network in networks for p in network.parameters()], lr=RATE)

    first, second = adam(embedder, recovery), adam(generator, supervisor)
    makers, autoencoder, judge = adam(generator, supervisor), adam(embedder, recovery), adam(critic)
    draw = lambda: windows[torch.randperm(count)[:BATCH]]
    noise = lambda n=BATCH: torch.rand(n, length, features)

    def update(optimizer, loss):
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()

    def reconstruction(x, hidden):
        return 10 * torch.sqrt(mean_square(x, recovery(hidden)))

    def following(hidden):
        return mean_square(hidden[:, 1:], supervisor(hidden)[:, :-1])

    spent, since = 0.0, time.perf_counter()
    for _ in range(options.iterations):
        x = draw()
        update(first, reconstruction(x, embedder(x)))
    for _ in range(options.iterations):
        with torch.no_grad():
            hidden = embedder(draw())
        update(second, following(hidden))
    for iteration in range(1, options.iterations + 1):
        for _ in range(2):
            x, z = draw(), noise()
            with torch.no_grad():
                hidden = embedder(x)
            made = generator(z)
            corrected = supervisor(made)
            loss = towards(critic(corrected), 1.0) + towards(critic(made), 1.0)
            loss = loss + 100 * torch.sqrt(following(hidden)) + 100 * moments(recovery(corrected), x)
            update(makers, loss)
            hidden = embedder(x)
            update(autoencoder, reconstruction(x, hidden) + 0.1 * following(hidden))
        with torch.no_grad():
            hidden, made = embedder(draw()), generator(noise())
            corrected = supervisor(made)
        loss = towards(critic(hidden), 1.0) + towards(critic(corrected), 0.0) + towards(critic(made), 0.0)
        if loss.item() > CRITIC_RESTS_BELOW:
            update(judge, loss)
        if iteration % options.every == 0:
            spent += time.perf_counter() - since
            with torch.no_grad():
                samples = recovery(supervisor(generator(noise(count)))).numpy()
            file = f"{options.folder}/timegan-{iteration}.npy"
            np.save(file, samples.astype(np.float32))
            print(json.dumps({"iteration": iteration, "seconds": spent, "file": file}), flush=True)
            if sys.stdin.readline().strip() == "stop":
                return
            since = time.perf_counter()


main()
