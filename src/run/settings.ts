/**
 * Every setting of a run as one record: how it is checked, what it is when nobody says, and what it means. The
 * configuration file, its JSON Schema, the command line's flags and their help in two languages are made from this
 * table; a flag is the setting's name with hyphens (`criticHidden`, `--critic-hidden`).
 */
import * as z from 'zod/mini';
import { lossNames, penaltyNames } from '../gan/index.ts';
import { optimizers, schedules } from '../nn/index.ts';
import { tableSchema } from '../sequence/timeseries/index.ts';

/** Where a setting stands in help: what is read, the two networks, how they learn, how the run goes. */
export type SettingGroup = 'data' | 'generator' | 'critic' | 'training' | 'privacy' | 'run';

export interface Setting<G extends SettingGroup = SettingGroup, S extends z.ZodMiniType = z.ZodMiniType> {
  readonly group: G;
  readonly schema: S;
  readonly en: string;
  readonly zh: string;
}

const setting = <G extends SettingGroup, S extends z.ZodMiniType>(
  group: G,
  schema: S,
  en: string,
  zh: string,
): Setting<G, S> => ({ group, schema, en, zh });

const count = (least = 1) => z.int().check(z.minimum(least));
const positive = () => z.number().check(z.positive());
const notNegative = () => z.number().check(z.nonnegative());
const share = () => z.number().check(z.minimum(0), z.lt(1));
const oneOf = <const T extends string>(names: readonly T[]) => z.enum(names as readonly [T, ...T[]]);
const keysOf = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[];
const columnNames = () => z.array(z.string().check(z.minLength(1))).check(z.minLength(1));

