import JSZip from 'jszip';

/** A sheet as its XML says, read without the library that wrote it. */
export interface ReadSheet {
  readonly name: string;
  readonly xml: string;
  /** The text or number of a cell, `undefined` when it is empty; formulas show as `=…` from a formula node. */
  readonly cell: (address: string) => string | number | undefined;
  readonly numberFormat: (address: string) => string | undefined;
  readonly fontName: (address: string) => string | undefined;
  readonly filled: (address: string) => boolean;
  readonly shrinks: (address: string) => boolean;
}

/** An xlsx file taken apart with nothing but a ZIP reader and patterns. */
export interface ReadWorkbook {
  readonly parts: readonly string[];
  readonly part: (name: string) => string;
  readonly sheets: readonly ReadSheet[];
}

export async function readWorkbook(file: Buffer): Promise<ReadWorkbook> {
  const zip = await JSZip.loadAsync(file);
  const contents = new Map<string, string>();
  for (const name of Object.keys(zip.files))
    contents.set(name, (await zip.file(name)?.async('string')) ?? '');
  const part = (name: string): string => {
    const content = contents.get(name);
    if (content === undefined) throw new Error(`the workbook has no ${name}`);
    return content;
  };
  const shared = contents.has('xl/sharedStrings.xml')
    ? all(part('xl/sharedStrings.xml'), /<si>(.*?)<\/si>/gs)
    : [];
  const strings = shared.map((item) =>
    all(item, /<t[^>]*>(.*?)<\/t>/gs)
      .map(unescape)
      .join(''),
  );
  const names = all(part('xl/workbook.xml'), /<sheet [^>]*name="([^"]*)"/g).map(unescape);
  const sheets = names.map((name, n) =>
    readSheet(name, part(`xl/worksheets/sheet${n + 1}.xml`), strings, part('xl/styles.xml')),
  );
  return { parts: [...contents.keys()], part, sheets };
}

function readSheet(name: string, xml: string, strings: readonly string[], styles: string): ReadSheet {
  const cells = new Map<string, { attributes: string; content: string }>();
  for (const [, attributes = '', content = ''] of xml.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    cells.set(attribute(attributes, 'r') ?? '', { attributes, content });
  }
  const formats = all(styles, /<cellXfs[^>]*>(.*?)<\/cellXfs>/gs).flatMap((list) =>
    all(list, /<xf (.*?)(?=<xf |$)/gs),
  );
  const fonts = all(styles, /<fonts[^>]*>(.*?)<\/fonts>/gs).flatMap((list) =>
    all(list, /<font>(.*?)<\/font>/gs),
  );
  const format = (address: string): string =>
    formats[Number(attribute(cells.get(address)?.attributes ?? '', 's'))] ?? '';
  return {
    name,
    xml,
    cell: (address) => {
      const cell = cells.get(address);
      if (cell === undefined) return undefined;
      const formula = first(cell.content, /<f>(.*?)<\/f>/s);
      if (formula !== undefined) return `=${formula}`;
      const value = first(cell.content, /<v>(.*?)<\/v>/s);
      if (value === undefined) return undefined;
      return attribute(cell.attributes, 't') === 's' ? strings[Number(value)] : Number(value);
    },
    numberFormat: (address) => {
      const id = attribute(format(address), 'numFmtId');
      const custom = new RegExp(`<numFmt numFmtId="${id}" formatCode="([^"]*)"`);
      return id === '2' ? '0.00' : first(styles, custom);
    },
    fontName: (address) =>
      first(fonts[Number(attribute(format(address), 'fontId'))] ?? '', /<name val="([^"]*)"/),
    filled: (address) => Number(attribute(format(address), 'fillId')) > 1,
    shrinks: (address) => format(address).includes('shrinkToFit=\"1\"'),
  };
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function first(text: string, pattern: RegExp): string | undefined {
  return pattern.exec(text)?.[1];
}

function attribute(attributes: string, name: string): string | undefined {
  return first(attributes, new RegExp(`(?:^|\\s)${name}="([^"]*)"`));
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
