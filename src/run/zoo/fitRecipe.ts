/** Trains a recipe on windows in 0 .. 1: by its own procedure, or as the GAN that its settings describe. */
import { createGan, type Sequences, type Shapes, train, typicalChanges } from '../../gan/index.ts';
import type { LearnedColumn, TimeSeriesCodec } from '../../sequence/timeseries/index.ts';
import type { FitOptions, Recipe, Sampler } from '../../zoo/index.ts';
import { ganConfigOf, resolveSettings } from '../configuration.ts';
import { parseSettings } from '../givenSettings.ts';
import { sampleAll, sequenceMaker } from '../sampling/sequenceMaker.ts';
import type { GivenSettings, RunSettings } from '../settings.ts';
import { samplingWeights } from '../weightFiles.ts';
import { type LearnedTable, tableReader } from './learnedTable.ts';

type Sizes = Pick<Sequences, 'count' | 'length' | 'features'> & {
  /** Columns that are learned, where columns follow from others. */
  readonly columns?: number;
};

/** What settings depend on, as in `gan-lstm train`. */
export const sizesOf = (
  recipe: Recipe,
  { count, length, features }: Sizes,
  table: LearnedTable | undefined,
): Sizes => ({
  count,
  length,
  features,
  ...(table && learnsTable(recipe) && { columns: table.columns }),
});

const learnsTable = ({ procedure }: Recipe): boolean =>
  procedure.kind === 'settings' && procedure.learns === 'table';

/** What the settings of a recipe come to; all windows are trained on, and nothing is looked at meanwhile. */
export function recipeSettings(recipe: Recipe, sizes: Sizes, given: GivenSettings = {}): RunSettings {
  if (recipe.procedure.kind !== 'settings')
    throw new Error(`recipeSettings: ${recipe.name} has its own training`);
  const naming = (name: string) => `${recipe.name}, "${name}"`;
  const own = parseSettings(recipe.procedure.settings, naming);
  return resolveSettings({ ...own, heldOut: 0, diagnoseEvery: 0, workers: 1, ...given }, sizes, naming);
}

/** Steps that a recipe usually takes. */
export const usualSteps = (recipe: Recipe, sizes: Sizes): number =>
  recipe.procedure.kind === 'own' ? recipe.procedure.steps : recipeSettings(recipe, sizes).steps;

export interface RecipeData extends FitOptions {
  /** The table that the windows were cut from, where it can be learned. */
  readonly table?: LearnedTable | undefined;
}

export async function fitRecipe(recipe: Recipe, { table, ...options }: RecipeData): Promise<Sampler> {
  const { procedure } = recipe;
  return procedure.kind === 'own'
    ? procedure.fit(options)
    : fitGan(recipe, options, learnedBy(recipe, options.windows, table));
}

/** What a GAN is trained on, and how what it makes becomes windows in 0 .. 1. */
export interface Learned {
  readonly data: Sequences;
  readonly shapes: Shapes;
  readonly columns: readonly LearnedColumn[];
  readonly windowsOf: (values: Float32Array) => Float32Array;
}

export const learnedBy = (recipe: Recipe, windows: Sequences, table: LearnedTable | undefined): Learned =>
  table && learnsTable(recipe) ? ofTable(table) : ofWindows(windows);

function ofTable(table: LearnedTable): Learned {
  const { codec, columns, written } = tableReader(table);
  return {
    data: table.sequences,
    shapes: shapesOf(table.sequences, codec.groups),
    columns,
    windowsOf: written,
  };
}

function ofWindows(windows: Sequences): Learned {
  const data = { ...windows, values: windows.values.map((x) => 2 * x - 1) };
  const columns = Array.from({ length: windows.features }, unitColumn);
  return { data, shapes: shapesOf(data), columns, windowsOf: (values) => values };
}

const shapesOf = (data: Sequences, groups?: TimeSeriesCodec['groups']): Shapes => ({
  length: data.length,
  features: data.features,
  changes: typicalChanges(data, groups),
  ...(groups && { groups }),
});

async function fitGan(
  recipe: Recipe,
  { engine, windows, steps, seed, report, signal }: FitOptions,
  { data, shapes, columns, windowsOf }: Learned,
): Promise<Sampler> {
  const { length, features } = windows;
  const sizes = { count: windows.count, length, features, columns: columns.length };
  const settings = recipeSettings(recipe, sizes, { steps, seed });
  const gan = createGan(ganConfigOf(settings), shapes);
  let weights: ReturnType<typeof samplingWeights> | undefined;
  for await (const event of train({ engine, gan, data, checkpointEvery: steps, ...(signal && { signal }) })) {
    if (event.type === 'step') {
      const { criticLoss, generatorLoss } = event.measures;
      report?.({ step: event.step, steps, losses: { critic: criticLoss, generator: generatorLoss } });
    } else if (event.type === 'checkpoint' && event.isLast) weights = samplingWeights(event.state);
    else if (event.type === 'done' && event.reason === 'diverged')
      throw new Error(`${recipe.name}: a value became infinite or NaN after step ${event.step}`);
  }
  signal?.throwIfAborted();
  const maker = sequenceMaker({ engine, generator: { gan, weights: weights!, columns } });
  return {
    async sample(count, sampleSeed) {
      const values = await sampleAll(maker, { count, seed: sampleSeed });
      return { count, length, features, values: windowsOf(values) };
    },
    release: () => maker.release(),
  };
}

/** A feature in -1 .. 1 that stands for a number in 0 .. 1. */
const unitColumn = (_: unknown, start: number): LearnedColumn => ({
  kind: 'number',
  name: `feature ${start + 1}`,
  start,
  scale: 0.5,
  offset: 0.5,
  decimals: 7,
  isInteger: false,
  isOptional: false,
  isStatic: false,
});
