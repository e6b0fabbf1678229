import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  derive,
  draw,
  finiteDifferences,
  type OperatorCase,
  pair,
  recordsIn,
  relativeError,
} from '../../test/conformance/declaration.ts';
import { operatorCases } from '../../test/conformance/index.ts';
import { tensorMakers } from '../../test/conformance/operatorTable.ts';
import { ancestors, evaluate } from './index.ts';
import type { ScanBody } from './scan/scan.ts';
import type { Node, Operator } from './tensor.ts';

const zeros = (length: number) => new Float64Array(length);

describe.each(operatorCases)('$title', (declared: OperatorCase) => {
  const derivation = derive(declared);
  const { inputs, results, loss, variables, gradients, penalty, seconds } = derivation;
  const given = pair(inputs, draw(declared));

  it('contains the operators that it is about', () => {
    const records = recordsIn(ancestors(results), bodyNodes);
    for (const operator of declared.operators) expect(records).toContain(operator);
  });

  if (declared.known) {
    it('gives the known answer', () => {
      const { given: values, result } = declared.known!;
      const known = inputs.map((x, i) => ({ shape: x.shape, data: Float64Array.from(values[i]!) }));
      const [first] = evaluate(results, pair(inputs, known));
      expect(relativeError(first!.data, Float64Array.from(result))).toBeLessThan(1e-14);
    });
  }

  it('has results of the shapes that were inferred', () => {
    expect(evaluate(results, given).map(({ shape }) => shape)).toEqual(results.map(({ shape }) => shape));
  });

  it('has the gradient of finite differences in every input', () => {
    variables.forEach((variable, i) => {
      const expected = finiteDifferences(loss, variable, given);
      const gradient = gradients[i];
      if (gradient) expect(gradient.shape).toEqual(variable.shape);
      const actual = gradient ? evaluate([gradient], given)[0]!.data : zeros(expected.length);
      expect(relativeError(actual, expected), `dL/dx${i}`).toBeLessThan(1e-7);
    });
  });

  if (penalty) {
    it('has the second derivative of finite differences in every input', () => {
      variables.forEach((variable, i) => {
        const expected = finiteDifferences(penalty!, variable, given);
        const second = seconds[i];
        if (second) expect(second.shape).toEqual(variable.shape);
        const actual = second ? evaluate([second], given)[0]!.data : zeros(expected.length);
        expect(relativeError(actual, expected), `dP/dx${i}`).toBeLessThan(1e-6);
      });
    });
  }
});

describe('the table of cases', () => {
  it('is about every operator record, each with a known answer', async () => {
    const answered = new Set<unknown>(
      operatorCases.flatMap(({ known, operators }) => (known ? operators : [])),
    );
    const missing = (await operatorRecords()).filter((record) => !answered.has(record));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('has a case for every function of the door that makes tensors, named in its title', () => {
    const named = new Set(operatorCases.flatMap(({ title }) => title.split(/\W+/)));
    expect(tensorMakers.filter((name) => !named.has(name))).toEqual([]);
    expect(tensorMakers).toContain('layerNorm');
  });

  it('has a title of its own for every case', () => {
    const titles = operatorCases.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

/** All records exported by the files of this folder: an operator that is added is found without being listed. */
async function operatorRecords(): Promise<readonly Operator<never>[]> {
  const files = await readdir(new URL('.', import.meta.url), { recursive: true });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const modules: object[] = await Promise.all(
    sources.map((file) => import(new URL(file, import.meta.url).href)),
  );
  const records = modules.flatMap((exported) => Object.values(exported).filter(isRecord));
  return [...new Set(records)];
}

function isRecord(value: unknown): value is Operator<never> {
  return typeof value === 'object' && value !== null && 'infer' in value && 'lower' in value;
}

function bodyNodes(node: Node): readonly Node[] {
  if (node.operator.name !== 'scan') return [];
  const { carriedOut, stepOut } = node.attributes as ScanBody;
  return ancestors([...carriedOut, ...stepOut]);
}
