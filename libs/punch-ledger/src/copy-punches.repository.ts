import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import { COPIED_COLUMNS, copyRow } from './copy-row.js';
import { ledgerErrors } from './ledger-errors.js';
import type { ChainLink } from './punch-ledger.repository.js';

/** Characters sent to the database at a time: all that is ever held of the rows. */
const AT_ONCE = 65_536;
const UNIQUE_VIOLATION = '23505';

/** Writes links of a chain, in the caller's transaction, as fast as the database takes them. */
@Injectable()
export class CopyPunchesRepository {
  /**
   * Draws the links one by one while the database stores those before them.
   *
   * @throws CodedError `LEDGER.CHAIN_MOVED` when somebody who does not hold the chain's lock has appended to it
   */
  async copy(manager: EntityManager, clockId: number, links: Iterable<ChainLink>): Promise<void> {
    if (manager.queryRunner === undefined) throw new Error('punches are copied in a transaction only');
    // COPY FROM STDIN is beyond the query method: the transaction's own connection speaks it.
    const client = (await manager.queryRunner.connect()) as PoolClient;
    const into = client.query(copyFrom(`COPY punch (${COPIED_COLUMNS}) FROM STDIN`));
    try {
      await pipeline(Readable.from(chunksOf(links)), into);
    } catch (failure) {
      if (isUniqueViolation(failure)) throw ledgerErrors.chainMoved(clockId, failure);
      throw failure;
    }
  }
}

function* chunksOf(links: Iterable<ChainLink>): Generator<Buffer> {
  let rows = '';
  for (const link of links) {
    rows += copyRow(link);
    if (rows.length < AT_ONCE) continue;
    yield Buffer.from(rows, 'utf8');
    rows = '';
  }
  if (rows !== '') yield Buffer.from(rows, 'utf8');
}

function isUniqueViolation(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === UNIQUE_VIOLATION;
}
