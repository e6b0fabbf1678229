/**
 * Refuses values that a program cannot take, by name and all at once: ONNX Runtime would name one at a time, a
 * buffer for results of another type would hold nonsense in the browser, and a buffer that is input and output of one
 * run would be overwritten while it is read. A run whose values all stood in their places before is not looked at
 * again.
 */
import { type Program, ShapeError, sizeOf, type TensorType } from '../graph/index.ts';
import type { Value, Values } from './engine.ts';

const show = ({ dtype, shape }: TensorType): string => `${dtype}[${shape.join(', ')}]`;

function mistake(value: Value, wanted: TensorType): string | undefined {
  if (show(value) !== show(wanted)) return `is ${show(value)}, the program has ${show(wanted)}`;
  if (value.data.length !== sizeOf(wanted.shape)) {
    return `holds ${value.data.length} values, not ${show(wanted)}`;
  }
  return undefined;
}

/** Throws a ShapeError unless `inputs` has every one of `names` and all values fit the program. */
export function valueChecker({ inputs: wanted, outputs }: Program, names: readonly string[]) {
  const seenAs = (list: readonly string[]) => list.map((name) => [name, new WeakSet<Value>()] as const);
  const seenInputs = seenAs(names);
  const seenOutputs = new Map(seenAs(Object.keys(outputs)));

  function isKnown(inputs: Values, into: Values): boolean {
    for (const [name, seen] of seenInputs) {
      const value = inputs[name];
      if (value === undefined || !seen.has(value)) return false;
    }
    for (const name in into) if (!seenOutputs.get(name)?.has(into[name]!)) return false;
    return true;
  }

  function problems(inputs: Values, into: Values): readonly string[] {
    const found: string[] = [];
    const used = new Set<unknown>();
    for (const name of names) {
      const value = inputs[name];
      const what = value && wanted[name] && mistake(value, wanted[name]);
      if (!value) found.push(`run: no value was given for the input '${name}'`);
      else if (what) found.push(`run: the input '${name}' ${what}`);
      used.add(value?.data);
    }
    for (const [name, value] of Object.entries(into)) {
      const what = outputs[name] && mistake(value, outputs[name]);
      if (!outputs[name]) found.push(`run: a buffer was given for '${name}', which is no output`);
      else if (what) found.push(`run: the output '${name}' ${what}`);
      else if (used.has(value.data))
        found.push(`run: the buffer for '${name}' is also another one of this run`);
      used.add(value.data);
    }
    return found;
  }

  return (inputs: Values, into: Values): void => {
    if (isKnown(inputs, into)) return;
    const found = problems(inputs, into);
    if (found.length > 0) throw new ShapeError(found.join('\n'));
    for (const [name, seen] of seenInputs) seen.add(inputs[name]!);
    for (const [name, value] of Object.entries(into)) seenOutputs.get(name)!.add(value);
  };
}
