import { expect, it } from 'vitest';
import { grid25 } from '../../../bench/sequenceSets.ts';
import { judge, toyConfig, trainToy } from '../../../bench/toyTraining.ts';
import { nodeEngine } from '../../runtime/node.ts';

/** Half a minute on a busy machine, so only with LONG=1. */
it.runIf(process.env.LONG)(
  'a run that loses modes covers more of them where remedies are applied',
  { timeout: 300_000 },
  async () => {
    const [engine, set] = [nodeEngine(), grid25()];
    const config = {
      ...toyConfig('standard', 1, 1200),
      generatorRate: 0.02,
      criticRate: 0.001,
      diagnoseEvery: 25,
    };
    const left = await trainToy(engine, set, config);
    const helped = await trainToy(engine, set, { ...config, autoRemedy: true });
    expect(left.findings.length).toBeGreaterThan(0);
    expect(helped.remedies.length).toBeGreaterThan(0);
    const covered = ({ samples }: typeof left) => judge(set, samples)!.modes!.covered;
    expect(covered(helped)).toBeGreaterThan(1.5 * covered(left));
  },
);
