import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { embeddedJson, escapeHtml, html, printable } from './markup.ts';

describe('html', () => {
  it('escapes what is put in unless it is markup', () => {
    const bold = html`<b title="${'"'}">${'a < b & c'}</b>`;
    expect(bold.text).toBe('<b title="&quot;">a &lt; b &amp; c</b>');
    expect(html`<p>${bold}${[bold, bold]}${undefined}${3}</p>`.text).toBe(`<p>${bold.text.repeat(3)}3</p>`);
  });

  it('lets any text through as text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { document } = parseHTML(html`<html><body><p title="${text}">${text}</p></body></html>`.text);
        expect(document.querySelectorAll('*')).toHaveLength(3);
        expect(document.querySelector('p')?.textContent).toBe(printable(text));
      }),
    );
  });

  it('replaces characters that a page may not hold', () => {
    expect(escapeHtml('a\u0000b\ud800c\nd')).toBe('a\uFFFDb\uFFFDc d');
  });
});

describe('embeddedJson', () => {
  it('cannot close its script element and reads back as it was', () => {
    const value = { name: '</script><script>alert(1)</script><!--' };
    const { text } = embeddedJson(value);
    expect(text).not.toContain('<');
    expect(JSON.parse(text)).toEqual(value);
  });
});
