/** What `gan-lstm zoo` says in simplified Chinese. */
import type { Words } from './words.ts';

export const zoo: Words['zoo'] = {
  summary: '已发表的配方：列出、查看、运行、比较',
  about: '已发表的序列生成配方，在此按同一协议训练并评判，与其发表的数值并列。',
  examples: [
    ['gan-lstm zoo list', '每个配方一行'],
    ['gan-lstm zoo run rcgan', '在生成的正弦数据上用五个种子训练并评判'],
  ],
  list: {
    summary: '每个配方一行',
    about: '列出所有配方。',
    examples: [['gan-lstm zoo list', '名称与说明']],
  },
  show: {
    summary: '一个配方：论文、公式、与原文的差别、发表的数值',
    about: '查看一个配方。其内容与论文一致，为英文。',
    examples: [['gan-lstm zoo show timegan', 'TimeGAN 是什么，发表了哪些数值']],
  },
  run: {
    summary: '用多个种子训练配方并评判结果',
    about:
      '在 24 步的窗口上训练配方，评判其生成结果（判别分数、预测分数、Context-FID），并记录每一项已完成的工作：' +
      '再次执行同一命令会从中断处继续。生成的序列保存为 NPY。',
    examples: [
      ['gan-lstm zoo run rcgan,timegan', '两个配方，生成的正弦数据'],
      ['gan-lstm zoo run default data.csv --seeds 3', '在您的表格上运行默认配方'],
      [
        'gan-lstm zoo run all sines stocks=stock_data.csv energy=energy.csv --jobs 2',
        '完整的表；= 前的名称决定与哪些发表数值比较',
      ],
    ],
  },
  compare: {
    summary: '已运行结果的表：发表值、本工具、下限、上限、秒数',
    about: '以 Markdown 输出一个运行文件夹的表，并写入该文件夹的 zoo.md 与 zoo.json。',
    examples: [['gan-lstm zoo compare --out runs/zoo', 'runs/zoo 的表']],
  },
  name: '一个配方；见 gan-lstm zoo list',
  names: '用逗号分隔的配方，或 all',
  data: 'sines（自动生成）、一个表格，或 名称=表格；不给则为 sines',
  seeds: '每个配方的训练次数，种子从 1 起（默认 5）',
  steps: '每次训练的步数（默认：该配方的常用值）',
  length: '窗口的步数（默认 24，与发表的数值一致）',
  count: '生成并评判的窗口数，真实窗口取同样多（默认 5000，或全部）',
  metrics: 'discriminative、predictive、context-fid 中的若干项（默认全部）',
  repetitions: '每个种子训练各评判网络的次数（默认 2）',
  jobs: '同时进行的工作数，各占一个核心（默认 1）',
  out: '运行结果的文件夹（默认 runs/zoo）',
  formula: '公式',
  training: '训练',
  deviations: '与原文的差别',
  published: '发表的数值（24 步的窗口）',
  nonePublished: '在这些协议下没有发表数值',
  noSteps: '无需逐步训练',
  ownTraining: (steps, phases) =>
    phases > 1 ? `自有的训练过程，${phases} 个阶段，每阶段 ${steps} 步` : `自有的训练过程，${steps} 步`,
  settings: (steps) => `即 gan-lstm train 的 GAN，${steps} 步，设置如下：`,
  plan: (total, done) => `共 ${total} 项工作，其中 ${done} 项此前已完成`,
  started: (piece, isTrained) => `${piece}：${isTrained ? '训练中' : '评判中'}`,
  trained: (piece, time) => `${piece}：训练用时 ${time}`,
  judged: (place, piece, scores, time) => `${place}  ${piece}：${scores}（评判用时 ${time}）`,
  failedRemedy: '其余工作继续；再次运行可重试',
  wrote: (page, json) => `表已写入 ${page} 与 ${json}`,
};
