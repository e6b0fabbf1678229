/** 报告的中文文本。 The Chinese record; its keys are those of the English one. */
import type { Messages } from './messages.ts';

export const zh: Messages = {
  htmlLanguage: 'zh-Hans',
  report: '报告',
  real: '真实',
  generated: '生成',
  quote: (name) => `“${name}”`,
  list: (items) => items.join('、'),
  level: { good: '好', fair: '一般', poor: '差', unclear: '无法判断' },
  overall: {
    good: () => '在能够判断的各个方面，生成序列都与真实序列一致。',
    fair: (fair) => `生成序列与真实序列相近，但在${fair}上有差别。`,
    poor: (poor) => `生成序列与真实序列明显不同，差别在${poor}。`,
    unclear: () => '这两组序列太少或变化太小，无法判断。',
  },
  aspects: {
    values: '取值',
    time: '沿时间的记忆',
    changes: '逐步变化',
    relations: '列间关系',
    spread: '多样性',
    copies: '照抄',
    categories: '文本的比例',
    missing: '缺失值',
    lengths: '长度',
  },
  tiles: {
    floor: (text) => `真实对真实：${text}`,
    naive: (text) => `简单生成器：${text}`,
    values: '分布之间的距离（以标准差计）',
    time: '自相关之差',
    changes: '逐步变化的分布距离（以真实变化的标准差计）',
    relations: '相关系数之差',
    spread: '生成序列之间的距离，占真实序列之间距离的百分比',
    copies: '到最近真实序列的距离，占真实序列之间最近距离的百分比',
  },
  verdict: {
    values: (level, value, floor, naive) =>
      `取值分布${{ good: '与真实数据一致', fair: '与真实数据相近', poor: '与真实数据不同', unclear: '无法判断' }[level]}：平均相差 ${value} 个标准差，真实数据的两半之间相差 ${floor}，常数则相差 ${naive}`,
    worstColumn: (name, value) => `；最差的列是${name}（${value}）`,
    relations: (level, value, floor, naive) =>
      `${{ good: '列间关系得到保留', fair: '列间关系部分保留', poor: '列间关系已丢失', unclear: '真实数据的列间关系太弱，无法判断' }[level]}：相关系数平均相差 ${value}（真实数据的两半 ${floor}，各列独立 ${naive}）`,
    time: (level, value, floor, naive) =>
      `${{ good: '沿时间的记忆得到保留', fair: '沿时间的记忆部分保留', poor: '沿时间的记忆已丢失', unclear: '真实数据沿时间的记忆太弱，无法判断' }[level]}：自相关平均相差 ${value}（两半 ${floor}，打乱时间 ${naive}）`,
    changes: (level, value, floor, naive) =>
      `${{ good: '逐步变化与真实数据一致', fair: '逐步变化与真实数据相近', poor: '逐步变化与真实数据不同', unclear: '逐步变化无法判断' }[level]}：相差其标准差的 ${value} 倍（两半 ${floor}，毫无变化 ${naive}）`,
    categories: (level, value, floor, naive) =>
      `各文本出现的比例${{ good: '与真实数据一致', fair: '与真实数据相近', poor: '与真实数据不同', unclear: '无法判断' }[level]}：平均每列有 ${value} 的单元格须换成别的文本（真实数据的两半 ${floor}，总取最常见的文本 ${naive}）`,
    lengths: (level, real, generated, figures) =>
      `序列的长度${{ good: '与真实数据一致', fair: '与真实数据相近', poor: '与真实数据不同', unclear: '无法判断' }[level]}：真实序列平均 ${real[0]} 步（${real[1]} 至 ${real[2]}），生成序列平均 ${generated[0]} 步（${generated[1]} 至 ${generated[2]}）；相差 ${figures[0]} 个标准差，真实数据的两半相差 ${figures[1]}，一律同长相差 ${figures[2]}`,
    missing: (level, columns) =>
      `缺失值${{ good: '与真实数据一样多', fair: '与真实数据差不多', poor: '与真实数据相差较多', unclear: '太少，无法判断' }[level]}：${columns}`,
    missingIn: (name, real, generated) => `${name}真实 ${real}，生成 ${generated}`,
    mostIn: (name) => `，差别最大的是${name}`,
    mostBetween: (first, second) => `，差别最大的是${first}与${second}`,
    noTime: '时间结构无法判断：没有一列沿序列变化',
    noRelations: '列间关系无法判断：有变化的列少于两列',
    noValues: '取值无法比较：有一组没有有限的数值',
    plainValues: '取值无法判断：真实数据只有一个序列或为常数',
    join: '。',
    end: '。',
    spread: (level, isLess, spread, crowding, floors) =>
      `${
        {
          good: '生成序列与真实序列同样多样',
          fair: `生成序列比真实序列${isLess ? '单调' : '分散'}`,
          poor: isLess ? '生成器已崩塌：反复生成几乎相同的少数序列' : '生成序列远比真实序列分散',
          unclear: '多样性无法判断',
        }[level]
      }：彼此之间的平均距离是真实序列的 ${spread}，到最近邻的距离是真实序列的 ${crowding}（真实数据的两半 ${floors[0]} 和 ${floors[1]}）。`,
    noSpread: '多样性无法判断：两边都至少需要两个不同的序列。',
    copies: (level, ratio, near, equal) =>
      `${{ good: '没有照抄的迹象', fair: '部分生成序列可能是照抄', poor: '很可能照抄了真实序列', unclear: '照抄与否难以判断' }[level]}：生成序列到最近真实序列的典型距离，是真实序列之间最近距离的 ${ratio} 倍；有 ${near} 的生成序列比 95% 的真实序列离得更近，${equal} 与某个真实序列相同。`,
    noCopies: '照抄与否无法判断：真实序列太少或全部相同。',
  },
  cautions: {
    few: (count) => `较小的一组只有 ${count} 个序列：少于 50 个时，各项数值及其下限都不稳定。`,
    missing: (set, columns) =>
      `${set}数据含有非有限数值，见于 ${columns}。直方图不计入这些值，其他地方以该列均值代替。`,
    missingIn: (name, count) => `${name}（${count} 个）`,
    constant: (columns) => `真实数据中为常数，因此没有自相关和相关系数的列：${columns}。`,
    sampled: (used, whole) => `数值和图由 ${whole} 个序列中随机抽取的 ${used} 个得出。`,
  },
  sections: {
    verdict: '结论',
    warnings: '请注意',
    series: '序列对照',
    histograms: '取值分布',
    autocorrelations: '沿时间的记忆',
    lengths: '序列有多长',
    levels: '各文本出现的多少',
    correlations: '列间关系',
    components: '一图看全部序列',
    losses: '训练过程',
    table: '逐列数值',
    facts: '本次运行',
    method: '衡量方法',
  },
  notes: {
    series: (count) =>
      `左边为真实序列，右边为生成序列，各随机抽取至多 ${count} 个；坐标轴相同，单位与数据一致。`,
    histograms: '各区间内数值所占的比例：真实数据为实心柱，生成数据为虚线轮廓。两者应当重合。',
    autocorrelations: '一个值与若干步之前的值联系有多强：1 为完全，0 为没有。两条线应当重合。',
    correlations:
      '两列一起变动的程度：+1 同向，-1 反向，0 无关。真实与生成两图应当相同，差别图应当是空白的。',
    components: (share) =>
      `每个点是一个完整的序列，投影到真实序列变化最大的两个方向上（占方差的 ${share}）。两团点应当重叠；生成点若挤成一小团，就是崩塌。`,
    losses:
      '判别器与生成器相互对抗，因此两个损失都不应趋于零。线是若干步的均值，色带是其最小值与最大值。对数几率是判别器给两类序列的打分：彼此接近表示它已难以区分。',
    table:
      '真实与生成：均值 ± 标准差，下面是最小值与最大值。每个数值之后的小字是其下限，即真实数据两半之间的值。接近下限就不可能更好了。',
    lengths: '各种步数的序列所占的比例。序列结束之后不作比较。',
    levels: '每个文本占全部单元格的比例：真实为柱，生成为竖线。竖线应当落在柱的末端。',
    levelsShown: (shown, all) => `显示 ${all} 个文本中最常见的 ${shown} 个。`,
    levelTable:
      '距离：须换成别的文本的单元格所占比例。变化的步：文本与上一步不同的步所占比例。小字为真实对真实。',
    shown: (shown, all) => `这里只显示 ${all} 列中最差的 ${shown} 列。`,
    oneColumn: '只有一列。',
    noLosses: '没有记录损失。',
    noComponents: '真实序列没有变化，因此没有可显示的方向。',
    oneStep: '序列只有一步。',
    throughTime:
      '对最后一步的要求传回之前各步时还剩多少，以最后一步为 1；取自最后一次诊断。曲线向左急剧下降，表示学不到相隔更远的联系；上升到数百倍，表示网络即将失稳。',
    diverged: (count) => `有 ${count} 个记录步的损失不是有限数值，以红线标出。`,
    outside: (share) => `${share} 的生成值在此范围之外。`,
    noValues: '没有有限的数值。',
    constant: (sets) => `为常数，因此没有自相关：${sets}。`,
    method: [
      '真实与生成在同等条件下比较。真实数据随机分成两半：一半作参照，另一半和同样多的生成序列分别与之比较。另一半得到的值就是下限。如此重复三次取平均。若窗口取自同一序列而相互重叠，两半会共享数据，此时下限偏严。',
      '“简单生成器”的值是头脑简单的生成器会得到的值：总取中位数（取值）、打乱时间（记忆）、毫无变化（逐步变化）、各列独立（列间关系）、重复同一序列（多样性）、照抄真实数据（照抄）。从下限到该值的路程不超过 10%，或不超过下限的 1.5 倍，称为好；不超过 35% 称为一般；再多称为差。照抄另有界限：距离之比低于 80% 或近邻多于 15% 为一般，低于 50% 或多于 30% 为差。这些界限都是经验之谈。',
      '分布之间的距离：逐列的 Wasserstein 距离除以真实标准差。KS：双样本 Kolmogorov-Smirnov 统计量。逐步变化：相邻两步之差的 Wasserstein 距离除以真实之差的标准差。自相关：以整组均值居中，对序列取平均。相关系数：同一步的 Pearson 相关。序列之间的距离：所有值的均方根，每列以真实标准差为单位。',
      '结论好并不证明数据没有隐私问题，也不证明用它训练的模型与用真实数据训练的一样好。',
    ],
  },
  axes: {
    step: '步',
    lag: '滞后（步）',
    share: '比例',
    trainingStep: '训练步',
    component: (number, share) => `方向 ${number}，占方差的 ${share}`,
    difference: '差别（生成减真实）',
  },
  losses: {
    critic: '判别器损失',
    generator: '生成器损失',
    logits: '判别器的对数几率',
    losses: '损失',
  },
  throughTime: {
    title: '沿时间的梯度',
    critic: '判别器',
    generator: '生成器',
  },
  table: {
    column: '列',
    ks: 'KS',
    wasserstein: '距离',
    changes: '逐步变化',
    autocorrelation: '自相关',
    correlation: '相关系数',
    missing: '缺失',
    levels: '文本',
    changeShare: '变化的步',
    level: '结论',
  },
  alt: {
    series: (name) => `${name}的真实与生成序列折线图`,
    histogram: (name) => `${name}的真实与生成取值直方图`,
    levels: (name) => `${name}各文本出现比例的条形图，真实与生成`,
    autocorrelation: (name) => `${name}的真实与生成自相关，按滞后`,
    correlation: (name) => `各列两两相关系数的热图：${name}`,
    components: '真实与生成序列在两个主成分上的散点图',
    losses: (name) => `${name}随训练步的变化`,
    throughTime: '判别器与生成器的梯度大小随序列步的变化',
  },
  textCount: (columns) => `，另有 ${columns} 列文本`,
  upTo: (steps) => `至多 ${steps}`,
  counts: (real, generated, length, columns) =>
    `${real} 个真实序列、${generated} 个生成序列，每个 ${length} 步、${columns} 列`,
};
