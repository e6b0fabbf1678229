/** 评估报告的中文文本。 The Chinese record. */
import type { EvaluationMessages } from './evaluationMessages.ts';
import { metricsZh } from './metricsZh.ts';

export const evaluationZh: EvaluationMessages = {
  language: 'zh',
  report: '评估',
  against: (generated, real) => `${generated} 对照 ${real}`,
  aspects: {
    fidelity: '取值',
    time: '时间行为',
    joint: '相互搭配',
    judge: '评判者眼中的真假',
    utility: '训练之用',
    diversity: '多样性',
    privacy: '照抄',
  },
  groups: {
    fidelity: { title: '取值', note: '逐列来看：取值分布与真实数据一致吗？' },
    time: { title: '时间', note: '取值先后相随的方式对吗？' },
    joint: { title: '搭配', note: '各列之间、整个序列的搭配与真实数据一致吗？' },
    judge: {
      title: '训练出的评判者',
      note: '学习区分真实与生成、或从生成数据中学习的网络与规则。它们能看到没人想到去衡量的，也会漏掉自己看不到的。',
    },
    utility: { title: '用途', note: '从生成数据学到的，对真实数据也成立吗？' },
    diversity: { title: '多样性', note: '各种真实序列都有了吗？有没有多余的？' },
    privacy: {
      title: '照抄与隐私',
      note: '是否重复了训练序列？这里的坏生成器是照抄训练数据。这些数值都不能证明数据没有隐私问题。',
    },
  },
  sections: {
    good: '好的方面',
    wrong: '不对的方面',
    steps: '逐步来看',
    neighbours: '生成序列与其最近的真实序列',
    spectra: '节奏',
    figures: '全部数值',
    skipped: '未衡量',
    facts: '本次评估',
    method: '怎样阅读',
    notTold: '不能证明什么',
  },
  verdict: {
    copied: (exact) =>
      `生成序列是在重复训练数据（其中 ${exact} 逐值相同）：不论其他数值多好，这都不是新的数据。`,
    collapsed: '生成器已崩塌：反复生成几乎相同的少数序列。',
    narrow: (spread, uncovered) =>
      `生成序列彼此之间的平均距离是真实序列的 ${spread}${uncovered === undefined ? '' : `，有 ${uncovered} 的真实序列附近没有生成序列`}。`,
    worst: (name, step, length, generated, real) =>
      `差得最远的是${name}列，尤其在第 ${step} 步（共 ${length} 步）：平均为 ${generated}，而真实数据为 ${real}。`,
    worstWhole: (name, generated, real) =>
      `差得最远的是${name}列：平均为 ${generated}，而真实数据为 ${real}。`,
    worstShape: (name, distance) =>
      `差得最远的是${name}列，各步都一样：取值分布不同，相差 ${distance} 个标准差。`,
    worstLag: (name, lag, generated, real) =>
      `差得最远的是${name}的变动方式：一个值与 ${lag} 步之前的值的自相关为 ${generated}，真实数据为 ${real}。`,
    worstPair: (first, second, generated, real) =>
      `差得最远的是${first}与${second}的搭配：相关系数为 ${generated}，真实数据为 ${real}。`,
    evenWorst: (name, value) => `即使最差的${name}列，也只差 ${value} 个标准差。`,
    noColumn: '没有一列有变化，因此谈不上哪一列最差。',
    copying: (level, hasHeldOut) =>
      ({
        good: `没有发现照抄训练数据的迹象${hasHeldOut ? '' : '；未提供留出数据（--held-out），较强的检验无法进行'}。`,
        fair: '部分生成序列离训练数据过近：见下面的“照抄与隐私”。',
        poor: '重复了训练数据：不要把这些序列当作新数据交给别人。',
        unclear: '是否照抄训练数据，此处无法判断。',
      })[level],
  },
  good: {
    fidelity: (figures) => `取值分布与真实数据一致：${figures}。`,
    time: (figures) => `取值先后相随的方式与真实数据一致：${figures}。`,
    joint: (figures) => `搭配与真实数据一致：${figures}。`,
    judge: (figures) => `专门训练来区分真假的评判者也几乎无法区分：${figures}。`,
    utility: (figures) => `从生成数据学到的对真实数据也成立：${figures}。`,
    diversity: (figures) => `生成序列与真实序列同样多样：${figures}。`,
    privacy: (figures) => `看来没有照抄训练数据：${figures}。`,
  },
  wrong: {
    fidelity: (figures) => `取值分布不同：${figures}。`,
    time: (figures) => `取值先后相随的方式不对：${figures}。`,
    joint: (figures) => `搭配与真实数据不同：${figures}。`,
    judge: (figures) => `评判者能区分真实与生成：${figures}。`,
    utility: (figures) => `从生成数据学到的对真实数据不成立：${figures}。`,
    diversity: (figures) => `多样性与真实数据不同：${figures}。`,
    privacy: (figures) => `生成序列离训练数据过近：${figures}。`,
  },
  notMeasured: '未衡量',
  nothingGood: '没有哪一方面能证明与真实数据一致。',
  nothingWrong: '没有发现真实数据自身所没有的差别。',
  figure: (name, value, floor, ceiling, ceilingName) =>
    `${name}为 ${value}（真实对真实 ${floor}，${ceilingName} ${ceiling}）`,
  singles: (figures) => `突出的单项：${figures.join('；')}。`,
  detail: {
    column: (name, distance, real, generated) =>
      `${name}相差 ${distance} 个标准差：${generated}，真实数据为 ${real}`,
    atStep: (step, length, generated, real) =>
      `；以第 ${step} 步（共 ${length} 步）为最，${generated} 对 ${real}`,
    lag: (name, lag, generated, real) =>
      `在${name}中，一个值与 ${lag} 步之前的值的自相关为 ${generated}，真实数据为 ${real}`,
    change: (name, ratio) => `${name}的逐步变化是真实数据的 ${ratio} 倍`,
    pair: (first, second, generated, real) =>
      `${first}与${second}的相关系数为 ${generated}，真实数据为 ${real}`,
    constant: '无（常数）',
    spread: (spread) => `生成序列彼此之间的平均距离是真实序列的 ${spread}`,
    uncovered: (share) => `有 ${share} 的真实序列附近没有生成序列`,
  },
  notes: {
    steps: '中间的线是每一步的均值，色带是上下各一个标准差。色带分开之处，就是生成器在那个时间不对。',
    neighbours:
      '四个生成序列，从离真实序列最近的到最远的，各与其最近的真实序列画在一起。若两条线在每一列都重合，就是照抄；好的生成器给出相像而不相同的邻居。',
    spectra: '序列内部的变动有多少由每种节奏承载。两条线应当重合。',
    figures:
      '每个数值旁边是它的下限，即真实数据对真实数据的值，以及几种故意做错的生成器的值。横条表示它的位置：左端与真实数据一样好，刻度处与最接近的错误生成器一样差。灰色的数值在这份数据上无法评判。',
    shortSpectra: '少于四步的序列没有节奏可言。',
    noNeighbours: '真实数据没有变化，谈不上邻居。',
    skipped: '这些数值无法衡量，因此对它们会显示的内容不作任何判断。',
    noControls: '没有测量下限与上限，因此无法评判这些数值。',
  },
  neighbour: {
    quantiles: ['最近', '较近', '一般', '最远'],
    title: (column, quantile) => `${column}，${quantile}`,
    rows: (generated, real, distance) => `生成第 ${generated} 个，真实第 ${real} 个，距离 ${distance}`,
    nearest: '最近的真实序列',
    alt: (column) => `${column}的一个生成序列与其最近的真实序列`,
  },
  alt: {
    steps: (name) => `${name}每一步的均值与标准差，真实与生成`,
    spectrum: (name) => `${name}各频率所占的功率比例，真实与生成`,
    bar: (place) => `位于从真实数据到最接近的错误生成器的 ${place} 处`,
  },
  map: {
    components: '沿真实序列变化最大的方向',
    title: '相似性地图',
    note: '相似的序列彼此相邻，无论形状如何。只有真实点的“岛”是生成器做不出的一类序列；只有生成点的“岛”是现实中不存在的一类。岛与岛之间的距离和岛的大小没有含义。（UMAP）',
    alt: '真实与生成序列的散点图，相似者相邻',
  },
  axes: { frequency: '每个序列的周期数' },
  markdown: {
    metric: '指标',
    value: '数值',
    better: '好坏方向',
    wrong: '最接近的错误生成器',
    note: '备注',
    uninformative: '在这份数据上无法评判',
  },
  bands: { real: '真实：均值与标准差', generated: '生成：均值与标准差' },
  card: {
    value: (value) => value,
    runs: (spread, runs) => `± ${spread}，${runs} 次`,
    interval: (low, high) => `均值的 95% 区间 ${low} 至 ${high}`,
    better: { lower: '越低越好', higher: '越高越好', near: (best) => `接近 ${best} 最好` },
    floor: '真实对真实',
    controls: {
      noise: '噪声',
      'shuffled-time': '打乱时间',
      'independent-columns': '各列独立',
      constant: '常数',
      copy: '照抄训练数据',
    },
    against: { better: '胜过', worse: '未胜过', blind: '与真实无法分辨' },
    bar: { floor: '真实', ceiling: '错误' },
    protocol: '协议',
    notProved: '不能证明',
    details: '细节',
    tells: (told) => `在这份数据上，它能把真实数据与${told}区分开。`,
    tellsBut: (told, blind) => `在这份数据上，它能把真实数据与${told}区分开，但分不出${blind}。`,
    misled: (control) =>
      `显示为灰色：在这份数据上，${control}得到的数值比真实数据还好，因此数值好也不说明什么。`,
    uninformative: '显示为灰色：在这份数据上，它分不出任何一种错误的生成器，因此数值好也不说明什么。',
  },
  reasons: {
    engine: '需要用来训练评判者的引擎',
    heldOut: '需要生成器从未见过的真实序列（--held-out）',
    features: (needed, given) => `至少需要 ${needed} 列；只有 ${given} 列时没有意义`,
    length: (needed, given) => `至少需要 ${needed} 步，只有 ${given} 步`,
    count: (needed, given) => `每组至少需要 ${needed} 个序列，只有 ${given} 个`,
  },
  facts: {
    real: '真实',
    generated: '生成',
    heldOut: '留出',
    none: '无',
    seed: '种子',
    engine: '评判所用的引擎',
    preparation: '预处理',
    floor: '为下限划分数据的方式',
    sequences: (name, count, length, features) =>
      `${name}：${count} 个序列，每个 ${length} 步、${features} 列`,
  },
  method: [
    '单看一个数值说明不了什么：同一份真实数据的两个样本也不会完全一致。因此把真实数据划分成互不共用任何一步的几部分，用一部分衡量另一部分：这就是下限，不能指望任何生成器做得更好。对几种故意做错的生成器也这样衡量：噪声、打乱各步的序列、各列取自不同序列、每列的均值。一个数值若分不出其中任何一种与真实数据，或反而偏爱其中一种，就显示为灰色，不计入结论。对照抄而言，错误的生成器是照抄训练数据。',
    '若真实数据也不会更好（在偶然范围之内），或从下限到最接近的错误生成器的路程不超过十分之一，称为好；不超过 35% 称为一般；再多称为差。每组由居中的数值决定；评判者由最差的数值决定，因为有一个能分辨就够了；照抄也由最差的数值决定，但单个微弱的迹象只作说明。这些界限都是经验之谈。',
    '每个数值的协议规定了除两组数据之外它所依赖的一切。协议与哈希相同的数值，才可以与同一数据的另一份报告比较。',
    '结论好并不证明数据没有隐私问题，也不证明用它训练的模型与用真实数据训练的一样好。',
  ],
  metrics: metricsZh,
};
