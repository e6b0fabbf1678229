/**
 * The evaluation as Markdown for a model card: the verdict first, what is good and what is wrong, then all figures in one
 * table with their floor, the nearest wrong generator and the protocol, in the language of the report.
 */
import type { MetricReport } from '../../evaluate/index.ts';
import { table } from '../../evaluate/markdown.ts';
import type { EvaluationInput } from './evaluationInput.ts';
import { type EvaluationVerdict, examine, nearestWrong } from './evaluationVerdict.ts';
import { figureText } from './figureText.ts';
import { wordsOf } from './metricWords.ts';
import { translated } from './translated.ts';

export function evaluationCard(input: EvaluationInput, verdict: EvaluationVerdict): string {
  const { text, words } = examine(input);
  const { result, names } = input;
  const { real, generated } = result.sets;
  const wrong = verdict.wrong.flatMap(({ what, where }) => [
    `- ${what}`,
    ...where.map((place) => `  - ${place}`),
  ]);
  const good = verdict.good.map((sentence) => `- ${sentence}`);
  const head = [
    words.markdown.metric,
    words.markdown.value,
    words.markdown.better,
    words.card.floor,
    words.markdown.wrong,
    words.card.protocol,
    words.markdown.note,
  ];
  const rows = result.metrics.filter(({ figure }) => figure).map(cellsOf);
  return [
    `## ${words.against(names.generated, names.real)}`,
    '',
    text.counts(`${real.count}`, `${generated.count}`, `${real.length}`, `${real.features}`),
    '',
    verdict.sentences.join(words.language === 'zh' ? '' : ' '),
    '',
    `### ${words.sections.good}`,
    '',
    ...(good.length > 0 ? good : [words.nothingGood]),
    '',
    `### ${words.sections.wrong}`,
    '',
    ...(wrong.length > 0 ? wrong : [words.nothingWrong]),
    '',
    `### ${words.sections.figures}`,
    '',
    table(head, rows),
    '',
    `${words.facts.floor}: ${translated(result.floorSplit, words.language)}. ${words.facts.seed}: ${result.seed}. ${words.facts.engine}: ${result.engine ?? words.facts.none}.`,
    '',
  ].join('\n');

  function cellsOf(report: MetricReport): readonly string[] {
    const { figure, controls, judgement, direction, protocol } = report;
    const { better } = words.card;
    const nearest = controls && judgement?.isInformative ? nearestWrong(report) : undefined;
    return [
      wordsOf(report, words.metrics).name,
      figureText(figure!.value) +
        (figure!.runs.length > 1 && Number.isFinite(figure!.spread)
          ? ` ${words.card.runs(figureText(figure!.spread), `${figure!.runs.length}`)}`
          : ''),
      typeof direction === 'number' ? better.near(`${direction}`) : better[direction],
      controls ? figureText(controls.floor.value) : '',
      nearest ? `${figureText(nearest.value)} (${words.card.controls[nearest.id] ?? nearest.id})` : '',
      `${protocol.id} v${protocol.version} ${protocol.hash}`,
      judgement?.isInformative === false ? words.markdown.uninformative : '',
    ];
  }
}
