import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { DataSource } from 'typeorm';
import { ClockIncidentsRepository, type IncidentView } from './clock-incidents.repository.js';
import { ledgerErrors } from './ledger-errors.js';
import { PunchLedgerRepository } from './punch-ledger.repository.js';

/** What spoke against the clocks, and what people said to it. */
@Injectable()
export class ClockIncidentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly incidents: ClockIncidentsRepository,
    private readonly ledger: PunchLedgerRepository,
    private readonly time: TimeSource,
  ) {}

  /** Incidents of a clock, newest first. */
  async list(
    clockId: number,
    page: { page: number; pageSize: number },
  ): Promise<{ items: IncidentView[]; total: number }> {
    return this.incidents.list(this.dataSource.manager, clockId, page);
  }

  /**
   * A person's word that nothing was lost, or that what was lost is in the ledger by other ways. When no
   * other incident with this clock's log is open, the last read covers what it proves, and the weeks that
   * waited for it are judged again. After a word on a shared serial number the next read does.
   *
   * @throws CodedError `LEDGER.UNKNOWN_INCIDENT`, `LEDGER.INCIDENT_CLOSED`
   */
  async acknowledge(
    clockId: number,
    incidentId: number,
    word: { reason: string; by: string },
  ): Promise<IncidentView> {
    return this.dataSource.transaction(async (manager) => {
      await this.ledger.lockChain(manager, clockId);
      const incident = await this.incidents.find(manager, clockId, incidentId);
      if (incident === null) throw ledgerErrors.unknownIncident(incidentId);
      const said = { ...word, at: this.time.now() };
      if (!incident.open || !(await this.incidents.acknowledge(manager, incidentId, said))) {
        throw ledgerErrors.incidentClosed(incidentId);
      }
      const held = await this.incidents.heldBack(manager, clockId);
      if (held !== null) {
        await this.ledger.advanceCoverage(manager, clockId, held.readId, held.provenUntil);
      }
      return (await this.incidents.find(manager, clockId, incidentId)) ?? incident;
    });
  }
}
