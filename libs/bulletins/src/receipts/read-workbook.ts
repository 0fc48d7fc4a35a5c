import { CodedError, readUploadedSheet, type UploadedCell, type UploadedRow } from '@cunqin/platform';
import { deductionErrors } from '../deduction-errors.js';
import type { ReceivedCell, ReceivedRow } from '../domain/receipts/receipt-lines.js';

/** A receipt has a line a person; what is far beyond a county is no receipt. */
const MOST_ROWS = 200_000;

/**
 * The rows of the first visible sheet of an uploaded workbook.
 *
 * @throws CodedError `RECEIPT.UNREADABLE`, `RECEIPT.TOO_LARGE`, `RECEIPT.MACROS`
 */
export async function readWorkbookRows(file: Buffer): Promise<ReceivedRow[]> {
  try {
    const { rows } = await readUploadedSheet(file, { mostRows: MOST_ROWS });
    return rows.map(receivedRow);
  } catch (refusal) {
    throw refusal instanceof CodedError ? receiptError(refusal) : refusal;
  }
}

/** What is wrong with an upload, in the words of receipts. */
function receiptError({ code, message }: CodedError): CodedError {
  switch (code) {
    case 'UPLOADS.MACROS':
      return deductionErrors.macros();
    case 'UPLOADS.TOO_LARGE':
    case 'UPLOADS.TOO_MANY_ROWS':
      return deductionErrors.tooLarge(message);
    default:
      return deductionErrors.unreadable(message);
  }
}

function receivedRow({ number, cells }: UploadedRow): ReceivedRow {
  const received: ReceivedCell[] = Array.from({ length: Math.max(...cells.keys()) }, () => null);
  for (const [column, cell] of cells) received[column - 1] = receivedCell(cell);
  return { row: number, cells: received };
}

/** Dates, truth values and errors are neither codes nor amounts: as texts they are refused or unknown to payroll. */
function receivedCell(cell: UploadedCell): ReceivedCell {
  switch (cell.kind) {
    case 'text':
    case 'number':
    case 'formula':
      return cell;
    case 'date':
      return { kind: 'text', text: cell.at.toString() };
    case 'boolean':
      return { kind: 'text', text: cell.value ? 'TRUE' : 'FALSE' };
    case 'error':
      return { kind: 'text', text: '#N/A' };
  }
}
