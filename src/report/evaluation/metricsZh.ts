/** 各项指标的中文说明。 The words of every metric in Chinese; a test asks for all of the registry. */
import type { MetricWords } from './metricWords.ts';

export const metricsZh: Readonly<Record<string, MetricWords>> = {
  discriminative: {
    name: '判别得分',
    explanation: '一个小型循环网络学习区分真实与生成：只能靠猜时为 0，总能答对时为 0.5。',
    doesNotProve: '没有任何评判者能区分：这个网络很弱，其他网络能看到它看不到的；照抄训练数据得 0 分',
  },
  'discriminative-imagentime': {
    name: '判别得分（ImagenTime）',
    explanation:
      '一个按 PyTorch 方式构造的小型循环网络学习区分真实与生成：只能靠猜时为 0，总能答对时为 0.5。也能评判单独一列。',
    doesNotProve: '没有任何评判者能区分：这个网络很弱，其他网络能看到它看不到的；照抄训练数据得 0 分',
  },
  'discriminative-paper': {
    name: '判别得分（TimeGAN 论文文本）',
    explanation: '一个两层 LSTM 网络学习区分真实与生成：只能靠猜时为 0，总能答对时为 0.5。',
    doesNotProve: '没有任何评判者能区分：这个网络很弱，其他网络能看到它看不到的；照抄训练数据得 0 分',
  },
  'discriminative-sbts': {
    name: '判别得分（SBTS）',
    explanation:
      '一个两层、每层四个单元的循环网络学习区分真实与生成的逐步变化：只能靠猜时为 0，总能答对时为 0.5。',
    doesNotProve: '没有任何评判者能区分：这个网络很弱，其他网络能看到它看不到的；照抄训练数据得 0 分',
  },
  predictive: {
    name: '预测得分',
    explanation: '一个小型网络在生成序列上学习由其他列预测最后一列的下一个值，再用真实序列检验：其平均误差。',
    doesNotProve: '对您的任务有用：只预测最后一列；若该列无法预测，任何生成器都只得到常数猜测的分数',
  },
  'predictive-imagentime': {
    name: '预测得分（ImagenTime）',
    explanation:
      '一个小型网络在生成序列上学习由其他列预测最后一列的下一个值，再用真实序列检验：其平均误差。与预测得分是同一计算，用的是另一篇论文的名称。',
    doesNotProve: '对您的任务有用：只预测最后一列；若该列无法预测，任何生成器都只得到常数猜测的分数',
  },
  'predictive-paper': {
    name: '预测得分（TimeGAN 论文文本）',
    explanation: '一个两层 LSTM 网络在生成序列上学习预测整个下一步，再用真实序列检验：其平均误差。',
    doesNotProve: '对您的任务有用：变化缓慢的序列只要重复上一个值就能预测得好，无论生成了什么',
  },
  'predictive-sbts': {
    name: '预测得分（SBTS）',
    explanation: '一个小型网络在生成的逐步变化上学习预测最后一列的下一次变化，再用真实序列检验：其平均误差。',
    doesNotProve: '水平正确：只评判变化；若变化无法预测，任何生成器都只得到常数猜测的分数',
  },
  'context-fid': {
    name: 'Context-FID',
    explanation: '一个网络学习真实序列的特征；该值是两组序列在它眼中相距多远。',
    doesNotProve: '没有照抄；不同数据集的值也不能比较，因为各自训练了网络',
  },
  'context-fid-tsgbench': {
    name: 'C-FID（TSGBench）',
    explanation:
      '与 Context-FID 相似，但网络沿着列看，把每一列的整个过程当作一步：两组序列在它眼中相距多远。',
    doesNotProve: '步的先后正确，它几乎看不到；也不能与 Context-FID 或不同数据集的值比较',
  },
  'random-convolutions': {
    name: '随机卷积评判',
    explanation:
      '在每个序列中寻找数百个随机图样，再由一条线性规则据此区分真实与生成：只能靠猜时为 0，总能答对时为 0.5。',
    doesNotProve: '没有任何评判者能区分；照抄训练数据得 0 分',
  },
  convolutional: {
    name: '卷积评判',
    explanation: '一个小型卷积网络学习哪些图样能区分真实与生成：只能靠猜时为 0，总能答对时为 0.5。',
    doesNotProve: '没有任何评判者能区分：它一次看十五步，相隔更远的几乎看不到；照抄训练数据得 0 分',
  },
  'tstr-forecast': {
    name: '用生成数据训练的预测',
    explanation:
      '预测器在生成序列上训练，再用真实序列检验：其误差是用真实序列训练的预测器的多少倍。生成数据同样好用时约为 1。',
    doesNotProve: '对其他任务或非线性的学习器也有用；照抄训练数据完全好用',
  },
  'trts-forecast': {
    name: '在生成数据上检验的预测',
    explanation:
      '预测器在真实序列上训练，再用生成序列检验：误差是在其他真实序列上的多少倍。大于 1 表示生成序列遵循另一规律，小于 1 表示过于容易。',
    doesNotProve: '多样性：反复生成一个好序列也能通过',
  },
  'tstr-classify-ridge': {
    name: '用生成数据训练的分类（线性规则）',
    explanation:
      '学习器（随机图样上的线性规则）在生成序列上学习判断序列的类别，再用真实序列检验：与用真实序列学习的相比，答对的少多少。生成数据同样好用时约为 0。',
    doesNotProve: '对其他任务或其他学习器也有用；照抄训练数据完全好用',
  },
  'tstr-classify-knn': {
    name: '用生成数据训练的分类（最近邻）',
    explanation:
      '学习器（最近邻）在生成序列上学习判断序列的类别，再用真实序列检验：与用真实序列学习的相比，答对的少多少。生成数据同样好用时约为 0。',
    doesNotProve: '对其他任务或其他学习器也有用；照抄训练数据完全好用',
  },
  'tstr-classify-network': {
    name: '用生成数据训练的分类（网络）',
    explanation:
      '学习器（小型卷积网络）在生成序列上学习判断序列的类别，再用真实序列检验：与用真实序列学习的相比，答对的少多少。生成数据同样好用时约为 0。',
    doesNotProve: '对其他任务或其他学习器也有用；照抄训练数据完全好用',
  },
  'trts-classify': {
    name: '在生成数据上检验的分类',
    explanation:
      '学习器（随机图样上的线性规则）在真实序列上学习判断序列的类别，再用生成序列检验：在生成序列上比在其他真实序列上多答对多少。低于 0 表示生成序列与其标签不符，高于 0 表示过于容易。',
    doesNotProve: '多样性：反复生成一个好序列也能通过',
  },
  'tstr-regress-ridge': {
    name: '用生成数据训练的回归（线性规则）',
    explanation:
      '学习器（随机图样上的线性规则）在生成序列上学习预测序列的数值（其标签；没有标签时由其他列预测最后一列的最后一个值），再用真实序列检验：误差是用真实序列学习的多少倍。生成数据同样好用时约为 1。',
    doesNotProve: '对其他任务或其他学习器也有用；照抄训练数据完全好用',
  },
  'tstr-regress-knn': {
    name: '用生成数据训练的回归（最近邻）',
    explanation:
      '学习器（最近邻）在生成序列上学习预测序列的数值（其标签；没有标签时由其他列预测最后一列的最后一个值），再用真实序列检验：误差是用真实序列学习的多少倍。生成数据同样好用时约为 1。',
    doesNotProve: '对其他任务或其他学习器也有用；照抄训练数据完全好用',
  },
  'tstr-regress-network': {
    name: '用生成数据训练的回归（网络）',
    explanation:
      '学习器（小型卷积网络）在生成序列上学习预测序列的数值（其标签；没有标签时由其他列预测最后一列的最后一个值），再用真实序列检验：误差是用真实序列学习的多少倍。生成数据同样好用时约为 1。',
    doesNotProve: '对其他任务或其他学习器也有用；照抄训练数据完全好用',
  },
  'trts-regress': {
    name: '在生成数据上检验的回归',
    explanation:
      '学习器（随机图样上的线性规则）在真实序列上学习预测序列的数值（其标签；没有标签时由其他列预测最后一列的最后一个值），再用生成序列检验：误差是在其他真实序列上的多少倍。大于 1 表示生成序列遵循另一规律，小于 1 表示过于容易。',
    doesNotProve: '多样性：反复生成一个好序列也能通过',
  },
  'tstr-forecast-knn': {
    name: '用生成数据训练的预测（最近邻）',
    explanation:
      '学习器（最近邻）在生成序列上学习由之前各步预测最后一步，再用真实序列检验：误差是用真实序列学习的多少倍。生成数据同样好用时约为 1。',
    doesNotProve: '对其他任务或其他学习器也有用；照抄训练数据完全好用',
  },
  'tstr-forecast-network': {
    name: '用生成数据训练的预测（网络）',
    explanation:
      '学习器（小型卷积网络）在生成序列上学习由之前各步预测最后一步，再用真实序列检验：误差是用真实序列学习的多少倍。生成数据同样好用时约为 1。',
    doesNotProve: '对其他任务或其他学习器也有用；照抄训练数据完全好用',
  },
  mdd: {
    name: '边缘分布差',
    explanation: '比较每一步、每个特征取值的直方图。每个值单独看都像真的时，该值小。',
    doesNotProve: '取值的先后与搭配正确；超出真实范围的生成值不会被发现',
  },
  wasserstein: {
    name: '边缘 Wasserstein 距离',
    explanation: '要把一个特征的生成值变为真实值，平均须移动多远，以该特征的标准差计。',
    doesNotProve: '时间顺序或特征之间的搭配正确',
  },
  ks: {
    name: '边缘 Kolmogorov-Smirnov 统计量',
    explanation: '在任一阈值之下，真实与生成取值比例的最大差距，逐特征计算；并指出差距不是偶然的步与特征。',
    doesNotProve: '时间顺序正确；序列少时真实的差别可能看不出，序列多时无害的差别也会被找到',
  },
  sd: {
    name: '偏度差',
    explanation: '比较每个特征的取值围绕均值偏斜的程度。',
    doesNotProve: '分布一致：很不相同的分布可以同样偏斜',
  },
  kd: {
    name: '峰度差',
    explanation: '比较每个特征的尾部有多重：取值远离均值的频繁程度。',
    doesNotProve: '出现了正确的极端值，或出现在正确的时间；少数离群值就能决定该值',
  },
  tail: {
    name: '尾部距离',
    explanation: '每个特征罕见的小值与大值与真实值相差多远，以标准差计。',
    doesNotProve: '极端值出现在正确的时间或一起出现；比千分之一更罕见的不看',
  },
  ed: {
    name: '按序号的欧氏距离',
    explanation: '第 i 个真实序列与第 i 个生成序列之间的距离，尽管两者并无对应关系。',
    doesNotProve: '多少东西：总是给出平均序列的生成器比完美的生成器得分更好',
  },
  dtw: {
    name: '按序号的动态时间规整距离',
    explanation: '与欧氏距离相同，但先伸缩时间使两个序列尽量吻合。',
    doesNotProve: '多少东西：总是给出平均序列的生成器比完美的生成器得分更好',
  },
  acd: {
    name: '自相关差',
    explanation: '比较一个值与若干步之前的值相像的程度。每个特征的节奏与平滑程度正确时，该值小。',
    doesNotProve: '取值本身或特征之间的搭配正确',
  },
  spectral: {
    name: '频谱距离',
    explanation: '比较每个特征的变动由哪些节奏承载：各频率的比重相同时为 0，毫无共同时为 1。',
    doesNotProve: '水平或幅度正确：每个频谱都归一化了；也不说明相位或形状',
  },
  drawdown: {
    name: '回撤距离',
    explanation: '比较每个序列从此前高点下跌多深，以该特征的标准差计。',
    doesNotProve: '上涨正确，或下跌持续多久正确',
  },
  correlational: {
    name: '相关得分',
    explanation: '比较同一时刻各特征如何一起变动，遍及所有特征对。',
    doesNotProve: '特征在时间上先后相随（不看滞后），或在相关之外联合形状正确',
  },
  mmd: {
    name: '最大均值差异',
    explanation: '按组内与组间的相像程度比较整个序列；两组同分布时约为 0，因偶然可略低于 0。',
    doesNotProve: '细节正确：远小于序列间典型距离的差别几乎不计',
  },
  'mmd-rcgan': {
    name: '最大均值差异（调优核）',
    explanation: '与最大均值差异相同，但选取两个核的宽度使差别最明显。',
    doesNotProve: '任何宽度都显不出的细节正确；也不说明没有照抄',
  },
  precision: {
    name: '精确率',
    explanation: '看起来像某个真实序列的生成序列所占的比例。',
    doesNotProve: '多样性：反复生成一个好序列，精确率也是满分，照抄训练数据也一样',
  },
  recall: {
    name: '召回率',
    explanation: '位于生成器可及范围之内的真实序列所占的比例。',
    doesNotProve: '生成器真的会到那里：少数远处的离群值就能把可及范围撑到各处',
  },
  density: {
    name: '密度',
    explanation: '生成序列附近的真实序列数与应有数之比：1 为正确，小于 1 为偏离数据，大于 1 为挤在最密之处。',
    doesNotProve: '多样性，与精确率一样',
  },
  coverage: {
    name: '覆盖率',
    explanation: '附近有生成序列的真实序列所占的比例：缺少某些种类的序列时低。',
    doesNotProve: '没有记忆：照抄训练数据能覆盖一切',
  },
  'alpha-precision': {
    name: 'α-精确率',
    explanation: '生成序列是否与真实序列一样典型：既不全是平常的，也不过多怪异的。',
    doesNotProve: '细节相像：只看到平均真实序列的距离',
  },
  'beta-recall': {
    name: 'β-召回率',
    explanation: '无论平常或罕见的真实序列，是否有生成序列比其最近的真实邻居更近。',
    doesNotProve: '多少东西，若真实窗口重叠：最近的真实邻居几乎是同一序列，没有谁能更近',
  },
  spread: {
    name: '离散比',
    explanation: '生成序列彼此差别的大小与真实序列相比：1 为正确，0 为完全崩塌。',
    doesNotProve: '多样性是对的：噪声也多样',
  },
  vendi: {
    name: 'Vendi 得分比',
    explanation:
      '按序列彼此相像程度的熵，生成序列实际上有多少个不同的，与同样多的真实序列相比：1 为正确，接近 0 为完全崩塌。',
    doesNotProve: '多样性是对的：噪声也多样',
  },
  unique: {
    name: '不重复比例',
    explanation: '去掉完全重复之后剩下的生成序列所占的比例。',
    doesNotProve: '多样性：只差最后一位小数的序列也算不同',
  },
  authenticity: {
    name: '真创率',
    explanation: '离最近真实序列比该真实序列离其最近真实邻居更远的生成序列所占的比例：照抄训练数据时低。',
    doesNotProve: '隐私或质量：噪声完全是“真创”的',
  },
  'copies-exact': {
    name: '完全相同的副本',
    explanation: '与某个训练序列逐值相同的生成序列所占的比例。',
    doesNotProve: '隐私：对副本作最小的改动就能躲过该值',
  },
  'copies-near': {
    name: '近似副本',
    explanation: '离某个训练序列比训练序列彼此之间（百分之一除外）还近的生成序列所占的比例。',
    doesNotProve: '隐私：一个序列透露一个人多少，不在于它与某条记录的距离',
  },
  'dcr-share': {
    name: '更接近训练集的比例',
    explanation:
      '离训练集比离同样大小、从未见过的一组更近的生成序列所占的比例：与用哪组训练无关时为 0.5，重复训练序列时为 1。',
    doesNotProve: '隐私：比例均衡并不说明少数会泄露某人的序列',
  },
  'dcr-ratio': {
    name: '到最近记录的相对距离',
    explanation:
      '生成序列到最近训练序列的典型距离，与从未见过的真实序列的同一距离之比：远小于 1 为副本，远大于 1 为偏离数据。',
    doesNotProve: '隐私：典型距离会掩盖个别副本',
  },
  nndr: {
    name: '最近邻距离比',
    explanation:
      '对最能指认某一个训练序列的那些生成序列，最近的比次近的近多少：照抄孤立的训练序列时接近 0，没有指认任何一个时接近 1。',
    doesNotProve: '隐私：密集区域中的副本仍有高比值',
  },
  identifiability: {
    name: '可辨识性',
    explanation:
      '有生成序列比其他任何（没有共同时间步的）真实序列离得更近的真实序列所占的比例：同样多的新真实数据约为一半，副本为 1。',
    doesNotProve: '有隐私或没有隐私：好的生成器的值与新真实数据相当，而不是 0',
  },
  membership: {
    name: '按距离的成员推断',
    explanation: '攻击者猜测靠近某个生成序列的就是训练过的：0.5 等于抛硬币，1 为总能猜对。',
    doesNotProve: '更强的攻击者会失败，尤其是拿到评判网络的攻击者',
  },
  'membership-domias': {
    name: '按密度的成员推断（DOMIAS）',
    explanation:
      '与按距离的成员推断相同，但攻击者还有其他真实序列，并寻找生成器比现实更密的地方：0.5 等于抛硬币，1 为总能猜对。',
    doesNotProve: '更强的攻击者会失败',
  },
  'attribute-inference': {
    name: '属性推断',
    explanation:
      '知道除最后一列之外所有列的攻击者用生成数据猜最后一列：对训练过的人猜得不比别人准时为 0.5，总是更准时为 1。',
    doesNotProve: '什么也猜不出：对所有人都成立的规律是从数据中学到的，理当如此',
  },
};
