"""The step in JAX: one jitted function from state and key to state, its layers scanned.

Forms: how many steps of a scan are unrolled in its body.
"""

import serve

OPTIONS = serve.threads()

import os

# The size of XLA's pool follows the processors that this process may use.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: OPTIONS.threads])
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
from jax import lax

sigmoid, softplus = jax.nn.sigmoid, jax.nn.softplus


def lstm(weights, x, layers, unroll):
    """x [T, B, in] -> [T, B, H]; the projection of the input is one product for all steps."""
    for layer in range(layers):
        w_ih, w_hh, b_ih, b_hh = (weights[f"lstm.{n}_l{layer}"] for n in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
        projected = x @ w_ih.T + (b_ih + b_hh)  # [T, B, 4 H]

        def cell(carried, step):
            h, c = carried
            i, f, g, o = jnp.split(step + h @ w_hh.T, 4, axis=1)
            c = sigmoid(f) * c + sigmoid(i) * jnp.tanh(g)
            h = sigmoid(o) * jnp.tanh(c)
            return (h, c), h

        zero = jnp.zeros((x.shape[1], w_hh.shape[1]))
        _, x = lax.scan(cell, (zero, zero), projected, unroll=unroll)
    return x


def critic_loss(kind, real, generated):
    if kind == "standard":
        return softplus(-real).mean() + softplus(generated).mean()
    if kind == "wasserstein":
        return generated.mean() - real.mean()
    return softplus(generated - real).mean()  # relativistic


def generator_loss(kind, generated, real):
    if kind == "standard":
        return softplus(-generated).mean()
    if kind == "wasserstein":
        return -generated.mean()
    return softplus(real - generated).mean()


def make_step(case, unroll):
    def generate(weights, noise):
        return jnp.tanh(lstm(weights, noise, case.layers, unroll) @ weights["head.weight"].T + weights["head.bias"])

    def judge(weights, sequences):
        last = lstm(weights, sequences, case.layers, unroll)[-1]
        return (last @ weights["head.weight"].T + weights["head.bias"])[:, 0]

    def squared_slopes(weights, sequences):
        slopes = jax.grad(lambda x: judge(weights, x).sum())(sequences)
        return jnp.square(slopes).sum((0, 2))

    def critic_objective(weights, real, generated, mix):
        both = jnp.concatenate([real, generated], 1)
        penalty = 0
        if case.penalty == "r1r2":
            logits, pull = jax.vjp(lambda x: judge(weights, x), both)
            (slopes,) = pull(jnp.ones_like(logits))
            penalty = jnp.square(slopes).sum((0, 2)).mean()
        else:
            logits = judge(weights, both)
        if case.penalty == "gradientPenalty":
            slopes = jnp.sqrt(squared_slopes(weights, generated + mix * (real - generated)) + 1e-12)
            penalty = jnp.square(slopes - 1).mean()
        loss = critic_loss(case.loss, logits[: case.batch], logits[case.batch :])
        return loss + case.penaltyWeight * penalty, loss

    def adam(weights, gradients, moments, count):
        correction, squares = 1 - case.beta1**count, jnp.sqrt(1 - case.beta2**count)
        mean = jax.tree.map(lambda m, g: case.beta1 * m + (1 - case.beta1) * g, moments[0], gradients)
        square = jax.tree.map(lambda s, g: case.beta2 * s + (1 - case.beta2) * g * g, moments[1], gradients)
        moved = jax.tree.map(
            lambda w, m, s: w - case.rate / correction * m / (jnp.sqrt(s) / squares + 1e-8), weights, mean, square
        )
        return moved, (mean, square)

    def step(state, real, noise, mix):
        generator, critic, generator_moments, critic_moments, count = state
        count = count + 1
        generated, pull = jax.vjp(lambda weights: generate(weights, noise), generator)
        gradients, loss = jax.grad(critic_objective, has_aux=True)(critic, real, lax.stop_gradient(generated), mix)
        critic, critic_moments = adam(critic, gradients, critic_moments, count)

        def objective(made):
            judged = judge(critic, real) if case.loss == "relativistic" else None
            return generator_loss(case.loss, judge(critic, made), judged)

        made_loss, slopes = jax.value_and_grad(objective)(generated)
        (gradients,) = pull(slopes)
        generator, generator_moments = adam(generator, gradients, generator_moments, count)
        return (generator, critic, generator_moments, critic_moments, count), (loss, made_loss)

    return step


class Step:
    def __init__(self, case, unroll):
        self.case = case
        part = lambda name: {
            n.removeprefix(name): jnp.asarray(w) for n, w in case.weights.items() if n.startswith(name)
        }
        generator, critic = part("generator."), part("critic.rnn.")
        moments = lambda weights: tuple(jax.tree.map(jnp.zeros_like, weights) for _ in range(2))
        self.parameters = sum(w.size for w in jax.tree.leaves((generator, critic)))
        self.state = (generator, critic, moments(generator), moments(critic), jnp.zeros(()))
        self.draws = {name: jnp.asarray(array) for name, array in case.draws.items()}
        self.key = jax.random.key(1, impl="rbg")  # the fast generator of random numbers
        step = make_step(case, unroll)

        def fresh(state, key, real):
            key, own = jax.random.split(key)
            noise = jax.random.normal(own, (case.length, case.batch, case.noise))
            mix = jax.random.uniform(own, (1, case.batch, 1))
            return step(state, real, noise, mix)[0], key

        self.given_step = jax.jit(step)
        self.fresh_step = jax.jit(fresh, donate_argnums=(0, 1))

    def recorded(self, index):
        given = [self.draws.get(f"{name}.{index}", 0.0) for name in ("real", "noise", "mix")]
        self.state, losses = self.given_step(self.state, *given)
        return losses

    def run(self, count):
        for _ in range(count):
            self.state, self.key = self.fresh_step(self.state, self.key, self.draws["real.0"])
        jax.block_until_ready(self.state)


def forms(case):
    return {f"scan, unroll {n}": (lambda case, n=n: Step(case, n)) for n in (1, 4)}


serve.serve(forms, jax.__version__)
