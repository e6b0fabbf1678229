/**
 * What the judge says in English, and the same in Chinese: warnings, refusals, names of details and of what is being
 * measured. `{name}` stands for a value, which is taken over as it is. The library itself speaks English, because its
 * results are read by programs and compared between machines; a page or a terminal asks `translated` (translated.ts).
 * Its test holds every sentence against the source that says it.
 */
export const saidZh: Readonly<Record<string, string>> = {
  // what is measured
  generated: '生成数据',
  'real against real': '真实对真实',
  noise: '噪声',
  'shuffled time': '打乱时间',
  'independent columns': '各列独立',
  'a constant': '常数',
  'a copy of the training data': '照抄训练数据',
  'real sequences dealt at random': '真实序列随机分配',
  'windows overlap (stride {stride}): dealt at random for the floor and the ceilings; for privacy and for the floor of other times the real set is cut into blocks of time, neighbouring blocks dealt to different parts, {gap} windows left out at every cut':
    '窗口相互重叠（步幅 {stride}）：下限与上限按随机分配；隐私及其他时段的下限则把真实数据按时间切成块，相邻的块分给不同部分，每个切口处舍去 {gap} 个窗口',

  // the sets: checkSets.ts
  counts: '数量',
  features: '列',
  'feature names': '列名',
  'the real set': '真实数据',
  'the generated set': '生成数据',
  'the held-out set': '留出数据',
  'the {set} set, sequence {sequence}, step {step}, column "{column}"':
    '{set} 数据，第 {sequence} 个序列，第 {step} 步，列“{column}”',
  'column "{column}"': '列“{column}”',
  'holds {count} sequences': '只有 {count} 个序列',
  'give at least 2, better some hundreds': '至少给 2 个，最好几百个',
  'has {count} features, the real set {real}': '有 {count} 列，真实数据有 {real} 列',
  'give both sets the same columns in the same order': '请让两组数据的列及其顺序相同',
  'has sequences of {length} steps, the real set of {real}': '序列为 {length} 步，真实数据为 {real} 步',
  'cut both sets to the same length': '请把两组数据切成相同的长度',
  'the value is {value}': '取值是 {value}',
  'fill or remove such values first': '请先填补或去除这样的值',
  'there are {names} names for {features} features': '{features} 列却有 {names} 个名字',
  'name every feature once': '请给每一列一个名字',
  '{real} real and {generated} generated sequences: chance decides every figure':
    '真实序列 {real} 个，生成序列 {generated} 个：每个数值都由偶然决定',
  'compare at least {few}, better some hundreds': '至少各比较 {few} 个，最好几百个',
  '{real} real and {generated} generated sequences': '真实序列 {real} 个，生成序列 {generated} 个',
  'equal counts are fairer: metrics that compare one by one or judge by accuracy use the smaller':
    '数量相等更公平：逐个比较或按准确率评判的指标只用较少的一方',
  'there is one feature: judges of half a unit per feature and correlations between features say nothing':
    '只有一列：每列半个单元的评判者和列间相关都说明不了什么',
  'read the other figures': '请看其他数值',
  'its sequences overlap as windows of one long series do, and the real ones do not':
    '其序列像一条长序列的窗口那样相互重叠，而真实序列并不重叠',
  'check that the two sets are not swapped': '请检查两组数据是否放反了',
  '{share} % of its sequences are real ones, value for value': '有 {share} % 的序列与真实序列逐值相同',
  'check that the files are not the same; if they are not, the generator copies its training data':
    '请检查是否给了同一个文件；若不是，就是生成器在照抄训练数据',
  'the real values are all {value}': '真实取值全都是 {value}',
  'leave it out: it counts in every mean over features and tells nothing':
    '请去掉这一列：它计入每个跨列均值，却说明不了什么',
  'real values run from {low} to {high}, generated ones from {from} to {to}':
    '真实取值从 {low} 到 {high}，生成取值从 {from} 到 {to}',
  'if one set is scaled and the other raw, bring both to the same scale; if not, the generator is far off':
    '若一组缩放过而另一组没有，请统一尺度；若不是，就是生成器偏得很远',

  // the files: run/evaluationSets.ts, run/evaluationColumns.ts, run/evaluationModel.ts
  '{file}, column "{column}"': '{file}，列“{column}”',
  'the model': '模型',
  'has no column of varying numbers, and only numbers are judged': '没有取值变化的数字列，而只有数字能够评判',
  'name a table with such columns': '请给出含有这种列的表',
  'holds no numbers': '不含数字',
  'give the columns of REAL, in the same units': '请给出与真实数据相同的列，单位也相同',
  '{cell} is no finite number': '{cell} 不是有限的数',
  'has sequences of at most {longest} steps, but those of {file} have {length}':
    '序列至多 {longest} 步，而 {file} 的序列有 {length} 步',
  'say --length {length}, or give longer ones': '请用 --length {length}，或给出更长的序列',
  'has sequences of {common} steps, which are cut into windows of {length}':
    '序列为 {common} 步，被切成 {length} 步的窗口',
  'say --length {common} to compare them whole': '若要整段比较，请用 --length {common}',
  'gives {count} sequences of {length} steps': '只能切出 {count} 个 {length} 步的序列',
  'give more rows, or say a smaller --length': '请给出更多行，或用更小的 --length',
  '{missing} of {count} cells are blank or NaN; they are filled from their neighbours, which flatters them':
    '{count} 个单元格中有 {missing} 个为空或 NaN；它们由相邻的值填补，因而显得比实际好',
  'find out why they are missing before trusting the figures': '在相信这些数值之前，请先弄清为什么缺失',
  'has {rows} rows, which is no whole number of sequences of {length} steps; the last {rest} are left out':
    '有 {rows} 行，不是 {length} 步序列的整数倍；最后 {rest} 行被舍去',
  'if its sequences have another length, say --length; if it is one long series, all is well':
    '若其序列是另一种长度，请用 --length；若是一条长序列，则没有问题',
  'jumps every {length} rows ({times} times its usual change), as generated files do, and {file} does not':
    '每 {length} 行跳变一次（是平常变化的 {times} 倍），像生成的文件那样，而 {file} 没有',
  'if the two files are swapped, name the real one first': '若两个文件放反了，请把真实的放在前面',
  'has {count} columns without names, {file} has {features} features':
    '有 {count} 个没有名字的列，而 {file} 有 {features} 列',
  'give {count} columns in this order: {names}': '请按此顺序给出 {count} 列：{names}',
  'rename {names}, or name the columns that both have with --columns':
    '请把 {names} 改名，或用 --columns 指明两者都有的列',
  'give both files the same columns, or name those that both have with --columns':
    '请让两个文件的列相同，或用 --columns 指明两者都有的列',
  'lacks the column {name}': '缺少列 {name}',
  'lacks the columns {names}': '缺少列 {names}',
  'has columns that {file} has not: {names}; they are not judged':
    '有 {file} 所没有的列：{names}；这些列不作评判',
  'check that the files belong together': '请检查两个文件是否属于同一份数据',
  'is {value} in every row of {file} and of {other}; it is not judged':
    '在 {file} 和 {other} 的每一行都是 {value}；不作评判',
  'nothing to do': '无需处理',
  'is {value} in every row of {file}, but {range} in {other}; no figure tells that, as a constant is not judged':
    '在 {file} 的每一行都是 {value}，在 {other} 中却是 {range}；常数列不作评判，因此没有数值会显示这一点',
  'mend the generator, or write the constant yourself': '请修正生成器，或自己写入这个常数',
  'is {length}, but the model makes sequences of {own} steps': '是 {length}，而模型生成 {own} 步的序列',
  'leave it out': '请去掉它',
  'is for a table, but the model makes its sequences one by one': '只用于表，而模型是逐个生成序列的',
  'makes sequences of different lengths, up to {length} steps, which are not judged as they are':
    '生成长度不一的序列，最长 {length} 步，不能照原样评判',
  'makes texts only, and only numbers are judged': '只生成文本，而只有数字能够评判',
  'lacks {names}, which the model makes': '缺少模型所生成的 {names}',
  'name the data that the model was trained on, or data with the same columns':
    '请给出训练该模型的数据，或列相同的数据',

  // warnings of metrics
  'batches hold {count} sequences, not {usual}': '每批只有 {count} 个序列，而不是 {usual} 个',
  'batches hold {count} sequences, not {usual}: the sets are too small':
    '每批只有 {count} 个序列，而不是 {usual} 个：数据太少',
  'only the first {count} of {all} generated sequences were judged, as many as there are real ones':
    '{all} 个生成序列中只评判了前 {count} 个，与真实序列一样多',
  '{column} runs from {low} to {high}, but the judge answers between 0 and 1: prepare with minmax':
    '{column} 从 {low} 到 {high}，而评判者的回答在 0 与 1 之间：请用 minmax 预处理',
  '{column} is constant: there is nothing to predict': '{column} 是常数：没有可预测的',
  'values reach beyond -1 .. 1: the figure grows with their scale; prepare with minmax':
    '取值超出 -1 至 1：数值随其尺度增大；请用 minmax 预处理',
  'with at most {count} sequences the covariances are singular and the figure is too high':
    '序列不多于 {count} 个时协方差是奇异的，数值偏高',
  'windows overlap in a series too short to test on other times: the judge may know windows by their neighbours':
    '窗口相互重叠，而序列太短，无法在其他时段上测试：评判者可能凭相邻窗口认出它们',
  'all real sequences are identical': '所有真实序列完全相同',
  'most real sequences are identical: the kernels have no width': '多数真实序列相同：核没有宽度',
  'most real sequences are identical: the kernel has no width': '多数真实序列相同：核没有宽度',
  'real sequences are forecast without any error': '对真实序列的预测没有误差',
  'held-out sequences are copies of training sequences': '留出序列是训练序列的照抄',
  'all real sequences share steps with each other': '所有真实序列都互相共用步',

  // details beside a figure
  'best constant guess': '最好的常数猜测',
  'real set': '真实数据',
  'held out': '留出数据',
  biased: '有偏估计',
  'first width': '第一个宽度',
  'second width': '第二个宽度',
  steps: '步数',
  'kernel width': '核宽度',
  'share of steps and features that differ (Holm, 0.05)': '有差异的步与列所占比例（Holm，0.05）',
  'worst: {column} at step {step}': '最差：{column} 第 {step} 步',
  'worst pair: {first} and {second}': '最差的一对：{first} 与 {second}',
  'low (95 %)': '低端（95 %）',
  'high (95 %)': '高端（95 %）',
  'members caught at 1 % false alarms': '误报率 1 % 时认出的成员',
  'standard error': '标准误',
  threshold: '阈值',

  // gates: gate.ts
  '{metric} is {value}, gate {relation} {bound}': '{metric} 为 {value}，门槛 {relation} {bound}',
  '{metric} is {value}, gate {relation} {bound} (the metric is uninformative on these data)':
    '{metric} 为 {value}，门槛 {relation} {bound}（该指标在这份数据上无法评判）',
  '{metric} has no value: {reason}': '{metric} 没有数值：{reason}',

  // why a metric is skipped: metric.ts
  'is for {kinds}, not for {kind}': '适用于 {kinds}，不适用于 {kind}',
  'needs a class of every sequence: name its column with --label': '需要每个序列的类别：用 --label 指定其列',
  'needs a number for every sequence: name its column with --label':
    '需要每个序列的数值：用 --label 指定其列',
  'needs a class of every sequence, and the label is a number': '需要每个序列的类别，而标签是数值',
  'needs a number for every sequence, and the label is a class': '需要每个序列的数值，而标签是类别',

  // warnings of judges that learn tasks, and of those of log-returns: utility/, judges/ownUnits.ts
  'even a learner trained on real sequences does no better than their mean':
    '即使用真实序列训练的学习器也不比其均值好',
  'even a learner trained on real sequences hardly does better than guessing':
    '即使用真实序列训练的学习器也几乎不比猜测好',
  'no generated sequence is of the class {names}': '没有属于类别 {names} 的生成序列',
  'real sequences are predicted without any error': '真实序列可被毫无误差地预测',
  'there is one column and no label: name a column of numbers with --label to predict it':
    '只有一列且没有标签：用 --label 指定一个数值列来预测',
  'all real sequences are of one class: there is nothing to tell apart':
    '所有真实序列属于同一类别：没有可区分的',
  'the last column is constant: there is nothing to predict': '最后一列是常数：没有可预测的',
  'some real values are not above 0 and have no log-returns: the values themselves are judged':
    '有些真实取值不大于 0，没有对数收益率：评判的是取值本身',
  'generated values that are not above 0 count as the smallest real value':
    '不大于 0 的生成取值按最小的真实取值计',

  // labels: run/evaluationLabels.ts
  'lacks the label {name}': '缺少标签 {name}',
  'differs between the first and the last row of {changing} of {count} sequences':
    '在 {count} 个序列中有 {changing} 个的首行与末行不同',
  'nothing to do if the label is meant to be that of the last row; it is taken':
    '如果标签应取末行的，则无须处理：取的就是末行',
  'is blank in {blank} of {count} sequences': '在 {count} 个序列中有 {blank} 个为空',
  'has {names} different texts in {count} sequences': '在 {count} 个序列中有 {names} 个不同的文本',
  'has classes that REAL has not: {names}': '有 REAL 中没有的类别：{names}',
  'write classes as REAL does, or leave such sequences out': '类别的写法请与 REAL 一致，或去掉这些序列',
  'fill or leave out those': '请补全或去掉这些序列',
  'name a column of few classes': '请指定一个类别不多的列',
  '{source}, the label': '{source}，标签',
};
