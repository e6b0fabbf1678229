/** The words in English; their shape is that of every language. */
import type { SettingGroup } from '../../src/index.ts';
import type { Language, Pairs } from './words.ts';
import { zoo } from './wordsZooEn.ts';

export const en = {
  language: 'en' as Language,
  program: 'Learns from real sequences and makes new ones with recurrent generative adversarial networks.',
  examples: [
    ['gan-lstm train data.csv', 'learn from a table; about a minute, then look at runs/data/report.html'],
    ['gan-lstm sample runs/data -o new.csv', 'new sequences, in the same columns and units'],
    ['gan-lstm inspect data.csv', 'what is understood of a table, before training'],
  ] as Pairs,
  headings: {
    usage: 'Usage:',
    examples: 'Examples:',
    arguments: 'Arguments:',
    options: 'Options:',
    everywhere: 'Everywhere:',
    commands: 'Commands:',
    exitCodes: 'Exit codes:',
  },
  groups: {
    data: 'Settings of the data (found out when absent):',
    generator: 'Settings of the generator:',
    critic: 'Settings of the critic:',
    training: 'Settings of the training:',
    privacy: 'Settings of privacy:',
    run: 'Settings of the run:',
  } satisfies Record<SettingGroup, string>,
  byDefault: (value: string) => `default ${value}`,
  exitCodes: [
    ['0', 'done'],
    ['1', 'failed without a fault of yours; also what doctor says when something is broken'],
    ['2', 'a flag, a command or a configuration is wrong'],
    ['3', 'the data or a file cannot be used'],
    ['4', 'evaluate: a gate is not met'],
    ['5', 'training diverged; the last good state is saved'],
    ['130', 'stopped by Ctrl-C; what was learned is saved'],
    ['143', 'stopped by SIGTERM; what was learned is saved'],
  ] as Pairs,
  flags: {
    language: 'language of help and progress: en or zh (also GAN_LSTM_LANG, LANG)',
    debug: 'show the stack of an unexpected failure',
    version: 'show the version',
    help: 'show this help',
    helpCommand: 'show the help of a command',
    json: 'one JSON document on standard output',
    quiet: 'say nothing but warnings and errors',
    noProgress: 'show no progress',
    force: 'replace what is there',
  },
  train: {
    summary: 'learn from a table, or a folder of tables: CSV, Parquet, .ts, .npy, or .gz of them',
    about:
      'Learns from a table and writes a model: a folder with weights, generator.onnx and report.html. ' +
      'Everything has a default that suits most data.',
    examples: [
      ['gan-lstm train data.csv', 'learn; the model goes to runs/data'],
      ['gan-lstm train data.csv --dry-run', 'only show what is understood of the data'],
      ['gan-lstm train data.csv --out runs/week --length 168 --steps 3000', 'sequences of 168 steps'],
      ['gan-lstm train data.csv --config run.yaml --loss hinge', 'settings of a file; flags go before it'],
      ['gan-lstm train --resume runs/data', 'go on after Ctrl-C or a crash'],
    ] as Pairs,
    data: 'the table to learn from, or a folder of tables of one form, each a sequence',
    out: 'folder of the model (default: runs/<name of the data>)',
    config: 'settings in YAML or JSON; see gan-lstm schema',
    resume: 'go on with a model from its last checkpoint, to --steps in all',
    json: 'one JSON event a line on standard output',
    dryRun: 'show what is understood and decided, and write nothing',
    command: 'Options:',
  },
  tune: {
    summary: 'search for the settings that suit a table',
    about:
      'Trains candidates a little, goes on with the better third, and so on (successive halving), judged on sequences ' +
      'kept out of training. Settings given as flags are the same for all. A search that was stopped goes on when it is ' +
      'started again. It leaves a table and best.yaml, which train --config takes.',
    examples: [
      ['gan-lstm tune data.csv', 'nine candidates; the result goes to runs/data-tune'],
      [
        'gan-lstm tune data.csv --steps 600 --candidates 27 --seeds 2',
        'more of them, shorter, two seeds each',
      ],
      ['gan-lstm tune data.csv --space space.yaml', 'such as: "criticRate: { from: 0.0005, to: 0.004 }"'],
      ['gan-lstm train data.csv --config runs/data-tune/best.yaml', 'train with what was found'],
    ] as Pairs,
    data: 'the table to learn from',
    out: 'folder of the search (default: runs/<name of the data>-tune)',
    space: 'settings to search, in YAML or JSON: lists of values, or { from, to }',
    config: 'settings that are the same for all, in YAML or JSON',
    candidates: 'candidates; the first is what train does without a search (default 9)',
    seeds: 'trainings of each candidate, with other seeds and other held-out sequences (default 1)',
    searching: (names: string) => `Searching ${names}`,
    halving: (parts: string) => `Candidates: ${parts}`,
    upTo: (candidates: string, steps: string) => `${candidates} to ${steps} steps`,
    budget: (steps: string, whole: string, done: string) =>
      `Steps in all: ${steps}, as many as ${whole} whole trainings${done === '0' ? '' : `; ${done} are made already`}`,
    scoring: (count: string) => `Scored on ${count} sequences that no trial learns from`,
    trial: (candidate: number, seed: number, steps: string) =>
      `candidate ${candidate}, seed ${seed}, to step ${steps}`,
    byDefault: 'defaults',
    score: (score: string, floor: string) => `score ${score} (real against real ${floor})`,
    diverged: 'diverged',
    left: (time: string) => `about ${time} left, by the pace so far`,
    columns: ['place', 'candidate', 'settings', 'steps', 'score', 'floor', 'seconds'] as readonly string[],
    stopped: 'Stopped; what was found is saved. Go on with the same command:',
    table: 'Table',
    best: 'Settings',
    next: 'Next',
  },
  sample: {
    summary: 'make new sequences with a model',
    about:
      'Makes new sequences in the units and under the column names of the data, to a file or standard output. ' +
      'However many there are, only a few are held in memory.',
    examples: [
      ['gan-lstm sample runs/data -o new.csv', 'a hundred sequences'],
      ['gan-lstm sample runs/data --rows 1000000 -o new.parquet', 'at least a million rows'],
      ['gan-lstm sample runs/data --count 5 --seed 7 | head', 'CSV to standard output'],
      ['gan-lstm sample runs/data --format jsonl | jq .', 'for another program'],
      ['gan-lstm sample runs/data --count 1 --length 5000', 'one long series, without a seam'],
      ['gan-lstm sample runs/data --where isp=Verizon --count 50', 'for a given value of an attribute'],
    ] as Pairs,
    model: 'folder that gan-lstm train wrote',
    count: 'sequences to make (default 100)',
    rows: 'make whole sequences until there are this many rows',
    length: 'steps in a sequence (default: as learned); any number where one long series was learned',
    where: 'only sequences with this attribute, such as isp=Verizon; may be repeated for others',
    balance: 'a column of labels, of which each is made equally often',
    format: 'csv, jsonl, npy or parquet (default: by the ending of the file, else csv)',
    output: 'file to write; - is standard output (default)',
    seed: 'another seed makes other sequences (default 1)',
    from: 'date at which the time begins (default: where the data end)',
    force: 'replace a file that exists',
    wrote: (count: string, length: string, file: string) =>
      `Wrote ${count} sequences of ${length} steps to ${file}`,
    making: 'sampling',
    corrected: (constraint: string, rows: string, change: string) =>
      `so that it holds: ${constraint}: ${rows} rows changed, by ${change} on average`,
    redrawn: (count: string) => `${count} sequences drawn again, for they broke a constraint`,
  },
  forecast: {
    summary: 'make what follows a given history',
    about:
      'Searches in a model for sequences that agree with the last rows of a table, and writes how they go on, with the ' +
      'times that follow. It tries the same at earlier places of the table, and says how far off it was.',
    examples: [
      ['gan-lstm forecast runs/data history.csv --steps 24 -o next.csv', 'a hundred paths of 24 steps'],
      [
        'gan-lstm forecast runs/data history.csv --quantiles 0.1,0.5,0.9',
        'the median and a band of 80 %, as one table',
      ],
    ] as Pairs,
    history: 'a table with the columns of the data; its last rows are gone on from',
    steps: 'steps after the last row (default: as many as a sequence of the model)',
    paths: 'paths to make, each a way in which it may go on (default 100)',
    quantiles: 'write these quantiles of the paths in their place',
    seed: 'another seed makes other paths (default 1)',
    searching: 'searching',
    wrote: (count: string, steps: string, file: string) =>
      `Wrote ${count} paths of ${steps} steps to ${file}`,
    wroteQuantiles: (count: string, steps: string, file: string) =>
      `Wrote ${count} quantiles of ${steps} steps to ${file}`,
    simple: 'the last value',
    notMeasured: 'How far off it is was not measured: the history is too short to hold anything out.',
  },
  impute: {
    summary: 'fill in the gaps of a table',
    about:
      'Fills blank cells of the columns that a model learned, each to suit what lies around it and the other columns. ' +
      'It tries gaps of the same shape where the truth is known, and says how far off it was.',
    examples: [
      ['gan-lstm impute runs/data gaps.csv -o whole.csv', 'the most likely value in every gap'],
      [
        'gan-lstm impute runs/data gaps.csv --draw --seed 2',
        'one likely course, which varies as the data do',
      ],
    ] as Pairs,
    table: 'a table with the columns of the data, and blank cells among them',
    draw: 'one likely course in the place of the median',
    searching: 'searching',
    filled: (cells: string, gaps: string, file: string) =>
      `Filled ${cells} cells in ${gaps} ${gaps === '1' ? 'gap' : 'gaps'}: ${file}`,
    simple: 'a straight line',
    notMeasured: 'How far off it is was not measured: no whole stretch is long enough to hide such gaps in.',
  },
  score: (pieces: string, error: string, simple: string, simpleError: string, share: string) =>
    `On ${pieces} held-out pieces of this table: mean error ${error}, of ${simple} ${simpleError} ` +
    `(standard deviations of a column); ${share} % of the values lay within the band of 80 %.`,
  inspect: {
    summary: 'show what is understood of data, or what a model holds',
    about:
      'Shows the columns, sequences and warnings of a table, or what a model has learned from and how far.',
    examples: [
      ['gan-lstm inspect data.csv', 'columns and sequences as train would take them'],
      ['gan-lstm inspect data.csv --key account --time date', 'the same with roles told'],
      ['gan-lstm inspect data.csv --schema schema.yaml', 'into a file, to edit for train --schema'],
      ['gan-lstm inspect runs/data', 'a model'],
      ['gan-lstm inspect data.csv --json', 'for another program'],
    ] as Pairs,
    target: 'a table, a folder of tables, or the folder of a model',
    schema: 'file to write the schema to, YAML or .json, to edit and to train with',
    wroteSchema: (file: string) => `Wrote the schema to ${file}`,
  },
  evaluate: {
    summary: 'judge generated sequences against real ones',
    about:
      'Judges any two sets of sequences, by this or another tool: tables, NPY, NPZ, or a model that makes its own. ' +
      'Writes a report that opens offline, and says in three sentences what it found.',
    examples: [
      ['gan-lstm evaluate data.csv new.csv', 'the report goes to new.evaluation.html'],
      ['gan-lstm evaluate data.csv runs/data --fast', 'a model, without the judges that must be trained'],
      [
        'gan-lstm evaluate data.csv new.csv --held-out rest.csv',
        'with tests of privacy on data never learned',
      ],
      ["gan-lstm evaluate data.csv new.csv --gate 'discriminative<=0.1'", 'exit code 4 if not met'],
      ['gan-lstm evaluate --list', 'every figure in a sentence'],
    ] as Pairs,
    real: 'the real data; decides columns and length of the sequences',
    generated: 'generated data, one sequence after another or by key, or the folder of a model',
    heldOut: 'real data that the generator never saw, for the tests of privacy',
    label:
      'the column that says what each sequence is of (its class, or a number): tasks are learned from it',
    out: 'the report (default: <name of GENERATED>.evaluation.html beside it)',
    json: 'also write all figures as JSON; - is standard output',
    markdown: 'also write verdict and figures for a model card; - is standard output',
    metrics: 'figures to measure, by id with commas (default all; see --list)',
    fast: 'leave out what takes minutes: judges that must be trained',
    workers: 'threads that train judges side by side (auto, which is usual, is one per core)',
    repetitions: 'trainings of each judge (default by protocol, 10 for most)',
    gate: 'a condition such as coverage>=0.8; may be repeated',
    generatedStride: 'rows from one window of GENERATED to the next (default: a whole sequence)',
    seed: 'seed of samples, splits and judges (default 1)',
    cache: 'folder that keeps what was measured on the real data alone, which is most of the work',
    list: 'list the figures, a sentence each',
    judging: (real: string, generated: string, length: string, features: string) =>
      `Judging ${generated} generated against ${real} real sequences of ${length} steps, ${features} features`,
    measuring: (name: string, part: string) => (part === 'generated' ? name : `${name}: ${part}`),
    done: (share: string) => `${share} %`,
    report: 'Report',
    gateWord: 'Gate',
    passed: 'met',
    failed: 'not met',
    kept: (count: string) => `${count} figures with floors from the cache`,
    slow: 'slow',
  },
  doctor: {
    summary: 'check that this machine can train',
    about:
      'Checks what training needs, line by line, with a remedy for each problem. Exit code 1 if there is one.',
    examples: [['gan-lstm doctor', 'check this machine and folder']] as Pairs,
    ok: 'ok',
    problem: 'problem',
    allWell: 'All is well: gan-lstm can train here.',
  },
  schema: {
    summary: 'print the JSON Schema of a configuration file or of an evaluation',
    about:
      'Prints the JSON Schema of what train --config reads or of what evaluate --json writes, for an editor or a check.',
    examples: [
      ['gan-lstm schema > config.schema.json', 'a file that an editor can check by'],
      ['gan-lstm schema evaluation', 'what a pipeline finds in the figures'],
    ] as Pairs,
    of: 'config, what train reads, or evaluation, what evaluate writes',
  },
  zoo,
  data: {
    heading: (source: string, rows: string, columns: number, learned: number) =>
      `${source}: ${rows} rows, ${columns} columns, ${learned} learned`,
    columns: ['column', 'kind', 'role', 'missing', 'smallest', 'largest', 'mean', 'why'] as readonly string[],
    kinds: {
      number: 'number',
      'non-negative': 'number >= 0',
      integer: 'integer',
      count: 'count',
      boolean: 'boolean',
      text: 'text',
      'date/time': 'date/time',
      constant: 'constant',
      empty: 'empty',
    } as Readonly<Record<string, string>>,
    roles: {
      feature: 'learned',
      attribute: 'attribute',
      time: 'time',
      key: 'key',
      identifier: 'identifier',
      derived: 'derived',
      constant: 'constant',
      'left out': 'left out',
    } as Readonly<Record<string, string>>,
    step: (why: string, step: string) => `${why}, step ${step}`,
    more: (count: number, source: string) => `... and ${count} more columns: gan-lstm inspect ${source}`,
    reading: (source: string, pass: number, rows: string) => `reading ${source}, pass ${pass}: ${rows} rows`,
    holds: 'holds',
    shareThatFollows: (share: number | undefined, moved: number) =>
      share === undefined
        ? ''
        : ` (${(100 * share).toFixed(2)} % of the rows${moved > 0 ? `, with ${moved} rows of equal time put in its order` : ''})`,
    series: 'series',
    sequences: 'sequences',
    ofSteps: (count: string, steps: string) => `${count} of ${steps} steps`,
    upTo: (steps: string) => `up to ${steps}`,
    stride: (stride: number) => `stride ${stride}`,
    range: (shortest: string, longest: string) => `${shortest} to ${longest}`,
  },
  training: {
    heading: 'Training',
    generator: 'generator',
    critic: 'critic',
    loss: 'loss',
    run: 'run',
    folder: 'model',
    parameters: (count: string) => `${count} parameters`,
    network: (kind: string, layers: number, hidden: number) =>
      `${kind}, ${layers} ${layers === 1 ? 'layer' : 'layers'} of ${hidden}`,
    noise: (perStep: number, perSequence: number) => `noise ${perStep} a step, ${perSequence} a sequence`,
    penalty: (name: string, weight: number) =>
      name === 'none' ? 'no penalty' : `penalty ${name} x ${weight}`,
    plan: (steps: string, batch: number, seed: number) =>
      `${steps} steps of ${batch} sequences, seed ${seed}`,
    workers: (count: number) => `${count} workers`,
    privacy: 'privacy',
    guarantee: (epsilon: string, delta: string) =>
      `epsilon ${epsilon}, delta ${delta} for one training sequence`,
    privateUpdate: (noise: string, clip: string) => `gradients clipped to ${clip}, noise ${noise} times that`,
    nothingWritten: 'Nothing was written (--dry-run).',
  },
  progress: {
    step: 'step',
    remedy: 'remedy',
    critic: 'critic',
    generator: 'generator',
    rate: (perSecond: string) => `${perSecond} steps/s`,
    left: (time: string) => `${time} left`,
    spent: (epsilon: string, budget: string) => `epsilon ${epsilon} of ${budget}`,
    stopping: 'Stopping after this step and saving. Ctrl-C again stops at once.',
    finishing: 'exporting the model and comparing...',
  },
  end: {
    model: 'Model',
    report: 'Report',
    next: 'Next',
    stopped: (step: string, steps: string) =>
      `Stopped after step ${step} of ${steps}; it is saved. Go on with:`,
    losses: 'Losses',
  },
  model: {
    heading: (folder: string) => `Model: ${folder}`,
    learnedFrom: 'learned from',
    sequences: (count: string, length: string, features: number) =>
      `${count} sequences of ${length} steps, ${features} features`,
    progress: (step: string, steps: string, state: string) => `${step} of ${steps} steps, ${state}`,
    states: {
      finished: 'finished',
      interrupted: 'interrupted',
      diverged: 'diverged',
      running: 'running, or killed',
    },
    training: 'training',
    privacy: 'privacy spent',
    outputs: 'writes columns',
    columns: ['feature', 'kind'] as readonly string[],
  },
};
