/**
 * Parquet to a table, by hyparquet, which is loaded only when a Parquet file is read. Values become the text that a
 * CSV would hold, so that one set of rules infers both.
 */
import { UserError } from '../../../errors/userError.ts';
import type { Table } from '../table.ts';
import { numberText } from './npy.ts';

const MAGIC = [0x50, 0x41, 0x52, 0x31];

export const isParquet = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte);

export async function parseParquet(bytes: Uint8Array, source: string): Promise<Table> {
  const [{ parquetMetadataAsync, parquetRead, parquetSchema }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  // hyparquet keeps views on what it is given
  const file = bytes.slice().buffer;
  try {
    const metadata = await parquetMetadataAsync(file);
    const fields = parquetSchema(metadata).children;
    const nested = fields.filter(
      ({ children, element }) => children.length > 0 || element.repetition_type === 'REPEATED',
    );
    if (nested.length > 0) {
      const what = `holds lists or groups in the columns ${nested.map(({ element }) => element.name).join(', ')}`;
      throw new UserError('data', [{ where: source, what, remedy: 'store plain columns only' }]);
    }
    const rowCount = Number(metadata.num_rows);
    if (rowCount === 0)
      throw new UserError('data', [{ where: source, what: 'has no rows', remedy: 'give rows of data' }]);
    const names = fields.map(({ element }) => element.name);
    const columns = names.map(() => new Array<string>(rowCount).fill(''));
    await parquetRead({
      file,
      metadata,
      compressors,
      onChunk: ({ columnName, columnData, rowStart }) => {
        const c = names.indexOf(columnName);
        const isSingle = fields[c]!.element.type === 'FLOAT';
        const isDay = fields[c]!.element.converted_type === 'DATE';
        for (let i = 0; i < columnData.length; i++)
          columns[c]![rowStart + i] = cellText(columnData[i], isSingle, isDay);
      },
    });
    return { source, names, columns, rowCount, form: { format: 'parquet', hasHeader: true, delimiter: ',' } };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const what = `cannot be read as Parquet: ${(error as Error).message}`;
    const remedy = 'the file is cut off or damaged; copy or write it again';
    throw new UserError('data', [{ where: source, what, remedy }], { cause: error });
  }
}

function cellText(value: unknown, isSingle: boolean, isDay: boolean): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value, isSingle);
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return '';
    const text = value.toISOString();
    return isDay
      ? text.slice(0, 10)
      : text.slice(0, 19).replace('T', ' ') + (text.endsWith('.000Z') ? '' : text.slice(19, 23));
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
