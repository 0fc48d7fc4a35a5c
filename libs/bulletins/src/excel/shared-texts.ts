import { safeText } from '../domain/sheet-safety.js';
import { escapedXml } from './xml-text.js';

const TEXTS_AT_ONCE = 500;

/** The texts of a workbook, stored once each; every program that reads xlsx knows them. */
export class SharedTexts {
  private readonly indexes = new Map<string, number>();

  /** Text from people is made harmless here, on the only way into a cell. */
  indexOf(text: string): number {
    const safe = safeText(text);
    const known = this.indexes.get(safe);
    if (known !== undefined) return known;
    this.indexes.set(safe, this.indexes.size);
    return this.indexes.size - 1;
  }

  /** The items of the part, when all sheets are written. */
  *items(): Generator<string> {
    let piece: string[] = [];
    for (const text of this.indexes.keys()) {
      piece.push(`<si><t xml:space="preserve">${escapedXml(text)}</t></si>`);
      if (piece.length < TEXTS_AT_ONCE) continue;
      yield piece.join('');
      piece = [];
    }
    yield piece.join('');
  }

  get size(): number {
    return this.indexes.size;
  }
}
