/**
 * Diagnosis of a training that goes on: it takes note of every iteration, and now and then looks at both players
 * (observation.ts) with the eyes of all detectors. A finding is told once, and again only after it had gone.
 *
 * What it remembers from look to look is plain data that goes into the checkpoint, so a resumed run finds the same.
 */
import { type Program, sizeOf } from '../../graph/index.ts';
import { randomStream } from '../../random/stream.ts';
import { type Engine, type Executable, type Value, value } from '../../runtime/engine.ts';
import { placeSequence, type Sequences } from '../batches.ts';
import { type ClassFeatures, classCount, classesOf } from '../classCritic.ts';
import type { GanConfig } from '../config.ts';
import type { Split } from '../heldOut.ts';
import type { Gan } from '../iteration.ts';
import type { Signal } from '../privacy/signal.ts';
import type { TrainingState } from '../state.ts';
import type { Measures } from '../train.ts';
import { ASKED, CENSUS, censusProgram } from './census.ts';
import type { Detector, Evidence } from './detector.ts';
import { detectors, type FindingKind, findingKinds } from './index.ts';
import { type Kinds, kindsOf, lostShare } from './kinds.ts';
import { type Observation, probeProgram, probeSizes, type Rows } from './observation.ts';

export interface Finding {
  readonly type: 'finding';
  readonly step: number;
  readonly kind: FindingKind;
  readonly sentence: string;
  readonly evidence: Evidence;
  readonly remedy: string;
}

/** What a look saw, healthy or not. */
export interface Look {
  readonly type: 'diagnosis';
  readonly step: number;
  /** The numbers of every detector that could tell. */
  readonly figures: { readonly [K in FindingKind]?: Evidence };
  /** |dL/dv_t| by step; a player without recurrence has none. */
  readonly throughTime: { readonly critic: readonly number[]; readonly generator: readonly number[] };
  /** How well a critic that tells classes does on held-out sequences. */
  readonly classes?: ClassFigures;
}

export interface ClassFigures {
  /** The share of held-out sequences with a label whose class it tells. */
  readonly accuracy: number;
  /** What always saying the commonest of these classes would give. */
  readonly chance: number;
  /** How many of them there are. */
  readonly labelled: number;
}

export interface DiagnosisMemory {
  /** Looks in a row at which a finding held; below 0 while a remedy is given time. */
  readonly inARow: { readonly [K in FindingKind]?: number };
  readonly told: readonly FindingKind[];
  /** E D(G(z)) of the last iterations. */
  readonly recent: readonly number[];
}

export interface Diagnosis {
  note(measures: Measures): void;
  /** `now` is the configuration that training has come to: it decides what is advised. */
  look(
    step: number,
    state: TrainingState,
    now: GanConfig,
    /** Under differential privacy. */
    signal?: Signal,
  ): Promise<{ readonly look: Look; readonly findings: readonly Finding[] }>;
  /** A remedy of `kind` was applied: it has time to work, and what comes back is told again. */
  giveTime(kind: FindingKind): void;
  memory(): DiagnosisMemory;
  release(): Promise<void>;
}

const REMEMBERED = 400;
const TIME_TO_WORK = 3;

