import { setMaxListeners } from 'node:events';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type ClockDriver, NodeZklibDriver, ZkDriver } from '@cunqin/clock-protocol';
import type { ClockDriverName } from './entities/clock.entity.js';

/** The drivers by the name a clock is registered with. A clock that pushes has none. */
@Injectable()
export class ClockDrivers implements OnModuleDestroy {
  private readonly ending = new AbortController();

  private readonly drivers: Readonly<Record<Exclude<ClockDriverName, 'push'>, ClockDriver>> = {
    'zk-tcp': new ZkDriver({ transport: 'tcp' }),
    'zk-udp': new ZkDriver({ transport: 'udp' }),
    'node-zklib': new NodeZklibDriver(),
  };

  constructor() {
    // As many conversations at once as there are clocks: that is no leak.
    setMaxListeners(0, this.ending.signal);
  }

  /** For every conversation: a silent clock must not keep the process from ending. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  onModuleDestroy(): void {
    this.ending.abort();
  }

  named(name: Exclude<ClockDriverName, 'push'>): ClockDriver {
    return this.drivers[name];
  }
}
