"""The step in PyTorch, eager or compiled.

Forms of the recurrent layers: `nn.LSTM` through oneDNN, which is what PyTorch takes on a CPU by itself; `nn.LSTM`
without oneDNN; and the cell written as a loop, which is what the compiler can see into. All three have second
derivatives on the CPU; what torch.compile makes has none.
"""

import serve

OPTIONS = serve.threads()

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(OPTIONS.threads)


def layers_by_loop(lstm, x):
    """x [T, B, in] -> [T, B, H]; the projection of the input is one product for all steps."""
    for weight_ih, weight_hh, bias_ih, bias_hh in lstm.all_weights:
        projected = F.linear(x, weight_ih, bias_ih + bias_hh)  # [T, B, 4 H]
        transposed = weight_hh.t()
        h = c = x.new_zeros(x.shape[1], lstm.hidden_size)
        outputs = []
        for step in projected.unbind(0):
            i, f, g, o = torch.addmm(step, h, transposed).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            outputs.append(h)
        x = torch.stack(outputs)
    return x


def layers_by_module(lstm, x):
    return lstm(x)[0]


class Generator(nn.Module):
    def __init__(self, case, layers):
        super().__init__()
        self.lstm = nn.LSTM(case.noise, case.hidden, case.layers)
        self.head = nn.Linear(case.hidden, case.features)
        self.layers = layers

    def forward(self, noise):
        return torch.tanh(self.head(self.layers(self.lstm, noise)))


class Critic(nn.Module):
    def __init__(self, case, layers):
        super().__init__()
        self.lstm = nn.LSTM(case.features, case.hidden, case.layers)
        self.head = nn.Linear(case.hidden, 1)
        self.layers = layers

    def forward(self, sequences):
        return self.head(self.layers(self.lstm, sequences)[-1]).squeeze(1)


def critic_loss(kind, real, generated):
    if kind == "standard":
        return F.softplus(-real).mean() + F.softplus(generated).mean()
    if kind == "wasserstein":
        return generated.mean() - real.mean()
    return F.softplus(generated - real).mean()  # relativistic


def generator_loss(kind, generated, real):
    if kind == "standard":
        return F.softplus(-generated).mean()
    if kind == "wasserstein":
        return -generated.mean()
    return F.softplus(real - generated).mean()


def squared_slopes(logits, sequences):
    (slopes,) = torch.autograd.grad(logits.sum(), sequences, create_graph=True)
    return slopes.square().sum((0, 2))  # [B]


class Step:
    def __init__(self, case, layers, compiled=False, onednn=True):
        self.case, self.onednn = case, onednn
        wrap = (lambda function: torch.compile(function, dynamic=False)) if compiled else (lambda function: function)
        self.generator, self.critic = Generator(case, layers), Critic(case, layers)
        for name, module in (("generator.", self.generator), ("critic.rnn.", self.critic)):
            state = {n.removeprefix(name): torch.from_numpy(w.copy()) for n, w in case.weights.items() if n.startswith(name)}
            module.load_state_dict(state)
        self.parameters = sum(p.numel() for m in (self.generator, self.critic) for p in m.parameters())
        self.optimizers = [
            torch.optim.Adam(m.parameters(), lr=case.rate, betas=(case.beta1, case.beta2), eps=1e-8, fused=True)
            for m in (self.critic, self.generator)
        ]
        self.draws = {name: torch.from_numpy(array.copy()) for name, array in case.draws.items()}
        self.generate = wrap(lambda noise: self.generator(noise))
        self.critic_objective = wrap(self.make_critic_objective)
        self.generator_objective = wrap(self.make_generator_objective)

    def make_critic_objective(self, real, generated, mix):
        case = self.case
        both = torch.cat([real, generated], 1)
        if case.penalty == "r1r2":
            both.requires_grad_(True)
        logits = self.critic(both)
        loss = critic_loss(case.loss, logits[: case.batch], logits[case.batch :])
        if case.penalty == "gradientPenalty":
            between = (generated + mix * (real - generated)).requires_grad_(True)
            slopes = (squared_slopes(self.critic(between), between) + 1e-12).sqrt()
            return loss, case.penaltyWeight * (slopes - 1).square().mean()
        if case.penalty == "r1r2":
            return loss, case.penaltyWeight * squared_slopes(logits, both).mean()
        return loss, 0

    def make_generator_objective(self, generated, real):
        logits = self.critic(generated)
        if self.case.loss != "relativistic":
            return generator_loss(self.case.loss, logits, None)
        with torch.no_grad():
            judged = self.critic(real)
        return generator_loss(self.case.loss, logits, judged)

    def step(self, real, noise, mix):
        for_critic, for_generator = self.optimizers
        generated = self.generate(noise)
        loss, penalty = self.critic_objective(real, generated.detach(), mix)
        for_critic.zero_grad(set_to_none=True)
        (loss + penalty).backward()
        for_critic.step()
        self.critic.requires_grad_(False)
        generator_loss = self.generator_objective(generated, real)
        for_generator.zero_grad(set_to_none=True)
        generator_loss.backward()
        for_generator.step()
        self.critic.requires_grad_(True)
        return loss, generator_loss

    def flagged(self, work):
        with torch.backends.mkldnn.flags(enabled=self.onednn):
            return work()

    def recorded(self, index):
        mix = self.draws.get(f"mix.{index}")
        given = [self.draws[f"{name}.{index}"] for name in ("real", "noise")]
        return [loss.item() for loss in self.flagged(lambda: self.step(*given, mix))]

    def run(self, count):
        case, real = self.case, self.draws["real.0"]

        def steps():
            for _ in range(count):
                noise = torch.randn(case.length, case.batch, case.noise)
                mix = torch.rand(1, case.batch, 1) if case.penalty == "gradientPenalty" else None
                self.step(real, noise, mix)

        self.flagged(steps)

    def sample(self, count, batch):
        case = self.case

        def sequences():
            made = 0
            while made < count:
                size = min(batch, count - made)
                values = self.generator(torch.randn(case.length, size, case.noise)).transpose(0, 1).contiguous()
                made += values.shape[0]

        with torch.no_grad():
            self.flagged(sequences)


def forms(case):
    if OPTIONS.compile:
        return {"loop, compiled": lambda case: Step(case, layers_by_loop, compiled=True)}
    return {
        "nn.LSTM": lambda case: Step(case, layers_by_module),
        "nn.LSTM without oneDNN": lambda case: Step(case, layers_by_module, onednn=False),
        "loop": lambda case: Step(case, layers_by_loop),
    }


serve.serve(forms, torch.__version__)