export function createDiagnosis(
  engine: Engine,
  gan: Gan,
  data: Sequences,
  { training, heldOut }: Split,
  memory: DiagnosisMemory = { inARow: {}, told: [], recent: [] },
): Diagnosis {
  const { config, shapes } = gan;
  const inARow: { [K in FindingKind]?: number } = { ...memory.inARow };
  const told = new Set<FindingKind>(memory.told);
  const recent: number[] = [...memory.recent];
  const sizes = probeSizes(gan, training.length, heldOut.length);
  const isHeldOut = heldOut.length >= sizes.others;
  let executable: Executable | undefined;
  let census: { readonly executable: Executable; readonly kinds: Kinds } | undefined;

  const inputsOf = (
    { inputs: wanted }: Program,
    given: Readonly<Record<string, Value>>,
    name: string,
    step: number,
  ) => {
    const inputs: Record<string, Value> = { ...given };
    for (const [key, { shape }] of Object.entries(wanted)) {
      if (inputs[key]) continue;
      inputs[key] = value(new Float32Array(sizeOf(shape)), shape);
      randomStream(config.seed, `${name} ${key}`).normal(step, inputs[key].data as Float32Array);
    }
    return inputs;
  };

  /** The share of the data whose kinds are no longer made; undefined where there is too little data to tell. */
  async function countLost(step: number, state: TrainingState): Promise<number | undefined> {
    if (!census) {
      const order = randomStream(config.seed, 'diagnosis census').permutation(0, training.length);
      const rows = Int32Array.from(order.subarray(0, ASKED), (place) => training[place]!);
      const kinds = kindsOf(gather(data, rows), config.seed);
      if (!kinds) return undefined;
      census = { executable: await engine.compile(censusProgram(gan)), kinds };
    }
    const { program } = census.executable;
    const inputs = inputsOf(program, heldBy(program, state), 'census', step);
    const { generated } = await census.executable.run(inputs);
    return lostShare(census.kinds, sequenceMajor(generated!.data as Float32Array, CENSUS, shapes));
  }

  async function observe(
    step: number,
    state: TrainingState,
  ): Promise<{ readonly observation: Observation; readonly classes: ClassFigures | undefined }> {
    executable ??= await engine.compile(probeProgram(gan, sizes));
    const order = randomStream(config.seed, 'diagnosis real').permutation(step, training.length);
    const picked = (start: number, count: number) =>
      Int32Array.from({ length: count }, (_, i) => training[order[(start + i) % order.length]!]!);
    const real = gather(data, picked(0, sizes.looked));
    const others = gather(
      data,
      isHeldOut ? heldOut.subarray(0, sizes.others) : picked(sizes.looked, sizes.others),
    );
    const { program } = executable;
    const given = {
      real: timeMajor(real, shapes),
      others: timeMajor(others, shapes),
      ...heldBy(program, state),
    };
    const results = await executable.run(inputsOf(program, given, 'diagnosis', step));
    const floats = (name: string) => (results[name]?.data as Float32Array | undefined) ?? new Float32Array(0);
    const logits = floats('logits');
    const judged = (logits.length * sizes.looked) / (2 * sizes.looked + sizes.others);
    const told = classesOf(config, shapes);
    // the held-out sequences come last in what the critic is shown
    const rows = floats('classes');
    const classes =
      told && isHeldOut
        ? accuracyOf(told, rows.subarray(rows.length - sizes.others * classCount(told)), others, shapes)
        : undefined;
    const observation = {
      step,
      progress: step / config.steps,
      length: shapes.length,
      features: shapes.features,
      generated: sequenceMajor(floats('generated'), sizes.looked, shapes),
      real,
      others,
      isHeldOut,
      logits: {
        generated: logits.subarray(0, judged),
        real: logits.subarray(judged, 2 * judged),
        others: logits.subarray(2 * judged),
      },
      asks: { critic: floats('asks.critic')[0]!, generator: floats('asks.generator')[0]! },
      throughTime: { critic: floats('throughTime.critic'), generator: floats('throughTime.generator') },
      unitDeviations: { critic: floats('units.critic'), generator: floats('units.generator') },
      recent,
      lost: await countLost(step, state),
    };
    return { observation, classes };
  }

  /** Whether a finding is to be told now. */
  function isNews(kind: FindingKind, { isFound, patience }: Detector, evidence: Evidence): boolean {
    if (!Object.values(evidence).every(Number.isFinite)) return false;
    if (!isFound(evidence)) {
      inARow[kind] = 0;
      told.delete(kind);
      return false;
    }
    inARow[kind] = (inARow[kind] ?? 0) + 1;
    if (inARow[kind] < patience || told.has(kind)) return false;
    told.add(kind);
    return true;
  }

  return {
    note({ generatedLogit }) {
      recent.push(generatedLogit);
      if (recent.length > REMEMBERED) recent.shift();
    },
    async look(step, state, now, signal) {
      const { observation: seen, classes } = await observe(step, state);
      const observation: Observation = signal ? { ...seen, signal } : seen;
      const figures: { [K in FindingKind]?: Evidence } = {};
      const findings: Finding[] = [];
      for (const kind of findingKinds) {
        const detector: Detector = detectors[kind];
        const evidence = detector.measure(observation);
        if (!evidence) continue;
        figures[kind] = evidence;
        if (observation.progress < detector.warmUp || !isNews(kind, detector, evidence)) continue;
        findings.push(findingOf(kind, step, evidence, now));
      }
      const { critic, generator } = observation.throughTime;
      const throughTime = { critic: [...critic], generator: [...generator] };
      const look: Look = { type: 'diagnosis', step, figures, throughTime, ...(classes && { classes }) };
      return { look, findings };
    },
    giveTime(kind) {
      inARow[kind] = -TIME_TO_WORK;
      told.delete(kind);
    },
    memory: () => ({ inARow: { ...inARow }, told: [...told], recent: [...recent] }),
    release: async () => {
      await executable?.release();
      await census?.executable.release();
    },
  };
}

