import { expect, it } from 'vitest';
import { operatorCases } from '../../test/conformance/index.ts';
import { operatorTable } from '../../test/conformance/operatorTable.ts';

it('the operator table of the docs is the one that the records and their cases make', async () => {
  await expect(operatorTable(operatorCases)).toMatchFileSnapshot('../../docs/guide/operators.md');
});
