/** What a step costs as the batch, the length or the width grows, all else being that of the middle. */
import { type StepShape, shapeOf } from '../shapes.ts';
import { caseOf } from './cases.ts';
import type { Contender } from './contenders.ts';
import { measureSteps, type StepOptions, titleOf } from './measureSteps.ts';
import type { GrowthPoint } from './record.ts';

export const MIDDLE: StepShape = shapeOf(64, 32, 16, [64, 1], 8);

const sizes: Readonly<Record<GrowthPoint['axis'], readonly number[]>> = {
  batch: [16, 32, 64, 128, 256],
  length: [8, 16, 32, 64, 128],
  width: [16, 32, 64, 128, 256],
};

function shapeAt(axis: GrowthPoint['axis'], size: number): StepShape {
  const { batch, length, noise, hidden, layers, features } = MIDDLE;
  switch (axis) {
    case 'batch':
      return shapeOf(size, length, noise, [hidden, layers], features);
    case 'length':
      return shapeOf(batch, size, noise, [hidden, layers], features);
    case 'width':
      return shapeOf(batch, length, noise, [size, layers], features);
    default:
      return axis satisfies never;
  }
}

export async function measureGrowth(
  contenders: readonly Contender[],
  options: StepOptions,
): Promise<readonly GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  const titles = new Map(contenders.map((contender) => [contender.id, titleOf(contender)]));
  const known = new Map<string, { title: string; milliseconds: number }[]>();
  for (const axis of ['batch', 'length', 'width'] as const) {
    for (const size of sizes[axis]) {
      const shape = shapeAt(axis, size);
      let found = known.get(shape.name);
      if (!found) {
        const { rows } = await measureSteps(caseOf(`growth-${axis}-${size}`, shape), contenders, options);
        found = rows.map(({ id, milliseconds }) => ({ title: titles.get(id)!, milliseconds }));
        known.set(shape.name, found);
      }
      points.push(...found.map((one) => ({ axis, size, ...one })));
    }
  }
  return points;
}
