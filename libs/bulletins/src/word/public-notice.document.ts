import type { PublicNotice } from '../domain/public-notice.js';
import { annexTable } from './annex-table.js';
import { documentBytes } from './document-bytes.js';
import * as paper from './official-paper.js';
import { officialDocument } from './page.js';

/** The public notice as a Word file: no red head, no number, one list. Same notice, same bytes. */
export async function renderNoticeDocument(notice: PublicNotice): Promise<Buffer> {
  const [opening = '', ...channels] = notice.paragraphs;
  const list = annexTable(notice, 'notice');
  const document = officialDocument(
    { title: notice.titleLines.join(''), creator: notice.issuingUnit, isDraft: notice.isDraft },
    [
      {
        children: [
          ...paper.title(notice.titleLines),
          paper.blank(),
          paper.body(opening),
          ...channels.map((channel) => paper.body(channel)),
          ...(notice.rows.length === 0 ? [] : [paper.blank(), list.table]),
          paper.blank(),
          ...paper.signature(notice.issuingUnit, notice.postedOnWords),
          paper.smallPrint(''),
        ],
      },
    ],
  );
  return documentBytes(document, notice.fileDate, notice.rows.length === 0 ? [] : [list.fill]);
}
