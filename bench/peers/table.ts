/** Tables in Markdown: the first column is text, the others are figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** Three digits that mean something: 1.23, 12.3, 123. */
export function figure(value: number | undefined): string {
  if (value === undefined) return '';
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

export const whole = (value: number | undefined): string =>
  value === undefined ? '' : Math.round(value).toLocaleString('en');
