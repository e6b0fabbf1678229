/** Markdown that data cannot break. */

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inline).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text that cannot end a table's cell or begin markup. */
export const inline = (text: string): string =>
  text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_|<>[\]]/g, '\\$&');