/** `logits` [N, K] for the sequences of `rows`. Undefined where none of them has a label. */
function accuracyOf(
  told: ClassFeatures,
  logits: Float32Array,
  rows: Rows,
  { features }: Extents,
): ClassFigures | undefined {
  const count = classCount(told);
  const places = Array.from({ length: told.width }, (_, k) => k).filter((k) => k !== told.unlabelled);
  const sizes = new Array<number>(count).fill(0);
  let right = 0;
  for (let n = 0; n < rows.count; n++) {
    const first = rows.values.subarray(n * rows.width, n * rows.width + features);
    const label = places.findIndex((k) => first[told.start + k] === 1);
    if (label < 0) continue;
    sizes[label]!++;
    const own = logits.subarray(n * count, (n + 1) * count);
    if (own.indexOf(Math.max(...own)) === label) right++;
  }
  const labelled = sizes.reduce((a, b) => a + b);
  if (labelled === 0) return undefined;
  return { accuracy: right / labelled, chance: Math.max(...sizes) / labelled, labelled };
}

/** The tensors of a state that a program asks for. */
const heldBy = ({ inputs }: Program, state: TrainingState): Record<string, Value> =>
  Object.fromEntries(Object.keys(inputs).flatMap((name) => (state[name] ? [[name, state[name]]] : [])));

export function findingOf(kind: FindingKind, step: number, evidence: Evidence, config: GanConfig): Finding {
  const { sentence, advice } = detectors[kind];
  return {
    type: 'finding',
    step,
    kind,
    sentence: sentence(evidence),
    evidence,
    remedy: advice(config),
  };
}

function gather({ length, features, values }: Sequences, indexes: Int32Array): Rows {
  const width = length * features;
  const rows = new Float32Array(indexes.length * width);
  indexes.forEach((index, i) => {
    rows.set(values.subarray(index * width, (index + 1) * width), i * width);
  });
  return { count: indexes.length, width, values: rows };
}

interface Extents {
  readonly length: number;
  readonly features: number;
}

/** Rows [N, T F] -> [T, N, F]. */
function timeMajor({ count, values }: Rows, { length, features }: Extents): Value {
  const out = new Float32Array(values.length);
  for (let n = 0; n < count; n++) placeSequence({ length, features, values }, n, out, n, count);
  return value(out, [length, count, features]);
}

/** [T, N, F] -> rows [N, T F]. */
function sequenceMajor(values: Float32Array, count: number, { length, features }: Extents): Rows {
  const width = length * features;
  const out = new Float32Array(values.length);
  for (let n = 0; n < count; n++) {
    for (let t = 0; t < length; t++) {
      const from = (t * count + n) * features;
      out.set(values.subarray(from, from + features), n * width + t * features);
    }
  }
  return { count, width, values: out };
}