export const settings = {
  delimiter: setting(
    'data',
    z.string().check(z.regex(/^(.|tab|space|comma|semicolon|pipe)$/s)),
    'character between cells, or its name; found out when absent',
    '单元格之间的分隔符或其名称；不给则自动判断',
  ),
  header: setting(
    'data',
    z.boolean(),
    'whether the first line names the columns; found out when absent',
    '首行是否为列名；不给则自动判断',
  ),
  layout: setting(
    'data',
    oneOf(['auto', 'columns', 'rows']),
    'a column is a feature (columns), or a row is one whole sequence (rows)',
    '每列是一个特征（columns），或每行是一个完整序列（rows）',
  ),
  length: setting('data', count(), 'steps in a sequence', '每个序列的步数'),
  stride: setting('data', count(), 'steps from one window to the next', '相邻窗口之间的步数'),
  key: setting(
    'data',
    z.string(),
    'column that tells which sequence a row belongs to',
    '标识每行所属序列的列',
  ),
  time: setting('data', z.string(), 'column that holds the date or time', '日期或时间所在的列'),
  columns: setting(
    'data',
    columnNames(),
    'columns to learn; all others are left out',
    '要学习的列；其余列不用',
  ),
  ignore: setting('data', columnNames(), 'columns to leave out', '不使用的列'),
  constraints: setting(
    'data',
    z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
    'what must hold in every row, such as "High >= Low", besides what is found; may be repeated',
    '除自动发现的以外，每行必须满足的约束，如 "High >= Low"；可多次给出',
  ),
  schema: setting(
    'data',
    tableSchema,
    'what the columns are and do, as gan-lstm inspect --schema writes it; found out when absent',
    '各列是什么、起什么作用，由 gan-lstm inspect --schema 写出；不给则自动判断',
  ),

  generatorCell: setting(
    'generator',
    oneOf(['lstm', 'gru']),
    'recurrent cell of the generator',
    '生成器的循环单元',
  ),
  generatorHidden: setting('generator', count(), 'units in a layer of the generator', '生成器每层的单元数'),
  generatorLayers: setting('generator', count(), 'recurrent layers of the generator', '生成器的循环层数'),
  noise: setting('generator', count(), 'noise values per step', '每一步的噪声维数'),
  sequenceNoise: setting(
    'generator',
    count(0),
    'noise values per sequence, seen at every step',
    '每个序列的噪声维数，各步共用',
  ),
  generatorStart: setting(
    'generator',
    oneOf(['zero', 'noise']),
    "what the recurrent layers start from: zero, or learned from the sequence's noise",
    '循环层的初始状态：零，或由序列噪声学得',
  ),

  critic: setting(
    'critic',
    oneOf(['cnn', 'lstm', 'gru', 'both']),
    'the network that judges: convolutional, recurrent, or both',
    '评判网络：卷积、循环，或两者',
  ),
  criticHidden: setting(
    'critic',
    count(),
    'units or channels in a layer of the critic',
    '评判网络每层的单元或通道数',
  ),
  criticLayers: setting('critic', count(), 'layers of the critic', '评判网络的层数'),
  criticDifferences: setting(
    'critic',
    notNegative(),
    'how much of the change from step to step the critic sees beside the values (0: none)',
    '评判网络在数值之外看到的逐步变化的比重（0 为不看）',
  ),
  spectralNorm: setting(
    'critic',
    z.boolean(),
    "divide the critic's weights by their largest singular value",
    '评判网络使用谱归一化',
  ),

  classes: setting(
    'critic',
    z.string(),
    "column of texts, one a sequence, that the critic learns to tell besides; blank cells are sequences without a label ('': none)",
    '评判网络另外学习辨认的文本列，每个序列一个值；空单元格表示无标签（空字符串为不用）',
  ),
  classWeight: setting(
    'critic',
    notNegative(),
    'weight of the class losses where there are --classes',
    '有 --classes 时类别损失的权重',
  ),

  loss: setting('training', oneOf(lossNames), 'loss of the two players', '双方的损失函数'),
  penalty: setting(
    'training',
    oneOf(['none', ...penaltyNames]),
    "penalty on the critic's slope",
    '对评判网络梯度的惩罚',
  ),
  penaltyWeight: setting('training', notNegative(), 'weight of the penalty', '惩罚的权重'),
  weightClip: setting(
    'training',
    notNegative(),
    "bound of the critic's weights (0: none)",
    '评判网络权重的界限（0 为不限）',
  ),
  criticSteps: setting(
    'training',
    count(),
    'critic updates per generator update',
    '每次生成器更新对应的评判网络更新次数',
  ),
  batch: setting('training', count(), 'sequences in a batch', '每批的序列数'),
  optimizer: setting('training', oneOf(keysOf(optimizers)), 'optimiser of both players', '双方的优化器'),
  momentum: setting('training', share(), 'momentum of the optimiser "momentum"', '优化器 momentum 的动量'),
  beta1: setting(
    'training',
    share(),
    'decay of the mean gradient in adam and adamw',
    'adam 与 adamw 的一阶矩衰减',
  ),
  beta2: setting(
    'training',
    share(),
    'decay of the mean square in adam and adamw',
    'adam 与 adamw 的二阶矩衰减',
  ),
  squareDecay: setting('training', share(), 'decay of the mean square in rmsprop', 'rmsprop 的二阶矩衰减'),
  weightDecay: setting('training', notNegative(), 'pull of the weights to zero in adamw', 'adamw 的权重衰减'),
  criticRate: setting('training', positive(), 'learning rate of the critic', '评判网络的学习率'),
  generatorRate: setting('training', positive(), 'learning rate of the generator', '生成器的学习率'),
  schedule: setting(
    'training',
    oneOf(keysOf(schedules)),
    'how the learning rates fall over the run',
    '学习率随训练的变化',
  ),
  gradientClip: setting(
    'training',
    notNegative(),
    "limit of each player's joint gradient norm (0: none)",
    '双方梯度总范数的上限（0 为不限）',
  ),
  averageDecay: setting(
    'training',
    share(),
    "decay of the running average of the generator's weights, from which samples are drawn (0: none)",
    '生成器权重滑动平均的衰减，采样用此平均（0 为不用）',
  ),

  featureMatching: setting(
    'training',
    notNegative(),
    "weight of feature matching: the critic's features of generated sequences are to have the mean of real ones (0: off)",
    '特征匹配的权重：生成序列的评判特征均值应与真实序列一致（0 为关闭）',
  ),
  momentMatching: setting(
    'training',
    notNegative(),
    'weight of moment matching: generated values are to have the mean and deviation of real ones at every step (0: off)',
    '矩匹配的权重：每一步生成值的均值与标准差应与真实值一致（0 为关闭）',
  ),
  modeSeeking: setting(
    'training',
    notNegative(),
    'weight of mode seeking: where noises differ, sequences are to differ (0: off)',
    '模式搜索的权重：噪声不同则序列也应不同（0 为关闭）',
  ),
  replay: setting(
    'training',
    count(0),
    'past iterations whose generated sequences the critic sees again (0: off)',
    '评判网络重看多少次以前更新中生成的序列（0 为关闭）',
  ),
  instanceNoise: setting(
    'training',
    notNegative(),
    'deviation of the noise on all that the critic sees, fading over the run (0: off)',
    '加在评判网络全部输入上的噪声标准差，随训练减为零（0 为关闭）',
  ),
  packing: setting(
    'critic',
    count(0),
    'sequences that the critic judges at once (0: off; 2 is usual)',
    '评判网络一次合并评判的序列数（0 为关闭，常用 2）',
  ),
  minibatchDeviation: setting(
    'critic',
    count(0),
    'sequences in a group whose deviation the critic is told (0: off; 4 is usual)',
    '每组多少个序列，其标准差告知评判网络（0 为关闭，常用 4）',
  ),
  labelSmoothing: setting(
    'training',
    share(),
    "how far below 1 the critic's target for real sequences lies (0: off)",
    '评判网络对真实序列的目标低于 1 多少（0 为关闭）',
  ),
  historicalAveraging: setting(
    'training',
    notNegative(),
    'weight of the pull of all parameters to their mean so far (0: off)',
    '参数向其历史均值靠拢的权重（0 为关闭）',
  ),
  adaptiveCritic: setting(
    'training',
    share(),
    'share of pairs told apart above which the critic learns more slowly (0: off; 0.8 is usual)',
    '评判网络分辨正确率超过此值时降低其学习率（0 为关闭，常用 0.8）',
  ),
  unrolling: setting(
    'training',
    count(0),
    'critic updates that the generator looks ahead (0: off; each costs another critic step)',
    '生成器向前展开的评判网络更新次数（0 为关闭；每次多费一次评判计算）',
  ),

  privacyEpsilon: setting(
    'privacy',
    notNegative(),
    'budget of differential privacy for one training sequence; training ends when it is spent (0: no guarantee)',
    '每个训练序列的差分隐私预算，用完即结束训练（0 为不作保证）',
  ),
  privacyDelta: setting(
    'privacy',
    share(),
    'chance with which that guarantee may fail, below 1 / sequences (0: 1e-5, or a tenth of that bound)',
    '该保证可能失效的概率，须小于 1 / 序列数（0 为取 1e-5 或该界限的十分之一）',
  ),
  privacyClip: setting(
    'privacy',
    positive(),
    "with a budget: greatest norm of one sequence's part in a gradient of the critic",
    '有预算时：单个序列在评判网络梯度中所占部分的最大范数',
  ),
  privacyNoise: setting(
    'privacy',
    notNegative(),
    'deviation of the noise on those gradients, in units of the clip (0: the least with which all steps stay within the budget)',
    '加在这些梯度上的噪声标准差，以上述范数为单位（0 为取全部步数不超预算的最小值）',
  ),

  heldOut: setting(
    'run',
    share(),
    'share of the sequences kept out of training, by which an overfit critic is told (fewer than 8: none)',
    '不参与训练的序列比例，用来发现评判网络过拟合（不足 8 个则不留）',
  ),
  diagnoseEvery: setting(
    'run',
    count(0),
    'updates between two diagnoses of the training (0: none)',
    '相邻两次训练诊断之间的更新次数（0 为不诊断）',
  ),
  autoRemedy: setting(
    'run',
    z.boolean(),
    'apply the remedy of a finding while training goes on',
    '训练中发现问题时自动采取对策',
  ),
  workers: setting(
    'run',
    z.union([z.literal('auto'), count()]),
    'workers that share every batch, each on a core of its own; auto: as many as pay',
    '共同计算每一批的工作线程数，各占一个核心；auto 表示按是否划算自动决定',
  ),
  steps: setting(
    'run',
    count(),
    'generator updates; more of them where more than 16 columns are learned',
    '生成器的更新次数；学习的列多于 16 个时更多',
  ),
  seed: setting(
    'run',
    z.int().check(z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER)),
    'seed of every random number',
    '所有随机数的种子',
  ),
  checkpointEvery: setting('run', count(), 'updates between two checkpoints', '相邻两次存档之间的更新次数'),
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;
type ValueOf<N extends SettingName> = z.output<(typeof settings)[N]['schema']>;

/** What a user may say, in a file or by flags. */
export type GivenSettings = { readonly [N in SettingName]?: ValueOf<N> | undefined };

/** What is said of the data, and found out where nothing is said. */
export type DataSettingName = {
  [N in SettingName]: (typeof settings)[N] extends Setting<'data'> ? N : never;
}[SettingName];

/** Every setting of a run decided, but those of the data that were left to be found out. */
export type RunSettings = { readonly [N in Exclude<SettingName, DataSettingName>]: ValueOf<N> } & {
  readonly [N in DataSettingName]?: ValueOf<N> | undefined;
};

export const settingNames = Object.keys(settings) as SettingName[];

/** The one schema of a configuration: nothing is required, nothing unknown is allowed. */
export const settingsSchema = z.strictObject(
  Object.fromEntries(settingNames.map((name) => [name, z.optional(settings[name].schema)])),
);
