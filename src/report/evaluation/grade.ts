/**
 * How good a figure is, by where it stands between its floor (real against real) and the wrong generators. The limits
 * are those of the training report (level.ts). A figure that is uninformative on these data (evaluate's judgement: it
 * cannot tell, or prefers a wrong generator to real data), or that was not measured, has no grade.
 */
import { type MetricGroup, type MetricReport, metrics } from '../../evaluate/index.ts';
import { badness, type Metric } from '../../evaluate/metric.ts';
import { fairShare, goodShare, type Level, worstLevel } from '../level.ts';

/** Figures within so many deviations of the floor's runs are as good as the floor. */
const deviations = 2;

export interface Grade {
  readonly level: Level;
  readonly report: MetricReport;
  /** 0 at the floor, 1 at the nearest wrong generator; 0 also where the figure errs to the harmless side. */
  readonly place: number;
}

export function recordOf({ id }: Pick<MetricReport, 'id'>): Metric {
  const record = metrics.find((metric) => metric.id === id);
  if (!record) throw new Error(`report: there is no metric "${id}"`);
  return record;
}

export function gradeOf(report: MetricReport): Grade {
  const { figure, controls, position } = report;
  if (!figure || !controls || position === undefined || !Number.isFinite(figure.value)) {
    return { level: 'unclear', report, place: Number.NaN };
  }
  const metric = recordOf(report);
  const { floor } = controls;
  if (isHarmless(report)) return { level: 'good', report, place: 0 };
  const [bad, usual] = [badness(metric, figure.value), badness(metric, floor.value)];
  const chance = Number.isFinite(floor.spread) ? deviations * floor.spread : 0;
  const level =
    bad <= usual + chance || position <= goodShare ? 'good' : position <= fairShare ? 'fair' : 'poor';
  return { level, report, place: position };
}

/** Privacy is about copies: to be farther from the training data than real data are is a fault, but not this one. */
function isHarmless({ group, direction, figure, controls }: MetricReport): boolean {
  if (group !== 'privacy' || typeof direction !== 'number') return false;
  const copy = controls!.ceilings.copy?.value ?? Number.NaN;
  return (figure!.value - direction) * (copy - direction) < 0;
}

/** A wrong generator beside a figure: whether the figure is better, or the metric cannot tell that one. */
export function standsAgainst(report: MetricReport, control: string): 'better' | 'worse' | 'blind' {
  if (report.judgement?.blindTo.includes(control)) return 'blind';
  const metric = recordOf(report);
  const bad = badness(metric, report.figure!.value);
  return bad < badness(metric, report.controls!.ceilings[control]!.value) ? 'better' : 'worse';
}

export interface GroupGrade {
  readonly group: MetricGroup;
  readonly level: Level;
  /** The figure that decided; undefined where none could. */
  readonly deciding: Grade | undefined;
  readonly grades: readonly Grade[];
}

/** The figures that are best known or easiest to understand, by which a group is spoken of where they agree with it. */
const spokenOf: Readonly<Partial<Record<MetricGroup, readonly string[]>>> = {
  fidelity: ['wasserstein', 'ks', 'mdd'],
  time: ['acd', 'spectral'],
  joint: ['correlational', 'mmd'],
  judge: ['discriminative', 'random-convolutions', 'context-fid'],
  diversity: ['coverage', 'recall', 'precision', 'spread'],
  privacy: ['copies-exact', 'copies-near', 'dcr-share', 'membership', 'authenticity'],
};

/**
 * One judge that can tell, or one clear sign of copying, is enough; of faint signs of copying it takes two. The other
 * groups look at one thing from several sides, of which some are touchy: there the middle figure decides, the worse one
 * of two.
 */
export function gradeGroup(group: MetricGroup, reports: readonly MetricReport[]): GroupGrade {
  const grades = reports.filter((report) => report.group === group).map(gradeOf);
  const telling = grades.filter(({ level }) => level !== 'unclear').sort((a, b) => a.place - b.place);
  const level = levelOf(
    group,
    telling.map((grade) => grade.level),
  );
  const agreeing = telling.filter((grade) => grade.level === level);
  const known = spokenOf[group]?.flatMap((id) => agreeing.find(({ report }) => report.id === id) ?? []);
  const deciding = known?.[0] ?? agreeing.at(-1);
  return { group, level, deciding, grades };
}

/** `levels` are ordered from the best place to the worst. */
function levelOf(group: MetricGroup, levels: readonly Level[]): Level {
  if (group !== 'judge' && group !== 'privacy') return levels[Math.floor(levels.length / 2)] ?? 'unclear';
  const worst = worstLevel(levels);
  const isFaint = group === 'privacy' && worst === 'fair' && levels.length > 1;
  return isFaint && levels.filter((level) => level === 'fair').length < 2 ? 'good' : worst;
}
