/**
 * Parquet by hyparquet-writer (loaded only here), Snappy-compressed, a row group at a time. Whole numbers are INT64,
 * other numbers DOUBLE, everything else text as in a CSV; missing cells are null.
 */
import type { CellType } from '../codecs/codec.ts';
import { rowBatches, type Writer } from './writer.ts';

/** Cells held before a row group is written: some tens of megabytes. */
const GROUP_CELLS = 300_000;

const TYPES = { integer: 'INT64', number: 'DOUBLE', text: 'STRING' } as const satisfies Record<
  CellType,
  string
>;

export const parquetWriter: Writer = {
  extension: 'parquet',
  isText: false,
  async *write(codec, batches, _count, options) {
    const { ByteWriter, ParquetWriter, schemaFromColumnData } = await import('hyparquet-writer');
    const specs = codec.outputColumns.map((name, c) => ({
      name,
      type: TYPES[codec.outputTypes[c]!],
      data: [],
    }));
    const bytes = new ByteWriter();
    const writer = new ParquetWriter({
      writer: bytes,
      schema: schemaFromColumnData({ columnData: specs }),
      createdBy: 'gan-lstm',
    });
    const rowGroupSize = Math.max(1000, Math.floor(GROUP_CELLS / specs.length));
    const taken = () => {
      const chunk = bytes.getBytes().slice();
      bytes.index = 0;
      return chunk;
    };
    let pending = specs.map((): (string | number | bigint | null)[] => []);
    const writeGroup = () => {
      const columnData = specs.map((spec, c) => ({ ...spec, data: pending[c]! }));
      writer.write({ columnData, rowGroupSize: pending[0]!.length });
      pending = specs.map(() => []);
      return taken();
    };
    for await (const { columns } of rowBatches(codec, batches, options.flow)) {
      for (const [c, { type, cells, marker }] of columns.entries())
        for (const cell of cells) pending[c]!.push(cell === marker ? null : CONVERT[type](cell));
      if (pending[0]!.length >= rowGroupSize) yield writeGroup();
    }
    if (pending[0]!.length > 0) yield writeGroup();
    writer.finish();
    yield taken();
  },
};

const CONVERT = {
  integer: (cell: string) => (cell === '' ? null : BigInt(cell)),
  number: (cell: string) => (cell === '' ? null : Number(cell)),
  text: (cell: string) => (cell === '' ? null : cell),
} as const satisfies Record<CellType, unknown>;
