"""The step in TensorFlow: one tf.function.

Forms: the layers unrolled into the graph, or as a while loop; with --compile the loop through XLA (jit_compile), which
takes minutes over an unrolled one.
"""

import serve

OPTIONS = serve.threads()

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(OPTIONS.threads)
tf.config.threading.set_inter_op_parallelism_threads(OPTIONS.threads)

sigmoid, softplus = tf.sigmoid, tf.nn.softplus
LONGEST_UNROLLED = 128  # beyond this, building the graph takes minutes


def lstm(weights, x, layers, unrolled):
    """x [T, B, in] -> [T, B, H]; the projection of the input is one product for all steps."""
    length, batch = x.shape[0], x.shape[1]
    for layer in range(layers):
        w_ih, w_hh, b_ih, b_hh = (weights[f"lstm.{n}_l{layer}"] for n in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
        hidden = w_hh.shape[1]
        flat = tf.matmul(tf.reshape(x, [length * batch, x.shape[2]]), w_ih, transpose_b=True) + (b_ih + b_hh)
        projected = tf.reshape(flat, [length, batch, 4 * hidden])
        transposed = tf.transpose(w_hh)

        def cell(h, c, step):
            i, f, g, o = tf.split(step + tf.matmul(h, transposed), 4, axis=1)
            c = sigmoid(f) * c + sigmoid(i) * tf.tanh(g)
            return sigmoid(o) * tf.tanh(c), c

        h = c = tf.zeros([batch, hidden])
        if unrolled:
            outputs = []
            for step in tf.unstack(projected):
                h, c = cell(h, c, step)
                outputs.append(h)
            x = tf.stack(outputs)
        else:
            steps = tf.TensorArray(tf.float32, length, element_shape=[batch, 4 * hidden]).unstack(projected)
            made = tf.TensorArray(tf.float32, length, element_shape=[batch, hidden])

            def body(t, h, c, made):
                h, c = cell(h, c, steps.read(t))
                return t + 1, h, c, made.write(t, h)

            _, _, _, made = tf.while_loop(
                lambda t, *_: t < length, body, (tf.constant(0), h, c, made), maximum_iterations=length
            )
            x = tf.ensure_shape(made.stack(), [length, batch, hidden])
    return x


def critic_loss(kind, real, generated):
    if kind == "standard":
        return tf.reduce_mean(softplus(-real)) + tf.reduce_mean(softplus(generated))
    if kind == "wasserstein":
        return tf.reduce_mean(generated) - tf.reduce_mean(real)
    return tf.reduce_mean(softplus(generated - real))  # relativistic


def generator_loss(kind, generated, real):
    if kind == "standard":
        return tf.reduce_mean(softplus(-generated))
    if kind == "wasserstein":
        return -tf.reduce_mean(generated)
    return tf.reduce_mean(softplus(real - generated))


class Step:
    def __init__(self, case, unrolled, xla):
        self.case, self.unrolled = case, unrolled
        part = lambda name: {n.removeprefix(name): tf.Variable(w) for n, w in case.weights.items() if n.startswith(name)}
        self.generator, self.critic = part("generator."), part("critic.rnn.")
        self.moments = {
            id(w): (tf.Variable(tf.zeros_like(w)), tf.Variable(tf.zeros_like(w)))
            for w in (*self.generator.values(), *self.critic.values())
        }
        self.count = tf.Variable(0.0)
        self.parameters = sum(int(tf.size(w)) for w in (*self.generator.values(), *self.critic.values()))
        self.draws = {name: tf.constant(array) for name, array in case.draws.items()}
        self.given_step = tf.function(self.step, jit_compile=xla)
        self.fresh_step = tf.function(self.fresh, jit_compile=xla)

    def generate(self, noise):
        case, w = self.case, self.generator
        outputs = tf.reshape(lstm(w, noise, case.layers, self.unrolled), [case.length * case.batch, case.hidden])
        flat = tf.matmul(outputs, w["head.weight"], transpose_b=True) + w["head.bias"]
        return tf.tanh(tf.reshape(flat, [case.length, case.batch, case.features]))

    def judge(self, sequences):
        w = self.critic
        last = lstm(w, sequences, self.case.layers, self.unrolled)[-1]
        return (tf.matmul(last, w["head.weight"], transpose_b=True) + w["head.bias"])[:, 0]

    def squared_slopes(self, sequences):
        with tf.GradientTape() as tape:
            tape.watch(sequences)
            logits = self.judge(sequences)
        return logits, tf.reduce_sum(tf.square(tape.gradient(logits, sequences)), [0, 2])

    def critic_objective(self, real, generated, mix):
        case = self.case
        both = tf.concat([real, generated], 1)
        penalty = 0.0
        if case.penalty == "r1r2":
            logits, slopes = self.squared_slopes(both)
            penalty = tf.reduce_mean(slopes)
        else:
            logits = self.judge(both)
        if case.penalty == "gradientPenalty":
            _, slopes = self.squared_slopes(generated + mix * (real - generated))
            penalty = tf.reduce_mean(tf.square(tf.sqrt(slopes + 1e-12) - 1))
        loss = critic_loss(case.loss, logits[: case.batch], logits[case.batch :])
        return loss + case.penaltyWeight * penalty, loss

    def adam(self, weights, gradients):
        case = self.case
        correction, squares = 1 - case.beta1**self.count, tf.sqrt(1 - case.beta2**self.count)
        for w, g in zip(weights, gradients):
            mean, square = self.moments[id(w)]
            mean.assign(case.beta1 * mean + (1 - case.beta1) * g)
            square.assign(case.beta2 * square + (1 - case.beta2) * g * g)
            w.assign_sub(case.rate / correction * mean / (tf.sqrt(square) / squares + 1e-8))

    def step(self, real, noise, mix):
        self.count.assign_add(1.0)
        generator, critic = list(self.generator.values()), list(self.critic.values())
        with tf.GradientTape() as making:
            generated = self.generate(noise)
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(critic)
            objective, loss = self.critic_objective(real, tf.stop_gradient(generated), mix)
        self.adam(critic, tape.gradient(objective, critic))
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(generated)
            logits = self.judge(generated)
            judged = tf.stop_gradient(self.judge(real)) if self.case.loss == "relativistic" else None
            made_loss = generator_loss(self.case.loss, logits, judged)
        slopes = tape.gradient(made_loss, generated)
        self.adam(generator, making.gradient(generated, generator, output_gradients=slopes))
        return loss, made_loss

    def fresh(self, real):
        case = self.case
        noise = tf.random.normal([case.length, case.batch, case.noise])
        mix = tf.random.uniform([1, case.batch, 1])
        return self.step(real, noise, mix)

    def recorded(self, index):
        given = [self.draws.get(f"{name}.{index}", tf.constant(0.0)) for name in ("real", "noise", "mix")]
        return self.given_step(*given)

    def run(self, count):
        for _ in range(count):
            losses = self.fresh_step(self.draws["real.0"])
        float(losses[1])


def forms(case):
    if OPTIONS.compile:
        return {"while loop, XLA": lambda case: Step(case, unrolled=False, xla=True)}
    found = {"while loop": lambda case: Step(case, unrolled=False, xla=False)}
    if case.length <= LONGEST_UNROLLED:
        found["unrolled"] = lambda case: Step(case, unrolled=True, xla=False)
    return found


serve.serve(forms, tf.__version__)
