import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import { losses, lossNames, stabiliserNames } from '../gan/index.ts';
import { ganConfigOf, requireResolved, resolveSettings } from './configuration.ts';
import {
  configurationJsonSchema,
  describeValues,
  parseConfigurationFile,
  parseSettings,
} from './givenSettings.ts';
import { type GivenSettings, settingNames } from './settings.ts';

const data = { count: 500, length: 24, features: 3 };
const flag = (name: string) => `--${name}`;

function problemsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.kind).toBe('usage');
    return error.problems.map(({ where, what, remedy }) => `${where}: ${what}; ${remedy}`);
  }
  return [];
}

describe('a table of more than sixteen columns', () => {
  const of = (given: GivenSettings, columns: number) =>
    resolveSettings(given, { ...data, features: 40, columns }, flag);

  it('is learned by wider networks for longer; features of few columns do not count', () => {
    const wide = {
      generatorHidden: 128,
      criticHidden: 128,
      noise: 16,
      sequenceNoise: 32,
      penaltyWeight: 3,
      steps: 4000,
    };
    expect(of({}, 17)).toMatchObject(wide);
    expect(of({}, 16)).toEqual(resolveSettings({}, data, flag));
    expect(resolveSettings({}, { ...data, features: 17 }, flag)).toMatchObject(wide);
  });

  it('is learned as the user says; another loss and privacy keep their own', () => {
    expect(of({ steps: 10, criticHidden: 8, penaltyWeight: 1 }, 17)).toMatchObject({
      steps: 10,
      criticHidden: 8,
      penaltyWeight: 1,
    });
    expect(of({ loss: 'wasserstein' }, 17).penaltyWeight).toBe(of({ loss: 'wasserstein' }, 3).penaltyWeight);
    expect(of({ privacyEpsilon: 3 }, 17)).toEqual(of({ privacyEpsilon: 3 }, 3));
  });
});

describe('settings as given', () => {
  it('are all checked at once, each with its place, its value and what would do', () => {
    const given = { length: 0, critic: 'cn', beta1: 1.5, columns: [], batchh: 3 };
    const impossible = {
      penaltyWeight: -1,
      criticSteps: 0,
      replay: 0.5,
      heldOut: 1,
      modeSeeking: -2,
      autoRemedy: 1,
    };
    expect(problemsOf(() => parseSettings(impossible, flag))).toEqual([
      '--penaltyWeight: -1 will not do; give a number of at least 0',
      '--criticSteps: 0 will not do; give a whole number of at least 1',
      '--modeSeeking: -2 will not do; give a number of at least 0',
      '--replay: 0.5 will not do; give a whole number of at least 0',
      '--heldOut: 1 will not do; give a number of at least 0 and below 1',
      '--autoRemedy: 1 will not do; give true or false',
    ]);
    expect(problemsOf(() => parseSettings(given, flag))).toEqual([
      '--length: 0 will not do; give a whole number of at least 1',
      '--columns: [] will not do; give a list of column names',
      '--critic: "cn" will not do; give one of cnn, lstm, gru, both',
      '--beta1: 1.5 will not do; give a number of at least 0 and below 1',
      '--batchh: is no setting; did you mean --batch?',
    ]);
  });

  it('that are no object are refused', () => {
    for (const given of [null, 3, 'text', [1]]) {
      expect(problemsOf(() => parseSettings(given, flag))).toHaveLength(1);
    }
  });

  it('never fail but with a UserError, whatever JSON they are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        problemsOf(() => parseSettings(given, flag));
      }),
    );
  });
});

describe('a configuration file', () => {
  it('may be YAML or JSON, with comments and a $schema', () => {
    const yaml = '# mine\nlength: 12\ncritic: lstm\nignore: [a, b]\n';
    const json = '{"$schema": "x", "length": 12, "critic": "lstm", "ignore": ["a", "b"]}';
    const expected = { length: 12, critic: 'lstm', ignore: ['a', 'b'] };
    expect(parseConfigurationFile(yaml, 'c.yaml')).toEqual(expected);
    expect(parseConfigurationFile(json, 'c.json')).toEqual(expected);
    expect(parseConfigurationFile('', 'c.yaml')).toEqual({});
  });

  it('with broken syntax or a key twice names the line', () => {
    expect(problemsOf(() => parseConfigurationFile('length: 1\nlength: 2\n', 'c.yaml'))[0]).toContain(
      'c.yaml, line 2',
    );
    expect(problemsOf(() => parseConfigurationFile('a: [1,\nb', 'c.yaml'))[0]).toContain('c.yaml, line');
  });

  it('never fails but with a UserError, whatever text it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        problemsOf(() => parseConfigurationFile(text, 'c.yaml'));
      }),
    );
  });
});

