/**
 * What happened in a run: `journal.jsonl`, one event a line as a JSON object, only ever appended. JSON has no NaN and
 * no infinities, so they stand as the texts "NaN", "Infinity" and "-Infinity", which `Number(...)` reads back.
 *
 * Events go to the file in batches, after a second or 64 KiB, so that thousands a second cost nothing and a person
 * who follows the file sees them soon. `sync` makes them durable; its length belongs in the checkpoint, and a run
 * that resumes cuts the file to it, so the journal tells each step once. A crash may tear the last line: reading
 * reports it and goes on.
 */
import type { Problem } from '../errors/userError.ts';
import type { Host } from './host.ts';

export const JOURNAL_FILE = 'journal.jsonl';
const BATCH_MS = 1000;
const BATCH_LENGTH = 65_536;
const LINE_FEED = 0x0a;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

export type JournalEvent = Readonly<Record<string, unknown>>;

export interface Journal {
  /** Why the file did not end where it was asked to; empty when all is well. */
  readonly warnings: readonly Problem[];
  /** Takes an event, and writes the batch when it is due. A UserError where the disk refuses: nothing is lost yet. */
  add(event: JournalEvent): Promise<void>;
  /** Writes the batch. */
  flush(): Promise<void>;
  /** Writes the batch durably; the length of the file in bytes. */
  sync(): Promise<number>;
}

/** Opens the journal of a model to go on at `length` bytes: 0 for a new run, or what the checkpoint says. */
export async function openJournal(host: Host, folder: string, length: number): Promise<Journal> {
  const path = `${folder}/${JOURNAL_FILE}`;
  const warnings: Problem[] = [];
  const found = (await host.exists(path)) ? await host.readFile(path) : undefined;
  let end = (found?.subarray(0, length).lastIndexOf(LINE_FEED) ?? -1) + 1;
  if (end !== length) {
    const what = `has its last whole line end at byte ${end}, but the checkpoint was written at byte ${length}`;
    warnings.push({ where: path, what, remedy: 'training goes on; the events between are lost' });
  }
  if (found?.length !== end) await host.writeFileAtomic(path, found?.subarray(0, end) ?? '');

  let lines: string[] = [];
  let size = 0;
  let flushed = host.clock();
  let writing: Promise<void> = Promise.resolve();

  async function writeBatch(): Promise<void> {
    if (lines.length === 0) return;
    const batch = lines;
    lines = [];
    size = 0;
    flushed = host.clock();
    const text = batch.join('');
    try {
      await host.append(path, text);
    } catch (error) {
      lines = [...batch, ...lines]; // nothing of it was written: the next flush tries again
      size += text.length;
      throw error;
    }
    end += new TextEncoder().encode(text).length;
  }
  /** One batch after the other, also where a caller does not wait. */
  function flush(): Promise<void> {
    writing = writing.catch(() => undefined).then(writeBatch);
    return writing;
  }

  return {
    warnings,
    async add(event) {
      const line = `${JSON.stringify(event, toText)}\n`;
      lines.push(line);
      size += line.length;
      if (size >= BATCH_LENGTH || host.clock() - flushed >= BATCH_MS) await flush();
    },
    flush,
    async sync() {
      await flush();
      await host.sync(path);
      return end;
    },
  };
}

/** The events of a model, and what could not be read; a model without a journal has none. */
export async function readJournal(
  host: Host,
  folder: string,
): Promise<{ readonly events: readonly JournalEvent[]; readonly warnings: readonly Problem[] }> {
  const path = `${folder}/${JOURNAL_FILE}`;
  const events: JournalEvent[] = [];
  const warnings: Problem[] = [];
  const bytes = (await host.exists(path)) ? await host.readFile(path) : new Uint8Array();
  const damaged: number[] = [];
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed;
    const event = eventOf(bytes.subarray(start, end));
    if (event) events.push(event);
    else if (feed >= 0) damaged.push(line);
    else {
      const what = 'is cut short, as a crash leaves it';
      warnings.push({ where: `${path}, line ${line}`, what, remedy: 'nothing to do: the line is left out' });
    }
    start = end + 1;
  }
  if (damaged.length > 0) {
    const others = damaged.length > 1 ? ` (nor are ${damaged.length - 1} others)` : '';
    const remedy = 'these lines are left out; restore the file if you need them';
    warnings.push({ where: `${path}, line ${damaged[0]}`, what: `is no JSON object${others}`, remedy });
  }
  return { events, warnings };
}

function eventOf(line: Uint8Array): JournalEvent | undefined {
  try {
    const parsed: unknown = JSON.parse(UTF8.decode(line));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as JournalEvent)
      : undefined;
  } catch {
    return undefined; // reported by the caller, with the number of the line
  }
}

function toText(key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    throw new TypeError(`journal: ${key} is a tensor; write its statistics, tensors belong in a checkpoint`);
  }
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
