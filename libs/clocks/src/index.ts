export { ClockHealthService } from './clock-health.service.js';
export { ClocksModule } from './clocks.module.js';
export { ClocksService, type ClockView } from './clocks.service.js';
export { DueClocksRepository } from './due-clocks.repository.js';
export { PollClockService } from './poll-clock.service.js';
export { ProbeClockService } from './probe-clock.service.js';
export type { PollResult } from './read-clock.service.js';
export { ReplaceDeviceService } from './replace-device.service.js';
export { WatchClocksService } from './live/watch-clocks.service.js';
