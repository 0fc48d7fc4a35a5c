import { AlignmentType, Paragraph, type Table } from 'docx';
import type { Annex } from '../domain/bulletin-annexes.js';
import type { MonthlyBulletin } from '../domain/monthly-bulletin.js';
import { annexTable, type LongTable } from './annex-table.js';
import { colophon } from './colophon.js';
import { documentBytes } from './document-bytes.js';
import { FONTS } from './fonts.js';
import * as paper from './official-paper.js';
import { officialDocument, SIZES } from './page.js';

/** An annex of so many lines fits on one page together with the colophon. */
const ROOM_FOR_COLOPHON = 10;

/** The monthly bulletin as a Word file by GB/T 9704-2012. Same bulletin, same bytes. */
export async function renderBulletinDocument(bulletin: MonthlyBulletin): Promise<Buffer> {
  const tables = bulletin.annexes.map((annex) => annexTable(annex, annex.label));
  const annexes = bulletin.annexes.map((annex, n) => ({ children: annexPage(annex, tables[n]) }));
  const foot = (): Table => colophon(bulletin.cc, bulletin.issuingUnit, bulletin.issuedOnWords);
  const last = annexes[2];
  const endsHere = last !== undefined && bulletin.annexes[2].rows.length <= ROOM_FOR_COLOPHON;
  const document = officialDocument(
    { title: bulletin.title, creator: bulletin.issuingUnit, isDraft: bulletin.isDraft },
    [
      { children: [...head(bulletin), ...text(bulletin)] },
      ...annexes.slice(0, endsHere ? -1 : undefined),
      endsHere ? { ...last, foot } : { children: [paper.blank()], foot },
    ],
  );
  return documentBytes(
    document,
    bulletin.fileDate,
    tables.map(({ fill }) => fill),
  );
}

function head(bulletin: MonthlyBulletin): Paragraph[] {
  return [
    ...paper.redHead(bulletin.masthead, bulletin.docNo),
    ...paper.title(bulletin.titleLines),
    paper.blank(),
    paper.addressees(bulletin.mainTo),
    paper.body(bulletin.opening),
  ];
}

function text(bulletin: MonthlyBulletin): Paragraph[] {
  return [
    ...bulletin.sections.flatMap(({ heading, paragraphs }) => [
      paper.heading(heading),
      ...paragraphs.map((paragraph) => paper.body(paragraph.text, paragraph.lead)),
    ]),
    paper.blank(),
    ...paper.annexList(bulletin.annexes.map(({ title }) => title)),
    paper.blank(),
    ...paper.signature(bulletin.issuingUnit, bulletin.issuedOnWords),
    ...bulletin.proof.map(paper.smallPrint),
  ];
}

/** 附件: its label at the left edge, its title on the third line. */
function annexPage(annex: Annex, drawn: LongTable | undefined): (Paragraph | Table)[] {
  if (drawn === undefined) return [];
  return [
    new Paragraph({
      keepNext: true,
      alignment: AlignmentType.LEFT,
      children: [paper.run(annex.label, { font: FONTS.heading, size: SIZES.body })],
    }),
    paper.blank(),
    ...paper.title([annex.title]),
    paper.blank(),
    drawn.table,
    ...annex.notes.map(paper.smallPrint),
  ];
}