describe('defaults', () => {
  it.each(lossNames)('suit the loss %s', (loss) => {
    const resolved = resolveSettings({ loss }, data, flag);
    const { penalty, penaltyWeight, criticSteps, beta1 } = losses[loss].usual;
    expect(resolved).toMatchObject({ loss, penalty, penaltyWeight, criticSteps, beta1 });
  });

  it('leave a clipped critic without a penalty', () => {
    expect(resolveSettings({ loss: 'wasserstein', weightClip: 0.01 }, data, flag).penalty).toBe('none');
  });

  it('give a penalty that is not the usual one of the loss the weight of its paper', () => {
    expect(resolveSettings({ loss: 'hinge', penalty: 'dragan' }, data, flag).penaltyWeight).toBe(10);
    expect(resolveSettings({ loss: 'hinge' }, data, flag).penaltyWeight).toBe(
      losses.hinge.usual.penaltyWeight,
    );
  });

  it('make batches of whole packs and groups', () => {
    expect(resolveSettings({ packing: 3 }, data, flag).batch).toBe(126);
    expect(resolveSettings({ packing: 3, minibatchDeviation: 5 }, data, flag).batch).toBe(120);
  });

  it('leave every stabiliser off, and remedies to people', () => {
    const { stabilisers, autoRemedy } = ganConfigOf(resolveSettings({}, data, flag));
    expect(Object.keys(stabilisers!)).toEqual(stabiliserNames);
    expect(Object.values(stabilisers!).every((amount) => amount === 0)).toBe(true);
    expect(autoRemedy).toBe(false);
  });

  it('take no more sequences into a batch than there are', () => {
    expect(resolveSettings({}, { ...data, count: 7 }, flag).batch).toBe(7);
  });

  it('are all there: a resolved configuration is complete and can be stored and read', () => {
    const resolved = resolveSettings({}, data, flag);
    const stored = parseSettings(JSON.parse(JSON.stringify(resolved)), flag);
    expect(requireResolved(stored, flag)).toEqual(resolved);
    expect(() => requireResolved({}, flag)).toThrow(/loss: is missing/);
    expect(ganConfigOf(resolved)).toMatchObject({
      loss: resolved.loss,
      generator: { noise: resolved.noise },
    });
  });
});

describe('contradictions', () => {
  const cases: readonly [GivenSettings, string][] = [
    [{ batch: 501 }, '--batch'],
    [{ optimizer: 'sgd', beta1: 0.5 }, '--beta1'],
    [{ momentum: 0.5 }, '--momentum'],
    [{ penalty: 'none', penaltyWeight: 3 }, '--penaltyWeight'],
    [{ weightClip: 0.1, penalty: 'r1' }, '--weightClip'],
    [{ layout: 'rows', key: 'id' }, '--key'],
    [{ columns: ['a'], ignore: ['a'] }, '--ignore'],
    [{ batch: 490 }, '--batch'], // 25 of 500 are held out
    [{ packing: 3, batch: 64 }, '--packing'],
    [{ packing: 1 }, '--packing'],
    [{ minibatchDeviation: 5, batch: 64 }, '--minibatchDeviation'],
    [{ labelSmoothing: 0.1, loss: 'wasserstein' }, '--labelSmoothing'],
    [{ adaptiveCritic: 0.3 }, '--adaptiveCritic'],
  ];
  it.each(cases)('%j is refused at %s', (given, where) => {
    const problems = problemsOf(() => resolveSettings(given, data, flag));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${where}: .+; .+`));
  });

  it('are told all at once', () => {
    expect(problemsOf(() => resolveSettings({ batch: 501, momentum: 0.5 }, data, flag))).toHaveLength(2);
  });
});

it('every setting has a description of its values and stands in the JSON Schema', () => {
  const { properties } = configurationJsonSchema() as { properties: Record<string, { description: string }> };
  for (const name of settingNames) {
    expect(describeValues(name)).toMatch(/^(a|one of|true or false|one character)/);
    expect(properties[name]!.description.length).toBeGreaterThan(5);
  }
});
