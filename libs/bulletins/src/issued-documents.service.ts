import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import {
  type IssuedDocument,
  IssuedDocumentsRepository,
  type PrintedFile,
} from './issued-documents.repository.js';

/** Keeps what is issued, byte for byte: printed once, handed out for ever. */
@Injectable()
export class IssuedDocumentsService {
  constructor(
    private readonly repository: IssuedDocumentsRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param period a month `2026-10` or a week `2026-W43`
   * @param townshipCode without one, the first township's
   */
  async find(
    period: string,
    name: string,
    townshipCode: string = this.config.township.code,
  ): Promise<IssuedDocument | null> {
    return this.repository.find(townshipCode, period, name);
  }

  /**
   * The stored paper of a name; if there is none yet, it is printed, stored and then read from the store, so
   * that everybody gets the same bytes even where two print at once.
   */
  async findOrPrint(
    period: string,
    name: string,
    print: () => Promise<PrintedFile>,
  ): Promise<IssuedDocument> {
    const found = await this.find(period, name);
    if (found !== null) return found;
    const at = new Date(this.time.now().epochMilliseconds);
    await this.repository.add(this.config.township.code, period, await print(), at);
    const stored = await this.find(period, name);
    if (stored === null) throw new Error(`${name} of ${period} was not stored`);
    return stored;
  }

  /** Stores files that belong together; where the first is stored already, nothing. */
  async storeTogether(
    period: string,
    files: readonly PrintedFile[],
    townshipCode: string = this.config.township.code,
  ): Promise<void> {
    const at = new Date(this.time.now().epochMilliseconds);
    await this.repository.addTogether(townshipCode, period, files, at);
  }
}
