import { convolutionCases } from './convolutionCases.ts';
import type { OperatorCase } from './declaration.ts';
import { elementwiseCases } from './elementwiseCases.ts';
import { recurrentCases } from './recurrentCases.ts';
import { bodyCases } from './scanBodyCases.ts';
import { indexingCases, productCases, shapeCases } from './tensorCases.ts';

export const operatorCases: readonly OperatorCase[] = [
  ...elementwiseCases,
  ...shapeCases,
  ...indexingCases,
  ...productCases,
  ...convolutionCases,
  ...recurrentCases,
  ...bodyCases,
];
