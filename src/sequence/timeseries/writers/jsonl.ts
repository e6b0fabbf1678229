/** JSON Lines: an object a row. Numbers keep their decimals as written (`1.50`); a missing cell is null. */
import { rowBatches, type Writer } from './writer.ts';

export const jsonlWriter: Writer = {
  extension: 'jsonl',
  isText: true,
  async *write(codec, batches, _count, options) {
    const encoder = new TextEncoder();
    for await (const { rowCount, columns } of rowBatches(codec, batches, options.flow)) {
      const fields = columns.map(({ name, type, cells, marker }) => {
        const writeCell = type === 'text' ? textValue : numberValue;
        const write = (cell: string) => (cell === marker ? 'null' : writeCell(cell));
        return { key: `${JSON.stringify(name)}:`, cells, write };
      });
      const lines: string[] = [];
      for (let r = 0; r < rowCount; r++)
        lines.push(`{${fields.map(({ key, cells, write }) => key + write(cells[r]!)).join(',')}}\n`);
      yield encoder.encode(lines.join(''));
    }
  },
};

const textValue = (cell: string): string => (cell === '' ? 'null' : JSON.stringify(cell));

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A constant may be written `+5` or `.5` in the data, which is no JSON. */
function numberValue(cell: string): string {
  if (JSON_NUMBER.test(cell)) return cell;
  return cell === '' ? 'null' : String(Number(cell));
}
